/* SPDX-License-Identifier: Apache-2.0 */
/* Where somebody is: pairs of latitude and longitude in the ways they are written as text. */
#include "base/byte.h"
#include "sensitive/validators.h"

struct degrees {
    double value;
    size_t fraction; /* its digits */
};

static size_t take_spaces(struct slice text, size_t at)
{
    while (at < text.len && text.at[at] == ' ')
        at++;
    return at;
}

/* A decimal number; answers where it ends, 0 when there is none. */
static size_t take_degrees(struct slice text, size_t at, struct degrees *ret)
{
    bool negative = at < text.len && text.at[at] == '-';
    double unit = 1;
    size_t from = at += at < text.len && (text.at[at] == '-' || text.at[at] == '+');

    *ret = (struct degrees){ 0 };
    for (; at < text.len && byte_is_digit(text.at[at]); at++)
        ret->value = ret->value * 10 + (text.at[at] - '0');
    if (at == from || at - from > 3 || at == text.len || text.at[at++] != '.')
        return 0;
    for (; at < text.len && byte_is_digit(text.at[at]); at++, ret->fraction++)
        ret->value += (text.at[at] - '0') * (unit /= 10);
    if (negative)
        ret->value = -ret->value;
    return ret->fraction ? at : 0;
}

static bool is_within(double value, double most)
{
    return value >= -most && value <= most;
}

/* "52.5200, 13.4050", "52.52;13.405", "geo:37.78,-122.39", "POINT(13.4 52.5)", "[13.4, 52.5]". */
static enum fit pair(struct slice text)
{
    struct degrees first, second;
    size_t at = 0;

    if (slice_starts_with_nocase(text, SLICE("geo:")))
        at = 4;
    else if (slice_starts_with_nocase(text, SLICE("POINT")))
        at = take_spaces(text, 5);
    if (at < text.len && (text.at[at] == '(' || text.at[at] == '['))
        at++;
    if ((at = take_degrees(text, take_spaces(text, at), &first)) == 0)
        return FIT_NO;
    if (at < text.len && (text.at[at] == ',' || text.at[at] == ';'))
        at++;
    else if (at == text.len || text.at[at] != ' ')
        return FIT_NO;
    if ((at = take_degrees(text, take_spaces(text, at), &second)) == 0)
        return FIT_NO;
    if (at < text.len && (text.at[at] == ')' || text.at[at] == ']'))
        at++;
    if (at != text.len && text.at[at] != ';' && text.at[at] != ',')
        return FIT_NO;
    if (!(is_within(first.value, 90) && is_within(second.value, 180)) &&
        !(is_within(first.value, 180) && is_within(second.value, 90)))
        return FIT_NO;
    return first.fraction + second.fraction >= 6   ? FIT_EVIDENT
           : first.fraction + second.fraction >= 5 ? FIT_PLAIN
                                                   : FIT_NO;
}

/* 52°31'12"N 13°24'18"E */
static bool is_in_minutes(struct slice text)
{
    bool north = false, east = false;
    size_t degrees = 0;

    for (size_t i = 0; i + 1 < text.len; i++)
        degrees += memcmp(text.at + i, "\xc2\xb0", 2) == 0;
    for (size_t i = 0; i < text.len; i++) {
        north |= text.at[i] == 'N' || text.at[i] == 'S';
        east |= text.at[i] == 'E' || text.at[i] == 'W' || text.at[i] == 'O';
    }
    return degrees == 2 && north && east && text.len <= 48;
}

/* One number by itself says little: at least four digits after the point, about ten metres. */
static enum fit one(struct slice text)
{
    struct degrees only;

    return take_degrees(text, 0, &only) == text.len && only.fraction >= 4 && is_within(only.value, 180)
               ? FIT_PLAIN
               : FIT_NO;
}

enum fit place_coordinates(struct slice text)
{
    enum fit fit = pair(text);

    if (fit != FIT_NO)
        return fit;
    return is_in_minutes(text) ? FIT_EVIDENT : one(text);
}
