/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the template decision: the trie as a tree of facts. Structural suffixes are decided and the others joined back
 * to their stems, every cell is reduced to an operation with its set of body members, and words are counted over the
 * whole service. */
#ifndef CATALOG_TEMPLATE_FACTS_H
#define CATALOG_TEMPLATE_FACTS_H

#include "catalog/count_map.h"
#include "catalog/template.h"

#define FACT_POINTERS 160 /* body members looked at per operation: those with the smallest hash */

struct fact_member {
    uint64_t hash; /* of its path */
    double rate;   /* share of the bodies that have it */
};

struct fact_operation {
    uint64_t method; /* hash */
    uint64_t requests;
    const struct fact_member *got;  /* members of successful responses, ascending by hash, and ... */
    const struct fact_member *sent; /* ... of request bodies, with the names of query parameters */
    uint32_t got_count, sent_count;
    bool has_body;
};

struct fact_node {
    struct slice text;
    uint64_t hash;
    uint64_t masked; /* the text is a mask: the hash again; else 0 */
    enum segment_class class;
    bool is_bucket, is_suffix;
    const struct path_node *source;
    uint64_t count;
    double distinct;
    struct fact_node **children;
    size_t child_count;
    struct fact_operation *operations;
    size_t operation_count;
    uint64_t
        abstract; /* what it is called in relative paths: {} for identifiers, ? for loose words, itself */
    bool decided_parameter;
};

struct facts {
    struct arena *arena;
    struct arena *scratch; /* of one state at a time (catalog/template_state.h) */
    const struct filter *values;
    bool values_full;
    struct count_map names; /* member and parameter names of the service, by content hash */
    struct fact_node *root;
    struct count_map pointer_base;                 /* member hash -> operations of the service that have it */
    double operations;                             /* distinct abstract operations of the service */
    unsigned passes;                               /* finished */
    struct count_map as_parameter, as_literal;     /* word hash -> places where the pass before decided so */
    struct count_map next_parameter, next_literal; /* the same, of the pass under way */
};

bool facts_build(struct facts *facts, const struct path_node *root, const struct filter *values,
                 const struct guide *guide, struct arena *arena);
/* Names nodes anew after a pass (decided parameters become {}), and counts members per abstract operation. */
bool facts_rename(struct facts *facts);

#endif
