/* SPDX-License-Identifier: Apache-2.0 */
/* Case files: cut into cases, and each case into exchanges. */
#include "posture/conversation.h"

#include "base/hash.h"
#include "posture/placeholder.h"

#include <stdio.h>
#include <stdlib.h>

#define FIELDS_MOST 64

static const char *const request_usual[] = { "User-Agent: shop-client/2.4", "Accept: application/json" };
static const char *const response_usual[] = { "X-Content-Type-Options: nosniff", "Cache-Control: no-store",
                                              "RateLimit-Limit: 100" };
static const char usual_transport[] = "Strict-Transport-Security: max-age=31536000; includeSubDomains";
#define COUNT(list) (sizeof(list) / sizeof *(list))

/* ---- files ---- */

char *corpus_read(const char *file)
{
    FILE *in = fopen(file, "rb");
    size_t len = 0, got;
    char *text = NULL;

    if (!in)
        corpus_fault("%s cannot be opened", file);
    do {
        text = realloc(text, len + 65536 + BODY_SLACK);
        if (!text)
            corpus_fault("no memory");
        got = fread(text + len, 1, 65536, in);
        len += got;
    } while (got);
    fclose(in);
    text[len] = '\0';
    return text;
}

static bool take(struct slice *line, const char *head)
{
    struct slice wanted = slice_of(head);

    if (!slice_starts_with(*line, wanted))
        return false;
    *line = slice_trim(slice_make(line->at + wanted.len, line->len - wanted.len));
    return true;
}

static void read_title(struct slice line, struct corpus_case *ret)
{
    ret->title = line;
    ret->positive = take(&ret->title, "=== positive:");
    if (!ret->positive && !take(&ret->title, "=== negative:"))
        corpus_fault("%s:%u: neither positive nor negative", ret->file, ret->line);
}

bool corpus_next(const char *file, struct slice *rest, unsigned *line, struct corpus_case *ret)
{
    *ret = (struct corpus_case){ .file = file };
    while (rest->len) {
        struct slice before = *rest, text = slice_cut(rest, '\n'), value = text;

        if (slice_starts_with(text, SLICE("=== "))) {
            if (ret->line) {
                *rest = before;
                return true;
            }
            ret->line = *line;
            read_title(text, ret);
            ret->text = slice_make(rest->at, 0);
        } else if (take(&value, "expect:")) {
            ret->expected = value;
        } else if (take(&value, "allow:")) {
            ret->allowed = value;
        }
        ++*line;
        if (ret->line)
            ret->text.len = (size_t)(rest->at - ret->text.at);
    }
    return ret->line > 0;
}

void script_config(const struct corpus_case *from, struct buffer *out)
{
    struct slice rest = from->text;

    while (rest.len) {
        struct slice line = slice_cut(&rest, '\n');

        if (!slice_starts_with(line, SLICE("config:")))
            continue;
        line = slice_make(line.at + 7, line.len - 7);
        if (line.len && line.at[0] == ' ')
            line = slice_make(line.at + 1, line.len - 1);
        buffer_append(out, line);
        buffer_byte(out, '\n');
    }
}

/* ---- an exchange as it is written ---- */

struct block {
    const struct corpus_case *from;
    uint64_t times, first;
    struct slice client, server, scheme, host;
    int64_t every, took, forward, moment; /* moment: -1: not said */
    struct buffer request, response;      /* without the marks before each line */
    bool is_asked, is_answered;
};

static int64_t duration(const struct block *block, struct slice text)
{
    static const struct {
        const char *unit;
        int64_t nanoseconds;
    } units[] = { { "ms", 1000000 },
                  { "s", 1000000000 },
                  { "m", 60000000000 },
                  { "h", 3600000000000 },
                  { "d", 86400000000000 } };
    unsigned long long number;
    size_t digits = 0;

    while (digits < text.len && text.at[digits] >= '0' && text.at[digits] <= '9')
        digits++;
    for (size_t i = 0; i < COUNT(units); i++)
        if (slice_eq(slice_make(text.at + digits, text.len - digits), slice_of(units[i].unit)) &&
            slice_to_u64(slice_make(text.at, digits), 1000000000, &number))
            return (int64_t)number * units[i].nanoseconds;
    corpus_fault("%s:%u: no time: %.*s", block->from->file, block->from->line, SLICE_ARG(text));
}

static void read_moment(struct block *block, struct slice value)
{
    if (value.len && value.at[0] == '+')
        block->forward = duration(block, slice_make(value.at + 1, value.len - 1));
    else
        block->moment = duration(block, value);
}

static void read_key(struct block *block, struct slice key, struct slice value)
{
    unsigned long long number = 0;

    if (slice_eq(key, SLICE("client")))
        block->client = value;
    else if (slice_eq(key, SLICE("server")))
        block->server = value;
    else if (slice_eq(key, SLICE("scheme")))
        block->scheme = value;
    else if (slice_eq(key, SLICE("host")))
        block->host = value;
    else if (slice_eq(key, SLICE("every")))
        block->every = duration(block, value);
    else if (slice_eq(key, SLICE("took")))
        block->took = duration(block, value);
    else if (slice_eq(key, SLICE("at")))
        read_moment(block, value);
    else if (slice_eq(key, SLICE("from")) && slice_to_u64(value, 1000000000, &number))
        block->first = number;
    else
        corpus_fault("%s:%u: what is %.*s=%.*s?", block->from->file, block->from->line, SLICE_ARG(key),
                     SLICE_ARG(value));
}

/* "60x client=... every=2s"; false when it is no such line. */
static bool read_times(struct block *block, struct slice line)
{
    struct slice number = slice_cut(&line, ' '), word;
    unsigned long long times;

    if (number.len < 2 || number.at[number.len - 1] != 'x' ||
        !slice_to_u64(slice_make(number.at, number.len - 1), 100000, &times))
        return false;
    block->times = times;
    while (slice_next(&line, ' ', &word)) {
        struct slice value = word, key = slice_cut(&value, '=');

        read_key(block, key, value);
    }
    return true;
}

static void block_reset(struct block *block)
{
    block->times = 1;
    block->first = 1;
    block->client = SLICE("198.51.100.${n%50+1}");
    block->server = (struct slice){ NULL, 0 };
    block->scheme = SLICE("https");
    block->host = (struct slice){ NULL, 0 };
    block->every = 1000000000;
    block->took = 5000000;
    block->forward = 0;
    block->moment = -1;
    block->is_asked = block->is_answered = false;
    buffer_reset(&block->request);
    buffer_reset(&block->response);
}

static void add_line(struct buffer *to, struct slice line)
{
    size_t mark = line.len > 1 && line.at[1] == ' ' ? 2 : 1;

    buffer_append(to, slice_make(line.at + mark, line.len - mark));
    buffer_byte(to, '\n');
}

/* ---- an exchange as it is told ---- */

struct telling {
    struct placeholders with;
    struct buffer request, response; /* expanded */
    struct header asked[FIELDS_MOST], answered[FIELDS_MOST];
    char *bodies[2];
    struct exchange exchange;
    struct buffer ends, length[2];
    exchange_sink *sink;
    void *context;
};

static struct slice field_name(struct slice line, struct slice *ret_value)
{
    struct slice name = slice_cut(&line, ':');

    *ret_value = slice_trim(line);
    return name;
}

static void add_field(struct message *message, struct header *fields, struct slice line)
{
    struct header *field = &fields[message->header_count];

    if (message->header_count++ == FIELDS_MOST)
        corpus_fault("too many fields");
    field->name = field_name(line, &field->value);
}

/* Whether the message says it itself, or says that it is not to be said. */
static bool is_said(struct slice fields, struct slice name)
{
    while (fields.len) {
        struct slice line = slice_cut(&fields, '\n'), value;
        struct slice said = field_name(line, &value);

        if (slice_eq_nocase(said, name) ||
            (slice_eq(said, SLICE("-*")) && !slice_starts_with(name, SLICE("Content-"))))
            return true;
        if (said.len && said.at[0] == '-' && slice_eq_nocase(slice_make(said.at + 1, said.len - 1), name))
            return true;
    }
    return false;
}

static void add_usual(struct message *message, struct header *fields, struct slice said, struct slice line)
{
    struct slice value, name = field_name(line, &value);

    if (!is_said(said, name))
        add_field(message, fields, line);
}

static void add_said(struct message *message, struct header *fields, struct slice said)
{
    while (said.len) {
        struct slice line = slice_cut(&said, '\n');

        if (line.len && line.at[0] != '-')
            add_field(message, fields, line);
    }
}

/* After the start line: fields, an empty line, a body. */
static void cut_message(struct slice text, struct slice *ret_fields, struct slice *ret_body)
{
    struct slice rest = text;

    *ret_fields = text;
    *ret_body = (struct slice){ NULL, 0 };
    while (rest.len) {
        const char *at = rest.at;
        struct slice line = slice_cut(&rest, '\n');

        if (line.len)
            continue;
        *ret_fields = slice_make(text.at, (size_t)(at - text.at));
        *ret_body = rest.len ? slice_make(rest.at, rest.len - 1) : rest;
        return;
    }
}

/* A copy of its exact size, so that reading past its end is seen. */
static void set_body(struct message *message, struct slice body, char **owned)
{
    if (body.len == 0)
        return;
    *owned = malloc(body.len + BODY_SLACK);
    if (!*owned)
        corpus_fault("no memory");
    memcpy(*owned, body.at, body.len);
    memset(*owned + body.len, '"', BODY_SLACK);
    message->body = slice_make(*owned, body.len);
    message->body_state = BODY_WHOLE;
    message->body_bytes = body.len;
}

static void fill_body(struct telling *telling, bool is_response, struct slice body, struct slice said)
{
    struct message *message = is_response ? &telling->exchange.response : &telling->exchange.request;
    struct header *fields = is_response ? telling->answered : telling->asked;
    struct buffer *length = &telling->length[is_response];

    set_body(message, body, &telling->bodies[is_response]);
    message->wire_bytes = body.len + 200;
    if (body.len == 0)
        return;
    add_usual(message, fields, said, SLICE("Content-Type: application/json"));
    buffer_printf(length, "Content-Length: %zu", body.len);
    add_usual(message, fields, said, buffer_slice(length));
}

static void fill_request(struct telling *telling, const struct block *block)
{
    struct exchange *exchange = &telling->exchange;
    struct slice rest = buffer_slice(&telling->request), line = slice_cut(&rest, '\n'), said, body, host;

    exchange->method = slice_cut(&line, ' ');
    exchange->target = slice_cut(&line, ' ');
    cut_message(rest, &said, &body);
    buffer_text(&telling->ends, "Host: ");
    if (block->host.len)
        placeholders_expand(&telling->with, block->host, &telling->ends);
    else
        buffer_text(&telling->ends, "api.example.com");
    add_usual(&exchange->request, telling->asked, said, buffer_slice(&telling->ends));
    add_said(&exchange->request, telling->asked, said);
    for (size_t i = 0; i < COUNT(request_usual); i++)
        add_usual(&exchange->request, telling->asked, said, slice_of(request_usual[i]));
    fill_body(telling, false, body, said);
    exchange->request.headers = telling->asked;
    host = message_header(&exchange->request, SLICE("host"));
    exchange->authority = host;
}

static void fill_response(struct telling *telling)
{
    struct exchange *exchange = &telling->exchange;
    struct slice rest = buffer_slice(&telling->response), line = slice_cut(&rest, '\n'), said, body;
    unsigned long long status;

    if (!slice_to_u64(slice_cut(&line, ' '), 999, &status))
        corpus_fault("no status: %.*s", SLICE_ARG(buffer_slice(&telling->response)));
    exchange->status = (uint16_t)status;
    cut_message(rest, &said, &body);
    add_said(&exchange->response, telling->answered, said);
    for (size_t i = 0; i < COUNT(response_usual); i++)
        add_usual(&exchange->response, telling->answered, said, slice_of(response_usual[i]));
    if (exchange->scheme.len == 5)
        add_usual(&exchange->response, telling->answered, said, slice_of(usual_transport));
    fill_body(telling, true, body, said);
    exchange->response.headers = telling->answered;
}

static void read_address(struct telling *telling, struct slice text, struct address *ret)
{
    struct memory account = { .limit = 0 };
    struct buffer expanded;

    buffer_init(&expanded, &account);
    placeholders_expand(&telling->with, text, &expanded);
    if (!address_parse(buffer_slice(&expanded), ret))
        corpus_fault("no address: %.*s", SLICE_ARG(buffer_slice(&expanded)));
    buffer_done(&expanded);
}

static void fill_addresses(struct telling *telling, const struct block *block)
{
    bool plain = slice_eq(block->scheme, SLICE("http"));
    struct slice usual = plain ? SLICE("203.0.113.10:80") : SLICE("203.0.113.10:443");

    read_address(telling, block->client, &telling->exchange.client);
    read_address(telling, block->server.len ? block->server : usual, &telling->exchange.server);
    if (telling->exchange.client.port == 0)
        telling->exchange.client.port = (uint16_t)(40000 + telling->with.n % 20000);
    if (telling->exchange.server.port == 0)
        telling->exchange.server.port = plain ? 80 : 443;
}

static void tell_one(struct telling *telling, const struct block *block)
{
    struct exchange *exchange = &telling->exchange;

    *exchange = (struct exchange){ .started = telling->with.time,
                                   .ended = telling->with.time + block->took,
                                   .version_major = 1,
                                   .version_minor = 1,
                                   .scheme = block->scheme };
    buffer_reset(&telling->request);
    buffer_reset(&telling->response);
    buffer_reset(&telling->ends);
    buffer_reset(&telling->length[0]);
    buffer_reset(&telling->length[1]);
    placeholders_expand(&telling->with, buffer_slice(&block->request), &telling->request);
    placeholders_expand(&telling->with, buffer_slice(&block->response), &telling->response);
    fill_addresses(telling, block);
    if (exchange->scheme.len == 5)
        exchange->flags |= EXCHANGE_TLS;
    fill_request(telling, block);
    if (block->is_answered)
        fill_response(telling);
    else
        exchange->flags |= EXCHANGE_NO_RESPONSE;
    telling->sink(telling->context, exchange);
    for (size_t i = 0; i < 2; i++) {
        free(telling->bodies[i]);
        telling->bodies[i] = NULL;
    }
}

static void tell_block(struct telling *telling, const struct block *block)
{
    if (!block->is_asked)
        return;
    telling->with.time += block->forward;
    if (block->moment >= 0)
        telling->with.time = CORPUS_START + block->moment;
    for (uint64_t i = 0; i < block->times; i++) {
        telling->with.n = block->first + i;
        tell_one(telling, block);
        telling->with.time += block->every;
    }
}

static void read_line(struct telling *telling, struct block *block, struct slice line)
{
    bool asks = line.len && line.at[0] == '>', answers = line.len && line.at[0] == '<';

    if (!asks && !answers) {
        tell_block(telling, block);
        block_reset(block);
        if (line.len && !read_times(block, line) && line.at[0] != '#' && !take(&line, "expect:") &&
            !take(&line, "config:") && !take(&line, "allow:"))
            corpus_fault("%s, case at line %u: what is \"%.*s\"?", block->from->file, block->from->line,
                         SLICE_ARG(line));
        return;
    }
    if (asks && block->is_answered) {
        tell_block(telling, block);
        block_reset(block);
    }
    block->is_asked |= asks;
    block->is_answered |= answers;
    add_line(asks ? &block->request : &block->response, line);
}

void script_tell(const struct corpus_case *from, exchange_sink *sink, void *context)
{
    struct memory account = { .limit = 0 };
    struct block block = { .from = from };
    struct telling telling = { .sink = sink, .context = context };
    struct buffer *buffers[] = { &block.request, &block.response,    &telling.request,  &telling.response,
                                 &telling.ends,  &telling.length[0], &telling.length[1] };
    struct slice rest = from->text;

    for (size_t i = 0; i < COUNT(buffers); i++)
        buffer_init(buffers[i], &account);
    telling.with = (struct placeholders){ .time = CORPUS_START, .chance = hash_content(from->title) };
    block_reset(&block);
    while (rest.len)
        read_line(&telling, &block, slice_cut(&rest, '\n'));
    tell_block(&telling, &block);
    for (size_t i = 0; i < COUNT(buffers); i++)
        buffer_done(buffers[i]);
}
