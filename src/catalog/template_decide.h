/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the template decision: what happens to the tree once all states are decided. */
#ifndef CATALOG_TEMPLATE_DECIDE_H
#define CATALOG_TEMPLATE_DECIDE_H

#include "catalog/template_state.h"

/* Puts catch-all parameters where the rest of the path is a file's. */
bool template_find_files(struct template_node *root, struct arena *arena);

/* 1: a parameter value, -1: a literal, whatever the evidence. */
void value_force(struct value *value, int forced);
/* Forces what documents say about the values of a state, the children of `node`. */
void guide_apply(struct state *state, const struct template_node *node);
/* Whether documents alone say what each value of a state is; sets `member` then. No operations need to be gathered. */
bool guide_settles(struct state *state, const struct template_node *node);
/* Where a child of a template stands in the guide, given where its parent stands. */
const struct guide_node *guide_of(const struct guide_node *parent, const struct template_node *child);

#endif
