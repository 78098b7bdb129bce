/* SPDX-License-Identifier: Apache-2.0 */
/* Swagger 2.0 says the same things elsewhere. */
#include "given.h"

static void addresses_are_put_together(void **state)
{
    const struct contract_operation *operation;
    struct given given;

    given_file(&given, DOCUMENTS "swagger.yaml");
    assert_string_equal(given_faults(&given), "");
    assert_slice_equal(given.contract->version, "2.0");
    assert_slice_equal(given.contract->info_version, "1.10");
    operation = given_operation(&given, "GET", "/pets");
    assert_int_equal(operation->server_count, 2);
    assert_slice_equal(operation->servers[0].url, "https://Old.Example.com:8080/api");
    assert_slice_equal(operation->servers[0].scheme, "https");
    assert_slice_equal(operation->servers[1].scheme, "http");
    assert_slice_equal(operation->servers[1].host, "old.example.com");
    assert_int_equal(operation->servers[1].port, 8080);
    assert_slice_equal(operation->servers[1].base, "/api");
    operation = given_operation(&given, "POST", "/pets");
    assert_int_equal(operation->server_count, 1);
    assert_slice_equal(operation->servers[0].scheme, "http");
    given_done(&given);
}

static void without_a_host_there_is_a_base_or_nothing(void **state)
{
    struct given given;

    given_text(&given, "{swagger: '2.0', basePath: v2/, schemes: [https]}");
    assert_int_equal(given.contract->server_count, 1);
    assert_slice_equal(given.contract->servers[0].base, "/v2");
    assert_slice_equal(given.contract->servers[0].scheme, "");
    assert_true(given.contract->servers_said);
    given_done(&given);
    given_text(&given, "{swagger: '2.0', schemes: [https]}");
    assert_int_equal(given.contract->server_count, 1);
    assert_slice_equal(given.contract->servers[0].url, "/");
    assert_false(given.contract->servers_said);
    given_done(&given);
    given_text(&given, "{swagger: '2.0', host: example.com}");
    assert_slice_equal(given.contract->servers[0].host, "example.com");
    assert_slice_equal(given.contract->servers[0].scheme, "");
    given_done(&given);
}

static void parameters_are_schemas_themselves(void **state)
{
    const struct contract_operation *operation;
    const struct contract_parameter *parameter;
    struct given given;

    given_file(&given, DOCUMENTS "swagger.yaml");
    operation = given_operation(&given, "GET", "/pets");
    assert_int_equal(operation->parameter_count, 4);
    parameter = given_parameter(operation, CONTRACT_QUERY, "limit");
    assert_int_equal(parameter->schema->types, CONTRACT_INTEGER);
    assert_true(parameter->schema->has_maximum && parameter->is_shared);
    assert_int_equal(parameter->schema->required_count, 0);
    parameter = given_parameter(operation, CONTRACT_QUERY, "tags");
    assert_true(parameter->explode);
    assert_int_equal(parameter->style, CONTRACT_FORM);
    parameter = given_parameter(operation, CONTRACT_QUERY, "ids");
    assert_int_equal(parameter->style, CONTRACT_PIPE_DELIMITED);
    parameter = given_parameter(operation, CONTRACT_QUERY, "words");
    assert_int_equal(parameter->style, CONTRACT_FORM);
    assert_false(parameter->explode);
    given_done(&given);
}

static void bodies_and_forms_are_contents(void **state)
{
    const struct contract_operation *operation;
    const struct contract_schema *schema;
    struct given given;

    given_file(&given, DOCUMENTS "swagger.yaml");
    operation = given_operation(&given, "POST", "/pets");
    assert_true(operation->has_body && operation->body_required);
    assert_int_equal(operation->content_count, 1);
    assert_slice_equal(operation->contents[0].type, "application/vnd.shop+json");
    assert_slice_equal(operation->contents[0].schema->name, "Pet");
    operation = given_operation(&given, "POST", "/pets/{id}/photo");
    assert_int_equal(operation->parameter_count, 1);
    assert_true(operation->has_body && operation->body_required);
    assert_null(operation->body);
    assert_slice_equal(operation->contents[0].type, "multipart/form-data");
    schema = operation->contents[0].schema;
    assert_int_equal(schema->property_count, 2);
    assert_slice_equal(given_property(schema, "photo")->format, "binary");
    assert_int_equal(given_property(schema, "photo")->types, CONTRACT_STRING);
    assert_int_equal(given_property(schema, "caption")->length_max, 20);
    assert_int_equal(schema->required_count, 1);
    operation = given_operation(&given, "POST", "/login");
    assert_false(operation->body_required);
    assert_slice_equal(operation->contents[0].type, "application/x-www-form-urlencoded");
    assert_false(given_operation(&given, "GET", "/pets")->has_body);
    given_done(&given);
}

static void responses_have_the_media_types_in_force(void **state)
{
    const struct contract_operation *operation;
    const struct contract_response *response;
    struct given given;

    given_file(&given, DOCUMENTS "swagger.yaml");
    operation = given_operation(&given, "GET", "/pets");
    response = given_response(operation, "200");
    assert_int_equal(response->content_count, 2);
    assert_slice_equal(response->contents[1].type, "application/xml");
    assert_slice_equal(response->headers[0].name, "X-Rate");
    assert_int_equal(response->headers[0].schema->types, CONTRACT_INTEGER);
    response = given_response(operation, "404");
    assert_slice_equal(response->contents[0].schema->name, "Error");
    assert_int_equal(contract_types(given_property(response->contents[0].schema, "message")),
                     CONTRACT_STRING | CONTRACT_NULL);
    assert_int_equal(given_response(operation, "204")->content_count, 0);
    response = given_response(given_operation(&given, "POST", "/pets"), "201");
    assert_slice_equal(response->contents[0].type, "text/csv");
    assert_slice_equal(response->contents[0].schema->format, "binary");
    given_done(&given);
}

static void discriminators_and_security(void **state)
{
    const struct contract_operation *operation;
    struct contract_said said;
    struct given given;

    given_file(&given, DOCUMENTS "swagger.yaml");
    contract_member(given_schema(&given, "Pet"), SLICE("bark"), &said);
    assert_int_equal(said.count, 1);
    assert_int_equal(given.contract->schemes[0].kind, CONTRACT_BASIC);
    assert_int_equal(given.contract->schemes[1].kind, CONTRACT_API_KEY);
    assert_slice_equal(given.contract->schemes[1].name, "X-Key");
    operation = given_operation(&given, "GET", "/pets");
    assert_int_equal(operation->security[0].requirements[0].scheme->kind, CONTRACT_BEARER);
    operation = given_operation(&given, "POST", "/pets");
    assert_true(operation->security_own);
    assert_int_equal(operation->security_count, 0);
    given_done(&given);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_are_put_together),
        cmocka_unit_test(without_a_host_there_is_a_base_or_nothing),
        cmocka_unit_test(parameters_are_schemas_themselves),
        cmocka_unit_test(bodies_and_forms_are_contents),
        cmocka_unit_test(responses_have_the_media_types_in_force),
        cmocka_unit_test(discriminators_and_security),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
