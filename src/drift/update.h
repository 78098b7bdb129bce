/* SPDX-License-Identifier: Apache-2.0 */
/* Additions until nothing more is missing. A property put into a schema that many bodies share makes something of those others
 * that nobody described before: what is added is held against the traffic again, and what is missing then is added, too. One
 * round is enough nearly always. Nothing is answered that breaks a rule of its format which the document keeps now.
 *
 * Documents, catalog, options and the first drift are borrowed until update_done. */
#ifndef DRIFT_UPDATE_H
#define DRIFT_UPDATE_H

#include "drift/addition.h"

#define UPDATE_ROUNDS 5

struct update_round {
    struct contract_set *documents; /* the first round's are given, the others' are new texts */
    const struct contract *contract;
    const struct drift *drift;
    struct additions additions;
    struct contract_set own;
    struct drift *own_drift;
};

/* Which rows of a drift are wanted; asked of every round's. NULL: all. */
typedef bool update_filter(void *context, const struct drift *drift, const struct drift_row *row);

struct update {
    struct memory *account;
    struct catalog *catalog;
    const struct drift_options *options;
    update_filter *filter;
    void *context;
    struct update_round *rounds[UPDATE_ROUNDS];
    size_t round_count;
    size_t written, refused; /* rows of all rounds; of those that cannot be written the last round's */
};

/* false with *err when memory is refused, or what the document would become cannot be written or is worse than it is;
 * update_done follows in any case. */
bool update_plan(struct update *update, struct contract_set *documents, const struct contract *contract,
                 const struct drift *drift, struct catalog *catalog, const struct drift_options *options,
                 update_filter *filter, void *context, struct memory *account, struct error *err);
void update_done(struct update *update);

/* The files that change, as they are now: start with *cursor = 0. NULL at the end. */
const struct tree_file *update_next(const struct update *update, size_t *cursor);
/* Appends what the file becomes. */
bool update_text(const struct update *update, const struct tree_file *file, struct buffer *out,
                 struct error *err);
/* The same as a unified diff under the name of the file. */
bool update_diff(const struct update *update, const struct tree_file *file, struct buffer *out,
                 struct error *err);

#endif
