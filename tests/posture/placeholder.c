/* SPDX-License-Identifier: Apache-2.0 */
#include "posture/placeholder.h"

#include "base/hash.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define BASE62 "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

void corpus_fault(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    fprintf(stderr, "corpus: ");
    vfprintf(stderr, format, arguments);
    fprintf(stderr, "\n");
    va_end(arguments);
    exit(2);
}

/* Where the brace that opens at text.at[0] closes. */
static size_t closing_brace(struct slice text)
{
    size_t depth = 0;

    for (size_t i = 0; i < text.len; i++) {
        depth += text.at[i] == '{';
        if (text.at[i] == '}' && --depth == 0)
            return i;
    }
    corpus_fault("a brace is not closed: %.*s", SLICE_ARG(text));
}

/* Cuts at the first `stop` that stands in no braces. */
static struct slice cut_outside(struct slice *rest, char stop)
{
    size_t depth = 0;

    for (size_t i = 0; i < rest->len; i++) {
        depth += rest->at[i] == '{';
        depth -= rest->at[i] == '}';
        if (rest->at[i] == stop && depth == 0) {
            struct slice head = { rest->at, i };

            *rest = slice_make(rest->at + i + 1, rest->len - i - 1);
            return head;
        }
    }
    return slice_cut(rest, '\0');
}

/* ---- numbers ---- */

static uint64_t number_of(struct slice text)
{
    unsigned long long number;

    if (!slice_to_u64(text, UINT64_MAX / 2, &number))
        corpus_fault("no number: %.*s", SLICE_ARG(text));
    return number;
}

static int64_t work_out(int64_t value, char operator, int64_t by)
{
    switch (operator) {
    case '+': return value + by;
    case '-': return value - by;
    case '*': return value * by;
    case '%': return by ? value % by : value;
    case '/': return by ? value / by : value;
    default: corpus_fault("no operator: %c", operator);
    }
}

/* "+3%5": what is done to the value, from left to right. */
static int64_t calculate(int64_t value, struct slice text)
{
    while (text.len) {
        char operator= text.at[0];
        size_t end = 1;

        while (end < text.len && text.at[end] >= '0' && text.at[end] <= '9')
            end++;
        value = work_out(value, operator,(int64_t) number_of(slice_make(text.at + 1, end - 1)));
        text = slice_make(text.at + end, text.len - end);
    }
    return value;
}

static void write_number(int64_t value, struct slice text, struct buffer *out)
{
    struct slice width = text, sum = slice_cut(&width, ':');

    buffer_printf(out, "%0*lld", width.len ? (int)number_of(width) : 0, (long long)calculate(value, sum));
}

/* Between 1 and 1000 values of one text, never the same twice. */
static uint64_t number_of_value(const struct placeholders *with)
{
    return with->n * 1000 + with->i;
}

/* ---- one placeholder ---- */

static void write_time(const struct placeholders *with, struct slice name, struct slice sum,
                       struct buffer *out)
{
    time_t seconds = (time_t)calculate(with->time / 1000000000, sum);
    struct tm parts;
    char text[40];

    gmtime_r(&seconds, &parts);
    strftime(text, sizeof text, slice_eq(name, SLICE("date")) ? "%Y-%m-%d" : "%Y-%m-%dT%H:%M:%SZ", &parts);
    if (slice_eq(name, SLICE("time")))
        buffer_printf(out, "%lld", (long long)seconds);
    else
        buffer_text(out, text);
}

static void write_pick(const struct placeholders *with, struct slice choices, struct buffer *out)
{
    uint64_t count = 1, wanted = with->i ? with->i : with->n;
    struct slice choice = choices;

    for (size_t i = 0; i < choices.len; i++)
        count += choices.at[i] == '|';
    for (uint64_t i = 0; i <= wanted % count; i++)
        choice = slice_cut(&choices, '|');
    buffer_append(out, choice);
}

static void write_random(struct placeholders *with, struct slice name, struct slice rest, struct buffer *out)
{
    bool is_uuid = slice_eq(name, SLICE("uuid")), is_token = slice_eq(name, SLICE("token"));
    struct slice length = is_uuid || is_token ? SLICE("40") : slice_cut(&rest, ':');
    uint64_t seeded = hash_content(rest), *chance = rest.len ? &seeded : &with->chance;

    if (is_uuid)
        made_up_uuid(chance, out);
    else if (slice_eq(name, SLICE("hex")))
        made_up_characters(chance, "0123456789abcdef", number_of(length), out);
    else if (slice_eq(name, SLICE("digits")))
        made_up_characters(chance, "0123456789", number_of(length), out);
    else
        made_up_characters(chance, BASE62, number_of(length), out);
}

static void write_jwt(struct slice name, struct slice rest, struct buffer *out)
{
    bool is_signed = slice_eq(name, SLICE("jwt-hs256"));
    struct slice secret = is_signed ? slice_cut(&rest, '|') : (struct slice){ NULL, 0 };
    struct slice header = slice_cut(&rest, '|');

    made_up_jwt(header, rest, secret, out);
}

static bool is_any(struct slice name, const char *list)
{
    struct slice rest = slice_of(list), word;

    while (slice_next(&rest, ' ', &word))
        if (slice_eq(word, name))
            return true;
    return false;
}

/* name and rest are expanded. */
static void write_placeholder(struct placeholders *with, struct slice name, struct slice rest,
                              struct buffer *out)
{
    if (is_any(name, "hex digits base62 uuid token"))
        write_random(with, name, rest, out);
    else if (is_any(name, "jwt jwt-hs256"))
        write_jwt(name, rest, out);
    else if (is_any(name, "basic base64"))
        base64_append(out, rest, false);
    else if (is_any(name, "pick"))
        write_pick(with, rest, out);
    else if (!made_up_value(name, rest.len ? hash_content(rest) % 100000 : number_of_value(with), out))
        corpus_fault("there is no placeholder %.*s", SLICE_ARG(name));
}

static void write_repeated(struct placeholders *with, struct slice text, bool commas, struct buffer *out)
{
    struct memory account = { .limit = 0 };
    struct slice count = cut_outside(&text, ':');
    uint64_t outer = with->i, times;
    struct buffer number;

    buffer_init(&number, &account);
    placeholders_expand(with, count, &number);
    times = number_of(buffer_slice(&number));
    buffer_done(&number);
    for (with->i = 1; with->i <= times; with->i++) {
        if (commas && with->i > 1)
            buffer_text(out, ", ");
        placeholders_expand(with, text, out);
    }
    with->i = outer;
}

/* "n+1" -> "n" and "+1"; answers whether the name stands alone before an operator or the end. */
static bool starts_sum(struct slice text, const char *name, struct slice *ret)
{
    size_t len = strlen(name);

    if (!slice_starts_with(text, slice_of(name)) || (text.len > len && !strchr("+-*%/:", text.at[len])))
        return false;
    *ret = slice_make(text.at + len, text.len - len);
    return true;
}

static bool write_sum(struct placeholders *with, struct slice text, struct buffer *out)
{
    static const char *const times[] = { "time", "iso", "date" };
    struct slice sum;

    if (starts_sum(text, "n", &sum) || starts_sum(text, "i", &sum)) {
        write_number((int64_t)(text.at[0] == 'n' ? with->n : with->i), sum, out);
        return true;
    }
    for (size_t i = 0; i < 3; i++)
        if (starts_sum(text, times[i], &sum)) {
            write_time(with, slice_of(times[i]), sum, out);
            return true;
        }
    return false;
}

/* What stands between the braces. */
static void expand_one(struct placeholders *with, struct slice text, struct buffer *out)
{
    struct memory account = { .limit = 0 };
    struct slice rest = text, name = cut_outside(&rest, ':');
    struct buffer inner;

    if (is_any(name, "repeat list")) {
        write_repeated(with, rest, slice_eq(name, SLICE("list")), out);
        return;
    }
    buffer_init(&inner, &account);
    placeholders_expand(with, text, &inner);
    if (!write_sum(with, buffer_slice(&inner), out)) {
        rest = buffer_slice(&inner);
        name = slice_cut(&rest, ':');
        write_placeholder(with, name, rest, out);
    }
    buffer_done(&inner);
}

void placeholders_expand(struct placeholders *with, struct slice text, struct buffer *out)
{
    while (text.len) {
        struct slice plain = slice_cut(&text, '$');
        size_t end;

        buffer_append(out, plain);
        if (plain.at + plain.len == text.at + text.len && text.len == 0)
            return;
        if (text.len == 0 || text.at[0] != '{') {
            buffer_byte(out, '$');
            continue;
        }
        end = closing_brace(text);
        expand_one(with, slice_make(text.at + 1, end - 1), out);
        text = slice_make(text.at + end + 1, text.len - end - 1);
    }
}
