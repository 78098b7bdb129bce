/* SPDX-License-Identifier: Apache-2.0 */
/* Text cases of HTTP/1 connections (tests/cases/http1/README.md): read here, played by whoever tests a
 * reader. */
#ifndef TESTS_HTTP_CONVERSATION_H
#define TESTS_HTTP_CONVERSATION_H

#include "base/slice.h"
#include "http/h1.h"

#include <stdint.h>

enum conversation_kind {
    CONVERSATION_BYTES,
    CONVERSATION_GAP,
    CONVERSATION_CLOSE,
    CONVERSATION_RESET,
    CONVERSATION_MIDSTREAM,
};

struct conversation_step {
    enum conversation_kind kind;
    bool from_server;
    struct slice bytes; /* CONVERSATION_BYTES; neighbours of one direction are one step */
    uint64_t count;     /* CONVERSATION_GAP */
};

struct conversation {
    char *name; /* file name */
    struct conversation_step *steps;
    size_t count;
    struct slice story; /* expected */
    bool blind;
    struct h1_limits limits;
    char *text; /* owns the story */
};

/* Reads one case; a malformed one ends the test with a message. */
struct conversation *conversation_read(const char *path);
void conversation_free(struct conversation *conversation);
/* The *.txt of a folder in order of name; *ret is an array to give back with conversation_free_all. */
size_t conversation_read_all(const char *folder, struct conversation ***ret);
void conversation_free_all(struct conversation **all, size_t count);

/* Growing text for stories. */
struct story {
    char *at;
    size_t len, room;
};

void story_add(struct story *story, const char *format, ...) __attribute__((format(printf, 2, 3)));
void story_add_bytes(struct story *story, struct slice bytes); /* escaped like the cases */
/* One message as the stories tell it. */
void story_add_message(struct story *story, const struct h1_message *message);
void story_done(struct story *story);

#endif
