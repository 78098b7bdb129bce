/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buffer.h"

#include "base/check.h"
#include "base/random.h"

static void what_is_appended_stands_there(void **state)
{
    struct memory account = { .limit = 0 };
    struct buffer buffer;

    buffer_init(&buffer, &account);
    assert_true(buffer_append(&buffer, SLICE("one")));
    assert_true(buffer_append(&buffer, slice_of(NULL)));
    assert_true(buffer_byte(&buffer, ' '));
    assert_true(buffer_text(&buffer, "two"));
    assert_true(buffer_printf(&buffer, " %d", 3));
    assert_slice_equal(buffer_slice(&buffer), "one two 3");
    buffer_done(&buffer);
    assert_int_equal(account.used, 0);
}

static void long_runs_grow_it_and_slack_stays_behind(void **state)
{
    struct memory account = { .limit = 0 };
    struct buffer buffer;
    char expected[20000];
    uint64_t seed = 7;

    buffer_init(&buffer, &account);
    while (buffer.len < sizeof expected - 100) {
        size_t len = random_below(&seed, 100);

        for (size_t i = 0; i < len; i++)
            expected[buffer.len + i] = (char)random_next(&seed);
        assert_true(buffer_append(&buffer, slice_make(expected + buffer.len, len)));
        if (buffer.at)
            memset(buffer.at + buffer.len, 0xee, BODY_SLACK); /* AddressSanitizer sees that it is ours */
        assert_true(buffer.len <= buffer.room);
    }
    assert_memory_equal(buffer.at, expected, buffer.len);
    assert_true(account.calls < 12);
    buffer_done(&buffer);
    assert_int_equal(account.used, 0);
}

static void formatted_text_longer_than_the_room_comes_whole(void **state)
{
    struct memory account = { .limit = 0 };
    struct buffer buffer;

    for (int width = 180; width < 270; width++) {
        buffer_init(&buffer, &account);
        buffer_text(&buffer, "ab");
        assert_true(buffer_printf(&buffer, "%0*d", width, 5));
        assert_int_equal(buffer.len, 2 + width);
        assert_int_equal(buffer.at[buffer.len - 1], '5');
        assert_int_equal(buffer.at[2], '0');
        buffer_done(&buffer);
    }
}

static void a_reset_buffer_allocates_nothing(void **state)
{
    struct memory account = { .limit = 0 };
    struct buffer buffer;
    uint64_t calls;

    buffer_init(&buffer, &account);
    buffer_reserve(&buffer, 1000);
    calls = account.calls;
    for (int round = 0; round < 10; round++) {
        buffer_reset(&buffer);
        for (int i = 0; i < 100; i++)
            buffer_text(&buffer, "0123456789");
        assert_int_equal(buffer.len, 1000);
    }
    assert_int_equal(account.calls, calls);
    buffer_done(&buffer);
}

static void a_refusal_is_remembered_and_the_bytes_before_it_stay(void **state)
{
    struct memory account = { .limit = 600 };
    struct buffer buffer;
    size_t len;

    buffer_init(&buffer, &account);
    while (buffer_text(&buffer, "0123456789"))
        ;
    len = buffer.len;
    assert_true(buffer.failed);
    assert_true(len >= 190);
    assert_memory_equal(buffer.at + len - 10, "0123456789", 10);
    assert_false(buffer_byte(&buffer, 'x'));
    assert_false(buffer_append(&buffer, slice_of(NULL)));
    assert_false(buffer_printf(&buffer, "x"));
    assert_int_equal(buffer.len, len);
    buffer_reset(&buffer);
    assert_true(buffer_text(&buffer, "again"));
    assert_false(buffer_reserve(&buffer, SIZE_MAX));
    assert_true(buffer.failed);
    buffer_done(&buffer);
    assert_int_equal(account.used, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_appended_stands_there),
        cmocka_unit_test(long_runs_grow_it_and_slack_stays_behind),
        cmocka_unit_test(formatted_text_longer_than_the_room_comes_whole),
        cmocka_unit_test(a_reset_buffer_allocates_nothing),
        cmocka_unit_test(a_refusal_is_remembered_and_the_bytes_before_it_stay),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
