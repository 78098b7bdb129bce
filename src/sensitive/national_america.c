/* SPDX-License-Identifier: Apache-2.0 */
/* Identity and tax numbers of the Americas. Sources: US Social Security Administration (numbers never issued), Service
 * Canada (Luhn, first digits), Receita Federal (modulo 11 of CPF and CNPJ, letters in CNPJ since 2026). */
#include "base/byte.h"
#include "sensitive/checksum.h"
#include "sensitive/validators.h"

/* Area, group and serial that are given out: no 000, 666, 900-999; no group 00; no serial 0000. */
enum fit national_us_ssn(struct slice text)
{
    char d[9];

    if (digits_take(text, "- ", d, 9) != 9 || (text.len != 9 && !groups_are(text, "- ", "\3\2\4")))
        return FIT_NO;
    if (memcmp(d, "000", 3) == 0 || memcmp(d, "666", 3) == 0 || d[0] == '9' || memcmp(d + 3, "00", 2) == 0 ||
        memcmp(d + 5, "0000", 4) == 0)
        return FIT_NO;
    return text.len == 9 ? FIT_PLAIN : FIT_EVIDENT;
}

/* 8 is for businesses; 0, though never given out, for examples and tests. */
enum fit national_ca_sin(struct slice text)
{
    char d[9];

    if (digits_take(text, "- ", d, 9) != 9 || d[0] == '8' || !checksum_luhn(slice_make(d, 9)))
        return FIT_NO;
    if (text.len == 9)
        return FIT_PLAIN;
    return groups_are(text, "- ", "\3\3\3") ? FIT_EVIDENT : FIT_NO;
}

static bool is_one_byte(const char *at, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (at[i] != at[0])
            return false;
    return true;
}

/* The check digit over `count` signs with weights that rise from 2 from the right, up to `most`, and begin again. */
static char check_sign(const char *at, size_t count, unsigned most)
{
    unsigned sum = 0, weight = 2, rest;

    for (size_t i = count; i > 0; i--) {
        sum += (unsigned)(at[i - 1] - '0') * weight;
        weight = weight == most ? 2 : weight + 1;
    }
    rest = sum % 11;
    return rest < 2 ? '0' : (char)('0' + 11 - rest);
}

enum fit national_br_cpf(struct slice text)
{
    char d[11];

    if (digits_take(text, ".-", d, 11) != 11 || is_one_byte(d, 11) || check_sign(d, 9, 11) != d[9] ||
        check_sign(d, 10, 11) != d[10])
        return FIT_NO;
    if (text.len == 11)
        return FIT_PLAIN;
    return text.len == 14 && groups_are(text, ".-", "\3\3\3\2") ? FIT_EVIDENT
           : groups_are(text, "-", "\11\2")                     ? FIT_PLAIN
                                                                : FIT_NO;
}

/* Twelve letters or digits and two check digits; a letter counts its ASCII value less 48. */
enum fit national_br_cnpj(struct slice text)
{
    char d[14];
    size_t count = 0;
    bool is_grouped = text.len == 18 && groups_are(text, "./-", "\2\3\3\4\2");

    if (text.len != 14 && !is_grouped)
        return FIT_NO;
    for (size_t i = 0; i < text.len; i++) {
        if (!byte_is_digit(text.at[i]) && !byte_is_upper(text.at[i]))
            continue;
        if (count == 14)
            return FIT_NO;
        d[count++] = text.at[i];
    }
    if (count != 14 || is_one_byte(d, 14) || check_sign(d, 12, 9) != d[12] || check_sign(d, 13, 9) != d[13])
        return FIT_NO;
    return is_grouped ? FIT_EVIDENT : FIT_PLAIN;
}
