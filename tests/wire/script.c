/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/script.h"

#include "base/check.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MILLISECOND 1000000

void script_init(struct script *script, unsigned port)
{
    memset(script, 0, sizeof *script);
    script->text = malloc(SCRIPT_TEXT);
    assert_non_null(script->text);
    script->ends[CLIENT] = (struct address){ { 10, 0, 0, 1 }, 4, (uint16_t)port };
    script->ends[SERVER] = (struct address){ { 10, 0, 0, 2 }, 4, 80 };
    script->next[CLIENT] = 1000000;
    script->next[SERVER] = 3000000000;
    script->time = 1000 * MILLISECOND;
}

void script_done(struct script *script)
{
    free(script->text);
    script->text = NULL;
}

struct segment *script_segment(struct script *script, enum who who, unsigned flags, struct slice payload)
{
    struct segment *segment = &script->segments[script->count];

    assert_true(script->count < SCRIPT_SEGMENTS && script->used + payload.len <= SCRIPT_TEXT);
    if (payload.len)
        memcpy(script->text + script->used, payload.at, payload.len);
    *segment = (struct segment){
        .time = script->time,
        .source = script->ends[who],
        .destination = script->ends[!who],
        .sequence = script->next[who],
        .acknowledgement = script->next[!who],
        .flags = (uint8_t)flags,
        .window = 1000,
        .payload = { script->text + script->used, payload.len },
    };
    if (!(flags & SEGMENT_SYN))
        segment->flags |= SEGMENT_ACK;
    script->used += payload.len;
    script->count++;
    script->time += MILLISECOND;
    script->next[who] +=
        (uint32_t)payload.len + (flags & SEGMENT_SYN ? 1 : 0) + (flags & SEGMENT_FIN ? 1 : 0);
    return segment;
}

void script_open(struct script *script)
{
    script_segment(script, CLIENT, SEGMENT_SYN, SLICE(""));
    script_segment(script, SERVER, SEGMENT_SYN | SEGMENT_ACK, SLICE(""));
    script_acknowledge(script, CLIENT);
}

struct segment *script_say(struct script *script, enum who who, const char *text)
{
    return script_segment(script, who, SEGMENT_PSH, slice_of(text));
}

void script_say_in(struct script *script, enum who who, struct slice bytes, size_t size)
{
    while (bytes.len) {
        size_t take = bytes.len < size ? bytes.len : size;

        script_segment(script, who, SEGMENT_PSH, slice_make(bytes.at, take));
        bytes = slice_make(bytes.at + take, bytes.len - take);
    }
}

struct segment *script_acknowledge(struct script *script, enum who who)
{
    return script_segment(script, who, SEGMENT_ACK, SLICE(""));
}

struct segment *script_fin(struct script *script, enum who who)
{
    return script_segment(script, who, SEGMENT_FIN, SLICE(""));
}

void script_close(struct script *script)
{
    script_fin(script, CLIENT);
    script_fin(script, SERVER);
    script_acknowledge(script, CLIENT);
}

void script_drop(struct script *script, size_t index)
{
    assert_true(index < script->count);
    memmove(script->segments + index, script->segments + index + 1,
            (script->count - index - 1) * sizeof *script->segments);
    script->count--;
}

void script_repeat(struct script *script, size_t index, size_t at)
{
    struct segment copy = script->segments[index];

    assert_true(script->count < SCRIPT_SEGMENTS && at <= script->count);
    memmove(script->segments + at + 1, script->segments + at,
            (script->count - at) * sizeof *script->segments);
    script->segments[at] = copy;
    script->count++;
}

void script_move(struct script *script, size_t from, size_t to)
{
    struct segment moved = script->segments[from];

    script_drop(script, from);
    memmove(script->segments + to + 1, script->segments + to,
            (script->count - to) * sizeof *script->segments);
    script->segments[to] = moved;
    script->count++;
}

void script_only(struct script *script, enum who who)
{
    for (size_t i = script->count; i-- > 0;) {
        if (script->segments[i].source.port != script->ends[who].port)
            script_drop(script, i);
    }
}

static void tell(struct played *played, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void tell(struct played *played, const char *format, ...)
{
    va_list arguments;
    int len;

    va_start(arguments, format);
    len = vsnprintf(played->story + played->len, sizeof played->story - played->len, format, arguments);
    va_end(arguments);
    assert_true(len >= 0 && (size_t)len < sizeof played->story - played->len);
    played->len += (size_t)len;
}

static void tell_body(struct played *played, const struct message *message)
{
    static const char *const states[] = { "", "", " absent", " cut", " too-large", " undecodable" };

    if (message->body_state == BODY_NONE)
        return;
    if (message->body.len > 60)
        tell(played, " #%zu%s", message->body.len, states[message->body_state]);
    else
        tell(played, " \"%.*s\"%s", SLICE_ARG(message->body), states[message->body_state]);
}

static void on_exchange(void *context, const struct exchange *exchange)
{
    struct played *played = context;

    assert_true(exchange->connection != 0);
    assert_true(exchange->ended >= exchange->started);
    assert_slice_equal(exchange->scheme, "http");
    assert_int_equal(exchange->server.port, 80);
    played->exchanges++;
    if (!(exchange->flags & EXCHANGE_NO_REQUEST)) {
        tell(played, "%.*s %.*s%.*s", SLICE_ARG(exchange->method), SLICE_ARG(exchange->authority),
             SLICE_ARG(exchange->target));
        tell_body(played, &exchange->request);
        tell(played, " ");
    }
    if (exchange->flags & EXCHANGE_NO_RESPONSE) {
        tell(played, "unanswered");
        assert_int_equal(exchange->status, 0);
    } else {
        tell(played, "%s%d", exchange->flags & EXCHANGE_NO_REQUEST ? "unasked " : "", exchange->status);
    }
    tell_body(played, &exchange->response);
    tell(played, "%s\n", exchange->flags & EXCHANGE_UPGRADED ? " upgraded" : "");
}

static void on_tls(void *context, struct slice name, struct slice subject, uint16_t version,
                   const struct address *server, int64_t time, uint64_t bytes)
{
    struct played *played = context;

    played->tls++;
    played->tls_version = version;
    tell(played, "TLS %.*s %.*s %d %llu\n", SLICE_ARG(name), SLICE_ARG(subject), server->port,
         (unsigned long long)bytes);
}

void played_sinks(struct played *played, struct flows_settings *settings)
{
    settings->exchange = on_exchange;
    settings->tls = on_tls;
    settings->exchange_context = settings->tls_context = played;
}

void played_feed(struct flows *flows, const struct segment *segment)
{
    struct segment fed = *segment;
    char *payload = malloc(segment->payload.len + PACKET_SLACK);

    assert_non_null(payload);
    if (segment->payload.len)
        memcpy(payload, segment->payload.at, segment->payload.len);
    memset(payload + segment->payload.len, '}', PACKET_SLACK);
    fed.payload.at = payload;
    flows_segment(flows, &fed);
    free(payload);
}

void assert_balanced(const struct ledger *ledger)
{
    for (enum ledger_unit unit = 0; unit < LEDGER_UNITS; unit++) {
        if (ledger_open(ledger, unit) != 0)
            fail_msg("%s: %lld open", ledger_unit_name(unit), (long long)ledger_open(ledger, unit));
        assert_true(ledger->analysed[unit] <= ledger->seen[unit]);
    }
}

void scripts_play(const struct script *const *scripts, size_t count, const struct flows_settings *settings,
                  struct played *ret)
{
    struct flows_settings own = settings ? *settings : (struct flows_settings){ 0 };
    struct memory account = { 0 };
    struct flows *flows;
    bool more = true;

    ret->story[ret->len = 0] = 0;
    ret->exchanges = ret->tls = 0;
    played_sinks(ret, &own);
    flows = flows_new(&account, &own);
    assert_non_null(flows);
    for (size_t at = 0; more; at++) {
        more = false;
        for (size_t i = 0; i < count; i++) {
            if (at < scripts[i]->count) {
                played_feed(flows, &scripts[i]->segments[at]);
                more = true;
            }
        }
    }
    flows_finish(flows);
    assert_int_equal(flows_open(flows), 0);
    ret->ledger = *flows_ledger(flows);
    ret->peak = account.peak;
    assert_balanced(&ret->ledger);
    flows_free(flows);
    assert_int_equal(account.used, 0);
}

void script_play(const struct script *script, const struct flows_settings *settings, struct played *ret)
{
    scripts_play(&script, 1, settings, ret);
}

void assert_story(const struct played *played, const char *story)
{
    assert_string_equal(played->story, story);
}
