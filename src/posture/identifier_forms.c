/* SPDX-License-Identifier: Apache-2.0 */
#include "posture/identifier_forms.h"

#include "base/byte.h"
#include "base/hash.h"
#include "catalog/guessable.h"
#include "catalog/kept.h"

#include <math.h>
#include <openssl/evp.h>
#include <stdio.h>

#define NUMBER_MOST 999999999999999ull

/* Whether `matching` of those are as good as all. */
static bool is_most(size_t matching, size_t all)
{
    return matching >= 3 && matching * 10 >= all * 9;
}

/* The same for forms that nothing else has: attackers try texts where numbers belong. */
static bool is_rule(size_t matching, size_t all)
{
    return matching >= 3 && matching * 5 >= all * 3;
}

static struct slice text_of(const struct sample_entry *entry)
{
    return sample_is_whole(entry) ? sample_text(entry) : (struct slice){ NULL, 0 };
}

static void numbers_add(struct id_numbers *numbers, unsigned long long number)
{
    for (size_t i = 0; i < numbers->count; i++)
        if (numbers->values[i] == (double)number)
            return;
    if (numbers->count < ID_VALUES)
        numbers->values[numbers->count++] = (double)number;
}

bool id_integers(const struct sample *sample, struct id_numbers *ret)
{
    size_t matching = 0;
    unsigned long long number;

    ret->count = 0;
    for (uint32_t i = 0; i < sample->count; i++)
        if (slice_to_u64(text_of(&sample->entries[i]), NUMBER_MOST, &number)) {
            matching++;
            numbers_add(ret, number);
        }
    return is_rule(matching, sample->count);
}

/* ---- counters ---- */

/* "INV-2026-000123" -> "INV-2026-", 123. */
static bool split_counter(struct slice text, struct slice *ret_prefix, unsigned long long *ret)
{
    size_t start = text.len;

    while (start && byte_is_digit(text.at[start - 1]))
        start--;
    *ret_prefix = slice_make(text.at, start);
    return start && start < text.len && text.len - start <= 12 &&
           slice_to_u64(slice_make(text.at + start, text.len - start), NUMBER_MOST, ret);
}

bool id_counters(const struct sample *sample, struct id_numbers *ret)
{
    struct slice prefixes[ID_VALUES];
    size_t matching = 0, prefix_count = 0;

    ret->count = 0;
    for (uint32_t i = 0; i < sample->count; i++) {
        struct slice prefix;
        unsigned long long number;
        size_t known = 0;

        if (!split_counter(text_of(&sample->entries[i]), &prefix, &number))
            continue;
        matching++;
        numbers_add(ret, number);
        while (known < prefix_count && !slice_eq(prefixes[known], prefix))
            known++;
        if (known == prefix_count && prefix_count < ID_VALUES)
            prefixes[prefix_count++] = prefix;
    }
    return is_most(matching, sample->count) && prefix_count * 3 <= matching;
}

/* ---- what is encoded ---- */

static size_t count_of(const struct sample *sample, uint32_t trait)
{
    size_t matching = 0;

    for (uint32_t i = 0; i < sample->count; i++)
        matching += kept_traits(&sample->entries[i], trait) != 0;
    return matching;
}

bool id_encoded_numbers(const struct sample *sample, struct id_numbers *ret, const char **ret_form)
{
    size_t named = 0;

    ret->count = 0;
    for (uint32_t i = 0; i < sample->count; i++) {
        unsigned long long number;
        bool is_named;

        if (guessable_decode(text_of(&sample->entries[i]), &number, &is_named)) {
            named += is_named;
            numbers_add(ret, number);
        }
    }
    *ret_form = named ? "base64 of a word and a number" : "base64 of numbers";
    return is_most(count_of(sample, TRAIT_ENCODED_NUMBER), sample->count);
}

/* ---- what is hashed ---- */

static uint64_t hash_of_digest(struct slice text, const EVP_MD *kind)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char digest[EVP_MAX_MD_SIZE];
    char hex[2 * EVP_MAX_MD_SIZE];
    unsigned len = 0;

    if (!EVP_Digest(text.at, text.len, digest, &len, kind, NULL))
        return 0;
    for (unsigned i = 0; i < len; i++) {
        hex[2 * i] = digits[digest[i] >> 4];
        hex[2 * i + 1] = digits[digest[i] & 15];
    }
    return hash_content(slice_make(hex, 2 * (size_t)len));
}

static bool has_length(const struct sample *sample, uint32_t len)
{
    size_t matching = 0;

    for (uint32_t i = 0; i < sample->count; i++)
        matching += sample->entries[i].full_len == len;
    return is_most(matching, sample->count);
}

const char *id_hashed_numbers(const struct sample *sample)
{
    const struct {
        uint32_t len;
        const EVP_MD *kind;
        const char *form;
    } kinds[] = { { 32, EVP_md5(), "MD5 of small integers" },
                  { 40, EVP_sha1(), "SHA-1 of small integers" },
                  { 64, EVP_sha256(), "SHA-256 of small integers" } };

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t hits = 0;

        if (!has_length(sample, kinds[i].len))
            continue;
        for (unsigned guess = 0; guess < ID_GUESSES; guess++) {
            char text[16];
            int len = snprintf(text, sizeof text, "%u", guess);

            hits += sample_find(sample, hash_of_digest(slice_make(text, (size_t)len), kinds[i].kind)) != NULL;
        }
        return hits >= 2 && hits * 2 >= sample->count ? kinds[i].form : NULL;
    }
    return NULL;
}

/* ---- times ---- */

const char *id_times(const struct sample *sample, bool *ret_coarse)
{
    static const struct {
        uint32_t trait;
        bool coarse;
        const char *form;
    } times[] = { { TRAIT_TIME_UUID, false, "UUIDs of version 1 or 6" },
                  { TRAIT_SECONDS, false, "seconds since 1970" },
                  { TRAIT_MILLISECONDS, false, "milliseconds since 1970" },
                  { TRAIT_OBJECT_ID, true, "ObjectIds" },
                  { TRAIT_SNOWFLAKE, true, "snowflakes" } };

    for (size_t i = 0; i < sizeof times / sizeof *times; i++)
        if (is_rule(count_of(sample, times[i].trait), sample->count)) {
            *ret_coarse = times[i].coarse;
            return times[i].form;
        }
    return NULL;
}

/* ---- chance ---- */

/* Which signs there are; 0: others than letters and digits, or too many of them. */
static unsigned alphabet_of(struct slice text)
{
    unsigned signs = 0;

    if (text.len < 3 || text.len > 8)
        return 0;
    for (size_t i = 0; i < text.len; i++) {
        if (!byte_is_alphanumeric(text.at[i]))
            return 0;
        signs |= byte_is_digit(text.at[i]) ? 1u : byte_is_lower(text.at[i]) ? 2u : 4u;
        signs |= byte_hex_value(text.at[i]) < 0 ? 8u : 0u;
    }
    return signs;
}

bool id_random_bits(const struct sample *sample, double *ret)
{
    size_t matching = 0, mixed = 0, length = 0;
    unsigned all = 0, size;

    for (uint32_t i = 0; i < sample->count; i++) {
        struct slice text = text_of(&sample->entries[i]);
        unsigned signs = alphabet_of(text);

        if (!signs)
            continue;
        matching++;
        mixed += (signs & 1) && (signs & 6);
        length = text.len > length ? text.len : length;
        all |= signs;
    }
    size = !(all & 8) ? 16 : (all & 1 ? 10u : 0u) + (all & 2 ? 26u : 0u) + (all & 4 ? 26u : 0u);
    *ret = (double)length * log2(size ? size : 1);
    return sample->count >= 8 && is_most(matching, sample->count) && mixed * 2 > matching;
}
