/* SPDX-License-Identifier: Apache-2.0 */
/* A number is taken apart into digits without zeros at either end, and the power of ten of the first: 0.00120 and 1.2e-3
 * both are the digits 12 and the power -3. What stays is the same for all spellings of a value, whatever its size. */
#include "tree/number.h"

#include "base/byte.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define DIGITS_MOST 24        /* of UINT64_MAX: 20 */
#define POWER_MOST 1000000000 /* beyond it nothing has a meaning to anybody */

struct parts {
    bool is_negative;
    struct slice digits; /* one '.' may stand among them */
    long long power;     /* of ten, of the first digit; 0 has no digits */
    char room[DIGITS_MOST];
};

static bool take_exponent(struct slice text, long long *ret)
{
    size_t at = 1;
    bool is_negative;
    long long value = 0;

    if (!text.len) {
        *ret = 0;
        return true;
    }
    if ((text.at[0] | 0x20) != 'e' || text.len < 2)
        return false;
    is_negative = text.at[1] == '-';
    at += text.at[1] == '-' || text.at[1] == '+';
    if (at == text.len)
        return false;
    for (; at < text.len; at++) {
        if (!byte_is_digit(text.at[at]))
            return false;
        value = value < POWER_MOST ? value * 10 + (text.at[at] - '0') : value;
    }
    *ret = is_negative ? -value : value;
    return true;
}

/* Digits and at most one point. */
static size_t mantissa_length(struct slice text)
{
    size_t len = 0, points = 0;

    for (; len < text.len && (byte_is_digit(text.at[len]) || (text.at[len] == '.' && !points)); len++)
        points += text.at[len] == '.';
    return len > points ? len : 0;
}

static bool split_decimal(struct slice text, struct parts *parts)
{
    size_t len = mantissa_length(text), first = 0, last = len;
    const char *point = len ? memchr(text.at, '.', len) : NULL;
    size_t whole = point ? (size_t)(point - text.at) : len;

    if (!len || !take_exponent(slice_make(text.at + len, text.len - len), &parts->power))
        return false;
    while (first < len && (text.at[first] == '0' || text.at[first] == '.'))
        first++;
    while (last > first && (text.at[last - 1] == '0' || text.at[last - 1] == '.'))
        last--;
    parts->digits = slice_make(text.at + first, last - first);
    parts->power += (long long)whole - (long long)first - (first < whole);
    if (!parts->digits.len)
        parts->power = 0;
    return true;
}

static bool is_based(struct slice text)
{
    return text.len > 2 && text.at[0] == '0' && (text.at[1] == 'x' || text.at[1] == 'o');
}

/* 0x1F and 0o17 (YAML 1.2.2 10.3.2). */
static bool split_based(struct slice text, struct parts *parts)
{
    unsigned shift = text.at[1] == 'x' ? 4 : 3;
    uint64_t value = 0;
    int len;

    for (size_t i = 2; i < text.len; i++) {
        int digit = byte_hex_value(text.at[i]);

        if (digit < 0 || digit >= 1 << shift || value >> (64 - shift))
            return false;
        value = value << shift | (unsigned)digit;
    }
    len = snprintf(parts->room, sizeof parts->room, "%llu", (unsigned long long)value);
    return split_decimal(slice_make(parts->room, (size_t)len), parts);
}

/* false for what is not finite, and for hexadecimal numbers above UINT64_MAX. */
static bool split(struct slice text, struct parts *parts)
{
    size_t sign = text.len && (text.at[0] == '-' || text.at[0] == '+');

    *parts = (struct parts){ .is_negative = sign && text.at[0] == '-' };
    if (is_based(text))
        return split_based(text, parts);
    return split_decimal(slice_make(text.at + sign, text.len - sign), parts);
}

static size_t skip_digits(struct slice text, size_t at)
{
    while (at < text.len && byte_is_digit(text.at[at]))
        at++;
    return at;
}

bool number_is_json(struct slice text)
{
    size_t begin = text.len && text.at[0] == '-';
    size_t at = skip_digits(text, begin);
    long long exponent;

    if (at == begin || (at > begin + 1 && text.at[begin] == '0'))
        return false;
    if (at < text.len && text.at[at] == '.') {
        size_t part = at + 1;

        at = skip_digits(text, part);
        if (at == part)
            return false;
    }
    return take_exponent(slice_make(text.at + at, text.len - at), &exponent);
}

bool number_json(struct slice text, struct buffer *out)
{
    struct parts parts;
    size_t sign = text.len && (text.at[0] == '-' || text.at[0] == '+'), at = sign, whole, behind;

    if (!split(text, &parts))
        return false;
    if (is_based(text))
        return buffer_text(out, parts.room);
    while (at < text.len && text.at[at] == '0')
        at++;
    whole = skip_digits(text, at);
    behind = whole < text.len && text.at[whole] == '.' ? skip_digits(text, whole + 1) : whole;
    if (parts.is_negative)
        buffer_byte(out, '-');
    buffer_append(out, whole > at ? slice_make(text.at + at, whole - at) : SLICE("0"));
    if (behind > whole + 1)
        buffer_append(out, slice_make(text.at + whole, behind - whole));
    return buffer_append(out, slice_make(text.at + behind, text.len - behind));
}

/* The digits as one integer, where they and `zeros` behind them fit; else false. */
static bool to_integer(struct slice digits, long long zeros, uint64_t *ret)
{
    uint64_t value = 0;

    for (size_t i = 0; i < digits.len + (size_t)zeros; i++) {
        unsigned digit = i < digits.len ? (unsigned)(digits.at[i] - '0') : 0;

        if (i < digits.len && digits.at[i] == '.')
            continue;
        if (value > (UINT64_MAX - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    *ret = value;
    return true;
}

static long long digit_count(struct slice digits)
{
    return (long long)digits.len - (digits.len && memchr(digits.at, '.', digits.len));
}

bool number_unsigned(struct slice text, uint64_t *ret)
{
    struct parts parts;
    long long zeros;

    if (!split(text, &parts))
        return false;
    if (!parts.digits.len) {
        *ret = 0;
        return true;
    }
    zeros = parts.power + 1 - digit_count(parts.digits);
    if (parts.is_negative || zeros < 0 || parts.power > 20)
        return false;
    return to_integer(parts.digits, zeros, ret);
}

/* As many digits as can matter to the nearest double, and an exponent: without a point, so without a locale. */
bool number_double(struct slice text, double *ret)
{
    char plain[800];
    struct parts parts;
    size_t len = 0;
    double value;

    if (!split(text, &parts))
        return false;
    plain[len++] = parts.is_negative ? '-' : '+';
    for (size_t i = 0; i < parts.digits.len && len < sizeof plain - 30; i++) {
        if (parts.digits.at[i] != '.')
            plain[len++] = parts.digits.at[i];
    }
    if (len == 1)
        plain[len++] = '0';
    snprintf(plain + len, sizeof plain - len, "e%lld", parts.power - (long long)(len - 2));
    value = strtod(plain, NULL);
    if (!isfinite(value))
        return false;
    *ret = value;
    return true;
}

static bool digits_equal(struct slice a, struct slice b)
{
    size_t i = 0, j = 0;

    for (;;) {
        i += i < a.len && a.at[i] == '.';
        j += j < b.len && b.at[j] == '.';
        if (i == a.len || j == b.len)
            return i == a.len && j == b.len;
        if (a.at[i++] != b.at[j++])
            return false;
    }
}

bool number_equal(struct slice a, struct slice b)
{
    struct parts one, other;

    if (slice_eq(a, b))
        return true;
    if (!split(a, &one) || !split(b, &other))
        return false;
    return one.power == other.power && digits_equal(one.digits, other.digits) &&
           (one.is_negative == other.is_negative || !one.digits.len);
}
