/* SPDX-License-Identifier: Apache-2.0 */
/* Identity and tax numbers of Asia and the Pacific. Sources: UIDAI (Verhoeff, first digit 2-9), Income Tax Department
 * of India (fourth letter: kind of holder), Australian Taxation Office (weights), GB 11643 (China), ICA of Singapore
 * (check letters of the NRIC). */
#include "base/byte.h"
#include "sensitive/calendar.h"
#include "sensitive/checksum.h"
#include "sensitive/validators.h"

enum fit national_in_aadhaar(struct slice text)
{
    char d[12];

    if (digits_take(text, " -", d, 12) != 12 || d[0] < '2' || !checksum_verhoeff(slice_make(d, 12)))
        return FIT_NO;
    if (text.len == 12)
        return FIT_PLAIN;
    return groups_are(text, " -", "\4\4\4") ? FIT_EVIDENT : FIT_NO;
}

enum fit national_in_pan(struct slice text)
{
    if (text.len != 10 || memcmp(text.at + 5, "0000", 4) == 0 || !strchr("ABCFGHJLPT", text.at[3]))
        return FIT_NO;
    for (size_t i = 0; i < 10; i++)
        if (i < 5 || i == 9 ? !byte_is_upper(text.at[i]) : !byte_is_digit(text.at[i]))
            return FIT_NO;
    return FIT_PLAIN;
}

enum fit national_au_tfn(struct slice text)
{
    static const signed char weights[9] = { 1, 4, 3, 7, 5, 8, 6, 9, 10 };
    static const signed char weights_of_eight[8] = { 10, 7, 8, 4, 6, 3, 5, 1 };
    char d[9];
    size_t count = digits_take(text, " -", d, 9);

    if (count < 8 || memcmp(d, "00000000", 8) == 0 || memcmp(d, "11111111", 8) == 0 ||
        checksum_weighted(slice_make(d, count), count == 9 ? weights : weights_of_eight, 11) != 0)
        return FIT_NO;
    if (text.len == count)
        return FIT_PLAIN;
    return groups_are(text, " -", "\3\3\3") || groups_are(text, " -", "\3\3\2") ? FIT_EVIDENT : FIT_NO;
}

/* 18 digits: place, day of birth, number, and a check sign by ISO/IEC 7064 MOD 11-2 that may be X. */
static bool is_chinese(struct slice text)
{
    static const signed char weights[17] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
    char d[17];

    if (text.len != 18 || digits_take(slice_make(text.at, 17), "", d, 17) != 17 || d[0] == '0' ||
        !calendar_is_birth(d + 6))
        return false;
    return "10X98765432"[checksum_weighted(slice_make(d, 17), weights, 11)] == text.at[17];
}

static bool is_singaporean(struct slice text)
{
    static const signed char weights[7] = { 2, 7, 6, 5, 4, 3, 2 };
    char d[7];
    unsigned sum;

    if (text.len != 9 || !strchr("STFG", text.at[0]) ||
        digits_take(slice_make(text.at + 1, 7), "", d, 7) != 7)
        return false;
    sum = checksum_weighted(slice_make(d, 7), weights, 11) + (text.at[0] == 'T' || text.at[0] == 'G' ? 4 : 0);
    return (text.at[0] < 'S' ? "XWUTRQPNMLK" : "JZIHGFEDCBA")[sum % 11] == text.at[8];
}

bool national_asian_id(struct slice text)
{
    return is_chinese(text) || is_singaporean(text);
}
