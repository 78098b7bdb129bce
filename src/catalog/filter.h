/* SPDX-License-Identifier: Apache-2.0 */
/* Which values were seen, for the provenance of path segments: a Bloom filter (Bloom, "Space/time trade-offs in hash coding with allowable errors", 1970) of fixed size: two filters
 * merge by OR, whatever the order. 2^20 bits and 2 probes: 3 % false answers at 100,000 values; when more than half of
 * the bits are set it no longer says anything and filter_is_full says so. */
#ifndef CATALOG_FILTER_H
#define CATALOG_FILTER_H

#include "base/memory.h"
#include "base/slice.h"

#define FILTER_BITS (1u << 20)
#define FILTER_WORD 48

struct filter {
    uint64_t *words; /* NULL until the first value */
};

/* Both bits of a value stand in one cache line (a blocked filter: Putze, Sanders, Singler, 2007). */
static inline void filter_places(uint64_t hash, uint32_t *a, uint32_t *b)
{
    uint32_t block = (uint32_t)(hash >> 32) & (FILTER_BITS / 512 - 1);

    *a = block * 512 + ((uint32_t)hash & 511);
    *b = block * 512 + ((uint32_t)hash >> 9 & 511);
}

static inline void filter_add_to(uint64_t *words, uint64_t hash)
{
    uint32_t a, b;

    filter_places(hash, &a, &b);
    words[a >> 6] |= 1ull << (a & 63);
    words[b >> 6] |= 1ull << (b & 63);
}

/* Whether a value is worth remembering: short, and neither a sentence, a number, a date, a UUID, an address nor any other
 * identifier rich in digits: those need no witness to be taken for parameter values. */
bool filter_could_be_word(struct slice text);
/* The same where FILTER_WORD bytes can be read at text.at, whatever its length. */
bool filter_could_be_word_wide(struct slice text);
/* Makes an empty one where there is none yet. */
bool filter_make(struct filter *filter, struct memory *account);
bool filter_add(struct filter *filter, struct memory *account, uint64_t hash);
bool filter_has(const struct filter *filter, uint64_t hash);
bool filter_is_full(const struct filter *filter);
bool filter_merge(struct filter *into, struct memory *account, const struct filter *from);
void filter_done(struct filter *filter, struct memory *account);

#endif
