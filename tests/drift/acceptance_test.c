/* SPDX-License-Identifier: Apache-2.0 */
#include "drift/acceptance.h"

#include "base/check.h"
#include "base/clock.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define NOW (1790000000 * NANOSECONDS_PER_SECOND) /* 2026-09-21 */

static const char document[] = "openapi: 3.1.0\ninfo: {title: a, version: '1'}\npaths: {}\n";

struct fixture {
    char directory[64], path[128];
    struct memory account;
    struct contract_set documents;
    struct acceptances read;
    struct buffer told;
};

static const char *path_in(struct fixture *fixture, const char *name)
{
    snprintf(fixture->path, sizeof fixture->path, "%s/%s", fixture->directory, name);
    return fixture->path;
}

static void write_file(struct fixture *fixture, const char *name, const char *text)
{
    FILE *file = fopen(path_in(fixture, name), "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    fclose(file);
}

static int begin(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);

    snprintf(fixture->directory, sizeof fixture->directory, "/tmp/plainsight-test-XXXXXX");
    assert_non_null(mkdtemp(fixture->directory));
    assert_int_equal(mkdir(path_in(fixture, "more"), 0755), 0);
    contract_set_init(&fixture->documents, &fixture->account, NULL);
    buffer_init(&fixture->told, &fixture->account);
    write_file(fixture, "openapi.yaml", document);
    *state = fixture;
    return 0;
}

static void remove_in(const char *path)
{
    DIR *directory = opendir(path);
    struct dirent *entry;

    while (directory && (entry = readdir(directory)))
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
            unlinkat(dirfd(directory), entry->d_name, 0) != 0)
            unlinkat(dirfd(directory), entry->d_name, AT_REMOVEDIR);
    if (directory)
        closedir(directory);
}

static int end(void **state)
{
    struct fixture *fixture = *state;

    buffer_done(&fixture->told);
    contract_set_done(&fixture->documents);
    assert_int_equal(fixture->account.used, 0);
    remove_in(path_in(fixture, "more"));
    remove_in(fixture->directory);
    rmdir(fixture->directory);
    free(fixture);
    return 0;
}

static void add_document(struct fixture *fixture, const char *name)
{
    struct error err = { 0 };

    assert_non_null(contract_read(&fixture->documents, path_in(fixture, name), &err));
    assert_string_equal(err.text, "");
}

static void read_all(struct fixture *fixture, const char *path)
{
    struct error err = { 0 };

    assert_true(drift_acceptances_read(&fixture->documents, path, NULL, &fixture->read, &err));
    assert_string_equal(err.text, "");
}

/* The entries of one file beside one document. */
static void read_text(struct fixture *fixture, const char *text)
{
    write_file(fixture, ".plainsight.yaml", text);
    add_document(fixture, "openapi.yaml");
    read_all(fixture, NULL);
}

/* Faults as "line:column rule: sentence", one a line. */
static const char *faults(struct fixture *fixture)
{
    buffer_reset(&fixture->told);
    for (const struct fault *fault = fixture->documents.reader.faults.first; fault; fault = fault->next)
        buffer_printf(&fixture->told, "%u:%u %s: %.*s\n", fault->at.line, fault->at.column, fault->rule,
                      SLICE_ARG(fault->text));
    buffer_byte(&fixture->told, '\0');
    return fixture->told.at;
}

static struct drift_row a_row(void)
{
    return (struct drift_row){
        .id = SLICE("d3f9a2c71b08e"),
        .kind = DRIFT_UNDOCUMENTED_RESPONSE_FIELD,
        .service = SLICE("api.example.com"),
        .method = SLICE("GET"),
        .template = SLICE("/v1/users/{userId}"),
        .location = SLICE("response:200"),
        .name = SLICE("/debug/trace"),
    };
}

static bool is_accepted(struct fixture *fixture, const struct drift_row *row)
{
    return drift_acceptances_find(&fixture->read, row, NOW) != NULL;
}

/* Whether an entry with that one selector takes the row. */
static bool takes(struct fixture *fixture, const char *selector, const struct drift_row *row)
{
    char text[256];
    bool taken;

    contract_set_done(&fixture->documents);
    contract_set_init(&fixture->documents, &fixture->account, NULL);
    snprintf(text, sizeof text, "accept:\n  - %s\n    reason: known\n", selector);
    read_text(fixture, text);
    assert_string_equal(faults(fixture), "");
    taken = is_accepted(fixture, row);
    assert_int_equal(fixture->read.count, 1);
    assert_int_equal(fixture->read.entries[0].was_used, taken);
    return taken;
}

static void entries_are_read_with_all_they_say(void **state)
{
    struct fixture *fixture = *state;
    const struct acceptance *entry;

    read_text(fixture, "# ours\n"
                       "lint: {rules: []}\n"
                       "accept:\n"
                       "  - id: d3f9a2c71b08e\n"
                       "    reason: the partner needs it until they have moved\n"
                       "    until: 2027-03-31\n"
                       "  - kind: undocumented_response_field\n"
                       "    service: api.*\n"
                       "    operation: GET /users/{id}\n"
                       "    location: response:200\n"
                       "    name: \"/debug*\"\n"
                       "    reason: >-\n"
                       "      only in\n"
                       "      staging\n");
    assert_string_equal(faults(fixture), "");
    assert_int_equal(fixture->read.count, 2);
    entry = &fixture->read.entries[0];
    assert_slice_equal(entry->id, "d3f9a2c71b08e");
    assert_slice_equal(entry->reason, "the partner needs it until they have moved");
    assert_true(entry->until == 1806537600 * NANOSECONDS_PER_SECOND); /* 2027-04-01T00:00:00Z */
    assert_int_equal(entry->at.line, 4);
    assert_int_equal(entry->kind.len, 0);
    entry = &fixture->read.entries[1];
    assert_slice_equal(entry->kind, "undocumented_response_field");
    assert_slice_equal(entry->service, "api.*");
    assert_slice_equal(entry->operation, "GET /users/{id}");
    assert_slice_equal(entry->location, "response:200");
    assert_slice_equal(entry->name, "/debug*");
    assert_slice_equal(entry->reason, "only in staging");
    assert_int_equal(entry->until, 0);
    assert_int_equal(entry->at.line, 7);
}

static void no_file_and_files_without_a_list_accept_nothing(void **state)
{
    static const char *const texts[] = { "",          "# nothing\n", "~\n", "{}\n", "lint: [a]\n",
                                         "accept:\n", "accept: []\n" };
    struct fixture *fixture = *state;
    struct drift_row row = a_row();

    add_document(fixture, "openapi.yaml");
    read_all(fixture, NULL);
    assert_int_equal(fixture->read.count, 0);
    assert_false(is_accepted(fixture, &row));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        contract_set_done(&fixture->documents);
        contract_set_init(&fixture->documents, &fixture->account, NULL);
        read_text(fixture, texts[i]);
        assert_string_equal(faults(fixture), "");
        assert_int_equal(fixture->read.count, 0);
    }
}

static void every_selector_chooses(void **state)
{
    struct fixture *fixture = *state;
    struct drift_row row = a_row();

    assert_true(takes(fixture, "id: d3f9a2c71b08e", &row));
    assert_false(takes(fixture, "id: d3f9a2c71b08f", &row));
    assert_false(takes(fixture, "id: 'd*'", &row));
    assert_true(takes(fixture, "kind: undocumented_response_field", &row));
    assert_true(takes(fixture, "kind: undocumented_*", &row));
    assert_false(takes(fixture, "kind: undocumented_request_field", &row));
    assert_true(takes(fixture, "service: api.example.com", &row));
    assert_true(takes(fixture, "service: '*.example.?o?'", &row));
    assert_false(takes(fixture, "service: example", &row));
    assert_true(takes(fixture, "location: response*", &row));
    assert_false(takes(fixture, "location: response", &row));
    assert_true(takes(fixture, "name: /debug*", &row));
    assert_true(takes(fixture, "name: '*'", &row));
    assert_false(takes(fixture, "name: debug", &row));
}

static void all_that_is_given_must_fit(void **state)
{
    struct fixture *fixture = *state;
    struct drift_row row = a_row();

    assert_true(takes(fixture, "id: d3f9a2c71b08e\n    kind: '*_field'\n    name: /debug/*", &row));
    assert_false(takes(fixture, "id: d3f9a2c71b08e\n    kind: '*_param'", &row));
    assert_false(takes(fixture, "kind: '*_field'\n    name: /debug", &row));
    assert_false(takes(fixture, "operation: GET /v1/users/{id}\n    location: query", &row));
}

static void operations_are_compared_without_the_names_of_parameters(void **state)
{
    struct fixture *fixture = *state;
    struct drift_row row = a_row();

    assert_true(takes(fixture, "operation: GET /v1/users/{id}", &row));
    assert_true(takes(fixture, "operation: GET /v1/users/{}", &row));
    assert_true(takes(fixture, "operation: get /v1/users/{userId}", &row));
    assert_true(takes(fixture, "operation: /v1/users/{id}", &row));
    assert_true(takes(fixture, "operation: GET */users/{id}", &row));
    assert_true(takes(fixture, "operation: '* /v1/*'", &row));
    assert_true(takes(fixture, "operation: '*'", &row));
    assert_true(takes(fixture, "operation: G?T /v1/users/{*}", &row));
    assert_false(takes(fixture, "operation: POST /v1/users/{id}", &row));
    assert_false(takes(fixture, "operation: GET /v1/users", &row));
    assert_false(takes(fixture, "operation: GET /users/{id}", &row));
    assert_false(takes(fixture, "operation: GET /v1/users/id", &row));
    assert_false(takes(fixture, "operation: GET", &row));
    row.template = SLICE("/v1/{tenant}/files/{name}.{ext}");
    assert_true(takes(fixture, "operation: GET /v1/{a}/files/{b}.{c}", &row));
    assert_false(takes(fixture, "operation: GET /v1/{a}/files/{b}", &row));
    row.template = SLICE("/odd/{open/}/{");
    assert_true(takes(fixture, "operation: GET /odd/{open/}/{", &row));
}

static void rows_about_no_operation_have_none(void **state)
{
    struct fixture *fixture = *state;
    struct drift_row row = { .id = SLICE("d1"), .kind = DRIFT_UNDOCUMENTED_SERVICE, .service = SLICE("a") };

    assert_true(takes(fixture, "operation: '*'", &row));
    assert_true(takes(fixture, "service: a", &row));
    assert_false(takes(fixture, "operation: GET /", &row));
    assert_false(takes(fixture, "operation: /", &row));
    row.template = SLICE("/old/{id}");
    assert_true(takes(fixture, "operation: /old/{x}", &row));
}

static void the_last_day_belongs_to_it(void **state)
{
    struct fixture *fixture = *state;
    struct drift_row row = a_row();
    int64_t end;

    read_text(fixture, "accept: [{id: d3f9a2c71b08e, reason: known, until: 2026-09-21}]\n");
    assert_string_equal(faults(fixture), "");
    assert_true(clock_parse(SLICE("2026-09-22T00:00:00Z"), &end));
    assert_non_null(drift_acceptances_find(&fixture->read, &row, end - 1));
    assert_null(drift_acceptances_find(&fixture->read, &row, end));
}

static void the_first_entry_that_fits_now_is_the_one(void **state)
{
    struct fixture *fixture = *state;
    struct drift_row row = a_row();
    const struct acceptance *found;

    read_text(fixture, "accept:\n"
                       "- {service: api.example.com, reason: over, until: 2020-01-31}\n"
                       "- {service: other.example.com, reason: other}\n"
                       "- {service: api.example.com, name: /debug*, reason: first}\n"
                       "- {service: api.example.com, reason: second}\n");
    assert_string_equal(faults(fixture), "");
    found = drift_acceptances_find(&fixture->read, &row, NOW);
    assert_ptr_equal(found, &fixture->read.entries[2]);
    assert_slice_equal(found->reason, "first");
    row.name = SLICE("/trace");
    assert_ptr_equal(drift_acceptances_find(&fixture->read, &row, NOW), &fixture->read.entries[3]);
    assert_false(fixture->read.entries[0].was_used || fixture->read.entries[1].was_used);
    assert_true(fixture->read.entries[2].was_used && fixture->read.entries[3].was_used);
    row.service = SLICE("third.example.com");
    assert_null(drift_acceptances_find(&fixture->read, &row, NOW));
}

static void files_beside_documents_are_read_once_each_and_then_the_one_named(void **state)
{
    struct fixture *fixture = *state;
    char named[128];

    write_file(fixture, "second.yaml", document);
    write_file(fixture, "more/third.yaml", document);
    write_file(fixture, ".plainsight.yaml", "accept: [{id: d1, reason: a}]\n");
    write_file(fixture, "more/.plainsight.yaml", "accept: [{id: d2, reason: b}]\n");
    write_file(fixture, "more/named.json",
               "{\"accept\": [{\"id\": \"d3\", \"reason\": \"c\", \"until\": \"2027-01-01\"}]}");
    snprintf(named, sizeof named, "%s", path_in(fixture, "more/named.json"));
    add_document(fixture, "openapi.yaml");
    add_document(fixture, "second.yaml");
    add_document(fixture, "more/third.yaml");
    read_all(fixture, named);
    assert_string_equal(faults(fixture), "");
    assert_int_equal(fixture->read.count, 3);
    assert_slice_equal(fixture->read.entries[0].id, "d1");
    assert_slice_equal(fixture->read.entries[1].id, "d2");
    assert_slice_equal(fixture->read.entries[2].id, "d3");
    read_all(fixture, path_in(fixture, "more/.plainsight.yaml"));
    assert_int_equal(fixture->read.count, 2);
}

static void a_document_in_the_working_directory_has_its_file_there(void **state)
{
    struct fixture *fixture = *state;
    char before[4096];
    struct error err = { 0 };

    write_file(fixture, ".plainsight.yaml", "accept: [{id: d1, reason: a}]\n");
    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir(fixture->directory), 0);
    assert_non_null(contract_read(&fixture->documents, "openapi.yaml", &err));
    read_all(fixture, NULL);
    assert_int_equal(chdir(before), 0);
    assert_int_equal(fixture->read.count, 1);
    assert_slice_equal(fixture->read.entries[0].at.file->path, ".plainsight.yaml");
}

static void a_document_that_is_no_file_has_none_beside_it(void **state)
{
    struct fixture *fixture = *state;
    char before[4096];

    write_file(fixture, ".plainsight.yaml", "accept: [{id: d1, reason: a}]\n");
    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir(fixture->directory), 0);
    assert_non_null(contract_read_text(&fixture->documents, "standard input", slice_of(document), NULL));
    read_all(fixture, NULL);
    assert_int_equal(chdir(before), 0);
    assert_int_equal(fixture->read.count, 0);
}

static void a_named_file_must_be_there(void **state)
{
    struct fixture *fixture = *state;
    struct error err = { 0 };

    add_document(fixture, "openapi.yaml");
    fixture->read.count = 77;
    assert_false(drift_acceptances_read(&fixture->documents, path_in(fixture, "missing.yaml"), NULL,
                                        &fixture->read, &err));
    assert_non_null(strstr(err.text, "missing.yaml: No such file"));
    assert_int_equal(fixture->read.count, 77);
}

static void a_file_beside_that_cannot_be_read_is_a_fault(void **state)
{
    struct fixture *fixture = *state;

    assert_int_equal(mkdir(path_in(fixture, ".plainsight.yaml"), 0755), 0);
    add_document(fixture, "openapi.yaml");
    read_all(fixture, NULL);
    assert_non_null(strstr(faults(fixture), "0:0 acceptance-file: "));
    assert_non_null(strstr(faults(fixture), ".plainsight.yaml is a directory"));
    assert_int_equal(fixture->documents.reader.faults.errors, 1);
}

static void wrong_entries_are_faults_and_accept_nothing(void **state)
{
    static const struct {
        const char *text, *faults;
    } cases[] = {
        { "- a\n", "1:1 acceptance-file: the file is a mapping with `accept` in it, not a sequence\n" },
        { "accept: {id: d1}\n", "1:9 acceptance-list: `accept` is a list, not a mapping\n" },
        { "accept: d1\n", "1:9 acceptance-list: `accept` is a list, not a string\n" },
        { "accept:\n- d1\n",
          "2:3 acceptance-entry: what is accepted is written as a mapping with a reason, not as a string\n" },
        { "accept:\n- id: d1\n", "2:3 acceptance-reason: what is accepted needs a reason\n" },
        { "accept:\n- id: d1\n  reason: ' '\n",
          "3:11 acceptance-value: `reason` of what is accepted is empty\n" },
        { "accept:\n- id: d1\n  reason:\n",
          "3:10 acceptance-value: `reason` of what is accepted is empty\n" },
        { "accept:\n- id: d1\n  reason: [a]\n",
          "3:11 acceptance-value: `reason` of what is accepted is a text, not a sequence\n" },
        { "accept:\n- reason: a\n", "2:3 acceptance-selector: nothing says what is accepted: give an id, or "
                                    "a kind or check, service, operation, location or name\n" },
        { "accept:\n- name: ''\n  reason: a\n",
          "2:9 acceptance-value: `name` of what is accepted is empty\n" },
        { "accept:\n- id: d1\n  raeson: a\n",
          "3:3 acceptance-key: what is accepted has no \"raeson\"; did you mean \"reason\"?\n"
          "2:3 acceptance-reason: what is accepted needs a reason\n" },
        { "accept:\n- id: d1\n  reason: a\n  ticket: b\n",
          "4:3 acceptance-key: what is accepted has no \"ticket\"\n" },
        { "accept:\n- kind: undocumented_opration\n  reason: a\n",
          "2:9 acceptance-kind: no kind of drift is called \"undocumented_opration\"; did you mean "
          "\"undocumented_operation\"?\n" },
        { "accept:\n- kind: 'x*'\n  reason: a\n",
          "2:9 acceptance-kind: no kind of drift is called \"x*\"\n" },
        { "accept:\n- id: d1\n  reason: a\n  until: 2027-02-29\n",
          "4:10 acceptance-date: \"2027-02-29\" is no date: `until` takes YYYY-MM-DD\n" },
    };
    struct fixture *fixture = *state;
    struct drift_row row = a_row();

    row.id = SLICE("d1");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        contract_set_done(&fixture->documents);
        contract_set_init(&fixture->documents, &fixture->account, NULL);
        read_text(fixture, cases[i].text);
        assert_string_equal(faults(fixture), cases[i].faults);
        assert_int_equal(fixture->documents.reader.faults.warnings, 0);
        assert_int_equal(fixture->read.count, 0);
        assert_false(is_accepted(fixture, &row));
    }
}

static void only_whole_dates_are_dates(void **state)
{
    static const char *const wrong[] = { "2027-3-1",    "27-03-01",   "2027/03/01", "2027-03-01T00:00:00Z",
                                         "2027-13-01",  "2027-00-01", "2027-04-31", "'2027-03-01 00:00'",
                                         "1806451200",  "tomorrow",   "20270301",   "2262-04-11",
                                         "+2027-03-01", "9999-12-31" };
    struct fixture *fixture = *state;
    char text[128];

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        contract_set_done(&fixture->documents);
        contract_set_init(&fixture->documents, &fixture->account, NULL);
        snprintf(text, sizeof text, "accept:\n- id: d1\n  reason: a\n  until: %s\n", wrong[i]);
        read_text(fixture, text);
        assert_int_equal(fixture->documents.reader.faults.errors, 1);
        assert_string_equal(fixture->documents.reader.faults.first->rule, "acceptance-date");
        assert_int_equal(fixture->read.count, 0);
    }
}

static void a_wrong_entry_leaves_the_others(void **state)
{
    struct fixture *fixture = *state;
    struct drift_row row = a_row();

    read_text(fixture, "accept:\n- {id: d1}\n- {id: d3f9a2c71b08e, reason: a}\n- {nmae: '*', reason: b}\n");
    assert_int_equal(fixture->read.count, 1);
    assert_true(is_accepted(fixture, &row));
    row.id = SLICE("d1");
    assert_false(is_accepted(fixture, &row));
}

static void what_yaml_takes_for_numbers_is_text_here(void **state)
{
    struct fixture *fixture = *state;
    struct drift_row row = a_row();

    row.name = SLICE("404");
    assert_true(takes(fixture, "name: 404", &row));
    row.name = SLICE("true");
    assert_true(takes(fixture, "name: true", &row));
}

static void refused_memory_is_an_error(void **state)
{
    struct fixture *fixture = *state;
    unsigned failed = 0;

    write_file(fixture, ".plainsight.yaml", "accept: [{id: d1, operation: GET /a, reason: b}]\n");
    for (uint64_t fail_at = 1; fail_at < 40; fail_at++) {
        struct error err = { 0 };

        contract_set_done(&fixture->documents);
        contract_set_init(&fixture->documents, &fixture->account, NULL);
        add_document(fixture, "openapi.yaml");
        fixture->account.fail_at = fixture->account.calls + fail_at;
        if (!drift_acceptances_read(&fixture->documents, NULL, NULL, &fixture->read, &err)) {
            assert_int_equal(err.kind, ERROR_MEMORY);
            failed++;
        }
        fixture->account.fail_at = 0;
    }
    assert_true(failed > 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(entries_are_read_with_all_they_say),
        TEST(no_file_and_files_without_a_list_accept_nothing),
        TEST(every_selector_chooses),
        TEST(all_that_is_given_must_fit),
        TEST(operations_are_compared_without_the_names_of_parameters),
        TEST(rows_about_no_operation_have_none),
        TEST(the_last_day_belongs_to_it),
        TEST(the_first_entry_that_fits_now_is_the_one),
        TEST(files_beside_documents_are_read_once_each_and_then_the_one_named),
        TEST(a_document_in_the_working_directory_has_its_file_there),
        TEST(a_document_that_is_no_file_has_none_beside_it),
        TEST(a_named_file_must_be_there),
        TEST(a_file_beside_that_cannot_be_read_is_a_fault),
        TEST(wrong_entries_are_faults_and_accept_nothing),
        TEST(only_whole_dates_are_dates),
        TEST(a_wrong_entry_leaves_the_others),
        TEST(what_yaml_takes_for_numbers_is_text_here),
        TEST(refused_memory_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
