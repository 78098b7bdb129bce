/* SPDX-License-Identifier: Apache-2.0 */
/* Prints documents as JSON and as YAML in turn, each followed by a NUL byte, for somebody else to compare:
 * inventories and random trees of hostile texts. */
#include "spec/hostile.h"
#include "spec/shop.h"
#include "tree/document.h"

#include <stdio.h>

static struct node *random_node(struct document *document, uint64_t *state, unsigned depth)
{
    struct node *node;
    size_t count;

    *state = *state * 6364136223846793005u + 1442695040888963407u;
    count = *state >> 61;
    switch ((*state >> 40) % (depth ? 8 : 5)) {
    case 0: return document_unsigned(document, *state >> 20);
    case 1: return document_double(document, (double)(int64_t)*state / 7e9);
    case 2: return *state >> 63 ? document_boolean(document, count & 1) : document_null(document);
    case 3:
    case 4: return document_text(document, hostile_text(document->arena, state, 40));
    case 5:
        node = document_array(document);
        for (size_t i = 0; i < count; i++)
            document_add(document, node, random_node(document, state, depth - 1));
        break;
    default:
        node = document_object(document);
        for (size_t i = 0; i < count; i++) {
            /* The number keeps keys apart. */
            struct slice tail = hostile_text(document->arena, state, i == 3 ? 1500 : 30);
            struct slice key = arena_printf(document->arena, "%.*s%zu", SLICE_ARG(tail), i);

            document_put(document, node, key, random_node(document, state, depth - 1));
        }
        break;
    }
    if ((*state >> 50) % 5 == 0)
        document_flow(node);
    return node;
}

static void print_document(const char *text)
{
    fputs(text, stdout);
    putchar('\0');
}

static void print_trees(void)
{
    uint64_t state = 1;

    for (unsigned i = 0; i < 2000; i++) {
        struct memory memory = { 0 };
        struct arena arena;
        struct document document = { .arena = &arena };
        struct buffer out;
        struct node *node;

        arena_init(&arena, &memory, 0);
        buffer_init(&out, &memory);
        node = random_node(&document, &state, 5);
        document_json(node, &out);
        buffer_byte(&out, '\0');
        document_yaml(node, &out);
        buffer_byte(&out, '\0');
        fwrite(out.at, 1, out.len, stdout);
        buffer_done(&out);
        arena_done(&arena);
    }
}

int main(void)
{
    void (*const inventories[])(struct build *) = { shop_build, hostile_build };

    for (unsigned i = 0; i < 2; i++) {
        for (unsigned is_30 = 0; is_30 < 2; is_30++) {
            struct build build;

            inventories[i](&build);
            print_document(build_write(&build, is_30, false, false));
            print_document(build_write(&build, is_30, true, false));
            build_done(&build);
        }
    }
    print_trees();
    return 0;
}
