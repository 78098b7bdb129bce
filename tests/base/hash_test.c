/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"

#include "base/check.h"

#include <stdlib.h>

static void content_hashes_never_change(void **state)
{
    /* Stored in databases: were one of these to change, old and new samples could not be merged. */
    assert_int_equal(hash_content(SLICE("")), 0x2d06800538d394c2u);
    assert_int_equal(hash_content(SLICE("a")), 0xe6c632b61e964e1fu);
    assert_int_equal(hash_content(SLICE("abc")), 0x78af5f94892f3950u);
    assert_int_equal(hash_content(SLICE("status")), 0xfe8111f5591d6f45u);
}

static void table_hashes_repeat_within_a_process(void **state)
{
    assert_int_equal(hash_table(SLICE("key")), hash_table(SLICE("key")));
    assert_int_not_equal(hash_table(SLICE("key")), hash_table(SLICE("kez")));
    assert_int_not_equal(hash_table(SLICE("key")), hash_content(SLICE("key")));
}

static int compare(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

static void mixing_small_numbers_spreads_them(void **state)
{
    static uint64_t mixed[256 * 256];
    size_t high[256] = { 0 };

    for (uint64_t a = 0; a < 256; a++)
        for (uint64_t b = 0; b < 256; b++) {
            mixed[a * 256 + b] = hash_mix(a, b);
            high[mixed[a * 256 + b] >> 56]++;
        }
    for (size_t i = 0; i < 256; i++)
        assert_in_range(high[i], 150, 380); /* 256 expected, standard deviation 16 */
    qsort(mixed, 256 * 256, sizeof *mixed, compare);
    for (size_t i = 1; i < 256 * 256; i++)
        assert_int_not_equal(mixed[i - 1], mixed[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(content_hashes_never_change),
        cmocka_unit_test(table_hashes_repeat_within_a_process),
        cmocka_unit_test(mixing_small_numbers_spreads_them),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
