/* SPDX-License-Identifier: Apache-2.0 */
/* Shapes written as schemas: JSON Schema 2020-12 as OpenAPI 3.1 has it, or the dialects of OpenAPI 3.0 and Swagger 2.0. */
#ifndef SPEC_SCHEMA_NODE_H
#define SPEC_SCHEMA_NODE_H

#include "spec/shape.h"
#include "tree/document.h"

struct schema_writer {
    struct document *document;
    bool is_30;    /* OpenAPI 3.0: nullable, no type lists, nothing beside $ref */
    bool is_20;    /* Swagger 2.0, is_30 too: x-nullable, no alternatives, definitions */
    bool is_clean; /* no x-plainsight */
    bool is_loose; /* nothing is required */
    const struct classifier *classifier; /* of classes users added; NULL: none */
    struct slice home; /* the file that components stand in, as references name it; empty: the same one */
};

/* The schema of a place; NULL gives the empty schema. */
struct node *schema_node(const struct schema_writer *writer, const struct shape *shape);
/* The schema of a component: its object, written out. */
struct node *schema_component(const struct schema_writer *writer, const struct object *object);
/* The type, format and choices of one value that is no object and no array (Swagger 2.0 has them in parameters). */
struct node *schema_scalar(const struct schema_writer *writer, const struct shape *shape);
/* Room beside a mere reference: an allOf around it where the dialect lets nothing stand beside one. */
struct node *schema_with_room(const struct schema_writer *writer, struct node *node);
/* A share between 0 and 1 in four digits, for x-plainsight. */
struct node *share_node(struct document *document, uint64_t count, uint64_t of);

#endif
