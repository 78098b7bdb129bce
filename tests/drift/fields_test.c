/* SPDX-License-Identifier: Apache-2.0 */
/* Bodies in JSON, field by field: what is named, what is required, what types there are. */
#include "drift/story.h"

#include <stdio.h>

/* GET /a answers this schema. */
#define ANSWERS                                                                                              \
    "  /a:\n    get: {responses: {200: {description: d, content: {application/json: {schema: {%s}}}}}}\n%s"

struct told {
    const char *schema, *body, *rows; /* rows without "GET /a response:200", one a line */
};

/* Each row's place is put into the expected lines where "@" stands. */
static void expand(char *out, size_t room, const char *rows, const char *place)
{
    size_t len = 0;

    for (; *rows && len + strlen(place) + 1 < room; rows++)
        if (*rows == '@')
            len += (size_t)snprintf(out + len, room - len, "%s", place);
        else
            out[len++] = *rows;
    out[len] = '\0';
}

static void answer(const char *promises, const struct told *told, size_t count, const char *components)
{
    for (size_t i = 0; i < count; i++) {
        char document[3000], paths[2500], lines[500], rows[1000];

        snprintf(paths, sizeof paths, ANSWERS, told[i].schema, components);
        snprintf(document, sizeof document, "%s%s", promises, paths);
        snprintf(lines, sizeof lines, "20x GET /a -> 200 %s", told[i].body);
        expand(rows, sizeof rows, told[i].rows, "GET /a response:200");
        assert_story(document, lines, rows);
    }
}
#define ANSWER(...)                                                                                          \
    answer(PROMISES, (const struct told[]){ __VA_ARGS__ },                                                   \
           sizeof((const struct told[]){ __VA_ARGS__ }) / sizeof(struct told), "")
#define ANSWER_30(...)                                                                                       \
    answer(PROMISES_30, (const struct told[]){ __VA_ARGS__ },                                                \
           sizeof((const struct told[]){ __VA_ARGS__ }) / sizeof(struct told), "")

static void a_field_nobody_documented_is_one_row(void **state)
{
    ANSWER({ "properties: {id: {type: integer}}", "{\"id\":#,\"debug\":true}",
             "undocumented_response_field @ /debug" },
           { "properties: {id: {type: integer}}", "{\"id\":#}", "" },
           { "properties: {u: {properties: {id: {}}}}", "{\"u\":{\"id\":#,\"x\":1}}",
             "undocumented_response_field @ /u/x" },
           { "type: array, items: {properties: {id: {}}}", "[{\"id\":#,\"x\":1}]",
             "undocumented_response_field @ /[]/x" });
}

static void additional_properties_decide_what_need_not_be_named(void **state)
{
    ANSWER({ "properties: {id: {}}, additionalProperties: false", "{\"id\":1,\"x\":#}",
             "undocumented_response_field @ /x" },
           { "properties: {id: {}}, additionalProperties: true", "{\"id\":1,\"x\":#}", "" },
           { "properties: {id: {}}, additionalProperties: {}", "{\"id\":1,\"x\":#}", "" },
           { "properties: {id: {}}, additionalProperties: {type: integer}", "{\"id\":1,\"x\":#}", "" },
           { "properties: {id: {}}, additionalProperties: {type: string}", "{\"id\":1,\"x\":#}",
             "type_mismatch @ /*: string -> integer" },
           { "type: object", "{\"id\":1,\"x\":#}", "" },
           { "type: object, additionalProperties: {properties: {n: {}}}", "{\"k#\":{\"n\":1,\"m\":2}}",
             "undocumented_response_field @ /*/m" },
           { "type: object, additionalProperties: false", "{\"x\":#}", "undocumented_response_field @ /x" });
}

/* Sixty keys that are identifiers are one thing that nobody documented, not sixty. */
static void members_whose_names_are_data_are_one_row(void **state)
{
    ANSWER({ "properties: {total: {type: integer}}", "{\"total\":1,\"10#\":2,\"20#\":3}",
             "undocumented_response_field @ /*" },
           { "properties: {total: {type: integer}}", "{\"total\":1,\"extra\":2,\"more\":3}",
             "undocumented_response_field @ /extra\nundocumented_response_field @ /more" });
}

static void pattern_properties_name_what_fits_them(void **state)
{
    ANSWER({ "type: object, patternProperties: {'^x-': {type: integer}}", "{\"x-a\":#}", "" },
           { "type: object, patternProperties: {'^x-': {type: integer}}", "{\"x-a\":\"#\"}",
             "type_mismatch @ /x-a: integer -> string" },
           { "type: object, patternProperties: {'^x-': {type: integer}}", "{\"y\":#}",
             "undocumented_response_field @ /y" });
}

static void types_other_than_documented_are_one_row(void **state)
{
    ANSWER({ "properties: {v: {type: integer}}", "{\"v\":#}", "" },
           { "properties: {v: {type: integer}}", "{\"v\":\"#\"}", "type_mismatch @ /v: integer -> string" },
           { "properties: {v: {type: integer}}", "{\"v\":#.5}", "type_mismatch @ /v: integer -> number" },
           { "properties: {v: {type: number}}", "{\"v\":#}", "" },
           { "properties: {v: {type: string}}", "{\"v\":{\"w\":1}}", "type_mismatch @ /v: string -> object" },
           { "properties: {v: {type: boolean}}", "{\"v\":#}", "type_mismatch @ /v: boolean -> integer" },
           { "properties: {v: {type: [integer, string]}}", "{\"v\":\"#\"}", "" },
           { "properties: {v: {type: [integer, string]}}", "{\"v\":true}",
             "type_mismatch @ /v: string or integer -> boolean" },
           { "type: array", "{}", "type_mismatch @: array -> object" },
           { "properties: {v: {}}", "{\"v\":\"#\"}", "" });
}

static void what_may_not_be_is_said_so(void **state)
{
    ANSWER({ "properties: {v: false}", "{\"v\":#}", "type_mismatch @ /v: nothing -> integer" },
           { "properties: {v: false, w: {}}", "{\"w\":#}", "" });
}

static void null_is_allowed_where_it_is_said(void **state)
{
    ANSWER({ "properties: {v: {type: string}}", "{\"v\":null}", "null_not_allowed @ /v: -> null" },
           { "properties: {v: {type: [string, 'null']}}", "{\"v\":null}", "" },
           { "properties: {v: {anyOf: [{type: string}, {type: 'null'}]}}", "{\"v\":null}", "" },
           { "properties: {v: {}}", "{\"v\":null}", "" },
           /* A word of 3.0 that is gone, but what it means is clear. */
           { "properties: {v: {type: string, nullable: true}}", "{\"v\":null}", "" });
    ANSWER_30({ "properties: {v: {type: string, nullable: true}}", "{\"v\":null}", "" },
              { "properties: {v: {type: string, nullable: false}}", "{\"v\":null}",
                "null_not_allowed @ /v: -> null" },
              { "properties: {v: {nullable: true, allOf: [{type: object, properties: {a: {}}}]}}",
                "{\"v\":null}", "" },
              { "properties: {v: {nullable: true, allOf: [{type: object, properties: {a: {}}}]}}",
                "{\"v\":{\"b\":1}}", "undocumented_response_field @ /v/b" },
              { "properties: {v: {allOf: [{type: object, properties: {a: {}}}]}}", "{\"v\":null}",
                "null_not_allowed @ /v: -> null" });
}

static void what_is_required_and_left_out_is_one_row(void **state)
{
    ANSWER({ "required: [id], properties: {id: {}, n: {}}", "{\"n\":#}",
             "missing_required_field @ /id: required -> left out" },
           { "properties: {id: {}, n: {}}", "{\"n\":#}", "" },
           /* A name that is required and never described is a slip. */
           { "required: [ID], properties: {id: {}, n: {}}", "{\"n\":#}", "" },
           { "allOf: [{required: [id], properties: {id: {}}}, {properties: {n: {}}}]", "{\"n\":#}",
             "missing_required_field @ /id: required -> left out" },
           { "allOf: [{required: [id]}, {properties: {id: {}, n: {}}}]", "{\"n\":#}",
             "missing_required_field @ /id: required -> left out" },
           { "oneOf: [{required: [id], properties: {id: {}}}, {properties: {n: {}}}]", "{\"n\":#}", "" },
           { "oneOf: [{required: [id], properties: {id: {}}}, {required: [id], properties: {id: {}, n: {}}}]",
             "{\"n\":#}", "missing_required_field @ /id: required -> left out" },
           { "required: [p], properties: {p: {writeOnly: true}, n: {}}", "{\"n\":#}", "" },
           { "required: [p], properties: {p: {readOnly: true}, n: {}}", "{\"n\":#}",
             "missing_required_field @ /p: required -> left out" });
}

static void alternatives_each_count(void **state)
{
    ANSWER({ "oneOf: [{type: object, properties: {a: {type: integer}}}, {type: object, properties: {b: "
             "{type: integer}}}]",
             "{\"a\":#,\"b\":#}", "" },
           { "oneOf: [{type: object, properties: {a: {type: integer}}}, {type: object, properties: {b: "
             "{type: integer}}}]",
             "{\"c\":#}", "undocumented_response_field @ /c" },
           { "oneOf: [{type: object, properties: {a: {type: integer}}}, {type: object, properties: {a: "
             "{type: string}}}]",
             "{\"a\":\"x\"}", "" },
           { "oneOf: [{type: object, properties: {a: {type: integer}}}, {type: object, properties: {a: "
             "{type: string}}}]",
             "{\"a\":true}", "type_mismatch @ /a: string or integer -> boolean" },
           { "anyOf: [{type: string}, {type: array, items: {type: string}}]", "[\"a#\"]", "" },
           { "anyOf: [{type: string}, {type: array, items: {type: string}}]", "[#]",
             "type_mismatch @ /[]: string -> integer" });
}

static void the_discriminator_leads_to_what_may_apply(void **state)
{
    static const struct told told[] = {
        { "$ref: '#/components/schemas/Pet'", "{\"kind\":\"Cat\",\"lives\":9}", "" },
        { "$ref: '#/components/schemas/Pet'", "{\"kind\":\"Cat\",\"wings\":#}",
          "undocumented_response_field @ /wings" },
        { "$ref: '#/components/schemas/Cat'", "{\"kind\":\"Cat\",\"bark\":#}",
          "undocumented_response_field @ /bark" },
        { "$ref: '#/components/schemas/Either'", "{\"kind\":\"Dog\",\"bark\":#}", "" },
        { "$ref: '#/components/schemas/Either'", "{\"bark\":#}",
          "missing_required_field @ /kind: required -> left out" },
    };

    answer(PROMISES_30, told, sizeof told / sizeof *told,
           "components:\n  schemas:\n"
           "    Pet: {type: object, required: [kind], discriminator: {propertyName: kind}, properties: "
           "{kind: {type: string}}}\n"
           "    Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {lives: {type: "
           "integer}}}]}\n"
           "    Dog: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {bark: {type: "
           "integer}}}]}\n"
           "    Either: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], "
           "discriminator: {propertyName: kind}}\n");
}

static void circles_end(void **state)
{
    static const struct told told[] = {
        { "$ref: '#/components/schemas/Node'", "{\"n\":#,\"next\":{\"n\":1,\"next\":{\"n\":2,\"x\":1}}}",
          "undocumented_response_field @ /next/next/x" },
        { "$ref: '#/components/schemas/Self'", "{\"n\":#}", "" },
    };

    answer(PROMISES, told, sizeof told / sizeof *told,
           "components:\n  schemas:\n"
           "    Node: {type: object, properties: {n: {type: integer}, next: {$ref: "
           "'#/components/schemas/Node'}}}\n"
           "    Self: {allOf: [{$ref: '#/components/schemas/Self'}, {properties: {n: {type: integer}}}]}\n");
}

#define TAKES(schema)                                                                                        \
    PROMISES "  /a:\n    post: {requestBody: {content: {application/json: {schema: {" schema                 \
             "}}}}, responses: {200: " ANYTHING ", 400: " ANYTHING "}}\n"

static void requests_are_held_as_answers_are(void **state)
{
    assert_story(TAKES("properties: {n: {type: integer}}"), "20x POST /a {\"n\":\"x\",\"m\":1} -> 200 {}",
                 "type_mismatch POST /a request /n: integer -> string\n"
                 "undocumented_request_field POST /a request /m");
    assert_story(TAKES("required: [id, p], properties: {id: {readOnly: true}, p: {writeOnly: true}, n: {}}"),
                 "20x POST /a {\"n\":#} -> 200 {}",
                 "missing_required_field POST /a request /p: required -> left out");
}

static void what_refused_requests_left_out_is_not_said(void **state)
{
    assert_story(TAKES("required: [p], properties: {p: {}, n: {}}"),
                 "20x POST /a {\"n\":#,\"p\":1} -> 200 {}\n5x POST /a {\"n\":#} -> 400 {}", "");
}

static void what_accepted_requests_left_out_is_said_though_others_were_refused(void **state)
{
    assert_story(TAKES("required: [p], properties: {p: {}, n: {}}"),
                 "20x POST /a {\"n\":#} -> 200 {}\n5x POST /a {\"n\":#} -> 400 {}",
                 "missing_required_field POST /a request /p: required -> left out");
}

static void a_field_is_dead_after_two_hundred_objects_and_a_day(void **state)
{
    static const char document[] = PROMISES
        "  /a:\n    get: {responses: {200: {description: d, content: {application/json: {schema: "
        "{type: object, required: [r], properties: {r: {}, n: {}, old: {}, w: {writeOnly: true}}}}}}}}\n";
    struct story story;

    story_open(&story, document);
    story_tell(&story, "198x GET /a -> 200 {\"n\":1,\"r\":1}");
    story_wait(&story, 2);
    story_tell(&story, "GET /a -> 200 {\"n\":1,\"r\":1}");
    assert_drift(&story, "");
    story_tell(&story, "GET /a -> 200 {\"n\":1,\"r\":1}");
    assert_drift(&story, "unobserved_field GET /a response:200 /old");
    story_tell(&story, "GET /a -> 200 {\"n\":1,\"r\":1,\"old\":2}");
    assert_drift(&story, "");
    story_close(&story);
}

static void the_row_of_a_field_shows_where_it_belongs(void **state)
{
    struct story story;

    story_open(&story, PROMISES "  /a:\n    get:\n      responses:\n        200:\n          description: d\n "
                                "         content:\n            application/json:\n"
                                "              schema:\n                type: object\n                "
                                "properties:\n                  id: {type: integer}\n");
    story_tell(&story,
               "20x GET /a -> 200 {\"id\":#}\n5x GET /a -> 200 {\"id\":#,\"mail\":\"anna#@example.com\"}");
    assert_drift(&story, "undocumented_response_field GET /a response:200 /mail");
    assert_int_equal(story_row(&story, DRIFT_UNDOCUMENTED_RESPONSE_FIELD)->at.line, 13);
    assert_int_equal(story_row(&story, DRIFT_UNDOCUMENTED_RESPONSE_FIELD)->support.count, 5);
    assert_int_equal(story_row(&story, DRIFT_UNDOCUMENTED_RESPONSE_FIELD)->of, 25);
    assert_int_equal(story_row(&story, DRIFT_UNDOCUMENTED_RESPONSE_FIELD)->example_count, 1);
    assert_null(memmem(story_row(&story, DRIFT_UNDOCUMENTED_RESPONSE_FIELD)->examples[0].at,
                       story_row(&story, DRIFT_UNDOCUMENTED_RESPONSE_FIELD)->examples[0].len, "anna", 4));
    story_close(&story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_field_nobody_documented_is_one_row),
        cmocka_unit_test(additional_properties_decide_what_need_not_be_named),
        cmocka_unit_test(members_whose_names_are_data_are_one_row),
        cmocka_unit_test(pattern_properties_name_what_fits_them),
        cmocka_unit_test(types_other_than_documented_are_one_row),
        cmocka_unit_test(what_may_not_be_is_said_so),
        cmocka_unit_test(null_is_allowed_where_it_is_said),
        cmocka_unit_test(what_is_required_and_left_out_is_one_row),
        cmocka_unit_test(alternatives_each_count),
        cmocka_unit_test(the_discriminator_leads_to_what_may_apply),
        cmocka_unit_test(circles_end),
        cmocka_unit_test(requests_are_held_as_answers_are),
        cmocka_unit_test(what_refused_requests_left_out_is_not_said),
        cmocka_unit_test(what_accepted_requests_left_out_is_said_though_others_were_refused),
        cmocka_unit_test(a_field_is_dead_after_two_hundred_objects_and_a_day),
        cmocka_unit_test(the_row_of_a_field_shows_where_it_belongs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
