/* SPDX-License-Identifier: Apache-2.0 */
/* Where the lines of a text begin, so that an offset has a line and a column. Line ends are LF, CR LF and CR (YAML 1.2.2
 * 5.4). Asking in the order of the text costs next to nothing. */
#ifndef TREE_LINES_H
#define TREE_LINES_H

#include "base/memory.h"
#include "base/slice.h"

#include <stdint.h>

struct lines {
    struct memory *account;
    struct slice text; /* a NUL follows it */
    uint32_t *starts;
    size_t room;
    uint32_t count;
    uint32_t last; /* the line found last: the next is probably near */
};

/* false when memory was refused. */
bool lines_init(struct lines *lines, struct memory *account, struct slice text);
void lines_done(struct lines *lines);
/* 1-based, the column in bytes. */
void lines_place(struct lines *lines, size_t offset, uint32_t *ret_line, uint32_t *ret_column);
/* The offset of a 1-based line and column in code points, as far as there is such a place. */
size_t lines_offset(const struct lines *lines, int line, int column);

#endif
