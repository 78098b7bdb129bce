/* SPDX-License-Identifier: Apache-2.0 */
/* The report of drift and its forms, over rows made up. */
#include "cli/drift_text.h"

#include "base/check.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#define ROWS_MOST 6000
#define EVIL                                                                                                 \
    "\x1b[2J\r\n\x07|<script>alert(1)</script>`[x](http://evil) @team #1 {0} {id} &amp; ]]> "                \
    "\xe2\x80\xae\xff"

static const char document[] =
    "openapi: 3.0.3\n"
    "info: {title: t, version: '1'}\n"
    "paths:\n"
    "  /users/{id}:\n"
    "    get: {summary: '\xc3\xbc\xc3\xbc', responses: {'200': {description: ok}}}\n"
    "  /orders:\n"
    "    post: {responses: {'200': {description: ok}}}\n";

struct scene {
    struct memory account;
    struct arena arena;
    struct contract_set set;
    struct service services[2];
    struct drift_pair pair;
    struct drift_service scope[2];
    struct drift_row rows[ROWS_MOST];
    struct finding found[ROWS_MOST], gone[4];
    struct drift drift;
    struct drift_states states;
    struct drift_view view;
    struct drift_report report;
    struct output out; /* a file without a name, where it can be read again */
    char text[4 << 20];
};

static int setup(void **state)
{
    struct scene *scene = calloc(1, sizeof *scene);
    struct error err = { 0 };

    arena_init(&scene->arena, &scene->account, 0);
    contract_set_init(&scene->set, &scene->account, NULL);
    scene->pair.contract = contract_read_text(&scene->set, "openapi.yaml", slice_of(document), &err);
    assert_string_equal(err.text, "");
    scene->pair.reason = SLICE("host a.example");
    scene->pair.base = SLICE("/v1");
    scene->services[0] = (struct service){ .key = SLICE("a.example"), .support = { 1234, 1, 2 } };
    scene->services[1] = (struct service){ .key = SLICE("b.example"), .support = { 1, 1, 2 } };
    scene->scope[0] = (struct drift_service){ .service = &scene->services[0],
                                              .pairs = &scene->pair,
                                              .pair_count = 1,
                                              .documented = 2,
                                              .documented_seen = 1,
                                              .undocumented = 3 };
    scene->scope[1] = (struct drift_service){ .service = &scene->services[1], .undocumented = 1 };
    scene->drift = (struct drift){ .services = scene->scope, .service_count = 2, .rows = scene->rows };
    scene->states = (struct drift_states){ .found = scene->found, .gone = scene->gone };
    scene->view.fail_on = (struct drift_gate){ .has_least = true, .least = SEVERITY_LOW };
    output_init(&scene->out, memfd_create("report", 0), &scene->account);
    scene->out.width = 80;
    *state = scene;
    return 0;
}

static int teardown(void **state)
{
    struct scene *scene = *state;

    output_done(&scene->out);
    close(scene->out.fd);
    contract_set_done(&scene->set);
    arena_done(&scene->arena);
    assert_int_equal(scene->account.used, 0);
    free(scene);
    return 0;
}

/* A row of the first service about GET /v1/users/{id}; the test changes what it is about. */
static struct drift_row *add(struct scene *scene, enum drift_kind kind, enum severity severity,
                             enum finding_state state)
{
    size_t at = scene->drift.row_count++;

    assert_true(at < ROWS_MOST);
    scene->rows[at] = (struct drift_row){
        .id = arena_printf(&scene->arena, "d%012zx", at),
        .kind = kind,
        .severity = severity,
        .service = SLICE("a.example"),
        .method = SLICE("GET"),
        .template = SLICE("/v1/users/{id}"),
        .location = SLICE("response:200"),
        .name = SLICE("/age"),
        .documented = SLICE("integer"),
        .observed = SLICE("string"),
        .summary = SLICE("Documented as integer, seen as string."),
        .proposal = SLICE("Change the type to string."),
        .support = { 38, 1700000000000000000, 1700086400000000000 },
        .of = 40,
        .at = { scene->pair.contract->file, 5, 11 },
        .operation = &scene->pair.contract->operations[0],
        .of_service = &scene->services[0],
    };
    scene->found[at] = (struct finding){ .id = scene->rows[at].id, .state = state };
    return &scene->rows[at];
}

static const struct drift_totals *fill(struct scene *scene)
{
    scene->report = (struct drift_report){
        .account = &scene->account,
        .arena = &scene->arena,
        .documents = &scene->set,
        .drift = &scene->drift,
        .doubt = scene->report.doubt,
    };
    assert_true(drift_report_fill(&scene->report, &scene->states, &scene->view, NULL));
    return &scene->report.totals;
}

/* What a form prints of the report; NUL-terminated. */
static const char *printed(struct scene *scene, const char *form)
{
    ssize_t len;

    assert_int_equal(ftruncate(scene->out.fd, 0), 0);
    assert_int_equal(lseek(scene->out.fd, 0, SEEK_SET), 0);
    for (size_t i = 0; drift_forms[i].name; i++) {
        if (strcmp(drift_forms[i].name, form) == 0)
            drift_forms[i].print(&scene->report, &scene->out);
    }
    assert_true(output_finish(&scene->out, NULL));
    len = pread(scene->out.fd, scene->text, sizeof scene->text - 1, 0);
    assert_true(len > 0 && (size_t)len < sizeof scene->text - 1);
    scene->text[len] = '\0';
    return scene->text;
}

static void assert_has(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("%.2000s\nlacks: %s", text, part);
}

static void figures_agree_with_the_rows_shown(void **state)
{
    struct scene *scene = *state;
    const struct drift_totals *totals;

    add(scene, DRIFT_TYPE_MISMATCH, SEVERITY_MEDIUM, FINDING_OPEN);
    add(scene, DRIFT_TYPE_MISMATCH, SEVERITY_HIGH, FINDING_RETURNED);
    add(scene, DRIFT_UNOBSERVED_FIELD, SEVERITY_INFO, FINDING_OPEN);
    add(scene, DRIFT_UNDOCUMENTED_STATUS, SEVERITY_LOW, FINDING_ACCEPTED);
    add(scene, DRIFT_UNDOCUMENTED_STATUS, SEVERITY_LOW, FINDING_FIXED);
    totals = fill(scene);
    assert_int_equal(scene->report.line_count, 3);
    assert_int_equal(totals->shown, 3);
    assert_int_equal(totals->by_kind[DRIFT_TYPE_MISMATCH], 2);
    assert_int_equal(totals->by_severity[SEVERITY_INFO], 1);
    assert_int_equal(totals->by_state[FINDING_RETURNED], 1);
    assert_int_equal(totals->accepted, 1);
    assert_int_equal(totals->fixed, 1);
    assert_int_equal(totals->failing, 2);
    assert_int_equal(scene->report.verdict, DRIFT_VERDICT_DRIFT);
    assert_has(printed(scene, "table"), "\n3 rows of drift: 1 high, 1 medium, 1 info; 2 fail.\n");
    assert_has(printed(scene, "table"), "1 accepted, 1 fixed: --all shows them.");
    scene->view.all = true;
    totals = fill(scene);
    assert_int_equal(totals->shown, 5);
    assert_int_equal(totals->accepted + totals->fixed, 0);
    assert_int_equal(totals->failing, 2);
}

static void what_is_filtered_still_fails(void **state)
{
    struct scene *scene = *state;
    const struct drift_totals *totals;

    add(scene, DRIFT_TYPE_MISMATCH, SEVERITY_MEDIUM, FINDING_OPEN);
    add(scene, DRIFT_UNOBSERVED_FIELD, SEVERITY_INFO, FINDING_OPEN);
    add(scene, DRIFT_UNOBSERVED_FIELD, SEVERITY_INFO, FINDING_ACCEPTED);
    scene->view.has_kinds = scene->view.kinds.kinds[DRIFT_UNOBSERVED_FIELD] = true;
    totals = fill(scene);
    assert_int_equal(totals->shown, 1);
    assert_int_equal(totals->filtered, 1);
    assert_int_equal(totals->failing_unseen, 1);
    assert_int_equal(scene->report.verdict, DRIFT_VERDICT_DRIFT);
    assert_has(printed(scene, "table"), "1 row filtered out, 1 of them failing.");
    scene->view.least = SEVERITY_HIGH;
    totals = fill(scene);
    assert_int_equal(totals->shown, 0);
    assert_has(printed(scene, "table"), "No drift of the kind that is shown.");
}

static void nothing_is_clean_and_a_doubt_is_unknown(void **state)
{
    struct scene *scene = *state;

    fill(scene);
    assert_int_equal(scene->report.verdict, DRIFT_VERDICT_CLEAN);
    assert_has(printed(scene, "table"), "\nNo drift.\n");
    assert_has(printed(scene, "json"), "\"verdict\": \"clean\"");
    assert_has(printed(scene, "junit"), "failures=\"0\" errors=\"0\"");
    scene->report.doubt = SLICE("Half of it cannot be read.");
    fill(scene);
    assert_int_equal(scene->report.verdict, DRIFT_VERDICT_UNKNOWN);
    assert_has(printed(scene, "table"), "Half of it cannot be read.");
    assert_has(printed(scene, "markdown"), "**Not certain:** Half of it cannot be read.");
    assert_has(printed(scene, "sarif"), "\"executionSuccessful\": false");
}

static void what_is_gone_stands_behind_its_service(void **state)
{
    struct scene *scene = *state;
    struct drift_row *last;

    add(scene, DRIFT_TYPE_MISMATCH, SEVERITY_MEDIUM, FINDING_OPEN);
    last = add(scene, DRIFT_UNDOCUMENTED_SERVICE, SEVERITY_HIGH, FINDING_OPEN);
    last->service = SLICE("b.example");
    last->method = last->template = SLICE("");
    scene->gone[0] = (struct finding){ .id = SLICE("d0000000000aa"),
                                       .kind = SLICE("type_mismatch"),
                                       .service = SLICE("a.example"),
                                       .subject = SLICE("GET /x response:200 /y"),
                                       .state = FINDING_FIXED };
    scene->gone[1] = (struct finding){ .id = SLICE("d0000000000ab"),
                                       .kind = SLICE("a_kind_of_tomorrow"),
                                       .service = SLICE("a.example"),
                                       .state = FINDING_FIXED };
    scene->states.gone_count = 2;
    scene->view.all = true;
    fill(scene);
    assert_int_equal(scene->report.line_count, 3);
    assert_true(scene->report.lines[1].is_gone);
    assert_string_equal(scene->report.lines[1].row->summary.at, "GET /x response:200 /y");
    assert_has(printed(scene, "table"), "no longer found");
    assert_has(printed(scene, "sarif"), "\"kind\": \"pass\",\n          \"level\": \"none\"");
}

static void a_case_is_an_operation_as_the_document_writes_it(void **state)
{
    struct scene *scene = *state;
    struct drift_row *row;
    const char *text;

    add(scene, DRIFT_TYPE_MISMATCH, SEVERITY_MEDIUM, FINDING_OPEN);
    add(scene, DRIFT_UNOBSERVED_FIELD, SEVERITY_INFO, FINDING_OPEN);
    row = add(scene, DRIFT_UNDOCUMENTED_OPERATION, SEVERITY_MEDIUM, FINDING_OPEN);
    row->template = SLICE("/v1/debug");
    row->operation = NULL;
    fill(scene);
    text = printed(scene, "junit");
    assert_has(
        text, "<testsuites name=\"plainsight drift\" tests=\"5\" failures=\"2\" errors=\"0\" skipped=\"0\">");
    assert_has(text, "<testsuite name=\"a.example\" tests=\"3\" failures=\"2\" errors=\"0\" skipped=\"0\">");
    assert_has(text, "name=\"GET /v1/users/{id}\" file=\"openapi.yaml\" line=\"5\">\n      <failure "
                     "type=\"type_mismatch\"");
    assert_has(text, "name=\"POST /v1/orders\" file=\"openapi.yaml\" line=\"7\"/>");
    assert_has(text, "<system-out>info unobserved_field");
    assert_has(text,
               "name=\"everything served is documented\">\n      <failure type=\"undocumented_operation\"");
    assert_has(text, "<testsuite name=\"b.example\" tests=\"1\" failures=\"0\"");
}

static void columns_of_sarif_are_code_points(void **state)
{
    struct scene *scene = *state;
    struct drift_row *row = add(scene, DRIFT_TYPE_MISMATCH, SEVERITY_MEDIUM, FINDING_OPEN);

    row->at.column = 30; /* "responses", behind two letters of two bytes each */
    fill(scene);
    assert_has(printed(scene, "sarif"), "\"startLine\": 5,\n                  \"startColumn\": 28");
    row->at.line = row->at.column = 0;
    fill(scene);
    assert_has(printed(scene, "sarif"), "\"startLine\": 1\n");
    row->at.file = NULL;
    fill(scene);
    assert_has(printed(scene, "sarif"), "\"uri\": \"openapi.yaml\"");
}

/* No form lets a name do anything but be read. */
static void hostile_names_stay_names(void **state)
{
    struct scene *scene = *state;

    for (int i = 0; i < DRIFT_KINDS; i++) {
        struct drift_row *row = add(scene, (enum drift_kind)i, SEVERITY_HIGH, FINDING_ACCEPTED);

        row->template = row->location = row->name = row->documented = row->observed = row->summary =
            row->proposal = row->severity_reason = row->doubt = SLICE(EVIL);
        scene->found[i].reason = SLICE(EVIL);
    }
    scene->view.all = true;
    scene->pair.reason = scene->pair.base = SLICE(EVIL);
    fill(scene);
    for (size_t i = 0; drift_forms[i].name; i++) {
        const char *text = printed(scene, drift_forms[i].name);

        for (const char *at = text; *at; at++) {
            if ((unsigned char)*at < 0x20 && *at != '\n')
                fail_msg("%s prints a control character: %.60s", drift_forms[i].name, at);
        }
        assert_null(strstr(text, "\xe2\x80\xae"));
        assert_null(strstr(text, "\xff"));
        assert_has(text, "alert(1)");
    }
    assert_null(strstr(printed(scene, "markdown"), "<script"));
    assert_null(strstr(printed(scene, "markdown"), "](http"));
    assert_null(strstr(printed(scene, "markdown"), "@team"));
    assert_null(strstr(printed(scene, "markdown"), "`"));
    assert_null(strstr(printed(scene, "junit"), "<script"));
    assert_null(strstr(printed(scene, "junit"), "]]>"));
    assert_has(printed(scene, "sarif"), "[x] (http://evil) @team #1 {{0}} :id &amp;");
}

static void a_comment_has_room_for_the_worst_only(void **state)
{
    struct scene *scene = *state;
    const char *text;

    for (int i = 0; i < 5000; i++)
        add(scene, DRIFT_TYPE_MISMATCH, i % 100 == 99 ? SEVERITY_CRITICAL : SEVERITY_LOW, FINDING_OPEN);
    fill(scene);
    text = printed(scene, "markdown");
    assert_true(strlen(text) < 65536);
    assert_has(text, "more rows are left out of this table");
    assert_has(text, "The details of ");
    assert_true(strstr(text, "| critical |") < strstr(text, "| low |"));
    assert_has(text, "\n</details>\n");
}

static void the_table_fits_every_terminal(void **state)
{
    struct scene *scene = *state;
    struct drift_row *row;

    for (int i = 0; i < DRIFT_KINDS; i++)
        add(scene, (enum drift_kind)i, (enum severity)(i % SEVERITIES), FINDING_OPEN);
    row = add(scene, DRIFT_TYPE_MISMATCH, SEVERITY_LOW, FINDING_OPEN);
    row->template = SLICE(
        "/a/very/long/template/of/many/segments/that/no/terminal/of/eighty/columns/can/hold/in/one/line");
    row->name =
        SLICE("averylongnamewithoutanyplacetobreakitbutbrokenitmustbeanyhowbecauseofthewidthoftheterminal");
    fill(scene);
    for (size_t width = 40; width <= 200; width += 20) {
        struct slice rest;

        scene->out.width = width;
        rest = slice_of(printed(scene, "table"));
        while (rest.len) {
            struct slice line = slice_cut(&rest, '\n');

            if (text_width(line) > width)
                fail_msg("%zu columns: %.*s", width, SLICE_ARG(line));
        }
    }
}

static void callers_are_told_with_few_words(void **state)
{
    struct endpoint_callers callers = { .distinct = 5, .top_count = 2 };
    struct memory account = { 0 };
    struct buffer out;

    snprintf(callers.top[0].name, CALLER_NAME, "caller 4f2a91c0");
    callers.top[0].calls = 1200;
    snprintf(callers.top[1].name, CALLER_NAME, "caller 00000001");
    snprintf(callers.top[1].address, ADDRESS_TEXT, "203.0.113.7");
    callers.top[1].calls = 1;
    buffer_init(&out, &account);
    drift_text_callers(&out, &callers);
    buffer_byte(&out, '\0');
    assert_string_equal(
        out.at,
        "5 callers: caller 4f2a91c0 (1,200 calls), caller 00000001 at 203.0.113.7 (1 call) and 3 more");
    buffer_reset(&out);
    drift_text_callers(&out, &(struct endpoint_callers){ 0 });
    assert_int_equal(out.len, 0);
    buffer_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(figures_agree_with_the_rows_shown, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_filtered_still_fails, setup, teardown),
        cmocka_unit_test_setup_teardown(nothing_is_clean_and_a_doubt_is_unknown, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_gone_stands_behind_its_service, setup, teardown),
        cmocka_unit_test_setup_teardown(a_case_is_an_operation_as_the_document_writes_it, setup, teardown),
        cmocka_unit_test_setup_teardown(columns_of_sarif_are_code_points, setup, teardown),
        cmocka_unit_test_setup_teardown(hostile_names_stay_names, setup, teardown),
        cmocka_unit_test_setup_teardown(a_comment_has_room_for_the_worst_only, setup, teardown),
        cmocka_unit_test_setup_teardown(the_table_fits_every_terminal, setup, teardown),
        cmocka_unit_test(callers_are_told_with_few_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
