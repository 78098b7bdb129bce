/* SPDX-License-Identifier: Apache-2.0 */
/* What was asked for and made no endpoint. */
#include "catalog/catalog.h"

#include "base/check.h"
#include "catalog/traffic.h"

#include <stdio.h>

static void open_story(struct traffic *traffic)
{
    traffic_open(traffic);
    traffic_exchange(traffic, "GET", "/here", 200, "{}");
    traffic_exchange(traffic, "GET", "/users/7/orders", 404, "{}");
    traffic_exchange(traffic, "GET", "/users/8/orders", 410, "{}");
    traffic_exchange(traffic, "POST", "/users/8/orders", 404, "{}");
    traffic_exchange(traffic, "POST", "/jobs/7:cancel", 404, "{}");
    traffic_exchange(traffic, "GET", "/files/report.pdf", 404, "{}");
    traffic_exchange(traffic, "GET", "/caf%C3%A9", 404, "{}");
    traffic_exchange(traffic, "HEAD", "/here", 200, NULL);
    traffic_exchange(traffic, "OPTIONS", "/here", 204, NULL);
    traffic_exchange(traffic, "PATCH", "/here/7", 405, NULL);
    traffic_exchange(traffic, "GET", "/health", 200, "{}");
    traffic_exchange(traffic, "GET", "/wp-login.php", 404, NULL);
}

static void asking_is_counted_below_templates(void **state)
{
    static const struct {
        const char *method, *template;
        unsigned count;
    } cases[] = {
        { "GET", "/users/{id}/orders", 2 },
        { "GET", "/users/{id}/orders/", 2 },
        { "GET", "/users/7/orders", 1 },
        { "GET", "/users/9/orders", 0 },
        { "POST", "/users/{id}/orders", 1 },
        { "PUT", "/users/{id}/orders", 0 },
        { "GET", "/users/{id}", 0 },
        { "GET", "/users/{id}/orders/{order}", 0 },
        { "POST", "/jobs/{id}:cancel", 1 },
        { "GET", "/files/{name}", 1 },
        { "GET", "/files/report.pdf", 1 },
        { "GET", "/files/report.txt", 0 },
        { "GET", "/caf%C3%A9", 1 },
        { "GET", "/here", 0 },
        { "HEAD", "/here", 1 },
        { "OPTIONS", "/here", 1 },
        { "PATCH", "/here/{id}", 1 },
        { "PATCH", "/{a}/{id}", 1 },
        { "PATCH", "/here", 0 },
        { "GET", "/health", 1 },
        { "GET", "/", 0 },
        { "GET", "", 0 },
    };
    struct traffic traffic;

    open_story(&traffic);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint64_t count = catalog_missed(traffic.catalog, SLICE(TRAFFIC_HOST), slice_of(cases[i].method),
                                        slice_of(cases[i].template));

        if (count != cases[i].count)
            fail_msg("%s %s: %zu", cases[i].method, cases[i].template, (size_t)count);
    }
    assert_int_equal(
        catalog_missed(traffic.catalog, SLICE("other.example.com"), SLICE("GET"), SLICE("/health")), 0);
    traffic_close(&traffic);
}

static void what_scanners_ask_for_is_nobodys_wish(void **state)
{
    struct traffic traffic;

    open_story(&traffic);
    assert_int_equal(
        catalog_missed(traffic.catalog, SLICE(TRAFFIC_HOST), SLICE("GET"), SLICE("/wp-login.php")), 0);
    traffic_close(&traffic);
}

static void more_than_is_kept_apart_is_still_counted(void **state)
{
    struct traffic traffic;
    char target[100];

    traffic_open(&traffic);
    for (int i = 0; i < 200; i++) {
        snprintf(target, sizeof target, "/users/%d/orders", i);
        traffic_exchange(&traffic, "GET", target, 404, "{}");
    }
    assert_int_equal(
        catalog_missed(traffic.catalog, SLICE(TRAFFIC_HOST), SLICE("GET"), SLICE("/users/{id}/orders")), 200);
    traffic_close(&traffic);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(asking_is_counted_below_templates),
        cmocka_unit_test(what_scanners_ask_for_is_nobodys_wish),
        cmocka_unit_test(more_than_is_kept_apart_is_still_counted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
