/* SPDX-License-Identifier: Apache-2.0 */
/* A form that a HAR shows as a list of parameters, written again as the body it was: urlencoded (WHATWG
 * URL, 5.2) or multipart/form-data (RFC 7578). */
#ifndef SOURCE_PARAMS_H
#define SOURCE_PARAMS_H

#include "base/arena.h"
#include "base/buffer.h"

struct params_field {
    struct slice name, value;
    struct slice file, type; /* of an uploaded file; empty for others */
};

struct params_item {
    struct params_field field;
    struct params_item *next;
};

/* Zero is an empty form. Items live in the arena. */
struct params {
    struct params_item *first, *last;
    size_t count;
};

/* Keeps the slices, not their text. false when memory was refused. */
bool params_add(struct params *params, struct arena *arena, const struct params_field *field);
/* Writes the body for that content type into *out (emptied first). false when the type is neither kind of
 * form, lacks the boundary, or memory was refused. */
bool params_write(const struct params *params, struct slice content_type, struct buffer *out);

#endif
