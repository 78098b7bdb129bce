/* SPDX-License-Identifier: Apache-2.0 */
/* The report of differences as Markdown for the comment of a pull request: a verdict, a table, who would notice folded away;
 * never longer than such a comment may be. */
#include "cli/spec_diff_text.h"

#include "cli/markdown.h"

#define TABLE_MOST 40000 /* bytes up to which rows are added; then those left are counted */
#define ALL_MOST 62000   /* GitHub takes 65,536 characters */
#define CELL 120         /* columns of a cell; longer ones are cut */
#define PROSE 400

struct page {
    const struct diff_report *report;
    struct buffer *out;
    struct buffer text;
    size_t start;
};

static void prose(struct page *page)
{
    markdown_prose(page->out, buffer_slice(&page->text), PROSE);
    buffer_reset(&page->text);
}

static void code(struct page *page)
{
    markdown_code(page->out, buffer_slice(&page->text), CELL);
    buffer_reset(&page->text);
}

/* A paragraph of what was collected, if anything was. */
static void paragraph(struct page *page)
{
    if (page->text.len == 0)
        return;
    prose(page);
    buffer_text(page->out, "\n\n");
}

static void head(struct page *page)
{
    const struct diff_report *report = page->report;

    buffer_text(page->out, "### API changes: ");
    diff_text_verdict(&page->text, report);
    prose(page);
    buffer_text(page->out, "\n\n- old: ");
    diff_text_document(&page->text, report->old);
    prose(page);
    buffer_text(page->out, "\n- new: ");
    diff_text_document(&page->text, report->new);
    prose(page);
    buffer_text(page->out, "\n\n");
    diff_text_faults(&page->text, report->old, report->old_faults);
    paragraph(page);
    diff_text_faults(&page->text, report->new, report->new_faults);
    paragraph(page);
}

/* ---- changes ---- */

static void table_row(struct page *page, const struct diff_line *line)
{
    const struct difference *change = line->change;

    buffer_printf(page->out, "| %s | ", difference_class_name(change->class));
    diff_text_operation(&page->text, change);
    code(page);
    buffer_text(page->out, " | ");
    diff_text_where(&page->text, change);
    code(page);
    buffer_text(page->out, " | ");
    buffer_append(&page->text, change->what);
    prose(page);
    buffer_printf(page->out, " | %s | ", change->why);
    diff_text_sighting(&page->text, &line->sighting);
    prose(page);
    buffer_text(page->out, " | ");
    position_print(change->new_at, &page->text);
    code(page);
    buffer_text(page->out, " |\n");
}

static size_t add_rows(struct page *page)
{
    const struct diff_report *report = page->report;
    size_t shown = 0;

    for (size_t i = 0; i < report->group_count; i++) {
        for (size_t j = 0; j < report->groups[i].count; j++, shown++) {
            size_t before = page->out->len;

            table_row(page, &report->groups[i].lines[j]);
            if (page->out->len - page->start > TABLE_MOST) {
                page->out->len = before;
                return report->listed - shown;
            }
        }
    }
    return 0;
}

static void table(struct page *page)
{
    size_t left;

    buffer_text(page->out, "| Class | Operation | Where | What | Why | Seen | In the new document |\n"
                           "|:--|:--|:--|:--|:--|:--|:--|\n");
    left = add_rows(page);
    if (left)
        buffer_printf(page->out, "\n%zu more are left out of this table: it would be too long.\n", left);
}

/* ---- who would notice ---- */

static void impact(struct page *page, const struct diff_group *group)
{
    buffer_text(page->out, "- ");
    diff_text_operation(&page->text, group->lines[0].change);
    code(page);
    buffer_text(page->out, ": ");
    diff_text_impact(&page->text, &group->impact);
    prose(page);
    buffer_byte(page->out, '\n');
}

static void impacts(struct page *page)
{
    const struct diff_report *report = page->report;
    size_t left = 0;

    buffer_text(page->out, "\n<details><summary>Who would notice</summary>\n\n");
    for (size_t i = 0; i < report->group_count; i++) {
        size_t before = page->out->len;

        if (!report->groups[i].impact.is_known)
            continue;
        impact(page, &report->groups[i]);
        if (page->out->len - page->start > ALL_MOST) {
            page->out->len = before;
            left++;
        }
    }
    if (left)
        buffer_printf(page->out, "\nand %zu more operations\n", left);
    buffer_text(page->out, "\n</details>\n");
}

static bool has_impact(const struct diff_report *report)
{
    for (size_t i = 0; i < report->group_count; i++) {
        if (report->groups[i].impact.is_known)
            return true;
    }
    return false;
}

void diff_print_markdown(const struct diff_report *report, struct output *out)
{
    struct page page = { .report = report, .out = &out->text, .start = out->text.len };

    buffer_init(&page.text, report->account);
    head(&page);
    if (report->listed)
        table(&page);
    if (has_impact(report))
        impacts(&page);
    buffer_text(page.out, report->listed ? "\n" : "");
    diff_text_remarks(&page.text, report);
    paragraph(&page);
    diff_text_traffic(&page.text, report->traffic);
    prose(&page);
    buffer_byte(page.out, '\n');
    out->text.failed = out->text.failed || page.text.failed;
    buffer_done(&page.text);
}

void diff_kinds_markdown(struct output *out)
{
    buffer_text(&out->text, "| Kind | Class | What | Why |\n|:--|:--|:--|:--|\n");
    for (int kind = 0; kind < DIFFERENCE_KINDS; kind++) {
        const struct difference_rule *rule = difference_rule((enum difference_kind)kind);

        buffer_printf(&out->text, "| `%s` | %s | %s | %s |\n", rule->name, difference_class_name(rule->class),
                      rule->what, rule->why);
    }
}
