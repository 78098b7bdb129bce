/* SPDX-License-Identifier: Apache-2.0 */
/* How much of a service a document knows, before anybody decided templates. */
#include "catalog/fitting.h"

#include "base/check.h"
#include "catalog/traffic.h"

struct fixture {
    struct traffic traffic;
    struct memory account;
    struct arena arena;
    struct guide guide;
};

static void begin(struct fixture *fixture, const char *prefix)
{
    static const char *const paths[] = { "/users/7",        "/users/8",       "/users/me",
                                         "/users/7/orders", "/jobs/7:cancel", "/reports/9.csv" };

    *fixture = (struct fixture){ .account.limit = 0 };
    arena_init(&fixture->arena, &fixture->account, 0);
    guide_init(&fixture->guide, &fixture->arena, SLICE(""));
    guide_add(&fixture->guide, SLICE("/users/{id}"), SLICE("GET"));
    guide_add(&fixture->guide, SLICE("/users/me"), SLICE("GET"));
    guide_add(&fixture->guide, SLICE("/jobs/{id}:cancel"), SLICE("POST"));
    guide_add(&fixture->guide, SLICE("/reports/{name}"), SLICE("GET"));
    traffic_open(&fixture->traffic);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct slice path = arena_printf(&fixture->arena, "%s%s", prefix, paths[i]);

        traffic_exchange(&fixture->traffic, "GET", path.at, 200, "{}");
    }
}

static void end(struct fixture *fixture)
{
    traffic_close(&fixture->traffic);
    arena_done(&fixture->arena);
    assert_int_equal(fixture->account.used, 0);
}

static void what_a_document_knows_is_counted(void **state)
{
    struct fixture fixture;
    struct fitting fitting;

    begin(&fixture, "");
    fitting = catalog_fit(fixture.traffic.catalog, SLICE(TRAFFIC_HOST), &fixture.guide, SLICE(""));
    assert_int_equal(fitting.paths, 6);
    assert_int_equal(fitting.calls, 6);
    assert_int_equal(fitting.known, 5); /* all but the orders */
    assert_int_equal(fitting.known_calls, 5);
    fitting = catalog_fit(fixture.traffic.catalog, SLICE(TRAFFIC_HOST), &fixture.guide, SLICE("/v1"));
    assert_int_equal(fitting.paths, 6);
    assert_int_equal(fitting.known, 0);
    end(&fixture);
}

static void a_base_path_is_gone_down(void **state)
{
    struct fixture fixture;

    begin(&fixture, "/shop/v1");
    assert_int_equal(
        catalog_fit(fixture.traffic.catalog, SLICE(TRAFFIC_HOST), &fixture.guide, SLICE("/shop/v1")).known,
        5);
    assert_int_equal(
        catalog_fit(fixture.traffic.catalog, SLICE(TRAFFIC_HOST), &fixture.guide, SLICE("/{shop}/v1/")).known,
        5);
    assert_int_equal(
        catalog_fit(fixture.traffic.catalog, SLICE(TRAFFIC_HOST), &fixture.guide, SLICE("/shop")).known, 0);
    end(&fixture);
}

static void the_base_path_that_nobody_said_is_found(void **state)
{
    static const char *const prefixes[] = { "", "/v1", "/shop/v1", "/a/b/c" };

    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        struct fixture fixture;
        struct slice base;

        begin(&fixture, prefixes[i]);
        assert_int_equal(catalog_fit_best(fixture.traffic.catalog, SLICE(TRAFFIC_HOST), &fixture.guide,
                                          &fixture.arena, &base)
                             .known,
                         5);
        assert_slice_equal(base, prefixes[i]);
        end(&fixture);
    }
}

static void deeper_than_that_nobody_looks(void **state)
{
    struct fixture fixture;
    struct slice base;

    begin(&fixture, "/a/b/c/d");
    assert_int_equal(
        catalog_fit_best(fixture.traffic.catalog, SLICE(TRAFFIC_HOST), &fixture.guide, &fixture.arena, &base)
            .known,
        0);
    assert_int_equal(base.len, 0);
    assert_int_equal(
        catalog_fit(fixture.traffic.catalog, SLICE("other.example"), &fixture.guide, SLICE("")).paths, 0);
    end(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_document_knows_is_counted),
        cmocka_unit_test(a_base_path_is_gone_down),
        cmocka_unit_test(the_base_path_that_nobody_said_is_found),
        cmocka_unit_test(deeper_than_that_nobody_looks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
