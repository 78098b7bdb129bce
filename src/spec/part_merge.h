/* SPDX-License-Identifier: Apache-2.0 */
/* Endpoints that a document takes for one (what is kept apart by evidence, under a parameter that takes whole paths) added up:
 * their bodies and responses. Only part.c uses it. */
#ifndef SPEC_PART_MERGE_H
#define SPEC_PART_MERGE_H

#include "base/arena.h"
#include "catalog/inventory.h"

struct part_merger {
    struct arena *arena;
    struct memory *account;
    struct merged_schema *schemas; /* owned */
    bool failed;
};

void part_merger_init(struct part_merger *merger, struct arena *arena, struct memory *account);
void part_merger_done(struct part_merger *merger);
/* The first of them with the bodies of all; false when memory was refused. */
bool part_merge(struct part_merger *merger, const struct endpoint *const *endpoints, size_t count,
                struct endpoint *ret);

#endif
