/* SPDX-License-Identifier: Apache-2.0 */
#include "base/operation.h"

#include "base/check.h"

static void operations_are_compared_by_their_form(void **state)
{
    static const struct {
        const char *written, *form;
    } rows[] = {
        { "GET /users/{id}", "GET /users/{}" },
        { "get /users/{userId}/orders", "GET /users/{}/orders" },
        { "/users/{id}", "/users/{}" },
        { "* /docs*", "* /docs*" },
        { "GET /files/{name}.{type}", "GET /files/{}.{}" },
        { "GET /a/{open/b}", "GET /a/{open/b}" },
        { "GET /a/{", "GET /a/{" },
        { "GET /Users", "GET /Users" },
        { "", "" },
    };
    struct memory account = { .limit = 0 };
    struct buffer form;

    buffer_init(&form, &account);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        buffer_reset(&form);
        operation_write(&form, slice_of(rows[i].written));
        assert_slice_equal(buffer_slice(&form), rows[i].form);
    }
    buffer_done(&form);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(operations_are_compared_by_their_form) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
