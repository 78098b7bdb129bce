/* SPDX-License-Identifier: Apache-2.0 */
/* The report of differences as one JSON document with members in a stable order. */
#include "cli/spec_diff.h"

#include "cli/json_member.h"
#include "json/writer.h"

struct page {
    const struct diff_report *report;
    struct output *out;
    struct json_writer json;
};

/* ---- what was compared ---- */

static void document(struct page *page, const char *name, const struct contract *contract,
                     const struct faults *faults)
{
    member_object(&page->json, name);
    member_text(&page->json, "file", contract->file->path);
    member_text(&page->json, "format", slice_of(contract_format_name(contract->format)));
    member_text(&page->json, "title", contract->title);
    member_text(&page->json, "version", contract->info_version);
    member_number(&page->json, "errors", faults->errors);
    member_number(&page->json, "warnings", faults->warnings);
    json_end(&page->json);
}

static void services(struct page *page, const struct drift *drift)
{
    member_array(&page->json, "services");
    for (size_t i = 0; drift && i < drift->service_count; i++) {
        if (drift->services[i].pair_count)
            json_string(&page->json, drift->services[i].service->key);
    }
    json_end(&page->json);
}

static void traffic(struct page *page)
{
    const struct spec_traffic *known = page->report->traffic;

    member_object(&page->json, "traffic");
    member_name(&page->json, "consulted");
    json_bool(&page->json, known->silence.len == 0);
    member_text(&page->json, "reason", known->silence);
    services(page, known->drift);
    member_number(&page->json, "exchanges", known->exchanges);
    member_name(&page->json, "lost");
    json_double(&page->json, known->drift ? known->drift->lost : 0);
    member_time(&page->json, "callersSince", callers_since(known->callers));
    json_end(&page->json);
}

/* ---- one change ---- */

static void place(struct page *page, const char *name, struct position at)
{
    member_object(&page->json, name);
    member_text(&page->json, "file", at.file ? at.file->path : SLICE(""));
    member_number(&page->json, "line", at.line);
    member_number(&page->json, "column", at.column);
    json_end(&page->json);
}

static void what(struct page *page, const struct difference *change)
{
    member_text(&page->json, "kind", slice_of(difference_rule(change->kind)->name));
    member_text(&page->json, "class", slice_of(difference_class_name(change->class)));
    member_text(&page->json, "method", change->method);
    member_text(&page->json, "path", change->path);
    member_text(&page->json, "location", change->location);
    member_text(&page->json, "media", change->media);
    member_text(&page->json, "name", change->name);
    member_text(&page->json, "component", change->component);
    member_text(&page->json, "before", change->before);
    member_text(&page->json, "after", change->after);
    member_text(&page->json, "what", change->what);
    member_text(&page->json, "why", slice_of(change->why));
    place(page, "old", change->old_at);
    place(page, "new", change->new_at);
}

static void callers(struct page *page, const struct endpoint_callers *known)
{
    member_object(&page->json, "callers");
    member_number(&page->json, "distinct", known->distinct);
    member_array(&page->json, "top");
    for (size_t i = 0; i < known->top_count; i++) {
        member_object(&page->json, NULL);
        member_text(&page->json, "caller", slice_of(known->top[i].name));
        member_number(&page->json, "calls", known->top[i].calls);
        member_time(&page->json, "first", known->top[i].first);
        member_time(&page->json, "last", known->top[i].last);
        member_text(&page->json, "address", slice_of(known->top[i].address));
        json_end(&page->json);
    }
    json_end(&page->json);
    json_end(&page->json);
}

static void sighting(struct page *page, const struct spec_sighting *known)
{
    member_name(&page->json, "part");
    if (known->kind == SIGHTING_UNTOLD) {
        json_null(&page->json);
        return;
    }
    member_object(&page->json, NULL);
    member_number(&page->json, "count", known->count);
    member_number(&page->json, "of", known->of);
    member_text(&page->json, "unit", slice_of(known->unit));
    json_end(&page->json);
}

/* null: not known, or not asked because the change is safe. */
static void impact(struct page *page, const struct diff_group *group, const struct diff_line *line)
{
    const struct spec_impact *known = &group->impact;

    member_name(&page->json, "impact");
    if (!known->is_known || line->change->class == DIFFERENCE_SAFE) {
        json_null(&page->json);
        return;
    }
    member_object(&page->json, NULL);
    member_number(&page->json, "exchanges", known->exchanges);
    member_number(&page->json, "of", known->of);
    member_time(&page->json, "first", known->first);
    member_time(&page->json, "last", known->last);
    callers(page, &known->callers);
    sighting(page, &line->sighting);
    json_end(&page->json);
}

static void changes(struct page *page)
{
    const struct diff_report *report = page->report;

    member_array(&page->json, "changes");
    for (size_t i = 0; i < report->group_count; i++) {
        for (size_t j = 0; j < report->groups[i].count; j++) {
            const struct diff_line *line = &report->groups[i].lines[j];

            member_object(&page->json, NULL);
            what(page, line->change);
            member_number(&page->json, "edit", line->edit);
            member_name(&page->json, "fails");
            json_bool(&page->json, line->fails);
            impact(page, &report->groups[i], line);
            json_end(&page->json);
            output_json(page->out, page->json.out);
        }
    }
    json_end(&page->json);
}

static void totals(struct page *page)
{
    const struct diff_report *report = page->report;

    member_object(&page->json, "totals");
    member_number(&page->json, "changes", differences_total(report->differences));
    for (int class = DIFF_CLASSES - 1; class >= 0; class --)
        member_number(&page->json, difference_class_name((enum difference_class) class),
                      report->differences->totals[class]);
    member_number(&page->json, "edits", report->edits);
    member_number(&page->json, "failing", report->failing);
    member_number(&page->json, "unlisted", diff_report_unlisted(report));
    json_end(&page->json);
    member_name(&page->json, "complete");
    json_bool(&page->json, !report->differences->is_incomplete);
}

static void finish(struct page *page)
{
    json_end(&page->json);
    buffer_byte(page->json.out, '\n');
    output_json(page->out, page->json.out);
}

void diff_print_json(const struct diff_report *report, struct output *out)
{
    struct page page = { .report = report, .out = out };
    struct buffer part;

    buffer_init(&part, report->account);
    json_writer_init(&page.json, &part, true);
    json_begin_object(&page.json);
    document(&page, "old", report->old, report->old_faults);
    document(&page, "new", report->new, report->new_faults);
    traffic(&page);
    changes(&page);
    totals(&page);
    finish(&page);
    buffer_done(&part);
}

void diff_kinds_json(struct output *out)
{
    struct page page = { .out = out };
    struct buffer part;

    buffer_init(&part, out->text.account);
    json_writer_init(&page.json, &part, true);
    json_begin_object(&page.json);
    member_array(&page.json, "kinds");
    for (int kind = 0; kind < DIFFERENCE_KINDS; kind++) {
        const struct difference_rule *rule = difference_rule((enum difference_kind)kind);

        member_object(&page.json, NULL);
        member_text(&page.json, "kind", slice_of(rule->name));
        member_text(&page.json, "class", slice_of(difference_class_name(rule->class)));
        member_text(&page.json, "what", slice_of(rule->what));
        member_text(&page.json, "why", slice_of(rule->why));
        json_end(&page.json);
    }
    json_end(&page.json);
    finish(&page);
    buffer_done(&part);
}
