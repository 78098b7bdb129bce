/* SPDX-License-Identifier: Apache-2.0 */
#include "http/h1.h"

#include "conversation.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define CASES "tests/cases/http1"
#define ASKED_MOST 1024

/* Plays conversations and keeps the books. */
struct player {
    struct memory account;
    struct h1 h1;
    struct h1_half halves[2];
    struct story story;
    enum h1_asked asked[ASKED_MOST];
    size_t asked_first, asked_count;
    bool blind, upgraded, in_message[2], current;
    uint64_t fed[2], told[2], gaps[2], missing[2];
};

static enum h1_asked on_asked(void *context)
{
    struct player *player = context;

    if (player->blind || player->asked_first == player->asked_count)
        return H1_ASKED_UNKNOWN;
    return player->asked[player->asked_first];
}

static void on_head(void *context, const struct h1_message *head)
{
    struct player *player = context;

    assert_false(player->in_message[head->is_response]);
    player->in_message[head->is_response] = true;
    if (!head->is_response && player->asked_count < ASKED_MOST)
        player->asked[player->asked_count++] = slice_eq(head->method, SLICE("HEAD"))      ? H1_ASKED_HEAD
                                               : slice_eq(head->method, SLICE("CONNECT")) ? H1_ASKED_CONNECT
                                                                                          : H1_ASKED_OTHER;
}

static void on_message(void *context, const struct h1_message *message)
{
    struct player *player = context;
    char *memory = malloc(h1_copy_size(message));
    struct h1_message copy;

    assert_true(player->in_message[message->is_response]);
    player->in_message[message->is_response] = false;
    player->told[message->is_response] += message->message.wire_bytes - message->missing_bytes;
    player->missing[message->is_response] += message->missing_bytes;
    if (message->is_response && !message->interim && player->asked_first < player->asked_count)
        player->asked_first++;
    if (message->upgraded)
        player->upgraded = true;
    h1_copy(message, memory, &copy);
    story_add_message(&player->story, &copy);
    free(memory);
}

static void on_lost(void *context, enum h1_lost why, uint64_t bytes)
{
    struct player *player = context;
    static const char *const names[] = { "incomplete", "malformed", "memory" };

    story_add(&player->story, "%c lost %s\n", player->current ? '<' : '>', names[why]);
}

static const struct h1_listener listener = { on_asked, on_head, on_message, on_lost };

static void player_init(struct player *player, const struct conversation *conversation)
{
    *player = (struct player){ .blind = conversation->blind };
    assert_true(h1_init(&player->h1, &conversation->limits, &listener, &player->account));
    for (int side = 0; side < 2; side++)
        h1_half_init(&player->halves[side], side);
}

static void balance(const struct player *player, bool side)
{
    const struct h1_half *half = &player->halves[side];

    assert_int_equal(player->fed[side], player->told[side] + half->skipped + half->opaque + h1_pending(half));
    assert_true(player->missing[side] <= player->gaps[side]);
}

/* Feeds a copy that goes away afterwards, followed by bytes that would matter if anybody believed them. */
static void feed(struct player *player, bool side, struct slice bytes)
{
    static const char after[BODY_SLACK + 1] =
        "\r\n\r\n:0\r\n\r\nHTTP/1.1 200 OK\r\n\r\nGET / HTTP/1.1\r\n\r\n0123456789abcde";
    char *copy = malloc(bytes.len + BODY_SLACK);

    if (bytes.len)
        memcpy(copy, bytes.at, bytes.len);
    memcpy(copy + bytes.len, after, BODY_SLACK);
    player->current = side;
    player->fed[side] += bytes.len;
    h1_feed(&player->h1, &player->halves[side], player, (struct slice){ copy, bytes.len }, 1);
    free(copy);
    balance(player, side);
    if (player->upgraded) {
        player->upgraded = false;
        h1_go_opaque(&player->h1, &player->halves[!side]);
    }
}

static void close_side(struct player *player, bool side, bool orderly)
{
    player->current = side;
    h1_close(&player->h1, &player->halves[side], player, orderly, 2);
    assert_int_equal(h1_pending(&player->halves[side]), 0);
    assert_false(player->in_message[side]);
    balance(player, side);
}

static void play_step(struct player *player, const struct conversation_step *step)
{
    bool side = step->from_server;

    player->current = side;
    switch (step->kind) {
    case CONVERSATION_BYTES: feed(player, side, step->bytes); break;
    case CONVERSATION_GAP:
        player->gaps[side] += step->count;
        h1_gap(&player->h1, &player->halves[side], player, step->count, 1);
        balance(player, side);
        break;
    case CONVERSATION_CLOSE:
    case CONVERSATION_RESET: close_side(player, side, step->kind == CONVERSATION_CLOSE); break;
    case CONVERSATION_MIDSTREAM: h1_start_midstream(&player->halves[side]); break;
    }
}

static void player_end(struct player *player)
{
    for (int side = 0; side < 2; side++)
        close_side(player, side, true);
    for (int side = 0; side < 2; side++) {
        if (player->halves[side].skipped)
            story_add(&player->story, "%c skipped %llu\n", side ? '<' : '>',
                      (unsigned long long)player->halves[side].skipped);
        if (player->halves[side].opaque)
            story_add(&player->story, "%c opaque %llu\n", side ? '<' : '>',
                      (unsigned long long)player->halves[side].opaque);
        h1_half_done(&player->h1, &player->halves[side]);
    }
    h1_done(&player->h1);
    assert_int_equal(player->account.used, 0);
}

/* How a step's bytes are handed over. */
struct cutting {
    size_t piece; /* bytes at a time; 0: all */
    size_t step;  /* the step that is cut once, at `at` */
    size_t at;
};

static void play(struct player *player, const struct conversation *conversation, struct cutting cutting)
{
    player_init(player, conversation);
    for (size_t i = 0; i < conversation->count; i++) {
        const struct conversation_step *step = &conversation->steps[i];
        size_t piece = cutting.piece ? cutting.piece : step->bytes.len;
        if (step->kind != CONVERSATION_BYTES) {
            play_step(player, step);
        } else if (cutting.at && cutting.step == i) {
            feed(player, step->from_server, (struct slice){ step->bytes.at, cutting.at });
            feed(player, step->from_server,
                 (struct slice){ step->bytes.at + cutting.at, step->bytes.len - cutting.at });
        } else {
            for (size_t at = 0; at < step->bytes.len; at += piece) {
                size_t left = step->bytes.len - at;
                feed(player, step->from_server,
                     (struct slice){ step->bytes.at + at, left < piece ? left : piece });
            }
        }
    }
    player_end(player);
}

static void expect_story(const struct player *player, const struct conversation *conversation,
                         const char *how, size_t at)
{
    struct slice got = { player->story.at, player->story.len };

    if (slice_eq(got, conversation->story))
        return;
    print_error("%s, %s %zu:\n--- expected\n%.*s--- got\n%.*s", conversation->name, how, at,
                SLICE_ARG(conversation->story), SLICE_ARG(got));
    fail();
}

static void expect_with(const struct conversation *conversation, struct cutting cutting, const char *how)
{
    struct player player;

    play(&player, conversation, cutting);
    expect_story(&player, conversation, how, cutting.at ? cutting.at : cutting.piece);
    story_done(&player.story);
}

static struct conversation **cases;
static size_t case_count;

static int read_cases(void **state)
{
    case_count = conversation_read_all(CASES, &cases);
    return 0;
}

static int free_cases(void **state)
{
    conversation_free_all(cases, case_count);
    return 0;
}

static void every_conversation_tells_its_story(void **state)
{
    for (size_t i = 0; i < case_count; i++)
        expect_with(cases[i], (struct cutting){ 0 }, "whole");
}

static void the_story_is_the_same_in_small_pieces(void **state)
{
    static const size_t pieces[] = { 1, 2, 3, 7, 64, 1000 };

    for (size_t i = 0; i < case_count; i++)
        for (size_t j = 0; j < sizeof pieces / sizeof *pieces; j++)
            expect_with(cases[i], (struct cutting){ .piece = pieces[j] }, "pieces of");
}

/* Long steps are cut at every place near their start and end and at a few between. */
static size_t next_cut(size_t at, size_t len)
{
    size_t near = len < 3000 ? len : 150;

    if (at < near || at + near >= len)
        return at + 1;
    return at + len / 10 < len - near ? at + len / 10 : len - near;
}

static void the_story_is_the_same_wherever_it_is_cut(void **state)
{
    for (size_t i = 0; i < case_count; i++)
        for (size_t step = 0; step < cases[i]->count; step++)
            for (size_t at = 1; at < cases[i]->steps[step].bytes.len;
                 at = next_cut(at, cases[i]->steps[step].bytes.len))
                expect_with(cases[i], (struct cutting){ .step = step, .at = at }, "cut at");
}

/* Every byte run of a few lengths taken out in turn: nothing is checked but that the books balance (in
 * `feed`). */
static void holes_anywhere_leave_the_books_balanced(void **state)
{
    static const size_t holes[] = { 1, 5, 40 };

    for (size_t i = 0; i < case_count; i++) {
        for (size_t s = 0; s < cases[i]->count; s++) {
            const struct conversation_step *step = &cases[i]->steps[s];
            size_t len = step->bytes.len;
            for (size_t at = 0; at < len; at = next_cut(at, len)) {
                for (size_t h = 0; h < sizeof holes / sizeof *holes; h++) {
                    size_t hole = holes[h] < len - at ? holes[h] : len - at;
                    struct conversation_step steps[3] = { *step, *step, *step };
                    struct conversation changed = *cases[i];
                    struct player player;
                    steps[0].bytes.len = at;
                    steps[1] = (struct conversation_step){ CONVERSATION_GAP, step->from_server, { 0 }, hole };
                    steps[2].bytes = (struct slice){ step->bytes.at + at + hole, len - at - hole };
                    player_init(&player, &changed);
                    for (size_t k = 0; k < s; k++)
                        play_step(&player, &cases[i]->steps[k]);
                    for (size_t k = 0; k < 3; k++)
                        play_step(&player, &steps[k]);
                    for (size_t k = s + 1; k < cases[i]->count; k++)
                        play_step(&player, &cases[i]->steps[k]);
                    player_end(&player);
                    story_done(&player.story);
                }
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_conversation_tells_its_story),
        cmocka_unit_test(the_story_is_the_same_in_small_pieces),
        cmocka_unit_test(the_story_is_the_same_wherever_it_is_cut),
        cmocka_unit_test(holes_anywhere_leave_the_books_balanced),
    };

    return cmocka_run_group_tests(tests, read_cases, free_cases);
}
