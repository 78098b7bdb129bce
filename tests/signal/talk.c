/* SPDX-License-Identifier: Apache-2.0 */
#include "signal/talk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define FIELDS_MOST 16

static struct memory account;
static struct arena arena;
static struct signal_memory *memory;
static struct field_memory field_names;
static struct credential_memory credentials_met;
static struct signal_reading reading;
static char facts_text[1024];

static size_t read_fields(const char *text, struct header *ret)
{
    struct slice rest = slice_of(text ? text : ""), line;
    size_t count = 0;

    while (count < FIELDS_MOST && slice_next(&rest, '\n', &line)) {
        ret[count].name = slice_cut(&line, ':');
        ret[count++].value = slice_trim(line);
    }
    return count;
}

/* Bodies have readable bytes behind them. */
static struct slice body_of(const char *text)
{
    struct slice body = slice_of(text ? text : "");
    char *at = arena_get(&arena, body.len + BODY_SLACK);

    assert_non_null(at);
    memcpy(at, body.at, body.len);
    memset(at + body.len, 0, BODY_SLACK);
    return slice_make(at, body.len);
}

static void fill_message(struct message *message, const char *fields, struct header *headers,
                         const char *body)
{
    message->header_count = read_fields(fields, headers);
    message->headers = headers;
    message->body = body_of(body);
    message->body_state = message->body.len ? BODY_WHOLE : BODY_NONE;
}

static void fill_address(struct address *ret, const char *text, const char *usual)
{
    if (!text || *text)
        assert_true(address_parse(slice_of(text ? text : usual), ret));
}

static void begin(void)
{
    if (!memory) {
        arena_init(&arena, &account, 0);
        memory = signal_memory_new(&account);
        assert_non_null(memory);
    }
    arena_reset(&arena);
    memset(&reading, 0, sizeof reading);
}

uint64_t talk_read(const struct talk *talk)
{
    static struct header request_headers[FIELDS_MOST], response_headers[FIELDS_MOST];
    static struct fields request, response;
    static struct credential credentials[CREDENTIAL_MOST];
    static struct signal_settings settings;
    struct exchange exchange = { .started = TALK_TIME * 1000000000ll, .flags = talk->flags };
    struct slice query;

    begin();
    exchange.method = slice_of(talk->method ? talk->method : "GET");
    exchange.target = slice_of(talk->target ? talk->target : "/");
    exchange.scheme = slice_of(talk->scheme ? talk->scheme : "https");
    exchange.authority = slice_of(talk->host ? talk->host : "api.example.com");
    exchange.status = (uint16_t)(talk->status ? talk->status : 200);
    fill_address(&exchange.client, talk->client, "198.51.100.7:40000");
    fill_address(&exchange.server, talk->server, "203.0.113.10:443");
    fill_message(&exchange.request, talk->fields, request_headers, talk->body);
    fill_message(&exchange.response, talk->answer_fields, response_headers, talk->answer);
    assert_true(fields_read(&field_names, &exchange.request, false, &arena, &request));
    assert_true(fields_read(&field_names, &exchange.response, true, &arena, &response));
    settings.tests_jwt_secrets = talk->tests_secrets;
    query = exchange.target;
    reading.path = slice_cut(&query, '?');
    reading.query = query;
    reading.exchange = &exchange;
    reading.request = &request;
    reading.response = &response;
    reading.credentials = credentials;
    reading.credential_count = credential_find(&credentials_met, &request, exchange.target, credentials);
    reading.settings = &settings;
    reading.memory = memory;
    reading.arena = &arena;
    signal_read(&reading);
    return reading.marks;
}

static int order(const void *a, const void *b)
{
    return slice_compare(*(const struct slice *)a, *(const struct slice *)b);
}

const char *talk_facts(enum fact_kind kind)
{
    struct slice subjects[SIGNAL_FACTS];
    size_t count = 0, len = 0;

    for (size_t i = 0; i < reading.fact_count; i++)
        if (reading.facts[i].kind == kind)
            subjects[count++] = reading.facts[i].subject;
    qsort(subjects, count, sizeof *subjects, order);
    facts_text[0] = '\0';
    for (size_t i = 0; i < count; i++)
        len += (size_t)snprintf(facts_text + len, sizeof facts_text - len, "%s%.*s", i ? "; " : "",
                                SLICE_ARG(subjects[i]));
    return facts_text;
}

const char *talk_tells(const struct talk *talk, enum fact_kind kind)
{
    talk_read(talk);
    return talk_facts(kind);
}

void talk_end(void)
{
    signal_memory_free(memory);
    memory = NULL;
    arena_done(&arena);
    assert_int_equal(account.used, 0);
}
