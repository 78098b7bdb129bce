/* SPDX-License-Identifier: Apache-2.0 */
/* Heads, whole or in pieces, and the loop over the states of a half. */
#include "http/h1.h"

#include "http/h1_half.h"

#define DEFAULT_HEAD_BYTES ((size_t)1 << 20)
#define LEAST_HEAD_BYTES 64 /* longer than what h1_search.c looks for */
#define DEFAULT_BODY_BYTES ((size_t)16 << 20)
#define DEFAULT_HEADERS 256
#define JUDGED_BY 64 /* bytes after which only a whole line can still tell a start line from anything else */

bool h1_init(struct h1 *h1, const struct h1_limits *limits, const struct h1_listener *listener,
             struct memory *account)
{
    *h1 = (struct h1){ .listener = *listener, .account = account };
    if (limits)
        h1->limits = *limits;
    if (h1->limits.head_bytes == 0)
        h1->limits.head_bytes = DEFAULT_HEAD_BYTES;
    if (h1->limits.head_bytes < LEAST_HEAD_BYTES)
        h1->limits.head_bytes = LEAST_HEAD_BYTES;
    if (h1->limits.body_bytes == 0)
        h1->limits.body_bytes = DEFAULT_BODY_BYTES;
    if (h1->limits.header_count == 0)
        h1->limits.header_count = DEFAULT_HEADERS;
    h1->headers = memory_get(account, h1->limits.header_count * sizeof *h1->headers);
    return h1->headers != NULL;
}

void h1_done(struct h1 *h1)
{
    for (size_t i = 0; i < h1->spare_count; i++)
        memory_give(h1->account, h1->spares[i].at, h1->spares[i].room);
    memory_give(h1->account, h1->headers, h1->limits.header_count * sizeof *h1->headers);
    *h1 = (struct h1){ 0 };
}

void h1_half_init(struct h1_half *half, bool is_response)
{
    *half = (struct h1_half){ .state = H1_START, .is_response = is_response };
}

void h1_half_done(struct h1 *h1, struct h1_half *half)
{
    h1_buffer_release(h1, half);
    h1_half_init(half, half->is_response);
}

/* What the head says has been read; what follows is up to the exchange it belongs to. */
static void on_head(struct h1_reader *reader)
{
    struct h1_half *half = reader->half;
    const struct h1_listener *listener = &reader->h1->listener;
    enum h1_asked asked = H1_ASKED_OTHER;
    uint16_t status = reader->head.status;

    reader->upgraded = status == 101;
    if (half->is_response && status / 100 != 1) {
        asked = listener->asked ? listener->asked(reader->context) : H1_ASKED_UNKNOWN;
        reader->upgraded = asked == H1_ASKED_CONNECT && status / 100 == 2;
    }
    h1_frame_body(reader, asked);
    h1_report_head(reader);
    if (reader->endless)
        h1_cut_off(reader);
    else if (half->state == H1_START)
        h1_finish(reader);
}

/* A head with continuation lines: they are joined in a copy, which is read again. */
static bool unfold(struct h1_reader *reader)
{
    struct h1_half *half = reader->half;
    size_t len = reader->head.len;

    if (half->head_len == 0) {
        if (!h1_buffer_reserve(reader->h1, half, len))
            return false;
        h1_buffer_append(half, (struct slice){ reader->head_at, len });
        half->head_len = len;
    }
    half->oddities |= ODDITY_FOLDED_HEADER;
    head_unfold(half->buffer, len, true);
    reader->head_at = NULL;
    h1_settle_head(reader);
    return true;
}

/* A head that was read in full at `at`; wire_bytes count it already. */
static void take_head(struct h1_reader *reader, const char *at)
{
    struct h1_half *half = reader->half;

    reader->head_at = at;
    half->scanned = 0;
    if ((reader->head.oddities & ODDITY_FOLDED_HEADER) && !unfold(reader))
        h1_lose_head(reader, H1_LOST_MEMORY, half->wire_bytes);
    else
        on_head(reader);
}

/* Notes where the last line of the kept head begins. */
static void note_lines(struct h1_half *half, struct slice fresh)
{
    const char *lf = memrchr(fresh.at, '\n', fresh.len);

    half->scanned = lf ? (size_t)(fresh.at + fresh.len - lf) - 1 : half->scanned + fresh.len;
    half->has_line |= lf != NULL;
}

static void keep_head(struct h1_reader *reader)
{
    struct h1_half *half = reader->half;
    struct slice part = { reader->at, h1_left(reader) };

    reader->at = reader->end;
    if (!h1_buffer_reserve(reader->h1, half, part.len)) {
        h1_lose_head(reader, H1_LOST_MEMORY, half->wire_bytes + part.len);
        return;
    }
    h1_buffer_append(half, part);
    half->wire_bytes += part.len;
    half->scanned = 0;
    half->has_line = false;
    note_lines(half, part);
    half->state = H1_HEAD;
}

static void skip_line_ends(struct h1_reader *reader)
{
    while (reader->at < reader->end && (*reader->at == '\r' || *reader->at == '\n')) {
        reader->at++;
        reader->half->wire_bytes++;
    }
}

static void begin_head(struct h1_reader *reader)
{
    struct h1_half *half = reader->half;
    size_t limit = reader->h1->limits.head_bytes;

    skip_line_ends(reader);
    if (reader->at == reader->end)
        return;
    half->started = reader->time;
    size_t have = h1_left(reader);
    struct slice bytes = { reader->at, have < limit ? have : limit };
    enum step step = head_read(bytes, half->is_response, &reader->head);
    if (step == STEP_BAD) {
        reader->at++;
        h1_lose_head(reader, H1_LOST_MALFORMED, half->wire_bytes + 1);
    } else if (step == STEP_MORE && have > limit) {
        reader->at += limit + 1;
        h1_lose_head(reader, H1_LOST_MALFORMED, half->wire_bytes + limit + 1);
    } else if (step == STEP_MORE) {
        keep_head(reader);
    } else {
        reader->at += reader->head.len;
        half->wire_bytes += reader->head.len;
        take_head(reader, bytes.at);
    }
}

/* Where the kept head ends within the fresh bytes (just past its empty line), or NULL. */
static const char *head_end(const struct h1_half *half, const char *at, const char *end)
{
    size_t line = half->scanned;
    bool has_line = half->has_line;
    char last = half->buffer[half->len - 1];

    for (const char *lf; at < end && (lf = memchr(at, '\n', (size_t)(end - at))); at = lf + 1) {
        size_t text = line + (size_t)(lf - at);
        char before = lf > at ? lf[-1] : last;
        if (has_line && (text == 0 || (text == 1 && before == '\r')))
            return lf + 1;
        has_line = true;
        line = 0;
    }
    return NULL;
}

/* The start line is judged as soon as it can be, so that the story does not depend on how the bytes were
 * cut. */
static bool start_line_is_good(struct h1_half *half, size_t before, bool had_line)
{
    struct slice bytes = { half->buffer, half->len };
    struct head head = { 0 };

    if (had_line || (!half->has_line && before >= JUDGED_BY))
        return true;
    if (half->has_line)
        return head_read(bytes, half->is_response, &head) != STEP_BAD;
    return (half->is_response ? h1_looks_like_response(bytes) : h1_looks_like_request(bytes)) != STEP_BAD;
}

/* The kept head is none: everything after its first byte is searched for one. The buffer is taken from the
 * half and read like bytes of the caller's; what is found in it is checked before it is called a start line,
 * so this does not nest. */
static void reject_kept_head(struct h1_reader *reader)
{
    struct h1_half *half = reader->half;
    char *buffer = half->buffer;
    size_t len = half->len, room = half->room;

    half->buffer = NULL;
    half->len = half->room = 0;
    h1_lose_head(reader, H1_LOST_MALFORMED, half->wire_bytes - len + 1);
    h1_run_aside(reader, (struct slice){ buffer + 1, len - 1 });
    h1_spare_put(reader->h1, buffer, room);
}

static void lose_kept_head(struct h1_reader *reader, enum h1_lost why, size_t fresh)
{
    struct h1_half *half = reader->half;

    reader->at += fresh;
    h1_buffer_release(reader->h1, half);
    h1_lose_head(reader, why, half->wire_bytes + fresh);
}

static void continue_head(struct h1_reader *reader)
{
    struct h1_half *half = reader->half;
    const char *stop = head_end(half, reader->at, reader->end);
    struct slice part = { reader->at, stop ? (size_t)(stop - reader->at) : h1_left(reader) };
    size_t before = half->len, fits = reader->h1->limits.head_bytes - before;
    bool had_line = half->has_line, is_too_long = part.len > fits;

    if (is_too_long)
        part.len = fits;
    if (!h1_buffer_reserve(reader->h1, half, part.len)) {
        lose_kept_head(reader, H1_LOST_MEMORY, part.len);
        return;
    }
    h1_buffer_append(half, part);
    half->wire_bytes += part.len;
    reader->at += part.len;
    note_lines(half, part);
    if (!start_line_is_good(half, before, had_line)) {
        reject_kept_head(reader);
    } else if (is_too_long) {
        lose_kept_head(reader, H1_LOST_MALFORMED, 1);
    } else if (stop) {
        half->head_len = half->len;
        head_read((struct slice){ half->buffer, half->len }, half->is_response, &reader->head);
        take_head(reader, half->buffer);
    }
}

void h1_run(struct h1_reader *reader)
{
    struct h1_half *half = reader->half;

    while (reader->at < reader->end) {
        switch ((enum h1_state)half->state) {
        case H1_START: begin_head(reader); break;
        case H1_HEAD: continue_head(reader); break;
        case H1_SEARCH: h1_search(reader); break;
        case H1_OPAQUE:
            half->opaque += h1_left(reader);
            reader->at = reader->end;
            break;
        default:
            if (!h1_read_body(reader))
                h1_cut_off(reader);
            break;
        }
    }
    if (h1_in_body(half))
        h1_keep_body(reader); /* the bytes may go away after this call */
}

void h1_run_aside(struct h1_reader *reader, struct slice bytes)
{
    const char *start = reader->start, *at = reader->at, *end = reader->end;

    reader->start = reader->at = bytes.at;
    reader->end = bytes.at + bytes.len;
    h1_run(reader);
    reader->start = start;
    reader->at = at;
    reader->end = end;
}

enum step h1_feed(struct h1 *h1, struct h1_half *half, void *context, struct slice bytes, int64_t time)
{
    struct h1_reader reader = h1_reader_make(h1, half, context, time);

    reader.start = reader.at = bytes.at;
    reader.end = bytes.at + bytes.len;
    h1_run(&reader);
    if (half->state == H1_OPAQUE)
        return STEP_DONE;
    return half->state == H1_SEARCH ? STEP_BAD : STEP_MORE;
}
