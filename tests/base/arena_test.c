/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include "base/check.h"
#include "base/random.h"

static void pieces_are_aligned_and_do_not_overlap(void **state)
{
    struct memory account = { .limit = 0 };
    struct arena arena;
    unsigned char *at[400];
    size_t sizes[400];
    uint64_t seed = 1;

    arena_init(&arena, &account, 1000);
    for (size_t i = 0; i < 400; i++) {
        sizes[i] = random_below(&seed, i % 50 == 0 ? 5000 : 200);
        at[i] = arena_get(&arena, sizes[i]);
        assert_non_null(at[i]);
        assert_int_equal((uintptr_t)at[i] % 16, 0);
        memset(at[i], (int)(i % 251), sizes[i]);
    }
    for (size_t i = 0; i < 400; i++)
        for (size_t j = 0; j < sizes[i]; j++)
            assert_int_equal(at[i][j], i % 251);
    arena_done(&arena);
    assert_int_equal(account.used, 0);
}

static void a_reset_arena_allocates_nothing(void **state)
{
    struct memory account = { .limit = 0 };
    struct arena arena;
    uint64_t calls = 0;
    char *pieces[100];

    arena_init(&arena, &account, 256);
    assert_int_equal(account.calls, 0);
    for (size_t round = 0; round < 10; round++) {
        for (size_t i = 0; i < 100; i++) {
            char *piece = arena_get(&arena, 1 + i % 64);

            memset(piece, 1, 1 + i % 64);
            if (round == 0)
                pieces[i] = piece;
            assert_ptr_equal(piece, pieces[i]); /* the same requests find the same places */
        }
        if (round == 0)
            calls = account.calls;
        arena_reset(&arena);
    }
    assert_int_equal(account.calls, calls);
    arena_done(&arena);
    assert_int_equal(account.used, 0);
}

static void oversize_pieces_are_given_back_at_reset(void **state)
{
    struct memory account = { .limit = 0 };
    struct arena arena;
    size_t ordinary;

    arena_init(&arena, &account, 256);
    arena_get(&arena, 10);
    ordinary = account.used;
    memset(arena_get(&arena, 100000), 1, 100000);
    arena_get(&arena, 10);
    memset(arena_get(&arena, 257), 1, 257);
    arena_reset(&arena);
    assert_int_equal(account.used, ordinary);
    memset(arena_get(&arena, 300), 1, 300); /* oversize first, ordinary blocks still found */
    arena_get(&arena, 10);
    arena_reset(&arena);
    assert_int_equal(account.used, ordinary);
    arena_done(&arena);
    assert_int_equal(account.used, 0);
}

static void arrays_are_zeroed_even_in_reused_memory(void **state)
{
    struct memory account = { .limit = 0 };
    struct arena arena;
    uint32_t *numbers;

    arena_init(&arena, &account, 0);
    memset(arena_get(&arena, 4000), 0xff, 4000);
    arena_reset(&arena);
    numbers = arena_get_array(&arena, 1000, sizeof *numbers);
    for (size_t i = 0; i < 1000; i++)
        assert_int_equal(numbers[i], 0);
    assert_null(arena_get_array(&arena, SIZE_MAX / 8, 16));
    assert_null(arena_get(&arena, SIZE_MAX - 8));
    arena_done(&arena);
}

static void copies_and_sentences_end_with_an_uncounted_nul(void **state)
{
    struct memory account = { .limit = 0 };
    struct arena arena;
    struct slice copy, sentence;

    arena_init(&arena, &account, 64);
    copy = arena_copy(&arena, SLICE("a\0b"));
    assert_int_equal(copy.len, 3);
    assert_memory_equal(copy.at, "a\0b", 4);
    copy = arena_copy(&arena, slice_of(NULL));
    assert_int_equal(copy.len, 0);
    assert_string_equal(copy.at, "");
    sentence = arena_printf(&arena, "%s-%d-%0200d", "a", 7, 1);
    assert_int_equal(sentence.len, 204);
    assert_int_equal(strlen(sentence.at), 204);
    assert_memory_equal(sentence.at, "a-7-0", 5);
    arena_done(&arena);
}

static void a_refusal_is_answered_and_survived(void **state)
{
    for (uint64_t fail_at = 1; fail_at < 6; fail_at++) {
        struct memory account = { .fail_at = fail_at };
        struct arena arena;
        size_t refused = 0;

        arena_init(&arena, &account, 64);
        for (size_t i = 0; i < 10; i++) {
            refused += arena_get(&arena, 60) == NULL;
            refused += arena_get(&arena, 100) == NULL;
        }
        assert_int_equal(refused, 20 - (fail_at - 1));
        assert_null(
            arena_copy(&arena, SLICE("a sentence that needs a block of its own, being longer than those of "
                                     "this arena"))
                .at);
        arena_reset(&arena);
        arena_done(&arena);
        assert_int_equal(account.used, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_aligned_and_do_not_overlap),
        cmocka_unit_test(a_reset_arena_allocates_nothing),
        cmocka_unit_test(oversize_pieces_are_given_back_at_reset),
        cmocka_unit_test(arrays_are_zeroed_even_in_reused_memory),
        cmocka_unit_test(copies_and_sentences_end_with_an_uncounted_nul),
        cmocka_unit_test(a_refusal_is_answered_and_survived),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
