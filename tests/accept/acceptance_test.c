/* SPDX-License-Identifier: Apache-2.0 */
/* Entries for findings of posture, and two vocabularies side by side; rows of drift are accepted in tests/drift. */
#include "accept/acceptance.h"

#include "base/check.h"

#include <stdio.h>
#include <stdlib.h>

#define NOW 1790000000000000000 /* 2026-09-21 */

struct fixture {
    struct memory account;
    struct tree_reader reader;
    struct acceptances read;
    struct buffer told;
};

static const char *kind_word(const void *context, size_t index)
{
    static const char *const words[] = { "undocumented_operation", "type_mismatch", NULL };

    return words[index];
}

static const char *check_word(const void *context, size_t index)
{
    static const char *const words[] = { "auth.missing", "headers.hsts", "headers.nosniff", NULL };

    return words[index];
}

static int begin(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);

    tree_reader_init(&fixture->reader, &fixture->account);
    buffer_init(&fixture->told, &fixture->account);
    *state = fixture;
    return 0;
}

static int end(void **state)
{
    struct fixture *fixture = *state;

    buffer_done(&fixture->told);
    tree_reader_done(&fixture->reader);
    assert_int_equal(fixture->account.used, 0);
    free(fixture);
    return 0;
}

/* Reads entries; answers the faults, one a line. */
static const char *read_text(struct fixture *fixture, const char *text)
{
    const struct acceptance_words words = { { kind_word, check_word } };
    const struct tree_file *file;
    struct error err = { 0 };

    tree_reader_done(&fixture->reader);
    tree_reader_init(&fixture->reader, &fixture->account);
    file = tree_read_text(&fixture->reader, ACCEPTANCE_FILE, slice_of(text));
    assert_non_null(file);
    assert_true(acceptances_read(&fixture->reader, &file, 1, &words, &fixture->read, &err));
    buffer_reset(&fixture->told);
    for (const struct fault *fault = fixture->reader.faults.first; fault; fault = fault->next)
        buffer_printf(&fixture->told, "%s: %.*s\n", fault->rule, SLICE_ARG(fault->text));
    buffer_byte(&fixture->told, '\0');
    return fixture->told.at;
}

/* Whether an entry with that selector takes the place. */
static bool takes(struct fixture *fixture, const char *selector, const struct acceptable *found)
{
    char text[256];

    snprintf(text, sizeof text, "accept:\n  - %s\n    reason: known\n", selector);
    assert_string_equal(read_text(fixture, text), "");
    return acceptances_find(&fixture->read, found, NOW) != NULL;
}

static const struct acceptable finding = {
    .room = ACCEPTED_POSTURE,
    .id = SLICE("p0123456789ab"),
    .kind = SLICE("headers.hsts"),
    .service = SLICE("api.example.com"),
    .method = SLICE("GET"),
    .template = SLICE("/users/{userId}"),
    .location = SLICE("header Server"),
};

static const struct acceptable row = {
    .room = ACCEPTED_DRIFT,
    .id = SLICE("d0123456789ab"),
    .kind = SLICE("type_mismatch"),
    .service = SLICE("api.example.com"),
    .method = SLICE("GET"),
    .template = SLICE("/users/{userId}"),
};

static void findings_are_accepted_by_id_check_service_and_operation(void **state)
{
    struct fixture *fixture = *state;

    assert_true(takes(fixture, "id: p0123456789ab", &finding));
    assert_false(takes(fixture, "id: p0123456789ac", &finding));
    assert_true(takes(fixture, "check: headers.hsts", &finding));
    assert_true(takes(fixture, "check: headers.*", &finding));
    assert_true(takes(fixture, "check: '*'", &finding));
    assert_false(takes(fixture, "check: auth.missing", &finding));
    assert_true(takes(fixture, "check: '*'\n    service: '*.example.com'", &finding));
    assert_false(takes(fixture, "check: '*'\n    service: other.example.com", &finding));
    assert_true(takes(fixture, "check: '*'\n    operation: GET /users/{id}", &finding));
    assert_false(takes(fixture, "check: '*'\n    operation: POST /users/{id}", &finding));
    assert_true(takes(fixture, "check: '*'\n    location: header *", &finding));
}

static void what_names_no_check_accepts_no_finding(void **state)
{
    struct fixture *fixture = *state;

    assert_false(takes(fixture, "service: api.example.com", &finding));
    assert_false(takes(fixture, "operation: GET /users/{id}", &finding));
    assert_false(takes(fixture, "kind: '*'", &finding));
    assert_true(takes(fixture, "service: api.example.com", &row));
}

static void what_names_a_check_accepts_no_row(void **state)
{
    struct fixture *fixture = *state;

    assert_false(takes(fixture, "check: '*'", &row));
    assert_false(takes(fixture, "id: p0123456789ab", &row));
    assert_true(takes(fixture, "id: d0123456789ab", &row));
    assert_true(takes(fixture, "kind: type_*", &row));
}

static void an_entry_is_of_one_room(void **state)
{
    struct fixture *fixture = *state;

    assert_string_equal(read_text(fixture, "accept:\n- {check: '*', reason: a}\n- {kind: '*', reason: a}\n"),
                        "");
    assert_true(acceptance_is_of(&fixture->read.entries[0], ACCEPTED_POSTURE));
    assert_false(acceptance_is_of(&fixture->read.entries[0], ACCEPTED_DRIFT));
    assert_true(acceptance_is_of(&fixture->read.entries[1], ACCEPTED_DRIFT));
    assert_false(acceptance_is_of(&fixture->read.entries[1], ACCEPTED_POSTURE));
}

static void the_first_that_fits_and_is_not_over_counts(void **state)
{
    struct fixture *fixture = *state;
    const struct acceptance *found;

    read_text(fixture, "accept:\n- {check: headers.hsts, reason: a, until: 2020-01-01}\n"
                       "- {check: headers.hsts, reason: b}\n- {check: headers.*, reason: c}\n");
    found = acceptances_find(&fixture->read, &finding, NOW);
    assert_ptr_equal(found, &fixture->read.entries[1]);
    assert_true(found->was_used);
    assert_false(fixture->read.entries[2].was_used);
}

static void words_are_looked_up_in_both_vocabularies(void **state)
{
    static const struct {
        const char *text, *faults;
    } cases[] = {
        { "accept: [{check: headers.hst, reason: a}]",
          "acceptance-check: no check is called \"headers.hst\"; did you mean \"headers.hsts\"?\n" },
        { "accept: [{check: type_mismatch, reason: a}]",
          "acceptance-check: \"type_mismatch\" is a kind of drift: write `kind` instead of `check`\n" },
        { "accept: [{kind: auth.missing, reason: a}]",
          "acceptance-kind: \"auth.missing\" is a check: write `check` instead of `kind`\n" },
        { "accept: [{kind: auth.mising, reason: a}]",
          "acceptance-kind: no kind of drift is called \"auth.mising\"; did you mean the check "
          "\"auth.missing\"?\n" },
        { "accept: [{check: undocumented_operatoin, reason: a}]",
          "acceptance-check: no check is called \"undocumented_operatoin\"; did you mean the kind of drift "
          "\"undocumented_operation\"?\n" },
        { "accept: [{check: zzzzzzzzzzzzz, reason: a}]",
          "acceptance-check: no check is called \"zzzzzzzzzzzzz\"\n" },
        { "accept: [{check: nothing.*, reason: a}]", "acceptance-check: no check is called \"nothing.*\"\n" },
        { "accept: [{check: '*', kind: '*', reason: a}]",
          "acceptance-selector: nothing is of a kind of drift and of a check as well: write two entries\n" },
        { "accept: [{chek: '*', reason: a}]",
          "acceptance-key: what is accepted has no \"chek\"; did you mean \"check\"?\n"
          "acceptance-selector: nothing says what is accepted: give an id, or a kind or check, service, "
          "operation, location or name\n" },
    };
    struct fixture *fixture = *state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_string_equal(read_text(fixture, cases[i].text), cases[i].faults);
        assert_int_equal(fixture->read.count, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(findings_are_accepted_by_id_check_service_and_operation, begin, end),
        cmocka_unit_test_setup_teardown(what_names_no_check_accepts_no_finding, begin, end),
        cmocka_unit_test_setup_teardown(what_names_a_check_accepts_no_row, begin, end),
        cmocka_unit_test_setup_teardown(an_entry_is_of_one_room, begin, end),
        cmocka_unit_test_setup_teardown(the_first_that_fits_and_is_not_over_counts, begin, end),
        cmocka_unit_test_setup_teardown(words_are_looked_up_in_both_vocabularies, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
