/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/data_text.h"

#include "cli/figures.h"
#include "cli/grid.h"
#include "cli/json_member.h"

#include <inttypes.h>

void data_words(struct buffer *out, const struct exposed *rows, size_t count, size_t most)
{
    const struct data_class_row *classes[DATA_CLASSES];
    size_t class_count = exposed_classes(rows, count, classes);

    for (size_t i = 0; i < class_count && i < most; i++)
        buffer_printf(out, "%s%s", i ? " " : "", classes[i]->name);
    if (class_count > most)
        buffer_printf(out, " +%zu", class_count - most);
}

void data_names_json(struct json_writer *json, const struct exposed *rows, size_t count)
{
    const struct data_class_row *classes[DATA_CLASSES];
    size_t class_count = exposed_classes(rows, count, classes);

    member_array(json, "data");
    for (size_t i = 0; i < class_count; i++)
        json_text(json, classes[i]->name);
    json_end(json);
}

void data_json(struct json_writer *json, const struct exposed *rows, size_t count)
{
    member_array(json, "data");
    for (size_t i = 0; i < count; i++) {
        const struct exposed *row = &rows[i];

        member_object(json, NULL);
        member_text(json, "class", slice_of(row->row->name));
        member_text(json, "title", slice_of(row->row->title));
        member_text(json, "group", slice_of(data_group_name(row->row->group)));
        member_text(json, "place", slice_of(exposed_place_name(row->place)));
        if (row->status)
            member_number(json, "status", row->status);
        if (row->media_type.len)
            member_text(json, "mediaType", row->media_type);
        member_text(json, "at", row->pointer);
        member_name(json, "confidence");
        json_double(json, exposed_confidence(row));
        member_number(json, "matched", row->class.matched);
        member_number(json, "of", row->class.of);
        member_flag(json, "within", row->class.is_within);
        if (row->example.len)
            member_text(json, "example", row->example);
        json_end(json);
    }
    json_end(json);
}

static void place_cell(struct grid *grid, const struct exposed *row)
{
    static const char *const words[EXPOSED_PLACES] = {
        [EXPOSED_PATH] = "path",
        [EXPOSED_QUERY] = "query",
        [EXPOSED_REQUEST_HEADER] = "header",
        [EXPOSED_COOKIE] = "cookie",
        [EXPOSED_REQUEST_BODY] = "request body",
        [EXPOSED_RESPONSE_HEADER] = "header field of",
        [EXPOSED_RESPONSE_BODY] = "answer",
    };

    if (row->status)
        grid_printf(grid, STYLE_DIM, "%s %u", words[row->place], row->status);
    else
        grid_cell(grid, STYLE_DIM, slice_of(words[row->place]));
}

/* How it is known: by how many of the values that were kept apart, or by its name. */
static void reason_cell(struct grid *grid, const struct exposed *row)
{
    if (row->class.of == 0)
        grid_cell(grid, STYLE_PLAIN, SLICE("by its name"));
    else
        grid_printf(grid, STYLE_PLAIN, "%s%" PRIu64 " of %" PRIu64 " values",
                    row->class.is_within ? "within " : "", row->class.matched, row->class.of);
}

void data_section(struct output *out, struct arena *arena, const struct exposed *rows, size_t count)
{
    static const struct column columns[] = {
        { .title = NULL },
        { .title = NULL },
        { .title = NULL, .is_elastic = true, .least = 14 },
        { .title = NULL },
        { .title = NULL, .drop = 1 },
    };
    struct grid grid;

    if (count == 0)
        return;
    buffer_byte(&out->text, '\n');
    output_styled(out, STYLE_BOLD, "Sensitive data");
    buffer_byte(&out->text, '\n');
    grid_init(&grid, arena, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < count; i++) {
        const struct exposed *row = &rows[i];

        grid_cell(&grid, STYLE_PLAIN, slice_of(row->row->title));
        place_cell(&grid, row);
        grid_cell(&grid, STYLE_PLAIN, row->pointer.len ? row->pointer : SLICE("/"));
        reason_cell(&grid, row);
        grid_cell(&grid, STYLE_DIM, row->example);
    }
    grid_print(&grid, out, 2);
}
