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

/* A value that was seen: its text, or, when that is masked, the hash it is known by. */
struct seen_value {
    struct slice text; /* masked: the mask, perhaps nothing */
    uint64_t masked;   /* hash_content of the value; 0: the text is it */
};
static inline struct seen_value seen_text(struct slice text)
{
    return (struct seen_value){ .text = text };
}
struct seen_value seen_entry(const struct sample_entry *entry);

/* Whether a schema has an enum without that value. */
bool scalar_excluded(const struct contract_schema *part, struct seen_value value);
/* Whether every alternative for values of these types has such an enum. */
bool scalar_is_outside(const struct alternatives *promised, unsigned types, struct seen_value value);
/* Whether what texts stand for fits one of these types: numbers, integers or booleans that all of them are. */
bool scalar_text_fits(const struct values *values, unsigned types);

/* parameters.c: what is said about single values of a parameter: of lists that stand in one value, the elements, and what is
 * between them; *ret_separator 0: values are single. NULL: nothing that can be held against text. */
const struct contract_schema *parameter_value(const struct contract_parameter *promised, char *ret_separator);

#endif
