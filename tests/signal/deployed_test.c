/* SPDX-License-Identifier: Apache-2.0 */
/* What is read of how an API is deployed: ways past the gateway, releases, deprecation, people's data at hosts for tests, scopes. */
#include "catalog/observations.h"

#include "base/check.h"
#include "catalog/traffic.h"

#include <stdio.h>

static int setup(void **state)
{
    static struct traffic traffic;

    traffic_open(&traffic);
    *state = &traffic;
    return 0;
}

static int teardown(void **state)
{
    traffic_close(*state);
    return 0;
}

static const struct observations *seen(struct traffic *traffic, const char *operation)
{
    return traffic_endpoint(traffic, operation)->observations;
}

static bool told(const struct observations *observations, enum fact_kind kind, const char *subject)
{
    const struct observed_fact *facts;
    size_t count = observed_facts(observations, kind, &facts);

    for (size_t i = 0; i < count; i++)
        if (slice_eq(facts[i].subject, slice_of(subject)))
            return true;
    return false;
}

static size_t facts_of(const struct observations *observations, enum fact_kind kind)
{
    const struct observed_fact *facts;

    return observed_facts(observations, kind, &facts);
}

static void who_comes_past_the_gateway_is_told_from_who_comes_through(void **state)
{
    struct traffic *traffic = *state;
    const struct observations *users;

    traffic_ask(traffic, (struct ask){ .target = "/users",
                                       .client = "10.0.0.1",
                                       .headers = "X-Forwarded-For: 198.51.100.1",
                                       .answer = "{}" });
    traffic_ask(traffic, (struct ask){ .target = "/users", .client = "10.0.0.1", .answer = "{}" });
    traffic_ask(traffic, (struct ask){ .target = "/users", .client = "198.51.100.1", .answer = "{}" });
    traffic_ask(traffic,
                (struct ask){ .target = "/users", .client = "198.51.100.1", .status = 401, .answer = "{}" });
    traffic_ask(traffic, (struct ask){ .target = "/users",
                                       .client = "198.51.100.1",
                                       .headers = "Via: 1.1 edge",
                                       .answer = "{}" });
    users = seen(traffic, "GET /users");
    assert_int_equal(observed(users, MARK_proxied_inside), 1);
    assert_int_equal(observed(users, MARK_direct_outside), 2);
    assert_int_equal(observed(users, MARK_direct_success), 1);
    assert_int_equal(observed(users, MARK_direct_anonymous_success), 1);
}

static void deprecation_and_releases_are_read_from_answers(void **state)
{
    struct traffic *traffic = *state;
    const struct observations *users;

    traffic_ask(
        traffic,
        (struct ask){ .target = "/users", .answer_headers = "Deprecation: @1735689600", .answer = "{}" });
    traffic_ask(traffic,
                (struct ask){ .target = "/users",
                              .answer_headers = "Deprecation: true\nSunset: Thu, 31 Dec 2026 "
                                                "23:59:59 GMT\nX-App-Version: 2.14.0\nX-Version: beta",
                              .answer = "{}" });
    users = seen(traffic, "GET /users");
    assert_int_equal(observed(users, MARK_deprecated), 2);
    assert_int_equal(observed(users, MARK_deprecated_unending), 1);
    assert_true(told(users, FACT_release, "X-App-Version: 2.14.0"));
    assert_int_equal(facts_of(users, FACT_release), 1);
}

static void ask_stage(struct traffic *traffic, const char *host, const char *answer)
{
    traffic_ask(traffic, (struct ask){ .target = "/users", .authority = host, .answer = answer });
}

static const struct observations *only_endpoint(struct traffic *traffic)
{
    return traffic_inventory(traffic)->services[0].endpoints[0].observations;
}

static void peoples_data_is_told_at_hosts_for_tests_in_buckets(void **state)
{
    struct traffic *traffic = *state;
    char answer[128];

    for (int i = 0; i < 60; i++) {
        snprintf(answer, sizeof answer, "{\"mail\": \"eva.moser%d@gmail.com\"}", i);
        ask_stage(traffic, "api.staging.example.com", answer);
    }
    ask_stage(traffic, "api.staging.example.com", "{\"card\": \"4539 5787 6362 1486\"}");
    assert_in_range(facts_of(only_endpoint(traffic), FACT_stage_email), 12, 16);
    assert_int_equal(facts_of(only_endpoint(traffic), FACT_stage_card), 1);
    assert_true(told(only_endpoint(traffic), FACT_stage_email, "0") ||
                told(only_endpoint(traffic), FACT_stage_email, "1"));
}

static void what_was_made_up_for_tests_is_not_told(void **state)
{
    static const char *const made_up[] = {
        "{\"mail\": \"eva@example.org\"}",
        "{\"mail\": \"test7@gmail.com\"}",
        "{\"mail\": \"eva@mail.example.com\"}",
        "{\"mail\": \"eva@shop.test\"}",
        "{\"mail\": \"eva@\"}",
        "{\"mail\": \"@gmail.com\"}",
        "{\"handle\": \"@eva\"}",
        "{\"card\": \"4111 1111 1111 1111\"}",
        "{\"card\": 4242424242424242}",
        "{\"card\": \"4539578763621487\"}", /* its check digit is wrong */
        "{\"order\": \"A4539578763621486\"}",
        "{\"trace\": \"45395787636214860000\"}",
    };
    struct traffic *traffic = *state;

    for (size_t i = 0; i < sizeof made_up / sizeof *made_up; i++)
        ask_stage(traffic, "staging.example.com", made_up[i]);
    assert_int_equal(facts_of(only_endpoint(traffic), FACT_stage_email), 0);
    assert_int_equal(facts_of(only_endpoint(traffic), FACT_stage_card), 0);
}

static void other_hosts_are_not_looked_at(void **state)
{
    struct traffic *traffic = *state;

    ask_stage(traffic, "contest.example.com", "{\"mail\": \"eva.moser@gmail.com\"}");
    assert_int_equal(facts_of(only_endpoint(traffic), FACT_stage_email), 0);
}

/* The payload: {"sub":"u1","scope":"orders:read orders:write openid","roles":["admin","reader"]} */
static void far_reaching_scopes_of_accepted_tokens_are_told(void **state)
{
    static const char headers[] = "Authorization: Bearer eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9."
                                  "eyJzdWIiOiJ1MSIsInNjb3BlIjoib3JkZXJzOnJlYWQgb3JkZXJzOndyaXRlIG9wZW5pZCIsIn"
                                  "JvbGVzIjpbImFkbWluIiwicmVhZGVyIl19."
                                  "c2lnbmF0dXJlLW9mLW5vYm9keS1hdC1hbGwtYW5kLWxvbmctZW5vdWdo";
    struct traffic *traffic = *state;
    const struct observations *users;

    traffic_ask(traffic, (struct ask){ .target = "/users", .headers = headers, .answer = "{\"id\": 1}" });
    traffic_ask(traffic,
                (struct ask){ .target = "/refused", .headers = headers, .status = 403, .answer = "{}" });
    users = seen(traffic, "GET /users");
    assert_true(told(users, FACT_token_scope, "orders:write"));
    assert_true(told(users, FACT_token_scope, "role admin"));
    assert_int_equal(facts_of(users, FACT_token_scope), 2);
    assert_int_equal(facts_of(seen(traffic, "GET /refused"), FACT_token_scope), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(who_comes_past_the_gateway_is_told_from_who_comes_through, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(deprecation_and_releases_are_read_from_answers, setup, teardown),
        cmocka_unit_test_setup_teardown(peoples_data_is_told_at_hosts_for_tests_in_buckets, setup, teardown),
        cmocka_unit_test_setup_teardown(what_was_made_up_for_tests_is_not_told, setup, teardown),
        cmocka_unit_test_setup_teardown(other_hosts_are_not_looked_at, setup, teardown),
        cmocka_unit_test_setup_teardown(far_reaching_scopes_of_accepted_tokens_are_told, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
