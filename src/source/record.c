/* SPDX-License-Identifier: Apache-2.0 */
#include "source/record.h"

#include "source/base64.h"

#define BODY_ROOM_KEPT ((size_t)4 << 20) /* a buffer that one large body made larger is given back */
#define TEXT_BLOCK ((size_t)32 << 10)

static bool message_init(struct record_message *message, struct memory *account)
{
    message->headers = memory_get(account, RECORD_HEADERS * sizeof *message->headers);
    buffer_init(&message->held, account);
    buffer_init(&message->spare, account);
    return message->headers != NULL;
}

static void message_done(struct record_message *message, struct memory *account)
{
    memory_give(account, message->headers, message->headers ? RECORD_HEADERS * sizeof *message->headers : 0);
    buffer_done(&message->held);
    buffer_done(&message->spare);
}

bool record_init(struct record *record, struct memory *account)
{
    bool made;

    *record = (struct record){ .account = account };
    arena_init(&record->text, account, TEXT_BLOCK);
    made = coding_init(&record->coding, account, 0);
    made = message_init(&record->request, account) && made;
    made = message_init(&record->response, account) && made;
    if (!made) {
        record_done(record);
        return false;
    }
    record_reset(record);
    return true;
}

static void buffer_forget(struct buffer *buffer)
{
    if (buffer->room > BODY_ROOM_KEPT)
        buffer_done(buffer);
    else
        buffer_reset(buffer);
}

static void message_reset(struct record_message *message)
{
    buffer_forget(&message->held);
    buffer_forget(&message->spare);
    message->header_count = 0;
    message->header_bytes = message->body_bytes = 0;
    message->more_headers = message->present = message->coded = false;
    message->body = (struct slice){ 0 };
    message->body_state = BODY_NONE;
}

void record_reset(struct record *record)
{
    arena_reset(&record->text);
    record->kept = 0;
    record->exchange = (struct exchange){ .scheme = SLICE("http"), .version_major = 1, .version_minor = 1 };
    record->wrong = NULL;
    message_reset(&record->request);
    message_reset(&record->response);
}

void record_done(struct record *record)
{
    message_done(&record->request, record->account);
    message_done(&record->response, record->account);
    coding_done(&record->coding);
    arena_done(&record->text);
}

void record_wrong(struct record *record, const char *why)
{
    if (!record->wrong)
        record->wrong = why;
}

struct slice record_keep(struct record *record, struct slice text)
{
    struct slice copy = { 0 };

    if (text.len == 0)
        return SLICE("");
    record->kept += text.len;
    if (record->kept > RECORD_BYTES_MOST) {
        record_wrong(record, "it is larger than 128 MiB");
        return copy;
    }
    copy = arena_copy(&record->text, text);
    if (!copy.at)
        record_wrong(record, "there is no memory left for it");
    return copy;
}

struct slice record_find_header(const struct record_message *message, struct slice name)
{
    for (size_t i = 0; i < message->header_count; i++) {
        if (slice_eq_nocase(message->headers[i].name, name))
            return message->headers[i].value;
    }
    return (struct slice){ 0 };
}

void record_header(struct record *record, struct record_message *message, struct slice name,
                   struct slice value)
{
    if (name.len && *name.at == ':') {
        if (slice_eq(name, SLICE(":authority")) && record->exchange.authority.len == 0)
            record->exchange.authority = value;
        return;
    }
    if (value.len == 0)
        value = SLICE("");
    do {
        struct slice line = slice_trim(slice_cut(&value, '\n'));

        message->header_bytes += name.len + line.len + 4; /* ": " and the line's end */
        if (message->header_count < RECORD_HEADERS)
            message->headers[message->header_count++] = (struct header){ name, line };
        else
            message->more_headers = true;
    } while (value.len);
}

/* The text before "://"; empty when this is no absolute URL (RFC 3986 3.1). */
static struct slice scheme_of(struct slice url)
{
    size_t len = 0;

    while (len < url.len && ((url.at[len] | 0x20) >= 'a' && (url.at[len] | 0x20) <= 'z'))
        len++;
    return slice_make(url.at, url.len - len >= 3 && memcmp(url.at + len, "://", 3) == 0 ? len : 0);
}

/* A target that is a query alone still asks for the root. */
static struct slice rooted(struct record *record, struct slice target)
{
    char *at;

    if (target.len == 0)
        return SLICE("/");
    if (*target.at == '/')
        return target;
    at = arena_get(&record->text, target.len + 1);
    if (!at) {
        record_wrong(record, "there is no memory left for it");
        return (struct slice){ 0 };
    }
    *at = '/';
    memcpy(at + 1, target.at, target.len);
    return slice_make(at, target.len + 1);
}

bool record_url(struct record *record, struct slice url)
{
    struct exchange *exchange = &record->exchange;
    struct slice scheme = scheme_of(url), authority;
    bool secure = slice_eq_nocase(scheme, SLICE("https")) || slice_eq_nocase(scheme, SLICE("wss"));
    size_t len = 0, user;

    if (!secure && !slice_eq_nocase(scheme, SLICE("http")) && !slice_eq_nocase(scheme, SLICE("ws")))
        return false;
    url = slice_make(url.at + scheme.len + 3, url.len - scheme.len - 3);
    url = slice_cut(&url, '#');
    while (len < url.len && url.at[len] != '/' && url.at[len] != '?')
        len++;
    authority = slice_make(url.at, len);
    for (user = len; user > 0 && url.at[user - 1] != '@';)
        user--;
    if (user) {
        if (slice_contains_nocase(slice_make(url.at, user), SLICE(":")))
            exchange->flags |= EXCHANGE_USERINFO;
        authority = slice_make(url.at + user, len - user);
    }
    exchange->authority = authority;
    exchange->scheme = secure ? SLICE("https") : SLICE("http");
    exchange->flags |= secure ? EXCHANGE_TLS : 0;
    exchange->target = rooted(record, slice_make(url.at + len, url.len - len));
    return true;
}

uint16_t record_port(const struct record *record)
{
    struct slice port = record->exchange.authority;
    unsigned long long number;
    const char *colon = port.len ? memrchr(port.at, ':', port.len) : NULL;

    if (colon &&
        slice_to_u64(slice_make(colon + 1, (size_t)(port.at + port.len - colon - 1)), UINT16_MAX, &number))
        return (uint16_t)number;
    return slice_eq(record->exchange.scheme, SLICE("https")) ? 443 : 80;
}

bool record_target(struct record *record, struct slice target)
{
    if (target.len == 0)
        return false;
    if (*target.at != '/' && scheme_of(target).len)
        return record_url(record, target);
    record->exchange.target = slice_cut(&target, '#');
    return record->exchange.target.len > 0;
}

void record_version(struct record *record, struct slice version)
{
    struct exchange *exchange = &record->exchange;
    size_t len = version.len;

    if (len == 0)
        return;
    /* The number at its end: "HTTP/1.1", "1.1", "h2", "http/2.0". "h2c" is h2 in the clear. */
    if ((version.at[len - 1] | 0x20) == 'c')
        len--;
    while (len && ((version.at[len - 1] >= '0' && version.at[len - 1] <= '9') || version.at[len - 1] == '.'))
        len--;
    version = slice_make(version.at + len, version.len - len);
    if (version.len == 0 || version.at[0] < '0' || version.at[0] > '3')
        return;
    exchange->version_major = (uint8_t)(version.at[0] - '0');
    exchange->version_minor = 0;
    if (version.len >= 3 && version.at[1] == '.' && version.at[2] >= '0' && version.at[2] <= '9')
        exchange->version_minor = (uint8_t)(version.at[2] - '0');
}

bool record_base64(struct record *record, struct record_message *message, struct slice text)
{
    bool decoded;

    /* What is to be decoded may stand in the very buffer that takes it. */
    buffer_reset(&message->spare);
    decoded = base64_body(text, &message->spare);
    if (message->spare.failed)
        record_wrong(record, "there is no memory left for it");
    if (decoded) {
        struct buffer swap = message->held;

        message->held = message->spare;
        message->spare = swap;
    }
    message->body = decoded ? buffer_slice(&message->held) : (struct slice){ 0 };
    message->body_state = !decoded ? BODY_UNDECODABLE : message->body.len ? BODY_WHOLE : BODY_NONE;
    message->body_bytes = message->body.len;
    return decoded;
}

bool record_response_has_body(const struct record *record)
{
    uint16_t status = record->exchange.status;

    return status >= 200 && status != 204 && status != 304 &&
           !slice_eq(record->exchange.method, SLICE("HEAD"));
}

static void finish_message(struct record_message *message, struct message *ret)
{
    if (message->body_state != BODY_WHOLE && message->body_state != BODY_CUT)
        message->body = (struct slice){ 0 };
    *ret = (struct message){
        .headers = message->headers,
        .header_count = message->header_count,
        .body = message->body,
        .body_state = message->body_state,
        .oddities = message->more_headers ? ODDITY_MANY_HEADERS : 0,
        .body_bytes = message->body_bytes,
        .wire_bytes = message->present ? message->header_bytes + message->body_bytes : 0,
    };
}

bool record_finish(struct record *record)
{
    struct exchange *exchange = &record->exchange;

    if (!record->request.present && !record->response.present)
        record_wrong(record, "it has neither request nor response");
    if (record->request.present && exchange->method.len == 0)
        record_wrong(record, "its request has no method");
    if (record->request.present && exchange->target.len == 0)
        record_wrong(record, "its request has no target");
    if (record->wrong)
        return false;
    if (!record->request.present)
        exchange->flags |= EXCHANGE_NO_REQUEST;
    if (!record->response.present)
        exchange->flags |= EXCHANGE_NO_RESPONSE;
    if (exchange->authority.len == 0)
        exchange->authority = record_find_header(&record->request, SLICE("host"));
    if (exchange->status == 101 ||
        (slice_eq(exchange->method, SLICE("CONNECT")) && exchange->status / 100 == 2))
        exchange->flags |= EXCHANGE_UPGRADED;
    if (exchange->ended < exchange->started)
        exchange->ended = exchange->started;
    record->request.header_bytes +=
        exchange->method.len + exchange->target.len + sizeof "  HTTP/1.1\r\n\r\n" - 1;
    record->response.header_bytes += sizeof "HTTP/1.1 200 \r\n\r\n" - 1;
    finish_message(&record->request, &exchange->request);
    finish_message(&record->response, &exchange->response);
    if (record->request.coded)
        coding_decode_message(&record->coding, &exchange->request, &record->text);
    if (record->response.coded)
        coding_decode_message(&record->coding, &exchange->response, &record->text);
    return true;
}
