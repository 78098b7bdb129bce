/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/pack.h"

#include "base/check.h"
#include "base/hash.h"

static void numbers_and_texts_come_back(void **state)
{
    static const uint64_t numbers[] = { 0, 1, 127, 128, 300, UINT32_MAX, UINT64_MAX };
    static const int64_t times[] = { 0, -1, 1, INT64_MIN, INT64_MAX, -1234567890123 };
    struct memory account = { .limit = 0 };
    struct buffer out;
    struct unpack in;

    buffer_init(&out, &account);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        pack_u64(&out, numbers[i]);
    for (size_t i = 0; i < sizeof times / sizeof *times; i++)
        pack_i64(&out, times[i]);
    pack_slice(&out, SLICE("text"));
    pack_slice(&out, SLICE(""));
    in = (struct unpack){ .rest = buffer_slice(&out) };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        assert_true(unpack_u64(&in) == numbers[i]);
    for (size_t i = 0; i < sizeof times / sizeof *times; i++)
        assert_true(unpack_i64(&in) == times[i]);
    assert_slice_equal(unpack_slice(&in), "text");
    assert_slice_equal(unpack_slice(&in), "");
    assert_int_equal(in.rest.len, 0);
    assert_false(in.broken);
    buffer_done(&out);
}

static void small_numbers_are_small(void **state)
{
    struct memory account = { .limit = 0 };
    struct buffer out;

    buffer_init(&out, &account);
    pack_u64(&out, 127);
    pack_i64(&out, -64);
    assert_int_equal(out.len, 2);
    buffer_done(&out);
}

static void after_a_fault_everything_is_nothing(void **state)
{
    struct unpack in = { .rest = SLICE("\x80") };

    assert_int_equal(unpack_u64(&in), 0);
    assert_true(in.broken);
    in.rest = SLICE("\x05hello");
    assert_int_equal(unpack_slice(&in).len, 0);
    assert_int_equal(unpack_i64(&in), 0);
}

static void a_length_beyond_the_input_is_a_fault(void **state)
{
    struct unpack text = { .rest = SLICE("\x05hell") }, count = { .rest = SLICE("\x05hell") };
    struct unpack endless = { .rest = SLICE("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01") };

    assert_int_equal(unpack_slice(&text).len, 0);
    assert_true(text.broken);
    assert_int_equal(unpack_count(&count), 0);
    assert_true(count.broken);
    assert_int_equal(unpack_u64(&endless), 0);
    assert_true(endless.broken);
}

static void samples_add_up(void **state)
{
    struct memory account = { .limit = 0 };
    struct sample one, other;
    struct buffer out;
    struct unpack in;
    char text[300];

    memset(text, 'x', sizeof text);
    sample_init(&one, 8);
    sample_init(&other, 8);
    for (size_t i = 0; i < 20; i++)
        assert_true(sample_add(&one, &account, hash_content(slice_make(text, 10 * i)),
                               slice_make(text, 10 * i), i + 1));
    buffer_init(&out, &account);
    pack_sample(&out, &one);
    for (int i = 0; i < 2; i++) {
        in = (struct unpack){ .rest = buffer_slice(&out) };
        unpack_sample(&in, &other, &account);
        assert_false(in.broken);
    }
    assert_int_equal(other.total, 2 * one.total);
    assert_true(other.overflowed);
    for (uint32_t i = 0; i < 8; i++) {
        assert_int_equal(other.entries[i].count, 2 * one.entries[i].count);
        assert_int_equal(other.entries[i].full_len, one.entries[i].full_len);
    }
    buffer_done(&out);
    sample_done(&one, &account);
    sample_done(&other, &account);
    assert_int_equal(account.used, 0);
}

/* Hashes that the texts do not give: cut, left out, or another value's. */
static void hashes_come_back_whatever_the_text(void **state)
{
    struct memory account = { .limit = 0 };
    struct sample sample, silent, again;
    struct buffer out;
    struct unpack in;
    char text[300];

    memset(text, 'y', sizeof text);
    sample_init(&sample, 16);
    sample_init(&silent, 16);
    silent.silent = true;
    for (size_t i = 0; i < 8; i++) {
        struct slice value = slice_make(text, 40 * i);

        assert_true(sample_add(&sample, &account, i % 2 ? hash_content(value) : 77 * i + 1, value, i + 1));
        assert_true(sample_add(&silent, &account, hash_content(value), value, i + 1));
    }
    buffer_init(&out, &account);
    pack_sample(&out, &sample);
    pack_sample(&out, &silent);
    in = (struct unpack){ .rest = buffer_slice(&out) };
    for (int i = 0; i < 2; i++) {
        const struct sample *written = i ? &silent : &sample;

        sample_init(&again, 16);
        unpack_sample(&in, &again, &account);
        assert_int_equal(again.count, written->count);
        for (uint32_t j = 0; j < again.count; j++) {
            assert_true(again.entries[j].hash == written->entries[j].hash);
            assert_int_equal(again.entries[j].count, written->entries[j].count);
            assert_int_equal(again.entries[j].len, written->entries[j].len);
            assert_int_equal(again.entries[j].full_len, written->entries[j].full_len);
        }
        sample_done(&again, &account);
    }
    assert_false(in.broken);
    assert_int_equal(in.rest.len, 0);
    buffer_done(&out);
    sample_done(&sample, &account);
    sample_done(&silent, &account);
    assert_int_equal(account.used, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_and_texts_come_back),
        cmocka_unit_test(small_numbers_are_small),
        cmocka_unit_test(after_a_fault_everything_is_nothing),
        cmocka_unit_test(a_length_beyond_the_input_is_a_fault),
        cmocka_unit_test(samples_add_up),
        cmocka_unit_test(hashes_come_back_whatever_the_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
