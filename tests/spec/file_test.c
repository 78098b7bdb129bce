/* SPDX-License-Identifier: Apache-2.0 */
#include "spec/file.h"

#include "spec/build.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define MANY 3

struct output {
    char directory[64];
    struct build builds[MANY];
    struct service services[MANY];
    struct inventory inventory;
    struct memory memory;
    unsigned told;
};

static int setup(void **state)
{
    static struct output place;
    static const char *const keys[MANY] = { "a.example.com", "b.example.com:8080", "../../etc/passwd" };

    memset(&place, 0, sizeof place);
    snprintf(place.directory, sizeof place.directory, "/tmp/plainsight-spec-XXXXXX");
    if (!mkdtemp(place.directory))
        return 1;
    for (size_t i = 0; i < MANY; i++) {
        build_init(&place.builds[i], keys[i]);
        build_endpoint(&place.builds[i], "GET", "/things", 1);
        place.services[i] = place.builds[i].service;
    }
    place.inventory = (struct inventory){ .services = place.services, .service_count = MANY };
    *state = &place;
    return 0;
}

static void remove_tree(const char *path)
{
    char name[400];
    DIR *directory = opendir(path);
    struct dirent *entry;

    while (directory && (entry = readdir(directory))) {
        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
            continue;
        snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
        if (unlink(name))
            remove_tree(name);
    }
    if (directory)
        closedir(directory);
    rmdir(path);
}

static int teardown(void **state)
{
    struct output *place = *state;

    remove_tree(place->directory);
    for (size_t i = 0; i < MANY; i++)
        build_done(&place->builds[i]);
    return place->memory.used != 0;
}

static void tell(void *context, const struct service *service, const char *path)
{
    struct output *place = context;

    assert_int_equal(access(path, R_OK), 0);
    place->told++;
}

static bool write_to(struct output *place, const char *name, const char *service, struct error *err)
{
    struct spec_options options = { .is_yaml = true };
    char path[200];

    *err = (struct error){ 0 };
    snprintf(path, sizeof path, "%s/%s", place->directory, name);
    place->told = 0;
    return spec_write(&place->inventory, slice_of(service), &options, path, &place->memory, tell, place, err);
}

static size_t files_in(struct output *place, const char *name)
{
    char path[200];
    struct dirent *entry;
    size_t count = 0;
    DIR *directory;

    snprintf(path, sizeof path, "%s/%s", place->directory, name);
    directory = opendir(path);
    while (directory && (entry = readdir(directory)))
        count += entry->d_name[0] != '.';
    if (directory)
        closedir(directory);
    return count;
}

static void a_directory_gets_one_document_a_service(void **state)
{
    struct output *place = *state;
    struct error err;
    char path[200];

    assert_true(write_to(place, "out", "", &err));
    assert_int_equal(place->told, MANY);
    assert_int_equal(files_in(place, "out"), MANY);
    snprintf(path, sizeof path, "%s/out/b.example.com_8080.yaml", place->directory);
    assert_int_equal(access(path, R_OK), 0);
    /* Again: in the same places. */
    assert_true(write_to(place, "out", "", &err));
    assert_int_equal(files_in(place, "out"), MANY);
}

static void one_document_wants_one_service(void **state)
{
    struct output *place = *state;
    struct error err;

    assert_false(write_to(place, "one.json", "", &err));
    assert_int_equal(err.kind, ERROR_USAGE);
    assert_non_null(strstr(err.text, "--service (a.example.com, b.example.com:8080, ../../etc/passwd)"));
    assert_int_equal(files_in(place, "."), 0);
    assert_true(write_to(place, "one.json", "a.example.com", &err));
    assert_int_equal(place->told, 1);
    /* Services that are all noise do not count. */
    place->services[1].endpoint_count = place->services[2].endpoint_count = 0;
    assert_true(write_to(place, "two.yml", "", &err));
    assert_int_equal(files_in(place, "."), 2);
}

static void the_ending_decides_the_format(void **state)
{
    struct output *place = *state;
    struct error err;
    char path[200], head[2] = "";
    FILE *file;

    assert_true(write_to(place, "one.json", "a.example.com", &err));
    snprintf(path, sizeof path, "%s/one.json", place->directory);
    file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fread(head, 1, 1, file), 1);
    fclose(file);
    assert_string_equal(head, "{");
}

static void what_cannot_be_written_is_said_in_a_sentence(void **state)
{
    struct output *place = *state;
    struct error err;

    assert_false(write_to(place, "missing/one.json", "a.example.com", &err));
    assert_int_equal(err.kind, ERROR_SYSTEM);
    assert_false(write_to(place, "one.json", "nobody\x1b[2J", &err));
    assert_string_equal(err.text,
                        "there is no service nobody\\x1b[2J; plainsight inventory lists those there are");
    assert_true(write_to(place, "one.json", "a.example.com", &err));
    assert_false(write_to(place, "one.json/two", "", &err));
    place->inventory.service_count = 0;
    assert_false(write_to(place, "out", "", &err));
    assert_string_equal(err.text, "nothing to write: no service was observed yet");
}

static void a_file_in_the_place_of_a_directory_is_named(void **state)
{
    struct output *place = *state;
    struct error err;
    char from[200], to[200];

    assert_true(write_to(place, "one.json", "a.example.com", &err));
    snprintf(from, sizeof from, "%s/one.json", place->directory);
    snprintf(to, sizeof to, "%s/plain", place->directory);
    assert_int_equal(rename(from, to), 0);
    assert_false(write_to(place, "plain", "", &err));
    assert_int_equal(err.kind, ERROR_USAGE);
    assert_non_null(strstr(err.text, "is a file; name a directory"));
}

static void file_names_are_safe_and_differ(void **state)
{
    static const char *const keys[] = {
        "api.example.com",
        "api.example.com:8443",
        "api.example.com_8443",
        "10.0.0.5:8080",
        "[::1]:80",
        "..",
        ".",
        "",
        "/etc/passwd",
        "../x",
        "API.example.com",
        "a b",
        "a/b",
        "a\\b",
        "a\nb",
        "-rf",
        ".hidden",
        "a..b",
        "x.",
        "con\x01",
        "my_service",
        "my_service:80",
        "my_service_80",
        "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuv"
        "wxyz",
        "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuv"
        "wxyy",
        "a-0123456789abcdef",
    };
    enum { COUNT = sizeof keys / sizeof *keys };
    struct memory memory = { 0 };
    struct slice names[COUNT];
    struct arena arena;

    arena_init(&arena, &memory, 0);
    for (size_t i = 0; i < COUNT; i++) {
        names[i] = spec_file_name(slice_of(keys[i]), &arena);
        assert_in_range(names[i].len, 1, 110);
        assert_true(names[i].at[0] != '.' && names[i].at[0] != '-');
        assert_null(strstr(names[i].at, ".."));
        for (size_t c = 0; c < names[i].len; c++)
            assert_non_null(strchr("abcdefghijklmnopqrstuvwxyz0123456789.-_", names[i].at[c]));
        for (size_t j = 0; j < i; j++)
            assert_false(slice_eq(names[i], names[j]));
    }
    assert_string_equal(names[0].at, "api.example.com");
    assert_string_equal(names[1].at, "api.example.com_8443");
    assert_string_equal(names[3].at, "10.0.0.5_8080");
    assert_string_equal(names[20].at, "my_service");
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_directory_gets_one_document_a_service, setup, teardown),
        cmocka_unit_test_setup_teardown(one_document_wants_one_service, setup, teardown),
        cmocka_unit_test_setup_teardown(the_ending_decides_the_format, setup, teardown),
        cmocka_unit_test_setup_teardown(what_cannot_be_written_is_said_in_a_sentence, setup, teardown),
        cmocka_unit_test_setup_teardown(a_file_in_the_place_of_a_directory_is_named, setup, teardown),
        cmocka_unit_test(file_names_are_safe_and_differ),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
