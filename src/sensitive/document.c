/* SPDX-License-Identifier: Apache-2.0 */
/* Papers of people and of vehicles: machine readable zones (ICAO 9303), vehicle identification numbers (ISO 3779;
 * check digit of 49 CFR 565), British driving licences (DVLA). */
#include "base/byte.h"
#include "sensitive/calendar.h"
#include "sensitive/checksum.h"
#include "sensitive/validators.h"

static bool is_checked(const char *at, size_t count, char sign)
{
    int check = checksum_icao(slice_make(at, count));

    return check >= 0 && (sign == '0' + check || (sign == '<' && check == 0));
}

/* The second line of a passport: number, nationality, birth, sex, expiry, each with a check digit. */
static bool is_passport_line(const char *at)
{
    return is_checked(at, 9, at[9]) && is_checked(at + 13, 6, at[19]) && is_checked(at + 21, 6, at[27]) &&
           calendar_is_short(at + 13) && strchr("MFX<", at[20]) != NULL;
}

/* The first two lines of an identity card of three. */
static bool is_card_lines(const char *first, const char *second)
{
    return strchr("IACV", first[0]) && is_checked(first + 5, 9, first[14]) &&
           is_checked(second, 6, second[6]) && is_checked(second + 8, 6, second[14]) &&
           calendar_is_short(second);
}

/* Line feeds, carriage returns and their escapes are left out. */
static size_t take_zone(struct slice text, char ret[96])
{
    size_t count = 0;

    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '\n' || text.at[i] == '\r' || text.at[i] == ' ')
            continue;
        if (count == 96 || !(byte_is_digit(text.at[i]) || byte_is_upper(text.at[i]) || text.at[i] == '<'))
            return 0;
        ret[count++] = text.at[i];
    }
    return count;
}

enum fit document_passport(struct slice text)
{
    char zone[96];
    size_t count = take_zone(text, zone);

    if (count == 44)
        return is_passport_line(zone) || (memcmp(zone, "P<", 2) == 0 && memmem(zone + 5, 39, "<<", 2))
                   ? FIT_EVIDENT
                   : FIT_NO;
    if (count == 88)
        return is_passport_line(zone + 44) ? FIT_EVIDENT : FIT_NO;
    return count == 90 && is_card_lines(zone, zone + 30) ? FIT_EVIDENT : FIT_NO;
}

/* What a letter counts; 0: I, O and Q are not used. */
static unsigned vin_worth(char c)
{
    static const unsigned char worth[26] = { 1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4,
                                             5, 0, 7, 0, 9, 2, 3, 4, 5, 6, 7, 8, 9 };

    return byte_is_digit(c) ? (unsigned)(c - '0') : worth[c - 'A'];
}

enum fit document_vin(struct slice text)
{
    static const unsigned char weights[17] = { 8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2 };
    unsigned sum = 0, letters = 0;

    if (text.len != 17)
        return FIT_NO;
    for (size_t i = 0; i < 17; i++) {
        char c = text.at[i];

        if (byte_is_upper(c) ? c == 'I' || c == 'O' || c == 'Q' : !byte_is_digit(c))
            return FIT_NO;
        letters += byte_is_upper(c);
        sum += vin_worth(c) * weights[i];
    }
    return letters > 0 && "0123456789X"[sum % 11] == text.at[8] && byte_is_digit(text.at[16]) &&
                   byte_is_digit(text.at[15])
               ? FIT_EVIDENT
               : FIT_NO;
}

/* MORGA657054SM9IJ: five letters of the surname (filled with 9), decade, month (5 more for women), day, year, two
 * initials (or 9), a sign and two letters. */
static bool is_british_licence(struct slice text)
{
    bool filled = false;
    unsigned month, day;

    if (text.len != 16)
        return false;
    for (size_t i = 0; i < 16; i++)
        if (!byte_is_digit(text.at[i]) && !byte_is_upper(text.at[i]))
            return false;
    for (size_t i = 0; i < 5; i++) {
        if (byte_is_digit(text.at[i]) ? text.at[i] != '9' || i == 0 : filled)
            return false;
        filled |= text.at[i] == '9';
    }
    for (size_t i = 5; i < 11; i++)
        if (!byte_is_digit(text.at[i]))
            return false;
    month = ((unsigned)(text.at[6] - '0') * 10 + (unsigned)(text.at[7] - '0')) % 50;
    day = (unsigned)(text.at[8] - '0') * 10 + (unsigned)(text.at[9] - '0');
    return calendar_is_day(0, month, day) && (byte_is_upper(text.at[11]) || text.at[11] == '9') &&
           byte_is_upper(text.at[14]) && byte_is_upper(text.at[15]);
}

enum fit document_driving_licence(struct slice text)
{
    return is_british_licence(text) ? FIT_EVIDENT : FIT_NO;
}
