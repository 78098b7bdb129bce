/* SPDX-License-Identifier: Apache-2.0 */
#include "base/check.h"
#include "signal/read.h"

#define TOKEN "Authorization: Bearer 0Zk3bq8sYw1LmN5tRf7Xc2Vd9Gh4Jp6Qa8Us0Ie"

static struct shown fetched(const char *target, const char *answer)
{
    return (struct shown){ .target = target, .answer = answer };
}

static void documents_are_told_by_what_they_are(void **state)
{
    static const char *const documents[] = {
        "{\"openapi\":\"3.0.1\",\"info\":{}}",
        "{\n  \"swagger\": \"2.0\",\n  \"info\": {}}",
        "{\"info\":{\"_postman_id\":\"a\"}}",
        "openapi: 3.1.0\ninfo:\n",
        "<?xml version=\"1.0\"?><definitions xmlns=\"http://schemas.xmlsoap.org/wsdl/\">",
    };

    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++)
        assert_told(fetched("/d", documents[i]), "exposed_document /d");
    assert_nothing_told(fetched("/d", "{\"info\":{\"title\":\"a\"}, \"b\": 1}"), FACT_exposed_document);
    assert_nothing_told(fetched("/d", "{\"formats\":[\"openapi\"],\"info\":1}"), FACT_exposed_document);
    assert_nothing_told(fetched("/d", "open questions: 3, answers: 4"), FACT_exposed_document);
}

static void documents_for_who_said_who_he_is_are_not(void **state)
{
    struct shown known = fetched("/d", "{\"openapi\":\"3.0.1\",\"info\":{}}");

    known.asked = TOKEN;
    assert_nothing_told(known, FACT_exposed_document);
}

static void consoles_are_told_by_their_pages(void **state)
{
    assert_told(fetched("/docs", "<!DOCTYPE html><html><head><title>Swagger UI</title>"),
                "exposed_console Swagger UI at /docs");
    assert_told(fetched("/docs", "<html><head><title>API</title><script src=\"/swagger-ui-bundle.js\">"),
                "exposed_console Swagger UI at /docs");
    assert_told(fetched("/g", "<html><title>GraphiQL</title>"), "graphql_console GraphiQL at /g");
    assert_nothing_told(fetched("/g", "<html><title>Why GraphiQL</title>GraphiQL"), FACT_graphql_console);
}

static void introspection_is_told_apart_by_who_asked(void **state)
{
    struct shown asked = fetched("/graphql", "{\"data\":{\"__schema\":{\"types\":[]}}}");

    asked.method = "POST";
    assert_told(asked, "graphql_introspection /graphql");
    asked.asked = TOKEN;
    assert_told(asked, "graphql_introspection /graphql with a credential");
    assert_nothing_told(fetched("/graphql", "{\"errors\":[{\"message\":\"__schema\"}],\"data\":null}"),
                        FACT_graphql_introspection);
    assert_nothing_told(
        fetched("/graphql",
                "{\"data\":{\"me\":{\"text\":\"a long text about other things than __schema\"}}}"),
        FACT_graphql_introspection);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents_are_told_by_what_they_are),
        cmocka_unit_test(documents_for_who_said_who_he_is_are_not),
        cmocka_unit_test(consoles_are_told_by_their_pages),
        cmocka_unit_test(introspection_is_told_apart_by_who_asked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
