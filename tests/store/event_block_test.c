/* SPDX-License-Identifier: Apache-2.0 */
#include "store/event_block.h"

#include "base/check.h"
#include "base/random.h"
#include "store/events_made.h"

#include <stdlib.h>

typedef void maker(struct made_event *ret, uint64_t n);

static int made_order(const void *a, const void *b)
{
    return event_compare(&((const struct made_event *)a)->event, &((const struct made_event *)b)->event);
}

/* made_event borrows from itself: after sorting the slices point into other places, with the same bytes. */
static struct made_event *made_sorted(maker *make, uint64_t first, uint32_t count)
{
    struct made_event *made = calloc(count, sizeof *made), *sorted = calloc(count, sizeof *made);

    for (uint32_t i = 0; i < count; i++)
        make(&made[i], first + i);
    memcpy(sorted, made, count * sizeof *made);
    qsort(sorted, count, sizeof *sorted, made_order);
    for (uint32_t i = 0; i < count; i++) {
        struct event *event = &sorted[i].event;
        struct slice *slices[] = { &event->service, &event->method, &event->cell };

        for (unsigned j = 0; j < 3; j++) {
            memcpy(sorted[i].text[j], slices[j]->at, slices[j]->len);
            slices[j]->at = sorted[i].text[j];
        }
    }
    free(made);
    return sorted;
}

static void assert_holds(struct slice bytes, const struct made_event *expected, uint32_t count)
{
    struct memory account = { 0 };
    struct event_cursor *cursor = event_cursor_open(&account, bytes, NULL);
    struct event event;

    assert_non_null(cursor);
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(event_cursor_next(cursor, &event), EVENT_NEXT);
        assert_true(event_same(&event, &expected[i].event));
    }
    assert_int_equal(event_cursor_next(cursor, &event), EVENT_END);
    assert_int_equal(event_cursor_next(cursor, &event), EVENT_END);
    event_cursor_close(cursor);
    assert_int_equal(account.used, 0);
}

static void round_trip(struct event_packer *packer, maker *make, uint64_t first, uint32_t count)
{
    struct made_event made, *sorted = made_sorted(make, first, count);
    struct event_block block;

    event_packer_reset(packer);
    for (uint32_t i = 0; i < count; i++) {
        make(&made, first + i);
        assert_true(event_packer_add(packer, &made.event));
    }
    assert_true(event_packer_encode(packer, &block));
    assert_int_equal(block.count, count);
    assert_true(block.first == sorted[0].event.time);
    assert_true(block.last == sorted[count - 1].event.time);
    assert_holds(block.bytes, sorted, count);
    free(sorted);
}

static void blocks_of_any_size_give_back_what_went_in(void **state)
{
    static const uint32_t sizes[] = { 1, 2, 3, 100, 4095, EVENT_BLOCK_MOST };
    struct memory account = { 0 };
    struct event_packer *packer = event_packer_new(&account);

    for (unsigned i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        round_trip(packer, event_make, i * 5000, sizes[i]);
        round_trip(packer, event_make_extreme, i * 5000, sizes[i]);
    }
    event_packer_free(packer);
    assert_int_equal(account.used, 0);
}

static void a_full_packer_takes_no_more(void **state)
{
    struct memory account = { 0 };
    struct event_packer *packer = event_packer_new(&account);
    struct made_event made;

    for (uint32_t i = 0; i < EVENT_BLOCK_MOST; i++) {
        event_make(&made, i);
        assert_true(event_packer_add(packer, &made.event));
    }
    assert_false(event_packer_add(packer, &made.event));
    assert_int_equal(event_packer_count(packer), EVENT_BLOCK_MOST);
    event_packer_reset(packer);
    assert_true(event_packer_add(packer, &made.event));
    event_packer_free(packer);
}

static void events_cost_few_bytes(void **state)
{
    struct memory account = { 0 };
    struct event_packer *packer = event_packer_new(&account);
    struct made_event made;
    struct event_block block;

    for (uint32_t i = 0; i < EVENT_BLOCK_MOST; i++) {
        event_make(&made, i);
        made.event.object_count = 0;
        assert_true(event_packer_add(packer, &made.event));
    }
    assert_true(event_packer_encode(packer, &block));
    assert_in_range(block.bytes.len / EVENT_BLOCK_MOST, 1, 20);
    event_packer_free(packer);
}

static void a_block_may_be_encoded_before_it_is_full_and_go_on(void **state)
{
    struct memory account = { 0 };
    struct event_packer *packer = event_packer_new(&account);
    struct made_event made, *sorted = made_sorted(event_make, 0, 200);
    struct event_block block;

    assert_false(event_packer_encode(packer, &block));
    for (uint32_t i = 0; i < 200; i++) {
        event_make(&made, i);
        assert_true(event_packer_add(packer, &made.event));
        if (i % 50 == 0)
            assert_true(event_packer_encode(packer, &block));
    }
    assert_true(event_packer_encode(packer, &block));
    assert_holds(block.bytes, sorted, 200);
    event_packer_free(packer);
    free(sorted);
}

static void the_same_events_in_another_order_read_the_same(void **state)
{
    struct memory account = { 0 };
    struct event_packer *packer = event_packer_new(&account);
    struct made_event made[300], *sorted = made_sorted(event_make, 0, 300);
    struct event_block block;

    /* Many at the same time, so that only their content orders them. */
    for (uint32_t i = 0; i < 300; i++) {
        event_make(&made[i], i);
        made[i].event.time = sorted[i].event.time = 7 + i / 100;
    }
    for (uint32_t i = 0; i < 300; i++) {
        event_make(&sorted[i], i);
        sorted[i].event.time = made[i].event.time;
        assert_true(event_packer_add(packer, &made[299 - i].event));
    }
    for (uint32_t from = 0; from < 300; from += 100)
        for (uint32_t i = from + 1; i < from + 100; i++)
            for (uint32_t j = i; j > from && made_order(&made[j - 1], &made[j]) > 0; j--) {
                struct event moved = made[j].event;

                made[j].event = made[j - 1].event;
                made[j - 1].event = moved;
            }
    assert_true(event_packer_encode(packer, &block));
    assert_holds(block.bytes, made, 300);
    event_packer_free(packer);
    free(sorted);
}

static void long_and_many_strings_end_a_block_early_and_are_cut(void **state)
{
    struct memory account = { 0 };
    struct event_packer *packer = event_packer_new(&account);
    struct made_event made;
    struct event_block block;
    struct event_cursor *cursor;
    struct event event;
    char *path = malloc(2 * EVENT_STRING_MOST);
    uint32_t count = 0;

    event_make(&made, 1);
    memset(path, 'x', 2 * EVENT_STRING_MOST);
    made.event.cell = slice_make(path, 2 * EVENT_STRING_MOST);
    for (bool more = true; more; count += more) {
        path[0] = (char)('a' + count % 26);
        path[1] = (char)('a' + count / 26);
        more = event_packer_add(packer, &made.event);
    }
    assert_in_range(count, 10, EVENT_BLOCK_MOST - 1);
    assert_int_equal(event_packer_count(packer), count);
    assert_true(event_packer_encode(packer, &block));
    cursor = event_cursor_open(&account, block.bytes, NULL);
    assert_int_equal(event_cursor_next(cursor, &event), EVENT_NEXT);
    assert_int_equal(event.cell.len, EVENT_STRING_MOST);
    event_cursor_close(cursor);
    event_packer_free(packer);
    free(path);
    assert_int_equal(account.used, 0);
}

/* Reads a block as far as it goes: must neither crash nor read outside, whatever it holds. */
static uint32_t read_all(struct slice bytes)
{
    struct memory account = { 0 };
    struct error err = { 0 };
    struct event_cursor *cursor = event_cursor_open(&account, bytes, &err);
    struct event event;
    uint32_t count = 0;

    if (cursor)
        while (event_cursor_next(cursor, &event) == EVENT_NEXT)
            count++;
    else
        assert_int_equal(err.kind, ERROR_STORE);
    event_cursor_close(cursor);
    assert_int_equal(account.used, 0);
    return count;
}

static void a_damaged_block_is_refused(void **state)
{
    struct memory account = { 0 };
    struct event_packer *packer = event_packer_new(&account);
    struct made_event made;
    struct event_block block;
    char *copy;

    for (uint32_t i = 0; i < 60; i++) {
        event_make_extreme(&made, i);
        assert_true(event_packer_add(packer, &made.event));
    }
    assert_true(event_packer_encode(packer, &block));
    copy = malloc(block.bytes.len);
    assert_int_equal(read_all(block.bytes), 60);
    for (size_t i = 0; i < block.bytes.len; i++) {
        memcpy(copy, block.bytes.at, block.bytes.len);
        copy[i] = (char)(copy[i] ^ 0x41);
        read_all(slice_make(copy, block.bytes.len));
        free(copy);
        copy = malloc(block.bytes.len); /* exactly as long as what is read, for the sanitizer */
        memcpy(copy, block.bytes.at, i);
        assert_int_equal(read_all(slice_make(copy, i)), 0);
    }
    free(copy);
    event_packer_free(packer);
}

static void a_refused_allocation_is_told_and_nothing_leaks(void **state)
{
    for (uint64_t fail_at = 1; fail_at < 12; fail_at++) {
        struct memory account = { .fail_at = fail_at };
        struct event_packer *packer = event_packer_new(&account);
        struct event_block block;
        struct made_event made;

        event_make(&made, 1);
        if (packer && event_packer_add(packer, &made.event) && event_packer_encode(packer, &block)) {
            struct error err = { 0 };
            struct event_cursor *cursor = event_cursor_open(&account, block.bytes, &err);

            if (!cursor)
                assert_int_equal(err.kind, ERROR_MEMORY);
            event_cursor_close(cursor);
        }
        event_packer_free(packer);
        assert_int_equal(account.used, 0);
    }
}

static void a_service_bit_is_one_bit(void **state)
{
    assert_true(event_service_bit(SLICE("a.example")) == event_service_bit(SLICE("a.example")));
    for (unsigned i = 0; i < 100; i++) {
        struct made_event made;
        uint64_t bit;

        event_make(&made, i);
        bit = event_service_bit(made.event.service);
        assert_true(bit && !(bit & (bit - 1)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_of_any_size_give_back_what_went_in),
        cmocka_unit_test(a_full_packer_takes_no_more),
        cmocka_unit_test(events_cost_few_bytes),
        cmocka_unit_test(a_block_may_be_encoded_before_it_is_full_and_go_on),
        cmocka_unit_test(the_same_events_in_another_order_read_the_same),
        cmocka_unit_test(long_and_many_strings_end_a_block_early_and_are_cut),
        cmocka_unit_test(a_damaged_block_is_refused),
        cmocka_unit_test(a_refused_allocation_is_told_and_nothing_leaks),
        cmocka_unit_test(a_service_bit_is_one_bit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
