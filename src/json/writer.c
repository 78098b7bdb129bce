/* SPDX-License-Identifier: Apache-2.0 */
#include "json/writer.h"

#include "json/plain.h"
#include "json/unit.h"

#include <float.h>
#include <inttypes.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

void json_writer_init(struct json_writer *json, struct buffer *out, bool pretty)
{
    *json = (struct json_writer){ .out = out, .pretty = pretty };
}

static uint64_t bit_of(uint32_t level)
{
    return (uint64_t)1 << (level % 64);
}

static void new_line(struct json_writer *json)
{
    if (!json->pretty)
        return;
    buffer_byte(json->out, '\n');
    for (uint32_t i = 0; i < json->depth; i++)
        buffer_append(json->out, SLICE("  "));
}

/* What stands between the thing before and the one that comes now. */
static void separate(struct json_writer *json)
{
    uint32_t level = json->depth - 1;

    if (json->after_key) {
        json->after_key = false;
        return;
    }
    if (json->depth == 0)
        return;
    if (json->filled[level / 64] & bit_of(level))
        buffer_byte(json->out, ',');
    json->filled[level / 64] |= bit_of(level);
    new_line(json);
}

static void begin(struct json_writer *json, bool object)
{
    uint32_t level = json->depth;

    if (json->too_deep || level == JSON_WRITER_DEPTH) {
        if (json->too_deep++ == 0) {
            separate(json);
            buffer_append(json->out, SLICE("null"));
        }
        return;
    }
    separate(json);
    buffer_byte(json->out, object ? '{' : '[');
    if (object)
        json->objects[level / 64] |= bit_of(level);
    else
        json->objects[level / 64] &= ~bit_of(level);
    json->filled[level / 64] &= ~bit_of(level);
    json->depth++;
}

void json_begin_object(struct json_writer *json)
{
    begin(json, true);
}

void json_begin_array(struct json_writer *json)
{
    begin(json, false);
}

void json_end(struct json_writer *json)
{
    uint32_t level;

    if (json->too_deep) {
        json->too_deep--;
        return;
    }
    if (json->depth == 0)
        return;
    level = --json->depth;
    if (json->filled[level / 64] & bit_of(level))
        new_line(json);
    buffer_byte(json->out, json->objects[level / 64] & bit_of(level) ? '}' : ']');
}

static void escape(struct buffer *out, uint8_t byte)
{
    static const char letters[] = "\b\f\n\r\t\"\\", names[] = "bfnrt\"\\";
    const char *letter = byte ? strchr(letters, byte) : NULL;

    if (letter) {
        buffer_byte(out, '\\');
        buffer_byte(out, names[letter - letters]);
    } else {
        buffer_printf(out, "\\u%04x", byte);
    }
}

void json_quote(struct buffer *out, struct slice text)
{
    const char *at = text.at, *end = text.at + text.len;

    buffer_byte(out, '"');
    while (at < end) {
        const char *run = at;
        int sequence;

        /* DEL is allowed as it is (RFC 8259 7), but a terminal acts on it. */
        at = json_plain_end(at, end);
        if (at > run) {
            const char *del;

            while ((del = memchr(run, 0x7f, (size_t)(at - run)))) {
                buffer_append(out, slice_make(run, (size_t)(del - run)));
                escape(out, 0x7f);
                run = del + 1;
            }
            buffer_append(out, slice_make(run, (size_t)(at - run)));
        }
        if (at == end)
            break;
        if ((uint8_t)*at < 0x80) {
            escape(out, (uint8_t)*at++);
            continue;
        }
        sequence = json_utf8(at, (size_t)(end - at));
        if (sequence <= 0) {
            buffer_append(out, SLICE("\xef\xbf\xbd"));
            at++;
        } else if (sequence == 2 && (uint8_t)at[0] == 0xc2 && (uint8_t)at[1] < 0xa0) {
            /* C1 controls: a terminal may act on them. */
            escape(out, (uint8_t)at[1]);
            at += 2;
        } else {
            buffer_append(out, slice_make(at, (size_t)sequence));
            at += sequence;
        }
    }
    buffer_byte(out, '"');
}

void json_key(struct json_writer *json, struct slice key)
{
    if (json->too_deep)
        return;
    separate(json);
    json_quote(json->out, key);
    buffer_byte(json->out, ':');
    if (json->pretty)
        buffer_byte(json->out, ' ');
    json->after_key = true;
}

void json_raw(struct json_writer *json, struct slice value)
{
    if (json->too_deep)
        return;
    separate(json);
    buffer_append(json->out, value);
}

void json_string(struct json_writer *json, struct slice text)
{
    if (json->too_deep)
        return;
    separate(json);
    json_quote(json->out, text);
}

void json_text(struct json_writer *json, const char *text)
{
    if (text)
        json_string(json, slice_of(text));
    else
        json_null(json);
}

void json_bool(struct json_writer *json, bool value)
{
    json_raw(json, value ? SLICE("true") : SLICE("false"));
}

void json_null(struct json_writer *json)
{
    json_raw(json, SLICE("null"));
}

void json_signed(struct json_writer *json, int64_t value)
{
    char text[24];

    snprintf(text, sizeof text, "%" PRId64, value);
    json_raw(json, slice_of(text));
}

void json_unsigned(struct json_writer *json, uint64_t value)
{
    char text[24];

    snprintf(text, sizeof text, "%" PRIu64, value);
    json_raw(json, slice_of(text));
}

void json_format_double(double value, char text[JSON_DOUBLE_TEXT])
{
    const char *point;
    char *foreign;

    if (!isfinite(value) || value == 0.0) {
        snprintf(text, JSON_DOUBLE_TEXT, "%s", signbit(value) && value == 0.0 ? "-0" : "0");
        return;
    }
    if (fabs(value) < 1e15 && value == floor(value)) {
        snprintf(text, JSON_DOUBLE_TEXT, "%.0f", value);
        return;
    }
    /* 17 digits always suffice (IEEE 754-2019 5.12.2); %g leaves out zeros at the end, so 15 are the first
     * to try, but for subnormal numbers, which hold fewer. */
    for (int digits = fabs(value) < DBL_MIN ? 1 : 15; digits <= 17; digits++) {
        snprintf(text, JSON_DOUBLE_TEXT, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            break;
    }
    point = localeconv()->decimal_point;
    foreign = point && *point && *point != '.' ? strstr(text, point) : NULL;
    if (foreign) {
        size_t len = strlen(point);

        *foreign = '.';
        memmove(foreign + 1, foreign + len, strlen(foreign + len) + 1);
    }
}

void json_double(struct json_writer *json, double value)
{
    char text[JSON_DOUBLE_TEXT];

    if (!isfinite(value)) {
        json_null(json);
        return;
    }
    json_format_double(value, text);
    json_raw(json, slice_of(text));
}
