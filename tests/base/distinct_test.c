/* SPDX-License-Identifier: Apache-2.0 */
#include "base/distinct.h"

#include "base/check.h"
#include "base/hash.h"
#include "base/random.h"

static void add_numbers(struct distinct *distinct, uint64_t first, uint64_t count)
{
    for (uint64_t number = first; number < first + count; number++)
        distinct_add(distinct, hash_content(slice_make(&number, sizeof number)));
}

static void few_are_counted_nearly_exactly_and_many_within_their_error(void **state)
{
    static const struct {
        uint64_t number, slack;
    } cases[] = { { 0, 0 },  { 1, 0 },    { 2, 0 },        { 10, 1 },
                  { 50, 4 }, { 300, 90 }, { 10000, 3000 }, { 1000000, 300000 } };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct distinct distinct = { .registers = { 0 } };

        add_numbers(&distinct, 0, cases[i].number);
        assert_in_range(distinct_count(&distinct), cases[i].number - cases[i].slack,
                        cases[i].number + cases[i].slack);
    }
}

static void repetition_changes_nothing(void **state)
{
    struct distinct once = { .registers = { 0 } }, often = once;

    add_numbers(&once, 0, 1000);
    for (int i = 0; i < 5; i++)
        add_numbers(&often, 0, 1000);
    assert_memory_equal(&once, &often, sizeof once);
}

static void merged_parts_equal_the_whole(void **state)
{
    uint64_t seed = 4;

    for (int round = 0; round < 100; round++) {
        struct distinct whole = { .registers = { 0 } }, a = whole, b = whole, other_way;
        uint64_t from = random_below(&seed, 500), overlap = random_below(&seed, 300),
                 count = random_below(&seed, 500);

        add_numbers(&a, 0, from + overlap);
        add_numbers(&b, from, overlap + count);
        add_numbers(&whole, 0, from + overlap + count);
        other_way = b;
        distinct_merge(&other_way, &a);
        distinct_merge(&a, &b);
        assert_memory_equal(&a, &whole, sizeof whole);
        assert_memory_equal(&other_way, &whole, sizeof whole);
    }
}

static void the_rarest_hashes_are_survived(void **state)
{
    struct distinct distinct = { .registers = { 0 } };

    distinct_add(&distinct, 0);
    distinct_add(&distinct, UINT64_MAX);
    assert_int_equal(distinct_count(&distinct), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_are_counted_nearly_exactly_and_many_within_their_error),
        cmocka_unit_test(repetition_changes_nothing),
        cmocka_unit_test(merged_parts_equal_the_whole),
        cmocka_unit_test(the_rarest_hashes_are_survived),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
