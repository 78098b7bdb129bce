/* SPDX-License-Identifier: Apache-2.0 */
#include "drift/overlay.h"

#include "base/check.h"
#include "drift/bench.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- an overlay applied, as its specification has it: the subset of JSONPath that is written */

static struct slice take_name(struct slice *path, char *room)
{
    size_t len = 0;

    if (path->at[0] == '.') {
        *path = slice_make(path->at + 1, path->len - 1);
        for (; path->len && path->at[0] != '.' && path->at[0] != '[';
             *path = slice_make(path->at + 1, path->len - 1))
            room[len++] = path->at[0];
        return slice_make(room, len);
    }
    assert_true(slice_starts_with(*path, SLICE("['")));
    *path = slice_make(path->at + 2, path->len - 2);
    while (path->at[0] != '\'') {
        size_t skip = path->at[0] == '\\';

        room[len++] = path->at[skip];
        *path = slice_make(path->at + skip + 1, path->len - skip - 1);
    }
    assert_true(slice_starts_with(*path, SLICE("']")));
    *path = slice_make(path->at + 2, path->len - 2);
    return slice_make(room, len);
}

static struct node *element(struct node *array, unsigned long index)
{
    const void *cursor = NULL;
    struct node *node = NULL;

    do
        assert_true(document_next(array, &cursor, NULL, &node));
    while (index--);
    return node;
}

static struct node *find_target(struct node *root, struct slice path)
{
    char room[400];

    assert_int_equal(path.at[0], '$');
    path = slice_make(path.at + 1, path.len - 1);
    while (path.len && root) {
        if (path.at[0] == '[' && path.at[1] != '\'') {
            char *end;

            root = element(root, strtoul(path.at + 1, &end, 10));
            path = slice_make(end + 1, path.len - (size_t)(end + 1 - path.at));
        } else {
            root = document_member(root, take_name(&path, room));
        }
    }
    return root;
}

static void merge(struct document *document, struct node *target, struct node *update)
{
    const void *cursor = NULL;
    struct slice key;
    struct node *value;

    while (document_next(update, &cursor, &key, &value)) {
        struct node *there = document_member(target, key);

        if (!there)
            document_put(document, target, key, value);
        else
            merge(document, there, value);
    }
}

/* The document with the overlay, as JSON. */
static void apply(struct document *document, const struct tree_node *root, const struct tree_node *overlay,
                  struct buffer *out)
{
    struct node *node = document_tree(document, root);
    const struct tree_node *actions = TREE_GET(overlay, "actions");

    for (uint32_t i = 0; i < actions->count; i++) {
        struct slice path = tree_string(TREE_GET(actions->elements[i], "target"));
        const struct tree_node *update = TREE_GET(actions->elements[i], "update");
        struct node *target = find_target(node, path);

        if (!target)
            fail_msg("nothing is at %.*s", SLICE_ARG(path));
        /* Of our updates only those that say where their parts are from are elements. */
        if (update->kind == TREE_MAPPING && !TREE_GET(update, "in"))
            merge(document, target, document_tree(document, update));
        else
            document_add(document, target, document_tree(document, update));
    }
    document_json(node, out);
}

static void assert_equivalent(struct bench *bench, const char *name, const char *document)
{
    struct arena arena;
    struct document made = { .arena = &arena };
    struct tree_reader reader;
    struct error err = { 0 };
    struct buffer overlay, out;
    const struct tree_file *applied, *written, *read;
    size_t left_out;

    arena_init(&arena, &bench->memory, 0);
    tree_reader_init(&reader, &bench->memory);
    buffer_init(&overlay, &bench->memory);
    buffer_init(&out, &bench->memory);
    bench_plan(bench, name, document);
    assert_true(overlay_write(&bench->update, true, &overlay, &left_out, &err));
    assert_int_equal(left_out, 0);
    read = tree_read_text(&reader, "overlay.yaml", buffer_slice(&overlay));
    assert_non_null(read->root);
    apply(&made, bench->documents.contracts[0]->file->root, read->root, &out);
    applied = tree_read_text(&reader, "applied.json", buffer_slice(&out));
    written = tree_read_text(&reader, "written", slice_of(bench_write(bench)));
    if (!tree_equal(applied->root, written->root))
        fail_msg("the overlay gives something else than the additions do:\n%.*s",
                 SLICE_ARG(buffer_slice(&overlay)));
    buffer_done(&out);
    buffer_done(&overlay);
    tree_reader_done(&reader);
    arena_done(&arena);
}

/* ---- */

static void things(struct bench *bench)
{
    for (int i = 0; i < 24; i++) {
        traffic_ask(
            &bench->traffic,
            (struct ask){ .target = i % 2 ? "/it's/a?q=1" : "/it's/a?q=2",
                          .answer =
                              "{\"id\":1,\"more\":{\"a\":true},\"state\":\"new\",\"list\":[{\"x\":1}]}" });
        traffic_ask(&bench->traffic, (struct ask){ .target = "/other", .answer = "[1,2]" });
    }
}

static const char document_31[] = "openapi: 3.1.0\n"
                                  "info: {title: Things, version: 2.1.0}\n"
                                  "paths:\n"
                                  "  /it's/a:\n"
                                  "    get:\n"
                                  "      parameters: []\n"
                                  "      responses:\n"
                                  "        '200':\n"
                                  "          description: x\n"
                                  "          content:\n"
                                  "            application/json:\n"
                                  "              schema:\n"
                                  "                oneOf:\n"
                                  "                - type: object\n"
                                  "                  properties:\n"
                                  "                    id: {type: integer}\n"
                                  "                    state: {type: string, enum: [old]}\n"
                                  "                    list: {type: array, items: {properties: }}\n";

static void an_overlay_says_the_same(void **state)
{
    struct bench bench;
    struct error err = { 0 };
    size_t left_out;

    bench_open(&bench);
    things(&bench);
    assert_equivalent(&bench, "api.yaml", document_31);
    bench_plan(&bench, "things/api.yaml", document_31);
    buffer_reset(&bench.out);
    assert_true(overlay_write(&bench.update, true, &bench.out, &left_out, &err));
    buffer_byte(&bench.out, '\0');
    assert_non_null(strstr(bench.out.at, "overlay: \"1.0.0\"\n"
                                         "info:\n"
                                         "  title: Observed additions to Things\n"
                                         "  version: \"2.1.0\"\n"
                                         "extends: things/api.yaml\n"
                                         "actions:\n"));
    assert_non_null(strstr(bench.out.at, "  - target: \"$.paths['/it\\\\'s/a'].get.parameters\"\n"
                                         "    update:\n"
                                         "      name: q\n"
                                         "      in: query\n"));
    assert_non_null(strstr(bench.out.at, ".oneOf[0].properties.state.enum\"\n    update: new\n"));
    bench_close(&bench);
}

static void what_stands_in_other_files_is_left_out(void **state)
{
    struct bench bench;
    struct error err = { 0 };
    char directory[] = "/tmp/overlay.XXXXXX", name[100], other[100];
    size_t left_out;
    FILE *file;

    assert_non_null(mkdtemp(directory));
    snprintf(other, sizeof other, "%s/a.json", directory);
    snprintf(name, sizeof name, "%s/api.json", directory);
    file = fopen(other, "w");
    fputs("{\"type\":\"object\",\"properties\":{\"id\":{}}}", file);
    fclose(file);
    bench_open(&bench);
    things(&bench);
    bench_plan(&bench, name,
               "{\"openapi\":\"3.0.0\",\"info\":{\"title\":\"\",\"version\":\"\"},\"paths\":{\"/it's/"
               "a\":{\"get\":{\"responses\":"
               "{\"200\":{\"description\":\"x\",\"content\":{\"application/"
               "json\":{\"schema\":{\"$ref\":\"a.json\"}}}}}}}}}");
    buffer_reset(&bench.out);
    assert_true(overlay_write(&bench.update, false, &bench.out, &left_out, &err));
    assert_int_equal(left_out, 3);
    buffer_byte(&bench.out, '\0');
    assert_non_null(strstr(bench.out.at, "\"target\": \"$.paths\",\n"));
    remove(other);
    remove(directory);
    bench_close(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_overlay_says_the_same),
        cmocka_unit_test(what_stands_in_other_files_is_left_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
