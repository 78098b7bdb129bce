/* SPDX-License-Identifier: Apache-2.0 */
/* The report of drift for people: who speaks for what, rows by service and operation, what to do next. */
#include "cli/drift_text.h"

#include "base/text.h"
#include "cli/figures.h"

#define DETAIL 14    /* column of what is said about a row */
#define NAMED_MOST 3 /* services without a document, by name */

struct page {
    const struct drift_report *report;
    struct output *out;
    struct buffer text; /* a sentence being made */
    struct slice doubt; /* of the row before */
    struct buffer part; /* what is next to be joined to it */
};

/* The sentence, escaped and wrapped, behind `indent` spaces; nothing when it is empty. */
static void say(struct page *page, size_t indent, size_t hanging, enum style style)
{
    struct buffer shown;

    if (page->text.len) {
        buffer_init(&shown, page->report->account);
        text_escape(&shown, buffer_slice(&page->text));
        buffer_printf(&page->out->text, "%*s", (int)indent, "");
        if (style != STYLE_PLAIN)
            output_style(page->out, style);
        output_wrap(page->out, indent, hanging, buffer_slice(&shown));
        if (style != STYLE_PLAIN)
            output_style(page->out, STYLE_PLAIN);
        buffer_done(&shown);
    }
    buffer_reset(&page->text);
}

static void service_top(struct page *page, const struct drift_service *service)
{
    for (size_t i = 0; i < service->pair_count; i++) {
        const struct drift_pair *pair = &service->pairs[i];

        buffer_printf(&page->text, "%.*s speaks for %.*s", SLICE_ARG(pair->contract->file->path),
                      SLICE_ARG(service->service->key));
        if (pair->base.len)
            buffer_printf(&page->text, " under %.*s", SLICE_ARG(pair->base));
        buffer_printf(&page->text, ": %.*s", SLICE_ARG(pair->reason));
        say(page, 0, 2, STYLE_PLAIN);
    }
    drift_text_coverage(&page->text, service);
    buffer_byte(&page->text, '.');
    say(page, 2, 2, STYLE_DIM);
}

/* Services that no document speaks for have a row each; here they are only counted. */
static void undocumented_top(struct page *page)
{
    const struct drift *drift = page->report->drift;
    size_t count = 0;

    for (size_t i = 0; i < drift->service_count; i++) {
        const struct drift_service *service = &drift->services[i];

        if (service->pair_count)
            continue;
        if (count++ < NAMED_MOST)
            buffer_printf(&page->text, "%s%.*s", count == 1 ? "No document speaks for " : ", ",
                          SLICE_ARG(service->service->key));
    }
    if (count > NAMED_MOST)
        buffer_printf(&page->text, " and %zu more", count - NAMED_MOST);
    if (count)
        buffer_byte(&page->text, '.');
    say(page, 0, 2, STYLE_PLAIN);
}

static void top(struct page *page)
{
    const struct drift *drift = page->report->drift;
    char day[FIGURE];

    for (size_t i = 0; i < drift->service_count; i++) {
        if (drift->services[i].pair_count)
            service_top(page, &drift->services[i]);
    }
    undocumented_top(page);
    for (size_t i = 0; i < drift->idle_count; i++) {
        buffer_printf(&page->text, "%.*s speaks for no service that was observed.",
                      SLICE_ARG(drift->idle[i]->file->path));
        say(page, 0, 2, STYLE_WARN);
    }
    if (drift->lost >= 0.0005) {
        buffer_printf(&page->text, "%.1f%% of the traffic was lost: what was never seen may have been there.",
                      100 * drift->lost);
        say(page, 0, 2, STYLE_WARN);
    }
    if (page->report->callers_since) {
        buffer_printf(&page->text, "Callers are those of the newest calls, since %s.",
                      figure_day(page->report->callers_since, day));
        say(page, 0, 2, STYLE_DIM);
    }
}

static enum style severity_style(enum severity severity)
{
    return severity >= SEVERITY_HIGH     ? STYLE_BAD
           : severity == SEVERITY_MEDIUM ? STYLE_WARN
           : severity == SEVERITY_LOW    ? STYLE_PLAIN
                                         : STYLE_DIM;
}

/* "    high    Response field that is not documented        d3f9a2c71b08e" */
static void line_head(struct page *page, const struct drift_line *line)
{
    struct buffer *out = &page->out->text;
    const char *title = drift_kinds[line->row->kind].title;
    size_t width = page->out->width, taken = DETAIL + text_width(slice_of(title)),
           id = text_width(line->row->id);

    buffer_printf(out, "%4s", "");
    output_styled(page->out, severity_style(line->row->severity), severity_name(line->row->severity));
    buffer_printf(out, "%*s", (int)(DETAIL - 4 - strlen(severity_name(line->row->severity))), "");
    if (taken + 1 + id <= width) {
        buffer_printf(out, "%s%*s", title, (int)(width - taken - id), "");
    } else {
        output_wrap(page->out, DETAIL, DETAIL, slice_of(title));
        buffer_printf(out, "%*s", DETAIL, "");
    }
    output_style(page->out, STYLE_DIM);
    output_escaped(page->out, line->row->id);
    output_style(page->out, STYLE_PLAIN);
    buffer_byte(out, '\n');
}

/* Moves the part into the sentence; the separator stands only between two things that are there. */
static void join(struct page *page, const char *separator)
{
    if (page->text.len && page->part.len)
        buffer_text(&page->text, separator);
    buffer_append(&page->text, buffer_slice(&page->part));
    buffer_reset(&page->part);
}

static void line_body(struct page *page, const struct drift_line *line)
{
    const struct drift_row *row = line->row;

    if (line->is_gone)
        buffer_append(&page->text, row->summary);
    drift_text_place(&page->part, row);
    join(page, "");
    drift_text_change(&page->part, row);
    join(page, ": ");
    drift_text_evidence(&page->part, row);
    join(page, "; ");
    say(page, DETAIL, DETAIL + 2, STYLE_PLAIN);
    drift_text_severity(&page->text, row);
    say(page, DETAIL, DETAIL + 2, STYLE_PLAIN);
    if (!slice_eq(row->doubt, page->doubt)) /* many rows share one: it is said where it begins */
        buffer_append(&page->text, row->doubt);
    page->doubt = row->doubt;
    say(page, DETAIL, DETAIL + 2, STYLE_DIM);
    position_print(row->at, &page->text);
    buffer_append(&page->part, row->proposal);
    join(page, ": ");
    say(page, DETAIL, DETAIL + 2, STYLE_DIM);
    drift_text_state(&page->text, line);
    say(page, DETAIL, DETAIL + 2, STYLE_GOOD);
}

static bool is_same_operation(const struct drift_line *a, const struct drift_line *b)
{
    return slice_eq(a->row->service, b->row->service) && slice_eq(a->row->method, b->row->method) &&
           slice_eq(a->row->template, b->row->template) && a->is_gone == b->is_gone;
}

static void operation_head(struct page *page, const struct drift_line *line)
{
    if (line->is_gone)
        buffer_text(&page->text, "no longer found");
    drift_text_operation(&page->text, line->row);
    if (page->text.len == 0)
        buffer_text(&page->text, "the service as a whole");
    buffer_byte(&page->out->text, '\n');
    say(page, 2, 4, STYLE_BOLD);
    drift_text_callers(&page->text, line->callers);
    say(page, 4, 6, STYLE_DIM);
}

static void service_head(struct page *page, size_t at)
{
    const struct drift_report *report = page->report;
    struct slice service = report->lines[at].row->service;
    char figure[FIGURE];
    size_t end = at;

    while (end < report->line_count && slice_eq(report->lines[end].row->service, service))
        end++;
    buffer_byte(&page->out->text, '\n');
    buffer_append(&page->text, service);
    buffer_printf(&page->text, "  %s", figure_things(end - at, "row", "rows", figure));
    say(page, 0, 2, STYLE_BOLD);
}

static void lines(struct page *page)
{
    const struct drift_report *report = page->report;

    for (size_t i = 0; i < report->line_count; i++) {
        const struct drift_line *line = &report->lines[i];

        if (i == 0 || !slice_eq(line->row->service, line[-1].row->service))
            service_head(page, i);
        if (i == 0 || !is_same_operation(line, line - 1))
            operation_head(page, line);
        line_head(page, line);
        line_body(page, line);
        output_pace(page->out);
    }
}

/* What can be done about it, with the words to type. */
static void advice(struct page *page)
{
    const struct drift_report *report = page->report;
    size_t missing = 0;

    for (size_t i = 0; i < report->line_count; i++) {
        const struct drift_line *line = &report->lines[i];

        missing += line->state != FINDING_FIXED && line->row->is_place_to_add &&
                   drift_kinds[line->row->kind].family == DRIFT_MISSING;
    }
    if (missing)
        buffer_text(&page->text, "'plainsight spec update' writes what is missing into the document. ");
    if (report->totals.by_state[FINDING_OPEN] + report->totals.by_state[FINDING_RETURNED])
        buffer_text(&page->text,
                    "'plainsight drift --accept ID --reason TEXT' keeps what is meant to be so.");
    say(page, 0, 0, STYLE_DIM);
}

static void bottom(struct page *page)
{
    static const enum style styles[] = { STYLE_GOOD, STYLE_BAD, STYLE_WARN };
    const struct drift_report *report = page->report;

    buffer_byte(&page->out->text, '\n');
    drift_text_verdict(&page->text, report);
    buffer_byte(&page->text, '.');
    say(page, 0, 0, styles[report->verdict]);
    buffer_append(&page->text, report->doubt);
    say(page, 0, 0, STYLE_BAD);
    drift_text_hidden(&page->text, report);
    say(page, 0, 0, STYLE_DIM);
    advice(page);
}

void drift_print_table(const struct drift_report *report, struct output *out)
{
    struct page page = { .report = report, .out = out };

    buffer_init(&page.text, report->account);
    buffer_init(&page.part, report->account);
    top(&page);
    lines(&page);
    bottom(&page);
    out->text.failed = out->text.failed || page.text.failed || page.part.failed;
    buffer_done(&page.text);
    buffer_done(&page.part);
}
