/* SPDX-License-Identifier: Apache-2.0 */
/* The schema's tree, seen from inside: fields with the learner's private state, members found by key, the bottom-k
 * rule that bounds them. Only the schema's own files include this.
 *
 * A field and its private half are one node of three cache lines; what is known of its strings are two more. Both are
 * cut from slabs that belong to the schema, at multiples of a line: learning is bound by memory, not by work (misses
 * cost a third of it in bench/scan_bench, more when nodes straddled lines). Keys above 14 bytes, member tables and the
 * entries of samples are allocations of their own. Nodes that fell to the bottom-k rule are reused. */
#ifndef CATALOG_SCHEMA_TREE_H
#define CATALOG_SCHEMA_TREE_H

#include "catalog/schema.h"
#include "sensitive/sensitive.h"

#define SCHEMA_KEY 256      /* longer keys are data: they are learned into `other` */
#define SCHEMA_FIELDS 65536 /* fields of one schema */

#define NODE_TEXT 16
#define NODE_NEVER 0xffff

/* A member's key as it mostly stands in a body, `key":`, is compared in one go with what follows a quote.
 *   line 1: all that the pass over a body touches, up to field.values
 *   line 2: field.numbers, field.present, the counts of all types but arrays
 *   line 3: arrays, ranges, what is below */
struct node {
    char text[NODE_TEXT]; /* the key as spelled, up to 14 bytes; longer ones are allocated */
    struct node *next;    /* the member that followed last time */
    uint64_t hash;  /* hash_content of the key; of items and `other`, what may be kept of them (enum keep) */
    uint32_t stamp; /* the last object that held this key, see schema.stamp */
    uint16_t times; /* pairs: how often it stood there */
    uint16_t spelled; /* bytes to compare; NODE_NEVER: cannot be compared; 0: not a member */
    struct field field;
};

struct children {
    struct node *first;   /* the member that came first last time */
    struct node *worst;   /* the member to go next; NULL unless there are SCHEMA_CHILDREN */
    struct node **table;  /* by hash, open addressing */
    uint32_t slots;       /* of it: a power of two, 0 while there are few members */
    uint32_t count, room; /* of members */
    struct node *order[]; /* ascending by key */
};

struct slab;

struct schema {
    struct node root;
    struct memory *account;
    struct classifier *classifier; /* of who learns or reads into it; NULL: built-in classes */
    uint64_t bodies, limited;
    struct slab *slabs;
    char *lines; /* the free rest of the first slab */
    size_t lines_left, lines_all;
    struct node *spare;          /* nodes given back, linked by `next` */
    struct values *spare_values; /* the same, linked by sample.entries */
    uint32_t
        stamp; /* of the last object: one more for each, so that a key knows whether it stood in this one */
    uint32_t fields;
    bool privileges; /* a member was met whose name says what somebody may do (signal_is_privilege) */
};

/* Before a body of at most that many objects. */
void schema_need_stamps(struct schema *schema, size_t objects);

static inline struct node *node_of(const struct field *field)
{
    return field ? (struct node *)((char *)(uintptr_t)field - offsetof(struct node, field)) : NULL;
}

/* Bytes allocated for a key that does not fit in the node. */
static inline size_t node_key_room(size_t len)
{
    return len + 2 <= NODE_TEXT ? 0 : (len + 2 + 15) & ~(size_t)15;
}

/* The member of that key, or NULL. hash is hash_content(key). */
struct node *node_find(const struct node *object, struct slice key, uint64_t hash);
/* Whether that key, not among the members, would belong to `other`: it is too long, one too many, or a sensitive value. */
bool node_is_beyond(const struct node *object, struct slice key, uint64_t hash);
/* The member of that key, or `other`, made when missing; may push another member out. NULL: memory refused. */
struct node *node_member(struct schema *schema, struct memory *account, struct node *object, struct slice key,
                         uint64_t hash);
struct node *node_items(struct schema *schema, struct memory *account, struct node *array);
struct node *node_other(struct schema *schema, struct memory *account, struct node *object);
/* The field's string or integer values, made when missing. */
struct values *node_values(struct schema *schema, struct memory *account, const struct node *node,
                           struct values **values);

void node_add_number(struct field *field, double value);
void node_add_items(struct field *field, uint32_t count);

struct memory *learner_account(const struct learner *learner);
struct classifier *learner_classifier(const struct learner *learner);

/* What may be kept of the values of a node, by its name. */
enum keep node_keep(const struct classifier *classifier, const struct node *node);
/* A node that belongs to no object yet, and what becomes of it when its key is data. */
struct node *node_loose(struct schema *schema, struct memory *account);
bool node_join_other(struct schema *schema, struct memory *account, struct node *object, struct node *loose);

/* Adds what `from` learned; as a member of `other` when `anonymous`. */
bool node_merge(struct schema *schema, struct memory *account, struct node *into, const struct node *from,
                bool anonymous);

#endif
