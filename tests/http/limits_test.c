/* SPDX-License-Identifier: Apache-2.0 */
/* The HTTP/1 reader under hostile sizes and refused memory. */
#include "http/h1.h"

#include "base/check.h"

#include <stdio.h>
#include <stdlib.h>

struct told {
    size_t messages, heads, lost, body, fields, headers, value;
    enum h1_lost why;
    enum body_state body_state;
    uint64_t wire;
};

static void on_head(void *context, const struct h1_message *head)
{
    ((struct told *)context)->heads++;
}

static void on_message(void *context, const struct h1_message *message)
{
    struct told *told = context;

    told->messages++;
    told->body = message->message.body.len;
    told->body_state = message->message.body_state;
    told->fields = message->fields_seen;
    told->headers = message->message.header_count;
    told->value = told->headers ? message->message.headers[0].value.len : 0;
    told->wire += message->message.wire_bytes - message->missing_bytes;
}

static void on_lost(void *context, enum h1_lost why, uint64_t bytes)
{
    struct told *told = context;

    told->lost++;
    told->why = why;
}

static const struct h1_listener listener = { NULL, on_head, on_message, on_lost };

struct lane {
    struct memory account;
    struct h1 h1;
    struct told told;
    uint64_t fed;
};

static void begin(struct lane *lane)
{
    *lane = (struct lane){ .fed = 0 };
    assert_true(h1_init(&lane->h1, NULL, &listener, &lane->account));
}

static void end(struct lane *lane)
{
    h1_done(&lane->h1);
    assert_int_equal(lane->account.used, 0);
}

static void feed(struct lane *lane, struct h1_half *half, struct slice bytes, size_t piece)
{
    for (size_t at = 0; at < bytes.len; at += piece) {
        size_t len = bytes.len - at < piece ? bytes.len - at : piece;
        char *copy = calloc(1, len + BODY_SLACK);
        memcpy(copy, bytes.at + at, len);
        h1_feed(&lane->h1, half, &lane->told, (struct slice){ copy, len }, 0);
        free(copy);
    }
    lane->fed += bytes.len;
}

static char *repeated(const char *head, const char *line, size_t times, const char *tail, size_t *len)
{
    char *text = malloc(strlen(head) + strlen(line) * times + strlen(tail) + 1), *at = stpcpy(text, head);

    for (size_t i = 0; i < times; i++)
        at = stpcpy(at, line);
    *len = (size_t)(stpcpy(at, tail) - text);
    return text;
}

static void a_header_of_almost_a_megabyte_is_read(void **state)
{
    struct lane lane;
    struct h1_half half;
    size_t len;
    char *text = repeated("GET / HTTP/1.1\r\nX: ", "0123456789", 104000, "\r\n\r\n", &len);

    for (size_t piece = 1000; piece <= len; piece = piece == 1000 ? len : len + 1) {
        begin(&lane);
        h1_half_init(&half, false);
        feed(&lane, &half, (struct slice){ text, len }, piece);
        assert_int_equal(lane.told.messages, 1);
        assert_int_equal(lane.told.value, 1040000);
        assert_true(lane.account.peak < 5 << 20);
        h1_half_done(&lane.h1, &half);
        end(&lane);
    }
    free(text);
}

static void a_larger_header_is_lost_and_what_follows_is_read(void **state)
{
    struct lane lane;
    struct h1_half half;
    size_t len;
    char *text =
        repeated("GET / HTTP/1.1\r\nX: ", "0123456789", 200000, "\r\n\r\nGET /2 HTTP/1.1\r\n\r\n", &len);

    begin(&lane);
    h1_half_init(&half, false);
    feed(&lane, &half, (struct slice){ text, len }, 1460);
    assert_int_equal(lane.told.lost, 1);
    assert_int_equal(lane.told.why, H1_LOST_MALFORMED);
    assert_int_equal(lane.told.messages, 1);
    assert_true(lane.account.peak < 5 << 20);
    assert_int_equal(lane.fed, lane.told.wire + half.skipped + h1_pending(&half));
    h1_half_done(&lane.h1, &half);
    end(&lane);
    free(text);
}

static void a_great_many_headers_are_counted(void **state)
{
    struct lane lane;
    struct h1_half half;
    size_t len;
    char *text = repeated("GET / HTTP/1.1\r\n", "A: b\r\n", 65536, "\r\n", &len);

    begin(&lane);
    h1_half_init(&half, false);
    feed(&lane, &half, (struct slice){ text, len }, 1460);
    assert_int_equal(lane.told.messages, 1);
    assert_int_equal(lane.told.fields, 65536);
    assert_int_equal(lane.told.headers, 256);
    h1_half_done(&lane.h1, &half);
    end(&lane);
    free(text);
}

static void a_promised_length_takes_no_memory(void **state)
{
    struct slice head = SLICE("POST / HTTP/1.1\r\nContent-Length: 16000000\r\n\r\nx");
    struct h1_half *halves = calloc(1000, sizeof *halves);
    struct lane lane;

    begin(&lane);
    for (size_t i = 0; i < 1000; i++) {
        h1_half_init(&halves[i], false);
        feed(&lane, &halves[i], head, head.len);
        assert_true(h1_half_memory(&halves[i]) <= 1024);
    }
    assert_true(lane.account.used < 1 << 20);
    for (size_t i = 0; i < 1000; i++)
        h1_half_done(&lane.h1, &halves[i]);
    assert_int_equal(lane.told.heads, 1000);
    free(halves);
    end(&lane);
}

static void a_search_without_end_keeps_little(void **state)
{
    struct lane lane;
    struct h1_half halves[2];
    char noise[5000];

    memset(noise, 'x', sizeof noise);
    begin(&lane);
    for (int side = 0; side < 2; side++) {
        h1_half_init(&halves[side], side);
        h1_start_midstream(&halves[side]);
        for (int i = 0; i < 400; i++)
            feed(&lane, &halves[side], (struct slice){ noise, sizeof noise }, 1460);
        assert_true(h1_half_memory(&halves[side]) <= (side ? 256 : 16384));
        h1_half_done(&lane.h1, &halves[side]);
    }
    assert_true(lane.account.peak < 200 << 10);
    end(&lane);
}

/* An idle connection and one whose messages came whole hold nothing. */
static void whole_messages_allocate_nothing(void **state)
{
    struct slice text = SLICE("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
                              "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    struct lane lane;
    struct h1_half half;

    begin(&lane);
    h1_half_init(&half, true);
    uint64_t before = lane.account.calls;
    for (int i = 0; i < 10; i++)
        feed(&lane, &half, text, text.len);
    assert_int_equal(lane.account.calls, before);
    assert_int_equal(h1_half_memory(&half), 0);
    assert_true(h1_is_idle(&half));
    for (int i = 0; i < 10; i++)
        feed(&lane, &half, text, 16); /* in pieces, the first time buffers are made, */
    before = lane.account.calls;
    for (int i = 0; i < 10; i++)
        feed(&lane, &half, text, 16); /* and from then on they are there */
    assert_int_equal(lane.account.calls, before);
    assert_int_equal(lane.told.messages, 60);
    end(&lane);
}

static struct told play_refused(uint64_t fail_at)
{
    struct slice text = SLICE(
        "HTTP/1.1 200 OK\r\nX: a\r\n b\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n"
        "0\r\nT: 1\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 300\r\n\r\n");
    struct told told = { 0 };
    struct lane lane = { .account = { .fail_at = fail_at } };
    struct h1_half half;
    char body[300];

    memset(body, 'b', sizeof body);
    h1_half_init(&half, true);
    if (h1_init(&lane.h1, NULL, &listener, &lane.account)) {
        feed(&lane, &half, text, 7);
        feed(&lane, &half, (struct slice){ body, sizeof body }, 50);
        h1_gap(&lane.h1, &half, &lane.told, 10, 0);
        feed(&lane, &half, text, 11);
        h1_close(&lane.h1, &half, &lane.told, true, 0);
        assert_int_equal(lane.fed, lane.told.wire + half.skipped + half.opaque);
        assert_int_equal(lane.told.heads, lane.told.messages);
        told = lane.told;
    }
    h1_half_done(&lane.h1, &half);
    end(&lane);
    return told;
}

static void refused_memory_loses_messages_and_no_bytes(void **state)
{
    struct told whole = play_refused(0);

    assert_int_equal(whole.messages, 4);
    for (uint64_t fail_at = 1; fail_at < 40; fail_at++)
        assert_true(play_refused(fail_at).messages <= whole.messages);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_header_of_almost_a_megabyte_is_read),
        cmocka_unit_test(a_larger_header_is_lost_and_what_follows_is_read),
        cmocka_unit_test(a_great_many_headers_are_counted),
        cmocka_unit_test(a_promised_length_takes_no_memory),
        cmocka_unit_test(a_search_without_end_keeps_little),
        cmocka_unit_test(whole_messages_allocate_nothing),
        cmocka_unit_test(refused_memory_loses_messages_and_no_bytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
