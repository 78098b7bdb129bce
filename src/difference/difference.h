/* SPDX-License-Identifier: Apache-2.0 */
/* What changed between two documents, seen by those who call the API: may they go on as they are? Every change is of a kind,
 * and the kind alone decides the class and the reason: difference/kinds.list is the whole rule book.
 *
 * The law behind it: a caller keeps to the old document. What a request may be must not shrink, what a response may be
 * must not grow. So the same edit of a schema is two kinds, "request-..." where callers send it and "response-..." where they
 * read it. Webhooks and callbacks turn this round: callers read those requests and send the responses, so `location` says
 * "request" and the kind "response-...".
 *
 * What is paired:
 *   operations   by method and path up to the names of parameters (the base path of servers counts when that pairs more:
 *                /v1 may stand in the server or in the path), then by operationId
 *   parameters   by place and name, header fields without case, path parameters by their position in the path
 *   responses    by code, else by the range or default that speaks for it; contents by media type, else by range
 *   properties   by name, with all_of flattened
 *   variants     of oneOf and anyOf by component, value of the discriminator, title, constant property, then structure
 * What is read as the same: nullable and the type null, const and an enum of one, a oneOf of one, Swagger 2.0 and OpenAPI 3
 * ways to say a thing. What does not matter to callers is left out: texts, examples, order, where a schema stands,
 * components that no operation uses.
 *
 * A schema that several places use is compared once; what changed in it is told at each operation that uses it, there once
 * a location, at the shortest path. Such changes have equal kinds and positions: difference_is_same_edit. */
#ifndef DIFFERENCE_DIFFERENCE_H
#define DIFFERENCE_DIFFERENCE_H

#include "contract/contract.h"

enum difference_class {
    DIFFERENCE_SAFE, /* callers of the old document need not do anything */
    DIFFERENCE_RISKY, /* nothing the old document promised is gone, or nobody can tell; some callers will notice */
    DIFFERENCE_BREAKING, /* a caller that keeps to the old document fails */
};

enum difference_kind {
#define DIFFERENCE(kind, name, class, what, why) DIFFERENCE_##kind,
#define DIFFERENCE_BOTH(kind, name, what, request, request_why, response, response_why)                      \
    DIFFERENCE_REQUEST_##kind, DIFFERENCE_RESPONSE_##kind,
#include "difference/kinds.list"
#undef DIFFERENCE
#undef DIFFERENCE_BOTH
    DIFFERENCE_KINDS /* their number */
};

/* What there is to know about a kind; for printing, filters and the manual. */
struct difference_rule {
    const char *name; /* "request-enum-value-removed": never changes, people suppress by it */
    enum difference_class class;
    const char *what; /* the sentence, with {name}, {old} and {new} in it */
    const char *why;  /* why the kind has its class, one sentence */
};

/* The rule of a kind, in the order of the list; kind < DIFFERENCE_KINDS. */
const struct difference_rule *difference_rule(enum difference_kind kind);
/* By name; DIFFERENCE_KINDS when there is none. */
enum difference_kind difference_kind_named(struct slice name);
const char *difference_class_name(enum difference_class class); /* "breaking" */

/* Texts live as long as the differences and the documents. `what` and `why` are safe to print on a terminal; the others are
 * raw. */
struct difference {
    enum difference_kind kind;
    enum difference_class class;
    struct slice method; /* "GET"; empty: of the document as a whole, which concerns every operation */
    struct slice
        path; /* as written in the new document, of removed operations in the old one: "/users/{id}" */
    struct slice
        location; /* "query", "header", "cookie", "path", "request", "response:200" with the code as it is written,
                            * "security", "server" or "" */
    struct slice media; /* of a body: "application/json"; else empty */
    struct slice
        name; /* of a parameter or response header, followed by the path inside; of a body the path alone, as JSON
                            * Pointer with [] for elements and * for values of a map: "/data/[]/id". Else what is meant: the
                            * id of a scheme, a tag, a link. Of the document as a whole or a body as a whole: empty */
    struct slice component;     /* in which the change stands ("Pet"); empty: written in place */
    struct slice before, after; /* the values that changed; empty: there was or is none */
    struct slice what;          /* one sentence */
    const char *why;            /* that of the rule */
    /* Where it stands in OLD and in NEW. In the document that lacks it: where it would stand, so the thing around it. */
    struct position old_at, new_at;
    const struct contract_operation *old_operation, *new_operation; /* NULL: not in that document */
    size_t order;                                                   /* private: the list is sorted by it */
};

#define DIFFERENCES_MOST 20000 /* listed; further ones are counted only */

struct differences {
    struct memory *account;
    struct arena arena;
    struct difference *
        list; /* of the document as a whole, then operation by operation in the order of NEW, removed ones last */
    size_t count, room;
    size_t totals[DIFFERENCE_BREAKING + 1]; /* by class, all of them */
    bool
        is_incomplete; /* a limit against hostile documents was met: there may be more than what was counted */
    bool failed;       /* memory was refused */
};

void differences_init(struct differences *differences, struct memory *account);
/* Compares, once. Both documents may be of one contract_set or of two, and must outlive the differences. `now`: nanoseconds since
 * the epoch; operations whose sunset lies before it may go. false when memory was refused: the list is then worth nothing. */
bool differences_find(struct differences *differences, const struct contract *old, const struct contract *new,
                      int64_t now);
void differences_done(struct differences *differences);

/* All changes, also those not listed. */
static inline size_t differences_total(const struct differences *differences)
{
    return differences->totals[DIFFERENCE_SAFE] + differences->totals[DIFFERENCE_RISKY] +
           differences->totals[DIFFERENCE_BREAKING];
}
/* Whether two changes are one edit, seen at two operations or locations. */
bool difference_is_same_edit(const struct difference *a, const struct difference *b);

#endif
