/* SPDX-License-Identifier: Apache-2.0 */
/* A cell: everything learned of one method at one node of the path trie. Endpoints are made of one or many cells, once
 * templates are decided. Merging cells in any order gives the same cell. */
#ifndef CATALOG_CELL_H
#define CATALOG_CELL_H

#include "base/buffer.h"
#include "base/distinct.h"
#include "base/ledger.h"
#include "base/sample.h"
#include "catalog/inventory.h"
#include "catalog/pack.h"
#include "catalog/schema.h"
#include "exchange/credential.h"
#include "exchange/exchange.h"

#define CELL_MEDIA 8     /* media types kept per message */
#define CELL_STATUSES 48 /* statuses kept per cell */
#define CELL_SECURITY 12 /* ways of identifying kept per cell */

struct body_evidence {
    struct body_evidence *next; /* ascending by media type */
    struct slice media_type;    /* owned; lower case, no parameters; empty: none was said */
    enum content_kind kind;
    struct support support;
    struct schema *schema;                /* JSON, form, multipart */
    struct slice xml_root, xml_namespace; /* owned; the smallest seen */
};

struct request_evidence {
    uint64_t count;                           /* exchanges behind it */
    uint64_t with_body;                       /* of them with a body */
    struct schema *query, *headers, *cookies; /* NULL while none was seen */
    struct body_evidence *bodies;
};

struct response_evidence {
    struct response_evidence *next; /* ascending by status */
    uint16_t status;
    struct support support;
    struct body_evidence *bodies;
    struct schema *headers;
};

struct security_evidence {
    struct security_evidence *next; /* ascending by kind, then name */
    enum credential_kind kind;
    struct slice name; /* owned */
    uint64_t jwt;      /* of seen, tokens that were JWTs */
    uint64_t accepted; /* answered below 400 */
    uint64_t leading;  /* no stronger kind of credential was given with it */
    struct support support;
};

#define LATENCY_INDEXES (8 * 55) /* 2^64 nanoseconds are below */

struct latency_bucket {
    uint32_t index; /* eighths of an octave above one microsecond */
    uint64_t count;
};

struct cell {
    struct cell *next;   /* ascending by method */
    struct slice method; /* owned */
    struct support support;
    uint64_t by_class[6];
    uint64_t request_bytes, response_bytes;
    uint64_t anonymous, anonymous_accepted;
    uint64_t deprecated;              /* responses with Deprecation or Sunset */
    struct latency_bucket *latencies; /* ascending by index */
    uint32_t latency_count, latency_room;
    struct distinct consumers;
    struct request_evidence accepted; /* exchanges answered below 400, or not answered */
    struct request_evidence rejected; /* refused for what they were: 400, 404, 422 ... */
    struct request_evidence
        unjudged; /* refused for other reasons: 401, 403, 409, 429, 5xx. Their form is as good as that
                                         of accepted ones, except for what they leave out */
    struct response_evidence *responses;
    struct security_evidence *security;
    struct observations *observations; /* catalog/observations.h; NULL: signals were off */
};

/* What the catalog knows about an exchange by the time it reaches its cell; everything borrowed. */
struct cell_input {
    const struct exchange *exchange;
    const struct fields *request_fields, *response_fields;
    const struct pair *query, *headers, *cookies;
    size_t query_count, header_count, cookie_count;
    const struct credential *credentials;
    size_t credential_count;
    uint64_t consumer;              /* hash_content of the strongest credential, else of the client address */
    struct signal_reading *signals; /* NULL: they are off */
};

struct cell_learner {
    struct memory *account;
    struct arena *arena; /* reset per exchange by the catalog */
    struct learner *learner;
    struct ledger *ledger; /* of the service: bodies are counted here */
    schema_listener *listener;
    void *listener_context;
};

/* The cell of that method in a list, made when missing; NULL: memory refused. */
struct cell *cell_get(struct cell **list, struct memory *account, struct slice method);
const struct cell *cell_find(const struct cell *list, struct slice method);
/* Counts a body as seen, and under its loss when it is not whole; true: it is to be analysed. */
bool cell_count_body(struct ledger *ledger, enum body_state state);
/* Adds one exchange. Counts every body that is not empty in the ledger as analysed or lost. */
void cell_learn(struct cell *cell, struct cell_learner *with, const struct cell_input *input);

bool cell_merge(struct cell *into, struct memory *account, const struct cell *from);
bool cell_merge_all(struct cell **into, struct memory *account, const struct cell *from);
void cell_free_all(struct cell *list, struct memory *account);

void cell_write_all(const struct cell *list, struct buffer *out);
bool cell_read_all(struct cell **list, struct memory *account, struct unpack *in);

/* Nanoseconds below which `share` (0..1) of the measured exchanges stayed, within a tenth; 0 when none was measured. */
uint64_t cell_latency(const struct cell *cell, double share);

void support_add(struct support *support, int64_t time, uint64_t count);
void support_merge(struct support *into, const struct support *from);

#endif
