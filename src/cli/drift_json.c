/* SPDX-License-Identifier: Apache-2.0 */
/* The report of drift as one JSON document with members in a stable order. */
#include "cli/drift_report.h"

#include "cli/json_member.h"
#include "json/writer.h"

#include <ctype.h>

struct page {
    const struct drift_report *report;
    struct output *out;
    struct json_writer json;
};

/* ---- documents ---- */

static void faults(struct page *page, const struct contract *contract)
{
    static const char *const kinds[] = { "warning", "error", "fatal" };
    const struct contract_set *set = page->report->documents;

    member_array(&page->json, "faults");
    for (const struct fault *fault = set->reader.faults.first; fault; fault = fault->next) {
        if (drift_document_of(set, fault->at.file) != contract)
            continue;
        member_object(&page->json, NULL);
        member_text(&page->json, "kind", slice_of(kinds[fault->kind]));
        member_text(&page->json, "rule", slice_of(fault->rule));
        member_text(&page->json, "text", fault->text);
        member_text(&page->json, "file", fault->at.file ? fault->at.file->path : SLICE(""));
        member_number(&page->json, "line", fault->at.line);
        member_number(&page->json, "column", fault->at.column);
        json_end(&page->json);
    }
    json_end(&page->json);
}

static void documents(struct page *page)
{
    const struct contract_set *set = page->report->documents;

    member_array(&page->json, "documents");
    for (size_t i = 0; i < set->count; i++) {
        const struct contract *contract = set->contracts[i];

        member_object(&page->json, NULL);
        member_text(&page->json, "path", contract->file->path);
        member_text(&page->json, "format", slice_of(contract_format_name(contract->format)));
        member_text(&page->json, "title", contract->title);
        faults(page, contract);
        json_end(&page->json);
    }
    json_end(&page->json);
}

static void services(struct page *page)
{
    const struct drift *drift = page->report->drift;

    member_array(&page->json, "services");
    for (size_t i = 0; i < drift->service_count; i++) {
        const struct drift_service *service = &drift->services[i];

        member_object(&page->json, NULL);
        member_text(&page->json, "service", service->service->key);
        member_array(&page->json, "documents");
        for (size_t j = 0; j < service->pair_count; j++) {
            member_object(&page->json, NULL);
            member_text(&page->json, "path", service->pairs[j].contract->file->path);
            member_text(&page->json, "reason", service->pairs[j].reason);
            member_text(&page->json, "base", service->pairs[j].base);
            json_end(&page->json);
        }
        json_end(&page->json);
        member_number(&page->json, "exchanges", service->service->support.count);
        member_number(&page->json, "documented", service->documented);
        member_number(&page->json, "seen", service->documented_seen);
        member_number(&page->json, "undocumented", service->undocumented);
        json_end(&page->json);
    }
    json_end(&page->json);
}

/* ---- rows ---- */

static void lower(struct page *page, const char *name, struct slice value)
{
    char lowered[64];
    size_t len = value.len < sizeof lowered ? value.len : sizeof lowered;

    for (size_t i = 0; i < len; i++)
        lowered[i] = (char)tolower((unsigned char)value.at[i]);
    member_text(&page->json, name, slice_make(lowered, len));
}

static void what(struct page *page, const struct drift_line *line)
{
    const struct drift_row *row = line->row;
    const struct drift_kind_row *kind = &drift_kinds[row->kind];

    member_text(&page->json, "id", row->id);
    member_text(&page->json, "kind", slice_of(kind->name));
    member_text(&page->json, "family", slice_of(drift_family_name(kind->family)));
    member_text(&page->json, "severity", slice_of(severity_name(row->severity)));
    member_text(&page->json, "severityReason", row->severity_reason);
    member_text(&page->json, "service", row->service);
    lower(page, "method", row->method);
    member_text(&page->json, "template", row->template);
    member_text(&page->json, "location", row->location);
    member_text(&page->json, "name", row->name);
    member_text(&page->json, "documented", row->documented);
    member_text(&page->json, "observed", row->observed);
    member_text(&page->json, "summary", row->summary);
    member_text(&page->json, "proposal", row->proposal);
}

static void callers(struct page *page, const struct endpoint_callers *callers)
{
    member_object(&page->json, "callers");
    member_number(&page->json, "distinct", callers->distinct);
    member_array(&page->json, "top");
    for (size_t i = 0; i < callers->top_count; i++) {
        const struct caller *caller = &callers->top[i];

        member_object(&page->json, NULL);
        member_text(&page->json, "caller", slice_of(caller->name));
        member_number(&page->json, "calls", caller->calls);
        member_time(&page->json, "first", caller->first);
        member_time(&page->json, "last", caller->last);
        member_text(&page->json, "address", slice_of(caller->address));
        json_end(&page->json);
    }
    json_end(&page->json);
    json_end(&page->json);
}

static void evidence(struct page *page, const struct drift_line *line)
{
    const struct drift_row *row = line->row;

    member_number(&page->json, "count", row->support.count);
    member_number(&page->json, "of", row->of);
    member_time(&page->json, "firstSeen", row->support.first);
    member_time(&page->json, "lastSeen", row->support.last);
    callers(page, line->callers);
    member_array(&page->json, "examples");
    for (size_t i = 0; i < row->example_count; i++)
        json_string(&page->json, row->examples[i]);
    json_end(&page->json);
    member_text(&page->json, "doubt", row->doubt);
}

static void place_and_state(struct page *page, const struct drift_line *line)
{
    const struct position at = line->row->at;

    member_text(&page->json, "file", at.file ? at.file->path : SLICE(""));
    member_number(&page->json, "line", at.line);
    member_number(&page->json, "column", at.column);
    member_flag(&page->json, "placeToAdd", line->row->is_place_to_add);
    member_text(&page->json, "state", slice_of(finding_state_name(line->state)));
    member_text(&page->json, "stateReason", line->state_reason);
    member_time(&page->json, "opened", line->opened);
    member_time(&page->json, "expires", line->expires);
    member_flag(&page->json, "fails", line->fails);
}

static void rows(struct page *page)
{
    member_array(&page->json, "rows");
    for (size_t i = 0; i < page->report->line_count; i++) {
        const struct drift_line *line = &page->report->lines[i];

        member_object(&page->json, NULL);
        what(page, line);
        evidence(page, line);
        place_and_state(page, line);
        json_end(&page->json);
        output_json(page->out, page->json.out);
    }
    json_end(&page->json);
}

/* ---- figures ---- */

static void totals(struct page *page)
{
    const struct drift_totals *totals = &page->report->totals;

    member_object(&page->json, "totals");
    member_number(&page->json, "rows", totals->shown);
    member_number(&page->json, "failing", totals->failing + totals->failing_unseen);
    member_object(&page->json, "byKind");
    for (int i = 0; i < DRIFT_KINDS; i++) {
        if (totals->by_kind[i])
            member_number(&page->json, drift_kinds[i].name, totals->by_kind[i]);
    }
    json_end(&page->json);
    member_object(&page->json, "bySeverity");
    for (int i = 0; i < SEVERITIES; i++)
        member_number(&page->json, severity_name((enum severity)i), totals->by_severity[i]);
    json_end(&page->json);
    member_object(&page->json, "byState");
    for (int i = 0; i < FINDING_STATES; i++)
        member_number(&page->json, finding_state_name((enum finding_state)i), totals->by_state[i]);
    json_end(&page->json);
    member_object(&page->json, "hidden");
    member_number(&page->json, "accepted", totals->accepted);
    member_number(&page->json, "fixed", totals->fixed);
    member_number(&page->json, "filtered", totals->filtered);
    json_end(&page->json);
    json_end(&page->json);
}

static void idle(struct page *page)
{
    const struct drift *drift = page->report->drift;

    member_array(&page->json, "idle");
    for (size_t i = 0; i < drift->idle_count; i++)
        json_string(&page->json, drift->idle[i]->file->path);
    json_end(&page->json);
}

void drift_print_json(const struct drift_report *report, struct output *out)
{
    struct page page = { .report = report, .out = out };
    struct buffer part;

    buffer_init(&part, report->account);
    json_writer_init(&page.json, &part, true);
    json_begin_object(&page.json);
    documents(&page);
    idle(&page);
    services(&page);
    rows(&page);
    totals(&page);
    member_name(&page.json, "lost");
    json_double(&page.json, report->drift->lost);
    member_time(&page.json, "callersSince", report->callers_since);
    member_text(&page.json, "doubt", report->doubt);
    member_text(&page.json, "verdict", slice_of(drift_verdict_name(report->verdict)));
    json_end(&page.json);
    buffer_byte(&part, '\n');
    output_json(out, &part);
    buffer_done(&part);
}
