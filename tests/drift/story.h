/* SPDX-License-Identifier: Apache-2.0 */
/* Documents and the traffic they are held against, told as a short story, and the drift that follows from it:
 *
 *     story_open(&story, PROMISES "  /users/{id}: {get: {responses: {200: {description: the user}}}}\n");
 *     story_tell(&story, "20x GET /users/# -> 200 {\"id\":#}\n"
 *                        "POST /users {\"name\":\"Anna\"} -> 201 (Location: /users/7)");
 *     assert_drift(&story, "undocumented_operation POST /users");
 *
 * An exchange is one line: how often, method, target (absolute ones say scheme and host, else it is https and TRAFFIC_HOST),
 * header fields in brackets set apart by " | ", a body, an arrow, status, header fields, body. "#" stands for the number
 * of the repetition, 1 to the last.
 *
 * Whatever drift is found is found twice, and must be the same; ids, order and sentences of all rows are checked. */
#ifndef TESTS_DRIFT_STORY_H
#define TESTS_DRIFT_STORY_H

#include "base/check.h"
#include "catalog/traffic.h"
#include "drift/drift.h"

#define HEAD(version, servers)                                                                               \
    "openapi: " version "\ninfo: {title: Story, version: '1'}\nservers: [" servers "]\n"
#define SERVER "{url: 'https://" TRAFFIC_HOST "'}"
/* Up to the first path. */
#define PROMISES HEAD("3.1.0", SERVER) "paths:\n"
#define PROMISES_30 HEAD("3.0.3", SERVER) "paths:\n"

/* The one response most stories want: anything in JSON. */
#define ANYTHING "{description: fine, content: {application/json: {}}}"
#define OK "responses: {200: " ANYTHING "}"

struct story {
    struct memory account; /* of documents and drift */
    struct contract_set documents;
    struct traffic traffic;
    struct drift_options options;
    struct drift *drift;
};

/* document NULL: none yet. */
void story_open(struct story *story, const char *document);
void story_document(struct story *story, const char *document);
/* The same with faults in it. */
void story_faulty_document(struct story *story, const char *document);
void story_close(struct story *story);

/* One exchange a line, a second after the one before. */
void story_tell(struct story *story, const char *lines);
/* Exchanges one cannot write in a line. */
void story_ask(struct story *story, struct ask ask);
/* What the capture lost before it came to the catalog. */
void story_lose(struct story *story, const struct ledger *ledger);
/* Time passes without traffic. */
void story_wait(struct story *story, int days);

const struct drift *story_drift(struct story *story);
/* All rows, one a line, sorted as text: kind, method, template, location and name, and what is documented and observed
 * where either is said: "type_mismatch GET /users/{id} response:200 /age: integer -> string". Of several services each
 * line begins with the key of its own. */
void assert_drift(struct story *story, const char *expected);
/* The only row of that kind; fails the test when there is none or more than one. */
const struct drift_row *story_row(struct story *story, enum drift_kind kind);
/* Document, lines, rows: a whole story at once. */
void assert_story(const char *document, const char *lines, const char *expected);
/* A line of assert_drift, and all of them. */
void story_write(const struct drift *drift, const struct drift_row *row, struct buffer *out);
void story_list(const struct drift *drift, struct buffer *out);

#endif
