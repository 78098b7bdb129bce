/* SPDX-License-Identifier: Apache-2.0 */
/* What people decided to live with, kept beside the documents in `.plainsight.yaml`:
 *
 *     accept:
 *       - id: d3f9a2c71b08e
 *         reason: the partner needs it until they have moved
 *         until: 2027-03-31
 *       - kind: undocumented_response_field
 *         operation: GET /users/{id}
 *         name: "/debug*"
 *         reason: only in staging
 *
 * An entry takes an `id`, or any of `kind`, `service`, `operation`, `location` and `name`, each a pattern with * (also over
 * slashes) and ?; all that are given must fit. An operation is "METHOD template", or the template alone; the names of its
 * parameters do not count: {id} is {userId}. `reason` must be there. Whatever else stands in the file is somebody else's. */
#ifndef DRIFT_ACCEPTANCE_H
#define DRIFT_ACCEPTANCE_H

#include "drift/drift.h"

struct acceptance {
    struct slice id, kind, service, operation, location, name; /* empty: any */
    struct slice form; /* of the operation: its parameters without their names */
    struct slice reason;
    int64_t until; /* nanoseconds since the epoch, the end of that day in UTC: no longer then; 0: for good */
    struct position at;
    bool was_used;
};

struct acceptances {
    struct acceptance *entries;
    size_t count;
};

/* Reads `.plainsight.yaml` beside each document of the set (once each), and `path` when it is not NULL, into the arena of the
 * set. No file is fine; a wrong entry is a fault of the set's reader, FAULT_ERROR, and accepts nothing; so is a file beside a
 * document that is there and cannot be read. false with *err only when `path` cannot be read, or memory was refused. */
bool acceptances_read(struct contract_set *documents, const char *path, struct acceptances *ret,
                      struct error *err);
/* The first entry that accepts the row now; NULL when none does. Marks it as used. */
const struct acceptance *acceptances_find(struct acceptances *acceptances, const struct drift_row *row,
                                          int64_t now);

#endif
