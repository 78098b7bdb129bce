/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of drift that people decided to live with: entries of `.plainsight.yaml` (accept/acceptance.h) beside the documents. */
#ifndef DRIFT_ACCEPTANCE_H
#define DRIFT_ACCEPTANCE_H

#include "accept/acceptance.h"
#include "drift/drift.h"

/* Every kind of drift, one after the other; NULL ends them. */
const char *drift_kind_word(const void *context, size_t index);

/* Reads `.plainsight.yaml` beside each document of the set (once each), and `path` when it is not NULL, into the arena of the
 * set's reader. No file is fine; a wrong entry is a fault of that reader, FAULT_ERROR, and accepts nothing; so is a file beside a
 * document that is there and cannot be read. `checks`: the words of posture, which drift does not know; may be NULL. false with *err
 * only when `path` cannot be read, or memory was refused. */
bool drift_acceptances_read(struct contract_set *documents, const char *path,
                            const char *(*checks)(const void *context, size_t index), struct acceptances *ret,
                            struct error *err);
/* The first entry that accepts the row now; NULL when none does. Marks it as used. */
const struct acceptance *drift_acceptances_find(struct acceptances *acceptances, const struct drift_row *row,
                                                int64_t now);

#endif
