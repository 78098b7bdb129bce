/* SPDX-License-Identifier: Apache-2.0 */
/* The report of drift as SARIF 2.1.0, for code scanning. Every kind is a rule, so that a rule keeps its index. Columns are
 * counted in code points, which columnKind says; files are named relative to the current directory. */
#include "cli/drift_text.h"

#include "base/byte.h"
#include "base/text.h"
#include "json/writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"
#define PATH_ROOM 4096

struct page {
    const struct drift_report *report;
    struct output *out;
    struct json_writer json;
    struct buffer text, shown;
    char directory[PATH_ROOM]; /* canonical; empty when there is none to be relative to */
    /* The line looked at last: rows are not in the order of their lines, but near. */
    const struct tree_file *file;
    uint32_t line;
    size_t offset;
};

/* ---- words ---- */

static void key(struct page *page, const char *name)
{
    json_key(&page->json, slice_of(name));
}

static void open_object(struct page *page, const char *name)
{
    if (name)
        key(page, name);
    json_begin_object(&page->json);
}

static void open_array(struct page *page, const char *name)
{
    key(page, name);
    json_begin_array(&page->json);
}

static void end(struct page *page)
{
    json_end(&page->json);
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

/* {"text": ...} of a fixed text. */
static void fixed(struct page *page, const char *name, const char *value)
{
    open_object(page, name);
    text(page, "text", slice_of(value));
    end(page);
}

/* "{id}" -> the length of what stands between the braces; 0 when this is no parameter of a template. */
static size_t parameter_length(struct slice at)
{
    size_t len = 1;

    while (len < at.len && (byte_is_alphanumeric(at.at[len]) || strchr("_-.", at.at[len])))
        len++;
    if (len < 2 || len == at.len || at.at[len] != '}' || byte_is_digit(at.at[1])) /* {0} is a placeholder */
        return 0;
    return len - 1;
}

/* A message string (3.11): braces are for placeholders, "[text](target)" is a link. Parameters of templates are written as
 * ":id", because few readers take doubled braces for one. */
static void message(struct page *page, struct slice raw)
{
    struct buffer *out = &page->shown, visible;
    struct slice value;
    size_t name;

    buffer_init(&visible, page->report->account);
    text_escape(&visible, raw);
    value = buffer_slice(&visible);
    buffer_reset(out);
    for (size_t i = 0; i < value.len; i++) {
        char byte = value.at[i];

        if (byte == '{' && (name = parameter_length(slice_make(value.at + i, value.len - i))) > 0) {
            buffer_byte(out, ':');
            buffer_append(out, slice_make(value.at + i + 1, name));
            i += name + 1;
            continue;
        }
        buffer_byte(out, byte);
        if (byte == '{' || byte == '}')
            buffer_byte(out, byte);
        else if (byte == ']' && i + 1 < value.len && value.at[i + 1] == '(')
            buffer_byte(out, ' ');
    }
    buffer_done(&visible);
    open_object(page, "message");
    text(page, "text", buffer_slice(out));
    end(page);
}

/* ---- places ---- */

static void encode(struct buffer *out, struct slice path)
{
    for (size_t i = 0; i < path.len; i++) {
        unsigned char byte = (unsigned char)path.at[i];

        if (byte_is_alphanumeric(path.at[i]) || (byte && strchr("/._~-", byte)))
            buffer_byte(out, path.at[i]);
        else
            buffer_printf(out, "%%%02X", byte);
    }
}

/* A relative reference when the file is below the current directory, else a file URI. */
static struct slice uri_of(struct page *page, const struct tree_file *file)
{
    struct slice real = file->real, directory = slice_of(page->directory);

    buffer_reset(&page->shown);
    if (real.len == 0 || real.at[0] != '/') {
        encode(&page->shown, file->path);
    } else if (directory.len && real.len > directory.len && slice_starts_with(real, directory) &&
               real.at[directory.len] == '/') {
        encode(&page->shown, slice_make(real.at + directory.len + 1, real.len - directory.len - 1));
    } else {
        buffer_text(&page->shown, "file://");
        encode(&page->shown, real);
    }
    return buffer_slice(&page->shown);
}

/* Moves to the beginning of a line; lines end in LF, CR LF or CR. */
static void seek(struct page *page, struct position at)
{
    struct slice whole = at.file->text;

    if (page->file != at.file || at.line < page->line) {
        page->file = at.file;
        page->line = 1;
        page->offset = 0;
    }
    while (page->line < at.line && page->offset < whole.len) {
        char byte = whole.at[page->offset++];

        if (byte == '\r' && page->offset < whole.len && whole.at[page->offset] == '\n')
            page->offset++;
        page->line += byte == '\n' || byte == '\r';
    }
}

static uint64_t column_of(struct page *page, struct position at)
{
    uint64_t column = 1;
    size_t end_of;

    seek(page, at);
    end_of = page->offset + at.column - 1;
    for (size_t i = page->offset; i < end_of && i < at.file->text.len; i++)
        column += ((unsigned char)at.file->text.at[i] & 0xc0) != 0x80;
    return column;
}

static void physical(struct page *page, struct position at)
{
    open_object(page, "physicalLocation");
    open_object(page, "artifactLocation");
    text(page, "uri", uri_of(page, at.file));
    end(page);
    open_object(page, "region");
    number(page, "startLine", at.line ? at.line : 1);
    if (at.line && at.column)
        number(page, "startColumn", column_of(page, at));
    end(page);
    end(page);
}

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

    open_array(page, "locations");
    open_object(page, NULL);
    if (at.file)
        physical(page, at);
    buffer_reset(out);
    buffer_append(out, line->row->service);
    buffer_byte(out, ' ');
    drift_text_operation(out, line->row);
    buffer_byte(out, ' ');
    drift_text_place(out, line->row);
    open_array(page, "logicalLocations");
    open_object(page, NULL);
    text(page, "fullyQualifiedName", buffer_slice(out));
    text(page, "kind", SLICE("resource"));
    end(page);
    end(page);
    end(page);
    end(page);
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

    open_object(page, NULL);
    text(page, "id", slice_of(kind->name));
    fixed(page, "shortDescription", kind->title);
    fixed(page, "fullDescription", kind->why);
    buffer_reset(&page->text);
    buffer_printf(&page->text, "%s. %s %s", kind->title, kind->why, remedy);
    open_object(page, "help");
    text(page, "text", buffer_slice(&page->text));
    buffer_reset(&page->text);
    buffer_printf(&page->text, "**%s.** %s\n\n%s", kind->title, kind->why, remedy);
    text(page, "markdown", buffer_slice(&page->text));
    end(page);
    open_object(page, "defaultConfiguration");
    text(page, "level", slice_of(family_level(kind->family)));
    end(page);
    open_object(page, "properties");
    open_array(page, "tags");
    json_text(&page->json, "api");
    json_text(&page->json, "drift");
    json_text(&page->json, drift_family_name(kind->family));
    end(page);
    end(page);
    end(page);
}

static void tool(struct page *page)
{
    open_object(page, "tool");
    open_object(page, "driver");
    text(page, "name", SLICE("plainsight"));
    text(page, "version", SLICE(PLAINSIGHT_VERSION));
    text(page, "semanticVersion", SLICE(PLAINSIGHT_VERSION));
    open_array(page, "rules");
    for (int i = 0; i < DRIFT_KINDS; i++)
        rule(page, &drift_kinds[i]);
    end(page);
    end(page);
    end(page);
}

/* ---- the run ---- */

static void notification(struct page *page, const struct fault *fault)
{
    static const char *const levels[] = { "warning", "error", "error" };

    open_object(page, NULL);
    text(page, "level", slice_of(levels[fault->kind]));
    message(page, fault->text);
    open_object(page, "descriptor");
    text(page, "id", slice_of(fault->rule));
    end(page);
    if (fault->at.file) {
        open_array(page, "locations");
        open_object(page, NULL);
        physical(page, fault->at);
        end(page);
        end(page);
    }
    end(page);
}

static void invocations(struct page *page)
{
    const struct drift_report *report = page->report;

    open_array(page, "invocations");
    open_object(page, NULL);
    key(page, "executionSuccessful");
    json_bool(&page->json, report->verdict != DRIFT_VERDICT_UNKNOWN);
    number(page, "exitCode", report->verdict);
    open_array(page, "toolConfigurationNotifications");
    for (const struct fault *fault = report->documents->reader.faults.first; fault; fault = fault->next)
        notification(page, fault);
    end(page);
    end(page);
    end(page);
}

/* ---- results ---- */

static void suppressions(struct page *page, const struct drift_line *line)
{
    if (line->state != FINDING_ACCEPTED)
        return;
    open_array(page, "suppressions");
    open_object(page, NULL);
    text(page, "kind", SLICE("external"));
    text(page, "status", SLICE("accepted"));
    text(page, "justification", line->state_reason);
    end(page);
    end(page);
}

static void properties(struct page *page, const struct drift_line *line)
{
    const struct drift_row *row = line->row;

    open_object(page, "properties");
    text(page, "severity", slice_of(severity_name(row->severity)));
    text(page, "severityReason", row->severity_reason);
    text(page, "service", row->service);
    text(page, "method", row->method);
    text(page, "template", row->template);
    text(page, "location", row->location);
    text(page, "name", row->name);
    text(page, "documented", row->documented);
    text(page, "observed", row->observed);
    text(page, "proposal", row->proposal);
    number(page, "count", row->support.count);
    number(page, "of", row->of);
    number(page, "callers", line->callers->distinct);
    text(page, "state", slice_of(finding_state_name(line->state)));
    end(page);
}

static void result(struct page *page, const struct drift_line *line)
{
    const struct drift_row *row = line->row;

    open_object(page, NULL);
    text(page, "ruleId", slice_of(drift_kinds[row->kind].name));
    number(page, "ruleIndex", row->kind);
    text(page, "kind", line->state == FINDING_FIXED ? SLICE("pass") : SLICE("fail"));
    text(page, "level",
         line->state == FINDING_FIXED ? SLICE("none") : slice_of(severity_level(row->severity)));
    buffer_reset(&page->text);
    drift_text_claim(&page->text, row);
    buffer_byte(&page->text, ' ');
    drift_text_summary(&page->text, row);
    message(page, buffer_slice(&page->text));
    locations(page, line);
    open_object(page, "partialFingerprints");
    text(page, "plainsightId/v1", row->id);
    end(page);
    suppressions(page, line);
    properties(page, line);
    end(page);
    output_json(page->out, page->json.out);
}

void drift_print_sarif(const struct drift_report *report, struct output *out)
{
    struct page page = { .report = report, .out = out };
    struct buffer part;

    if (!getcwd(page.directory, sizeof page.directory))
        page.directory[0] = '\0';
    buffer_init(&part, report->account);
    buffer_init(&page.text, report->account);
    buffer_init(&page.shown, report->account);
    json_writer_init(&page.json, &part, true);
    json_begin_object(&page.json);
    text(&page, "$schema", SLICE(SCHEMA));
    text(&page, "version", SLICE("2.1.0"));
    open_array(&page, "runs");
    open_object(&page, NULL);
    tool(&page);
    invocations(&page);
    text(&page, "columnKind", SLICE("unicodeCodePoints"));
    open_array(&page, "results");
    for (size_t i = 0; i < report->line_count; i++)
        result(&page, &report->lines[i]);
    for (int i = 0; i < 4; i++)
        end(&page);
    buffer_byte(&part, '\n');
    output_json(out, &part);
    out->text.failed = out->text.failed || page.text.failed || page.shown.failed;
    buffer_done(&page.text);
    buffer_done(&page.shown);
    buffer_done(&part);
}
