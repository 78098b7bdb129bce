/* SPDX-License-Identifier: Apache-2.0 */
/* The heap stands aside under AddressSanitizer, where most tests run: this one brings its own. */
#define HEAP_EXISTS 1
#include "base/heap.c" /* NOLINT(bugprone-suspicious-include) */

#include "base/check.h"
#include "base/memory.h"
#include "base/random.h"

#define BLOCKS 400

struct block {
    unsigned char *at;
    size_t size;
    unsigned char mark;
};

static size_t draw_size(uint64_t *random)
{
    switch (random_below(random, 4)) {
    case 0: return 1 + random_below(random, 40);
    case 1: return 1 + random_below(random, HEAP_SMALL);
    case 2: return HEAP_SMALL - 20 + random_below(random, 40); /* around the border */
    default: return 1 + random_below(random, 20000);
    }
}

static void assert_marked(const struct block *block, size_t len)
{
    for (size_t i = 0; i < len; i++)
        assert_int_equal(block->at[i], block->mark);
}

static void assert_zero(const struct block *block, size_t from)
{
    for (size_t i = from; i < block->size; i++)
        assert_int_equal(block->at[i], 0);
}

static void change(struct heap *heap, struct block *block, uint64_t *random)
{
    size_t old = block->size, kept;

    if (!block->at) {
        block->size = draw_size(random);
        block->at = heap_get(heap, block->size);
        assert_int_equal((uintptr_t)block->at % 16, 0);
        assert_zero(block, 0);
    } else if (random_below(random, 2)) {
        assert_marked(block, old);
        heap_give(heap, block->at, old);
        block->at = NULL;
        return;
    } else {
        block->size = draw_size(random);
        kept = old < block->size ? old : block->size;
        block->at = heap_resize(heap, block->at, old, block->size);
        assert_marked(block, kept);
        assert_zero(block, kept);
    }
    block->mark = (unsigned char)(1 + random_below(random, 255));
    memset(block->at, block->mark, block->size);
}

/* Blocks of all sizes come, change their size and go; each keeps what was written to it and nothing else. */
static void blocks_keep_to_themselves(void **state)
{
    static struct block blocks[BLOCKS];
    struct heap *heap = heap_new();
    uint64_t random = 3;

    for (int i = 0; i < 60000; i++)
        change(heap, &blocks[random_below(&random, BLOCKS)], &random);
    for (size_t i = 0; i < BLOCKS; i++)
        if (blocks[i].at)
            assert_marked(&blocks[i], blocks[i].size);
    heap_free(heap); /* what is still there goes with it: LeakSanitizer looks on */
}

static void a_block_given_back_is_the_next_of_its_size(void **state)
{
    struct heap *heap = heap_new();
    void *first;

    first = heap_get(heap, 40);
    heap_give(heap, first, 40);
    assert_ptr_not_equal(heap_get(heap, 100), first);
    assert_ptr_equal(heap_get(heap, 33), first);
    heap_free(heap);
}

static void an_account_with_a_heap_counts_as_before_and_is_dropped_whole(void **state)
{
    struct memory account = { .limit = 1 << 20 }, plain = { 0 };
    char *text;

    memory_use_heap(&account);
    assert_non_null(account.heap);
    text = memory_get(&account, 100);
    text = memory_resize(&account, text, 100, 5000);
    assert_non_null(text);
    assert_int_equal(account.used, 5000);
    assert_null(memory_get(&account, 1 << 20));
    assert_int_equal(account.denied, 1);
    assert_non_null(memory_get(&account, 7));
    assert_false(memory_drop(&plain));
    assert_true(memory_drop(&account));
    assert_int_equal(account.used, 0);
    assert_null(account.heap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_keep_to_themselves),
        cmocka_unit_test(a_block_given_back_is_the_next_of_its_size),
        cmocka_unit_test(an_account_with_a_heap_counts_as_before_and_is_dropped_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
