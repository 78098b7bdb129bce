/* SPDX-License-Identifier: Apache-2.0 */
/* What both readers of documents build trees with: values come one after another in the order of the file, containers are
 * opened and closed. Here live the rules that JSON and YAML share: depth, number of values, duplicate keys; and what
 * YAML adds: anchors, aliases, merge keys. Only the reading files of this room include this.
 *
 * Every call answers false (or NULL) when reading must stop: `stopped` says that a fault tells why, `failed` that memory was
 * refused. Members and elements of open containers wait on two stacks; closing moves them to the arena. */
#ifndef TREE_BUILDER_H
#define TREE_BUILDER_H

#include "tree/tree.h"

struct builder_anchor {
    struct tree_node *node;
    uint64_t values; /* that stand in it, aliases expanded */
    uint32_t height; /* levels of containers */
    bool is_open;    /* its container is not closed yet: an alias would be a cycle */
};

struct builder_frame {
    struct tree_node *node;
    struct builder_anchor *anchor;
    size_t first;    /* of its members or elements on their stack */
    uint64_t values; /* of the document when it was opened */
    uint32_t height; /* of what it holds */
    bool has_key;    /* a key waits for its value */
    bool is_key;     /* stands as a key itself, which JSON has no word for */
    bool drops;      /* the value to come has no key to stand under */
    bool has_merge;
};

struct builder {
    struct tree_file *file;
    struct arena *arena;
    struct memory *account;
    struct faults *faults;
    bool failed, stopped;
    struct tree_node *root;
    struct tree_node *nodes; /* made in advance */
    size_t free_nodes;
    uint64_t values; /* aliases expanded */
    struct tree_member *members;
    size_t member_count, member_room;
    const struct tree_node **elements;
    size_t element_count, element_room;
    struct table anchors; /* struct builder_anchor, by name */
    uint32_t depth;
    struct builder_frame frames[TREE_DEPTH];
};

void builder_init(struct builder *builder, struct tree_reader *reader, struct tree_file *file,
                  struct faults *faults);
void builder_done(struct builder *builder);

/* A FAULT_FATAL after which nothing is read; answers false. */
bool builder_stop(struct builder *builder, uint32_t line, uint32_t column, const char *rule,
                  const char *what);

static inline struct builder_frame *builder_top(struct builder *builder)
{
    return builder->depth ? &builder->frames[builder->depth - 1] : NULL;
}

/* Whether what comes next is a key. */
static inline bool builder_wants_key(struct builder *builder)
{
    struct builder_frame *top = builder_top(builder);

    return top && top->node->kind == TREE_MAPPING && !top->has_key;
}

/* A node of that kind, in its place in the file; otherwise empty. */
struct tree_node *builder_node(struct builder *builder, enum tree_kind kind);
/* The key of the next value. The hash is filled in here. */
bool builder_key(struct builder *builder, struct tree_member key);
/* The value itself, or the next element; the first one of all is the root. */
bool builder_value(struct builder *builder, struct tree_node *node);
/* The values until builder_close stand in that container. `anchor` may be NULL. */
bool builder_open(struct builder *builder, struct tree_node *container, struct builder_anchor *anchor);
/* node->end is set by then, or afterwards. */
bool builder_close(struct builder *builder);

/* From now on that name, which lives as long as the builder, means this node; NULL when refused. */
struct builder_anchor *builder_anchor(struct builder *builder, struct slice name, struct tree_node *node);
/* What the name means as a value at that place, counted and marked as aliased; NULL with a fault (stopped or not) when it
 * means nothing, or something that must not stand there. */
struct tree_node *builder_alias(struct builder *builder, struct slice name, struct position at);

#endif
