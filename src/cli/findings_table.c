/* SPDX-License-Identifier: Apache-2.0 */
/* The report of findings for people: services with their exposure and risk, what is wrong with each, the worst place of it; or one
 * finding with all that is known. */
#include "cli/findings_text.h"

#include "base/text.h"
#include "cli/figures.h"

#define DETAIL 12           /* column of what is said about a finding */
#define TITLE (DETAIL + 15) /* column of its title, behind its id */
#define REASONS 3           /* of a service's risk */
#define NAMED_MOST 3        /* services without a finding, by name */

struct page {
    const struct findings_report *report;
    struct output *out;
    struct buffer text; /* a sentence being made */
};

/* The sentence, escaped and wrapped, behind `indent` spaces, where `column` columns of the line are taken already; nothing when it is
 * empty. */
static void say_behind(struct page *page, size_t column, size_t indent, size_t hanging, enum style style)
{
    struct buffer shown;

    if (page->text.len) {
        buffer_init(&shown, page->report->account);
        text_escape(&shown, buffer_slice(&page->text));
        buffer_printf(&page->out->text, "%*s", (int)indent, "");
        if (style != STYLE_PLAIN)
            output_style(page->out, style);
        output_wrap(page->out, column + indent, hanging, buffer_slice(&shown));
        if (style != STYLE_PLAIN)
            output_style(page->out, STYLE_PLAIN);
        buffer_done(&shown);
    }
    buffer_reset(&page->text);
}

static void say(struct page *page, size_t indent, size_t hanging, enum style style)
{
    say_behind(page, 0, indent, hanging, style);
}

static enum style severity_style(enum severity severity)
{
    return severity >= SEVERITY_HIGH     ? STYLE_BAD
           : severity == SEVERITY_MEDIUM ? STYLE_WARN
           : severity == SEVERITY_LOW    ? STYLE_PLAIN
                                         : STYLE_DIM;
}

/* ---- a service ---- */

static void service_head(struct page *page, const struct findings_service *service)
{
    const struct posture_service *posture = service->service;
    char figure[FIGURE];

    buffer_append(&page->text, posture->service->key);
    buffer_printf(&page->text, "  %s", figure_things(service->count, "finding", "findings", figure));
    say(page, 0, 2, STYLE_BOLD);
    buffer_printf(&page->text, "Exposure: %s", reach_name(posture->reach));
    if (posture->stage.len)
        buffer_printf(&page->text, " (%.*s)", SLICE_ARG(posture->stage));
    buffer_text(&page->text, ". Risk: ");
    findings_text_risk(&page->text, service->risk, REASONS);
    buffer_byte(&page->text, '.');
    say(page, 2, 4, STYLE_DIM);
}

/* ---- a finding in a list ---- */

/* "  high      p0123456789ab  Endpoint answers without a credential" */
static void line_head(struct page *page, const struct findings_line *line)
{
    struct buffer *out = &page->out->text;
    const char *severity = severity_name(line->severity);

    buffer_text(out, "  ");
    output_styled(page->out, severity_style(line->severity), severity);
    buffer_printf(out, "%*s", (int)(DETAIL - 2 - strlen(severity)), "");
    output_style(page->out, STYLE_DIM);
    output_escaped(page->out, line->id);
    output_style(page->out, STYLE_PLAIN);
    findings_text_title(&page->text, line);
    say_behind(page, DETAIL + text_width(line->id), 2, TITLE, STYLE_PLAIN);
}

/* The worst place that nobody accepted, else the worst. */
static const struct finding_place *worst_of(const struct findings_line *line)
{
    for (size_t i = 0; i < line->place_count; i++)
        if (!line->places[i].acceptance)
            return line->places[i].place;
    return line->place_count ? line->places[0].place : NULL;
}

static void line_body(struct page *page, const struct findings_line *line)
{
    const struct finding_place *worst = worst_of(line);
    char figure[FIGURE];

    findings_text_places(&page->text, line);
    if (worst && line->place_count > 1) {
        buffer_text(&page->text, "; worst: ");
        findings_text_place(&page->text, line->finding->service, worst);
    }
    if (worst && worst->evidence.len)
        buffer_printf(&page->text, ": %.*s", SLICE_ARG(worst->evidence));
    if (!line->finding)
        buffer_printf(&page->text, "No longer found; last seen %s", figure_day(line->last, figure));
    say(page, DETAIL, DETAIL + 2, STYLE_PLAIN);
    buffer_append(&page->text, line->doubt);
    say(page, DETAIL, DETAIL + 2, STYLE_DIM);
    findings_text_state(&page->text, line);
    say(page, DETAIL, DETAIL + 2, STYLE_GOOD);
}

/* ---- one finding, whole ---- */

static void part(struct page *page, const char *title)
{
    buffer_byte(&page->out->text, '\n');
    output_styled(page->out, STYLE_BOLD, title);
    buffer_byte(&page->out->text, '\n');
}

static void paragraph(struct page *page, const char *title, const char *text)
{
    part(page, title);
    buffer_text(&page->text, text);
    say(page, 2, 2, STYLE_PLAIN);
}

static void whole_place(struct page *page, const struct findings_line *line, const struct shown_place *shown)
{
    const struct finding_place *place = shown->place;
    char span[FIGURE];

    buffer_printf(&page->text, "%s  ", severity_name(place->severity));
    findings_text_place(&page->text, line->finding->service, place);
    say(page, 2, 4, STYLE_PLAIN);
    buffer_append(&page->text, place->evidence);
    if (place->first)
        buffer_printf(&page->text, "%s%s", page->text.len ? "; seen " : "seen ",
                      figure_span(place->first, place->last, span));
    say(page, 4, 6, STYLE_DIM);
    if (place->example.len)
        buffer_printf(&page->text, "e.g. %.*s", SLICE_ARG(place->example));
    say(page, 4, 6, STYLE_DIM);
    if (shown->acceptance)
        buffer_printf(&page->text, "accepted: %.*s", SLICE_ARG(shown->acceptance->reason));
    say(page, 4, 6, STYLE_GOOD);
    output_pace(page->out);
}

static void whole_state(struct page *page, const struct findings_line *line)
{
    char day[FIGURE];

    part(page, "State");
    buffer_text(&page->text, finding_state_name(line->state));
    if (line->expires)
        buffer_printf(&page->text, " until %s", figure_day(line->expires - 1, day));
    if (line->state_reason.len)
        buffer_printf(&page->text, ": %.*s", SLICE_ARG(line->state_reason));
    say(page, 2, 4, STYLE_PLAIN);
    if (line->opened)
        buffer_printf(&page->text, "%s  first found", figure_moment(line->opened, day));
    say(page, 2, 23, STYLE_DIM);
    for (size_t i = 0; i < page->report->history_count; i++) {
        const struct finding_change *change = &page->report->history[i];

        if (change->at == line->opened)
            continue;
        buffer_printf(&page->text, "%s  %s", figure_moment(change->at, day),
                      finding_state_name(change->state));
        if (change->reason.len)
            buffer_printf(&page->text, ": %.*s", SLICE_ARG(change->reason));
        say(page, 2, 23, STYLE_DIM);
    }
}

static void whole_check(struct page *page, const struct findings_line *line)
{
    const struct check *check = line->check;

    if (!check)
        return;
    paragraph(page, "Why it matters", check->why);
    paragraph(page, "What to do", check->fix);
    part(page, "See also");
    buffer_printf(&page->text, "%s", check->owasp);
    if (check->cwe)
        buffer_printf(&page->text, "%sCWE-%u", page->text.len ? ", " : "", check->cwe);
    buffer_text(&page->text, page->text.len ? ", " : "");
    findings_text_anchor(&page->text, line->kind);
    say(page, 2, 4, STYLE_PLAIN);
}

static void whole(struct page *page, const struct findings_line *line)
{
    char span[FIGURE], places[FIGURE];

    findings_text_title(&page->text, line);
    say(page, 0, 2, STYLE_BOLD);
    buffer_printf(&page->text, "%s, %.*s, %.*s, in %.*s", severity_name(line->severity), SLICE_ARG(line->id),
                  SLICE_ARG(line->kind), SLICE_ARG(line->service));
    if (line->first)
        buffer_printf(&page->text, ", seen %s", figure_span(line->first, line->last, span));
    say(page, 0, 2, severity_style(line->severity));
    buffer_append(&page->text, line->doubt);
    say(page, 0, 2, STYLE_WARN);
    whole_check(page, line);
    whole_state(page, line);
    if (line->place_count == 0)
        return;
    part(page,
         figure_things(line->place_count, "Place", "Places", places) + (line->place_count == 1 ? 2 : 0));
    for (size_t i = 0; i < line->place_count; i++)
        whole_place(page, line, &line->places[i]);
    if (line->places_unseen)
        buffer_printf(&page->text, "%s more, which count in the figures only.",
                      figure_exact(line->places_unseen, places));
    say(page, 2, 4, STYLE_DIM);
}

/* ---- the page ---- */

static void top(struct page *page)
{
    char day[FIGURE];

    if (page->report->judgement->events_since)
        buffer_printf(&page->text, "Who calls, and in what order, is told from the newest calls, since %s.",
                      figure_day(page->report->judgement->events_since, day));
    say(page, 0, 2, STYLE_DIM);
}

static void services(struct page *page)
{
    const struct findings_report *report = page->report;
    bool any = page->out->text.len > 0;

    for (size_t i = 0; i < report->service_count; i++) {
        const struct findings_service *service = &report->services[i];

        if (service->count == 0)
            continue;
        if (any)
            buffer_byte(&page->out->text, '\n');
        any = true;
        service_head(page, service);
        for (size_t j = 0; j < service->count; j++) {
            line_head(page, &report->lines[service->first + j]);
            line_body(page, &report->lines[service->first + j]);
            output_pace(page->out);
        }
    }
}

/* Services of which nothing is shown. */
static void silent_services(struct page *page)
{
    const struct findings_report *report = page->report;
    size_t count = 0;

    for (size_t i = 0; i < report->service_count; i++)
        if (report->services[i].count == 0 && count++ < NAMED_MOST)
            buffer_printf(&page->text, "%s%.*s", count == 1 ? "Nothing to show of " : ", ",
                          SLICE_ARG(report->services[i].service->service->key));
    if (count > NAMED_MOST)
        buffer_printf(&page->text, " and %zu more", count - NAMED_MOST);
    if (count)
        buffer_byte(&page->text, '.');
    say(page, 0, 0, STYLE_DIM);
}

static void bottom(struct page *page)
{
    static const enum style styles[] = { STYLE_GOOD, STYLE_BAD, STYLE_WARN };
    const struct findings_report *report = page->report;

    if (report->line_count)
        buffer_byte(&page->out->text, '\n');
    findings_text_verdict(&page->text, report);
    buffer_byte(&page->text, '.');
    say(page, 0, 0, styles[report->verdict]);
    buffer_append(&page->text, report->doubt);
    say(page, 0, 0, STYLE_BAD);
    findings_text_hidden(&page->text, report);
    say(page, 0, 0, STYLE_DIM);
    silent_services(page);
    if (report->line_count)
        buffer_text(
            &page->text,
            "'plainsight findings ID' shows one whole; '--accept ID --reason TEXT' keeps what is meant "
            "to be so.");
    say(page, 0, 0, STYLE_DIM);
}

void findings_print_table(const struct findings_report *report, struct output *out)
{
    struct page page = { .report = report, .out = out };

    buffer_init(&page.text, report->account);
    if (report->is_whole) {
        for (size_t i = 0; i < report->line_count; i++)
            whole(&page, &report->lines[i]);
    } else {
        top(&page);
        services(&page);
        bottom(&page);
    }
    out->text.failed = out->text.failed || page.text.failed;
    buffer_done(&page.text);
}
