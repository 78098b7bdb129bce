/* SPDX-License-Identifier: Apache-2.0 */
/* The report of findings over a posture made up: what is selected, accepted, counted and fails. */
#include "cli/findings_report.h"

#include "base/check.h"
#include "catalog/exposed.h"

#include <stdlib.h>

#define NOW 1790000000000000000

struct scene {
    struct memory account;
    struct arena arena;
    struct tree_reader reader;
    struct service services[2];
    struct endpoint endpoints[3];
    struct posture_service judged[2];
    struct posture_endpoint judged_endpoints[3];
    struct exposed data;
    struct finding_place places[3], other_place, third_place;
    struct posture_finding findings[3];
    struct risk risks[2];
    struct inventory inventory;
    struct posture posture;
    struct judgement judgement;
    struct knowledge knowledge;
    struct finding found[3], gone;
    struct findings_states states;
    struct findings_view view;
    struct findings_report report;
};

static void make_findings(struct scene *scene)
{
    static const enum severity severities[] = { SEVERITY_HIGH, SEVERITY_MEDIUM, SEVERITY_LOW };

    for (size_t i = 0; i < 3; i++)
        scene->places[i] = (struct finding_place){ .endpoint = &scene->judged_endpoints[i],
                                                   .evidence = SLICE("seen"),
                                                   .severity = severities[i],
                                                   .count = 3,
                                                   .of = 4 };
    scene->other_place =
        (struct finding_place){ .location = SLICE("header Server"), .severity = SEVERITY_INFO };
    scene->third_place = (struct finding_place){ .severity = SEVERITY_LOW };
    scene->findings[0] = (struct posture_finding){ .id = SLICE("p1"),
                                                   .check = check_table[0],
                                                   .service = &scene->judged[0],
                                                   .severity = SEVERITY_HIGH,
                                                   .places = scene->places,
                                                   .place_count = 3,
                                                   .place_total = 5 };
    scene->findings[1] = (struct posture_finding){ .id = SLICE("p2"),
                                                   .check = check_table[1],
                                                   .service = &scene->judged[0],
                                                   .severity = SEVERITY_INFO,
                                                   .places = &scene->other_place,
                                                   .place_count = 1,
                                                   .place_total = 1 };
    scene->findings[2] = (struct posture_finding){ .id = SLICE("p3"),
                                                   .check = check_table[1],
                                                   .service = &scene->judged[1],
                                                   .severity = SEVERITY_LOW,
                                                   .places = &scene->third_place,
                                                   .place_count = 1,
                                                   .place_total = 1 };
    for (size_t i = 0; i < 3; i++)
        scene->found[i] = (struct finding){ .id = scene->findings[i].id, .state = FINDING_OPEN };
    scene->gone = (struct finding){ .id = SLICE("p4"),
                                    .kind = SLICE("of.another_version"),
                                    .service = SLICE("a.example"),
                                    .severity = SEVERITY_MEDIUM,
                                    .state = FINDING_FIXED };
}

static int setup(void **state)
{
    static const struct slice paths[] = { { "/a/{id}", 7 }, { "/b", 2 }, { "/c", 2 } };
    struct scene *scene = calloc(1, sizeof *scene);

    arena_init(&scene->arena, &scene->account, 0);
    tree_reader_init(&scene->reader, &scene->account);
    scene->services[0] =
        (struct service){ .key = SLICE("a.example"), .endpoints = scene->endpoints, .endpoint_count = 3 };
    scene->services[1] = (struct service){ .key = SLICE("b.example") };
    scene->data.row = data_class_row(DATA_iban);
    for (size_t i = 0; i < 3; i++) {
        scene->endpoints[i] = (struct endpoint){ .method = SLICE("GET"), .path = paths[i] };
        scene->judged_endpoints[i] =
            (struct posture_endpoint){ .endpoint = &scene->endpoints[i], .service = &scene->judged[0] };
    }
    scene->judged_endpoints[1].data = &scene->data;
    scene->judged_endpoints[1].data_count = 1;
    scene->judged[0] = (struct posture_service){ .service = &scene->services[0],
                                                 .endpoints = scene->judged_endpoints,
                                                 .endpoint_count = 3 };
    scene->judged[1] = (struct posture_service){ .service = &scene->services[1] };
    scene->inventory = (struct inventory){ .services = scene->services, .service_count = 2 };
    make_findings(scene);
    scene->posture = (struct posture){ .inventory = &scene->inventory,
                                       .services = scene->judged,
                                       .service_count = 2,
                                       .findings = scene->findings,
                                       .finding_count = 3,
                                       .service_risks = scene->risks };
    scene->judgement.posture = &scene->posture;
    scene->knowledge.inventory = &scene->inventory;
    scene->states = (struct findings_states){ scene->found, &scene->gone, 1 };
    scene->view = (struct findings_view){ .knowledge = &scene->knowledge, .fail_on = SEVERITY_LOW };
    *state = scene;
    return 0;
}

static int teardown(void **state)
{
    struct scene *scene = *state;

    tree_reader_done(&scene->reader);
    arena_done(&scene->arena);
    assert_int_equal(scene->account.used, 0);
    free(scene);
    return 0;
}

/* Fills the report by what a file accepts. */
static const struct findings_report *fill(struct scene *scene, const char *accepted)
{
    struct acceptances acceptances;
    const struct tree_file *file = tree_read_text(&scene->reader, ACCEPTANCE_FILE, slice_of(accepted));
    struct error err = { 0 };
    size_t by_severity = 0, by_state = 0, by_group = 0, in_services = 0;

    assert_true(acceptances_read(&scene->reader, &file, 1, NULL, &acceptances, &err));
    assert_int_equal(scene->reader.faults.errors + scene->reader.faults.fatals, 0);
    scene->report = (struct findings_report){
        .account = &scene->account, .arena = &scene->arena, .judgement = &scene->judgement, .now = NOW
    };
    assert_true(findings_report_fill(&scene->report, &scene->states, &scene->view, &acceptances));
    for (size_t i = 0; i < SEVERITIES; i++)
        by_severity += scene->report.totals.by_severity[i];
    for (size_t i = 0; i < FINDING_STATES; i++)
        by_state += scene->report.totals.by_state[i];
    for (size_t i = 0; i < CHECK_GROUPS; i++)
        by_group += scene->report.totals.by_group[i];
    for (size_t i = 0; i < scene->report.service_count; i++)
        in_services += scene->report.services[i].count;
    assert_int_equal(by_severity, scene->report.line_count);
    assert_int_equal(by_state, scene->report.line_count);
    assert_int_equal(by_group + scene->report.totals.unknown_group, scene->report.line_count);
    assert_int_equal(in_services, scene->report.line_count);
    return &scene->report;
}

static void what_is_open_is_shown_and_what_is_gone_counted(void **state)
{
    const struct findings_report *report = fill(*state, "{}");

    assert_int_equal(report->line_count, 3);
    assert_int_equal(report->totals.fixed, 1);
    assert_int_equal(report->totals.failing, 2);
    assert_int_equal(report->totals.places, 5);
    assert_int_equal(report->totals.endpoints, 3);
    assert_int_equal(report->verdict, FINDINGS_FOUND);
    assert_int_equal(report->lines[0].endpoint_count, 3);
    assert_int_equal(report->lines[0].places_unseen, 2);
    assert_int_equal(report->services[0].count, 2);
}

static void all_shows_what_is_gone_last_of_its_service(void **state)
{
    struct scene *scene = *state;
    const struct findings_report *report;

    scene->view.all = true;
    report = fill(scene, "{}");
    assert_int_equal(report->line_count, 4);
    assert_slice_equal(report->lines[2].id, "p4");
    assert_null(report->lines[2].check);
    assert_false(report->lines[2].fails);
    assert_int_equal(report->totals.unknown_group, 1);
}

static void places_that_are_accepted_do_not_decide_about_severity(void **state)
{
    const struct findings_report *report =
        fill(*state, "accept: [{check: '*', operation: 'GET /a/{x}', reason: known}]");

    assert_int_equal(report->lines[0].state, FINDING_OPEN);
    assert_int_equal(report->lines[0].severity, SEVERITY_MEDIUM);
    assert_int_equal(report->lines[0].places_accepted, 1);
    assert_int_equal(report->totals.by_severity[SEVERITY_HIGH], 0);
}

static void a_finding_whose_places_are_all_accepted_is_accepted_until_the_first_ends(void **state)
{
    const struct findings_report *report = fill(
        *state, "accept: [{check: '*', operation: '/a/{x}', reason: one, until: 2027-03-31}, {check: '*', "
                "operation: '/*', reason: two, until: 2027-02-28}]");

    assert_int_equal(report->totals.accepted, 1);
    assert_int_equal(report->line_count, 2);
    assert_int_equal(report->totals.failing, 1);
    ((struct scene *)*state)->view.all = true;
    report = fill(*state, "accept: [{id: p1, reason: known}]");
    assert_int_equal(report->lines[0].state, FINDING_ACCEPTED);
    assert_int_equal(report->lines[0].severity, SEVERITY_HIGH);
    assert_int_equal(report->lines[0].expires, 0);
    assert_false(report->lines[0].fails);
}

static void what_is_fixed_is_not_accepted(void **state)
{
    struct scene *scene = *state;
    const struct findings_report *report;

    scene->found[0].state = FINDING_FIXED;
    report = fill(scene, "accept: [{check: '*', reason: all}]");
    assert_int_equal(report->totals.fixed, 2);
    assert_int_equal(report->totals.accepted, 2);
    assert_int_equal(report->verdict, FINDINGS_CLEAN);
}

static void a_selection_counts_what_it_leaves_out(void **state)
{
    struct scene *scene = *state;
    const struct findings_report *report;

    scene->view.least = SEVERITY_LOW;
    report = fill(scene, "{}");
    assert_int_equal(report->line_count, 2);
    assert_int_equal(report->totals.filtered, 1);
    scene->view.least = SEVERITY_INFO;
    scene->view.check = slice_of(check_table[0]->id);
    assert_int_equal(fill(scene, "{}")->line_count, 1);
    scene->view.check = SLICE("");
    scene->view.only_new = true;
    report = fill(scene, "{}");
    assert_int_equal(report->line_count, 0);
    assert_int_equal(report->totals.filtered, 3);
    assert_int_equal(report->verdict, FINDINGS_CLEAN);
}

static void one_endpoint_and_one_class_show_their_places(void **state)
{
    struct scene *scene = *state;
    const struct endpoint *wanted = &scene->endpoints[2];
    const struct findings_report *report;

    scene->view.endpoints = &wanted;
    scene->view.endpoint_count = 1;
    scene->view.has_endpoints = true;
    report = fill(scene, "{}");
    assert_int_equal(report->line_count, 1);
    assert_int_equal(report->lines[0].place_count, 1);
    assert_ptr_equal(report->lines[0].places[0].place, &scene->places[2]);
    assert_int_equal(report->lines[0].places_unseen, 4);
    scene->view.has_endpoints = false;
    scene->view.class = SLICE("iban");
    report = fill(scene, "{}");
    assert_int_equal(report->line_count, 1);
    assert_ptr_equal(report->lines[0].places[0].place, &scene->places[1]);
}

static void states_and_gates_are_the_users(void **state)
{
    struct scene *scene = *state;

    scene->view.has_states = true;
    scene->view.states[FINDING_FIXED] = true;
    assert_int_equal(fill(scene, "{}")->line_count, 1);
    assert_int_equal(scene->report.totals.filtered, 3);
    scene->view.has_states = false;
    scene->view.fail_on = SEVERITY_CRITICAL;
    assert_int_equal(fill(scene, "{}")->verdict, FINDINGS_CLEAN);
    scene->view.fail_on = SEVERITY_INFO;
    assert_int_equal(fill(scene, "{}")->totals.failing, 3);
    scene->view.never_fails = true;
    assert_int_equal(fill(scene, "{}")->verdict, FINDINGS_CLEAN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_open_is_shown_and_what_is_gone_counted, setup, teardown),
        cmocka_unit_test_setup_teardown(all_shows_what_is_gone_last_of_its_service, setup, teardown),
        cmocka_unit_test_setup_teardown(places_that_are_accepted_do_not_decide_about_severity, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(
            a_finding_whose_places_are_all_accepted_is_accepted_until_the_first_ends, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_fixed_is_not_accepted, setup, teardown),
        cmocka_unit_test_setup_teardown(a_selection_counts_what_it_leaves_out, setup, teardown),
        cmocka_unit_test_setup_teardown(one_endpoint_and_one_class_show_their_places, setup, teardown),
        cmocka_unit_test_setup_teardown(states_and_gates_are_the_users, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
