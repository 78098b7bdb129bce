/* SPDX-License-Identifier: Apache-2.0 */
#include "generator_national.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

static unsigned digit(char c)
{
    return (unsigned)(c - '0');
}

/* Another last digit: with one check digit at the end the number is then wrong. */
static void spoil_last(struct dice *dice, char *to)
{
    char *last = to + strlen(to) - 1;

    if (isdigit((unsigned char)*last))
        *last = (char)('0' + (digit(*last) + 1 + dice_below(dice, 8)) % 10);
    else
        *last = (char)('A' + ((unsigned)(*last - 'A') + 1 + dice_below(dice, 24)) % 26);
}

#define NEARLY(name, valid)                                                                                  \
    void name(struct dice *dice, char *to)                                                                   \
    {                                                                                                        \
        valid(dice, to);                                                                                     \
        spoil_last(dice, to);                                                                                \
    }

/* Puts a mark after each group: "\4\4\4\4". */
static void group(char *text, const char *lengths, const char *marks)
{
    char plain[80];
    const char *from = plain;

    snprintf(plain, sizeof plain, "%s", text);
    for (size_t i = 0; lengths[i]; i++) {
        memcpy(text, from, (size_t)lengths[i]);
        text += lengths[i];
        from += lengths[i];
        if (lengths[i + 1])
            *text++ = marks[marks[1] ? i : 0];
    }
    *text = '\0';
}

/* The digit that makes the sum a multiple of ten, doubling every second from the right. */
static char luhn_digit(const char *digits, size_t count)
{
    unsigned sum = 0;

    for (size_t i = 0; i < count; i++) {
        unsigned value = digit(digits[count - 1 - i]) * (i % 2 == 0 ? 2 : 1);

        sum += value / 10 + value % 10;
    }
    return (char)('0' + (10 - sum % 10) % 10);
}

void make_card(struct dice *dice, char *to)
{
    static const char *const forms[] = { "499999999999999",   "499999999999999",  "51999999999999\\9",
                                         "55999999999999\\2", "37999999999999",   "601199999999999",
                                         "352899999999999",   "36999999999\\9\\9" };
    size_t len;

    dice_form(dice, DICE_PICK(dice, forms), to);
    len = strlen(to);
    to[len] = luhn_digit(to, len);
    to[len + 1] = '\0';
    if (len == 15 && dice_below(dice, 4) == 0)
        group(to, "\4\4\4\4", dice_below(dice, 2) ? " " : "-");
}
NEARLY(make_card_nearly, make_card)

void make_iban(struct dice *dice, char *to)
{
    static const char *const forms[] = { "DE00999999999999999999",       "GB00AAAA99999999999999",
                                         "FR0099999999999999999999999",  "ES0099999999999999999999",
                                         "NL00AAAA9999999999",           "IT00A9999999999999999999999",
                                         "PL00999999999999999999999999", "CH0099999999999999999" };
    unsigned rest = 0;
    size_t len;

    dice_form(dice, DICE_PICK(dice, forms), to);
    len = strlen(to);
    for (size_t i = 0; i < len; i++) {
        char c = to[(i + 4) % len];

        rest = isdigit((unsigned char)c) ? (rest * 10 + digit(c)) % 97
                                         : (rest * 100 + (unsigned)(c - 'A') + 10) % 97;
    }
    to[2] = (char)('0' + (98 - rest) / 10);
    to[3] = (char)('0' + (98 - rest) % 10);
    if (dice_below(dice, 4) == 0) {
        char plain[40], *at = to;

        strcpy(plain, to);
        for (size_t i = 0; i < len; i++) {
            if (i && i % 4 == 0)
                *at++ = ' ';
            *at++ = plain[i];
        }
        *at = '\0';
    }
}
NEARLY(make_iban_nearly, make_iban)

void make_ssn(struct dice *dice, char *to)
{
    unsigned area = 1 + dice_below(dice, 898);

    sprintf(to, "%03u-%02u-%04u", area == 666 ? 667 : area, 1 + dice_below(dice, 99),
            1 + dice_below(dice, 9999));
}

void make_ssn_nearly(struct dice *dice, char *to)
{
    unsigned area = dice_below(dice, 3);

    sprintf(to, "%03u-%02u-%04u",
            area == 0   ? 0
            : area == 1 ? 666
                        : 900 + dice_below(dice, 100),
            dice_below(dice, 100), dice_below(dice, 10000));
}

void make_nino(struct dice *dice, char *to)
{
    static const char first[] = "ABCEHJLMPRSTWXYZ", second[] = "ABCEHJLMPRSTWXYZ";

    do {
        dice_form(dice, "AA999999A", to);
        to[0] = first[dice_below(dice, sizeof first - 1)];
        to[1] = second[dice_below(dice, sizeof second - 1)];
        to[8] = (char)('A' + dice_below(dice, 4));
    } while (memcmp(to, "ZZ", 2) == 0);
    if (dice_below(dice, 3) == 0)
        group(to, "\2\2\2\2\1", " ");
}

void make_nino_nearly(struct dice *dice, char *to)
{
    make_nino(dice, to);
    if (dice_below(dice, 2))
        to[0] = "DFIQUV"[dice_below(dice, 6)];
    else
        to[strlen(to) - 1] = (char)('E' + dice_below(dice, 22));
}

void make_nhs(struct dice *dice, char *to)
{
    unsigned check;

    do {
        unsigned sum = 0;

        dice_form(dice, "499999999", to);
        for (size_t i = 0; i < 9; i++)
            sum += digit(to[i]) * (unsigned)(10 - i);
        check = (11 - sum % 11) % 11;
    } while (check == 10);
    to[9] = (char)('0' + check);
    to[10] = '\0';
    if (dice_below(dice, 3) == 0)
        group(to, "\3\3\4", " ");
}
NEARLY(make_nhs_nearly, make_nhs)

void make_idnr(struct dice *dice, char *to)
{
    unsigned product = 10, twice = dice_below(dice, 10), missing;
    char pool[11];
    size_t count = 0;

    do
        missing = dice_below(dice, 10);
    while (missing == twice);
    for (unsigned value = 0; value < 10; value++)
        if (value != missing)
            pool[count++] = (char)('0' + value);
    pool[count] = (char)('0' + twice);
    do
        for (size_t i = 9; i > 0; i--) {
            size_t other = dice_below(dice, (unsigned)i + 1);
            char kept = pool[i];

            pool[i] = pool[other];
            pool[other] = kept;
        }
    while (pool[0] == '0');
    memcpy(to, pool, 10);
    for (size_t i = 0; i < 10; i++) {
        unsigned sum = (digit(to[i]) + product) % 10;

        product = (sum == 0 ? 10 : sum) * 2 % 11;
    }
    to[10] = (char)('0' + (11 - product == 10 ? 0 : 11 - product));
    to[11] = '\0';
}
NEARLY(make_idnr_nearly, make_idnr)

void make_nir(struct dice *dice, char *to)
{
    char key[24];

    snprintf(to, VALUE_ROOM, "%u%02u%02u%02u%03u%03u", 1 + dice_below(dice, 2), dice_below(dice, 100),
             1 + dice_below(dice, 12), 1 + dice_below(dice, 95), 1 + dice_below(dice, 900),
             1 + dice_below(dice, 999));
    sprintf(key, "%02u", (unsigned)(97 - strtoull(to, NULL, 10) % 97));
    strcat(to, key);
    if (dice_below(dice, 3) == 0)
        group(to, "\1\2\2\2\3\3\2", " ");
}
NEARLY(make_nir_nearly, make_nir)

void make_dni(struct dice *dice, char *to)
{
    static const char letters[] = "TRWAGMYFPDXBNJZSQVHLCKE";
    unsigned number = 10000000 + dice_below(dice, 89999999), kind = dice_below(dice, 4);

    if (kind == 0) {
        unsigned head = dice_below(dice, 3), tail = number % 10000000;

        sprintf(to, "%c%07u%c", "XYZ"[head], tail, letters[(head * 10000000 + tail) % 23]);
    } else {
        sprintf(to, kind == 1 ? "%08u-%c" : "%08u%c", number, letters[number % 23]);
    }
}
NEARLY(make_dni_nearly, make_dni)

void make_codice(struct dice *dice, char *to)
{
    static const unsigned odd[36] = { 1,  0,  5, 7, 9,  13, 15, 17, 19, 21, 1,  0,  5,  7,  9,  13, 15, 17,
                                      19, 21, 2, 4, 18, 20, 11, 3,  6,  8,  12, 14, 16, 10, 22, 25, 24, 23 };
    unsigned sum = 0;

    dice_form(dice, "AAAAAA99A99A999", to);
    to[8] = "ABCDEHLMPRST"[dice_below(dice, 12)];
    sprintf(to + 9, "%02u", 1 + dice_below(dice, 28) + (dice_below(dice, 2) ? 40 : 0));
    to[11] = "AFHLDGE"[dice_below(dice, 7)];
    for (size_t i = 0; i < 15; i++) {
        unsigned place = isdigit((unsigned char)to[i]) ? digit(to[i]) : (unsigned)(to[i] - 'A') + 10;

        sum += i % 2 == 0 ? odd[place] : place >= 10 ? place - 10 : place;
    }
    to[15] = (char)('A' + sum % 26);
    to[16] = '\0';
}
NEARLY(make_codice_nearly, make_codice)

void make_bsn(struct dice *dice, char *to)
{
    unsigned rest;

    do {
        unsigned sum = 0;

        dice_form(dice, "19999999", to);
        for (size_t i = 0; i < 8; i++)
            sum += digit(to[i]) * (unsigned)(9 - i);
        rest = sum % 11;
    } while (rest == 10);
    to[8] = (char)('0' + rest);
    to[9] = '\0';
}
NEARLY(make_bsn_nearly, make_bsn)

/* One more digit for CPF (weights without end) and CNPJ (2 to 9). */
static void add_brazilian(char *to, size_t count, unsigned most)
{
    unsigned sum = 0, weight = 2;

    for (size_t i = count; i-- > 0;) {
        sum += digit(to[i]) * weight;
        weight = weight == most ? 2 : weight + 1;
    }
    to[count] = (char)('0' + (sum % 11 < 2 ? 0 : 11 - sum % 11));
    to[count + 1] = '\0';
}

void make_cpf(struct dice *dice, char *to)
{
    dice_digits(dice, to, 9);
    add_brazilian(to, 9, 99);
    add_brazilian(to, 10, 99);
    if (dice_below(dice, 2))
        group(to, "\3\3\3\2", "..-");
}
NEARLY(make_cpf_nearly, make_cpf)

void make_cnpj(struct dice *dice, char *to)
{
    dice_form(dice, "999999990001", to);
    to[8] = to[9] = to[10] = '0';
    add_brazilian(to, 12, 9);
    add_brazilian(to, 13, 9);
    if (dice_below(dice, 2))
        group(to, "\2\3\3\4\2", "../-");
}
NEARLY(make_cnpj_nearly, make_cnpj)

/* Verhoeff by the group of symmetries of a pentagon, written out: rotations 0-4, reflections 5-9. */
static unsigned pentagon(unsigned a, unsigned b)
{
    if (a < 5)
        return b < 5 ? (a + b) % 5 : 5 + (a + b - 5) % 5;
    return b < 5 ? 5 + (a - 5 + 5 - b) % 5 : (a - 5 + 5 - (b - 5)) % 5;
}

static unsigned permuted(unsigned value, unsigned times)
{
    static const unsigned once[10] = { 1, 5, 7, 6, 2, 8, 3, 0, 9, 4 };

    while (times--)
        value = once[value];
    return value;
}

void make_aadhaar(struct dice *dice, char *to)
{
    unsigned state = 0;

    dice_form(dice, "99999999999", to);
    to[0] = (char)('2' + dice_below(dice, 8));
    for (unsigned i = 0; i < 11; i++)
        state = pentagon(state, permuted(digit(to[10 - i]), (i + 1) % 8));
    for (unsigned last = 0; last < 10; last++)
        if (pentagon(state, 0) == state && pentagon(last, state) == 0)
            to[11] = (char)('0' + last);
    to[12] = '\0';
    if (dice_below(dice, 3) == 0)
        group(to, "\4\4\4", " ");
}
NEARLY(make_aadhaar_nearly, make_aadhaar)

void make_sin(struct dice *dice, char *to)
{
    dice_form(dice, "19999999", to);
    if (to[0] == '8')
        to[0] = '7';
    to[8] = luhn_digit(to, 8);
    to[9] = '\0';
    if (dice_below(dice, 3) == 0)
        group(to, "\3\3\3", dice_below(dice, 2) ? " " : "-");
}
NEARLY(make_sin_nearly, make_sin)

void make_tfn(struct dice *dice, char *to)
{
    static const unsigned weights[8] = { 1, 4, 3, 7, 5, 8, 6, 9 };
    unsigned sum;

    do {
        sum = 0;
        dice_form(dice, "19999999", to);
        for (size_t i = 0; i < 8; i++)
            sum += digit(to[i]) * weights[i];
    } while (sum % 11 == 10); /* ten times the last digit: it must equal the sum modulo 11 */
    to[8] = (char)('0' + sum % 11);
    to[9] = '\0';
    if (dice_below(dice, 3) == 0)
        group(to, "\3\3\3", " ");
}
NEARLY(make_tfn_nearly, make_tfn)

static void finish_vin(char *to, unsigned more)
{
    static const char signs[] = "0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ";
    static const unsigned weights[17] = { 8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2 };
    unsigned sum = 0;

    for (size_t i = 0; i < 17; i++)
        sum += (unsigned)(strchr(signs, to[i]) - signs) % 10 * weights[i];
    to[8] = "0123456789X"[(sum + more) % 11];
}

static void start_vin(struct dice *dice, char *to)
{
    static const char letters[] = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789";
    static const char *const makers_of_cars[] = { "1HG", "1FT", "2T1", "3VW", "5YJ", "1G1", "JTD", "4T1" };

    memcpy(to, DICE_PICK(dice, makers_of_cars), 3);
    for (size_t i = 3; i < 11; i++)
        to[i] = letters[dice_below(dice, sizeof letters - 1)];
    dice_digits(dice, to + 11, 6);
}

void make_vin(struct dice *dice, char *to)
{
    start_vin(dice, to);
    finish_vin(to, 0);
}

void make_vin_nearly(struct dice *dice, char *to)
{
    start_vin(dice, to);
    finish_vin(to, 1 + dice_below(dice, 10));
}

static char icao_digit(const char *at, size_t count)
{
    unsigned sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += (isdigit((unsigned char)at[i])   ? digit(at[i])
                : isalpha((unsigned char)at[i]) ? (unsigned)(at[i] - 'A') + 10
                                                : 0) *
               (i % 3 == 0   ? 7
                : i % 3 == 1 ? 3
                             : 1);
    return (char)('0' + sum % 10);
}

void make_mrz(struct dice *dice, char *to)
{
    char born[8], expires[8];

    sprintf(born, "%02u%02u%02u", 30 + dice_below(dice, 70), 1 + dice_below(dice, 12),
            1 + dice_below(dice, 28));
    sprintf(expires, "%02u%02u%02u", 26 + dice_below(dice, 9), 1 + dice_below(dice, 12),
            1 + dice_below(dice, 28));
    dice_form(dice, "A99999999", to);
    sprintf(to + 9, "%cUTO%s%c%c%s%c<<<<<<<<<<<<<<%c", icao_digit(to, 9), born, icao_digit(born, 6),
            "MF"[dice_below(dice, 2)], expires, icao_digit(expires, 6), '0');
    to[43] = '0';
    to[44] = '\0';
}

void make_mrz_nearly(struct dice *dice, char *to)
{
    make_mrz(dice, to);
    to[9] = (char)('0' + (digit(to[9]) + 1 + dice_below(dice, 8)) % 10);
}

void make_pan(struct dice *dice, char *to)
{
    dice_form(dice, "AAAAA1999A", to);
    to[3] = "PPPPCHFT"[dice_below(dice, 8)];
}
