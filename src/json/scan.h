/* SPDX-License-Identifier: Apache-2.0 */
/* The body scanner's parts: JSON (RFC 8259) checked where it lies, sixteen bytes a step, without a tree.
 *
 * A scan moves a cursor over one body. Each part takes the cursor at its first byte and answers the cursor behind it,
 * or NULL when the grammar is broken. Parts that the schema learner calls for every value are inline here; it drives
 * them itself, because it knows which key comes next. scan_skip drives them for everybody else.
 *
 * Loads run up to 16 bytes ahead: BODY_SLACK bytes after the body must be readable, and their content never matters.
 * A cursor may therefore stand up to 16 bytes behind `end` after blanks; whoever reads a byte asks `at < end` first. */
#ifndef JSON_SCAN_H
#define JSON_SCAN_H

#include "base/memory.h"
#include "base/slice.h"
#include "json/simd.h"

#include <stdbool.h>
#include <stdint.h>

struct scan {
    const char *end;
    bool wide_checked; /* bytes above 0x7f are known to be UTF-8 up to the end */
};

/* What a string held, besides plain ASCII. */
#define SCAN_WIDE 1u    /* bytes above 0x7f */
#define SCAN_ESCAPED 2u /* backslashes: its text is not what stands in the body */

/* Containers deeper than this are refused like malformed ones. */
#define SCAN_DEPTH 1000000

/* Which of the open containers are objects, one bit each; grows from the account beyond 512 levels. */
struct scan_nest {
    struct memory *account;
    uint64_t *more;
    size_t more_words;
    uint64_t first[8];
};

/* Whether [at, end) is UTF-8 (RFC 3629): shortest forms only, no surrogates, nothing above U+10FFFF. */
bool scan_utf8(const char *at, const char *end);
/* Bytes of the escape that starts with the backslash at `at`: 2 or 6; 0 when it is none. */
unsigned scan_escape(const char *at);
/* Takes any whole value, blanks before it included. `nest` needs only its account set; it keeps its memory. */
const char *scan_skip(struct scan *scan, const char *at, struct scan_nest *nest);
void scan_nest_done(struct scan_nest *nest);
/* Whether the body is one JSON text. */
bool scan_is_valid(struct slice body, struct scan_nest *nest);

/* The text of a string's raw bytes (quotes excluded, known to be well formed) at `to`, which has raw.len bytes of
 * room. Lone surrogates, for which there is no UTF-8, become U+FFFD. Answers the text's length. */
size_t scan_unescape(struct slice raw, char *to);
/* The value of a well-formed number, exact or nearest up to 64 characters; huge ones become +-DBL_MAX. */
double scan_number_value(struct slice number);
size_t scan_code_points(struct slice text);

static inline bool scan_is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* Mostly there is no blank, or one; pretty-printers put a newline and a run of spaces, which is one or two steps. */
static inline const char *scan_blank(const char *at, const char *end)
{
    if ((unsigned char)*at > ' ')
        return at;
    if (*at == ' ' && (unsigned char)at[1] > ' ')
        return at + 1;
    while (at < end) {
        simd_block block = simd_load(at);
        uint32_t blank = simd_equal(block, ' ') | simd_equal(block, '\n') | simd_equal(block, '\r') |
                         simd_equal(block, '\t');

        if (blank != 0xffff)
            return at + simd_first(~blank);
        at += SIMD_BYTES;
    }
    return at;
}

/* From behind the opening quote to the closing one. */
static inline const char *scan_string(struct scan *scan, const char *at, unsigned *ret_flags)
{
    const char *start = at;
    unsigned escaped = 0;
    uint32_t wide = 0;

    while (at < scan->end) {
        simd_block block = simd_load(at);
        uint32_t stop = simd_string_stop(block), high = simd_high(block);
        unsigned step;

        if (!stop) {
            wide |= high;
            at += SIMD_BYTES;
            continue;
        }
        step = simd_first(stop);
        wide |= high & ((1u << step) - 1);
        at += step;
        if (*at == '"') {
            if (at >= scan->end)
                return NULL;
            /* The rest of the body once, rather than every string: 1.4 times faster where text is not ASCII. */
            if (wide && !scan->wide_checked) {
                if (!scan_utf8(start, scan->end))
                    return NULL;
                scan->wide_checked = true;
            }
            *ret_flags = escaped | (wide ? SCAN_WIDE : 0);
            return at;
        }
        step = scan_escape(at);
        if (step == 0)
            return NULL;
        escaped = SCAN_ESCAPED;
        at += step;
    }
    return NULL;
}

static inline const char *scan_digits(const char *at, const char *end)
{
    unsigned step;

    do {
        step = simd_first(~simd_between(simd_load(at), '0', '9'));
        at += step;
    } while (step == SIMD_BYTES && at < end);
    return at < end ? at : end;
}

/* Fraction and exponent; `at` is behind the integer part and may be the end. */
static inline const char *scan_fraction(const char *at, const char *end)
{
    const char *from;

    if (at < end && *at == '.') {
        from = at + 1;
        at = scan_digits(from, end);
        if (at <= from)
            return NULL;
    }
    if (at < end && (*at | 0x20) == 'e') {
        from = at + 1;
        if (from < end && (*from == '+' || *from == '-'))
            from++;
        at = scan_digits(from, end);
        if (at <= from)
            return NULL;
    }
    return at;
}

static inline const char *scan_number(const char *at, const char *end, bool *ret_integer)
{
    const char *first = at + (*at == '-');
    const char *last = scan_digits(first, end);

    if (last <= first || (*first == '0' && last != first + 1))
        return NULL;
    at = last;
    if (*at == '.' || (*at | 0x20) == 'e')
        at = scan_fraction(at, end);
    *ret_integer = at == last;
    return at;
}

/* true, false, null: `at` is at their first letter. A word that runs past the end is noticed by whoever looks at the
 * cursor next. */
static inline const char *scan_word(const char *at)
{
    if (memcmp(at, "true", 4) == 0 || memcmp(at, "null", 4) == 0)
        return at + 4;
    return memcmp(at, "false", 5) == 0 ? at + 5 : NULL;
}

#endif
