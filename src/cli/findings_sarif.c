/* SPDX-License-Identifier: Apache-2.0 */
/* The report of findings as SARIF 2.1.0, for code scanning. Every check is a rule, so that a rule keeps its index; a finding is one
 * result, at its worst place, with the others as related locations. */
#include "cli/findings_text.h"
#include "cli/sarif.h"

#include <stdio.h>

#define RELATED_MOST 100 /* places of one result: scanners show few */

struct page {
    const struct findings_report *report;
    struct sarif sarif;
    struct buffer text;
};

/* ---- rules ---- */

static const char *level_of(enum severity severity)
{
    return severity >= SEVERITY_HIGH ? "error" : severity == SEVERITY_MEDIUM ? "warning" : "note";
}

/* As code forges sort them: 9 and above critical, 7 high, 4 medium, below low. */
static const char *security_severity(enum severity severity)
{
    static const char *const scores[] = {
        [SEVERITY_INFO] = "1.0", [SEVERITY_LOW] = "3.0",      [SEVERITY_MEDIUM] = "5.5",
        [SEVERITY_HIGH] = "8.0", [SEVERITY_CRITICAL] = "9.5",
    };

    return scores[severity];
}

static void rule_tags(struct page *page, const struct check *check)
{
    char cwe[32];

    sarif_array(&page->sarif, "tags");
    sarif_text(&page->sarif, NULL, SLICE("api"));
    sarif_text(&page->sarif, NULL, SLICE("security"));
    sarif_text(&page->sarif, NULL, slice_of(check_group_name(check->group)));
    if (*check->owasp)
        sarif_text(&page->sarif, NULL, slice_of(check->owasp));
    if (check->cwe) {
        snprintf(cwe, sizeof cwe, "external/cwe/cwe-%03u", check->cwe);
        sarif_text(&page->sarif, NULL, slice_of(cwe));
    }
    sarif_close(&page->sarif);
}

static void rule(struct page *page, const struct check *check)
{
    sarif_object(&page->sarif, NULL);
    sarif_text(&page->sarif, "id", slice_of(check->id));
    sarif_fixed(&page->sarif, "shortDescription", check->title);
    sarif_fixed(&page->sarif, "fullDescription", check->why);
    buffer_reset(&page->text);
    buffer_printf(&page->text, "%s. %s %s", check->title, check->why, check->fix);
    sarif_object(&page->sarif, "help");
    sarif_text(&page->sarif, "text", buffer_slice(&page->text));
    buffer_reset(&page->text);
    buffer_printf(&page->text, "**%s.** %s\n\n%s", check->title, check->why, check->fix);
    sarif_text(&page->sarif, "markdown", buffer_slice(&page->text));
    sarif_close(&page->sarif);
    sarif_object(&page->sarif, "defaultConfiguration");
    sarif_text(&page->sarif, "level", slice_of(level_of(check->severity)));
    sarif_close(&page->sarif);
    sarif_object(&page->sarif, "properties");
    sarif_text(&page->sarif, "security-severity", slice_of(security_severity(check->severity)));
    rule_tags(page, check);
    sarif_close(&page->sarif);
    sarif_close(&page->sarif);
}

/* ---- places ---- */

static void location(struct page *page, const struct findings_line *line, const struct finding_place *place)
{
    struct buffer *out = &page->text;

    buffer_reset(out);
    buffer_append(out, line->service);
    if (place && place->endpoint)
        buffer_append(out, place->endpoint->endpoint->path);
    sarif_resource(&page->sarif, buffer_slice(out));
    buffer_reset(out);
    buffer_append(out, line->service);
    if (place && (place->endpoint || place->location.len)) {
        buffer_byte(out, ' ');
        findings_text_place(out, line->finding->service, place);
    }
    sarif_array(&page->sarif, "logicalLocations");
    sarif_object(&page->sarif, NULL);
    sarif_text(&page->sarif, "fullyQualifiedName", buffer_slice(out));
    sarif_text(&page->sarif, "kind", SLICE("resource"));
    sarif_close(&page->sarif);
    sarif_close(&page->sarif);
}

static void locations(struct page *page, const struct findings_line *line)
{
    sarif_array(&page->sarif, "locations");
    sarif_object(&page->sarif, NULL);
    location(page, line, line->place_count ? line->places[0].place : NULL);
    sarif_close(&page->sarif);
    sarif_close(&page->sarif);
    if (line->place_count < 2)
        return;
    sarif_array(&page->sarif, "relatedLocations");
    for (size_t i = 1; i < line->place_count && i <= RELATED_MOST; i++) {
        sarif_object(&page->sarif, NULL);
        sarif_number(&page->sarif, "id", i);
        location(page, line, line->places[i].place);
        sarif_message(&page->sarif,
                      line->places[i].place->evidence.len ? line->places[i].place->evidence : line->title);
        sarif_close(&page->sarif);
    }
    sarif_close(&page->sarif);
}

/* ---- results ---- */

static void message(struct page *page, const struct findings_line *line)
{
    struct buffer *out = &page->text;

    buffer_reset(out);
    findings_text_title(out, line);
    if (line->place_count) {
        buffer_text(out, ". At ");
        findings_text_places(out, line);
        if (line->places[0].place->evidence.len)
            buffer_printf(out, ": %.*s", SLICE_ARG(line->places[0].place->evidence));
    }
    buffer_byte(out, '.');
    if (line->doubt.len)
        buffer_printf(out, " Mind: %.*s", SLICE_ARG(line->doubt));
    sarif_message(&page->sarif, buffer_slice(out));
}

static void suppressions(struct page *page, const struct findings_line *line)
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

static void properties(struct page *page, const struct findings_line *line)
{
    sarif_object(&page->sarif, "properties");
    sarif_text(&page->sarif, "severity", slice_of(severity_name(line->severity)));
    sarif_text(&page->sarif, "security-severity", slice_of(security_severity(line->severity)));
    sarif_text(&page->sarif, "service", line->service);
    sarif_text(&page->sarif, "subject", line->subject);
    sarif_number(&page->sarif, "places", line->place_count + line->places_unseen);
    sarif_number(&page->sarif, "count", line->count);
    sarif_number(&page->sarif, "of", line->of);
    sarif_text(&page->sarif, "state", slice_of(finding_state_name(line->state)));
    sarif_close(&page->sarif);
}

/* -1: the check is not one of this version. */
static int rule_index(const struct check *check)
{
    for (int i = 0; check_table[i]; i++)
        if (check_table[i] == check)
            return i;
    return -1;
}

static void result(struct page *page, const struct findings_line *line)
{
    int index = rule_index(line->check);

    sarif_object(&page->sarif, NULL);
    sarif_text(&page->sarif, "ruleId", line->kind);
    if (index >= 0)
        sarif_number(&page->sarif, "ruleIndex", (uint64_t)index);
    sarif_text(&page->sarif, "kind", line->state == FINDING_FIXED ? SLICE("pass") : SLICE("fail"));
    sarif_text(&page->sarif, "level",
               line->state == FINDING_FIXED ? SLICE("none") : slice_of(level_of(line->severity)));
    message(page, line);
    locations(page, line);
    sarif_object(&page->sarif, "partialFingerprints");
    sarif_text(&page->sarif, "plainsightId/v1", line->id);
    sarif_close(&page->sarif);
    suppressions(page, line);
    properties(page, line);
    sarif_close(&page->sarif);
    sarif_pace(&page->sarif);
}

static void invocations(struct page *page)
{
    sarif_array(&page->sarif, "invocations");
    sarif_object(&page->sarif, NULL);
    sarif_boolean(&page->sarif, "executionSuccessful", page->report->verdict != FINDINGS_UNKNOWN);
    sarif_number(&page->sarif, "exitCode", page->report->verdict);
    sarif_close(&page->sarif);
    sarif_close(&page->sarif);
}

void findings_print_sarif(const struct findings_report *report, struct output *out)
{
    struct page page = { .report = report };

    buffer_init(&page.text, report->account);
    sarif_begin(&page.sarif, out, report->account);
    for (size_t i = 0; check_table[i]; i++)
        rule(&page, check_table[i]);
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
