/* SPDX-License-Identifier: Apache-2.0 */
#include "tree/reading.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void what_is_json_is_read(void **state)
{
    static const char *const texts[] = {
        "{}",
        "[]",
        "[1,-0,0.5,-1.25e+3,1E9,1e-2]",
        "[true,false,null]",
        "{\"a\":{\"b\":[[],{}]},\"\":\"\"}",
        "[\"\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\"]",
    };
    struct reading *reading = *state;

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const struct tree_node *root = reading_root(reading, texts[i]);

        assert_non_null(root);
        assert_true(root->file->is_json);
        assert_string_equal(reading_json(reading, root), texts[i]);
    }
    assert_string_equal(reading_faults(reading), "");
}

static void white_space_stands_anywhere_between_tokens(void **state)
{
    struct reading *reading = *state;
    const struct tree_node *root = reading_root(reading, " \t\r\n{ \"a\" :\n\t[ 1 ,2\r] , \"b\": { }\n}\n ");

    assert_string_equal(reading_json(reading, root), "{\"a\":[1,2],\"b\":{}}");
}

static void strings_are_decoded(void **state)
{
    struct reading *reading = *state;
    const struct tree_node *root = reading_root(
        reading,
        "[\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\", \"\\u00e4\\u20AC\\ud83d\\ude00\", \"\\ud83d!\", \"\\u0000\"]");

    assert_non_null(root);
    assert_true(slice_eq(root->elements[0]->text, SLICE("a\"\\/\b\f\n\r\t")));
    assert_true(slice_eq(root->elements[1]->text, SLICE("\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80")));
    assert_true(slice_eq(root->elements[2]->text, SLICE("\xef\xbf\xbd!")));
    assert_true(slice_eq(root->elements[3]->text, SLICE("\0")));
}

static void strings_without_escapes_are_slices_of_the_file(void **state)
{
    struct reading *reading = *state;
    const struct tree_node *root = reading_root(reading, "{\"key\": \"a longer text, which is not copied\"}");

    assert_ptr_equal(root->members[0].key.at, root->file->text.at + 2);
    assert_ptr_equal(root->members[0].value->text.at, root->file->text.at + 9);
}

static void every_value_knows_its_place(void **state)
{
    struct reading *reading = *state;
    const struct tree_node *root =
        reading_root(reading, "{\n  \"a\": [10, \"x\"],\r\n  \"\xc3\xa4\": {\"b\": true}\n}");
    const struct tree_node *list = TREE_GET(root, "a"), *inner = TREE_GET(root, "\xc3\xa4");

    assert_int_equal(root->line, 1);
    assert_int_equal(root->column, 1);
    assert_int_equal(root->end, root->file->text.len);
    assert_int_equal(root->members[0].line, 2);
    assert_int_equal(root->members[0].column, 3);
    assert_int_equal(root->members[0].start, 4);
    assert_int_equal(list->line, 2);
    assert_int_equal(list->column, 8);
    assert_true(slice_eq(reading_raw(list), SLICE("[10, \"x\"]")));
    assert_true(slice_eq(reading_raw(list->elements[0]), SLICE("10")));
    assert_true(slice_eq(reading_raw(list->elements[1]), SLICE("\"x\"")));
    assert_int_equal(list->elements[1]->column, 13);
    assert_int_equal(inner->line, 3);
    assert_int_equal(inner->column, 9); /* in bytes */
    assert_true(slice_eq(reading_raw(inner), SLICE("{\"b\": true}")));
    assert_true(inner->is_flow);
    assert_true(inner->members[0].value->is_plain);
    assert_false(list->elements[1]->is_plain);
}

/* They end in ] so that YAML does not take them either, or are refused before it is asked. */
static void what_is_wrong_is_said_with_its_place(void **state)
{
    static const struct {
        const char *text, *faults;
    } cases[] = {
        { "{\"a\": 1 \"b\": 2}",
          "fatal a.json:1:9: expected ',' or '}' behind a member, found '\"' [syntax]" },
        { "[1 2]]", "fatal a.json:1:4: expected ',' or ']' behind an element, found '2' [syntax]" },
        { "{\"a\" 1}]", "fatal a.json:1:6: expected ':' behind a key, found '1' [syntax]" },
        { "{a: 1}]", "fatal a.json:1:2: expected a key in double quotes, found 'a' [syntax]" },
        { "[1,]]", "fatal a.json:1:4: expected a value, found ']' [syntax]" },
        { "[tru]]", "fatal a.json:1:2: expected a value, found 'tru' [syntax]" },
        { "[nullify]]", "fatal a.json:1:2: expected a value, found 'nullify' [syntax]" },
        { "[01]]", "fatal a.json:1:2: expected a number such as 12, -0.5 or 1e3, found '01' [syntax]" },
        { "[1.]]", "fatal a.json:1:2: expected a number such as 12, -0.5 or 1e3, found '1.' [syntax]" },
        { "[-]]", "fatal a.json:1:2: expected a number such as 12, -0.5 or 1e3, found '-' [syntax]" },
        { "[1e]]", "fatal a.json:1:2: expected a number such as 12, -0.5 or 1e3, found '1e' [syntax]" },
        { "[+1]]", "fatal a.json:1:2: expected a value, found '+' [syntax]" },
        { "[\xc3\xa4]]", "fatal a.json:1:2: expected a value, found '\xc3\xa4' [syntax]" },
        { "[\x1b]]", "fatal a.json:1:2: expected a value, found '\\x1b' [syntax]" },
        { "[1",
          "fatal a.json:1:3: expected ',' or ']' behind an element, found the end of the file [syntax]" },
        { "[\n 1,\n", "fatal a.json:3:1: expected a value, found the end of the file [syntax]" },
        { "[\"ab", "fatal a.json:1:2: this string has no closing quote [syntax]" },
        { "[\"ab\\", "fatal a.json:1:2: this string has no closing quote [syntax]" },
        { "[\"a\nb\"]]", "fatal a.json:1:4: a string must not go on in the next line; a line end in it is "
                         "written \\n [syntax]" },
        { "[\"a\tb\"]]", "fatal a.json:1:4: a control character in a string; it must be written as an escape "
                         "such as \\t [syntax]" },
        { "[\"a\\xb\"]]",
          "fatal a.json:1:4: this backslash begins no escape that JSON knows; a backslash itself "
          "is written \\\\ [syntax]" },
        { "[\"\\u12g4\"]]", "fatal a.json:1:3: this backslash begins no escape that JSON knows; a backslash "
                            "itself is written \\\\ [syntax]" },
        { "[1] 2", "fatal a.json:1:5: expected nothing behind the end of the document, found '2' [syntax]" },
        { "[1, // one\n2]",
          "fatal a.json:1:5: expected a value, found a comment: JSON has none [json-comment]" },
        { "{\"a\": 1, /* b */ \"b\": 2}", "fatal a.json:1:10: expected a key in double quotes, found a "
                                          "comment: JSON has none [json-comment]" },
    };
    struct reading *reading = *state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reading_again(reading);
        assert_null(reading_root(reading, cases[i].text));
        assert_string_equal(reading_faults(reading), cases[i].faults);
    }
}

static void what_is_yaml_all_the_same_is_read_and_told_of(void **state)
{
    struct reading *reading = *state;
    const struct tree_node *root = reading_root(reading, "{\"a\": 1,}");

    assert_false(root->file->is_json);
    assert_string_equal(reading_json(reading, root), "{\"a\":1}");
    assert_string_equal(
        reading_faults(reading),
        "error a.json:1:9: read as YAML, because it is not JSON: expected a key in double quotes, "
        "found '}' [not-json]");
    reading_again(reading);
    assert_non_null(reading_named(reading, "a.yaml", SLICE("{a: 1}")));
    assert_string_equal(reading_faults(reading), "");
}

static void the_name_says_which_format_was_meant(void **state)
{
    struct reading *reading = *state;
    struct slice text = SLICE("{\"a\": {\"b\" 1}");

    assert_null(reading_named(reading, "a.yml", text));
    assert_string_equal(reading_faults(reading), "fatal a.yml:1:12: expected ',' or '}', found '1' [syntax]");
    reading_again(reading);
    assert_null(reading_named(reading, "a", text)); /* both came as far */
    assert_string_equal(reading_faults(reading),
                        "fatal a:1:12: expected ':' behind a key, found '1' [syntax]");
    reading_again(reading);
    assert_null(reading_named(reading, "a", SLICE("{a: {\"b\" 1}")));
    assert_string_equal(reading_faults(reading), "fatal a:1:10: expected ',' or '}', found '1' [syntax]");
}

static void of_equal_keys_the_last_counts_and_each_is_told_of(void **state)
{
    struct reading *reading = *state;
    const struct tree_node *root =
        reading_root(reading, "{\"a\": 1, \"b\": 2,\n \"\\u0061\": 3,\n \"c\": 4, \"a\": 5}");

    assert_string_equal(reading_json(reading, root), "{\"b\":2,\"c\":4,\"a\":5}");
    assert_string_equal(reading_faults(reading), "fatal a.json:2:2: the key 'a' stands in this mapping "
                                                 "already, in line 1: which of the two counts is a guess "
                                                 "[duplicate-key]\n"
                                                 "fatal a.json:3:10: the key 'a' stands in this mapping "
                                                 "already, in line 2: which of the two counts is a guess "
                                                 "[duplicate-key]");
    assert_int_equal(reading->reader.faults.fatals, 2);
}

static void depth_is_bounded(void **state)
{
    char text[2 * TREE_DEPTH + 3] = "";
    struct reading *reading = *state;

    memset(text, '[', TREE_DEPTH);
    memset(text + TREE_DEPTH, ']', TREE_DEPTH);
    assert_non_null(reading_root(reading, text));
    memset(text, '[', TREE_DEPTH + 1);
    memset(text + TREE_DEPTH + 1, ']', TREE_DEPTH + 1);
    assert_null(reading_named(reading, "a.json", slice_make(text, sizeof text - 1)));
    assert_string_equal(reading_faults(reading),
                        "fatal a.json:1:201: more than 200 mappings and sequences stand "
                        "inside each other here [too-deep]");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_json_is_read, reading_setup, reading_teardown),
        cmocka_unit_test_setup_teardown(white_space_stands_anywhere_between_tokens, reading_setup,
                                        reading_teardown),
        cmocka_unit_test_setup_teardown(strings_are_decoded, reading_setup, reading_teardown),
        cmocka_unit_test_setup_teardown(strings_without_escapes_are_slices_of_the_file, reading_setup,
                                        reading_teardown),
        cmocka_unit_test_setup_teardown(every_value_knows_its_place, reading_setup, reading_teardown),
        cmocka_unit_test_setup_teardown(what_is_wrong_is_said_with_its_place, reading_setup,
                                        reading_teardown),
        cmocka_unit_test_setup_teardown(what_is_yaml_all_the_same_is_read_and_told_of, reading_setup,
                                        reading_teardown),
        cmocka_unit_test_setup_teardown(the_name_says_which_format_was_meant, reading_setup,
                                        reading_teardown),
        cmocka_unit_test_setup_teardown(of_equal_keys_the_last_counts_and_each_is_told_of, reading_setup,
                                        reading_teardown),
        cmocka_unit_test_setup_teardown(depth_is_bounded, reading_setup, reading_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
