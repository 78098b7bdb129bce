/* SPDX-License-Identifier: Apache-2.0 */
#include "http/xml.h"

#include "guard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void the_root_is_found_behind_any_prolog(void **state)
{
    static const struct {
        const char *text, *prefix, *name, *uri;
    } rows[] = {
        { "<order/>", "", "order", "" },
        { "<order id='1'>x</order>", "", "order", "" },
        { "\xef\xbb\xbf<?xml version=\"1.0\"?>\n<!-- <no/> -->\n<feed xmlns=\"http://www.w3.org/2005/Atom\">",
          "", "feed", "http://www.w3.org/2005/Atom" },
        { "<soap:Envelope xmlns='d' xmlns:soap='http://schemas.xmlsoap.org/soap/envelope/' >", "soap",
          "Envelope", "http://schemas.xmlsoap.org/soap/envelope/" },
        { "<!DOCTYPE a [ <!ENTITY x \"]>\"> <!-- ]> ' --> ]><a b = \"1\"/>", "", "a", "" },
        { "<!DOCTYPE html PUBLIC \"-//W3C//DTD\" 'x>y'> <html>", "", "html", "" },
        { "<x:a xmlns:xx='no' xmlns:x='yes'>", "x", "a", "yes" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct xml_root root;
        if (!xml_find_root(slice_of(rows[i].text), &root))
            fail_msg("no root in %s", rows[i].text);
        assert_true(slice_eq(root.name, slice_of(rows[i].name)));
        assert_true(slice_eq(root.prefix, slice_of(rows[i].prefix)));
        assert_true(slice_eq(root.namespace_uri, slice_of(rows[i].uri)));
    }
}

static void what_is_no_xml_has_no_root(void **state)
{
    static const char *const rows[] = {
        "",
        "text",
        "{}",
        "<",
        "<1a>",
        "<a",
        "<a b>",
        "<a b=1>",
        "<a b='1",
        "<a b='1'c='2'>",
        "<?xml",
        "<!-- ",
        "<!DOCTYPE a [",
        "<!DOCTYPE a \"",
        "</a>",
        "<x:>",
    };
    struct xml_root root;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (xml_find_root(slice_of(rows[i]), &root))
            fail_msg("a root in %s", rows[i]);
}

static void nothing_is_read_beyond_the_end(void **state)
{
    struct slice text = SLICE("\xef\xbb\xbf<?xml?><!DOCTYPE a [\"x\" <!-- y -->]><p:a q='r' xmlns:p=\"s\"/>");
    struct xml_root root;

    for (size_t len = 0; len <= text.len; len++) {
        struct guard guard = guard_make((struct slice){ text.at, len });
        assert_int_equal(xml_find_root(guard.bytes, &root), len == text.len);
        guard_done(&guard);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_root_is_found_behind_any_prolog),
        cmocka_unit_test(what_is_no_xml_has_no_root),
        cmocka_unit_test(nothing_is_read_beyond_the_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
