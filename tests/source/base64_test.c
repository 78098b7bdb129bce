/* SPDX-License-Identifier: Apache-2.0 */
#include "source/base64.h"

#include "../base/check.h"

static void either_alphabet_padded_or_not_is_read(void **state)
{
    static const struct {
        const char *text, *bytes;
    } rows[] = {
        { "", "" },
        { "Zg==", "f" },
        { "Zm8=", "fo" },
        { "Zm9v", "foo" },
        { "Zm9vYg", "foob" },
        { "Zm9vYmE", "fooba" },
        { "Zm9v\r\nYmFy\n", "foobar" },
        { "++//", "\xfb\xef\xff" },
        { "--__", "\xfb\xef\xff" },
        { " Z g = = ", "f" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct memory account = { .limit = 0 };
        struct buffer out;

        buffer_init(&out, &account);
        assert_true(base64_body(slice_of(rows[i].text), &out));
        assert_slice_equal(buffer_slice(&out), rows[i].bytes);
        buffer_done(&out);
    }
}

static void what_is_no_base64_is_refused(void **state)
{
    static const char *const texts[] = { "Z", "Zm9vY", "Zg==Zg==", "Zg===", "Z!==", "=Zg=", "\xc3\xa9" };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct memory account = { .limit = 0 };
        struct buffer out;

        buffer_init(&out, &account);
        assert_false(base64_body(slice_of(texts[i]), &out));
        assert_false(out.failed);
        buffer_done(&out);
    }
}

static void refused_memory_shows_in_the_buffer(void **state)
{
    struct memory account = { .fail_at = 1 };
    struct buffer out;

    buffer_init(&out, &account);
    assert_false(base64_body(SLICE("Zm9v"), &out));
    assert_true(out.failed);
    buffer_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(either_alphabet_padded_or_not_is_read),
        cmocka_unit_test(what_is_no_base64_is_refused),
        cmocka_unit_test(refused_memory_shows_in_the_buffer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
