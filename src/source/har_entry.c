/* SPDX-License-Identifier: Apache-2.0 */
/* One function reads one object's members, in whatever order they come; what an exchange needs goes to the
 * record, the rest is passed over. Browsers and proxies take liberties with the format: comments say
 * which. */
#include "source/har_entry.h"

#include "base/clock.h"
#include "base/hash.h"
#include "source/input.h"

/* ---- tokens: the window is one chunk after another ---- */

enum json_token har_take(struct source_run *run, struct slice *text)
{
    struct har *har = run->state;
    enum json_token token;

    while (!har->stopped && (token = json_stream_next(&har->json, text)) == JSON_MORE) {
        input_consume(run->input, har->fed);
        har->fed = 0;
        switch (input_fill(run->input, 1)) {
        case INPUT_WAIT: har->stopped = input_stopped(run->input); break;
        case INPUT_END:
        case INPUT_READY:
            har->fed = input_window(run->input).len;
            json_stream_feed(&har->json, input_window(run->input), har->fed == 0);
            break;
        }
    }
    return har->stopped ? JSON_BAD : token;
}

/* A value of another kind than was expected: the rest of it is passed over. */
static bool unexpected(struct har *har, enum json_token token, const char *why)
{
    if (token == JSON_BAD)
        return false;
    record_wrong(&har->record, why);
    if (token == JSON_OBJECT || token == JSON_ARRAY)
        json_stream_skip_rest(&har->json);
    return true;
}

static bool read_string(struct source_run *run, struct slice *ret, const char *why)
{
    struct har *har = run->state;
    struct slice text;
    enum json_token token = har_take(run, &text);

    if (token == JSON_STRING)
        *ret = record_keep(&har->record, text);
    else if (token != JSON_NULL)
        return unexpected(har, token, why);
    return true;
}

/* Sizes and times are optional, and some writers put text or fractions there: what cannot be read is not
 * told. */
static bool read_number(struct source_run *run, int scale, int64_t *ret)
{
    struct har *har = run->state;
    struct slice text;
    enum json_token token = har_take(run, &text);

    if (token == JSON_NUMBER)
        json_number_scaled(text, scale, ret);
    else if (token == JSON_OBJECT || token == JSON_ARRAY)
        json_stream_skip_rest(&har->json);
    return token != JSON_BAD;
}

/* What reads the member `key` of an object, having seen the key; false where the document breaks. */
typedef bool read_member(struct source_run *run, struct slice key, void *context);

static bool read_object(struct source_run *run, read_member *member, void *context, const char *why)
{
    struct har *har = run->state;
    struct slice text;
    enum json_token token = har_take(run, &text);

    if (token == JSON_NULL)
        return true;
    if (token != JSON_OBJECT)
        return unexpected(har, token, why);
    while ((token = har_take(run, &text)) == JSON_KEY) {
        if (!member(run, text, context))
            return false;
    }
    return token == JSON_OBJECT_END;
}

static bool skip(struct source_run *run)
{
    struct har *har = run->state;

    json_stream_skip(&har->json);
    return true;
}

/* ---- parts of an entry ---- */

/* A { "name": …, "value": … } of headers or params. */
struct pair {
    struct slice name, value, file, type;
};

static bool pair_member(struct source_run *run, struct slice key, void *context)
{
    struct pair *pair = context;

    if (slice_eq(key, SLICE("name")))
        return read_string(run, &pair->name, "a name is no text");
    if (slice_eq(key, SLICE("value")))
        return read_string(run, &pair->value, "a value is no text");
    if (slice_eq(key, SLICE("fileName")))
        return read_string(run, &pair->file, "a file name is no text");
    if (slice_eq(key, SLICE("contentType")))
        return read_string(run, &pair->type, "a content type is no text");
    return skip(run);
}

/* A list of pairs, each of which goes to `add`. */
static bool read_pairs(struct source_run *run,
                       void (*add)(struct har *har, const struct pair *pair, void *context), void *context)
{
    struct har *har = run->state;
    struct slice text;
    enum json_token token = har_take(run, &text);

    if (token == JSON_NULL)
        return true;
    if (token != JSON_ARRAY)
        return unexpected(har, token, "a list of headers or parameters is none");
    while ((token = har_take(run, &text)) != JSON_ARRAY_END) {
        struct pair pair = { 0 };

        if (token != JSON_OBJECT) {
            if (!unexpected(har, token, "a header or parameter is no object"))
                return false;
            continue;
        }
        while ((token = har_take(run, &text)) == JSON_KEY) {
            if (!pair_member(run, text, &pair))
                return false;
        }
        if (token != JSON_OBJECT_END)
            return false;
        add(har, &pair, context);
    }
    return true;
}

static void add_header(struct har *har, const struct pair *pair, void *context)
{
    record_header(&har->record, context, pair->name, pair->value);
}

static void add_param(struct har *har, const struct pair *pair, void *context)
{
    struct params_field field = { pair->name, pair->value, pair->file, pair->type };

    if (!params_add(&har->entry.params, &har->record.text, &field))
        record_wrong(&har->record, "there is no memory left for it");
}

static bool read_text(struct source_run *run, struct record_message *message)
{
    struct har *har = run->state;
    struct slice text;
    enum json_token token = har_take(run, &text);

    if (token == JSON_NULL)
        return true;
    if (token != JSON_STRING)
        return unexpected(har, token, "a body is no text");
    if (!json_stream_take(&har->json, text, &message->held))
        record_wrong(&har->record, "there is no memory left for it");
    message->body = buffer_slice(&message->held);
    message->body_state = har->json.cut ? BODY_TOO_LARGE : message->body.len ? BODY_WHOLE : BODY_NONE;
    return true;
}

static bool read_encoding(struct source_run *run, bool *base64)
{
    struct slice text = { 0 };

    if (!read_string(run, &text, "an encoding is no text"))
        return false;
    *base64 = slice_eq_nocase(text, SLICE("base64"));
    return true;
}

static bool content_member(struct source_run *run, struct slice key, void *context)
{
    struct har *har = run->state;
    struct entry *entry = &har->entry;

    if (slice_eq(key, SLICE("text")))
        return read_text(run, &har->record.response);
    if (slice_eq(key, SLICE("encoding")))
        return read_encoding(run, &entry->response_base64);
    if (slice_eq(key, SLICE("mimeType")))
        return read_string(run, &entry->response_type, "a content type is no text");
    if (slice_eq(key, SLICE("size")))
        return read_number(run, 0, &entry->content_size);
    return skip(run);
}

static bool post_member(struct source_run *run, struct slice key, void *context)
{
    struct har *har = run->state;
    struct entry *entry = &har->entry;

    if (slice_eq(key, SLICE("text")))
        return read_text(run, &har->record.request);
    if (slice_eq(key, SLICE("encoding")) || slice_eq(key, SLICE("_encoding")))
        return read_encoding(run, &entry->request_base64);
    if (slice_eq(key, SLICE("mimeType")))
        return read_string(run, &entry->request_type, "a content type is no text");
    if (slice_eq(key, SLICE("params")))
        return read_pairs(run, add_param, NULL);
    return skip(run);
}

static bool request_member(struct source_run *run, struct slice key, void *context)
{
    struct har *har = run->state;
    struct exchange *exchange = &har->record.exchange;

    if (slice_eq(key, SLICE("method")))
        return read_string(run, &exchange->method, "the method is no text");
    if (slice_eq(key, SLICE("url")))
        return read_string(run, &har->entry.url, "the URL is no text");
    if (slice_eq(key, SLICE("httpVersion"))) {
        struct slice version = { 0 };
        bool whole = read_string(run, &version, "the version is no text");

        record_version(&har->record, version);
        return whole;
    }
    if (slice_eq(key, SLICE("headers")))
        return read_pairs(run, add_header, &har->record.request);
    if (slice_eq(key, SLICE("postData")))
        return read_object(run, post_member, NULL, "postData is no object");
    if (slice_eq(key, SLICE("bodySize")))
        return read_number(run, 0, &har->entry.request_size);
    return skip(run);
}

static bool response_member(struct source_run *run, struct slice key, void *context)
{
    struct har *har = run->state;

    if (slice_eq(key, SLICE("status"))) {
        int64_t status = 0;
        bool whole = read_number(run, 0, &status);

        har->record.exchange.status = status > 0 && status < 1000 ? (uint16_t)status : 0;
        return whole;
    }
    if (slice_eq(key, SLICE("headers")))
        return read_pairs(run, add_header, &har->record.response);
    if (slice_eq(key, SLICE("content")))
        return read_object(run, content_member, NULL, "content is no object");
    if (slice_eq(key, SLICE("bodySize")))
        return read_number(run, 0, &har->entry.response_size);
    return skip(run);
}

static bool read_started(struct source_run *run)
{
    struct har *har = run->state;
    struct slice text = { 0 };

    if (!read_string(run, &text, "startedDateTime is no text"))
        return false;
    har->entry.has_time = clock_parse(text, &har->record.exchange.started);
    return true;
}

static bool read_connection(struct source_run *run)
{
    struct har *har = run->state;
    struct slice text;
    enum json_token token = har_take(run, &text);
    unsigned long long number;

    if (token == JSON_STRING || token == JSON_NUMBER) {
        har->record.exchange.connection = slice_to_u64(text, UINT64_MAX, &number) ? number
                                          : text.len                              ? hash_content(text)
                                                                                  : 0;
        return true;
    }
    return token == JSON_NULL || unexpected(har, token, "connection is no text");
}

static bool read_server(struct source_run *run)
{
    struct har *har = run->state;
    struct slice text = { 0 };

    if (!read_string(run, &text, "serverIPAddress is no text"))
        return false;
    if (text.len && !address_parse(text, &har->record.exchange.server))
        har->record.exchange.server = (struct address){ 0 };
    return true;
}

static bool entry_member(struct source_run *run, struct slice key)
{
    struct har *har = run->state;

    if (slice_eq(key, SLICE("startedDateTime")))
        return read_started(run);
    if (slice_eq(key, SLICE("time")))
        return read_number(run, 6, &har->entry.duration);
    if (slice_eq(key, SLICE("request"))) {
        har->record.request.present = true;
        return read_object(run, request_member, NULL, "its request is no object");
    }
    if (slice_eq(key, SLICE("response")))
        return read_object(run, response_member, NULL, "its response is no object");
    if (slice_eq(key, SLICE("serverIPAddress")))
        return read_server(run);
    if (slice_eq(key, SLICE("connection")))
        return read_connection(run);
    return skip(run);
}

/* ---- a whole entry ---- */

/* Some writers tell the content type of a body beside it only. */
static void tell_type(struct har *har, struct record_message *message, struct slice type)
{
    if (message->body_state != BODY_NONE && type.len && !slice_eq(type, SLICE("x-unknown")) &&
        record_find_header(message, SLICE("content-type")).len == 0)
        record_header(&har->record, message, SLICE("Content-Type"), type);
}

static void finish_request(struct har *har)
{
    struct record_message *request = &har->record.request;
    struct entry *entry = &har->entry;
    struct slice type = record_find_header(request, SLICE("content-type"));

    if (request->body_state == BODY_WHOLE && entry->request_base64)
        record_base64(&har->record, request, request->body);
    if (request->body_state == BODY_NONE && entry->params.count) {
        /* text and params exclude each other; params alone are a form that was taken apart. */
        if (params_write(&entry->params, type.len ? type : entry->request_type, &request->held)) {
            request->body = buffer_slice(&request->held);
            request->body_state = request->body.len ? BODY_WHOLE : BODY_NONE;
        } else {
            request->body_state = BODY_ABSENT;
        }
    }
    if (request->body_state == BODY_NONE && entry->request_size > 0)
        request->body_state = BODY_ABSENT;
    request->body_bytes = entry->request_size > 0 ? (uint64_t)entry->request_size : request->body.len;
    tell_type(har, request, entry->request_type);
}

static void finish_response(struct har *har)
{
    struct record_message *response = &har->record.response;
    struct entry *entry = &har->entry;

    response->present = har->record.exchange.status != 0;
    if (!record_response_has_body(&har->record)) {
        /* Browsers show what their cache holds for a 304. */
        response->body_state = BODY_NONE;
        return;
    }
    if (response->body_state == BODY_WHOLE && entry->response_base64)
        record_base64(&har->record, response, response->body);
    if (response->body_state == BODY_NONE &&
        (entry->content_size > 0 || (entry->content_size < 0 && entry->response_size > 0)))
        response->body_state = BODY_ABSENT;
    response->body_bytes = entry->response_size > 0 ? (uint64_t)entry->response_size : response->body.len;
    tell_type(har, response, entry->response_type);
}

bool har_finish_entry(struct har *har)
{
    struct record *record = &har->record;
    struct exchange *exchange = &record->exchange;
    struct slice authority;

    if (!har->entry.has_time)
        record_wrong(record, "its startedDateTime is no time");
    authority = exchange->authority; /* of HTTP/2's :authority: the URL says it better */
    if (!record->wrong && !record_url(record, har->entry.url))
        record_wrong(record, har->entry.url.len ? "its URL is not one of HTTP" : "its request has no URL");
    if (exchange->authority.len == 0)
        exchange->authority = authority;
    if (exchange->server.family && exchange->server.port == 0)
        exchange->server.port = record_port(record);
    if (__builtin_add_overflow(exchange->started, har->entry.duration > 0 ? har->entry.duration : 0,
                               &exchange->ended))
        exchange->ended = exchange->started;
    finish_request(har);
    finish_response(har);
    return record_finish(record);
}

bool har_read_entry(struct source_run *run)
{
    struct slice text;
    enum json_token token;

    while ((token = har_take(run, &text)) == JSON_KEY) {
        if (!entry_member(run, text))
            return false;
    }
    return token == JSON_OBJECT_END;
}
