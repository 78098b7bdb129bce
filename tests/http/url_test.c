/* SPDX-License-Identifier: Apache-2.0 */
#include "http/url.h"

#include "guard.h"
#include "http/form.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static struct memory account;
static struct arena arena;

static int setup(void **state)
{
    account = (struct memory){ 0 };
    arena_init(&arena, &account, 0);
    return 0;
}

static int teardown(void **state)
{
    arena_done(&arena);
    assert_int_equal(account.used, 0);
    return 0;
}

static void equals(struct slice got, const char *expected)
{
    if (!slice_eq(got, slice_of(expected)))
        fail_msg("got \"%.*s\", expected \"%s\"", SLICE_ARG(got), expected);
}

static void targets_are_split_by_their_form(void **state)
{
    static const struct {
        const char *text;
        bool connect;
        enum target_form form;
        const char *scheme, *authority, *path, *query;
    } rows[] = {
        { "/a/b?c=d&e", false, TARGET_ORIGIN, "", "", "/a/b", "c=d&e" },
        { "/a?", false, TARGET_ORIGIN, "", "", "/a", "" },
        { "/a#f?x", false, TARGET_ORIGIN, "", "", "/a", "" },
        { "/?q=/?", false, TARGET_ORIGIN, "", "", "/", "q=/?" },
        { "//host/x", false, TARGET_ORIGIN, "", "", "//host/x", "" },
        { "http://h:80/p?q", false, TARGET_ABSOLUTE, "http", "h:80", "/p", "q" },
        { "HTTPS://user:pw@h", false, TARGET_ABSOLUTE, "HTTPS", "h", "/", "" },
        { "http://h?x=1", false, TARGET_ABSOLUTE, "http", "h", "/", "x=1" },
        { "*", false, TARGET_ASTERISK, "", "", "*", "" },
        { "h:443", true, TARGET_AUTHORITY, "", "h:443", "", "" },
        { "a/b?c", false, TARGET_ODD, "", "", "a/b", "c" },
        { "", false, TARGET_ODD, "", "", "", "" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct target target = url_split(slice_of(rows[i].text), rows[i].connect);
        assert_int_equal(target.form, rows[i].form);
        equals(target.scheme, rows[i].scheme);
        equals(target.authority, rows[i].authority);
        equals(target.path, rows[i].path);
        equals(target.query, rows[i].query);
    }
    assert_true(url_split(SLICE("/a?"), false).has_query);
    assert_false(url_split(SLICE("/a"), false).has_query);
}

static void escapes_are_undone_and_oddities_said(void **state)
{
    static const struct {
        const char *text, *decoded;
        uint32_t flags;
    } rows[] = {
        { "plain", "plain", 0 },         { "a%20b", "a b", 0 },
        { "%c3%A9", "\xc3\xa9", 0 },     { "100%", "100%", URL_MALFORMED },
        { "%4", "%4", URL_MALFORMED },   { "%zz%41", "%zzA", URL_MALFORMED },
        { "a%2Fb", "a/b", URL_SLASH },   { "%0a", "\n", URL_CONTROL },
        { "%ff", "\xff", URL_NOT_UTF8 }, { "%c0%af", "\xc0\xaf", URL_NOT_UTF8 },
        { "%2541", "%41", 0 },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint32_t flags = 0;
        equals(url_decode(slice_of(rows[i].text), &arena, &flags), rows[i].decoded);
        assert_int_equal(flags, rows[i].flags);
    }
}

static void what_has_no_escapes_is_not_copied(void **state)
{
    struct slice text = SLICE("/plain");

    assert_ptr_equal(url_decode(text, &arena, NULL).at, text.at);
    assert_ptr_equal(url_collapse_slashes(text, &arena).at, text.at);
    assert_ptr_equal(url_remove_dots(text, &arena).at, text.at);
}

static void paths_are_normalised_one_rule_at_a_time(void **state)
{
    equals(url_collapse_slashes(SLICE("//a///b/"), &arena), "/a/b/");
    equals(url_trim_slash(SLICE("/a//")), "/a");
    equals(url_trim_slash(SLICE("/")), "/");
    equals(url_trim_slash(SLICE("///")), "/");
    /* RFC 3986 5.2.4 and 5.4 */
    equals(url_remove_dots(SLICE("/a/b/c/./../../g"), &arena), "/a/g");
    equals(url_remove_dots(SLICE("/a/./b"), &arena), "/a/b");
    equals(url_remove_dots(SLICE("/a/.."), &arena), "/");
    equals(url_remove_dots(SLICE("/a/b/."), &arena), "/a/b/");
    equals(url_remove_dots(SLICE("/../../etc"), &arena), "/etc");
    equals(url_remove_dots(SLICE("/a/%2e%2E/b"), &arena), "/b");
    equals(url_remove_dots(SLICE("/a/.%2e/b"), &arena), "/b");
    equals(url_remove_dots(SLICE("/a/..."), &arena), "/a/...");
    equals(url_remove_dots(SLICE("/a/.b"), &arena), "/a/.b");
    equals(url_remove_dots(SLICE("/."), &arena), "/");
    equals(url_remove_dots(SLICE("/.."), &arena), "/");
}

static void authorities_are_split_and_written_alike(void **state)
{
    static const struct {
        const char *text, *scheme, *normal;
        uint16_t port;
    } rows[] = {
        { "Example.COM", "http", "example.com", 0 },
        { "example.com:80", "http", "example.com", 80 },
        { "example.com:80", "https", "example.com:80", 80 },
        { "example.com:443", "https", "example.com", 443 },
        { "example.com.:8080", "http", "example.com:8080", 8080 },
        { "user:pass@h:81", "http", "h:81", 81 },
        { "[2001:DB8::1]:80", "http", "[2001:db8::1]", 80 },
        { "[::1]", "http", "[::1]", 0 },
        { "10.0.0.1:9000", "http", "10.0.0.1:9000", 9000 },
        { "h:", "http", "h", 0 },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct authority authority;
        assert_true(url_split_authority(slice_of(rows[i].text), &authority));
        assert_int_equal(authority.port, rows[i].port);
        equals(url_normal_authority(&authority, slice_of(rows[i].scheme), &arena), rows[i].normal);
    }
}

static void what_is_no_authority_is_refused(void **state)
{
    static const char *const rows[] = { "",       ":80", "h:99999", "h:x",  "[::1", "[::1]x",
                                        "[host]", "a b", "a/b",     "a\nb", "h:1:2" };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct authority authority;
        if (url_split_authority(slice_of(rows[i]), &authority))
            fail_msg("%s was taken", rows[i]);
    }
}

static void forms_are_read_pair_by_pair(void **state)
{
    struct slice rest = SLICE("a=1&b=x+y%26z&&empty=&flag&a%5B%5D=1&a[]=2;c=3&=v&last=%zz");
    static const char *const expected[][2] = {
        { "a", "1" },   { "b", "x y&z" },   { "empty", "" }, { "flag", "" },
        { "a[]", "1" }, { "a[]", "2;c=3" }, { "", "v" },     { "last", "%zz" },
    };
    struct form_pair pair;
    uint32_t flags = 0;

    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        assert_true(form_next(&rest, &arena, &pair, &flags));
        equals(pair.name, expected[i][0]);
        equals(pair.value, expected[i][1]);
        assert_int_equal(pair.has_value, i != 3);
    }
    assert_false(form_next(&rest, &arena, &pair, &flags));
    assert_int_equal(flags, URL_MALFORMED);
}

static void nothing_is_read_beyond_the_end(void **state)
{
    const struct slice texts[] = { SLICE("http://u@[::1]:80/a/%2e%2e/b//c?x=%41+%4&y#f"), SLICE("/a/..%2"),
                                   SLICE("h:80%"), SLICE("/%c3%a9/%c3") };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        for (size_t len = 0; len <= texts[i].len; len++) {
            struct guard guard = guard_make((struct slice){ texts[i].at, len });
            struct slice text = guard.bytes, rest = text;
            struct form_pair pair;
            struct authority authority;
            struct target target = url_split(text, i == 2);
            url_decode(url_remove_dots(url_collapse_slashes(target.path, &arena), &arena), &arena, NULL);
            url_split_authority(target.authority, &authority);
            while (form_next(&rest, &arena, &pair, NULL))
                ;
            guard_done(&guard);
        }
    }
}

static void refused_memory_leaves_the_text_as_it_was(void **state)
{
    struct memory refusing = { .fail_at = 1 };
    struct arena none;
    uint32_t flags = 0;

    arena_init(&none, &refusing, 0);
    equals(url_decode(SLICE("a%20b"), &none, &flags), "a%20b");
    assert_int_equal(flags, URL_NO_MEMORY);
    equals(form_decode(SLICE("a+b"), &none, NULL), "a+b");
    equals(url_remove_dots(SLICE("/a/../b"), &none), "/a/../b");
    equals(url_collapse_slashes(SLICE("//b"), &none), "//b");
    arena_done(&none);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(targets_are_split_by_their_form),
        cmocka_unit_test(escapes_are_undone_and_oddities_said),
        cmocka_unit_test(what_has_no_escapes_is_not_copied),
        cmocka_unit_test(paths_are_normalised_one_rule_at_a_time),
        cmocka_unit_test(authorities_are_split_and_written_alike),
        cmocka_unit_test(what_is_no_authority_is_refused),
        cmocka_unit_test(forms_are_read_pair_by_pair),
        cmocka_unit_test(nothing_is_read_beyond_the_end),
        cmocka_unit_test(refused_memory_leaves_the_text_as_it_was),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
