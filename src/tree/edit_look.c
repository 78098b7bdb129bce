/* SPDX-License-Identifier: Apache-2.0 */
/* How a document is written. People keep to one way more or less: what most of it does is what an addition does where its
 * neighbours show nothing. */
#include "tree/edit_inside.h"

#include "base/byte.h"

#define COLUMNS 12 /* further in than this nobody indents a level */

struct look {
    struct editing *editing;
    size_t steps[COLUMNS], list_steps[COLUMNS], dashes[COLUMNS];
    size_t single_quotes, double_quotes, plain_codes, quoted_codes;
};

static void count_columns(size_t *counts, uint32_t from, uint32_t to)
{
    if (to >= from && to - from < COLUMNS)
        counts[to - from]++;
}

static void count_quote(struct look *look, uint32_t at)
{
    look->single_quotes += look->editing->text.at[at] == '\'';
    look->double_quotes += look->editing->text.at[at] == '"';
}

static void look_at_key(struct look *look, const struct tree_member *member)
{
    bool is_code = member->key.len == 3 && member->key.at[0] >= '1' && member->key.at[0] <= '5' &&
                   byte_is_digit(member->key.at[1]);

    look->plain_codes += is_code && byte_is_digit(look->editing->text.at[member->start]);
    look->quoted_codes += is_code && !byte_is_digit(look->editing->text.at[member->start]);
}

static void look_at_member(struct look *look, const struct tree_node *mapping,
                           const struct tree_member *member)
{
    const struct tree_node *value = member->value;

    if (mapping->is_flow)
        return;
    count_quote(look, member->start);
    look_at_key(look, member);
    if (value->kind == TREE_MAPPING && !value->is_flow)
        count_columns(look->steps, mapping->column, value->column);
    else if (value->kind == TREE_SEQUENCE && !value->is_flow)
        count_columns(look->list_steps, mapping->column, value->column);
}

static void walk(struct look *look, const struct tree_node *node, const struct tree_node *parent,
                 const struct tree_member *member);

static void walk_members(struct look *look, const struct tree_node *mapping)
{
    for (uint32_t i = 0; i < mapping->count; i++) {
        const struct tree_member *member = &mapping->members[i];

        if (!edit_is_here(member))
            continue;
        look_at_member(look, mapping, member);
        walk(look, member->value, mapping, member);
    }
}

static void walk_elements(struct look *look, const struct tree_node *sequence)
{
    uint32_t end = sequence->start;

    for (uint32_t i = 0; i < sequence->count; i++) {
        const struct tree_node *element = sequence->elements[i];

        if (element->start < end) /* an alias */
            continue;
        if (!sequence->is_flow && element->kind != TREE_NULL)
            count_columns(look->dashes, sequence->column, element->column);
        end = element->end;
        walk(look, element, sequence, NULL);
    }
}

static void walk(struct look *look, const struct tree_node *node, const struct tree_node *parent,
                 const struct tree_member *member)
{
    struct edit_group *group = edit_group_of(look->editing->edits, node);

    if (group) {
        group->parent = parent;
        group->member = member;
    }
    if (node->kind == TREE_MAPPING)
        walk_members(look, node);
    else if (node->kind == TREE_SEQUENCE)
        walk_elements(look, node);
    else if (node->kind == TREE_STRING)
        count_quote(look, node->start);
}

/* The most frequent; `usual` when there is none. */
static size_t most(const size_t counts[COLUMNS], size_t least, size_t usual)
{
    size_t best = usual, count = 0;

    for (size_t i = least; i < COLUMNS; i++) {
        if (counts[i] > count) {
            best = i;
            count = counts[i];
        }
    }
    return best;
}

static struct slice spaces_of(size_t count)
{
    static const char spaces[COLUMNS + 1] = "            ";

    return slice_make(spaces, count);
}

static void conclude_yaml(const struct look *look, struct document_style *style)
{
    style->unit = spaces_of(most(look->steps, 1, 2));
    style->list_step = most(look->list_steps, 0, style->unit.len);
    style->dash = most(look->dashes, 2, 2);
    style->quote = look->single_quotes > look->double_quotes ? '\'' : '"';
    style->has_plain_codes = look->plain_codes > look->quoted_codes;
}

/* JSON is indented as its first level is; on one line when that has no line of its own. */
static void conclude_json(struct editing *editing, struct document_style *style)
{
    const struct tree_node *root = editing->file->root;
    struct slice margin = SLICE(""), outer = SLICE("");

    style->unit = SLICE("");
    if (root->kind != TREE_MAPPING || !root->count)
        return;
    style->is_tight = editing->text.at[root->members[0].value->start - 1] == ':';
    edit_begins_line(editing->text, root->start, &outer);
    for (uint32_t i = 0; i < root->count; i++) {
        if (edit_begins_line(editing->text, root->members[i].start, &margin)) {
            style->unit = margin.len > outer.len ? slice_make(margin.at + outer.len, margin.len - outer.len)
                                                 : SLICE("  ");
            return;
        }
    }
}

void edit_look_read(struct editing *editing)
{
    struct look look = { .editing = editing };
    size_t end = edit_line_end(editing->text, 0);

    editing->line_end = edit_line_next(editing->text, end) == end + 2 ? "\r\n" : "\n";
    editing->style = document_style_usual(editing->file->is_json);
    walk(&look, editing->file->root, NULL, NULL);
    if (editing->file->is_json)
        conclude_json(editing, &editing->style);
    else
        conclude_yaml(&look, &editing->style);
}
