/* SPDX-License-Identifier: Apache-2.0 */
/* When the place in the stream is lost: finding the next start line; holes and ends. */
#include "http/h1_half.h"

#define WINDOW ((size_t)4 << 10)    /* bytes searched at a time */
#define LINE_MOST ((size_t)8 << 10) /* a request line longer than this is not found again */
#define STATUS_MOST 13              /* bytes of "HTTP/1.1 200\r" */

struct found {
    size_t start; /* of the start line */
    size_t end;   /* bytes of it that were looked at: up to its line end, or less */
};

static bool is_good_start_line(struct slice line, bool is_response)
{
    return (is_response ? head_is_status_line(line) : head_is_request_line(line));
}

/* "HTTP/1.1 200" and then a blank or a line end, anywhere: a response may follow a body without a line
 * end. */
static bool find_status_line(struct slice text, struct found *ret)
{
    const struct slice start = SLICE("HTTP/1.");
    const char *at = text.at, *end = text.at + text.len;

    while (at < end && (at = memmem(at, (size_t)(end - at), start.at, start.len))) {
        size_t left = (size_t)(end - at), len = STATUS_MOST - 1;
        if (left <= len)
            return false;
        size_t line_end = len + (at[len] == '\r');
        bool ends = at[len] == ' ' || (left > line_end && at[line_end] == '\n');
        if (ends && is_good_start_line((struct slice){ at, len }, true)) {
            ret->start = (size_t)(at - text.at);
            ret->end = ret->start + line_end;
            return true;
        }
        at++;
    }
    return false;
}

/* Letters before `at` that can be a method; a body may stand right before them, so known methods are
 * preferred. */
static size_t method_before(const char *from, const char *at)
{
    static const char *const known[] = { "OPTIONS", "CONNECT", "DELETE", "PATCH", "TRACE",
                                         "POST",    "HEAD",    "GET",    "PUT" };
    size_t len = 0;

    while (at - len > from && len < 24 &&
           ((at[-(ptrdiff_t)len - 1] >= 'A' && at[-(ptrdiff_t)len - 1] <= 'Z') ||
            at[-(ptrdiff_t)len - 1] == '-' || at[-(ptrdiff_t)len - 1] == '_'))
        len++;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        struct slice method = slice_of(known[i]);
        if (len >= method.len && memcmp(at - method.len, method.at, method.len) == 0)
            return method.len;
    }
    return len >= 3 ? len : 0;
}

/* Does `line` (without its end) end in a request line, "... METHOD target HTTP/1.1"? */
static bool request_line_in(struct slice line, size_t *start)
{
    const struct slice version = SLICE(" HTTP/1.");

    if (line.len > LINE_MOST) {
        line.at += line.len - LINE_MOST;
        line.len = LINE_MOST;
    }
    if (line.len < version.len + 4)
        return false;
    const char *stop = line.at + line.len - version.len - 1;
    if (memcmp(stop, version.at, version.len) != 0)
        return false;
    const char *target = memrchr(line.at, ' ', (size_t)(stop - line.at));
    if (!target)
        return false;
    size_t method = method_before(line.at, target);
    struct slice candidate = { target - method, (size_t)(line.at + line.len - target) + method };
    if (!method || !is_good_start_line(candidate, false))
        return false;
    *start = (size_t)(candidate.at - line.at);
    return true;
}

/* From `scanned` on there are line ends not looked at yet. A line longer than `most` would be no head. */
static bool find_request_line(struct slice text, size_t scanned, size_t most, struct found *ret)
{
    const char *line = text.at, *end = text.at + text.len, *at = text.at + scanned;

    for (const char *lf; at < end && (lf = memchr(at, '\n', (size_t)(end - at))); line = at = lf + 1) {
        struct slice content = { line, (size_t)(lf - line) - (lf > line && lf[-1] == '\r') };
        size_t cut = content.len > LINE_MOST ? content.len - LINE_MOST : 0, start;
        if (request_line_in(content, &start) && (size_t)(lf - line) - cut - start <= most) {
            ret->start = (size_t)(line - text.at) + cut + start;
            ret->end = (size_t)(lf - text.at);
            return true;
        }
    }
    return false;
}

/* Bytes at the end of what was searched in which a start line may have begun. */
static size_t tail_of(struct slice text, bool is_response)
{
    size_t most = is_response ? STATUS_MOST : LINE_MOST + 1;
    const char *lf = text.len ? memrchr(text.at, '\n', text.len) : NULL;
    size_t tail = lf ? (size_t)(text.at + text.len - lf) - 1 : text.len;

    return tail < most ? tail : most;
}

static void found_start_line(struct h1_reader *reader, const struct found *found)
{
    struct h1_half *half = reader->half;

    half->skipped += found->start;
    half->len = found->end;
    h1_buffer_drop_front(half, found->start);
    half->wire_bytes = half->scanned = half->len;
    half->has_line = false;
    half->started = reader->time;
    half->state = H1_HEAD;
}

static bool find_start_line(const struct h1_reader *reader, struct slice text, struct found *ret)
{
    const struct h1_half *half = reader->half;

    return half->is_response ? find_status_line(text, ret)
                             : find_request_line(text, half->scanned, reader->h1->limits.head_bytes, ret);
}

/* One window. The buffer keeps the tail between windows. */
void h1_search(struct h1_reader *reader)
{
    struct h1_half *half = reader->half;
    size_t before = half->len, take = h1_left(reader) < WINDOW ? h1_left(reader) : WINDOW;
    struct found found;

    if (!h1_buffer_reserve(reader->h1, half, take)) {
        half->skipped += before + take;
        reader->at += take;
        h1_buffer_release(reader->h1, half);
        half->scanned = 0;
        return;
    }
    h1_buffer_append(half, (struct slice){ reader->at, take });
    struct slice text = { half->buffer, half->len };
    if (find_start_line(reader, text, &found)) {
        reader->at += found.end - before;
        found_start_line(reader, &found);
        return;
    }
    reader->at += take;
    size_t drop = half->len - tail_of(text, half->is_response);
    half->skipped += drop;
    h1_buffer_drop_front(half, drop);
    half->scanned = half->len;
    h1_buffer_trim(reader->h1, half);
}

static void forget_search(struct h1_reader *reader)
{
    struct h1_half *half = reader->half;

    half->skipped += half->len;
    half->scanned = 0;
    h1_buffer_release(reader->h1, half);
}

static void miss(struct h1_half *half, uint64_t count)
{
    half->missing_bytes += count;
    half->wire_bytes += count;
    half->body_bytes += count;
    if (half->body_state == BODY_WHOLE)
        half->body_state = BODY_CUT;
}

/* A hole inside a body or chunk whose length is known. */
static void gap_in_counted(struct h1_reader *reader, uint64_t count)
{
    struct h1_half *half = reader->half;
    bool chunk = half->state == H1_CHUNK_DATA;
    uint64_t inside = count < half->remaining ? count : half->remaining;

    miss(half, inside);
    half->remaining -= inside;
    if (half->remaining)
        return;
    if (chunk) {
        half->state = H1_CHUNK_END;
        half->scanned = 0;
        if (count > inside)
            h1_cut_off(reader);
        return;
    }
    h1_finish(reader);
    if (count > inside && half->state == H1_START) {
        half->state = H1_SEARCH;
        half->after_loss = true;
    }
}

static void skip_gap(struct h1_reader *reader, uint64_t count)
{
    struct h1_half *half = reader->half;

    if (half->state == H1_PROBE)
        h1_probe_end(reader, true);
    switch ((enum h1_state)half->state) {
    case H1_START:
        half->skipped += half->wire_bytes;
        half->wire_bytes = 0;
        half->state = H1_SEARCH;
        half->after_loss = true;
        break;
    case H1_HEAD:
        h1_buffer_release(reader->h1, half);
        h1_lose_head(reader, H1_LOST_INCOMPLETE, half->wire_bytes);
        break;
    case H1_SEARCH: forget_search(reader); break;
    case H1_LENGTH:
    case H1_CHUNK_DATA: gap_in_counted(reader, count); break;
    case H1_UNTIL_CLOSE: miss(half, count); break;
    case H1_OPAQUE: break;
    default: h1_cut_off(reader); break;
    }
}

enum step h1_gap(struct h1 *h1, struct h1_half *half, void *context, uint64_t count, int64_t time)
{
    struct h1_reader reader = h1_reader_make(h1, half, context, time);

    if (count)
        skip_gap(&reader, count);
    if (half->state == H1_OPAQUE)
        return STEP_DONE;
    return half->state == H1_SEARCH ? STEP_BAD : STEP_MORE;
}

/* A request of HTTP/0.9 is one line and nothing after it. */
static bool close_bare_request(struct h1_reader *reader)
{
    struct h1_half *half = reader->half;
    struct slice line = { half->buffer, half->len };

    if (half->is_response || line.at[line.len - 1] != '\n' || memchr(line.at, '\n', line.len - 1))
        return false;
    head_read(line, false, &reader->head);
    if (reader->head.version_major != 0)
        return false;
    reader->head.len = half->head_len = line.len;
    reader->head_at = half->buffer;
    h1_report_head(reader);
    h1_finish(reader);
    return true;
}

static void end_stream(struct h1_reader *reader, bool orderly)
{
    struct h1_half *half = reader->half;

    if (half->state == H1_PROBE)
        h1_probe_end(reader, true);
    switch ((enum h1_state)half->state) {
    case H1_START: half->skipped += half->wire_bytes; break;
    case H1_HEAD:
        if (!close_bare_request(reader)) {
            h1_buffer_release(reader->h1, half);
            h1_lose_head(reader, H1_LOST_INCOMPLETE, half->wire_bytes);
        }
        break;
    case H1_SEARCH: forget_search(reader); break;
    case H1_OPAQUE: break;
    case H1_UNTIL_CLOSE:
        if (orderly) {
            h1_finish(reader);
            break;
        }
        /* fall through */
    default: h1_cut_off(reader); break;
    }
}

void h1_close(struct h1 *h1, struct h1_half *half, void *context, bool orderly, int64_t time)
{
    struct h1_reader reader = h1_reader_make(h1, half, context, time);

    end_stream(&reader, orderly);
    struct h1_half fresh = {
        .state = H1_START, .is_response = half->is_response, .skipped = half->skipped, .opaque = half->opaque
    };
    h1_buffer_release(h1, half);
    *half = fresh;
}

void h1_start_midstream(struct h1_half *half)
{
    half->state = H1_SEARCH;
    half->after_loss = true;
}

void h1_go_opaque(struct h1 *h1, struct h1_half *half)
{
    if (h1_in_body(half)) {
        half->opaque_next = true;
        return;
    }
    half->opaque += h1_pending(half);
    half->wire_bytes = 0;
    h1_buffer_release(h1, half);
    half->state = H1_OPAQUE;
}

bool h1_is_idle(const struct h1_half *half)
{
    return half->state == H1_OPAQUE || (half->state == H1_START && half->wire_bytes == 0) ||
           (half->state == H1_SEARCH && half->len == 0);
}

uint64_t h1_pending(const struct h1_half *half)
{
    if (half->state == H1_SEARCH)
        return half->len;
    return half->wire_bytes - half->missing_bytes + (half->state == H1_PROBE ? half->scanned : 0);
}
