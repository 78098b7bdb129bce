/* SPDX-License-Identifier: Apache-2.0 */
#include "base/check.h"
#include "signal/read.h"

#define TOKEN "Authorization: Bearer 0Zk3bq8sYw1LmN5tRf7Xc2Vd9Gh4Jp6Qa8Us0Ie\n"
#define JSON "Content-Type: application/json\n"

static void an_answer_without_its_fields_is_marked(void **state)
{
    struct shown bare = { .answer = "{\"a\": 1}" };
    struct shown dressed = { .answered = JSON "X-Content-Type-Options: nosniff\nCache-Control: no-store\n"
                                              "Strict-Transport-Security: max-age=31536000",
                             .answer = "{\"a\": 1}" };

    assert_true(signal_shows(bare, MARK_body_success));
    assert_true(signal_shows(bare, MARK_sniffable));
    assert_true(signal_shows(bare, MARK_untyped));
    assert_true(signal_shows(bare, MARK_cache_unsaid));
    assert_true(signal_shows(bare, MARK_hsts_missing));
    assert_false(signal_shows(dressed, MARK_sniffable));
    assert_false(signal_shows(dressed, MARK_untyped));
    assert_false(signal_shows(dressed, MARK_cache_unsaid));
    assert_false(signal_shows(dressed, MARK_hsts_missing));
    assert_string_equal(signal_story(dressed), "");
}

static void errors_noise_and_empty_answers_are_not(void **state)
{
    assert_false(signal_shows((struct shown){ .status = 500, .answer = "{}" }, MARK_sniffable));
    assert_false(signal_shows((struct shown){ .is_noise = true, .answer = "{}" }, MARK_sniffable));
    assert_false(signal_shows((struct shown){ .status = 204 }, MARK_sniffable));
    assert_false(signal_shows((struct shown){ .is_noise = true, .answer = "{}" }, MARK_hsts_missing));
}

static bool is_shared(const char *asked, const char *answered)
{
    return signal_shows((struct shown){ .asked = asked, .answered = answered, .answer = "{}" },
                        MARK_cache_shared);
}

static void caches_of_many_are_told_from_those_of_one(void **state)
{
    const char *key = "X-API-Key: 0Zk3bq8sYw1LmN5tRf7Xc2Vd9Gh4Jp6Qa8Us0Ie";

    assert_true(is_shared(TOKEN, "Cache-Control: public, max-age=60"));
    assert_true(is_shared(TOKEN, "Cache-Control: public"));
    assert_true(is_shared(TOKEN, "Cache-Control: s-maxage=60"));
    assert_true(is_shared(key, "Cache-Control: max-age=60"));
    assert_false(is_shared(TOKEN, "Cache-Control: max-age=60")); /* RFC 9111 3.5 */
    assert_false(is_shared(key, "Cache-Control: private, max-age=60"));
    assert_false(is_shared(key, "Cache-Control: max-age=0, must-revalidate"));
    assert_false(is_shared(key, "Cache-Control: public, max-age=0"));
    assert_false(is_shared(key, "Cache-Control: no-cache"));
    assert_false(is_shared(TOKEN, "Cache-Control: public, max-age=60\nVary: Accept, Authorization"));
    assert_false(is_shared("Accept: a/b", "Cache-Control: public, max-age=60"));
}

static void a_short_transport_rule_is_told_with_its_length(void **state)
{
    assert_told((struct shown){ .answered = "Strict-Transport-Security: max-age=300; preload" },
                "hsts_weak 300");
    assert_told((struct shown){ .answered = "Strict-Transport-Security: includeSubDomains" }, "hsts_weak 0");
    assert_nothing_told((struct shown){ .answered = "Strict-Transport-Security: Max-Age=\"15768000\"" },
                        FACT_hsts_weak);
    assert_nothing_told(
        (struct shown){ .scheme = "http", .answered = "Strict-Transport-Security: max-age=300" },
        FACT_hsts_weak);
}

static void a_body_that_is_not_its_type_is_told(void **state)
{
    assert_told(
        (struct shown){ .answered = "Content-Type: text/html; charset=utf-8", .answer = " {\"a\": 1}\n" },
        "body_mistyped JSON as text/html");
    assert_told((struct shown){ .answered = "Content-Type: text/plain", .answer = "[{\"a\": 1}]" },
                "body_mistyped JSON as text/plain");
    assert_told((struct shown){ .answered = JSON, .answer = "<!doctype HTML><p>" },
                "body_mistyped HTML as application/json");
    assert_nothing_told((struct shown){ .answered = "Content-Type: text/plain", .answer = "[sic] {x}" },
                        FACT_body_mistyped);
    assert_nothing_told(
        (struct shown){ .answered = "Content-Type: application/hal+json", .answer = "{\"a\": 1}" },
        FACT_body_mistyped);
    assert_nothing_told((struct shown){ .answered = "Content-Type: text/html", .answer = "<html></html>" },
                        FACT_body_mistyped);
}

static void limits_browsers_and_plain_answers_are_marked(void **state)
{
    assert_true(signal_shows((struct shown){ .status = 429 }, MARK_limit_told));
    assert_true(signal_shows((struct shown){ .answered = "X-RateLimit-Remaining: 7" }, MARK_limit_told));
    assert_false(signal_shows((struct shown){ .status = 503 }, MARK_limit_told));
    assert_true(signal_shows((struct shown){ .asked = "User-Agent: Mozilla/5.0 (X11)" }, MARK_browser));
    assert_false(signal_shows((struct shown){ .asked = "User-Agent: curl/8.1" }, MARK_browser));
    assert_true(signal_shows((struct shown){ .scheme = "http" }, MARK_plain_success));
    assert_false(signal_shows((struct shown){ .scheme = "http", .status = 301 }, MARK_plain_success));
    assert_false(signal_shows((struct shown){ .scheme = "http", .asked = "X-Forwarded-Proto: https" },
                              MARK_plain_success));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_without_its_fields_is_marked),
        cmocka_unit_test(errors_noise_and_empty_answers_are_not),
        cmocka_unit_test(caches_of_many_are_told_from_those_of_one),
        cmocka_unit_test(a_short_transport_rule_is_told_with_its_length),
        cmocka_unit_test(a_body_that_is_not_its_type_is_told),
        cmocka_unit_test(limits_browsers_and_plain_answers_are_marked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
