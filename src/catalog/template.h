/* SPDX-License-Identifier: Apache-2.0 */
/* Templates: which path segments are parameters. Decided late, from everything the trie holds, as often as somebody
 * asks; nothing here is stored.
 *
 * The decision goes down the trie over *states*: a state is the set of nodes that share one template prefix, so below
 * `users/{}` the evidence of all users is pooled. At each state every distinct child value gets a score: is it one of
 * the values of a parameter, or a literal? Evidence, each a term of log odds that `plainsight why` prints:
 *
 *   shape       integers, UUIDs and the like are identifiers; words are mostly literals
 *   vocabulary  words API designers use are literals
 *   provenance  values that stand as values in bodies or queries are identifiers, member names are literals
 *   elsewhere   what the value was decided to be at other places of the same service
 *   body        the operations below it answer with the same members as those of the group's other values
 *   operations  the same operations exist below it
 *   crowd       the more values a parameter has already, the likelier the next one is one too; literals are few
 *
 * Evidence about an operation counts once per value, however many requests it had: requests to one operation repeat one
 * fact. Values that share a parameter form a group that grows in rounds; a member is scored against the others of the
 * group of the round before, so the result does not depend on order. */
#ifndef CATALOG_TEMPLATE_H
#define CATALOG_TEMPLATE_H

#include "base/arena.h"
#include "catalog/filter.h"
#include "catalog/guide.h"
#include "catalog/path.h"

enum template_term {
    TERM_SHAPE,
    TERM_VOCABULARY,
    TERM_PROVENANCE,
    TERM_ELSEWHERE,
    TERM_BODY,
    TERM_OPERATIONS,
    TERM_CROWD,
    TERM_OVERRIDE,
    TERMS
};

/* One distinct value seen at a place, and why it was taken for what it is: log odds, positive for "a parameter value". */
struct template_value {
    struct slice text;    /* bucket: empty */
    uint64_t masked;      /* the text is a mask: hash of what it hides; else 0 */
    uint64_t marks;       /* class_set of the value */
    uint32_t traits, len; /* of masked ones, see struct path_node */
    enum segment_class class;
    bool is_bucket;
    double distinct; /* bucket: how many values it stands for, estimated; else 1 */
    uint64_t count;  /* exchanges */
    double terms[TERMS];
    double total;
};

struct template_node {
    struct slice text; /* literals; suffixes with their ':' or '.' */
    bool is_parameter, is_suffix, is_catch_all;
    bool by_hand; /* an override decided it */
    struct template_node *parent, *child,
        *next;                      /* children ascending: parameter first, then literals by text */
    const struct path_node **nodes; /* where the evidence of this template stands in the trie */
    size_t node_count;
    struct template_value *values; /* parameter: its values, most frequent first; literal: the one */
    size_t value_count;
    double distinct; /* parameter: distinct values, estimated */
    /* Filled by catalog/naming.h: the name of a parameter; or, of a segment that holds several values, its pattern and a
     * name for each. */
    struct slice name;
    struct slice pattern;
    struct slice *piece_names;
    size_t piece_count;
    const struct guide_node *guide; /* where documents stand at this template; NULL: they do not know it */
    void *user;                     /* of whoever builds on the tree */
};

struct template_override {
    const struct override *rows;
    size_t count;
    struct slice service;
    const struct guide *guide; /* what documents promise; or NULL */
};

struct override;

/* The tree of templates below a trie, in the arena; NULL when memory was refused. values: what stood as a value in bodies
 * and queries of this service. */
struct template_node *template_decide(const struct path_node *root, const struct filter *values,
                                      const struct template_override *overrides, struct arena *arena);

/* Whether the literal is that text; or, when the text is a mask or may be behind one, what has that hash. */
bool template_is(const struct template_node *literal, struct slice text, uint64_t hash);

/* The template a path belongs to: literals win over parameters. NULL when there is none. Ends at any node, with or
 * without methods. */
struct template_node *template_match(struct template_node *root, const struct path_segment *segments,
                                     size_t count);

const char *template_term_name(enum template_term term);

#endif
