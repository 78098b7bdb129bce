/* SPDX-License-Identifier: Apache-2.0 */
/* Files: what is read, what is refused, and what happens when memory is. */
#include "tree/reading.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

struct place {
    char directory[64];
    char path[128];
    struct reading *reading;
};

static int setup(void **state)
{
    static struct place place;
    void *reading;

    if (reading_setup(&reading) != 0)
        return 1;
    place.reading = reading;
    snprintf(place.directory, sizeof place.directory, "/tmp/plainsight-tree-XXXXXX");
    if (!mkdtemp(place.directory))
        return 1;
    snprintf(place.path, sizeof place.path, "%s/a.yaml", place.directory);
    *state = &place;
    return 0;
}

static int teardown(void **state)
{
    struct place *place = *state;
    void *reading = place->reading;

    unlink(place->path);
    rmdir(place->directory);
    return reading_teardown(&reading);
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void a_file_is_read_once_whatever_it_is_called(void **state)
{
    struct place *place = *state;
    struct tree_reader *reader = &place->reading->reader;
    char other[128];
    struct error err = { ERROR_NONE, "" };
    const struct tree_file *file;

    write_file(place->path, "a: 1\n");
    snprintf(other, sizeof other, "%s/../%s/./a.yaml", place->directory, strrchr(place->directory, '/') + 1);
    file = tree_read(reader, other, &err);
    assert_non_null(file);
    assert_true(slice_eq(file->path, slice_of(other)));
    assert_true(slice_eq(file->real, slice_of(place->path)));
    assert_int_equal(file->order, 0);
    assert_int_equal(file->text.at[file->text.len], '\0');
    assert_string_equal(reading_json(place->reading, file->root), "{\"a\":1}");
    assert_ptr_equal(tree_read(reader, place->path, &err), file);
    assert_ptr_equal(tree_read(reader, other, &err), file);
    assert_int_equal(reader->file_count, 1);
    assert_int_equal(reader->bytes, 5);
}

/* What the error says is `before`, the path, `behind`. */
static void refused(struct place *place, const char *before, const char *path, const char *behind)
{
    struct error err = { ERROR_NONE, "" };
    char text[400];

    snprintf(text, sizeof text, "%s%s%s", before, path, behind);
    assert_null(tree_read(&place->reading->reader, path, &err));
    assert_string_equal(err.text, text);
    assert_int_equal(place->reading->reader.file_count, 0);
}

static void what_cannot_be_opened_is_an_error(void **state)
{
    struct place *place = *state;

    refused(place, "cannot open ", place->path, ": No such file or directory");
    refused(place, "", place->directory, " is a directory; name a document in it");
    refused(place, "cannot open ", "", ": No such file or directory");
}

static void what_is_too_large_is_refused_before_it_is_read(void **state)
{
    struct place *place = *state;
    size_t before = place->reading->memory.peak;

    write_file(place->path, "a: 1\n");
    assert_int_equal(truncate(place->path, 50 << 20), 0);
    refused(place, "", place->path, " is larger than 32 MB, the most that is read of one document");
    assert_true(place->reading->memory.peak == before);
    refused(place, "", "/dev/zero", " is larger than 32 MB, the most that is read of one document");
}

static void text_that_is_too_large_is_a_fault(void **state)
{
    struct place *place = *state;
    const struct tree_file *file =
        tree_read_text(&place->reading->reader, "a.json", slice_make("", TREE_FILE_MOST + 1));

    assert_non_null(file);
    assert_null(file->root);
    assert_string_equal(
        reading_faults(place->reading),
        "fatal a.json: this is larger than 32 MB, or too much together with the documents read "
        "before it [too-large]");
}

static void a_pipe_is_read_to_its_end(void **state)
{
    struct place *place = *state;
    struct error err = { ERROR_NONE, "" };
    int ends[2], input = dup(STDIN_FILENO);
    const struct tree_file *file;

    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "[1, 2", 5), 5);
    close(ends[1]);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    file = tree_read(&place->reading->reader, "-", &err);
    assert_ptr_equal(tree_read(&place->reading->reader, "-", &err), file);
    dup2(input, STDIN_FILENO);
    close(input);
    assert_non_null(file);
    assert_null(file->root);
    assert_string_equal(reading_faults(place->reading),
                        "fatal standard input:1:6: expected ',' or ']' behind an "
                        "element, found the end of the file [syntax]");
}

static void texts_stand_for_files_of_their_name(void **state)
{
    struct place *place = *state;
    struct tree_reader *reader = &place->reading->reader;
    struct error err = { ERROR_NONE, "" };
    const struct tree_file *first = tree_read_text(reader, "b.yaml", SLICE("a: 1"));
    const struct tree_file *second = tree_read_text(reader, "b.yaml", SLICE("a: 2"));

    assert_ptr_not_equal(first, second);
    assert_ptr_equal(tree_read(reader, "b.yaml", &err), second);
    assert_string_equal(reading_json(place->reading, first->root), "{\"a\":1}");
    assert_int_equal(second->order, 1);
}

/* Everything that takes memory. */
#define RICH                                                                                                 \
    "base: &b {x: 1, y: [a, 'b''c', \"d\\n\"]}\n"                                                            \
    "!e!t one: {<<: *b, z: *b, ? &k k: 1}\ntext: |\n  a\n  b\nplain: a\n  b\nnot:\n"                         \
    "many: {a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7, h: 8, i: 9, j: 10, a: 11}\n"                           \
    "wide: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]\n"

/* So many entries that stacks and arenas must grow in all places. */
static void write_rich(struct buffer *out, bool is_json)
{
    buffer_text(out, is_json ? "[" : "%TAG !e! tag:e,1:\n---\n" RICH "all:\n");
    for (unsigned i = 0; i < 600; i++) {
        if (is_json)
            buffer_printf(out, "{\"a%u\": [\"b\\n\", %u, true, null, {}], \"c\": [[]]}, ", i, i);
        else
            buffer_printf(out, "- &a%u\n  k: 'x''y'\n  l%u: [1, *a0]\n  m: |\n   x\n  n: {p: q, <<: *b}\n", i,
                          i);
    }
    buffer_text(out, is_json ? "0]" : "end: *a599\n");
}

static bool read_with(const char *path, struct memory memory)
{
    struct error err = { ERROR_NONE, "" };
    struct tree_reader reader;
    const struct tree_file *file;
    bool failed;

    tree_reader_init(&reader, &memory);
    file = tree_read(&reader, path, &err);
    failed = memory.denied > 0;
    assert_int_equal(reader.faults.failed, failed);
    assert_true(failed || (file && file->root));
    assert_int_equal(err.kind, file ? ERROR_NONE : ERROR_MEMORY);
    tree_reader_done(&reader);
    assert_int_equal(memory.used, 0);
    return !failed;
}

static void refused_memory_is_said_and_nothing_else_happens(void **state)
{
    struct place *place = *state;

    for (int is_json = 0; is_json < 2; is_json++) {
        struct buffer text;
        uint64_t calls = 1;
        size_t limit = 1000;

        buffer_init(&text, &place->reading->memory);
        write_rich(&text, is_json);
        buffer_byte(&text, '\0');
        write_file(place->path, text.at);
        buffer_done(&text);
        while (!read_with(place->path, (struct memory){ .fail_at = calls }))
            calls++;
        assert_true(calls > 15);
        while (!read_with(place->path, (struct memory){ .limit = limit }))
            limit = limit * 17 / 16;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_file_is_read_once_whatever_it_is_called, setup, teardown),
        cmocka_unit_test_setup_teardown(what_cannot_be_opened_is_an_error, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_too_large_is_refused_before_it_is_read, setup, teardown),
        cmocka_unit_test_setup_teardown(text_that_is_too_large_is_a_fault, setup, teardown),
        cmocka_unit_test_setup_teardown(a_pipe_is_read_to_its_end, setup, teardown),
        cmocka_unit_test_setup_teardown(texts_stand_for_files_of_their_name, setup, teardown),
        cmocka_unit_test_setup_teardown(refused_memory_is_said_and_nothing_else_happens, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
