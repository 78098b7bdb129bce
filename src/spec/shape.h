/* SPDX-License-Identifier: Apache-2.0 */
/* Shapes: what schemas say, decided, apart from how often it was seen. Objects that say the same are one
 * object (hash-consing), so a shape that many endpoints share is known as such; what was seen of each
 * occurrence adds up in its evidence.
 *
 *     content ──► shape { string | object ─┐ }          an object knows from how many places
 *     content ──► shape { object ──────────┴─► object ──► member "id"    ──► shape { integer }
 *                                                    └──► member "items" ──► shape { array of back 1 }
 *
 * A place inside a recursive object says how many objects further out its kind stands (`back`). */
#ifndef SPEC_SHAPE_H
#define SPEC_SHAPE_H

#include "base/table.h"
#include "catalog/schema.h"
#include "spec/draft.h"

#define SHAPE_BACK_MOST 60
#define SHAPE_PARENTS 12 /* names around a place that its classes are judged by */

struct classifier;

/* How often and what was seen at a place; printed as x-plainsight, no part of what a schema says. */
struct evidence {
    uint64_t count, of; /* places holding a value, of those that could */
    bool has_numbers, has_lengths, has_items;
    double number_min, number_max;
    uint32_t length_min, length_max;
    uint64_t items_min, items_max;
    struct slice example; /* masked; empty: none */
    uint64_t example_hash;
    struct shape_classes *classes; /* of sensitive data, spec/shape_class.h; NULL: none, or nobody asked */
};

struct shape {
    unsigned types;     /* one bit for each enum schema_type; integers beside numbers are numbers */
    const char *format; /* of strings; NULL: none */
    bool is_int64, is_binary;
    struct slice *choices; /* an enum, sorted; of strings */
    size_t choice_count;
    struct shape *items;   /* of arrays; NULL: nothing is known */
    struct object *object; /* of objects, unless `back` */
    unsigned back;         /* objects here are of the kind of the back-th object around this place */
    uint64_t reaches;      /* bit k: something in here has back k, seen from here */
    struct evidence evidence;
};

struct shape_member {
    struct slice key;
    bool is_required;
    struct shape *shape;
};

struct object {
    uint32_t id; /* in the order in which objects were first met */
    struct shape_member *members;
    size_t member_count;
    struct shape *others; /* additionalProperties; NULL: nothing is said */
    bool is_recursive;    /* something inside is of this kind */
    uint64_t reaches;     /* as in struct shape: kinds further out that are needed to understand this one */
    /* private to spec/component.h */
    uint32_t uses;
    bool is_walked;
    struct vote *votes;
    struct slice name; /* of its component; empty: it has none */
    struct object *next;
};

/* Where shapes are made: one a document. */
struct shapes {
    struct arena *arena;
    struct draft_desk desk;
    struct table known; /* encoded objects */
    struct object *first, *last;
    uint32_t object_count;
    bool failed;
    bool tells_classes; /* off after shapes_init; set before anything is shaped */
    const struct classifier *classifier;
    struct slice parents[SHAPE_PARENTS]; /* private: names of the properties around, outermost first */
    size_t depth;
};

void shapes_init(struct shapes *shapes, struct arena *arena, struct memory *account);
/* Ends all shapes: they borrow from what is freed here (and from the inventory). */
void shapes_done(struct shapes *shapes);

/* The shape of a body. NULL when memory was refused. */
struct shape *shape_of_body(struct shapes *shapes, const struct field *root, bool is_lexical);
/* The shape of one member of objects that were seen in several places (bodies of several operations), which are taken for
 * one kind; nothing of what a secret was shows. */
struct shape *shape_of_member(struct shapes *shapes, const struct field *const *objects, size_t count,
                              struct slice key, bool is_lexical);
/* The same of what stands behind the keys of maps; NULL when they have none. */
struct shape *shape_of_others(struct shapes *shapes, const struct field *const *maps, size_t count);
/* The shape of one value of a parameter: text, typed by what it looks like. `is_comma_list`: of its parts. */
struct shape *shape_of_text(struct shapes *shapes, const struct field *field, bool is_comma_list);

#endif
