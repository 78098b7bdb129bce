/* SPDX-License-Identifier: Apache-2.0 */
#include "tree/builder.h"

#include "base/hash.h"
#include "tree/mapping.h"

#define NODES_AT_ONCE 64
#define STACK_FIRST 256

void builder_init(struct builder *builder, struct tree_reader *reader, struct tree_file *file,
                  struct faults *faults)
{
    *builder = (struct builder){
        .file = file, .arena = &reader->arena, .account = reader->account, .faults = faults
    };
    table_init(&builder->anchors, reader->account);
}

void builder_done(struct builder *builder)
{
    memory_give(builder->account, builder->members, builder->member_room * sizeof *builder->members);
    memory_give(builder->account, builder->elements, builder->element_room * sizeof *builder->elements);
    table_done(&builder->anchors);
}

bool builder_stop(struct builder *builder, uint32_t line, uint32_t column, const char *rule, const char *what)
{
    builder->stopped = true;
    return fault_add(builder->faults, FAULT_FATAL, (struct position){ builder->file, line, column }, rule,
                     "%s", what);
}

static bool refuse(struct builder *builder)
{
    builder->failed = true;
    return false;
}

struct tree_node *builder_node(struct builder *builder, enum tree_kind kind)
{
    struct tree_node *node;

    if (builder->free_nodes == 0) {
        builder->nodes = arena_get(builder->arena, NODES_AT_ONCE * sizeof *builder->nodes);
        if (!builder->nodes) {
            refuse(builder);
            return NULL;
        }
        builder->free_nodes = NODES_AT_ONCE;
    }
    builder->free_nodes--;
    node = builder->nodes++;
    *node = (struct tree_node){ .kind = (uint8_t)kind, .file = builder->file };
    builder->values++;
    return node;
}

/* Room for one more on a stack of `room` entries of that size; answers the stack, NULL when refused. */
static void *stack_grow(struct builder *builder, void *stack, size_t *room, size_t size)
{
    size_t wanted = *room ? 2 * *room : STACK_FIRST;
    void *grown = memory_resize(builder->account, stack, *room * size, wanted * size);

    if (grown)
        *room = wanted;
    else
        refuse(builder);
    return grown;
}

static bool push_member(struct builder *builder, const struct tree_member *member)
{
    if (builder->member_count == builder->member_room) {
        void *grown = stack_grow(builder, builder->members, &builder->member_room, sizeof *builder->members);

        if (!grown)
            return false;
        builder->members = grown;
    }
    builder->members[builder->member_count++] = *member;
    return true;
}

static bool push_element(struct builder *builder, const struct tree_node *node)
{
    if (builder->element_count == builder->element_room) {
        void *grown =
            stack_grow(builder, builder->elements, &builder->element_room, sizeof *builder->elements);

        if (!grown)
            return false;
        builder->elements = grown;
    }
    builder->elements[builder->element_count++] = node;
    return true;
}

bool builder_key(struct builder *builder, struct tree_member key)
{
    struct builder_frame *top = builder_top(builder);

    key.hash = hash_table(key.key);
    top->has_key = true;
    return push_member(builder, &key);
}

bool builder_value(struct builder *builder, struct tree_node *node)
{
    struct builder_frame *top = builder_top(builder);

    if (builder->values > TREE_EXPANDED_MOST)
        return builder_stop(builder, node->line, node->column, "too-many-values",
                            "the document holds more than 4 million values up to here, those of aliases "
                            "counted wherever they stand");
    if (!top) {
        builder->root = node;
        return true;
    }
    if (top->node->kind == TREE_SEQUENCE)
        return push_element(builder, node);
    top->has_key = false;
    if (top->drops)
        top->drops = false;
    else
        builder->members[builder->member_count - 1].value = node;
    return true;
}

bool builder_open(struct builder *builder, struct tree_node *container, struct builder_anchor *anchor)
{
    bool is_key = builder_wants_key(builder);
    bool is_mapping = container->kind == TREE_MAPPING;

    if (builder->depth == TREE_DEPTH)
        return builder_stop(builder, container->line, container->column, "too-deep",
                            "more than 200 mappings and sequences stand inside each other here");
    if (is_key)
        fault_add(builder->faults, FAULT_FATAL, tree_position(container), "complex-key",
                  "a key must be a string, a number or another single word, not %s",
                  tree_kind_name((enum tree_kind)container->kind));
    else if (!builder_value(builder, container))
        return false;
    if (anchor)
        anchor->is_open = true;
    builder->frames[builder->depth++] = (struct builder_frame){
        .node = container,
        .anchor = anchor,
        .first = is_mapping ? builder->member_count : builder->element_count,
        .values = builder->values - 1,
        .is_key = is_key,
    };
    return true;
}

static bool close_sequence(struct builder *builder, struct builder_frame *frame)
{
    size_t count = builder->element_count - frame->first, size = count * sizeof *builder->elements;
    const struct tree_node **elements = count ? arena_get(builder->arena, size) : NULL;

    if (count && !elements)
        return refuse(builder);
    if (count)
        memcpy(elements, builder->elements + frame->first, size);
    frame->node->elements = elements;
    frame->node->count = (uint32_t)count;
    builder->element_count = frame->first;
    return true;
}

/* All members of a mapping that a merge key names: those of the file override them, whichever come first. */
static bool merge_mapping(struct builder *builder, const struct tree_node *from)
{
    for (uint32_t i = 0; i < from->count; i++) {
        struct tree_member member = from->members[i];

        member.is_merged = true;
        if (!push_member(builder, &member))
            return false;
    }
    return true;
}

/* The value of a merge key: a mapping or a sequence of mappings, of which earlier ones override later ones
 * (yaml.org/type/merge.html). */
static bool merge_value(struct builder *builder, const struct tree_member *key)
{
    const struct tree_node *value = key->value;
    bool is_list = value->kind == TREE_SEQUENCE;
    uint32_t count = is_list ? value->count : 1;

    for (uint32_t i = 0; i < count; i++) {
        const struct tree_node *from = is_list ? value->elements[i] : value;

        if (from->kind != TREE_MAPPING) {
            fault_add(builder->faults, FAULT_ERROR,
                      (struct position){ builder->file, key->line, key->column }, "merge-key",
                      "the merge key << takes mappings, and this is %s",
                      tree_kind_name((enum tree_kind)from->kind));
            continue;
        }
        if (!merge_mapping(builder, from))
            return false;
    }
    return true;
}

/* Writes the members anew, with those that merge keys bring in in their places. */
static bool expand_merges(struct builder *builder, struct builder_frame *frame)
{
    size_t written = builder->member_count, end = written;

    for (size_t i = frame->first; i < end; i++) {
        struct tree_member member = builder->members[i];

        if (!(member.is_merged ? merge_value(builder, &member) : push_member(builder, &member)))
            return false;
    }
    memmove(builder->members + frame->first, builder->members + written,
            (builder->member_count - written) * sizeof *builder->members);
    builder->member_count -= written - frame->first;
    return true;
}

static bool close_mapping(struct builder *builder, struct builder_frame *frame)
{
    size_t count;

    if (frame->has_merge && !expand_merges(builder, frame))
        return false;
    count = builder->member_count - frame->first;
    if (count && !mapping_fill(frame->node, builder->members + frame->first, (uint32_t)count, builder->arena,
                               builder->faults))
        return refuse(builder);
    builder->member_count = frame->first;
    return true;
}

bool builder_close(struct builder *builder)
{
    struct builder_frame frame = builder->frames[--builder->depth];
    struct builder_frame *below = builder_top(builder);
    uint32_t height = frame.height + 1;

    if (!(frame.node->kind == TREE_MAPPING ? close_mapping(builder, &frame)
                                           : close_sequence(builder, &frame)))
        return false;
    if (frame.anchor) {
        frame.anchor->is_open = false;
        frame.anchor->values = builder->values - frame.values;
        frame.anchor->height = height;
    }
    if (below && below->height < height)
        below->height = height;
    if (frame.is_key) {
        below->drops = true;
        below->has_key = true;
    }
    return true;
}

struct builder_anchor *builder_anchor(struct builder *builder, struct slice name, struct tree_node *node)
{
    struct builder_anchor *anchor = arena_get(builder->arena, sizeof *anchor);

    if (!anchor || !name.at || !table_put(&builder->anchors, name, anchor)) {
        refuse(builder);
        return NULL;
    }
    *anchor = (struct builder_anchor){ .node = node, .values = 1 };
    return anchor;
}

/* It and all below it stand in several places from now on. What is marked needs no second look. */
static void mark_aliased(struct tree_node *node)
{
    if (node->is_aliased)
        return;
    node->is_aliased = true;
    for (uint32_t i = 0; i < node->count; i++)
        mark_aliased(
            (struct tree_node *)(node->kind == TREE_MAPPING ? node->members[i].value : node->elements[i]));
}

struct tree_node *builder_alias(struct builder *builder, struct slice name, struct position at)
{
    struct builder_anchor *anchor = table_find(&builder->anchors, name);
    struct builder_frame *top = builder_top(builder);

    if (!anchor) {
        fault_add(builder->faults, FAULT_FATAL, at, "unknown-alias",
                  "no anchor &%.*s stands before the alias *%.*s", SLICE_ARG(name), SLICE_ARG(name));
        return NULL;
    }
    if (anchor->is_open) {
        fault_add(builder->faults, FAULT_FATAL, at, "alias-cycle",
                  "the alias *%.*s stands inside of what it names (line %u), which would never end",
                  SLICE_ARG(name), anchor->node->line);
        return NULL;
    }
    builder->values += anchor->values;
    if (builder->values > TREE_EXPANDED_MOST) {
        builder_stop(builder, at.line, at.column, "too-many-values",
                     "aliases make this document hold more than 4 million values up to here");
        return NULL;
    }
    if (builder->depth + anchor->height > TREE_DEPTH) {
        builder_stop(builder, at.line, at.column, "too-deep",
                     "aliases put more than 200 mappings and sequences inside each other here");
        return NULL;
    }
    if (top && top->height < anchor->height)
        top->height = anchor->height;
    mark_aliased(anchor->node);
    return anchor->node;
}
