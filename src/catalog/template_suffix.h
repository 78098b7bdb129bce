/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the template decision: which suffix candidates (".json", ":cancel") are part of the API's form. A suffix is
 * judged over all places of one depth below the same first two segments, not per parent, which may itself be a parameter
 * value. */
#ifndef CATALOG_TEMPLATE_SUFFIX_H
#define CATALOG_TEMPLATE_SUFFIX_H

#include "catalog/count_map.h"
#include "catalog/path.h"

struct suffixes {
    struct count_map stems, bare, agree; /* by place and suffix */
    struct count_map dotted, siblings;   /* by place */
};

/* false when memory was refused. */
bool suffixes_count(struct suffixes *all, const struct path_node *root, struct arena *arena);
/* The key of a place: its depth (1: first segment) and the hashes of the first two segments above it. */
uint64_t suffix_place(const uint64_t *first_two, unsigned depth);
bool suffix_is_structural(const struct suffixes *all, const struct path_node *suffix, uint64_t place);

#endif
