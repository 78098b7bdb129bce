/* SPDX-License-Identifier: Apache-2.0 */
/* Traffic, a document, and what is added to the document: told as text. */
#ifndef TESTS_DRIFT_BENCH_H
#define TESTS_DRIFT_BENCH_H

#include "catalog/traffic.h"
#include "drift/addition.h"

struct bench {
    struct traffic traffic;
    struct memory memory;
    struct contract_set documents;
    struct drift *drift;
    struct additions additions;
    struct buffer out;
    bool is_planned;
};

void bench_open(struct bench *bench);
void bench_close(struct bench *bench);
/* Reads the document, holds it against the traffic and works out what is added. Again and again, if wanted. */
void bench_plan(struct bench *bench, const char *name, const char *document);
/* The new text; NULL with the sentence in `out` when it was refused. */
const char *bench_write(struct bench *bench);
/* "what" of each addition, one a line, with " (why)" when it cannot be written. */
const char *bench_list(struct bench *bench);
/* What is added to that document gives this one; the result keeps all rules of its format, and nothing is added to it. */
void assert_added(struct bench *bench, const char *name, const char *document, const char *expected);

#endif
