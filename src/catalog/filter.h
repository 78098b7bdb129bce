/* SPDX-License-Identifier: Apache-2.0 */
/* A Bloom filter (Bloom, "Space/time trade-offs in hash coding with allowable errors", 1970) of fixed size: two filters
 * merge by OR, whatever the order. 2^20 bits and 2 probes: 3 % false answers at 100,000 values; when more than half of
 * the bits are set it no longer says anything and filter_is_full says so. */
#ifndef CATALOG_FILTER_H
#define CATALOG_FILTER_H

#include "base/memory.h"

#define FILTER_BITS (1u << 20)

struct filter {
    uint64_t *words; /* NULL until the first value */
};

static inline void filter_add_to(uint64_t *words, uint64_t hash)
{
    uint32_t a = (uint32_t)hash & (FILTER_BITS - 1), b = (uint32_t)(hash >> 32) & (FILTER_BITS - 1);

    words[a >> 6] |= 1ull << (a & 63);
    words[b >> 6] |= 1ull << (b & 63);
}
bool filter_add(struct filter *filter, struct memory *account, uint64_t hash);
bool filter_has(const struct filter *filter, uint64_t hash);
bool filter_is_full(const struct filter *filter);
bool filter_merge(struct filter *into, struct memory *account, const struct filter *from);
void filter_done(struct filter *filter, struct memory *account);

#endif
