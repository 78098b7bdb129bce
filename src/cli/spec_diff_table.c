/* SPDX-License-Identifier: Apache-2.0 */
/* The report of differences for people: operation by operation, the worst first. */
#include "cli/spec_diff_text.h"

#include "base/text.h"
#include "cli/grid.h"

#define DETAIL 12 /* column of what is said about a change */

struct page {
    const struct diff_report *report;
    struct output *out;
    struct buffer text; /* a sentence being made */
    struct buffer part; /* what is next to be joined to it */
};

/* The sentence, escaped and wrapped from column `at` on; nothing when it is empty. */
static void wrap(struct page *page, size_t at, size_t hanging, enum style style)
{
    struct buffer shown;

    buffer_init(&shown, page->report->account);
    text_escape(&shown, buffer_slice(&page->text));
    if (style != STYLE_PLAIN)
        output_style(page->out, style);
    output_wrap(page->out, at, hanging, buffer_slice(&shown));
    if (style != STYLE_PLAIN)
        output_style(page->out, STYLE_PLAIN);
    page->text.failed = page->text.failed || shown.failed;
    buffer_done(&shown);
}

/* The same as a line of its own. */
static void say(struct page *page, size_t indent, size_t hanging, enum style style)
{
    if (page->text.len) {
        buffer_printf(&page->out->text, "%*s", (int)indent, "");
        wrap(page, indent, hanging, style);
    }
    buffer_reset(&page->text);
}

/* Moves the part into the sentence; the separator stands only between two things that are there. */
static void join(struct page *page, const char *separator)
{
    if (page->text.len && page->part.len)
        buffer_text(&page->text, separator);
    buffer_append(&page->text, buffer_slice(&page->part));
    buffer_reset(&page->part);
}

static void top(struct page *page)
{
    const struct diff_report *report = page->report;

    diff_text_document(&page->text, report->old);
    say(page, 0, 2, STYLE_PLAIN);
    diff_text_document(&page->text, report->new);
    say(page, 0, 2, STYLE_PLAIN);
    diff_text_faults(&page->text, report->old, report->old_faults);
    say(page, 0, 2, STYLE_WARN);
    diff_text_faults(&page->text, report->new, report->new_faults);
    say(page, 0, 2, STYLE_WARN);
    diff_text_traffic(&page->text, report->traffic);
    say(page, 0, 2, STYLE_DIM);
}

static enum style class_style(enum difference_class class)
{
    return class == DIFFERENCE_BREAKING ? STYLE_BAD : class == DIFFERENCE_RISKY ? STYLE_WARN : STYLE_GOOD;
}

static void group_head(struct page *page, const struct diff_group *group)
{
    buffer_byte(&page->out->text, '\n');
    diff_text_operation(&page->text, group->lines[0].change);
    say(page, 0, 2, STYLE_BOLD);
    diff_text_impact(&page->text, &group->impact);
    say(page, 2, 4, STYLE_DIM);
}

/* "  breaking  response 200, application/json, /email of User: property email removed" */
static void line(struct page *page, const struct diff_line *line)
{
    const struct difference *change = line->change;
    const char *class = difference_class_name(change->class);

    buffer_text(&page->out->text, "  ");
    output_styled(page->out, class_style(change->class), class);
    buffer_printf(&page->out->text, "%*s", (int)(DETAIL - 2 - strlen(class)), "");
    diff_text_where(&page->text, change);
    buffer_append(&page->part, change->what);
    join(page, ": ");
    wrap(page, DETAIL, DETAIL, STYLE_PLAIN);
    buffer_reset(&page->text);
    buffer_text(&page->text, change->why);
    say(page, DETAIL, DETAIL, STYLE_PLAIN);
    diff_text_sighting(&page->text, &line->sighting);
    say(page, DETAIL, DETAIL, line->sighting.kind == SIGHTING_SEEN ? STYLE_WARN : STYLE_GOOD);
    position_print(change->new_at, &page->text);
    buffer_text(&page->part, difference_rule(change->kind)->name);
    join(page, " ");
    say(page, DETAIL, DETAIL, STYLE_DIM);
}

static void bottom(struct page *page)
{
    const struct diff_report *report = page->report;

    buffer_byte(&page->out->text, '\n');
    diff_text_verdict(&page->text, report);
    buffer_byte(&page->text, '.');
    say(page, 0, 0, report->failing ? STYLE_BAD : STYLE_GOOD);
    diff_text_remarks(&page->text, report);
    say(page, 0, 0, STYLE_DIM);
}

void diff_print_table(const struct diff_report *report, struct output *out)
{
    struct page page = { .report = report, .out = out };

    buffer_init(&page.text, report->account);
    buffer_init(&page.part, report->account);
    top(&page);
    for (size_t i = 0; i < report->group_count; i++) {
        group_head(&page, &report->groups[i]);
        for (size_t j = 0; j < report->groups[i].count; j++) {
            line(&page, &report->groups[i].lines[j]);
            output_pace(out);
        }
    }
    bottom(&page);
    out->text.failed = out->text.failed || page.text.failed || page.part.failed;
    buffer_done(&page.text);
    buffer_done(&page.part);
}

void diff_kinds_table(struct output *out)
{
    static const struct column columns[] = {
        { .title = "KIND" },
        { .title = "CLASS" },
        { .title = "WHY", .is_elastic = true, .least = 20 },
    };
    struct arena arena;
    struct grid grid;

    arena_init(&arena, out->text.account, 0);
    grid_init(&grid, &arena, columns, sizeof columns / sizeof *columns);
    for (int kind = 0; kind < DIFFERENCE_KINDS; kind++) {
        const struct difference_rule *rule = difference_rule((enum difference_kind)kind);

        grid_cell(&grid, STYLE_PLAIN, slice_of(rule->name));
        grid_cell(&grid, class_style(rule->class), slice_of(difference_class_name(rule->class)));
        grid_cell(&grid, STYLE_PLAIN, slice_of(rule->why));
    }
    grid_print(&grid, out, 0);
    arena_done(&arena);
}
