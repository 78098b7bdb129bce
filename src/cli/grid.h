/* SPDX-License-Identifier: Apache-2.0 */
/* A table for people that fits the terminal. Columns take what they need; when that is too much, those that matter least
 * go first, and then the one elastic column folds its text over several lines, at a slash or a space if it can. */
#ifndef CLI_GRID_H
#define CLI_GRID_H

#include "base/arena.h"
#include "cli/output.h"

#define GRID_COLUMNS 16

struct column {
    const char *title;
    bool is_right;   /* numbers */
    bool is_elastic; /* at most one */
    uint8_t drop;    /* 0: never left out; of the others the highest goes first */
    uint16_t least;  /* elastic: columns it keeps before others are dropped */
};

struct cell {
    struct slice text; /* escaped */
    enum style style;
    size_t width;
};

struct row {
    bool is_heading; /* cells[0] and a note, cells[1], over the whole width, with an empty line before */
    struct cell cells[GRID_COLUMNS];
    struct row *next;
};

struct grid {
    struct arena *arena;
    const struct column *columns;
    size_t column_count;
    struct row *first, *last;
    size_t filled; /* cells of the last row */
};

/* The columns are borrowed. A refused allocation leaves rows out and sets out->text.failed when the grid is printed. */
void grid_init(struct grid *grid, struct arena *arena, const struct column *columns, size_t column_count);
/* Cells come row by row, from left to right. Text is escaped here. */
void grid_cell(struct grid *grid, enum style style, struct slice text);
void grid_printf(struct grid *grid, enum style style, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* A name with a few quiet words behind it. */
void grid_heading(struct grid *grid, struct slice text, struct slice note);
/* Titles are left out when all are NULL. */
void grid_print(const struct grid *grid, struct output *out, size_t indent);

#endif
