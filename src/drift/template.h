/* SPDX-License-Identifier: Apache-2.0 */
/* Templates as drift compares them: up to the names of their parameters and empty segments. */
#ifndef DRIFT_TEMPLATE_H
#define DRIFT_TEMPLATE_H

#include "base/arena.h"

/* "GET /users/{}/orders" for "GET" and "/users/{userId}/orders/"; {NULL, 0} when memory was refused. */
struct slice template_key(struct slice method, struct slice path, struct arena *arena);
/* base and path joined without a double slash. */
struct slice template_join(struct slice base, struct slice path, struct arena *arena);

/* Whether a documented template covers an observed one: a documented parameter takes anything in its segment, and at the end
 * whole paths when its name says so ({filepath}); a documented literal takes itself only. *ret_score: the more literal text
 * agreed, the better it fits. */
bool template_covers(struct slice documented, struct slice observed, size_t *ret_score);
/* The first `count` segments of a path with their slashes: "/api/v1". */
struct slice template_head(struct slice path, size_t count);
size_t template_segments(struct slice path);

#endif
