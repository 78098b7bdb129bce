/* SPDX-License-Identifier: Apache-2.0 */
#include "sensitive/calendar.h"

#include "base/byte.h"
#include "sensitive/validators.h"

/* Dates of birth lie here; what was made, ordered or changed through an API hardly does. Not "today minus eighteen
 * years": what is known of a value must not change with the day it is looked at (law 1). */
#define BIRTH_FIRST 1905
#define BIRTH_LAST 2012

bool calendar_is_day(unsigned year, unsigned month, unsigned day)
{
    static const unsigned char days[12] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    if (month < 1 || month > 12 || day < 1 || day > days[month - 1])
        return false;
    return month != 2 || day != 29 || (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0 || year < 100));
}

static bool take_digits(const char *at, size_t count, unsigned *ret)
{
    unsigned value = 0;

    for (size_t i = 0; i < count; i++) {
        if (!byte_is_digit(at[i]))
            return false;
        value = value * 10 + (unsigned)(at[i] - '0');
    }
    *ret = value;
    return true;
}

bool calendar_is_birth(const char *digits)
{
    unsigned year, month, day;

    return take_digits(digits, 4, &year) && take_digits(digits + 4, 2, &month) &&
           take_digits(digits + 6, 2, &day) && year >= 1900 && year < 2100 &&
           calendar_is_day(year, month, day);
}

bool calendar_is_short(const char *digits)
{
    unsigned year, month, day;

    return take_digits(digits, 2, &year) && take_digits(digits + 2, 2, &month) &&
           take_digits(digits + 4, 2, &day) && calendar_is_day(year, month, day);
}

static unsigned month_of(struct slice word)
{
    static const char *const months[] = { "january",   "february", "march",    "april",
                                          "may",       "june",     "july",     "august",
                                          "september", "october",  "november", "december" };

    for (unsigned i = 0; word.len >= 3 && i < 12; i++)
        if (slice_starts_with_nocase(slice_of(months[i]), word))
            return i + 1;
    return 0;
}

/* "12 March 1987", "March 12, 1987", "12-Mar-1987". */
static bool date_in_words(struct slice text, unsigned *ret_year)
{
    unsigned month = 0, day = 0, year = 0;
    size_t i = 0;

    while (i < text.len) {
        size_t from = i;

        while (i < text.len && byte_is_letter(text.at[i]))
            i++;
        if (i > from) {
            if (month || (month = month_of(slice_make(text.at + from, i - from))) == 0)
                return false;
            continue;
        }
        while (i < text.len && byte_is_digit(text.at[i]))
            i++;
        if (i - from == 4 && !year && day + month > 0)
            take_digits(text.at + from, 4, &year);
        else if (i > from && i - from <= 2 && !day)
            take_digits(text.at + from, i - from, &day);
        else if (i > from || !strchr(" ,.-", text.at[i]) || text.at[i] == '\0')
            return false;
        else
            i++;
    }
    *ret_year = year;
    return month && year && calendar_is_day(year, month, day);
}

/* Numbers between marks: year first, or last with day and month in either order. */
static bool date_in_numbers(struct slice text, unsigned *ret_year)
{
    unsigned parts[3];
    size_t lengths[3], at = 0;
    char mark = 0;

    for (size_t i = 0; i < 3; i++) {
        size_t from = at;

        while (at < text.len && byte_is_digit(text.at[at]))
            at++;
        lengths[i] = at - from;
        if (lengths[i] == 0 || lengths[i] > 4 || !take_digits(text.at + from, lengths[i], &parts[i]))
            return false;
        if (i == 2)
            break;
        if (at == text.len || (mark && text.at[at] != mark) || !strchr("-/.", text.at[at]) ||
            text.at[at] == '\0')
            return false;
        mark = text.at[at++];
    }
    if (at < text.len && text.at[at] != 'T' && text.at[at] != ' ')
        return false;
    if (lengths[0] == 4) {
        *ret_year = parts[0];
        return lengths[1] <= 2 && lengths[2] <= 2 && calendar_is_day(parts[0], parts[1], parts[2]);
    }
    *ret_year = parts[2];
    return lengths[2] == 4 && lengths[0] <= 2 && lengths[1] <= 2 &&
           (calendar_is_day(parts[2], parts[1], parts[0]) || calendar_is_day(parts[2], parts[0], parts[1]));
}

bool calendar_date(struct slice text, unsigned *ret_year)
{
    if (text.len < 8 || text.len > 35)
        return false;
    return date_in_numbers(text, ret_year) || date_in_words(text, ret_year);
}

/* A day long enough ago. With a time of day other than midnight it is a moment, and people are not born to the second. */
enum fit calendar_birth(struct slice text)
{
    unsigned year;
    size_t time = 0;

    if (!calendar_date(text, &year) || year < BIRTH_FIRST || year > BIRTH_LAST)
        return FIT_NO;
    while (time < text.len && text.at[time] != ':')
        time++;
    if (time < text.len &&
        (time < 2 || memcmp(text.at + time - 2, "00:00", time + 3 <= text.len ? 5 : 3) != 0))
        return FIT_NO;
    return year < 2000 ? FIT_EVIDENT : FIT_PLAIN;
}
