/* SPDX-License-Identifier: Apache-2.0 */
#include "../base/check.h"
#include "bytes.h"
#include "desk.h"

#include <stdio.h>

/* ---- blocks ---- */

static void put(struct bench *bench, unsigned size, uint64_t value)
{
    bytes_put(&bench->file, bench->big_endian, size, value);
}

static void put_padded(struct bench *bench, struct slice data)
{
    buffer_append(&bench->file, data);
    while (bench->file.len % 4)
        buffer_byte(&bench->file, 0);
}

static size_t begin_block(struct bench *bench, uint32_t type)
{
    size_t at = bench->file.len;

    put(bench, 4, type);
    put(bench, 4, 0);
    return at;
}

static void end_block(struct bench *bench, size_t at)
{
    size_t length = bench->file.len - at + 4;
    struct buffer number;

    put(bench, 4, length);
    buffer_init(&number, &bench->account);
    bytes_put(&number, bench->big_endian, 4, length);
    memcpy(bench->file.at + at + 4, number.at, 4);
    buffer_done(&number);
}

static void put_option(struct bench *bench, unsigned code, struct slice value)
{
    put(bench, 2, code);
    put(bench, 2, value.len);
    put_padded(bench, value);
}

static void put_option_64(struct bench *bench, unsigned code, uint64_t value)
{
    put(bench, 2, code);
    put(bench, 2, 8);
    put(bench, 8, value);
}

static void put_section(struct bench *bench, bool big_endian)
{
    size_t at;

    bench->big_endian = big_endian;
    at = begin_block(bench, 0x0a0d0d0a);
    put(bench, 4, 0x1a2b3c4d);
    put(bench, 2, 1);
    put(bench, 2, 0);
    put(bench, 8, UINT64_MAX);
    put_option(bench, 4, SLICE("a test"));
    put(bench, 4, 0);
    end_block(bench, at);
}

/* resolution 0: no option. */
static void put_interface(struct bench *bench, unsigned link_type, uint32_t snap_length, uint8_t resolution,
                          int64_t offset)
{
    size_t at = begin_block(bench, 1);

    put(bench, 2, link_type);
    put(bench, 2, 0);
    put(bench, 4, snap_length);
    put_option(bench, 2, SLICE("eth0"));
    if (resolution)
        put_option(bench, 9, slice_make(&resolution, 1));
    if (offset)
        put_option_64(bench, 14, (uint64_t)offset);
    put(bench, 4, 0);
    end_block(bench, at);
}

static void put_enhanced(struct bench *bench, uint32_t interface, uint64_t ticks, struct slice data,
                         uint32_t original)
{
    size_t at = begin_block(bench, 6);

    put(bench, 4, interface);
    put(bench, 4, ticks >> 32);
    put(bench, 4, ticks & UINT32_MAX);
    put(bench, 4, data.len);
    put(bench, 4, original);
    put_padded(bench, data);
    put_option(bench, 1, SLICE("a comment"));
    put(bench, 4, 0);
    end_block(bench, at);
}

static void put_obsolete(struct bench *bench, unsigned interface, unsigned drops, uint64_t ticks,
                         struct slice data)
{
    size_t at = begin_block(bench, 2);

    put(bench, 2, interface);
    put(bench, 2, drops);
    put(bench, 4, ticks >> 32);
    put(bench, 4, ticks & UINT32_MAX);
    put(bench, 4, data.len);
    put(bench, 4, data.len);
    put_padded(bench, data);
    end_block(bench, at);
}

static void put_simple(struct bench *bench, uint32_t original, struct slice data)
{
    size_t at = begin_block(bench, 3);

    put(bench, 4, original);
    put_padded(bench, data);
    end_block(bench, at);
}

static void put_statistics(struct bench *bench, uint32_t interface, uint64_t ifdrop, uint64_t osdrop)
{
    size_t at = begin_block(bench, 5);

    put(bench, 4, interface);
    put(bench, 8, 0);
    put_option_64(bench, 4, 1000);
    put_option_64(bench, 5, ifdrop);
    put_option_64(bench, 7, osdrop);
    put(bench, 4, 0);
    end_block(bench, at);
}

static void put_foreign(struct bench *bench, uint32_t type, size_t size)
{
    size_t at = begin_block(bench, type);

    for (size_t i = 0; i < size; i++)
        buffer_byte(&bench->file, (char)i);
    end_block(bench, at);
}

/* ---- tests ---- */

static void put_sample(struct bench *bench)
{
    put_section(bench, false);
    put_interface(bench, 1, 65535, 0, 0);
    put_foreign(bench, 4, 16); /* names */
    put_enhanced(bench, 0, 1700000000123456, SLICE("abc"), 1500);
    put_interface(bench, 113, 0, 9, 0);
    put_enhanced(bench, 1, 1700000000123456789, SLICE("defg"), 4);
    put_foreign(bench, 0xbad, 40);
    put_foreign(bench, 10, 8); /* secrets */
    put_simple(bench, 5, SLICE("hijkl"));
    put_obsolete(bench, 0, 0xffff, 1, SLICE("mn"));
    put_statistics(bench, 0, 0, 0);
    put_section(bench, true);
    put_interface(bench, 101, 3, 0, 0);
    put_enhanced(bench, 0, 2, SLICE("op"), 2);
    put_simple(bench, 9, SLICE("qrs"));
}

#define SAMPLE_TOLD                                                                                          \
    "1700000000123456000 link 1 3/1500 616263\n"                                                             \
    "1700000000123456789 link 113 4/4 64656667\n"                                                            \
    "1700000000123456789 link 1 5/5 68696a6b6c\n"                                                            \
    "1000 link 1 2/2 6d6e\n"                                                                                 \
    "2000 link 101 2/2 6f70\n"                                                                               \
    "2000 link 101 3/9 717273\n"

static void packets_of_several_sections_and_interfaces_are_told(void **state)
{
    struct bench bench;

    bench_begin(&bench);
    put_sample(&bench);
    desk_read(&bench.desk, buffer_slice(&bench.file));
    assert_told(&bench.desk, SAMPLE_TOLD);
    assert_int_equal(bench.desk.errors, 0);
    assert_records(&bench.desk, 0, 0, 0);
    desk_again(&bench.desk);
    bench.desk.read_size = 1;
    desk_read(&bench.desk, buffer_slice(&bench.file));
    assert_told(&bench.desk, SAMPLE_TOLD);
    bench_end(&bench);
}

/* How many packets, and whether a block ends, within the first `len` bytes. */
static size_t packets_within(const struct buffer *file, size_t len, bool *at_edge)
{
    size_t at = 0, packets = 0;
    bool big_endian = false;

    while (at + 12 <= len) {
        const uint8_t *byte = (const uint8_t *)file->at + at;
        uint32_t type, length;

        if (byte[0] == 0x0a)
            big_endian = byte[8] == 0x1a;
        type = big_endian ? byte[3] : byte[0];
        length = big_endian ? (uint32_t)byte[6] << 8 | byte[7] : (uint32_t)byte[5] << 8 | byte[4];
        if (at + length > len)
            break;
        packets += type == 6 || type == 3 || type == 2;
        at += length;
    }
    *at_edge = at == len;
    return packets;
}

static void a_file_cut_anywhere_keeps_the_packets_that_were_whole(void **state)
{
    struct bench bench;

    bench_begin(&bench);
    put_sample(&bench);
    bench.desk.forced = "pcapng";
    for (size_t len = 1; len <= bench.file.len; len++) {
        bool at_edge;
        size_t packets = packets_within(&bench.file, len, &at_edge);

        desk_again(&bench.desk);
        bench.desk.read_size = 1 + len % 50;
        desk_read(&bench.desk, slice_make(bench.file.at, len));
        assert_told_lines(&bench.desk, SAMPLE_TOLD, packets);
        assert_int_equal(bench.desk.errors, !at_edge);
        if (!at_edge)
            assert_error_has(&bench.desk, "inside a block");
        assert_records(&bench.desk, !at_edge, 0, !at_edge);
    }
    bench_end(&bench);
}

static void times_are_told_in_nanoseconds_whatever_their_unit(void **state)
{
    static const struct {
        uint8_t resolution;
        int64_t offset;
        uint64_t ticks;
        const char *time;
    } rows[] = {
        { 0, 0, 1700000000123456, "1700000000123456000" },
        { 3, 0, 1700000000123, "1700000000123000000" },
        { 9, 0, 1700000000123456789, "1700000000123456789" },
        { 12, 0, 1700000123456789, "1700000123456" },
        { 19, 0, 10000000000000000000u, "1000000000" },
        { 30, 0, 10000000000000000000u, "0" },
        { 0x80, 0, 1700000000, "1700000000000000000" },
        { 0x80 + 10, 0, 1700000000 * UINT64_C(1024) + 512, "1700000000500000000" },
        { 0x80 + 32, 0, (UINT64_C(1700000000) << 32) + (UINT64_C(1) << 30), "1700000000250000000" },
        { 0x80 + 33, 0, (UINT64_C(1700000000) << 33) + (UINT64_C(1) << 31), "1700000000250000000" },
        { 0x80 + 63, 0, (UINT64_C(1) << 63) + (UINT64_C(1) << 62), "1500000000" },
        { 0x80 + 64, 0, UINT64_C(1) << 63, "500000000" },
        { 0x80 + 100, 0, UINT64_MAX, "0" },
        { 6, 1700000000, 123456, "1700000000123456000" },
        { 6, -1, 1500000, "500000000" },
        { 6, 0, UINT64_MAX, "9223372036854775807" },
        { 0x80, 0, UINT64_MAX, "9223372036854775807" },
        { 6, INT64_MAX, 1, "9223372036854775807" },
        { 6, INT64_MIN, 1, "-9223372036854775808" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct bench bench;
        char expected[80];

        bench_begin(&bench);
        put_section(&bench, i % 2);
        put_interface(&bench, 1, 0, rows[i].resolution, rows[i].offset);
        put_enhanced(&bench, 0, rows[i].ticks, SLICE("a"), 1);
        desk_read(&bench.desk, buffer_slice(&bench.file));
        snprintf(expected, sizeof expected, "%s link 1 1/1 61\n", rows[i].time);
        assert_told(&bench.desk, expected);
        bench_end(&bench);
    }
}

static void drops_are_counted_once_from_running_totals(void **state)
{
    struct bench bench;

    bench_begin(&bench);
    put_section(&bench, false);
    put_interface(&bench, 1, 0, 0, 0);
    put_interface(&bench, 1, 0, 0, 0);
    put_statistics(&bench, 0, 5, 2);
    put_statistics(&bench, 0, 5, 2);
    put_statistics(&bench, 0, 9, 2);
    put_statistics(&bench, 1, 3, UINT64_MAX);
    put_section(&bench, true);
    put_interface(&bench, 1, 0, 0, 0);
    put_obsolete(&bench, 0, 4, 0, SLICE("a"));
    put_statistics(&bench, 0, 4, 0);
    desk_read(&bench.desk, buffer_slice(&bench.file));
    assert_int_equal(bench.desk.errors, 0);
    assert_int_equal(bench.desk.ledger.seen[LEDGER_PACKETS], 11 + 3 + 4);
    assert_int_equal(bench.desk.ledger.lost[LOSS_kernel_drop], 11 + 3 + 4);
    bench_end(&bench);
}

static void a_block_that_contradicts_itself_costs_that_block(void **state)
{
    struct bench bench;

    bench_begin(&bench);
    put_section(&bench, false);
    put_interface(&bench, 1, 0, 0, 0);
    put_enhanced(&bench, 7, 1, SLICE("of no interface"), 15);
    put_enhanced(&bench, 0, 1, SLICE("a"), 1);
    bench.file.at[bench.file.len - 4 - 4 - 16 - 4 - 8] = 100; /* captured: more than the block holds */
    put_foreign(&bench, 6, 4);
    put_foreign(&bench, 1, 4);
    put_foreign(&bench, 5, 8);
    put_simple(&bench, 100, SLICE("short"));
    put_statistics(&bench, 3, 1, 1);
    put_enhanced(&bench, 0, 2, SLICE("b"), 1);
    desk_read(&bench.desk, buffer_slice(&bench.file));
    assert_told(&bench.desk, "2000 link 1 1/1 62\n");
    assert_int_equal(bench.desk.errors, 0);
    assert_records(&bench.desk, 7, 7, 0);
    assert_int_equal(bench.desk.warnings.total, 7);
    assert_warning_has(&bench.desk, "the block at byte 76 contradicts itself");
    bench_end(&bench);
}

static void options_that_run_over_their_block_are_not_followed(void **state)
{
    struct bench bench;
    size_t at;

    bench_begin(&bench);
    put_section(&bench, false);
    at = begin_block(&bench, 1);
    put(&bench, 4, 1);
    put(&bench, 4, 0);
    put(&bench, 2, 9);
    put(&bench, 2, 0xffff);
    end_block(&bench, at);
    put_enhanced(&bench, 0, 1, SLICE("a"), 1);
    desk_read(&bench.desk, buffer_slice(&bench.file));
    assert_told(&bench.desk, "1000 link 1 1/1 61\n");
    bench_end(&bench);
}

static void an_impossible_block_ends_the_reading_at_its_byte(void **state)
{
    static const uint32_t lengths[] = { 0, 11, 33, 0x7ffffffc };

    for (size_t i = 0; i < 4; i++) {
        struct bench bench;
        size_t at;

        bench_begin(&bench);
        put_section(&bench, false);
        put_interface(&bench, 1, 0, 0, 0);
        put_enhanced(&bench, 0, 1, SLICE("a"), 1);
        at = bench.file.len;
        put_enhanced(&bench, 0, 2, SLICE("b"), 1);
        bench.file.at[at + 4] = (char)lengths[i];
        bench.file.at[at + 7] = (char)(lengths[i] >> 24);
        desk_read(&bench.desk, buffer_slice(&bench.file));
        assert_told(&bench.desk, "1000 link 1 1/1 61\n");
        assert_int_equal(bench.desk.errors, 1);
        assert_error_has(&bench.desk, "is damaged");
        assert_error_has(&bench.desk, "at byte 132");
        assert_records(&bench.desk, 1, 1, 0);
        bench_end(&bench);
    }
}

static void lengths_that_differ_end_the_reading(void **state)
{
    struct bench bench;

    bench_begin(&bench);
    put_section(&bench, false);
    put_interface(&bench, 1, 0, 0, 0);
    put_enhanced(&bench, 0, 1, SLICE("a"), 1);
    bench.file.at[bench.file.len - 4]++;
    desk_read(&bench.desk, buffer_slice(&bench.file));
    assert_told(&bench.desk, "");
    assert_error_has(&bench.desk, "the two lengths of a block differ");
    bench_end(&bench);
}

static void large_foreign_blocks_are_passed_without_being_kept(void **state)
{
    struct bench bench;

    bench_begin(&bench);
    put_section(&bench, false);
    put_interface(&bench, 1, 0, 0, 0);
    put_foreign(&bench, 0x40000bad, 4 << 20);
    put_enhanced(&bench, 0, 1, SLICE("a"), 1);
    desk_read(&bench.desk, buffer_slice(&bench.file));
    assert_told(&bench.desk, "1000 link 1 1/1 61\n");
    assert_true(bench.desk.account.peak < 1 << 20);
    bench_end(&bench);
}

static void what_is_no_pcapng_is_refused_even_when_forced(void **state)
{
    struct bench bench;

    bench_begin(&bench);
    bench.desk.forced = "pcapng";
    desk_read(&bench.desk, SLICE("something else of some length"));
    assert_error_has(&bench.desk, "no pcapng section header");
    bench_end(&bench);
}

static void refused_memory_leaks_nothing(void **state)
{
    for (uint64_t nth = 1; nth < 20; nth++) {
        struct bench bench;

        bench_begin(&bench);
        put_sample(&bench);
        bench.desk.account.fail_at = nth;
        desk_read(&bench.desk, buffer_slice(&bench.file));
        bench_end(&bench);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(packets_of_several_sections_and_interfaces_are_told),
        cmocka_unit_test(a_file_cut_anywhere_keeps_the_packets_that_were_whole),
        cmocka_unit_test(times_are_told_in_nanoseconds_whatever_their_unit),
        cmocka_unit_test(drops_are_counted_once_from_running_totals),
        cmocka_unit_test(a_block_that_contradicts_itself_costs_that_block),
        cmocka_unit_test(options_that_run_over_their_block_are_not_followed),
        cmocka_unit_test(an_impossible_block_ends_the_reading_at_its_byte),
        cmocka_unit_test(lengths_that_differ_end_the_reading),
        cmocka_unit_test(large_foreign_blocks_are_passed_without_being_kept),
        cmocka_unit_test(what_is_no_pcapng_is_refused_even_when_forced),
        cmocka_unit_test(refused_memory_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
