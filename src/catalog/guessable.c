/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/guessable.h"

#include "base/byte.h"

#define NUMBER_MOST 999999999999999ull

/* ---- numbers in disguise ---- */

static int base64_value(char byte)
{
    if (byte_is_upper(byte))
        return byte - 'A';
    if (byte_is_lower(byte))
        return byte - 'a' + 26;
    if (byte_is_digit(byte))
        return byte - '0' + 52;
    return byte == '+' || byte == '-' ? 62 : byte == '/' || byte == '_' ? 63 : -1;
}

/* Answers the number of bytes, 0 when it is no base64 or too long. */
static size_t base64_decode(struct slice text, char *ret, size_t room)
{
    unsigned held = 0, bits = 0;
    size_t len = 0;

    while (text.len && text.at[text.len - 1] == '=')
        text.len--;
    for (size_t i = 0; i < text.len; i++) {
        int value = base64_value(text.at[i]);

        if (value < 0 || len == room)
            return 0;
        held = (held << 6 | (unsigned)value) & 0xffff;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            ret[len++] = (char)(held >> bits & 0xff);
        }
    }
    return len;
}

static bool is_word(struct slice text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!byte_is_alphanumeric(text.at[i]) && !memchr("_-/.", text.at[i], 4))
            return false;
    return text.len > 0;
}

bool guessable_decode(struct slice text, unsigned long long *ret, bool *ret_named)
{
    char decoded[48];
    struct slice inside, word;

    if (text.len < 4 || text.len > 64)
        return false;
    inside = slice_make(decoded, base64_decode(text, decoded, sizeof decoded));
    *ret_named = !slice_to_u64(inside, NUMBER_MOST, ret);
    if (!*ret_named)
        return true;
    word = slice_cut(&inside, ':');
    return is_word(word) && slice_to_u64(inside, NUMBER_MOST, ret);
}

/* ---- times ---- */

static bool is_hex(struct slice text)
{
    for (size_t i = 0; i < text.len; i++)
        if (byte_hex_value(text.at[i]) < 0)
            return false;
    return true;
}

static bool is_time_uuid(struct slice text)
{
    return text.at[8] == '-' && text.at[13] == '-' && text.at[18] == '-' && text.at[23] == '-' &&
           (text.at[14] == '1' || text.at[14] == '6') && memchr("89abAB", text.at[19], 6) &&
           is_hex(slice_make(text.at, 8)) && is_hex(slice_make(text.at + 24, 12));
}

/* Seconds between 2012 and 2036. */
static bool is_object_id(struct slice text)
{
    unsigned long seconds = 0;

    if (!is_hex(text))
        return false;
    for (size_t i = 0; i < 8; i++)
        seconds = seconds << 4 | (unsigned)byte_hex_value(text.at[i]);
    return seconds > 1325376000 && seconds < 2082758400;
}

static uint32_t number_traits(struct slice text)
{
    unsigned long long number;

    if (!slice_to_u64(text, ~0ull >> 1, &number))
        return 0;
    if (text.len == 10)
        return number >= 1400000000 && number < 2000000000 ? TRAIT_SECONDS : 0;
    if (text.len == 13)
        return number >= 1400000000000 && number < 2000000000000 ? TRAIT_MILLISECONDS : 0;
    return text.len >= 17 && (number & 0xfff) < 4 ? TRAIT_SNOWFLAKE : 0;
}

uint32_t guessable_traits(struct slice text)
{
    unsigned long long number;
    bool named;

    if (text.len == 36)
        return is_time_uuid(text) ? TRAIT_TIME_UUID : 0;
    if (text.len == 24 && is_object_id(text))
        return TRAIT_OBJECT_ID;
    if (text.len >= 10 && text.len <= 19 && byte_is_digit(text.at[0]) && byte_is_digit(text.at[text.len - 1]))
        return number_traits(text);
    return guessable_decode(text, &number, &named) ? TRAIT_ENCODED_NUMBER : 0;
}
