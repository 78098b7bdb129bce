/* SPDX-License-Identifier: Apache-2.0 */
#include "base/slice.h"

#include "base/byte.h"

#include <stdint.h>

static bool range_eq_nocase(struct slice a, struct slice b, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        unsigned differ = (unsigned char)a.at[i] ^ (unsigned char)b.at[i], letter = a.at[i] | 0x20;

        if (differ != 0 && (differ != 0x20 || letter < 'a' || letter > 'z'))
            return false;
    }
    return true;
}

/* Mostly both are spelled alike, or differ at once: eight bytes at a time. */
bool slice_eq_nocase(struct slice a, struct slice b)
{
    size_t i = 0;

    if (a.len != b.len)
        return false;
    for (; i + 8 <= a.len; i += 8) {
        uint64_t left, right;

        memcpy(&left, a.at + i, 8);
        memcpy(&right, b.at + i, 8);
        if (left != right && ((left ^ right) & ~0x2020202020202020u || !range_eq_nocase(a, b, i, i + 8)))
            return false;
    }
    return range_eq_nocase(a, b, i, a.len);
}

bool slice_starts_with_nocase(struct slice whole, struct slice head)
{
    return head.len <= whole.len && slice_eq_nocase(slice_make(whole.at, head.len), head);
}

bool slice_ends_with_nocase(struct slice whole, struct slice tail)
{
    return tail.len == 0 || (tail.len <= whole.len &&
                             slice_eq_nocase(slice_make(whole.at + (whole.len - tail.len), tail.len), tail));
}

bool slice_contains_nocase(struct slice whole, struct slice part)
{
    for (size_t i = 0; i + part.len <= whole.len; i++) {
        size_t j = 0;

        while (j < part.len && byte_lower(whole.at[i + j]) == byte_lower(part.at[j]))
            j++;
        if (j == part.len)
            return true;
    }
    return false;
}

bool slice_is_among_nocase(struct slice text, const char *const *list, size_t count)
{
    /* The first letter spares most comparisons. */
    for (size_t i = 0; text.len && i < count; i++)
        if (!((list[i][0] ^ text.at[0]) & ~0x20) && slice_eq_nocase(text, slice_of(list[i])))
            return true;
    return false;
}

bool slice_starts_with(struct slice whole, struct slice head)
{
    return head.len <= whole.len && slice_eq(slice_make(whole.at, head.len), head);
}

bool slice_ends_with(struct slice whole, struct slice tail)
{
    return tail.len == 0 ||
           (tail.len <= whole.len && slice_eq(slice_make(whole.at + (whole.len - tail.len), tail.len), tail));
}

static bool is_ows(char byte)
{
    return byte == ' ' || byte == '\t';
}

struct slice slice_trim(struct slice s)
{
    while (s.len && is_ows(s.at[0])) {
        s.at++;
        s.len--;
    }
    while (s.len && is_ows(s.at[s.len - 1]))
        s.len--;
    return s;
}

bool slice_to_u64(struct slice s, unsigned long long max, unsigned long long *ret)
{
    unsigned long long number = 0;

    if (s.len == 0)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        unsigned digit = (unsigned char)s.at[i] - (unsigned)'0';

        if (digit > 9 || __builtin_mul_overflow(number, 10ull, &number) ||
            __builtin_add_overflow(number, (unsigned long long)digit, &number) || number > max)
            return false;
    }
    *ret = number;
    return true;
}
