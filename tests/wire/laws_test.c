/* SPDX-License-Identifier: Apache-2.0 */
/* What must hold for every connection and every way in which a capture spoils it. Each exchange carries its number in
 * the target, in a response header and in both bodies, so that a wrong pair or a wrong byte cannot hide. */
#include "wire/flows.h"

#include "base/check.h"
#include "base/clock.h"
#include "base/random.h"
#include "wire/script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXCHANGES_MOST 40

struct truth {
    struct script *script;
    size_t exchanges;
    uint64_t bytes[2];
};

/* What the sink saw, by number. */
struct seen {
    uint8_t paired[EXCHANGES_MOST], unanswered[EXCHANGES_MOST], unasked[EXCHANGES_MOST];
    uint8_t whole[EXCHANGES_MOST]; /* paired, with both bodies whole */
    struct ledger ledger;
};

static size_t body_size(size_t number, int which)
{
    static const size_t sizes[] = { 0, 3, 50, 700, 2000, 9000 };

    return sizes[(number * 7 + (size_t)which * 3) % 6];
}

static char body_byte(size_t number, int which, size_t at)
{
    return (char)('a' + (number + (size_t)which * 5 + at * 3 + at / 7) % 26);
}

static void make_body(char *body, size_t number, int which)
{
    for (size_t at = 0; at < body_size(number, which); at++)
        body[at] = body_byte(number, which, at);
}

static void check_body(const struct message *message, size_t number, int which)
{
    if (message->body_state == BODY_WHOLE)
        assert_int_equal(message->body.len, body_size(number, which));
    assert_true(message->body.len <= body_size(number, which));
    for (size_t at = 0; at < message->body.len; at++) {
        if (message->body.at[at] != body_byte(number, which, at))
            fail_msg("a wrong byte at %zu of body %zu", at, number);
    }
}

static size_t number_in(struct slice text)
{
    unsigned long long number;

    assert_true(slice_to_u64(text, EXCHANGES_MOST - 1, &number));
    return (size_t)number;
}

static void on_exchange(void *context, const struct exchange *exchange)
{
    struct seen *seen = context;
    size_t asked = 0, answered = 0;

    if (!(exchange->flags & EXCHANGE_NO_REQUEST)) {
        asked = number_in(slice_make(exchange->target.at + 1, exchange->target.len - 1));
        check_body(&exchange->request, asked, CLIENT);
    }
    if (!(exchange->flags & EXCHANGE_NO_RESPONSE)) {
        answered = number_in(message_header(&exchange->response, SLICE("x-number")));
        if (answered % 4 !=
            2) /* of a response to HEAD, alone and before a hole, nobody knows that it has no body */
            check_body(&exchange->response, answered, SERVER);
    }
    if (exchange->flags & EXCHANGE_NO_RESPONSE) {
        seen->unanswered[asked]++;
    } else if (exchange->flags & EXCHANGE_NO_REQUEST) {
        seen->unasked[answered]++;
    } else {
        if (asked != answered)
            fail_msg("request %zu was given response %zu", asked, answered);
        seen->paired[asked]++;
        if (exchange->request.body_state <= BODY_WHOLE && exchange->response.body_state <= BODY_WHOLE)
            seen->whole[asked]++;
    }
}

static void ask(struct truth *truth, size_t number, size_t segment_size)
{
    static const char *const methods[] = { "GET", "POST", "HEAD", "PUT" };
    static char text[20000];
    size_t body = body_size(number, CLIENT);
    int head = snprintf(text, sizeof text, "%s /%zu HTTP/1.1\r\nHost: h\r\nContent-Length: %zu\r\n\r\n",
                        methods[number % 4], number, body);

    make_body(text + head, number, CLIENT);
    script_say_in(truth->script, CLIENT, slice_make(text, (size_t)head + body), segment_size);
    truth->bytes[CLIENT] += (size_t)head + body;
}

/* Some are chunked; those to HEAD have none. */
static void answer(struct truth *truth, size_t number, size_t segment_size)
{
    static char text[40000], content[20000];
    size_t body = body_size(number, SERVER), len;
    bool chunked = number % 3 == 0;

    len = (size_t)snprintf(text, sizeof text, "HTTP/1.1 200 OK\r\nX-Number: %zu\r\n", number);
    if (chunked)
        len += (size_t)snprintf(text + len, sizeof text - len, "Transfer-Encoding: chunked\r\n\r\n");
    else
        len += (size_t)snprintf(text + len, sizeof text - len, "Content-Length: %zu\r\n\r\n", body);
    make_body(content, number, SERVER);
    for (size_t at = 0; number % 4 != 2 && at < body;) {
        size_t take = chunked && body - at > 600 ? 600 : body - at;

        if (chunked)
            len += (size_t)snprintf(text + len, sizeof text - len, "%zx\r\n", take);
        memcpy(text + len, content + at, take);
        len += take;
        at += take;
        if (chunked)
            len += (size_t)snprintf(text + len, sizeof text - len, "\r\n");
    }
    if (chunked && number % 4 != 2)
        len += (size_t)snprintf(text + len, sizeof text - len, "0\r\n\r\n");
    script_say_in(truth->script, SERVER, slice_make(text, len), segment_size);
    truth->bytes[SERVER] += len;
}

/* A connection of some exchanges, some of them pipelined. */
static struct truth make_truth(uint64_t *random, unsigned port, bool pipelined)
{
    static const size_t sizes[] = { 100, 536, 1448, 9000, 65000 };
    struct truth truth = { .script = calloc(1, sizeof *truth.script) };
    size_t size = sizes[random_below(random, 5)];

    assert_non_null(truth.script);
    script_init(truth.script, port);
    truth.script->next[CLIENT] = (uint32_t)random_next(random);
    truth.script->next[SERVER] = (uint32_t) - (int32_t)random_below(random, 20000);
    truth.exchanges = 2 + random_below(random, EXCHANGES_MOST - 10);
    script_open(truth.script);
    for (size_t at = 0; at < truth.exchanges;) {
        size_t burst = pipelined ? 1 + random_below(random, 3) : 1;

        if (burst > truth.exchanges - at)
            burst = truth.exchanges - at;
        for (size_t i = 0; i < burst; i++)
            ask(&truth, at + i, size);
        script_acknowledge(truth.script, SERVER);
        for (size_t i = 0; i < burst; i++)
            answer(&truth, at + i, size);
        script_acknowledge(truth.script, CLIENT);
        at += burst;
    }
    script_close(truth.script);
    return truth;
}

static void free_truth(struct truth *truth)
{
    script_done(truth->script);
    free(truth->script);
}

/* A capture with several queues: a segment may be stored up to `most` milliseconds late. */
static void jitter(struct script *script, uint64_t *random, unsigned most)
{
    for (size_t i = 3; i < script->count; i++) { /* after the handshake */
        if (random_below(random, 4) == 0)
            script->segments[i].time += (int64_t)random_below(random, most) * 1000000 + 1;
    }
    for (size_t i = 1; i < script->count; i++) {
        for (size_t j = i; j > 0 && script->segments[j - 1].time > script->segments[j].time; j--) {
            struct segment earlier = script->segments[j];

            script->segments[j] = script->segments[j - 1];
            script->segments[j - 1] = earlier;
        }
    }
}

/* Whole copies, and copies of a tail joined with what follows (overlaps). */
static void repeat_some(struct script *script, uint64_t *random)
{
    for (size_t i = 3; i < script->count && script->count < SCRIPT_SEGMENTS - 10; i++) {
        size_t to = i + 1 + random_below(random, 6);

        if (random_below(random, 8) || script->segments[i].payload.len == 0)
            continue;
        if (to > script->count)
            to = script->count;
        script_repeat(script, i, to);
        if (random_below(random, 2)) {
            struct segment *copy = &script->segments[to];
            size_t skip = random_below(random, copy->payload.len);

            copy->payload = slice_make(copy->payload.at + skip, copy->payload.len - skip);
            copy->sequence += (uint32_t)skip;
        }
    }
}

/* With `refuse`, the account refuses whatever some of the segments need. */
static void play_refusing(const struct script *script, struct seen *seen, uint64_t *refuse)
{
    struct flows_settings settings = { .exchange = on_exchange,
                                       .exchange_context = seen,
                                       .requests_most = 4 };
    struct memory account = { 0 };
    struct flows *flows = flows_new(&account, &settings);

    assert_non_null(flows);
    memset(seen, 0, sizeof *seen);
    for (size_t i = 0; i < script->count; i++) {
        account.fail_at = refuse && random_below(refuse, 8) == 0 ? account.calls + 1 : 0;
        played_feed(flows, &script->segments[i]);
    }
    account.fail_at = 0;
    flows_finish(flows);
    seen->ledger = *flows_ledger(flows);
    assert_balanced(&seen->ledger);
    flows_free(flows);
    assert_int_equal(account.used, 0);
}

static void play(const struct script *script, struct seen *seen)
{
    play_refusing(script, seen, NULL);
}

static void assert_complete(const struct truth *truth, const struct seen *seen)
{
    for (size_t i = 0; i < truth->exchanges; i++)
        assert_int_equal(seen->whole[i], 1);
    assert_int_equal(seen->ledger.analysed[LEDGER_EXCHANGES], truth->exchanges);
    assert_int_equal(seen->ledger.seen[LEDGER_EXCHANGES], truth->exchanges);
    assert_int_equal(seen->ledger.analysed[LEDGER_BYTES], truth->bytes[CLIENT] + truth->bytes[SERVER]);
    assert_int_equal(seen->ledger.analysed[LEDGER_SEGMENTS], seen->ledger.seen[LEDGER_SEGMENTS]);
}

static void disorder_and_copies_change_nothing(void **state)
{
    uint64_t random = 1;
    struct seen seen;

    for (int i = 0; i < 150; i++) {
        struct truth truth = make_truth(&random, 40000, i % 2);

        if (i % 3)
            repeat_some(truth.script, &random);
        if (i % 5)
            jitter(truth.script, &random, 15);
        play(truth.script, &seen);
        assert_complete(&truth, &seen);
        free_truth(&truth);
    }
}

/* Bytes that no segment of the script brings. */
static uint64_t missing_bytes(const struct script *script, const struct truth *truth, enum who who)
{
    char *there = calloc(1, truth->bytes[who] + 1);
    uint32_t start = script->next[who] - (uint32_t)truth->bytes[who] - 1; /* before the FIN */
    uint64_t missing = 0;

    for (size_t i = 0; i < script->count; i++) {
        const struct segment *segment = &script->segments[i];

        if (segment->source.port == script->ends[who].port && segment->payload.len)
            memset(there + (segment->sequence - start), 1, segment->payload.len);
    }
    for (uint64_t i = 0; i < truth->bytes[who]; i++)
        missing += !there[i];
    free(there);
    return missing;
}

/* Lost segments cost what was in them: no wrong pair, no wrong byte, no exchange told twice, and every missing byte is
 * counted. */
static void losses_are_told_and_nothing_else_suffers(void **state)
{
    uint64_t random = 2, exchanges = 0, lost = 0, whole = 0;
    struct seen seen;

    for (int i = 0; i < 300; i++) {
        struct truth truth = make_truth(&random, 40000, i % 2);
        size_t handshake = 3, drops = 1 + random_below(&random, 4);
        uint64_t missing;

        for (size_t j = 0; j < drops && truth.script->count > handshake + 4; j++)
            script_drop(truth.script, handshake + random_below(&random, truth.script->count - handshake - 3));
        if (i % 3 == 0)
            jitter(truth.script, &random, 15);
        play(truth.script, &seen);
        missing = missing_bytes(truth.script, &truth, CLIENT) + missing_bytes(truth.script, &truth, SERVER);
        assert_int_equal(seen.ledger.lost[LOSS_gap], missing);
        for (size_t j = 0; j < truth.exchanges; j++) {
            assert_true(seen.paired[j] + seen.unanswered[j] <= 1);
            assert_true(seen.paired[j] + seen.unasked[j] <= 1);
            whole += i % 2 == 0 && seen.whole[j];
        }
        exchanges += i % 2 == 0 ? truth.exchanges : 0;
        lost += i % 2 == 0 ? drops : 0;
        free_truth(&truth);
    }
    assert_true(whole + lost >=
                exchanges); /* a lost segment costs one exchange, if they were not pipelined */
}

static void one_direction_gives_its_half_of_every_exchange(void **state)
{
    uint64_t random = 3;
    struct seen seen;

    for (int i = 0; i < 100; i++) {
        enum who who = i % 2 ? CLIENT : SERVER;
        struct truth truth = make_truth(&random, 40000, false);

        script_only(truth.script, who);
        play(truth.script, &seen);
        for (size_t j = 0; j < truth.exchanges; j++)
            assert_int_equal(who == CLIENT ? seen.unanswered[j] : seen.unasked[j], 1);
        assert_int_equal(seen.ledger.lost[LOSS_gap], truth.bytes[!who]);
        free_truth(&truth);
    }
}

/* A capture that begins anywhere: what follows the first whole message is read. */
static void joined_anywhere_the_rest_is_read(void **state)
{
    uint64_t random = 4;
    struct seen seen;

    for (int i = 0; i < 150; i++) {
        struct truth truth = make_truth(&random, 40000, false);
        size_t skipped = random_below(&random, truth.script->count);
        size_t told = 0;

        for (size_t j = 0; j < skipped; j++)
            script_drop(truth.script, 0);
        play(truth.script, &seen);
        for (size_t j = 0; j < truth.exchanges; j++) {
            assert_true(seen.paired[j] + seen.unanswered[j] <= 1);
            if (seen.paired[j] || seen.unasked[j])
                told++;
            else
                assert_int_equal(told, 0); /* from the first one told on, all are */
        }
        assert_int_equal(seen.ledger.lost[LOSS_gap], 0);
        free_truth(&truth);
    }
}

/* In order and without pipelining: a flow that was forgotten begins again midstream, where nobody could tell more. */
static void refused_memory_makes_no_wrong_pair(void **state)
{
    uint64_t random = 6;
    struct seen seen;

    for (int i = 0; i < 150; i++) {
        struct truth truth = make_truth(&random, 40000, false);

        play_refusing(truth.script, &seen, &random);
        for (size_t j = 0; j < truth.exchanges; j++) {
            assert_true(seen.paired[j] + seen.unanswered[j] <= 1);
            assert_true(seen.paired[j] + seen.unasked[j] <= 1);
        }
        free_truth(&truth);
    }
}

static int by_line(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The lines of two stories in order of their text. */
static char *sorted_story(const struct played *first, const struct played *second)
{
    static char *lines[4096];
    size_t len = first->len + second->len, count = 0, at = 0;
    char *text = malloc(len + 1), *sorted = calloc(1, len + 1), *rest = text;

    memcpy(text, first->story, first->len);
    memcpy(text + first->len, second->story, second->len);
    text[len] = 0;
    for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
        lines[count++] = line;
    qsort(lines, count, sizeof *lines, by_line);
    for (size_t i = 0; i < count; i++)
        at += (size_t)snprintf(sorted + at, len + 1 - at, "%s\n", lines[i]);
    free(text);
    return sorted;
}

/* Which lane a connection is on, and what else is there, changes nothing it tells. */
static void lanes_tell_the_same_together(void **state)
{
    enum { CONNECTIONS = 6 };
    struct truth truths[CONNECTIONS];
    const struct script *scripts[CONNECTIONS];
    struct played *played = calloc(4, sizeof *played);
    uint64_t random = 5;

    for (unsigned i = 0; i < CONNECTIONS; i++) {
        truths[i] = make_truth(&random, 40000 + i, i % 2);
        script_drop(truths[i].script, 5);
        scripts[i] = truths[i].script;
    }
    scripts_play(scripts, CONNECTIONS, NULL, &played[0]);
    scripts_play(scripts, 2, NULL, &played[1]);
    scripts_play(scripts + 2, CONNECTIONS - 2, NULL, &played[2]);
    char *one = sorted_story(&played[0], &played[3]), *two = sorted_story(&played[1], &played[2]);
    assert_string_equal(one, two);
    ledger_add(&played[1].ledger, &played[2].ledger);
    assert_memory_equal(&played[0].ledger, &played[1].ledger, sizeof played[0].ledger);
    free(one);
    free(two);
    for (int i = 0; i < CONNECTIONS; i++)
        free_truth(&truths[i]);
    free(played);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(disorder_and_copies_change_nothing),
        cmocka_unit_test(losses_are_told_and_nothing_else_suffers),
        cmocka_unit_test(one_direction_gives_its_half_of_every_exchange),
        cmocka_unit_test(joined_anywhere_the_rest_is_read),
        cmocka_unit_test(refused_memory_makes_no_wrong_pair),
        cmocka_unit_test(lanes_tell_the_same_together),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
