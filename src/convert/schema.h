/* SPDX-License-Identifier: Apache-2.0 */
/* What the files that convert schemas share: the schema at work, and who writes a keyword. Only they include
 * this. */
#ifndef CONVERT_SCHEMA_H
#define CONVERT_SCHEMA_H

#include "convert/parts.h"

/* How null comes among the values in 3.1. */
enum convert_null {
    CONVERT_NULL_NOT,
    CONVERT_NULL_TYPE,   /* type: [string, "null"] */
    CONVERT_NULL_CHOICE, /* one more alternative of anyOf or oneOf */
    CONVERT_NULL_ALL,    /* allOf becomes the first alternative of an anyOf */
    CONVERT_NULL_AROUND, /* the whole schema becomes one */
};

struct schema_work {
    struct converter *converter;
    const struct tree_node *node;
    struct node *object; /* the keywords go here */
    const struct place *place;
    enum convert_null null;
};

/* Writes what a keyword becomes, which may be nothing. */
typedef void keyword_writer(struct schema_work *work, const struct tree_member *member);

/* ---- convert_schema.c */

void keyword_put(struct schema_work *work, const char *key, struct node *value);
void keyword_put_text(struct schema_work *work, const char *key, const char *text);
/* As it is, but for the schemas in it. */
void keyword_copy(struct schema_work *work, const struct tree_member *member);

/* ---- convert_null.c */

enum convert_null convert_null_of(struct converter *converter, const struct tree_node *node);
/* {type: "null"} */
struct node *convert_null_schema(struct converter *converter);
keyword_writer convert_write_nullable, convert_write_choice, convert_write_all_of;

/* ---- convert_type.c */

keyword_writer convert_write_type, convert_write_format;

#endif
