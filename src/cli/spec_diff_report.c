/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/spec_diff.h"

#include <stdlib.h>

/* ---- order ---- */

static int compare_places(const void *a, const void *b)
{
    return (a > b) - (a < b);
}

/* Lines of one group: the worst first, then in the order in which they were found. */
static int compare_lines(const void *left, const void *right)
{
    const struct diff_line *a = left, *b = right;

    if (a->change->class != b->change->class)
        return a->change->class > b->change->class ? -1 : 1;
    return compare_places(a->change, b->change);
}

static int compare_groups(const void *left, const void *right)
{
    const struct diff_group *a = left, *b = right;

    if (a->worst != b->worst)
        return a->worst > b->worst ? -1 : 1;
    return compare_places(a->lines, b->lines);
}

static bool is_same_operation(const struct difference *a, const struct difference *b)
{
    return a->old_operation == b->old_operation && a->new_operation == b->new_operation;
}

/* ---- edits ---- */

/* All by which one edit is told from another (difference_is_same_edit), as bytes. */
static struct slice edit_key(struct buffer *out, const struct difference *change)
{
    const struct position places[] = { change->old_at, change->new_at };

    buffer_reset(out);
    buffer_printf(out, "%d", (int)change->kind);
    for (int i = 0; i < 2; i++)
        buffer_printf(out, " %p:%u:%u", (const void *)places[i].file, places[i].line, places[i].column);
    buffer_byte(out, ' ');
    buffer_append(out, change->what);
    return buffer_slice(out);
}

/* The first line that tells the edit; that line itself when it is new. */
static struct diff_line *first_of_edit(struct diff_report *report, struct table *known, struct buffer *text,
                                       struct diff_line *line)
{
    struct slice key = edit_key(text, line->change);
    struct diff_line *first = table_find(known, key);

    if (first)
        return first;
    key = arena_copy(report->arena, key);
    if (text->failed || !key.at || !table_put(known, key, line))
        return NULL;
    line->edit = ++report->edits;
    return line;
}

static bool number_edits(struct diff_report *report, struct diff_line *lines)
{
    struct table known;
    struct buffer text;
    bool is_numbered = true;

    table_init(&known, report->account);
    buffer_init(&text, report->account);
    for (size_t i = 0; i < report->listed && is_numbered; i++) {
        const struct diff_line *first = first_of_edit(report, &known, &text, &lines[i]);

        is_numbered = first != NULL;
        lines[i].edit = first ? first->edit : 0;
    }
    buffer_done(&text);
    table_done(&known);
    return is_numbered;
}

/* ---- the whole ---- */

static bool fails(const struct diff_report *report, enum difference_class class)
{
    return report->gate != DIFF_GATE_NONE && (int)class >= (int)report->gate;
}

static struct diff_line *make_lines(struct diff_report *report)
{
    const struct differences *differences = report->differences;
    struct diff_line *lines = arena_get_array(report->arena, differences->count + 1, sizeof *lines);

    for (size_t i = 0; lines && i < differences->count; i++)
        lines[i] = (struct diff_line){ .change = &differences->list[i],
                                       .fails = fails(report, differences->list[i].class) };
    report->listed = differences->count;
    return lines;
}

/* Who would notice: nobody needs to be told for changes that are safe. */
static bool fill_group(struct diff_report *report, struct diff_group *group, struct diff_line *lines)
{
    const struct contract_operation *operation = lines[0].change->old_operation;

    qsort(lines, group->count, sizeof *lines, compare_lines);
    group->lines = lines;
    group->worst = lines[0].change->class;
    if (group->worst == DIFFERENCE_SAFE || (!operation && lines[0].change->new_operation))
        return true;
    if (!spec_traffic_impact(report->traffic, operation, &group->impact))
        return false;
    for (size_t i = 0; i < group->count && lines[i].change->class != DIFFERENCE_SAFE; i++)
        lines[i].sighting = spec_sighting_of(lines[i].change, &group->impact);
    return true;
}

static bool make_groups(struct diff_report *report, struct diff_line *lines)
{
    size_t end;

    report->groups = arena_get_array(report->arena, report->listed + 1, sizeof *report->groups);
    if (!report->groups)
        return false;
    for (size_t i = 0; i < report->listed; i = end) {
        struct diff_group *group = &report->groups[report->group_count++];

        for (end = i + 1; end < report->listed && is_same_operation(lines[i].change, lines[end].change);)
            end++;
        group->count = end - i;
        if (!fill_group(report, group, &lines[i]))
            return false;
    }
    qsort(report->groups, report->group_count, sizeof *report->groups, compare_groups);
    return true;
}

bool diff_report_fill(struct diff_report *report)
{
    struct diff_line *lines = make_lines(report);

    if (!lines || !make_groups(report, lines) || !number_edits(report, lines))
        return false;
    for (int class = 0; class < DIFF_CLASSES; class ++)
        report->failing +=
            fails(report, (enum difference_class) class) ? report->differences->totals[class] : 0;
    return true;
}

size_t diff_report_unlisted(const struct diff_report *report)
{
    return differences_total(report->differences) - report->listed;
}
