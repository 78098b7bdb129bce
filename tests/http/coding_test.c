/* SPDX-License-Identifier: Apache-2.0 */
#include "http/coding.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include <zlib.h>
#include <zstd.h>

struct bench {
    struct memory account;
    struct arena arena;
    struct coding coding;
};

static void begin(struct bench *bench, size_t limit)
{
    *bench = (struct bench){ .account = { 0 } };
    arena_init(&bench->arena, &bench->account, 0);
    assert_true(coding_init(&bench->coding, &bench->account, limit));
}

static void end(struct bench *bench)
{
    coding_done(&bench->coding);
    arena_done(&bench->arena);
    assert_int_equal(bench->account.used, 0);
}

static struct message decode(struct bench *bench, const char *coding, struct slice body,
                             enum body_state state)
{
    struct header headers[] = { { SLICE("Content-Type"), SLICE("application/json") },
                                { SLICE("content-encoding"), coding ? slice_of(coding) : SLICE("") } };
    struct message message = { .headers = headers,
                               .header_count = coding ? 2 : 1,
                               .body = body,
                               .body_state = state,
                               .body_bytes = body.len };

    coding_decode_message(&bench->coding, &message, &bench->arena);
    message.headers = NULL;
    return message;
}

/* Compressed copies: the caller frees. window_bits as zlib's. */
static struct slice deflated(struct slice text, int window_bits)
{
    z_stream zlib = { .next_in = (Bytef *)text.at, .avail_in = (uInt)text.len };
    size_t room = text.len + 1000;
    char *at = malloc(room);

    assert_int_equal(deflateInit2(&zlib, 9, Z_DEFLATED, window_bits, 9, Z_DEFAULT_STRATEGY), Z_OK);
    zlib.next_out = (Bytef *)at;
    zlib.avail_out = (uInt)room;
    assert_int_equal(deflate(&zlib, Z_FINISH), Z_STREAM_END);
    deflateEnd(&zlib);
    return (struct slice){ at, room - zlib.avail_out };
}

static struct slice gzipped(struct slice text)
{
    return deflated(text, 15 + 16);
}

/* Two streams of the brotli tool, quality 9: 64 MiB of zeros, and 200,000 bytes of SAMPLE_TEXT with its NUL,
 * over and over. */
static const char brotli_bomb[] =
    "\xcb\xff\xff\x3f\x00\x24\x00\xe2\xb1\x40\x72\xef\xff\xf8\xff\xff\x07\x80\x04\x40\x1c\x16\x80\xee"
    "\xfd\x1f\xff\xff\xff\x00\x90\x00\x88\xc3\x02\xd0\xbd\xff\xe3\xff\xff\x1f\x00\x12\x00\x71\x58\x00"
    "\xba\xf7\x7f\xfc\xff\xff\x03\x40\x02\x20\x0e\x0b\x40\xf7\xfe\x8f\xff\xff\x7f\x00\x48\x00\xc4\x61"
    "\x01\xe8\xde\xff\xf1\xff\xff\x0f\x00\x09\x80\x38\x2c\x00\xdd\xfb\xbf\xfc\xff\xff\x03\x20\x01\x10"
    "\x87\x05\xa0\x7b\xff\x07";
static const char brotli_sample[] =
    "\x5b\x3f\x0d\x03\x40\xe0\xc9\x1b\x2f\xe5\x97\xaf\xf8\x6f\xd7\x94\x6c\x82\x8d\x20\xb8\x50\x4c\x69"
    "\x74\x5b\x59\x9c\x3d\xce\x42\x7d\x88\x29\x97\x2a\xd8\xbc\x1b\xa5\x99\x4d\x84\xff\xa5\x09\x06\xd0"
    "\x3e\xbe\x38\x0b";

/* Brotli without its encoder: uncompressed meta-blocks of at most 64 KiB (RFC 7932 9.2) and an empty last
 * one. */
static struct slice brotlied(struct slice text)
{
    unsigned char *at = malloc(text.len + text.len / 1000 + 100);
    size_t len = 0, done = 0;
    bool first = true;

    while (done < text.len) {
        size_t piece = text.len - done < 65536 ? text.len - done : 65536;
        /* WBITS 16 is one 0 bit; ISLAST 0; MNIBBLES 0 (four); MLEN - 1; ISUNCOMPRESSED 1 */
        uint32_t bits = (uint32_t)(piece - 1) << 3 | 1u << 19;
        bits = first ? bits << 1 : bits;
        for (int i = 0; i < 3; i++)
            at[len++] = (unsigned char)(bits >> (8 * i));
        memcpy(at + len, text.at + done, piece);
        len += piece;
        done += piece;
        first = false;
    }
    at[len++] = 3; /* ISLAST, ISLASTEMPTY */
    return (struct slice){ (char *)at, len };
}

static struct slice zstded(struct slice text)
{
    size_t room = ZSTD_compressBound(text.len);
    char *at = malloc(room);

    return (struct slice){ at, ZSTD_compress(at, room, text.at, text.len, 3) };
}

#define SAMPLE_TEXT "{\"id\":1234567,\"name\":\"Anna\",\"tags\":[]},"

/* Text that compresses like JSON does. */
static struct slice sample(size_t len)
{
    char *at = malloc(len);

    for (size_t i = 0; i < len; i++)
        at[i] = SAMPLE_TEXT[(i + i / 997 * 3) % sizeof SAMPLE_TEXT];
    return (struct slice){ at, len };
}

static void release(struct slice bytes)
{
    free((char *)bytes.at);
}

static void every_coding_comes_off_at_every_size(void **state)
{
    static const size_t sizes[] = { 1, 10, 1000, 5000, 100000, 3000000 };
    struct bench bench;

    begin(&bench, 0);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct slice text = sample(sizes[i]);
        struct slice coded[] = { gzipped(text),       gzipped(text),  deflated(text, 15),
                                 deflated(text, -15), brotlied(text), zstded(text) };
        static const char *const names[] = { "gzip", " X-GZip ", "deflate", "deflate", "br", "zstd" };
        for (size_t j = 0; j < sizeof coded / sizeof *coded; j++) {
            struct message message = decode(&bench, names[j], coded[j], BODY_WHOLE);
            assert_int_equal(message.body_state, BODY_WHOLE);
            assert_true(slice_eq(message.body, text));
            assert_int_equal(message.oddities, 0);
            volatile char sum = 0;
            for (size_t k = 0; k < BODY_SLACK; k++)
                sum += message.body.at[message.body.len + k]; /* readable: the sanitizer says so */
            (void)sum;
            release(coded[j]);
            arena_reset(&bench.arena);
        }
        release(text);
    }
    end(&bench);
}

static void brotli_of_a_real_encoder_comes_off(void **state)
{
    struct bench bench;

    begin(&bench, 0);
    struct message message =
        decode(&bench, "br", slice_make(brotli_sample, sizeof brotli_sample - 1), BODY_WHOLE);
    assert_int_equal(message.body.len, 200000);
    for (size_t i = 0; i < message.body.len; i++)
        assert_int_equal(message.body.at[i], SAMPLE_TEXT[i % sizeof SAMPLE_TEXT]);
    end(&bench);
}

static void stacked_codings_come_off_in_reverse(void **state)
{
    struct bench bench;
    struct slice text = sample(5000), once = gzipped(text), twice = brotlied(once);

    begin(&bench, 0);
    struct message message = decode(&bench, "gzip, identity, br", twice, BODY_WHOLE);
    assert_true(slice_eq(message.body, text));
    assert_int_equal(decode(&bench, "br, gzip", twice, BODY_WHOLE).body_state, BODY_UNDECODABLE);
    assert_int_equal(decode(&bench, "gzip, gzip, gzip, gzip, gzip", once, BODY_WHOLE).body_state,
                     BODY_UNDECODABLE);
    end(&bench);
    release(text);
    release(once);
    release(twice);
}

static void bodies_without_coding_are_left_alone(void **state)
{
    struct bench bench;
    struct slice text = SLICE("{}");

    begin(&bench, 0);
    assert_ptr_equal(decode(&bench, NULL, text, BODY_WHOLE).body.at, text.at);
    assert_ptr_equal(decode(&bench, "identity", text, BODY_WHOLE).body.at, text.at);
    assert_ptr_equal(decode(&bench, "", text, BODY_WHOLE).body.at, text.at);
    assert_int_equal(decode(&bench, "gzip", SLICE(""), BODY_NONE).body_state, BODY_NONE);
    assert_int_equal(decode(&bench, "gzip", SLICE(""), BODY_TOO_LARGE).body_state, BODY_TOO_LARGE);
    end(&bench);
}

static void gzip_that_nobody_announced_is_read_and_said(void **state)
{
    struct bench bench;
    struct slice text = sample(500), coded = gzipped(text);

    begin(&bench, 0);
    struct message message = decode(&bench, NULL, coded, BODY_WHOLE);
    assert_true(slice_eq(message.body, text));
    assert_int_equal(message.oddities, ODDITY_NOT_LISTED_CODING);
    struct header file = { SLICE("Content-Type"), SLICE("application/gzip") };
    message =
        (struct message){ .headers = &file, .header_count = 1, .body = coded, .body_state = BODY_WHOLE };
    coding_decode_message(&bench.coding, &message, &bench.arena);
    assert_ptr_equal(message.body.at, coded.at);
    end(&bench);
    release(text);
    release(coded);
}

static void unknown_and_damaged_codings_are_undecodable(void **state)
{
    struct bench bench;
    struct slice text = sample(5000);
    struct slice coded[] = { gzipped(text), deflated(text, 15), brotlied(text), zstded(text) };
    static const char *const names[] = { "gzip", "deflate", "br", "zstd" };

    begin(&bench, 0);
    assert_int_equal(decode(&bench, "compress", text, BODY_WHOLE).body_state, BODY_UNDECODABLE);
    for (size_t i = 0; i < 4; i++) {
        struct message message = decode(&bench, names[i], text, BODY_WHOLE);
        assert_int_equal(message.body_state, BODY_UNDECODABLE);
        assert_int_equal(message.body.len, 0);
        struct slice part = { coded[i].at, coded[i].len - 1 };
        assert_int_equal(decode(&bench, names[i], part, BODY_WHOLE).body_state, BODY_UNDECODABLE);
        release(coded[i]);
    }
    end(&bench);
    release(text);
}

static void a_cut_body_is_decoded_as_far_as_it_goes(void **state)
{
    struct bench bench;
    struct slice text = sample(200000);
    struct slice coded[] = { gzipped(text), deflated(text, 15), deflated(text, -15), brotlied(text),
                             zstded(text) };
    static const char *const names[] = { "gzip", "deflate", "deflate", "br", "zstd" };

    begin(&bench, 0);
    for (size_t i = 0; i < 5; i++) {
        struct message message =
            decode(&bench, names[i], (struct slice){ coded[i].at, coded[i].len - 4 }, BODY_CUT);
        assert_int_equal(message.body_state, BODY_CUT);
        assert_true(message.body.len <= text.len);
        assert_memory_equal(message.body.at, text.at, message.body.len);
        if (i < 3)
            assert_true(message.body.len > text.len / 2);
        release(coded[i]);
        arena_reset(&bench.arena);
    }
    end(&bench);
    release(text);
}

static void members_of_one_gzip_body_follow_each_other(void **state)
{
    struct bench bench;
    struct slice one = gzipped(SLICE("hello ")), two = gzipped(SLICE("world"));
    char *both = malloc(one.len + two.len + 3);

    memcpy(both, one.at, one.len);
    memcpy(both + one.len, two.at, two.len);
    memcpy(both + one.len + two.len, "\0\0\0", 3); /* padding */
    begin(&bench, 0);
    assert_true(
        slice_eq(decode(&bench, "gzip", (struct slice){ both, one.len + two.len + 3 }, BODY_WHOLE).body,
                 SLICE("hello world")));
    end(&bench);
    free(both);
    release(one);
    release(two);
}

static void a_gzip_length_that_lies_changes_nothing(void **state)
{
    static const uint32_t lies[] = { 0, 1, 5001, 0x7fffffff, 0xffffffff };
    struct bench bench;
    struct slice text = sample(5000);

    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        struct slice coded = gzipped(text);
        for (size_t k = 0; k < 4; k++)
            ((char *)coded.at)[coded.len - 4 + k] = (char)(lies[i] >> (8 * k));
        begin(&bench, 1 << 20);
        /* The length is part of the checks: a wrong one is damage, but never a reason to take more memory. */
        assert_int_equal(decode(&bench, "gzip", coded, BODY_WHOLE).body_state, BODY_UNDECODABLE);
        assert_true(bench.account.peak < 4 << 20);
        end(&bench);
        release(coded);
    }
    release(text);
}

/* Zeros in gzip shrink a thousandfold, and that gzip once more. */
static void bombs_end_at_the_ceiling(void **state)
{
    size_t len = 64 << 20;
    char *zeros = calloc(1, len);
    struct slice text = { zeros, len };
    struct slice coded[] = { gzipped(text), deflated(text, 15),
                             slice_make(brotli_bomb, sizeof brotli_bomb - 1), zstded(text) };
    struct slice twice = gzipped(coded[0]);
    static const char *const names[] = { "gzip", "deflate", "br", "zstd" };
    struct bench bench;

    free(zeros);
    for (size_t i = 0; i < 4; i++) {
        begin(&bench, 1 << 20);
        struct message message = decode(&bench, names[i], coded[i], BODY_WHOLE);
        assert_int_equal(message.body_state, BODY_TOO_LARGE);
        assert_int_equal(message.body.len, 0);
        assert_int_equal(decode(&bench, names[i], coded[i], BODY_CUT).body_state, BODY_TOO_LARGE);
        assert_true(bench.account.peak <
                    24 << 20); /* the ceiling, tries before it, windows of the decoders */
        end(&bench);
        if (i != 2)
            release(coded[i]);
    }
    begin(&bench, 1 << 20);
    assert_int_equal(decode(&bench, "gzip, gzip", twice, BODY_WHOLE).body_state, BODY_TOO_LARGE);
    end(&bench);
    release(twice);
}

static void refused_memory_makes_a_body_too_large(void **state)
{
    struct slice text = sample(50000);
    struct slice coded[] = { gzipped(text), deflated(text, 15), brotlied(text), zstded(text) };
    static const char *const names[] = { "gzip", "deflate", "br", "zstd" };

    for (size_t i = 0; i < 4; i++) {
        for (uint64_t fail_at = 1; fail_at < 30; fail_at++) {
            struct bench bench = { .account = { .fail_at = fail_at } };
            arena_init(&bench.arena, &bench.account, 0);
            if (coding_init(&bench.coding, &bench.account, 0)) {
                enum body_state whole = decode(&bench, names[i], coded[i], BODY_WHOLE).body_state;
                enum body_state cut = decode(&bench, names[i], coded[i], BODY_CUT).body_state;
                assert_true(whole == BODY_WHOLE || whole == BODY_TOO_LARGE);
                assert_true(cut == BODY_CUT || cut == BODY_TOO_LARGE);
            }
            end(&bench);
        }
        release(coded[i]);
    }
    release(text);
}

static void small_bodies_allocate_nothing_after_the_first(void **state)
{
    struct bench bench;
    struct slice text = sample(5000), gzip = gzipped(text), zstd = zstded(text);

    begin(&bench, 0);
    for (int round = 0; round < 2; round++) {
        uint64_t before = bench.account.calls;
        assert_int_equal(decode(&bench, "gzip", gzip, BODY_WHOLE).body_state, BODY_WHOLE);
        assert_int_equal(decode(&bench, "zstd", zstd, BODY_WHOLE).body_state, BODY_WHOLE);
        if (round == 1)
            assert_int_equal(bench.account.calls, before);
        arena_reset(&bench.arena);
    }
    end(&bench);
    release(text);
    release(gzip);
    release(zstd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_coding_comes_off_at_every_size),
        cmocka_unit_test(brotli_of_a_real_encoder_comes_off),
        cmocka_unit_test(stacked_codings_come_off_in_reverse),
        cmocka_unit_test(bodies_without_coding_are_left_alone),
        cmocka_unit_test(gzip_that_nobody_announced_is_read_and_said),
        cmocka_unit_test(unknown_and_damaged_codings_are_undecodable),
        cmocka_unit_test(a_cut_body_is_decoded_as_far_as_it_goes),
        cmocka_unit_test(members_of_one_gzip_body_follow_each_other),
        cmocka_unit_test(a_gzip_length_that_lies_changes_nothing),
        cmocka_unit_test(bombs_end_at_the_ceiling),
        cmocka_unit_test(refused_memory_makes_a_body_too_large),
        cmocka_unit_test(small_bodies_allocate_nothing_after_the_first),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
