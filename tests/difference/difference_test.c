/* SPDX-License-Identifier: Apache-2.0 */
/* Every kind of change in both directions: the cases stand in difference_*_cases.c. */
#include "base/check.h"
#include "differences.h"

#include "base/buffer.h"

#include <stdio.h>
#include <stdlib.h>

#define LINES_MOST 64

static const struct difference_cases *const all_cases[] = {
    &difference_document_cases, &difference_operation_cases, &difference_parameter_cases,
    &difference_response_cases, &difference_security_cases,  &difference_property_cases,
    &difference_value_cases,    &difference_variant_cases,
};

#define HEAD "info: {title: Items, version: '1'}\n"
#define ANSWER "responses: {'200': {description: done}}"
#define COMPONENTS                                                                                           \
    "components:\n"                                                                                          \
    "  schemas:\n"                                                                                           \
    "    Base: {type: object, required: [id], properties: {id: {type: string}}}\n"                           \
    "    Cat: {type: object, required: [kind], properties: {kind: {type: string}, lives: {type: "            \
    "integer}}}\n"                                                                                           \
    "    Dog: {type: object, required: [kind], properties: {kind: {type: string}, breed: {type: string}}}\n" \
    "    Fish: {type: object, required: [kind], properties: {kind: {type: string}, fins: {type: "            \
    "integer}}}\n"

#define SCHEMA_FRAME(version)                                                                                \
    "openapi: " version "\n" HEAD "paths:\n"                                                                 \
    "  /items:\n"                                                                                            \
    "    post:\n"                                                                                            \
    "      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Body'}}}}\n"      \
    "      responses: {'200': {description: done, content: {application/json: {schema: {$ref: "              \
    "'#/components/schemas/Body'}}}}}\n" COMPONENTS "    Body: %s\n"

static const char *const frames[] = {
    [FRAME_SCHEMA] = SCHEMA_FRAME("3.1.0"),
    [FRAME_SCHEMA_30] = SCHEMA_FRAME("3.0.3"),
    [FRAME_PARAMETER] =
        "openapi: 3.0.3\n" HEAD "paths: {'/items/{id}': {post: {parameters: [%s], " ANSWER "}}}\n",
    [FRAME_RESPONSES] = "openapi: 3.0.3\n" HEAD "paths: {/items: {post: {responses: {%s}}}}\n",
    [FRAME_OPERATION] = "openapi: 3.0.3\n" HEAD "paths: {/items: {post: {%s, " ANSWER "}}}\n",
    [FRAME_DOCUMENT] = "{openapi: 3.1.0, info: {title: Items, version: '1'}, %s}\n",
    [FRAME_WHOLE] = "%s",
};

static const char *framed(enum frame frame, const char *piece)
{
    static char texts[2][1 << 15];
    static int turn;
    char *text = texts[turn = !turn];
    const char *hole = strstr(frames[frame], "%s");
    int len = snprintf(text, sizeof texts[0], "%.*s%s%s", (int)(hole - frames[frame]), frames[frame], piece,
                       hole + 2);

    assert_true(len > 0 && (size_t)len < sizeof texts[0]);
    return text;
}

static int order_lines(const void *a, const void *b)
{
    return slice_compare(*(const struct slice *)a, *(const struct slice *)b);
}

/* The lines of a text, sorted, into `out`. */
static void sort_lines(struct slice text, struct buffer *out)
{
    struct slice lines[LINES_MOST];
    size_t count = 0;

    while (text.len) {
        assert_true(count < LINES_MOST);
        lines[count++] = slice_cut(&text, '\n');
    }
    qsort(lines, count, sizeof *lines, order_lines);
    for (size_t i = 0; i < count; i++)
        buffer_printf(out, "%.*s\n", SLICE_ARG(lines[i]));
    buffer_byte(out, '\0');
}

static void print(const struct differences *differences, struct buffer *out)
{
    for (size_t i = 0; i < differences->count; i++) {
        const struct difference *difference = &differences->list[i];

        buffer_printf(out, "%s %s %.*s %.*s\n", difference_class_name(difference->class),
                      difference_rule(difference->kind)->name,
                      SLICE_ARG(difference->location.len ? difference->location : SLICE("-")),
                      SLICE_ARG(difference->name.len ? difference->name : SLICE("-")));
    }
}

/* What a reader of any difference may count on. */
static void check_whole(const struct difference *difference)
{
    assert_true(difference->what.len > 0);
    assert_null(memchr(difference->what.at, '{', difference->what.len) ? strstr(difference->what.at, "{name}")
                                                                       : NULL);
    assert_ptr_equal(difference->why, difference_rule(difference->kind)->why);
    assert_non_null(difference->old_at.file);
    assert_non_null(difference->new_at.file);
    assert_true(difference->old_at.line > 0 && difference->new_at.line > 0);
    assert_string_equal(difference->old_at.file->path.at, "old.yaml");
    assert_string_equal(difference->new_at.file->path.at, "new.yaml");
}

static void check_direction(const struct difference_case *one, const char *old, const char *new,
                            const char *expected, bool *seen)
{
    struct pair_of_documents documents;
    struct buffer told, sorted, wanted;

    documents_open(&documents, framed(one->frame, old), framed(one->frame, new));
    documents_compare(&documents);
    buffer_init(&told, &documents.memory);
    buffer_init(&sorted, &documents.memory);
    buffer_init(&wanted, &documents.memory);
    print(&documents.differences, &told);
    sort_lines(buffer_slice(&told), &sorted);
    sort_lines(slice_of(expected), &wanted);
    if (strcmp(sorted.at, wanted.at) != 0)
        fail_msg("%s: from\n  %s\nto\n  %s\ntold\n%swanted\n%s", one->title, old, new, sorted.at, wanted.at);
    for (size_t i = 0; i < documents.differences.count; i++) {
        check_whole(&documents.differences.list[i]);
        seen[documents.differences.list[i].kind] = true;
    }
    buffer_done(&told);
    buffer_done(&sorted);
    buffer_done(&wanted);
    documents_close(&documents);
}

static bool seen[DIFFERENCE_KINDS];

static void every_case_is_told_in_both_directions(void **state)
{
    for (size_t i = 0; i < sizeof all_cases / sizeof *all_cases; i++) {
        for (size_t j = 0; j < all_cases[i]->count; j++) {
            const struct difference_case *one = &all_cases[i]->list[j];

            check_direction(one, one->old, one->new, one->forward, seen);
            check_direction(one, one->new, one->old, one->backward, seen);
        }
    }
}

static void a_document_does_not_differ_from_itself(void **state)
{
    bool unused[DIFFERENCE_KINDS];

    for (size_t i = 0; i < sizeof all_cases / sizeof *all_cases; i++) {
        for (size_t j = 0; j < all_cases[i]->count; j++) {
            const struct difference_case *one = &all_cases[i]->list[j];

            check_direction(one, one->old, one->old, "", unused);
            check_direction(one, one->new, one->new, "", unused);
        }
    }
}

/* After the cases: whoever adds a kind adds a case. */
static void every_kind_is_told_by_some_case(void **state)
{
    size_t missing = 0;

    for (size_t kind = 0; kind < DIFFERENCE_KINDS; kind++) {
        if (!seen[kind])
            print_error("no case tells %s\n", difference_rule((enum difference_kind)kind)->name);
        missing += !seen[kind];
    }
    assert_int_equal(missing, 0);
    assert_true(DIFFERENCE_KINDS >= 90);
}

static void every_rule_is_written_out(void **state)
{
    for (size_t i = 0; i < DIFFERENCE_KINDS; i++) {
        const struct difference_rule *rule = difference_rule((enum difference_kind)i);

        assert_true(strspn(rule->name, "abcdefghijklmnopqrstuvwxyz-") == strlen(rule->name));
        assert_true(strlen(rule->what) > 0 && strlen(rule->why) > 0);
        assert_int_equal(difference_kind_named(slice_of(rule->name)), i);
    }
    assert_int_equal(difference_kind_named(SLICE("no-such-kind")), DIFFERENCE_KINDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rule_is_written_out),
        cmocka_unit_test(every_case_is_told_in_both_directions),
        cmocka_unit_test(a_document_does_not_differ_from_itself),
        cmocka_unit_test(every_kind_is_told_by_some_case),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
