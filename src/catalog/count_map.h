/* SPDX-License-Identifier: Apache-2.0 */
/* Counts by 64-bit hash, in an arena: scratch of decisions, never stored. */
#ifndef CATALOG_COUNT_MAP_H
#define CATALOG_COUNT_MAP_H

#include "base/arena.h"

#include <stdint.h>

struct count_map {
    struct arena *arena;
    uint64_t *keys; /* 0: free */
    double *counts;
    size_t room, used;
};

void count_map_init(struct count_map *map, struct arena *arena);
/* The count of that key, made as 0 when missing; NULL when memory was refused. Valid until the next call. */
double *count_map_at(struct count_map *map, uint64_t key);
/* Adds to that count; false when memory was refused. */
bool count_map_add(struct count_map *map, uint64_t key, double amount);
/* 0 when missing. */
double count_map_get(const struct count_map *map, uint64_t key);

#endif
