/* SPDX-License-Identifier: Apache-2.0 */
/* A TCP connection written down as segments, and what a lane tells of it. Tests write a script, spoil it as captures do
 * (reorder, lose, repeat), play it, and compare the story. Playing checks that the books balance and that all memory
 * came back. Every payload is played from a buffer of its own that is freed after the call. */
#ifndef TESTS_WIRE_SCRIPT_H
#define TESTS_WIRE_SCRIPT_H

#include "wire/flows.h"

#include <stddef.h>

enum who { CLIENT, SERVER };

#define SCRIPT_SEGMENTS 4096
#define SCRIPT_TEXT (1 << 20)

struct script {
    struct segment segments[SCRIPT_SEGMENTS];
    size_t count;
    char *text; /* SCRIPT_TEXT bytes that the payloads point into */
    size_t used;
    struct address ends[2];
    uint32_t next[2]; /* what each says next; and acknowledges of the other */
    int64_t time;     /* of the next segment; each takes a millisecond */
};

/* 10.0.0.1:port and 10.0.0.2:80, times from 1 s, both sequences somewhere. */
void script_init(struct script *script, unsigned port);
void script_done(struct script *script);
/* The three-way handshake. */
void script_open(struct script *script);
/* A segment with these flags; ACK is added unless it is a first SYN. */
struct segment *script_segment(struct script *script, enum who who, unsigned flags, struct slice payload);
/* One segment with PSH. */
struct segment *script_say(struct script *script, enum who who, const char *text);
/* In segments of `size` bytes. */
void script_say_in(struct script *script, enum who who, struct slice bytes, size_t size);
struct segment *script_acknowledge(struct script *script, enum who who);
struct segment *script_fin(struct script *script, enum who who);
/* FIN and ACK both ways, the client first. */
void script_close(struct script *script);

/* Spoiling. */
void script_drop(struct script *script, size_t index);
void script_repeat(struct script *script, size_t index, size_t at);
void script_move(struct script *script, size_t from, size_t to);
/* Only what one end sent. */
void script_only(struct script *script, enum who who);

/* What was told, one line an exchange, in order:
 *     GET a/x "request body" 200 "response body" [flags]
 * and "TLS name subject bytes". Long bodies as #length. */
struct played {
    char story[1 << 18];
    size_t len;
    size_t exchanges, tls;
    uint16_t tls_version; /* of the last */
    struct ledger ledger;
    size_t peak;
};

/* In one lane; settings may be NULL (sinks are set here). */
void script_play(const struct script *script, const struct flows_settings *settings, struct played *ret);
/* Several connections in turns, one segment each. */
void scripts_play(const struct script *const *scripts, size_t count, const struct flows_settings *settings,
                  struct played *ret);
/* For those who feed flows themselves. */
void played_sinks(struct played *played, struct flows_settings *settings);
void played_feed(struct flows *flows, const struct segment *segment);
/* Nothing is open in any unit of flows. */
void assert_balanced(const struct ledger *ledger);
void assert_story(const struct played *played, const char *story);

#endif
