/* SPDX-License-Identifier: Apache-2.0 */
/* A hash table from slices to pointers: open addressing, flood-safe hash, memory from an account. The table borrows
 * keys (they must live as long as their entry) and never owns values. */
#ifndef BASE_TABLE_H
#define BASE_TABLE_H

#include "base/memory.h"
#include "base/slice.h"

#include <stdint.h>

struct table_entry {
    struct slice key;
    uint64_t hash;
    void *value; /* NULL: the place is free */
};

struct table {
    struct memory *account;
    struct table_entry *entries;
    size_t room; /* a power of two, or 0 */
    size_t count;
};

void table_init(struct table *table, struct memory *account);
/* The value, or NULL. */
void *table_find(const struct table *table, struct slice key);
/* Adds or replaces; value is not NULL. false when memory was refused (the table is unchanged). */
bool table_put(struct table *table, struct slice key, void *value);
/* Takes the entry out and answers its value; NULL when there was none. */
void *table_remove(struct table *table, struct slice key);
/* Walks all entries in no particular order: start with *cursor = 0; false at the end. Do not change the table meanwhile. */
bool table_next(const struct table *table, size_t *cursor, struct table_entry *ret);
void table_done(struct table *table);

#endif
