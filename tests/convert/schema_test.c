/* SPDX-License-Identifier: Apache-2.0 */
/* Schemas, and what else differs between OpenAPI 3.0 and 3.1: what is written, and what it becomes. */
#include "converted.h"

/* ---- schemas */

#define SCHEMAS_30                                                                                           \
    HEAD_30                                                                                                  \
    "paths: {}\ncomponents: {schemas: {B: {type: object}, N: {type: object, nullable: true}, A: %}}\n"
#define SCHEMAS_20 HEAD_20 "paths: {}\ndefinitions: {B: {type: object}, A: %}\n"
#define SCHEMA "/components/schemas/A"

static void schemas_of_30_become_json_schema(void **state)
{
    static const struct one cases[] = {
        { "{type: string, nullable: true}", "{\"type\":[\"string\",\"null\"]}" },
        { "{nullable: true, type: string}", "{\"type\":[\"string\",\"null\"]}" },
        { "{type: string, nullable: false}", "{\"type\":\"string\"}" },
        { "{type: string, nullable: true, enum: [a]}", "{\"type\":[\"string\",\"null\"],\"enum\":[\"a\"]}" },
        { "{nullable: true}", "{}" },
        { "{nullable: true, properties: {a: {}}}", "{\"properties\":{\"a\":{}}}" },
        { "{nullable: true, enum: [a]}", "{\"enum\":[\"a\"]} # nullable-alone" },
        { "{nullable: true, enum: [a, null]}", "{\"enum\":[\"a\",null]}" },
        { "{nullable: true, allOf: [{$ref: '#/components/schemas/B'}]}",
          "{\"anyOf\":[{\"$ref\":\"#/components/schemas/B\"},{\"type\":\"null\"}]}" },
        { "{description: d, allOf: [{$ref: '#/components/schemas/B'}, {minProperties: 1}], nullable: true}",
          "{\"description\":\"d\",\"anyOf\":[{\"allOf\":[{\"$ref\":\"#/components/schemas/B\"},"
          "{\"minProperties\":1}]},{\"type\":\"null\"}]}" },
        { "{nullable: true, anyOf: [{type: string}, {type: integer}]}",
          "{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"integer\"},{\"type\":\"null\"}]}" },
        { "{nullable: true, oneOf: [{type: string}, {$ref: '#/components/schemas/B'}]}",
          "{\"oneOf\":[{\"type\":\"string\"},{\"$ref\":\"#/components/schemas/B\"},{\"type\":\"null\"}]}" },
        { "{nullable: true, oneOf: [{type: string}, {$ref: '#/components/schemas/N'}]}",
          "{\"anyOf\":[{\"oneOf\":[{\"type\":\"string\"},{\"$ref\":\"#/components/schemas/"
          "N\"}]},{\"type\":\"null\"}]}" },
        { "{nullable: true, allOf: [{type: string}], oneOf: [{minLength: 1}]}",
          "{\"anyOf\":[{\"allOf\":[{\"type\":\"string\"}],\"oneOf\":[{\"minLength\":1}]},{\"type\":\"null\"}]"
          "}" },
        { "{nullable: true, type: object, allOf: [{minProperties: 1}]}",
          "{\"type\":[\"object\",\"null\"],\"allOf\":[{\"minProperties\":1}]}" },
        { "{type: integer, minimum: 7, exclusiveMinimum: true}",
          "{\"type\":\"integer\",\"exclusiveMinimum\":7}" },
        { "{exclusiveMaximum: true, maximum: 7.50}", "{\"exclusiveMaximum\":7.50}" },
        { "{minimum: 7, exclusiveMinimum: false}", "{\"minimum\":7}" },
        { "{exclusiveMinimum: true}", "{}" },
        { "{type: string, example: a}", "{\"type\":\"string\",\"examples\":[\"a\"]}" },
        { "{example: null}", "{\"examples\":[null]}" },
        { "{properties: {example: {type: string, example: a}}}",
          "{\"properties\":{\"example\":{\"type\":\"string\",\"examples\":[\"a\"]}}}" },
        { "{example: {example: a, nullable: true, $ref: x}}",
          "{\"examples\":[{\"example\":\"a\",\"nullable\":true,\"$ref\":\"x\"}]}" },
        { "{default: {nullable: true}, enum: [{exclusiveMinimum: true}]}",
          "{\"default\":{\"nullable\":true},\"enum\":[{\"exclusiveMinimum\":true}]}" },
        { "{type: string, format: byte}", "{\"type\":\"string\",\"contentEncoding\":\"base64\"}" },
        { "{type: string, format: base64}", "{\"type\":\"string\",\"contentEncoding\":\"base64\"}" },
        { "{type: string, format: binary}",
          "{\"type\":\"string\",\"contentMediaType\":\"application/octet-stream\"}" },
        { "{type: string, format: date}", "{\"type\":\"string\",\"format\":\"date\"}" },
        { "{$ref: '#/components/schemas/B', nullable: true, description: d}",
          "{\"$ref\":\"#/components/schemas/B\"} # beside-reference" },
        { "{items: {type: string, nullable: true}}", "{\"items\":{\"type\":[\"string\",\"null\"]}}" },
        { "{not: {nullable: true, type: string}}", "{\"not\":{\"type\":[\"string\",\"null\"]}}" },
        { "{additionalProperties: {type: string, nullable: true}}",
          "{\"additionalProperties\":{\"type\":[\"string\",\"null\"]}}" },
        { "{additionalProperties: false}", "{\"additionalProperties\":false}" },
        { "{discriminator: {propertyName: k, mapping: {b: '#/components/schemas/B', c: B}}}",
          "{\"discriminator\":{\"propertyName\":\"k\",\"mapping\":{\"b\":\"#/components/schemas/"
          "B\",\"c\":\"B\"}}}" },
        { "{patternProperties: {a: {nullable: true, type: string}}}",
          "{\"patternProperties\":{\"a\":{\"type\":[\"string\",\"null\"]}}} # new-keyword" },
        { "{const: 1}", "{\"const\":1} # new-keyword" },
        { "{x-nullable: true, type: string}", "{\"x-nullable\":true,\"type\":\"string\"}" },
        { "{readOnly: true, xml: {name: a}, externalDocs: {url: 'https://a.example'}, deprecated: true}",
          "{\"readOnly\":true,\"xml\":{\"name\":\"a\"},\"externalDocs\":{\"url\":\"https://a.example\"},"
          "\"deprecated\":true}" },
        { "{maximum: 123456789012345678901234567890, minimum: -0.10}",
          "{\"maximum\":123456789012345678901234567890,\"minimum\":-0.10}" },
    };

    CONVERTED_ALL(cases, SCHEMAS_30, SCHEMA, CONTRACT_OPENAPI_31);
}

static void schemas_of_20_become_those_of_30(void **state)
{
    static const struct one cases[] = {
        { "{type: string, x-nullable: true}", "{\"type\":\"string\",\"nullable\":true}" },
        { "{x-nullable: false}", "{\"nullable\":false}" },
        { "{type: file}", "{\"type\":\"string\",\"format\":\"binary\"}" },
        { "{discriminator: kind, required: [kind]}",
          "{\"discriminator\":{\"propertyName\":\"kind\"},\"required\":[\"kind\"]}" },
        { "{type: array}", "{\"type\":\"array\",\"items\":{}}" },
        { "{type: 'null', title: n}", "{\"enum\":[null],\"title\":\"n\"} # type-list" },
        { "{type: [array, object], items: {type: string}}",
          "{\"anyOf\":[{\"type\":\"array\",\"items\":{}},{\"type\":\"object\"}],\"items\":{\"type\":"
          "\"string\"}} # type-list" },
        { "{type: [string, integer], anyOf: [{}]}", "{\"allOf\":[{\"anyOf\":[{\"type\":\"string\"},{\"type\":"
                                                    "\"integer\"}]}],\"anyOf\":[{}]} # type-list" },
        { "{type: [string, 'null']}", "{\"type\":\"string\",\"nullable\":true} # type-list" },
        { "{type: [string, integer]}",
          "{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"integer\"}]} # type-list" },
        { "{type: [string, 'null', integer]}", "{\"anyOf\":[{\"type\":\"string\",\"nullable\":true},{"
                                               "\"type\":\"integer\",\"nullable\":true}]} # type-list" },
        { "{items: [{type: string}, {$ref: '#/definitions/B'}], additionalItems: {type: number}}",
          "{\"items\":{\"anyOf\":[{\"type\":\"string\"},{\"$ref\":\"#/components/schemas/B\"},"
          "{\"type\":\"number\"}]}} # tuple" },
        { "{minimum: 7, exclusiveMinimum: true, example: {$ref: '#/definitions/B'}}",
          "{\"minimum\":7,\"exclusiveMinimum\":true,\"example\":{\"$ref\":\"#/definitions/B\"}}" },
        { "{allOf: [{$ref: '#/definitions/B'}], x-nullable: true}",
          "{\"allOf\":[{\"$ref\":\"#/components/schemas/B\"}],\"nullable\":true}" },
        { "{readOnly: true, xml: {wrapped: true}, externalDocs: {url: 'https://a.example'}, x-a: {b: 1}}",
          "{\"readOnly\":true,\"xml\":{\"wrapped\":true},\"externalDocs\":{\"url\":\"https://a.example\"},"
          "\"x-a\":{\"b\":1}}" },
        { "{properties: {discriminator: {type: string}, type: {type: string}, $ref: {type: string}}}",
          "{\"properties\":{\"discriminator\":{\"type\":\"string\"},\"type\":{\"type\":\"string\"},"
          "\"$ref\":{\"type\":\"string\"}}}" },
        { "{$ref: '#/definitions/B', x-nullable: true}",
          "{\"$ref\":\"#/components/schemas/B\"} # beside-reference" },
    };

    CONVERTED_ALL(cases, SCHEMAS_20, SCHEMA, CONTRACT_OPENAPI_30);
}

static void schemas_of_20_become_json_schema(void **state)
{
    static const struct one cases[] = {
        { "{type: string, x-nullable: true}", "{\"type\":[\"string\",\"null\"]}" },
        { "{type: file}", "{\"type\":\"string\",\"contentMediaType\":\"application/octet-stream\"}" },
        { "{type: ['null', string]}", "{\"type\":[\"string\",\"null\"]}" },
        { "{items: [{type: string}], additionalItems: false}",
          "{\"prefixItems\":[{\"type\":\"string\"}],\"items\":false}" },
        { "{discriminator: kind}", "{\"discriminator\":{\"propertyName\":\"kind\"}}" },
        { "{minimum: 7, exclusiveMinimum: true, example: 8}", "{\"exclusiveMinimum\":7,\"examples\":[8]}" },
        { "{allOf: [{$ref: '#/definitions/B'}], x-nullable: true}",
          "{\"anyOf\":[{\"$ref\":\"#/components/schemas/B\"},{\"type\":\"null\"}]}" },
    };

    CONVERTED_ALL(cases, SCHEMAS_20, SCHEMA, CONTRACT_OPENAPI_31);
}

/* ---- what is around schemas in 3.0 */

static void content_that_is_bytes_has_no_schema(void **state)
{
#define CONTENT_30 HEAD_30 "paths: {}\ncomponents: {requestBodies: {A: {content: {%}}}}\n"
    static const struct one cases[] = {
        { "application/octet-stream: {schema: {type: string, format: binary}}",
          "{\"application/octet-stream\":{}}" },
        { "image/png: {schema: {type: string, format: binary, maxLength: 9, nullable: true}, example: a}",
          "{\"image/png\":{\"schema\":{\"maxLength\":9},\"example\":\"a\"}}" },
        { "'*/*': {schema: {format: binary, type: string}}", "{\"*/*\":{}}" },
        { "image/png: {schema: {type: string, format: base64}}",
          "{\"image/png\":{\"schema\":{\"type\":\"string\",\"contentEncoding\":\"base64\"}}}" },
        { "application/a+json: {schema: {type: string, format: binary}}",
          "{\"application/a+json\":{\"schema\":{\"type\":\"string\",\"contentMediaType\":"
          "\"application/octet-stream\"}}}" },
        { "Multipart/Form-Data: {schema: {properties: {f: {type: string, format: binary}}}}",
          "{\"Multipart/Form-Data\":{\"schema\":{\"properties\":{\"f\":{\"type\":\"string\","
          "\"contentMediaType\":\"application/octet-stream\"}}}}}" },
    };

    CONVERTED_ALL(cases, CONTENT_30, "/components/requestBodies/A/content", CONTRACT_OPENAPI_31);
}

static void examples_stay_outside_schemas(void **state)
{
    static const struct one cases[] = {
        { "parameters: {A: {name: a, in: query, schema: {type: string, example: a}, example: {example: 1}}}",
          "{\"parameters\":{\"A\":{\"name\":\"a\",\"in\":\"query\",\"schema\":{\"type\":\"string\","
          "\"examples\":[\"a\"]},\"example\":{\"example\":1}}}}" },
        { "headers: {A: {schema: {type: string}, examples: {a: {value: {nullable: true}}}}}",
          "{\"headers\":{\"A\":{\"schema\":{\"type\":\"string\"},\"examples\":{\"a\":{\"value\":{"
          "\"nullable\":true}}}}}}" },
        { "parameters: {A: {$ref: '#/components/parameters/B', description: d, name: n}}",
          "{\"parameters\":{\"A\":{\"$ref\":\"#/components/parameters/B\"}}} # beside-reference" },
        { "x-a: {schema: {nullable: true}}", "{\"x-a\":{\"schema\":{\"nullable\":true}}}" },
    };

    CONVERTED_ALL(cases, HEAD_30 "paths: {}\ncomponents: {%}\n", "/components", CONTRACT_OPENAPI_31);
}

static void server_variables_have_their_default_in_enum(void **state)
{
    static const struct one cases[] = {
        { "{default: a, enum: [b]}", "{\"default\":\"a\",\"enum\":[\"b\",\"a\"]} # server-variable" },
        { "{default: a, enum: []}", "{\"default\":\"a\"} # server-variable" },
        { "{default: a, enum: [a, b], x-a: 1}", "{\"default\":\"a\",\"enum\":[\"a\",\"b\"],\"x-a\":1}" },
    };

    CONVERTED_ALL(cases, HEAD_30 "paths: {}\nservers: [{url: 'https://{v}.a.example', variables: {v: %}}]\n",
                  "/servers/0/variables/v", CONTRACT_OPENAPI_31);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(schemas_of_30_become_json_schema),
        cmocka_unit_test(schemas_of_20_become_those_of_30),
        cmocka_unit_test(schemas_of_20_become_json_schema),
        cmocka_unit_test(content_that_is_bytes_has_no_schema),
        cmocka_unit_test(examples_stay_outside_schemas),
        cmocka_unit_test(server_variables_have_their_default_in_enum),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
