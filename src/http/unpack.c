/* SPDX-License-Identifier: Apache-2.0 */
/* br (RFC 7932) and zstd (RFC 8878): both libraries stop anywhere, so whole and cut bodies take the same
 * way. */
#include "http/coding_state.h"

#include <brotli/decode.h>
#include <zstd.h>

#define WINDOW_LOG_MOST 23 /* RFC 9659: a zstd content coding needs no more than 8 MB of window */
#define FIRST_GUESS 4      /* times the input */

static enum outcome run_brotli(BrotliDecoderState *brotli, struct slice in, struct output *output)
{
    const uint8_t *next_in = (const uint8_t *)in.at;
    size_t left = in.len;

    for (;;) {
        if (!output_reserve(output, output->room ? 1 : in.len * FIRST_GUESS))
            return OUTCOME_TOO_LARGE;
        uint8_t *next_out = (uint8_t *)output->at + output->len;
        size_t room = output->room - output->len;
        BrotliDecoderResult result =
            BrotliDecoderDecompressStream(brotli, &left, &next_in, &room, &next_out, NULL);
        output->len = output->room - room;
        if (result == BROTLI_DECODER_RESULT_SUCCESS)
            return OUTCOME_WHOLE;
        if (result == BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT)
            return OUTCOME_CUT;
        if (result == BROTLI_DECODER_RESULT_ERROR)
            return BrotliDecoderGetErrorCode(brotli) <= BROTLI_DECODER_ERROR_ALLOC_CONTEXT_MODES
                       ? OUTCOME_TOO_LARGE
                       : OUTCOME_DAMAGED;
    }
}

enum outcome unpack_brotli(struct coding_state *state, struct slice in, struct output *output)
{
    /* A brotli decoder cannot be used twice. */
    BrotliDecoderState *brotli =
        BrotliDecoderCreateInstance(memory_library_get, memory_library_give, state->account);

    if (!brotli)
        return OUTCOME_TOO_LARGE;
    enum outcome outcome = run_brotli(brotli, in, output);
    BrotliDecoderDestroyInstance(brotli);
    return outcome;
}

static ZSTD_DCtx *zstd_context(struct coding_state *state)
{
    if (!state->zstd) {
        state->zstd = ZSTD_createDCtx(); /* outside the account: its window is bounded by WINDOW_LOG_MOST */
        if (state->zstd)
            ZSTD_DCtx_setParameter(state->zstd, ZSTD_d_windowLogMax, WINDOW_LOG_MOST);
    }
    return state->zstd;
}

static size_t zstd_guess(struct slice in)
{
    unsigned long long said = ZSTD_getFrameContentSize(in.at, in.len);

    if (said == ZSTD_CONTENTSIZE_UNKNOWN || said == ZSTD_CONTENTSIZE_ERROR || said / 4096 > in.len)
        return in.len * FIRST_GUESS;
    return (size_t)said + 1;
}

enum outcome unpack_zstd(struct coding_state *state, struct slice in, struct output *output)
{
    ZSTD_DCtx *zstd = zstd_context(state);
    ZSTD_inBuffer from = { in.at, in.len, 0 };

    if (!zstd)
        return OUTCOME_TOO_LARGE;
    ZSTD_DCtx_reset(zstd, ZSTD_reset_session_only);
    for (size_t hint = 1;;) {
        if (!output_reserve(output, output->room ? 1 : zstd_guess(in)))
            return OUTCOME_TOO_LARGE;
        ZSTD_outBuffer to = { output->at, output->room, output->len };
        hint = ZSTD_decompressStream(zstd, &to, &from);
        output->len = to.pos;
        if (ZSTD_isError(hint))
            return OUTCOME_DAMAGED;
        if (from.pos == from.size && (hint == 0 || to.pos < to.size))
            return hint == 0 ? OUTCOME_WHOLE : OUTCOME_CUT;
    }
}

void unpack_done(struct coding_state *state)
{
    if (state->zstd)
        ZSTD_freeDCtx(state->zstd);
}
