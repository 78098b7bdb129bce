/* SPDX-License-Identifier: Apache-2.0 */
/* Accounts at banks: IBAN (ISO 13616) with its length by country (SWIFT's registry of IBAN formats) and its two check
 * digits; routing numbers of the USA (weights 3, 7, 1), UK sort codes with their account. */
#include "base/byte.h"
#include "sensitive/checksum.h"
#include "sensitive/validators.h"

#define IBAN_MOST 34

static const char lengths[][5] = {
    "AD24", "AE23", "AL28", "AT20", "AZ28", "BA20", "BE16", "BG22", "BH22", "BI27", "BR29", "BY28", "CH21",
    "CR22", "CY28", "CZ24", "DE22", "DJ27", "DK18", "DO28", "EE20", "EG29", "ES24", "FI18", "FK18", "FO18",
    "FR27", "GB22", "GE22", "GI23", "GL18", "GR27", "GT28", "HR21", "HU28", "IE22", "IL23", "IQ23", "IS26",
    "IT27", "JO30", "KW30", "KZ20", "LB28", "LC32", "LI21", "LT20", "LU20", "LV21", "LY25", "MC27", "MD24",
    "ME22", "MK19", "MN20", "MR27", "MT31", "MU30", "NI28", "NL18", "NO15", "OM23", "PK24", "PL28", "PS29",
    "PT25", "QA29", "RO24", "RS22", "RU33", "SA24", "SC31", "SD18", "SE24", "SI19", "SK24", "SM27", "SO23",
    "ST25", "SV28", "TL23", "TN24", "TR26", "UA29", "VA22", "VG24", "XK20",
};

size_t bank_iban_length(const char *country)
{
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
        if (lengths[i][0] == country[0] && lengths[i][1] == country[1])
            return (size_t)(lengths[i][2] - '0') * 10 + (size_t)(lengths[i][3] - '0');
    return 0;
}

/* Without single spaces, in capitals; 0 when there is anything else. */
static size_t iban_take(struct slice text, char ret[IBAN_MOST])
{
    size_t count = 0;

    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];

        if ((c == ' ' || c == '-') && i && text.at[i - 1] != c)
            continue;
        if (!byte_is_alphanumeric(c) || count == IBAN_MOST)
            return 0;
        ret[count++] = byte_is_lower(c) ? (char)(c - 'a' + 'A') : c;
    }
    return count;
}

enum fit bank_iban(struct slice text)
{
    char iban[IBAN_MOST], moved[IBAN_MOST];
    size_t count = text.len >= 15 ? iban_take(text, iban) : 0;

    if (count < 15 || !byte_is_digit(iban[2]) || !byte_is_digit(iban[3]) || bank_iban_length(iban) != count)
        return FIT_NO;
    memcpy(moved, iban + 4, count - 4);
    memcpy(moved + count - 4, iban, 4);
    return checksum_mod97(slice_make(moved, count)) ? FIT_EVIDENT : FIT_NO;
}

static bool is_routing_number(struct slice text)
{
    static const signed char weights[9] = { 3, 7, 1, 3, 7, 1, 3, 7, 1 };
    char d[9];
    unsigned district;

    if (digits_take(text, "", d, 9) != 9)
        return false;
    district = (unsigned)(d[0] - '0') * 10 + (unsigned)(d[1] - '0');
    return district >= 1 && (district <= 12 || (district >= 21 && district <= 32)) &&
           checksum_weighted(slice_make(d, 9), weights, 10) == 0;
}

/* 12-34-56 12345678 */
static bool is_sort_code_and_account(struct slice text)
{
    return text.len == 17 && groups_are(slice_make(text.at, 8), "-", "\2\2\2") && text.at[8] == ' ' &&
           groups_are(slice_make(text.at + 9, 8), "-", "\10");
}

enum fit bank_account(struct slice text)
{
    return is_sort_code_and_account(text) ? FIT_EVIDENT : is_routing_number(text) ? FIT_PLAIN : FIT_NO;
}
