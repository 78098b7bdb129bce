/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/visible.h"

#include "base/check.h"

static void shows(const char *json, const char *expected)
{
    struct memory account = { 0 };
    struct buffer out;

    buffer_init(&out, &account);
    visible_json(&out, slice_of(json));
    assert_slice_equal(buffer_slice(&out), expected);
    buffer_done(&out);
}

static void what_people_can_read_stays(void **state)
{
    shows("", "");
    shows("{\"a\\u0000\": \"caf\u00e9 \u65e5\u672c \U0001f600\"}\n",
          "{\"a\\u0000\": \"caf\u00e9 \u65e5\u672c \U0001f600\"}\n");
}

static void what_a_terminal_would_obey_is_escaped(void **state)
{
    shows("\"\xc2\x9b"
          "31m\"",
          "\"\\u009b31m\"");
    shows("\"\u202efdp\u2028\ufeff\"", "\"\\u202efdp\\u2028\\ufeff\"");
    shows("\"\U000e0041\"", "\"\\udb40\\udc41\"");
}

static void refused_memory_shows_as_failed(void **state)
{
    struct memory account = { .fail_at = 1 };
    struct buffer out;

    buffer_init(&out, &account);
    visible_json(&out, SLICE("\"\u202e\""));
    assert_true(out.failed);
    buffer_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_people_can_read_stays),
        cmocka_unit_test(what_a_terminal_would_obey_is_escaped),
        cmocka_unit_test(refused_memory_shows_as_failed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
