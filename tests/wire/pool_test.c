/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/pool.h"

#include "base/check.h"

#include <string.h>

static void what_was_given_back_is_handed_out_again(void **state)
{
    static const size_t sizes[] = { 1, 63, 64, 65, 1000, 1024, 1025, 5000, 17408, 17409, 100000 };
    struct memory account = { 0 };
    struct pool pool;

    pool_init(&pool, &account);
    assert_null(pool_get(&pool, 0));
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        void *at = pool_get(&pool, sizes[i]);
        uint64_t calls;

        assert_non_null(at);
        assert_int_equal((uintptr_t)at % 16, 0);
        memset(at, 1, sizes[i]);
        pool_give(&pool, at, sizes[i]);
        calls = account.calls;
        at = pool_get(&pool, sizes[i]);
        assert_int_equal(account.calls - calls, sizes[i] > 17408); /* large ones are the account's affair */
        pool_give(&pool, at, sizes[i]);
    }
    pool_give(&pool, NULL, 10);
    assert_true(account.used > 0);
    pool_trim(&pool);
    assert_int_equal(account.used, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_given_back_is_handed_out_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
