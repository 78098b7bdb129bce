/* SPDX-License-Identifier: Apache-2.0 */
/* A schema with everything that must hold at once in one place: its own keywords and those of all_of, at any depth. What may
 * hold instead (one_of, any_of) stays apart, except that an alternative of null is a flag, and one that is alone is no
 * alternative. A property that two parts speak of gets a made-up schema with both in all_of, the same for the same two,
 * so that schemas that refer to themselves end. */
#ifndef DIFFERENCE_FLAT_H
#define DIFFERENCE_FLAT_H

#include "contract/schema.h"

#define DIFFERENCE_PARTS_MOST 256
#define DIFFERENCE_UNIONS_MOST 16
#define DIFFERENCE_MADE_MOST ((size_t)1 << 16)

/* Finds a place in a list of names. */
struct difference_index {
    const uint32_t *slots; /* places + 1; NULL: the list is short and looked through */
    uint32_t mask;
};

struct difference_property {
    struct slice name;
    const struct contract_schema *schema; /* never NULL */
    struct position at;
    bool is_required;
    bool is_named; /* else it is only listed as required */
};

struct difference_union {
    const struct contract_schema *const *variants; /* without null */
    size_t count;
    bool is_one_of;
    bool has_null;
    const struct contract_schema *owner; /* the part that has it */
};

struct difference_flat {
    const struct contract_schema *schema;
    const struct contract_schema
        *whole; /* keywords of all parts together; of properties, required and alternatives
                                          * see below */
    const struct contract_schema *const *parts;
    size_t part_count;
    const struct difference_property *properties;
    size_t property_count;
    struct difference_index index; /* of properties */
    const struct difference_union *unions;
    size_t union_count;
    struct difference_union
        besides;    /* what it may be more exactly: kinds that its discriminator tells apart, then, else */
    unsigned types; /* without CONTRACT_NULL */
    bool has_null;
    bool is_unknown; /* promises nothing: nothing may be concluded */
    bool is_never;
    bool is_anything; /* nothing is said of type or alternatives */
};

struct difference_flats {
    struct arena *arena;
    struct table flats; /* by schema */
    struct table made;  /* by the two schemas */
    bool is_incomplete, failed;
};

void difference_flats_init(struct difference_flats *flats, struct arena *arena, struct memory *account);
void difference_flats_done(struct difference_flats *flats);
/* Made once for each schema; NULL when memory was refused. */
const struct difference_flat *difference_flat(struct difference_flats *flats,
                                              const struct contract_schema *schema);
const struct difference_property *difference_flat_property(const struct difference_flat *flat,
                                                           struct slice name);
/* Where a keyword stands in any part; else the schema. */
struct position difference_flat_at(const struct difference_flat *flat, struct slice keyword);
/* The value of a keyword in the first part that has it; NULL. */
const struct tree_node *difference_flat_node(const struct difference_flat *flat, struct slice keyword);

/* Indexes `count` names, each `stride` bytes after the one before, where there are many. Of equal names the first is found. */
bool difference_index_make(struct arena *arena, const struct slice *names, size_t stride, size_t count,
                           struct difference_index *ret);
/* The place of the name; SIZE_MAX when there is none. */
size_t difference_index_find(const struct difference_index *index, const struct slice *names, size_t stride,
                             size_t count, struct slice name);

#endif
