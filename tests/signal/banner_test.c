/* SPDX-License-Identifier: Apache-2.0 */
#include "base/check.h"
#include "signal/read.h"

#include <stdio.h>

static void products_with_versions_are_told(void **state)
{
    static const char *const banners[] = { "nginx/1.18.0",       "Apache/2.4.41 (Ubuntu)",
                                           "Microsoft-IIS/10.0", "Jetty(9.4.31.v20)",
                                           "HAProxy 1.8.4",      "Werkzeug/2.2.3 Python/3.11.9" };
    char field[128], line[128];

    for (size_t i = 0; i < sizeof banners / sizeof *banners; i++) {
        snprintf(field, sizeof field, "Server: %s", banners[i]);
        snprintf(line, sizeof line, "version_banner Server: %s", banners[i]);
        assert_told((struct shown){ .answered = field }, line);
    }
    assert_told((struct shown){ .answered = "X-Powered-By: PHP/7.4.33" },
                "version_banner X-Powered-By: PHP/7.4.33");
    assert_told((struct shown){ .answered = "X-AspNet-Version: 4.0.30319" },
                "version_banner X-AspNet-Version: 4.0.30319");
}

static void products_alone_and_machines_are_not(void **state)
{
    static const char *const banners[] = { "nginx",          "Express",  "cloudflare",
                                           "ECS (nyb/1D2E)", "AmazonS3", "Google Frontend",
                                           "10.20.3.7",      "h2o",      "web3" };
    char field[128];

    for (size_t i = 0; i < sizeof banners / sizeof *banners; i++) {
        snprintf(field, sizeof field, "Server: %s", banners[i]);
        assert_nothing_told((struct shown){ .answered = field }, FACT_version_banner);
    }
}

static void fields_for_debugging_are_told_by_name(void **state)
{
    assert_told((struct shown){ .answered = "X-Debug-Token: 4f1c2d" }, "debug_header X-Debug-Token");
    assert_told((struct shown){ .answered = "X-Runtime: 0.012" }, "debug_header X-Runtime");
    assert_nothing_told((struct shown){ .answered = "X-Request-Id: 4f1c2d" }, FACT_debug_header);
}

static void addresses_inside_are_masked_and_told_to_others_only(void **state)
{
    assert_told((struct shown){ .authority = "api.example.com",
                                .status = 302,
                                .answered = "Location: http://10.20.3.7/a" },
                "internal_address header Location: 10.x.x.x");
    assert_told((struct shown){ .authority = "api.example.com",
                                .status = 302,
                                .answered = "Location: http://orders.shop.svc.cluster.local/a" },
                "internal_address header Location: *.local");
    assert_nothing_told(
        (struct shown){ .authority = "10.20.3.7", .status = 302, .answered = "Location: http://10.20.3.7/a" },
        FACT_internal_address);
    assert_nothing_told((struct shown){ .answered = "Location: /files/10.20.3.7x" }, FACT_internal_address);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(products_with_versions_are_told),
        cmocka_unit_test(products_alone_and_machines_are_not),
        cmocka_unit_test(fields_for_debugging_are_told_by_name),
        cmocka_unit_test(addresses_inside_are_masked_and_told_to_others_only),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
