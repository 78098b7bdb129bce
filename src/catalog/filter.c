/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/filter.h"

#include "json/simd.h"

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

bool filter_could_be_word_wide(struct slice text)
{
    unsigned digits = 0;

    if (text.len < 2 || text.len > 40 || (text.len == 36 && text.at[8] == '-' && text.at[13] == '-'))
        return false;
    if (text.at[0] >= '0' && text.at[0] <= '9' && (text.len < 4 || (text.at[1] >= '0' && text.at[1] <= '9')))
        return false;
    for (size_t i = 0; i < text.len; i += SIMD_BYTES) {
        simd_block block = simd_load(text.at + i);
        uint32_t digit = simd_between(block, '0', '9');
        uint32_t parting = simd_equal(block, ' ') | simd_equal(block, '@') |
                           (simd_between(block, '/', ':') ^ digit); /* digits stand between the two */
        uint32_t inside = text.len - i < SIMD_BYTES ? (1u << (text.len - i)) - 1 : 0xffffu;

        if (parting & inside)
            return false;
        digits += simd_count(digit & inside);
    }
    return digits * 4 <= text.len;
}

bool filter_could_be_word(struct slice text)
{
    char padded[FILTER_WORD] = { 0 };

    if (text.len < 2 || text.len > sizeof padded)
        return false;
    memcpy(padded, text.at, text.len);
    return filter_could_be_word_wide(slice_make(padded, text.len));
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
