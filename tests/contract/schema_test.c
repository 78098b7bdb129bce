/* SPDX-License-Identifier: Apache-2.0 */
/* What schemas say of members and types. */
#include "given.h"

#include <stdio.h>

struct expected {
    const char *schema, *member;
    size_t count;
    bool is_named, is_required, is_open;
};

static void members_are_looked_up_through_everything(void **state)
{
    static const struct expected expected[] = {
        { "Animal", "kind", 1, true, true, false },
        { "Animal", "fur", 1, true, false, false },    /* Mammal has Animal in allOf */
        { "Animal", "lives", 1, true, false, false },  /* Cat has Mammal in allOf */
        { "Animal", "weight", 1, true, false, false }, /* mapped */
        { "Animal", "wings", 0, false, false, false },
        { "Mammal", "kind", 1, true, true, false },
        { "Mammal", "fur", 1, true, true, false },
        { "Mammal", "lives", 1, true, false, false },  /* a mammal may be a cat ... */
        { "Mammal", "depth", 0, false, false, false }, /* ... and never a fish */
        { "Mammal", "weight", 0, false, false, false },
        { "Cat", "depth", 0, false, false, false },
        { "Cat", "fur", 1, true, true, false },
        { "MaybeAnimal", "depth", 1, true, false, false },
        { "Either", "both", 2, true, true, false },
        { "Either", "a", 1, true, false, false },
        { "Either", "c", 0, false, false, false },
        { "Free", "a", 0, false, false, true },
        { "Open", "a", 1, true, false, false },
        { "Open", "b", 0, false, false, true },
        { "Closed", "b", 0, false, false, false },
        { "Closed", "x-b", 1, false, false, false },
        { "Map", "b", 1, false, false, true },
        { "Self", "x", 1, true, true, false },
    };
    struct given given;

    given_file(&given, DOCUMENTS "zoo.json");
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        struct contract_said said;

        contract_member(given_schema(&given, expected[i].schema), slice_of(expected[i].member), &said);
        if (said.count != expected[i].count || (said.first != NULL) != expected[i].is_named ||
            said.is_required != expected[i].is_required || said.is_open != expected[i].is_open ||
            said.is_unknown)
            fail_msg("%s.%s: %zu, named %d, required %d, open %d, unknown %d", expected[i].schema,
                     expected[i].member, said.count, said.first != NULL, said.is_required, said.is_open,
                     said.is_unknown);
    }
    given_done(&given);
}

static void types_are_looked_up_through_everything(void **state)
{
    static const struct {
        const char *schema;
        unsigned types;
        bool types_said;
    } expected[] = {
        { "Animal", CONTRACT_OBJECT, true },
        { "MaybeAnimal", CONTRACT_OBJECT | CONTRACT_NULL, false },
        { "Either", CONTRACT_OBJECT, false },
        { "Choice", CONTRACT_STRING | CONTRACT_INTEGER | CONTRACT_NULL, false },
        { "Status", CONTRACT_STRING | CONTRACT_NULL, true },
        { "Cat", CONTRACT_OBJECT, false },
        { "Sibling", CONTRACT_OBJECT, true }, /* 3.0 ignores what stands beside $ref */
        { "Self", CONTRACT_OBJECT, false },
        { "Circle", CONTRACT_ANY_TYPE, false },
    };
    struct given given;

    given_file(&given, DOCUMENTS "zoo.json");
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        const struct contract_schema *schema = given_schema(&given, expected[i].schema);

        if (contract_types(schema) != expected[i].types || schema->types_said != expected[i].types_said)
            fail_msg("%s: %x, said %d", expected[i].schema, contract_types(schema), schema->types_said);
    }
    assert_int_equal(contract_types(given_property(given_schema(&given, "Animal"), "name")),
                     CONTRACT_STRING | CONTRACT_NULL);
    given_done(&given);
}

struct list {
    char text[400];
};

static void note(void *context, const struct contract_property *property, bool is_required)
{
    struct list *list = context;
    size_t len = strlen(list->text);

    snprintf(list->text + len, sizeof list->text - len, "%.*s%s ", SLICE_ARG(property->name),
             is_required ? "!" : "");
}

static void all_properties_are_listed_once(void **state)
{
    struct list list = { "" };
    struct given given;

    given_file(&given, DOCUMENTS "zoo.json");
    contract_properties(given_schema(&given, "Animal"), note, &list);
    assert_string_equal(list.text, "kind! name weight fur lives depth ");
    list.text[0] = '\0';
    contract_properties(given_schema(&given, "Either"), note, &list);
    assert_string_equal(list.text, "a both! b ");
    list.text[0] = '\0';
    contract_properties(given_schema(&given, "Cat"), note, &list);
    assert_string_equal(list.text, "kind! name fur! lives ");
    given_done(&given);
}

static void required_names_are_listed_once(void **state)
{
    const struct contract_property *properties[4];
    struct slice names[4];
    struct given given;

    given_file(&given, DOCUMENTS "zoo.json");
    assert_int_equal(contract_required(given_schema(&given, "Cat"), properties, names, 4), 2);
    assert_slice_equal(names[0], "kind");
    assert_slice_equal(names[1], "fur");
    assert_slice_equal(properties[1]->name, "fur");
    assert_int_equal(contract_required(given_schema(&given, "Either"), NULL, names, 4), 1);
    assert_slice_equal(names[0], "both");
    assert_int_equal(contract_required(given_schema(&given, "Cat"), NULL, names, 1), 1);
    given_done(&given);
}

static void references_that_lead_nowhere_are_unknown(void **state)
{
    const struct contract_schema *broken;
    struct contract_said said;
    struct given given;

    given_file(&given, DOCUMENTS "zoo.json");
    assert_string_equal(given_faults(&given), DOCUMENTS
                        "zoo.json:44:26: the reference '#/components/schemas/Round' leads back to itself, or "
                        "on and on\n" DOCUMENTS
                        "zoo.json:43:68: the reference '#/components/schemas/Gone' leads nowhere: " DOCUMENTS
                        "zoo.json has nothing there\n" DOCUMENTS
                        "zoo.json:43:114: the reference 'https://example.com/far.json' is not followed: "
                        "other hosts are never asked\n");
    assert_int_equal(given.set.reader.faults.errors, 2);
    assert_int_equal(given.set.reader.faults.warnings, 1);
    broken = given_schema(&given, "Broken");
    assert_true(given_property(broken, "gone")->is_unknown);
    assert_true(given_property(broken, "far")->is_unknown);
    contract_member(given_property(broken, "far"), SLICE("a"), &said);
    assert_true(said.is_unknown);
    given_done(&given);
}

static void bounds_are_bounds_in_every_dialect(void **state)
{
    const struct contract_schema *schema;
    struct given given;

    given_file(&given, DOCUMENTS "zoo.json");
    schema = given_parameter(given_operation(&given, "GET", "/animals"), CONTRACT_QUERY, "legs")->schema;
    assert_true(schema->has_minimum && schema->minimum_excluded && schema->minimum == 0);
    given_done(&given);
    given_text(&given,
               "openapi: 3.1.0\ncomponents: {schemas: {A: {minimum: 3, exclusiveMinimum: 5, maximum: 7, "
               "exclusiveMaximum: 9, multipleOf: '2', maxLength: '10', minItems: -1, maxItems: 1e3}}}");
    schema = given_schema(&given, "A");
    assert_true(schema->has_minimum && schema->minimum_excluded && schema->minimum == 5);
    assert_true(schema->has_maximum && !schema->maximum_excluded && schema->maximum == 7);
    assert_true(schema->has_multiple_of && schema->multiple_of == 2);
    assert_true(schema->has_length_max && schema->length_max == 10);
    assert_true(!schema->has_items_min && schema->has_items_max && schema->items_max == 1000);
    given_done(&given);
}

static void booleans_are_schemas(void **state)
{
    const struct contract_schema *schema;
    struct given given;

    given_text(&given, "openapi: 3.1.0\n"
                       "components:\n"
                       "  schemas:\n"
                       "    A: {properties: {any: true, none: false, also: {not: {}}, odd: 7}, "
                       "unevaluatedProperties: false}\n"
                       "    B: {prefixItems: [{type: string}], items: false, contains: {}}\n"
                       "    C: {if: {}, then: {properties: {t: {}}}, else: {properties: {e: {}}, required: "
                       "[e]}, properties: {c: {}}}\n");
    schema = given_schema(&given, "A");
    assert_int_equal(schema->types, CONTRACT_OBJECT);
    assert_int_equal(schema->additional_kind, ADDITIONAL_FORBIDDEN);
    assert_int_equal(contract_types(given_property(schema, "any")), CONTRACT_ANY_TYPE);
    assert_true(given_property(schema, "none")->is_never);
    assert_true(given_property(schema, "also")->is_never);
    assert_int_equal(contract_types(given_property(schema, "also")), 0);
    assert_true(given_property(schema, "odd")->is_unknown);
    schema = given_schema(&given, "B");
    assert_int_equal(schema->types, CONTRACT_ARRAY);
    assert_int_equal(schema->prefix_count, 1);
    assert_true(schema->items->is_never);
    schema = given_schema(&given, "C");
    assert_int_equal(schema->variant_count, 2);
    assert_int_equal(contract_required(schema, NULL, NULL, 0), 0);
    given_done(&given);
}

/* A base that lists its kinds, which have it in their allOf. */
static void kinds_that_refer_back_do_not_mix(void **state)
{
    struct contract_said said;
    struct given given;

    given_text(&given,
               "openapi: 3.0.0\n"
               "components:\n"
               "  schemas:\n"
               "    Pet:\n"
               "      type: object\n"
               "      required: [kind]\n"
               "      properties: {kind: {type: string}}\n"
               "      discriminator: {propertyName: kind}\n"
               "      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]\n"
               "    Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {required: [lives], properties: "
               "{lives: {}}}]}\n"
               "    Dog: {allOf: [{$ref: '#/components/schemas/Pet'}, {required: [bark], properties: {bark: "
               "{}}}]}\n");
    contract_member(given_schema(&given, "Cat"), SLICE("bark"), &said);
    assert_false(said.count || said.is_required || said.is_open);
    contract_member(given_schema(&given, "Cat"), SLICE("lives"), &said);
    assert_true(said.is_required);
    contract_member(given_schema(&given, "Pet"), SLICE("bark"), &said);
    assert_true(said.first && !said.is_required);
    assert_int_equal(given_schema(&given, "Pet")->variant_count, 0);
    assert_int_equal(contract_types(given_schema(&given, "Cat")), CONTRACT_OBJECT);
    given_done(&given);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_are_looked_up_through_everything),
        cmocka_unit_test(types_are_looked_up_through_everything),
        cmocka_unit_test(all_properties_are_listed_once),
        cmocka_unit_test(required_names_are_listed_once),
        cmocka_unit_test(references_that_lead_nowhere_are_unknown),
        cmocka_unit_test(bounds_are_bounds_in_every_dialect),
        cmocka_unit_test(booleans_are_schemas),
        cmocka_unit_test(kinds_that_refer_back_do_not_mix),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
