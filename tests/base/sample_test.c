/* SPDX-License-Identifier: Apache-2.0 */
#include "base/sample.h"

#include "base/check.h"
#include "base/hash.h"
#include "base/random.h"

#include <stdio.h>

static bool offer(struct sample *sample, struct memory *account, uint64_t number, uint64_t count)
{
    char text[32];
    struct slice value = slice_make(text, (size_t)snprintf(text, sizeof text, "value-%u", (unsigned)number));

    return sample_add(sample, account, hash_content(value), value, count);
}

static void assert_same(const struct sample *a, const struct sample *b)
{
    assert_int_equal(a->count, b->count);
    assert_int_equal(a->total, b->total);
    assert_int_equal(a->overflowed, b->overflowed);
    for (size_t i = 0; i < a->count; i++) {
        assert_int_equal(a->entries[i].hash, b->entries[i].hash);
        assert_int_equal(a->entries[i].count, b->entries[i].count);
        assert_int_equal(a->entries[i].full_len, b->entries[i].full_len);
        assert_true(slice_eq(slice_make(a->entries[i].text, a->entries[i].len),
                             slice_make(b->entries[i].text, b->entries[i].len)));
    }
}

/* A stream of values, some often and some once, in an order of its own. */
static void shuffle(uint64_t *stream, size_t count, uint64_t *seed)
{
    for (size_t i = count; i > 1; i--) {
        size_t j = random_below(seed, i);
        uint64_t other = stream[j];

        stream[j] = stream[i - 1];
        stream[i - 1] = other;
    }
}

static void merged_parts_equal_the_whole_in_any_order_and_split(void **state)
{
    struct memory account = { .limit = 0 };
    uint64_t stream[600], seed = 11;

    for (size_t round = 0; round < 200; round++) {
        uint16_t keep = (uint16_t)(1 + random_below(&seed, 40));
        uint64_t distinct = 1 + random_below(&seed, 120);
        size_t length = 1 + random_below(&seed, 600), parts = 1 + random_below(&seed, 5);
        struct sample whole, part[5], merged;

        sample_init(&whole, keep);
        sample_init(&merged, keep);
        for (size_t i = 0; i < length; i++) {
            stream[i] = random_below(&seed, 1 + random_below(&seed, distinct));
            assert_true(offer(&whole, &account, stream[i], 1));
        }
        shuffle(stream, length, &seed);
        for (size_t p = 0; p < parts; p++)
            sample_init(&part[p], keep);
        for (size_t i = 0; i < length; i++)
            assert_true(offer(&part[random_below(&seed, parts)], &account, stream[i], 1));
        for (size_t p = 0; p < parts; p++)
            assert_true(sample_merge(&merged, &account, &part[(p + round) % parts]));
        assert_same(&merged, &whole);
        for (size_t p = 0; p < parts; p++)
            sample_done(&part[p], &account);
        sample_done(&whole, &account);
        sample_done(&merged, &account);
        assert_int_equal(account.used, 0);
    }
}

static void counts_of_kept_values_are_exact(void **state)
{
    struct memory account = { .limit = 0 };
    uint64_t truth[500] = { 0 }, seed = 5;
    struct sample sample;
    size_t found = 0;

    sample_init(&sample, 32);
    for (size_t i = 0; i < 20000; i++) {
        uint64_t number = random_below(&seed, 500), count = 1 + random_below(&seed, 3);

        truth[number] += count;
        offer(&sample, &account, number, count);
    }
    for (uint64_t number = 0; number < 500; number++) {
        char text[32];
        size_t len = (size_t)snprintf(text, sizeof text, "value-%u", (unsigned)number);
        const struct sample_entry *entry = sample_find(&sample, hash_content(slice_make(text, len)));

        if (!entry)
            continue;
        found++;
        assert_int_equal(entry->count, truth[number]);
        assert_slice_equal(slice_make(entry->text, entry->len), text);
    }
    assert_int_equal(found, 32);
    sample_done(&sample, &account);
}

static void few_values_are_counted_exactly_and_many_nearly(void **state)
{
    static const struct {
        unsigned distinct;
        double least, most;
    } cases[] = { { 0, 0, 0 },       { 1, 1, 1 },         { 255, 255, 255 },
                  { 256, 256, 256 }, { 1000, 800, 1200 }, { 50000, 40000, 60000 } };
    struct memory account = { .limit = 0 };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sample sample;

        sample_init(&sample, 256);
        for (unsigned number = 0; number < cases[i].distinct; number++)
            for (int twice = 0; twice < 2; twice++)
                offer(&sample, &account, number, 1);
        assert_true(sample_distinct(&sample) >= cases[i].least);
        assert_true(sample_distinct(&sample) <= cases[i].most);
        assert_int_equal(sample.overflowed, cases[i].distinct > 256);
        assert_int_equal(sample.total, 2 * cases[i].distinct);
        sample_done(&sample, &account);
    }
}

static void wants_says_beforehand_what_add_would_keep(void **state)
{
    struct memory account = { .limit = 0 };
    struct sample sample;
    size_t unwanted = 0;

    sample_init(&sample, 16);
    for (unsigned number = 0; number < 2000; number++) {
        char text[32];
        struct slice value = slice_make(text, (size_t)snprintf(text, sizeof text, "value-%u", number));
        uint64_t hash = hash_content(value);
        bool wanted = sample_wants(&sample, hash);

        unwanted += !wanted;
        sample_add(&sample, &account, hash, value, 1);
        assert_int_equal(sample_find(&sample, hash) != NULL, wanted);
    }
    assert_true(unwanted > 1800);
    sample_done(&sample, &account);
}

static void long_values_are_cut_but_measured(void **state)
{
    struct memory account = { .limit = 0 };
    struct sample sample;
    char text[1000];

    memset(text, 'x', sizeof text);
    sample_init(&sample, 4);
    sample_add(&sample, &account, 1, slice_make(text, sizeof text), 1);
    sample_add(&sample, &account, 2, slice_of(NULL), 1);
    assert_int_equal(sample.entries[0].len, SAMPLE_TEXT);
    assert_int_equal(sample.entries[0].full_len, 1000);
    assert_int_equal(sample.entries[1].full_len, 0);
    sample_done(&sample, &account);
    assert_int_equal(account.used, 0);
}

static void a_refused_value_is_told_and_nothing_leaks(void **state)
{
    for (uint64_t fail_at = 1; fail_at < 30; fail_at++) {
        struct memory account = { .fail_at = fail_at }, plenty = { .limit = 0 };
        struct sample sample, other;
        bool whole = true;

        sample_init(&sample, 8);
        sample_init(&other, 8);
        for (uint64_t number = 0; number < 12; number++) {
            whole &= offer(&sample, &account, number, 1);
            offer(&other, &plenty, number + 6, 1);
        }
        whole &= sample_merge(&sample, &account, &other);
        assert_int_equal(whole, account.denied == 0);
        assert_true(sample.overflowed);
        assert_int_equal(sample.total, 24);
        for (size_t i = 1; i < sample.count; i++)
            assert_true(sample.entries[i - 1].hash < sample.entries[i].hash);
        sample_done(&sample, &account);
        sample_done(&other, &plenty);
        assert_int_equal(account.used, 0);
    }
}

static void samples_of_two_sizes_merge_to_the_smaller(void **state)
{
    struct memory account = { .limit = 0 };
    struct sample small, large, expected, merged;

    sample_init(&small, 8);
    sample_init(&large, 32);
    sample_init(&expected, 8);
    sample_init(&merged, 32);
    for (uint64_t number = 0; number < 100; number++) {
        offer(number % 2 ? &small : &large, &account, number, 1);
        offer(&expected, &account, number, 1);
    }
    assert_true(sample_merge(&merged, &account, &large));
    assert_true(sample_merge(&merged, &account, &small));
    assert_same(&merged, &expected);
    assert_true(sample_merge(&small, &account, &large));
    assert_same(&small, &expected);
    sample_done(&small, &account);
    sample_done(&large, &account);
    sample_done(&expected, &account);
    sample_done(&merged, &account);
    assert_int_equal(account.used, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(merged_parts_equal_the_whole_in_any_order_and_split),
        cmocka_unit_test(counts_of_kept_values_are_exact),
        cmocka_unit_test(few_values_are_counted_exactly_and_many_nearly),
        cmocka_unit_test(wants_says_beforehand_what_add_would_keep),
        cmocka_unit_test(long_values_are_cut_but_measured),
        cmocka_unit_test(a_refused_value_is_told_and_nothing_leaks),
        cmocka_unit_test(samples_of_two_sizes_merge_to_the_smaller),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
