/* SPDX-License-Identifier: Apache-2.0 */
/* Text is taken one unit at a time: a code point, or one byte that is not UTF-8. Each unit is shown as it is or as an
 * escape that stands for it. */
#include "base/text.h"

#include <stdio.h>

#define ESCAPE_ROOM 16 /* "\u{10ffff}" and a NUL */

struct range {
    uint32_t first, last;
};

static bool in_ranges(const struct range *ranges, size_t count, uint32_t point)
{
    while (count > 0) {
        size_t half = count / 2;

        if (point > ranges[half].last) {
            ranges += half + 1;
            count -= half + 1;
        } else if (point < ranges[half].first) {
            count = half;
        } else {
            return true;
        }
    }
    return false;
}
#define IN_RANGES(ranges, point) in_ranges(ranges, sizeof(ranges) / sizeof *(ranges), point)

/* Controls, line ends, and what is invisible or turns the direction of the text around it (Unicode, UAX 9). */
static const struct range hidden[] = {
    { 0x00, 0x1f },       { 0x7f, 0x9f },       { 0xad, 0xad },       { 0x61c, 0x61c },
    { 0x115f, 0x1160 },   { 0x180e, 0x180e },   { 0x200b, 0x200b },   { 0x200e, 0x200f },
    { 0x2028, 0x202e },   { 0x2060, 0x206f },   { 0x3164, 0x3164 },   { 0xfdd0, 0xfdef },
    { 0xfeff, 0xfeff },   { 0xffa0, 0xffa0 },   { 0xfff0, 0xfffb },   { 0xfffe, 0xffff },
    { 0x1bca0, 0x1bca3 }, { 0x1d173, 0x1d17a }, { 0xe0000, 0xe00ff }, { 0xf0000, 0x10ffff },
};

/* Marks that stand on the character before them. */
static const struct range combining[] = {
    { 0x300, 0x36f },     { 0x483, 0x489 },   { 0x591, 0x5bd },   { 0x5bf, 0x5bf },   { 0x5c1, 0x5c2 },
    { 0x5c4, 0x5c5 },     { 0x610, 0x61a },   { 0x64b, 0x65f },   { 0x670, 0x670 },   { 0x6d6, 0x6dc },
    { 0x6df, 0x6e4 },     { 0x6e7, 0x6e8 },   { 0x6ea, 0x6ed },   { 0x711, 0x711 },   { 0x730, 0x74a },
    { 0x900, 0x902 },     { 0x93a, 0x93a },   { 0x93c, 0x93c },   { 0x941, 0x948 },   { 0x94d, 0x94d },
    { 0x951, 0x957 },     { 0x962, 0x963 },   { 0x981, 0x981 },   { 0x9bc, 0x9bc },   { 0x9c1, 0x9c4 },
    { 0x9cd, 0x9cd },     { 0xe31, 0xe31 },   { 0xe34, 0xe3a },   { 0xe47, 0xe4e },   { 0xeb1, 0xeb1 },
    { 0xeb4, 0xebc },     { 0x135d, 0x135f }, { 0x1ab0, 0x1aff }, { 0x1dc0, 0x1dff }, { 0x200c, 0x200d },
    { 0x20d0, 0x20f0 },   { 0x302a, 0x302d }, { 0x3099, 0x309a }, { 0xfe00, 0xfe0f }, { 0xfe20, 0xfe2f },
    { 0xe0100, 0xe01ef },
};

/* East Asian Width W and F (Unicode, UAX 11) and the emoji that terminals draw in two columns. */
static const struct range wide[] = {
    { 0x1100, 0x115f },   { 0x231a, 0x231b },   { 0x2329, 0x232a },   { 0x23e9, 0x23ec },
    { 0x23f0, 0x23f0 },   { 0x23f3, 0x23f3 },   { 0x25fd, 0x25fe },   { 0x2614, 0x2615 },
    { 0x2648, 0x2653 },   { 0x267f, 0x267f },   { 0x2693, 0x2693 },   { 0x26a1, 0x26a1 },
    { 0x26aa, 0x26ab },   { 0x26bd, 0x26be },   { 0x26c4, 0x26c5 },   { 0x26ce, 0x26ce },
    { 0x26d4, 0x26d4 },   { 0x26ea, 0x26ea },   { 0x26f2, 0x26f3 },   { 0x26f5, 0x26f5 },
    { 0x26fa, 0x26fa },   { 0x26fd, 0x26fd },   { 0x2705, 0x2705 },   { 0x270a, 0x270b },
    { 0x2728, 0x2728 },   { 0x274c, 0x274c },   { 0x274e, 0x274e },   { 0x2753, 0x2755 },
    { 0x2757, 0x2757 },   { 0x2795, 0x2797 },   { 0x27b0, 0x27b0 },   { 0x27bf, 0x27bf },
    { 0x2b1b, 0x2b1c },   { 0x2b50, 0x2b50 },   { 0x2b55, 0x2b55 },   { 0x2e80, 0x303e },
    { 0x3041, 0x33ff },   { 0x3400, 0x4dbf },   { 0x4e00, 0xa4cf },   { 0xa960, 0xa97f },
    { 0xac00, 0xd7a3 },   { 0xf900, 0xfaff },   { 0xfe10, 0xfe19 },   { 0xfe30, 0xfe6f },
    { 0xff00, 0xff60 },   { 0xffe0, 0xffe6 },   { 0x16fe0, 0x18cff }, { 0x1b000, 0x1b2ff },
    { 0x1f004, 0x1f004 }, { 0x1f0cf, 0x1f0cf }, { 0x1f18e, 0x1f18e }, { 0x1f191, 0x1f19a },
    { 0x1f200, 0x1f320 }, { 0x1f32d, 0x1f335 }, { 0x1f337, 0x1f37c }, { 0x1f37e, 0x1f393 },
    { 0x1f3a0, 0x1f3ca }, { 0x1f3cf, 0x1f3d3 }, { 0x1f3e0, 0x1f3f0 }, { 0x1f3f4, 0x1f3f4 },
    { 0x1f3f8, 0x1f43e }, { 0x1f440, 0x1f440 }, { 0x1f442, 0x1f4fc }, { 0x1f4ff, 0x1f53d },
    { 0x1f54b, 0x1f54e }, { 0x1f550, 0x1f567 }, { 0x1f57a, 0x1f57a }, { 0x1f595, 0x1f596 },
    { 0x1f5a4, 0x1f5a4 }, { 0x1f5fb, 0x1f64f }, { 0x1f680, 0x1f6c5 }, { 0x1f6cc, 0x1f6cc },
    { 0x1f6d0, 0x1f6d2 }, { 0x1f6d5, 0x1f6d7 }, { 0x1f6dd, 0x1f6df }, { 0x1f6eb, 0x1f6ec },
    { 0x1f6f4, 0x1f6fc }, { 0x1f7e0, 0x1f7f0 }, { 0x1f90c, 0x1f93a }, { 0x1f93c, 0x1f945 },
    { 0x1f947, 0x1f9ff }, { 0x1fa70, 0x1faff }, { 0x20000, 0x3fffd },
};

bool text_take(struct slice *rest, uint32_t *ret)
{
    /* Of each length: the smallest code point that needs it (RFC 3629 3: no overlong forms). */
    static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
    const unsigned char *at = (const unsigned char *)rest->at;
    size_t len = at[0] < 0x80   ? 1
                 : at[0] < 0xc2 ? 0
                 : at[0] < 0xe0 ? 2
                 : at[0] < 0xf0 ? 3
                 : at[0] < 0xf5 ? 4
                                : 0;
    uint32_t point = len == 1 ? at[0] : len ? at[0] & (0x7fu >> len) : 0;
    bool valid = len > 0 && len <= rest->len;

    for (size_t i = 1; valid && i < len; i++) {
        valid = (at[i] & 0xc0) == 0x80;
        point = point << 6 | (at[i] & 0x3f);
    }
    valid = valid && point >= smallest[len] && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
    if (!valid) {
        point = at[0];
        len = 1;
    }
    rest->at += len;
    rest->len -= len;
    *ret = point;
    return valid;
}

static size_t point_width(uint32_t point)
{
    if (point < 0x300)
        return 1;
    return IN_RANGES(combining, point) ? 0 : IN_RANGES(wide, point) ? 2 : 1;
}

/* The next unit as it is shown, and its columns; `escape` is where an escape is written. */
static struct slice take_shown(struct slice *rest, char escape[ESCAPE_ROOM], size_t *ret_width)
{
    const char *start = rest->at;
    uint32_t point;
    bool valid = text_take(rest, &point);
    int len;

    if (valid && (point < 0x80 ? point >= 0x20 && point < 0x7f : !IN_RANGES(hidden, point))) {
        *ret_width = point_width(point);
        return slice_make(start, (size_t)(rest->at - start));
    }
    len = snprintf(escape, ESCAPE_ROOM, valid && point >= 0x80 ? "\\u{%04x}" : "\\x%02x", (unsigned)point);
    *ret_width = (size_t)len;
    return slice_make(escape, (size_t)len);
}

static size_t plain_length(struct slice text)
{
    size_t i = 0;

    while (i < text.len && text.at[i] >= 0x20 && text.at[i] < 0x7f)
        i++;
    return i;
}

void text_escape(struct buffer *out, struct slice text)
{
    char escape[ESCAPE_ROOM];
    size_t width;

    while (text.len) {
        size_t plain = plain_length(text);

        buffer_append(out, slice_make(text.at, plain));
        text = slice_make(text.at + plain, text.len - plain);
        if (text.len)
            buffer_append(out, take_shown(&text, escape, &width));
    }
}

void text_escape_into(char *at, size_t room, struct slice text)
{
    char escape[ESCAPE_ROOM];
    size_t width, used = 0;

    while (text.len) {
        struct slice shown = take_shown(&text, escape, &width);

        if (shown.len >= room - used)
            break;
        memcpy(at + used, shown.at, shown.len);
        used += shown.len;
    }
    at[used] = '\0';
}

size_t text_width(struct slice text)
{
    size_t width = 0;

    while (text.len) {
        uint32_t point;

        width += text_take(&text, &point) ? point_width(point) : 1;
    }
    return width;
}

void text_fit(struct buffer *out, struct slice text, size_t columns, bool pad)
{
    size_t used = 0, cut_used = 0, cut_len = out->len;
    char escape[ESCAPE_ROOM];

    while (text.len) {
        size_t width;
        struct slice shown = take_shown(&text, escape, &width);

        if (used + width > columns) {
            out->len = cut_len;
            used = cut_used;
            if (columns > 0) {
                buffer_text(out, "\u2026");
                used++;
            }
            break;
        }
        buffer_append(out, shown);
        used += width;
        if (used < columns) {
            cut_used = used;
            cut_len = out->len;
        }
    }
    for (; pad && used < columns; used++)
        buffer_byte(out, ' ');
}

/* Spreadsheets take these at the start of a cell for a formula, the full-width forms too. */
static bool is_formula(struct slice text)
{
    uint32_t point;

    if (text.len == 0)
        return false;
    text_take(&text, &point);
    return point == '=' || point == '+' || point == '-' || point == '@' || point == '\t' || point == '\r' ||
           point == 0xff1d || point == 0xff0b || point == 0xff0d || point == 0xff20;
}

/* A semicolon separates cells where the comma is the decimal sign. */
static bool needs_quotes(struct slice text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] == '"' || text.at[i] == ',' || text.at[i] == ';')
            return true;
    return text.len && (text.at[0] == ' ' || text.at[text.len - 1] == ' ');
}

void text_csv(struct buffer *out, struct slice text)
{
    bool quotes = needs_quotes(text);
    bool formula = is_formula(text);

    if (quotes)
        buffer_byte(out, '"');
    if (formula)
        buffer_byte(out, '\'');
    while (text.len) {
        const char *quote = memchr(text.at, '"', text.len);
        size_t before = quote ? (size_t)(quote - text.at) : text.len;
        size_t eaten = before + (quote != NULL);

        text_escape(out, slice_make(text.at, before));
        if (quote)
            buffer_text(out, "\"\"");
        text = slice_make(text.at + eaten, text.len - eaten);
    }
    if (quotes)
        buffer_byte(out, '"');
}

/* Divides, rounding half up; no sum here can overflow. */
static uint64_t divide(uint64_t count, uint64_t by)
{
    return count / by + (count % by >= by - by / 2);
}

void text_count(struct buffer *out, uint64_t count)
{
    static const char units[] = "kMGTPE";
    uint64_t unit = 1000;
    size_t i = 0;

    if (count < 1000) {
        buffer_printf(out, "%u", (unsigned)count);
        return;
    }
    while (units[i + 1] && divide(count, unit) >= 1000) {
        unit *= 1000;
        i++;
    }
    if (divide(count, unit / 10) < 100)
        buffer_printf(out, "%u.%u %c", (unsigned)(divide(count, unit / 10) / 10),
                      (unsigned)(divide(count, unit / 10) % 10), units[i]);
    else
        buffer_printf(out, "%u %c", (unsigned)divide(count, unit), units[i]);
}

void text_bytes(struct buffer *out, uint64_t bytes)
{
    static const char units[] = "kMGTPE";
    uint64_t unit = 1000;
    size_t i = 0;

    if (bytes < 1000) {
        buffer_printf(out, "%u B", (unsigned)bytes);
        return;
    }
    while (units[i + 1] && divide(bytes, unit / 10) >= 10000) {
        unit *= 1000;
        i++;
    }
    buffer_printf(out, "%u.%u %cB", (unsigned)(divide(bytes, unit / 10) / 10),
                  (unsigned)(divide(bytes, unit / 10) % 10), units[i]);
}
