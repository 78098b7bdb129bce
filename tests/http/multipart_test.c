/* SPDX-License-Identifier: Apache-2.0 */
#include "http/multipart.h"

#include "guard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static const struct slice type = { "multipart/form-data; boundary=\"b o\"", 34 };

static void equals(struct slice got, const char *expected)
{
    if (!slice_eq(got, slice_of(expected)))
        fail_msg("got \"%.*s\", expected \"%s\"", SLICE_ARG(got), expected);
}

static void parts_come_one_after_the_other(void **state)
{
    struct slice body =
        SLICE("preamble\r\n--b o\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nvalue\r\n"
              "--b o  \r\nContent-Disposition: form-data; name=\"f\"; filename=\"x.png\"\r\n"
              "Content-Type: image/png\r\n\r\n\x89PNG\r\n--b other\r\n\r\n--b o\r\n\r\nbare\r\n--b "
              "o--\r\nepilogue");
    struct multipart multipart;
    struct multipart_part part;

    assert_true(multipart_begin(&multipart, type, body));
    assert_int_equal(multipart_next(&multipart, &part), STEP_MORE);
    equals(part.name, "a");
    equals(part.body, "value");
    assert_false(part.has_filename);
    assert_int_equal(multipart_next(&multipart, &part), STEP_MORE);
    equals(part.name, "f");
    equals(part.filename, "x.png");
    assert_true(part.has_filename);
    equals(part.content_type, "image/png");
    equals(part.body, "\x89PNG\r\n--b other\r\n");
    assert_int_equal(multipart_next(&multipart, &part), STEP_MORE);
    equals(part.name, "");
    equals(part.body, "bare");
    assert_int_equal(multipart_next(&multipart, &part), STEP_DONE);
    assert_false(multipart.unclosed);
}

static void bare_line_ends_and_a_missing_end_are_read(void **state)
{
    struct multipart multipart;
    struct multipart_part part;

    assert_true(multipart_begin(&multipart, SLICE("multipart/form-data;boundary=x"),
                                SLICE("--x\nContent-Disposition: form-data; name=a\n\none\n--x\n\ntwo")));
    assert_int_equal(multipart_next(&multipart, &part), STEP_MORE);
    equals(part.name, "a");
    equals(part.body, "one");
    assert_int_equal(multipart_next(&multipart, &part), STEP_MORE);
    equals(part.body, "two");
    assert_int_equal(multipart_next(&multipart, &part), STEP_DONE);
    assert_true(multipart.unclosed);
}

static void an_empty_part_and_an_empty_form_are_read(void **state)
{
    struct multipart multipart;
    struct multipart_part part;

    assert_true(multipart_begin(
        &multipart, SLICE("multipart/form-data;boundary=x"),
        SLICE("--x\r\nContent-Disposition: form-data; name=\"\"; filename=\"\"\r\n\r\n\r\n--x--")));
    assert_int_equal(multipart_next(&multipart, &part), STEP_MORE);
    equals(part.body, "");
    assert_true(part.has_filename);
    assert_int_equal(multipart_next(&multipart, &part), STEP_DONE);
    assert_true(multipart_begin(&multipart, SLICE("multipart/form-data;boundary=x"), SLICE("--x--\r\n")));
    assert_int_equal(multipart_next(&multipart, &part), STEP_DONE);
}

static void what_has_no_delimiter_is_no_multipart(void **state)
{
    struct multipart multipart;
    struct multipart_part part;

    assert_false(multipart_begin(&multipart, SLICE("multipart/form-data"), SLICE("--x")));
    assert_false(multipart_begin(&multipart, SLICE("nonsense"), SLICE("--x")));
    assert_true(multipart_begin(&multipart, SLICE("multipart/mixed; boundary=x"), SLICE("{\"a\":1}")));
    assert_int_equal(multipart_next(&multipart, &part), STEP_BAD);
    assert_true(multipart_begin(&multipart, SLICE("multipart/mixed; boundary=x"), SLICE("")));
    assert_int_equal(multipart_next(&multipart, &part), STEP_BAD);
}

static void nothing_is_read_beyond_the_end(void **state)
{
    struct slice body = SLICE("--x\r\nContent-Disposition: form-data; name=\"a\\\"b\r\n\r\nv\r\n--x--");

    for (size_t len = 0; len <= body.len; len++) {
        struct guard guard = guard_make((struct slice){ body.at, len });
        struct multipart multipart;
        struct multipart_part part;
        assert_true(multipart_begin(&multipart, SLICE("multipart/form-data;boundary=x"), guard.bytes));
        while (multipart_next(&multipart, &part) == STEP_MORE)
            assert_true(part.body.len <= len);
        guard_done(&guard);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_come_one_after_the_other),
        cmocka_unit_test(bare_line_ends_and_a_missing_end_are_read),
        cmocka_unit_test(an_empty_part_and_an_empty_form_are_read),
        cmocka_unit_test(what_has_no_delimiter_is_no_multipart),
        cmocka_unit_test(nothing_is_read_beyond_the_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
