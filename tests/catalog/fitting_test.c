/* SPDX-License-Identifier: Apache-2.0 */
/* How much of a service's traffic documents know. */
#include "catalog/fitting.h"

#include "base/check.h"
#include "catalog/traffic.h"

#include <stdio.h>

struct fixture {
    struct memory account;
    struct arena arena;
    struct guide guide;
    struct traffic traffic;
};

/* Templates one a line; all of GET. */
static void begin(struct fixture *fixture, const char *templates)
{
    struct slice rest = slice_of(templates);

    *fixture = (struct fixture){ .account.limit = 0 };
    arena_init(&fixture->arena, &fixture->account, 0);
    guide_init(&fixture->guide, &fixture->arena, SLICE(TRAFFIC_HOST));
    while (rest.len)
        assert_true(guide_add(&fixture->guide, slice_cut(&rest, '\n'), SLICE("GET")));
    traffic_open(&fixture->traffic);
}

static void end(struct fixture *fixture)
{
    traffic_close(&fixture->traffic);
    arena_done(&fixture->arena);
    assert_int_equal(fixture->account.used, 0);
}

static void ask(struct fixture *fixture, const char *target, int times)
{
    for (int i = 0; i < times; i++)
        traffic_exchange(&fixture->traffic, "GET", target, 200, "{}");
}

static struct fitting fit(struct fixture *fixture, const char *base)
{
    return catalog_fit(fixture->traffic.catalog, SLICE(TRAFFIC_HOST), &fixture->guide, slice_of(base));
}

static void paths_and_calls_that_are_known_are_counted(void **state)
{
    struct fixture fixture;
    struct fitting fitting;

    begin(&fixture, "/users/{id}\n/users/me\n/jobs/{id}:cancel\n/repos/{sha}.{ext}");
    ask(&fixture, "/users/7", 3);
    ask(&fixture, "/users/me", 2);
    ask(&fixture, "/jobs/7:cancel", 1);
    ask(&fixture, "/repos/7.zip", 1);
    ask(&fixture, "/orders", 4);
    ask(&fixture, "/users", 1);
    fitting = fit(&fixture, "");
    assert_int_equal(fitting.calls, 12);
    assert_int_equal(fitting.known_calls, 7);
    assert_int_equal(fitting.paths, 6);
    assert_int_equal(fitting.known, 4);
    end(&fixture);
}

static void below_a_base_path_only_what_is_there_is_counted(void **state)
{
    struct fixture fixture;

    begin(&fixture, "/users/{id}");
    ask(&fixture, "/v1/users/7", 3);
    ask(&fixture, "/users/7", 1);
    assert_int_equal(fit(&fixture, "/v1").known_calls, 3);
    assert_int_equal(fit(&fixture, "/v1/").known_calls, 3);
    assert_int_equal(fit(&fixture, "").known_calls, 1);
    assert_int_equal(fit(&fixture, "/v2").known_calls, 0);
    assert_int_equal(fit(&fixture, "/{version}").known_calls, 3);
    assert_int_equal(fit(&fixture, "/v1").calls, 4);
    end(&fixture);
}

static void more_identifiers_than_are_kept_apart_are_known_too(void **state)
{
    struct fixture fixture;

    begin(&fixture, "/users/{id}/orders");
    for (int i = 0; i < 50; i++) {
        char target[40];

        snprintf(target, sizeof target, "/users/%d/orders", i);
        ask(&fixture, target, 1);
    }
    assert_int_equal(fit(&fixture, "").known_calls, 50);
    assert_int_equal(fit(&fixture, "").calls, 50);
    end(&fixture);
}

static void services_nobody_saw_know_nothing(void **state)
{
    struct fixture fixture;
    struct fitting fitting;
    struct slice base;

    begin(&fixture, "/users/{id}");
    fitting = catalog_fit(fixture.traffic.catalog, SLICE("other.example.com"), &fixture.guide, SLICE(""));
    assert_int_equal(fitting.paths + fitting.calls + fitting.known + fitting.known_calls, 0);
    fitting = catalog_fit_best(fixture.traffic.catalog, SLICE("other.example.com"), &fixture.guide,
                               &fixture.arena, &base);
    assert_int_equal(fitting.known, 0);
    assert_int_equal(base.len, 0);
    end(&fixture);
}

static void assert_best(const char *const *targets, size_t count, const char *expected)
{
    struct fixture fixture;
    struct slice base;

    begin(&fixture, "/users/{id}\n/orders");
    for (size_t i = 0; i < count; i++)
        ask(&fixture, targets[i], 1);
    catalog_fit_best(fixture.traffic.catalog, SLICE(TRAFFIC_HOST), &fixture.guide, &fixture.arena, &base);
    assert_slice_equal(base, expected);
    end(&fixture);
}
#define ASSERT_BEST(expected, ...)                                                                           \
    assert_best((const char *const[]){ __VA_ARGS__ },                                                        \
                sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(const char *), (expected))

static void the_base_path_below_which_most_is_known_is_found(void **state)
{
    ASSERT_BEST("", "/users/7", "/orders");
    ASSERT_BEST("/gateway/shop", "/gateway/shop/users/7", "/gateway/shop/orders", "/users/7");
    ASSERT_BEST("/a/b/c", "/a/b/c/users/7");
    ASSERT_BEST("", "/a/b/c/d/users/7");
    ASSERT_BEST("", "/x/y");
    /* Of equals the shortest. */
    ASSERT_BEST("", "/users/7", "/v1/users/7");
    /* Identifiers are no part of a base path. */
    ASSERT_BEST("", "/17/users/7", "/17/orders");
}

static void services_are_listed_with_host_and_port(void **state)
{
    struct catalog_service service;
    struct fixture fixture;

    begin(&fixture, "");
    traffic_ask(&fixture.traffic, (struct ask){ .authority = "shop.example.com:8443", .target = "/a" });
    service = catalog_service_at(fixture.traffic.catalog, 0);
    assert_slice_equal(service.key, "shop.example.com:8443");
    assert_slice_equal(service.host, "shop.example.com");
    assert_int_equal(service.port, 8443);
    end(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_and_calls_that_are_known_are_counted),
        cmocka_unit_test(below_a_base_path_only_what_is_there_is_counted),
        cmocka_unit_test(more_identifiers_than_are_kept_apart_are_known_too),
        cmocka_unit_test(services_nobody_saw_know_nothing),
        cmocka_unit_test(the_base_path_below_which_most_is_known_is_found),
        cmocka_unit_test(services_are_listed_with_host_and_port),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
