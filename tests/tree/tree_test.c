/* SPDX-License-Identifier: Apache-2.0 */
#include "tree/reading.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

static void members_are_found_by_key(void **state)
{
    struct reading *reading = *state;
    const struct tree_node *root = reading_root(reading, "a: 1\n200: x\n'': y\n");

    assert_string_equal(reading_json(reading, TREE_GET(root, "a")), "1");
    assert_string_equal(reading_json(reading, TREE_GET(root, "200")), "\"x\"");
    assert_string_equal(reading_json(reading, TREE_GET(root, "")), "\"y\"");
    assert_null(TREE_GET(root, "b"));
    assert_null(TREE_GET(NULL, "a"));
    assert_null(TREE_GET(TREE_GET(root, "a"), "a"));
}

/* As many members as that, each found, in the order of the file. */
static void find_all(struct reading *reading, unsigned count)
{
    const struct tree_node *root;
    struct buffer text;
    char key[16];

    buffer_init(&text, &reading->memory);
    for (unsigned i = 0; i < count; i++)
        buffer_printf(&text, "k%u: %u\n", i, i);
    root = reading_named(reading, "a.yaml", buffer_slice(&text));
    assert_int_equal(root->count, count);
    for (unsigned i = 0; i < count; i++) {
        uint64_t value;

        snprintf(key, sizeof key, "k%u", i);
        assert_ptr_equal(tree_member(root, slice_of(key)), &root->members[i]);
        assert_true(tree_unsigned(root->members[i].value, &value));
        assert_int_equal(value, i);
    }
    assert_null(TREE_GET(root, "k"));
    buffer_done(&text);
}

static void large_mappings_have_an_index(void **state)
{
    find_all(*state, 8);
    find_all(*state, 9);
    find_all(*state, 16);
    find_all(*state, 17);
    find_all(*state, 10000);
}

static void equal_keys_of_large_mappings_are_found(void **state)
{
    struct reading *reading = *state;
    const struct tree_node *root =
        reading_root(reading, "a: 1\nb: 1\nc: 1\nd: 1\ne: 1\nf: 1\ng: 1\nh: 1\ni: 1\nb: 2\nj: 1\nb: 3\n");

    assert_int_equal(reading->reader.faults.fatals, 2);
    assert_int_equal(root->count, 10);
    assert_string_equal(reading_json(reading, root),
                        "{\"a\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1,\"h\":1,\"i\":1,\"j\":1,\"b\":3}");
    assert_string_equal(reading_json(reading, TREE_GET(root, "b")), "3");
    assert_string_equal(reading_json(reading, TREE_GET(root, "j")), "1");
    root = reading_root(reading, "a: 1\na: 2\na: 3\na: 4\na: 5\na: 6\na: 7\na: 8\na: 9\na: 10\n");
    assert_string_equal(reading_json(reading, root), "{\"a\":10}");
    assert_string_equal(reading_json(reading, TREE_GET(root, "a")), "10");
}

/* RFC 6901 5 is the source of most of these. */
static void pointers_lead_to_values(void **state)
{
    static const struct {
        const char *pointer, *json;
    } cases[] = {
        { "/foo", "[\"bar\",\"baz\"]" },
        { "/foo/0", "\"bar\"" },
        { "/foo/1", "\"baz\"" },
        { "/", "0" },
        { "/a~1b", "1" },
        { "/c%d", "2" },
        { "/m~0n", "8" },
        { "/o~01p", "9" },
        { "/q/r/s", "10" },
        { "foo", "-" },
        { "/foo/2", "-" },
        { "/foo/00", "-" },
        { "/foo/-", "-" },
        { "/foo/+1", "-" },
        { "/foo/", "-" },
        { "/foo/18446744073709551616", "-" },
        { "/foo/0/x", "-" },
        { "/a~b", "-" },
        { "/a~", "-" },
        { "/q/r/s/", "-" },
        { "/empty/0", "-" },
    };
    struct reading *reading = *state;
    const struct tree_node *root = reading_root(
        reading, "{\"foo\": [\"bar\", \"baz\"], \"\": 0, \"a/b\": 1, \"c%d\": 2, \"m~n\": 8, \"o~1p\": 9, "
                 "\"q\": {\"r\": {\"s\": 10}}, \"empty\": []}");

    assert_ptr_equal(tree_pointer(root, SLICE("")), root);
    assert_null(tree_pointer(NULL, SLICE("")));
    assert_null(tree_pointer(NULL, SLICE("/a")));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(reading_json(reading, tree_pointer(root, slice_of(cases[i].pointer))),
                            cases[i].json);
}

static void pointers_may_be_long(void **state)
{
    struct reading *reading = *state;
    const struct tree_node *root;
    struct buffer text, pointer;

    buffer_init(&text, &reading->memory);
    buffer_init(&pointer, &reading->memory);
    buffer_text(&text, "{\"");
    buffer_byte(&pointer, '/');
    for (int i = 0; i < 1000; i++) {
        buffer_text(&text, "a/~");
        buffer_text(&pointer, "a~1~0");
    }
    buffer_text(&text, "\": 1, \"b\": 2}");
    root = reading_named(reading, "a.json", buffer_slice(&text));
    assert_ptr_equal(tree_pointer(root, buffer_slice(&pointer)), root->members[0].value);
    pointer.len -= 2;
    assert_null(tree_pointer(root, buffer_slice(&pointer)));
    buffer_text(&pointer, "~2");
    assert_null(tree_pointer(root, buffer_slice(&pointer)));
    buffer_done(&text);
    buffer_done(&pointer);
}

static void values_of_other_kinds_are_none(void **state)
{
    struct reading *reading = *state;
    const struct tree_node *root = reading_root(reading, "[x, true, false, 1, null, {}, 'true']");
    double number;

    assert_true(slice_eq(tree_string(root->elements[0]), SLICE("x")));
    assert_true(slice_eq(tree_string(root->elements[3]), SLICE("")));
    assert_true(slice_eq(tree_string(NULL), SLICE("")));
    assert_true(tree_is_true(root->elements[1]));
    assert_false(tree_is_true(root->elements[2]));
    assert_false(tree_is_true(root->elements[6]));
    assert_false(tree_is_true(NULL));
    assert_true(tree_number(root->elements[3], &number));
    assert_false(tree_number(root->elements[0], &number));
    assert_false(tree_number(NULL, &number));
    assert_string_equal(tree_kind_name(TREE_MAPPING), "a mapping");
    assert_string_equal(tree_kind_name(TREE_NULL), "null");
    assert_null(tree_position(NULL).file);
    assert_int_equal(tree_position(root->elements[1]).column, 5);
}

static void numbers_are_exact(void **state)
{
    static const struct {
        const char *text;
        bool is_finite;
        double value;
        bool is_unsigned;
        uint64_t whole;
        const char *json;
    } cases[] = {
        { "0", true, 0, true, 0, "0" },
        { "-0", true, 0, true, 0, "-0" },
        { "12", true, 12, true, 12, "12" },
        { "-12", true, -12, false, 0, "-12" },
        { "1e3", true, 1000, true, 1000, "1e3" },
        { "10.0", true, 10, true, 10, "10.0" },
        { "12.5e1", true, 125, true, 125, "12.5e1" },
        { "100e-2", true, 1, true, 1, "100e-2" },
        { "1.5", true, 1.5, false, 0, "1.5" },
        { "0.1", true, 0.1, false, 0, "0.1" },
        { "18446744073709551615", true, 18446744073709551616.0, true, UINT64_MAX, "18446744073709551615" },
        { "18446744073709551616", true, 18446744073709551616.0, false, 0, "18446744073709551616" },
        { "1.8446744073709551615e19", true, 18446744073709551616.0, true, UINT64_MAX,
          "1.8446744073709551615e19" },
        { "1e400", false, 0, false, 0, "1e400" },
        { "1e-400", true, 0, false, 0, "1e-400" },
        { "1e99999999999999999999", false, 0, false, 0, "1e99999999999999999999" },
        { "0e99999999999999999999", true, 0, true, 0, "0e99999999999999999999" },
        { "2.2250738585072011e-308", true, 2.2250738585072011e-308, false, 0, "2.2250738585072011e-308" },
        { "0x1F", true, 31, true, 31, "31" },
        { "0o17", true, 15, true, 15, "15" },
        { "0xffffffffffffffff", true, 18446744073709551616.0, true, UINT64_MAX, "18446744073709551615" },
        { "0x10000000000000000", false, 0, false, 0, "null" },
        { "+1", true, 1, true, 1, "1" },
        { "007", true, 7, true, 7, "7" },
        { ".5", true, 0.5, false, 0, "0.5" },
        { "-.5e1", true, -5, false, 0, "-0.5e1" },
        { "5.", true, 5, true, 5, "5" },
        { ".inf", false, 0, false, 0, "null" },
        { ".nan", false, 0, false, 0, "null" },
    };
    struct reading *reading = *state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct tree_node *node = reading_root(reading, cases[i].text);
        double value = -1;
        uint64_t whole = 99;

        assert_int_equal(node->kind, TREE_NUMBER);
        assert_int_equal(tree_number(node, &value), cases[i].is_finite);
        assert_true(value == (cases[i].is_finite ? cases[i].value : -1));
        assert_int_equal(tree_unsigned(node, &whole), cases[i].is_unsigned);
        assert_int_equal(whole, cases[i].is_unsigned ? cases[i].whole : 99);
        assert_string_equal(reading_json(reading, node), cases[i].json);
    }
}

static void equality_is_that_of_values(void **state)
{
    static const struct {
        const char *a, *b;
        bool equal;
    } cases[] = {
        { "1", "1.0", true },
        { "100", "1e2", true },
        { "0.0012", "1.20e-3", true },
        { "-0", "0", true },
        { "1", "-1", false },
        { "12", "21", false },
        { "9007199254740993", "9007199254740992", false },
        { "1e400", "10e399", true },
        { "1e400", "1e401", false },
        { "0x10", "16", true },
        { "1", "'1'", false },
        { "null", "~", true },
        { "true", "True", true },
        { "true", "false", false },
        { "a", "'a'", true },
        { "[1, 2]", "- 1.0\n- 2", true },
        { "[1, 2]", "[2, 1]", false },
        { "[1]", "[1, 1]", false },
        { "{a: 1, b: {c: 2}}", "b:\n  c: 2\na: 1", true },
        { "{a: 1}", "{b: 1}", false },
        { "{a: 1}", "{a: 2}", false },
        { "{a: 1}", "{a: 1, b: 2}", false },
        { "[]", "{}", false },
    };
    struct reading *reading = *state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct tree_node *a = reading_named(reading, "a.yaml", slice_of(cases[i].a));
        const struct tree_node *b = reading_named(reading, "b.yaml", slice_of(cases[i].b));

        assert_non_null(a);
        assert_non_null(b);
        assert_int_equal(tree_equal(a, b), cases[i].equal);
        assert_int_equal(tree_equal(b, a), cases[i].equal);
        assert_true(tree_equal(a, a));
        assert_false(tree_equal(a, NULL));
    }
    assert_true(tree_equal(NULL, NULL));
}

static void json_of_a_tree_can_be_shown(void **state)
{
    struct reading *reading = *state;
    const struct tree_node *root =
        reading_root(reading, "a: \"x\\e[1m\\\"\"\n\xc3\xa4: [0x1F, .inf, yes, True, ~]\nb: {}\n");

    assert_string_equal(reading_json(reading, root),
                        "{\"a\":\"x\\u001b[1m\\\"\",\"\xc3\xa4\":[31,null,\"yes\",true,null],\"b\":{}}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(members_are_found_by_key, reading_setup, reading_teardown),
        cmocka_unit_test_setup_teardown(large_mappings_have_an_index, reading_setup, reading_teardown),
        cmocka_unit_test_setup_teardown(equal_keys_of_large_mappings_are_found, reading_setup,
                                        reading_teardown),
        cmocka_unit_test_setup_teardown(pointers_lead_to_values, reading_setup, reading_teardown),
        cmocka_unit_test_setup_teardown(pointers_may_be_long, reading_setup, reading_teardown),
        cmocka_unit_test_setup_teardown(values_of_other_kinds_are_none, reading_setup, reading_teardown),
        cmocka_unit_test_setup_teardown(numbers_are_exact, reading_setup, reading_teardown),
        cmocka_unit_test_setup_teardown(equality_is_that_of_values, reading_setup, reading_teardown),
        cmocka_unit_test_setup_teardown(json_of_a_tree_can_be_shown, reading_setup, reading_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
