/* SPDX-License-Identifier: Apache-2.0 */
/* Linear probing; an entry that leaves is filled by pulling back those behind it, so there are no tombstones and a
 * look-up that fails stays short however many entries came and went. At most three quarters full. */
#include "base/table.h"

#include "base/hash.h"

#define TABLE_FIRST 16

void table_init(struct table *table, struct memory *account)
{
    *table = (struct table){ .account = account };
}

/* The place of the key, or the free place where it belongs. The table has room. */
static struct table_entry *table_place(const struct table *table, struct slice key, uint64_t hash)
{
    size_t mask = table->room - 1, i = hash & mask;

    while (table->entries[i].value &&
           !(table->entries[i].hash == hash && slice_eq(table->entries[i].key, key)))
        i = (i + 1) & mask;
    return &table->entries[i];
}

void *table_find(const struct table *table, struct slice key)
{
    return table->count ? table_place(table, key, hash_table(key))->value : NULL;
}

static bool table_grow(struct table *table)
{
    struct table grown = *table;

    grown.room = table->room ? 2 * table->room : TABLE_FIRST;
    if (grown.room > SIZE_MAX / 2 / sizeof *grown.entries)
        return false;
    grown.entries = memory_get(table->account, grown.room * sizeof *grown.entries);
    if (!grown.entries)
        return false;
    for (size_t i = 0; i < table->room; i++) {
        size_t mask = grown.room - 1, to = table->entries[i].hash & mask;

        if (!table->entries[i].value)
            continue;
        while (grown.entries[to].value)
            to = (to + 1) & mask;
        grown.entries[to] = table->entries[i];
    }
    memory_give(table->account, table->entries, table->room * sizeof *table->entries);
    *table = grown;
    return true;
}

bool table_put(struct table *table, struct slice key, void *value)
{
    uint64_t hash = hash_table(key);
    struct table_entry *entry = table->room ? table_place(table, key, hash) : NULL;

    if (!entry || (!entry->value && 4 * (table->count + 1) > 3 * table->room)) {
        if (!table_grow(table))
            return false;
        entry = table_place(table, key, hash);
    }
    table->count += entry->value == NULL;
    *entry = (struct table_entry){ .key = key, .hash = hash, .value = value };
    return true;
}

void *table_remove(struct table *table, struct slice key)
{
    size_t mask = table->room - 1, hole, next;
    struct table_entry *entry;
    void *value;

    if (table->count == 0)
        return NULL;
    entry = table_place(table, key, hash_table(key));
    value = entry->value;
    if (!value)
        return NULL;
    hole = (size_t)(entry - table->entries);
    for (next = (hole + 1) & mask; table->entries[next].value; next = (next + 1) & mask) {
        size_t home = table->entries[next].hash & mask;

        /* It may move into the hole unless its home lies between the hole and where it stands. */
        if (((next - home) & mask) >= ((next - hole) & mask)) {
            table->entries[hole] = table->entries[next];
            hole = next;
        }
    }
    table->entries[hole] = (struct table_entry){ .value = NULL };
    table->count--;
    return value;
}

bool table_next(const struct table *table, size_t *cursor, struct table_entry *ret)
{
    while (*cursor < table->room) {
        const struct table_entry *entry = &table->entries[(*cursor)++];

        if (entry->value) {
            *ret = *entry;
            return true;
        }
    }
    return false;
}

void table_done(struct table *table)
{
    memory_give(table->account, table->entries, table->room * sizeof *table->entries);
    table_init(table, table->account);
}
