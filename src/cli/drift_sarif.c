/* SPDX-License-Identifier: Apache-2.0 */
/* The report of drift as SARIF 2.1.0, for code scanning. Every kind is a rule, so that a rule keeps its index. */
#include "cli/drift_text.h"
#include "cli/sarif.h"

struct page {
    const struct drift_report *report;
    struct sarif sarif;
    struct buffer text;
};

/* ---- places ---- */

/* What is about no line is shown at the head of the service's document, else of the first: scanners want a place. */
static struct position place_of(const struct drift_report *report, const struct drift_row *row)
{
    const struct drift *drift = report->drift;
    struct position at = row->at;

    for (size_t i = 0; i < drift->service_count && !at.file; i++) {
        if (drift->services[i].pair_count && slice_eq(drift->services[i].service->key, row->service))
            at.file = drift->services[i].pairs[0].contract->file;
    }
    if (!at.file && report->documents->count)
        at.file = report->documents->contracts[0]->file;
    return at;
}

static void locations(struct page *page, const struct drift_line *line)
{
    struct position at = place_of(page->report, line->row);
    struct buffer *out = &page->text;

    sarif_array(&page->sarif, "locations");
    sarif_object(&page->sarif, NULL);
    if (at.file)
        sarif_physical(&page->sarif, at);
    buffer_reset(out);
    buffer_append(out, line->row->service);
    buffer_byte(out, ' ');
    drift_text_operation(out, line->row);
    buffer_byte(out, ' ');
    drift_text_place(out, line->row);
    sarif_array(&page->sarif, "logicalLocations");
    sarif_object(&page->sarif, NULL);
    sarif_text(&page->sarif, "fullyQualifiedName", buffer_slice(out));
    sarif_text(&page->sarif, "kind", SLICE("resource"));
    sarif_close(&page->sarif);
    sarif_close(&page->sarif);
    sarif_close(&page->sarif);
    sarif_close(&page->sarif);
}

/* ---- rules ---- */

static const char *family_level(enum drift_family family)
{
    return family == DRIFT_WRONG ? "error" : family == DRIFT_MISSING ? "warning" : "note";
}

static const char *severity_level(enum severity severity)
{
    return severity >= SEVERITY_HIGH ? "error" : severity == SEVERITY_MEDIUM ? "warning" : "note";
}

static const char *const remedies[] = {
    [DRIFT_MISSING] = "Add it to the document ('plainsight spec update' does), or stop serving it.",
    [DRIFT_WRONG] = "Mend the document, or the service.",
    [DRIFT_DEAD] = "Remove it from the document, or find out why nobody uses it.",
};

static void rule(struct page *page, const struct drift_kind_row *kind)
{
    const char *remedy = remedies[kind->family];

    sarif_object(&page->sarif, NULL);
    sarif_text(&page->sarif, "id", slice_of(kind->name));
    sarif_fixed(&page->sarif, "shortDescription", kind->title);
    sarif_fixed(&page->sarif, "fullDescription", kind->why);
    buffer_reset(&page->text);
    buffer_printf(&page->text, "%s. %s %s", kind->title, kind->why, remedy);
    sarif_object(&page->sarif, "help");
    sarif_text(&page->sarif, "text", buffer_slice(&page->text));
    buffer_reset(&page->text);
    buffer_printf(&page->text, "**%s.** %s\n\n%s", kind->title, kind->why, remedy);
    sarif_text(&page->sarif, "markdown", buffer_slice(&page->text));
    sarif_close(&page->sarif);
    sarif_object(&page->sarif, "defaultConfiguration");
    sarif_text(&page->sarif, "level", slice_of(family_level(kind->family)));
    sarif_close(&page->sarif);
    sarif_object(&page->sarif, "properties");
    sarif_array(&page->sarif, "tags");
    sarif_text(&page->sarif, NULL, SLICE("api"));
    sarif_text(&page->sarif, NULL, SLICE("drift"));
    sarif_text(&page->sarif, NULL, slice_of(drift_family_name(kind->family)));
    sarif_close(&page->sarif);
    sarif_close(&page->sarif);
    sarif_close(&page->sarif);
}

/* ---- the run ---- */

static void notification(struct page *page, const struct fault *fault)
{
    static const char *const levels[] = { "warning", "error", "error" };

    sarif_object(&page->sarif, NULL);
    sarif_text(&page->sarif, "level", slice_of(levels[fault->kind]));
    sarif_message(&page->sarif, fault->text);
    sarif_object(&page->sarif, "descriptor");
    sarif_text(&page->sarif, "id", slice_of(fault->rule));
    sarif_close(&page->sarif);
    if (fault->at.file) {
        sarif_array(&page->sarif, "locations");
        sarif_object(&page->sarif, NULL);
        sarif_physical(&page->sarif, fault->at);
        sarif_close(&page->sarif);
        sarif_close(&page->sarif);
    }
    sarif_close(&page->sarif);
}

static void invocations(struct page *page)
{
    const struct drift_report *report = page->report;

    sarif_array(&page->sarif, "invocations");
    sarif_object(&page->sarif, NULL);
    sarif_boolean(&page->sarif, "executionSuccessful", report->verdict != DRIFT_VERDICT_UNKNOWN);
    sarif_number(&page->sarif, "exitCode", report->verdict);
    sarif_array(&page->sarif, "toolConfigurationNotifications");
    for (const struct fault *fault = report->documents->reader.faults.first; fault; fault = fault->next)
        notification(page, fault);
    sarif_close(&page->sarif);
    sarif_close(&page->sarif);
    sarif_close(&page->sarif);
}

/* ---- results ---- */

static void suppressions(struct page *page, const struct drift_line *line)
{
    if (line->state != FINDING_ACCEPTED)
        return;
    sarif_array(&page->sarif, "suppressions");
    sarif_object(&page->sarif, NULL);
    sarif_text(&page->sarif, "kind", SLICE("external"));
    sarif_text(&page->sarif, "status", SLICE("accepted"));
    sarif_text(&page->sarif, "justification", line->state_reason);
    sarif_close(&page->sarif);
    sarif_close(&page->sarif);
}

static void properties(struct page *page, const struct drift_line *line)
{
    const struct drift_row *row = line->row;

    sarif_object(&page->sarif, "properties");
    sarif_text(&page->sarif, "severity", slice_of(severity_name(row->severity)));
    sarif_text(&page->sarif, "severityReason", row->severity_reason);
    sarif_text(&page->sarif, "service", row->service);
    sarif_text(&page->sarif, "method", row->method);
    sarif_text(&page->sarif, "template", row->template);
    sarif_text(&page->sarif, "location", row->location);
    sarif_text(&page->sarif, "name", row->name);
    sarif_text(&page->sarif, "documented", row->documented);
    sarif_text(&page->sarif, "observed", row->observed);
    sarif_text(&page->sarif, "proposal", row->proposal);
    sarif_number(&page->sarif, "count", row->support.count);
    sarif_number(&page->sarif, "of", row->of);
    sarif_number(&page->sarif, "callers", line->callers->distinct);
    sarif_text(&page->sarif, "state", slice_of(finding_state_name(line->state)));
    sarif_close(&page->sarif);
}

static void result(struct page *page, const struct drift_line *line)
{
    const struct drift_row *row = line->row;

    sarif_object(&page->sarif, NULL);
    sarif_text(&page->sarif, "ruleId", slice_of(drift_kinds[row->kind].name));
    sarif_number(&page->sarif, "ruleIndex", row->kind);
    sarif_text(&page->sarif, "kind", line->state == FINDING_FIXED ? SLICE("pass") : SLICE("fail"));
    sarif_text(&page->sarif, "level",
               line->state == FINDING_FIXED ? SLICE("none") : slice_of(severity_level(row->severity)));
    buffer_reset(&page->text);
    drift_text_claim(&page->text, row);
    buffer_byte(&page->text, ' ');
    drift_text_summary(&page->text, row);
    sarif_message(&page->sarif, buffer_slice(&page->text));
    locations(page, line);
    sarif_object(&page->sarif, "partialFingerprints");
    sarif_text(&page->sarif, "plainsightId/v1", row->id);
    sarif_close(&page->sarif);
    suppressions(page, line);
    properties(page, line);
    sarif_close(&page->sarif);
    sarif_pace(&page->sarif);
}

void drift_print_sarif(const struct drift_report *report, struct output *out)
{
    struct page page = { .report = report };

    buffer_init(&page.text, report->account);
    sarif_begin(&page.sarif, out, report->account);
    for (int i = 0; i < DRIFT_KINDS; i++)
        rule(&page, &drift_kinds[i]);
    sarif_rules_end(&page.sarif);
    invocations(&page);
    sarif_results(&page.sarif);
    for (size_t i = 0; i < report->line_count; i++)
        result(&page, &report->lines[i]);
    sarif_results_end(&page.sarif);
    sarif_end(&page.sarif);
    out->text.failed = out->text.failed || page.text.failed;
    buffer_done(&page.text);
}
