/* SPDX-License-Identifier: Apache-2.0 */
#include "tree/yaml_core.h"

#include "base/byte.h"

static bool is_among(struct slice text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (slice_eq(text, slice_of(words[i])))
            return true;
    }
    return false;
}
#define IS_AMONG(text, words) is_among((text), (words), sizeof(words) / sizeof *(words))

static size_t count_digits(struct slice text, size_t from)
{
    size_t at = from;

    while (at < text.len && byte_is_digit(text.at[at]))
        at++;
    return at - from;
}

/* 0o17 and 0x1F, without sign. */
static bool is_based(struct slice text)
{
    size_t at = 2;

    if (text.len < 3 || text.at[0] != '0' || (text.at[1] != 'o' && text.at[1] != 'x'))
        return false;
    while (at < text.len &&
           (text.at[1] == 'x' ? byte_hex_value(text.at[at]) >= 0 : text.at[at] >= '0' && text.at[at] <= '7'))
        at++;
    return at == text.len;
}

/* [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?, which is integers too. */
static bool is_decimal(struct slice text)
{
    size_t at = text.len && (text.at[0] == '-' || text.at[0] == '+');
    size_t whole = count_digits(text, at), part = 0;

    at += whole;
    if (at < text.len && text.at[at] == '.') {
        part = count_digits(text, at + 1);
        at += 1 + part;
    }
    if (whole + part == 0)
        return false;
    if (at < text.len && (text.at[at] == 'e' || text.at[at] == 'E')) {
        size_t exponent;

        at++;
        at += at < text.len && (text.at[at] == '-' || text.at[at] == '+');
        exponent = count_digits(text, at);
        if (exponent == 0)
            return false;
        at += exponent;
    }
    return at == text.len;
}

static bool is_number(struct slice text)
{
    static const char *const nans[] = { ".nan", ".NaN", ".NAN" };
    static const char *const infinities[] = { ".inf", ".Inf", ".INF" };
    bool has_sign = text.at[0] == '-' || text.at[0] == '+';

    if (is_decimal(text) || is_based(text) || IS_AMONG(text, nans))
        return true;
    return IS_AMONG(slice_make(text.at + has_sign, text.len - has_sign), infinities);
}

enum tree_kind yaml_plain_kind(struct slice text)
{
    static const char *const nulls[] = { "~", "null", "Null", "NULL" };
    static const char *const booleans[] = { "true", "True", "TRUE", "false", "False", "FALSE" };

    if (text.len == 0)
        return TREE_NULL;
    switch (text.at[0]) {
    case '~':
    case 'n':
    case 'N': return IS_AMONG(text, nulls) ? TREE_NULL : TREE_STRING;
    case 't':
    case 'T':
    case 'f':
    case 'F': return IS_AMONG(text, booleans) ? TREE_BOOLEAN : TREE_STRING;
    case '+':
    case '-':
    case '.': return is_number(text) ? TREE_NUMBER : TREE_STRING;
    default: return byte_is_digit(text.at[0]) && is_number(text) ? TREE_NUMBER : TREE_STRING;
    }
}
