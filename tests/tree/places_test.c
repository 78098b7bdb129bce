/* SPDX-License-Identifier: Apache-2.0 */
/* Where values stand in YAML, to the byte: whoever edits a document in place cuts here. */
#include "tree/reading.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* The value at `pointer` begins at that line and column, and is that part of the file. */
struct place {
    const char *text, *pointer;
    uint32_t line, column;
    const char *raw;
};

static void all_stand(struct reading *reading, const struct place *places, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct tree_node *root = reading_named(reading, "a.yaml", slice_of(places[i].text));
        const struct tree_node *node = tree_pointer(root, slice_of(places[i].pointer));
        struct slice raw;

        assert_non_null(node);
        raw = reading_raw(node);
        assert_int_equal(raw.len, strlen(places[i].raw));
        assert_memory_equal(raw.at, places[i].raw, raw.len);
        assert_int_equal(node->line, places[i].line);
        assert_int_equal(node->column, places[i].column);
    }
}
#define ALL_STAND(reading, places) all_stand((reading), (places), sizeof(places) / sizeof *(places))

static void scalars_stand_with_their_quotes(void **state)
{
    static const struct place places[] = {
        { "a: b\n", "/a", 1, 4, "b" },
        { "a:   b c  # d\n", "/a", 1, 6, "b c" },
        { "a:\n  b\n", "/a", 2, 3, "b" },
        { "a: b\n  c\n\n  d # e\nf: g\n", "/a", 1, 4, "b\n  c\n\n  d" },
        { "a: 'b''' # c\n", "/a", 1, 4, "'b'''" },
        { "a: \"b\n  c\\\"\" # d\n", "/a", 1, 4, "\"b\n  c\\\"\"" },
        { "a: ''\n", "/a", 1, 4, "''" },
        { "\xc3\xa4\xc3\xb6: \"\xe2\x82\xac\"\n", "/\xc3\xa4\xc3\xb6", 1, 7, "\"\xe2\x82\xac\"" },
        { "# x\r\na: b\r\nc: d\r\n", "/c", 3, 4, "d" },
        { "a: b\rc: d\r", "/c", 2, 4, "d" },
        { "- x\n- 1.5 # y\n", "/1", 2, 3, "1.5" },
        { "\xef\xbb\xbf"
          "a: b\n",
          "/a", 1, 4, "b" },
        { "--- a\n...\n", "", 1, 5, "a" },
    };

    ALL_STAND(*state, places);
}

static void block_scalars_stand_from_their_indicator_to_their_last_line(void **state)
{
    static const struct place places[] = {
        { "a: |\n  b\n   c\nd: e\n", "/a", 1, 4, "|\n  b\n   c" },
        { "a: |\n  b\n\n\nd: e\n", "/a", 1, 4, "|\n  b" },
        { "a: |+\n  b\n\n\nd: e\n", "/a", 1, 4, "|+\n  b\n\n" },
        { "a: >- # x | y\n  b\n  c\n# d\ne: f\n", "/a", 1, 4, ">- # x | y\n  b\n  c" },
        { "a: |\n  b\n    \nc: d\n", "/a", 1, 4, "|\n  b\n    " },
        { "a: |\n  b\n \nc: d\n", "/a", 1, 4, "|\n  b" },
        { "a: |\n\nc: d\n", "/a", 1, 4, "|" },
        { "a: |- # x\nc: d\n", "/a", 1, 4, "|-" },
        { "a: &x !!str\n  |2\n    b\n", "/a", 2, 3, "|2\n    b" },
        { "- |\r\n  a\r\n  b\r\n- c\r\n", "/0", 1, 3, "|\r\n  a\r\n  b" },
        { "- >\n a", "/0", 1, 3, ">\n a" },
    };

    ALL_STAND(*state, places);
}

static void block_collections_stand_from_their_first_entry_to_their_last_value(void **state)
{
    static const struct place places[] = {
        { "# x\na: b\nc: d # e\n\n# f\n", "", 2, 1, "a: b\nc: d" },
        { "a: # x\n  b: c\n  d: e\n\n# f\ng: h\n", "/a", 2, 3, "b: c\n  d: e" },
        { "a:\n- b\n- c # d\ne: f\n", "/a", 2, 1, "- b\n- c" },
        { "- a: 1\n  b: 2\n- c\n", "/0", 1, 3, "a: 1\n  b: 2" },
        { "-   - a\n    - b\n", "/0", 1, 5, "- a\n    - b" },
        { "a:\n  b: &x !!map\n    c: d\n", "/a/b", 3, 5, "c: d" },
        { "a:\n  &x b: c\n", "/a", 2, 6, "b: c" },
        { "a:\n  'b': c\n  d: |\n    e\n\nf: g\n", "/a", 2, 3, "'b': c\n  d: |\n    e" },
        { "a:\n  b:\n    c:\nd: e\n", "/a", 2, 3, "b:\n    c:" },
        { "a:\n  - b: [1,\n      2] # x\nc: d\n", "/a", 2, 3, "- b: [1,\n      2]" },
        { "a: &x b\nc:\n  d: *x # y\n", "/c", 3, 3, "d: *x" },
        { "a:\n  ? b\n  : c\n", "/a", 2, 3, "? b\n  : c" },
        { "a:\n  ? b\nc: d\n", "/a", 2, 3, "? b" },
    };

    ALL_STAND(*state, places);
}

static void flow_collections_stand_with_their_brackets(void **state)
{
    static const struct place places[] = {
        { "a: [b, c] # d\n", "/a", 1, 4, "[b, c]" },
        { "a: { b: c,\n  d: e }\n", "/a", 1, 4, "{ b: c,\n  d: e }" },
        { "a: [ [b], {c: d} ]\n", "/a/1", 1, 11, "{c: d}" },
        { "a: [ b : c, d]\n", "/a/0", 1, 6, "b : c" },
        { "a: [? b : c, d]\n", "/a/0", 1, 5, "? b : c" },
        { "a: &x {}\n", "/a", 1, 7, "{}" },
        { "{\"a\":\"b\"}", "/a", 1, 6, "\"b\"" },
        { "a: [b,\n  c\n  ]\n", "/a/1", 2, 3, "c" },
    };

    ALL_STAND(*state, places);
}

static void what_is_not_written_stands_behind_its_indicator(void **state)
{
    static const struct place places[] = {
        { "a:\nb: c\n", "/a", 1, 3, "" },
        { "a: # x\nb: c\n", "/a", 1, 3, "" },
        { "a :   \n", "/a", 1, 4, "" },
        { "-\n- a\n", "/0", 1, 2, "" },
        { "- a\n-\n", "/1", 2, 2, "" },
        { "a: &x\nb: c\n", "/a", 1, 6, "" },
        { "a: !!null  # x\nb: c\n", "/a", 1, 10, "" },
        { "{a: , b}", "/a", 1, 4, "" },
        { "{a: , b}", "/b", 1, 8, "" },
        { "? a\n? b\n:\n", "/a", 1, 4, "" },
        { "? a\n? b\n:\n", "/b", 3, 2, "" },
        { "a:\n  -\n  - b:\n", "/a/1/b", 3, 7, "" },
        { "---\n", "", 1, 4, "" },
    };

    ALL_STAND(*state, places);
}

static void keys_know_their_places(void **state)
{
    struct reading *reading = *state;
    const struct tree_node *root =
        reading_root(reading, "a: 1\n'b c' : 2\n? \"d\"\n: 3\n&x e: 4\nf: {g: 5,\n  h}\n");
    static const struct {
        const char *key;
        uint32_t line, column, start;
    } keys[] = {
        { "a", 1, 1, 0 }, { "b c", 2, 1, 5 }, { "d", 3, 3, 17 }, { "e", 5, 4, 28 }, { "f", 6, 1, 33 }
    };

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const struct tree_member *member = tree_member(root, slice_of(keys[i].key));

        assert_non_null(member);
        assert_int_equal(member->line, keys[i].line);
        assert_int_equal(member->column, keys[i].column);
        assert_int_equal(member->start, keys[i].start);
        assert_int_equal(tree_key_position(root, member).line, keys[i].line);
    }
    assert_int_equal(TREE_GET(root, "f")->members[1].line, 7);
    assert_int_equal(TREE_GET(root, "f")->members[1].column, 3);
}

static void styles_are_known(void **state)
{
    struct reading *reading = *state;
    const struct tree_node *root = reading_root(reading, "a: b\nc: 'd'\ne: |\n  f\ng: [h]\ni:\n- j\n");

    assert_true(TREE_GET(root, "a")->is_plain);
    assert_false(TREE_GET(root, "c")->is_plain);
    assert_false(TREE_GET(root, "e")->is_plain);
    assert_true(TREE_GET(root, "g")->is_flow);
    assert_false(TREE_GET(root, "i")->is_flow);
    assert_false(root->is_flow);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(scalars_stand_with_their_quotes, reading_setup, reading_teardown),
        cmocka_unit_test_setup_teardown(block_scalars_stand_from_their_indicator_to_their_last_line,
                                        reading_setup, reading_teardown),
        cmocka_unit_test_setup_teardown(block_collections_stand_from_their_first_entry_to_their_last_value,
                                        reading_setup, reading_teardown),
        cmocka_unit_test_setup_teardown(flow_collections_stand_with_their_brackets, reading_setup,
                                        reading_teardown),
        cmocka_unit_test_setup_teardown(what_is_not_written_stands_behind_its_indicator, reading_setup,
                                        reading_teardown),
        cmocka_unit_test_setup_teardown(keys_know_their_places, reading_setup, reading_teardown),
        cmocka_unit_test_setup_teardown(styles_are_known, reading_setup, reading_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
