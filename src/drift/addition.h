/* SPDX-License-Identifier: Apache-2.0 */
/* What is missing from a document, written into it: for every row of the family "missing" the operation, parameter, response,
 * media type, property or enum value that would document it, learned from traffic, with
 * `x-plainsight-observed: {count, firstSeen, lastSeen}` to tell it from what people wrote. Nothing that stands there is
 * changed or taken out: what is wrong or dead in a document is for people to mend.
 *
 * One document is added to: the one whose operation a row names, of undocumented operations one that speaks for their
 * service. What stands behind a $ref is added to where it stands, in other files too. Adding twice is adding once: an
 * addition makes its row go away.
 *
 * Rows, documents and drift are borrowed until additions_done. */
#ifndef DRIFT_ADDITION_H
#define DRIFT_ADDITION_H

#include "drift/drift.h"
#include "tree/edit.h"

struct spec_part;

struct addition {
    const struct drift_row *row;
    struct slice what; /* one line: "GET /users: query parameter limit"; not escaped */
    struct slice why;  /* one clause, why it cannot be written; empty: it is */
};

struct additions {
    struct memory *account;
    struct arena arena;
    struct document document;
    struct contract_set *documents;
    const struct contract *contract;
    struct edits edits;
    struct spec_part **parts; /* whose nodes the additions are made of */
    size_t part_count;
    struct addition *list; /* in the order of the rows */
    size_t count, written;
};

/* Which rows are wanted: by kind, acceptance or anything else. NULL: all. */
typedef bool addition_filter(void *context, const struct drift_row *row);

/* false with *err when memory was refused; additions_done follows in any case. */
/* What files become is for tree/edit.h to say, of additions->edits; drift/update.h does so with care. */
bool additions_plan(struct additions *additions, struct contract_set *documents,
                    const struct contract *contract, const struct drift *drift, addition_filter *filter,
                    void *context, struct memory *account, struct error *err);
void additions_done(struct additions *additions);

#endif
