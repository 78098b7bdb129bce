/* SPDX-License-Identifier: Apache-2.0 */
/* The report of findings as one JSON document with members in a stable order. */
#include "cli/findings_text.h"

#include "cli/json_member.h"
#include "cli/posture_json.h"

struct page {
    const struct findings_report *report;
    struct output *out;
    struct json_writer json;
    struct buffer text;
};

static void services(struct page *page)
{
    const struct findings_report *report = page->report;

    member_array(&page->json, "services");
    for (size_t i = 0; i < report->service_count; i++) {
        const struct findings_service *service = &report->services[i];

        member_object(&page->json, NULL);
        member_text(&page->json, "service", service->service->service->key);
        exposure_json(&page->json, service->service);
        risk_json(&page->json, service->risk);
        member_number(&page->json, "exchanges", service->service->service->support.count);
        member_number(&page->json, "endpoints", service->service->endpoint_count);
        member_number(&page->json, "findings", service->count);
        json_end(&page->json);
        output_json(page->out, page->json.out);
    }
    json_end(&page->json);
}

/* ---- findings ---- */

static void what(struct page *page, const struct findings_line *line)
{
    const struct check *check = line->check;

    member_text(&page->json, "id", line->id);
    member_text(&page->json, "check", line->kind);
    member_text(&page->json, "title", line->title);
    member_text(&page->json, "subject", line->subject);
    member_text(&page->json, "service", line->service);
    member_text(&page->json, "severity", slice_of(severity_name(line->severity)));
    member_text(&page->json, "group", check ? slice_of(check_group_name(check->group)) : SLICE(""));
    member_text(&page->json, "owasp", check ? slice_of(check->owasp) : SLICE(""));
    member_number(&page->json, "cwe", check ? check->cwe : 0);
    member_text(&page->json, "why", check ? slice_of(check->why) : SLICE(""));
    member_text(&page->json, "fix", check ? slice_of(check->fix) : SLICE(""));
    buffer_reset(&page->text);
    findings_text_anchor(&page->text, line->kind);
    member_text(&page->json, "documentation", buffer_slice(&page->text));
}

static void state(struct page *page, const struct findings_line *line)
{
    member_text(&page->json, "state", slice_of(finding_state_name(line->state)));
    member_text(&page->json, "stateReason", line->state_reason);
    member_time(&page->json, "opened", line->opened);
    member_time(&page->json, "changed", line->changed);
    member_time(&page->json, "expires", line->expires);
    member_flag(&page->json, "new", line->is_new);
    member_flag(&page->json, "fails", line->fails);
}

/* Only of one finding that is shown whole. */
static void history(struct page *page)
{
    member_array(&page->json, "history");
    for (size_t i = 0; i < page->report->history_count; i++) {
        const struct finding_change *change = &page->report->history[i];

        member_object(&page->json, NULL);
        member_time(&page->json, "at", change->at);
        member_text(&page->json, "state", slice_of(finding_state_name(change->state)));
        member_text(&page->json, "reason", change->reason);
        json_end(&page->json);
    }
    json_end(&page->json);
}

static void place(struct page *page, const struct shown_place *shown)
{
    const struct finding_place *place = shown->place;
    const struct endpoint *endpoint = place->endpoint ? place->endpoint->endpoint : NULL;

    member_object(&page->json, NULL);
    member_text(&page->json, "method", endpoint ? endpoint->method : SLICE(""));
    member_text(&page->json, "template", endpoint ? endpoint->path : SLICE(""));
    member_text(&page->json, "endpoint", endpoint ? endpoint->id : SLICE(""));
    member_text(&page->json, "location", place->location);
    member_text(&page->json, "severity", slice_of(severity_name(place->severity)));
    member_text(&page->json, "evidence", place->evidence);
    member_number(&page->json, "count", place->count);
    member_number(&page->json, "of", place->of);
    member_time(&page->json, "firstSeen", place->first);
    member_time(&page->json, "lastSeen", place->last);
    member_text(&page->json, "example", place->example);
    member_text(&page->json, "accepted", shown->acceptance ? shown->acceptance->reason : SLICE(""));
    json_end(&page->json);
    output_json(page->out, page->json.out);
}

static void findings(struct page *page)
{
    member_array(&page->json, "findings");
    for (size_t i = 0; i < page->report->line_count; i++) {
        const struct findings_line *line = &page->report->lines[i];

        member_object(&page->json, NULL);
        what(page, line);
        state(page, line);
        if (page->report->is_whole)
            history(page);
        member_number(&page->json, "count", line->count);
        member_number(&page->json, "of", line->of);
        member_time(&page->json, "firstSeen", line->first);
        member_time(&page->json, "lastSeen", line->last);
        member_text(&page->json, "doubt", line->doubt);
        member_array(&page->json, "places");
        for (size_t j = 0; j < line->place_count; j++)
            place(page, &line->places[j]);
        json_end(&page->json);
        member_number(&page->json, "placesNotShown", line->places_unseen);
        json_end(&page->json);
        output_json(page->out, page->json.out);
    }
    json_end(&page->json);
}

/* ---- figures ---- */

static void by_kind(struct page *page)
{
    const struct findings_totals *totals = &page->report->totals;

    member_object(&page->json, "bySeverity");
    for (int i = 0; i < SEVERITIES; i++)
        member_number(&page->json, severity_name((enum severity)i), totals->by_severity[i]);
    json_end(&page->json);
    member_object(&page->json, "byState");
    for (int i = 0; i < FINDING_STATES; i++)
        member_number(&page->json, finding_state_name((enum finding_state)i), totals->by_state[i]);
    json_end(&page->json);
    member_object(&page->json, "byGroup");
    for (int i = 0; i < CHECK_GROUPS; i++)
        member_number(&page->json, check_group_name((enum check_group)i), totals->by_group[i]);
    if (totals->unknown_group)
        member_number(&page->json, "", totals->unknown_group);
    json_end(&page->json);
}

static void totals(struct page *page)
{
    const struct findings_totals *totals = &page->report->totals;

    member_object(&page->json, "totals");
    member_number(&page->json, "findings", totals->shown);
    member_number(&page->json, "places", totals->places);
    member_number(&page->json, "endpoints", totals->endpoints);
    member_number(&page->json, "new", totals->new);
    member_number(&page->json, "failing", totals->failing);
    by_kind(page);
    member_object(&page->json, "hidden");
    member_number(&page->json, "accepted", totals->accepted);
    member_number(&page->json, "fixed", totals->fixed);
    member_number(&page->json, "filtered", totals->filtered);
    json_end(&page->json);
    json_end(&page->json);
}

void findings_print_json(const struct findings_report *report, struct output *out)
{
    struct page page = { .report = report, .out = out };
    struct buffer part;

    buffer_init(&part, report->account);
    buffer_init(&page.text, report->account);
    json_writer_init(&page.json, &part, true);
    json_begin_object(&page.json);
    services(&page);
    findings(&page);
    totals(&page);
    member_time(&page.json, "eventsSince", report->judgement->events_since);
    member_text(&page.json, "doubt", report->doubt);
    member_text(&page.json, "verdict", slice_of(findings_verdict_name(report->verdict)));
    json_end(&page.json);
    buffer_byte(&part, '\n');
    output_json(out, &part);
    out->text.failed = out->text.failed || page.text.failed;
    buffer_done(&page.text);
    buffer_done(&part);
}
