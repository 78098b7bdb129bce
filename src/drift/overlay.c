/* SPDX-License-Identifier: Apache-2.0 */
/* The path to a node is found by walking the document once for all nodes that are added to; a node that aliases reach is named
 * by the first of its places. */
#include "drift/overlay.h"

#include "base/byte.h"

/* What one node gets. */
struct action {
    const struct tree_node *node;
    struct slice target; /* JSONPath; at NULL: not found */
    struct node *update; /* an object to be merged; NULL: elements */
    struct node *elements;
    struct action *next;
};

struct overlay {
    struct memory *account;
    struct document *document;
    struct node *list;
    size_t left_out;
    struct table actions; /* of one round, by the address of their node */
    struct action *first, *last;
    struct buffer path;
    bool failed;
};

/* ---- actions */

static struct action *action_for(struct overlay *overlay, const struct tree_node *node)
{
    struct action *action = table_find(&overlay->actions, slice_make(&node, sizeof node));

    if (action)
        return action;
    action = arena_get_array(overlay->document->arena, 1, sizeof *action);
    if (action)
        action->node = node;
    if (!action || !table_put(&overlay->actions, slice_make(&action->node, sizeof action->node), action)) {
        overlay->failed = true;
        return NULL;
    }
    if (overlay->last)
        overlay->last->next = action;
    else
        overlay->first = action;
    overlay->last = action;
    return action;
}

static void collect(void *context, const struct tree_node *container, struct slice key,
                    const struct node *value)
{
    struct overlay *overlay = context;
    struct action *action = action_for(overlay, container);
    struct node *node = (struct node *)(uintptr_t)value;

    if (!action)
        return;
    if (key.at && !action->update)
        action->update = document_object(overlay->document);
    if (!key.at && !action->elements)
        action->elements = document_array(overlay->document);
    if (key.at)
        document_put(overlay->document, action->update, key, node);
    else
        document_add(overlay->document, action->elements, node);
}

/* ---- paths (RFC 9535) */

/* member-name-shorthand */
static bool is_shorthand(struct slice key)
{
    for (size_t i = 0; i < key.len; i++) {
        if (!byte_is_letter(key.at[i]) && key.at[i] != '_' && !(i && byte_is_digit(key.at[i])))
            return false;
    }
    return key.len > 0;
}

static void put_name(struct buffer *out, struct slice key)
{
    if (is_shorthand(key)) {
        buffer_byte(out, '.');
        buffer_append(out, key);
        return;
    }
    buffer_text(out, "['");
    for (size_t i = 0; i < key.len; i++) {
        if (key.at[i] == '\'' || key.at[i] == '\\')
            buffer_byte(out, '\\');
        if ((unsigned char)key.at[i] < 0x20)
            buffer_printf(out, "\\u%04x", (unsigned)(unsigned char)key.at[i]);
        else
            buffer_byte(out, key.at[i]);
    }
    buffer_text(out, "']");
}

static void set_target(struct overlay *overlay, struct action *action)
{
    if (!action || action->target.at)
        return;
    action->target = arena_copy(overlay->document->arena, buffer_slice(&overlay->path));
    overlay->failed |= !action->target.at;
}

/* Nothing can be merged with a null: what holds it gets the whole of it. */
static void set_null(struct overlay *overlay, struct action *action, const struct tree_node *parent,
                     struct slice key)
{
    struct node *whole;

    if (!action || action->target.at || parent->kind != TREE_MAPPING)
        return;
    set_target(overlay, action);
    whole = document_object(overlay->document);
    document_put(overlay->document, whole, key, action->update ? action->update : action->elements);
    action->update = whole;
}

static void find_paths(struct overlay *overlay, const struct tree_node *node)
{
    size_t before = overlay->path.len;

    set_target(overlay, table_find(&overlay->actions, slice_make(&node, sizeof node)));
    for (uint32_t i = 0; i < node->count; i++) {
        const struct tree_node *below =
            node->kind == TREE_MAPPING ? node->members[i].value : node->elements[i];

        /* What an alias leads to was walked where its anchor is. */
        if (below->start < node->start ||
            (below->kind != TREE_MAPPING && below->kind != TREE_SEQUENCE && below->kind != TREE_NULL))
            continue;
        if (below->kind == TREE_NULL) {
            set_null(overlay, table_find(&overlay->actions, slice_make(&below, sizeof below)), node,
                     node->kind == TREE_MAPPING ? node->members[i].key : SLICE(""));
            continue;
        }
        if (node->kind == TREE_MAPPING)
            put_name(&overlay->path, node->members[i].key);
        else
            buffer_printf(&overlay->path, "[%u]", (unsigned)i);
        find_paths(overlay, below);
        overlay->path.len = before;
    }
}

/* ---- the document */

static void add_action(struct overlay *overlay, struct slice target, struct node *update)
{
    struct node *node = document_object(overlay->document);

    document_put_text(overlay->document, node, "target", target);
    document_put(overlay->document, node, SLICE("update"), update);
    document_add(overlay->document, overlay->list, node);
}

static void add_actions(struct overlay *overlay, const struct action *action)
{
    struct node *element;
    const void *cursor = NULL;

    if (!action->target.at) {
        overlay->left_out +=
            action->update ? document_count(action->update) : document_count(action->elements);
    } else if (action->update) {
        add_action(overlay, action->target, action->update);
    } else {
        while (document_next(action->elements, &cursor, NULL, &element))
            add_action(overlay, action->target, element);
    }
}

/* Each round finds what the ones before it have done: actions are applied in their order. */
static void add_round(struct overlay *overlay, const struct update_round *round)
{
    overlay->first = overlay->last = NULL;
    table_init(&overlay->actions, overlay->account);
    buffer_init(&overlay->path, overlay->account);
    edits_each(&round->additions.edits, collect, overlay);
    buffer_byte(&overlay->path, '$');
    find_paths(overlay, round->contract->file->root);
    for (const struct action *action = overlay->first; action; action = action->next)
        add_actions(overlay, action);
    overlay->failed |= overlay->path.failed;
    table_done(&overlay->actions);
    buffer_done(&overlay->path);
}

static struct node *overlay_node(struct overlay *overlay, const struct contract *contract)
{
    struct document *document = overlay->document;
    struct node *node = document_object(document), *info = document_object(document);
    struct slice title =
        arena_printf(document->arena, "Observed additions to %.*s",
                     SLICE_ARG(contract->title.len ? contract->title : contract->file->path));

    overlay->failed |= !title.at;
    document_put_text(document, node, "overlay", SLICE("1.0.0"));
    document_put_text(document, info, "title", title);
    document_put_text(document, info, "version",
                      contract->info_version.len ? contract->info_version : SLICE("1"));
    document_put(document, node, SLICE("info"), info);
    document_put_text(document, node, "extends", contract->file->path);
    document_put(document, node, SLICE("actions"), overlay->list);
    return node;
}

bool overlay_write(const struct update *update, bool is_yaml, struct buffer *out, size_t *ret_left_out,
                   struct error *err)
{
    struct arena arena;
    struct document document = { .arena = &arena };
    struct overlay overlay = { .account = update->account, .document = &document };
    struct node *node;

    arena_init(&arena, update->account, 0);
    overlay.list = document_array(&document);
    for (size_t i = 0; i < update->round_count; i++)
        add_round(&overlay, update->rounds[i]);
    node = overlay_node(&overlay, update->rounds[0]->contract);
    if (is_yaml)
        document_yaml(node, out);
    else
        document_json(node, out);
    overlay.failed |= document.failed || out->failed;
    *ret_left_out = overlay.left_out;
    arena_done(&arena);
    return !overlay.failed || error_set(err, ERROR_MEMORY, "no memory to write the overlay");
}
