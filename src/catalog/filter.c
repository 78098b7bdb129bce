/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/filter.h"

#define WORDS (FILTER_BITS / 64)

bool filter_make(struct filter *filter, struct memory *account)
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
    uint32_t a, b;

    filter_places(hash, &a, &b);
    return filter->words && (filter->words[a >> 6] >> (a & 63) & 1) &&
           (filter->words[b >> 6] >> (b & 63) & 1);
}

bool filter_could_be_word(struct slice text)
{
    char first = text.len ? text.at[0] : '\0';
    size_t digits = 0;

    if (text.len < 2 || text.len > 40 || (text.len == 36 && text.at[8] == '-' && text.at[13] == '-'))
        return false;
    if (first >= '0' && first <= '9' && (text.len < 4 || (text.at[1] >= '0' && text.at[1] <= '9')))
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == ' ' || text.at[i] == '/' || text.at[i] == ':' || text.at[i] == '@')
            return false;
        digits += text.at[i] >= '0' && text.at[i] <= '9';
    }
    return digits * 4 <= text.len;
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
