/* SPDX-License-Identifier: Apache-2.0 */
/* Schemas multiplied out into what a value may be. */
#include "drift/alternatives.h"

#include "base/check.h"
#include "contract/contract.h"

#include <stdio.h>

struct fixture {
    struct memory account;
    struct contract_set set;
    struct arena arena;
    struct alternatives all;
};

/* The schema of the answer, as YAML. */
static void begin(struct fixture *fixture, const char *schema)
{
    struct error err = { .kind = ERROR_NONE };
    const struct contract *contract;
    char text[4000];

    *fixture = (struct fixture){ .account.limit = 0 };
    snprintf(text, sizeof text,
             "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {/a: {get: {responses: {200: "
             "{description: d, content: {application/json: {schema: %s}}}}}}}\n"
             "components: {schemas: {Self: {allOf: [{$ref: '#/components/schemas/Self'}]}}}\n",
             schema);
    contract_set_init(&fixture->set, &fixture->account, "/nowhere");
    contract = contract_read_text(&fixture->set, "a.yaml", slice_of(text), &err);
    assert_non_null(contract);
    arena_init(&fixture->arena, &fixture->account, 0);
    alternatives_of(&contract->operations[0].responses[0].contents[0].schema, 1, &fixture->all);
}

static void end(struct fixture *fixture)
{
    arena_done(&fixture->arena);
    contract_set_done(&fixture->set);
    assert_int_equal(fixture->account.used, 0);
}

static void what_may_be_is_counted_and_said(void **state)
{
    static const struct {
        const char *schema;
        size_t count;
        const char *said;
    } cases[] = {
        { "{type: string}", 1, "string" },
        { "{}", 1, "" },
        { "true", 1, "" },
        { "{type: [string, 'null']}", 1, "string or null" },
        { "{type: number}", 1, "number" },
        { "{type: integer}", 1, "integer" },
        { "{anyOf: [{type: string}, {type: integer}]}", 2, "string or integer" },
        { "{allOf: [{type: [string, integer]}, {type: [integer, boolean]}]}", 1, "integer" },
        { "{oneOf: [{type: string}, {anyOf: [{type: array}, {type: object}]}]}", 3,
          "string or array or object" },
        { "{allOf: [{oneOf: [{type: string}, {type: integer}]}, {oneOf: [{maxLength: 3}, {minimum: 3}]}]}", 4,
          "string or integer" },
        { "{type: string, oneOf: [{enum: [a]}, {enum: [b]}]}", 2, "string" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture fixture;
        struct slice said;

        begin(&fixture, cases[i].schema);
        said = alternatives_say(&fixture.all, &fixture.arena);
        if (fixture.all.is_unknown || fixture.all.count != cases[i].count ||
            !slice_eq(said, slice_of(cases[i].said)))
            fail_msg("%s: %zu, %.*s", cases[i].schema, fixture.all.count, SLICE_ARG(said));
        end(&fixture);
    }
}

static void too_many_are_unknown(void **state)
{
    static const char *const cases[] = {
        "{allOf: [{oneOf: [{},{},{},{},{},{}]}, {oneOf: [{},{},{},{},{},{}]}]}",
        "{oneOf: [{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}]}",
        "{allOf: [{},{},{},{},{},{},{},{},{},{},{},{},{}]}",
        "{$ref: '#/components/schemas/Self'}",
        "{oneOf: [{$ref: 'https://elsewhere.example.org/a.yaml'}, {type: string}]}",
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture fixture;

        begin(&fixture, cases[i]);
        if (!fixture.all.is_unknown)
            fail_msg("%s: %zu", cases[i], fixture.all.count);
        end(&fixture);
    }
}

static void as_many_as_there_is_room_for_are_known(void **state)
{
    struct fixture fixture;

    begin(&fixture, "{allOf: [{oneOf: [{},{},{},{}]}, {oneOf: [{},{},{},{},{},{}]}]}");
    assert_false(fixture.all.is_unknown);
    assert_int_equal(fixture.all.count, ALTERNATIVES_MOST);
    end(&fixture);
}

static void nothing_at_all_is_unknown(void **state)
{
    struct alternatives all;

    alternatives_of(NULL, 0, &all);
    assert_true(all.is_unknown);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_may_be_is_counted_and_said),
        cmocka_unit_test(too_many_are_unknown),
        cmocka_unit_test(as_many_as_there_is_room_for_are_known),
        cmocka_unit_test(nothing_at_all_is_unknown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
