/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"

#include <stdio.h>
#include <time.h>

#define SECONDS_PER_DAY 86400LL
#define DAYS_BEFORE_1970 719162LL /* since 0001-01-01 */

static int64_t clock_read(clockid_t which)
{
    struct timespec now = { 0, 0 };

    clock_gettime(which, &now);
    return now.tv_sec * NANOSECONDS_PER_SECOND + now.tv_nsec;
}

int64_t clock_now(void)
{
    return clock_read(CLOCK_REALTIME);
}

int64_t clock_monotonic(void)
{
    return clock_read(CLOCK_MONOTONIC);
}

static bool is_leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Days of the year that lie before the month; month 12 gives the length of the year. Months count from 0. */
static int64_t days_before_month(int64_t year, int64_t month)
{
    static const short days[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365 };

    return days[month] + (month > 1 && is_leap(year));
}

static int64_t days_before_year(int64_t year)
{
    int64_t past = year - 1;

    return past * 365 + past / 4 - past / 100 + past / 400 - DAYS_BEFORE_1970;
}

/* Takes `digits` decimal digits and, unless it is 0, the byte behind them. */
static bool take_number(struct slice *rest, size_t digits, char then, int64_t *ret)
{
    int64_t number = 0;

    if (rest->len < digits + (then != 0) || (then && rest->at[digits] != then))
        return false;
    for (size_t i = 0; i < digits; i++) {
        if (rest->at[i] < '0' || rest->at[i] > '9')
            return false;
        number = number * 10 + (rest->at[i] - '0');
    }
    *rest = slice_make(rest->at + digits + (then != 0), rest->len - digits - (then != 0));
    *ret = number;
    return true;
}

static bool take_date(struct slice *rest, int64_t *ret_days)
{
    int64_t year, month, day;

    if (!take_number(rest, 4, '-', &year) || !take_number(rest, 2, '-', &month) ||
        !take_number(rest, 2, 0, &day))
        return false;
    /* 64 bits of nanoseconds reach from 1677-09-21 to 2262-04-11. */
    if (year < 1677 || year > 2262 || month < 1 || month > 12 || day < 1 ||
        day > days_before_month(year, month) - days_before_month(year, month - 1))
        return false;
    *ret_days = days_before_year(year) + days_before_month(year, month - 1) + day - 1;
    return true;
}

/* time-secfrac: digits beyond the ninth are dropped. */
static bool take_fraction(struct slice *rest, int64_t *ret)
{
    int64_t scale = NANOSECONDS_PER_SECOND;
    size_t i = 1;

    *ret = 0;
    if (rest->len == 0 || rest->at[0] != '.')
        return true;
    for (; i < rest->len && rest->at[i] >= '0' && rest->at[i] <= '9'; i++) {
        scale /= 10;
        *ret += (rest->at[i] - '0') * scale;
    }
    *rest = slice_make(rest->at + i, rest->len - i);
    return i > 1;
}

/* time-offset, all that is left: Z or +hh:mm or -hh:mm, in seconds east of UTC. */
static bool take_offset(struct slice rest, int64_t *ret)
{
    int64_t hours, minutes, sign = 1;

    *ret = 0;
    if (rest.len == 1)
        return rest.at[0] == 'Z' || rest.at[0] == 'z';
    if (rest.len != 6 || (rest.at[0] != '+' && rest.at[0] != '-'))
        return false;
    sign = rest.at[0] == '-' ? -1 : 1;
    rest = slice_make(rest.at + 1, rest.len - 1);
    if (!take_number(&rest, 2, ':', &hours) || !take_number(&rest, 2, 0, &minutes) || hours > 23 ||
        minutes > 59)
        return false;
    *ret = sign * (hours * 3600 + minutes * 60);
    return true;
}

bool clock_parse(struct slice text, int64_t *ret)
{
    int64_t days, hour, minute, second, fraction, offset, time;

    if (!take_date(&text, &days) || text.len == 0 || (text.at[0] != 'T' && text.at[0] != 't'))
        return false;
    text = slice_make(text.at + 1, text.len - 1);
    if (!take_number(&text, 2, ':', &hour) || !take_number(&text, 2, ':', &minute) ||
        !take_number(&text, 2, 0, &second) || hour > 23 || minute > 59 || second > 60 ||
        !take_fraction(&text, &fraction) || !take_offset(text, &offset))
        return false;
    time = days * SECONDS_PER_DAY + hour * 3600 + minute * 60 + second - offset;
    /* A leap second is the last of a day in UTC (RFC 3339 5.7); the epoch has no place for it but the next second. */
    if (second == 60 && time % SECONDS_PER_DAY != 0)
        return false;
    return !__builtin_mul_overflow(time, NANOSECONDS_PER_SECOND, &time) &&
           !__builtin_add_overflow(time, fraction, &time) && (*ret = time, true);
}

bool clock_parse_day(struct slice text, int64_t *ret)
{
    int64_t days, time;

    return take_date(&text, &days) && text.len == 0 &&
           !__builtin_mul_overflow(days, SECONDS_PER_DAY * NANOSECONDS_PER_SECOND, &time) &&
           (*ret = time, true);
}

void clock_format(int64_t time, bool fraction, char text[CLOCK_TEXT])
{
    int64_t nanoseconds = time % NANOSECONDS_PER_SECOND, seconds = time / NANOSECONDS_PER_SECOND;
    int64_t day, second, year, month = 0;
    int len;

    if (nanoseconds < 0) {
        nanoseconds += NANOSECONDS_PER_SECOND;
        seconds--;
    }
    second = (seconds % SECONDS_PER_DAY + SECONDS_PER_DAY) % SECONDS_PER_DAY;
    day = (seconds - second) / SECONDS_PER_DAY;
    year = 1970 + day / 366; /* near enough to be reached in a step or two */
    while (days_before_year(year) > day)
        year--;
    while (days_before_year(year + 1) <= day)
        year++;
    day -= days_before_year(year);
    while (days_before_month(year, month + 1) <= day)
        month++;
    len = snprintf(text, CLOCK_TEXT, "%04d-%02d-%02dT%02d:%02d:%02d", (int)year, (int)month + 1,
                   (int)(day - days_before_month(year, month)) + 1, (int)(second / 3600),
                   (int)(second / 60 % 60), (int)(second % 60));
    if (fraction)
        snprintf(text + len, CLOCK_TEXT - (size_t)len, ".%03dZ", (int)(nanoseconds / 1000000));
    else
        snprintf(text + len, CLOCK_TEXT - (size_t)len, "Z");
}
