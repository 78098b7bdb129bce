/* SPDX-License-Identifier: Apache-2.0 */
/* The report of differences as one JSON document with members in a stable order. */
#include "cli/spec_diff.h"

#include "cli/ledger_json.h"
#include "json/writer.h"

struct page {
    const struct diff_report *report;
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

/* ---- what was compared ---- */

static void document(struct page *page, const char *name, const struct contract *contract,
                     const struct faults *faults)
{
    object(page, name);
    text(page, "file", contract->file->path);
    text(page, "format", slice_of(contract_format_name(contract->format)));
    text(page, "title", contract->title);
    text(page, "version", contract->info_version);
    number(page, "errors", faults->errors);
    number(page, "warnings", faults->warnings);
    end(page);
}

static void services(struct page *page, const struct drift *drift)
{
    array(page, "services");
    for (size_t i = 0; drift && i < drift->service_count; i++) {
        if (drift->services[i].pair_count)
            json_string(&page->json, drift->services[i].service->key);
    }
    end(page);
}

static void traffic(struct page *page)
{
    const struct spec_traffic *known = page->report->traffic;

    object(page, "traffic");
    key(page, "consulted");
    json_bool(&page->json, known->silence.len == 0);
    text(page, "reason", known->silence);
    services(page, known->drift);
    number(page, "exchanges", known->exchanges);
    key(page, "lost");
    json_double(&page->json, known->drift ? known->drift->lost : 0);
    when(page, "callersSince", callers_since(known->callers));
    end(page);
}

/* ---- one change ---- */

static void place(struct page *page, const char *name, struct position at)
{
    object(page, name);
    text(page, "file", at.file ? at.file->path : SLICE(""));
    number(page, "line", at.line);
    number(page, "column", at.column);
    end(page);
}

static void what(struct page *page, const struct difference *change)
{
    text(page, "kind", slice_of(difference_rule(change->kind)->name));
    text(page, "class", slice_of(difference_class_name(change->class)));
    text(page, "method", change->method);
    text(page, "path", change->path);
    text(page, "location", change->location);
    text(page, "media", change->media);
    text(page, "name", change->name);
    text(page, "component", change->component);
    text(page, "before", change->before);
    text(page, "after", change->after);
    text(page, "what", change->what);
    text(page, "why", slice_of(change->why));
    place(page, "old", change->old_at);
    place(page, "new", change->new_at);
}

static void callers(struct page *page, const struct endpoint_callers *known)
{
    object(page, "callers");
    number(page, "distinct", known->distinct);
    array(page, "top");
    for (size_t i = 0; i < known->top_count; i++) {
        object(page, NULL);
        text(page, "caller", slice_of(known->top[i].name));
        number(page, "calls", known->top[i].calls);
        when(page, "first", known->top[i].first);
        when(page, "last", known->top[i].last);
        text(page, "address", slice_of(known->top[i].address));
        end(page);
    }
    end(page);
    end(page);
}

static void sighting(struct page *page, const struct spec_sighting *known)
{
    key(page, "part");
    if (known->kind == SIGHTING_UNTOLD) {
        json_null(&page->json);
        return;
    }
    object(page, NULL);
    number(page, "count", known->count);
    number(page, "of", known->of);
    text(page, "unit", slice_of(known->unit));
    end(page);
}

/* null: not known, or not asked because the change is safe. */
static void impact(struct page *page, const struct diff_group *group, const struct diff_line *line)
{
    const struct spec_impact *known = &group->impact;

    key(page, "impact");
    if (!known->is_known || line->change->class == DIFFERENCE_SAFE) {
        json_null(&page->json);
        return;
    }
    object(page, NULL);
    number(page, "exchanges", known->exchanges);
    number(page, "of", known->of);
    when(page, "first", known->first);
    when(page, "last", known->last);
    callers(page, &known->callers);
    sighting(page, &line->sighting);
    end(page);
}

static void changes(struct page *page)
{
    const struct diff_report *report = page->report;

    array(page, "changes");
    for (size_t i = 0; i < report->group_count; i++) {
        for (size_t j = 0; j < report->groups[i].count; j++) {
            const struct diff_line *line = &report->groups[i].lines[j];

            object(page, NULL);
            what(page, line->change);
            number(page, "edit", line->edit);
            key(page, "fails");
            json_bool(&page->json, line->fails);
            impact(page, &report->groups[i], line);
            end(page);
            output_json(page->out, page->json.out);
        }
    }
    end(page);
}

static void totals(struct page *page)
{
    const struct diff_report *report = page->report;

    object(page, "totals");
    number(page, "changes", differences_total(report->differences));
    for (int class = DIFF_CLASSES - 1; class >= 0; class --)
        number(page, difference_class_name((enum difference_class) class),
               report->differences->totals[class]);
    number(page, "edits", report->edits);
    number(page, "failing", report->failing);
    number(page, "unlisted", diff_report_unlisted(report));
    end(page);
    key(page, "complete");
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
    array(&page, "kinds");
    for (int kind = 0; kind < DIFFERENCE_KINDS; kind++) {
        const struct difference_rule *rule = difference_rule((enum difference_kind)kind);

        object(&page, NULL);
        text(&page, "kind", slice_of(rule->name));
        text(&page, "class", slice_of(difference_class_name(rule->class)));
        text(&page, "what", slice_of(rule->what));
        text(&page, "why", slice_of(rule->why));
        end(&page);
    }
    end(&page);
    finish(&page);
    buffer_done(&part);
}
