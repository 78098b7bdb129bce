/* SPDX-License-Identifier: Apache-2.0 */
/* Literal and folded block scalars (8.1). */
#include "tree/yaml.h"

enum chomp { CHOMP_CLIP, CHOMP_STRIP, CHOMP_KEEP };

struct block {
    struct yaml_reader *yaml;
    bool is_folded;
    enum chomp chomp;
    int indent;    /* of its lines; -1: the first that is not blank says it */
    char *to;      /* where the text goes; NULL: it is only measured */
    size_t len;    /* of the text, so far */
    size_t breaks; /* line ends since the last text: the text behind them says what they become */
    bool has_text;
    bool was_more;         /* the last line began with white space: it is more indented (8.1.3) */
    struct yaml_place end; /* of the last line that belongs to it, without the line end */
};

/* |2- and the like (8.1.1), with the line end. */
static bool take_header(struct block *block, int parent)
{
    struct yaml_reader *yaml = block->yaml;
    struct yaml_place place = yaml_here(yaml);

    block->is_folded = *yaml->at++ == '>';
    for (int i = 0; i < 2; i++) {
        if ((*yaml->at == '-' || *yaml->at == '+') && block->chomp == CHOMP_CLIP)
            block->chomp = *yaml->at++ == '-' ? CHOMP_STRIP : CHOMP_KEEP;
        else if (*yaml->at >= '1' && *yaml->at <= '9' && block->indent < 0)
            block->indent = (parent < 0 ? 0 : parent) + (*yaml->at++ - '0');
    }
    block->end = yaml_here(yaml);
    if (yaml_is_white(*yaml->at)) {
        yaml_skip_white(yaml);
        if (*yaml->at == '#')
            yaml->at += strcspn(yaml->at, "\r\n");
    }
    if (yaml->at == yaml->end)
        return true;
    if (!yaml_is_break(*yaml->at))
        return yaml_wrong(yaml, place,
                          "only a digit, '+' or '-', and a comment may follow | or > in its line: the text "
                          "begins in the next line");
    yaml_skip_break(yaml);
    return true;
}

/* The first line that is not blank says how far all are indented, if it is indented deeper than the parent. */
static bool find_indent(struct block *block, int parent)
{
    struct yaml_reader *yaml = block->yaml;
    struct yaml_cursor before = yaml_save(yaml);
    struct yaml_place deepest = { .column = 1 };
    int deepest_indent, indent;

    while (*yaml->at == ' ' || yaml_is_break(*yaml->at)) {
        while (*yaml->at == ' ')
            yaml->at++;
        if (!yaml_is_break(*yaml->at))
            break;
        if (yaml_here(yaml).column > deepest.column)
            deepest = yaml_here(yaml);
        yaml_skip_break(yaml);
    }
    indent = (int)(yaml->at - yaml->line_start);
    deepest_indent = (int)deepest.column - 1;
    yaml_restore(yaml, before);
    if (indent <= parent || yaml->at == yaml->end) {
        block->indent = parent + 1 > deepest_indent ? parent + 1 : deepest_indent;
        return true;
    }
    block->indent = indent;
    return deepest_indent <= indent ||
           yaml_wrong(yaml, deepest,
                      "this blank line is indented deeper than the first line of the text that follows");
}

static void put(struct block *block, const char *at, size_t len)
{
    if (block->to)
        memcpy(block->to + block->len, at, len);
    block->len += len;
}

static void put_breaks(struct block *block, size_t count)
{
    if (block->to)
        memset(block->to + block->len, '\n', count);
    block->len += count;
}

/* What stands between two lines of text. One line end of lines that are not more indented is folded (8.1.3). */
static void put_between(struct block *block, bool is_more)
{
    if (!block->is_folded || !block->has_text || block->was_more || is_more)
        put_breaks(block, block->breaks);
    else if (block->breaks == 1)
        put(block, " ", 1);
    else
        put_breaks(block, block->breaks - 1);
}

static void take_text(struct block *block)
{
    struct yaml_reader *yaml = block->yaml;
    const char *begin = yaml->at;
    bool is_more = yaml_is_white(*begin);

    yaml->at += strcspn(begin, "\r\n");
    put_between(block, is_more);
    put(block, begin, (size_t)(yaml->at - begin));
    block->was_more = is_more;
    block->has_text = true;
    block->breaks = 0;
    block->end = yaml_here(yaml);
}

/* The next line; false when it does not belong to the scalar, and nothing was moved. */
static bool take_line(struct block *block)
{
    struct yaml_reader *yaml = block->yaml;
    int spaces = 0;

    while (spaces < block->indent && yaml->at[spaces] == ' ')
        spaces++;
    if (yaml->at == yaml->end || yaml_is_marker(yaml))
        return false;
    if (yaml_is_break(yaml->at[spaces]) || yaml->at + spaces == yaml->end) {
        yaml->at += spaces;
        if (block->chomp == CHOMP_KEEP)
            block->end = yaml_here(yaml);
    } else if (spaces < block->indent) {
        return false;
    } else {
        yaml->at += spaces;
        take_text(block);
    }
    block->breaks++; /* the end of the text ends its last line, too */
    if (yaml->at < yaml->end)
        yaml_skip_break(yaml);
    return true;
}

static void take_lines(struct block *block)
{
    block->len = block->breaks = 0;
    block->has_text = block->was_more = false;
    while (take_line(block)) {
    }
    if (block->chomp == CHOMP_KEEP)
        put_breaks(block, block->breaks);
    else if (block->chomp == CHOMP_CLIP && block->has_text && block->breaks)
        put_breaks(block, 1);
}

bool yaml_take_block(struct yaml_reader *yaml, int indent, struct yaml_piece *piece)
{
    struct block block = { .yaml = yaml, .indent = -1 };
    struct yaml_cursor begin;

    piece->begin = yaml_here(yaml);
    piece->style = STYLE_BLOCK;
    if (!take_header(&block, indent) || (block.indent < 0 && !find_indent(&block, indent)))
        return false;
    begin = yaml_save(yaml);
    take_lines(&block);
    block.to = arena_get(yaml->build.arena, block.len + 1);
    if (!block.to)
        return yaml->build.failed = true, false;
    yaml_restore(yaml, begin);
    take_lines(&block);
    piece->text = slice_make(block.to, block.len);
    piece->end = block.end.at;
    yaml->content = block.end;
    return true;
}
