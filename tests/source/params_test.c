/* SPDX-License-Identifier: Apache-2.0 */
#include "source/params.h"

#include "../base/check.h"

static bool write(struct buffer *out, struct memory *account, struct slice type)
{
    const struct params_field fields[] = {
        { SLICE("plain"), SLICE("a b&c=d%"), { 0 }, { 0 } },
        { SLICE("quo\"te\r\n"), SLICE("\xc3\xa9"), SLICE("x\".png"), SLICE("image/png") },
        { SLICE("empty"), { 0 }, { 0 }, SLICE("bad\ntype") },
    };
    struct params params = { 0 };
    struct arena arena;
    bool written;

    arena_init(&arena, account, 0);
    buffer_init(out, account);
    for (size_t i = 0; i < 3; i++)
        assert_true(params_add(&params, &arena, &fields[i]));
    assert_int_equal(params.count, 3);
    written = params_write(&params, type, out);
    arena_done(&arena);
    return written;
}

static void a_form_is_percent_encoded(void **state)
{
    struct memory account = { .limit = 0 };
    struct buffer out;

    assert_true(write(&out, &account, SLICE("Application/X-WWW-Form-URLencoded; charset=utf-8")));
    assert_slice_equal(buffer_slice(&out), "plain=a+b%26c%3Dd%25&quo%22te%0D%0A=%C3%A9&empty=");
    buffer_done(&out);
}

static void a_multipart_form_has_its_boundary(void **state)
{
    struct memory account = { .limit = 0 };
    struct buffer out;

    assert_true(write(&out, &account, SLICE("multipart/form-data; charset=x; Boundary=\"b 1\"")));
    assert_slice_equal(buffer_slice(&out),
                       "--b 1\r\nContent-Disposition: form-data; name=\"plain\"\r\n\r\na b&c=d%\r\n"
                       "--b 1\r\nContent-Disposition: form-data; name=\"quo%22te%0D%0A\"; "
                       "filename=\"x%22.png\"\r\nContent-Type: image/png\r\n\r\n\xc3\xa9\r\n"
                       "--b 1\r\nContent-Disposition: form-data; name=\"empty\"\r\n\r\n\r\n"
                       "--b 1--\r\n");
    buffer_done(&out);
}

static void other_types_cannot_be_written(void **state)
{
    static const char *const types[] = { "", "text/plain", "multipart/form-data",
                                         "multipart/form-data; boundary=", "multipart/mixed; boundary=x" };

    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        struct memory account = { .limit = 0 };
        struct buffer out;

        assert_false(write(&out, &account, slice_of(types[i])));
        buffer_done(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_form_is_percent_encoded),
        cmocka_unit_test(a_multipart_form_has_its_boundary),
        cmocka_unit_test(other_types_cannot_be_written),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
