/* SPDX-License-Identifier: Apache-2.0 */
/* What an inventory says of services, endpoints, parameters, bodies and security, told as traffic. */
#include "catalog/inventory.h"

#include "base/check.h"
#include "catalog/traffic.h"

#include <stdio.h>

#define JWT "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlMTIz"

/* ---- services ---- */

static void a_service_is_a_host_and_a_port_that_matters(void **state)
{
    static const char *const keys[] = { "10.0.0.9:8080", "[2001:db8::1]:81", "api.example.com",
                                        "api.example.com:8443" };
    struct traffic traffic;
    const struct inventory *inventory;

    traffic_open(&traffic);
    traffic_ask(&traffic, (struct ask){ .authority = "API.Example.com" });
    traffic_ask(&traffic, (struct ask){ .authority = "api.example.com:80" });
    traffic_ask(&traffic, (struct ask){ .authority = "api.example.com.:443", .scheme = "https" });
    traffic_ask(&traffic, (struct ask){ .authority = "api.example.com:8443" });
    traffic_ask(&traffic, (struct ask){ .authority = "10.0.0.9:8080" });
    traffic_ask(&traffic, (struct ask){ .authority = "[2001:DB8::1]:81" });
    inventory = traffic_inventory(&traffic);
    assert_int_equal(inventory->service_count, 4);
    for (size_t i = 0; i < 4; i++)
        assert_slice_equal(inventory->services[i].key, keys[i]);
    assert_int_equal(inventory->services[2].support.count, 3);
    assert_int_equal(inventory->services[2].port, 0);
    assert_int_equal(inventory->services[3].port, 8443);
    assert_slice_equal(inventory->services[3].host, "api.example.com");
    traffic_close(&traffic);
}

static void a_service_without_a_name_is_the_server_that_answered(void **state)
{
    struct traffic traffic;
    const struct inventory *inventory;

    traffic_open(&traffic);
    traffic_ask(&traffic, (struct ask){ .authority = "", .server = "10.0.0.7:9000" });
    traffic_ask(&traffic, (struct ask){ .authority = "no host at all", .server = "10.0.0.7:9000" });
    traffic_ask(&traffic, (struct ask){ .authority = "no host at all", .server = "10.0.0.8:9000" });
    inventory = traffic_inventory(&traffic);
    assert_int_equal(inventory->service_count, 2);
    assert_slice_equal(inventory->services[0].key, "10.0.0.7:9000");
    assert_int_equal(inventory->services[0].support.count, 2);
    assert_slice_equal(inventory->services[1].key, "10.0.0.8:9000");
    traffic_close(&traffic);
}

static void the_base_address_most_used_comes_first(void **state)
{
    struct traffic traffic;

    traffic_open(&traffic);
    traffic_ask(&traffic, (struct ask){ .scheme = "http" });
    traffic_ask(&traffic, (struct ask){ .scheme = "https" });
    traffic_ask(&traffic, (struct ask){ .scheme = "https" });
    assert_int_equal(traffic_service(&traffic)->server_count, 2);
    assert_slice_equal(traffic_service(&traffic)->servers[0], "https://api.example.com");
    assert_slice_equal(traffic_service(&traffic)->servers[1], "http://api.example.com");
    traffic_close(&traffic);
}

static void hosts_behind_tls_are_blind_spots(void **state)
{
    const struct address server = { .bytes = { 10, 0, 0, 9 }, .family = 4, .port = 443 };
    struct traffic traffic;
    const struct blind_spot *spots;

    traffic_open(&traffic);
    catalog_observe_tls(traffic.catalog, SLICE("bank.example"), SLICE("*.bank.example"), 0x0301, &server, 5,
                        100);
    catalog_observe_tls(traffic.catalog, SLICE("bank.example"), SLICE(""), 0x0304, &server, 3, 11);
    catalog_observe_tls(traffic.catalog, SLICE(""), SLICE("pay.example"), 0, &server, 4, 1);
    catalog_observe_tls(traffic.catalog, SLICE(""), SLICE(""), 0x0303, &server, 4, 1);
    assert_int_equal(traffic_inventory(&traffic)->blind_spot_count, 3);
    spots = traffic.inventory->blind_spots;
    assert_slice_equal(spots[0].name, "10.0.0.9:443");
    assert_slice_equal(spots[0].evidence, "address");
    assert_slice_equal(spots[1].name, "bank.example");
    assert_slice_equal(spots[1].evidence, "sni");
    assert_int_equal(spots[1].connections, 2);
    assert_int_equal(spots[1].bytes, 111);
    assert_int_equal(spots[1].versions[1], 1);
    assert_int_equal(spots[1].versions[4], 1);
    assert_int_equal(spots[2].versions[0] + spots[2].versions[1], 0);
    assert_int_equal(spots[1].support.first, 3);
    assert_slice_equal(spots[2].evidence, "certificate");
    traffic_close(&traffic);
}

/* ---- what was not there ---- */

static void a_404_alone_is_no_endpoint(void **state)
{
    struct traffic traffic;

    traffic_open(&traffic);
    traffic_exchange(&traffic, "GET", "/users", 200, "[]");
    traffic_exchange(&traffic, "GET", "/usres", 404, "{\"error\":\"no\"}");
    traffic_exchange(&traffic, "GET", "/users/all/of/them", 410, "{\"error\":\"no\"}");
    assert_endpoints(&traffic, "GET /users");
    assert_int_equal(traffic_service(&traffic)->noise[NOISE_NOT_FOUND].count, 2);
    traffic_close(&traffic);
}

static void a_404_of_a_known_template_is_one_of_its_statuses(void **state)
{
    struct traffic traffic;
    const struct endpoint *endpoint;

    traffic_open(&traffic);
    for (unsigned i = 0; i < 10; i++) {
        char target[60];

        snprintf(target, sizeof target, "/users/%u", i * 7 + 1);
        traffic_exchange(&traffic, "GET", target, 200, "{\"name\":\"a\"}");
    }
    traffic_exchange(&traffic, "GET", "/users/999999", 404, "{\"error\":\"no\"}");
    assert_endpoints(&traffic, "GET /users/{userId}");
    endpoint = traffic_endpoint(&traffic, "GET /users/{userId}");
    assert_non_null(endpoint_response(endpoint, 404));
    assert_int_equal(endpoint_response(endpoint, 404)->support.count, 1);
    assert_int_equal(endpoint->by_class[4], 1);
    assert_int_equal(endpoint->support.count, 11);
    assert_int_equal(traffic_service(&traffic)->noise[NOISE_NOT_FOUND].count, 0);
    traffic_close(&traffic);
}

static void a_missing_name_with_a_dot_belongs_to_its_template(void **state)
{
    static const char *const names[] = { "ada.lopez", "joe.smith", "ann",   "bob-c",
                                         "cy.w",      "dee_dee",   "eve.x", "fay" };
    struct traffic traffic;

    traffic_open(&traffic);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char target[60];

        snprintf(target, sizeof target, "/users/%s", names[i]);
        traffic_exchange(&traffic, "GET", target, 200,
                         "{\"login\":\"a\",\"followers\":3,\"company\":{\"name\":\"x\"}}");
        traffic_exchange(&traffic, "GET", "/status", 200, "{\"up\":true}");
    }
    traffic_exchange(&traffic, "GET", "/users/no.body", 404, "{\"error\":\"no\"}");
    assert_endpoints(&traffic, "GET /status\nGET /users/{user}");
    assert_non_null(endpoint_response(traffic_endpoint(&traffic, "GET /users/{user}"), 404));
    traffic_close(&traffic);
}

/* ---- parameters ---- */

static void a_query_parameter_is_required_when_it_always_came(void **state)
{
    struct traffic traffic;
    const struct endpoint *endpoint;

    traffic_open(&traffic);
    for (unsigned i = 0; i < 6; i++)
        traffic_exchange(&traffic, "GET", i % 2 ? "/search?q=a+b&page=2" : "/search?q=c", 200, "[]");
    traffic_exchange(&traffic, "GET", "/search", 400, "{\"error\":\"q\"}"); /* refused: does not count */
    endpoint = traffic_endpoint(&traffic, "GET /search");
    assert_true(endpoint_parameter(endpoint, PLACE_QUERY, "q")->required);
    assert_false(endpoint_parameter(endpoint, PLACE_QUERY, "page")->required);
    assert_int_equal(endpoint_parameter(endpoint, PLACE_QUERY, "page")->support.count, 3);
    assert_int_equal(endpoint_parameter(endpoint, PLACE_QUERY, "page")->of, 6);
    assert_slice_equal(
        slice_make(endpoint_parameter(endpoint, PLACE_QUERY, "q")->field->values->sample.entries[0].text, 1),
        endpoint_parameter(endpoint, PLACE_QUERY, "q")->field->values->sample.entries[0].len == 3 ? "a"
                                                                                                  : "c");
    traffic_close(&traffic);
}

static void repeated_names_and_comma_lists_are_lists(void **state)
{
    struct traffic traffic;
    const struct endpoint *endpoint;

    traffic_open(&traffic);
    for (unsigned i = 0; i < 4; i++)
        traffic_exchange(&traffic, "GET", "/items?tag=a&tag=b&ids=1,2,3&name=x", 200, "[]");
    endpoint = traffic_endpoint(&traffic, "GET /items");
    assert_true(endpoint_parameter(endpoint, PLACE_QUERY, "tag")->is_list);
    assert_false(endpoint_parameter(endpoint, PLACE_QUERY, "tag")->is_comma_list);
    assert_true(endpoint_parameter(endpoint, PLACE_QUERY, "ids")->is_comma_list);
    assert_false(endpoint_parameter(endpoint, PLACE_QUERY, "name")->is_list);
    assert_false(endpoint_parameter(endpoint, PLACE_QUERY, "name")->is_comma_list);
    traffic_close(&traffic);
}

static void what_was_refused_counts_while_nothing_was_accepted(void **state)
{
    struct traffic traffic;

    traffic_open(&traffic);
    traffic_exchange(&traffic, "GET", "/secret?reason=x", 403, "{\"error\":\"no\"}");
    assert_non_null(endpoint_parameter(traffic_endpoint(&traffic, "GET /secret"), PLACE_QUERY, "reason"));
    traffic_close(&traffic);
}

static void headers_and_cookies_of_the_api_are_parameters_those_of_browsers_are_not(void **state)
{
    struct traffic traffic;
    const struct endpoint *endpoint;

    traffic_open(&traffic);
    traffic_ask(&traffic,
                (struct ask){ .target = "/items",
                              .headers = "X-Tenant: acme\nUser-Agent: curl\nAccept: */*\nX-Forwarded-For: "
                                         "1.2.3.4\nCookie: theme=dark; _ga=GA1.2.3",
                              .answer = "[]",
                              .answer_headers = "Content-Type: application/json\nX-Rate-Limit: 5\nDate: now\n"
                                                "Location: /items/1" });
    endpoint = traffic_endpoint(&traffic, "GET /items");
    assert_int_equal(endpoint->parameter_count, 2);
    assert_non_null(endpoint_parameter(endpoint, PLACE_HEADER, "X-Tenant"));
    assert_non_null(endpoint_parameter(endpoint, PLACE_COOKIE, "theme"));
    assert_int_equal(endpoint->responses[0].header_count, 2);
    assert_slice_equal(endpoint->responses[0].headers[0].name, "Location");
    assert_slice_equal(endpoint->responses[0].headers[1].name, "X-Rate-Limit");
    traffic_close(&traffic);
}

/* ---- bodies ---- */

static const struct content *only_request(struct traffic *traffic, const char *operation)
{
    const struct endpoint *endpoint = traffic_endpoint(traffic, operation);

    assert_int_equal(endpoint->request_count, 1);
    return &endpoint->requests[0];
}

static void forms_and_multipart_are_read_like_objects(void **state)
{
    struct traffic traffic;
    const struct content *form, *parts;

    traffic_open(&traffic);
    traffic_ask(&traffic,
                (struct ask){ .method = "POST",
                              .target = "/login",
                              .headers = "Content-Type: application/x-www-form-urlencoded; charset=utf-8",
                              .body = "user=ada&shade=x%20y&remember=1" });
    traffic_ask(&traffic,
                (struct ask){ .method = "POST",
                              .target = "/upload",
                              .headers = "Content-Type: multipart/form-data; boundary=q",
                              .body =
                                  "--q\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nhi\r\n--q\r\n"
                                  "Content-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n"
                                  "\x89PNG\r\n--q--\r\n" });
    form = only_request(&traffic, "POST /login");
    assert_int_equal(form->kind, CONTENT_FORM);
    assert_slice_equal(form->media_type, "application/x-www-form-urlencoded");
    assert_int_equal(schema_child_count(schema_root(form->schema)), 3);
    assert_slice_equal(
        slice_make(schema_find(schema_root(form->schema), SLICE("shade"))->values->sample.entries[0].text, 3),
        "x y");
    parts = only_request(&traffic, "POST /upload");
    assert_int_equal(parts->kind, CONTENT_MULTIPART);
    assert_non_null(schema_find(schema_root(parts->schema), SLICE("title")));
    assert_non_null(schema_find(schema_root(parts->schema), SLICE("file")));
    assert_true(traffic_endpoint(&traffic, "POST /upload")->request_required);
    traffic_close(&traffic);
}

static void xml_shows_its_root_and_namespace(void **state)
{
    struct traffic traffic;
    const struct content *content;

    traffic_open(&traffic);
    traffic_ask(
        &traffic,
        (struct ask){ .method = "POST",
                      .target = "/soap",
                      .headers = "Content-Type: text/xml",
                      .body = "<?xml version='1.0'?><s:Envelope xmlns:s=\"urn:soap\"><a/></s:Envelope>" });
    content = only_request(&traffic, "POST /soap");
    assert_int_equal(content->kind, CONTENT_XML);
    assert_slice_equal(content->xml_root, "Envelope");
    assert_slice_equal(content->xml_namespace, "urn:soap");
    traffic_close(&traffic);
}

static void json_that_is_called_text_is_read_as_what_it_is(void **state)
{
    struct traffic traffic;
    const struct response *response;

    traffic_open(&traffic);
    for (unsigned i = 0; i < 4; i++)
        traffic_ask(&traffic, (struct ask){ .target = "/odd",
                                            .answer_headers = "Content-Type: text/plain",
                                            .answer = i % 2 ? "{\"a\":1}" : "plain text" });
    response = endpoint_response(traffic_endpoint(&traffic, "GET /odd"), 200);
    assert_int_equal(response->content_count, 1);
    assert_int_equal(response->contents[0].kind, CONTENT_JSON);
    assert_int_equal(schema_bodies(response->contents[0].schema), 2);
    assert_int_equal(traffic_service(&traffic)->ledger.lost[LOSS_body_malformed], 0);
    traffic_close(&traffic);
}

static void bodies_that_are_not_whole_are_counted_under_their_reason(void **state)
{
    struct traffic traffic;
    const struct ledger *ledger;

    traffic_open(&traffic);
    traffic_ask(&traffic, (struct ask){ .answer = "{\"a\":", .answer_state = BODY_CUT });
    traffic_ask(&traffic, (struct ask){ .answer = "", .answer_state = BODY_TOO_LARGE });
    traffic_ask(&traffic, (struct ask){ .answer = "", .answer_state = BODY_UNDECODABLE });
    traffic_ask(&traffic, (struct ask){ .answer = "", .answer_state = BODY_ABSENT });
    traffic_ask(&traffic, (struct ask){ .answer = "{\"a\":" });
    traffic_ask(&traffic, (struct ask){ .answer = "{\"a\":1}" });
    traffic_ask(&traffic, (struct ask){ .status = -1 });
    traffic_ask(&traffic, (struct ask){ .unasked = true, .answer = "{}" });
    traffic_inventory(&traffic);
    ledger = &traffic.inventory->ledger;
    assert_int_equal(ledger->lost[LOSS_body_gap], 1);
    assert_int_equal(ledger->lost[LOSS_body_limit], 1);
    assert_int_equal(ledger->lost[LOSS_body_undecodable], 1);
    assert_int_equal(ledger->lost[LOSS_body_absent], 1);
    assert_int_equal(ledger->lost[LOSS_body_malformed], 1);
    assert_int_equal(ledger->lost[LOSS_request_unanswered], 1);
    assert_int_equal(ledger->lost[LOSS_response_unasked], 1);
    assert_int_equal(ledger->analysed[LEDGER_EXCHANGES], 6);
    traffic_close(&traffic);
}

/* ---- security ---- */

static void every_way_of_signing_becomes_a_scheme(void **state)
{
    static const struct {
        const char *headers, *target, *id;
        enum security_kind kind;
        enum place place;
        const char *name;
        bool is_jwt;
    } ways[] = {
        { "Authorization: Bearer " JWT, "/a", "bearerAuth", SECURITY_BEARER, PLACE_HEADER, "", true },
        { "Authorization: Bearer opaque12345", "/a", "bearerAuth", SECURITY_BEARER, PLACE_HEADER, "", false },
        { "Authorization: Basic YWRhOnNlY3JldA==", "/a", "basicAuth", SECURITY_BASIC, PLACE_HEADER, "",
          false },
        { "Authorization: Digest username=\"ada\", nonce=\"x\"", "/a", "digestAuth", SECURITY_DIGEST,
          PLACE_HEADER, "", false },
        { "X-API-Key: aB3dE6gH9jK2mN5p", "/a", "xApiKeyAuth", SECURITY_API_KEY, PLACE_HEADER, "X-API-Key",
          false },
        { "", "/a?api_key=aB3dE6gH9jK2mN5p", "queryApiKeyAuth", SECURITY_API_KEY, PLACE_QUERY, "api_key",
          false },
        { "Cookie: sessionid=aB3dE6gH9jK2mN5p", "/a", "cookieSessionidAuth", SECURITY_API_KEY, PLACE_COOKIE,
          "sessionid", false },
        { "Authorization: 9c1185a5c5e9fc54612808977ee8f548b2258d31", "/a", "authorizationAuth",
          SECURITY_API_KEY, PLACE_HEADER, "Authorization", false },
    };

    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct traffic traffic;
        const struct security_scheme *scheme;
        const struct endpoint *endpoint;

        traffic_open(&traffic);
        for (unsigned j = 0; j < 3; j++)
            traffic_ask(&traffic, (struct ask){ .target = ways[i].target, .headers = ways[i].headers });
        assert_int_equal(traffic_service(&traffic)->scheme_count, 1);
        scheme = &traffic_service(&traffic)->schemes[0];
        assert_int_equal(scheme->kind, ways[i].kind);
        assert_int_equal(scheme->is_jwt, ways[i].is_jwt);
        if (ways[i].kind == SECURITY_API_KEY) {
            assert_int_equal(scheme->place, ways[i].place);
            assert_slice_equal(scheme->name, ways[i].name);
        }
        if (i != 7)
            assert_slice_equal(scheme->id, ways[i].id);
        endpoint = traffic_endpoint(&traffic, "GET /a");
        assert_true(endpoint->security_required);
        assert_int_equal(endpoint->security[0].accepted, 3);
        assert_int_equal(endpoint->parameter_count, 0); /* a credential is no parameter */
        traffic_close(&traffic);
    }
}

static void what_is_random_but_signs_nothing_is_no_scheme(void **state)
{
    static const char *const headers[] = {
        "Idempotency-Key: aB3dE6gH9jK2mN5pQ7", "X-CSRF-Token: aB3dE6gH9jK2mN5pQ7",
        "X-Request-Id: aB3dE6gH9jK2mN5pQ7",    "Cookie: csrftoken=aB3dE6gH9jK2mN5pQ7",
        "If-None-Match: aB3dE6gH9jK2mN5pQ7",
    };
    struct traffic traffic;

    traffic_open(&traffic);
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        traffic_ask(&traffic, (struct ask){ .target = "/a", .headers = headers[i] });
    assert_int_equal(traffic_service(&traffic)->scheme_count, 0);
    assert_int_equal(traffic_endpoint(&traffic, "GET /a")->anonymous_accepted, 5);
    assert_false(traffic_endpoint(&traffic, "GET /a")->security_required);
    traffic_close(&traffic);
}

static void security_is_required_unless_somebody_got_in_without(void **state)
{
    struct traffic traffic;

    traffic_open(&traffic);
    traffic_ask(&traffic, (struct ask){ .target = "/closed", .headers = "Authorization: Bearer " JWT });
    traffic_ask(&traffic, (struct ask){ .target = "/closed", .status = 401 });
    traffic_ask(&traffic, (struct ask){ .target = "/open", .headers = "Authorization: Bearer " JWT });
    traffic_ask(&traffic, (struct ask){ .target = "/open" });
    assert_true(traffic_endpoint(&traffic, "GET /closed")->security_required);
    assert_false(traffic_endpoint(&traffic, "GET /open")->security_required);
    assert_int_equal(traffic_endpoint(&traffic, "GET /open")->security_count, 1);
    traffic_close(&traffic);
}

static void a_credential_that_was_never_accepted_is_no_scheme(void **state)
{
    struct traffic traffic;

    traffic_open(&traffic);
    traffic_ask(
        &traffic,
        (struct ask){ .target = "/a", .headers = "Authorization: Basic YWRhOnNlY3JldA==", .status = 401 });
    traffic_ask(&traffic, (struct ask){ .target = "/a" });
    assert_int_equal(traffic_service(&traffic)->scheme_count, 0);
    traffic_close(&traffic);
}

static void three_schemes_of_one_name_get_three_ids(void **state)
{
    static const char *const headers[] = { "X-Api-Key: aB3dE6gH9jK2mN5p", "X_Api_Key: aB3dE6gH9jK2mN5p",
                                           "X.Api.Key: aB3dE6gH9jK2mN5p" };
    struct traffic traffic;
    const struct service *service;

    traffic_open(&traffic);
    for (size_t i = 0; i < 3; i++)
        traffic_ask(&traffic, (struct ask){ .target = "/a", .headers = headers[i] });
    service = traffic_service(&traffic);
    assert_int_equal(service->scheme_count, 3);
    for (size_t i = 0; i < 3; i++)
        for (size_t j = 0; j < i; j++)
            assert_false(slice_eq(service->schemes[i].id, service->schemes[j].id));
    traffic_close(&traffic);
}

/* ---- support ---- */

static void facts_carry_their_count_and_time(void **state)
{
    struct traffic traffic;
    const struct endpoint *endpoint;

    traffic_open(&traffic);
    traffic_ask(&traffic, (struct ask){ .target = "/a", .at = 500, .took = 20, .client = "203.0.113.1" });
    traffic_ask(&traffic, (struct ask){ .target = "/a", .at = 100, .took = 20, .client = "203.0.113.2" });
    traffic_ask(
        &traffic,
        (struct ask){ .target = "/a", .at = 300, .took = 900, .status = 503, .client = "203.0.113.2" });
    endpoint = traffic_endpoint(&traffic, "GET /a");
    assert_int_equal(endpoint->support.count, 3);
    assert_int_equal(endpoint->support.first, 100 * 1000000);
    assert_int_equal(endpoint->support.last, 500 * 1000000);
    assert_int_equal(endpoint->by_class[2], 2);
    assert_int_equal(endpoint->by_class[5], 1);
    assert_int_equal(endpoint->consumers, 2);
    assert_in_range(endpoint->latency_p50, 18000000, 22000000);
    assert_in_range(endpoint->latency_p95, 810000000, 990000000);
    traffic_close(&traffic);
}

static void one_credential_is_one_consumer_wherever_it_comes_from(void **state)
{
    struct traffic traffic;

    traffic_open(&traffic);
    traffic_ask(
        &traffic,
        (struct ask){ .target = "/a", .headers = "Authorization: Bearer " JWT, .client = "203.0.113.1" });
    traffic_ask(
        &traffic,
        (struct ask){ .target = "/a", .headers = "Authorization: Bearer " JWT, .client = "203.0.113.2" });
    assert_int_equal(traffic_endpoint(&traffic, "GET /a")->consumers, 1);
    traffic_close(&traffic);
}

static void a_deprecation_or_sunset_header_is_remembered(void **state)
{
    struct traffic traffic;

    traffic_open(&traffic);
    traffic_ask(&traffic, (struct ask){ .target = "/old", .answer_headers = "Deprecation: @1688169599" });
    traffic_ask(&traffic, (struct ask){ .target = "/older",
                                        .answer_headers = "Sunset: Sat, 31 Dec 2022 23:59:59 GMT" });
    traffic_ask(&traffic, (struct ask){ .target = "/new" });
    assert_true(traffic_endpoint(&traffic, "GET /old")->deprecated);
    assert_true(traffic_endpoint(&traffic, "GET /older")->deprecated);
    assert_false(traffic_endpoint(&traffic, "GET /new")->deprecated);
    traffic_close(&traffic);
}

static void an_endpoint_keeps_its_id_when_its_parameter_is_renamed(void **state)
{
    const struct override row = { OVERRIDE_PIN, { NULL, 0 }, SLICE("/users/{who}") };
    struct traffic traffic;
    char id[40];

    traffic_open(&traffic);
    for (unsigned i = 0; i < 8; i++) {
        char target[60];

        snprintf(target, sizeof target, "/users/%u", i * 7 + 1);
        traffic_exchange(&traffic, "GET", target, 200, "{\"name\":\"a\"}");
    }
    snprintf(id, sizeof id, "%.*s", SLICE_ARG(traffic_endpoint(&traffic, "GET /users/{userId}")->id));
    traffic_exchange(&traffic, "GET", "/users/1", 200, "{\"name\":\"a\"}");
    assert_true(catalog_override(traffic.catalog, &row, NULL));
    assert_slice_equal(traffic_endpoint(&traffic, "GET /users/{who}")->id, id);
    traffic_close(&traffic);
}

/* What nobody said the type of is taken for JSON; a document has room for JSON once. */
static void bodies_without_a_type_are_among_those_of_the_type_they_have(void **state)
{
    const struct response *response;
    struct traffic traffic;

    traffic_open(&traffic);
    traffic_exchange(&traffic, "GET", "/a", 200, "{\"a\":1}");
    traffic_ask(&traffic,
                (struct ask){ .target = "/a", .answer = "{\"b\":1}", .answer_headers = "Content-Type: " });
    response = endpoint_response(traffic_endpoint(&traffic, "GET /a"), 200);
    assert_int_equal(response->content_count, 1);
    assert_slice_equal(response->contents[0].media_type, "application/json");
    assert_int_equal(response->contents[0].support.count, 2);
    assert_non_null(schema_find(schema_root(response->contents[0].schema), SLICE("a")));
    assert_non_null(schema_find(schema_root(response->contents[0].schema), SLICE("b")));
    traffic_close(&traffic);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_service_is_a_host_and_a_port_that_matters),
        cmocka_unit_test(a_service_without_a_name_is_the_server_that_answered),
        cmocka_unit_test(the_base_address_most_used_comes_first),
        cmocka_unit_test(hosts_behind_tls_are_blind_spots),
        cmocka_unit_test(a_404_alone_is_no_endpoint),
        cmocka_unit_test(a_404_of_a_known_template_is_one_of_its_statuses),
        cmocka_unit_test(a_missing_name_with_a_dot_belongs_to_its_template),
        cmocka_unit_test(a_query_parameter_is_required_when_it_always_came),
        cmocka_unit_test(repeated_names_and_comma_lists_are_lists),
        cmocka_unit_test(what_was_refused_counts_while_nothing_was_accepted),
        cmocka_unit_test(headers_and_cookies_of_the_api_are_parameters_those_of_browsers_are_not),
        cmocka_unit_test(forms_and_multipart_are_read_like_objects),
        cmocka_unit_test(xml_shows_its_root_and_namespace),
        cmocka_unit_test(json_that_is_called_text_is_read_as_what_it_is),
        cmocka_unit_test(bodies_that_are_not_whole_are_counted_under_their_reason),
        cmocka_unit_test(every_way_of_signing_becomes_a_scheme),
        cmocka_unit_test(what_is_random_but_signs_nothing_is_no_scheme),
        cmocka_unit_test(security_is_required_unless_somebody_got_in_without),
        cmocka_unit_test(a_credential_that_was_never_accepted_is_no_scheme),
        cmocka_unit_test(three_schemes_of_one_name_get_three_ids),
        cmocka_unit_test(facts_carry_their_count_and_time),
        cmocka_unit_test(one_credential_is_one_consumer_wherever_it_comes_from),
        cmocka_unit_test(a_deprecation_or_sunset_header_is_remembered),
        cmocka_unit_test(an_endpoint_keeps_its_id_when_its_parameter_is_renamed),
        cmocka_unit_test(bodies_without_a_type_are_among_those_of_the_type_they_have),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
