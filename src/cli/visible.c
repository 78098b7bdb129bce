/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/visible.h"

#include "base/text.h"

/* The code point of one valid UTF-8 sequence. */
static uint32_t point_of(struct slice unit)
{
    uint32_t point = (unsigned char)unit.at[0] & (0xffu >> (unit.len + 1));

    for (size_t i = 1; i < unit.len; i++)
        point = point << 6 | ((unsigned char)unit.at[i] & 0x3f);
    return point;
}

static size_t unit_length(struct slice text)
{
    size_t len = 1;

    while (len < text.len && ((unsigned char)text.at[len] & 0xc0) == 0x80)
        len++;
    return len;
}

static void escape(struct buffer *out, uint32_t point)
{
    if (point > 0xffff) { /* RFC 8259 7: a surrogate pair */
        buffer_printf(out, "\\u%04x", 0xd800 + ((point - 0x10000) >> 10));
        point = 0xdc00 + ((point - 0x10000) & 0x3ff);
    }
    buffer_printf(out, "\\u%04x", point);
}

void visible_json(struct buffer *out, struct slice json)
{
    struct buffer shown;

    buffer_init(&shown, out->account);
    while (json.len) {
        size_t plain = 0, len;
        struct slice unit;

        while (plain < json.len && (unsigned char)json.at[plain] < 0x80)
            plain++;
        buffer_append(out, slice_make(json.at, plain));
        json = slice_make(json.at + plain, json.len - plain);
        if (json.len == 0)
            break;
        len = unit_length(json);
        unit = slice_make(json.at, len);
        buffer_reset(&shown);
        text_escape(&shown, unit);
        if (slice_eq(buffer_slice(&shown), unit))
            buffer_append(out, unit);
        else
            escape(out, point_of(unit));
        json = slice_make(json.at + len, json.len - len);
    }
    out->failed = out->failed || shown.failed;
    buffer_done(&shown);
}
