/* SPDX-License-Identifier: Apache-2.0 */
/* The report of drift as JUnit XML: a suite of the documents, then one for every service, with a case for every documented
 * operation and one for the rest: what is served without being documented, and what is about the service as a whole. A case
 * fails when one of its rows does. */
#include "cli/drift_text.h"

#include "base/table.h"
#include "base/text.h"

#define REST "everything served is documented"
#define NONE SIZE_MAX

struct test_case {
    struct slice name; /* "GET /users/{id}" */
    struct position at;
    size_t first, last; /* lines of the report, linked by page.next; NONE: no row */
    size_t failing;
};

struct suite {
    const struct drift_service *service;
    struct test_case *cases; /* the last one is the rest */
    size_t count, failures;
};

struct page {
    const struct drift_report *report;
    struct output *out;
    struct buffer text;
    struct suite *suites;
    size_t *next; /* of each line: the next of its case */
};

/* ---- what belongs where ---- */

static size_t most_cases(const struct drift_service *service)
{
    size_t most = 1;

    for (size_t i = 0; i < service->pair_count; i++)
        most += service->pairs[i].contract->operation_count;
    return most;
}

static struct slice case_name(struct arena *arena, struct slice method, struct slice base, struct slice path)
{
    return arena_printf(arena, "%.*s %.*s%.*s", SLICE_ARG(method), SLICE_ARG(base), SLICE_ARG(path));
}

static void add_case(struct suite *suite, struct table *known, struct slice name, struct position at)
{
    struct test_case *one = &suite->cases[suite->count];

    if (name.at && table_find(known, name))
        return;
    *one = (struct test_case){ .name = name, .at = at, .first = NONE, .last = NONE };
    suite->count++;
    if (name.at)
        table_put(known, name, one);
}

static void add_operations(const struct page *page, struct suite *suite, struct table *known)
{
    for (size_t i = 0; i < suite->service->pair_count; i++) {
        const struct drift_pair *pair = &suite->service->pairs[i];

        for (size_t j = 0; j < pair->contract->operation_count; j++) {
            const struct contract_operation *operation = &pair->contract->operations[j];

            if (operation->origin == CONTRACT_PATHS)
                add_case(suite, known,
                         case_name(page->report->arena, operation->method, pair->base, operation->path),
                         operation->at);
        }
    }
    add_case(suite, known, SLICE(REST), (struct position){ NULL, 0, 0 });
}

/* The case of a row: that of its operation as the document writes it, else that of its template. */
static struct test_case *case_of(const struct page *page, const struct suite *suite,
                                 const struct table *known, const struct drift_row *row)
{
    const struct contract_operation *operation = row->operation;
    struct test_case *found = NULL;

    for (size_t i = 0; operation && !found && i < suite->service->pair_count; i++) {
        if (suite->service->pairs[i].contract == operation->contract)
            found = table_find(known, case_name(page->report->arena, operation->method,
                                                suite->service->pairs[i].base, operation->path));
    }
    if (!found && row->method.len)
        found = table_find(known, case_name(page->report->arena, row->method, row->template, SLICE("")));
    return found ? found : &suite->cases[suite->count - 1];
}

static void add_rows(struct page *page, struct suite *suite, const struct table *known)
{
    for (size_t i = 0; i < page->report->line_count; i++) {
        const struct drift_line *line = &page->report->lines[i];
        struct test_case *one;

        if (!slice_eq(line->row->service, suite->service->service->key))
            continue;
        one = case_of(page, suite, known, line->row);
        page->next[i] = NONE;
        if (one->first == NONE)
            one->first = i;
        else
            page->next[one->last] = i;
        one->last = i;
        suite->failures += line->fails && one->failing == 0;
        one->failing += line->fails;
    }
}

static bool plan(struct page *page)
{
    const struct drift *drift = page->report->drift;
    struct arena *arena = page->report->arena;
    struct table known;

    page->suites = arena_get_array(arena, drift->service_count + 1, sizeof *page->suites);
    page->next = arena_get_array(arena, page->report->line_count + 1, sizeof *page->next);
    if (!page->suites || !page->next)
        return false;
    for (size_t i = 0; i < drift->service_count; i++) {
        struct suite *suite = &page->suites[i];

        suite->service = &drift->services[i];
        suite->cases = arena_get_array(arena, most_cases(suite->service), sizeof *suite->cases);
        if (!suite->cases)
            return false;
        table_init(&known, page->report->account);
        add_operations(page, suite, &known);
        add_rows(page, suite, &known);
        table_done(&known);
    }
    return true;
}

/* ---- XML ---- */

/* What XML 1.0 has no way to write is written visibly. */
static void escaped(struct page *page, struct slice raw)
{
    struct buffer *out = &page->out->text, visible;

    buffer_init(&visible, page->report->account);
    text_escape(&visible, raw);
    for (size_t i = 0; i < visible.len; i++) {
        switch (visible.at[i]) {
        case '&': buffer_text(out, "&amp;"); break;
        case '<': buffer_text(out, "&lt;"); break;
        case '>': buffer_text(out, "&gt;"); break;
        case '"': buffer_text(out, "&quot;"); break;
        default: buffer_byte(out, visible.at[i]); break;
        }
    }
    out->failed = out->failed || visible.failed;
    buffer_done(&visible);
}

static void attribute(struct page *page, const char *name, struct slice value)
{
    buffer_printf(&page->out->text, " %s=\"", name);
    escaped(page, value);
    buffer_byte(&page->out->text, '"');
}

static void open_suite(struct page *page, struct slice name, size_t tests, size_t failures, size_t errors)
{
    buffer_text(&page->out->text, "  <testsuite");
    attribute(page, "name", name);
    buffer_printf(&page->out->text, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"0\">\n", tests,
                  failures, errors);
}

static void open_case(struct page *page, struct slice suite, struct slice name, struct position at)
{
    buffer_text(&page->out->text, "    <testcase");
    attribute(page, "classname", suite);
    attribute(page, "name", name);
    if (at.file)
        attribute(page, "file", at.file->path);
    if (at.file && at.line)
        buffer_printf(&page->out->text, " line=\"%u\"", at.line);
}

/* ---- documents ---- */

static size_t count_fatal(const struct contract_set *set, const struct contract *contract)
{
    size_t count = 0;

    for (const struct fault *fault = set->reader.faults.first; fault; fault = fault->next)
        count += fault->kind == FAULT_FATAL && drift_document_of(set, fault->at.file) == contract;
    return count;
}

static void document(struct page *page, const struct contract *contract)
{
    const struct contract_set *set = page->report->documents;

    open_case(page, SLICE("documents"), contract->file->path, (struct position){ contract->file, 0, 0 });
    if (count_fatal(set, contract) == 0) {
        buffer_text(&page->out->text, "/>\n");
        return;
    }
    buffer_text(&page->out->text, ">\n      <error type=\"fatal\" message=\"nothing it says is certain\">");
    for (const struct fault *fault = set->reader.faults.first; fault; fault = fault->next) {
        if (fault->kind != FAULT_FATAL || drift_document_of(set, fault->at.file) != contract)
            continue;
        buffer_reset(&page->text);
        fault_print(fault, &page->text);
        escaped(page, buffer_slice(&page->text));
        buffer_byte(&page->out->text, '\n');
    }
    buffer_text(&page->out->text, "</error>\n    </testcase>\n");
}

static size_t count_errors(const struct page *page)
{
    const struct contract_set *set = page->report->documents;
    size_t count = 0;

    for (size_t i = 0; i < set->count; i++)
        count += count_fatal(set, set->contracts[i]) > 0;
    return count;
}

static void documents(struct page *page)
{
    const struct contract_set *set = page->report->documents;

    open_suite(page, SLICE("documents"), set->count, 0, count_errors(page));
    for (size_t i = 0; i < set->count; i++)
        document(page, set->contracts[i]);
    buffer_text(&page->out->text, "  </testsuite>\n");
}

/* ---- services ---- */

static void row_text(struct page *page, const struct drift_line *line)
{
    struct buffer *out = &page->text;

    buffer_reset(out);
    drift_text_line(out, line);
    escaped(page, buffer_slice(out));
    buffer_byte(&page->out->text, '\n');
}

static void rows(struct page *page, const struct test_case *one, bool failing)
{
    for (size_t i = one->first; i != NONE; i = page->next[i]) {
        if (page->report->lines[i].fails == failing)
            row_text(page, &page->report->lines[i]);
    }
}

static size_t count_rows(const struct page *page, const struct test_case *one)
{
    size_t count = 0;

    for (size_t i = one->first; i != NONE; i = page->next[i])
        count++;
    return count;
}

/* The kind of its first failing row, and how many there are. */
static void failure(struct page *page, const struct test_case *one)
{
    size_t i = one->first;

    while (!page->report->lines[i].fails)
        i = page->next[i];
    buffer_text(&page->out->text, "      <failure");
    attribute(page, "type", slice_of(drift_kinds[page->report->lines[i].row->kind].name));
    buffer_reset(&page->text);
    drift_text_claim(&page->text, page->report->lines[i].row);
    if (one->failing > 1)
        buffer_printf(&page->text, " (and %zu more)", one->failing - 1);
    attribute(page, "message", buffer_slice(&page->text));
    buffer_byte(&page->out->text, '>');
    rows(page, one, true);
    buffer_text(&page->out->text, "</failure>\n");
}

static void test_case(struct page *page, const struct suite *suite, const struct test_case *one)
{
    struct buffer *out = &page->out->text;

    open_case(page, suite->service->service->key, one->name, one->at);
    if (one->first == NONE) {
        buffer_text(out, "/>\n");
        return;
    }
    buffer_text(out, ">\n");
    if (one->failing)
        failure(page, one);
    if (count_rows(page, one) > one->failing) {
        buffer_text(out, "      <system-out>");
        rows(page, one, false);
        buffer_text(out, "</system-out>\n");
    }
    buffer_text(out, "    </testcase>\n");
    output_pace(page->out);
}

static void test_suite(struct page *page, const struct suite *suite)
{
    open_suite(page, suite->service->service->key, suite->count, suite->failures, 0);
    for (size_t i = 0; i < suite->count; i++)
        test_case(page, suite, &suite->cases[i]);
    buffer_text(&page->out->text, "  </testsuite>\n");
}

static void all(struct page *page)
{
    size_t service_count = page->report->drift->service_count, tests = page->report->documents->count,
           failures = 0;

    for (size_t i = 0; i < service_count; i++) {
        tests += page->suites[i].count;
        failures += page->suites[i].failures;
    }
    buffer_printf(&page->out->text,
                  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"plainsight drift\" "
                  "tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"0\">\n",
                  tests, failures, count_errors(page));
    documents(page);
    for (size_t i = 0; i < service_count; i++)
        test_suite(page, &page->suites[i]);
    buffer_text(&page->out->text, "</testsuites>\n");
}

void drift_print_junit(const struct drift_report *report, struct output *out)
{
    struct page page = { .report = report, .out = out };

    buffer_init(&page.text, report->account);
    if (plan(&page))
        all(&page);
    else
        out->text.failed = true;
    out->text.failed = out->text.failed || page.text.failed;
    buffer_done(&page.text);
}
