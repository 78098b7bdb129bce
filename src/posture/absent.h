/* SPDX-License-Identifier: Apache-2.0 */
/* Inside history: class paths that are of no endpoint, because all they ever got was 404 or 410. Bounded: when there are too many,
 * as in a scan of words, those asked for least are forgotten. Who asked is kept in the crowd, under the number of the path. */
#ifndef POSTURE_ABSENT_H
#define POSTURE_ABSENT_H

#include "base/table.h"
#include "posture/history.h"

#define ABSENT_PATHS 4096
#define ABSENT_LENGTH 512 /* longer paths are left out */

struct absent_path {
    struct absent_history seen;
    size_t service;  /* its place in the inventory */
    uint32_t number; /* never given twice */
    size_t key_len;
    char key[]; /* service, method, class path */
};

struct absent {
    struct memory *account;
    struct table table; /* struct absent_path by key */
    size_t most;        /* for tests; ABSENT_PATHS */
    uint32_t next;      /* number */
};

/* first: the number of the first path. */
void absent_init(struct absent *absent, uint32_t first, struct memory *account);
void absent_done(struct absent *absent);
/* The path of the event, made when missing. NULL with *ret_failed when memory was refused, without when it is left out. */
struct absent_path *absent_path(struct absent *absent, size_t service, const struct event *event,
                                bool *ret_failed);

#endif
