/* SPDX-License-Identifier: Apache-2.0 */
/* Schemas form graphs with circles, so what is compared is pairs of schemas, each once, whatever leads to it. A pair
 * keeps what changed in it alone, and the pairs it leads to:
 *
 *     (Order, Order) --/customer--> (Customer, Customer) --/address--> (Address, Address)   city became required
 *
 * From where something changed a mark goes back to all that lead there. An operation that uses Order then walks along
 * marked pairs only, breadth first, so that the first path to a change is the shortest. Comparing costs what the documents
 * are long; telling costs, for each operation, what leads to changes.
 *
 * A document can be made so that pairs multiply (a circle of m schemas against one of n gives m * n), hence the limits. */
#ifndef DIFFERENCE_GRAPH_H
#define DIFFERENCE_GRAPH_H

#include "difference/flat.h"

#define DIFFERENCE_PAIRS_MOST(schemas)                                                                       \
    (4 * (schemas) + ((size_t)1 << 16))         /* compared; usually half as many as schemas */
#define DIFFERENCE_STEPS_MOST ((size_t)1 << 26) /* edges looked at while telling */
#define DIFFERENCE_DEPTH_MOST 256               /* steps of a path */

struct difference_pair;
struct difference_place;

/* Bits of directions: 1 << enum difference_direction. */
#define DIFFERENCE_SENT_BIT 1u
#define DIFFERENCE_READ_BIT 2u
#define DIFFERENCE_BOTH_BITS 3u

/* One edit may show in several pairs: what a base schema says in all that have it in all_of. It is told once a round. */
struct difference_mark {
    uint32_t rounds[2]; /* by direction: the last in which it was told */
};

/* A change in a pair itself. */
struct difference_local {
    uint16_t kinds[2]; /* by direction; DIFFERENCE_KINDS: does not matter to callers */
    struct slice step; /* the property it is about, below the pair; empty: the pair itself */
    bool has_step;
    struct slice name, before, after;
    struct position old_at, new_at;
    struct slice what[2]; /* made when first told */
    struct difference_mark *mark;
    struct difference_local *next;
};

/* What leads from a pair to another: a property, the elements ("[]"), the values of a map ("*"); of variants nothing. */
struct difference_edge {
    struct difference_pair *from, *to;
    struct slice step;
    struct difference_edge *next_back; /* to the same `to` */
    uint32_t number;                   /* of `to` */
    uint8_t directions;
    bool has_step;
};

struct difference_pair_key {
    const struct contract_schema *old, *new;
    uintptr_t ignores_null; /* the alternatives around speak of null, so these two need not agree on it */
};

struct difference_pair {
    struct difference_local *locals, *last_local;
    struct difference_edge *edges, *back;
    size_t edge_count;
    uint32_t number;
    uint32_t pending;             /* marks that have not gone back yet */
    struct difference_edge *ways; /* the edges that lead to changes; made when first walked */
    size_t way_count;
    bool has_ways;
    const size_t *totals[2]; /* by direction: changes by class from here on; NULL: not counted yet */
    struct difference_pair_key key;
    struct difference_pair *next_pending, *next_unbuilt;
};

/* What a walk looks at for every edge it meets, by the number of the pair and close together: it is looked at millions of
 * times. */
struct difference_state {
    uint32_t marks; /* directions in which something changed there or behind */
    uint32_t
        round; /* in which the pair was last visited, how far from where the walk began, and by which edge */
    uint32_t depth;
    const struct difference_edge *via; /* NULL: it began here */
};

/* A place from which changes in schemas are to be told. */
struct difference_walk {
    struct difference_pair *root;
    uint32_t round;
    bool is_alone; /* no other walk is of that round */
    struct difference_place *place;
    struct difference_walk *next;
};

struct difference_graph {
    struct arena *arena;
    struct difference_flats flats;
    struct table pairs;
    struct table marks; /* by the edit */
    struct memory *account;
    struct difference_state *states;
    size_t pair_count, state_room;
    struct difference_pair **visits; /* room for every pair: those of the walk that is on */
    size_t visit_count, visit_room;
    struct difference_edge *leads; /* of the pair that is being compared */
    size_t lead_count, lead_room;
    struct difference_pair *unbuilt, *pending;
    size_t built_count;
    struct difference_walk *walks, *last_walk; /* to be done, in the order in which they were asked for */
    uint32_t round;
    size_t steps;
    bool is_incomplete, failed;
};

struct difference_finder;

void difference_graph_init(struct difference_graph *graph, struct arena *arena, struct memory *account);
void difference_graph_done(struct difference_graph *graph);
/* The pair, made when there is none; NULL when there is nothing to compare (one schema, nothing said, a limit). */
struct difference_pair *difference_pair(struct difference_graph *graph, const struct contract_schema *old,
                                        const struct contract_schema *new, bool ignores_null);
/* For whoever compares: a way on. */
void difference_lead(struct difference_graph *graph, struct difference_pair *from, struct difference_pair *to,
                     const struct slice *step, unsigned directions);
/* For whoever compares: a change. */
void difference_note(struct difference_graph *graph, struct difference_pair *pair,
                     struct difference_local local);
/* Compares all pairs that were made and those they lead to. */
void difference_build(struct difference_finder *finder);
/* Finds what changed in the pair itself and where it leads: difference_schema.c. */
void difference_compare(struct difference_finder *finder, struct difference_pair *pair);

#endif
