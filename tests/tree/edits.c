/* SPDX-License-Identifier: Apache-2.0 */
#include "tree/edits.h"

#include <assert.h>

static struct node *number(struct document *document, const struct tree_node *tree)
{
    uint64_t whole;
    double value = 0;

    if (tree_unsigned(tree, &whole))
        return document_unsigned(document, whole);
    tree_number(tree, &value);
    return document_double(document, value);
}

struct node *edits_node(struct document *document, const struct tree_node *tree)
{
    struct node *node;

    switch ((enum tree_kind)tree->kind) {
    case TREE_NULL: return document_null(document);
    case TREE_BOOLEAN: return document_boolean(document, tree->is_true);
    case TREE_NUMBER: return number(document, tree);
    case TREE_STRING: return document_text(document, tree->text);
    case TREE_SEQUENCE:
        node = document_array(document);
        for (uint32_t i = 0; i < tree->count; i++)
            document_add(document, node, edits_node(document, tree->elements[i]));
        return node;
    case TREE_MAPPING: break;
    }
    node = document_object(document);
    for (uint32_t i = 0; i < tree->count; i++)
        document_put(document, node, tree->members[i].key, edits_node(document, tree->members[i].value));
    return node;
}

static struct node *value_of(struct document *document, struct tree_reader *reader, struct slice json)
{
    const struct tree_file *file = tree_read_text(reader, "value", json);

    assert(file && file->root);
    return edits_node(document, file->root);
}

size_t edits_say(struct edits *edits, struct document *document, struct tree_reader *reader,
                 const struct tree_file *file, const char *lines)
{
    struct slice rest = slice_of(lines);
    size_t taken = 0;

    while (rest.len) {
        struct slice line = slice_cut(&rest, '\n'), verb = slice_cut(&line, ' '),
                     pointer = slice_cut(&line, ' ');
        const struct tree_node *place =
            tree_pointer(file->root, slice_eq(pointer, SLICE(".")) ? SLICE("") : pointer);
        const struct tree_member *before = NULL;
        struct slice key;

        assert(place);
        if (slice_eq(verb, SLICE("add"))) {
            taken += edits_add(edits, place, value_of(document, reader, line));
            continue;
        }
        if (slice_eq(verb, SLICE("before")))
            before = tree_member(place, slice_cut(&line, ' '));
        key = arena_copy(document->arena, slice_cut(&line, ' '));
        taken += edits_put(edits, place, key, value_of(document, reader, line), before);
    }
    return taken;
}
