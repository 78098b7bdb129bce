/* SPDX-License-Identifier: Apache-2.0 */
/* Bodies: where they end (RFC 9112 6.3), chunks (7.1), and how their pieces become one run of bytes. */
#include "base/byte.h"
#include "http/h1_half.h"

#define RESERVE_AT_ONCE                                                                                      \
    ((size_t)64 << 10) /* a promise of Content-Length believed without bytes to show for it */
#define STATUS_LINE "HTTP/1."
#define STATUS_LINE_LEN (sizeof STATUS_LINE - 1)

static void drop_body(struct h1_reader *reader)
{
    struct h1_half *half = reader->half;

    half->body_state = BODY_TOO_LARGE;
    half->body_len = 0;
    half->len = half->head_len;
    reader->direct = (struct slice){ NULL, 0 };
}

bool h1_keep_body(struct h1_reader *reader)
{
    struct h1_half *half = reader->half;
    struct slice body = reader->direct;
    size_t promised = 0;

    if (half->state == H1_LENGTH && half->body_state == BODY_WHOLE && half->remaining < RESERVE_AT_ONCE)
        promised = (size_t)half->remaining;
    if (half->head_len == 0) {
        size_t head_len = reader->head.len;
        if (!h1_buffer_reserve(reader->h1, half, head_len + body.len + promised)) {
            drop_body(reader);
            h1_cut_off(reader);
            return false;
        }
        h1_buffer_append(half, (struct slice){ reader->head_at, head_len });
        half->head_len = head_len;
    }
    if (body.len) {
        reader->direct = (struct slice){ NULL, 0 };
        if (h1_buffer_reserve(reader->h1, half, body.len + promised)) {
            h1_buffer_append(half, body);
            half->body_len = body.len;
        } else {
            drop_body(reader);
        }
    }
    return true;
}

/* Takes `piece` of the caller's bytes as body. false: the message is over, memory was refused. */
static bool take_body(struct h1_reader *reader, struct slice piece)
{
    struct h1_half *half = reader->half;

    half->body_bytes += piece.len;
    half->wire_bytes += piece.len;
    reader->at += piece.len;
    if (half->body_state != BODY_WHOLE || piece.len == 0)
        return true;
    if (half->body_bytes > reader->h1->limits.body_bytes) {
        drop_body(reader);
        return true;
    }
    if (half->body_len == 0 && reader->direct.len == 0) {
        reader->direct = piece;
        return true;
    }
    if (!h1_keep_body(reader))
        return false;
    if (half->body_state != BODY_WHOLE)
        return true;
    if (!h1_buffer_reserve(reader->h1, half, piece.len)) {
        drop_body(reader);
        return true;
    }
    h1_buffer_append(half, piece);
    half->body_len += piece.len;
    return true;
}

/* Takes up to `remaining` bytes of body. false: the message is over. */
static bool take_counted(struct h1_reader *reader)
{
    struct h1_half *half = reader->half;
    size_t take = half->remaining < h1_left(reader) ? (size_t)half->remaining : h1_left(reader);

    half->remaining -= take;
    return take_body(reader, (struct slice){ reader->at, take });
}

/* The request was not seen: it may have been HEAD, and then the next status line follows at once. */
static void probe_first(struct h1_half *half)
{
    half->after_probe = half->state;
    half->state = H1_PROBE;
    half->scanned = 0;
}

void h1_frame_body(struct h1_reader *reader, enum h1_asked asked)
{
    struct h1_half *half = reader->half;
    const struct head *head = &reader->head;
    uint16_t status = head->status;

    half->state = H1_START;
    half->body_state = BODY_NONE;
    if (half->is_response &&
        (reader->upgraded || status / 100 == 1 || status == 204 || status == 304 || asked == H1_ASKED_HEAD))
        return;
    if (head->has_coding && head->has_length)
        half->oddities |= ODDITY_LENGTH_CONFLICT; /* Transfer-Encoding wins */
    if (head->has_coding && head->chunked) {
        half->state = H1_CHUNK_SIZE;
    } else if (!head->has_coding && head->has_length) {
        half->remaining = head->content_length;
        half->state = half->remaining ? H1_LENGTH : H1_START;
    } else if (half->is_response) {
        half->state = H1_UNTIL_CLOSE;
        half->oddities |= ODDITY_UNTIL_CLOSE;
    } else if (head->has_coding) {
        /* A request whose last coding is not chunked has no end that anyone could find (RFC 9112 6.3, item
         * 4). */
        half->oddities |= ODDITY_LENGTH_CONFLICT;
        reader->endless = true;
    }
    if (half->state == H1_START)
        return;
    half->body_state = half->remaining > reader->h1->limits.body_bytes ? BODY_TOO_LARGE : BODY_WHOLE;
    if (half->is_response && asked == H1_ASKED_UNKNOWN)
        probe_first(half);
}

/* Compares what follows a head with the start of a status line. */
static void probe(struct h1_reader *reader)
{
    struct h1_half *half = reader->half;

    while (reader->at < reader->end && half->scanned < STATUS_LINE_LEN) {
        if (*reader->at != STATUS_LINE[half->scanned]) {
            h1_probe_end(reader, true);
            return;
        }
        reader->at++;
        half->scanned++;
    }
    if (half->scanned == STATUS_LINE_LEN)
        h1_probe_end(reader, false);
}

/* The bytes that matched belong to the body, or to the next head: the cursor steps back over them, or, when
 * they came with an earlier call, they are read from a constant. */
void h1_probe_end(struct h1_reader *reader, bool has_body)
{
    static const char again[STATUS_LINE_LEN + BODY_SLACK] = STATUS_LINE;
    struct h1_half *half = reader->half;
    size_t matched = half->scanned;

    half->scanned = 0;
    half->state = half->after_probe;
    if (!has_body) {
        half->oddities &= ~(uint32_t)(ODDITY_UNTIL_CLOSE | ODDITY_LENGTH_CONFLICT);
        h1_finish(reader);
    }
    if (matched == 0)
        return;
    if (reader->start && (size_t)(reader->at - reader->start) >= matched)
        reader->at -= matched;
    else
        h1_run_aside(reader, (struct slice){ again, matched });
}

/* Byte by byte, so that it may be cut anywhere. `scanned`: a digit was seen. Blanks around the size are
 * tolerated: old servers pad it. */
static bool read_chunk_size(struct h1_reader *reader)
{
    struct h1_half *half = reader->half;

    while (reader->at < reader->end) {
        unsigned char byte = (unsigned char)*reader->at;
        int digit = byte_hex_value(*reader->at);
        bool blank = byte == ' ' || byte == '\t';
        if (digit >= 0) {
            if (half->remaining >> 59)
                return false;
            half->remaining = half->remaining << 4 | (unsigned)digit;
            half->scanned = 1;
        } else if (half->scanned) {
            half->state = H1_CHUNK_EXTENSION;
            return blank || byte == ';' || byte == '\r' || byte == '\n';
        } else if (!blank) {
            return false;
        }
        reader->at++;
        half->wire_bytes++;
    }
    return true;
}

static void skip_extension(struct h1_reader *reader)
{
    struct h1_half *half = reader->half;
    const char *lf = memchr(reader->at, '\n', h1_left(reader));
    size_t skip = lf ? (size_t)(lf - reader->at) + 1 : h1_left(reader);

    reader->at += skip;
    half->wire_bytes += skip;
    if (lf) {
        half->state = half->remaining ? H1_CHUNK_DATA : H1_TRAILERS;
        half->scanned = 0;
    }
}

/* The line end after chunk data. `scanned`: its CR was seen. */
static bool read_chunk_end(struct h1_reader *reader)
{
    struct h1_half *half = reader->half;

    while (reader->at < reader->end) {
        char byte = *reader->at;
        if (byte != '\n' && (byte != '\r' || half->scanned))
            return false;
        reader->at++;
        half->wire_bytes++;
        half->scanned = 1;
        if (byte == '\n') {
            half->state = H1_CHUNK_SIZE;
            half->scanned = 0;
            return true;
        }
    }
    return true;
}

/* Keeps one piece of the trailer section behind the body; what is above the head limit is only counted. */
static bool keep_trailer(struct h1_reader *reader, struct slice piece)
{
    struct h1_half *half = reader->half;

    if (!h1_keep_body(reader))
        return false;
    size_t fits = reader->h1->limits.head_bytes - (half->len - half->head_len - half->body_len);
    if (piece.len > fits) {
        half->oddities |= ODDITY_MANY_HEADERS;
        piece.len = fits;
    }
    if (h1_buffer_reserve(reader->h1, half, piece.len))
        h1_buffer_append(half, piece);
    else
        half->oddities |= ODDITY_MANY_HEADERS;
    return true;
}

/* What the current line of a trailer section holds so far. */
enum line {
    LINE_EMPTY,
    LINE_CR, /* one CR and nothing else */
    LINE_TEXT,
};

static enum line line_after(enum line before, struct slice text)
{
    if (text.len == 0)
        return before;
    return before == LINE_EMPTY && slice_eq(text, SLICE("\r")) ? LINE_CR : LINE_TEXT;
}

/* Trailer fields up to the empty line. `scanned` is an enum line. */
static void read_trailer(struct h1_reader *reader)
{
    struct h1_half *half = reader->half;
    const char *lf = memchr(reader->at, '\n', h1_left(reader));
    struct slice text = { reader->at, lf ? (size_t)(lf - reader->at) : h1_left(reader) };
    struct slice piece = { reader->at, text.len + (lf != NULL) };
    enum line line = line_after((enum line)half->scanned, text);
    bool over = lf && line != LINE_TEXT;
    bool has_fields = half->len > half->head_len + half->body_len;

    half->scanned = lf ? LINE_EMPTY : line;
    half->wire_bytes += piece.len;
    reader->at += piece.len;
    if ((!over || has_fields) && !keep_trailer(reader, piece))
        return;
    if (over)
        h1_finish(reader);
}

bool h1_read_body(struct h1_reader *reader)
{
    struct h1_half *half = reader->half;

    switch ((enum h1_state)half->state) {
    case H1_PROBE: probe(reader); return true;
    case H1_LENGTH:
        if (take_counted(reader) && half->remaining == 0)
            h1_finish(reader);
        return true;
    case H1_UNTIL_CLOSE: take_body(reader, (struct slice){ reader->at, h1_left(reader) }); return true;
    case H1_CHUNK_SIZE: return read_chunk_size(reader);
    case H1_CHUNK_EXTENSION: skip_extension(reader); return true;
    case H1_CHUNK_DATA:
        if (take_counted(reader) && half->remaining == 0) {
            half->state = H1_CHUNK_END;
            half->scanned = 0;
        }
        return true;
    case H1_CHUNK_END: return read_chunk_end(reader);
    default: read_trailer(reader); return true;
    }
}
