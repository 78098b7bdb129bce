/* SPDX-License-Identifier: Apache-2.0 */
/* A form that a HAR shows as a list of parameters, written again as the body it was: urlencoded (WHATWG URL, 5.2) or
 * multipart/form-data (RFC 7578). */
#ifndef SOURCE_FORM_H
#define SOURCE_FORM_H

#include "base/arena.h"
#include "base/buffer.h"

struct form_field {
    struct slice name, value;
    struct slice file, type; /* of an uploaded file; empty for others */
};

struct form_item {
    struct form_field field;
    struct form_item *next;
};

/* Zero is an empty form. Items live in the arena. */
struct form {
    struct form_item *first, *last;
    size_t count;
};

/* Keeps the slices, not their text. false when memory was refused. */
bool form_add(struct form *form, struct arena *arena, const struct form_field *field);
/* Writes the body for that content type into *out (emptied first). false when the type is neither kind of form, lacks
 * the boundary, or memory was refused. */
bool form_write(const struct form *form, struct slice content_type, struct buffer *out);

#endif
