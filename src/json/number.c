/* SPDX-License-Identifier: Apache-2.0 */
#include "json/stream.h"

/* Exponents beyond this make any number of at most 4096 digits zero or too large. */
#define EXPONENT_MOST 100000

static bool is_digit(struct slice text, size_t at)
{
    return at < text.len && text.at[at] >= '0' && text.at[at] <= '9';
}

/* Reads [eE][+-]?digits at the end of the number; saturates. */
static bool read_exponent(struct slice text, size_t at, int *ret)
{
    bool negative;
    int value = 0;

    if (at == text.len) {
        *ret = 0;
        return true;
    }
    if ((text.at[at] | 0x20) != 'e')
        return false;
    at++;
    negative = at < text.len && text.at[at] == '-';
    at += at < text.len && (text.at[at] == '-' || text.at[at] == '+');
    if (!is_digit(text, at))
        return false;
    for (; is_digit(text, at); at++)
        value = value < EXPONENT_MOST ? value * 10 + (text.at[at] - '0') : value;
    *ret = negative ? -value : value;
    return at == text.len;
}

/* Appends a decimal digit; false when the value would not fit. */
static bool push(uint64_t *value, unsigned digit)
{
    if (*value > ((uint64_t)INT64_MAX - digit) / 10)
        return false;
    *value = *value * 10 + digit;
    return true;
}

bool json_number_scaled(struct slice number, int scale, int64_t *ret)
{
    bool negative = number.len && number.at[0] == '-';
    size_t begin = negative, point, end, at;
    uint64_t value = 0;
    int exponent;
    long places; /* digits before the decimal point, once scaled */

    for (point = begin; is_digit(number, point); point++) {
    }
    end = point;
    if (end < number.len && number.at[end] == '.') {
        for (end++; is_digit(number, end); end++) {
        }
    }
    if (point == begin || !read_exponent(number, end, &exponent))
        return false;
    places = (long)(point - begin) + exponent + scale;
    for (at = begin; at < end && places > 0; at++) {
        if (number.at[at] == '.')
            continue;
        if (!push(&value, (unsigned)(number.at[at] - '0')))
            return false;
        places--;
    }
    for (; places > 0 && value; places--) {
        if (!push(&value, 0))
            return false;
    }
    *ret = negative ? -(int64_t)value : (int64_t)value;
    return true;
}
