/* SPDX-License-Identifier: Apache-2.0 */
/* Where references lead, and where they may not. */
#include "contract/reference.h"

#include "given.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct place {
    char directory[64];
    struct memory account;
    struct contract_set set;
    struct error err;
};

static void write_file(const struct place *place, const char *name, const char *text)
{
    char path[200];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", place->directory, name);
    file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void make_directory(const struct place *place, const char *name)
{
    char path[200];

    snprintf(path, sizeof path, "%s/%s", place->directory, name);
    assert_int_equal(mkdir(path, 0700), 0);
}

/* outside.yaml, api/main.yaml, api/schemas/pet.yaml, api/link.yaml that leads to the first. */
static int setup(void **state)
{
    static struct place place;
    char path[200];

    memset(&place, 0, sizeof place);
    snprintf(place.directory, sizeof place.directory, "/tmp/plainsight-contract-XXXXXX");
    if (!mkdtemp(place.directory))
        return 1;
    make_directory(&place, "api");
    make_directory(&place, "api/schemas");
    write_file(&place, "outside.yaml", "type: string\n");
    write_file(&place, "api/broken.yaml", "a: [\n");
    write_file(&place, "api/schemas/pet.yaml",
               "Pet: {type: object, properties: {tag: {$ref: 'tag.yaml'}}}\n"
               "'a/b~c d': {type: boolean}\n"
               "named: {$anchor: here, type: array}\n");
    write_file(&place, "api/schemas/tag.yaml", "{type: string, maxLength: 3}\n");
    snprintf(path, sizeof path, "%s/api/link.yaml", place.directory);
    *state = &place;
    return symlink("../outside.yaml", path);
}

static int teardown(void **state)
{
    static const char *const names[] = { "api/link.yaml",        "api/main.yaml",        "api/broken.yaml",
                                         "api/schemas/pet.yaml", "api/schemas/tag.yaml", "outside.yaml",
                                         ".plainsight.yaml" };
    static const char *const directories[] = { "api/schemas", "api", "" };
    struct place *place = *state;
    char path[200];

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", place->directory, names[i]);
        unlink(path);
    }
    for (size_t i = 0; i < sizeof directories / sizeof *directories; i++) {
        snprintf(path, sizeof path, "%s/%s", place->directory, directories[i]);
        rmdir(path);
    }
    return place->account.used != 0;
}

/* What component A of main.yaml is, when it refers to that. */
static const struct contract_schema *refer(struct place *place, const char *reference, bool has_root)
{
    const struct contract *contract;
    const struct tree_node *node;
    char text[300], path[200];

    snprintf(text, sizeof text,
             "openapi: 3.1.0\n"
             "paths: {/a: {get: {parameters: [{name: a, in: query, schema: {$ref: '%s'}}]}}}\n",
             reference);
    write_file(place, "api/main.yaml", text);
    snprintf(path, sizeof path, "%s/api", place->directory);
    place->err.kind = ERROR_NONE;
    contract_set_init(&place->set, &place->account, has_root ? path : NULL);
    snprintf(path, sizeof path, "%s/api/main.yaml", place->directory);
    contract = contract_read(&place->set, path, &place->err);
    assert_non_null(contract);
    assert_int_equal(contract->operation_count, 1);
    assert_int_equal(contract->operations[0].parameter_count, 1);
    node = contract->operations[0].parameters[0].node;
    assert_non_null(node);
    return contract->operations[0].parameters[0].schema;
}

static const char *rule(const struct place *place)
{
    return place->set.reader.faults.first ? place->set.reader.faults.first->rule : "";
}

static void references_are_decoded_and_followed(void **state)
{
    static const struct {
        const char *reference, *name;
        unsigned types;
    } expected[] = {
        { "schemas/pet.yaml#/Pet", "Pet", CONTRACT_OBJECT },
        { "./schemas/../schemas/./pet.yaml#/Pet", "Pet", CONTRACT_OBJECT },
        { "schemas/pet%2Eyaml#/a~1b~0c%20d", "a/b~c d", CONTRACT_BOOLEAN },
        { "schemas/tag.yaml", "tag", CONTRACT_STRING },
        { "schemas/pet.yaml#/Pet/properties/tag", "tag", CONTRACT_STRING },
        { "schemas/pet.yaml#here", "here", CONTRACT_ARRAY },
    };
    struct place *place = *state;

    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        const struct contract_schema *schema = refer(place, expected[i].reference, true);

        assert_string_equal(rule(place), "");
        assert_slice_equal(schema->name, expected[i].name);
        assert_int_equal(contract_types(schema), expected[i].types);
        contract_set_done(&place->set);
    }
}

static void what_leads_nowhere_is_said(void **state)
{
    static const struct {
        const char *reference, *rule;
        enum fault_kind kind;
    } expected[] = {
        { "missing.yaml", "missing-file", FAULT_FATAL },
        { "schemas", "missing-file", FAULT_FATAL },
        { "../outside.yaml", "outside-root", FAULT_FATAL },
        { "link.yaml", "outside-root", FAULT_FATAL },
        { "/etc/passwd", "outside-root", FAULT_FATAL },
        { "file:///etc/passwd", "outside-root", FAULT_FATAL },
        { "schemas/../../outside.yaml#/a", "outside-root", FAULT_FATAL },
        { "https://example.com/a.yaml", "remote-reference", FAULT_WARNING },
        { "//example.com/a.yaml", "remote-reference", FAULT_WARNING },
        { "urn:example:a", "remote-reference", FAULT_WARNING },
        { "schemas/pet.yaml#/Dog", "unresolved-reference", FAULT_ERROR },
        { "#/a", "unresolved-reference", FAULT_ERROR },
        { "#nowhere", "unresolved-reference", FAULT_ERROR },
        { "#paths/~1a", "reference-syntax", FAULT_ERROR },
        { "#/paths/~1a/get/parameters/0/schema", "reference-circle", FAULT_ERROR },
    };
    struct place *place = *state;

    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        const struct contract_schema *schema = refer(place, expected[i].reference, true);

        if (strcmp(rule(place), expected[i].rule) != 0)
            fail_msg("%s: %s", expected[i].reference, rule(place));
        assert_int_equal(place->set.reader.faults.first->kind, expected[i].kind);
        assert_int_equal(place->set.reader.faults.first->at.line, 2);
        assert_null(place->set.reader.faults.first->next);
        assert_int_equal(schema->is_unknown, strcmp(expected[i].rule, "reference-syntax") != 0);
        contract_set_done(&place->set);
    }
    assert_true(refer(place, "broken.yaml", true)->is_unknown);
    assert_true(place->set.reader.faults.fatals > 0);
    contract_set_done(&place->set);
}

static void the_root_is_where_a_mark_stands(void **state)
{
    struct place *place = *state;

    assert_true(refer(place, "../outside.yaml", false)->is_unknown);
    assert_string_equal(rule(place), "outside-root");
    contract_set_done(&place->set);
    write_file(place, ".plainsight.yaml", "");
    assert_int_equal(contract_types(refer(place, "../outside.yaml", false)), CONTRACT_STRING);
    assert_string_equal(rule(place), "");
    contract_set_done(&place->set);
    assert_true(refer(place, "../outside.yaml", true)->is_unknown);
    contract_set_done(&place->set);
}

static void long_chains_are_cut_and_said_once(void **state)
{
    struct memory account = { 0 };
    struct contract_set set;
    struct error err = { .kind = ERROR_NONE };
    struct buffer text;

    buffer_init(&text, &account);
    buffer_text(&text, "openapi: 3.0.0\ncomponents:\n  schemas:\n");
    for (unsigned i = 0; i < 300; i++)
        buffer_printf(&text, "    S%u: {$ref: '#/components/schemas/S%u'}\n", i, i + 1);
    buffer_text(&text, "    S300: {type: string}\n");
    contract_set_init(&set, &account, NULL);
    assert_non_null(contract_read_text(&set, "chain.yaml", buffer_slice(&text), &err));
    assert_true(set.reader.faults.errors > 0);
    contract_set_done(&set);
    buffer_done(&text);
    assert_int_equal(account.used, 0);
}

static void names_are_last_segments(void **state)
{
    assert_slice_equal(reference_name(SLICE("#/components/schemas/Pet")), "Pet");
    assert_slice_equal(reference_name(SLICE("pets.yaml#/Pet")), "Pet");
    assert_slice_equal(reference_name(SLICE("pets.yaml")), "");
    assert_slice_equal(reference_name(SLICE("")), "");
    assert_slice_equal(reference_name(SLICE("#")), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(references_are_decoded_and_followed, setup, teardown),
        cmocka_unit_test_setup_teardown(what_leads_nowhere_is_said, setup, teardown),
        cmocka_unit_test_setup_teardown(the_root_is_where_a_mark_stands, setup, teardown),
        cmocka_unit_test(long_chains_are_cut_and_said_once),
        cmocka_unit_test(names_are_last_segments),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
