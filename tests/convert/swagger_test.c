/* SPDX-License-Identifier: Apache-2.0 */
/* Swagger 2.0, one section, parameter or response at a time: what is written, and what it becomes. */
#include "converted.h"

#include <stdio.h>

/* ---- Swagger 2.0: the root */

static void addresses_become_servers(void **state)
{
    static const struct one cases[] = {
        { "host: a.example\nschemes: [https, http]\nbasePath: /v1/",
          "[{\"url\":\"https://a.example/v1\"},{\"url\":\"http://a.example/v1\"}]" },
        { "host: a.example:8080", "[{\"url\":\"//a.example:8080\"}]" },
        { "basePath: v1", "[{\"url\":\"/v1\"}]" },
        { "basePath: /", "" },
        { "schemes: [https, https]\nhost: a.example", "[{\"url\":\"https://a.example\"}]" },
        { "schemes: [https]", " # scheme-without-host" },
        { "schemes: [https]\nbasePath: /v1", "[{\"url\":\"/v1\"}] # scheme-without-host" },
        { "x-a: 1", "" },
    };

    CONVERTED_ALL(cases, HEAD_20 "%\npaths: {}\n", "/servers", CONTRACT_OPENAPI_30);
}

static void terms_of_service_are_a_url(void **state)
{
    static const struct one cases[] = {
        { "{title: t, version: '1', termsOfService: 'https://a.example'}",
          "{\"title\":\"t\",\"version\":\"1\",\"termsOfService\":\"https://a.example\"}" },
        { "{title: t, termsOfService: be kind, version: '1'}",
          "{\"title\":\"t\",\"x-termsOfService\":\"be kind\",\"version\":\"1\"} # no-url" },
    };

    CONVERTED_ALL(cases, "swagger: '2.0'\ninfo: %\npaths: {}\n", "/info", CONTRACT_OPENAPI_30);
}

static void security_definitions_become_schemes(void **state)
{
    static const struct one cases[] = {
        { "{type: basic, description: d}", "{\"type\":\"http\",\"scheme\":\"basic\",\"description\":\"d\"}" },
        { "{type: apiKey, name: k, in: query, x-a: 1}",
          "{\"type\":\"apiKey\",\"name\":\"k\",\"in\":\"query\",\"x-a\":1}" },
        { "{type: oauth2, flow: implicit, authorizationUrl: 'https://a.example', scopes: {a: b, x-c: d}, "
          "x-e: 1}",
          "{\"type\":\"oauth2\",\"flows\":{\"implicit\":{\"authorizationUrl\":\"https://a.example\","
          "\"scopes\":{\"a\":\"b\"},\"x-c\":\"d\"}},\"x-e\":1}" },
        { "{type: oauth2, flow: password, tokenUrl: 'https://a.example'}",
          "{\"type\":\"oauth2\",\"flows\":{\"password\":{\"tokenUrl\":\"https://"
          "a.example\",\"scopes\":{}}}}" },
        { "{type: oauth2, flow: application, tokenUrl: 'https://a.example', scopes: {}}",
          "{\"type\":\"oauth2\",\"flows\":{\"clientCredentials\":{\"tokenUrl\":\"https://a.example\","
          "\"scopes\":{}}}}" },
        { "{scopes: {a: b}, type: oauth2, tokenUrl: 'https://t.example', flow: accessCode, authorizationUrl: "
          "'https://a.example'}",
          "{\"flows\":{\"authorizationCode\":{\"scopes\":{\"a\":\"b\"},\"tokenUrl\":\"https://t.example\","
          "\"authorizationUrl\":\"https://a.example\"}},\"type\":\"oauth2\"}" },
    };

    CONVERTED_ALL(cases, HEAD_20 "paths: {}\nsecurityDefinitions: {A: %}\n", "/components/securitySchemes/A",
                  CONTRACT_OPENAPI_30);
}

static void names_that_openapi_3_forbids_are_changed(void **state)
{
    struct converted converted;

    converted_text(&converted,
                   HEAD_20
                   "securityDefinitions: {my key: {type: basic}}\n"
                   "security: [{my key: []}]\n"
                   "paths: {/a: {get: {security: [{my key: []}], responses: {'200': {description: d, schema: "
                   "{$ref: '#/definitions/List%5BPet%5D'}}, '400': {$ref: '#/responses/not~1here'}}}}}\n"
                   "responses: {not/here: {description: d}}\n"
                   "definitions: {'List[Pet]': {items: {$ref: '#/definitions/List<Pet>'}}, 'List<Pet>': "
                   "{items: {$ref: '#/definitions/List[Pet]'}}, List_Pet: {type: object}, '«»': {}}\n",
                   CONTRACT_OPENAPI_30);
    assert_true(converted.done);
    assert_string_equal(converted_faults(&converted), "");
    assert_string_equal(converted_at(&converted, "/security"), "[{\"my_key\":[]}]");
    assert_string_equal(
        converted_at(&converted, "/components"),
        "{\"securitySchemes\":{\"my_key\":{\"type\":\"http\",\"scheme\":\"basic\"}},"
        "\"responses\":{\"not_here\":{\"description\":\"d\"}},"
        "\"schemas\":{\"List_Pet_2\":{\"items\":{\"$ref\":\"#/components/schemas/List_Pet_3\"}},"
        "\"List_Pet_3\":{\"items\":{\"$ref\":\"#/components/schemas/List_Pet_2\"}},"
        "\"List_Pet\":{\"type\":\"object\"},\"component\":{}}}");
    assert_string_equal(converted_at(&converted, "/paths/~1a/get"),
                        "{\"security\":[{\"my_key\":[]}],\"responses\":{\"200\":{\"description\":\"d\","
                        "\"content\":{\"*/*\":{\"schema\":{\"$ref\":\"#/components/schemas/List_Pet_2\"}}}},"
                        "\"400\":{\"$ref\":\"#/components/responses/not_here\"}}}");
    assert_string_equal(converted_notes(&converted),
                        "renamed-component 7:28\nrenamed-component 7:85\nrenamed-component 7:163\n"
                        "renamed-component 6:23\nrenamed-component 3:31\nany-media-type 5:90\n");
    converted_done(&converted);
}

static void the_order_of_what_survives_is_kept(void **state)
{
    struct converted converted;

    converted_text(
        &converted,
        "x-first: 1\nbasePath: /v1\ntags: [{name: a}]\ndefinitions: {A: {type: object}}\nswagger: '2.0'\n"
        "schemes: [https]\nparameters: {P: {in: query, type: string, name: p}}\nhost: a.example\n"
        "paths: {x-a: 1, /a: {get: {responses: {default: {description: d, x-b: 2}}, summary: s}}}\n"
        "externalDocs: {url: 'https://a.example'}\ninfo: {version: '1', title: t, x-c: [1.0, 2e3]}\n",
        CONTRACT_OPENAPI_31);
    assert_true(converted.done);
    assert_string_equal(
        converted_at(&converted, ""),
        "{\"x-first\":1,\"servers\":[{\"url\":\"https://a.example/v1\"}],\"tags\":[{\"name\":\"a\"}],"
        "\"openapi\":\"3.1.0\",\"components\":{\"schemas\":{\"A\":{\"type\":\"object\"}},\"parameters\":{"
        "\"P\":{"
        "\"in\":\"query\",\"schema\":{\"type\":\"string\"},\"name\":\"p\"}}},\"paths\":{\"x-a\":1,\"/"
        "a\":{\"get\":{"
        "\"responses\":{\"default\":{\"description\":\"d\",\"x-b\":2}},\"summary\":\"s\"}}},\"externalDocs\":"
        "{"
        "\"url\":\"https://a.example\"},\"info\":{\"version\":\"1\",\"title\":\"t\",\"x-c\":[1.0,2.0e+3]}}");
    converted_done(&converted);
}

/* ---- Swagger 2.0: parameters */

static void parameters_get_a_schema(void **state)
{
    static const struct one cases[] = {
        { "{name: p, in: query, description: d, required: true, type: integer, format: int32, default: 1, "
          "maximum: 9, "
          "exclusiveMaximum: true, minimum: 1, multipleOf: 2, enum: [1, 2], x-a: 1}",
          "{\"name\":\"p\",\"in\":\"query\",\"description\":\"d\",\"required\":true,\"schema\":{\"type\":"
          "\"integer\","
          "\"format\":\"int32\",\"default\":1,\"maximum\":9,\"exclusiveMaximum\":true,\"minimum\":1,"
          "\"multipleOf\":2,"
          "\"enum\":[1,2]},\"x-a\":1}" },
        { "{name: p, in: query, type: string, minLength: 1, maxLength: 2, pattern: a, x-nullable: true, "
          "allowEmptyValue: true}",
          "{\"name\":\"p\",\"in\":\"query\",\"schema\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":2,"
          "\"pattern\":\"a\",\"nullable\":true},\"allowEmptyValue\":true}" },
        { "{name: p, in: query, type: array, items: {type: string}}",
          "{\"name\":\"p\",\"in\":\"query\",\"style\":\"form\",\"explode\":false,\"schema\":{\"type\":"
          "\"array\","
          "\"items\":{\"type\":\"string\"}}}" },
        { "{name: p, in: query, collectionFormat: ssv, type: array, items: {}, minItems: 1, maxItems: 2, "
          "uniqueItems: true}",
          "{\"name\":\"p\",\"in\":\"query\",\"style\":\"spaceDelimited\",\"explode\":false,\"schema\":{"
          "\"type\":"
          "\"array\",\"items\":{},\"minItems\":1,\"maxItems\":2,\"uniqueItems\":true}}" },
        { "{name: p, in: query, type: array, collectionFormat: pipes}",
          "{\"name\":\"p\",\"in\":\"query\",\"style\":\"pipeDelimited\",\"explode\":false,\"schema\":{"
          "\"type\":"
          "\"array\",\"items\":{}}}" },
        { "{name: p, in: query, type: array, collectionFormat: multi}",
          "{\"name\":\"p\",\"in\":\"query\",\"style\":\"form\",\"explode\":true,\"schema\":{\"type\":"
          "\"array\",\"items\":{}}}" },
        { "{name: p, in: query, type: array, collectionFormat: tsv}",
          "{\"name\":\"p\",\"in\":\"query\",\"style\":\"form\",\"explode\":false,\"x-collectionFormat\":"
          "\"tsv\","
          "\"schema\":{\"type\":\"array\",\"items\":{}}} # tab-separated" },
        { "{name: p, in: header, type: array, collectionFormat: csv}",
          "{\"name\":\"p\",\"in\":\"header\",\"schema\":{\"type\":\"array\",\"items\":{}}}" },
        { "{name: p, in: path, required: true, type: array, collectionFormat: ssv}",
          "{\"name\":\"p\",\"in\":\"path\",\"required\":true,\"x-collectionFormat\":\"ssv\",\"schema\":{"
          "\"type\":"
          "\"array\",\"items\":{}}} # collection-format" },
        { "{name: p, in: query, type: string, collectionFormat: pipes}",
          "{\"name\":\"p\",\"in\":\"query\",\"schema\":{\"type\":\"string\"}}" },
        { "{name: Content-Type, in: header, type: string}",
          "{\"name\":\"Content-Type\",\"in\":\"header\",\"schema\":{\"type\":\"string\"}} # ignored-header" },
        { "{name: p, in: query}", "{\"name\":\"p\",\"in\":\"query\",\"schema\":{}}" },
        { "{name: p, in: query, schema: {type: string}}",
          "{\"name\":\"p\",\"in\":\"query\",\"schema\":{\"type\":\"string\"}}" },
        { "{$ref: '#/parameters/Other'}", "{\"$ref\":\"#/components/parameters/Other\"}" },
    };

    CONVERTED_ALL(cases, HEAD_20 "paths: {}\nparameters: {A: %, Other: {name: o, in: query, type: string}}\n",
                  "/components/parameters/A", CONTRACT_OPENAPI_30);
}

static void a_body_parameter_becomes_a_request_body(void **state)
{
    static const struct one cases[] = {
        { "{name: b, in: body, description: d, required: true, schema: {type: object}, x-a: 1}",
          "{\"x-body-name\":\"b\",\"description\":\"d\",\"required\":true,\"content\":{\"text/"
          "a\":{\"schema\":{"
          "\"type\":\"object\"}},\"text/b\":{\"schema\":{\"type\":\"object\"}}},\"x-a\":1}" },
        { "{name: b, in: body}", "{\"x-body-name\":\"b\",\"content\":{\"text/a\":{},\"text/b\":{}}}" },
        { "{$ref: '#/parameters/Other'}", "{\"$ref\":\"#/components/requestBodies/Other\"}" },
    };

    CONVERTED_ALL(cases,
                  HEAD_20
                  "paths: {}\nconsumes: [text/a, text/b]\nparameters: {A: %, Other: {name: o, in: body}}\n",
                  "/components/requestBodies/A", CONTRACT_OPENAPI_30);
}

/* ---- Swagger 2.0: operations */

#define OPERATION_20                                                                                         \
    HEAD_20 "host: a.example\nschemes: [https]\nconsumes: [text/a]\nproduces: [text/b]\n"                    \
            "paths: {/a: {post: {%}}}\n"                                                                     \
            "parameters: {B: {name: b, in: body, schema: {type: object}}, F: {name: f, in: formData, type: " \
            "string, required: true}, Q: {name: q, in: query, type: string}}\n"                              \
            "responses: {R: {description: r, schema: {type: string}}, N: {description: n}}\n"

static void media_types_of_an_operation_decide(void **state)
{
    static const struct one cases[] = {
        { "parameters: [{$ref: '#/parameters/B'}, {$ref: '#/parameters/Q'}], responses: {'200': {$ref: "
          "'#/responses/R'}}",
          "{\"parameters\":[{\"$ref\":\"#/components/parameters/Q\"}],\"requestBody\":{\"$ref\":"
          "\"#/components/requestBodies/B\"},\"responses\":{\"200\":{\"$ref\":\"#/components/responses/"
          "R\"}}} # unused-form" },
        { "consumes: [text/c], parameters: [{$ref: '#/parameters/B'}], responses: {}",
          "{\"requestBody\":{\"x-body-name\":\"b\",\"content\":{\"text/"
          "c\":{\"schema\":{\"type\":\"object\"}}}},"
          "\"responses\":{}} # unused-form" },
        { "produces: [text/c], responses: {'200': {$ref: '#/responses/R'}, '404': {$ref: '#/responses/N'}}",
          "{\"responses\":{\"200\":{\"description\":\"r\",\"content\":{\"text/"
          "c\":{\"schema\":{\"type\":\"string\"}}}},"
          "\"404\":{\"$ref\":\"#/components/responses/N\"}}} # unused-form" },
        { "responses: {'200': {description: d, schema: {type: object}}}, produces: []",
          "{\"responses\":{\"200\":{\"description\":\"d\",\"content\":{\"*/"
          "*\":{\"schema\":{\"type\":\"object\"}}}}}} # any-media-type unused-form" },
        { "schemes: [https], responses: {}", "{\"responses\":{}} # unused-form" },
        { "schemes: [wss], responses: {}",
          "{\"servers\":[{\"url\":\"wss://a.example\"}],\"responses\":{}} # unused-form" },
    };

    CONVERTED_ALL(cases, OPERATION_20, "/paths/~1a/post", CONTRACT_OPENAPI_30);
}

static void form_parameters_become_a_schema(void **state)
{
    static const struct one cases[] = {
        { "consumes: [application/x-www-form-urlencoded], parameters: [{$ref: '#/parameters/F'}, {name: g, "
          "in: formData, "
          "type: integer, description: d, maximum: 1, x-a: 1}]",
          "{\"content\":{\"application/"
          "x-www-form-urlencoded\":{\"schema\":{\"type\":\"object\",\"properties\":{"
          "\"f\":{\"type\":\"string\"},\"g\":{\"type\":\"integer\",\"description\":\"d\",\"maximum\":1,\"x-"
          "a\":1}},"
          "\"required\":[\"f\"]}}},\"required\":true}" },
        { "parameters: [{$ref: '#/parameters/F'}]",
          "{\"content\":{\"application/"
          "x-www-form-urlencoded\":{\"schema\":{\"type\":\"object\",\"properties\":{"
          "\"f\":{\"type\":\"string\"}},\"required\":[\"f\"]}}},\"required\":true} # form-media-type" },
        { "consumes: [], parameters: [{name: f, in: formData, type: file}]",
          "{\"content\":{\"multipart/"
          "form-data\":{\"schema\":{\"type\":\"object\",\"properties\":{\"f\":{\"type\":"
          "\"string\",\"format\":\"binary\"}}}}}} # unused-form" },
        { "consumes: [multipart/form-data, text/c], parameters: [{name: a, in: formData, type: array, items: "
          "{type: "
          "string}, allowEmptyValue: true}, {name: m, in: formData, type: array, items: {}, "
          "collectionFormat: multi}]",
          "{\"content\":{\"multipart/"
          "form-data\":{\"schema\":{\"type\":\"object\",\"properties\":{\"a\":{\"type\":"
          "\"array\",\"items\":{\"type\":\"string\"}},\"m\":{\"type\":\"array\",\"items\":{}}}},\"encoding\":"
          "{\"a\":{"
          "\"style\":"
          "\"form\",\"explode\":false}}}}} # allow-empty-value multipart-array unused-form" },
        { "parameters: [{name: b, in: body}, {$ref: '#/parameters/F'}]",
          "{\"x-body-name\":\"b\",\"content\":{\"text/a\":{}}} # body-and-form" },
    };

    CONVERTED_ALL(cases, OPERATION_20, "/paths/~1a/post/requestBody", CONTRACT_OPENAPI_30);
}

static void files_in_forms_have_a_media_type(void **state)
{
    static const struct one cases[] = {
        { "consumes: [multipart/form-data], parameters: [{name: f, in: formData, type: file}]",
          "{\"content\":{\"multipart/"
          "form-data\":{\"schema\":{\"type\":\"object\",\"properties\":{\"f\":{\"type\":"
          "\"string\",\"contentMediaType\":\"application/octet-stream\"}}}}}} # unused-form" },
    };

    CONVERTED_ALL(cases, OPERATION_20, "/paths/~1a/post/requestBody", CONTRACT_OPENAPI_31);
}

static void examples_go_to_their_media_type(void **state)
{
    static const struct one cases[] = {
        { "schema: {type: object}, examples: {text/b: {a: 1}}",
          "{\"description\":\"d\",\"content\":{\"text/"
          "b\":{\"schema\":{\"type\":\"object\"},\"example\":{\"a\":1}}}} # unused-form" },
        { "schema: {type: object}, examples: {'Text/B; charset=utf-8': {$ref: '#/definitions/x'}}",
          "{\"description\":\"d\",\"content\":{\"text/"
          "b\":{\"schema\":{\"type\":\"object\"},\"example\":{\"$ref\":"
          "\"#/definitions/x\"}}}} # unused-form" },
        { "schema: {type: object}, examples: {text/z: 1}",
          "{\"description\":\"d\",\"content\":{\"text/"
          "b\":{\"schema\":{\"type\":\"object\"}}},\"x-examples\":{"
          "\"text/z\":1}} # example-elsewhere unused-form" },
        { "examples: {text/z: 1, other: 2}",
          "{\"description\":\"d\",\"content\":{\"text/z\":{\"example\":1}},\"x-examples\":{\"other\":2}} # "
          "example-elsewhere unused-form" },
        { "headers: {X-A: {type: array, items: {type: integer}, description: d, x-b: 1}}",
          "{\"description\":\"d\",\"headers\":{\"X-A\":{\"schema\":{\"type\":\"array\",\"items\":{\"type\":"
          "\"integer\"}},\"description\":\"d\",\"x-b\":1}}} # unused-form" },
        { "schema: {type: file}",
          "{\"description\":\"d\",\"content\":{\"text/"
          "b\":{\"schema\":{\"type\":\"string\",\"format\":\"binary\"}}}} # unused-form" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct one one = cases[i];
        char operation[1024];

        snprintf(operation, sizeof operation, "responses: {'200': {description: d, %s}}", cases[i].written);
        one.written = operation;
        converted_one(&one, OPERATION_20, "/paths/~1a/post/responses/200", CONTRACT_OPENAPI_30);
    }
}

static void a_body_of_the_path_is_one_of_every_operation(void **state)
{
    struct converted converted;

    converted_text(
        &converted,
        HEAD_20
        "consumes: [text/a]\nproduces: [text/b]\npaths:\n"
        "  /a:\n"
        "    parameters: [{name: b, in: body, schema: {type: string}}, {name: q, in: query, type: string}]\n"
        "    get: {responses: {default: {description: d}}}\n"
        "    put: {parameters: [{name: c, in: body}], responses: {default: {description: d}}}\n",
        CONTRACT_OPENAPI_30);
    assert_string_equal(converted_faults(&converted), "");
    assert_string_equal(
        converted_at(&converted, "/paths/~1a"),
        "{\"parameters\":[{\"name\":\"q\",\"in\":\"query\",\"schema\":{\"type\":\"string\"}}],"
        "\"get\":{\"requestBody\":{\"x-body-name\":\"b\",\"content\":{\"text/a\":{\"schema\":{\"type\":"
        "\"string\"}}}},\"responses\":{\"default\":{\"description\":\"d\"}}},"
        "\"put\":{\"requestBody\":{\"x-body-name\":\"c\",\"content\":{\"text/a\":{}}},"
        "\"responses\":{\"default\":{\"description\":\"d\"}}}}");
    assert_string_equal(converted_notes(&converted), "body-with-get 7:18\n");
    converted_done(&converted);
}

/* ---- references */

static void references_follow_what_they_name(void **state)
{
    struct converted converted;

    converted_text(
        &converted,
        HEAD_20
        "consumes: [text/a]\nproduces: [text/b]\n"
        "x-corner: {S: {type: string, x-nullable: true}}\n"
        "paths:\n"
        "  /a b/{c}:\n"
        "    post:\n"
        "      parameters: [{name: c, in: path, required: true, type: string}, {name: b, in: body, schema: "
        "{properties: {p: {type: file}}}}]\n"
        "      responses: {'200': {description: d, schema: {$ref: "
        "'#/paths/~1a%20b~1%7Bc%7D/post/parameters/1/schema'}}}\n"
        "definitions:\n"
        "  A: {properties: {a: {$ref: '#/paths/~1a b~1{c}/post/parameters/1/schema/properties/p'}}}\n"
        "  B: {properties: {b: {$ref: '#/definitions/A/properties/a'}, c: {$ref: "
        "'#/x-corner/S'}}}\n",
        CONTRACT_OPENAPI_31);
    assert_true(converted.done);
    assert_string_equal(
        converted_at(&converted, "/paths/~1a b~1{c}/post/responses/200/content/text~1b/schema/$ref"),
        "\"#/paths/~1a%20b~1%7Bc%7D/post/requestBody/content/text~1a/schema\"");
    assert_string_equal(
        converted_at(&converted, "/components/schemas/B"),
        "{\"properties\":{\"b\":{\"$ref\":\"#/paths/~1a%20b~1%7Bc%7D/post/requestBody/content/"
        "text~1a/schema/properties/p\"},\"c\":{\"$ref\":\"#/components/schemas/S\"}}}");
    assert_string_equal(converted_at(&converted, "/components/schemas/S"),
                        "{\"type\":[\"string\",\"null\"]}");
    converted_done(&converted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_become_servers),
        cmocka_unit_test(terms_of_service_are_a_url),
        cmocka_unit_test(security_definitions_become_schemes),
        cmocka_unit_test(names_that_openapi_3_forbids_are_changed),
        cmocka_unit_test(the_order_of_what_survives_is_kept),
        cmocka_unit_test(parameters_get_a_schema),
        cmocka_unit_test(a_body_parameter_becomes_a_request_body),
        cmocka_unit_test(media_types_of_an_operation_decide),
        cmocka_unit_test(form_parameters_become_a_schema),
        cmocka_unit_test(files_in_forms_have_a_media_type),
        cmocka_unit_test(examples_go_to_their_media_type),
        cmocka_unit_test(a_body_of_the_path_is_one_of_every_operation),
        cmocka_unit_test(references_follow_what_they_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
