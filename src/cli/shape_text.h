/* SPDX-License-Identifier: Apache-2.0 */
/* What a shape says, in words: the type as one short term, and everything else worth a line. Text of the traffic in it
 * is not yet escaped. */
#ifndef CLI_SHAPE_TEXT_H
#define CLI_SHAPE_TEXT_H

#include "base/buffer.h"
#include "catalog/inventory.h"
#include "spec/shape.h"

/* "string", "integer or null", "array of object", "string (uuid)", "map of number" */
void shape_type(struct buffer *out, const struct shape *shape);
/* "one of: a, b", "1 to 20", "1 to 3 items", "e.g. x": separated by "; ", "" when there is nothing to say. */
void shape_details(struct buffer *out, const struct shape *shape);
/* The shape of a body or of one value of a parameter in `shapes`, which is initialised here: shapes that look alike share
 * their figures, so every place gets its own. Call shapes_done afterwards. NULL when there is nothing to say; memory
 * that was refused shows as shapes->failed. */
const struct shape *shape_of_content(struct shapes *shapes, const struct content *content,
                                     struct arena *arena);
const struct shape *shape_of_parameter(struct shapes *shapes, const struct parameter *parameter,
                                       struct arena *arena);

/* The object whose members come next below this place: its own, or that of its items; NULL when there is none. */
const struct object *shape_inner(const struct shape *shape);

#endif
