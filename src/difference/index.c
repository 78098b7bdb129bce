/* SPDX-License-Identifier: Apache-2.0 */
/* Names to places: short lists are looked through, long ones hashed once, into an arena. */
#include "difference/flat.h"

#include "base/hash.h"

#define INDEX_SHORT 12

static struct slice name_at(const struct slice *names, size_t stride, size_t place)
{
    return *(const struct slice *)((const char *)names + place * stride);
}

bool difference_index_make(struct arena *arena, const struct slice *names, size_t stride, size_t count,
                           struct difference_index *ret)
{
    size_t room = 16;
    uint32_t *slots;

    *ret = (struct difference_index){ 0 };
    if (count <= INDEX_SHORT)
        return true;
    while (room < 2 * count)
        room *= 2;
    slots = arena_get_array(arena, room, sizeof *slots);
    if (!slots)
        return false;
    for (size_t i = 0; i < count; i++) {
        size_t slot = hash_table(name_at(names, stride, i)) & (room - 1);

        while (slots[slot] && !slice_eq(name_at(names, stride, slots[slot] - 1), name_at(names, stride, i)))
            slot = (slot + 1) & (room - 1);
        if (!slots[slot])
            slots[slot] = (uint32_t)i + 1;
    }
    *ret = (struct difference_index){ slots, (uint32_t)(room - 1) };
    return true;
}

static size_t look_through(const struct slice *names, size_t stride, size_t count, struct slice name)
{
    for (size_t i = 0; i < count; i++) {
        if (slice_eq(name_at(names, stride, i), name))
            return i;
    }
    return SIZE_MAX;
}

size_t difference_index_find(const struct difference_index *index, const struct slice *names, size_t stride,
                             size_t count, struct slice name)
{
    size_t slot;

    if (!index->slots)
        return look_through(names, stride, count, name);
    slot = hash_table(name) & index->mask;
    while (index->slots[slot]) {
        size_t place = index->slots[slot] - 1;

        if (slice_eq(name_at(names, stride, place), name))
            return place;
        slot = (slot + 1) & index->mask;
    }
    return SIZE_MAX;
}
