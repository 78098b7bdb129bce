/* SPDX-License-Identifier: Apache-2.0 */
/* Additions to any document: each of its mappings, sequences and nulls gets a member or an element that the input chooses. Either
 * the whole is refused with a sentence, or what comes out is read back with all of them in it, and nothing that stood there
 * is gone. */
#include "tree/edit.h"

#include <assert.h>
#include <stdint.h>

#define CONTAINERS_MOST 64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct desk {
    struct memory memory;
    struct arena arena;
    struct document document;
    struct tree_reader reader;
    struct edits edits;
    const struct tree_node *containers[CONTAINERS_MOST];
    size_t count;
};

static void collect(struct desk *desk, const struct tree_node *node)
{
    bool is_scalar = node->kind != TREE_MAPPING && node->kind != TREE_SEQUENCE && node->kind != TREE_NULL;

    if (is_scalar || desk->count == CONTAINERS_MOST)
        return;
    desk->containers[desk->count++] = node;
    for (uint32_t i = 0; i < node->count; i++)
        collect(desk, node->kind == TREE_MAPPING ? node->members[i].value : node->elements[i]);
}

static struct node *value_of(struct document *document, uint8_t choice)
{
    struct node *list = document_array(document), *node = document_object(document);

    if (choice % 4 == 0)
        return document_unsigned(document, choice);
    if (choice % 4 == 1)
        return document_text(document, SLICE("two\nlines: #"));
    document_add(document, list, document_text(document, SLICE("it's")));
    document_add(document, list, document_null(document));
    document_put(document, node, SLICE("inner"), list);
    document_put(document, node, SLICE("200"), document_object(document));
    return choice % 4 == 2 ? list : node;
}

static void add_all(struct desk *desk, const uint8_t *data, size_t size)
{
    static const struct slice keys[] = { SLICE_TEXT("added"), SLICE_TEXT("404"), SLICE_TEXT("/a/{b}") };

    for (size_t i = 0; i < desk->count; i++) {
        const struct tree_node *container = desk->containers[i];
        uint8_t choice = data[i % size];
        struct node *value = value_of(&desk->document, choice);
        const struct tree_member *before =
            container->kind == TREE_MAPPING && container->count && choice & 0x40 ? container->members : NULL;

        if (container->kind == TREE_SEQUENCE || (container->kind == TREE_NULL && choice & 0x80))
            edits_add(&desk->edits, container, value);
        else
            edits_put(&desk->edits, container, keys[choice / 4 % 3], value, before);
    }
}

static void check(struct desk *desk, const struct tree_file *file)
{
    struct error err = { 0 };
    struct buffer out, diff;
    const struct tree_file *now;

    buffer_init(&out, &desk->memory);
    buffer_init(&diff, &desk->memory);
    if (edits_apply(&desk->edits, file, &out, &err)) {
        now = tree_read_text(&desk->reader, "now", buffer_slice(&out));
        assert(now && now->root);
        assert(out.len >= file->text.len || desk->edits.count > 0);
        assert(edits_diff(&(struct edit_step){ &desk->edits, file }, 1, "fuzz", &diff, &err));
        assert((diff.len > 0) == !slice_eq(buffer_slice(&out), file->text));
    } else {
        assert(err.kind == ERROR_INPUT && err.text[0] && out.len == 0);
    }
    buffer_done(&diff);
    buffer_done(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct desk desk = { .count = 0 };
    const struct tree_file *file;

    arena_init(&desk.arena, &desk.memory, 0);
    desk.document.arena = &desk.arena;
    tree_reader_init(&desk.reader, &desk.memory);
    edits_init(&desk.edits, &desk.memory);
    file = tree_read_text(&desk.reader, "fuzz", slice_make(data, size));
    assert(file);
    if (file->root && size) {
        collect(&desk, file->root);
        add_all(&desk, data, size);
        check(&desk, file);
    }
    edits_done(&desk.edits);
    tree_reader_done(&desk.reader);
    arena_done(&desk.arena);
    assert(desk.memory.used == 0);
    return 0;
}
