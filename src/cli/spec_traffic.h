/* SPDX-License-Identifier: Apache-2.0 */
/* What the database knows of the operations of one document: whether they are called, by whom, and whether a part of them was
 * ever seen. Which services the document speaks for is worked out as drift does (drift/drift.h), or told with --service. */
#ifndef CLI_SPEC_TRAFFIC_H
#define CLI_SPEC_TRAFFIC_H

#include "cli/callers.h"
#include "cli/command.h"
#include "difference/difference.h"
#include "drift/drift.h"

struct spec_traffic {
    struct arena *arena;
    struct store *store;
    struct catalog *catalog;
    struct drift *drift;
    struct callers *callers;
    struct table operations; /* struct seen_operation by operation */
    struct slice silence;    /* why nothing is known, a sentence; empty: something is */
    struct slice services;   /* "api.example.com, admin.example.com": those the document speaks for */
    uint64_t exchanges;      /* of those services */
    bool failed;             /* memory was refused */
};

/* Who an operation would hit. */
struct spec_impact {
    bool is_known;                           /* else nothing below means anything */
    uint64_t exchanges, of;                  /* 0: not seen among `of` exchanges of the services */
    int64_t first, last;                     /* of the exchanges */
    const struct endpoint *const *endpoints; /* where it was seen */
    size_t endpoint_count;
    struct endpoint_callers callers;
};

enum sighting_kind { SIGHTING_UNTOLD, SIGHTING_NEVER, SIGHTING_SEEN };

/* Whether the parameter, field, status, media type or value that a change is about was seen in traffic. */
struct spec_sighting {
    enum sighting_kind kind;
    uint64_t count, of;
    const char *unit; /* what they are counted in: "exchange", "object", "value" */
};

/* A database that was asked for (--db, --service) must be there, and a service that was named in it; the default one is only
 * looked at when it is there. `documents` holds the document and nothing else. false with *err set. */
bool spec_traffic_read(struct spec_traffic *traffic, const struct invocation *invocation,
                       const struct contract_set *documents, struct error *err);
void spec_traffic_done(struct spec_traffic *traffic);

/* `operation` NULL: all of the document. false when memory was refused. */
bool spec_traffic_impact(struct spec_traffic *traffic, const struct contract_operation *operation,
                         struct spec_impact *ret);
/* What a change is about, among the exchanges of its operation. */
struct spec_sighting spec_sighting_of(const struct difference *change, const struct spec_impact *impact);

#endif
