/* SPDX-License-Identifier: Apache-2.0 */
/* Traffic, a document, and what is added to the document: told as text. */
#ifndef TESTS_DRIFT_BENCH_H
#define TESTS_DRIFT_BENCH_H

#include "catalog/traffic.h"
#include "drift/update.h"

struct bench {
    struct traffic traffic;
    struct memory memory;
    struct contract_set documents;
    struct drift *drift;
    struct drift_options options;
    struct update update;
    struct buffer out;
    bool is_planned;
};

void bench_open(struct bench *bench);
void bench_close(struct bench *bench);
/* Reads the document, holds it against the traffic and works out what is added. Again and again, if wanted. */
void bench_plan(struct bench *bench, const char *name, const char *document);
/* The new text; NULL with the sentence in `out` when it was refused. */
const char *bench_write(struct bench *bench);
/* The first round's additions. */
const struct additions *bench_additions(const struct bench *bench);
/* "what" of each of them, one a line, with " (why)" when it cannot be written. */
const char *bench_list(struct bench *bench);
/* What is added to that document gives this one; the result keeps all rules of its format, and nothing is added to it. */
void assert_added(struct bench *bench, const char *name, const char *document, const char *expected);

/* One more exchange, at any hour of the first two days of 2026. */
void bench_tell(struct bench *bench, struct ask ask);
#define SEEN "firstSeen: '2026-01-01', lastSeen: '2026-01-02'}\n"
void assert_has(const char *text, const char *part);

/* A document of one operation, GET /things, with that schema; 24 answers of it, in turn. */
#define ONE_GET(schema)                                                                                      \
    "openapi: 3.0.3\ninfo: {title: x, version: '1'}\npaths:\n  /things:\n    get:\n      responses:\n"       \
    "        '200':\n          description: x\n          content:\n            application/json:\n"          \
    "              schema:\n" schema

#define THINGS(bench, ...)                                                                                   \
    bench_things((bench), (const char *const[]){ __VA_ARGS__ },                                              \
                 sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(const char *))
void bench_things(struct bench *bench, const char *const *answers, size_t count);

#endif
