/* SPDX-License-Identifier: Apache-2.0 */
#include "tree/document.h"

#include "tree/tree.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

struct desk {
    struct memory memory;
    struct arena arena;
    struct document document;
    struct buffer out;
};

static int setup(void **state)
{
    static struct desk desk;

    memset(&desk, 0, sizeof desk);
    arena_init(&desk.arena, &desk.memory, 0);
    desk.document.arena = &desk.arena;
    buffer_init(&desk.out, &desk.memory);
    *state = &desk;
    return 0;
}

static int teardown(void **state)
{
    struct desk *desk = *state;

    buffer_done(&desk->out);
    arena_done(&desk->arena);
    return desk->memory.used != 0;
}

static const char *printed(struct desk *desk, const struct node *node, bool is_yaml)
{
    buffer_reset(&desk->out);
    if (is_yaml)
        document_yaml(node, &desk->out);
    else
        document_json(node, &desk->out);
    buffer_byte(&desk->out, '\0');
    return desk->out.at;
}

static void text_is(struct desk *desk, struct slice text, const char *json, const char *yaml)
{
    struct node *node = document_text(&desk->document, text);

    assert_string_equal(printed(desk, node, false), json);
    assert_string_equal(printed(desk, node, true), yaml);
}

/* Each of these is something other than a string to some reader when it is not quoted. */
static void what_looks_like_something_else_is_quoted(void **state)
{
    static const char *const texts[] = {
        "",    "yes", "No",  "on",   "OFF",   "true", "null", "Null",  "~",          "y",
        "N",   "1",   "1.5", "0x1f", "0o17",  "017",  "1e3",  "1_000", "1:30",       "12:30:45",
        "-1",  "+1",  ".5",  ".inf", "-.inf", ".NaN", "=",    "<<",    "2026-11-24", "2026-11-24T05:29:07Z",
        "---", "...", "- a", "-",    "? a",   ": a",  "a: b", "a:",    "a #b",       "#a",
        "&a",  "*a",  "!a",  "|",    ">",     "%a",   "@a",   "`a",    "[a]",        "{a}",
        "'a'", " a",  "a ",  ",a",
    };
    struct desk *desk = *state;
    char quoted[64];

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        snprintf(quoted, sizeof quoted, "\"%s\"\n", texts[i]);
        text_is(desk, slice_of(texts[i]), quoted, quoted);
    }
}

static void words_and_paths_stay_plain(void **state)
{
    static const char *const texts[] = { "string",
                                         "/users/{userId}",
                                         "application/json",
                                         "https://api.example.com:8443",
                                         "List user's orders",
                                         "$ref",
                                         "x-plainsight",
                                         "a:b",
                                         "größe",
                                         "yesterday" };
    struct desk *desk = *state;
    char plain[64], quoted[64];

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        snprintf(plain, sizeof plain, "%s\n", texts[i]);
        snprintf(quoted, sizeof quoted, "\"%s\"\n", texts[i]);
        text_is(desk, slice_of(texts[i]), quoted, plain);
    }
}

static void nothing_invisible_gets_out_unescaped(void **state)
{
    struct desk *desk = *state;

    text_is(desk, SLICE("a\x1b[2J\x7f\0b"), "\"a\\u001b[2J\\u007f\\u0000b\"\n",
            "\"a\\u001b[2J\\u007f\\u0000b\"\n");
    text_is(desk, SLICE("\xc2\x85\xe2\x80\xae\xef\xbb\xbf"), "\"\\u0085\\u202e\\ufeff\"\n",
            "\"\\u0085\\u202e\\ufeff\"\n");
    text_is(desk, SLICE("\xf3\xa0\x80\x81\xf0\x9f\x98\x80"), "\"\\udb40\\udc01\xf0\x9f\x98\x80\"\n",
            "\"\\U000e0001\xf0\x9f\x98\x80\"\n");
    text_is(desk, SLICE("q\"b\\s"), "\"q\\\"b\\\\s\"\n", "\"q\\\"b\\\\s\"\n");
}

static void bytes_that_are_not_utf8_are_written_visibly(void **state)
{
    struct desk *desk = *state;
    struct node *object = document_object(&desk->document);

    text_is(desk, SLICE("a\xff\xc0\x80z"), "\"a\\\\xff\\\\xc0\\\\x80z\"\n", "\"a\\\\xff\\\\xc0\\\\x80z\"\n");
    document_put_unsigned(&desk->document, object, "\xff", 1);
    document_put_unsigned(&desk->document, object, "\\xff", 2);
    assert_int_equal(document_count(object), 1);
}

static void lines_become_a_literal_block_where_that_is_safe(void **state)
{
    struct desk *desk = *state;
    struct node *object = document_object(&desk->document);

    document_put_text(&desk->document, object, "a", SLICE("one: 1\n\n# two"));
    document_put_text(&desk->document, object, "b", SLICE(" one\ntwo"));
    document_put_text(&desk->document, object, "c", SLICE("one\n"));
    document_put_text(&desk->document, object, "d", SLICE("one\r\ntwo"));
    document_put_text(&desk->document, object, "e", SLICE("\none"));
    document_put_text(&desk->document, object, "f", SLICE("one\n  two\n"));
    document_put_text(&desk->document, object, "g", SLICE("one\ntwo\n\n"));
    document_put_text(&desk->document, object, "h", SLICE("one\n  \ntwo"));
    assert_string_equal(printed(desk, object, true),
                        "a: |-\n  one: 1\n\n  # two\nb: \" one\\ntwo\"\nc: \"one\\n\"\n"
                        "d: \"one\\r\\ntwo\"\ne: \"\\none\"\nf: |\n  one\n    two\n"
                        "g: \"one\\ntwo\\n\\n\"\nh: \"one\\n  \\ntwo\"\n");
}

static void numbers_read_the_same_everywhere(void **state)
{
    struct desk *desk = *state;
    struct node *list = document_array(&desk->document);
    static const double values[] = { 0, 1.5, -2, 1e22, 1.5e-7, 5e-324, INFINITY, -INFINITY, NAN };

    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        document_add(&desk->document, list, document_double(&desk->document, values[i]));
    document_add(&desk->document, list, document_unsigned(&desk->document, UINT64_MAX));
    document_flow(list);
    assert_string_equal(printed(desk, list, true),
                        "[0, 1.5, -2, 1.0e+22, 1.5e-07, 5.0e-324, 1.7976931348623157e+308, "
                        "-1.7976931348623157e+308, null, 18446744073709551615]\n");
}

static void numbers_keep_their_digits(void **state)
{
    static const char *const numbers[][2] = {
        { "0", "0" },
        { "-0.10", "-0.10" },
        { "123456789012345678901234567890.5", "123456789012345678901234567890.5" },
        { "1e3", "1.0e+3" },
        { "1.50E-30", "1.50E-30" },
        { "1.5E30", "1.5E+30" },
        { "0x1F", "31" },
        { "0o17", "15" },
        { "+12", "12" },
        { "-.5", "-0.5" },
        { "5.", "5" },
        { "007", "7" },
        { "-00.50e1", "-0.50e+1" },
        { ".inf", "1.7976931348623157e+308" },
        { "-.INF", "-1.7976931348623157e+308" },
        { ".nan", "null" },
        { "1-2", "\"1-2\"" },
        { "", "\"\"" },
    };
    struct desk *desk = *state;
    char line[64];

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct node *node = document_number(&desk->document, slice_of(numbers[i][0]));

        snprintf(line, sizeof line, "%s\n", numbers[i][1]);
        assert_string_equal(printed(desk, node, true), line);
        assert_string_equal(printed(desk, node, false), line);
    }
}

static void what_was_read_is_written_again(void **state)
{
    static const char text[] = "a: [1, 2.50, x, null, ~, true]\n"
                               "b: {c: {}, d: []}\n"
                               "'404':\n"
                               "  - multi\n"
                               "  - [1,\n     2]\n"
                               "e: |\n"
                               "  one\n"
                               "  two\n";
    struct desk *desk = *state;
    struct tree_reader reader;
    const struct tree_file *file;

    tree_reader_init(&reader, &desk->memory);
    file = tree_read_text(&reader, "t.yaml", slice_of(text));
    assert_non_null(file->root);
    assert_string_equal(printed(desk, document_tree(&desk->document, file->root), true),
                        "a: [1, 2.50, x, null, null, true]\n"
                        "b: {c: {}, d: []}\n"
                        "\"404\":\n"
                        "  - multi\n"
                        "  - - 1\n"
                        "    - 2\n"
                        "e: |\n"
                        "  one\n"
                        "  two\n");
    assert_null(document_tree(&desk->document, NULL));
    tree_reader_done(&reader);
}

static void texts_and_members_change(void **state)
{
    struct desk *desk = *state;
    struct node *object = document_object(&desk->document), *text;

    text = document_text(&desk->document, SLICE("before"));
    document_put(&desk->document, object, SLICE("a"), text);
    document_set_text(&desk->document, text, SLICE("after"));
    document_set_text(&desk->document, object, SLICE("no text"));
    document_set_text(&desk->document, NULL, SLICE("nothing"));
    assert_ptr_equal(document_member(object, SLICE("a")), text);
    assert_null(document_member(object, SLICE("b")));
    assert_string_equal(printed(desk, object, true), "a: after\n");
    assert_int_equal(desk->document.made, 2);
}

static void containers_nest_and_empty_ones_stay_visible(void **state)
{
    struct desk *desk = *state;
    struct document *document = &desk->document;
    struct node *root = document_object(document), *list = document_array(document),
                *inner = document_object(document);
    struct node *nested = document_array(document);

    document_add(document, nested, document_text(document, SLICE("x")));
    document_add(document, nested, document_object(document));
    document_put(document, inner, SLICE("a"), nested);
    document_put(document, inner, SLICE("b"), document_boolean(document, true));
    document_add(document, list, inner);
    document_add(document, list, document_array(document));
    document_put(document, root, SLICE("list"), list);
    document_put(document, root, SLICE("none"), document_null(document));
    assert_string_equal(printed(desk, root, true),
                        "list:\n  - a:\n      - x\n      - {}\n    b: true\n  - []\nnone: null\n");
    assert_string_equal(printed(desk, root, false),
                        "{\n  \"list\": [\n    {\n      \"a\": [\n        \"x\",\n        {}\n      ],\n"
                        "      \"b\": true\n    },\n    []\n  ],\n  \"none\": null\n}\n");
}

static void long_keys_are_marked_as_keys(void **state)
{
    struct desk *desk = *state;
    struct node *object = document_object(&desk->document), *inner = document_object(&desk->document);
    char key[2000], controls[300];
    const char *text;

    memset(key, 'k', sizeof key);
    document_put_unsigned(&desk->document, inner, "a", 1);
    document_put(&desk->document, object, slice_make(key, sizeof key), inner);
    /* Short, but long once it is escaped. */
    memset(controls, '\x01', sizeof controls);
    document_put(&desk->document, inner, slice_make(controls, sizeof controls),
                 document_unsigned(&desk->document, 2));
    text = printed(desk, object, true);
    assert_memory_equal(text, "? \"kkk", 6);
    assert_non_null(strstr(text, "k\"\n:\n  a: 1\n  ? \"\\u0001"));
    assert_non_null(strstr(text, "\"\n  : 2\n"));
}

static void refused_memory_shows_once_at_the_end(void **state)
{
    struct desk *desk = *state;
    struct document *document = &desk->document;
    struct node *object;

    desk->memory.fail_at = desk->memory.calls + 1;
    object = document_object(document);
    document_put(document, object, SLICE("a"), document_text(document, SLICE("\xff")));
    document_add(document, NULL, document_double(document, 1.5));
    document_flow(NULL);
    assert_null(object);
    assert_true(document->failed);
    desk->memory.fail_at = 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_looks_like_something_else_is_quoted, setup, teardown),
        cmocka_unit_test_setup_teardown(words_and_paths_stay_plain, setup, teardown),
        cmocka_unit_test_setup_teardown(nothing_invisible_gets_out_unescaped, setup, teardown),
        cmocka_unit_test_setup_teardown(bytes_that_are_not_utf8_are_written_visibly, setup, teardown),
        cmocka_unit_test_setup_teardown(lines_become_a_literal_block_where_that_is_safe, setup, teardown),
        cmocka_unit_test_setup_teardown(numbers_read_the_same_everywhere, setup, teardown),
        cmocka_unit_test_setup_teardown(numbers_keep_their_digits, setup, teardown),
        cmocka_unit_test_setup_teardown(what_was_read_is_written_again, setup, teardown),
        cmocka_unit_test_setup_teardown(texts_and_members_change, setup, teardown),
        cmocka_unit_test_setup_teardown(containers_nest_and_empty_ones_stay_visible, setup, teardown),
        cmocka_unit_test_setup_teardown(long_keys_are_marked_as_keys, setup, teardown),
        cmocka_unit_test_setup_teardown(refused_memory_shows_once_at_the_end, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
