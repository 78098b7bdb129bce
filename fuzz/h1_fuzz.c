/* SPDX-License-Identifier: Apache-2.0 */
/* The HTTP/1 reader on both directions of a connection. The input is a first byte of options and then steps:
 * a byte that says what (its low bits) and, for bytes, how many follow. The same steps are played whole and
 * byte by byte: the two must tell the same, and the books must balance after every step. */
#include "base/hash.h"
#include "http/h1.h"

#include <stdlib.h>

struct player {
    struct memory account;
    struct h1 h1;
    struct h1_half halves[2];
    bool blind, in_message[2], upgraded;
    uint64_t fed[2], told[2], events, digest;
    uint32_t asked;
    size_t pieces; /* bytes at a time */
};

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void note(struct player *player, struct slice bytes)
{
    player->digest = hash_mix(player->digest, hash_content(bytes) + bytes.len);
}

static void note_number(struct player *player, uint64_t number)
{
    player->digest = hash_mix(player->digest, number);
}

static enum h1_asked on_asked(void *context)
{
    struct player *player = context;

    player->asked = player->asked * 5 + 1;
    return player->blind ? H1_ASKED_UNKNOWN : (enum h1_asked)(player->asked >> 3 & 3);
}

static void on_head(void *context, const struct h1_message *head)
{
    struct player *player = context;

    must(!player->in_message[head->is_response]);
    player->in_message[head->is_response] = true;
}

static void on_message(void *context, const struct h1_message *message)
{
    struct player *player = context;
    bool side = message->is_response;
    void *memory = malloc(h1_copy_size(message));
    struct h1_message copy;

    for (size_t i = 0; i < message->message.header_count && message->head.len; i++) {
        const struct header *header = &message->message.headers[i];

        must(header->name.at >= message->head.at);
        must(header->value.at + header->value.len <= message->head.at + message->head.len);
    }
    must(player->in_message[side]);
    player->in_message[side] = false;
    player->told[side] += message->message.wire_bytes - message->missing_bytes;
    player->upgraded |= message->upgraded;
    h1_copy(message, memory, &copy);
    note(player, copy.method);
    note(player, copy.target);
    note(player, copy.reason);
    note(player, copy.message.body);
    for (size_t i = 0; i < copy.message.header_count; i++) {
        note(player, copy.message.headers[i].name);
        note(player, copy.message.headers[i].value);
    }
    note_number(player, copy.status | (uint64_t)copy.message.oddities << 16 |
                            (uint64_t)copy.message.body_state << 32);
    note_number(player, copy.message.wire_bytes);
    note_number(player, copy.message.body_bytes);
    note_number(player, copy.fields_seen);
    note_number(player, copy.cut | copy.after_loss << 1 | copy.interim << 2 | copy.upgraded << 3 |
                            copy.keep_alive << 4);
    free(memory);
}

static void on_lost(void *context, enum h1_lost why, uint64_t bytes)
{
    note_number(context, why);
}

static void balance(const struct player *player, bool side)
{
    const struct h1_half *half = &player->halves[side];

    must(player->fed[side] == player->told[side] + half->skipped + half->opaque + h1_pending(half));
}

static void feed(struct player *player, bool side, struct slice bytes)
{
    char *copy = malloc(bytes.len + BODY_SLACK);

    if (bytes.len)
        memcpy(copy, bytes.at, bytes.len);
    memset(copy + bytes.len, '\n', BODY_SLACK);
    player->fed[side] += bytes.len;
    h1_feed(&player->h1, &player->halves[side], player, (struct slice){ copy, bytes.len }, 1);
    free(copy);
    balance(player, side);
}

static struct slice play_step(struct player *player, struct slice rest)
{
    unsigned char what = (unsigned char)rest.at[0];
    bool side = what & 1;
    size_t len = (size_t)(what >> 2) * 4;

    rest = (struct slice){ rest.at + 1, rest.len - 1 };
    if ((what & 3) < 2 || what < 200) {
        if (what >> 2 == 63 || len > rest.len)
            len = rest.len;
        for (size_t at = 0; at < len; at += player->pieces)
            feed(player, side,
                 (struct slice){ rest.at + at, len - at < player->pieces ? len - at : player->pieces });
        rest = (struct slice){ rest.at + len, rest.len - len };
    } else if (what < 230) {
        h1_gap(&player->h1, &player->halves[side], player, what - 199, 2);
    } else if (what < 240) {
        h1_close(&player->h1, &player->halves[side], player, what & 4, 2);
        must(!player->in_message[side]);
    } else {
        h1_go_opaque(&player->h1, &player->halves[side]);
    }
    balance(player, side);
    return rest;
}

static uint64_t play(struct slice rest, size_t pieces)
{
    static const struct h1_listener listener = { on_asked, on_head, on_message, on_lost };
    unsigned char options = (unsigned char)rest.at[0];
    struct h1_limits limits = { .head_bytes = options & 1 ? 100 : 0,
                                .body_bytes = options & 2 ? 10 : 0,
                                .header_count = options & 4 ? 2 : 0 };
    struct player player = { .blind = options & 8, .pieces = pieces };

    must(h1_init(&player.h1, &limits, &listener, &player.account));
    for (int side = 0; side < 2; side++) {
        h1_half_init(&player.halves[side], side);
        if (options & 16)
            h1_start_midstream(&player.halves[side]);
    }
    rest = (struct slice){ rest.at + 1, rest.len - 1 };
    while (rest.len)
        rest = play_step(&player, rest);
    for (int side = 0; side < 2; side++) {
        h1_close(&player.h1, &player.halves[side], &player, true, 3);
        must(!player.in_message[side] && h1_pending(&player.halves[side]) == 0);
        balance(&player, side);
        h1_half_done(&player.h1, &player.halves[side]);
    }
    h1_done(&player.h1);
    must(player.account.used == 0);
    return player.digest;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice input = slice_make(data, size);

    if (size < 2)
        return 0;
    uint64_t whole = play(input, SIZE_MAX / 2);
    must(play(input, 1) == whole);
    must(play(input, 7) == whole);
    return 0;
}
