/* SPDX-License-Identifier: Apache-2.0 */
/* Writes JSON into a buffer, either on one line or indented by two spaces. The writer puts commas, colons,
 * line breaks; the caller says what comes. The output is always valid UTF-8: control characters are
 * escaped, invalid bytes become U+FFFD. A refused allocation shows as buffer.failed, once, at the end.
 *
 *     struct json_writer json;
 *     json_writer_init(&json, &out, true);
 *     json_begin_object(&json);
 *     json_key(&json, SLICE("count"));
 *     json_unsigned(&json, 12);
 *     json_end(&json); */
#ifndef JSON_WRITER_H
#define JSON_WRITER_H

#include "base/buffer.h"
#include "base/slice.h"

#include <stdint.h>

#define JSON_WRITER_DEPTH 256 /* deeper containers are written as null */

struct json_writer {
    struct buffer *out; /* borrowed */
    bool pretty;
    bool after_key;
    uint32_t depth;
    uint64_t objects[JSON_WRITER_DEPTH / 64]; /* one bit a level: 1 is an object */
    uint64_t filled[JSON_WRITER_DEPTH / 64];  /* one bit a level: something stands in it already */
    uint32_t too_deep;                        /* open containers that were not written */
};

void json_writer_init(struct json_writer *json, struct buffer *out, bool pretty);

void json_begin_object(struct json_writer *json);
void json_begin_array(struct json_writer *json);
/* Closes the innermost container. An empty one is written as {} or []. */
void json_end(struct json_writer *json);

void json_key(struct json_writer *json, struct slice key);
void json_string(struct json_writer *json, struct slice text);
void json_text(struct json_writer *json, const char *text); /* NUL-terminated; NULL writes null */
void json_bool(struct json_writer *json, bool value);
void json_null(struct json_writer *json);
void json_signed(struct json_writer *json, int64_t value);
void json_unsigned(struct json_writer *json, uint64_t value);
/* The shortest decimal that reads back as the same double; null for infinities and NaN. Independent of the
 * locale. */
void json_double(struct json_writer *json, double value);
/* JSON that is already text, placed as it is. */
void json_raw(struct json_writer *json, struct slice value);

/* The same rules for others who write JSON-like text: a quoted, escaped string. */
void json_quote(struct buffer *out, struct slice text);
/* The shortest round-trip decimal of a finite double; "0" otherwise. NUL-terminated. */
#define JSON_DOUBLE_TEXT 32
void json_format_double(double value, char text[JSON_DOUBLE_TEXT]);

#endif
