/* SPDX-License-Identifier: Apache-2.0 */
#include "posture/purpose.h"

#include "base/check.h"
#include "catalog/schema.h"

#include <stdio.h>

/* An operation with what is sent and answered, as JSON; "html", "csv" and "file" for what is not. */
struct row {
    const char *operation, *asked, *answered;
    uint32_t purpose;
};

struct made {
    struct memory account;
    struct learner *learner;
    struct schema *schemas[2];
    struct content contents[2];
    struct response response;
    struct endpoint endpoint;
};

static void make_content(struct made *made, size_t index, const char *text)
{
    struct content *content = &made->contents[index];
    char body[1024] = "";

    *content = (struct content){ .media_type = SLICE("application/json"), .kind = CONTENT_JSON };
    if (strcmp(text, "html") == 0 || strcmp(text, "csv") == 0) {
        content->media_type = slice_of(strcmp(text, "csv") == 0 ? "text/csv" : "text/html");
        content->kind = CONTENT_TEXT;
        return;
    }
    made->schemas[index] = schema_new(&made->account);
    content->schema = made->schemas[index];
    if (strcmp(text, "file") == 0) {
        struct pair file = { .name = SLICE("file"), .is_file = true };

        content->media_type = SLICE("multipart/form-data");
        content->kind = CONTENT_MULTIPART;
        schema_learn_pairs(made->learner, made->schemas[index], &file, 1);
        return;
    }
    snprintf(body, sizeof body - BODY_SLACK, "%s", text);
    assert_int_equal(
        schema_learn_json(made->learner, made->schemas[index], slice_make(body, strlen(body)), NULL, NULL),
        SCHEMA_LEARNED);
}

static void make(struct made *made, const struct row *row)
{
    struct endpoint *endpoint = &made->endpoint;

    *made = (struct made){ .learner = NULL };
    made->learner = learner_new(&made->account);
    endpoint->path = slice_of(row->operation);
    endpoint->method = slice_cut(&endpoint->path, ' ');
    endpoint->anonymous_accepted = 1;
    if (row->asked) {
        make_content(made, 0, row->asked);
        endpoint->requests = &made->contents[0];
        endpoint->request_count = 1;
    }
    if (row->answered) {
        make_content(made, 1, row->answered);
        made->response =
            (struct response){ .status = 200, .contents = &made->contents[1], .content_count = 1 };
        endpoint->responses = &made->response;
        endpoint->response_count = 1;
    }
}

static void unmake(struct made *made)
{
    for (size_t i = 0; i < 2; i++)
        schema_free(made->schemas[i], &made->account);
    learner_free(made->learner);
    assert_int_equal(made->account.used, 0);
}

static void write_purposes(uint32_t purpose, char text[256])
{
    static const char *const names[] = { "login",  "logout",     "reset",  "code",    "signup",  "admin",
                                         "upload", "search",     "export", "message", "payment", "graphql",
                                         "docs",   "operations", "public", "webhook" };
    size_t len = 0;

    text[0] = '\0';
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (purpose & 1u << i)
            len += (size_t)snprintf(text + len, 256 - len, " %s", names[i]);
}

static void assert_rows(const struct row *rows, size_t count)
{
    bool fine = true;

    for (size_t i = 0; i < count; i++) {
        char is[256], should[256];
        struct made made;

        make(&made, &rows[i]);
        write_purposes(purpose_of(NULL, &made.endpoint), is);
        write_purposes(rows[i].purpose, should);
        if (strcmp(is, should) != 0) {
            print_error("%s is%s, and should be%s\n", rows[i].operation, is, should);
            fine = false;
        }
        unmake(&made);
    }
    assert_true(fine);
}

#define ASSERT_ROWS(rows) assert_rows((rows), sizeof(rows) / sizeof *(rows))

#define PASSWORD "{\"email\":\"a@b.de\",\"password\":\"x\"}"
#define TOKEN "{\"access_token\":\"x\",\"expires_in\":900}"

static void logins_hand_out_a_credential_for_a_secret(void **state)
{
    static const struct row rows[] = {
        { "POST /login", NULL, NULL, PURPOSE_LOGIN },
        { "POST /api/auth/login", PASSWORD, TOKEN, PURPOSE_LOGIN },
        { "POST /rest/user/login", PASSWORD, "{\"authentication\":{\"token\":\"x\",\"bid\":1}}",
          PURPOSE_LOGIN },
        { "POST /users/v1/login", "{\"username\":\"a\",\"password\":\"b\"}", "{\"auth_token\":\"x\"}",
          PURPOSE_LOGIN },
        { "POST /identity/api/auth/login", PASSWORD, "{\"token\":\"x\",\"type\":\"Bearer\"}", PURPOSE_LOGIN },
        { "POST /oauth2/token", "{\"grant_type\":\"client_credentials\"}", TOKEN, PURPOSE_LOGIN },
        { "POST /v1/oauth2/token", "{\"grant_type\":\"x\"}", TOKEN, PURPOSE_LOGIN },
        { "POST /realms/{realm}/protocol/openid-connect/token", "{\"grant_type\":\"x\",\"client_id\":\"a\"}",
          TOKEN, PURPOSE_LOGIN },
        { "POST /login/oauth/access_token", "{\"client_secret\":\"x\",\"code\":\"y\"}", TOKEN,
          PURPOSE_LOGIN },
        { "POST /admin/login", PASSWORD, TOKEN, PURPOSE_LOGIN | PURPOSE_ADMIN },
        { "POST /sessions", PASSWORD, "{\"id\":1}", PURPOSE_LOGIN },
        { "POST /api-token-auth", PASSWORD, "{\"token\":\"x\"}", PURPOSE_LOGIN },
        { "POST /iniciar", PASSWORD, TOKEN, PURPOSE_LOGIN },
        { "POST /auth/otp/verify", "{\"phone\":\"1\",\"otp\":\"123456\"}", TOKEN,
          PURPOSE_CODE | PURPOSE_LOGIN },
        { "POST /auth/refresh/token", "{\"refresh_token\":\"x\"}",
          "{\"access_token\":\"y\",\"refresh_token\":\"z\"}", PURPOSE_LOGIN },
        /* None of these does. */
        { "GET /tokens/{id}/transfers", NULL, "[{\"token\":\"x\",\"amount\":1}]", 0 },
        { "POST /tokens/{id}/transfers", "{\"to\":\"a\"}", "{\"id\":1}", 0 },
        { "POST /v1/tokens", "{\"card\":{\"exp_month\":1}}", "{\"id\":\"tok_1\",\"object\":\"token\"}", 0 },
        { "POST /devices/{id}/tokens", "{\"token\":\"x\"}", "{\"token\":\"x\"}", 0 },
        { "POST /v1/checkout/sessions", "{\"mode\":\"x\"}", "{\"id\":1,\"url\":\"x\"}", 0 },
        { "GET /sessions", NULL, "[{\"id\":1,\"token\":\"x\"}]", 0 },
        { "GET /login", NULL, "html", 0 },
        { "POST /training/sessions", "{\"start\":\"x\"}", "{\"id\":1}", 0 },
        { "GET /users/{id}/logins", NULL, "[{\"at\":\"x\"}]", 0 },
        { "POST /catalogues", "{\"name\":\"login\"}", "{\"id\":1}", 0 },
        { "POST /authors", "{\"name\":\"x\"}", "{\"id\":1}", 0 },
    };

    ASSERT_ROWS(rows);
}

static void a_token_for_somebody_known_is_no_login(void **state)
{
    struct row row = { "POST /api/v1/namespaces/{namespace}/serviceaccounts/{name}/token", "{\"spec\":{}}",
                       "{\"status\":{\"token\":\"x\"}}", 0 };
    struct made made;

    make(&made, &row);
    made.endpoint.security_required = true;
    assert_int_equal(purpose_of(NULL, &made.endpoint), 0);
    unmake(&made);
}

static void ends_of_sessions_and_passwords(void **state)
{
    static const struct row rows[] = {
        { "POST /logout", NULL, NULL, PURPOSE_LOGOUT },
        { "GET /api/auth/sign-out", NULL, NULL, PURPOSE_LOGOUT },
        { "DELETE /session", NULL, NULL, PURPOSE_LOGOUT },
        { "DELETE /sessions/{id}", NULL, NULL, PURPOSE_LOGOUT },
        { "POST /oauth/revoke", "{\"token\":\"x\"}", NULL, PURPOSE_LOGOUT },
        { "POST /realms/{realm}/protocol/openid-connect/logout", NULL, NULL, PURPOSE_LOGOUT },
        { "POST /blog/outputs", NULL, NULL, 0 },
        { "POST /certificates/{id}/revoke", NULL, NULL, 0 },
        { "POST /forgot-password", "{\"email\":\"a\"}", NULL, PURPOSE_RESET | PURPOSE_MESSAGE },
        { "POST /identity/api/auth/forget-password", "{\"email\":\"a\"}", NULL,
          PURPOSE_RESET | PURPOSE_MESSAGE },
        { "POST /identity/api/auth/v3/check-otp", "{\"email\":\"a\",\"otp\":\"1\",\"password\":\"x\"}", NULL,
          PURPOSE_CODE },
        { "POST /identity/api/auth/reset-password", PASSWORD, NULL, PURPOSE_RESET },
        { "PUT /users/v1/{username}/password", "{\"password\":\"x\"}", NULL, PURPOSE_RESET },
        { "GET /rest/user/change-password", NULL, NULL, PURPOSE_RESET },
        { "PUT /admin/realms/{realm}/users/{id}/reset-password", "{\"value\":\"x\"}", NULL,
          PURPOSE_RESET | PURPOSE_ADMIN },
        { "POST /password/reset", "{\"token\":\"x\",\"password\":\"y\"}", NULL, PURPOSE_RESET },
        { "POST /users/reset", "{\"email\":\"x\"}", NULL, PURPOSE_RESET | PURPOSE_MESSAGE },
        { "PATCH /me", "{\"old_password\":\"x\",\"new_password\":\"y\"}", NULL, PURPOSE_RESET },
        { "POST /devices/{id}/reset", "{\"hard\":true}", NULL, 0 },
        { "POST /counters/reset", NULL, NULL, 0 },
        { "DELETE /passwords/{id}", NULL, NULL, 0 },
    };

    ASSERT_ROWS(rows);
}

static void codes_are_there_to_be_tried(void **state)
{
    static const struct row rows[] = {
        { "POST /community/api/v2/coupon/validate-coupon", "{\"coupon_code\":\"x\"}", NULL, PURPOSE_CODE },
        { "POST /workshop/api/shop/apply_coupon", "{\"coupon_code\":\"x\",\"amount\":75}", NULL,
          PURPOSE_CODE },
        { "PUT /rest/basket/{id}/coupon/{coupon}", NULL, NULL, PURPOSE_CODE },
        { "POST /2fa/verify", "{\"tmpToken\":\"x\",\"totpToken\":\"1\"}", NULL, PURPOSE_CODE },
        { "POST /mfa/verify", "{\"code\":\"x\"}", NULL, PURPOSE_CODE },
        { "POST /api/verify", "{\"otp\":\"x\"}", NULL, PURPOSE_CODE },
        { "POST /gift-cards/redeem", "{\"code\":\"x\"}", NULL, PURPOSE_CODE },
        { "GET /vouchers/{code}", NULL, NULL, PURPOSE_CODE },
        { "POST /v1/coupons", "{\"code\":\"x\",\"percent_off\":1,\"amount\":2}", NULL, 0 },
        { "GET /gift_cards.json", NULL, "[{\"code\":\"x\"}]", 0 },
        { "POST /countries", "{\"code\":\"DE\"}", NULL, 0 },
        { "POST /orders", "{\"code\":\"DE\",\"amount\":1}", NULL, 0 },
        { "GET /postcodes/{code}", NULL, NULL, 0 },
        { "DELETE /coupons/{id}", NULL, NULL, 0 },
    };

    ASSERT_ROWS(rows);
}

static void people_come_and_are_written_to(void **state)
{
    static const struct row rows[] = {
        { "POST /signup", NULL, NULL, PURPOSE_SIGNUP },
        { "POST /users/v1/register", PASSWORD, NULL, PURPOSE_SIGNUP },
        { "POST /api/Users", PASSWORD, "{\"id\":1}", PURPOSE_SIGNUP },
        { "POST /api/users", "{\"user\":{\"email\":\"x\",\"password\":\"y\"}}",
          "{\"user\":{\"token\":\"z\"}}", PURPOSE_SIGNUP },
        { "POST /devices/register", "{\"serial\":\"x\"}", NULL, 0 },
        { "POST /api/users", "{\"name\":\"x\"}", NULL, 0 },
        { "GET /cash/registers", NULL, NULL, 0 },
        { "POST /sms", "{\"to\":\"x\",\"text\":\"y\"}", NULL, PURPOSE_MESSAGE },
        { "POST /2010-04-01/Accounts/{sid}/Messages.json", "{\"To\":\"x\",\"Body\":\"y\"}", NULL,
          PURPOSE_MESSAGE },
        { "POST /otp/resend", "{\"phone\":\"x\"}", NULL, PURPOSE_MESSAGE },
        { "POST /teams/{id}/invitations", "{\"email\":\"x\"}", NULL, PURPOSE_MESSAGE },
        { "POST /user/emails", "{\"email\":\"x\"}", NULL, 0 },
        { "POST /chats/{id}/messages", "{\"text\":\"x\"}", NULL, 0 },
        { "GET /invitations", NULL, NULL, 0 },
    };

    ASSERT_ROWS(rows);
}

static void money_moves(void **state)
{
    static const struct row rows[] = {
        { "POST /v1/charges", "{\"amount\":1}", NULL, PURPOSE_PAYMENT },
        { "POST /v1/payment_intents/{id}/capture", "{\"amount\":1}", NULL, PURPOSE_PAYMENT },
        { "POST /v1/refunds", "{\"charge\":\"x\"}", NULL, PURPOSE_PAYMENT },
        { "POST /accounts/{id}/transfers", "{\"amount\":1,\"iban\":\"x\"}", NULL, PURPOSE_PAYMENT },
        { "POST /rest/basket/{id}/checkout", "{\"orderDetails\":{}}", NULL, PURPOSE_PAYMENT },
        { "POST /transactions", "{\"amount\":1}", NULL, PURPOSE_PAYMENT },
        { "POST /repos/{owner}/{repo}/transfer", "{\"new_owner\":\"x\"}", NULL, 0 },
        { "GET /payments", NULL, NULL, 0 },
        { "POST /db/transactions", "{\"statement\":\"x\"}", NULL, 0 },
        { "POST /books/{id}/checkout", "{\"reader\":1}", NULL, 0 },
        { "DELETE /payments/{id}", NULL, NULL, 0 },
    };

    ASSERT_ROWS(rows);
}

static void what_is_about_the_program_itself(void **state)
{
    static const struct row rows[] = {
        { "GET /actuator/env", NULL, "{\"a\":1}", PURPOSE_OPERATIONS },
        { "GET /actuator/health", NULL, "{\"status\":\"UP\"}", PURPOSE_OPERATIONS },
        { "GET /health", NULL, "{\"status\":\"UP\"}", PURPOSE_OPERATIONS | PURPOSE_PUBLIC },
        { "GET /order-service/healthz", NULL, NULL, PURPOSE_OPERATIONS | PURPOSE_PUBLIC },
        { "GET /api/v1/status", NULL, NULL, PURPOSE_OPERATIONS | PURPOSE_PUBLIC },
        { "GET /metrics", NULL, NULL, PURPOSE_OPERATIONS },
        { "GET /debug/pprof/heap", NULL, NULL, PURPOSE_OPERATIONS },
        { "GET /version", NULL, NULL, PURPOSE_OPERATIONS | PURPOSE_PUBLIC },
        { "GET /patients/{id}/health", NULL, NULL, 0 },
        { "GET /orders/status", NULL, NULL, 0 },
        { "GET /orders/{id}/status", NULL, NULL, 0 },
        { "GET /campaigns/metrics", NULL, "{\"clicks\":1}", 0 },
        { "POST /status", "{\"text\":\"x\"}", NULL, 0 },
        { "GET /health/records", NULL, NULL, 0 },
        { "GET /swagger.json", NULL, NULL, PURPOSE_DOCS },
        { "GET /v3/api-docs", NULL, NULL, PURPOSE_DOCS },
        { "GET /swagger-ui/index.html", NULL, "html", PURPOSE_DOCS },
        { "GET /docs", NULL, "html", PURPOSE_DOCS },
        { "GET /spec", NULL, "{\"openapi\":\"3.0.0\",\"paths\":{}}", PURPOSE_DOCS },
        { "GET /graphiql", NULL, "html", PURPOSE_DOCS },
        { "GET /docs/{id}", NULL, "html", 0 },
        { "GET /documents", NULL, NULL, 0 },
        { "GET /docs", NULL, "[{\"id\":1}]", 0 },
        { "GET /playgrounds", NULL, "[{\"id\":1}]", 0 },
        { "GET /.well-known/jwks.json", NULL, NULL, PURPOSE_PUBLIC },
        { "GET /realms/{realm}/.well-known/openid-configuration", NULL, NULL, PURPOSE_PUBLIC },
        { "GET /realms/{realm}/protocol/openid-connect/certs", NULL, NULL, PURPOSE_PUBLIC },
        { "GET /fhir/metadata", NULL, "{\"resourceType\":\"CapabilityStatement\",\"fhirVersion\":\"4.0.1\"}",
          PURPOSE_PUBLIC },
        { "GET /videos/metadata", NULL, "{\"length\":1}", 0 },
        { "GET /api/public/products", NULL, NULL, PURPOSE_PUBLIC },
        { "GET /public-transport/stops", NULL, NULL, 0 },
        { "GET /users/{id}/certs", NULL, NULL, 0 },
    };

    ASSERT_ROWS(rows);
}

static void the_rest(void **state)
{
    static const struct row rows[] = {
        { "GET /admin/users", NULL, NULL, PURPOSE_ADMIN },
        { "GET /api/v1/internal/flags", NULL, NULL, PURPOSE_ADMIN },
        { "DELETE /identity/api/v2/admin/videos/{id}", NULL, NULL, PURPOSE_ADMIN },
        { "POST /internal-transfers", "{\"to\":1}", NULL, 0 },
        { "GET /risk-management/cases", NULL, NULL, 0 },
        { "GET /managers", NULL, NULL, 0 },
        { "POST /avatars", "file", NULL, PURPOSE_UPLOAD },
        { "POST /upload", "{\"fileContent\":\"x\"}", NULL, PURPOSE_UPLOAD },
        { "PUT /records/{id}", "{\"a\":1}", NULL, 0 },
        { "GET /products/search", NULL, NULL, PURPOSE_SEARCH },
        { "POST /Patient/_search", NULL, NULL, PURPOSE_SEARCH },
        { "POST /{index}/_search", "{\"query\":{\"match\":{}}}", NULL, PURPOSE_SEARCH },
        { "POST /filters", "{\"name\":\"x\"}", NULL, 0 },
        { "GET /research", NULL, NULL, 0 },
        { "GET /users/export", NULL, NULL, PURPOSE_EXPORT },
        { "GET /orders.csv", NULL, "csv", PURPOSE_EXPORT },
        { "POST /products/bulk", "[{\"a\":1}]", NULL, PURPOSE_EXPORT },
        { "GET /exporters", NULL, NULL, 0 },
        { "POST /graphql", "{\"query\":\"{a}\"}", "{\"data\":{}}", PURPOSE_GRAPHQL },
        { "POST /api", "{\"query\":\"{a}\",\"variables\":{}}", "{\"data\":{},\"errors\":[]}",
          PURPOSE_GRAPHQL },
        { "POST /api", "{\"query\":\"{a}\",\"limit\":1}", "{\"data\":[]}", 0 },
        { "GET /repos/{owner}/{repo}/issues", NULL, "[{\"id\":1}]", 0 },
        { "GET /apis/apps/v1/namespaces/{namespace}/deployments/{name}", NULL, NULL, 0 },
        { "GET /Observation/{id}", NULL, "{\"code\":{},\"status\":\"x\"}", 0 },
        { "POST /carts/{id}/items", "{\"sku\":\"x\",\"price\":1}", NULL, 0 },
    };

    ASSERT_ROWS(rows);
}

static void searches_are_told_by_their_parameter(void **state)
{
    struct row row = { "GET /rest/products", NULL, NULL, 0 };
    struct parameter parameter = { .name = SLICE("q"), .place = PLACE_QUERY };
    struct made made;

    make(&made, &row);
    made.endpoint.parameters = &parameter;
    made.endpoint.parameter_count = 1;
    assert_int_equal(purpose_of(NULL, &made.endpoint), PURPOSE_SEARCH);
    parameter.place = PLACE_PATH;
    assert_int_equal(purpose_of(NULL, &made.endpoint), 0);
    unmake(&made);
}

static void signed_messages_come_by_webhook(void **state)
{
    struct row row = { "POST /webhooks/stripe", "{\"type\":\"x\"}", NULL, 0 };
    struct parameter parameter = { .name = SLICE("Stripe-Signature"), .place = PLACE_HEADER };
    struct made made;

    make(&made, &row);
    assert_int_equal(purpose_of(NULL, &made.endpoint), 0);
    made.endpoint.parameters = &parameter;
    made.endpoint.parameter_count = 1;
    assert_int_equal(purpose_of(NULL, &made.endpoint), PURPOSE_WEBHOOK);
    unmake(&made);
}

static void what_only_asks_changes_nothing(void **state)
{
    static const struct {
        const char *operation;
        uint32_t purpose;
        bool changes;
    } rows[] = {
        { "POST /orders", 0, true },
        { "PUT /orders/{id}", 0, true },
        { "PATCH /orders/{id}", 0, true },
        { "DELETE /orders/{id}", 0, true },
        { "GET /orders", 0, false },
        { "HEAD /orders", 0, false },
        { "POST /login", PURPOSE_LOGIN, false },
        { "POST /orders/search", PURPOSE_SEARCH, false },
        { "POST /graphql", PURPOSE_GRAPHQL, false },
        { "POST /shipping/estimate", 0, false },
        { "POST /getUsers", 0, false },
        { "POST /flights/check-in", 0, true },
        { "POST /checkout", 0, true },
        { "POST /lists/{id}", 0, true },
        { "PUT /validate", 0, true },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct endpoint endpoint = { .path = slice_of(rows[i].operation) };

        endpoint.method = slice_cut(&endpoint.path, ' ');
        if (purpose_changes_state(&endpoint, rows[i].purpose) != rows[i].changes)
            fail_msg("%s", rows[i].operation);
    }
}

static void hosts_say_their_stage(void **state)
{
    static const struct {
        const char *host, *stage;
    } rows[] = {
        { "staging.example.com", "staging" },
        { "api-stg.example.com", "staging" },
        { "api.stage.example.com", "staging" },
        { "test2.example.com", "test" },
        { "development.example.com", "dev" },
        { "DEV.example.com", "dev" },
        { "uat-api.example.co.uk", "uat" },
        { "qa01.example.com", "qa" },
        { "pre-prod.example.com", "preprod" },
        { "api.preprod.example.com", "preprod" },
        { "non-prod.example.com", "test" },
        { "sandbox.bank.example", "sandbox" },
        { "demo.example.com", "demo" },
        { "staging.internal", "staging" },
        { "orders.staging.svc.cluster.local", "staging" },
        { "orders-dev", "dev" },
        { "api.example.com", "" },
        { "latest.example.com", "" },
        { "devices.example.com", "" },
        { "contest.example.com", "" },
        { "api.demo.com", "" },
        { "test.co.uk", "" },
        { "api.example.dev", "" },
        { "10.0.0.5", "" },
        { "localhost", "" },
        { "backstage.example.com", "" },
        { "producer.example.com", "" },
        { "", "" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct service service = { .host = slice_of(rows[i].host) };

        if (!slice_eq(purpose_stage(&service), slice_of(rows[i].stage)))
            fail_msg("%s is %.*s", rows[i].host, SLICE_ARG(purpose_stage(&service)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(logins_hand_out_a_credential_for_a_secret),
        cmocka_unit_test(a_token_for_somebody_known_is_no_login),
        cmocka_unit_test(ends_of_sessions_and_passwords),
        cmocka_unit_test(codes_are_there_to_be_tried),
        cmocka_unit_test(people_come_and_are_written_to),
        cmocka_unit_test(money_moves),
        cmocka_unit_test(what_is_about_the_program_itself),
        cmocka_unit_test(the_rest),
        cmocka_unit_test(searches_are_told_by_their_parameter),
        cmocka_unit_test(signed_messages_come_by_webhook),
        cmocka_unit_test(what_only_asks_changes_nothing),
        cmocka_unit_test(hosts_say_their_stage),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
