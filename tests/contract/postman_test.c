/* SPDX-License-Identifier: Apache-2.0 */
/* Saved requests as operations. */
#include "given.h"

static void requests_to_one_place_are_one_operation(void **state)
{
    const struct contract_operation *operation;
    struct given given;

    given_file(&given, DOCUMENTS "collection.json");
    assert_string_equal(given_faults(&given), "");
    assert_int_equal(given.contract->format, CONTRACT_POSTMAN_21);
    assert_slice_equal(given.contract->title, "Shop");
    assert_slice_equal(given.contract->info_version, "1.2.3");
    assert_int_equal(given.contract->operation_count, 8);
    operation = given_operation(&given, "GET", "/users/{id}");
    assert_slice_equal(operation->summary, "Get a user");
    assert_slice_equal(operation->description, "One user");
    assert_slice_equal(operation->tags[0], "Users");
    assert_int_equal(operation->parameter_count, 4);
    assert_true(given_parameter(operation, CONTRACT_PATH, "id")->required);
    assert_false(given_parameter(operation, CONTRACT_QUERY, "fields")->required);
    given_parameter(operation, CONTRACT_QUERY, "expand");
    given_parameter(operation, CONTRACT_HEADER, "x-trace");
    given_operation(&given, "GET", "/ping");
    given_done(&given);
}

static void variables_make_servers_and_templates(void **state)
{
    const struct contract_operation *operation;
    struct given given;

    given_file(&given, DOCUMENTS "collection.json");
    operation = given_operation(&given, "GET", "/users/{id}");
    assert_slice_equal(operation->servers[0].url, "{{baseUrl}}");
    assert_slice_equal(operation->servers[0].scheme, "https");
    assert_slice_equal(operation->servers[0].host, "api.shop.example.com");
    assert_slice_equal(operation->servers[0].base, "/v1");
    operation = given_operation(&given, "POST", "/v2/token");
    assert_slice_equal(operation->servers[0].host, "login.example.com");
    assert_int_equal(operation->servers[0].port, 8443);
    operation = given_operation(&given, "PUT", "/photos/{$guid}.png");
    assert_slice_equal(operation->servers[0].host, "files.example.com");
    assert_slice_equal(operation->servers[0].scheme, "http");
    assert_int_equal(operation->servers[0].port, 81);
    given_parameter(operation, CONTRACT_PATH, "$guid");
    operation = given_operation(&given, "POST", "/graphql");
    assert_slice_equal(operation->servers[0].host, "");
    assert_slice_equal(operation->servers[0].base, "");
    assert_int_equal(given.contract->server_count, 5);
    assert_true(given.contract->servers_said);
    given_done(&given);
}

static void examples_become_schemas_that_require_nothing(void **state)
{
    const struct contract_operation *operation;
    const struct contract_schema *schema;
    struct contract_said said;
    struct given given;

    given_file(&given, DOCUMENTS "collection.json");
    operation = given_operation(&given, "GET", "/users/{id}");
    assert_int_equal(operation->response_count, 2);
    schema = given_response(operation, "200")->contents[0].schema;
    assert_slice_equal(given_response(operation, "200")->contents[0].type, "application/json");
    assert_int_equal(given_response(operation, "200")->content_count, 1);
    assert_int_equal(schema->property_count, 4);
    assert_int_equal(contract_types(given_property(schema, "id")),
                     CONTRACT_NUMBER | CONTRACT_INTEGER | CONTRACT_STRING);
    assert_int_equal(contract_types(given_property(schema, "tags")->items), CONTRACT_STRING);
    assert_int_equal(contract_types(given_property(schema, "boss")), CONTRACT_OBJECT | CONTRACT_NULL);
    contract_member(schema, SLICE("name"), &said);
    assert_true(said.first && !said.is_required);
    contract_member(schema, SLICE("nothing"), &said);
    assert_false(said.count || said.is_open);
    given_done(&given);
}

static void bodies_come_in_all_modes(void **state)
{
    const struct contract_operation *operation;
    const struct contract_schema *schema;
    struct given given;

    given_file(&given, DOCUMENTS "collection.json");
    operation = given_operation(&given, "POST", "/users");
    assert_true(operation->has_body && !operation->body_required);
    schema = operation->contents[0].schema;
    assert_int_equal(contract_types(given_property(schema, "name")), CONTRACT_STRING);
    assert_int_equal(contract_types(given_property(schema, "age")), CONTRACT_ANY_TYPE);
    assert_int_equal(contract_types(given_property(given_property(schema, "nested"), "on")),
                     CONTRACT_BOOLEAN);
    operation = given_operation(&given, "POST", "/v2/token");
    assert_slice_equal(operation->contents[0].type, "application/x-www-form-urlencoded");
    assert_int_equal(operation->contents[0].schema->property_count, 1);
    operation = given_operation(&given, "PUT", "/photos/{$guid}.png");
    assert_slice_equal(operation->contents[0].type, "multipart/form-data");
    assert_slice_equal(given_property(operation->contents[0].schema, "photo")->format, "binary");
    operation = given_operation(&given, "POST", "/graphql");
    given_property(operation->contents[0].schema, "query");
    operation = given_operation(&given, "POST", "/upload");
    assert_slice_equal(operation->contents[0].type, "image/png");
    assert_slice_equal(operation->contents[0].schema->format, "binary");
    operation = given_operation(&given, "POST", "/text");
    assert_slice_equal(operation->contents[0].type, "application/json");
    assert_null(operation->contents[0].schema);
    given_done(&given);
}

static void auth_is_inherited_from_folders(void **state)
{
    const struct contract_operation *operation;
    const struct contract_scheme *scheme;
    struct given given;

    given_file(&given, DOCUMENTS "collection.json");
    assert_int_equal(given.contract->scheme_count, 3);
    operation = given_operation(&given, "GET", "/users/{id}");
    assert_true(operation->security_said && !operation->security_own);
    assert_int_equal(operation->security[0].requirements[0].scheme->kind, CONTRACT_BEARER);
    assert_ptr_equal(operation->security[0].requirements[0].scheme, &given.contract->schemes[0]);
    operation = given_operation(&given, "POST", "/users");
    scheme = operation->security[0].requirements[0].scheme;
    assert_int_equal(scheme->kind, CONTRACT_API_KEY);
    assert_slice_equal(scheme->name, "X-Key");
    assert_int_equal(scheme->place, CONTRACT_HEADER);
    operation = given_operation(&given, "POST", "/v2/token");
    assert_true(operation->security_said && operation->security_own);
    assert_int_equal(operation->security_count, 0);
    operation = given_operation(&given, "PUT", "/photos/{$guid}.png");
    assert_int_equal(operation->security[0].requirements[0].scheme->kind, CONTRACT_BASIC);
    given_done(&given);
    given_text(&given, "{info: {}, item: [{request: {url: a.example.com/x, header: [{key: authorization, "
                       "value: Bearer abc}]}},"
                       " {request: {url: b.example.com/y}}]}");
    operation = given_operation(&given, "GET", "/x");
    assert_int_equal(operation->security[0].requirements[0].scheme->kind, CONTRACT_BEARER);
    assert_slice_equal(operation->servers[0].host, "a.example.com");
    assert_false(given_operation(&given, "GET", "/y")->security_said);
    given_done(&given);
}

static void variables_that_hold_each_other_end(void **state)
{
    struct given given;

    given_text(
        &given,
        "{info: {}, variable: [{key: a, value: '{{b}}{{b}}'}, {key: b, value: '{{a}}{{a}}'}],"
        " item: [{request: {url: '{{a}}/x', method: PUT, body: {mode: raw, raw: '{\"a\": \"{{a}}\"}'}}}]}");
    assert_int_equal(given.contract->operation_count, 1);
    given_done(&given);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(requests_to_one_place_are_one_operation),
        cmocka_unit_test(variables_make_servers_and_templates),
        cmocka_unit_test(examples_become_schemas_that_require_nothing),
        cmocka_unit_test(bodies_come_in_all_modes),
        cmocka_unit_test(auth_is_inherited_from_folders),
        cmocka_unit_test(variables_that_hold_each_other_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
