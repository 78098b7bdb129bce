/* SPDX-License-Identifier: Apache-2.0 */
/* What raises the severity of a row. */
#include "drift/story.h"

#include "base/severity.h"

#include <stdio.h>

static void assert_severity(const char *document, const char *lines, enum drift_kind kind,
                            const char *severity)
{
    struct story story;

    story_open(&story, document);
    story_tell(&story, lines);
    assert_string_equal(severity_name(story_row(&story, kind)->severity), severity);
    story_close(&story);
}

#define A PROMISES "  /a: {get: {" OK "}}\n"
#define CREDENTIAL "(Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlIG9mIHRva2Vu)"

static void undocumented_operations_matter_by_what_they_are(void **state)
{
    static const struct {
        const char *line, *severity;
    } cases[] = {
        { "3x GET /orders -> 200 {}", "medium" },
        { "3x GET /admin/users -> 200 {}", "high" },
        { "3x GET /internal-metrics/x -> 200 {}", "high" },
        { "3x POST /orders -> 201 {}", "high" },
        { "3x POST /orders " CREDENTIAL " -> 201 {}", "medium" },
        { "3x GET /orders -> 500 {}", "low" },
        { "3x GET /administrations -> 200 {}", "medium" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char lines[500];

        snprintf(lines, sizeof lines, "20x GET /a -> 200 {}\n%s", cases[i].line);
        assert_severity(A, lines, DRIFT_UNDOCUMENTED_OPERATION, cases[i].severity);
    }
}

static void the_name_of_a_field_says_that_it_is_a_secret(void **state)
{
#define ANSWER                                                                                               \
    PROMISES "  /a: {get: {responses: {200: {description: d, content: {application/json: {schema: "          \
             "{properties: {id: {}}}}}}}}}\n"
    assert_severity(ANSWER, "20x GET /a -> 200 {\"id\":1,\"colour\":\"red\"}",
                    DRIFT_UNDOCUMENTED_RESPONSE_FIELD, "low");
    assert_severity(ANSWER, "20x GET /a -> 200 {\"id\":1,\"passwordHash\":\"x#\"}",
                    DRIFT_UNDOCUMENTED_RESPONSE_FIELD, "high");
    assert_severity(ANSWER, "20x GET /a -> 200 {\"id\":1,\"reset_token\":\"x#\"}",
                    DRIFT_UNDOCUMENTED_RESPONSE_FIELD, "high");
    assert_severity(ANSWER, "20x GET /a -> 200 {\"id\":1,\"opinion\":\"x#\"}",
                    DRIFT_UNDOCUMENTED_RESPONSE_FIELD, "low");
}

static void the_name_of_a_request_field_says_that_it_decides_about_rights(void **state)
{
#define TAKES                                                                                                \
    PROMISES                                                                                                 \
    "  /a: {post: {requestBody: {content: {application/json: {schema: {properties: {id: {}}}}}}, " OK "}}\n"
    assert_severity(TAKES, "20x POST /a {\"id\":1,\"colour\":\"red\"} -> 200 {}",
                    DRIFT_UNDOCUMENTED_REQUEST_FIELD, "medium");
    assert_severity(TAKES, "20x POST /a {\"id\":1,\"isAdmin\":true} -> 200 {}",
                    DRIFT_UNDOCUMENTED_REQUEST_FIELD, "high");
    assert_severity(A, "20x GET /a?role=x# -> 200 {}", DRIFT_UNDOCUMENTED_QUERY_PARAM, "high");
    assert_severity(A, "20x GET /a?colour=x# -> 200 {}", DRIFT_UNDOCUMENTED_QUERY_PARAM, "low");
}

static void success_that_callers_were_not_told_of_matters_more(void **state)
{
    assert_severity(A, "20x GET /a -> 200 {}\nGET /a -> 206 {}", DRIFT_UNDOCUMENTED_STATUS, "medium");
    assert_severity(A, "20x GET /a -> 200 {}\nGET /a -> 500 {}", DRIFT_UNDOCUMENTED_STATUS, "low");
}

static void a_service_with_an_internal_interface_is_critical(void **state)
{
    assert_severity(NULL, "20x GET /a -> 200 {}", DRIFT_UNDOCUMENTED_SERVICE, "high");
    assert_severity(NULL, "20x GET /admin/a -> 200 {}", DRIFT_UNDOCUMENTED_SERVICE, "critical");
    assert_severity(NULL, "20x GET https://admin.example.com/a -> 200 {}", DRIFT_UNDOCUMENTED_SERVICE,
                    "critical");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(undocumented_operations_matter_by_what_they_are),
        cmocka_unit_test(the_name_of_a_field_says_that_it_is_a_secret),
        cmocka_unit_test(the_name_of_a_request_field_says_that_it_decides_about_rights),
        cmocka_unit_test(success_that_callers_were_not_told_of_matters_more),
        cmocka_unit_test(a_service_with_an_internal_interface_is_critical),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
