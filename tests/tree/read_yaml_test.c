/* SPDX-License-Identifier: Apache-2.0 */
#include "tree/reading.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct pair {
    const char *text, *json;
};

/* Each text is read without a fault, and says the JSON. */
static void all_read(struct reading *reading, const struct pair *pairs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct tree_node *root = reading_named(reading, "a.yaml", slice_of(pairs[i].text));

        assert_string_equal(reading_faults(reading), "");
        assert_string_equal(reading_json(reading, root), pairs[i].json);
    }
}
#define ALL_READ(reading, pairs) all_read((reading), (pairs), sizeof(pairs) / sizeof *(pairs))

static void all_told(struct reading *reading, const struct pair *pairs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        reading_again(reading);
        reading_named(reading, "a.yaml", slice_of(pairs[i].text));
        assert_string_equal(reading_faults(reading), pairs[i].json);
    }
}
#define ALL_TOLD(reading, pairs) all_told((reading), (pairs), sizeof(pairs) / sizeof *(pairs))

static void block_style(void **state)
{
    static const struct pair pairs[] = {
        { "a: 1\nb:\n  c: x\n  d:\n    - 1\n    - 2\ne: y\n",
          "{\"a\":1,\"b\":{\"c\":\"x\",\"d\":[1,2]},\"e\":\"y\"}" },
        { "a:\n- 1\n- b: 2\n  c: 3\n-\n  d: 4\nf: 5", "{\"a\":[1,{\"b\":2,\"c\":3},{\"d\":4}],\"f\":5}" },
        { "- - a\n  - b\n- - - c\n", "[[\"a\",\"b\"],[[\"c\"]]]" },
        { "a:\nb:\n  c:\n-d:\n", "{\"a\":null,\"b\":{\"c\":null},\"-d\":null}" },
        { "- \n-\n- # c\n- ~\n", "[null,null,null,null]" },
        { "# top\n\na: 1 # one\n  # odd\nb: x#y\n#end", "{\"a\":1,\"b\":\"x#y\"}" },
        { "---\na: 1\n...\n", "{\"a\":1}" },
        { "--- a\n", "\"a\"" },
        { "...\n...\na: 1\n...\n...\n", "{\"a\":1}" },
        { "%YAML 1.2\n---\nyes", "\"yes\"" },
        { "a: 1\r\nb:\r\n  - c\r\n", "{\"a\":1,\"b\":[\"c\"]}" },
        { "a: 1\rb: 2\r", "{\"a\":1,\"b\":2}" },
        { "? a\n: b\n? c\n? d\n", "{\"a\":\"b\",\"c\":null,\"d\":null}" },
        { "a:    b\nc:\t d\n", "{\"a\":\"b\",\"c\":\"d\"}" },
        { "a:b: c\nhttp://x: y:z\n", "{\"a:b\":\"c\",\"http://x\":\"y:z\"}" },
        { "'a b': 1\n\"c\\td\": 2\n", "{\"a b\":1,\"c\\td\":2}" },
        { "200: ok\ntrue: x\n1.0: y\nnull: z\n",
          "{\"200\":\"ok\",\"true\":\"x\",\"1.0\":\"y\",\"null\":\"z\"}" },
        { ": a\n", "{\"\":\"a\"}" },
    };

    ALL_READ(*state, pairs);
}

static void flow_style(void **state)
{
    static const struct pair pairs[] = {
        { "[a, 'b', \"c\", 1, [], {}]", "[\"a\",\"b\",\"c\",1,[],{}]" },
        { "{a: 1, 'b': 2, \"c\":3, d, e: }", "{\"a\":1,\"b\":2,\"c\":3,\"d\":null,\"e\":null}" },
        { "a: [1,\n  2, # two\n  3\n  ]\nb: {\n  c: d}\n", "{\"a\":[1,2,3],\"b\":{\"c\":\"d\"}}" },
        { "[a: b, ? c : d, ? e, : f, \"g\":h]",
          "[{\"a\":\"b\"},{\"c\":\"d\"},{\"e\":null},{\"\":\"f\"},{\"g\":\"h\"}]" },
        { "{? a : b, ? c, : d}", "{\"a\":\"b\",\"c\":null,\"\":\"d\"}" },
        { "[a b, c:d, http://x, -1, ?x, -x]", "[\"a b\",\"c:d\",\"http://x\",-1,\"?x\",\"-x\"]" },
        { "{a: b,}", "{\"a\":\"b\"}" },
        { "[a,]", "[\"a\"]" },
        { "{a\n : b, c\n  d: e}", "{\"a\":\"b\",\"c d\":\"e\"}" },
        { "\n\t{\n\t\"a\": 1, b: [\n\t\t2\n\t]}", "{\"a\":1,\"b\":[2]}" },
        { "[&a x, *a , !!str 1, ! 2, &b , !!null ]", "[\"x\",\"x\",\"1\",\"2\",null,null]" },
        { "[a\n\n  b, \"c\n  d\"]", "[\"a\\nb\",\"c d\"]" },
    };

    ALL_READ(*state, pairs);
}

/* 10.3.2: the core schema. */
static void plain_scalars_are_what_they_look_like(void **state)
{
    static const struct pair pairs[] = {
        { "[null, Null, NULL, ~, nULL, nil]", "[null,null,null,null,\"nULL\",\"nil\"]" },
        { "[true, True, TRUE, false, False, FALSE, tRUE, yes, on, y, no]",
          "[true,true,true,false,false,false,\"tRUE\",\"yes\",\"on\",\"y\",\"no\"]" },
        { "[0, -1, +12, 007, 0o17, 0x1F, 0xff, 0b1, 0o8, 0xg, 1_000, -0x1]",
          "[0,-1,12,7,15,31,255,\"0b1\",\"0o8\",\"0xg\",\"1_000\",\"-0x1\"]" },
        { "[1.5, .5, -.5e3, 1e3, 1E+2, 5., ., 1.2.3, 1e, e1, 1e+]",
          "[1.5,0.5,-0.5e3,1e3,1E+2,5,\".\",\"1.2.3\",\"1e\",\"e1\",\"1e+\"]" },
        { "[.inf, -.Inf, +.INF, .nan, .NaN, .infinity, -.nan]",
          "[null,null,null,null,null,\".infinity\",\"-.nan\"]" },
        { "[2020-01-01, 12:30:45, 1 2, '1', \"true\", 'null']",
          "[\"2020-01-01\",\"12:30:45\",\"1 2\",\"1\",\"true\",\"null\"]" },
        { "[!!str 1, !!str , ! true, !!int '7', !!float \"1.5\", !!bool 'x', !!null '']",
          "[\"1\",\"\",\"true\",7,1.5,\"x\",null]" },
        { "a: |\n  1\nb: >-\n  2\n", "{\"a\":\"1\\n\",\"b\":\"2\"}" },
    };

    ALL_READ(*state, pairs);
}

static void quoted_and_plain_text_is_folded(void **state)
{
    static const struct pair pairs[] = {
        { "a: 'it''s'''", "{\"a\":\"it's'\"}" },
        { "a: ''''''", "{\"a\":\"''\"}" },
        { "a: 'x''''y'", "{\"a\":\"x''y\"}" },
        { "a: b\n  c\n\n   d\ne: f", "{\"a\":\"b c\\nd\",\"e\":\"f\"}" },
        { "a: 'b  \n   c\n\n\n  d '", "{\"a\":\"b c\\n\\nd \"}" },
        { "a: \"b\\\n  c \\\n  \\ d\\t \n e\\n\n  f\"", "{\"a\":\"bc  d\\t e\\n f\"}" },
        { "a: \"x  \\  \n  y\"", "{\"a\":\"x    y\"}" },
        { "a: \"\\0\\a\\b\\t\\n\\v\\f\\r\\e\\\"\\/\\\\\\ \\x41\\u00e9\\U0001F600\\_\"",
          "{\"a\":\"\\u0000\\u0007\\b\\t\\n\\u000b\\f\\r\\u001b\\\"/\\\\ "
          "A\xc3\xa9\xf0\x9f\x98\x80\xc2\xa0\"}" },
        { "a: \"\\N\\L\\P\"", "{\"a\":\"\\u0085\xe2\x80\xa8\xe2\x80\xa9\"}" },
        { "a: \"\\ud83d!\\ud83d\\u0041\"", "{\"a\":\"\xef\xbf\xbd!\xef\xbf\xbd"
                                           "A\"}" },
        { "a: \"\\ud83d\\ude00\"", "{\"a\":\"\xf0\x9f\x98\x80\"}" },
        { "a: \" b\"\nc: ' '\nd: ''\n", "{\"a\":\" b\",\"c\":\" \",\"d\":\"\"}" },
        { "a: b \t\nc: d # x\n", "{\"a\":\"b\",\"c\":\"d\"}" },
        { "a\n- b\n c\n", "\"a - b c\"" },
        { "\"a\r\nb\r\n\r\nc\"", "\"a b\\nc\"" },
    };

    ALL_READ(*state, pairs);
}

static void block_scalars_keep_or_fold_their_lines(void **state)
{
    static const struct pair pairs[] = {
        { "a: |\n  x\n   y\n\n  z\n\n\nb: 1", "{\"a\":\"x\\n y\\n\\nz\\n\",\"b\":1}" },
        { "a: |-\n  x\n\nb: 1", "{\"a\":\"x\",\"b\":1}" },
        { "a: |+\n  x\n\n\nb: 1", "{\"a\":\"x\\n\\n\\n\",\"b\":1}" },
        { "a: >\n  x\n  y\n\n  z\n\n\n  w\n", "{\"a\":\"x y\\nz\\n\\nw\\n\"}" },
        { "a: >\n  x\n    y\n    z\n  w\n", "{\"a\":\"x\\n  y\\n  z\\nw\\n\"}" },
        { "a: >-\n\n\n  x\n  y\n", "{\"a\":\"\\n\\nx y\"}" },
        { "a: |1\n  x\n y\n", "{\"a\":\" x\\ny\\n\"}" },
        { "a: |2-\n    x\n", "{\"a\":\"  x\"}" },
        { "a: |-2\n    x\n", "{\"a\":\"  x\"}" },
        { "- |\n x\n- >\n y\n z\n", "[\"x\\n\",\"y z\\n\"]" },
        { "a: |\nb: >-\nc: |+\n\n", "{\"a\":\"\",\"b\":\"\",\"c\":\"\\n\"}" },
        { "a: | # c | d\n  x # y\n # end\nb: 1", "{\"a\":\"x # y\\n\",\"b\":1}" },
        { "a: |\n  x", "{\"a\":\"x\\n\"}" },
        { "|\nx\n y\n", "\"x\\n y\\n\"" },
        { "a: |\r\n  x\r\n  y\r\nb: >\r\n  x\r\n  y\r\n", "{\"a\":\"x\\ny\\n\",\"b\":\"x y\\n\"}" },
        { "a: |\n  \tx\n  y: z\n", "{\"a\":\"\\tx\\ny: z\\n\"}" },
        { "a: &x !!str |\n  1\nb: *x\n", "{\"a\":\"1\\n\",\"b\":\"1\\n\"}" },
        { "a: |\n  x\n  ---\n  ...\n", "{\"a\":\"x\\n---\\n...\\n\"}" },
    };

    ALL_READ(*state, pairs);
}

static void aliases_are_the_nodes_they_name(void **state)
{
    struct reading *reading = *state;
    const struct tree_node *root =
        reading_root(reading, "a: &x\n  k: [v]\nb: *x\nc: [*x, &y 1, *y]\n&z d: *z\n&x e: *x\n*z : f\n");
    const struct tree_node *a = TREE_GET(root, "a"), *c = TREE_GET(root, "c");

    assert_string_equal(
        reading_faults(reading),
        "fatal a.yaml:7:1: the key 'd' stands in this mapping already, in line 5: which of the two "
        "counts is a guess [duplicate-key]");
    assert_ptr_equal(a, TREE_GET(root, "b"));
    assert_ptr_equal(a, c->elements[0]);
    assert_true(a->is_aliased);
    assert_true(a->members[0].value->elements[0]->is_aliased);
    assert_false(c->is_aliased);
    assert_int_equal(a->line, 2);
    assert_string_equal(reading_json(reading, c), "[{\"k\":[\"v\"]},1,1]");
    assert_string_equal(reading_json(reading, TREE_GET(root, "e")),
                        "\"e\""); /* the anchor that stands last */
}

static void properties_belong_to_the_node_in_whose_line_they_stand(void **state)
{
    static const struct pair pairs[] = {
        { "- &a\n  b: c\n- *a\n", "[{\"b\":\"c\"},{\"b\":\"c\"}]" },
        { "- &a b: c\n- *a\n", "[{\"b\":\"c\"},\"b\"]" },
        { "- &m\n  &k b: c\n- *m\n- *k\n", "[{\"b\":\"c\"},{\"b\":\"c\"},\"b\"]" },
        { "a: &x\n- b\nc: *x\n", "{\"a\":[\"b\"],\"c\":[\"b\"]}" },
        { "a: &x\nc: *x\n", "{\"a\":null,\"c\":null}" },
        { "a: !!str &x\n  1\nc: *x\n", "{\"a\":\"1\",\"c\":\"1\"}" },
        { "!!map\na: !!seq [b]\n", "{\"a\":[\"b\"]}" },
        { "%TAG !y! tag:yaml.org,2002:\n---\na: !y!str 1\nb: !<tag:yaml.org,2002:str> 2\n",
          "{\"a\":\"1\",\"b\":\"2\"}" },
    };

    ALL_READ(*state, pairs);
}

static void merge_keys_bring_members_in(void **state)
{
    struct reading *reading = *state;
    const struct tree_node *root = reading_root(reading, "base: &b {x: 1, y: 2}\n"
                                                         "other: &o {y: 3, z: 4}\n"
                                                         "one: {<<: *b, x: 5}\n"
                                                         "two:\n  x: 6\n  <<: [*o, *b]\n  w: 7\n"
                                                         "three: {<<: {q: 1}}\n"
                                                         "four: {'<<': 1}\n"
                                                         "five: {<<: *b, <<: *o}\n");
    const struct tree_node *one = TREE_GET(root, "one");

    assert_string_equal(reading_faults(reading), "");
    assert_string_equal(reading_json(reading, one), "{\"y\":2,\"x\":5}");
    assert_string_equal(reading_json(reading, TREE_GET(root, "two")), "{\"x\":6,\"y\":3,\"z\":4,\"w\":7}");
    assert_string_equal(reading_json(reading, TREE_GET(root, "three")), "{\"q\":1}");
    assert_string_equal(reading_json(reading, TREE_GET(root, "four")), "{\"<<\":1}");
    assert_string_equal(reading_json(reading, TREE_GET(root, "five")), "{\"x\":1,\"y\":2,\"z\":4}");
    assert_true(one->members[0].is_merged);
    assert_int_equal(one->members[0].line, 1);
    assert_false(one->members[1].is_merged);
    assert_true(one->members[0].value->is_aliased);
}

static void what_can_be_understood_is_read_with_a_warning(void **state)
{
    static const struct pair warned[] = {
        { "a: \"x\ny\"\nb: 1\n",
          "warning a.yaml:2:1: this line goes on with what began in a line above, but is not "
          "indented deeper than that: other programs may refuse it [indentation]" },
        { "a:\n  b: 'x\n  y\n\n z'\n",
          "warning a.yaml:3:3: this line goes on with what began in a line above, but is "
          "not indented deeper than that: other programs may refuse it [indentation]" },
        { "a: {\n  b: [\n1]\n}\n",
          "warning a.yaml:3:1: this line goes on with what began in a line above, but is not "
          "indented deeper than that: other programs may refuse it [indentation]" },
        { "a: 1\n---\nb: 2\n",
          "warning a.yaml:2:1: another document begins here; only the first one of the file is read "
          "[several-documents]" },
        { "a: 1\n...\nb: 2\n",
          "warning a.yaml:3:1: another document begins here; only the first one of the file is read "
          "[several-documents]" },
        { "a: !Ref x\nb: !Sub y\n", "warning a.yaml:1:4: the tag !Ref means nothing here and is passed over, "
                                    "as others like it will be [tag]" },
        { "\xef\xbb\xbf"
          "a: 1",
          "warning a.yaml: the file begins with a byte order mark, which some programs do not take "
          "[byte-order-mark]" },
    };
    struct reading *reading = *state;

    ALL_TOLD(reading, warned);
    for (size_t i = 0; i < sizeof warned / sizeof *warned; i++)
        assert_non_null(reading_named(reading, "a.yaml", slice_of(warned[i].text)));
    assert_string_equal(reading_json(reading, reading_root(reading, warned[1].text)),
                        "{\"a\":{\"b\":\"x y\\nz\"}}");
}

static void what_is_wrong_is_said_with_its_place(void **state)
{
    static const struct pair told[] = {
        { "a: b: c\n",
          "fatal a.yaml:1:5: a second ': ' in one line: a text that holds ': ' needs quotes [syntax]" },
        { "a:\n\tb: 1\n", "fatal a.yaml:2:2: a tab stands before this, where YAML takes spaces only: indent "
                          "with spaces [syntax]" },
        { "a: 1\n b: 2\n",
          "fatal a.yaml:2:3: a ': ' in a text that goes on from the line above: is the indentation "
          "right? A text that holds ': ' needs quotes [syntax]" },
        { "a: \"x\n  b\n", "fatal a.yaml:1:4: this quote is never closed [syntax]" },
        { "a: 'x\n---\n", "fatal a.yaml:1:4: this quote is not closed before the document ends [syntax]" },
        { "a: [1,\n  {b: 2}\n", "fatal a.yaml:1:4: this '[' is never closed [syntax]" },
        { "a: {b: [c: d\n", "fatal a.yaml:1:8: this '[' is never closed [syntax]" },
        { "a: [1\n  b: 2]\n",
          "fatal a.yaml:2:4: the key before this ':' stands in several lines; is a ',' or a bracket "
          "missing? [syntax]" },
        { "a: [1, , 2]\n", "fatal a.yaml:1:8: expected something before the ',', found ',' [syntax]" },
        { "a: [1}\n", "fatal a.yaml:1:6: expected ',' or ']', found '}' [syntax]" },
        { "a: [b, - c]\n",
          "fatal a.yaml:1:8: in brackets ',' stands between entries, not '- ' before them [syntax]" },
        { "a: @x\n", "fatal a.yaml:1:4: a text that begins with this character needs quotes [syntax]" },
        { "a: %x\n", "fatal a.yaml:1:4: a text that begins with this character needs quotes [syntax]" },
        { "a: * x\n", "fatal a.yaml:1:4: a text that begins with '*' needs quotes [syntax]" },
        { "a: ]\n", "fatal a.yaml:1:4: expected a value, found ']' [syntax]" },
        { "a: 1\nb\nc: 2\n", "fatal a.yaml:2:1: a key is expected here, with a ':' behind it [syntax]" },
        { "a: 1\n- b\n",
          "fatal a.yaml:2:1: an entry of a list stands where a key is expected: indent it deeper [syntax]" },
        { "a:\n    b: 1\n  c: 2\n", "fatal a.yaml:3:3: this is indented like none of the lines above that it "
                                    "could belong to [syntax]" },
        { "- a\nb: 1\n", "fatal a.yaml:2:1: '- ' is expected here, as in the lines above that stand straight "
                         "over it [syntax]" },
        { "a: - b\n",
          "fatal a.yaml:1:4: a list must begin in a line of its own, not in that of its key [syntax]" },
        { "a: &x - b\n", "fatal a.yaml:1:7: a list must begin in the line below its anchor or tag [syntax]" },
        { "--- a: b\n", "fatal a.yaml:1:5: a mapping must begin in the line below '---' [syntax]" },
        { "a: 'x' y\n", "fatal a.yaml:1:8: expected the end of the line, found 'y' [syntax]" },
        { "a: \"x\"#y\n", "fatal a.yaml:1:7: expected the end of the line, found '#' [syntax]" },
        { "a: |x\n  b\n",
          "fatal a.yaml:1:4: only a digit, '+' or '-', and a comment may follow | or > in its line: the "
          "text begins in the next line [syntax]" },
        { "a: |\n    \n  b\n",
          "fatal a.yaml:2:5: this blank line is indented deeper than the first line of the text "
          "that follows [syntax]" },
        { "a: \"x\n  \\q\"\n",
          "fatal a.yaml:2:3: this backslash begins no escape that YAML knows; write \\\\ or use "
          "single quotes [syntax]" },
        { "[a]: b\n",
          "fatal a.yaml:1:1: a key must be a word or a text, not something in brackets [syntax]" },
        { "? - a\n: b\nc: d\n", "fatal a.yaml:1:3: a key must be a string, a number or another single word, "
                                "not a sequence [complex-key]" },
        { "a: &x [1]\n*x : 2\n", "fatal a.yaml:2:1: a key must be a single word or text, and this alias "
                                 "means something else [complex-key]" },
        { "a: [b:\n", "fatal a.yaml:1:4: this '[' is never closed [syntax]" },
        { "a: 'x' \xc3\xa4\n", "fatal a.yaml:1:8: expected the end of the line, found '\xc3\xa4' [syntax]" },
        { "a: & b\n", "fatal a.yaml:1:5: expected the name of an anchor behind '&', found ' ' [syntax]" },
        { "a: &",
          "fatal a.yaml:1:5: expected the name of an anchor behind '&', found the end of the file [syntax]" },
        { "a: &x[b]\n", "fatal a.yaml:1:6: expected a space behind an anchor or a tag, found '[' [syntax]" },
        { "a: [b,#c\n]\n", "fatal a.yaml:1:7: a comment must have a space before its '#' [syntax]" },
        { "a: b\n[c]: d\n",
          "fatal a.yaml:2:1: a key must be a word or a text, not something in brackets [syntax]" },
        { "- \ta: b\n", "fatal a.yaml:1:4: a tab stands before this, where YAML takes spaces only: indent "
                        "with spaces [syntax]" },
        { "%TAG x y\n---\n",
          "fatal a.yaml:1:1: %TAG must be followed by a handle such as !e! and a prefix [syntax]" },
        { "%TAG !a! b\n%TAG !a! c\n---\n",
          "fatal a.yaml:2:1: %TAG names this handle for the second time [syntax]" },
        { "%YAML 2.0\n---\n", "fatal a.yaml:1:1: %YAML must be followed by a version such as 1.2 [syntax]" },
        { "%YAML 1.2 x\n---\n",
          "fatal a.yaml:1:11: expected the end of the line behind a directive, found 'x' [syntax]" },
        { "%OTHER x y\n---\na: 1\n", "" },
        { "a: *x\n", "fatal a.yaml:1:4: no anchor &x stands before the alias *x [unknown-alias]" },
        { "a: &x {b: *x}\n",
          "fatal a.yaml:1:11: the alias *x stands inside of what it names (line 1), which would "
          "never end [alias-cycle]" },
        { "a: &x &y b\n", "fatal a.yaml:1:7: a value can have one anchor and one tag, not two [syntax]" },
        { "a: &x *y\n", "fatal a.yaml:1:7: an alias cannot have an anchor or a tag [syntax]" },
        { "a: !e!x b\n", "fatal a.yaml:1:4: no %TAG line says what this tag means [syntax]" },
        { "a: !<x b\n", "fatal a.yaml:1:4: this tag has no '>' at its end [syntax]" },
        { "%YAML 1.2\na: b\n",
          "fatal a.yaml:2:1: expected '---' below lines that begin with %, found 'a' [syntax]" },
        { "  a: 1\nb: 2\n",
          "fatal a.yaml:2:1: this does not belong to what stands above: is it indented as far as the "
          "first line of the document? [syntax]" },
        { "a: 1\n... b\n",
          "fatal a.yaml:2:5: expected the end of the line behind '...', found 'b' [syntax]" },
        { "<<: 5\n", "error a.yaml:1:1: the merge key << takes mappings, and this is a number [merge-key]" },
        { "a: x\x01y\n",
          "error a.yaml:1:5: the control character U+0001: write it as an escape in double quotes, or take "
          "it out [control-character]" },
        { "\xc3\xa4: \xff\n",
          "fatal a.yaml:1:5: the byte 0xff is not UTF-8: save the file in that encoding [not-utf-8]" },
        { "a: b\nc: \xed\xa0\x80\n",
          "fatal a.yaml:2:4: the byte 0xed is not UTF-8: save the file in that encoding [not-utf-8]" },
        { "\xff\xfe"
          "a",
          "fatal a.yaml: the file is UTF-16: save it as UTF-8 [not-utf-8]" },
        { "", "fatal a.yaml: the file is empty [empty]" },
        { " \n# nothing\n",
          "fatal a.yaml: the file holds no document, only comments or blank lines [empty]" },
        { "a: x\nb: 1\na: y\n",
          "fatal a.yaml:3:1: the key 'a' stands in this mapping already, in line 1: which of the "
          "two counts is a guess [duplicate-key]" },
    };

    ALL_TOLD(*state, told);
}

static void a_nul_byte_is_refused(void **state)
{
    struct reading *reading = *state;

    assert_null(reading_named(reading, "a.yaml", SLICE("a: b\n\0c")));
    assert_string_equal(reading_faults(reading),
                        "fatal a.yaml:2:1: a NUL byte: this is no text, or one in another "
                        "encoding than UTF-8 [nul-byte]");
}

static void depth_is_bounded(void **state)
{
    struct reading *reading = *state;
    char text[2 * TREE_DEPTH + 4];

    for (size_t i = 0; i <= TREE_DEPTH; i++)
        memcpy(text + 2 * i, "- ", 2);
    assert_null(reading_named(reading, "a.yaml", slice_make(text, 2 * TREE_DEPTH + 2)));
    assert_string_equal(reading_faults(reading),
                        "fatal a.yaml:1:401: more than 200 mappings and sequences stand "
                        "inside each other here [too-deep]");
    assert_non_null(reading_named(reading, "a.yaml", slice_make(text, 2 * TREE_DEPTH)));
}

/* "a0: &a0 LEAF", "a1: &a1 [*a0, *a0, ...]" and so on. */
static void make_bomb(struct buffer *out, const char *leaf, unsigned levels, unsigned width)
{
    buffer_reset(out);
    buffer_printf(out, "a0: &a0 %s\n", leaf);
    for (unsigned i = 1; i < levels; i++) {
        buffer_printf(out, "a%u: &a%u [*a%u", i, i, i - 1);
        for (unsigned j = 1; j < width; j++)
            buffer_printf(out, ", *a%u", i - 1);
        buffer_text(out, "]\n");
    }
}

static void an_alias_bomb_is_refused_cheaply(void **state)
{
    struct reading *reading = *state;
    struct buffer text;

    buffer_init(&text, &reading->memory);
    make_bomb(&text, "x", 30, 10);
    assert_null(reading_named(reading, "a.yaml", buffer_slice(&text)));
    assert_string_equal(reading_faults(reading),
                        "fatal a.yaml:8:20: aliases make this document hold more than 4 million "
                        "values up to here [too-many-values]");
    assert_true(reading->memory.peak < (1u << 20));
    reading_again(reading);
    make_bomb(&text, "[x]", TREE_DEPTH + 1, 1);
    assert_null(reading_named(reading, "a.yaml", buffer_slice(&text)));
    assert_string_equal(reading_faults(reading),
                        "fatal a.yaml:200:14: aliases put more than 200 mappings and sequences "
                        "inside each other here [too-deep]");
    buffer_done(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(block_style, reading_setup, reading_teardown),
        cmocka_unit_test_setup_teardown(flow_style, reading_setup, reading_teardown),
        cmocka_unit_test_setup_teardown(plain_scalars_are_what_they_look_like, reading_setup,
                                        reading_teardown),
        cmocka_unit_test_setup_teardown(quoted_and_plain_text_is_folded, reading_setup, reading_teardown),
        cmocka_unit_test_setup_teardown(block_scalars_keep_or_fold_their_lines, reading_setup,
                                        reading_teardown),
        cmocka_unit_test_setup_teardown(aliases_are_the_nodes_they_name, reading_setup, reading_teardown),
        cmocka_unit_test_setup_teardown(properties_belong_to_the_node_in_whose_line_they_stand, reading_setup,
                                        reading_teardown),
        cmocka_unit_test_setup_teardown(merge_keys_bring_members_in, reading_setup, reading_teardown),
        cmocka_unit_test_setup_teardown(what_can_be_understood_is_read_with_a_warning, reading_setup,
                                        reading_teardown),
        cmocka_unit_test_setup_teardown(what_is_wrong_is_said_with_its_place, reading_setup,
                                        reading_teardown),
        cmocka_unit_test_setup_teardown(a_nul_byte_is_refused, reading_setup, reading_teardown),
        cmocka_unit_test_setup_teardown(depth_is_bounded, reading_setup, reading_teardown),
        cmocka_unit_test_setup_teardown(an_alias_bomb_is_refused_cheaply, reading_setup, reading_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
