/* SPDX-License-Identifier: Apache-2.0 */
#include "spec/shop.h"

static void users(struct build *build, const struct security_scheme *bearer)
{
    struct endpoint *e = build_endpoint(build, "GET", "/v1/users", 6);

    build_parameter(build, e, PLACE_QUERY, "active", "true false true");
    build_parameter(build, e, PLACE_QUERY, "fields", "id,name id name,email")->is_comma_list = true;
    build_parameter(build, e, PLACE_QUERY, "limit", "10 20 10 50 10 20");
    build_parameter(build, e, PLACE_QUERY, "tag", "new|vip new old|new");
    build_parameter(build, e, PLACE_HEADER, "x-request-id",
                    "7b0d5f7e-8c5b-4c0e-9a51-0f5a5a3c9e01 7b0d5f7e-8c5b-4c0e-9a51-0f5a5a3c9e02");
    build_parameter(build, e, PLACE_HEADER, "accept", "application/json text/html");
    build_json(
        build, e, 200,
        "{\"data\":[{\"id\":1,\"name\":\"Ann\",\"email\":\"ann@example.com\",\"address\":{\"city\":\"Bonn\","
        "\"zip\":\"53111\"}},"
        "{\"id\":3000000000,\"name\":\"Bob\",\"email\":\"bob@example.com\",\"address\":null}],\"total\":2}\n"
        "{\"data\":[],\"total\":0}");
    build_header(build, e, 200, "x-rate-limit-remaining", "10 9 8 7 6 5");
    build_header(build, e, 200, "content-type", "application/json");
    build_secure(build, e, bearer, 6);
    e->security_required = true;
    e->consumers = 4;
    e->id = SLICE("k3v9q2");

    e = build_endpoint(build, "POST", "/v1/users", 2);
    build_json(build, e, 0,
               "{\"name\":\"Ann\",\"email\":\"ann@example.com\"}\n{\"name\":\"Bob\",\"email\":null}");
    build_json(build, e, 201,
               "{\"id\":1,\"name\":\"Ann\",\"email\":\"ann@example.com\",\"address\":{\"city\":\"Ulm\","
               "\"zip\":\"89073\"}}");
    build_json(build, e, 422, "{\"code\":12,\"message\":\"name is missing\"}");
    build_secure(build, e, bearer, 1);
    e->anonymous_accepted = 1;

    e = build_endpoint(build, "GET", "/v1/users/{userId}", 4);
    build_parameter(build, e, PLACE_PATH, "userId", "1 2 3 3000000000");
    build_json(build, e, 200,
               "{\"id\":1,\"name\":\"Ann\",\"email\":\"ann@example.com\",\"address\":{\"city\":\"Bonn\","
               "\"zip\":\"53111\"}}\n"
               "{\"id\":3000000000,\"name\":\"Bob\",\"email\":\"bob@example.com\",\"address\":null}");
    build_json(build, e, 404, "{\"code\":4,\"message\":\"no such user\"}");
    e->deprecated = true;

    /* The same template under another parameter name. */
    e = build_endpoint(build, "DELETE", "/v1/users/{id}", 1);
    build_parameter(build, e, PLACE_PATH, "id", "7");
    build_content(build, e, 204, "", CONTENT_TEXT);
}

static void comments(struct build *build, const struct security_scheme *key)
{
    struct endpoint *e = build_endpoint(build, "GET", "/v1/articles/{slug}/comments", 2);

    build_parameter(build, e, PLACE_PATH, "slug", "hello-world good-bye");
    build_json(build, e, 200,
               "[{\"id\":1,\"text\":\"a\",\"replies\":[{\"id\":2,\"text\":\"b\",\"replies\":[{\"id\":3,"
               "\"text\":\"c\",\"replies\":[]}]}]}]\n"
               "[{\"id\":4,\"text\":\"d\",\"replies\":[]}]");
    build_secure(build, e, key, 2);

    e = build_endpoint(build, "GET", "/v1/categories", 1);
    build_json(
        build, e, 200,
        "{\"name\":\"root\",\"left\":{\"name\":\"a\",\"left\":null,\"right\":null},"
        "\"right\":{\"name\":\"b\",\"left\":{\"name\":\"c\",\"left\":null,\"right\":null},\"right\":null}}");
}

static void files(struct build *build)
{
    struct endpoint *e = build_endpoint(build, "POST", "/v1/files", 1);

    build_form(build, e, "multipart/form-data", CONTENT_MULTIPART, "@file=x&title=Report&label=a&label=b");
    build_content(build, e, 201, "application/json", CONTENT_JSON);

    e = build_endpoint(build, "GET", "/v1/files/{name}.{ext}", 2);
    build_parameter(build, e, PLACE_PATH, "name", "report plan");
    build_parameter(build, e, PLACE_PATH, "ext", "pdf png");
    build_content(build, e, 200, "application/pdf", CONTENT_BINARY);
    build_content(build, e, 200, "text/csv", CONTENT_TEXT);

    e = build_endpoint(build, "PUT", "/v1/orders", 1);
    build_content(build, e, 0, "application/xml", CONTENT_XML)->xml_root = SLICE("shop:order");
    ((struct content *)(uintptr_t)&e->requests[0])->xml_namespace = SLICE("urn:shop:order");
    e->request_required = false;
    build_json(build, e, 200,
               "{\"any\":1}\n{\"any\":\"a\"}\n{\"any\":null}\n{\"any\":{\"deep\":[1.5,2]}}\n{\"any\":[]}");
    build_json(build, e, 299, "true\nfalse");
    build_json(build, e, 999, "\"odd\"\n1");

    e = build_endpoint(build, "POST", "/v1/token", 3);
    build_form(build, e, "application/x-www-form-urlencoded", CONTENT_FORM,
               "grant=password&ttl=60&code=007 grant=password&ttl=90&code=011 ttl=9");

    build_endpoint(build, "LOCK", "/v1/orders", 1);
}

void shop_build(struct build *build)
{
    static const struct slice servers[] = { { "https://shop.example.com", 24 }, { "http://{host}/<b>", 17 } };
    const struct security_scheme *bearer, *key;

    build_init(build, "shop.example.com");
    build->service.servers = servers;
    build->service.server_count = 2;
    bearer = build_scheme(build, "bearerAuth", SECURITY_BEARER, PLACE_HEADER, "");
    ((struct security_scheme *)(uintptr_t)bearer)->is_jwt = true;
    key = build_scheme(build, "apiKeyXApiKey", SECURITY_API_KEY, PLACE_HEADER, "x-api-key");
    build_scheme(build, "tokenAuth", SECURITY_HTTP_OTHER, PLACE_HEADER, "");
    users(build, bearer);
    comments(build, key);
    files(build);
    build->service.noise[NOISE_SCANNER].count = 12;
    build->service.noise[NOISE_HEALTH].count = 3;
    build->service.ledger.seen[LEDGER_EXCHANGES] = 40;
    build->service.ledger.analysed[LEDGER_EXCHANGES] = 38;
    build->service.ledger.lost[LOSS_request_unanswered] = 2;
}
