/* SPDX-License-Identifier: Apache-2.0 */
/* What the successful answers of an endpoint are made of: one object or a list of them, how wide, and which members look as if they
 * were never meant to leave the house. */
#ifndef POSTURE_SHAPE_H
#define POSTURE_SHAPE_H

#include "posture/posture.h"

enum inside {
    INSIDE_NOT,
    INSIDE_RECORD, /* of how records are kept: __v, deletedAt, rowVersion */
    INSIDE_AFFAIR, /* the house's own affairs: internalNotes, costPrice, riskScore */
    INSIDE_SECRET  /* passwordHash, resetToken, totpSecret */
};

#define SHAPE_INSIDE 8

struct inside_member {
    struct slice name;
    enum inside inside;
};

struct shape {
    const struct field *root; /* of the JSON answer 200 (or else the first 2xx); NULL: there is none */
    const struct field *list; /* the array the answer is about; NULL: it is one object */
    const struct field *item; /* an element of the list, or the object itself; never NULL beside a root */
    struct slice
        pointer; /* of the list or object: "/data/[]"; empty: the body itself. Static or of the arena */
    uint64_t bodies;
    size_t width; /* members without members, below item */
    struct inside_member insides[SHAPE_INSIDE];
    size_t inside_count;
    bool is_paged; /* requests or answers speak of pages, cursors, ranges or limits */
    uint16_t status;
};

/* false: memory was refused. */
bool shape_of(const struct posture_endpoint *endpoint, struct arena *arena, struct shape *ret);

#endif
