/* SPDX-License-Identifier: Apache-2.0 */
/* Traffic that is not the API: recognised, counted, shown, and kept out of the endpoints. */
#include "catalog/noise.h"

#include "base/check.h"
#include "catalog/traffic.h"

#include <stdio.h>

struct noisy {
    enum noise_kind kind; /* NOISE_KINDS: none */
    struct ask ask;
};

static void tell(struct traffic *traffic, const struct ask *ask)
{
    traffic_open(traffic);
    traffic_exchange(traffic, "GET", "/orders", 200, "[]");
    traffic_ask(traffic, *ask);
}

static void each_kind_is_recognised_and_kept_out(void **state)
{
    static const struct noisy cases[] = {
        { NOISE_SCANNER, { .target = "/.env", .status = 404 } },
        { NOISE_SCANNER, { .target = "/shop/wp-login.php", .status = 403 } },
        { NOISE_SCANNER, { .target = "/%2egit/config", .status = 404 } },
        { NOISE_SCANNER, { .method = "POST", .target = "/cgi-bin/luci", .status = 400 } },
        { NOISE_ASSET,
          { .target = "/app.js", .answer = "x", .answer_headers = "Content-Type: text/javascript" } },
        { NOISE_ASSET, { .target = "/img/logo.png", .status = 304 } },
        { NOISE_ASSET, { .target = "/favicon.ico", .status = 404 } },
        { NOISE_PREFLIGHT, { .method = "OPTIONS", .target = "/orders", .status = 204 } },
        { NOISE_HEALTH, { .target = "/healthz" } },
        { NOISE_HEALTH, { .target = "/orders", .headers = "User-Agent: kube-probe/1.29" } },
        { NOISE_HEALTH, { .target = "/orders", .headers = "User-Agent: ELB-HealthChecker/2.0" } },
        { NOISE_METHOD, { .method = "HEAD", .target = "/orders" } },
        { NOISE_METHOD, { .method = "TRACE", .target = "/orders" } },
        { NOISE_METHOD, { .method = "DELETE", .target = "/orders", .status = 405 } },
        { NOISE_METHOD, { .method = "PURGE", .target = "/orders", .status = 501 } },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct traffic traffic;
        const struct noise *noise;

        tell(&traffic, &cases[i].ask);
        noise = traffic_service(&traffic)->noise;
        for (int kind = 0; kind < NOISE_KINDS; kind++)
            assert_int_equal(noise[kind].count, kind == (int)cases[i].kind);
        assert_int_equal(noise[cases[i].kind].paths, 1);
        assert_int_equal(noise[cases[i].kind].example_count, 1);
        assert_endpoints(&traffic, "GET /orders");
        assert_int_equal(traffic_service(&traffic)->ledger.analysed[LEDGER_EXCHANGES], 2);
        traffic_close(&traffic);
    }
}

static void what_the_api_serves_is_no_noise(void **state)
{
    static const struct ask cases[] = {
        { .target = "/.well-known/security.txt",
          .answer = "Contact: x",
          .answer_headers = "Content-Type: text/plain" },
        { .target = "/actuator", .answer = "{\"_links\":{}}" },
        { .target = "/reports/chart.svg", .answer = "{\"a\":1}" }, /* JSON whatever it is called */
        { .target = "/health", .headers = "Authorization: Bearer abc", .answer = "{}" },
        { .method = "POST", .target = "/ping", .answer = "{}" },
        { .target = "/export.csv", .answer = "a,b", .answer_headers = "Content-Type: text/csv" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct traffic traffic;

        tell(&traffic, &cases[i]);
        for (int kind = 0; kind < NOISE_KINDS; kind++)
            assert_int_equal(traffic_service(&traffic)->noise[kind].count, 0);
        assert_int_equal(traffic_service(&traffic)->endpoint_count, 2);
        traffic_close(&traffic);
    }
}

static void examples_show_shapes_instead_of_identifiers(void **state)
{
    struct traffic traffic;

    traffic_open(&traffic);
    traffic_exchange(&traffic, "DELETE", "/users/123456/keys", 405, NULL);
    traffic_exchange(&traffic, "DELETE", "/users/ada@example.com", 405, NULL);
    assert_slice_equal(traffic_service(&traffic)->noise[NOISE_METHOD].examples[0], "DELETE /users/{email}");
    assert_slice_equal(traffic_service(&traffic)->noise[NOISE_METHOD].examples[1],
                       "DELETE /users/{integer}/keys");
    traffic_close(&traffic);
}

static void a_scan_of_thousands_of_paths_is_counted_in_little_memory(void **state)
{
    struct traffic traffic;
    size_t used;

    traffic_open(&traffic);
    for (unsigned i = 0; i < 4000; i++) {
        char target[60];

        snprintf(target, sizeof target, "/backup%u.php", i);
        traffic_tell(traffic.catalog, &(struct ask){ .target = target, .status = 404 });
    }
    used = traffic_service(&traffic)->noise[NOISE_SCANNER].paths;
    assert_int_equal(traffic_service(&traffic)->noise[NOISE_SCANNER].count, 4000);
    assert_in_range(used, 2400, 6000); /* estimated from a sample of 64 */
    assert_int_equal(traffic_service(&traffic)->endpoint_count, 0);
    traffic_close(&traffic);
}

static void bodies_of_noise_are_counted_like_others(void **state)
{
    struct traffic traffic;

    traffic_open(&traffic);
    traffic_ask(&traffic, (struct ask){ .target = "/.env", .status = 404, .answer = "no" });
    traffic_ask(&traffic,
                (struct ask){ .target = "/.env", .status = 404, .answer = "n", .answer_state = BODY_CUT });
    assert_int_equal(traffic_service(&traffic)->ledger.seen[LEDGER_BODIES], 2);
    assert_int_equal(traffic_service(&traffic)->ledger.analysed[LEDGER_BODIES], 1);
    assert_int_equal(traffic_service(&traffic)->ledger.lost[LOSS_body_gap], 1);
    traffic_close(&traffic);
}

static void every_kind_has_a_name(void **state)
{
    for (int kind = 0; kind < NOISE_KINDS; kind++)
        assert_true(noise_name((enum noise_kind)kind)[0] != '\0');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_is_recognised_and_kept_out),
        cmocka_unit_test(what_the_api_serves_is_no_noise),
        cmocka_unit_test(examples_show_shapes_instead_of_identifiers),
        cmocka_unit_test(a_scan_of_thousands_of_paths_is_counted_in_little_memory),
        cmocka_unit_test(bodies_of_noise_are_counted_like_others),
        cmocka_unit_test(every_kind_has_a_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
