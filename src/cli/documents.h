/* SPDX-License-Identifier: Apache-2.0 */
/* API documents as people name them on the command line: files, and directories of them. */
#ifndef CLI_DOCUMENTS_H
#define CLI_DOCUMENTS_H

#include "cli/command.h"
#include "contract/contract.h"
#include "drift/drift.h"

struct documents {
    const char **paths; /* in the order of the command line; of a directory sorted by name */
    size_t count, room; /* room: private */
};

/* Whether an operand is meant as a document: it has a slash, or ends as documents do. */
bool documents_is_path(const char *operand);
/* Adds a file as it is; of a directory every OpenAPI, Swagger and Postman document in it that does not start with a dot: what is
 * YAML or JSON but none of these is passed over, what cannot be understood at all is not. false with *err set: no such file, or a
 * directory without a document. */
bool documents_add(struct documents *documents, const char *path, struct arena *arena, struct error *err);

/* Adds all that --spec names. */
bool documents_add_given(struct documents *documents, const struct invocation *invocation, struct error *err);

/* Says on standard error what is wrong with documents, errors first, at most so many and how many are left. */
#define DOCUMENTS_FAULTS 20
void documents_complain(const struct faults *faults, struct memory *account);

/* "api.example.com, b.example and 3 more": services a document might have spoken for, safe to print. */
void documents_name_services(const struct drift *drift, struct buffer *out);

#endif
