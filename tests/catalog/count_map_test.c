/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/count_map.h"

#include "base/check.h"

static void counts_by_hash_hold_any_key(void **state)
{
    struct memory account = { .limit = 0 };
    struct arena arena;
    struct count_map map;

    arena_init(&arena, &account, 0);
    count_map_init(&map, &arena);
    assert_true(count_map_get(&map, 7) == 0);
    for (uint64_t key = 0; key < 3000; key++)
        *count_map_at(&map, key << 32) += (double)key;
    for (uint64_t key = 0; key < 3000; key++)
        assert_true(count_map_get(&map, key << 32) == (double)key);
    assert_true(count_map_get(&map, 3000ull << 32) == 0);
    assert_true(count_map_get(&map, UINT64_MAX) == 0);
    arena_done(&arena);
}

static void refused_memory_is_told(void **state)
{
    struct memory account = { .fail_at = 1 };
    struct arena arena;
    struct count_map map;

    arena_init(&arena, &account, 0);
    count_map_init(&map, &arena);
    assert_null(count_map_at(&map, 1));
    assert_true(count_map_get(&map, 1) == 0);
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_by_hash_hold_any_key),
        cmocka_unit_test(refused_memory_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
