/* SPDX-License-Identifier: Apache-2.0 */
#include "posture/settings.h"

#include "base/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct fixture {
    struct memory account;
    struct tree_reader reader;
    struct posture_settings read;
    struct buffer told;
};

static int begin(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);

    assert_non_null(fixture);
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

static const struct posture_settings *read_text(struct fixture *fixture, const char *text)
{
    struct error err = { .kind = ERROR_NONE };

    tree_reader_done(&fixture->reader);
    tree_reader_init(&fixture->reader, &fixture->account);
    if (!posture_settings_read_text(&fixture->reader, ".plainsight.yaml", slice_of(text), &fixture->read,
                                    &err))
        fail_msg("%s", err.text);
    return &fixture->read;
}

/* "line:column rule: sentence", one a line. */
static const char *faults(struct fixture *fixture)
{
    buffer_reset(&fixture->told);
    for (const struct fault *fault = fixture->reader.faults.first; fault; fault = fault->next)
        buffer_printf(&fixture->told, "%u:%u %s: %.*s\n", fault->at.line, fault->at.column, fault->rule,
                      SLICE_ARG(fault->text));
    buffer_byte(&fixture->told, '\0');
    return fixture->told.at;
}

static void all_of_it_is_read(void **state)
{
    struct fixture *fixture = *state;
    const struct posture_settings *read =
        read_text(fixture, "accept: []\n"
                           "networks:\n"
                           "  internal: [10.0.0.0/8, 'fd00::/8']\n"
                           "  partner: 203.0.113.7\n"
                           "hosts:\n"
                           "  public: [api.example.com]\n"
                           "  internal: ['*.svc.cluster.local', a]\n"
                           "public: ['get /users/{id}', /status, '* /docs*']\n"
                           "checks:\n"
                           "  disable: [auth.missing]\n"
                           "  severity: {'auth.*': info}\n"
                           "classes:\n"
                           "  - name: member_number\n"
                           "    pattern: 'M[0-9]{8}'\n"
                           "    validator: luhn\n"
                           "    names: [member, memberNo, card_holder]\n"
                           "    severity: high\n"
                           "    hide: true\n"
                           "  - {name: plan, title: plan of a member, names: plan}\n");

    assert_string_equal(faults(fixture), "");
    assert_int_equal(read->internal_count, 2);
    assert_int_equal(read->internal[0].bits, 8);
    assert_int_equal(read->internal[1].address.family, 6);
    assert_int_equal(read->partner_count, 1);
    assert_int_equal(read->partner[0].bits, 32);
    assert_int_equal(read->public_host_count, 1);
    assert_int_equal(read->internal_host_count, 2);
    assert_slice_equal(read->internal_hosts[1], "a");
    assert_int_equal(read->partner_host_count, 0);
    assert_int_equal(read->public_operation_count, 3);
    assert_slice_equal(read->public_operations[0], "GET /users/{}");
    assert_slice_equal(read->public_operations[1], "/status");
    assert_int_equal(read->change_count, 2);
    assert_true(read->changes[0].disabled);
    assert_slice_equal(read->changes[1].check, "auth.*");
    assert_int_equal(read->changes[1].severity, SEVERITY_INFO);
    assert_int_equal(read->class_count, 2);
    assert_slice_equal(read->classes[0].title, "Member number");
    assert_slice_equal(read->classes[0].names, "member,member no,card holder");
    assert_int_equal(read->classes[0].severity, SEVERITY_HIGH);
    assert_true(read->classes[0].shows_nothing);
    assert_slice_equal(read->classes[1].title, "plan of a member");
    assert_int_equal(read->classes[1].severity, SEVERITY_MEDIUM);
    assert_int_equal(read->classes[1].pattern.len, 0);
}

static void nothing_is_fine(void **state)
{
    static const char *const texts[] = {
        "",          "# nothing\n",   "~\n",        "{}\n",      "networks:\n",
        "checks:\n", "classes: []\n", "public: []", "lint: [a]", "hosts: {public: }"
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const struct posture_settings *read = read_text(*state, texts[i]);

        assert_string_equal(faults(*state), "");
        assert_int_equal(read->internal_count + read->public_operation_count + read->class_count, 0);
    }
}

static void what_is_wrong_is_said_with_its_place_and_counts_for_nothing(void **state)
{
    static const struct {
        const char *text, *fault;
    } rows[] = {
        { "[a]", "1:1 settings-file: the file is a mapping, not a sequence\n" },
        { "netwroks: {internal: []}",
          "1:1 settings-key: nothing reads \"netwroks\"; did you mean \"networks\"?\n" },
        { "networks: {internl: []}",
          "1:12 settings-key: there are no networks \"internl\"; did you mean \"internal\"?\n" },
        { "networks: {internal: [10.0.0.0/33]}", "1:23 settings-network: \"10.0.0.0/33\" is no network: an "
                                                 "address, or one with the bits of its prefix, "
                                                 "10.0.0.0/8\n" },
        { "networks: 10.0.0.0/8", "1:11 settings-value: `networks` is a mapping, not a string\n" },
        { "hosts: {public: [{a: b}]}", "1:18 settings-value: `public` takes a text, not a mapping\n" },
        { "public: [GET]",
          "1:10 settings-value: \"GET\" is no operation: GET /status, or /status for all methods\n" },
        { "checks:\n  disable: [auth.mising]\n",
          "2:13 settings-check: no check is called \"auth.mising\"; did you mean \"auth.missing\"?\n" },
        { "checks:\n  severity: {auth.missing: hgh}\n",
          "2:28 settings-severity: there is no severity \"hgh\"; did you mean \"high\"?\n" },
        { "checks: {off: []}", "1:10 settings-key: `checks` has no \"off\"\n" },
        { "classes: {}", "1:10 settings-value: `classes` is a list, not a mapping\n" },
        { "classes: [{names: a}]", "1:11 settings-class: a class needs a name\n" },
        { "classes: [{name: a}]", "1:11 settings-class: a class needs a pattern or names\n" },
        { "classes: [{name: A B, names: a}]",
          "1:18 settings-class: the name of a class is written in lower-case letters, digits and _, like "
          "member_number\n" },
        { "classes: [{name: a, names: a, validator: lun}]",
          "1:42 settings-class: there is no validator \"lun\"; did you mean \"luhn\"?\n" },
        { "classes: [{name: a, names: a, hide: 1}]", "1:37 settings-value: `hide` is true or false\n" },
        { "classes: [{name: a, names: a, mask: 1}]", "1:31 settings-key: a class has no \"mask\"\n" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct posture_settings *read = read_text(*state, rows[i].text);

        assert_string_equal(faults(*state), rows[i].fault);
        assert_int_equal(read->internal_count + read->public_host_count + read->public_operation_count +
                             read->change_count + read->class_count,
                         0);
    }
}

static void patterns_that_are_none_are_told(void **state)
{
    const struct posture_settings *read = read_text(*state, "classes:\n  - name: a\n    pattern: 'M[0-9'\n");
    const char *told = faults(*state);

    assert_true(strncmp(told, "3:14 settings-pattern: the pattern is no regular expression: ", 60) == 0);
    assert_int_equal(read->class_count, 0);
}

static void no_more_classes_than_there_is_room_for(void **state)
{
    struct fixture *fixture = *state;
    struct buffer text;

    buffer_init(&text, &fixture->account);
    buffer_text(&text, "classes:\n");
    for (int i = 0; i < DATA_CUSTOM_MOST + 2; i++)
        buffer_printf(&text, "- {name: class_%d, names: word%d}\n", i, i);
    buffer_text(&text, "- {name: class_0, names: a}\n");
    buffer_byte(&text, '\0');
    assert_int_equal(read_text(fixture, text.at)->class_count, DATA_CUSTOM_MOST);
    buffer_done(&text);
    assert_string_equal(faults(fixture),
                        "10:3 settings-class: there may be 8 classes; this and what follows is left out\n");
}

static void one_name_is_one_class(void **state)
{
    assert_int_equal(read_text(*state, "classes: [{name: a, names: b}, {name: a, names: c}]")->class_count,
                     1);
    assert_string_equal(faults(*state), "1:39 settings-class: there are two classes of that name\n");
}

static void a_file_that_is_not_there_is_an_error(void **state)
{
    struct fixture *fixture = *state;
    struct error err = { .kind = ERROR_NONE };

    assert_false(
        posture_settings_read(&fixture->reader, "tests/posture/no-such-file.yaml", &fixture->read, &err));
    assert_int_not_equal(err.kind, ERROR_NONE);
}

static void refused_memory_is_an_error(void **state)
{
    const char *text = "networks: {internal: 10.0.0.0/8}\npublic: GET /a\nchecks: {disable: auth.missing}\n"
                       "classes: [{name: a_b, pattern: 'a+', names: [a, b]}]\n";
    bool fine = false;

    for (uint64_t call = 1; !fine; call++) {
        struct memory account = { .fail_at = call };
        struct posture_settings read;
        struct tree_reader reader;
        struct error err = { .kind = ERROR_NONE };

        tree_reader_init(&reader, &account);
        fine = posture_settings_read_text(&reader, "a", slice_of(text), &read, &err);
        if (fine) /* then nothing may be lacking */
            assert_int_equal(
                read.internal_count + read.public_operation_count + read.change_count + read.class_count, 4);
        else
            assert_int_equal(err.kind, ERROR_MEMORY);
        tree_reader_done(&reader);
        assert_int_equal(account.used, 0);
        fine = fine && account.denied == 0;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(all_of_it_is_read, begin, end),
        cmocka_unit_test_setup_teardown(nothing_is_fine, begin, end),
        cmocka_unit_test_setup_teardown(what_is_wrong_is_said_with_its_place_and_counts_for_nothing, begin,
                                        end),
        cmocka_unit_test_setup_teardown(patterns_that_are_none_are_told, begin, end),
        cmocka_unit_test_setup_teardown(no_more_classes_than_there_is_room_for, begin, end),
        cmocka_unit_test_setup_teardown(one_name_is_one_class, begin, end),
        cmocka_unit_test_setup_teardown(a_file_that_is_not_there_is_an_error, begin, end),
        cmocka_unit_test_setup_teardown(refused_memory_is_an_error, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
