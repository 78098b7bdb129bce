/* SPDX-License-Identifier: Apache-2.0 */
/* The schema's tree, seen from inside: fields with the learner's private state, members found by key, the bottom-k
 * rule that bounds them. Only the schema's own files include this.
 *
 * A field and its private half are one node of fixed size, handed out from slabs that belong to the schema; keys above
 * 14 bytes, member tables and values are allocations of their own. Nodes that fell to the bottom-k rule are reused. */
#ifndef CATALOG_SCHEMA_TREE_H
#define CATALOG_SCHEMA_TREE_H

#include "catalog/schema.h"

#define SCHEMA_KEY 256      /* longer keys are data: they are learned into `other` */
#define SCHEMA_FIELDS 65536 /* fields of one schema */

#define NODE_TEXT 16
#define NODE_NEVER 0xffff

/* A member's key as it mostly stands in a body, `key":`, is compared in one go with what follows a quote. Hot first:
 * the pass over a body touches the first 64 bytes of a node only. */
struct node {
    char text[NODE_TEXT]; /* the key as spelled, up to 14 bytes; longer ones are allocated */
    struct node *next;    /* the member that followed last time */
    struct node *first;   /* the member that came first last time */
    uint64_t stamp;       /* the last object that held this key, see schema.stamp */
    struct field field;   /* begins with the key */
    uint64_t hash;        /* hash_content of the key */
    uint32_t spelled;     /* bytes to compare; NODE_NEVER: cannot be compared; 0: not a member */
};

struct children {
    uint32_t count, room;
    uint32_t slots;       /* of `table`: a power of two, 0 while there are few members */
    struct node **table;  /* by hash, open addressing */
    struct node *worst;   /* the member to go next; NULL unless there are SCHEMA_CHILDREN */
    struct node *order[]; /* ascending by key */
};

struct slab;

struct schema {
    struct node root;
    uint64_t bodies, limited;
    uint64_t
        stamp; /* STAMP_STEP more for every object; what is below counts repetitions of a name in pairs */
    struct slab *slabs;
    struct node *spare; /* given back, linked by `next` */
    uint32_t fields;
};

#define STAMP_STEP 0x10000u

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
/* Whether that key, not among the members, would belong to `other`. */
bool node_is_beyond(const struct node *object, struct slice key, uint64_t hash);
/* The member of that key, or `other`, made when missing; may push another member out. NULL: memory refused. */
struct node *node_member(struct schema *schema, struct memory *account, struct node *object, struct slice key,
                         uint64_t hash);
struct node *node_items(struct schema *schema, struct memory *account, struct node *array);
struct node *node_other(struct schema *schema, struct memory *account, struct node *object);
/* The field's string or integer values, made when missing. */
struct values *node_values(struct values **values, struct memory *account);

void node_add_number(struct field *field, double value);
void node_add_items(struct field *field, uint32_t count);
void node_add_members(struct field *field, uint32_t count);

/* Adds what `from` learned; as a member of `other` when `anonymous`. */
bool node_merge(struct schema *schema, struct memory *account, struct node *into, const struct node *from,
                bool anonymous);

#endif
