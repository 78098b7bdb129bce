/* SPDX-License-Identifier: Apache-2.0 */
/* Drift: the documents people keep, held against what the catalog has learned. What is missing from them, what is wrong in them,
 * what in them is dead; each a row with its evidence, the place in the document, and the change that would mend it.
 *
 * Which document speaks for which service is worked out from servers, hosts and paths (drift/pairing.h) unless told. Documented
 * templates then guide the catalog's (documents win over what was guessed), so that rows name operations as the document does. All
 * documents of a service count as one: what any of them says is documented.
 *
 * Absence is claimed with its support only: how much traffic stands behind "never", and less of it when the ledger says
 * that traffic was lost. The same knowledge and documents give the same rows in the same order with the same ids. */
#ifndef DRIFT_DRIFT_H
#define DRIFT_DRIFT_H

#include "base/severity.h"
#include "catalog/inventory.h"
#include "contract/contract.h"

enum drift_family { DRIFT_MISSING, DRIFT_WRONG, DRIFT_DEAD };

enum drift_kind {
#define KIND(id, name, family, title, why) DRIFT_##id,
#include "drift/kinds.list"
#undef KIND
    DRIFT_KINDS
};

struct drift_kind_row {
    const char *name; /* "undocumented_operation" */
    enum drift_family family;
    const char *title, *why;
};
extern const struct drift_kind_row drift_kinds[DRIFT_KINDS];
bool drift_kind_from(struct slice name, enum drift_kind *ret);
const char *drift_family_name(enum drift_family family); /* "missing", "wrong", "dead" */

struct drift_row {
    struct slice
        id; /* "d" and 12 hex digits: of service, kind, method, template, location and name; parameter names of the
                      * template do not count */
    enum drift_kind kind;
    enum severity severity;
    struct slice severity_reason; /* a clause: "it returns personal data", "admin interface" */
    struct slice service;         /* key */
    struct slice method;          /* "GET"; empty when it is about no operation */
    struct slice template;        /* with base path; empty when it is about no path */
    struct slice
        location; /* "query", "path", "header", "cookie", "request", "response:200", "response", "security", "server" or
                                   * empty */
    struct slice name; /* parameter, status, media type, or pointer: "/data/[]/id", maps as "*" */
    struct slice documented, observed; /* short: "boolean", "integer"; may be empty */
    struct slice summary;              /* one sentence for people, without position */
    struct slice proposal;             /* what to change, one sentence */
    struct support support;       /* how often it was seen, first and last; of what was never seen: nothing */
    uint64_t of;                  /* of how many that could have: exchanges, objects, values */
    const struct slice *examples; /* masked; at most DRIFT_EXAMPLES */
    size_t example_count;
    struct slice
        doubt; /* why the claim is weaker than it looks ("3 % of the traffic was lost"); empty: it stands */
    struct position at;   /* in the document: what is wrong, or the place where the missing thing belongs */
    bool is_place_to_add; /* of `at` */
    const struct contract_operation *operation; /* NULL: none */
    const struct endpoint *endpoint;            /* NULL: none */
    const struct endpoint *const
        *endpoints; /* all that were seen of the operation; `endpoint` is one of them */
    size_t endpoint_count;
    const struct service *of_service; /* NULL: none */
    const struct field *field;        /* the evidence of a field or parameter; NULL: none */
    const struct content *content;    /* the evidence of a body; NULL: none */
    const struct contract_schema
        *object; /* undocumented fields: the object that should name it; NULL: none */
};

#define DRIFT_EXAMPLES 3

/* How a document came to speak for a service. */
struct drift_pair {
    const struct contract *contract;
    struct slice
        reason; /* "host api.example.com of its servers", "97% of the calls seen are to its paths", "told by --service" */
    struct slice base; /* the base path under which its paths were found */
};

struct drift_service {
    const struct service *service;
    const struct drift_pair *pairs; /* none: no document speaks for it */
    size_t pair_count;
    size_t documented, documented_seen, undocumented; /* operations */
    const struct held *held;                          /* private to the room */
    size_t held_count;                                /* private to the room */
};

/* How exchanges of a service travelled: what the catalog does not keep, and events do. */
struct drift_transport {
    struct slice service;
    uint64_t plain_count; /* in the clear, to a public address of the server */
};

struct drift_options {
    struct slice service;                     /* glob or key: only these services; empty: all */
    const struct drift_transport *transports; /* NULL: nothing is said of schemes */
    size_t transport_count;
    bool is_told; /* --service: all documents speak for that service, whatever their servers say */
};

struct drift {
    struct arena arena;
    struct inventory *inventory;          /* guided by the documents; owned */
    const struct drift_service *services; /* in scope */
    size_t service_count;
    const struct contract *const *idle; /* documents that speak for no observed service */
    size_t idle_count;
    const struct drift_row *rows; /* by service, template, method, kind, location, name */
    size_t row_count;
    uint64_t exchanges; /* behind it, of the services in scope */
    double lost;        /* share of the exchanges in scope that were lost, by the ledger: 0..1 */
};

struct catalog;

/* The catalog's overrides grow by the documented templates. NULL with *err set: no memory, no service at all. */
struct drift *drift_new(const struct contract_set *documents, struct catalog *catalog,
                        const struct drift_options *options, struct memory *account, struct error *err);
void drift_free(struct drift *drift);

/* Calls with every endpoint at which an operation of the documents was seen; one may be seen at several. */
typedef void drift_seen_sink(void *context, const struct contract_operation *operation,
                             const struct endpoint *endpoint);
void drift_seen(const struct drift *drift, drift_seen_sink *sink, void *context);

#endif
