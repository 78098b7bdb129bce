/* SPDX-License-Identifier: Apache-2.0 */
/* What is in a change, and how changes stand in the list. */
#include "base/check.h"
#include "differences.h"

#include <stdio.h>

#define HEAD "openapi: 3.1.0\ninfo: {title: t, version: '1'}\n"

#define ORDERS(customer)                                                                                     \
    HEAD "paths:\n"                                                                                          \
         "  /orders/{id}:\n"                                                                                 \
         "    get:\n"                                                                                        \
         "      responses:\n"                                                                                \
         "        '200':\n"                                                                                  \
         "          description: one\n"                                                                      \
         "          content:\n"                                                                              \
         "            application/json: {schema: {$ref: '#/components/schemas/Order'}}\n"                    \
         "  /orders:\n"                                                                                      \
         "    get:\n"                                                                                        \
         "      responses:\n"                                                                                \
         "        '200':\n"                                                                                  \
         "          description: all\n"                                                                      \
         "          content:\n"                                                                              \
         "            application/json: {schema: {type: array, items: {$ref: "                               \
         "'#/components/schemas/Order'}}}\n"                                                                 \
         "components:\n"                                                                                     \
         "  schemas:\n"                                                                                      \
         "    Order:\n"                                                                                      \
         "      type: object\n"                                                                              \
         "      properties:\n"                                                                               \
         "        of: {$ref: '#/components/schemas/Customer'}\n"                                             \
         "        again: {type: array, items: {$ref: '#/components/schemas/Order'}}\n"                       \
         "        then: {type: object, additionalProperties: {$ref: '#/components/schemas/Customer'}}\n"     \
         "    Customer:\n"                                                                                   \
         "      type: object\n"                                                                              \
         "      properties:\n" customer

static void a_change_says_what_where_and_why(void **state)
{
    struct pair_of_documents documents;
    const struct difference *one;

    documents_open(&documents, ORDERS("        rank: {type: string, enum: [low]}\n"),
                   ORDERS("        rank:\n          type: string\n          enum: [low, high]\n"));
    documents_compare(&documents);
    assert_int_equal(documents.differences.count, 2);
    one = &documents.differences.list[0];
    assert_int_equal(one->kind, DIFFERENCE_RESPONSE_ENUM_VALUE_ADDED);
    assert_int_equal(one->class, DIFFERENCE_RISKY);
    assert_slice_equal(one->method, "GET");
    assert_slice_equal(one->path, "/orders/{id}");
    assert_slice_equal(one->location, "response:200");
    assert_slice_equal(one->media, "application/json");
    assert_slice_equal(one->name, "/of/rank");
    assert_slice_equal(one->component, "Customer");
    assert_slice_equal(one->before, "");
    assert_slice_equal(one->after, "\"high\"");
    assert_slice_equal(one->what, "value \"high\" added");
    assert_int_equal(one->old_at.line, 29);
    assert_int_equal(one->new_at.line, 31);
    assert_ptr_equal(one->old_operation, &documents.contracts[0]->operations[0]);
    assert_ptr_equal(one->new_operation, &documents.contracts[1]->operations[0]);
    documents_close(&documents);
}

/* Twice in one response (of, then): the shortest path is told. */
static void one_edit_is_told_at_each_operation(void **state)
{
    struct pair_of_documents documents;
    const struct difference *list;

    documents_open(&documents, ORDERS("        rank: {type: string}\n"),
                   ORDERS("        rank: {type: boolean}\n"));
    documents_compare(&documents);
    list = documents.differences.list;
    assert_int_equal(documents.differences.count, 2);
    assert_slice_equal(list[0].name, "/of/rank");
    assert_slice_equal(list[1].name, "/[]/of/rank");
    assert_true(difference_is_same_edit(&list[0], &list[1]));
    documents_close(&documents);
}

static void different_edits_are_told_apart(void **state)
{
    struct pair_of_documents documents;

    documents_open(&documents, ORDERS("        a: {type: string}\n        b: {type: string}\n"),
                   ORDERS("        a: {type: boolean}\n        b: {type: boolean}\n"));
    documents_compare(&documents);
    assert_int_equal(documents.differences.count, 4);
    assert_false(difference_is_same_edit(&documents.differences.list[0], &documents.differences.list[1]));
    documents_close(&documents);
}

static const char *const ordered[] = { "api-version-changed", "operation-deprecated", "request-type-changed",
                                       "operation-added",     "operation-deprecated", "operation-removed" };

static void changes_stand_in_the_order_of_the_new_document(void **state)
{
    struct pair_of_documents documents;

    documents_open(
        &documents,
        "{openapi: 3.1.0, info: {title: t, version: '1'}, paths: {/gone: {get: {responses: {}}}, /b: {get: "
        "{responses: {}}}, /a: {get: {parameters: [{name: q, in: query, schema: {type: string}}], responses: "
        "{}}}}}",
        "{openapi: 3.1.0, info: {title: t, version: '2'}, paths: {/a: {get: {deprecated: true, parameters: "
        "[{name: q, in: query, schema: {type: boolean}}], responses: {}}}, /new: {get: {responses: {}}}, /b: "
        "{get: {deprecated: true, responses: {}}}}}");
    documents_compare(&documents);
    assert_int_equal(documents.differences.count, sizeof ordered / sizeof *ordered);
    for (size_t i = 0; i < documents.differences.count; i++)
        assert_string_equal(difference_rule(documents.differences.list[i].kind)->name, ordered[i]);
    assert_int_equal(documents.differences.totals[DIFFERENCE_BREAKING], 2);
    assert_int_equal(documents.differences.totals[DIFFERENCE_RISKY], 0);
    assert_int_equal(documents.differences.totals[DIFFERENCE_SAFE], 4);
    assert_int_equal(differences_total(&documents.differences), 6);
    documents_close(&documents);
}

/* Law 5: a sentence may be shown on a terminal, whatever a document has in it; and it stays a sentence. */
static void sentences_are_safe_and_short(void **state)
{
    static char old[2000], new[2000];
    struct pair_of_documents documents;
    struct slice what;

    snprintf(old, sizeof old, ORDERS("        a: {type: string, pattern: \"\\e[31m\"}\n"));
    snprintf(new, sizeof new, ORDERS("        a: {type: string, pattern: '%0500d'}\n"), 7);
    documents_open(&documents, old, new);
    documents_compare(&documents);
    what = documents.differences.list[0].what;
    assert_null(memchr(what.at, '\x1b', what.len));
    assert_non_null(strstr(what.at, "\\x1b[31m"));
    assert_true(what.len < 300);
    assert_int_equal(documents.differences.list[0].after.len, 500);
    documents_close(&documents);
}

static void documents_of_one_set_may_be_compared(void **state)
{
    struct memory memory = { 0 };
    struct contract_set set;
    struct differences differences;
    struct error err = { 0 };
    const struct contract *old, *new;

    contract_set_init(&set, &memory, NULL);
    old = contract_read_text(&set, "old.yaml", SLICE(ORDERS("        a: {type: string}\n")), &err);
    new = contract_read_text(&set, "new.yaml", SLICE(ORDERS("        a: {type: integer}\n")), &err);
    differences_init(&differences, &memory);
    assert_true(differences_find(&differences, old, new, 0));
    assert_int_equal(differences.count, 2);
    differences_done(&differences);
    differences_init(&differences, &memory);
    assert_true(differences_find(&differences, old, old, 0));
    assert_int_equal(differences.count, 0);
    differences_done(&differences);
    contract_set_done(&set);
    assert_int_equal(memory.used, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_change_says_what_where_and_why),
        cmocka_unit_test(one_edit_is_told_at_each_operation),
        cmocka_unit_test(different_edits_are_told_apart),
        cmocka_unit_test(changes_stand_in_the_order_of_the_new_document),
        cmocka_unit_test(sentences_are_safe_and_short),
        cmocka_unit_test(documents_of_one_set_may_be_compared),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
