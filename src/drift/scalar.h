/* SPDX-License-Identifier: Apache-2.0 */
/* Scalar values of one place held against what is documented for it: enums, formats, ranges, lengths, patterns. */
#ifndef DRIFT_SCALAR_H
#define DRIFT_SCALAR_H

#include "drift/alternatives.h"
#include "drift/holding.h"

/* Where the values are, and what rows about them have in common. */
struct scalar_place {
    const struct held_endpoint *at;
    struct slice location, name;
    struct position position; /* of what is documented there */
    const struct field *field;
    bool is_text;   /* parameters and forms: numbers and booleans are text, too */
    char separator; /* of lists written in one value; 0: values are single */
};

/* What is sent in pieces: "filter" of filter[name], "ids" of ids[]; else the name itself. */
struct slice name_stem(struct slice name);

void scalar_compare(const struct scalar_place *place, const struct alternatives *promised);
/* The start of a row about the place. */
struct drift_row *scalar_row(const struct scalar_place *place, enum drift_kind kind);

#endif
