/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/count_map.h"

void count_map_init(struct count_map *map, struct arena *arena)
{
    *map = (struct count_map){ .arena = arena };
}

/* Keys are content hashes, well spread already. */
static size_t place_of(const struct count_map *map, uint64_t key)
{
    size_t at = (size_t)(key ^ key >> 32) & (map->room - 1);

    while (map->keys[at] && map->keys[at] != key)
        at = (at + 1) & (map->room - 1);
    return at;
}

static bool grow(struct count_map *map)
{
    struct count_map grown = { .arena = map->arena,
                               .room = map->room ? map->room * 2 : 64,
                               .used = map->used };

    grown.keys = arena_get_array(map->arena, grown.room, sizeof *grown.keys);
    grown.counts = arena_get_array(map->arena, grown.room, sizeof *grown.counts);
    if (!grown.keys || !grown.counts)
        return false;
    for (size_t i = 0; i < map->room; i++) {
        size_t at;

        if (!map->keys[i])
            continue;
        at = place_of(&grown, map->keys[i]);
        grown.keys[at] = map->keys[i];
        grown.counts[at] = map->counts[i];
    }
    *map = grown;
    return true;
}

double *count_map_at(struct count_map *map, uint64_t key)
{
    size_t at;

    key += key == 0;
    if (map->used * 2 >= map->room && !grow(map))
        return NULL;
    at = place_of(map, key);
    if (!map->keys[at]) {
        map->keys[at] = key;
        map->used++;
    }
    return &map->counts[at];
}

double count_map_get(const struct count_map *map, uint64_t key)
{
    size_t at;

    if (!map->room)
        return 0;
    key += key == 0;
    at = place_of(map, key);
    return map->keys[at] ? map->counts[at] : 0;
}

bool count_map_add(struct count_map *map, uint64_t key, double amount)
{
    double *at = count_map_at(map, key);

    if (at)
        *at += amount;
    return at != NULL;
}
