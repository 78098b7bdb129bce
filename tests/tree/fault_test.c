/* SPDX-License-Identifier: Apache-2.0 */
#include "tree/reading.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

static const struct tree_file *file_of(struct reading *reading, const char *name)
{
    return tree_read_text(&reading->reader, name, SLICE("a: 1"));
}

static void faults_are_sorted_by_place(void **state)
{
    struct reading *reading = *state;
    struct faults *faults = &reading->reader.faults;
    const struct tree_file *b = file_of(reading, "b"), *a = file_of(reading, "a");

    assert_false(fault_add(faults, FAULT_ERROR, (struct position){ a, 1, 1 }, "x", "first of a"));
    fault_add(faults, FAULT_WARNING, (struct position){ b, 10, 2 }, "x", "late");
    fault_add(faults, FAULT_WARNING, (struct position){ b, 10, 1 }, "x", "one");
    fault_add(faults, FAULT_FATAL, (struct position){ b, 10, 1 }, "x", "two");
    fault_add(faults, FAULT_ERROR, (struct position){ b, 0, 0 }, "x", "whole");
    fault_add(faults, FAULT_ERROR, (struct position){ NULL, 0, 0 }, "x", "nowhere");
    fault_add(faults, FAULT_ERROR, (struct position){ b, 2, 0 }, "x", "line");
    assert_string_equal(reading_faults(reading), "error nowhere [x]\n"
                                                 "error b: whole [x]\n"
                                                 "error b:2: line [x]\n"
                                                 "warning b:10:1: one [x]\n"
                                                 "fatal b:10:1: two [x]\n"
                                                 "warning b:10:2: late [x]\n"
                                                 "error a:1:1: first of a [x]");
    assert_int_equal(faults->warnings, 2);
    assert_int_equal(faults->errors, 4);
    assert_int_equal(faults->fatals, 1);
    assert_string_equal(faults->last->text.at, "first of a");
}

static void what_documents_bring_in_is_escaped(void **state)
{
    struct reading *reading = *state;
    const struct tree_file *file = file_of(reading, "a\x1b[31m");

    fault_add(&reading->reader.faults, FAULT_ERROR, (struct position){ file, 1, 2 }, "x",
              "the key '%s' and '%.*s'", "\x1b[2J\n", 3, "\xe2\x80\xae");
    assert_string_equal(reading_faults(reading),
                        "error a\\x1b[31m:1:2: the key '\\x1b[2J\\x0a' and '\\u{202e}' [x]");
}

static void long_sentences_are_cut_between_characters(void **state)
{
    struct reading *reading = *state;
    char text[2001];

    for (size_t i = 0; i < 1000; i++)
        memcpy(text + 2 * i, "\xc3\xa4", 3);
    fault_add(&reading->reader.faults, FAULT_ERROR, (struct position){ NULL, 0, 0 }, "x", "a%s", text);
    assert_true(reading->reader.faults.first->text.len < 1010);
    assert_non_null(strstr(reading->reader.faults.first->text.at, "\xa4..."));
    assert_null(strstr(reading->reader.faults.first->text.at, "\\x"));
}

static void so_many_are_kept_and_all_are_counted(void **state)
{
    struct reading *reading = *state;
    struct faults *faults = &reading->reader.faults, more;
    size_t kept = 0;

    for (int i = 0; i < FAULTS_KEPT - 1; i++)
        fault_add(faults, FAULT_ERROR, (struct position){ NULL, 0, 0 }, "x", "%d", i);
    faults_init(&more, &reading->reader.arena);
    fault_add(&more, FAULT_ERROR, (struct position){ NULL, 0, 0 }, "x", "last");
    fault_add(&more, FAULT_WARNING, (struct position){ NULL, 0, 0 }, "x", "one too many");
    faults_append(faults, &more);
    assert_null(more.first);
    assert_int_equal(more.errors, 0);
    assert_string_equal(faults->last->text.at, "last");
    fault_add(faults, FAULT_ERROR, (struct position){ NULL, 0, 0 }, "x", "not kept");
    assert_int_equal(faults->errors, FAULTS_KEPT + 1);
    assert_int_equal(faults->warnings, 1);
    faults_sort(faults);
    for (const struct fault *fault = faults->first; fault; fault = fault->next)
        kept++;
    assert_int_equal(kept, FAULTS_KEPT);
    assert_string_equal(faults->first->text.at, "0");
    assert_string_equal(faults->last->text.at, "last");
    assert_false(faults->failed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(faults_are_sorted_by_place, reading_setup, reading_teardown),
        cmocka_unit_test_setup_teardown(what_documents_bring_in_is_escaped, reading_setup, reading_teardown),
        cmocka_unit_test_setup_teardown(long_sentences_are_cut_between_characters, reading_setup,
                                        reading_teardown),
        cmocka_unit_test_setup_teardown(so_many_are_kept_and_all_are_counted, reading_setup,
                                        reading_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
