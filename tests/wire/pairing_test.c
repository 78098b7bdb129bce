/* SPDX-License-Identifier: Apache-2.0 */
/* Which response belongs to which request, and what the exchange says of both. */
#include "wire/pairing.h"

#include "base/check.h"
#include "wire/script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GET(path) "GET " path " HTTP/1.1\r\nHost: h\r\n\r\n"
#define OK(body) "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n" body

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
    script_open(&stage->script);
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

static void ask(struct stage *stage, const char *text)
{
    script_say(&stage->script, CLIENT, text);
}

static void answer(struct stage *stage, const char *text)
{
    script_say(&stage->script, SERVER, text);
}

static void expect(struct stage *stage, const char *story)
{
    script_play(&stage->script, NULL, &stage->played);
    assert_story(&stage->played, story);
}

static void pipelined_requests_are_answered_in_order(void **state)
{
    struct stage *stage = *state;

    ask(stage, GET("/1") GET("/2") GET("/3"));
    answer(stage, OK("one") OK("two"));
    ask(stage, GET("/4"));
    answer(stage, OK("thr") OK("fou"));
    expect(stage, "GET h/1 200 \"one\"\nGET h/2 200 \"two\"\nGET h/3 200 \"thr\"\nGET h/4 200 \"fou\"\n");
}

static void an_interim_response_does_not_answer(void **state)
{
    struct stage *stage = *state;

    ask(stage, "POST /a HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    answer(stage, "HTTP/1.1 100 Continue\r\n\r\n");
    ask(stage, "hi");
    answer(stage, "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" OK("one"));
    expect(stage, "POST h/a \"hi\" 200 \"one\"\n");
    assert_int_equal(stage->played.ledger.analysed[LEDGER_MESSAGES], 4);
    assert_int_equal(stage->played.ledger.seen[LEDGER_EXCHANGES], 1);
}

static void a_response_to_head_has_no_body(void **state)
{
    struct stage *stage = *state;

    ask(stage, "HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n" GET("/b"));
    answer(stage, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" OK("one"));
    expect(stage, "HEAD h/a 200\nGET h/b 200 \"one\"\n");
}

static void statuses_without_body_have_none(void **state)
{
    struct stage *stage = *state;

    ask(stage, GET("/a") GET("/b") GET("/c"));
    answer(stage,
           "HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n" OK("one"));
    expect(stage, "GET h/a 204\nGET h/b 304\nGET h/c 200 \"one\"\n");
}

static void a_response_may_come_before_its_request_is_complete(void **state)
{
    struct stage *stage = *state;

    ask(stage, "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 6\r\n\r\nabc");
    answer(stage, "HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno");
    ask(stage, "def");
    ask(stage, GET("/b"));
    answer(stage, OK("one"));
    expect(stage, "POST h/a \"abcdef\" 413 \"no\"\nGET h/b 200 \"one\"\n");
}

static void a_second_one_before_it_is_unasked(void **state)
{
    struct stage *stage = *state;

    ask(stage, "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 6\r\n\r\nabc");
    answer(stage, "HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno");
    answer(stage, "HTTP/1.1 408 Timeout\r\nContent-Length: 0\r\n\r\n");
    ask(stage, "def" GET("/b"));
    answer(stage, OK("one"));
    expect(stage, "unasked 408\nPOST h/a \"abcdef\" 413 \"no\"\nGET h/b 200 \"one\"\n");
}

static void or_the_request_may_never_be(void **state)
{
    struct stage *stage = *state;

    ask(stage, "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 6\r\n\r\nabc");
    answer(stage, "HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno");
    script_segment(&stage->script, SERVER, SEGMENT_RST, SLICE(""));
    expect(stage, "POST h/a \"abc\" cut 413 \"no\"\n");
    assert_int_equal(stage->played.ledger.analysed[LEDGER_EXCHANGES], 1);
    assert_int_equal(stage->played.ledger.lost[LOSS_message_incomplete], 1);
}

static void a_head_response_before_the_head_request_is_complete_has_no_body(void **state)
{
    struct stage *stage = *state;

    ask(stage, "HEAD /a HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\na");
    answer(stage, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
    ask(stage, "bc");
    ask(stage, GET("/b"));
    answer(stage, OK("one"));
    expect(stage, "HEAD h/a \"abc\" 200\nGET h/b 200 \"one\"\n");
}

static void a_timeout_that_nobody_asked_for_is_unasked(void **state)
{
    struct stage *stage = *state;

    ask(stage, GET("/a"));
    answer(stage, OK("one"));
    answer(stage, "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n");
    expect(stage, "GET h/a 200 \"one\"\nunasked 408\n");
}

/* Pipelined, and the first request is lost: nobody can say whose the responses are, so nobody does. */
static void uncertain_pairs_are_not_made(void **state)
{
    struct stage *stage = *state;

    ask(stage, GET("/1"));
    ask(stage, GET("/2"));
    answer(stage, OK("one"));
    answer(stage, OK("two"));
    ask(stage, GET("/3"));
    answer(stage, OK("thr"));
    script_drop(&stage->script, 3);
    expect(stage, "GET h/2 unanswered\nunasked 200 \"one\"\nunasked 200 \"two\"\nGET h/3 200 \"thr\"\n");
}

static void a_lost_response_among_pipelined_ones_spoils_no_later_pair(void **state)
{
    struct stage *stage = *state;

    ask(stage, GET("/1") GET("/2"));
    answer(stage, OK("one"));
    answer(stage, OK("two"));
    ask(stage, GET("/3"));
    answer(stage, OK("thr"));
    script_drop(&stage->script, 4);
    expect(stage, "GET h/1 unanswered\nGET h/2 unanswered\nunasked 200 \"two\"\nGET h/3 200 \"thr\"\n");
}

static void targets_are_split_as_they_were_sent(void **state)
{
    static const struct {
        const char *line, *story;
    } cases[] = {
        { "GET /a/b?c=d&e HTTP/1.1\r\nHost: h:8080", "GET h:8080/a/b?c=d&e 200 \"one\"\n" },
        { "GET http://p.test/a?b HTTP/1.1\r\nHost: h", "GET p.test/a?b 200 \"one\"\n" },
        { "GET http://p.test HTTP/1.1\r\nHost: h", "GET p.test/ 200 \"one\"\n" },
        { "GET http://p.test?b=/ HTTP/1.1\r\nHost: h", "GET p.test/?b=/ 200 \"one\"\n" },
        { "GET http://user:pw@p.test:81/a HTTP/1.1\r\nHost: h", "GET p.test:81/a 200 \"one\"\n" },
        { "GET /a#fragment HTTP/1.1\r\nHost: h", "GET h/a 200 \"one\"\n" },
        { "GET /http://x/ HTTP/1.1\r\nHost: h", "GET h/http://x/ 200 \"one\"\n" },
        { "OPTIONS * HTTP/1.1\r\nHost: h", "OPTIONS h* 200 \"one\"\n" },
        { "GET /a HTTP/1.0", "GET /a 200 \"one\"\n" },
        { "get /a HTTP/1.1\r\nhost:h", "get h/a 200 \"one\"\n" },
    };
    struct stage *stage = *state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[200];

        script_done(&stage->script);
        script_init(&stage->script, 40000);
        script_open(&stage->script);
        snprintf(text, sizeof text, "%s\r\n\r\n", cases[i].line);
        ask(stage, text);
        answer(stage, OK("one"));
        expect(stage, cases[i].story);
    }
}

/* gzip of "hello hello hello" */
static void content_codings_come_off(void **state)
{
    static const char gzip[] =
        "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xcb\x48\xcd\xc9\xc9\x57\xc8\x40\x90\x00"
        "\x80\x88\xf9\xe5\x11\x00\x00\x00";
    struct stage *stage = *state;
    char text[200];
    int head =
        snprintf(text, sizeof text,
                 "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %zu\r\n\r\n", sizeof gzip - 1);

    memcpy(text + head, gzip, sizeof gzip - 1);
    ask(stage, GET("/a"));
    script_segment(&stage->script, SERVER, 0, slice_make(text, (size_t)head + sizeof gzip - 1));
    text[head + 15] ^= 0x55;
    ask(stage, GET("/b"));
    script_segment(&stage->script, SERVER, 0, slice_make(text, (size_t)head + sizeof gzip - 1));
    expect(stage, "GET h/a 200 \"hello hello hello\"\nGET h/b 200 \"\" undecodable\n");
    assert_int_equal(stage->played.ledger.lost[LOSS_body_undecodable], 1);
    assert_int_equal(stage->played.ledger.analysed[LEDGER_BODIES], 1);
}

static void bodies_above_the_ceiling_are_counted(void **state)
{
    const struct flows_settings settings = { .body_most = 100 };
    struct stage *stage = *state;
    char body[300];

    memset(body, 'x', sizeof body);
    ask(stage, GET("/a"));
    answer(stage, "HTTP/1.1 200 OK\r\nContent-Length: 300\r\n\r\n");
    script_say_in(&stage->script, SERVER, slice_make(body, sizeof body), 90);
    ask(stage, GET("/b"));
    answer(stage, OK("one"));
    script_play(&stage->script, &settings, &stage->played);
    assert_story(&stage->played, "GET h/a 200 \"\" too-large\nGET h/b 200 \"one\"\n");
    assert_int_equal(stage->played.ledger.lost[LOSS_body_limit], 1);
}

struct seen {
    uint64_t connections[8];
    int64_t started[8], ended[8];
    size_t count;
};

static void note(void *context, const struct exchange *exchange)
{
    struct seen *seen = context;

    assert_true(seen->count < 8);
    seen->connections[seen->count] = exchange->connection;
    seen->started[seen->count] = exchange->started;
    seen->ended[seen->count++] = exchange->ended;
}

static void an_exchange_lasts_from_its_first_byte_to_its_last(void **state)
{
    struct stage *stage = *state;
    struct seen seen = { .count = 0 };
    struct flows_settings settings = { .exchange = note, .exchange_context = &seen };
    struct memory account = { 0 };

    ask(stage, "GET /a HTTP/1.1\r\n");
    ask(stage, "Host: h\r\n\r\n");
    answer(stage, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n");
    answer(stage, "one");
    ask(stage, GET("/b"));
    answer(stage, OK("two"));
    for (int run = 0; run < 2; run++) {
        struct flows *flows = flows_new(&account, &settings);

        for (size_t i = 0; i < stage->script.count; i++)
            played_feed(flows, &stage->script.segments[i]);
        flows_free(flows);
    }
    assert_int_equal(seen.count, 4);
    assert_int_equal(seen.started[0], stage->script.segments[3].time);
    assert_int_equal(seen.ended[0], stage->script.segments[6].time);
    assert_int_equal(seen.started[1], stage->script.segments[7].time);
    assert_int_equal(seen.connections[0], seen.connections[1]); /* one connection, the same in another run */
    assert_int_equal(seen.connections[0], seen.connections[2]);
    assert_int_equal(account.used, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(pipelined_requests_are_answered_in_order),
        TEST(an_interim_response_does_not_answer),
        TEST(a_response_to_head_has_no_body),
        TEST(statuses_without_body_have_none),
        TEST(a_response_may_come_before_its_request_is_complete),
        TEST(a_second_one_before_it_is_unasked),
        TEST(or_the_request_may_never_be),
        TEST(a_head_response_before_the_head_request_is_complete_has_no_body),
        TEST(a_timeout_that_nobody_asked_for_is_unasked),
        TEST(uncertain_pairs_are_not_made),
        TEST(a_lost_response_among_pipelined_ones_spoils_no_later_pair),
        TEST(targets_are_split_as_they_were_sent),
        TEST(content_codings_come_off),
        TEST(bodies_above_the_ceiling_are_counted),
        TEST(an_exchange_lasts_from_its_first_byte_to_its_last),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
