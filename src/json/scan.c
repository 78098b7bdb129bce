/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of the scanner that are too long or too seldom needed to be inline, and the driver that only checks. */
#include "json/scan.h"

#include "base/byte.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

/* ---- UTF-8 */

static inline uint32_t scan_word_at(const char *at)
{
    const unsigned char *bytes = (const unsigned char *)at;

    return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

/* Bytes of the sequence that starts with a byte above 0x7f; 0 when it is none. The word holds the lead byte lowest. */
static inline unsigned scan_sequence(uint32_t word)
{
    if ((word & 0x00c0c0f0) == 0x008080e0) /* not below U+0800, not U+D800 to U+DFFF */
        return (word & 0x200f) != 0 && (word & 0x200f) != 0x200d ? 3 : 0;
    if ((word & 0x0000c0e0) == 0x000080c0) /* not below U+0080 */
        return (word & 0x1e) != 0 ? 2 : 0;
    if ((word & 0xc0c0c0f8) == 0x808080f0) /* not below U+10000, not above U+10FFFF */
        return (word & 0x3007) != 0 && ((word & 0x04) == 0 || (word & 0x3003) == 0) ? 4 : 0;
    return 0;
}

bool scan_utf8(const char *at, const char *end)
{
    while (at < end) {
        uint32_t high = simd_high(simd_load(at));
        unsigned step;

        if (high == 0) {
            at += SIMD_BYTES;
            continue;
        }
        for (at += simd_first(high); at < end && (unsigned char)*at >= 0x80; at += step) {
            step = scan_sequence(scan_word_at(at));
            if (step == 0 || step > (size_t)(end - at))
                return false;
        }
    }
    return true;
}

size_t scan_code_points(struct slice text)
{
    size_t points = 0, i = 0;

    for (; i + SIMD_BYTES <= text.len; i += SIMD_BYTES)
        points += simd_count(simd_code_points(simd_load(text.at + i)));
    for (; i < text.len; i++)
        points += (text.at[i] & 0xc0) != 0x80;
    return points;
}

/* ---- escapes */

/* The 16 bits of four hexadecimal digits; -1 when they are not. */
static inline int scan_hex(const char *at)
{
    int unit = 0;

    for (int i = 0; i < 4; i++) {
        int digit = byte_hex_value(at[i]);

        if (digit < 0)
            return -1;
        unit = unit << 4 | digit;
    }
    return unit;
}

unsigned scan_escape(const char *at)
{
    if (at[0] != '\\')
        return 0;
    switch (at[1]) {
    case '"':
    case '\\':
    case '/':
    case 'b':
    case 'f':
    case 'n':
    case 'r':
    case 't': return 2;
    case 'u': return scan_hex(at + 2) >= 0 ? 6 : 0;
    default: return 0;
    }
}

static char *scan_put(char *to, uint32_t point)
{
    if (point < 0x80) {
        *to++ = (char)point;
    } else if (point < 0x800) {
        *to++ = (char)(0xc0 | point >> 6);
        *to++ = (char)(0x80 | (point & 0x3f));
    } else if (point < 0x10000) {
        *to++ = (char)(0xe0 | point >> 12);
        *to++ = (char)(0x80 | (point >> 6 & 0x3f));
        *to++ = (char)(0x80 | (point & 0x3f));
    } else {
        *to++ = (char)(0xf0 | point >> 18);
        *to++ = (char)(0x80 | (point >> 12 & 0x3f));
        *to++ = (char)(0x80 | (point >> 6 & 0x3f));
        *to++ = (char)(0x80 | (point & 0x3f));
    }
    return to;
}

/* One \uXXXX, or two that make a surrogate pair. */
static const char *scan_unescape_unicode(const char *at, const char *end, char **to)
{
    uint32_t point = (uint32_t)scan_hex(at + 2);

    at += 6;
    if (point >= 0xd800 && point <= 0xdfff) {
        int low = point <= 0xdbff && end - at >= 6 && at[0] == '\\' && at[1] == 'u' ? scan_hex(at + 2) : -1;

        if (low >= 0xdc00 && low <= 0xdfff) {
            point = 0x10000 + ((point - 0xd800) << 10) + ((uint32_t)low - 0xdc00);
            at += 6;
        } else {
            point = 0xfffd;
        }
    }
    *to = scan_put(*to, point);
    return at;
}

static char scan_unescape_letter(char letter)
{
    switch (letter) {
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return letter;
    }
}

size_t scan_unescape(struct slice raw, char *to)
{
    const char *at = raw.at, *end = raw.at + raw.len;
    char *start = to;

    while (at < end) {
        const char *escape = memchr(at, '\\', (size_t)(end - at));
        size_t plain = (size_t)((escape ? escape : end) - at);

        memmove(to, at, plain);
        to += plain;
        at += plain;
        if (!escape)
            break;
        if (at[1] == 'u') {
            at = scan_unescape_unicode(at, end, &to);
        } else {
            *to++ = scan_unescape_letter(at[1]);
            at += 2;
        }
    }
    return (size_t)(to - start);
}

/* ---- numbers */

/* Anything strtod would need to be asked for; `text` is copied because it is not terminated. Beyond 64 characters the
 * digits of the integer part count as a power of ten and fraction and exponent are dropped: a bound, not a value. */
static double scan_number_slow(struct slice number)
{
    char text[72];
    size_t len = number.len < 64 ? number.len : 64;
    double value;

    memcpy(text, number.at, len);
    text[len] = '\0';
    if (number.len > 64) {
        size_t digits = 0, sign = number.at[0] == '-';

        while (sign + digits < number.len && number.at[sign + digits] >= '0' &&
               number.at[sign + digits] <= '9')
            digits++;
        if (digits > 60)
            return (sign ? -1 : 1) * (digits > 308 ? DBL_MAX : pow(10, (double)digits));
        text[sign + digits] = '\0';
    }
    value = strtod(text, NULL);
    return isinf(value) ? copysign(DBL_MAX, value) : value;
}

/* Up to 15 digits and a power of ten up to 22 are exact as doubles, so that one division rounds correctly (Clinger,
 * "How to read floating point numbers accurately", 1990). */
double scan_number_value(struct slice number)
{
    static const double powers[] = { 1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                     1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15 };
    const char *at = number.at, *end = number.at + number.len;
    bool negative = at < end && *at == '-', fraction = false;
    uint64_t digits = 0;
    unsigned places = 0;

    if (number.len > 16)
        return scan_number_slow(number);
    for (at += negative; at < end; at++) {
        if (*at == '.') {
            fraction = true;
        } else if (*at >= '0' && *at <= '9') {
            digits = digits * 10 + (uint64_t)(*at - '0');
            places += fraction;
        } else {
            return scan_number_slow(number);
        }
    }
    if (digits > 999999999999999)
        return scan_number_slow(number);
    return (negative ? -1.0 : 1.0) * ((double)digits / powers[places]);
}

/* ---- the driver that only checks */

static uint64_t *scan_nest_word(struct scan_nest *nest, size_t level)
{
    size_t word = level / 64;

    return word < 8 ? &nest->first[word] : &nest->more[word - 8];
}

/* Notes what kind of container stands at `level`; false when there is no room. */
static bool scan_nest_put(struct scan_nest *nest, size_t level, bool object)
{
    uint64_t bit = (uint64_t)1 << level % 64, *word;

    if (level >= SCAN_DEPTH)
        return false;
    if (level / 64 >= 8 + nest->more_words) {
        size_t words = nest->more_words ? 2 * nest->more_words : 64;
        uint64_t *more =
            memory_resize(nest->account, nest->more, nest->more_words * sizeof *more, words * sizeof *more);

        if (!more)
            return false;
        nest->more = more;
        nest->more_words = words;
    }
    word = scan_nest_word(nest, level);
    *word = object ? *word | bit : *word & ~bit;
    return true;
}

static bool scan_nest_is_object(struct scan_nest *nest, size_t level)
{
    return *scan_nest_word(nest, level) >> level % 64 & 1;
}

void scan_nest_done(struct scan_nest *nest)
{
    memory_give(nest->account, nest->more, nest->more_words * sizeof *nest->more);
    nest->more = NULL;
    nest->more_words = 0;
}

static const char *scan_scalar(struct scan *scan, const char *at)
{
    bool integer;
    unsigned flags;

    switch (*at) {
    case '"': at = scan_string(scan, at + 1, &flags); return at ? at + 1 : NULL;
    case 't':
    case 'f':
    case 'n': return scan_word(at);
    default: return scan_number(at, scan->end, &integer);
    }
}

/* A member's name, its colon and the blanks around them. */
static const char *scan_name(struct scan *scan, const char *at)
{
    unsigned flags;

    at = scan_blank(at, scan->end);
    if (at >= scan->end || *at != '"')
        return NULL;
    at = scan_string(scan, at + 1, &flags);
    if (!at)
        return NULL;
    at = scan_blank(at + 1, scan->end);
    return at < scan->end && *at == ':' ? at + 1 : NULL;
}

/* Opens a container, or takes it whole when it is empty (*depth stays). */
static const char *scan_open(struct scan *scan, const char *at, struct scan_nest *nest, size_t *depth)
{
    bool object = *at == '{';

    at = scan_blank(at + 1, scan->end);
    if (at < scan->end && *at == (object ? '}' : ']'))
        return at + 1;
    if (!scan_nest_put(nest, *depth, object))
        return NULL;
    ++*depth;
    return object ? scan_name(scan, at) : at;
}

/* Behind a value: closes what ends here and takes the comma (and name) before the next value. */
static const char *scan_close(struct scan *scan, const char *at, struct scan_nest *nest, size_t *depth)
{
    while (*depth > 0) {
        bool object = scan_nest_is_object(nest, *depth - 1);

        at = scan_blank(at, scan->end);
        if (at >= scan->end)
            return NULL;
        if (*at == ',')
            return object ? scan_name(scan, at + 1) : at + 1;
        if (*at != (object ? '}' : ']'))
            return NULL;
        at++;
        --*depth;
    }
    return at;
}

const char *scan_skip(struct scan *scan, const char *at, struct scan_nest *nest)
{
    size_t depth = 0;

    do {
        size_t before = depth;

        at = scan_blank(at, scan->end);
        if (at >= scan->end)
            return NULL;
        at = *at == '{' || *at == '[' ? scan_open(scan, at, nest, &depth) : scan_scalar(scan, at);
        if (at && depth <= before)
            at = scan_close(scan, at, nest, &depth);
    } while (at && depth > 0);
    return at;
}

bool scan_is_valid(struct slice body, struct scan_nest *nest)
{
    struct scan scan = { body.at + body.len, false };
    const char *at = scan_skip(&scan, body.at, nest);

    return at && at <= scan.end && scan_blank(at, scan.end) >= scan.end;
}
