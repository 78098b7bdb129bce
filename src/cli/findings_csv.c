/* SPDX-License-Identifier: Apache-2.0 */
/* The report of findings as CSV (RFC 4180), one place a row, safe to open in a spreadsheet. */
#include "base/clock.h"
#include "base/text.h"
#include "cli/findings_text.h"

#include <inttypes.h>

struct page {
    const struct findings_report *report;
    struct output *out;
};

static void field(struct page *page, struct slice text)
{
    text_csv(&page->out->text, text);
    buffer_byte(&page->out->text, ',');
}

static void number(struct page *page, uint64_t value)
{
    buffer_printf(&page->out->text, "%" PRIu64 ",", value);
}

static void moment(struct page *page, int64_t time)
{
    char text[CLOCK_TEXT] = "";

    if (time)
        clock_format(time, true, text);
    field(page, slice_of(text));
}

static void finding_fields(struct page *page, const struct findings_service *service,
                           const struct findings_line *line)
{
    const struct check *check = line->check;

    field(page, line->id);
    field(page, line->kind);
    field(page, line->title);
    field(page, check ? slice_of(check_group_name(check->group)) : SLICE(""));
    field(page, slice_of(severity_name(line->severity)));
    field(page, slice_of(finding_state_name(line->state)));
    field(page, line->state_reason);
    field(page, line->service);
    field(page, slice_of(reach_name(service->service->reach)));
    field(page, slice_of(severity_name(service->risk->level)));
    field(page, line->subject);
}

/* NULL: of a finding of which no place is known any more. */
static void place_fields(struct page *page, const struct findings_line *line,
                         const struct finding_place *place)
{
    const struct endpoint *endpoint = place && place->endpoint ? place->endpoint->endpoint : NULL;

    field(page, endpoint ? endpoint->method : SLICE(""));
    field(page, endpoint ? endpoint->path : SLICE(""));
    field(page, place ? place->location : SLICE(""));
    field(page, slice_of(severity_name(place ? place->severity : line->severity)));
    field(page, place ? place->evidence : SLICE(""));
    field(page, place ? place->example : SLICE(""));
    number(page, place ? place->count : line->count);
    number(page, place ? place->of : line->of);
    moment(page, place ? place->first : line->first);
    moment(page, place ? place->last : line->last);
}

static void row(struct page *page, const struct findings_service *service, const struct findings_line *line,
                const struct finding_place *place)
{
    const struct check *check = line->check;

    finding_fields(page, service, line);
    place_fields(page, line, place);
    field(page, check ? slice_of(check->owasp) : SLICE(""));
    if (check && check->cwe)
        buffer_printf(&page->out->text, "CWE-%u", check->cwe);
    buffer_text(&page->out->text, "\r\n"); /* RFC 4180 2.1 */
    output_pace(page->out);
}

void findings_print_csv(const struct findings_report *report, struct output *out)
{
    struct page page = { .report = report, .out = out };

    buffer_text(&out->text, "id,check,title,group,severity,state,state_reason,service,exposure,service_risk,"
                            "subject,method,template,location,place_severity,evidence,example,count,of,"
                            "first_seen,last_seen,owasp,cwe\r\n");
    for (size_t i = 0; i < report->service_count; i++) {
        const struct findings_service *service = &report->services[i];

        for (size_t j = 0; j < service->count; j++) {
            const struct findings_line *line = &report->lines[service->first + j];

            for (size_t k = 0; k < line->place_count; k++)
                row(&page, service, line, line->places[k].place);
            if (line->place_count == 0)
                row(&page, service, line, NULL);
        }
    }
}
