/* SPDX-License-Identifier: Apache-2.0 */
#include "base/memory.h"

#include "base/check.h"

static void memory_is_zeroed_and_counted(void **state)
{
    struct memory account = { .limit = 0 };
    char zeros[100] = { 0 };
    char *at = memory_get(&account, sizeof zeros);

    assert_memory_equal(at, zeros, sizeof zeros);
    assert_int_equal(account.used, 100);
    memory_give(&account, at, 100);
    assert_int_equal(account.used, 0);
    assert_int_equal(account.peak, 100);
    assert_int_equal(account.calls, 1);
    assert_int_equal(account.denied, 0);
}

static void growing_keeps_the_bytes_and_zeroes_new_ones(void **state)
{
    struct memory account = { .limit = 0 };
    char *at = memory_get(&account, 3);

    memcpy(at, "abc", 3);
    at = memory_resize(&account, at, 3, 1000);
    assert_memory_equal(at, "abc\0\0\0", 6);
    assert_int_equal(at[999], 0);
    assert_int_equal(account.used, 1000);
    at = memory_resize(&account, at, 1000, 2);
    assert_memory_equal(at, "ab", 2);
    assert_int_equal(account.used, 2);
    assert_null(memory_resize(&account, at, 2, 0));
    assert_int_equal(account.used, 0);
    assert_int_equal(account.peak, 1000);
}

static void the_limit_holds_to_the_byte(void **state)
{
    struct memory account = { .limit = 100 };
    char *most = memory_get(&account, 90), *last;

    assert_null(memory_get(&account, 11));
    assert_null(memory_get(&account, SIZE_MAX));
    last = memory_get(&account, 10);
    assert_non_null(last);
    assert_int_equal(account.used, 100);
    assert_int_equal(account.denied, 2);
    assert_null(memory_resize(&account, last, 10, 11));
    assert_int_equal(account.used, 100);
    most = memory_resize(&account, most, 90, 50);
    last = memory_resize(&account, last, 10, 50);
    assert_non_null(last);
    memory_give(&account, most, 50);
    memory_give(&account, last, 50);
    assert_int_equal(account.used, 0);
}

static void a_limit_lowered_below_what_is_used_still_allows_shrinking(void **state)
{
    struct memory account = { .limit = 0 };
    char *at = memory_get(&account, 64);

    account.limit = 32;
    assert_null(memory_get(&account, 1));
    assert_null(memory_resize(&account, at, 64, 65));
    at = memory_resize(&account, at, 64, 48);
    assert_non_null(at);
    assert_int_equal(account.used, 48);
    memory_give(&account, at, 48);
}

static void from_the_chosen_call_on_all_fail(void **state)
{
    struct memory account = { .fail_at = 3 };
    char *first = memory_get(&account, 1), *second = memory_get(&account, 1);

    assert_non_null(first);
    assert_non_null(second);
    assert_null(memory_get(&account, 1));
    assert_null(memory_resize(&account, first, 1, 2));
    assert_int_equal(account.denied, 2);
    assert_int_equal(account.used, 2);
    memory_give(&account, first, 1);
    memory_give(&account, second, 1);
}

static void nothing_is_no_refusal(void **state)
{
    struct memory account = { .fail_at = 1 };

    assert_null(memory_get(&account, 0));
    memory_give(&account, NULL, 100);
    assert_int_equal(account.denied, 0);
    assert_int_equal(account.used, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_and_counted),
        cmocka_unit_test(growing_keeps_the_bytes_and_zeroes_new_ones),
        cmocka_unit_test(the_limit_holds_to_the_byte),
        cmocka_unit_test(a_limit_lowered_below_what_is_used_still_allows_shrinking),
        cmocka_unit_test(from_the_chosen_call_on_all_fail),
        cmocka_unit_test(nothing_is_no_refusal),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
