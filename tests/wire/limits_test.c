/* SPDX-License-Identifier: Apache-2.0 */
/* Law 4 for flows: hostile or merely large traffic makes the lane forget and say so, never grow. */
#include "wire/flows.h"

#include "base/check.h"
#include "base/clock.h"
#include "base/random.h"
#include "wire/script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GET "GET /a HTTP/1.1\r\nHost: h\r\nAccept: */*\r\n\r\n"
#define OK "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none"

struct stage {
    struct memory account;
    struct flows_settings settings;
    struct flows *flows;
    struct played played;
};

static struct stage *stage_new(const struct flows_settings *settings)
{
    struct stage *stage = calloc(1, sizeof *stage);

    assert_non_null(stage);
    if (settings)
        stage->settings = *settings;
    played_sinks(&stage->played, &stage->settings);
    stage->flows = flows_new(&stage->account, &stage->settings);
    assert_non_null(stage->flows);
    return stage;
}

static void stage_free(struct stage *stage)
{
    flows_finish(stage->flows);
    assert_balanced(flows_ledger(stage->flows));
    flows_free(stage->flows);
    assert_int_equal(stage->account.used, 0);
    free(stage);
}

/* One segment of client number `number` or of its server, without payload copies. */
static struct segment segment_of(uint32_t number, enum who who, unsigned flags, struct slice payload)
{
    struct address client = { { 10, (uint8_t)(number >> 16), (uint8_t)(number >> 8), (uint8_t)number },
                              4,
                              40000 };
    struct address server = { { 192, 0, 2, 1 }, 4, 80 };
    struct segment segment = {
        .time = NANOSECONDS_PER_SECOND + (int64_t)number * 1000,
        .source = who == CLIENT ? client : server,
        .destination = who == CLIENT ? server : client,
        .sequence = number * 7919u,
        .flags = (uint8_t)flags,
        .payload = payload,
    };

    return segment;
}

static void a_million_half_open_connections_are_bounded_and_counted(void **state)
{
    struct stage *stage = stage_new(NULL);

    for (uint32_t i = 0; i < 1000000; i++) {
        struct segment segment = segment_of(i, CLIENT, SEGMENT_SYN, SLICE(""));

        flows_segment(stage->flows, &segment);
    }
    assert_true(flows_open(stage->flows) <= 200000);
    assert_true(stage->account.peak < (size_t)48 << 20);
    assert_int_equal(flows_ledger(stage->flows)->lost[LOSS_flow_limit], 800000);
    stage_free(stage);
}

/* A flood of SYNs must not push out connections that carry something. */
static void a_flood_does_not_push_out_busy_connections(void **state)
{
    static char text[4096 + PACKET_SLACK] = GET;
    const struct flows_settings settings = { .flows_most = 1000 };
    struct stage *stage = stage_new(&settings);
    struct segment segment;

    for (uint32_t i = 0; i < 500; i++) {
        segment = segment_of(i, CLIENT, SEGMENT_SYN, SLICE(""));
        flows_segment(stage->flows, &segment);
        segment = segment_of(i, CLIENT, 0, slice_make(text, strlen(GET)));
        segment.sequence++;
        flows_segment(stage->flows, &segment);
    }
    for (uint32_t i = 1000; i < 20000; i++) {
        segment = segment_of(i, CLIENT, SEGMENT_SYN, SLICE(""));
        flows_segment(stage->flows, &segment);
    }
    memcpy(text, OK, sizeof OK);
    for (uint32_t i = 0; i < 500; i++) {
        segment = segment_of(i, SERVER, SEGMENT_SYN | SEGMENT_ACK, SLICE(""));
        segment.acknowledgement = segment.sequence + 1;
        flows_segment(stage->flows, &segment);
        segment = segment_of(i, SERVER, 0, slice_make(text, strlen(OK)));
        segment.sequence++;
        flows_segment(stage->flows, &segment);
    }
    assert_int_equal(flows_ledger(stage->flows)->analysed[LEDGER_EXCHANGES], 500);
    stage_free(stage);
}

static void script_exchange(struct script *script)
{
    script_open(script);
    script_say(script, CLIENT, GET);
    script_say(script, SERVER, OK);
}

/* Open keep-alive connections of 20,000 clients: what an idle one costs. */
static void an_idle_connection_costs_little(void **state)
{
    struct stage *stage = stage_new(NULL);
    struct script *script = calloc(1, sizeof *script);
    size_t before = stage->account.used;

    script_init(script, 40000);
    script_exchange(script);
    for (uint32_t i = 0; i < 20000; i++) {
        stage->played.len = 0;
        for (size_t at = 0; at < script->count; at++) {
            struct segment segment = script->segments[at];
            unsigned port = at == 1 || at == 4 ? segment.destination.port : segment.source.port;

            assert_int_equal(port, 40000);
            script->ends[CLIENT].bytes[1] = (uint8_t)(i >> 8);
            script->ends[CLIENT].bytes[2] = (uint8_t)i;
            *(port == segment.source.port ? &segment.source : &segment.destination) = script->ends[CLIENT];
            segment.time += (int64_t)i * 1000000;
            played_feed(stage->flows, &segment);
        }
    }
    assert_int_equal(flows_open(stage->flows), 20000);
    assert_int_equal(stage->played.exchanges, 20000);
    assert_true((stage->account.used - before) / 20000 <= 200);
    stage->played.len = 0;
    script_done(script);
    free(script);
    stage_free(stage);
}

static void the_longest_idle_goes_first(void **state)
{
    const struct flows_settings settings = { .flows_most = 3 };
    struct script *scripts[4];
    struct played *played = calloc(1, sizeof *played);
    struct memory account = { 0 };
    struct flows_settings own = settings;
    struct flows *flows;

    played_sinks(played, &own);
    flows = flows_new(&account, &own);
    for (unsigned i = 0; i < 4; i++) {
        char text[64];

        scripts[i] = calloc(1, sizeof *scripts[i]);
        script_init(scripts[i], 40000 + i);
        scripts[i]->time += (int64_t)i * NANOSECONDS_PER_SECOND;
        script_open(scripts[i]);
        snprintf(text, sizeof text, "GET /%u HTTP/1.1\r\n\r\n", i);
        script_say(scripts[i], CLIENT, text);
        for (size_t at = 0; at < scripts[i]->count; at++)
            played_feed(flows, &scripts[i]->segments[at]);
    }
    assert_string_equal(played->story, "GET /0 unanswered\n");
    assert_int_equal(flows_ledger(flows)->lost[LOSS_flow_limit], 4); /* its segments led to nothing */
    flows_finish(flows);
    assert_balanced(flows_ledger(flows));
    flows_free(flows);
    for (int i = 0; i < 4; i++) {
        script_done(scripts[i]);
        free(scripts[i]);
    }
    free(played);
    assert_int_equal(account.used, 0);
}

/* Thousands of connections, each with a hole and bytes behind it. */
static void bytes_behind_holes_are_bounded_in_all(void **state)
{
    static char text[1000 + PACKET_SLACK];
    const struct flows_settings settings = { .window_total = 1 << 20 };
    struct stage *stage = stage_new(&settings);

    memset(text, 'x', sizeof text);
    for (uint32_t i = 0; i < 5000; i++) {
        struct segment segment = segment_of(i, CLIENT, SEGMENT_SYN, SLICE(""));

        flows_segment(stage->flows, &segment);
        segment = segment_of(i, CLIENT, 0, slice_make(text, 1000));
        segment.sequence += 100;
        flows_segment(stage->flows, &segment);
        segment.sequence += 2000;
        flows_segment(stage->flows, &segment);
    }
    assert_true(stage->account.peak < (size_t)3 << 20);
    stage_free(stage);
}

/* Small segments behind a hole in the worst order. */
static void many_small_segments_behind_a_hole_stay_cheap(void **state)
{
    static char text[16 + PACKET_SLACK] = "x";
    struct stage *stage = stage_new(NULL);
    struct segment segment = segment_of(1, CLIENT, SEGMENT_SYN, SLICE(""));
    uint64_t random = 1;

    flows_segment(stage->flows, &segment);
    for (int i = 0; i < 50000; i++) {
        segment = segment_of(1, CLIENT, 0, slice_make(text, 1));
        segment.sequence += 2 + (uint32_t)random_below(&random, 1 << 20);
        flows_segment(stage->flows, &segment);
    }
    assert_true(stage->account.peak < (size_t)1 << 20);
    stage_free(stage);
}

/* Requests that nobody answers, on many connections, under a tight account: what goes is told and counted. */
static void the_account_is_the_ceiling_for_everything(void **state)
{
    static char text[2000 + PACKET_SLACK];
    struct stage *stage = stage_new(NULL);
    size_t len =
        (size_t)snprintf(text, sizeof text, "POST /a HTTP/1.1\r\nContent-Length: 1500\r\n\r\n") + 1500;

    stage->account.limit = stage->account.used + ((size_t)2 << 20);
    for (uint32_t i = 0; i < 5000; i++) {
        struct segment segment = segment_of(i, CLIENT, SEGMENT_SYN, SLICE(""));

        flows_segment(stage->flows, &segment);
        segment = segment_of(i, CLIENT, 0, slice_make(text, len));
        segment.sequence++;
        flows_segment(stage->flows, &segment);
        stage->played.len = 0;
    }
    assert_true(stage->account.peak <= stage->account.limit);
    flows_finish(stage->flows);
    stage->played.len = 0;
    assert_int_equal(flows_ledger(stage->flows)->seen[LEDGER_EXCHANGES], 5000);
    assert_int_equal(stage->played.exchanges, 5000);
    stage_free(stage);
}

/* Two connections with holes, a body in pieces and an answer before the request's end. */
static void rough_script(struct script *script)
{
    script_open(script);
    script_say_in(script, CLIENT,
                  SLICE("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n0123456789"), 20);
    script_say_in(script, SERVER,
                  SLICE("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"), 9);
    script_move(script, 4, 6);
    script_say(script, CLIENT, "POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n01234");
    script_say(script, SERVER, OK);
    script_say(script, CLIENT, "56789");
    script_say(script, CLIENT, GET GET GET);
    script_say(script, SERVER, OK OK);
    script_drop(script, 9);
    script_close(script);
}

static void wherever_memory_is_refused_the_books_balance(void **state)
{
    struct script *script = calloc(1, sizeof *script);
    struct played *played = calloc(1, sizeof *played);
    bool enough = false;

    script_init(script, 40000);
    rough_script(script);
    for (uint64_t nth = 1; !enough; nth++) {
        struct memory account = { .fail_at = nth };
        struct flows_settings settings = { 0 };
        struct flows *flows;

        assert_true(nth < 1000);
        played->len = 0;
        played_sinks(played, &settings);
        flows = flows_new(&account, &settings);
        if (!flows) {
            assert_int_equal(account.used, 0);
            continue;
        }
        for (size_t i = 0; i < script->count; i++)
            played_feed(flows, &script->segments[i]);
        flows_finish(flows);
        assert_balanced(flows_ledger(flows));
        enough = account.denied == 0;
        flows_free(flows);
        assert_int_equal(account.used, 0);
    }
    script_done(script);
    free(script);
    free(played);
}

/* The same when only one call in many is refused. */
static void memory_that_comes_back_is_used_again(void **state)
{
    struct script *script = calloc(1, sizeof *script);
    struct played *played = calloc(1, sizeof *played);

    script_init(script, 40000);
    rough_script(script);
    for (uint64_t nth = 0; nth < 30; nth++) {
        struct memory account = { 0 };
        struct flows_settings settings = { 0 };
        struct flows *flows;

        played->len = played->exchanges = 0;
        played_sinks(played, &settings);
        flows = flows_new(&account, &settings);
        assert_non_null(flows);
        for (size_t i = 0; i < script->count; i++) {
            account.fail_at = i == nth ? account.calls + 1 : 0;
            played_feed(flows, &script->segments[i]);
        }
        account.fail_at = 0;
        flows_finish(flows);
        assert_balanced(flows_ledger(flows));
        assert_true(played->exchanges >= 1);
        flows_free(flows);
        assert_int_equal(account.used, 0);
    }
    script_done(script);
    free(script);
    free(played);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_million_half_open_connections_are_bounded_and_counted),
        cmocka_unit_test(a_flood_does_not_push_out_busy_connections),
        cmocka_unit_test(an_idle_connection_costs_little),
        cmocka_unit_test(the_longest_idle_goes_first),
        cmocka_unit_test(bytes_behind_holes_are_bounded_in_all),
        cmocka_unit_test(many_small_segments_behind_a_hole_stay_cheap),
        cmocka_unit_test(the_account_is_the_ceiling_for_everything),
        cmocka_unit_test(wherever_memory_is_refused_the_books_balance),
        cmocka_unit_test(memory_that_comes_back_is_used_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
