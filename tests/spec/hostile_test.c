/* SPDX-License-Identifier: Apache-2.0 */
/* Nothing an API sends can break a document, forge a part of it or climb out of a directory. */
#include "spec/hostile.h"

#include "base/text.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

static json_t *load(struct build *build, bool is_30)
{
    json_error_t error;
    json_t *document =
        json_loads(build_write(build, is_30, false, false), JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);

    if (!document)
        fail_msg("line %d: %s", error.line, error.text);
    return document;
}

static void hostile_names_give_a_document_without_duplicates(void **state)
{
    struct build build;

    hostile_build(&build);
    for (unsigned is_30 = 0; is_30 < 2; is_30++) {
        json_t *document = load(&build, is_30);

        assert_true(json_object_size(json_object_get(document, "paths")) > 10);
        json_decref(document);
    }
    build_done(&build);
}

static void no_control_character_is_printed(void **state)
{
    struct build build;

    hostile_build(&build);
    for (unsigned i = 0; i < 8; i++) {
        struct slice text = slice_of(build_write(&build, i & 1, i & 2, i & 4));
        uint32_t point;

        while (text.len) {
            assert_true(text_take(&text, &point));
            assert_true(point == '\n' || (point >= 0x20 && (point < 0x7f || point > 0x9f)));
            assert_true(point != 0x202e && point != 0xfeff && point != 0x2028);
        }
    }
    build_done(&build);
}

static void paths_are_paths_whatever_they_were(void **state)
{
    struct build build;
    json_t *document, *item;
    const char *path;

    hostile_build(&build);
    document = load(&build, false);
    json_object_foreach(json_object_get(document, "paths"), path, item)
    {
        assert_int_equal(path[0], '/');
        assert_null(strpbrk(path, " ?#<>\"\\^`|\n\x1b"));
        for (const char *brace = path; (brace = strchr(brace, '{')); brace++)
            assert_non_null(strchr(brace, '}'));
    }
    assert_non_null(json_object_get(json_object_get(document, "paths"), "/a/{b}/%7Bnot%20a%20parameter%7D"));
    assert_non_null(json_object_get(json_object_get(document, "paths"), "/twice/{id}/{id2}"));
    assert_non_null(json_object_get(json_object_get(document, "paths"), "/odd/{a_b_c}"));
    json_decref(document);
    build_done(&build);
}

static void servers_are_hosts_and_nothing_else(void **state)
{
    struct build build;
    json_t *document;

    hostile_build(&build);
    document = load(&build, false);
    assert_null(json_object_get(document, "servers"));
    json_decref(document);
    build_done(&build);
}

static void methods_without_a_place_are_not_lost(void **state)
{
    struct build build;
    json_t *document, *others;

    hostile_build(&build);
    document = load(&build, false);
    others = json_object_get(
        json_object_get(json_object_get(json_object_get(document, "paths"), "/same"), "x-plainsight"),
        "otherMethods");
    /* The second GET, "get" and a method with a line break. */
    assert_int_equal(json_array_size(others), 3);
    json_decref(document);
    build_done(&build);
}

static void credentials_are_no_parameters(void **state)
{
    struct build build;

    hostile_build(&build);
    for (unsigned i = 0; i < 4; i++)
        assert_null(strstr(build_write(&build, i & 1, i & 2, false), "secret"));
    build_done(&build);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hostile_names_give_a_document_without_duplicates),
        cmocka_unit_test(no_control_character_is_printed),
        cmocka_unit_test(paths_are_paths_whatever_they_were),
        cmocka_unit_test(servers_are_hosts_and_nothing_else),
        cmocka_unit_test(methods_without_a_place_are_not_lost),
        cmocka_unit_test(credentials_are_no_parameters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
