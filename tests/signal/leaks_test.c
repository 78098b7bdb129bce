/* SPDX-License-Identifier: Apache-2.0 */
#include "base/check.h"
#include "signal/internal.h"
#include "signal/read.h"

#include <stdlib.h>

static struct shown failed(const char *answer)
{
    return (struct shown){ .target = "/v1/orders/7", .status = 500, .answer = answer };
}

static void traces_are_told_with_their_language(void **state)
{
    assert_told(failed("Traceback (most recent call last):\n  File \"a.py\", line 4, in get"),
                "stack_trace Python");
    assert_told(failed("{\"trace\": \"java.lang.NullPointerException\\n\\tat com.example.A.b(A.java:41)\"}"),
                "stack_trace Java");
    assert_told(failed("TypeError: x is not a function\n    at Object.<anonymous> (/srv/a.js:4:7)"),
                "stack_trace JavaScript");
    assert_nothing_told(failed("{\"error\": \"something went wrong\"}"), FACT_stack_trace);
}

static void only_errors_are_looked_at(void **state)
{
    struct shown found =
        failed("{\"data\": \"Traceback (most recent call last): File \\\"a.py\\\", line 4\"}");
    struct shown inside = failed("{ \"errors\": [{\"stack\": \"Traceback (most recent call last)\"}]}");

    found.status = inside.status = 200;
    assert_nothing_told(found, FACT_stack_trace);
    assert_told(inside, "stack_trace Python");
}

static void databases_are_told_by_name(void **state)
{
    assert_told(failed("ORA-00933: SQL command not properly ended"), "sql_error Oracle");
    assert_told(failed("{\"error\": \"SQLITE_ERROR: near \\\";\\\": syntax error\"}"), "sql_error SQLite");
    assert_nothing_told(failed("{\"error\": \"select a title from the list\"}"), FACT_sql_error);
}

static void secrets_in_errors_are_told_by_class(void **state)
{
    assert_told(failed("no connection: postgresql://shop:s3cretPassw0rd@db.example.com:5432/shop"),
                "error_secret connection_string");
    assert_nothing_told(failed("no connection to db.example.com"), FACT_error_secret);
}

static void what_the_request_brought_is_no_leak(void **state)
{
    struct shown echoed = failed("{\"error\": \"/var/www/x.php is no file of yours\"}");

    assert_told(echoed, "internal_address error: /var/www/...");
    echoed.method = "POST";
    echoed.body = "{\"file\": \"/var/www/x.php\"}";
    assert_nothing_told(echoed, FACT_internal_address);
}

static void assert_found(const char *text, const char *expected)
{
    struct internal found;
    bool any = internal_find(slice_of(text), &found);

    if (expected ? !any || !slice_eq(found.text, slice_of(expected)) : any)
        fail_msg("in \"%s\": %.*s, not %s", text, any ? (int)found.text.len : 0, any ? found.text.at : "",
                 expected ? expected : "nothing");
}

static void what_is_inside_is_told_from_what_looks_alike(void **state)
{
    static const char *const rows[][2] = {
        { "connect to 172.18.0.4:5432", "172.18.0.4" },
        { "172.15.0.4 and 172.32.0.4", NULL },
        { "192.168.1.9", "192.168.1.9" },
        { "192.168.1.255", NULL },
        { "version 10.4.2", NULL },
        { "version 10.4.2.1.7", NULL },
        { "v10.4.2.1", NULL },
        { "110.4.2.1", NULL },
        { "http://db.internal/x", "db.internal" },
        { "db.internal:5432", "db.internal" },
        { "com.sun.internal.Foo", NULL },
        { "chrome.storage.local is empty", NULL },
        { "a@mail.corp", "mail.corp" },
        { "open '/var/www/shop/a.php'", "/var/www/shop/a.php" },
        { "/home/rooms/7", NULL },
        { "/home/jane/app/main.py:4", "/home/jane/app/main.py" },
        { "https://example.com/usr/local/x", NULL },
        { "/app/users/7 is missing", NULL },
        { "C:\\inetpub\\wwwroot\\a.cs", "C:\\inetpub" },
        { "C:\\\\inetpub\\\\wwwroot\\\\a.cs", "C:\\\\inetpub" },
        { "at 12:\\n", NULL },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_found(rows[i][0], rows[i][1]);
}

/* Whoever writes the text chooses where it ends. */
static void every_beginning_is_looked_at_without_harm(void **state)
{
    static const char text[] =
        "http://db.internal:5432 C:\\inetpub\\w 192.168.1.9 /var/www/a.php x.svc.cluster.local";
    struct internal found;

    for (size_t len = 0; len < sizeof text; len++) {
        char *copy = malloc(len + 1);
        struct slice rest = { copy, len };

        memcpy(copy, text, len);
        while (internal_next(&rest, &found))
            assert_true(found.text.len > 0);
        free(copy);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(traces_are_told_with_their_language),
        cmocka_unit_test(only_errors_are_looked_at),
        cmocka_unit_test(databases_are_told_by_name),
        cmocka_unit_test(secrets_in_errors_are_told_by_class),
        cmocka_unit_test(what_the_request_brought_is_no_leak),
        cmocka_unit_test(what_is_inside_is_told_from_what_looks_alike),
        cmocka_unit_test(every_beginning_is_looked_at_without_harm),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
