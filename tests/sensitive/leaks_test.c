/* SPDX-License-Identifier: Apache-2.0 */
#include "sensitive/sensitive.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

struct leak {
    class_set set;
    const char *text;
};

static const struct leak leaks[] = {
    { CLASS_STACK_TRACE, "java.lang.NullPointerException\n\tat com.example.Shop.buy(Shop.java:42)" },
    { CLASS_STACK_TRACE, "Caused by: foo\\n\\tat com.example.Main.main(Main.kt:7)" },
    { CLASS_STACK_TRACE,
      "Traceback (most recent call last):\n  File \"/srv/shop/views.py\", line 12, in buy" },
    { CLASS_STACK_TRACE, "{\"error\":\"File \\\"views.py\\\", line 12, in buy\"}" },
    { CLASS_STACK_TRACE, "   at Shop.Controllers.Cart.Buy() in D:\\src\\Cart.cs:line 31" },
    { CLASS_STACK_TRACE, "System.NullReferenceException: Object reference not set" },
    { CLASS_STACK_TRACE,
      "PHP Fatal error: Uncaught Exception: no in /var/www/html/buy.php:12\nStack trace:\n#0 {main}" },
    { CLASS_STACK_TRACE, "<b>Warning</b>: Undefined index in <b>buy.php</b> on line <b>12</b>" },
    { CLASS_STACK_TRACE, "TypeError: x is undefined\n    at buy (/app/src/cart.js:10:15)" },
    { CLASS_STACK_TRACE, "app/models/cart.rb:12:in `buy'" },
    { CLASS_STACK_TRACE, "goroutine 17 [running]:\nmain.buy(0x1)\n\t/src/cart.go:12 +0x1d" },
    { CLASS_STACK_TRACE, "thread 'main' panicked at src/main.rs:4:5" },
    { CLASS_SQL_ERROR, "You have an error in your SQL syntax; check the manual" },
    { CLASS_SQL_ERROR, "SQLSTATE[42S02]: Base table or view not found" },
    { CLASS_SQL_ERROR, "ERROR: syntax error at or near \"FROM\"" },
    { CLASS_SQL_ERROR, "duplicate key value violates unique constraint \"users_email_key\"" },
    { CLASS_SQL_ERROR, "ORA-00933: SQL command not properly ended" },
    { CLASS_SQL_ERROR, "Unclosed quotation mark after the character string ''." },
    { CLASS_SQL_ERROR, "Incorrect syntax near 'x'." },
    { CLASS_SQL_ERROR, "SQLITE_ERROR: no such column: a" },
    { CLASS_SQL_ERROR, "sqlite3.OperationalError: no such table: users" },
    { CLASS_INTERNAL, "connect ECONNREFUSED 10.0.3.17:5432" },
    { CLASS_INTERNAL, "{\"host\":\"192.168.1.20\"}" },
    { CLASS_INTERNAL, "upstream 172.20.0.4 timed out" },
    { CLASS_INTERNAL, "could not reach db01.prod.internal" },
    { CLASS_INTERNAL, "http://orders.shop.svc.cluster.local:8080/health" },
    { CLASS_INTERNAL, "open /var/www/html/config.php: denied" },
    { CLASS_INTERNAL, "no such file: /home/deploy/app/settings.py" },
    { CLASS_INTERNAL, "C:\\inetpub\\wwwroot\\shop\\web.config" },
};

static void what_errors_give_away_is_seen(void **state)
{
    for (size_t i = 0; i < sizeof leaks / sizeof *leaks; i++) {
        if (!(sensitive_leaks(slice_of(leaks[i].text)) & leaks[i].set))
            fail_msg("leaks: %s", leaks[i].text);
        if (!(sensitive_value(NULL, slice_of(leaks[i].text)) & leaks[i].set))
            fail_msg("leaks as a value: %s", leaks[i].text);
    }
}

static void ordinary_answers_give_nothing_away(void **state)
{
    static const char *const texts[] = {
        "{\"id\":12,\"name\":\"Wireless Mouse\",\"price\":19.99,\"created\":\"2024-01-02T03:04:05Z\"}",
        "{\"error\":\"not found\",\"message\":\"Order 17 does not exist\"}",
        "https://example.com/home/users/12?tab=local.news",
        "{\"server\":\"203.0.113.7\",\"version\":\"10.15.7\"}",
        "OS 10.0.19041.1 build",
        "see README.md: section 4.2",
        "ratio 3:1, time 12:30:45",
        "config.local.json was renamed",
        "/api/v1/home/devices",
        "http://x.rs:443/",
        "The query returned no rows.",
        "Support for Java, Python and Node.js: see docs",
        "Room B-12 / Floor 3",
        "10.5.2",
        "1.10.2.3.4 is a section",
        "localization of SQL databases for beginners",
        "mailto:a@example.com",
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (sensitive_leaks(slice_of(texts[i])))
            fail_msg("gives nothing away: %s", texts[i]);
}

static void only_the_head_of_a_body_is_read(void **state)
{
    static char body[LEAKS_MOST + 64];

    memset(body, ' ', sizeof body);
    memcpy(body + LEAKS_MOST, "SQLSTATE[42S02]", 15);
    assert_int_equal(sensitive_leaks(slice_make(body, sizeof body)), 0);
    memcpy(body + LEAKS_MOST - 15, "SQLSTATE[42S02]", 15);
    assert_int_equal(sensitive_leaks(slice_make(body, sizeof body)), CLASS_SQL_ERROR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_errors_give_away_is_seen),
        cmocka_unit_test(ordinary_answers_give_nothing_away),
        cmocka_unit_test(only_the_head_of_a_body_is_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
