/* SPDX-License-Identifier: Apache-2.0 */
/* What people decided to live with, kept beside the documents or where the program is run, in `.plainsight.yaml`:
 *
 *     accept:
 *       - id: d3f9a2c71b08e
 *         reason: the partner needs it until they have moved
 *         until: 2027-03-31
 *       - kind: undocumented_response_field
 *         operation: GET /users/{id}
 *         name: "/debug*"
 *         reason: only in staging
 *       - check: headers.*
 *         service: "*.internal.example"
 *         reason: nobody reaches it with a browser
 *
 * An entry takes an `id`, or any of `kind` (of drift) or `check` (of posture), `service`, `operation`, `location` and `name`, each a
 * pattern with * (also over slashes) and ?; all that are given must fit. An operation is "METHOD template", or the template alone; the
 * names of its parameters do not count: {id} is {userId}. `reason` must be there. Findings of posture are accepted only by entries that
 * name a check or an id of theirs, rows of drift only by the others: what was accepted in one vocabulary must not hide what is told in
 * another. Whatever else stands in the file is somebody else's. */
#ifndef ACCEPT_ACCEPTANCE_H
#define ACCEPT_ACCEPTANCE_H

#include "tree/tree.h"

#define ACCEPTANCE_FILE ".plainsight.yaml"

/* What an entry speaks of, and what it may accept. */
enum accepted_room { ACCEPTED_DRIFT, ACCEPTED_POSTURE, ACCEPTED_ROOMS };

struct acceptance {
    struct slice id, kind, check, service, operation, location, name; /* empty: any */
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

/* One thing that was found. */
struct acceptable {
    enum accepted_room room;
    struct slice id;
    struct slice kind; /* the kind of drift, or the id of the check */
    struct slice service, method, template, location, name;
};

/* The words that `kind` and `check` may name: get(0), get(1) and so on until NULL. NULL: whatever is written is right. */
struct acceptance_words {
    const char *(*of[ACCEPTED_ROOMS])(const void *context, size_t index);
};

/* Reads a file for its entries; one in which nothing stands, or only comments, is as good as none. NULL with *err set. */
const struct tree_file *acceptances_file(struct tree_reader *reader, const char *path, struct error *err);
/* The entries of all files, in their order, into the arena of the reader. A wrong entry is a fault of the reader, FAULT_ERROR, and
 * accepts nothing. false with *err when memory was refused. */
bool acceptances_read(struct tree_reader *reader, const struct tree_file *const *files, size_t count,
                      const struct acceptance_words *words, struct acceptances *ret, struct error *err);
/* The first entry that accepts it now; NULL when none does. Marks it as used. */
const struct acceptance *acceptances_find(struct acceptances *acceptances, const struct acceptable *found,
                                          int64_t now);
/* Whether an entry can accept anything of that room at all. */
bool acceptance_is_of(const struct acceptance *entry, enum accepted_room room);

#endif
