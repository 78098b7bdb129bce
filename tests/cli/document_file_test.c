/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/document_file.h"

#include "base/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct place {
    struct memory account;
    struct arena arena;
    char directory[64];
};

static int place_setup(void **state)
{
    struct place *place = calloc(1, sizeof *place);

    arena_init(&place->arena, &place->account, 0);
    snprintf(place->directory, sizeof place->directory, "/tmp/document_file.XXXXXX");
    assert_non_null(mkdtemp(place->directory));
    *state = place;
    return 0;
}

static int place_teardown(void **state)
{
    struct place *place = *state;

    rmdir(place->directory);
    arena_done(&place->arena);
    free(place);
    return 0;
}

static void no_name_leaves_the_directory_and_no_two_keys_share_one(void **state)
{
    struct place *place = *state;
    static const struct {
        const char *key, *path;
    } cases[] = {
        { "api.example.com", "d/api.example.com.yaml" },
        { "api.example.com:8443", "d/api.example.com_8443.yaml" },
        { "api.example.com_8443", "d/api.example.com%5F8443.yaml" },
        { "../../etc/passwd", "d/%2E.%2F..%2Fetc%2Fpasswd.yaml" },
        { "[2001:db8::1]", "d/%5B2001_db8__1%5D.yaml" },
        { "", "d/service.yaml" },
        { "\x1b[2J\xff", "d/%1B%5B2J%FF.yaml" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_slice_equal(document_path(&place->arena, "d", slice_of(cases[i].key), "yaml"), cases[i].path);
    assert_slice_equal(document_path(&place->arena, "d/", SLICE("a"), "json"), "d/a.json");
}

static void a_document_replaces_the_old_one_whole(void **state)
{
    struct place *place = *state;
    struct slice path = arena_printf(&place->arena, "%s/a.yaml", place->directory);
    struct error err = { 0 };
    char text[16] = "";
    FILE *file;

    assert_true(document_write(path, SLICE("an old and longer one"), &place->arena, &err));
    assert_true(document_write(path, SLICE("new"), &place->arena, &err));
    file = fopen(path.at, "rb");
    assert_int_equal(fread(text, 1, sizeof text, file), 3);
    assert_memory_equal(text, "new", 3);
    fclose(file);
    assert_int_equal(unlink(path.at), 0); /* and nothing else is left: teardown removes the directory */
}

static void directories_are_made_with_their_parents(void **state)
{
    struct place *place = *state;
    struct slice path = arena_printf(&place->arena, "%s/a/b", place->directory);
    struct error err = { 0 };

    assert_true(document_make_directory(path.at, &place->arena, &err));
    assert_true(document_is_directory(path.at));
    assert_true(document_make_directory(path.at, &place->arena, &err));
    assert_int_equal(rmdir(path.at), 0);
    assert_int_equal(rmdir(arena_printf(&place->arena, "%s/a", place->directory).at), 0);
}

static void what_cannot_be_written_is_said(void **state)
{
    struct place *place = *state;
    struct error err = { 0 };

    assert_false(document_write(SLICE("/proc/none/a.yaml"), SLICE("x"), &place->arena, &err));
    assert_int_equal(err.kind, ERROR_SYSTEM);
    assert_non_null(strstr(err.text, "'/proc/none/a.yaml' could not be written"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(no_name_leaves_the_directory_and_no_two_keys_share_one, place_setup,
                                        place_teardown),
        cmocka_unit_test_setup_teardown(a_document_replaces_the_old_one_whole, place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(directories_are_made_with_their_parents, place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(what_cannot_be_written_is_said, place_setup, place_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
