/* SPDX-License-Identifier: Apache-2.0 */
/* Lists that were asked for without measure: a very large limit, and whether the answer followed it. */
#include "signal/look.h"

#include "base/byte.h"

#include <inttypes.h>

#define ASKED_LEAST 1000 /* what many APIs allow at most */
#define COUNT_MOST 10000 /* items are counted up to here */
#define ECHO_LOOK 2048

static const char *const limits[] = { "limit",       "size",       "per_page", "perpage", "page_size",
                                      "pagesize",    "page[size]", "count",    "max",     "maxresults",
                                      "max_results", "top",        "$top",     "first",   "rows",
                                      "num",         "take",       "items",    "length" };

/* Items of the first array that is the body or stands right inside of it. */
static uint64_t count_items(struct slice body)
{
    uint64_t items = 0;
    unsigned depth = 0, list = 0;
    bool is_empty = true;

    for (size_t i = 0; i < body.len && items < COUNT_MOST; i++)
        switch (body.at[i]) {
        case '"':
            for (i++; i < body.len && body.at[i] != '"'; i++)
                i += body.at[i] == '\\';
            is_empty = false;
            break;
        case '[':
            depth++;
            if (!list && depth <= 3) {
                list = depth;
                is_empty = true;
                continue;
            }
            is_empty = false;
            break;
        case '{':
            depth++;
            is_empty = false;
            break;
        case ']':
            if (list && depth == list)
                return items + !is_empty;
            depth -= depth > 0;
            break;
        case '}': depth -= depth > 0; break;
        case ',': items += list && depth == list; break;
        case ' ':
        case '\t':
        case '\r':
        case '\n': break;
        default: is_empty = false; break;
        }
    return items;
}

/* The answer says that it took the limit as it came: {"limit": 100000, ...}. */
static bool is_echoed(struct slice body, struct slice number)
{
    struct slice rest = slice_make(body.at, body.len < ECHO_LOOK ? body.len : ECHO_LOOK);

    while (rest.len > number.len) {
        const char *at = memmem(rest.at + 1, rest.len - 1, number.at, number.len), *before = at;

        if (!at)
            return false;
        while (before > rest.at && before[-1] == ' ')
            before--;
        if (before > rest.at && before[-1] == ':' &&
            (at + number.len == rest.at + rest.len || !byte_is_digit(at[number.len])))
            return true;
        rest = slice_make(at, (size_t)(rest.at + rest.len - at));
    }
    return false;
}

/* Two digits say enough, and keep subjects few. */
static uint64_t rounded(uint64_t number)
{
    uint64_t unit = 1;

    while (number / unit >= 100)
        unit *= 10;
    return number / unit * unit;
}

static void read_limit(struct signal_reading *reading, struct slice name, struct slice value)
{
    unsigned long long asked;
    struct slice body;
    uint64_t items;

    if (!SLICE_AMONG_NOCASE(name, limits) || !slice_to_u64(value, UINT32_MAX, &asked) || asked <= ASKED_LEAST)
        return;
    body = look_start(look_body(reading, SIZE_MAX));
    if (body.len == 0 || (body.at[0] != '[' && body.at[0] != '{'))
        return;
    items = count_items(body);
    if (items > ASKED_LEAST)
        signal_tellf(reading, FACT_limit_honoured, "%.*s %" PRIu64 " brought %" PRIu64 " items",
                     SLICE_ARG(name), rounded(asked), rounded(items));
    else if (asked >= 10000 && is_echoed(body, value))
        signal_tellf(reading, FACT_limit_honoured, "%.*s %" PRIu64 " was taken as it came", SLICE_ARG(name),
                     rounded(asked));
}

void signal_paging(struct signal_reading *reading)
{
    struct slice rest = reading->query, pair;

    if (rest.len < 9 || reading->is_noise || !signal_is_success(reading))
        return;
    while (slice_next(&rest, '&', &pair)) {
        struct slice value = pair, name = slice_cut(&value, '=');

        if (value.len > 3 && value.len <= 10 && byte_is_digit(value.at[0]))
            read_limit(reading, name, value);
    }
}
