/* SPDX-License-Identifier: Apache-2.0 */
#include "tree/edits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

struct sample {
    const char *name, *before, *edits, *after;
};

struct desk {
    struct memory memory;
    struct arena arena;
    struct document document;
    struct tree_reader reader;
    struct edits edits;
    struct buffer out;
};

static void desk_init(struct desk *desk)
{
    memset(desk, 0, sizeof *desk);
    arena_init(&desk->arena, &desk->memory, 0);
    desk->document.arena = &desk->arena;
    tree_reader_init(&desk->reader, &desk->memory);
    edits_init(&desk->edits, &desk->memory);
    buffer_init(&desk->out, &desk->memory);
}

static void desk_done(struct desk *desk)
{
    buffer_done(&desk->out);
    edits_done(&desk->edits);
    tree_reader_done(&desk->reader);
    arena_done(&desk->arena);
    assert_int_equal(desk->memory.used, 0);
}

static const char *text_of(struct buffer *out)
{
    buffer_byte(out, '\0');
    return out->at;
}

static void sample_holds(const struct sample *sample, const char *name)
{
    struct desk desk;
    struct error err = { 0 };
    const struct tree_file *file;

    desk_init(&desk);
    file = tree_read_text(&desk.reader, name, slice_of(sample->before));
    if (!file || !file->root)
        fail_msg("%s: not read", sample->name);
    edits_say(&desk.edits, &desk.document, &desk.reader, file, sample->edits);
    if (!edits_apply(&desk.edits, file, &desk.out, &err) && sample->after)
        fail_msg("%s: %s", sample->name, err.text);
    if (!sample->after && err.kind == ERROR_NONE)
        fail_msg("%s was not refused:\n%s", sample->name, text_of(&desk.out));
    if (sample->after && strcmp(text_of(&desk.out), sample->after) != 0)
        fail_msg("%s:\n--- wanted\n%s\n--- got\n%s", sample->name, sample->after, desk.out.at);
    desk_done(&desk);
}

#define SAMPLES_HOLD(samples, name)                                                                          \
    for (size_t i = 0; i < sizeof(samples) / sizeof *(samples); i++)                                         \
    sample_holds(&(samples)[i], name)

static void members_go_behind_the_last(void **state)
{
    static const struct sample samples[] = {
        { "plain", "a: 1\nb: 2\n", "put . c 3", "a: 1\nb: 2\nc: 3\n" },
        { "in order of being given", "b: 1\na: 2\n", "put . d 3\nput . c 4", "b: 1\na: 2\nd: 3\nc: 4\n" },
        { "no line end at the end", "a: 1", "put . b 2", "a: 1\nb: 2" },
        { "line ends of Windows", "a: 1\r\nb:\r\n  c: 1\r\n", "put /b d {\"e\":[1]}",
          "a: 1\r\nb:\r\n  c: 1\r\n  d:\r\n    e:\r\n      - 1\r\n" },
        { "nested, in the steps of the document", "a:\n    b:\n        c: 1\nd: 2\n",
          "put /a/b e {\"f\":{\"g\":1}}",
          "a:\n    b:\n        c: 1\n        e:\n            f:\n                g: 1\nd: 2\n" },
        { "inner before outer", "a:\n  b:\n    c: 1\n", "put . x 1\nput /a w 2\nput /a/b z 3",
          "a:\n  b:\n    c: 1\n    z: 3\n  w: 2\nx: 1\n" },
        { "a comment in the last line", "a:\n  b: 1 # one\nc: 2\n", "put /a d 3",
          "a:\n  b: 1 # one\n  d: 3\nc: 2\n" },
        { "comments that are about what follows", "a:\n  b: 1\n# about c\n\n# more\nc: 2\n", "put /a d 3",
          "a:\n  b: 1\n  d: 3\n# about c\n\n# more\nc: 2\n" },
        { "comments of the mapping itself", "a:\n  b: 1\n  # x: 7\n\n  # y: 8\nc: 2\n", "put /a d 3",
          "a:\n  b: 1\n  # x: 7\n\n  # y: 8\n  d: 3\nc: 2\n" },
        { "comments in the value", "a:\n  b: 1\n    # deep\n  c: 2\n", "before /a c d 3",
          "a:\n  b: 1\n    # deep\n  d: 3\n  c: 2\n" },
        { "empty lines before what follows", "a:\n  b: 1\n\n\nc: 2\n", "put /a d 3",
          "a:\n  b: 1\n  d: 3\n\n\nc: 2\n" },
        { "a comment at the end of the file", "a: 1\n# vim: ts=2\n", "put . b 2",
          "a: 1\nb: 2\n# vim: ts=2\n" },
        { "markers of documents", "%YAML 1.2\n---\na:\n  b: 1\n...\n", "put /a c 2\nput . d 3",
          "%YAML 1.2\n---\na:\n  b: 1\n  c: 2\nd: 3\n...\n" },
        { "the first of several documents", "a: 1\n---\nb: 2\n", "put . c 3", "a: 1\nc: 3\n---\nb: 2\n" },
        { "members that stand apart", "a:\n  x: 1\n\n# b is\nb:\n  x: 2\n\n\nc: 3\n", "put . d 4\nput /b w 5",
          "a:\n  x: 1\n\n# b is\nb:\n  x: 2\n  w: 5\n\n\nc: 3\n\nd: 4\n" },
        { "in a sequence of mappings", "- a: 1\n  b: 2\n- c: 3\n", "put /0 d 4\nput /1 e {\"f\":1}",
          "- a: 1\n  b: 2\n  d: 4\n- c: 3\n  e:\n    f: 1\n" },
        { "plain text of several lines", "a:\n  b: one\n    two\n\n    three\nc: 1\n", "put /a d 1",
          "a:\n  b: one\n    two\n\n    three\n  d: 1\nc: 1\n" },
        { "quoted text of several lines", "a:\n  b: \"one\n    two\n  # no comment\"\nc: 1\n", "put /a d 1",
          "a:\n  b: \"one\n    two\n  # no comment\"\n  d: 1\nc: 1\n" },
        { "an empty last value", "a:\n  b:\nc:\n", "put /a d 1\nput . e 2", "a:\n  b:\n  d: 1\nc:\ne: 2\n" },
        { "wide characters", "ä:\n  ö: ü # ß\n", "put /ä x \"é\"", "ä:\n  ö: ü # ß\n  x: é\n" },
    };

    SAMPLES_HOLD(samples, "test.yaml");
}

static void block_scalars_keep_their_meaning(void **state)
{
    static const struct sample samples[] = {
        { "clipped", "a:\n  b: |\n    text\n    # text\n\n\nc: 1\n", "put /a d 2",
          "a:\n  b: |\n    text\n    # text\n  d: 2\n\n\nc: 1\n" },
        { "kept", "a:\n  b: |+\n    text\n\n\nc: 1\n", "put /a d 2",
          "a:\n  b: |+\n    text\n\n\n  d: 2\nc: 1\n" },
        { "kept at the end", "a:\n  b: >+\n    text\n\n", "put /a d 2\nput . e 3",
          "a:\n  b: >+\n    text\n\n  d: 2\ne: 3\n" },
        { "kept, members apart", "a: 1\n\nb: |+\n  text\n\n\nc: 1\n", "before . c d 2",
          "a: 1\n\nb: |+\n  text\n\n\nd: 2\nc: 1\n" },
        { "stripped without line end", "a: |-\n  text", "put . b 1", "a: |-\n  text\nb: 1" },
        { "clipped without line end: it stays last", "b: 1\na: |\n  text", "put . c 2",
          "b: 1\nc: 2\na: |\n  text" },
        { "the only member", "a: |\n  text", "put . c 2", "c: 2\na: |\n  text" },
        { "the last element", "a:\n  - x\n  - |\n    text", "add /a \"w\"\nput . c 2",
          "c: 2\na:\n  - x\n  - w\n  - |\n    text" },
        { "folded with a number", "a: >2\n    x\n   y\n\nb: 1\n", "before . b c 2",
          "a: >2\n    x\n   y\n\nc: 2\n\nb: 1\n" },
        { "empty", "a: |\n\nb: 1\n", "before . b c 2", "a: |\n\nc: 2\n\nb: 1\n" },
        { "a comment behind it", "a:\n  b: |\n    text\n # odd\nc: 1\n", "put /a d 2",
          "a:\n  b: |\n    text\n  d: 2\n # odd\nc: 1\n" },
    };

    SAMPLES_HOLD(samples, "test.yaml");
}

static void sorted_members_stay_sorted(void **state)
{
    static const struct sample samples[] = {
        { "in the middle", "p:\n  /a: 1\n  # about b\n  /b: 2\n  /d: 3\n", "put /p /c 4\nput /p /aa 5",
          "p:\n  /a: 1\n  /aa: 5\n  # about b\n  /b: 2\n  /c: 4\n  /d: 3\n" },
        { "several at one place", "/a: 1\n/b: 2\n/z: 3\n", "put . /d 1\nput . /c 2\nput . /y 3",
          "/a: 1\n/b: 2\n/c: 2\n/d: 1\n/y: 3\n/z: 3\n" },
        { "at the front", "p:\n  # about b\n  b: 1\n  c: 2\n  d: 3\n", "put /p a 4",
          "p:\n  a: 4\n  # about b\n  b: 1\n  c: 2\n  d: 3\n" },
        { "at the front of an element", "- b: 1\n  c: 2\n  d: 3\n", "put /0 a 4\nput /0 aa 5",
          "- a: 4\n  aa: 5\n  b: 1\n  c: 2\n  d: 3\n" },
        { "whatever the case", "p:\n  Apple: 1\n  banana: 2\n  Cherry: 3\n", "put /p Blue 4\nput /p date 5",
          "p:\n  Apple: 1\n  banana: 2\n  Blue: 4\n  Cherry: 3\n  date: 5\n" },
        { "two are none", "p:\n  b: 1\n  c: 2\n", "put /p a 4", "p:\n  b: 1\n  c: 2\n  a: 4\n" },
        { "statuses", "r:\n  '200': 1\n  default: 2\n", "put /r 404 3\nput /r 201 4\nput /r 100 5",
          "r:\n  '100': 5\n  '200': 1\n  '201': 4\n  '404': 3\n  default: 2\n" },
        { "a single status", "r:\n  404: 1\n", "put /r 200 2\nput /r x-y 3",
          "r:\n  200: 2\n  404: 1\n  x-y: 3\n" },
        { "statuses in no order", "r:\n  \"404\": 1\n  \"200\": 1\n", "put /r 201 2",
          "r:\n  \"404\": 1\n  \"200\": 1\n  \"201\": 2\n" },
        { "apart", "/a:\n  x: 1\n\n/c:\n  x: 2\n\n# e\n/e:\n  x: 3\n", "put . /b 1\nput . /d 2\nput . /A 3",
          "/A: 3\n\n/a:\n  x: 1\n\n/b: 1\n\n/c:\n  x: 2\n\n/d: 2\n\n# e\n/e:\n  x: 3\n" },
        { "before a member", "a: 1\nparameters: 2\nresponses:\n  x: 1\n",
          "before . responses requestBody {\"w\":1}",
          "a: 1\nparameters: 2\nrequestBody:\n  w: 1\nresponses:\n  x: 1\n" },
    };

    SAMPLES_HOLD(samples, "test.yaml");
}

static void keys_and_texts_are_quoted_as_their_neighbours_are(void **state)
{
    static const struct sample samples[] = {
        { "single quotes", "a: 'x'\nb: 'y'\n", "put . c \"1\"\nput . d \"it's: \"",
          "a: 'x'\nb: 'y'\nc: '1'\nd: 'it''s: '\n" },
        { "double quotes", "a: \"x\"\n", "put . c \"1\"", "a: \"x\"\nc: \"1\"\n" },
        { "quoted keys", "'/a':\n  x: 1\n'/b':\n  x: 1\n", "put . /c {\"x\":1}",
          "'/a':\n  x: 1\n'/b':\n  x: 1\n'/c':\n  x: 1\n" },
        { "plain statuses all over", "a:\n  200: 1\nb: 2\n", "put . c {\"404\":1,\"4XX\":2,\"7\":3}",
          "a:\n  200: 1\nb: 2\nc:\n  404: 1\n  4XX: 2\n  \"7\": 3\n" },
        { "what cannot be seen", "a: 'x'\n", "put . b \"\\u001b\"", "a: 'x'\nb: \"\\u001b\"\n" },
    };

    SAMPLES_HOLD(samples, "test.yaml");
}

static void elements_go_behind_the_last(void **state)
{
    static const struct sample samples[] = {
        { "further in than the key", "a:\n  - x\n  - y\nb: 1\n", "add /a \"z\"",
          "a:\n  - x\n  - y\n  - z\nb: 1\n" },
        { "under the key", "a:\n- x\n- y\n# about b\nb: 1\n", "add /a \"z\"\nput . c [1]",
          "a:\n- x\n- y\n- z\n# about b\nb: 1\nc:\n- 1\n" },
        { "mappings", "a:\n- o: 1\n  m: 2\n", "add /a {\"m\":3,\"o\":{\"p\":[1,{\"q\":1}]}}",
          "a:\n- o: 1\n  m: 2\n- m: 3\n  o:\n    p:\n    - 1\n    - q: 1\n" },
        { "wide dashes", "a:\n  -   x: 1\n      w: 2\n", "add /a {\"x\":3,\"w\":4}",
          "a:\n  -   x: 1\n      w: 2\n  -   x: 3\n      w: 4\n" },
        { "sequences in sequences", "- - a\n  - b\n- - c\n", "add /0 \"d\"\nadd . [\"e\"]",
          "- - a\n  - b\n  - d\n- - c\n- - e\n" },
        { "an empty last element", "a:\n  - x\n  -\nb: 1\n", "add /a \"z\"",
          "a:\n  - x\n  -\n  - z\nb: 1\n" },
        { "no line end", "a:\n- x", "add /a \"z\"", "a:\n- x\n- z" },
    };

    SAMPLES_HOLD(samples, "test.yaml");
}

static void brackets_are_filled_as_they_stand(void **state)
{
    static const struct sample samples[] = {
        { "one line", "a: {b: 1, c: 2} # x\n", "put /a d 3\nput /a e [1, 2]",
          "a: {b: 1, c: 2, d: 3, e: [1, 2]} # x\n" },
        { "blanks inside", "a: [ x, y ]\n", "add /a \"z\"", "a: [ x, y, z ]\n" },
        { "a comma at the end", "a: [x, y,]\n", "add /a \"z\"", "a: [x, y, z,]\n" },
        { "several lines", "a: {\n  b: 1,\n  c: 2\n}\n", "put /a d {\"x\":{}}",
          "a: {\n  b: 1,\n  c: 2,\n  d: {\n    x: {}\n  }\n}\n" },
        { "a comment behind the last", "a: [\n  x,\n  y # why\n]\n", "add /a \"z\"\nadd /a 1",
          "a: [\n  x,\n  y, # why\n  z,\n  1\n]\n" },
        { "a comma and a comment", "a: [\n  x,\n  y, # why\n]\n", "add /a \"z\"",
          "a: [\n  x,\n  y, # why\n  z,\n]\n" },
        { "sorted", "a: {b: 1, d: 2, f: 3}\n", "put /a c 0\nput /a a 0",
          "a: {a: 0, b: 1, c: 0, d: 2, f: 3}\n" },
        { "quoted as JSON", "a: {\"b\": \"x\"}\n", "put /a c \"y\"", "a: {\"b\": \"x\", \"c\": \"y\"}\n" },
        { "tight as JSON", "a: {\"b\":\"x\"}\n", "put /a c {\"d\":[1,2]}",
          "a: {\"b\":\"x\",\"c\":{\"d\":[1,2]}}\n" },
        { "in brackets", "a: {b: {}, c: [], d: }\n", "put /a/b x 1\nadd /a/c \"w\"\nput /a/d z 2",
          "a: {b: {x: 1}, c: [w], d: {z: 2} }\n" },
        { "a pair in a sequence is none", "a: [b: 1]\n", "put /a/0 c 2", NULL },
    };

    SAMPLES_HOLD(samples, "test.yaml");
}

static void what_is_empty_becomes_a_block(void **state)
{
    static const struct sample samples[] = {
        { "braces", "paths: {}\nb: 1\n", "put /paths /a {\"x\":1}\nput /paths /b {}",
          "paths:\n  /a:\n    x: 1\n  /b: {}\nb: 1\n" },
        { "brackets, a comment", "a:\n    b: 1\nc: [ ] # none\n", "add /c \"x\"",
          "a:\n    b: 1\nc: # none\n    - x\n" },
        { "nothing", "a:\n  b:\nc: 1\n", "put /a/b d 1", "a:\n  b:\n    d: 1\nc: 1\n" },
        { "null", "a: null\nb: ~\n", "put /a x 1\nadd /b 2", "a:\n  x: 1\nb:\n  - 2\n" },
        { "an anchor", "a: &x {}\nb: *x\n", "put /a c 1", "a: &x\n  c: 1\nb: *x\n" },
        { "an element", "- {}\n-\n- a\n", "put /0 b 1\nput /0 c 2\nadd /1 3\nadd /1 4",
          "- b: 1\n  c: 2\n- - 3\n  - 4\n- a\n" },
        { "a comment inside", "a: { # nothing\n  }\nb: 1\n", "put /a c 1",
          "a: {c: 1  # nothing\n  }\nb: 1\n" },
        { "no line end", "a: {}", "put /a b 1", "a:\n  b: 1" },
        { "lists as the others", "a:\n- 1\nb:\n", "add /b 2", "a:\n- 1\nb:\n- 2\n" },
    };

    SAMPLES_HOLD(samples, "test.yaml");
}

static void what_stands_in_several_places_is_added_to_once(void **state)
{
    static const struct sample samples[] = {
        { "by alias", "a: &x\n  b: 1\nc: *x\nd: 2\n", "put /c e 3", "a: &x\n  b: 1\n  e: 3\nc: *x\nd: 2\n" },
        { "by merge key", "a: &x\n  b: 1\nc:\n  <<: *x\n  d: 2\n", "put /a e 3\nput /c f 4",
          "a: &x\n  b: 1\n  e: 3\nc:\n  <<: *x\n  d: 2\n  f: 4\n" },
        { "behind an alias", "a: &x {b: 1}\nc:\n  d: *x # d\ne: [1, *x]\n",
          "put /c f 4\nadd /e 2\nput /a g 3",
          "a: &x {b: 1, g: 3}\nc:\n  d: *x # d\n  f: 4\ne: [1, *x, 2]\n" },
        { "nothing but a merge key", "a: &x\n  b: 1\nc:\n  <<: *x\nd: 2\n", "put /c e 3",
          "a: &x\n  b: 1\nc:\n  e: 3\n  <<: *x\nd: 2\n" },
        { "merged, and last", "a: &x\n  b: 1\nc:\n  d: 1\n  <<: *x\ne: 2\n", "put /c f 3",
          "a: &x\n  b: 1\nc:\n  d: 1\n  <<: *x\n  f: 3\ne: 2\n" },
    };

    SAMPLES_HOLD(samples, "test.yaml");
}

static void json_is_written_as_it_is_indented(void **state)
{
    static const struct sample samples[] = {
        { "two blanks", "{\n  \"a\": {\n    \"b\": 1\n  }\n}\n", "put /a c {\"d\":[1]}\nput . e 2",
          "{\n  \"a\": {\n    \"b\": 1,\n    \"c\": {\n      \"d\": [\n        1\n      ]\n    }\n  },\n  "
          "\"e\": 2\n}\n" },
        { "four", "{\n    \"a\": {}\n}", "put /a b {\"c\":1}",
          "{\n    \"a\": {\n        \"b\": {\n            \"c\": 1\n        }\n    }\n}" },
        { "tabs", "{\n\t\"a\": []\n}\n", "add /a {\"b\":1}",
          "{\n\t\"a\": [\n\t\t{\n\t\t\t\"b\": 1\n\t\t}\n\t]\n}\n" },
        { "Windows", "{\r\n  \"a\": 1\r\n}\r\n", "put . b {\"c\":2}",
          "{\r\n  \"a\": 1,\r\n  \"b\": {\r\n    \"c\": 2\r\n  }\r\n}\r\n" },
        { "minified", "{\"a\":{\"b\":1},\"c\":[1]}", "put /a d {\"e\":[1,{}]}\nadd /c 2\nput . f null",
          "{\"a\":{\"b\":1,\"d\":{\"e\":[1,{}]}},\"c\":[1,2],\"f\":null}" },
        { "one line with blanks", "{\"a\": {}, \"b\": null}", "put /a c 1\nadd /b 1\nadd /b 2",
          "{\"a\": {\"c\": 1}, \"b\": [1, 2]}" },
        { "one line among others", "{\n  \"a\": [\"x\", \"y\"],\n  \"b\": {\"c\": {}}\n}\n",
          "add /a \"z\"\nput /b/c d {\"e\":1}",
          "{\n  \"a\": [\"x\", \"y\", \"z\"],\n  \"b\": {\"c\": {\"d\": {\"e\": 1}}}\n}\n" },
        { "sorted", "{\n  \"200\": 1,\n  \"default\": 2\n}\n", "put . 404 3",
          "{\n  \"200\": 1,\n  \"404\": 3,\n  \"default\": 2\n}\n" },
        { "brackets in texts", "{\n  \"a\": \"}\",\n  \"b\": \"]\\\"\"\n}\n", "put . c 1",
          "{\n  \"a\": \"}\",\n  \"b\": \"]\\\"\",\n  \"c\": 1\n}\n" },
        { "commas first", "{\n  \"a\": 1\n  , \"b\": 2\n}\n", "put . c 3",
          "{\n  \"a\": 1\n  , \"b\": 2,\n  \"c\": 3\n}\n" },
        { "null", "{\n  \"a\": null\n}\n", "put /a b 1", "{\n  \"a\": {\n    \"b\": 1\n  }\n}\n" },
        { "the root", "{}\n", "put . b 1", "{\"b\": 1}\n" },
    };

    SAMPLES_HOLD(samples, "test.json");
}

static void what_is_there_is_not_put(void **state)
{
    struct desk desk;
    const struct tree_file *file;

    desk_init(&desk);
    file = tree_read_text(&desk.reader, "test.yaml", SLICE("a: {b: 1}\nc: text\nd: [1]\n"));
    assert_int_equal(edits_say(&desk.edits, &desk.document, &desk.reader, file,
                               "put /a b 2\nput /c x 1\nadd /a 1\nput /d x 1\nadd /c 1"),
                     0);
    assert_int_equal(edits_say(&desk.edits, &desk.document, &desk.reader, file, "put /a c 2\nput /a c 3"), 1);
    assert_int_equal(desk.edits.count, 1);
    desk_done(&desk);
}

/* ---- whatever is added */

static const char *const documents[] = {
    ("# head\n%YAML 1.2\n---\n# more\nopenapi: '3.0.3'\ninfo: {title: x, version: \"1\"}\npaths:\n\n  # a\n  "
     "/a:\n    get: &op\n"
     "      parameters:\n      - name: q   # why\n        in: query\n      - {name: r, in: query}\n      # "
     "none\n"
     "      responses:\n        200:\n          description: |\n            text\n            # text\n\n\n   "
     " "
     "    '404': {}\n\n"
     "  /b:\n    get: *op\n    post:\n      <<: *op\n      tags: [\n        a, # a\n        b\n      ]\n     "
     " "
     "x: [ ]\n      e:\n"
     "  /c: null # c\n\ncomponents:\n  schemas:\n    A:\n        type: object\n        enum:\n          - "
     "1\n "
     "         -\n"
     "          - - x\n        keep: |+\n          text\n\n    B: >-\n      text\n      more\n# tail\n...\n"),
    ("a:\r\n  - b: 1\r\n\r\n  - c:\r\n      - d\r\n  # tail\r\ne: \"x\r\n  y\"\r\nf: &f\r\n  g: {}\r\nh: *f"),
    ("{\n  \"a\": {\"b\": [], \"c\": [1, 2]},\n  \"d\": [\n    {\n      \"e\": null\n    },\n    {}\n  ],\n  "
     "\"f\": \"}\"\n}"),
    ("{\"a\":{\"b\":[],\"c\":[1,2]},\"d\":[{\"e\":null},{}],\"f\":\"}\"}\n"),
};

#define CONTAINERS_MOST 200

static size_t containers_of(const struct tree_node *node, const struct tree_node **ret, size_t count)
{
    if (count == CONTAINERS_MOST)
        return count;
    if (node->kind == TREE_MAPPING || node->kind == TREE_SEQUENCE || node->kind == TREE_NULL)
        ret[count++] = node;
    for (uint32_t i = 0; i < node->count; i++)
        count = containers_of(node->kind == TREE_MAPPING ? node->members[i].value : node->elements[i], ret,
                              count);
    return count;
}

static struct node *random_value(struct document *document, unsigned depth)
{
    static const char *const texts[] = { "word",       "",     "two words", "a: b", "#",
                                         "line\nline", "\x1b", "it's",      "200",  "é" };
    struct node *node;

    switch (rand() % (depth < 3 ? 6 : 3)) {
    case 0: return document_unsigned(document, (uint64_t)rand());
    case 1: return document_null(document);
    case 2: return document_text(document, slice_of(texts[(size_t)rand() % 10]));
    case 3:
        node = document_array(document);
        for (int i = rand() % 4; i > 0; i--)
            document_add(document, node, random_value(document, depth + 1));
        return node;
    default:
        node = document_object(document);
        for (int i = rand() % 4; i > 0; i--)
            document_put(document, node, arena_printf(document->arena, "k%d%d", i, rand() % 10),
                         random_value(document, depth + 1));
        if (rand() % 4 == 0)
            document_flow(node);
        return node;
    }
}

static void add_at_random(struct desk *desk, const struct tree_file *file)
{
    const struct tree_node *containers[CONTAINERS_MOST];
    size_t count = containers_of(file->root, containers, 0);
    static const char *const keys[] = { "/a", "/bb", "301", "zz",  "default",
                                        "-",  "a b", "~",   "x-y", "parameters" };

    for (int i = rand() % 12; i >= 0; i--) {
        const struct tree_node *to = containers[(size_t)rand() % count];
        struct node *value = random_value(&desk->document, 0);

        if (to->kind == TREE_SEQUENCE || (to->kind == TREE_NULL && rand() % 2))
            edits_add(&desk->edits, to, value);
        else
            edits_put(&desk->edits, to, slice_of(keys[(size_t)rand() % 10]), value,
                      to->kind == TREE_MAPPING && to->count && rand() % 4 == 0 && !to->members[0].is_merged
                          ? &to->members[(size_t)rand() % to->count]
                          : NULL);
    }
}

/* Bytes, in their order; what is empty may have been filled. */
static bool is_contained(struct slice old, struct slice now)
{
    size_t at = 0;

    for (size_t i = 0; i < old.len; i++) {
        bool is_empty = strchr("{}[]nul ", old.at[i]) != NULL;
        const char *found = memchr(now.at + at, old.at[i], now.len - at);

        if (!found && !is_empty)
            return false;
        if (found && !is_empty)
            at = (size_t)(found - now.at) + 1;
    }
    return true;
}

/* What changes the meaning is refused by edits_apply, so that nothing is refused says all. */
static void whatever_is_added_all_that_was_there_stays(void **state)
{
    srand(7);
    for (size_t i = 0; i < 4000; i++) {
        struct desk desk;
        struct error err = { 0 };
        const struct tree_file *file;

        desk_init(&desk);
        file = tree_read_text(&desk.reader, "test", slice_of(documents[i % 4]));
        assert_non_null(file->root);
        add_at_random(&desk, file);
        if (!edits_apply(&desk.edits, file, &desk.out, &err))
            fail_msg("round %zu: %s", i, err.text);
        assert_true(is_contained(file->text, buffer_slice(&desk.out)));
        buffer_reset(&desk.out);
        assert_true(edits_diff(&(struct edit_step){ &desk.edits, file }, 1, "test", &desk.out, &err));
        desk_done(&desk);
    }
}

static void a_diff_shows_added_lines(void **state)
{
    struct desk desk;
    struct error err = { 0 };
    const struct tree_file *file;

    desk_init(&desk);
    file = tree_read_text(&desk.reader, "test.yaml",
                          SLICE("a:\n  b: 1\nc: 2\nd: 3\ne: 4\nf: 5\ng: 6\nh: 7\ni: 8\nj: {}\nk: |\n  text"));
    edits_say(&desk.edits, &desk.document, &desk.reader, file, "put /a x {\"w\":1}\nput /j z 1\nput . zz 1");
    assert_true(edits_diff(&(struct edit_step){ &desk.edits, file }, 1, "test.yaml", &desk.out, &err));
    assert_string_equal(text_of(&desk.out),
                        "--- test.yaml\n+++ test.yaml\n"
                        "@@ -1,5 +1,7 @@\n a:\n   b: 1\n+  x:\n+    w: 1\n c: 2\n d: 3\n e: 4\n"
                        "@@ -7,6 +9,8 @@\n g: 6\n h: 7\n i: 8\n-j: {}\n+j:\n+  z: 1\n+zz: 1\n k: |\n   text\n"
                        "\\ No newline at end of file\n");
    desk_done(&desk);
}

static void refused_memory_is_an_error(void **state)
{
    for (uint64_t fail_at = 1;; fail_at++) {
        struct desk desk;
        struct error err = { 0 };
        const struct tree_file *file;
        bool done = false;

        desk_init(&desk);
        file = tree_read_text(&desk.reader, "test.yaml", SLICE("a:\n  b: 1\nc: {d: 1}\ne: []\n"));
        edits_say(&desk.edits, &desk.document, &desk.reader, file, "put /a x 1\nput /c y 2\nadd /e 3");
        desk.memory.fail_at = desk.memory.calls + fail_at;
        done = edits_apply(&desk.edits, file, &desk.out, &err);
        desk.memory.fail_at = 0;
        if (!done) {
            assert_int_equal(err.kind, ERROR_MEMORY);
            assert_int_equal(desk.out.len, 0);
        }
        desk_done(&desk);
        if (done)
            break;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_go_behind_the_last),
        cmocka_unit_test(block_scalars_keep_their_meaning),
        cmocka_unit_test(sorted_members_stay_sorted),
        cmocka_unit_test(keys_and_texts_are_quoted_as_their_neighbours_are),
        cmocka_unit_test(elements_go_behind_the_last),
        cmocka_unit_test(brackets_are_filled_as_they_stand),
        cmocka_unit_test(what_is_empty_becomes_a_block),
        cmocka_unit_test(what_stands_in_several_places_is_added_to_once),
        cmocka_unit_test(json_is_written_as_it_is_indented),
        cmocka_unit_test(what_is_there_is_not_put),
        cmocka_unit_test(whatever_is_added_all_that_was_there_stays),
        cmocka_unit_test(a_diff_shows_added_lines),
        cmocka_unit_test(refused_memory_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
