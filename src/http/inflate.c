/* SPDX-License-Identifier: Apache-2.0 */
/* gzip (RFC 1952) and deflate (RFC 1950, 1951): libdeflate for whole bodies, zlib, which can stop anywhere,
 * for cut ones. */
#include "http/coding_state.h"

#include <libdeflate.h>

#define RATIO_MOST 1032 /* deflate cannot expand more (zlib technical details) */
#define GZIP_TRAILER 8
#define FIRST_GUESS 8 /* times the input, when nothing better is known: JSON shrinks to a fifth or so */

bool inflate_is_gzip(struct slice in)
{
    return in.len >= 3 && memcmp(in.at, "\x1f\x8b\x08", 3) == 0;
}

static struct libdeflate_decompressor *decompressor(struct coding_state *state)
{
    if (!state->deflate)
        state->deflate = libdeflate_alloc_decompressor(); /* 11 KB, outside the account */
    return state->deflate;
}

/* The last four bytes of a gzip member say how much comes out, modulo 2^32; several members or a liar say
 * less. */
static size_t gzip_guess(struct slice in)
{
    size_t guess = in.len * FIRST_GUESS;

    if (in.len > GZIP_TRAILER) {
        const unsigned char *end = (const unsigned char *)in.at + in.len;
        size_t said = end[-4] | (size_t)end[-3] << 8 | (size_t)end[-2] << 16 | (size_t)end[-1] << 24;
        if (said && said / RATIO_MOST <= in.len)
            guess = said;
    }
    return guess;
}

enum wrapper {
    WRAPPER_GZIP,
    WRAPPER_ZLIB,
    WRAPPER_NONE,
};

static enum libdeflate_result run_libdeflate(struct libdeflate_decompressor *with, enum wrapper wrapper,
                                             struct slice in, struct output *output, size_t *used,
                                             size_t *made)
{
    char *at = output->at + output->len;
    size_t room = output->room - output->len;

    switch (wrapper) {
    case WRAPPER_GZIP: return libdeflate_gzip_decompress_ex(with, in.at, in.len, at, room, used, made);
    case WRAPPER_ZLIB: return libdeflate_zlib_decompress_ex(with, in.at, in.len, at, room, used, made);
    default: return libdeflate_deflate_decompress_ex(with, in.at, in.len, at, room, used, made);
    }
}

/* One member: tried with more room until it fits or the ceiling is met. */
static enum outcome inflate_member(struct coding_state *state, enum wrapper wrapper, struct slice *in,
                                   struct output *output, size_t guess)
{
    struct libdeflate_decompressor *with = decompressor(state);
    size_t used = 0, made = 0;

    if (!with || !output_reserve(output, guess))
        return OUTCOME_TOO_LARGE;
    for (;;) {
        enum libdeflate_result result = run_libdeflate(with, wrapper, *in, output, &used, &made);
        if (result == LIBDEFLATE_SUCCESS) {
            output->len += made;
            in->at += used;
            in->len -= used;
            return OUTCOME_WHOLE;
        }
        if (result != LIBDEFLATE_INSUFFICIENT_SPACE)
            return OUTCOME_DAMAGED;
        if (!output_reserve(output, output->room - output->len + 1))
            return OUTCOME_TOO_LARGE;
    }
}

static voidpf zlib_get(voidpf account, uInt count, uInt size)
{
    return memory_library_get(account, (size_t)count * size);
}

static bool zlib_begin(struct coding_state *state, enum wrapper wrapper)
{
    static const int window_bits[] = { 15 + 16, 15, -15 };
    int bits = window_bits[wrapper];

    if (state->has_zlib)
        return inflateReset2(&state->zlib, bits) == Z_OK;
    state->zlib = (z_stream){ .zalloc = zlib_get, .zfree = memory_library_give, .opaque = state->account };
    state->has_zlib = inflateInit2(&state->zlib, bits) == Z_OK;
    return state->has_zlib;
}

/* As far as it goes. */
static enum outcome inflate_cut(struct coding_state *state, enum wrapper wrapper, struct slice in,
                                struct output *output)
{
    z_stream *zlib = &state->zlib;

    if (!zlib_begin(state, wrapper))
        return OUTCOME_TOO_LARGE;
    while (in.len) {
        if (!output_reserve(output, output->room == output->len ? in.len : 1))
            return OUTCOME_TOO_LARGE;
        size_t give = in.len < UINT32_MAX ? in.len : UINT32_MAX, room = output->room - output->len;
        room = room < UINT32_MAX ? room : UINT32_MAX;
        zlib->next_in = (Bytef *)(uintptr_t)in.at;
        zlib->avail_in = (uInt)give;
        zlib->next_out = (Bytef *)output->at + output->len;
        zlib->avail_out = (uInt)room;
        int result = inflate(zlib, Z_SYNC_FLUSH);
        output->len += room - zlib->avail_out;
        in.at += give - zlib->avail_in;
        in.len -= give - zlib->avail_in;
        if (result == Z_STREAM_END)
            return OUTCOME_WHOLE;
        if (result == Z_BUF_ERROR && zlib->avail_out)
            return OUTCOME_CUT;
        if (result != Z_OK && result != Z_BUF_ERROR)
            return OUTCOME_DAMAGED;
    }
    return OUTCOME_CUT;
}

enum outcome inflate_gzip(struct coding_state *state, struct slice in, bool whole, struct output *output)
{
    if (!whole)
        return inflate_cut(state, WRAPPER_GZIP, in, output);
    size_t guess = gzip_guess(in);
    do {
        enum outcome outcome = inflate_member(state, WRAPPER_GZIP, &in, output, guess);
        if (outcome != OUTCOME_WHOLE)
            return outcome;
        guess = 1;
    } while (inflate_is_gzip(in)); /* members follow each other; anything else after them is padding */
    return OUTCOME_WHOLE;
}

/* RFC 9110 8.4.1.2 means the zlib wrapper; Microsoft's servers long sent none. */
static bool has_zlib_wrapper(struct slice in)
{
    if (in.len < 2)
        return false;
    unsigned method = (unsigned char)in.at[0], flags = (unsigned char)in.at[1];
    return (method & 15) == 8 && (method >> 4) <= 7 && (method << 8 | flags) % 31 == 0;
}

enum outcome inflate_deflate(struct coding_state *state, struct slice in, bool whole, struct output *output)
{
    enum wrapper wrapper = has_zlib_wrapper(in) ? WRAPPER_ZLIB : WRAPPER_NONE;
    struct slice rest = in;

    if (!whole)
        return inflate_cut(state, wrapper, in, output);
    enum outcome outcome = inflate_member(state, wrapper, &rest, output, in.len * FIRST_GUESS);
    if (outcome == OUTCOME_DAMAGED && wrapper == WRAPPER_ZLIB)
        outcome = inflate_member(state, WRAPPER_NONE, &in, output, in.len * FIRST_GUESS);
    return outcome;
}

void inflate_done(struct coding_state *state)
{
    if (state->deflate)
        libdeflate_free_decompressor(state->deflate);
    if (state->has_zlib)
        inflateEnd(&state->zlib);
}
