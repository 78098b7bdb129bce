/* SPDX-License-Identifier: Apache-2.0 */
#include "tree/lines.h"

#define STARTS_FIRST 1024

static bool add_start(struct lines *lines, size_t start)
{
    if (lines->count == lines->room) {
        size_t room = lines->room ? 2 * lines->room : STARTS_FIRST;
        uint32_t *grown = memory_resize(lines->account, lines->starts, lines->room * sizeof *lines->starts,
                                        room * sizeof *lines->starts);

        if (!grown)
            return false;
        lines->starts = grown;
        lines->room = room;
    }
    lines->starts[lines->count++] = (uint32_t)start;
    return true;
}

/* A carriage return that no line feed follows ends a line too. */
static bool add_returns(struct lines *lines, const char *at, const char *feed)
{
    while (at < feed && (at = memchr(at, '\r', (size_t)(feed - at))) && at + 1 < feed) {
        at++;
        if (!add_start(lines, (size_t)(at - lines->text.at)))
            return false;
    }
    return true;
}

bool lines_init(struct lines *lines, struct memory *account, struct slice text)
{
    const char *at = text.at, *end = text.at + text.len;
    bool has_returns = text.len && memchr(text.at, '\r', text.len);

    *lines = (struct lines){ .account = account, .text = text };
    if (!add_start(lines, 0))
        return false;
    while (at < end) {
        const char *feed = memchr(at, '\n', (size_t)(end - at));

        if (has_returns && !add_returns(lines, at, feed ? feed : end))
            return false;
        if (!feed)
            break;
        at = feed + 1;
        if (!add_start(lines, (size_t)(at - text.at)))
            return false;
    }
    return !text.len || end[-1] != '\r' || add_start(lines, text.len);
}

void lines_done(struct lines *lines)
{
    memory_give(lines->account, lines->starts, lines->room * sizeof *lines->starts);
}

void lines_place(struct lines *lines, size_t offset, uint32_t *ret_line, uint32_t *ret_column)
{
    uint32_t low = lines->last, high = lines->count;

    if (lines->starts[low] > offset)
        low = 0;
    for (unsigned steps = 0; steps < 8 && low + 1 < high && lines->starts[low + 1] <= offset; steps++)
        low++;
    if (low + 1 < high && lines->starts[low + 1] <= offset) {
        while (high - low > 1) {
            uint32_t middle = low + (high - low) / 2;

            if (lines->starts[middle] <= offset)
                low = middle;
            else
                high = middle;
        }
    }
    lines->last = low;
    *ret_line = low + 1;
    *ret_column = (uint32_t)offset - lines->starts[low] + 1;
}

size_t lines_offset(const struct lines *lines, int line, int column)
{
    size_t at;

    if (line < 1 || (uint32_t)line > lines->count)
        return lines->text.len;
    at = lines->starts[line - 1];
    for (int i = 1; i < column && at < lines->text.len && lines->text.at[at] != '\n'; i++) {
        for (at++; ((unsigned char)lines->text.at[at] & 0xc0) == 0x80;)
            at++;
    }
    return at;
}
