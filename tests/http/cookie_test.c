/* SPDX-License-Identifier: Apache-2.0 */
#include "http/cookie.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void equals(struct slice got, const char *expected)
{
    if (!slice_eq(got, slice_of(expected)))
        fail_msg("got \"%.*s\", expected \"%s\"", SLICE_ARG(got), expected);
}

static void cookies_are_read_as_servers_read_them(void **state)
{
    struct slice rest = SLICE("a=1; b = \"two words\" ;; c=x=y; flag; =; d=");
    static const char *const expected[][2] = {
        { "a", "1" }, { "b", "two words" }, { "c", "x=y" }, { "", "flag" }, { "d", "" }
    };
    struct slice name, value;

    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        assert_true(cookie_next(&rest, &name, &value));
        equals(name, expected[i][0]);
        equals(value, expected[i][1]);
    }
    assert_false(cookie_next(&rest, &name, &value));
}

static void set_cookie_has_all_its_attributes(void **state)
{
    struct set_cookie cookie;

    assert_true(
        cookie_read_set(SLICE("sid=abc; Domain=.example.com; Path=/; Max-Age=3600; Expires=Wed, 21 Oct 2026 "
                              "07:28:00 GMT; Secure; httponly; SameSite=lax; Partitioned; Unknown=1"),
                        &cookie));
    equals(cookie.name, "sid");
    equals(cookie.value, "abc");
    equals(cookie.domain, "example.com");
    equals(cookie.path, "/");
    equals(cookie.expires, "Wed, 21 Oct 2026 07:28:00 GMT");
    assert_true(cookie.has_max_age);
    assert_int_equal(cookie.max_age, 3600);
    assert_true(cookie.secure && cookie.http_only && cookie.partitioned);
    assert_int_equal(cookie.same_site, SAME_SITE_LAX);
}

static void set_cookie_ignores_what_it_cannot_read(void **state)
{
    struct set_cookie cookie;

    assert_true(cookie_read_set(SLICE("a=; Max-Age=soon; SameSite=perhaps"), &cookie));
    assert_false(cookie.has_max_age);
    assert_false(cookie.secure || cookie.http_only);
    assert_int_equal(cookie.same_site, SAME_SITE_UNSAID);
    assert_true(cookie_read_set(SLICE("a=1; Max-Age=-1"), &cookie));
    assert_int_equal(cookie.max_age, -1);
    assert_false(cookie_read_set(SLICE(""), &cookie));
    assert_false(cookie_read_set(SLICE("; Secure"), &cookie));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cookies_are_read_as_servers_read_them),
        cmocka_unit_test(set_cookie_has_all_its_attributes),
        cmocka_unit_test(set_cookie_ignores_what_it_cannot_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
