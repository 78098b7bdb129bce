/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/shape_text.h"

#include "json/writer.h"

#include <inttypes.h>

#define CHOICES_MOST 12
#define ARRAYS_MOST 4 /* "array of array of ..." */

static void type_name(struct buffer *out, const struct shape *shape, int type, unsigned depth);

static void object_name(struct buffer *out, const struct shape *shape, unsigned depth)
{
    const struct object *object = shape->object;

    if (shape->back)
        buffer_printf(out, "object like the one %u further out", shape->back);
    else if (object && object->member_count == 0 && object->others && depth < ARRAYS_MOST) {
        buffer_text(out, "map of ");
        for (int type = 0, first = 1; type < TYPES; type++) {
            if (object->others->types & (1u << type)) {
                buffer_text(out, first ? "" : " or ");
                type_name(out, object->others, type, depth + 1);
                first = 0;
            }
        }
    } else {
        buffer_text(out, "object");
    }
}

static void type_name(struct buffer *out, const struct shape *shape, int type, unsigned depth)
{
    static const char *const names[TYPES] = { "null",   "boolean", "integer", "number",
                                              "string", "object",  "array" };

    if (type == TYPE_OBJECT) {
        object_name(out, shape, depth);
        return;
    }
    buffer_text(out, type == TYPE_STRING && shape->is_binary ? "file" : names[type]);
    if (type == TYPE_STRING && shape->format)
        buffer_printf(out, " (%s)", shape->format);
    if (type != TYPE_ARRAY || !shape->items || depth >= ARRAYS_MOST)
        return;
    for (int inner = 0, first = 1; inner < TYPES; inner++) {
        if (shape->items->types & (1u << inner)) {
            buffer_text(out, first ? " of " : " or ");
            type_name(out, shape->items, inner, depth + 1);
            first = 0;
        }
    }
}

void shape_type(struct buffer *out, const struct shape *shape)
{
    bool first = true;

    if (shape->types == 0)
        buffer_text(out, "unknown");
    for (int i = 1; i <= TYPES; i++) {
        int type = i % TYPES; /* null comes last */

        if (!(shape->types & (1u << type)))
            continue;
        buffer_text(out, first ? "" : " or ");
        type_name(out, shape, type, 0);
        first = false;
    }
}

static void separate(struct buffer *out, size_t start)
{
    if (out->len > start)
        buffer_text(out, "; ");
}

static void choices(struct buffer *out, const struct shape *shape)
{
    buffer_text(out, "one of: ");
    for (size_t i = 0; i < shape->choice_count && i < CHOICES_MOST; i++)
        buffer_printf(out, "%s%.*s", i ? ", " : "", SLICE_ARG(shape->choices[i]));
    if (shape->choice_count > CHOICES_MOST)
        buffer_printf(out, " and %zu more", shape->choice_count - CHOICES_MOST);
}

static void range(struct buffer *out, double least, double most)
{
    char from[JSON_DOUBLE_TEXT], to[JSON_DOUBLE_TEXT];

    json_format_double(least, from);
    json_format_double(most, to);
    if (least == most)
        buffer_text(out, from);
    else
        buffer_printf(out, "%s to %s", from, to);
}

static void counted(struct buffer *out, uint64_t least, uint64_t most, const char *one, const char *many)
{
    if (least == most)
        buffer_printf(out, "%" PRIu64 " %s", least, least == 1 ? one : many);
    else
        buffer_printf(out, "%" PRIu64 " to %" PRIu64 " %s", least, most, many);
}

void shape_details(struct buffer *out, const struct shape *shape)
{
    const struct evidence *evidence = &shape->evidence;
    size_t start = out->len;

    if (shape->choice_count) {
        choices(out, shape);
    } else {
        if (evidence->has_numbers)
            range(out, evidence->number_min, evidence->number_max);
        if (evidence->has_lengths && !shape->format) {
            separate(out, start);
            counted(out, evidence->length_min, evidence->length_max, "character", "characters");
        }
    }
    if (evidence->has_items) {
        separate(out, start);
        counted(out, evidence->items_min, evidence->items_max, "item", "items");
    }
    if (evidence->example.len && !shape->choice_count) {
        separate(out, start);
        buffer_printf(out, "e.g. %.*s", SLICE_ARG(evidence->example));
    }
}

const struct shape *shape_of_content(struct shapes *shapes, const struct content *content,
                                     struct arena *arena)
{
    bool is_lexical = content->kind == CONTENT_FORM || content->kind == CONTENT_MULTIPART;
    const struct field *root = content->schema ? schema_root(content->schema) : NULL;
    const struct shape *shape = NULL;

    shapes_init(shapes, arena, arena->account);
    if (root)
        shape = shape_of_body(shapes, root, is_lexical);
    shapes->failed = shapes->failed || (root && !shape);
    return shape;
}

const struct shape *shape_of_parameter(struct shapes *shapes, const struct parameter *parameter,
                                       struct arena *arena)
{
    const struct shape *shape;

    shapes_init(shapes, arena, arena->account);
    shape = shape_of_text(shapes, parameter->field, parameter->is_comma_list);
    shapes->failed = shapes->failed || !shape;
    return shape;
}

const struct object *shape_inner(const struct shape *shape)
{
    while (shape && !(shape->object && !shape->back)) {
        shape = shape->items;
        if (!shape)
            return NULL;
    }
    return shape ? shape->object : NULL;
}
