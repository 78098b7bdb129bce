/* SPDX-License-Identifier: Apache-2.0 */
/* The store: one SQLite file that holds what was learned (catalog evidence, one compressed blob a service), what was
 * seen (events in packed blocks), what was lost (ledgers), what people decided (overrides) and who observed what
 * (runs).
 *
 * Checkpoints. A run's knowledge becomes visible in one transaction, store_checkpoint: catalog blobs that changed,
 * rest, ledger, run row and every event up to then, all or nothing. A process that dies at any moment leaves a file
 * that opens with everything up to its last checkpoint. Readers see one checkpoint for as long as they hold the store
 * open, and work while an observer runs.
 *
 * Threads. A store belongs to one thread at a time, with one exception: store_put_block may be called from any lane.
 * In STORE_OBSERVE a writer thread does what touches the disk; lanes wait only when its queue is full.
 *
 * Secrets (law 6). The 16-byte hash key is drawn at random when the file is made and stays in it: hashes of
 * credentials, addresses and identifiers can be compared within one database and never between two. Whoever has the
 * file can test a guessed value against it, so a new file is readable by its owner only.
 *
 * Errors are one sentence each (kind ERROR_STORE): not ours, newer than this program, read-only, in use by another
 * observer, disk full, damaged, cut short. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/arena.h"
#include "base/error.h"
#include "base/ledger.h"
#include "catalog/catalog.h"
#include "exchange/event.h"

#include <stdint.h>

struct store;

#define STORE_DEFAULT_PATH "plainsight.db"
#define STORE_DEFAULT_EVENT_LIMIT (1ull << 30)

enum store_mode {
    STORE_READ,    /* the file must exist; nothing is changed in it; works while an observer runs */
    STORE_EDIT,    /* the same, and overrides may be written; works while an observer runs */
    STORE_OBSERVE, /* made when missing; one observer a file */
};

/* What --db said (may be NULL or empty), else $PLAINSIGHT_DB, else STORE_DEFAULT_PATH. Borrowed. */
const char *store_path(const char *option);

/* NULL with *err set. An older file is brought up to date first, whatever the mode; one that cannot be (read-only, or in
 * use by an older observer) is read all the same, without what it does not have yet. */
struct store *store_open(const char *path, enum store_mode mode, struct error *err);
/* What came after the last checkpoint is dropped. NULL is allowed. */
void store_close(struct store *store);

/* The 16 bytes of catalog_settings.key; valid while the store is open. */
const uint8_t *store_key(const struct store *store);

struct store_facts {
    int64_t created;
    int schema_version;
    uint64_t services, runs;
    uint64_t events, event_blocks, event_bytes;
    uint64_t events_forgotten; /* oldest first, to stay under the ceiling */
    bool observed;             /* an observer is at work on it now */
};
bool store_facts(struct store *store, struct store_facts *ret, struct error *err);

/* Knowledge -------------------------------------------------------------------------------------------------------- */

/* A new catalog with all evidence and every override in force: what the reading commands want. memory_limit as in
 * catalog_settings. The caller frees it. NULL with *err set. */
struct catalog *store_load(struct store *store, size_t memory_limit, struct error *err);
/* The same for who knows classes of sensitive data besides the built-in ones: what was kept is judged by them. The classifier is borrowed
 * as long as the catalog lives; NULL: there are none. */
struct catalog *store_load_classified(struct store *store, size_t memory_limit, struct classifier *classifier,
                                      struct error *err);
/* The overrides in force, in the arena, for the settings of a catalog: made before evidence is read into it, so that
 * what they name stays apart. */
bool store_read_overrides(struct store *store, struct arena *arena, struct catalog_settings *settings,
                          struct error *err);
/* Merges all stored evidence into a catalog: what an observer starts from. */
bool store_read_catalog(struct store *store, struct catalog *catalog, struct error *err);

/* Overrides -------------------------------------------------------------------------------------------------------- */

struct store_override {
    int64_t id;               /* ascending in order of creation, never used twice */
    struct override override; /* slices borrowed until the sink returns */
    int64_t created;
    int64_t undone; /* 0: in force */
};
typedef void store_override_sink(void *context, const struct store_override *override);

bool store_override_add(struct store *store, const struct override *override, int64_t *ret_id,
                        struct error *err);
/* Nothing is deleted: the row stays as history. An unknown id, or one undone already, is an error (ERROR_USAGE). */
bool store_override_undo(struct store *store, int64_t id, struct error *err);
/* All of them in order of id, undone ones included. */
bool store_overrides(struct store *store, store_override_sink *sink, void *context, struct error *err);

/* Runs and ledgers ------------------------------------------------------------------------------------------------- */

enum run_state {
    RUN_OPEN, /* still observing, or ended without saying so (killed): counts hold up to its last checkpoint */
    RUN_FINISHED, /* everything was read */
    RUN_STOPPED,  /* asked to stop, and finished cleanly */
    RUN_FAILED,   /* the run broke off; what came before was kept */
};

struct store_run {
    int64_t id; /* given by store_run_begin */
    enum run_state state;
    int64_t started, updated; /* wall clock; updated: last checkpoint */
    struct slice source;      /* what was observed, as the user named it */
    uint64_t packets, bytes, exchanges, events;
    uint64_t checkpoints;
};
typedef void store_run_sink(void *context, const struct store_run *run, const struct ledger *ledger);

/* All runs in order of id, each with its own ledger; slices borrowed until the sink returns. */
bool store_runs(struct store *store, store_run_sink *sink, void *context, struct error *err);

/* Observing (STORE_OBSERVE) ---------------------------------------------------------------------------------------- */

struct event_block;

/* Before the first block or checkpoint. Fills run->id and run->started. event_limit: ceiling of all stored event
 * blocks in bytes; 0: STORE_DEFAULT_EVENT_LIMIT. Events of killed runs that no checkpoint covers are removed. */
bool store_run_begin(struct store *store, struct store_run *run, uint64_t event_limit, struct error *err);

/* Queues a copy of one full block (store/event_block.h). Visible from the next checkpoint on. Any thread. false when
 * the writer has failed or memory was refused: store_checkpoint and store_settle say why. */
bool store_put_block(struct store *store, const struct event_block *block);

struct store_checkpoint {
    struct catalog *catalog;     /* changed services and rest are written and marked saved */
    const struct store_run *run; /* counts and state; checkpoints is counted by the store */
    const struct ledger *ledger; /* of this run */
    const struct event_block
        *open_blocks; /* not yet full, one a lane: they replace those of the last checkpoint */
    size_t open_count;
};
/* Serialises now and returns; the transaction follows on the writer thread, in order with the blocks queued before.
 * false with *err set when serialising failed or the writer had failed before. */
bool store_checkpoint(struct store *store, const struct store_checkpoint *checkpoint, struct error *err);
/* Has the writer failed? Everything further is dropped; store_settle says why. Any thread, cheap. */
bool store_is_failing(const struct store *store);
/* Waits until everything queued is on disk; false with *err set when some of it could not be written. */
bool store_settle(struct store *store, struct error *err);

/* Events ----------------------------------------------------------------------------------------------------------- */

struct event_filter {
    int64_t from, to;                /* from <= time < to; to 0: no end */
    struct slice service;            /* exact; empty: all */
    struct slice method;             /* exact; empty: all */
    struct slice cell;               /* starts with; empty: all */
    uint64_t actor[2];               /* both 0: all */
    uint16_t status_from, status_to; /* inclusive; status_to 0: all */
    uint16_t flags_all, flags_none;  /* enum event_flag */
    uint64_t most;                   /* stop after so many; 0: all */
};

/* Calls the sink with every event that passes, ascending by time (ties by content, so that the order is the same
 * however lanes and runs cut the blocks). Blocks are decoded as their time comes. filter NULL: all. */
bool store_events(struct store *store, const struct event_filter *filter, event_sink *sink, void *context,
                  struct error *err);
/* A time since which there are `count` events, and few more: blocks are counted, not opened. INT64_MIN when there are no
 * more than that in all. */
bool store_newest_events(struct store *store, uint64_t count, int64_t *ret_from, struct error *err);

#endif
