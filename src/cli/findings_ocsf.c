/* SPDX-License-Identifier: Apache-2.0 */
/* The report of findings as OCSF 1.4.0 Compliance Findings (class 2003), JSON lines, for log collections and lakes: a check is a control
 * that a service does not meet. 1.4.0 is the first version whose Compliance Finding has `evidences`. Times are milliseconds. */
#include "cli/findings_text.h"

#include "cli/json_member.h"

#define CATEGORY 2 /* Findings */
#define CLASS 2003 /* Compliance Finding */
#define MILLISECOND 1000000

struct page {
    const struct findings_report *report;
    struct json_writer json;
    struct buffer text;
};

struct word {
    unsigned id;
    const char *caption;
};

static struct word activity_of(const struct findings_line *line)
{
    return line->state == FINDING_FIXED ? (struct word){ 3, "Close" }
           : line->is_new               ? (struct word){ 1, "Create" }
                                        : (struct word){ 2, "Update" };
}

static struct word severity_of(enum severity severity)
{
    static const struct word words[] = {
        [SEVERITY_INFO] = { 1, "Informational" }, [SEVERITY_LOW] = { 2, "Low" },
        [SEVERITY_MEDIUM] = { 3, "Medium" },      [SEVERITY_HIGH] = { 4, "High" },
        [SEVERITY_CRITICAL] = { 5, "Critical" },
    };

    return words[severity];
}

static struct word status_of(enum finding_state state)
{
    static const struct word words[] = {
        [FINDING_OPEN] = { 1, "New" },
        [FINDING_ACCEPTED] = { 3, "Suppressed" },
        [FINDING_FIXED] = { 4, "Resolved" },
        [FINDING_RETURNED] = { 1, "New" },
    };

    return words[state];
}

static void number_and_word(struct page *page, const char *number, const char *name, struct word word)
{
    member_number(&page->json, number, word.id);
    member_text(&page->json, name, slice_of(word.caption));
}

static void milliseconds(struct page *page, const char *name, int64_t time)
{
    if (time <= 0)
        return;
    member_number(&page->json, name, (uint64_t)(time / MILLISECOND));
}

static void text_if(struct page *page, const char *name, struct slice text)
{
    if (text.len)
        member_text(&page->json, name, text);
}

static void metadata(struct page *page)
{
    member_object(&page->json, "metadata");
    member_text(&page->json, "version", SLICE("1.4.0"));
    member_object(&page->json, "product");
    member_text(&page->json, "name", SLICE("plainsight"));
    member_text(&page->json, "vendor_name", SLICE("plainsight"));
    member_text(&page->json, "version", SLICE(PLAINSIGHT_VERSION));
    json_end(&page->json);
    json_end(&page->json);
}

static void finding_info(struct page *page, const struct findings_line *line)
{
    const struct check *check = line->check;

    member_object(&page->json, "finding_info");
    member_text(&page->json, "uid", line->id);
    member_text(&page->json, "title", line->title);
    text_if(page, "desc", check ? slice_of(check->why) : SLICE(""));
    member_array(&page->json, "types");
    member_text(&page->json, NULL, check ? slice_of(check_group_title(check->group)) : SLICE("API posture"));
    json_end(&page->json);
    milliseconds(page, "first_seen_time", line->first);
    milliseconds(page, "last_seen_time", line->last);
    milliseconds(page, "created_time", line->opened);
    milliseconds(page, "modified_time", line->changed);
    member_object(&page->json, "analytic");
    member_text(&page->json, "uid", line->kind);
    member_text(&page->json, "name", line->title);
    member_text(&page->json, "category", check ? slice_of(check_group_name(check->group)) : SLICE(""));
    member_number(&page->json, "type_id", 1);
    member_text(&page->json, "type", SLICE("Rule"));
    member_text(&page->json, "version", SLICE(PLAINSIGHT_VERSION));
    json_end(&page->json);
    json_end(&page->json);
}

static void compliance(struct page *page, const struct findings_line *line)
{
    const struct check *check = line->check;
    bool fixed = line->state == FINDING_FIXED;

    member_object(&page->json, "compliance");
    member_text(&page->json, "control", check && *check->owasp ? slice_of(check->owasp) : line->kind);
    member_array(&page->json, "standards");
    member_text(&page->json, NULL,
                check && *check->owasp ? SLICE("OWASP API Security Top 10 2023") : SLICE("plainsight"));
    json_end(&page->json);
    if (check && check->cwe) {
        buffer_reset(&page->text);
        buffer_printf(&page->text, "CWE-%u", check->cwe);
        member_array(&page->json, "requirements");
        member_text(&page->json, NULL, buffer_slice(&page->text));
        json_end(&page->json);
    }
    number_and_word(page, "status_id", "status",
                    fixed ? (struct word){ 1, "Pass" } : (struct word){ 3, "Fail" });
    json_end(&page->json);
}

/* ---- places ---- */

static void resource(struct page *page, const struct findings_line *line,
                     const struct posture_endpoint *posture)
{
    const struct endpoint *endpoint = posture ? posture->endpoint : NULL;

    member_object(&page->json, NULL);
    buffer_reset(&page->text);
    if (endpoint)
        buffer_printf(&page->text, "%.*s %.*s", SLICE_ARG(endpoint->method), SLICE_ARG(endpoint->path));
    member_text(&page->json, "uid", endpoint ? endpoint->id : line->service);
    member_text(&page->json, "name", endpoint ? buffer_slice(&page->text) : line->service);
    member_text(&page->json, "type", endpoint ? SLICE("API endpoint") : SLICE("API service"));
    member_text(&page->json, "namespace", line->service);
    if (line->finding) {
        member_array(&page->json, "labels");
        member_text(&page->json, NULL,
                    slice_of(reach_name(posture ? posture->reach : line->finding->service->reach)));
        json_end(&page->json);
    }
    json_end(&page->json);
}

/* Places of one endpoint stand together only where their severity is the same: each is named once all the same. */
static bool is_named(const struct findings_line *line, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (line->places[i].place->endpoint == line->places[index].place->endpoint)
            return true;
    return false;
}

static void resources(struct page *page, const struct findings_line *line)
{
    member_array(&page->json, "resources");
    for (size_t i = 0; i < line->place_count; i++)
        if (!is_named(line, i))
            resource(page, line, line->places[i].place->endpoint);
    if (line->place_count == 0)
        resource(page, line, NULL);
    json_end(&page->json);
}

static void evidence(struct page *page, const struct findings_line *line, const struct finding_place *place)
{
    member_object(&page->json, NULL);
    if (place->endpoint) {
        buffer_reset(&page->text);
        findings_text_operation(&page->text, place);
        member_object(&page->json, "api");
        member_text(&page->json, "operation", buffer_slice(&page->text));
        member_object(&page->json, "service");
        member_text(&page->json, "name", line->service);
        json_end(&page->json);
        json_end(&page->json);
    }
    member_object(&page->json, "data");
    text_if(page, "location", place->location);
    member_text(&page->json, "severity", slice_of(severity_name(place->severity)));
    text_if(page, "evidence", place->evidence);
    text_if(page, "example", place->example);
    member_number(&page->json, "count", place->count);
    member_number(&page->json, "of", place->of);
    json_end(&page->json);
    json_end(&page->json);
}

static void evidences(struct page *page, const struct findings_line *line)
{
    if (line->place_count == 0)
        return;
    member_array(&page->json, "evidences");
    for (size_t i = 0; i < line->place_count; i++)
        evidence(page, line, line->places[i].place);
    json_end(&page->json);
}

static void remediation(struct page *page, const struct findings_line *line)
{
    if (!line->check)
        return;
    buffer_reset(&page->text);
    findings_text_anchor(&page->text, line->kind);
    member_object(&page->json, "remediation");
    member_text(&page->json, "desc", slice_of(line->check->fix));
    member_array(&page->json, "references");
    member_text(&page->json, NULL, buffer_slice(&page->text));
    json_end(&page->json);
    json_end(&page->json);
}

static void message(struct page *page, const struct findings_line *line)
{
    buffer_reset(&page->text);
    findings_text_title(&page->text, line);
    if (line->place_count)
        buffer_text(&page->text, ". At ");
    findings_text_places(&page->text, line);
    if (line->place_count && line->places[0].place->evidence.len)
        buffer_printf(&page->text, ": %.*s", SLICE_ARG(line->places[0].place->evidence));
    member_text(&page->json, "message", buffer_slice(&page->text));
}

static void finding(struct page *page, const struct findings_line *line)
{
    struct word activity = activity_of(line);

    member_object(&page->json, NULL);
    number_and_word(page, "activity_id", "activity_name", activity);
    member_number(&page->json, "category_uid", CATEGORY);
    member_text(&page->json, "category_name", SLICE("Findings"));
    member_number(&page->json, "class_uid", CLASS);
    member_text(&page->json, "class_name", SLICE("Compliance Finding"));
    member_number(&page->json, "type_uid", CLASS * 100 + activity.id);
    milliseconds(page, "time", line->changed ? line->changed : page->report->now);
    number_and_word(page, "severity_id", "severity", severity_of(line->severity));
    number_and_word(page, "status_id", "status", status_of(line->state));
    text_if(page, "comment", line->state_reason);
    message(page, line);
    metadata(page);
    finding_info(page, line);
    compliance(page, line);
    remediation(page, line);
    resources(page, line);
    evidences(page, line);
    json_end(&page->json);
}

void findings_print_ocsf(const struct findings_report *report, struct output *out)
{
    struct page page = { .report = report };
    struct buffer part;

    buffer_init(&part, report->account);
    buffer_init(&page.text, report->account);
    for (size_t i = 0; i < report->line_count; i++) {
        json_writer_init(&page.json, &part, false);
        finding(&page, &report->lines[i]);
        buffer_byte(&part, '\n');
        output_json(out, &part);
    }
    out->text.failed = out->text.failed || page.text.failed;
    buffer_done(&page.text);
    buffer_done(&part);
}
