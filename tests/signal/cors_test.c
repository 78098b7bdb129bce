/* SPDX-License-Identifier: Apache-2.0 */
#include "base/check.h"
#include "signal/read.h"

#define CREDENTIALS "Access-Control-Allow-Credentials: true"

static void an_origin_that_is_answered_with_itself_is_echoed(void **state)
{
    struct shown shown = { .asked = "Origin: https://a.net",
                           .answered = "Access-Control-Allow-Origin: https://a.net\n" CREDENTIALS };

    assert_string_equal(signal_story(shown), "cors_echoed https://a.net\n");
    shown.method = "OPTIONS";
    shown.is_noise = true;
    assert_string_equal(signal_story(shown), "cors_echoed https://a.net\n");
    shown.answered = "Access-Control-Allow-Origin: https://a.net";
    assert_string_equal(signal_story(shown), "");
}

static void an_origin_that_is_not_allowed_is_refused(void **state)
{
    struct shown shown = { .asked = "Origin: https://a.net",
                           .answered = "Access-Control-Allow-Origin: https://b.net\n" CREDENTIALS,
                           .is_noise = true };

    assert_string_equal(signal_story(shown), "cors_refused https://a.net\n");
    shown.answered = NULL;
    assert_string_equal(signal_story(shown), "cors_refused https://a.net\n");
    shown.status = 500;
    assert_string_equal(signal_story(shown), "");
}

static void everybody_and_nobody_have_facts_of_their_own(void **state)
{
    struct shown shown = { .answered = "Access-Control-Allow-Origin: *\n" CREDENTIALS, .is_noise = true };

    assert_string_equal(signal_story(shown), "cors_any *\n");
    shown.answered = "Access-Control-Allow-Origin: null\n" CREDENTIALS;
    assert_string_equal(signal_story(shown), "cors_null null\n");
}

static void a_page_of_the_host_itself_asks_for_nothing(void **state)
{
    assert_string_equal(
        signal_story((struct shown){ .asked = "Origin: https://api.example.com", .is_noise = true }), "");
    assert_string_equal(
        signal_story((struct shown){ .asked = "Origin: https://evilapi.example.com", .is_noise = true }),
        "cors_refused https://evilapi.example.com\n");
}

/* What calls back to a tester has a secret of theirs in its name; what is no origin is not kept at all. */
static void origins_are_kept_as_far_as_they_are_names(void **state)
{
    struct shown shown = { .asked = "Origin: https://c58bduhe008dovpvhvugcfemp9yyyyyyn.oast.pro",
                           .is_noise = true };

    assert_string_equal(signal_story(shown), "cors_refused https://*.oast.pro\n");
    shown.asked = "Origin: https://anna:secret@a.net";
    assert_string_equal(signal_story(shown), "");
    shown.asked = "Origin: secret";
    assert_string_equal(signal_story(shown), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_origin_that_is_answered_with_itself_is_echoed),
        cmocka_unit_test(an_origin_that_is_not_allowed_is_refused),
        cmocka_unit_test(everybody_and_nobody_have_facts_of_their_own),
        cmocka_unit_test(origins_are_kept_as_far_as_they_are_names),
        cmocka_unit_test(a_page_of_the_host_itself_asks_for_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
