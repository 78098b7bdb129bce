/* SPDX-License-Identifier: Apache-2.0 */
#include "source/params.h"

#include <string.h>

bool params_add(struct params *params, struct arena *arena, const struct params_field *field)
{
    struct params_item *item = arena_get_array(arena, 1, sizeof *item);

    if (!item)
        return false;
    item->field = *field;
    if (params->last)
        params->last->next = item;
    else
        params->first = item;
    params->last = item;
    params->count++;
    return true;
}

static bool is_unreserved(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
           byte == '-' || byte == '_' || byte == '.' || byte == '*';
}

static void write_percent(struct buffer *out, struct slice text)
{
    static const char digits[] = "0123456789ABCDEF";

    for (size_t i = 0; i < text.len; i++) {
        uint8_t byte = (uint8_t)text.at[i];

        if (is_unreserved(text.at[i])) {
            buffer_byte(out, text.at[i]);
        } else if (byte == ' ') {
            buffer_byte(out, '+');
        } else {
            buffer_byte(out, '%');
            buffer_byte(out, digits[byte >> 4]);
            buffer_byte(out, digits[byte & 15]);
        }
    }
}

static void write_urlencoded(const struct params *params, struct buffer *out)
{
    for (const struct params_item *item = params->first; item; item = item->next) {
        if (item != params->first)
            buffer_byte(out, '&');
        write_percent(out, item->field.name);
        buffer_byte(out, '=');
        write_percent(out, item->field.value);
    }
}

/* In a quoted name these three are written as browsers do (RFC 7578 2; WHATWG HTML, multipart/form-data). */
static void write_quoted(struct buffer *out, struct slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        switch (text.at[i]) {
        case '"': buffer_append(out, SLICE("%22")); break;
        case '\r': buffer_append(out, SLICE("%0D")); break;
        case '\n': buffer_append(out, SLICE("%0A")); break;
        default: buffer_byte(out, text.at[i]);
        }
    }
}

static void write_part(const struct params_field *field, struct slice boundary, struct buffer *out)
{
    buffer_append(out, SLICE("--"));
    buffer_append(out, boundary);
    buffer_append(out, SLICE("\r\nContent-Disposition: form-data; name=\""));
    write_quoted(out, field->name);
    if (field->file.len) {
        buffer_append(out, SLICE("\"; filename=\""));
        write_quoted(out, field->file);
    }
    buffer_append(out, SLICE("\"\r\n"));
    if (field->type.len && !memchr(field->type.at, '\n', field->type.len)) {
        buffer_append(out, SLICE("Content-Type: "));
        buffer_append(out, field->type);
        buffer_append(out, SLICE("\r\n"));
    }
    buffer_append(out, SLICE("\r\n"));
    buffer_append(out, field->value);
    buffer_append(out, SLICE("\r\n"));
}

/* The value of the boundary parameter (RFC 9110 5.6.6); empty when there is none. */
static struct slice boundary_of(struct slice type)
{
    struct slice part = slice_cut(&type, ';');

    while (type.len) {
        struct slice name;

        part = slice_trim(slice_cut(&type, ';'));
        name = slice_cut(&part, '=');
        if (!slice_eq_nocase(name, SLICE("boundary")))
            continue;
        if (part.len >= 2 && *part.at == '"' && part.at[part.len - 1] == '"')
            part = slice_make(part.at + 1, part.len - 2);
        return part;
    }
    return (struct slice){ 0 };
}

bool params_write(const struct params *params, struct slice content_type, struct buffer *out)
{
    struct slice rest = content_type, type, boundary;

    buffer_reset(out);
    if (content_type.len == 0)
        return false;
    type = slice_trim(slice_cut(&rest, ';'));
    if (slice_eq_nocase(type, SLICE("application/x-www-form-urlencoded"))) {
        write_urlencoded(params, out);
        return !out->failed;
    }
    boundary = boundary_of(content_type);
    if (!slice_eq_nocase(type, SLICE("multipart/form-data")) || boundary.len == 0)
        return false;
    for (const struct params_item *item = params->first; item; item = item->next)
        write_part(&item->field, boundary, out);
    buffer_append(out, SLICE("--"));
    buffer_append(out, boundary);
    buffer_append(out, SLICE("--\r\n"));
    return !out->failed;
}
