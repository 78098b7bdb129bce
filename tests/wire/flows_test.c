/* SPDX-License-Identifier: Apache-2.0 */
/* What happens to TCP connections in captures, one test each. */
#include "wire/flows.h"

#include "base/check.h"
#include "base/clock.h"
#include "wire/script.h"

#include <stdlib.h>
#include <string.h>

#define GET_A "GET /a HTTP/1.1\r\nHost: h\r\n\r\n"
#define GET_B "GET /b HTTP/1.1\r\nHost: h\r\n\r\n"
#define GET_C "GET /c HTTP/1.1\r\nHost: h\r\n\r\n"
#define OK_1 "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none"
#define OK_2 "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\ntwo"
#define OK_3 "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nthree"
#define STORY_A "GET h/a 200 \"one\"\n"
#define STORY_B "GET h/b 200 \"two\"\n"
#define STORY_C "GET h/c 200 \"three\"\n"

struct stage {
    struct script script;
    struct played played;
};

static int set_up(void **state)
{
    struct stage *stage = calloc(1, sizeof *stage);

    if (!stage)
        return -1;
    script_init(&stage->script, 40000);
    *state = stage;
    return 0;
}

static int tear_down(void **state)
{
    struct stage *stage = *state;

    script_done(&stage->script);
    free(stage);
    return 0;
}

/* Handshake, two exchanges, end: segments 3 to 6 carry payload. */
static void usual(struct script *script)
{
    script_open(script);
    script_say(script, CLIENT, GET_A);
    script_say(script, SERVER, OK_1);
    script_say(script, CLIENT, GET_B);
    script_say(script, SERVER, OK_2);
    script_close(script);
}

static void play(struct stage *stage)
{
    script_play(&stage->script, NULL, &stage->played);
}

static uint64_t lost(const struct stage *stage, enum ledger_loss loss)
{
    return stage->played.ledger.lost[loss];
}

static uint64_t lost_in_all(const struct stage *stage)
{
    uint64_t sum = 0;

    for (enum ledger_loss loss = 0; loss < LEDGER_LOSSES; loss++)
        sum += stage->played.ledger.lost[loss];
    return sum;
}

static void a_connection_gives_its_exchanges(void **state)
{
    struct stage *stage = *state;

    usual(&stage->script);
    play(stage);
    assert_story(&stage->played, STORY_A STORY_B);
    assert_int_equal(lost_in_all(stage), 0);
    assert_int_equal(stage->played.ledger.analysed[LEDGER_SEGMENTS], 10);
    assert_int_equal(stage->played.ledger.analysed[LEDGER_MESSAGES], 4);
    assert_int_equal(stage->played.ledger.analysed[LEDGER_BODIES], 2);
    assert_int_equal(stage->played.ledger.seen[LEDGER_BYTES],
                     strlen(GET_A) + strlen(OK_1) + strlen(GET_B) + strlen(OK_2));
}

/* Whatever two neighbours change places, even across directions. */
static void segments_out_of_order_change_nothing(void **state)
{
    struct stage *stage = *state;

    for (size_t from = 3; from < 7; from++) {
        for (size_t to = 3; to < 7; to++) {
            script_done(&stage->script);
            script_init(&stage->script, 40000);
            usual(&stage->script);
            script_move(&stage->script, from, to);
            play(stage);
            assert_story(&stage->played, STORY_A STORY_B);
            assert_int_equal(lost_in_all(stage), 0);
        }
    }
}

static void a_request_stored_after_its_response_still_is_its_request(void **state)
{
    struct stage *stage = *state;

    usual(&stage->script);
    script_move(&stage->script, 3, 4);
    script_move(&stage->script, 5, 6);
    play(stage);
    assert_story(&stage->played, STORY_A STORY_B);
}

static void retransmissions_are_not_counted_as_bytes_again(void **state)
{
    struct stage *stage = *state;

    usual(&stage->script);
    script_repeat(&stage->script, 3, 4);
    script_repeat(&stage->script, 5, 8);
    play(stage);
    assert_story(&stage->played, STORY_A STORY_B);
    assert_int_equal(stage->played.ledger.seen[LEDGER_BYTES],
                     strlen(GET_A) + strlen(OK_1) + strlen(GET_B) + strlen(OK_2));
    assert_int_equal(lost_in_all(stage), 0);
}

static void a_retransmission_cannot_rewrite_what_was_seen(void **state)
{
    struct stage *stage = *state;
    struct segment *segment;

    usual(&stage->script);
    script_repeat(&stage->script, 3, 4);
    segment = &stage->script.segments[4];
    segment->payload = SLICE("GET /z HTTP/1.1\r\nHost: z\r\n\r\n");
    play(stage);
    assert_story(&stage->played, STORY_A STORY_B);
}

/* The same while the bytes still wait behind a hole. */
static void a_retransmission_cannot_rewrite_what_waits(void **state)
{
    struct stage *stage = *state;
    struct script *script = &stage->script;

    script_open(script);
    script_say(script, CLIENT, "GET ");
    script_say(script, CLIENT, "/a HTTP/1.1\r\nHost: h\r\n\r\n");
    script_say(script, SERVER, OK_1);
    script_repeat(script, 4, 5);
    script->segments[5].payload = SLICE("/b HTTP/1.1\r\nHost: h\r\n\r\n");
    script_move(script, 3, 5);
    play(stage);
    assert_story(&stage->played, STORY_A);
}

static void overlapping_segments_are_trimmed(void **state)
{
    struct stage *stage = *state;
    struct script *script = &stage->script;
    struct segment *segment;

    script_open(script);
    segment = script_say(script, CLIENT, "GET /a HTTP");
    segment = script_say(script, CLIENT, "HTTP/1.1\r\nHost: h\r\n\r\n");
    segment->sequence -= 4;
    script->next[CLIENT] -= 4;
    script_say(script, SERVER, OK_1);
    play(stage);
    assert_story(&stage->played, STORY_A);
    assert_int_equal(lost_in_all(stage), 0);
}

/* Pieces 0..2, 4..6, then one segment over everything. */
static void a_segment_fills_the_holes_between_others(void **state)
{
    struct stage *stage = *state;
    struct script *script = &stage->script;
    uint32_t start;

    script_open(script);
    start = script->next[CLIENT];
    script->next[CLIENT] = start + 10;
    script_say(script, CLIENT, "P/1.1\r");
    script->next[CLIENT] = start + 4;
    script_say(script, CLIENT, "/a");
    script->next[CLIENT] = start;
    script_say(script, CLIENT, GET_A);
    script_say(script, SERVER, OK_1);
    play(stage);
    assert_story(&stage->played, STORY_A);
    assert_int_equal(lost_in_all(stage), 0);
}

static void sequence_numbers_wrap(void **state)
{
    struct stage *stage = *state;

    stage->script.next[CLIENT] = UINT32_MAX - 10;
    stage->script.next[SERVER] = UINT32_MAX - 20;
    usual(&stage->script);
    script_move(&stage->script, 3, 4);
    play(stage);
    assert_story(&stage->played, STORY_A STORY_B);
    assert_int_equal(lost_in_all(stage), 0);
}

static void a_lost_request_costs_its_exchange_only(void **state)
{
    struct stage *stage = *state;

    usual(&stage->script);
    script_drop(&stage->script, 3);
    play(stage);
    assert_story(&stage->played, "unasked 200 \"one\"\n" STORY_B);
    assert_int_equal(lost(stage, LOSS_gap), strlen(GET_A));
    assert_int_equal(lost(stage, LOSS_response_unasked), 1);
}

static void a_lost_response_costs_its_exchange_only(void **state)
{
    struct stage *stage = *state;

    usual(&stage->script);
    script_drop(&stage->script, 4);
    play(stage);
    assert_story(&stage->played, "GET h/a unanswered\n" STORY_B);
    assert_int_equal(lost(stage, LOSS_gap), strlen(OK_1));
    assert_int_equal(lost(stage, LOSS_request_unanswered), 1);
}

static void a_gap_in_a_body_costs_the_body_only(void **state)
{
    struct stage *stage = *state;
    struct script *script = &stage->script;

    script_open(script);
    script_say(script, CLIENT, GET_A);
    script_say(script, SERVER, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
    script_say(script, SERVER, "def");
    script_say(script, SERVER, "ghi");
    script_say(script, CLIENT, GET_B);
    script_say(script, SERVER, OK_2);
    script_drop(script, 5);
    play(stage);
    assert_story(&stage->played, "GET h/a 200 \"abc\" cut\n" STORY_B);
    assert_int_equal(lost(stage, LOSS_gap), 3);
    assert_int_equal(lost(stage, LOSS_body_gap), 1);
    assert_int_equal(stage->played.ledger.analysed[LEDGER_EXCHANGES], 2);
}

/* Snap length: the rest of the segment is known to be missing at once. */
static void cut_packets_are_gaps(void **state)
{
    struct stage *stage = *state;
    struct script *script = &stage->script;
    struct segment *segment;

    script_open(script);
    script_say(script, CLIENT, GET_A);
    segment = script_say(script, SERVER, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
    segment->missing = 6;
    script->next[SERVER] += 6;
    script_say(script, CLIENT, GET_B);
    script_say(script, SERVER, OK_2);
    play(stage);
    assert_story(&stage->played, "GET h/a 200 \"abc\" cut\n" STORY_B);
    assert_int_equal(lost(stage, LOSS_gap), 6);
}

static void a_segment_that_comes_after_its_place_was_given_up_is_late(void **state)
{
    struct stage *stage = *state;
    struct script *script = &stage->script;

    script_open(script);
    script_say(script, CLIENT, GET_A);
    script_say(script, SERVER, OK_1);
    script->time += 5 * NANOSECONDS_PER_SECOND;
    script_say(script, CLIENT, GET_B);
    script_say(script, SERVER, OK_2);
    script_move(script, 3, 6);
    play(stage);
    assert_story(&stage->played, "unasked 200 \"one\"\n" STORY_B);
    assert_int_equal(lost(stage, LOSS_segment_late), 1);
    assert_int_equal(lost(stage, LOSS_gap), strlen(GET_A));
}

/* Not acknowledged: it may still be sent again, and is. */
static void a_hole_is_waited_for_while_nobody_acknowledges_it(void **state)
{
    struct stage *stage = *state;
    struct script *script = &stage->script;

    script_open(script);
    script_say(script, CLIENT, "GET /a HTTP/1.1\r\nHost: h\r\n");
    script_say(script, CLIENT, "\r\n");
    script->time += 3 * NANOSECONDS_PER_SECOND;
    script_repeat(script, 3, 5);
    script->segments[5].time = script->time;
    script_drop(script, 3);
    script->time += NANOSECONDS_PER_SECOND;
    script_say(script, SERVER, OK_1);
    play(stage);
    assert_story(&stage->played, STORY_A);
    assert_int_equal(lost_in_all(stage), 0);
}

static void too_many_bytes_behind_a_hole_give_it_up(void **state)
{
    const struct flows_settings settings = { .window_most = 4000 };
    struct stage *stage = *state;
    struct script *script = &stage->script;
    char body[8000];

    memset(body, 'x', sizeof body);
    script_open(script);
    script_say(script, CLIENT, GET_A);
    script_say(script, SERVER, "HTTP/1.1 200 OK\r\nContent-Length: 8006\r\n\r\nabc");
    script_say(script, SERVER, "def");
    script_say_in(script, SERVER, slice_make(body, sizeof body), 1000);
    script_drop(script, 5);
    script_only(script, SERVER); /* so that nobody acknowledges */
    script_play(script, &settings, &stage->played);
    assert_story(&stage->played, "unasked 200 \"abc\" cut\n");
    assert_true(stage->played.peak < 200000);
}

static void a_connection_joined_midstream_is_read_from_its_next_message(void **state)
{
    struct stage *stage = *state;
    struct script *script = &stage->script;

    script_say(script, SERVER, "the end of some body");
    script_say(script, CLIENT, GET_A);
    script_say(script, SERVER, OK_1);
    script_say(script, CLIENT, GET_B);
    script_say(script, SERVER, OK_2);
    script_close(script);
    play(stage);
    assert_story(&stage->played, STORY_A STORY_B);
    assert_int_equal(lost(stage, LOSS_stream_unsynchronised), strlen("the end of some body"));
}

static void a_connection_joined_before_a_response_tells_it_unasked(void **state)
{
    struct stage *stage = *state;
    struct script *script = &stage->script;

    script_say(script, SERVER, OK_1);
    script_say(script, CLIENT, GET_B);
    script_say(script, SERVER, OK_2);
    play(stage);
    assert_story(&stage->played, "unasked 200 \"one\"\n" STORY_B);
}

static void a_server_that_is_half_closed_still_answers(void **state)
{
    struct stage *stage = *state;
    struct script *script = &stage->script;

    script_open(script);
    script_say(script, CLIENT, GET_A);
    script_fin(script, CLIENT);
    script_say(script, SERVER, "HTTP/1.0 200 OK\r\n\r\nuntil");
    script_say(script, SERVER, " close");
    script_fin(script, SERVER);
    play(stage);
    assert_story(&stage->played, "GET h/a 200 \"until close\"\n");
    assert_int_equal(lost_in_all(stage), 0);
}

static void a_fin_that_comes_before_the_last_bytes_waits(void **state)
{
    struct stage *stage = *state;
    struct script *script = &stage->script;

    script_open(script);
    script_say(script, CLIENT, GET_A);
    script_say(script, SERVER, "HTTP/1.0 200 OK\r\n\r\nuntil");
    script_say(script, SERVER, " close");
    script_fin(script, SERVER);
    script_move(script, 6, 4);
    script_fin(script, CLIENT);
    play(stage);
    assert_story(&stage->played, "GET h/a 200 \"until close\"\n");
    assert_int_equal(lost_in_all(stage), 0);
}

static void a_fin_with_payload_ends_after_it(void **state)
{
    struct stage *stage = *state;
    struct script *script = &stage->script;

    script_open(script);
    script_say(script, CLIENT, GET_A);
    script_segment(script, SERVER, SEGMENT_FIN, SLICE("HTTP/1.0 200 OK\r\n\r\nall"));
    script_fin(script, CLIENT);
    play(stage);
    assert_story(&stage->played, "GET h/a 200 \"all\"\n");
}

static void a_reset_cuts_what_was_open(void **state)
{
    struct stage *stage = *state;
    struct script *script = &stage->script;

    script_open(script);
    script_say(script, CLIENT, GET_A);
    script_say(script, SERVER, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
    script_segment(script, SERVER, SEGMENT_RST, SLICE(""));
    play(stage);
    assert_story(&stage->played, "GET h/a 200 \"abc\" cut\n");
    assert_int_equal(lost(stage, LOSS_message_incomplete), 1);
    assert_int_equal(lost(stage, LOSS_body_gap), 1);
}

static void a_reset_from_nowhere_near_is_not_believed(void **state)
{
    struct stage *stage = *state;
    struct script *script = &stage->script;

    script_open(script);
    script_say(script, CLIENT, GET_A);
    script_segment(script, SERVER, SEGMENT_RST, SLICE(""))->sequence += 100000000;
    script_say(script, SERVER, OK_1);
    play(stage);
    assert_story(&stage->played, STORY_A);
    assert_int_equal(lost(stage, LOSS_segment_without_flow), 1);
}

static void a_new_syn_on_old_ports_is_a_new_connection(void **state)
{
    struct stage *stage = *state;
    struct script *script = &stage->script;

    script_open(script);
    script_say(script, CLIENT, GET_A); /* and then its end is not captured */
    script->next[CLIENT] += 5000000;
    script->next[SERVER] -= 5000000;
    script_open(script);
    script_say(script, CLIENT, GET_B);
    script_say(script, SERVER, OK_2);
    play(stage);
    assert_story(&stage->played, "GET h/a unanswered\n" STORY_B);
}

static void ports_may_be_used_again_at_once(void **state)
{
    struct stage *stage = *state;

    usual(&stage->script);
    stage->script.next[CLIENT] += 100000;
    stage->script.next[SERVER] += 100000;
    usual(&stage->script);
    play(stage);
    assert_story(&stage->played, STORY_A STORY_B STORY_A STORY_B);
    assert_int_equal(lost_in_all(stage), 0);
}

/* The SYN was not captured: only the sequence numbers tell. */
static void far_away_sequence_numbers_are_another_connection(void **state)
{
    struct stage *stage = *state;
    struct script *script = &stage->script;

    script_open(script);
    script_say(script, CLIENT, GET_A);
    script_say(script, SERVER, OK_1);
    script->next[CLIENT] += 1000000000;
    script->next[SERVER] += 1000000000;
    script_say(script, CLIENT, GET_B);
    script_say(script, SERVER, OK_2);
    play(stage);
    assert_story(&stage->played, STORY_A STORY_B);
    assert_int_equal(lost(stage, LOSS_gap), 0);
}

static void only_requests_captured(void **state)
{
    struct stage *stage = *state;

    usual(&stage->script);
    script_only(&stage->script, CLIENT);
    play(stage);
    assert_story(&stage->played, "GET h/a unanswered\nGET h/b unanswered\n");
    assert_int_equal(lost(stage, LOSS_gap), strlen(OK_1) + strlen(OK_2));
    assert_int_equal(lost(stage, LOSS_request_unanswered), 2);
}

static void only_responses_captured(void **state)
{
    struct stage *stage = *state;

    usual(&stage->script);
    script_only(&stage->script, SERVER);
    play(stage);
    assert_story(&stage->played, "unasked 200 \"one\"\nunasked 200 \"two\"\n");
    assert_int_equal(lost(stage, LOSS_gap), strlen(GET_A) + strlen(GET_B));
}

/* They must not pile up until the end of the capture. */
static void requests_without_responses_are_told_as_they_come(void **state)
{
    struct stage *stage = *state;
    struct played *played = &stage->played;
    struct flows_settings settings = { .requests_most = 4 };
    struct memory account = { 0 };
    struct flows *flows;

    script_open(&stage->script);
    for (int i = 0; i < 20; i++)
        script_say(&stage->script, CLIENT, GET_A); /* acknowledging nothing new */
    script_only(&stage->script, CLIENT);
    played_sinks(played, &settings);
    flows = flows_new(&account, &settings);
    for (size_t i = 0; i < stage->script.count; i++)
        played_feed(flows, &stage->script.segments[i]);
    assert_int_equal(played->exchanges, 16);
    flows_finish(flows);
    assert_int_equal(played->exchanges, 20);
    assert_balanced(flows_ledger(flows));
    flows_free(flows);
    assert_int_equal(account.used, 0);
}

static void keep_alive_probes_and_zero_windows_are_harmless(void **state)
{
    struct stage *stage = *state;
    struct script *script = &stage->script;
    struct segment *segment;

    script_open(script);
    script_say(script, CLIENT, GET_A);
    script_say(script, SERVER, OK_1);
    for (int i = 0; i < 3; i++) {
        script->time += 60 * NANOSECONDS_PER_SECOND;
        segment = script_acknowledge(script, CLIENT);
        segment->sequence--;
        segment =
            script_segment(script, CLIENT, SEGMENT_ACK, SLICE("x")); /* with a byte of rubbish, as some do */
        segment->sequence--;
        script->next[CLIENT]--;
        segment = script_acknowledge(script, SERVER);
        segment->window = 0;
    }
    script_say(script, CLIENT, GET_B);
    script_say(script, SERVER, OK_2);
    play(stage);
    assert_story(&stage->played, STORY_A STORY_B);
    assert_int_equal(lost_in_all(stage), 0);
}

static void a_syn_may_carry_data(void **state)
{
    struct stage *stage = *state;
    struct script *script = &stage->script;

    script_segment(script, CLIENT, SEGMENT_SYN, SLICE(GET_A));
    script_segment(script, SERVER, SEGMENT_SYN | SEGMENT_ACK, SLICE(""));
    script_say(script, SERVER, OK_1);
    play(stage);
    assert_story(&stage->played, STORY_A);
    assert_int_equal(lost_in_all(stage), 0);
}

static void a_repeated_handshake_is_no_new_connection(void **state)
{
    struct stage *stage = *state;
    struct script *script = &stage->script;

    usual(script);
    script_repeat(script, 0, 1);
    script_repeat(script, 2, 3);
    script_repeat(script, 0, 7); /* captured late, after the first request */
    play(stage);
    assert_story(&stage->played, STORY_A STORY_B);
}

static void a_handshake_that_is_half_captured_is_enough(void **state)
{
    struct stage *stage = *state;

    for (size_t dropped = 0; dropped < 3; dropped++) {
        script_done(&stage->script);
        script_init(&stage->script, 40000);
        usual(&stage->script);
        script_drop(&stage->script, dropped);
        play(stage);
        assert_story(&stage->played, STORY_A STORY_B);
        assert_int_equal(lost_in_all(stage), 0);
    }
}

static void a_fin_that_was_not_captured_is_no_gap(void **state)
{
    struct stage *stage = *state;

    usual(&stage->script);
    script_drop(&stage->script, 7);
    stage->script.segments[7].time += 2 * NANOSECONDS_PER_SECOND;
    stage->script.segments[8].time += 2 * NANOSECONDS_PER_SECOND;
    play(stage);
    assert_story(&stage->played, STORY_A STORY_B);
    assert_int_equal(lost(stage, LOSS_gap), 0);
}

static void segments_outside_any_connection_are_counted(void **state)
{
    struct stage *stage = *state;
    struct script *script = &stage->script;

    script_acknowledge(script, CLIENT);
    script_fin(script, SERVER);
    script_segment(script, SERVER, SEGMENT_RST, SLICE(""));
    play(stage);
    assert_story(&stage->played, "");
    assert_int_equal(lost(stage, LOSS_segment_without_flow), 3);
}

static void connections_do_not_disturb_each_other(void **state)
{
    struct stage *stage = *state;
    struct script *other = calloc(1, sizeof *other);
    const struct script *both[2] = { &stage->script, other };

    script_init(other, 40001);
    usual(&stage->script);
    script_open(other);
    script_say(other, CLIENT, GET_C);
    script_say(other, SERVER, OK_3);
    scripts_play(both, 2, NULL, &stage->played);
    assert_story(&stage->played, STORY_A STORY_C STORY_B);
    script_done(other);
    free(other);
}

static void a_connection_that_is_silent_too_long_is_over(void **state)
{
    struct stage *stage = *state;
    struct script *script = &stage->script;

    script_open(script);
    script_say(script, CLIENT, GET_A);
    script->time += 1000 * NANOSECONDS_PER_SECOND;
    script_say(script, SERVER, OK_1);
    play(stage);
    assert_story(&stage->played, "GET h/a unanswered\nunasked 200 \"one\"\n");
}

static void what_is_not_http_is_counted_as_that(void **state)
{
    struct stage *stage = *state;
    struct script *script = &stage->script;

    script_open(script);
    script_say(script, SERVER, "SSH-2.0-OpenSSH_9.2\r\n");
    script_say(script, CLIENT, "SSH-2.0-OpenSSH_9.2\r\n");
    script_say(script, CLIENT, GET_A); /* too late to be believed */
    script_close(script);
    play(stage);
    assert_story(&stage->played, "");
    assert_int_equal(lost(stage, LOSS_not_http), 42 + strlen(GET_A));
}

static void http2_with_prior_knowledge_is_not_http1(void **state)
{
    struct stage *stage = *state;
    struct script *script = &stage->script;

    script_open(script);
    script_say(script, CLIENT, "PRI ");
    script_say(script, CLIENT, "* HTTP/2.0\r\n\r\nSM\r\n\r\n");
    play(stage);
    assert_story(&stage->played, "");
    assert_int_equal(lost(stage, LOSS_not_http), 24);
}

static void a_connection_may_begin_byte_by_byte(void **state)
{
    struct stage *stage = *state;
    struct script *script = &stage->script;

    script_open(script);
    script_say_in(script, CLIENT, SLICE("BREW /a HTTP/1.1\r\nHost: h\r\n\r\n"), 1);
    script_say_in(script, SERVER, SLICE(OK_1), 1);
    script_close(script);
    play(stage);
    assert_story(&stage->played, "BREW h/a 200 \"one\"\n");
    assert_int_equal(lost_in_all(stage), 0);
}

static void a_few_bytes_and_an_end_are_not_http(void **state)
{
    struct stage *stage = *state;
    struct script *script = &stage->script;

    script_open(script);
    script_say(script, CLIENT, "GE");
    script_close(script);
    play(stage);
    assert_story(&stage->played, "");
    assert_int_equal(lost(stage, LOSS_not_http), 2);
}

static void upgraded_connections_are_only_counted(void **state)
{
    struct stage *stage = *state;
    struct script *script = &stage->script;

    script_open(script);
    script_say(script, CLIENT,
               "GET /chat HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
    script_say(script, SERVER, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n");
    script_say(script, CLIENT, GET_A);
    script_say(script, SERVER, OK_1);
    script_drop(script, 5);
    script_say(script, SERVER, "more");
    script_close(script);
    play(stage);
    assert_story(&stage->played, "GET h/chat 101 upgraded\n");
    assert_int_equal(lost(stage, LOSS_upgraded), strlen(OK_1) + 4);
    assert_int_equal(lost(stage, LOSS_gap), strlen(GET_A));
}

static void a_tunnel_through_a_proxy_is_only_counted(void **state)
{
    struct stage *stage = *state;
    struct script *script = &stage->script;

    script_open(script);
    script_say(script, CLIENT, "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n");
    script_say(script, SERVER, "HTTP/1.1 200 OK\r\n\r\n");
    script_say(script, CLIENT, "\x16\x03\x01 and so on");
    play(stage);
    assert_story(&stage->played, "CONNECT example.com:443example.com:443 200 upgraded\n");
    assert_int_equal(lost(stage, LOSS_upgraded), 13);
}

static void ipv6_connections_are_flows_too(void **state)
{
    struct stage *stage = *state;
    struct script *script = &stage->script;

    for (int i = 0; i < 2; i++) {
        memset(script->ends[i].bytes, i + 1, 16);
        script->ends[i].family = 6;
    }
    usual(script);
    play(stage);
    assert_story(&stage->played, STORY_A STORY_B);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_connection_gives_its_exchanges),
        TEST(segments_out_of_order_change_nothing),
        TEST(a_request_stored_after_its_response_still_is_its_request),
        TEST(retransmissions_are_not_counted_as_bytes_again),
        TEST(a_retransmission_cannot_rewrite_what_was_seen),
        TEST(a_retransmission_cannot_rewrite_what_waits),
        TEST(overlapping_segments_are_trimmed),
        TEST(a_segment_fills_the_holes_between_others),
        TEST(sequence_numbers_wrap),
        TEST(a_lost_request_costs_its_exchange_only),
        TEST(a_lost_response_costs_its_exchange_only),
        TEST(a_gap_in_a_body_costs_the_body_only),
        TEST(cut_packets_are_gaps),
        TEST(a_segment_that_comes_after_its_place_was_given_up_is_late),
        TEST(a_hole_is_waited_for_while_nobody_acknowledges_it),
        TEST(too_many_bytes_behind_a_hole_give_it_up),
        TEST(a_connection_joined_midstream_is_read_from_its_next_message),
        TEST(a_connection_joined_before_a_response_tells_it_unasked),
        TEST(a_server_that_is_half_closed_still_answers),
        TEST(a_fin_that_comes_before_the_last_bytes_waits),
        TEST(a_fin_with_payload_ends_after_it),
        TEST(a_reset_cuts_what_was_open),
        TEST(a_reset_from_nowhere_near_is_not_believed),
        TEST(a_new_syn_on_old_ports_is_a_new_connection),
        TEST(ports_may_be_used_again_at_once),
        TEST(far_away_sequence_numbers_are_another_connection),
        TEST(only_requests_captured),
        TEST(only_responses_captured),
        TEST(requests_without_responses_are_told_as_they_come),
        TEST(keep_alive_probes_and_zero_windows_are_harmless),
        TEST(a_syn_may_carry_data),
        TEST(a_repeated_handshake_is_no_new_connection),
        TEST(a_handshake_that_is_half_captured_is_enough),
        TEST(a_fin_that_was_not_captured_is_no_gap),
        TEST(segments_outside_any_connection_are_counted),
        TEST(connections_do_not_disturb_each_other),
        TEST(a_connection_that_is_silent_too_long_is_over),
        TEST(what_is_not_http_is_counted_as_that),
        TEST(http2_with_prior_knowledge_is_not_http1),
        TEST(a_connection_may_begin_byte_by_byte),
        TEST(a_few_bytes_and_an_end_are_not_http),
        TEST(upgraded_connections_are_only_counted),
        TEST(a_tunnel_through_a_proxy_is_only_counted),
        TEST(ipv6_connections_are_flows_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
