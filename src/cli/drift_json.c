/* SPDX-License-Identifier: Apache-2.0 */
/* The report of drift as one JSON document with members in a stable order. */
#include "cli/drift_report.h"

#include "cli/ledger_json.h"
#include "json/writer.h"

#include <ctype.h>

struct page {
    const struct drift_report *report;
    struct output *out;
    struct json_writer json;
};

static void key(struct page *page, const char *name)
{
    json_key(&page->json, slice_of(name));
}

static void text(struct page *page, const char *name, struct slice value)
{
    key(page, name);
    json_string(&page->json, value.at ? value : SLICE(""));
}

static void number(struct page *page, const char *name, uint64_t value)
{
    key(page, name);
    json_unsigned(&page->json, value);
}

static void when(struct page *page, const char *name, int64_t time)
{
    key(page, name);
    time_json(&page->json, time);
}

static void flag(struct page *page, const char *name, bool value)
{
    key(page, name);
    json_bool(&page->json, value);
}

static void object(struct page *page, const char *name)
{
    if (name)
        key(page, name);
    json_begin_object(&page->json);
}

static void array(struct page *page, const char *name)
{
    key(page, name);
    json_begin_array(&page->json);
}

static void end(struct page *page)
{
    json_end(&page->json);
}

/* ---- documents ---- */

static void faults(struct page *page, const struct contract *contract)
{
    static const char *const kinds[] = { "warning", "error", "fatal" };
    const struct contract_set *set = page->report->documents;

    array(page, "faults");
    for (const struct fault *fault = set->reader.faults.first; fault; fault = fault->next) {
        if (drift_document_of(set, fault->at.file) != contract)
            continue;
        object(page, NULL);
        text(page, "kind", slice_of(kinds[fault->kind]));
        text(page, "rule", slice_of(fault->rule));
        text(page, "text", fault->text);
        text(page, "file", fault->at.file ? fault->at.file->path : SLICE(""));
        number(page, "line", fault->at.line);
        number(page, "column", fault->at.column);
        end(page);
    }
    end(page);
}

static void documents(struct page *page)
{
    const struct contract_set *set = page->report->documents;

    array(page, "documents");
    for (size_t i = 0; i < set->count; i++) {
        const struct contract *contract = set->contracts[i];

        object(page, NULL);
        text(page, "path", contract->file->path);
        text(page, "format", slice_of(contract_format_name(contract->format)));
        text(page, "title", contract->title);
        faults(page, contract);
        end(page);
    }
    end(page);
}

static void services(struct page *page)
{
    const struct drift *drift = page->report->drift;

    array(page, "services");
    for (size_t i = 0; i < drift->service_count; i++) {
        const struct drift_service *service = &drift->services[i];

        object(page, NULL);
        text(page, "service", service->service->key);
        array(page, "documents");
        for (size_t j = 0; j < service->pair_count; j++) {
            object(page, NULL);
            text(page, "path", service->pairs[j].contract->file->path);
            text(page, "reason", service->pairs[j].reason);
            text(page, "base", service->pairs[j].base);
            end(page);
        }
        end(page);
        number(page, "exchanges", service->service->support.count);
        number(page, "documented", service->documented);
        number(page, "seen", service->documented_seen);
        number(page, "undocumented", service->undocumented);
        end(page);
    }
    end(page);
}

/* ---- rows ---- */

static void lower(struct page *page, const char *name, struct slice value)
{
    char lowered[64];
    size_t len = value.len < sizeof lowered ? value.len : sizeof lowered;

    for (size_t i = 0; i < len; i++)
        lowered[i] = (char)tolower((unsigned char)value.at[i]);
    text(page, name, slice_make(lowered, len));
}

static void what(struct page *page, const struct drift_line *line)
{
    const struct drift_row *row = line->row;
    const struct drift_kind_row *kind = &drift_kinds[row->kind];

    text(page, "id", row->id);
    text(page, "kind", slice_of(kind->name));
    text(page, "family", slice_of(drift_family_name(kind->family)));
    text(page, "severity", slice_of(severity_name(row->severity)));
    text(page, "severityReason", row->severity_reason);
    text(page, "service", row->service);
    lower(page, "method", row->method);
    text(page, "template", row->template);
    text(page, "location", row->location);
    text(page, "name", row->name);
    text(page, "documented", row->documented);
    text(page, "observed", row->observed);
    text(page, "summary", row->summary);
    text(page, "proposal", row->proposal);
}

static void callers(struct page *page, const struct endpoint_callers *callers)
{
    object(page, "callers");
    number(page, "distinct", callers->distinct);
    array(page, "top");
    for (size_t i = 0; i < callers->top_count; i++) {
        const struct caller *caller = &callers->top[i];

        object(page, NULL);
        text(page, "caller", slice_of(caller->name));
        number(page, "calls", caller->calls);
        when(page, "first", caller->first);
        when(page, "last", caller->last);
        text(page, "address", slice_of(caller->address));
        end(page);
    }
    end(page);
    end(page);
}

static void evidence(struct page *page, const struct drift_line *line)
{
    const struct drift_row *row = line->row;

    number(page, "count", row->support.count);
    number(page, "of", row->of);
    when(page, "firstSeen", row->support.first);
    when(page, "lastSeen", row->support.last);
    callers(page, line->callers);
    array(page, "examples");
    for (size_t i = 0; i < row->example_count; i++)
        json_string(&page->json, row->examples[i]);
    end(page);
    text(page, "doubt", row->doubt);
}

static void place_and_state(struct page *page, const struct drift_line *line)
{
    const struct position at = line->row->at;

    text(page, "file", at.file ? at.file->path : SLICE(""));
    number(page, "line", at.line);
    number(page, "column", at.column);
    flag(page, "placeToAdd", line->row->is_place_to_add);
    text(page, "state", slice_of(finding_state_name(line->state)));
    text(page, "stateReason", line->state_reason);
    when(page, "opened", line->opened);
    when(page, "expires", line->expires);
    flag(page, "fails", line->fails);
}

static void rows(struct page *page)
{
    array(page, "rows");
    for (size_t i = 0; i < page->report->line_count; i++) {
        const struct drift_line *line = &page->report->lines[i];

        object(page, NULL);
        what(page, line);
        evidence(page, line);
        place_and_state(page, line);
        end(page);
        output_json(page->out, page->json.out);
    }
    end(page);
}

/* ---- figures ---- */

static void totals(struct page *page)
{
    const struct drift_totals *totals = &page->report->totals;

    object(page, "totals");
    number(page, "rows", totals->shown);
    number(page, "failing", totals->failing + totals->failing_unseen);
    object(page, "byKind");
    for (int i = 0; i < DRIFT_KINDS; i++) {
        if (totals->by_kind[i])
            number(page, drift_kinds[i].name, totals->by_kind[i]);
    }
    end(page);
    object(page, "bySeverity");
    for (int i = 0; i < SEVERITIES; i++)
        number(page, severity_name((enum severity)i), totals->by_severity[i]);
    end(page);
    object(page, "byState");
    for (int i = 0; i < FINDING_STATES; i++)
        number(page, finding_state_name((enum finding_state)i), totals->by_state[i]);
    end(page);
    object(page, "hidden");
    number(page, "accepted", totals->accepted);
    number(page, "fixed", totals->fixed);
    number(page, "filtered", totals->filtered);
    end(page);
    end(page);
}

static void idle(struct page *page)
{
    const struct drift *drift = page->report->drift;

    array(page, "idle");
    for (size_t i = 0; i < drift->idle_count; i++)
        json_string(&page->json, drift->idle[i]->file->path);
    end(page);
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
    key(&page, "lost");
    json_double(&page.json, report->drift->lost);
    when(&page, "callersSince", report->callers_since);
    text(&page, "doubt", report->doubt);
    text(&page, "verdict", slice_of(drift_verdict_name(report->verdict)));
    json_end(&page.json);
    buffer_byte(&part, '\n');
    output_json(out, &part);
    buffer_done(&part);
}
