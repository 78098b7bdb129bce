/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the store share: the struct itself, packing of evidence, and the words of the enums. Internal. */
#ifndef STORE_INSIDE_H
#define STORE_INSIDE_H

#include "base/buffer.h"
#include "store/database.h"
#include "store/store.h"
#include "store/writer.h"

#include <stdatomic.h>
#include <zstd.h>

#define STORE_KEY 16

struct store {
    struct memory account;
    struct database database; /* the writer thread's from store_run_begin on, except while it is settled */
    enum store_mode mode;
    int version; /* of the schema: older than the newest only where the file could not be brought up to date */
    char *path;
    size_t path_len;
    int lock; /* file that says "an observer is at work"; -1: not ours */
    uint8_t key[STORE_KEY];
    ZSTD_CCtx *zstd;     /* for evidence */
    struct buffer plain; /* evidence before it is compressed */
    struct writer *writer;
    atomic_bool out_of_memory; /* a block could not be copied: told by the next checkpoint */
    int64_t run;
    /* Of the writer thread. */
    uint64_t checkpoints; /* of this run, on disk */
    uint64_t event_limit, event_bytes;
};

/* Makes the connection the caller's: everything queued is done. */
bool store_hold(struct store *store, struct error *err);

/* observer.c: the lock file beside the database. */
bool observer_lock(struct store *store, struct error *err);
void observer_unlock(struct store *store);
/* Whether somebody holds it. */
bool observer_is_there(struct store *store);

/* blocks.c: work on event blocks inside a transaction of the writer thread. */
bool block_insert(struct store *store, const struct event_block *block, uint64_t checkpoint, bool open,
                  struct error *err);
bool blocks_replace_open(struct store *store, struct error *err); /* removes those of the checkpoint before */
bool blocks_stay_under_limit(struct store *store, struct error *err);

#endif
