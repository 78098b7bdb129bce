/* SPDX-License-Identifier: Apache-2.0 */
/* Documents against the rules of their formats: for every rule one that breaks it and is blamed for that alone, at the
 * right place, and the same put right, of which nothing is said. */
#include "check/check.h"

#include "cases.h"
#include "contract/contract.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#define RULES_MOST 128

static bool is_covered[RULES_MOST];

static const struct check_rule_row *rule_of(const char *name)
{
    for (size_t i = 0; i < check_rule_count; i++)
        if (!strcmp(check_rule_table[i].name, name)) {
            is_covered[i] = true;
            return &check_rule_table[i];
        }
    return NULL;
}

/* "3:1 unknown-field\n" of each fault. */
static void list_faults(const struct faults *faults, struct buffer *out)
{
    for (const struct fault *fault = faults->first; fault; fault = fault->next) {
        const struct check_rule_row *rule = rule_of(fault->rule);

        buffer_printf(out, "%u:%u %s%s\n", fault->at.line, fault->at.column, fault->rule,
                      rule && rule->kind != fault->kind ? "?" : "");
    }
}

/* What is said of a document, twice checked: the second time nothing is added. */
static void check_text_into(struct memory *account, const char *text, struct buffer *out)
{
    struct contract_set set;
    struct error err = { 0 };
    const struct contract *contract;
    size_t first;

    contract_set_init(&set, account, NULL);
    contract = contract_read_text(&set, "t.yaml", slice_of(text), &err);
    if (!contract)
        fail_msg("%s\n%s", err.text, text);
    check_contract(&set, contract);
    first = set.reader.faults.warnings + set.reader.faults.errors + set.reader.faults.fatals;
    check_contract(&set, contract);
    assert_int_equal(first, set.reader.faults.warnings + set.reader.faults.errors + set.reader.faults.fatals);
    assert_false(set.reader.faults.failed);
    list_faults(&set.reader.faults, out);
    contract_set_done(&set);
}

/* Prints what differs; the caller fails when all is said. */
static bool is_as_expected(const char *text, const char *faults)
{
    struct memory account = { 0 };
    struct buffer out;
    bool same;

    buffer_init(&out, &account);
    check_text_into(&account, text, &out);
    buffer_byte(&out, '\0');
    same = !strcmp(out.at, faults);
    if (!same)
        print_error("of\n%s\nis said:\n%sinstead of:\n%s\n", text, out.at, faults);
    buffer_done(&out);
    assert_int_equal(account.used, 0);
    return same;
}

static void expect_all(const struct check_case *cases, size_t count)
{
    size_t wrong = 0;

    for (size_t i = 0; i < count; i++) {
        wrong += !is_as_expected(cases[i].bad, cases[i].faults);
        if (cases[i].good)
            wrong += !is_as_expected(cases[i].good, "");
    }
    assert_int_equal(wrong, 0);
}

static void objects_have_the_fields_of_their_kind(void **state)
{
    expect_all(check_cases_object, check_cases_object_count);
}

static void paths_and_operations_obey_their_rules(void **state)
{
    expect_all(check_cases_paths, check_cases_paths_count);
}

static void parameters_and_bodies_obey_their_rules(void **state)
{
    expect_all(check_cases_parameter, check_cases_parameter_count);
}

static void schemas_obey_their_dialect(void **state)
{
    expect_all(check_cases_schema, check_cases_schema_count);
}

/* Runs last: what no case above breaks needs one. */
static void every_rule_has_a_case(void **state)
{
    /* Of files, and of hundreds of thousands of things: tested where they are read. unfinished-check: below. */
    static const char *const elsewhere[] = { "missing-file", "outside-root", "unreadable-file",
                                             "too-many-operations", "too-many-schemas" };

    for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++)
        assert_non_null(rule_of(elsewhere[i]));
    for (size_t i = 0; i < check_rule_count; i++) {
        if (!is_covered[i])
            fail_msg("no case breaks the rule %s", check_rule_table[i].name);
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(check_rule_table[i].name, check_rule_table[j].name);
        assert_true(strlen(check_rule_table[i].text) > 10);
    }
}

static void every_fault_of_a_document_is_listed_in_its_order(void **state)
{
    assert_true(is_as_expected("openapi: 3.0.3\n"
                               "info: {titel: T}\n"
                               "host: a.example\n"
                               "tags: [{name: a}, {name: a}]\n"
                               "paths:\n"
                               "  users/{id:\n"
                               "    get:\n"
                               "      operationId: x\n"
                               "      security: [{nobody: []}]\n"
                               "  /users/{id}:\n"
                               "    get:\n"
                               "      operationId: x\n"
                               "      parameters:\n"
                               "        - {name: key, in: path, schema: {type: strng}}\n"
                               "      responses:\n"
                               "        200: {}\n"
                               "        2xx: {$ref: '#/components/responses/None'}\n"
                               "components:\n"
                               "  schemas:\n"
                               "    a b: {type: array, minimum: '1'}\n",
                               "2:7 missing-field\n"
                               "2:7 missing-field\n"
                               "2:8 unknown-field\n"
                               "3:1 unknown-field\n"
                               "4:26 duplicate-tag\n"
                               "6:3 path-slash\n"
                               "6:3 path-template\n"
                               "8:7 missing-field\n"
                               "9:19 undefined-scheme\n"
                               "10:3 undeclared-path-parameter\n"
                               "12:20 duplicate-operation-id\n"
                               "14:11 optional-path-parameter\n"
                               "14:11 unused-path-parameter\n"
                               "14:48 wrong-value\n"
                               "16:14 missing-field\n"
                               "17:9 response-code\n"
                               "17:21 unresolved-reference\n"
                               "20:5 component-name\n"
                               "20:10 array-without-items\n"
                               "20:24 keyword-without-effect\n"
                               "20:33 wrong-type\n"));
}

static void sentences_say_what_to_do(void **state)
{
    struct memory account = { 0 };
    struct contract_set set;
    struct error err = { 0 };
    struct buffer out;

    contract_set_init(&set, &account, NULL);
    buffer_init(&out, &account);
    check_contract(
        &set,
        contract_read_text(&set, "t.yaml",
                           SLICE("openapi: 3.0.3\ninfo: {title: T, version: 1.0, sumary: s, \"a\\e[b\": 1}\n"
                                 "paths: {}\nbasePath: /v1\n"),
                           &err));
    for (const struct fault *fault = set.reader.faults.first; fault; fault = fault->next) {
        fault_print(fault, &out);
        buffer_byte(&out, '\n');
    }
    buffer_byte(&out, '\0');
    assert_string_equal(
        out.at,
        "t.yaml:2:27: 'version' must be a string, not a number: put it in quotes\n"
        "t.yaml:2:32: 'sumary' is no field of this Info Object: take it out, or begin its name with x-\n"
        "t.yaml:2:43: 'a\\x1b[b' is no field of this Info Object: take it out, or begin its name with x-\n"
        "t.yaml:4:1: 'basePath' is no field of this OpenAPI Object in OpenAPI 3.0, only in Swagger 2.0\n");
    buffer_done(&out);
    contract_set_done(&set);
}

/* Path items of many operations under many paths: each pair would be looked at. */
static void entangled_documents_end(void **state)
{
    struct memory account = { 0 };
    struct buffer text, out;

    buffer_init(&text, &account);
    buffer_init(&out, &account);
    buffer_text(&text, HEAD_31 "components: {pathItems: {p: {get: {parameters: [\n");
    for (unsigned i = 0; i < 3000; i++)
        buffer_printf(&text, "{name: p%u, in: query, schema: {}},\n", i);
    buffer_text(&text, "{name: id, in: path, required: true, schema: {}}]}}}}\npaths:\n");
    for (unsigned i = 0; i < 9000; i++)
        buffer_printf(&text, "  /%u/{id}: {$ref: '#/components/pathItems/p'}\n", i);
    buffer_byte(&text, '\0');
    check_text_into(&account, text.at, &out);
    buffer_byte(&out, '\0');
    assert_non_null(strstr(out.at, "unfinished-check"));
    buffer_done(&out);
    buffer_done(&text);
    assert_int_equal(account.used, 0);
}

static void deep_and_circular_documents_end(void **state)
{
    struct memory account = { 0 };
    struct buffer text, out;

    buffer_init(&text, &account);
    buffer_init(&out, &account);
    buffer_text(&text, HEAD_31 "components: {schemas: {\n");
    for (unsigned i = 0; i < 30000; i++)
        buffer_printf(
            &text, "  S%u: {properties: {a: {$ref: '#/components/schemas/S%u'}}, example: {a: {a: {}}}},\n",
            i, (i + 1) % 30000);
    buffer_text(&text, "  A: {allOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/A'}], "
                       "default: 1}\n }}\n");
    buffer_byte(&text, '\0');
    check_text_into(&account, text.at, &out);
    buffer_byte(&out, '\0');
    assert_string_equal(out.at, "");
    buffer_done(&out);
    buffer_done(&text);
    assert_int_equal(account.used, 0);
}

/* Whatever allocation fails: no crash, nothing lost, and the list says that it is not whole or is the same. */
static void refused_memory_is_said(void **state)
{
    static const char text[] = HEAD_30 "tags: [{name: a}, {name: a}]\n" GET "      operationId: a\n"
                                       "components:\n"
                                       "  schemas:\n"
                                       "    S: {type: strin, pattern: '(', enum: [a, a]}\n"
                                       "  links: {l: {operationId: b}}\n";
    struct memory account = { 0 };

    for (uint64_t nth = 1;; nth++) {
        struct contract_set set;
        struct error err = { 0 };
        const struct contract *contract;

        account = (struct memory){ 0 };
        contract_set_init(&set, &account, NULL);
        contract = contract_read_text(&set, "t.yaml", slice_of(text), &err);
        account.fail_at = account.calls + nth;
        if (contract)
            check_contract(&set, contract);
        if (!account.denied) {
            assert_int_equal(set.reader.faults.errors, 3);
            contract_set_done(&set);
            break;
        }
        assert_true(set.reader.faults.failed || set.reader.faults.errors == 3);
        contract_set_done(&set);
        assert_int_equal(account.used, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(objects_have_the_fields_of_their_kind),
        cmocka_unit_test(paths_and_operations_obey_their_rules),
        cmocka_unit_test(parameters_and_bodies_obey_their_rules),
        cmocka_unit_test(schemas_obey_their_dialect),
        cmocka_unit_test(every_fault_of_a_document_is_listed_in_its_order),
        cmocka_unit_test(sentences_say_what_to_do),
        cmocka_unit_test(entangled_documents_end),
        cmocka_unit_test(deep_and_circular_documents_end),
        cmocka_unit_test(refused_memory_is_said),
        cmocka_unit_test(every_rule_has_a_case),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
