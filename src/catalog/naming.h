/* SPDX-License-Identifier: Apache-2.0 */
/* Names of path parameters, as a person would give them: /users/{userId}/orders/{orderId}. From the noun before the
 * parameter and from what its values look like. */
#ifndef CATALOG_NAMING_H
#define CATALOG_NAMING_H

#include "catalog/template.h"

/* Fills `name` of every parameter of the tree; false when memory was refused. Names are unique on each path. */
bool naming_parameters(struct template_node *root, struct arena *arena);
/* The template as text: "/users/{userId}:cancel". */
struct slice naming_path(const struct template_node *node, struct arena *arena);

#endif
