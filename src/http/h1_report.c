/* SPDX-License-Identifier: Apache-2.0 */
#include "http/h1_half.h"

struct h1_reader h1_reader_make(struct h1 *h1, struct h1_half *half, void *context, int64_t time)
{
    return (struct h1_reader){
        .h1 = h1,
        .half = half,
        .context = context,
        .time = time,
        .head = { .headers = h1->headers, .header_room = h1->limits.header_count },
    };
}

/* Forgets the message just reported and waits for the next. */
static void begin_next(struct h1_reader *reader)
{
    struct h1_half *half = reader->half;

    if (half->room)
        h1_buffer_release(reader->h1, half);
    half->state = H1_START;
    half->body_state = BODY_NONE;
    half->oddities = 0;
    half->remaining = half->wire_bytes = half->body_bytes = half->missing_bytes = 0;
    half->scanned = 0;
    reader->head_at = NULL;
    reader->direct = (struct slice){ NULL, 0 };
    reader->upgraded = reader->endless = false;
}

void h1_settle_head(struct h1_reader *reader)
{
    struct h1_half *half = reader->half;

    if (half->head_len == 0 || reader->head_at == half->buffer)
        return;
    head_read((struct slice){ half->buffer, half->head_len }, half->is_response, &reader->head);
    reader->head_at = half->buffer;
}

static bool persists(const struct head *head)
{
    if (head->says_close)
        return false;
    return head->says_keep_alive || head->version_major > 1 ||
           (head->version_major == 1 && head->version_minor >= 1);
}

static struct h1_message describe(const struct h1_reader *reader)
{
    const struct h1_half *half = reader->half;
    const struct head *head = &reader->head;

    return (struct h1_message){
        .is_response = half->is_response,
        .interim = half->is_response && head->status / 100 == 1 && head->status != 101,
        .upgraded = reader->upgraded,
        .after_loss = half->after_loss,
        .keep_alive = persists(head),
        .version_major = head->version_major,
        .version_minor = head->version_minor,
        .status = head->status,
        .method = head->method,
        .target = head->target,
        .reason = head->reason,
        .head = { reader->head_at, head->len },
        .fields_seen = head->fields_seen,
        .started = half->started,
        .ended = half->started,
        .missing_bytes = half->missing_bytes,
        .message = { .headers = head->headers,
                     .header_count = head->header_count,
                     .oddities = head->oddities | half->oddities,
                     .wire_bytes = half->wire_bytes,
                     .body_bytes = half->body_bytes },
    };
}

void h1_report_head(struct h1_reader *reader)
{
    if (!reader->h1->listener.head)
        return;
    struct h1_message head = describe(reader);
    reader->h1->listener.head(reader->context, &head);
}

static void read_trailers(struct h1_reader *reader)
{
    struct h1_half *half = reader->half;
    size_t from = half->head_len + half->body_len, before = reader->head.fields_seen;

    head_unfold(half->buffer + from, half->len - from, false);
    head_read_fields((struct slice){ half->buffer + from, half->len - from }, &reader->head);
    if (reader->head.fields_seen > before)
        half->oddities |= ODDITY_TRAILERS;
}

static enum body_state final_body_state(const struct h1_half *half, bool cut)
{
    if (cut)
        return half->body_state == BODY_TOO_LARGE ? BODY_TOO_LARGE : BODY_CUT;
    return half->body_bytes == 0 ? BODY_NONE : half->body_state;
}

static void report(struct h1_reader *reader, bool cut)
{
    struct h1_half *half = reader->half;

    h1_settle_head(reader);
    bool trailers = half->head_len && half->len > half->head_len + half->body_len;
    if (trailers)
        read_trailers(reader);
    struct h1_message message = describe(reader);
    if (trailers)
        message.head = (struct slice){ NULL, 0 };
    message.cut = cut;
    message.ended = reader->time;
    message.message.body_state = final_body_state(half, cut);
    if (message.message.body_state == BODY_WHOLE || message.message.body_state == BODY_CUT)
        message.message.body =
            half->body_len ? (struct slice){ half->buffer + half->head_len, half->body_len } : reader->direct;
    half->after_loss = false;
    reader->h1->listener.message(reader->context, &message);
}

void h1_finish(struct h1_reader *reader)
{
    bool opaque = reader->upgraded || reader->half->opaque_next;

    report(reader, false);
    begin_next(reader);
    if (opaque)
        reader->half->state = H1_OPAQUE;
}

void h1_cut_off(struct h1_reader *reader)
{
    report(reader, true);
    begin_next(reader);
    reader->half->state = reader->half->opaque_next ? H1_OPAQUE : H1_SEARCH;
    reader->half->after_loss = true;
}

void h1_lose_head(struct h1_reader *reader, enum h1_lost why, uint64_t bytes)
{
    struct h1_half *half = reader->half;

    half->skipped += bytes;
    half->wire_bytes = 0;
    half->scanned = 0;
    half->oddities = 0;
    half->state = H1_SEARCH;
    half->after_loss = true;
    if (reader->h1->listener.lost)
        reader->h1->listener.lost(reader->context, why, bytes);
}

static size_t aligned(size_t size)
{
    return (size + 15) & ~(size_t)15;
}

/* Of what the slices of a message say, one by one: with trailers they lie in two places. */
static size_t pieces_size(const struct h1_message *message)
{
    size_t size = message->method.len + message->target.len + message->reason.len;

    for (size_t i = 0; i < message->message.header_count; i++)
        size += message->message.headers[i].name.len + message->message.headers[i].value.len;
    return size;
}

static size_t text_size(const struct h1_message *message)
{
    return message->head.len ? message->head.len : pieces_size(message);
}

size_t h1_copy_size(const struct h1_message *message)
{
    return aligned(message->message.header_count * sizeof(struct header)) + aligned(text_size(message)) +
           aligned(message->message.body.len + BODY_SLACK);
}

static struct slice put(char **at, struct slice bytes)
{
    struct slice copy = { *at, bytes.len };

    if (bytes.len)
        memcpy(*at, bytes.at, bytes.len);
    *at += bytes.len;
    return copy;
}

static void copy_pieces(struct h1_message *copy, struct header *headers, char *at)
{
    copy->method = put(&at, copy->method);
    copy->target = put(&at, copy->target);
    copy->reason = put(&at, copy->reason);
    for (size_t i = 0; i < copy->message.header_count; i++) {
        headers[i].name = put(&at, copy->message.headers[i].name);
        headers[i].value = put(&at, copy->message.headers[i].value);
    }
}

static struct slice moved(struct slice text, const char *from, const char *to)
{
    return text.len ? (struct slice){ to + (text.at - from), text.len } : (struct slice){ to, 0 };
}

/* The usual case: all of it stands in the head, which is copied in one go. */
static void copy_head(struct h1_message *copy, struct header *headers, char *at)
{
    const char *from = copy->head.at;

    copy->head = put(&(char *){ at }, copy->head);
    copy->method = moved(copy->method, from, at);
    copy->target = moved(copy->target, from, at);
    copy->reason = moved(copy->reason, from, at);
    for (size_t i = 0; i < copy->message.header_count; i++) {
        headers[i].name = moved(copy->message.headers[i].name, from, at);
        headers[i].value = moved(copy->message.headers[i].value, from, at);
    }
}

void h1_copy(const struct h1_message *message, void *memory, struct h1_message *ret)
{
    struct header *headers = memory;
    char *at = (char *)memory + aligned(message->message.header_count * sizeof *headers);
    char *body = at + aligned(text_size(message));

    *ret = *message;
    if (message->head.len)
        copy_head(ret, headers, at);
    else
        copy_pieces(ret, headers, at);
    ret->message.headers = headers;
    ret->message.body = put(&body, message->message.body);
    memset(body, 0, BODY_SLACK);
}
