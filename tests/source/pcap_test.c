/* SPDX-License-Identifier: Apache-2.0 */
#include "../base/check.h"
#include "bytes.h"
#include "desk.h"

struct dialect {
    bool big_endian, nanoseconds, kuznetzov;
};

static void put_header(struct buffer *out, const struct dialect *dialect, uint32_t snap_length,
                       uint32_t link_type)
{
    uint32_t magic = dialect->kuznetzov ? 0xa1b2cd34 : dialect->nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4;

    bytes_put(out, dialect->big_endian, 4, magic);
    bytes_put(out, dialect->big_endian, 2, 2);
    bytes_put(out, dialect->big_endian, 2, 4);
    bytes_put(out, dialect->big_endian, 8, 0);
    bytes_put(out, dialect->big_endian, 4, snap_length);
    bytes_put(out, dialect->big_endian, 4, link_type);
}

static void put_record(struct buffer *out, const struct dialect *dialect, uint32_t seconds,
                       uint32_t microseconds, struct slice data, uint32_t original)
{
    bytes_put(out, dialect->big_endian, 4, seconds);
    bytes_put(out, dialect->big_endian, 4, dialect->nanoseconds ? microseconds * 1000 : microseconds);
    bytes_put(out, dialect->big_endian, 4, data.len);
    bytes_put(out, dialect->big_endian, 4, original);
    if (dialect->kuznetzov)
        bytes_put(out, dialect->big_endian, 8, 0x1122334455667788);
    buffer_append(out, data);
}

static void put_sample(struct buffer *out, const struct dialect *dialect)
{
    put_header(out, dialect, 65535, 1);
    put_record(out, dialect, 1700000000, 123456, SLICE("abc"), 3);
    put_record(out, dialect, 1700000001, 0, SLICE(""), 0);
    put_record(out, dialect, 4294967295u, 999999, SLICE("defgh"), 1500);
}

#define SAMPLE_TOLD                                                                                          \
    "1700000000123456000 link 1 3/3 616263\n"                                                                \
    "1700000001000000000 link 1 0/0 \n"                                                                      \
    "4294967295999999000 link 1 5/1500 6465666768\n"

static const struct dialect dialects[] = {
    { false, false, false }, { true, false, false }, { false, true, false },
    { true, true, false },   { false, false, true }, { true, false, true },
};
#define DIALECTS (sizeof dialects / sizeof *dialects)

static void every_dialect_tells_the_same_packets(void **state)
{
    for (size_t i = 0; i < DIALECTS; i++) {
        struct bench bench;

        bench_begin(&bench);
        put_sample(&bench.file, &dialects[i]);
        desk_read(&bench.desk, buffer_slice(&bench.file));
        assert_told(&bench.desk, SAMPLE_TOLD);
        assert_int_equal(bench.desk.errors, 0);
        assert_int_equal(bench.desk.progress.packets, 3);
        assert_int_equal(bench.desk.progress.bytes, bench.file.len);
        assert_int_equal(bench.desk.progress.total, bench.file.len);
        assert_records(&bench.desk, 0, 0, 0);
        bench_end(&bench);
    }
}

static void reads_of_one_byte_and_a_pipe_change_nothing(void **state)
{
    struct bench bench;

    bench_begin(&bench);
    put_sample(&bench.file, &dialects[0]);
    bench.desk.read_size = 1;
    desk_read(&bench.desk, buffer_slice(&bench.file));
    assert_told(&bench.desk, SAMPLE_TOLD);
    desk_again(&bench.desk);
    desk_read_pipe(&bench.desk, buffer_slice(&bench.file));
    assert_told(&bench.desk, SAMPLE_TOLD);
    assert_int_equal(bench.desk.progress.total, 0);
    bench_end(&bench);
}

static void a_file_cut_anywhere_keeps_the_packets_that_were_whole(void **state)
{
    for (size_t i = 0; i < DIALECTS; i++) {
        struct bench bench;
        size_t ends[4];

        bench_begin(&bench);
        put_header(&bench.file, &dialects[i], 65535, 1);
        ends[0] = bench.file.len;
        put_record(&bench.file, &dialects[i], 1700000000, 123456, SLICE("abc"), 3);
        ends[1] = bench.file.len;
        put_record(&bench.file, &dialects[i], 1700000001, 0, SLICE(""), 0);
        ends[2] = bench.file.len;
        put_record(&bench.file, &dialects[i], 4294967295u, 999999, SLICE("defgh"), 1500);
        ends[3] = bench.file.len;
        for (size_t len = 0; len <= bench.file.len; len++) {
            size_t whole = 0;
            bool at_edge;

            while (whole < 3 && ends[whole + 1] <= len)
                whole++;
            at_edge = len == ends[whole];
            desk_again(&bench.desk);
            bench.desk.forced = "pcap";
            bench.desk.read_size = 1 + len % 7;
            desk_read(&bench.desk, slice_make(bench.file.at, len));
            assert_told_lines(&bench.desk, SAMPLE_TOLD, whole);
            assert_int_equal(bench.desk.errors, !at_edge);
            if (!at_edge)
                assert_error_has(&bench.desk, len < ends[0] ? "inside the header" : "inside a packet");
            assert_records(&bench.desk, !at_edge && len, 0, !at_edge && len);
        }
        bench_end(&bench);
    }
}

static void a_cut_packet_is_named_by_its_byte(void **state)
{
    struct bench bench;

    bench_begin(&bench);
    put_sample(&bench.file, &dialects[0]);
    desk_read(&bench.desk, slice_make(bench.file.at, 24 + 16 + 3 + 16 + 18));
    assert_error_has(&bench.desk, "18 of its 21 bytes");
    assert_error_has(&bench.desk, "at byte 59");
    assert_error_has(&bench.desk, "the packets before it are kept");
    bench_end(&bench);
}

static void an_impossible_length_is_named_by_its_byte(void **state)
{
    struct bench bench;

    bench_begin(&bench);
    put_header(&bench.file, &dialects[1], 65535, 1);
    put_record(&bench.file, &dialects[1], 1, 0, SLICE("abc"), 3);
    bytes_put(&bench.file, true, 4, 2);
    bytes_put(&bench.file, true, 4, 0);
    bytes_put(&bench.file, true, 4, 0x7fffffff);
    bytes_put(&bench.file, true, 4, 0x7fffffff);
    buffer_append(&bench.file, SLICE("whatever stands here"));
    desk_read(&bench.desk, buffer_slice(&bench.file));
    assert_told(&bench.desk, "1000000000 link 1 3/3 616263\n");
    assert_error_has(&bench.desk, "at byte 43 claims 2147483647 bytes");
    assert_records(&bench.desk, 1, 1, 0);
    bench_end(&bench);
}

static void packets_above_the_snap_length_are_tolerated_while_they_are_sane(void **state)
{
    struct bench bench;

    bench_begin(&bench);
    put_header(&bench.file, &dialects[0], 2, 1);
    put_record(&bench.file, &dialects[0], 1, 0, SLICE("abc"), 3);
    desk_read(&bench.desk, buffer_slice(&bench.file));
    assert_told(&bench.desk, "1000000000 link 1 3/3 616263\n");
    assert_int_equal(bench.desk.errors, 0);
    bench_end(&bench);
}

static void the_length_of_the_check_sequence_is_no_part_of_the_link_type(void **state)
{
    struct bench bench;

    bench_begin(&bench);
    put_header(&bench.file, &dialects[0], 65535, 0x44000071);
    put_record(&bench.file, &dialects[0], 1, 0, SLICE("a"), 1);
    desk_read(&bench.desk, buffer_slice(&bench.file));
    assert_told(&bench.desk, "1000000000 link 113 1/1 61\n");
    bench_end(&bench);
}

static void old_versions_have_their_lengths_swapped(void **state)
{
    static const unsigned minors[] = { 2, 3 };

    for (size_t i = 0; i < 2; i++) {
        struct bench bench;

        bench_begin(&bench);
        put_header(&bench.file, &dialects[0], 65535, 1);
        bench.file.at[6] = (char)minors[i];
        bytes_put(&bench.file, false, 8, 1);
        bytes_put(&bench.file, false, 4, 60); /* on the wire */
        bytes_put(&bench.file, false, 4, 2);  /* captured */
        buffer_append(&bench.file, SLICE("ab"));
        desk_read(&bench.desk, buffer_slice(&bench.file));
        assert_told(&bench.desk, "1000000000 link 1 2/60 6162\n");
        bench_end(&bench);
    }
}

static void an_unknown_version_is_refused(void **state)
{
    struct bench bench;

    bench_begin(&bench);
    put_sample(&bench.file, &dialects[0]);
    bench.file.at[4] = 3;
    desk_read(&bench.desk, buffer_slice(&bench.file));
    assert_error_has(&bench.desk, "version 3");
    bench_end(&bench);
}

static void what_is_no_pcap_is_refused_even_when_forced(void **state)
{
    struct bench bench;

    bench_begin(&bench);
    bench.desk.forced = "pcap";
    desk_read(&bench.desk, SLICE("this is not a capture, but long enough for a header"));
    assert_error_has(&bench.desk, "does not begin like a pcap capture");
    bench_end(&bench);
}

static void a_large_packet_crosses_blocks(void **state)
{
    struct bench bench;
    struct buffer data;

    bench_begin(&bench);
    buffer_init(&data, &bench.account);
    for (int i = 0; i < 100000; i++)
        buffer_byte(&data, (char)i);
    put_header(&bench.file, &dialects[0], 262144, 1);
    for (int i = 0; i < 8; i++)
        put_record(&bench.file, &dialects[0], 1, 0, buffer_slice(&data), 100000);
    desk_read(&bench.desk, buffer_slice(&bench.file));
    assert_int_equal(bench.desk.progress.packets, 8);
    assert_int_equal(bench.desk.errors, 0);
    buffer_done(&data);
    bench_end(&bench);
}

static void refused_memory_is_an_error_and_leaks_nothing(void **state)
{
    bool finished = false;

    for (uint64_t nth = 1; !finished; nth++) {
        struct bench bench;

        bench_begin(&bench);
        put_sample(&bench.file, &dialects[0]);
        bench.desk.account.fail_at = nth;
        desk_read(&bench.desk, buffer_slice(&bench.file));
        finished = bench.desk.errors == 0;
        if (!finished)
            assert_int_equal(bench.desk.error.kind, ERROR_MEMORY);
        bench_end(&bench);
        assert_true(nth < 50);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_dialect_tells_the_same_packets),
        cmocka_unit_test(reads_of_one_byte_and_a_pipe_change_nothing),
        cmocka_unit_test(a_file_cut_anywhere_keeps_the_packets_that_were_whole),
        cmocka_unit_test(a_cut_packet_is_named_by_its_byte),
        cmocka_unit_test(an_impossible_length_is_named_by_its_byte),
        cmocka_unit_test(packets_above_the_snap_length_are_tolerated_while_they_are_sane),
        cmocka_unit_test(the_length_of_the_check_sequence_is_no_part_of_the_link_type),
        cmocka_unit_test(old_versions_have_their_lengths_swapped),
        cmocka_unit_test(an_unknown_version_is_refused),
        cmocka_unit_test(what_is_no_pcap_is_refused_even_when_forced),
        cmocka_unit_test(a_large_packet_crosses_blocks),
        cmocka_unit_test(refused_memory_is_an_error_and_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
