/* SPDX-License-Identifier: Apache-2.0 */
#include "base/table.h"

#include "base/check.h"
#include "base/random.h"

#include <stdio.h>
#include <stdlib.h>

#define KEYS 100000

struct keys {
    char text[KEYS][12];
    size_t visits[KEYS];
};

static struct slice key(const struct keys *keys, size_t i)
{
    return slice_of(keys->text[i]);
}

static void a_hundred_thousand_keys_come_and_half_of_them_go(void **state)
{
    struct keys *keys = calloc(1, sizeof *keys);
    struct memory account = { .limit = 0 };
    struct table_entry entry;
    struct table table;
    size_t cursor = 0;

    table_init(&table, &account);
    for (size_t i = 0; i < KEYS; i++) {
        snprintf(keys->text[i], sizeof keys->text[i], "/k/%zu", i);
        assert_true(table_put(&table, key(keys, i), keys->text[i]));
    }
    for (size_t i = 0; i < KEYS; i += 2)
        assert_ptr_equal(table_remove(&table, key(keys, i)), keys->text[i]);
    assert_int_equal(table.count, KEYS / 2);
    for (size_t i = 0; i < KEYS; i++)
        assert_ptr_equal(table_find(&table, key(keys, i)), i % 2 ? keys->text[i] : NULL);
    while (table_next(&table, &cursor, &entry)) {
        assert_ptr_equal(entry.key.at, entry.value);
        keys->visits[((char(*)[12])entry.value - keys->text)]++;
    }
    for (size_t i = 0; i < KEYS; i++)
        assert_int_equal(keys->visits[i], i % 2);
    table_done(&table);
    assert_int_equal(account.used, 0);
    free(keys);
}

static void it_agrees_with_an_array_whatever_comes_and_goes(void **state)
{
    struct memory account = { .limit = 0 };
    int *truth[64] = { NULL }, values[2] = { 0, 1 };
    char names[64][4];
    struct table table;
    uint64_t seed = 3;

    table_init(&table, &account);
    for (size_t i = 0; i < 64; i++)
        snprintf(names[i], sizeof names[i], "%zu", i);
    for (size_t step = 0; step < 50000; step++) {
        size_t i = random_below(&seed, 64), count = 0;

        if (random_below(&seed, 2)) {
            truth[i] = &values[random_below(&seed, 2)];
            assert_true(table_put(&table, slice_of(names[i]), truth[i]));
        } else {
            assert_ptr_equal(table_remove(&table, slice_of(names[i])), truth[i]);
            truth[i] = NULL;
        }
        i = random_below(&seed, 64);
        assert_ptr_equal(table_find(&table, slice_of(names[i])), truth[i]);
        for (i = 0; i < 64; i++)
            count += truth[i] != NULL;
        assert_int_equal(table.count, count);
    }
    table_done(&table);
}

static void putting_again_replaces_key_and_value(void **state)
{
    struct memory account = { .limit = 0 };
    char first[] = "key", second[] = "key";
    struct table_entry entry;
    struct table table;
    size_t cursor = 0;

    table_init(&table, &account);
    table_put(&table, slice_of(first), first);
    table_put(&table, slice_of(second), second);
    assert_int_equal(table.count, 1);
    assert_true(table_next(&table, &cursor, &entry));
    assert_ptr_equal(entry.key.at, second); /* the first key may be gone by now */
    assert_ptr_equal(entry.value, second);
    assert_false(table_next(&table, &cursor, &entry));
    table_done(&table);
}

static void an_empty_table_holds_nothing_and_no_memory(void **state)
{
    struct memory account = { .limit = 0 };
    struct table_entry entry;
    struct table table;
    size_t cursor = 0;

    table_init(&table, &account);
    assert_null(table_find(&table, SLICE("a")));
    assert_null(table_remove(&table, SLICE("a")));
    assert_false(table_next(&table, &cursor, &entry));
    assert_int_equal(account.calls, 0);
    assert_true(table_put(&table, SLICE(""), &account)); /* the empty key is a key */
    assert_ptr_equal(table_find(&table, slice_of(NULL)), &account);
    table_done(&table);
}

static void a_refused_put_leaves_the_table_as_it_was(void **state)
{
    struct memory account = { .fail_at = 2 };
    char names[16][4];
    struct table table;
    size_t put = 0;

    table_init(&table, &account);
    for (size_t i = 0; i < 16; i++) {
        snprintf(names[i], sizeof names[i], "%zu", i);
        put += table_put(&table, slice_of(names[i]), names[i]);
    }
    assert_in_range(put, 8, 15);
    assert_int_equal(table.count, put);
    for (size_t i = 0; i < 16; i++)
        assert_ptr_equal(table_find(&table, slice_of(names[i])), i < put ? names[i] : NULL);
    assert_true(table_put(&table, slice_of(names[0]), names[1])); /* replacing needs no memory */
    table_done(&table);
    assert_int_equal(account.used, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hundred_thousand_keys_come_and_half_of_them_go),
        cmocka_unit_test(it_agrees_with_an_array_whatever_comes_and_goes),
        cmocka_unit_test(putting_again_replaces_key_and_value),
        cmocka_unit_test(an_empty_table_holds_nothing_and_no_memory),
        cmocka_unit_test(a_refused_put_leaves_the_table_as_it_was),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
