/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/grid.h"

#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>

#define GAP 2     /* spaces between columns */
#define HANGING 2 /* how far folded lines stand in */
#define LINES_MOST 8

struct layout {
    size_t width[GRID_COLUMNS]; /* 0: left out */
    size_t indent;
};

void grid_init(struct grid *grid, struct arena *arena, const struct column *columns, size_t column_count)
{
    *grid = (struct grid){
        .arena = arena, .columns = columns, .column_count = column_count, .filled = column_count
    };
}

static struct row *new_row(struct grid *grid)
{
    struct row *row = arena_get_array(grid->arena, 1, sizeof *row);

    if (!row)
        return NULL;
    if (grid->last)
        grid->last->next = row;
    else
        grid->first = row;
    grid->last = row;
    grid->filled = 0;
    return row;
}

static struct slice escaped(struct grid *grid, struct slice text)
{
    struct buffer out;
    struct slice kept;

    buffer_init(&out, grid->arena->account);
    text_escape(&out, text);
    kept = arena_copy(grid->arena, buffer_slice(&out));
    buffer_done(&out);
    return kept;
}

void grid_cell(struct grid *grid, enum style style, struct slice text)
{
    struct cell cell = { .text = escaped(grid, text), .style = style };

    cell.width = text_width(cell.text);
    if (grid->filled == grid->column_count && !new_row(grid))
        return;
    grid->last->cells[grid->filled++] = cell;
}

void grid_printf(struct grid *grid, enum style style, const char *format, ...)
{
    char text[256];
    va_list args;
    int len;

    va_start(args, format);
    len = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    grid_cell(grid, style,
              slice_make(text, len < 0                     ? 0
                               : (size_t)len < sizeof text ? (size_t)len
                                                           : sizeof text - 1));
}

void grid_heading(struct grid *grid, struct slice text, struct slice note)
{
    struct row *row = new_row(grid);

    if (!row)
        return;
    row->is_heading = true;
    row->cells[0] = (struct cell){ .text = escaped(grid, text), .style = STYLE_BOLD };
    row->cells[1] = (struct cell){ .text = escaped(grid, note), .style = STYLE_DIM };
    grid->filled = grid->column_count;
}

static size_t taken(const struct grid *grid, const struct layout *layout)
{
    size_t sum = layout->indent, shown = 0;

    for (size_t i = 0; i < grid->column_count; i++) {
        sum += layout->width[i];
        shown += layout->width[i] > 0;
    }
    return sum + (shown ? (shown - 1) * GAP : 0);
}

/* The column that matters least of those still there; SIZE_MAX when all must stay. */
static size_t least_wanted(const struct grid *grid, const struct layout *layout)
{
    size_t drop = SIZE_MAX;

    for (size_t i = 0; i < grid->column_count; i++) {
        if (layout->width[i] && grid->columns[i].drop &&
            (drop == SIZE_MAX || grid->columns[i].drop > grid->columns[drop].drop))
            drop = i;
    }
    return drop;
}

static size_t widest(const struct grid *grid, const struct layout *layout)
{
    size_t wide = 0;

    for (size_t i = 1; i < grid->column_count; i++) {
        if (layout->width[i] > layout->width[wide])
            wide = i;
    }
    return wide;
}

static void squeeze(const struct grid *grid, struct layout *layout, size_t elastic, size_t width)
{
    size_t wanted = layout->width[elastic], least = grid->columns[elastic].least, drop;

    layout->width[elastic] = wanted < least ? wanted : least;
    while (taken(grid, layout) > width && (drop = least_wanted(grid, layout)) != SIZE_MAX)
        layout->width[drop] = 0;
    while (taken(grid, layout) > width && layout->width[widest(grid, layout)] > 1)
        layout->width[widest(grid, layout)]--; /* texts are cut: better than lines that break */
    if (taken(grid, layout) < width)
        layout->width[elastic] += width - taken(grid, layout);
    if (layout->width[elastic] > wanted)
        layout->width[elastic] = wanted;
}

static void lay_out(const struct grid *grid, struct layout *layout, size_t width)
{
    size_t elastic = SIZE_MAX;

    for (size_t i = 0; i < grid->column_count; i++) {
        const char *title = grid->columns[i].title;

        if (grid->columns[i].is_elastic)
            elastic = i;
        for (const struct row *row = grid->first; row; row = row->next) {
            if (!row->is_heading && row->cells[i].width > layout->width[i])
                layout->width[i] = row->cells[i].width;
        }
        if (title && layout->width[i] && layout->width[i] < text_width(slice_of(title)))
            layout->width[i] =
                text_width(slice_of(title)); /* a column without a single entry goes altogether */
    }
    if (elastic != SIZE_MAX && taken(grid, layout) > width)
        squeeze(grid, layout, elastic, width);
}

static void spaces(struct output *out, size_t count)
{
    buffer_printf(&out->text, "%*s", (int)count, "");
}

/* `owed`: spaces that come before the next text, so that no line ends in blanks. */
static void put(struct output *out, size_t *owed, struct slice text, size_t most, enum style style)
{
    if (text.len == 0)
        return;
    spaces(out, *owed);
    *owed = 0;
    if (style != STYLE_PLAIN)
        output_style(out, style);
    text_fit(&out->text, text, most, false);
    if (style != STYLE_PLAIN)
        output_style(out, STYLE_PLAIN);
}

/* One row of text; `rest` gets what of the elastic column did not fit. */
static void print_line(const struct grid *grid, const struct layout *layout, struct output *out,
                       const struct cell *cells, struct slice *rest, size_t *rest_column)
{
    size_t owed = layout->indent, column = layout->indent;
    bool first = true;

    for (size_t i = 0; i < grid->column_count; i++) {
        struct slice text = cells[i].text;
        size_t width = cells[i].width;

        if (!layout->width[i])
            continue;
        if (!first) {
            owed += GAP;
            column += GAP;
        }
        first = false;
        if (grid->columns[i].is_elastic && width > layout->width[i]) {
            *rest = text;
            *rest_column = column;
            text = output_fold(rest, layout->width[i]);
            width = text_width(text);
        }
        size_t blank = layout->width[i] > width ? layout->width[i] - width : 0;

        if (grid->columns[i].is_right)
            owed += blank;
        put(out, &owed, text, layout->width[i], cells[i].style);
        if (!grid->columns[i].is_right)
            owed += blank;
        column += layout->width[i];
    }
    buffer_byte(&out->text, '\n');
}

static void print_row(const struct grid *grid, const struct layout *layout, struct output *out,
                      const struct row *row)
{
    struct slice rest = { 0 };
    size_t column = 0, elastic = 0;

    print_line(grid, layout, out, row->cells, &rest, &column);
    while (elastic + 1 < grid->column_count && !grid->columns[elastic].is_elastic)
        elastic++;
    for (size_t line = 1; rest.len && line < LINES_MOST; line++) {
        size_t hanging = layout->width[elastic] > 4 * HANGING ? HANGING : 0;
        size_t owed = column + hanging, room = layout->width[elastic] - hanging;
        bool is_cut = line + 1 == LINES_MOST && room > 1 && text_width(rest) > room;
        struct slice text = output_fold(&rest, room - is_cut);

        put(out, &owed, text, room, row->cells[elastic].style);
        if (is_cut)
            buffer_text(&out->text, "\u2026");
        buffer_byte(&out->text, '\n');
    }
}

static void print_titles(const struct grid *grid, const struct layout *layout, struct output *out)
{
    struct row titles = { 0 };
    bool any = false;

    for (size_t i = 0; i < grid->column_count; i++) {
        struct slice title = slice_of(grid->columns[i].title);

        titles.cells[i] = (struct cell){ title, STYLE_DIM, text_width(title) };
        any = any || title.len;
    }
    if (any)
        print_row(grid, layout, out, &titles);
}

static void print_heading(struct output *out, const struct row *row)
{
    size_t width = text_width(row->cells[0].text);

    buffer_byte(&out->text, '\n');
    for (int i = 0; i < 2; i++) {
        struct slice rest = row->cells[i].text;
        size_t owed = i ? GAP : 0;

        if (i && rest.len && width + GAP + text_width(rest) > out->width)
            buffer_byte(&out->text, '\n');
        while (rest.len) {
            put(out, &owed, output_fold(&rest, out->width - owed), out->width - owed, row->cells[i].style);
            if (rest.len)
                buffer_byte(&out->text, '\n');
        }
    }
    buffer_byte(&out->text, '\n');
}

void grid_print(const struct grid *grid, struct output *out, size_t indent)
{
    struct layout layout = { .indent = indent };

    lay_out(grid, &layout, out->width);
    print_titles(grid, &layout, out);
    for (const struct row *row = grid->first; row; row = row->next) {
        if (row->is_heading)
            print_heading(out, row);
        else
            print_row(grid, &layout, out, row);
        output_pace(out);
    }
}
