/* SPDX-License-Identifier: Apache-2.0 */
/* Identity, tax and social security numbers of Europe. Sources: HMRC (prefixes of national insurance numbers), NHS
 * data dictionary, Bundeszentralamt für Steuern (structure of the IdNr), INSEE (NIR), Spanish ministry of the interior
 * (letters of DNI and NIE), Agenzia delle Entrate (codice fiscale), RvIG (test by eleven). */
#include "base/byte.h"
#include "sensitive/calendar.h"
#include "sensitive/checksum.h"
#include "sensitive/validators.h"

/* Letters and digits without the marks, at most `most`; 0 when there is anything else. */
static size_t signs_take(struct slice text, const char *marks, char *ret, size_t most)
{
    size_t count = 0;

    for (size_t i = 0; i < text.len; i++) {
        if (byte_is_alphanumeric(text.at[i])) {
            if (count == most)
                return 0;
            ret[count++] = byte_is_lower(text.at[i]) ? (char)(text.at[i] - 'a' + 'A') : text.at[i];
        } else if (i == 0 || text.at[i] == '\0' || !strchr(marks, text.at[i])) {
            return 0;
        }
    }
    return count;
}

/* 'A' and '9' stand for any letter and digit. */
static bool has_form(const char *at, const char *form)
{
    for (; *form; form++, at++)
        if (*form == 'A' ? !byte_is_upper(*at) : !byte_is_digit(*at))
            return false;
    return true;
}

static bool is_one_digit(const char *at, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (at[i] != at[0])
            return false;
    return true;
}

enum fit national_uk_nino(struct slice text)
{
    static const char never[][3] = { "BG", "GB", "KN", "NK", "NT", "TN", "ZZ" };
    char d[9];

    if (!byte_is_upper(text.at[0]) || signs_take(text, " -", d, 9) != 9 || !has_form(d, "AA999999A"))
        return FIT_NO;
    if (strchr("DFIQUV", d[0]) || strchr("DFIOQUV", d[1]) || d[8] > 'D')
        return FIT_NO;
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        if (d[0] == never[i][0] && d[1] == never[i][1])
            return FIT_NO;
    if (text.len == 9)
        return FIT_PLAIN;
    return groups_are(text, " -", "\2\2\2\2\1") ? FIT_EVIDENT
           : groups_are(text, " -", "\2\6\1")   ? FIT_EVIDENT
                                                : FIT_NO;
}

/* Below 320 they are Scottish and begin with a day of birth, DDMM; ISBN-10, which have the same check digit, mostly
 * begin with 0 or 1. */
static bool is_nhs_range(const char *d)
{
    char born[6] = { '0', '0', d[2], d[3], d[0], d[1] };

    return d[0] >= '4' || (d[0] == '3' && d[1] >= '2') || calendar_is_short(born);
}

enum fit national_uk_nhs(struct slice text)
{
    char d[10];

    if (digits_take(text, " -", d, 10) != 10 || is_one_digit(d, 10) || !is_nhs_range(d) ||
        !checksum_mod11(slice_make(d, 10)))
        return FIT_NO;
    if (text.len == 10)
        return FIT_PLAIN;
    if (!groups_are(text, " -", "\3\3\4"))
        return FIT_NO;
    return text.at[3] == ' ' ? FIT_EVIDENT : FIT_PLAIN; /* hyphens: as telephone numbers are written */
}

/* Of the first ten digits one stands twice or three times (never three in a row), all others once at most. */
static bool repeats_one_digit(const char *d)
{
    unsigned char times[10] = { 0 };
    unsigned twice = 0, more = 0;

    for (size_t i = 0; i < 10; i++) {
        times[d[i] - '0']++;
        if (i >= 2 && d[i] == d[i - 1] && d[i] == d[i - 2])
            return false;
    }
    for (size_t i = 0; i < 10; i++) {
        twice += times[i] == 2 || times[i] == 3;
        more += times[i] > 3;
    }
    return twice == 1 && more == 0;
}

enum fit national_de_tax_id(struct slice text)
{
    char d[11];

    if (digits_take(text, " ", d, 11) != 11 || d[0] == '0' || !repeats_one_digit(d) ||
        !checksum_mod11_10(slice_make(d, 11)))
        return FIT_NO;
    if (text.len == 11)
        return FIT_PLAIN;
    return groups_are(text, " ", "\2\3\3\3") ? FIT_EVIDENT : FIT_NO;
}

static unsigned number_of(const char *at, size_t count)
{
    unsigned value = 0;

    for (size_t i = 0; i < count; i++)
        value = value * 10 + (unsigned)(at[i] - '0');
    return value;
}

static bool is_nir_place(char d[15])
{
    unsigned month = number_of(d + 3, 2), place;

    if (!strchr("123478", d[0]) || month == 0 || (month > 12 && month < 20) || (month > 42 && month < 50))
        return false;
    place = number_of(d + 5, 2);
    return place >= 1 && place != 96;
}

/* Corsica: 2A counts as 19, 2B as 18. */
enum fit national_fr_nir(struct slice text)
{
    char d[15];
    unsigned long long number = 0;

    if (signs_take(text, " .", d, 15) != 15)
        return FIT_NO;
    if (d[5] == '2' && (d[6] == 'A' || d[6] == 'B')) {
        d[5] = '1';
        d[6] = d[6] == 'A' ? '9' : '8';
    }
    if (!has_form(d, "999999999999999") || !is_nir_place(d))
        return FIT_NO;
    for (size_t i = 0; i < 13; i++)
        number = number * 10 + (unsigned)(d[i] - '0');
    if (97 - number % 97 != number_of(d + 13, 2))
        return FIT_NO;
    return text.len > 15 && groups_are(text, " .", "\1\2\2\2\3\3\2") ? FIT_EVIDENT : FIT_PLAIN;
}

enum fit national_es_dni(struct slice text)
{
    static const char letters[] = "TRWAGMYFPDXBNJZSQVHLCKE";
    char d[9];
    bool is_foreign;

    if (signs_take(text, "-. ", d, 9) != 9)
        return FIT_NO;
    is_foreign = d[0] >= 'X' && d[0] <= 'Z';
    if (is_foreign)
        d[0] = (char)('0' + (d[0] - 'X'));
    if (!has_form(d, "99999999A") || letters[number_of(d, 8) % 23] != d[8] || is_one_digit(d, 8))
        return FIT_NO;
    return text.len > 9 || is_foreign ? FIT_EVIDENT : FIT_PLAIN;
}

/* What a sign at an odd place (counted from one) is worth; at an even place digits and letters count from 0. */
static unsigned odd_worth(char c)
{
    static const unsigned char worth[26] = { 1,  0,  5, 7, 9, 13, 15, 17, 19, 21, 2,  4,  18,
                                             20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23 };

    return worth[byte_is_digit(c) ? c - '0' : c - 'A'];
}

/* Where two people would have one code, digits become letters, from the right. */
static bool is_codice_digit(char *c)
{
    static const char letters[] = "LMNPQRSTUV";
    const char *at = byte_is_digit(*c) ? c : strchr(letters, *c);

    if (!at || *c == '\0')
        return false;
    if (at != c)
        *c = (char)('0' + (at - letters));
    return true;
}

enum fit national_it_codice_fiscale(struct slice text)
{
    static const unsigned char numbers[] = { 6, 7, 9, 10, 12, 13, 14 };
    char d[16], plain[16];
    unsigned sum = 0, day;

    if (signs_take(text, " ", d, 16) != 16 || !has_form(d, "AAAAAA"))
        return FIT_NO;
    for (size_t i = 0; i < 15; i++) {
        unsigned even = byte_is_digit(d[i]) ? (unsigned)(d[i] - '0') : (unsigned)(d[i] - 'A');

        sum += i % 2 == 0 ? odd_worth(d[i]) : even;
    }
    memcpy(plain, d, 16);
    for (size_t i = 0; i < sizeof numbers; i++)
        if (!is_codice_digit(&plain[numbers[i]]))
            return FIT_NO;
    day = number_of(plain + 9, 2);
    if (!strchr("ABCDEHLMPRST", d[8]) || day == 0 || (day > 31 && day < 41) || day > 71 ||
        !byte_is_upper(d[11]))
        return FIT_NO;
    return d[15] == (char)('A' + sum % 26) ? FIT_EVIDENT : FIT_NO;
}

enum fit national_nl_bsn(struct slice text)
{
    static const signed char weights[9] = { 9, 8, 7, 6, 5, 4, 3, 2, -1 };
    char d[9];
    size_t count = digits_take(text, ". ", d, 9);

    if (count == 8) { /* the leading zero is often lost */
        memmove(d + 1, d, 8);
        d[0] = '0';
    }
    if (count < 8 || is_one_digit(d, 9) || (d[0] == '0' && d[1] == '0') ||
        checksum_weighted(slice_make(d, 9), weights, 11) != 0)
        return FIT_NO;
    if (text.len == count)
        return FIT_PLAIN;
    return groups_are(text, ". ", "\4\2\3") || groups_are(text, ".", "\3\3\3") ? FIT_EVIDENT : FIT_NO;
}
