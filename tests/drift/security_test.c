/* SPDX-License-Identifier: Apache-2.0 */
/* What the document demands, and what is given and accepted. */
#include "drift/story.h"

#define SCHEMES                                                                                              \
    "components:\n  securitySchemes:\n"                                                                      \
    "    bearer: {type: http, scheme: bearer}\n"                                                             \
    "    basic: {type: http, scheme: basic}\n"                                                               \
    "    key: {type: apiKey, in: header, name: X-Api-Key}\n"                                                 \
    "    odd: {type: apiKey, in: header, name: X-Zebra}\n"                                                   \
    "    field: {type: apiKey, in: header, name: Authorization}\n"                                           \
    "    session: {type: apiKey, in: cookie, name: sid}\n"                                                   \
    "    oauth: {type: oauth2, flows: {}}\n"                                                                 \
    "    tls: {type: mutualTLS}\n"
#define GLOBAL(security) PROMISES "  /a:\n    get: {" OK "}\n" SCHEMES "security: [" security "]\n"
#define BEARER "(Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlIG9mIHRva2Vu)"
#define BASIC "(Authorization: Basic YW5uYTpzZWNyZXQ=)"
#define KEY "(X-Api-Key: 9f86d081884c7d659a2feaa0c55ad015)"
#define COOKIE "(Cookie: sid=9f86d081884c7d659a2feaa0c55ad015)"

static void what_is_demanded_and_given_is_no_drift(void **state)
{
    assert_story(GLOBAL("{bearer: []}"), "20x GET /a " BEARER " -> 200 {}", "");
    assert_story(GLOBAL("{oauth: [read]}"), "20x GET /a " BEARER " -> 200 {}", "");
    assert_story(GLOBAL("{basic: []}"), "20x GET /a " BASIC " -> 200 {}", "");
    assert_story(GLOBAL("{key: []}"), "20x GET /a " KEY " -> 200 {}", "");
    assert_story(GLOBAL("{session: []}"), "20x GET /a " COOKIE " -> 200 {}", "");
}

static void an_open_operation_that_always_gets_a_credential_is_one_row(void **state)
{
    static const char open[] = PROMISES "  /a:\n    get: {" OK "}\n" SCHEMES;

    assert_story(open, "20x GET /a " BEARER " -> 200 {}",
                 "undocumented_security GET /a security: open -> bearerAuth");
    assert_story(open, "20x GET /a " BEARER " -> 200 {}\nGET /a -> 200 {}", "");
    assert_story(GLOBAL(""), "20x GET /a " BEARER " -> 200 {}",
                 "undocumented_security GET /a security: open -> bearerAuth");
}

static void a_protected_operation_that_answers_anybody_is_one_row(void **state)
{
    struct story story;

    story_open(&story, GLOBAL("{bearer: []}"));
    story_tell(&story, "20x GET /a " BEARER " -> 200 {}\n3x GET /a -> 200 {}");
    assert_drift(&story, "security_not_enforced GET /a security: bearer -> none");
    assert_int_equal(story_row(&story, DRIFT_SECURITY_NOT_ENFORCED)->support.count, 3);
    assert_int_equal(story_row(&story, DRIFT_SECURITY_NOT_ENFORCED)->severity, SEVERITY_HIGH);
    story_close(&story);
}

static void refusals_are_what_protection_looks_like(void **state)
{
    assert_story(PROMISES "  /a:\n    get: {responses: {200: " ANYTHING ", 401: " ANYTHING "}}\n" SCHEMES
                          "security: [{bearer: []}]\n",
                 "20x GET /a " BEARER " -> 200 {}\n3x GET /a -> 401 {}", "");
}

static void a_redirect_to_the_log_in_is_no_answer(void **state)
{
    assert_story(PROMISES "  /a:\n    get: {responses: {200: " ANYTHING ", 302: {description: d}}}\n" SCHEMES
                          "security: [{bearer: []}]\n",
                 "20x GET /a " BEARER " -> 200 {}\n3x GET /a -> 302 (Location: /login)", "");
}

static void another_credential_than_documented_is_one_row(void **state)
{
    assert_story(GLOBAL("{bearer: []}"), "20x GET /a " BASIC " -> 200 {}",
                 "security_scheme_mismatch GET /a security: bearer -> basicAuth");
    assert_story(GLOBAL("{key: []}"), "20x GET /a " BEARER " -> 200 {}",
                 "security_scheme_mismatch GET /a security: key -> bearerAuth");
    /* Some come with what is documented. */
    assert_story(GLOBAL("{bearer: []}"), "20x GET /a " BASIC " -> 200 {}\n20x GET /a " BEARER " -> 200 {}",
                 "");
}

static void alternatives_are_each_enough(void **state)
{
    assert_story(GLOBAL("{bearer: []}, {basic: []}"), "20x GET /a " BASIC " -> 200 {}", "");
    assert_story(GLOBAL("{key: []}, {basic: []}"), "20x GET /a " BEARER " -> 200 {}",
                 "security_scheme_mismatch GET /a security: key or basic -> bearerAuth");
}

static void an_empty_alternative_makes_it_optional(void **state)
{
    assert_story(GLOBAL("{bearer: []}, {}"), "20x GET /a -> 200 {}", "");
    assert_story(GLOBAL("{}"), "20x GET /a " BEARER " -> 200 {}", "");
}

static void certificates_are_not_seen(void **state)
{
    assert_story(GLOBAL("{tls: []}"), "20x GET /a -> 200 {}", "");
    assert_story(GLOBAL("{tls: [], bearer: []}"), "20x GET /a -> 200 {}",
                 "security_not_enforced GET /a security: tls and bearer -> none");
}

static void an_api_key_of_an_odd_name_is_a_credential(void **state)
{
    assert_story(GLOBAL("{odd: []}"), "20x GET /a (X-Zebra: 12345#) -> 200 {}", "");
    assert_story(GLOBAL("{odd: []}"), "20x GET /a -> 200 {}",
                 "security_not_enforced GET /a security: odd -> none");
}

static void an_api_key_named_authorization_is_whatever_stands_there(void **state)
{
    assert_story(GLOBAL("{field: []}"), "20x GET /a " BEARER " -> 200 {}", "");
    assert_story(GLOBAL("{field: []}"), "20x GET /a " BASIC " -> 200 {}", "");
    assert_story(GLOBAL("{field: []}"), "20x GET /a " KEY " -> 200 {}",
                 "security_scheme_mismatch GET /a security: field -> xApiKeyAuth");
}

static void security_of_the_operation_stands_over_that_of_the_document(void **state)
{
    static const char document[] =
        PROMISES "  /a:\n    get: {security: [], " OK "}\n"
                 "  /b:\n    get: {security: [{basic: []}], " OK "}\n" SCHEMES "security: [{bearer: []}]\n";

    assert_story(document, "20x GET /a -> 200 {}\n20x GET /b " BASIC " -> 200 {}", "");
    assert_story(document, "20x GET /a " BEARER " -> 200 {}\n20x GET /b -> 200 {}",
                 "security_not_enforced GET /b security: basic -> none\n"
                 "undocumented_security GET /a security: open -> bearerAuth");
}

static void one_of_two_documents_that_protects_is_not_enough_for_a_row(void **state)
{
    struct story story;

    story_open(&story, GLOBAL("{bearer: []}"));
    story_document(&story, PROMISES "  /a:\n    get: {" OK "}\n");
    story_tell(&story, "20x GET /a -> 200 {}");
    assert_drift(&story, "");
    story_close(&story);
}

static void changing_state_without_a_credential_is_critical(void **state)
{
    struct story story;

    story_open(&story, PROMISES "  /a:\n    delete: {responses: {204: {description: d}}}\n" SCHEMES
                                "security: [{bearer: []}]\n");
    story_tell(&story, "20x DELETE /a -> 204");
    assert_int_equal(story_row(&story, DRIFT_SECURITY_NOT_ENFORCED)->severity, SEVERITY_CRITICAL);
    assert_slice_equal(story_row(&story, DRIFT_SECURITY_NOT_ENFORCED)->severity_reason, "it changes state");
    story_close(&story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_demanded_and_given_is_no_drift),
        cmocka_unit_test(an_open_operation_that_always_gets_a_credential_is_one_row),
        cmocka_unit_test(a_protected_operation_that_answers_anybody_is_one_row),
        cmocka_unit_test(refusals_are_what_protection_looks_like),
        cmocka_unit_test(a_redirect_to_the_log_in_is_no_answer),
        cmocka_unit_test(another_credential_than_documented_is_one_row),
        cmocka_unit_test(alternatives_are_each_enough),
        cmocka_unit_test(an_empty_alternative_makes_it_optional),
        cmocka_unit_test(certificates_are_not_seen),
        cmocka_unit_test(an_api_key_of_an_odd_name_is_a_credential),
        cmocka_unit_test(an_api_key_named_authorization_is_whatever_stands_there),
        cmocka_unit_test(security_of_the_operation_stands_over_that_of_the_document),
        cmocka_unit_test(one_of_two_documents_that_protects_is_not_enough_for_a_row),
        cmocka_unit_test(changing_state_without_a_credential_is_critical),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
