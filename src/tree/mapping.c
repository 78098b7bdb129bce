/* SPDX-License-Identifier: Apache-2.0 */
/* A small mapping is searched from its first member to its last: comparing lengths is cheaper than hashing. A large one has
 * an index: a power of two of places, at most half of them full, each 0 or the number of a member, counted from 1. A key
 * stands at the place its hash says or at the first free one behind it. Hashes are seeded (base/hash.h), so nobody can
 * write keys that all meet. */
#include "tree/mapping.h"

#include "base/hash.h"

#define SMALL_MOST 8

static uint32_t index_mask(uint32_t count)
{
    uint32_t room = 4 * SMALL_MOST;

    while (room < 2 * count)
        room *= 2;
    return room - 1;
}

/* The place of that key, or the free one where it belongs. */
static uint32_t index_place(const uint32_t *index, uint32_t mask, const struct tree_member *members,
                            struct slice key, uint64_t hash)
{
    uint32_t at = (uint32_t)hash & mask;

    while (index[at] && (members[index[at] - 1].hash != hash || !slice_eq(members[index[at] - 1].key, key)))
        at = (at + 1) & mask;
    return at;
}

/* What a fault quotes of a key. */
static struct slice brief(struct slice key)
{
    return slice_make(key.at, key.len < 80 ? key.len : 80);
}

/* Two members have one key: takes out that which does not count. What a mapping says itself overrides what is merged
 * in; of what is merged in the first counts, of what the mapping says twice the last. Answers which of them stays. */
static uint32_t settle(struct tree_node *mapping, struct tree_member *members, uint32_t first,
                       uint32_t second, struct faults *faults)
{
    struct tree_member *a = &members[first], *b = &members[second];

    if (b->is_merged) {
        b->value = NULL;
        return first;
    }
    a->value = NULL;
    if (!a->is_merged)
        fault_add(faults, FAULT_FATAL, tree_key_position(mapping, b), "duplicate-key",
                  "the key '%.*s' stands in this mapping already, in line %u: which of the two counts is a "
                  "guess",
                  SLICE_ARG(brief(b->key)), a->line);
    return second;
}

static bool settle_small(struct tree_node *mapping, struct tree_member *members, uint32_t count,
                         struct faults *faults)
{
    bool settled = false;

    for (uint32_t i = 1; i < count; i++) {
        for (uint32_t j = 0; j < i && members[i].value; j++) {
            if (members[j].hash == members[i].hash && members[j].value &&
                slice_eq(members[j].key, members[i].key)) {
                settle(mapping, members, j, i, faults);
                settled = true;
            }
        }
    }
    return settled;
}

static bool settle_large(struct tree_node *mapping, struct tree_member *members, uint32_t count,
                         uint32_t *index, uint32_t mask, struct faults *faults)
{
    bool settled = false;

    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = index_place(index, mask, members, members[i].key, members[i].hash);

        if (index[at]) {
            index[at] = settle(mapping, members, index[at] - 1, i, faults) + 1;
            settled = true;
        } else {
            index[at] = i + 1;
        }
    }
    return settled;
}

static uint32_t compact(struct tree_member *members, uint32_t count)
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < count; i++) {
        if (members[i].value)
            members[kept++] = members[i];
    }
    return kept;
}

static void index_fill(uint32_t *index, uint32_t mask, const struct tree_member *members, uint32_t count)
{
    memset(index, 0, (mask + 1) * sizeof *index);
    for (uint32_t i = 0; i < count; i++)
        index[index_place(index, mask, members, members[i].key, members[i].hash)] = i + 1;
}

/* Takes out what does not count; *count becomes what is left. */
static bool settle_all(struct tree_node *mapping, struct tree_member *members, uint32_t *count,
                       struct arena *arena, struct faults *faults)
{
    uint32_t mask = index_mask(*count);
    uint32_t *index;

    if (*count <= SMALL_MOST) {
        if (settle_small(mapping, members, *count, faults))
            *count = compact(members, *count);
        return true;
    }
    index = arena_get_array(arena, (size_t)mask + 1, sizeof *index);
    if (!index)
        return false;
    mapping->index = index;
    if (settle_large(mapping, members, *count, index, mask, faults)) {
        *count = compact(members, *count);
        mapping->index = *count > SMALL_MOST ? index : NULL;
        if (mapping->index) /* of fewer members, in the room of more */
            index_fill(index, index_mask(*count), members, *count);
    }
    return true;
}

bool mapping_fill(struct tree_node *mapping, struct tree_member *members, uint32_t count, struct arena *arena,
                  struct faults *faults)
{
    struct tree_member *copy;

    if (!settle_all(mapping, members, &count, arena, faults))
        return false;
    copy = arena_get(arena, count * sizeof *copy);
    if (!copy)
        return false;
    memcpy(copy, members, count * sizeof *copy);
    mapping->members = copy;
    mapping->count = count;
    return true;
}

const struct tree_member *tree_member(const struct tree_node *node, struct slice key)
{
    if (!node || node->kind != TREE_MAPPING)
        return NULL;
    if (node->index) {
        uint32_t at = index_place(node->index, index_mask(node->count), node->members, key, hash_table(key));

        return node->index[at] ? &node->members[node->index[at] - 1] : NULL;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        if (slice_eq(node->members[i].key, key))
            return &node->members[i];
    }
    return NULL;
}

const struct tree_node *tree_get(const struct tree_node *node, struct slice key)
{
    const struct tree_member *member = tree_member(node, key);

    return member ? member->value : NULL;
}
