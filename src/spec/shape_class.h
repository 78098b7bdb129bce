/* SPDX-License-Identifier: Apache-2.0 */
/* Classes of sensitive data at the places of a document, as evidence of theirs: printed under x-plainsight, no part of what a schema
 * says. */
#ifndef SPEC_SHAPE_CLASS_H
#define SPEC_SHAPE_CLASS_H

#include "sensitive/decide.h"
#include "spec/shape.h"

struct shape_classes {
    struct field_class at[FIELD_CLASSES_MOST];
    size_t count;
};

/* Decides what the member of an object holds: its scalars, or the elements of its array. NULL: nothing, or memory was refused. */
struct shape_classes *shape_classes_of_member(struct shapes *shapes, const struct draft *object,
                                              size_t index);
/* The same of a parameter. */
struct shape_classes *shape_classes_of_parameter(struct shapes *shapes, const struct field *field,
                                                 struct slice name);
/* What two places with one schema hold together; either may be NULL. */
struct shape_classes *shape_classes_add(struct shape_classes *into, struct shape_classes *from);

struct document;
struct node;
/* [{name, confidence, matched, of}]; NULL: none. */
struct node *shape_classes_node(struct document *document, const struct classifier *classifier,
                                const struct shape_classes *classes);

#endif
