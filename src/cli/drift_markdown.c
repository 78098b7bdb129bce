/* SPDX-License-Identifier: Apache-2.0 */
/* The report of drift as Markdown for the comment of a pull request: a verdict, a table, details folded away; never longer
 * than such a comment may be. What documents and traffic bring in can neither mark up, link, mention nor break the table. */
#include "cli/drift_text.h"
#include "cli/markdown.h"

#define TABLE_MOST 30000 /* bytes up to which rows are added; then those left are counted */
#define ALL_MOST 62000   /* GitHub takes 65,536 characters */
#define CELL 120         /* columns of a cell; longer ones are cut */
#define PROSE 400
#define PLACES_MOST 20 /* services named above the table */

struct page {
    const struct drift_report *report;
    struct buffer *out;
    struct buffer text;
    size_t start;
};

/* What was collected in page->text, and empties it. */
static void prose(struct page *page)
{
    markdown_prose(page->out, buffer_slice(&page->text), PROSE);
    buffer_reset(&page->text);
}

static void code_of(struct page *page, struct slice text)
{
    markdown_code(page->out, text, CELL);
}

static void code(struct page *page)
{
    code_of(page, buffer_slice(&page->text));
    buffer_reset(&page->text);
}

/* ---- above the table ---- */

static void head(struct page *page)
{
    buffer_text(page->out, "### API drift\n\n**");
    drift_text_verdict(&page->text, page->report);
    prose(page);
    buffer_text(page->out, ".**\n\n");
    if (page->report->doubt.len) {
        buffer_text(page->out, "**Not certain:** ");
        buffer_append(&page->text, page->report->doubt);
        prose(page);
        buffer_text(page->out, "\n\n");
    }
}

static void service(struct page *page, const struct drift_service *shown)
{
    buffer_text(page->out, "- ");
    for (size_t i = 0; i < shown->pair_count && i < PLACES_MOST; i++) {
        buffer_text(page->out, i ? ", " : "");
        code_of(page, shown->pairs[i].contract->file->path);
    }
    buffer_text(page->out, shown->pair_count == 0  ? "No document speaks for "
                           : shown->pair_count > 1 ? " speak for "
                                                   : " speaks for ");
    code_of(page, shown->service->key);
    buffer_text(page->out, ": ");
    drift_text_coverage(&page->text, shown);
    prose(page);
    buffer_byte(page->out, '\n');
}

static void services(struct page *page)
{
    const struct drift *drift = page->report->drift;

    for (size_t i = 0; i < drift->service_count && i < PLACES_MOST; i++)
        service(page, &drift->services[i]);
    if (drift->service_count > PLACES_MOST)
        buffer_printf(page->out, "- and %zu more services\n", drift->service_count - PLACES_MOST);
    for (size_t i = 0; i < drift->idle_count && i < PLACES_MOST; i++) {
        buffer_text(page->out, "- ");
        code_of(page, drift->idle[i]->file->path);
        buffer_text(page->out, " speaks for no service that was observed\n");
    }
    buffer_byte(page->out, '\n');
}

/* ---- rows ---- */

static void operation(struct page *page, const struct drift_row *row)
{
    if (page->report->drift->service_count > 1) {
        buffer_append(&page->text, row->service);
        buffer_byte(&page->text, ' ');
    }
    drift_text_operation(&page->text, row);
    code(page);
}

static void table_row(struct page *page, const struct drift_line *line)
{
    const struct drift_row *row = line->row;

    buffer_printf(page->out, "| %s | ", severity_name(row->severity));
    operation(page, row);
    buffer_printf(page->out, " | %s | ", drift_kinds[row->kind].title);
    drift_text_place(&page->text, row);
    code(page);
    buffer_text(page->out, " | ");
    drift_text_change(&page->text, row);
    code(page);
    buffer_text(page->out, " | ");
    drift_text_evidence(&page->text, row);
    prose(page);
    buffer_text(page->out, " |\n");
}

static void detail(struct page *page, const char *before)
{
    if (page->text.len == 0)
        return;
    buffer_text(page->out, before);
    prose(page);
}

static void details_row(struct page *page, const struct drift_line *line)
{
    const struct drift_row *row = line->row;

    buffer_text(page->out, "- ");
    code_of(page, row->id);
    buffer_byte(page->out, ' ');
    operation(page, row);
    buffer_printf(page->out, " %s.", drift_kinds[row->kind].title);
    drift_text_place(&page->text, row);
    buffer_text(page->out, page->text.len ? " " : "");
    code(page);
    drift_text_summary(&page->text, row);
    detail(page, " ");
    position_print(row->at, &page->text);
    if (page->text.len)
        buffer_text(page->out, "<br>");
    code(page);
    buffer_append(&page->text, row->proposal);
    detail(page, " ");
    drift_text_severity(&page->text, row);
    detail(page, "<br>Severity: ");
    drift_text_callers(&page->text, line->callers);
    detail(page, "<br>");
    drift_text_state(&page->text, line);
    detail(page, "<br>State: ");
    buffer_byte(page->out, '\n');
}

/* The next row in the order of severity, the worst first; NULL at the end. */
static const struct drift_line *next_line(const struct drift_report *report, int *severity, size_t *at)
{
    for (; *severity >= 0; (*severity)--, *at = 0) {
        while (*at < report->line_count) {
            const struct drift_line *line = &report->lines[(*at)++];

            if ((int)line->row->severity == *severity)
                return line;
        }
    }
    return NULL;
}

/* Adds rows while there is room, so that those left out are the least severe; answers how many those are. */
static size_t add_rows(struct page *page, void (*add)(struct page *, const struct drift_line *), size_t most)
{
    const struct drift_report *report = page->report;
    const struct drift_line *line;
    int severity = SEVERITIES - 1;
    size_t at = 0, done = 0;

    while ((line = next_line(report, &severity, &at)) != NULL) {
        size_t before = page->out->len;

        add(page, line);
        if (page->out->len - page->start > most) {
            page->out->len = before;
            return report->line_count - done;
        }
        done++;
    }
    return 0;
}

static void table(struct page *page)
{
    size_t left;

    buffer_text(page->out, "| Severity | Operation | What | Where | Documented -&gt; seen | Evidence |\n"
                           "|:--|:--|:--|:--|:--|:--|\n");
    left = add_rows(page, table_row, TABLE_MOST);
    if (left)
        buffer_printf(page->out, "\n%zu more rows are left out of this table: it would be too long.\n", left);
}

static void details(struct page *page)
{
    size_t left;

    buffer_text(page->out, "\n<details><summary>Details</summary>\n\n");
    left = add_rows(page, details_row, ALL_MOST);
    if (left)
        buffer_printf(page->out, "\nThe details of %zu more rows are left out: they would be too long.\n",
                      left);
    buffer_text(page->out, "\n</details>\n");
}

void drift_print_markdown(const struct drift_report *report, struct output *out)
{
    struct page page = { .report = report, .out = &out->text, .start = out->text.len };

    buffer_init(&page.text, report->account);
    head(&page);
    services(&page);
    if (report->line_count) {
        table(&page);
        details(&page);
    }
    drift_text_hidden(&page.text, report);
    if (page.text.len) {
        buffer_byte(page.out, '\n');
        prose(&page);
        buffer_byte(page.out, '\n');
    }
    out->text.failed = out->text.failed || page.text.failed;
    buffer_done(&page.text);
}
