/* SPDX-License-Identifier: Apache-2.0 */
/* Additions to what stands in brackets: JSON, and YAML in flow style. On one line, or with a line for each member, as they
 * stand there. A comma goes right behind what was the last one, before a comment. */
#include "tree/edit_inside.h"

struct flow {
    struct editing *editing;
    struct edit_group *group;
    const struct tree_member **own; /* NULL in a sequence */
    size_t count;
    bool has_lines; /* members begin lines; what stands before them is style.margin */
    struct document_style style;
    struct buffer text;
};

static uint32_t start_of(const struct flow *flow, size_t index)
{
    return flow->own ? flow->own[index]->start : flow->group->container->elements[index]->start;
}

static void put_margin(struct flow *flow)
{
    if (flow->has_lines) {
        buffer_byte(&flow->text, '\n');
        buffer_append(&flow->text, flow->style.margin);
    } else if (!flow->style.is_tight) {
        buffer_byte(&flow->text, ' ');
    }
}

/* ---- among others */

static size_t skip_blanks(struct slice text, size_t at)
{
    while (at < text.len && (text.at[at] == ' ' || text.at[at] == '\t'))
        at++;
    return at;
}

/* Over blanks, line ends and comments. */
static size_t skip_space(const struct editing *editing, size_t at)
{
    struct slice text = editing->text;

    while (at < text.len &&
           (strchr(" \t\r\n", text.at[at]) || (text.at[at] == '#' && !editing->file->is_json)))
        at = text.at[at] == '#' ? edit_line_end(text, at) : at + 1;
    return at;
}

static bool is_last_here(const struct flow *flow)
{
    const struct tree_node *container = flow->group->container;

    if (flow->own)
        return edit_is_here(flow->own[flow->count - 1]);
    for (size_t i = 0; i + 1 < flow->count; i++) {
        if (container->elements[i]->start >= container->elements[flow->count - 1]->start)
            return false;
    }
    return container->elements[flow->count - 1]->start >= container->start;
}

/* Behind the last member. Of an alias the end is not known, so it is looked for from the bracket backwards. */
static size_t last_end(const struct flow *flow)
{
    const struct tree_node *container = flow->group->container;
    size_t end = container->end - 1;

    if (is_last_here(flow))
        return flow->own ? flow->own[flow->count - 1]->value->end : container->elements[flow->count - 1]->end;
    while (end > container->start + 1 && strchr(" \t\r\n,", flow->editing->text.at[end - 1]))
        end--;
    return end;
}

/* The blanks that begin the line. */
static struct slice margin_of(const struct flow *flow, size_t at)
{
    size_t start = edit_line_start(flow->editing->text, at);

    return slice_make(flow->editing->text.at + start, skip_blanks(flow->editing->text, start) - start);
}

static struct slice joined(struct flow *flow, struct slice a, struct slice b)
{
    struct slice both = arena_printf(&flow->editing->edits->arena, "%.*s%.*s", SLICE_ARG(a), SLICE_ARG(b));

    flow->editing->failed |= !both.at;
    return both;
}

/* A comment ends its line, whatever the others do. */
static void begin_line(struct flow *flow, size_t at)
{
    if (!flow->has_lines)
        flow->style.margin = joined(flow, margin_of(flow, at), SLICE("  "));
    flow->has_lines = true;
}

static void put_behind(struct flow *flow, const struct edit *edit)
{
    struct slice text = flow->editing->text;
    size_t end = last_end(flow), at = skip_space(flow->editing, end);
    bool has_comma = at < text.len && text.at[at] == ',';

    if (has_comma)
        end = at + 1;
    at = skip_blanks(text, end);
    if (text.at[at] == '#' && !flow->editing->file->is_json) {
        at = edit_line_end(text, at);
        begin_line(flow, end);
        if (!has_comma) {
            buffer_byte(&flow->text, ',');
            edit_patch(flow->editing, end, end, &flow->text, flow->group);
        }
    } else {
        at = end;
        if (!has_comma)
            buffer_byte(&flow->text, ',');
    }
    for (; edit; edit = edit->next) {
        put_margin(flow);
        edit_print(&flow->text, edit, &flow->style, true);
        if (edit->next || has_comma)
            buffer_byte(&flow->text, ',');
    }
    edit_patch(flow->editing, at, at, &flow->text, flow->group);
}

static void put_before(struct flow *flow, const struct edit *edit)
{
    size_t at = start_of(flow, edit->slot);
    struct slice margin;

    edit_print(&flow->text, edit, &flow->style, true);
    buffer_byte(&flow->text, ',');
    if (flow->has_lines && edit_begins_line(flow->editing->text, at, &margin))
        put_margin(flow);
    else if (!flow->style.is_tight)
        buffer_byte(&flow->text, ' ');
    edit_patch(flow->editing, at, at, &flow->text, flow->group);
}

static void put_all(struct flow *flow)
{
    for (const struct edit *edit = flow->group->first; edit; edit = edit->next) {
        if (edit->slot == flow->count) {
            put_behind(flow, edit);
            return;
        }
        put_before(flow, edit);
    }
}

/* ---- in place of nothing */

/* What holds it stands on one line. */
static bool is_in_line(const struct flow *flow)
{
    const struct tree_node *parent = flow->group->parent;
    struct slice text = flow->editing->text;

    return !flow->style.unit.len || !flow->editing->file->is_json ||
           (parent && edit_line_end(text, parent->start) >= parent->end);
}

static void fill(struct flow *flow)
{
    const struct tree_node *container = flow->group->container;
    struct slice text = flow->editing->text, margin = margin_of(flow, container->start);
    bool is_list = !flow->group->first->key.at, is_line = is_in_line(flow);

    if (container->start == container->end && container->start > 0 && text.at[container->start - 1] == ':')
        buffer_byte(&flow->text, ' ');
    flow->has_lines = !is_line;
    flow->style.margin = joined(flow, margin, flow->style.unit);
    if (is_line)
        flow->style.unit = SLICE("");
    buffer_byte(&flow->text, is_list ? '[' : '{');
    for (const struct edit *edit = flow->group->first; edit; edit = edit->next) {
        if (flow->has_lines || edit != flow->group->first)
            put_margin(flow);
        edit_print(&flow->text, edit, &flow->style, true);
        if (edit->next)
            buffer_byte(&flow->text, ',');
    }
    if (flow->has_lines) {
        buffer_byte(&flow->text, '\n');
        buffer_append(&flow->text, margin);
    }
    buffer_byte(&flow->text, is_list ? ']' : '}');
    edit_patch(flow->editing, container->start, container->end, &flow->text, flow->group);
}

/* Empty but for a comment, or with nothing but a merge key: behind the opening bracket. */
static void put_first(struct flow *flow)
{
    const struct tree_node *container = flow->group->container;
    size_t at = container->start + 1;

    flow->style.unit = SLICE("");
    for (const struct edit *edit = flow->group->first; edit; edit = edit->next) {
        edit_print(&flow->text, edit, &flow->style, true);
        if (edit->next || container->count)
            buffer_text(&flow->text, ", ");
        else
            buffer_byte(&flow->text, ' ');
    }
    edit_patch(flow->editing, at, at, &flow->text, flow->group);
}

/* ---- style */

static void look_at_members(struct flow *flow)
{
    struct slice text = flow->editing->text, margin;
    const struct tree_node *first = flow->own ? flow->own[0]->value : flow->group->container->elements[0];

    for (size_t i = 0; i < flow->count; i++) {
        if (edit_begins_line(text, start_of(flow, i), &margin)) {
            flow->has_lines = true;
            flow->style.margin = margin;
        }
    }
    if (!flow->has_lines)
        flow->style.unit = SLICE("");
    flow->style.is_quoted = text.at[start_of(flow, 0)] == '"';
    if (flow->own)
        flow->style.is_tight = first->start > 0 && text.at[first->start - 1] == ':';
    else if (flow->count > 1 && !flow->has_lines)
        flow->style.is_tight = text.at[start_of(flow, 1) - 1] == ',';
}

void edit_flow(struct editing *editing, struct edit_group *group)
{
    const struct tree_node *container = group->container;
    struct flow flow = {
        .editing = editing, .group = group, .style = editing->style, .count = container->count
    };
    char first = editing->text.at[container->start];

    if (container->kind == TREE_MAPPING)
        flow.own = edit_own_members(editing, container, &flow.count);
    if (editing->failed)
        return;
    if (container->kind != TREE_NULL && first != '{' && first != '[') { /* one pair in a sequence: [a: 1] */
        editing->wrong = container;
        return;
    }
    buffer_init(&flow.text, editing->edits->account);
    if (flow.count) {
        look_at_members(&flow);
        edit_choose_slots(group, flow.own, flow.own ? flow.count : 0);
        for (struct edit *edit = group->first; edit && !flow.own; edit = edit->next)
            edit->slot = flow.count;
        put_all(&flow);
    } else if (container->kind != TREE_NULL &&
               (container->count ||
                memchr(editing->text.at + container->start, '#', container->end - container->start))) {
        put_first(&flow);
    } else {
        fill(&flow);
    }
    buffer_done(&flow.text);
}
