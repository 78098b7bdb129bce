/* SPDX-License-Identifier: Apache-2.0 */
#include "posture/reach.h"

#include "base/check.h"
#include "catalog/traffic.h"
#include "posture/history.h"

#include <stdio.h>

/* Who called, in short: "outside 3, inside 2, proxied 1, spoken 1". */
struct callers {
    uint64_t outside, partner, inside, proxied, spoken;
};

static enum reach reach_of(const struct posture_settings *settings, const char *host, struct callers callers)
{
    struct service_history history = { .outside = callers.outside,
                                       .partner = callers.partner,
                                       .inside = callers.inside };
    struct observations seen = { .count = 1 };
    struct endpoint endpoint = { .observations = &seen };
    struct service service = {
        .key = slice_of(host), .host = slice_of(host), .endpoints = &endpoint, .endpoint_count = 1
    };

    seen.marks[MARK_behind_proxy] = callers.proxied;
    seen.marks[MARK_spoken_outside] = callers.spoken;
    return reach_of_service(settings, &service, &history);
}

static void addresses_and_names_say_who_can_reach_a_service(void **state)
{
    static const struct {
        const char *host;
        struct callers callers;
        enum reach reach;
    } rows[] = {
        { "api.example.com", { .outside = 1, .inside = 100 }, REACH_PUBLIC },
        { "api.example.com", { .partner = 1, .inside = 100 }, REACH_PARTNER },
        { "api.example.com", { .inside = 100 }, REACH_INTERNAL },
        { "api.example.com", { .inside = 100, .proxied = 100 }, REACH_UNKNOWN },
        { "api.example.com", { .inside = 100, .proxied = 1 }, REACH_UNKNOWN },
        { "api.example.com", { .inside = 100, .proxied = 100, .spoken = 1 }, REACH_PUBLIC },
        { "api.example.com", { 0 }, REACH_UNKNOWN },
        { "orders.shop.svc.cluster.local", { .inside = 9, .proxied = 9 }, REACH_INTERNAL },
        { "orders.internal", { 0 }, REACH_INTERNAL },
        { "orders", { 0 }, REACH_INTERNAL },
        { "10.0.0.5", { .inside = 9, .proxied = 9 }, REACH_INTERNAL },
        { "203.0.113.5", { .inside = 9, .proxied = 9 }, REACH_UNKNOWN },
        { "orders.internal", { .outside = 1 }, REACH_PUBLIC },
        { "", { 0 }, REACH_UNKNOWN },
    };
    struct posture_settings settings = { .internal = NULL };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (reach_of(&settings, rows[i].host, rows[i].callers) != rows[i].reach)
            fail_msg("row %zu, %s: %s", i, rows[i].host,
                     reach_name(reach_of(&settings, rows[i].host, rows[i].callers)));
}

static void what_people_say_of_a_host_counts(void **state)
{
    struct slice globs[] = { SLICE("*.example.com") };
    struct posture_settings settings = { .public_hosts = globs, .public_host_count = 1 };

    assert_int_equal(reach_of(&settings, "api.example.com", (struct callers){ .inside = 1 }), REACH_PUBLIC);
    assert_int_equal(reach_of(&settings, "api.example.org", (struct callers){ .inside = 1 }), REACH_INTERNAL);
    settings = (struct posture_settings){ .internal_hosts = globs, .internal_host_count = 1 };
    assert_int_equal(reach_of(&settings, "api.example.com", (struct callers){ .outside = 1 }),
                     REACH_INTERNAL);
    settings = (struct posture_settings){ .partner_hosts = globs, .partner_host_count = 1 };
    assert_int_equal(reach_of(&settings, "api.example.com", (struct callers){ .inside = 1, .proxied = 1 }),
                     REACH_PARTNER);
}

static enum reach reach_at(const struct posture_settings *settings, enum reach of_service,
                           struct callers callers)
{
    struct endpoint_history history = { .outside = callers.outside,
                                        .partner = callers.partner,
                                        .inside = callers.inside };
    struct service service = { .key = SLICE("api.example.com") };
    struct posture_service around = { .service = &service, .reach = of_service };
    struct endpoint endpoint = { .observations = NULL };

    return reach_of_endpoint(settings, &around, &endpoint, &history);
}

static void endpoints_are_as_exposed_as_their_service_until_calls_say_otherwise(void **state)
{
    struct slice globs[] = { SLICE("api.example.com") };
    struct posture_settings settings = { .internal = NULL };

    assert_int_equal(reach_at(&settings, REACH_PUBLIC, (struct callers){ .inside = 3 }), REACH_PUBLIC);
    assert_int_equal(reach_at(&settings, REACH_PUBLIC, (struct callers){ .inside = REACH_SURE }),
                     REACH_INTERNAL);
    assert_int_equal(reach_at(&settings, REACH_PARTNER, (struct callers){ 0 }), REACH_PARTNER);
    assert_int_equal(reach_at(&settings, REACH_INTERNAL, (struct callers){ .outside = 1, .inside = 99 }),
                     REACH_PUBLIC);
    settings = (struct posture_settings){ .internal_hosts = globs, .internal_host_count = 1 };
    assert_int_equal(reach_at(&settings, REACH_INTERNAL, (struct callers){ .outside = 1 }), REACH_PUBLIC);
    settings = (struct posture_settings){ .public_hosts = globs, .public_host_count = 1 };
    assert_int_equal(reach_at(&settings, REACH_PUBLIC, (struct callers){ .inside = 99 }), REACH_PUBLIC);
}

static void networks_of_people_come_before_what_is_built_in(void **state)
{
    struct posture_settings settings = { .internal = NULL };
    struct network inside, partner;
    struct address address;

    assert_true(network_parse(SLICE("198.51.100.0/24"), &inside));
    assert_true(network_parse(SLICE("10.9.0.0/16"), &partner));
    settings = (struct posture_settings){
        .internal = &inside, .internal_count = 1, .partner = &partner, .partner_count = 1
    };
    assert_true(address_parse(SLICE("198.51.100.7"), &address));
    assert_int_equal(reach_of_address(&settings, &address), REACH_INTERNAL);
    assert_true(address_parse(SLICE("10.9.1.1"), &address));
    assert_int_equal(reach_of_address(&settings, &address), REACH_PARTNER);
    assert_true(address_parse(SLICE("10.8.1.1"), &address));
    assert_int_equal(reach_of_address(&settings, &address), REACH_INTERNAL);
    assert_true(address_parse(SLICE("2001:db8::1"), &address));
    assert_int_equal(reach_of_address(&settings, &address), REACH_PUBLIC);
    assert_int_equal(reach_of_address(&settings, &(struct address){ .family = 0 }), REACH_UNKNOWN);
}

static bool is_public(const char *pattern, const char *operation)
{
    struct slice pattern_text = slice_of(pattern);
    struct posture_settings settings = { .public_operations = &pattern_text, .public_operation_count = 1 };
    struct endpoint endpoint = { .path = slice_of(operation) };

    endpoint.method = slice_cut(&endpoint.path, ' ');
    return reach_is_declared_public(&settings, &endpoint);
}

static void operations_are_declared_public_by_their_form(void **state)
{
    assert_true(is_public("GET /status", "GET /status"));
    assert_true(is_public("GET /users/{}", "GET /users/{userId}"));
    assert_true(is_public("/users/*", "DELETE /users/{userId}"));
    assert_true(is_public("* /docs*", "GET /docs/a"));
    assert_false(is_public("GET /status", "POST /status"));
    assert_false(is_public("GET /users", "GET /users/{userId}"));
    assert_false(is_public("", "GET /users"));
}

/* What a proxy says of a client, and who that is then. */
static enum reach reach_behind(const char *fields, const char *client)
{
    struct posture_settings settings = { .internal = NULL };
    struct traffic traffic;
    enum reach reach;

    traffic_open(&traffic);
    traffic_ask(&traffic,
                (struct ask){ .target = "/orders", .headers = fields, .client = client, .answer = "[]" });
    reach = reach_of_service(&settings, traffic_service(&traffic), NULL);
    traffic_close(&traffic);
    return reach;
}

static void proxies_say_for_whom_they_speak(void **state)
{
    assert_int_equal(reach_behind("X-Forwarded-For: 198.51.100.7, 10.0.0.9", "10.0.0.9"), REACH_PUBLIC);
    assert_int_equal(reach_behind("X-Real-IP: 198.51.100.7", "10.0.0.9"), REACH_PUBLIC);
    assert_int_equal(reach_behind("X-Forwarded-For: 10.3.0.7", "10.0.0.9"), REACH_UNKNOWN);
    assert_int_equal(reach_behind("X-Forwarded-For: unknown", "10.0.0.9"), REACH_UNKNOWN);
    assert_int_equal(reach_behind("Via: 1.1 proxy", "10.0.0.9"), REACH_UNKNOWN);
    assert_int_equal(reach_behind(NULL, "198.51.100.7"), REACH_PUBLIC);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_and_names_say_who_can_reach_a_service),
        cmocka_unit_test(what_people_say_of_a_host_counts),
        cmocka_unit_test(endpoints_are_as_exposed_as_their_service_until_calls_say_otherwise),
        cmocka_unit_test(networks_of_people_come_before_what_is_built_in),
        cmocka_unit_test(operations_are_declared_public_by_their_form),
        cmocka_unit_test(proxies_say_for_whom_they_speak),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
