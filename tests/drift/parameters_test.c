/* SPDX-License-Identifier: Apache-2.0 */
/* Query, header, cookie and path parameters. */
#include "drift/story.h"

#include <stdio.h>

/* One GET /a with these parameters, and one more path. */
#define WITH(parameters) PROMISES "  /a:\n    get:\n      parameters: [" parameters "]\n      " OK "\n"
#define QUERY(name, rest) "{name: '" name "', in: query, " rest "}"
#define STRING "schema: {type: string}"

static void a_query_parameter_nobody_documented_is_one_row(void **state)
{
    assert_story(WITH(QUERY("page", STRING)), "20x GET /a?page=#&size=10 -> 200 {}",
                 "undocumented_query_param GET /a query size");
    assert_story(WITH(QUERY("page", STRING)), "20x GET /a?page=# -> 200 {}", "");
    /* Names of query parameters are compared with case. */
    assert_story(WITH(QUERY("Page", STRING)), "20x GET /a?page=# -> 200 {}",
                 "undocumented_query_param GET /a query page");
}

static void a_header_parameter_nobody_documented_is_one_row(void **state)
{
    assert_story(WITH("{name: X-Tenant, in: header, " STRING "}"),
                 "20x GET /a (x-tenant: acme | X-Region: eu#) -> 200 {}",
                 "undocumented_header_param GET /a header X-Region");
    assert_story(WITH("{name: x-TENANT, in: header, " STRING "}"), "20x GET /a (X-Tenant: acme) -> 200 {}",
                 "");
}

static void a_cookie_nobody_documented_is_one_row(void **state)
{
    assert_story(WITH("{name: theme, in: cookie, " STRING "}"),
                 "20x GET /a (Cookie: theme=dark; lang=de) -> 200 {}",
                 "undocumented_cookie_param GET /a cookie lang");
    assert_story(WITH("{name: theme, in: cookie, " STRING "}"), "20x GET /a (Cookie: theme=dark) -> 200 {}",
                 "");
}

static void parameters_of_the_path_item_count(void **state)
{
    assert_story(PROMISES "  /a:\n    parameters: [" QUERY("page", STRING) "]\n    get: {" OK "}\n",
                 "20x GET /a?page=# -> 200 {}", "");
}

static void members_of_a_deep_object_belong_to_it(void **state)
{
    static const char document[] = WITH(QUERY(
        "filter",
        "style: deepObject, explode: true, schema: {type: object, properties: {name: {type: string}}}"));

    assert_story(document, "20x GET /a?filter[name]=x#&filter[age]=# -> 200 {}", "");
    assert_story(document, "20x GET /a?sort[name]=x# -> 200 {}",
                 "undocumented_query_param GET /a query sort[name]");
}

static void brackets_behind_a_name_say_that_it_is_a_list(void **state)
{
    assert_story(WITH(QUERY("ids", "schema: {type: array, items: {type: integer}}")),
                 "20x GET /a?ids[]=#&ids[]=2 -> 200 {}", "");
    assert_story(WITH(QUERY("ids[]", "schema: {type: array, items: {type: integer}}")),
                 "20x GET /a?ids[]=#&ids[]=2 -> 200 {}", "");
    assert_story(WITH(QUERY("ids", "schema: {type: array, items: {type: integer}}")),
                 "20x GET /a?ids[]=x# -> 200 {}", "type_mismatch GET /a query ids: integer -> string");
}

static void members_of_an_exploded_object_are_spread_over_the_query(void **state)
{
    static const char document[] = WITH(
        QUERY("filter", "schema: {type: object, properties: {name: {type: string}, age: {type: integer}}}"));

    assert_story(document, "20x GET /a?name=x#&age=# -> 200 {}", "");
    assert_story(document, "20x GET /a?name=x#&size=# -> 200 {}",
                 "undocumented_query_param GET /a query size");
}

#define COLOURS "schema: {type: array, items: {type: string, enum: [red, green, blue]}}"

static void lists_are_held_against_the_enum_value_by_value(void **state)
{
    static const struct {
        const char *document, *lines;
        const char *rows;
    } cases[] = {
        { WITH(QUERY("c", "explode: false, " COLOURS)), "20x GET /a?c=red,green -> 200 {}", "" },
        { WITH(QUERY("c", "explode: false, " COLOURS)), "20x GET /a?c=red,pink -> 200 {}",
          "undocumented_enum_value GET /a query c: enum -> pink" },
        { WITH(QUERY("c", "style: spaceDelimited, explode: false, " COLOURS)),
          "20x GET /a?c=red%20green -> 200 {}", "" },
        { WITH(QUERY("c", "style: spaceDelimited, explode: false, " COLOURS)),
          "20x GET /a?c=red%20pink -> 200 {}", "undocumented_enum_value GET /a query c: enum -> pink" },
        { WITH(QUERY("c", "style: pipeDelimited, explode: false, " COLOURS)),
          "20x GET /a?c=red|green -> 200 {}", "" },
        { WITH(QUERY("c", "style: pipeDelimited, explode: false, " COLOURS)),
          "20x GET /a?c=red|pink -> 200 {}", "undocumented_enum_value GET /a query c: enum -> pink" },
        { WITH(QUERY("c", COLOURS)), "20x GET /a?c=red&c=green -> 200 {}", "" },
        { WITH(QUERY("c", COLOURS)), "20x GET /a?c=red&c=pink -> 200 {}",
          "undocumented_enum_value GET /a query c: enum -> pink" },
        { WITH("{name: X-C, in: header, " COLOURS "}"), "20x GET /a (X-C: red,green) -> 200 {}", "" },
        { WITH("{name: X-C, in: header, " COLOURS "}"), "20x GET /a (X-C: red, green) -> 200 {}", "" },
        { WITH("{name: X-C, in: header, " COLOURS "}"), "20x GET /a (X-C: red,pink) -> 200 {}",
          "undocumented_enum_value GET /a header X-C: enum -> pink" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_story(cases[i].document, cases[i].lines, cases[i].rows);
}

#define NUMBERS "schema: {type: array, items: {type: integer}}"

static void lists_of_numbers_are_numbers(void **state)
{
    static const struct {
        const char *document, *lines;
    } cases[] = {
        { WITH(QUERY("n", "explode: false, " NUMBERS)),
          "20x GET /a?n=1,# -> 200 {}\n20x GET /a?n=# -> 200 {}" },
        { WITH(QUERY("n", "style: pipeDelimited, explode: false, " NUMBERS)),
          "20x GET /a?n=1%7C# -> 200 {}" },
        { WITH(QUERY("n", "style: spaceDelimited, explode: false, " NUMBERS)),
          "20x GET /a?n=1%20# -> 200 {}" },
        { WITH("{name: X-N, in: header, " NUMBERS "}"), "20x GET /a (X-N: 1, #) -> 200 {}" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_story(cases[i].document, cases[i].lines, "");
    assert_story(cases[0].document, "20x GET /a?n=1,x# -> 200 {}",
                 "type_mismatch GET /a query n: integer -> string");
}

static void values_outside_the_enum_are_one_row(void **state)
{
    struct story story;

    story_open(&story, WITH(QUERY("sort", "schema: {type: string, enum: [name, date]}")));
    story_tell(&story, "20x GET /a?sort=name -> 200 {}\n"
                       "3x GET /a?sort=price -> 200 {}\n"
                       "2x GET /a?sort= -> 200 {}");
    assert_drift(&story, "undocumented_enum_value GET /a query sort: enum -> price");
    assert_int_equal(story_row(&story, DRIFT_UNDOCUMENTED_ENUM_VALUE)->support.count, 3);
    assert_int_equal(story_row(&story, DRIFT_UNDOCUMENTED_ENUM_VALUE)->of, 23);
    story_close(&story);
    assert_story(WITH(QUERY("limit", "schema: {type: integer, enum: [10, 20]}")),
                 "20x GET /a?limit=10 -> 200 {}", "");
    assert_story(WITH(QUERY("limit", "schema: {type: integer, enum: [10, 20]}")),
                 "20x GET /a?limit=30 -> 200 {}", "undocumented_enum_value GET /a query limit: enum -> 30");
}

static void types_are_those_of_text(void **state)
{
    static const struct {
        const char *type, *lines, *rows;
    } cases[] = {
        { "integer", "20x GET /a?p=# -> 200 {}", "" },
        { "integer", "20x GET /a?p=#.5 -> 200 {}", "type_mismatch GET /a query p: integer -> number" },
        { "integer", "20x GET /a?p=x# -> 200 {}", "type_mismatch GET /a query p: integer -> string" },
        { "number", "20x GET /a?p=#.5 -> 200 {}", "" },
        { "number", "20x GET /a?p=x# -> 200 {}", "type_mismatch GET /a query p: number -> string" },
        { "boolean", "20x GET /a?p=true -> 200 {}", "" },
        { "boolean", "20x GET /a?p=yes -> 200 {}", "type_mismatch GET /a query p: boolean -> string" },
        { "string", "20x GET /a?p=# -> 200 {}", "" },
        { "[integer, boolean]", "20x GET /a?p=# -> 200 {}\n2x GET /a?p=true -> 200 {}", "" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char document[1000];

        snprintf(document, sizeof document, WITH(QUERY("p", "schema: {type: %s}")), cases[i].type);
        assert_story(document, cases[i].lines, cases[i].rows);
    }
}

static void ranges_lengths_patterns_and_formats_hold_for_parameters(void **state)
{
    static const struct {
        const char *schema, *lines, *rows;
    } cases[] = {
        { "type: integer, minimum: 1, maximum: 20", "20x GET /a?p=# -> 200 {}", "" },
        { "type: integer, minimum: 1, maximum: 19", "20x GET /a?p=# -> 200 {}",
          "value_out_of_range GET /a query p: -> 1 to 20" },
        { "type: integer, exclusiveMinimum: 1", "20x GET /a?p=# -> 200 {}",
          "value_out_of_range GET /a query p: -> 1 to 20" },
        { "type: integer, exclusiveMinimum: 0", "20x GET /a?p=# -> 200 {}", "" },
        { "type: string, maxLength: 3", "20x GET /a?p=abc -> 200 {}", "" },
        { "type: string, maxLength: 3", "20x GET /a?p=abcd -> 200 {}",
          "length_out_of_range GET /a query p: -> 4" },
        { "type: string, minLength: 5", "20x GET /a?p=abcd -> 200 {}",
          "length_out_of_range GET /a query p: -> 4" },
        { "type: string, pattern: '^[a-z]+$'", "20x GET /a?p=abcd -> 200 {}", "" },
        { "type: string, pattern: '^[a-z]+$'", "20x GET /a?p=ABCD -> 200 {}",
          "pattern_mismatch GET /a query p: -> A***" },
        { "type: string, format: date", "20x GET /a?p=2026-01-05 -> 200 {}", "" },
        { "type: string, format: date", "20x GET /a?p=yesterday -> 200 {}",
          "format_mismatch GET /a query p: date -> y***y" },
        { "type: string, format: uuid", "20x GET /a?p=0 -> 200 {}",
          "format_mismatch GET /a query p: uuid -> ***" },
        { "type: string, format: made-up", "20x GET /a?p=0 -> 200 {}", "" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char document[1000];

        snprintf(document, sizeof document, WITH(QUERY("p", "schema: {%s}")), cases[i].schema);
        assert_story(document, cases[i].lines, cases[i].rows);
    }
}

static void api_keys_of_schemes_are_no_parameters(void **state)
{
    static const char schemes[] =
        PROMISES "  /a: {get: {" OK "}}\n"
                 "security: [{header: []}, {query: []}]\n"
                 "components: {securitySchemes: {header: {type: apiKey, in: header, name: X-Odd}, query: "
                 "{type: apiKey, in: query, name: k}}}\n";

    assert_story(schemes, "20x GET /a (x-odd: 1#) -> 200 {}\n20x GET /a?k=1# -> 200 {}", "");
    assert_story(schemes, "20x GET /a?K=1#&k=5 -> 200 {}", "undocumented_query_param GET /a query K");
}

static void header_fields_that_are_never_learned_are_not_missing(void **state)
{
    assert_story(WITH("{name: User-Agent, in: header, required: true, " STRING
                      "}, {name: Authorization, in: header, required: true, " STRING
                      "}, {name: X-Api-Key, in: header, required: true, " STRING
                      "}, {name: Content-Type, in: header, required: true, " STRING
                      "}, {name: Accept, in: header, required: true, " STRING "}"),
                 "20x GET /a -> 200 {}", "");
    assert_story(WITH("{name: X-Tenant, in: header, required: true, " STRING "}"), "20x GET /a -> 200 {}",
                 "missing_required_param GET /a header X-Tenant: required -> left out in 20 of 20");
}

static void required_is_what_accepted_requests_left_out(void **state)
{
    static const char document[] = PROMISES "  /a:\n    get:\n      parameters: [" QUERY(
        "q", "required: true, " STRING) "]\n"
                                        "      responses: {200: " ANYTHING ", 400: " ANYTHING "}\n";

    assert_story(document, "20x GET /a?q=# -> 200 {}\n5x GET /a -> 400 {}", "");
    assert_story(document, "20x GET /a?q=# -> 200 {}\n5x GET /a -> 200 {}",
                 "missing_required_param GET /a query q: required -> left out in 5 of 25");
    assert_story(document, "20x GET /a -> 200 {}",
                 "missing_required_param GET /a query q: required -> left out in 20 of 20");
    /* Nothing was accepted: nothing is known. */
    assert_story(document, "20x GET /a -> 400 {}", "");
}

static void a_required_deep_object_is_there_when_any_of_its_members_is(void **state)
{
    assert_story(WITH(QUERY("filter", "style: deepObject, required: true, schema: {type: object}")),
                 "10x GET /a?filter[name]=x# -> 200 {}\n10x GET /a?filter[age]=# -> 200 {}", "");
}

static void a_deprecated_parameter_in_use_is_one_row(void **state)
{
    assert_story(WITH(QUERY("old", "deprecated: true, " STRING)), "20x GET /a?old=# -> 200 {}",
                 "deprecated_param_in_use GET /a query old");
    assert_story(WITH(QUERY("old", "deprecated: true, " STRING)), "20x GET /a -> 200 {}", "");
}

static void a_parameter_is_dead_after_two_hundred_requests_and_a_day(void **state)
{
    static const char document[] = WITH(QUERY("q", STRING));
    struct story story;

    story_open(&story, document);
    story_tell(&story, "250x GET /a -> 200 {}");
    assert_drift(&story, "");
    story_wait(&story, 1);
    story_tell(&story, "GET /a -> 200 {}");
    assert_drift(&story, "unobserved_param GET /a query q");
    story_close(&story);
    story_open(&story, document);
    story_tell(&story, "198x GET /a -> 200 {}");
    story_wait(&story, 2);
    story_tell(&story, "GET /a -> 200 {}");
    assert_drift(&story, "");
    story_tell(&story, "GET /a -> 200 {}");
    assert_drift(&story, "unobserved_param GET /a query q");
    story_tell(&story, "GET /a?q=1 -> 200 {}");
    assert_drift(&story, "");
    story_close(&story);
}

static void path_parameters_are_held_by_position(void **state)
{
    static const char document[] = PROMISES "  /u/{id}:\n    get:\n      parameters: [{name: id, in: path, "
                                            "required: true, schema: {type: integer}}]\n      " OK "\n";

    assert_story(document, "20x GET /u/# -> 200 {}", "");
    assert_story(document, "20x GET /u/0b1e7f0a-6c1d-4a57-9d0e-1c2b3a4d5e# -> 200 {}",
                 "type_mismatch GET /u/{id} path id: integer -> string");
}

#define PATH(path)                                                                                           \
    PROMISES "  " path ":\n    get:\n      parameters: [{name: id, in: path, required: true, schema: "       \
             "{type: integer}}]\n      " OK "\n"

static void text_around_a_path_parameter_is_not_its_value(void **state)
{
    assert_story(PATH("/r/user-{id}"), "20x GET /r/user-# -> 200 {}", "");
    assert_story(PATH("/r/{id}.json"), "20x GET /r/#.json -> 200 {}", "");
    assert_story(PATH("/r/{id}:run"), "20x GET /r/#:run -> 200 {}", "");
    assert_story(PATH("/r(id={id})"), "20x GET /r(id=#) -> 200 {}", "");
    assert_story(PATH("/r(id={id})"), "20x GET /r(id=x#) -> 200 {}",
                 "type_mismatch GET /r(id={id}) path id: integer -> string");
}

static void words_in_the_place_of_a_number_are_its_values(void **state)
{
    assert_story(PATH("/r/{id}"), "20x GET /r/# -> 200 {\"id\":#}\n9x GET /r/me -> 200 {\"id\":#}",
                 "type_mismatch GET /r/{id} path id: integer -> string");
}

static void parameters_of_the_base_path_come_first(void **state)
{
    assert_story(
        HEAD("3.1.0",
             "{url: 'https://" TRAFFIC_HOST
             "/{tenant}', variables: {tenant: {default: x}}}") "paths:\n  /u/{id}:\n    get:\n      "
                                                               "parameters: [{name: id, in: path, required: "
                                                               "true, schema: {type: integer}}]\n      " OK
                                                               "\n",
        "20x GET /acme/u/# -> 200 {}\n20x GET /other/u/# -> 200 {}", "");
}

static void words_outside_the_enum_of_a_path_are_one_row(void **state)
{
    static const char document[] = PROMISES "  /r/{kind}:\n    get:\n      parameters: [{name: kind, in: "
                                            "path, required: true, schema: {enum: [a, b]}}]\n      " OK "\n";

    assert_story(document, "9x GET /r/a -> 200 {}\n9x GET /r/b -> 200 {}", "");
    assert_story(document, "9x GET /r/a -> 200 {}\n9x GET /r/c -> 200 {}",
                 "undocumented_enum_value GET /r/{kind} path kind: enum -> c");
}

static void refused_calls_prove_nothing_about_path_parameters(void **state)
{
    assert_story(PROMISES "  /u/{id}:\n    get:\n      parameters: [{name: id, in: path, required: true, "
                          "schema: {type: integer}}]\n"
                          "      responses: {200: " ANYTHING ", 400: " ANYTHING "}\n",
                 "20x GET /u/# -> 200 {}\n5x GET /u/0b1e7f0a-6c1d-4a57-9d0e-1c2b3a4d5e# -> 400 {}", "");
}

static void operations_that_promise_different_things_of_a_path_parameter_say_nothing(void **state)
{
    assert_story(PROMISES "  /u/{id}:\n    get:\n      parameters: [{name: id, in: path, required: true, "
                          "schema: {type: integer}}]\n      " OK
                          "\n    put:\n      parameters: [{name: id, in: path, required: true, schema: "
                          "{type: string}}]\n      " OK "\n",
                 "20x GET /u/# -> 200 {}\n5x PUT /u/0b1e7f0a-6c1d-4a57-9d0e-1c2b3a4d5e# {} -> 200 {}",
                 "undocumented_request_media_type PUT /u/{id} request application/json: -> application/json");
}

static void parameters_with_content_are_not_held_against_a_schema(void **state)
{
    assert_story(
        WITH("{name: q, in: query, content: {application/json: {schema: {type: object, required: [x]}}}}"),
        "20x GET /a?q=%7B%7D -> 200 {}", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_query_parameter_nobody_documented_is_one_row),
        cmocka_unit_test(a_header_parameter_nobody_documented_is_one_row),
        cmocka_unit_test(a_cookie_nobody_documented_is_one_row),
        cmocka_unit_test(parameters_of_the_path_item_count),
        cmocka_unit_test(members_of_a_deep_object_belong_to_it),
        cmocka_unit_test(brackets_behind_a_name_say_that_it_is_a_list),
        cmocka_unit_test(members_of_an_exploded_object_are_spread_over_the_query),
        cmocka_unit_test(lists_are_held_against_the_enum_value_by_value),
        cmocka_unit_test(lists_of_numbers_are_numbers),
        cmocka_unit_test(values_outside_the_enum_are_one_row),
        cmocka_unit_test(types_are_those_of_text),
        cmocka_unit_test(ranges_lengths_patterns_and_formats_hold_for_parameters),
        cmocka_unit_test(api_keys_of_schemes_are_no_parameters),
        cmocka_unit_test(header_fields_that_are_never_learned_are_not_missing),
        cmocka_unit_test(required_is_what_accepted_requests_left_out),
        cmocka_unit_test(a_required_deep_object_is_there_when_any_of_its_members_is),
        cmocka_unit_test(a_deprecated_parameter_in_use_is_one_row),
        cmocka_unit_test(a_parameter_is_dead_after_two_hundred_requests_and_a_day),
        cmocka_unit_test(path_parameters_are_held_by_position),
        cmocka_unit_test(text_around_a_path_parameter_is_not_its_value),
        cmocka_unit_test(words_in_the_place_of_a_number_are_its_values),
        cmocka_unit_test(parameters_of_the_base_path_come_first),
        cmocka_unit_test(words_outside_the_enum_of_a_path_are_one_row),
        cmocka_unit_test(refused_calls_prove_nothing_about_path_parameters),
        cmocka_unit_test(operations_that_promise_different_things_of_a_path_parameter_say_nothing),
        cmocka_unit_test(parameters_with_content_are_not_held_against_a_schema),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
