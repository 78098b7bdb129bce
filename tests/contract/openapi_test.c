/* SPDX-License-Identifier: Apache-2.0 */
/* OpenAPI 3.1 in several files: what an operation promises, wherever it is written. */
#include "given.h"

static void servers_are_expanded(void **state)
{
    static const struct {
        const char *host;
        uint16_t port;
        const char *base;
    } expected[] = {
        { "eu.shop.example.com", 8443, "/v1" },
        { "eu.shop.example.com", 8443, "/{stage}" },
        { "eu.shop.example.com", 0, "/v1" },
        { "eu.shop.example.com", 0, "/{stage}" },
        { "us.shop.example.com", 8443, "/v1" },
        { "us.shop.example.com", 8443, "/{stage}" },
        { "us.shop.example.com", 0, "/v1" },
        { "us.shop.example.com", 0, "/{stage}" },
        { "", 0, "/relative" },
    };
    const struct contract_operation *operation;
    struct given given;

    given_file(&given, DOCUMENTS "shop/openapi.yaml");
    operation = given_operation(&given, "GET", "/orders");
    assert_int_equal(operation->server_count, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < operation->server_count; i++) {
        assert_slice_equal(operation->servers[i].scheme, i < 8 ? "https" : "");
        assert_slice_equal(operation->servers[i].host, expected[i].host);
        assert_int_equal(operation->servers[i].port, expected[i].port);
        assert_slice_equal(operation->servers[i].base, expected[i].base);
    }
    assert_slice_equal(operation->servers[0].url, "https://{region}.shop.example.com:{port}/{stage}");
    assert_true(given.contract->servers_said);
    operation = given_operation(&given, "POST", "/orders");
    assert_int_equal(operation->server_count, 1);
    assert_slice_equal(operation->servers[0].scheme, "https");
    assert_slice_equal(operation->servers[0].host, "write.example.com");
    assert_slice_equal(operation->servers[0].base, "");
    given_done(&given);
}

static void an_operations_parameters_override_the_path_items(void **state)
{
    const struct contract_operation *operation;
    const struct contract_parameter *parameter;
    struct given given;

    given_file(&given, DOCUMENTS "shop/openapi.yaml");
    operation = given_operation(&given, "GET", "/orders");
    assert_int_equal(operation->parameter_count, 4); /* not Authorization */
    parameter = given_parameter(operation, CONTRACT_QUERY, "page");
    assert_int_equal(parameter->style, CONTRACT_PIPE_DELIMITED);
    assert_false(parameter->explode || parameter->is_shared);
    assert_int_equal(contract_types(parameter->schema), CONTRACT_ARRAY);
    parameter = given_parameter(operation, CONTRACT_HEADER, "X-TENANT");
    assert_true(parameter->required);
    assert_slice_equal(parameter->schema->format, "uuid");
    assert_int_equal(parameter->style, CONTRACT_SIMPLE);
    parameter = given_parameter(operation, CONTRACT_QUERY, "filter");
    assert_slice_equal(parameter->media_type, "application/json");
    assert_int_equal(parameter->schema->types, CONTRACT_OBJECT);
    parameter = given_parameter(operation, CONTRACT_QUERY, "shared");
    assert_true(parameter->is_shared && parameter->explode);
    assert_int_equal(parameter->at.line, 23);
    assert_null(contract_parameter_find(operation, CONTRACT_QUERY, SLICE("Page")));
    operation = given_operation(&given, "POST", "/orders");
    assert_int_equal(contract_types(given_parameter(operation, CONTRACT_QUERY, "page")->schema),
                     CONTRACT_INTEGER);
    given_done(&given);
}

static void responses_answer_for_statuses(void **state)
{
    const struct contract_operation *operation;
    const struct contract_response *response;
    struct given given;

    given_file(&given, DOCUMENTS "shop/openapi.yaml");
    operation = given_operation(&given, "GET", "/orders");
    assert_int_equal(operation->response_count, 3);
    response = contract_response_for(operation, 200);
    assert_slice_equal(response->description, "A page");
    assert_int_equal(response->header_count, 1);
    assert_slice_equal(response->headers[0].name, "X-Total");
    assert_true(response->headers[0].required);
    response = contract_response_for(operation, 404);
    assert_slice_equal(response->code, "4XX");
    assert_int_equal(response->from, 400);
    assert_int_equal(response->to, 499);
    assert_slice_equal(response->contents[0].schema->name, "Problem");
    assert_slice_equal(contract_response_for(operation, 500)->code, "default");
    assert_null(contract_response_for(given_operation(&given, "POST", "/orders"), 500));
    assert_int_equal(given_operation(&given, "GET", "/health")->response_count, 0);
    given_done(&given);
}

static void contents_speak_for_media_types(void **state)
{
    static const struct {
        const char *seen, *speaks;
    } expected[] = {
        { "application/json", "application/json" },
        { "Application/JSON; charset=utf-8", "application/json" },
        { "application/vnd.shop+json", "application/*+json" },
        { "text/csv", "text/*" },
        { "image/png", NULL },
        { "", NULL },
    };
    const struct contract_operation *operation;
    struct given given;

    given_file(&given, DOCUMENTS "shop/openapi.yaml");
    operation = given_operation(&given, "POST", "/orders");
    assert_true(operation->has_body && operation->body_required);
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        const struct contract_media *media =
            contract_media_for(operation->contents, operation->content_count, slice_of(expected[i].seen));

        if (expected[i].speaks)
            assert_slice_equal(media->type, expected[i].speaks);
        else
            assert_null(media);
    }
    assert_null(operation->contents[1].schema);
    given_done(&given);
}

static void security_is_what_is_in_force(void **state)
{
    const struct contract_operation *operation;
    struct given given;

    given_file(&given, DOCUMENTS "shop/openapi.yaml");
    assert_int_equal(given.contract->scheme_count, 6);
    assert_int_equal(given.contract->schemes[0].kind, CONTRACT_BEARER);
    assert_slice_equal(given.contract->schemes[0].bearer_format, "JWT");
    assert_int_equal(given.contract->schemes[1].kind, CONTRACT_API_KEY);
    assert_int_equal(given.contract->schemes[1].place, CONTRACT_QUERY);
    assert_int_equal(given.contract->schemes[2].kind, CONTRACT_BEARER);
    assert_int_equal(given.contract->schemes[3].kind, CONTRACT_DIGEST);
    assert_int_equal(given.contract->schemes[4].kind, CONTRACT_HTTP_OTHER);
    assert_slice_equal(given.contract->schemes[4].name, "HOBA");
    assert_int_equal(given.contract->schemes[5].kind, CONTRACT_MUTUAL_TLS);
    operation = given_operation(&given, "GET", "/orders");
    assert_true(operation->security_said && !operation->security_own);
    assert_int_equal(operation->security_count, 3);
    assert_int_equal(operation->security[1].count, 2);
    assert_ptr_equal(operation->security[1].requirements[0].scheme, &given.contract->schemes[1]);
    assert_int_equal(operation->security[1].requirements[1].scheme->kind, CONTRACT_SCHEME_UNKNOWN);
    assert_slice_equal(operation->security[1].requirements[1].scheme->id, "tenant");
    assert_int_equal(operation->security[2].count, 0);
    operation = given_operation(&given, "POST", "/orders");
    assert_true(operation->security_own);
    assert_slice_equal(operation->security[0].requirements[0].scopes[0], "orders:write");
    operation = given_operation(&given, "GET", "/health");
    assert_true(operation->security_said && operation->security_own);
    assert_int_equal(operation->security_count, 0);
    given_done(&given);
}

static void texts_and_places_are_kept(void **state)
{
    const struct contract_operation *operation;
    struct given given;

    given_file(&given, DOCUMENTS "shop/openapi.yaml");
    assert_slice_equal(given.contract->title, "Shop");
    assert_slice_equal(given.contract->version, "3.1.0");
    assert_slice_equal(given.contract->info_version, "2024-05-01");
    assert_string_equal(contract_format_name(given.contract->format), "OpenAPI 3.1");
    operation = given_operation(&given, "POST", "/orders");
    assert_true(operation->deprecated);
    assert_slice_equal(operation->sunset, "2025-12-31");
    assert_slice_equal(operation->id, "createOrder");
    assert_int_equal(operation->path_at.line, 19);
    assert_int_equal(operation->at.line, 46);
    assert_int_equal(operation->at.column, 5);
    operation = given_operation(&given, "GET", "/orders");
    assert_int_equal(operation->tag_count, 1);
    operation = given_operation(&given, "GET", "/orders/{id}");
    assert_slice_equal(operation->id, "getOrder");
    assert_slice_equal(operation->at.file->path, DOCUMENTS "shop/paths.yaml");
    assert_ptr_equal(operation->path_at.file, given.contract->file);
    given_done(&given);
}

static void callbacks_and_webhooks_are_no_paths(void **state)
{
    struct given given;

    given_file(&given, DOCUMENTS "shop/openapi.yaml");
    assert_int_equal(given.contract->operation_count, 6);
    assert_int_equal(given_operation(&given, "GET", "/orders")->origin, CONTRACT_PATHS);
    assert_int_equal(given_operation(&given, "POST", "orderPlaced")->origin, CONTRACT_WEBHOOK);
    assert_int_equal(given_operation(&given, "POST", "{$request.body#/callbackUrl}")->origin,
                     CONTRACT_CALLBACK);
    given_done(&given);
}

static void schemas_form_circles_over_files(void **state)
{
    const struct contract_schema *order, *line, *tree, *note;
    struct given given;

    given_file(&given, DOCUMENTS "shop/openapi.yaml");
    assert_string_equal(given_faults(&given), "");
    order = given_response(given_operation(&given, "GET", "/orders/{id}"), "200")->contents[0].schema;
    assert_slice_equal(order->name, "Order");
    assert_ptr_equal(order, given_operation(&given, "POST", "/orders")->contents[0].schema);
    assert_ptr_equal(order, given_property(order, "replaces"));
    line = given_property(order, "lines")->items;
    assert_slice_equal(line->name, "Line");
    assert_ptr_equal(order, given_property(line, "order"));
    assert_slice_equal(given_property(order, "total")->name, "Money");
    assert_int_equal(given_property(order, "total")->additional_kind, ADDITIONAL_FORBIDDEN);
    tree = given_schema(&given, "Tree");
    assert_ptr_equal(tree, given_property(tree, "children")->items);
    assert_int_equal(contract_types(given_property(tree, "parent")), CONTRACT_OBJECT | CONTRACT_NULL);
    note = given_property(tree, "note");
    assert_true(note->deprecated);
    assert_int_equal(note->all_count, 1);
    assert_ptr_equal(note->all_of[0], given_schema(&given, "Note"));
    assert_int_equal(contract_types(note), CONTRACT_STRING | CONTRACT_NULL);
    assert_ptr_equal(given_property(tree, "remark"), note->all_of[0]);
    given_done(&given);
}

static void a_file_is_read_once(void **state)
{
    const struct contract *again;
    struct given given;

    given_file(&given, DOCUMENTS "shop/openapi.yaml");
    assert_int_equal(given.set.reader.file_count, 4);
    again = contract_read(&given.set, "./" DOCUMENTS "shop/../shop/openapi.yaml", &given.err);
    assert_ptr_equal(again, given.contract);
    assert_int_equal(given.set.count, 1);
    assert_non_null(contract_read(&given.set, DOCUMENTS "zoo.json", &given.err));
    assert_int_equal(given.set.count, 2);
    given_done(&given);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(servers_are_expanded),
        cmocka_unit_test(an_operations_parameters_override_the_path_items),
        cmocka_unit_test(responses_answer_for_statuses),
        cmocka_unit_test(contents_speak_for_media_types),
        cmocka_unit_test(security_is_what_is_in_force),
        cmocka_unit_test(texts_and_places_are_kept),
        cmocka_unit_test(callbacks_and_webhooks_are_no_paths),
        cmocka_unit_test(schemas_form_circles_over_files),
        cmocka_unit_test(a_file_is_read_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
