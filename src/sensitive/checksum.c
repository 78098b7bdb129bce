/* SPDX-License-Identifier: Apache-2.0 */
#include "sensitive/checksum.h"

#include "base/byte.h"

static unsigned digit(char c)
{
    return (unsigned)(c - '0');
}

bool checksum_luhn(struct slice digits)
{
    static const unsigned char doubled[10] = { 0, 2, 4, 6, 8, 1, 3, 5, 7, 9 };
    unsigned sum = 0;

    for (size_t i = 0; i < digits.len; i++) {
        unsigned value = digit(digits.at[digits.len - 1 - i]);

        if (value > 9)
            return false;
        sum += i % 2 ? doubled[value] : value;
    }
    return digits.len && sum % 10 == 0;
}

bool checksum_mod97(struct slice text)
{
    unsigned rest = 0;

    for (size_t i = 0; i < text.len; i++) {
        char c = byte_lower(text.at[i]);

        if (byte_is_digit(c))
            rest = (rest * 10 + digit(c)) % 97;
        else if (byte_is_lower(c))
            rest = (rest * 100 + (unsigned)(c - 'a') + 10) % 97;
        else
            return false;
    }
    return rest == 1;
}

/* The dihedral group D5, and a permutation of digits applied once more for each place. */
bool checksum_verhoeff(struct slice digits)
{
    static const unsigned char times[10][10] = {
        { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 }, { 1, 2, 3, 4, 0, 6, 7, 8, 9, 5 }, { 2, 3, 4, 0, 1, 7, 8, 9, 5, 6 },
        { 3, 4, 0, 1, 2, 8, 9, 5, 6, 7 }, { 4, 0, 1, 2, 3, 9, 5, 6, 7, 8 }, { 5, 9, 8, 7, 6, 0, 4, 3, 2, 1 },
        { 6, 5, 9, 8, 7, 1, 0, 4, 3, 2 }, { 7, 6, 5, 9, 8, 2, 1, 0, 4, 3 }, { 8, 7, 6, 5, 9, 3, 2, 1, 0, 4 },
        { 9, 8, 7, 6, 5, 4, 3, 2, 1, 0 },
    };
    static const unsigned char moved[8][10] = {
        { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 }, { 1, 5, 7, 6, 2, 8, 3, 0, 9, 4 }, { 5, 8, 0, 3, 7, 9, 6, 1, 4, 2 },
        { 8, 9, 1, 6, 0, 4, 3, 5, 2, 7 }, { 9, 4, 5, 3, 1, 2, 6, 8, 7, 0 }, { 4, 2, 8, 6, 5, 7, 3, 9, 0, 1 },
        { 2, 7, 9, 3, 8, 0, 6, 4, 1, 5 }, { 7, 0, 4, 6, 9, 1, 3, 2, 5, 8 },
    };
    unsigned state = 0;

    for (size_t i = 0; i < digits.len; i++) {
        unsigned value = digit(digits.at[digits.len - 1 - i]);

        if (value > 9)
            return false;
        state = times[state][moved[i % 8][value]];
    }
    return digits.len && state == 0;
}

unsigned checksum_weighted(struct slice digits, const signed char *weights, unsigned modulus)
{
    int sum = 0;

    for (size_t i = 0; i < digits.len; i++)
        sum += (int)digit(digits.at[i]) * weights[i];
    sum %= (int)modulus;
    return (unsigned)(sum < 0 ? sum + (int)modulus : sum);
}

bool checksum_mod11(struct slice digits)
{
    unsigned sum = 0;

    for (size_t i = 0; i < digits.len; i++) {
        unsigned value = digit(digits.at[i]);

        if (value > 9)
            return false;
        sum += value * (unsigned)((digits.len - i) % 11);
    }
    return digits.len && sum % 11 == 0;
}

bool checksum_mod11_10(struct slice digits)
{
    unsigned product = 10;

    if (digits.len < 2)
        return false;
    for (size_t i = 0; i + 1 < digits.len; i++) {
        unsigned sum = (digit(digits.at[i]) + product) % 10;

        product = (sum ? sum : 10) * 2 % 11;
    }
    return (11 - product) % 10 == digit(digits.at[digits.len - 1]);
}

int checksum_icao(struct slice text)
{
    static const unsigned char weights[3] = { 7, 3, 1 };
    unsigned sum = 0;

    for (size_t i = 0; i < text.len; i++) {
        unsigned value;

        if (byte_is_digit(text.at[i]))
            value = digit(text.at[i]);
        else if (byte_is_upper(text.at[i]))
            value = (unsigned)(text.at[i] - 'A') + 10;
        else if (text.at[i] == '<')
            value = 0;
        else
            return -1;
        sum += value * weights[i % 3];
    }
    return (int)(sum % 10);
}
