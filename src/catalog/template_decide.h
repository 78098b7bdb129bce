/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the template decision: what happens to the tree once all states are decided. */
#ifndef CATALOG_TEMPLATE_DECIDE_H
#define CATALOG_TEMPLATE_DECIDE_H

#include "catalog/template.h"

/* Puts catch-all parameters where the rest of the path is a file's. */
bool template_find_files(struct template_node *root, struct arena *arena);

#endif
