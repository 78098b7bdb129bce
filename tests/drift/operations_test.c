/* SPDX-License-Identifier: Apache-2.0 */
/* Which documented operation is which observed one; what no document names, and what was never seen. */
#include "drift/story.h"

#define USERS PROMISES "  /users/{id}:\n    get: {" OK "}\n"

static void what_the_document_names_is_no_drift(void **state)
{
    assert_story(USERS, "20x GET /users/# -> 200 {\"id\":#}", "");
}

static void an_operation_nobody_documented_is_one_row(void **state)
{
    assert_story(USERS,
                 "20x GET /users/# -> 200 {\"id\":#}\n"
                 "3x GET /orders -> 200 [{\"total\":#}]",
                 "undocumented_operation GET /orders");
}

static void another_method_of_a_documented_path_is_said_so(void **state)
{
    struct story story;

    story_open(&story, USERS);
    story_tell(&story, "20x GET /users/# -> 200 {\"id\":#}\n"
                       "5x DELETE /users/# -> 204");
    assert_drift(&story, "undocumented_operation DELETE /users/{id}");
    assert_non_null(
        strstr(story_row(&story, DRIFT_UNDOCUMENTED_OPERATION)->summary.at, "its method DELETE is not"));
    assert_int_equal(story_row(&story, DRIFT_UNDOCUMENTED_OPERATION)->at.line, 5);
    story_close(&story);
}

static void templates_are_the_same_up_to_the_names_of_parameters(void **state)
{
    assert_story(PROMISES "  /users/{whoever}/orders/{which}/:\n    get: {" OK "}\n",
                 "20x GET /users/#/orders/9# -> 200 {\"id\":#}", "");
}

static void what_one_of_two_documents_names_is_documented(void **state)
{
    struct story story;

    story_open(&story, USERS);
    story_document(&story, PROMISES "  /orders:\n    get: {" OK "}\n");
    story_tell(&story, "20x GET /users/# -> 200 {\"id\":#}\n"
                       "20x GET /orders -> 200 []");
    assert_drift(&story, "");
    story_close(&story);
}

static void a_row_stands_only_when_all_documents_agree(void **state)
{
    struct story story;

    story_open(&story, PROMISES "  /a:\n    get: {responses: {200: " ANYTHING "}}\n");
    story_document(&story, PROMISES "  /a:\n    get: {responses: {200: " ANYTHING ", 404: " ANYTHING "}}\n");
    story_tell(&story, "20x GET /a?x=# -> 200 {}\n"
                       "GET /a?x=1 -> 404 {}\n"
                       "GET /a?x=1 -> 500 {}");
    assert_drift(&story, "undocumented_query_param GET /a query x\n"
                         "undocumented_status GET /a response 500");
    story_close(&story);
}

static void a_documented_literal_stands_beside_a_documented_parameter(void **state)
{
    static const char document[] = PROMISES "  /users/{id}:\n    get: {" OK "}\n"
                                            "  /users/me:\n    get: {" OK "}\n";

    assert_story(document,
                 "20x GET /users/# -> 200 {\"id\":#}\n"
                 "20x GET /users/me -> 200 {\"id\":7,\"theme\":\"dark\"}",
                 "");
    /* Seen alone, it is not taken for a value of the other: that one was never seen. */
    assert_story(document, "120x GET /users/me -> 200 {\"id\":7}", "unobserved_operation GET /users/{id}");
}

static void few_words_are_values_of_a_documented_parameter(void **state)
{
    assert_story(PROMISES "  /tags/{tag}:\n    get: {" OK "}\n",
                 "5x GET /tags/red -> 200 {\"n\":1}\n"
                 "5x GET /tags/blue -> 200 {\"n\":2}",
                 "");
}

static void an_undocumented_literal_that_does_other_things_is_found_beside_a_parameter(void **state)
{
    assert_story(PROMISES "  /users/{id}:\n    get: {" OK "}\n",
                 "40x GET /users/# -> 200 {\"id\":#,\"name\":\"n#\"}\n"
                 "10x POST /users/search {\"query\":\"a#\"} -> 200 {\"hits\":[],\"total\":#}",
                 "undocumented_operation POST /users/search");
}

static void below_a_value_only_what_is_documented_below_the_parameter_is_the_value(void **state)
{
    assert_story(PROMISES "  /users/{id}:\n    get: {" OK "}\n"
                          "  /users/{id}/orders:\n    get: {" OK "}\n",
                 "20x GET /users/# -> 200 {\"id\":#}\n"
                 "20x GET /users/#/orders -> 200 []\n"
                 "5x GET /users/anna/orders -> 200 []\n"
                 "5x GET /users/anna -> 200 {\"id\":1}",
                 "");
}

static void parameters_named_for_paths_take_whole_paths(void **state)
{
    assert_story(PROMISES "  /files/{filepath}:\n    get: {" OK "}\n",
                 "5x GET /files/a/b/c#.txt -> 200\n"
                 "5x GET /files/top.txt -> 200",
                 "");
    assert_story(PROMISES "  /files/{owner}:\n    get: {" OK "}\n",
                 "20x GET /files/# -> 200\n"
                 "5x GET /files/1/versions -> 200",
                 "undocumented_operation GET /files/{fileId}/versions");
}

static void a_parameter_behind_a_dot_is_one(void **state)
{
    assert_story(PROMISES "  /repos/{sha}.{ext}:\n    get: {" OK "}\n",
                 "10x GET /repos/9f86d081884c7d659a2feaa0c55ad015a3bf4f1#.zip -> 200\n"
                 "10x GET /repos/9f86d081884c7d659a2feaa0c55ad015a3bf4f1#.tar -> 200",
                 "");
}

static void a_verb_behind_a_colon_is_an_operation_of_its_own(void **state)
{
    static const char document[] = PROMISES "  /jobs/{id}:\n    get: {" OK "}\n"
                                            "  /jobs/{id}:cancel:\n    post: {" OK "}\n";

    assert_story(document,
                 "20x GET /jobs/# -> 200 {\"id\":#}\n"
                 "20x POST /jobs/#:cancel -> 200 {\"id\":#}",
                 "");
    assert_story(document,
                 "20x GET /jobs/# -> 200 {\"id\":#}\n"
                 "20x POST /jobs/#:cancel -> 200 {\"id\":#}\n"
                 "20x POST /jobs/#:retry -> 200 {\"id\":#}",
                 "undocumented_operation POST /jobs/{jobId}:retry");
}

static void text_around_a_parameter_belongs_to_its_values(void **state)
{
    assert_story(PROMISES "  /rooms/user-{id}:\n    get: {" OK "}\n",
                 "20x GET /rooms/user-# -> 200 {\"id\":#}", "");
}

static void composite_calls_are_documented_as_they_are_written(void **state)
{
    assert_story(PROMISES "  /report(kind={kind}):\n    get: {" OK "}\n",
                 "20x GET /report(kind=#) -> 200 {\"n\":#}", "");
    assert_story(PROMISES "  /report(kind={kind}):\n    get: {" OK "}\n",
                 "20x GET /report(kind=#) -> 200 {\"n\":#}\n"
                 "20x GET /summary(year=#) -> 200 {\"n\":#}",
                 "undocumented_operation GET /summary(year={year})");
}

static void head_and_options_are_implied_by_a_documented_path(void **state)
{
    assert_story(PROMISES "  /a:\n    get: {" OK "}\n",
                 "20x GET /a -> 200 {}\n"
                 "5x HEAD /a -> 200\n"
                 "5x OPTIONS /a -> 204",
                 "");
}

static void never_needs_a_hundred_exchanges(void **state)
{
    static const char document[] = PROMISES "  /a:\n    get: {" OK "}\n"
                                            "  /b:\n    get: {" OK "}\n";

    assert_story(document, "99x GET /a -> 200 {}", "");
    assert_story(document, "100x GET /a -> 200 {}", "unobserved_operation GET /b");
}

static void what_was_asked_for_and_not_there_was_seen(void **state)
{
    static const char document[] =
        PROMISES "  /a:\n    get: {responses: {200: " ANYTHING ", 404: " ANYTHING "}}\n"
                 "  /b/{id}/c:\n    get: {responses: {200: " ANYTHING ", 404: " ANYTHING "}}\n";

    assert_story(document,
                 "120x GET /a -> 200 {}\n"
                 "2x GET /b/#/c -> 404 {\"error\":\"none\"}",
                 "");
    assert_story(document,
                 "120x GET /a -> 200 {}\n"
                 "2x GET /b/# -> 404 {\"error\":\"none\"}",
                 "unobserved_operation GET /b/{id}/c");
    assert_story(document,
                 "120x GET /a -> 200 {}\n"
                 "2x DELETE /b/#/c -> 404 {\"error\":\"none\"}",
                 "unobserved_operation GET /b/{id}/c");
}

static void absence_is_doubted_where_there_is_reason_to(void **state)
{
    static const char document[] = PROMISES "  /a:\n    get: {" OK "}\n"
                                            "  /b:\n    get: {" OK "}\n";
    struct story story;

    story_open(&story, document);
    story_tell(&story, "39x GET /a -> 200 {}");
    story_tell(&story, "61x GET /a -> 200 {}");
    assert_slice_equal(story_row(&story, DRIFT_UNOBSERVED_OPERATION)->doubt,
                       "less than a week of traffic: what runs weekly may not have come yet");
    story_wait(&story, 8);
    story_tell(&story, "GET /a -> 200 {}");
    assert_int_equal(story_row(&story, DRIFT_UNOBSERVED_OPERATION)->doubt.len, 0);
    story_close(&story);
}

static void absence_is_doubted_when_traffic_was_lost(void **state)
{
    struct ledger lost = { .seen[LEDGER_BYTES] = 1000, .analysed[LEDGER_BYTES] = 970, .lost[LOSS_gap] = 30 };
    struct story story;

    story_open(&story, PROMISES "  /a:\n    get: {" OK "}\n"
                                "  /b:\n    get: {" OK "}\n");
    story_tell(&story, "60x GET /a -> 200 {}");
    story_wait(&story, 8);
    story_tell(&story, "60x GET /a -> 200 {}");
    assert_int_equal(story_row(&story, DRIFT_UNOBSERVED_OPERATION)->doubt.len, 0);
    story_lose(&story, &lost);
    assert_slice_equal(story_row(&story, DRIFT_UNOBSERVED_OPERATION)->doubt,
                       "3.0% of the traffic was lost: it may have been among that");
    assert_true(story_drift(&story)->lost > 0.0299 && story_drift(&story)->lost < 0.0301);
    story_close(&story);
}

static void few_exchanges_for_many_operations_are_doubted(void **state)
{
    struct story story;

    story_open(&story, PROMISES "  /a: {get: {" OK "}}\n  /b: {get: {" OK "}}\n  /c: {get: {" OK "}}\n"
                                "  /d: {get: {" OK "}}\n  /e: {get: {" OK "}}\n  /f: {get: {" OK "}}\n");
    story_tell(&story, "22x GET /a -> 200 {}\n22x GET /b -> 200 {}\n22x GET /c -> 200 {}\n"
                       "22x GET /d -> 200 {}\n22x GET /e -> 200 {}");
    assert_slice_equal(story_row(&story, DRIFT_UNOBSERVED_OPERATION)->doubt,
                       "110 exchanges for 6 documented operations: rare ones may not have come yet");
    story_close(&story);
}

/* What the catalog takes for noise was there all the same. */
static void what_was_taken_for_noise_was_seen(void **state)
{
    assert_story(PROMISES "  /a: {get: {" OK "}, head: {" OK "}, options: {" OK "}, put: {" OK "}}\n"
                          "  /health: {get: {" OK "}}\n"
                          "  /logo/{size}.png: {get: {" OK "}}\n",
                 "120x GET /a -> 200 {}\n"
                 "5x HEAD /a -> 200\n"
                 "5x OPTIONS /a -> 204\n"
                 "5x PUT /a {} -> 405\n"
                 "5x GET /health -> 200 {\"status\":\"up\"}\n"
                 "5x GET /logo/64.png -> 200 (Content-Type: image/png)",
                 "");
    assert_story(PROMISES "  /a: {get: {" OK "}, head: {" OK "}}\n"
                          "  /health: {get: {" OK "}}\n",
                 "120x GET /a -> 200 {}\n"
                 "5x HEAD /b -> 200\n"
                 "5x GET /ping -> 200 {\"status\":\"up\"}",
                 "unobserved_operation GET /health\n"
                 "unobserved_operation HEAD /a");
}

static void what_could_not_be_read_weakens_absence(void **state)
{
    struct address server;
    struct story story;

    assert_true(address_parse(SLICE("10.0.0.5:443"), &server));
    story_open(&story, PROMISES "  /a: {get: {" OK "}}\n  /b: {get: {" OK "}}\n");
    story_tell(&story, "120x GET /a -> 200 {}");
    catalog_observe_tls(story.traffic.catalog, SLICE("API.example.com"), SLICE(""), 0, &server, 1, 100);
    assert_slice_equal(story_row(&story, DRIFT_UNOBSERVED_OPERATION)->doubt,
                       "1 TLS connections to this host could not be read: it may have been in one");
    story_close(&story);
}

static void a_deprecated_operation_in_use_is_said_with_its_date(void **state)
{
    struct story story;

    story_open(&story, PROMISES "  /a:\n    get: {deprecated: true, x-sunset: '2027-01-01', " OK "}\n"
                                "  /b:\n    get: {" OK "}\n");
    story_tell(&story, "20x GET /a -> 200 {}\n"
                       "20x GET /b -> 200 {}");
    assert_drift(&story, "deprecated_in_use GET /a");
    assert_slice_equal(story_row(&story, DRIFT_DEPRECATED_IN_USE)->proposal,
                       "Move its callers before 2027-01-01.");
    story_close(&story);
}

/* What is cut for its length is cut between characters. */
static void a_long_date_is_cut_whole(void **state)
{
    char document[4000] = PROMISES "  /a:\n    get: {deprecated: true, x-sunset: '";
    struct story story;

    for (int i = 0; i < 700; i++)
        strcat(document, "\xc3\xa4");
    strcat(document, "', " OK "}\n");
    story_open(&story, document);
    story_tell(&story, "20x GET /a -> 200 {}");
    assert_drift(&story, "deprecated_in_use GET /a");
    story_close(&story);
}

static void a_deprecated_operation_that_nobody_calls_should_go(void **state)
{
    struct story story;

    story_open(&story, PROMISES "  /a:\n    get: {deprecated: true, " OK "}\n"
                                "  /b:\n    get: {" OK "}\n");
    story_tell(&story, "120x GET /b -> 200 {}");
    assert_drift(&story, "unobserved_operation GET /a");
    assert_non_null(strstr(story_row(&story, DRIFT_UNOBSERVED_OPERATION)->proposal.at, "It is deprecated"));
    story_close(&story);
}

static void webhooks_and_callbacks_are_no_calls(void **state)
{
    assert_story(PROMISES "  /a:\n    get: {" OK "}\n"
                          "webhooks:\n  happened:\n    post: {" OK "}\n",
                 "120x GET /a -> 200 {}", "");
}

static void coverage_is_counted(void **state)
{
    struct story story;

    story_open(&story, PROMISES "  /a: {get: {" OK "}}\n  /b: {get: {" OK "}}\n  /c: {get: {" OK "}}\n");
    story_tell(&story, "20x GET /a -> 200 {}\n"
                       "20x GET /b -> 404 {}\n"
                       "20x GET /z -> 200 {}");
    assert_int_equal(story_drift(&story)->services[0].documented, 3);
    assert_int_equal(story_drift(&story)->services[0].documented_seen, 2);
    assert_int_equal(story_drift(&story)->services[0].undocumented, 1);
    story_close(&story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_document_names_is_no_drift),
        cmocka_unit_test(an_operation_nobody_documented_is_one_row),
        cmocka_unit_test(another_method_of_a_documented_path_is_said_so),
        cmocka_unit_test(templates_are_the_same_up_to_the_names_of_parameters),
        cmocka_unit_test(what_one_of_two_documents_names_is_documented),
        cmocka_unit_test(a_row_stands_only_when_all_documents_agree),
        cmocka_unit_test(a_documented_literal_stands_beside_a_documented_parameter),
        cmocka_unit_test(few_words_are_values_of_a_documented_parameter),
        cmocka_unit_test(an_undocumented_literal_that_does_other_things_is_found_beside_a_parameter),
        cmocka_unit_test(below_a_value_only_what_is_documented_below_the_parameter_is_the_value),
        cmocka_unit_test(parameters_named_for_paths_take_whole_paths),
        cmocka_unit_test(a_parameter_behind_a_dot_is_one),
        cmocka_unit_test(a_verb_behind_a_colon_is_an_operation_of_its_own),
        cmocka_unit_test(text_around_a_parameter_belongs_to_its_values),
        cmocka_unit_test(composite_calls_are_documented_as_they_are_written),
        cmocka_unit_test(head_and_options_are_implied_by_a_documented_path),
        cmocka_unit_test(never_needs_a_hundred_exchanges),
        cmocka_unit_test(what_was_asked_for_and_not_there_was_seen),
        cmocka_unit_test(absence_is_doubted_where_there_is_reason_to),
        cmocka_unit_test(absence_is_doubted_when_traffic_was_lost),
        cmocka_unit_test(few_exchanges_for_many_operations_are_doubted),
        cmocka_unit_test(what_was_taken_for_noise_was_seen),
        cmocka_unit_test(what_could_not_be_read_weakens_absence),
        cmocka_unit_test(a_deprecated_operation_in_use_is_said_with_its_date),
        cmocka_unit_test(a_long_date_is_cut_whole),
        cmocka_unit_test(a_deprecated_operation_that_nobody_calls_should_go),
        cmocka_unit_test(webhooks_and_callbacks_are_no_calls),
        cmocka_unit_test(coverage_is_counted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
