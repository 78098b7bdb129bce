/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/filter.h"

#define WORDS (FILTER_BITS / 64)

static bool filter_make(struct filter *filter, struct memory *account)
{
    if (!filter->words)
        filter->words = memory_get(account, WORDS * sizeof *filter->words);
    return filter->words != NULL;
}

bool filter_add(struct filter *filter, struct memory *account, uint64_t hash)
{
    if (!filter_make(filter, account))
        return false;
    filter_add_to(filter->words, hash);
    return true;
}

bool filter_has(const struct filter *filter, uint64_t hash)
{
    uint32_t a = (uint32_t)hash & (FILTER_BITS - 1), b = (uint32_t)(hash >> 32) & (FILTER_BITS - 1);

    return filter->words && (filter->words[a >> 6] >> (a & 63) & 1) && (filter->words[b >> 6] >> (b & 63) & 1);
}

bool filter_is_full(const struct filter *filter)
{
    size_t set = 0;

    for (size_t i = 0; filter->words && i < WORDS; i++)
        set += (size_t)__builtin_popcountll(filter->words[i]);
    return set > FILTER_BITS / 2;
}

bool filter_merge(struct filter *into, struct memory *account, const struct filter *from)
{
    if (!from->words)
        return true;
    if (!filter_make(into, account))
        return false;
    for (size_t i = 0; i < WORDS; i++)
        into->words[i] |= from->words[i];
    return true;
}

void filter_done(struct filter *filter, struct memory *account)
{
    memory_give(account, filter->words, WORDS * sizeof *filter->words);
    filter->words = NULL;
}
