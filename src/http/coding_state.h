/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the content codings: what coding.c, inflate.c and unpack.c share. Nobody else includes this. */
#ifndef HTTP_CODING_STATE_H
#define HTTP_CODING_STATE_H

#include "http/coding.h"

#include <zlib.h>

/* Each decoder is made when it is first needed. */
struct coding_state {
    struct memory *account;
    struct libdeflate_decompressor *deflate;
    z_stream zlib;
    bool has_zlib;
    struct ZSTD_DCtx_s *zstd;
};

enum outcome {
    OUTCOME_WHOLE,
    OUTCOME_CUT,       /* the data ended early; `output` has what came before */
    OUTCOME_DAMAGED,   /* the same, but it is broken there */
    OUTCOME_TOO_LARGE, /* the ceiling, or memory was refused */
};

/* Decoded bytes in an arena; BODY_SLACK bytes follow `room`. */
struct output {
    struct arena *arena;
    char *at;
    size_t len, room, limit;
};

/* Room for `more` bytes, or for as many as the limit leaves (at least one); false: none. */
bool output_reserve(struct output *output, size_t more);

bool inflate_is_gzip(struct slice in);
/* whole: the data claims to be complete. */
enum outcome inflate_gzip(struct coding_state *state, struct slice in, bool whole, struct output *output);
enum outcome inflate_deflate(struct coding_state *state, struct slice in, bool whole, struct output *output);
void inflate_done(struct coding_state *state);

enum outcome unpack_brotli(struct coding_state *state, struct slice in, struct output *output);
enum outcome unpack_zstd(struct coding_state *state, struct slice in, struct output *output);
void unpack_done(struct coding_state *state);

#endif
