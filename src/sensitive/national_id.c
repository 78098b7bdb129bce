/* SPDX-License-Identifier: Apache-2.0 */
/* Identity numbers of further countries, each with its check digit: German identity cards (ICAO weights over the signs
 * that are used), PESEL (Poland), personnummer (Sweden), RUT (Chile), CURP (Mexico), henkilötunnus (Finland),
 * rijksregisternummer (Belgium), fødselsnummer (Norway), T.C. kimlik no (Türkiye). Sources: the offices' own
 * descriptions. */
#include "base/byte.h"
#include "sensitive/calendar.h"
#include "sensitive/checksum.h"
#include "sensitive/validators.h"

/* One letter of the office, eight signs without vowels and what looks like digits, a check digit, perhaps D. */
static enum fit german_card(struct slice text)
{
    bool has_letter = false;

    if (text.len == 11 && text.at[10] == 'D')
        text.len = 10;
    if (text.len != 10 || !strchr("CFGHJKLMNPRTVWXYZ", text.at[0]) || !byte_is_digit(text.at[9]))
        return FIT_NO;
    for (size_t i = 1; i < 9; i++) {
        if (!byte_is_digit(text.at[i]) && !strchr("CFGHJKLMNPRTVWXYZ", text.at[i]))
            return FIT_NO;
        has_letter |= !byte_is_digit(text.at[i]);
    }
    if (checksum_icao(slice_make(text.at, 9)) != text.at[9] - '0')
        return FIT_NO;
    return has_letter ? FIT_EVIDENT : FIT_PLAIN;
}

/* The century is told by what is added to the month. */
static bool is_polish(const char *d)
{
    static const signed char weights[11] = { 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1 };
    unsigned month = (unsigned)(d[2] - '0') % 2 * 10 + (unsigned)(d[3] - '0');

    return month >= 1 && month <= 12 && d[2] <= '3' && (d[4] < '3' || (d[4] == '3' && d[5] < '2')) &&
           checksum_weighted(slice_make(d, 11), weights, 10) == 0;
}

static bool is_norwegian(const char *d)
{
    static const signed char first[10] = { 3, 7, 6, 1, 8, 9, 4, 5, 2, 1 };
    static const signed char second[11] = { 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1 };
    char born[6] = { d[4], d[5], d[2], d[3], d[0], d[1] };

    return calendar_is_short(born) && checksum_weighted(slice_make(d, 10), first, 11) == 0 &&
           checksum_weighted(slice_make(d, 11), second, 11) == 0;
}

static bool is_turkish(const char *d)
{
    static const signed char tenth[10] = { 7, -1, 7, -1, 7, -1, 7, -1, 7, -1 };
    static const signed char all[10] = { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 };

    return d[0] != '0' && checksum_weighted(slice_make(d, 10), tenth, 10) == 0 &&
           checksum_weighted(slice_make(d, 10), all, 10) == (unsigned)(d[10] - '0');
}

/* Nine digits modulo 97, with a 2 before them for people born since 2000. */
static bool is_belgian(const char *d)
{
    unsigned long long number = 0;
    unsigned key = (unsigned)(d[9] - '0') * 10 + (unsigned)(d[10] - '0');

    for (size_t i = 0; i < 9; i++)
        number = number * 10 + (unsigned)(d[i] - '0');
    return calendar_is_short(d) && (97 - number % 97 == key || 97 - (number + 2000000000) % 97 == key);
}

static enum fit eleven_digits(struct slice text)
{
    char d[11];

    if (digits_take(text, ".- ", d, 11) != 11)
        return FIT_NO;
    if (is_belgian(d) && groups_are(text, ".-", "\2\2\2\3\2"))
        return FIT_EVIDENT;
    if (text.len != 11)
        return is_norwegian(d) && groups_are(text, " ", "\6\5") ? FIT_EVIDENT : FIT_NO;
    return is_polish(d) || is_norwegian(d) || is_turkish(d) || is_belgian(d) ? FIT_PLAIN : FIT_NO;
}

/* YYMMDD-NNNN or YYYYMMDD-NNNN, Luhn over the last ten. */
static bool is_swedish(struct slice text)
{
    char d[12];
    size_t count = digits_take(text, "-+", d, 12);
    const char *short_form = d + (count == 12 ? 2 : 0);

    return (count == 10 || count == 12) && text.len == count + 1 &&
           (text.at[count - 4] == '-' || text.at[count - 4] == '+') && calendar_is_short(short_form) &&
           checksum_luhn(slice_make(short_form, 10));
}

static bool is_finnish(struct slice text)
{
    static const char signs[] = "0123456789ABCDEFHJKLMNPRSTUVWXY";
    unsigned long long born, number;
    char day[6];

    if (text.len != 11 || !strchr("+-ABCDEFYXWVU", text.at[6]) ||
        !slice_to_u64(slice_make(text.at, 6), 999999, &born) ||
        !slice_to_u64(slice_make(text.at + 7, 3), 999, &number))
        return false;
    memcpy(day, (char[]){ text.at[4], text.at[5], text.at[2], text.at[3], text.at[0], text.at[1] }, 6);
    return calendar_is_short(day) && signs[(born * 1000 + number) % 31] == text.at[10];
}

/* Seven or eight digits, a hyphen, and the check sign modulo 11, which may be K. */
static bool is_chilean(struct slice text)
{
    char d[8];
    size_t count = text.len > 2 ? digits_take(slice_make(text.at, text.len - 2), ".", d, 8) : 0;
    unsigned sum = 0, weight = 2;
    char last = text.at[text.len - 1];

    if (count < 7 || text.at[text.len - 2] != '-')
        return false;
    for (size_t i = count; i > 0; i--) {
        sum += (unsigned)(d[i - 1] - '0') * weight;
        weight = weight == 7 ? 2 : weight + 1;
    }
    return "0K987654321"[sum % 11] == (last == 'k' ? 'K' : last);
}

/* Letters of the names, day of birth, sex, state, consonants, a sign and a check digit. */
static bool is_mexican(struct slice text)
{
    unsigned sum = 0;

    if (text.len != 18 || !calendar_is_short(text.at + 4) || !strchr("HMX", text.at[10]) ||
        !byte_is_digit(text.at[17]))
        return false;
    for (unsigned i = 0; i < 17; i++) {
        char c = text.at[i];
        bool is_digit = byte_is_digit(c);

        if (!is_digit && !byte_is_upper(c))
            return false;
        /* Ñ stands between N and O, so that O to Z count one more. */
        sum += (is_digit ? (unsigned)(c - '0') : (unsigned)(c - 'A') + 10 + (c > 'N')) * (18 - i);
    }
    return (10 - sum % 10) % 10 == (unsigned)(text.at[17] - '0');
}

enum fit national_id(struct slice text)
{
    enum fit fit = german_card(text);

    if (fit != FIT_NO)
        return fit;
    if (is_swedish(text) || is_finnish(text) || is_chilean(text) || is_mexican(text) ||
        national_asian_id(text))
        return FIT_EVIDENT;
    return eleven_digits(text);
}
