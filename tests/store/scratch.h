/* SPDX-License-Identifier: Apache-2.0 */
/* A directory of one's own for a test, exchanges to learn from, and a look at what a store holds. */
#ifndef TESTS_STORE_SCRATCH_H
#define TESTS_STORE_SCRATCH_H

#include "catalog/catalog.h"
#include "store/store.h"

struct scratch {
    char directory[64];
    char path[96]; /* of a database that does not exist yet */
};

void scratch_begin(struct scratch *scratch);
void scratch_end(struct scratch *scratch); /* removes everything in it */

/* A catalog without events, with a fixed key. */
struct catalog *scratch_catalog(void);
/* `count` exchanges of that host, from the nth on; the same for the same n. */
void scratch_learn(struct catalog *catalog, const char *host, unsigned first, unsigned count);
/* All that a catalog would store, in one piece, on the heap; *ret_len: its length. */
char *scratch_bytes(const struct catalog *catalog, size_t *ret_len);
void assert_same_knowledge(const struct catalog *a, const struct catalog *b);

/* One run from begin to its last checkpoint and settled; fails the test when anything does. */
void scratch_observe(const char *path, const char *host, unsigned first, unsigned count);

#endif
