/* SPDX-License-Identifier: Apache-2.0 */
#include "source/unpacker.h"

#include <limits.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#define GZIP_WINDOW (15 + 16) /* zlib: the largest window, and a gzip header and trailer around it */

struct unpacker {
    struct memory *account;
    enum unpacker_kind kind;
    bool inside; /* a member or frame has begun and not ended */
    bool over;
    const char *wrong;
    z_stream gzip;
    ZSTD_DStream *zstd;
};

enum unpacker_kind unpacker_recognise(struct slice head)
{
    if (slice_starts_with(head, SLICE("\x1f\x8b\x08")))
        return UNPACKER_GZIP;
    if (slice_starts_with(head, SLICE("\x28\xb5\x2f\xfd")))
        return UNPACKER_ZSTD;
    /* A skippable frame may come first (RFC 8878 3.1.2). */
    if (head.len >= 4 && ((uint8_t)head.at[0] & 0xf0) == 0x50 && memcmp(head.at + 1, "\x2a\x4d\x18", 3) == 0)
        return UNPACKER_ZSTD;
    return UNPACKER_NONE;
}

const char *unpacker_name(enum unpacker_kind kind)
{
    switch (kind) {
    case UNPACKER_GZIP: return "gzip";
    case UNPACKER_ZSTD: return "zstd";
    case UNPACKER_NONE: break;
    }
    return "plain";
}

static void *zlib_get(void *account, unsigned count, unsigned size)
{
    return memory_library_get(account, (size_t)count * size);
}

struct unpacker *unpacker_new(enum unpacker_kind kind, struct memory *account)
{
    struct unpacker *unpacker = memory_get(account, sizeof *unpacker);

    if (!unpacker)
        return NULL;
    unpacker->account = account;
    unpacker->kind = kind;
    unpacker->gzip = (z_stream){ .zalloc = zlib_get, .zfree = memory_library_give, .opaque = account };
    if (kind == UNPACKER_ZSTD)
        unpacker->zstd = ZSTD_createDStream();
    if (kind == UNPACKER_ZSTD ? unpacker->zstd != NULL : inflateInit2(&unpacker->gzip, GZIP_WINDOW) == Z_OK)
        return unpacker;
    memory_give(account, unpacker, sizeof *unpacker);
    return NULL;
}

static enum step wrong(struct unpacker *unpacker, const char *what)
{
    unpacker->wrong = what;
    return STEP_BAD;
}

/* Between members: another one, zeros that pad the file (tapes, block devices), or something foreign. */
static enum step gzip_between(struct unpacker *unpacker, struct slice *in, bool last)
{
    while (in->len && *in->at == 0) {
        in->at++;
        in->len--;
    }
    if (in->len == 0)
        return last ? STEP_DONE : STEP_MORE;
    if ((uint8_t)*in->at != 0x1f)
        return wrong(unpacker, "is followed by something else");
    return inflateReset(&unpacker->gzip) == Z_OK ? STEP_MORE : wrong(unpacker, "is damaged");
}

static enum step run_gzip(struct unpacker *unpacker, struct slice *in, bool last, char *out, size_t room,
                          size_t *written)
{
    z_stream *stream = &unpacker->gzip;
    int result;

    if (unpacker->over) {
        enum step step = gzip_between(unpacker, in, last);

        if (step != STEP_MORE || in->len == 0)
            return step;
        unpacker->over = false;
    }
    stream->next_in = (z_const Bytef *)in->at;
    stream->avail_in = in->len > UINT_MAX ? UINT_MAX : (unsigned)in->len;
    stream->next_out = (Bytef *)out;
    stream->avail_out = room > UINT_MAX ? UINT_MAX : (unsigned)room;
    result = inflate(stream, Z_NO_FLUSH);
    *written = (size_t)((char *)stream->next_out - out);
    in->len -= (size_t)((const char *)stream->next_in - in->at);
    in->at = (const char *)stream->next_in;
    if (result == Z_STREAM_END) {
        unpacker->over = true;
        return in->len == 0 && last ? STEP_DONE : STEP_MORE;
    }
    if (result == Z_MEM_ERROR)
        return wrong(unpacker, "needs more memory than there is");
    if (result != Z_OK && result != Z_BUF_ERROR)
        return wrong(unpacker, "is damaged");
    if (last && in->len == 0 && *written == 0)
        return wrong(unpacker, "ends too early");
    return STEP_MORE;
}

static enum step run_zstd(struct unpacker *unpacker, struct slice *in, bool last, char *out, size_t room,
                          size_t *written)
{
    ZSTD_inBuffer source = { in->at, in->len, 0 };
    ZSTD_outBuffer target = { out, room, 0 };
    size_t result;

    /* Between frames the library must not be asked without input: it would wait for another frame. */
    if (in->len == 0 && !unpacker->inside)
        return last ? STEP_DONE : STEP_MORE;
    result = ZSTD_decompressStream(unpacker->zstd, &target, &source);
    *written = target.pos;
    in->at += source.pos;
    in->len -= source.pos;
    if (ZSTD_isError(result)) {
        switch (ZSTD_getErrorCode(result)) {
        case ZSTD_error_prefix_unknown:
            return wrong(unpacker, unpacker->inside ? "is damaged" : "is followed by something else");
        case ZSTD_error_frameParameter_windowTooLarge:
            return wrong(unpacker,
                         "was written with a window above 128 MiB (zstd --long); write it again without");
        case ZSTD_error_memory_allocation: return wrong(unpacker, "needs more memory than there is");
        default: return wrong(unpacker, "is damaged");
        }
    }
    unpacker->inside = result != 0;
    if (!last || in->len)
        return STEP_MORE;
    if (result == 0)
        return STEP_DONE;
    return *written == 0 ? wrong(unpacker, "ends too early") : STEP_MORE;
}

enum step unpacker_run(struct unpacker *unpacker, struct slice *in, bool last, char *out, size_t room,
                       size_t *written)
{
    *written = 0;
    if (unpacker->wrong)
        return STEP_BAD;
    if (unpacker->kind == UNPACKER_ZSTD)
        return run_zstd(unpacker, in, last, out, room, written);
    return run_gzip(unpacker, in, last, out, room, written);
}

const char *unpacker_wrong(const struct unpacker *unpacker)
{
    return unpacker->wrong ? unpacker->wrong : "is fine";
}

void unpacker_free(struct unpacker *unpacker)
{
    if (!unpacker)
        return;
    if (unpacker->kind == UNPACKER_ZSTD)
        ZSTD_freeDStream(unpacker->zstd);
    else
        inflateEnd(&unpacker->gzip);
    memory_give(unpacker->account, unpacker, sizeof *unpacker);
}
