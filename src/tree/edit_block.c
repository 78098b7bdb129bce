/* SPDX-License-Identifier: Apache-2.0 */
/* Additions to block style YAML, where every member begins a line and its column is all that says what it belongs to.
 *
 *     properties:
 *       id: 1          text goes in behind a whole line: behind the last of a member, and behind comments that stand
 *       # about id     further in than what follows,
 *       name: |+
 *         text         and behind the empty lines that a block scalar keeps,
 *
 *     required: ...    but before those that stand between this and the next thing. */
#include "tree/edit_inside.h"

#include "base/byte.h"

#define DASH_MOST 4
#define NOTHING_FOLLOWS ((size_t)-1)

/* A container with what its text looks like. */
struct block {
    struct editing *editing;
    struct edit_group *group;
    const struct tree_member **own; /* NULL in a sequence */
    size_t count;                   /* own members, or elements */
    size_t column;                  /* spaces before each of them */
    struct document_style style;
    struct buffer text;
};

/* ---- lines */

enum line_kind { LINE_BLANK, LINE_COMMENT, LINE_OTHER };

static enum line_kind line_at(struct slice text, size_t start, size_t *ret_column)
{
    size_t at = start;

    while (at < text.len && text.at[at] == ' ')
        at++;
    *ret_column = at - start;
    while (at < text.len && (text.at[at] == ' ' || text.at[at] == '\t'))
        at++;
    if (at >= text.len || text.at[at] == '\n' || text.at[at] == '\r')
        return LINE_BLANK;
    return text.at[at] == '#' ? LINE_COMMENT : LINE_OTHER;
}

static bool is_blank_line(struct slice text, size_t at)
{
    size_t column;

    return line_at(text, edit_line_start(text, at), &column) == LINE_BLANK;
}

/* The column of the first thing from the line at `start` on that is no comment. */
static size_t column_that_follows(struct slice text, size_t start)
{
    size_t column;

    for (; start < text.len; start = edit_line_next(text, edit_line_end(text, start))) {
        if (line_at(text, start, &column) == LINE_OTHER)
            return slice_starts_with(slice_make(text.at + start, text.len - start), SLICE("..."))
                       ? NOTHING_FOLLOWS
                       : column;
    }
    return NOTHING_FOLLOWS;
}

/* The end of the last line that belongs to what ends at `at`: comments behind it that stand further in than `column` do,
 * and at its end those that stand in it, when what follows stands further out. Comments at the margin stay behind: what
 * stands there at the end of a file is about the file. */
static size_t last_line(struct slice text, size_t at, size_t column, bool is_end)
{
    size_t end = edit_line_end(text, at), start = edit_line_next(text, end), here, follows;

    follows = is_end && column > 0 ? column_that_follows(text, start) : 0;
    for (; start < text.len; start = edit_line_next(text, edit_line_end(text, start))) {
        enum line_kind kind = line_at(text, start, &here);
        bool is_mine = here > column || (here == column && column > 0 && is_end &&
                                         (follows < column || follows == NOTHING_FOLLOWS));

        if (kind == LINE_OTHER || (kind == LINE_COMMENT && !is_mine))
            break;
        if (kind == LINE_COMMENT)
            end = edit_line_end(text, start);
    }
    return end;
}

/* The first of the comment lines that stand right above a key, in its column. */
static size_t first_line(struct slice text, size_t key, size_t column)
{
    size_t start = edit_line_start(text, key), here;

    while (start > 0) {
        size_t above = edit_line_start(text, start - 1 - (start > 1 && text.at[start - 2] == '\r'));

        if (line_at(text, above, &here) != LINE_COMMENT || here != column)
            break;
        start = above;
    }
    return start;
}

/* ---- places */

/* Where the members of the group's slot go: behind the line that ends there, or before the text that begins there. */
struct gap {
    size_t at;
    bool is_before;
    bool begins_line; /* of `is_before`: nothing but blanks stands before it */
    bool is_spaced;   /* members stand apart by empty lines */
};

static uint32_t start_of(const struct block *block, size_t index)
{
    return block->own ? block->own[index]->start : block->group->container->elements[index]->start;
}

/* Whether an empty line stands above the member. */
static bool is_apart(const struct block *block, size_t index)
{
    struct slice text = block->editing->text;
    size_t first = first_line(text, start_of(block, index), block->column);

    return first > 0 && is_blank_line(text, first - 1);
}

static struct gap gap_first(const struct block *block)
{
    struct slice text = block->editing->text, margin;
    size_t start = block->group->container->start;
    struct gap gap = { .at = start, .is_before = true };

    gap.begins_line = edit_begins_line(text, start, &margin);
    if (gap.begins_line) /* comments at the margin are about the file */
        gap.at = block->column == 0 ? edit_line_start(text, start) : first_line(text, start, block->column);
    gap.is_spaced = block->count > 1 && is_apart(block, 1);
    return gap;
}

/* A text at the very end of the file whose last line lacks its end would get one by what follows. */
static bool must_stay_last(const struct block *block)
{
    const struct tree_node *leaf = block->group->container;
    struct slice text = block->editing->text;
    size_t at;

    if (leaf->end < text.len || text.at[text.len - 1] == '\n' || text.at[text.len - 1] == '\r')
        return false;
    while (leaf->count && !leaf->is_flow)
        leaf = leaf->kind == TREE_MAPPING ? leaf->members[leaf->count - 1].value
                                          : leaf->elements[leaf->count - 1];
    if (leaf->kind != TREE_STRING || (text.at[leaf->start] != '|' && text.at[leaf->start] != '>'))
        return false;
    for (at = leaf->start; at < text.len && !strchr("\r\n-", text.at[at]);)
        at++;
    return at == text.len || text.at[at] != '-';
}

static struct gap gap_at(const struct block *block, size_t slot)
{
    struct slice text = block->editing->text;
    const struct tree_node *container = block->group->container;
    struct gap gap = { 0 };

    if (slot == 0)
        return gap_first(block);
    if (slot == block->count) {
        gap.at = last_line(text, container->end, block->column, true);
    } else {
        const struct tree_member *last = block->own ? block->own[slot - 1] : NULL;
        size_t end = !last                ? container->elements[slot - 1]->end
                     : edit_is_here(last) ? last->value->end
                                          : last->start;

        gap.at = last_line(text, end, block->column, false);
    }
    if (block->count > 1)
        gap.is_spaced = is_apart(block, slot < block->count ? slot : slot - 1);
    /* It would become part of a text that keeps its empty lines. */
    gap.is_spaced = gap.is_spaced && !is_blank_line(text, gap.at);
    return gap;
}

/* ---- text */

static void put_spaces(struct buffer *out, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buffer_byte(out, ' ');
}

static void put_behind(struct block *block, const struct edit *edit, const struct gap *gap)
{
    buffer_text(&block->text, gap->is_spaced ? "\n\n" : "\n");
    put_spaces(&block->text, block->column);
    edit_print(&block->text, edit, &block->style, false);
    edit_patch(block->editing, gap->at, gap->at, &block->text, block->group);
}

static void put_before(struct block *block, const struct edit *edit, const struct gap *gap)
{
    if (gap->begins_line)
        put_spaces(&block->text, block->column);
    edit_print(&block->text, edit, &block->style, false);
    buffer_text(&block->text, gap->is_spaced ? "\n\n" : "\n");
    if (!gap->begins_line)
        put_spaces(&block->text, block->column);
    edit_patch(block->editing, gap->at, gap->at, &block->text, block->group);
}

static void put_all(struct block *block)
{
    size_t slot = (size_t)-1, last = block->count - (block->count && must_stay_last(block));
    struct gap gap = { 0 };

    for (struct edit *edit = block->group->first; edit; edit = edit->next) {
        edit->slot = edit->slot < last ? edit->slot : last;
        if (edit->slot != slot)
            gap = gap_at(block, edit->slot);
        slot = edit->slot;
        if (gap.is_before)
            put_before(block, edit, &gap);
        else
            put_behind(block, edit, &gap);
    }
}

/* ---- what was empty */

/* Behind a key: members in lines of their own below it. */
static void fill_member(struct block *block)
{
    const struct tree_node *container = block->group->container;
    struct slice text = block->editing->text;
    size_t start = container->start;
    struct gap gap = { .at = last_line(text, container->end, block->column, false) };

    if (container->end > container->start) {
        while (start > 0 && (text.at[start - 1] == ' ' || text.at[start - 1] == '\t'))
            start--;
        edit_patch(block->editing, start, container->end, &block->text, block->group);
    }
    for (const struct edit *edit = block->group->first; edit; edit = edit->next)
        put_behind(block, edit, &gap);
}

/* Behind a dash: the first one in its line. */
static void fill_element(struct block *block)
{
    const struct tree_node *container = block->group->container;
    struct gap gap = { .at = edit_line_end(block->editing->text, container->end) };

    if (container->start == container->end)
        buffer_byte(&block->text, ' ');
    edit_print(&block->text, block->group->first, &block->style, false);
    edit_patch(block->editing, container->start, container->end, &block->text, block->group);
    for (const struct edit *edit = block->group->first->next; edit; edit = edit->next)
        put_behind(block, edit, &gap);
}

/* ---- style */

/* What is written in the columns of `column` spaces. */
static void set_column(struct block *block, size_t column)
{
    static const char none[] = "";
    char *spaces = arena_get(&block->editing->edits->arena, column + 1);

    block->column = column;
    if (!spaces)
        block->editing->failed = true;
    else
        memset(spaces, ' ', column);
    block->style.margin = slice_make(spaces ? spaces : none, spaces ? column : 0);
}

static void look_at_quotes(struct block *block)
{
    struct slice text = block->editing->text;
    char quote = '\0';

    for (size_t i = 0; i < block->count; i++) {
        char first = text.at[block->own[i]->start];

        if (first != '"' && first != '\'')
            first = '\0';
        if (i > 0 && first != quote)
            return;
        quote = first;
    }
    if (quote)
        block->style.key_quote = block->style.quote = quote;
}

/* The containers among the neighbours say how far in their members stand. */
static void look_at_members(struct block *block)
{
    const struct tree_node *container = block->group->container;
    struct slice text = block->editing->text;

    for (size_t i = 0; i < block->count; i++) {
        const struct tree_member *member = block->own[i];
        const struct tree_node *value = member->value;
        char first = text.at[member->start];

        if (member->key.len == 3 && byte_is_digit(member->key.at[0])) {
            block->style.has_plain_codes = byte_is_digit(first);
            block->style.quote = first == '\'' || first == '"' ? first : block->style.quote;
        }
        if (!edit_is_here(member) || value->is_flow || value->column < container->column)
            continue;
        if (value->kind == TREE_SEQUENCE)
            block->style.list_step = value->column - container->column;
        else if (value->kind == TREE_MAPPING && value->column > container->column)
            block->style.unit =
                slice_make("                                ",
                           value->column - container->column < 32 ? value->column - container->column : 2);
    }
    look_at_quotes(block);
}

static void look_at_elements(struct block *block)
{
    const struct tree_node *container = block->group->container;

    for (size_t i = 0; i < block->count; i++) {
        const struct tree_node *element = container->elements[i];
        size_t dash = element->column > container->column ? element->column - container->column : 0;

        if (dash > 1 && dash <= DASH_MOST && element->start >= container->start && element->kind != TREE_NULL)
            block->style.dash = dash;
    }
}

static void fill(struct block *block)
{
    const struct edit_group *group = block->group;
    const struct tree_node *container = group->container;
    bool is_list = !group->first->key.at;

    if (!group->parent) {
        block->editing->wrong = container;
    } else if (group->member) {
        set_column(block,
                   group->parent->column - 1 + (is_list ? block->style.list_step : block->style.unit.len));
        fill_member(block);
    } else {
        set_column(block, container->column - 1 + (container->start == container->end));
        fill_element(block);
    }
}

void edit_block(struct editing *editing, struct edit_group *group)
{
    const struct tree_node *container = group->container;
    struct block block = { .editing = editing, .group = group, .style = editing->style };

    buffer_init(&block.text, editing->edits->account);
    if (container->kind == TREE_NULL || (container->is_flow && !container->count)) {
        fill(&block);
    } else {
        if (container->kind == TREE_MAPPING) {
            block.own = edit_own_members(editing, container, &block.count);
            if (block.own)
                look_at_members(&block);
        } else {
            block.count = container->count;
            look_at_elements(&block);
        }
        set_column(&block, container->column - 1);
        edit_choose_slots(group, block.own, block.own ? block.count : 0);
        for (struct edit *edit = group->first; edit && !block.own; edit = edit->next)
            edit->slot = block.count;
        if (!editing->failed)
            put_all(&block);
    }
    buffer_done(&block.text);
}
