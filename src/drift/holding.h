/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the drift room: documents held against one service. */
#ifndef DRIFT_HOLDING_H
#define DRIFT_HOLDING_H

#include "base/regex.h"
#include "base/table.h"
#include "drift/drift.h"

/* Exchanges of an operation (or objects at a place) and the time they span before a parameter (or field) is said to be dead. */
#define HOLDING_NEVER_LEAST 200
#define HOLDING_NEVER_TIME (24 * 3600 * 1000000000ll)

/* One operation as documents promise it, whatever number of them do, and what was seen of it. */
struct held {
    const struct contract_operation **said; /* the same method and template */
    size_t said_count;
    const struct drift_pair *pair; /* of the first */
    struct slice method, template; /* with base path, of the first */
    struct slice path_key;         /* template_key without method */
    const struct endpoint **seen;
    size_t seen_count, seen_room;
    bool is_exact;     /* seen under its own template */
    bool is_value;     /* a value stands in its template where there is a parameter */
    bool is_guess;     /* no document names this place: the operation has servers of its own, elsewhere */
    struct held *twin; /* the same operation below another base path of its document, or NULL */
};

struct holding {
    struct drift *drift;
    struct arena *arena;
    struct memory *account;
    const struct contract_set *documents;
    const struct drift_options *options;
    const struct catalog *catalog;
    struct drift_service *service; /* being looked at */
    struct held *held;
    size_t held_count;
    struct table known; /* struct held by template_key */
    struct drift_row *rows;
    size_t row_count, row_room;
    struct drift_row spare; /* filled in vain when memory was refused */
    struct regex_cache regexes;
    bool failed; /* memory was refused */
};

/* What every row about one operation has in common. */
struct held_endpoint {
    struct holding *holding;
    const struct held *held;
    const struct contract_operation *said;
    const struct endpoint *endpoint;
};

/* rows.c: a row to be filled, valid until the next one is added; never NULL (a refusal shows in `failed`). */
struct drift_row *row_add(struct holding *holding, enum drift_kind kind);
struct drift_row *row_add_for(const struct held_endpoint *at, enum drift_kind kind);
struct slice row_printf(struct holding *holding, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* A masked example of what the values are, when there is one. */
void row_examples(struct holding *holding, struct drift_row *row, const struct values *values);
/* Ids, severities, order; what several operations said twice is said once. */
bool rows_finish(struct holding *holding);
/* Rows from `first` on are of one more document that describes the operation: only what all documents say stands. */
void rows_intersect(struct holding *holding, size_t first, size_t second);

/* pairing.c: which documents speak for the service; fills pairs. `inventory` is not guided yet. */
bool pairing_find(struct holding *holding, const struct drift_options *options);
/* The base path of an operation whose own servers place it elsewhere than the pair does; false when none do. */
bool pairing_is_elsewhere(const struct drift_pair *pair, const struct contract_operation *operation,
                          struct slice *ret_base);

/* One subject each; all add rows. */
void services_compare(struct holding *holding); /* service.c: the service as a whole */
void lineage_compare(struct holding *holding);  /* lineage.c: old versions */
bool operations_hold(struct holding *holding);  /* operations.c: fills `held` */
/* written.c: the first documented operation whose template is the endpoint's with values in it; all of them get a row. NULL: none. */
struct held *written_as_value(struct holding *holding, const struct endpoint *endpoint);
void operations_compare(struct holding *holding); /* operations.c: what is there, what is not */
enum contract_place parameter_place(enum place place);
void parameters_compare(const struct held_endpoint *at); /* parameters.c */
void bodies_compare(const struct held_endpoint *at);     /* bodies.c: requests, responses, statuses */
void security_compare(const struct held_endpoint *at);   /* security.c */
void severity_judge(struct holding *holding, struct drift_row *row); /* severity.c */

#endif
