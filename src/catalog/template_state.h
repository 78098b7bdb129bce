/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the template decision: one state, that is the distinct child values below one template prefix, with the
 * operations below each, and the group of values that are taken to share a parameter. */
#ifndef CATALOG_TEMPLATE_STATE_H
#define CATALOG_TEMPLATE_STATE_H

#include "catalog/template_facts.h"

enum parent_kind {
    PARENT_ROOT, /* the root, a version, "api" */
    PARENT_PARAMETER,
    PARENT_WORD,
    PARENT_PLURAL,
};

struct shown_member {
    uint32_t index; /* into the operation's members */
    float rate;     /* share of the value's bodies that had it */
};

/* An operation below a value: which, and which of its known members the value showed. */
struct value_operation {
    uint32_t index;
    uint64_t requests;
    struct shown_member *got, *sent; /* ascending by index */
    uint32_t got_count, sent_count;
    bool has_body;
};

struct value {
    struct template_value shown;
    uint64_t hash;
    struct fact_node **nodes;
    size_t node_count;
    struct value_operation *operations;
    size_t operation_count;
    double shape; /* log odds of its class, parameter : literal */
    double word;  /* vocabulary + provenance + elsewhere */
    bool is_suffix, member, was_member;
    int forced;           /* by an override: 1 a parameter value, -1 a literal, 0 undecided */
    double joining;       /* score of the last round */
    double own, own_next; /* the same without the crowd: of the round before, of this one */
};

struct member {
    uint64_t hash;
    double group;                 /* values of the group that have it */
    double rate;                  /* sum of their rates */
    double all;                   /* values of the state that have it */
    double base;                  /* the share of the service's operations that have it, never 0 nor 1 */
    double log_base, log_without; /* log(base), log(1 - base) */
};

struct members {
    struct member *at;
    double lone, lone_rates; /* members that one value alone has, and their rates */
    uint32_t count, room;
};

struct operation {
    struct members got, sent;
    double group, all; /* values of the group, of the state, that have the operation */
    double requests;   /* of the group's values */
};

struct state {
    struct facts *facts;
    struct arena *arena; /* facts->scratch: all but `values` goes with the next state */
    enum parent_kind parent;
    double theta;         /* literals expected here */
    struct value *values; /* ascending by hash */
    size_t value_count, word_count;
    struct operation *operations;
    size_t operation_count, operation_room;
    struct count_map operation_index, member_index;
    double group_size;     /* distinct values in the group */
    double crowd;          /* the same, words counted as far as they stand alone */
    double group_values;   /* entries of `values` in the group */
    double words_in_group; /* distinct values of word shape among them */
    double class_count[SEGMENT_CLASSES];
};

/* The values with what their words say. Ends the state built before: only its `values` stay, without operations. */
bool state_build(struct state *state, struct facts *facts, struct fact_node *const *nodes, size_t count,
                 enum parent_kind parent);
/* The operations below every value: what deciding by evidence needs. */
bool state_gather(struct state *state);
/* Counts the group anew from the `member` flags. */
void state_count_group(struct state *state);
/* Log odds that `value` belongs to the group, the value itself left out; fills value->shown.terms. */
double state_join_score(const struct state *state, struct value *value);
double shape_odds(enum segment_class class);

#endif
