/* SPDX-License-Identifier: Apache-2.0 */
/* Which format a file is in, and what is said when it is none. */
#include "given.h"

#define NAME DOCUMENTS "given.yaml"

static void what_is_no_document_is_refused_with_a_place(void **state)
{
    static const struct {
        const char *text, *sentence;
    } expected[] = {
        { "openapi: 4.0.0",
          NAME ":1:10: OpenAPI 3.1, OpenAPI 3.0 and Swagger 2.0 can be read, not OpenAPI 4.0.0" },
        { "info: {}\nswagger: '1.2'",
          NAME ":2:10: OpenAPI 3.1, OpenAPI 3.0 and Swagger 2.0 can be read, not Swagger 1.2" },
        { "swaggerVersion: '1.2'", NAME ":1:17: this is Swagger 1.2, which is not read: convert it to "
                                        "OpenAPI 3 or Swagger 2.0 first. It says version 1.2" },
        { "asyncapi: 2.0.0", NAME ":1:11: this is an AsyncAPI document, not OpenAPI: version 2.0.0" },
        { "[1]", NAME ":1:1: an OpenAPI document is a mapping, and this is a sequence" },
        { "a: 1", NAME ":1:1: there is neither a field \"openapi\" nor \"swagger\" with a version, so this "
                       "is no OpenAPI document" },
        { "{\"info\": {\"schema\": "
          "\"https://schema.getpostman.com/json/collection/v1.0.0/collection.json\"}}",
          NAME ":1:21: Postman collections 2.1 can be read (export it as \"Collection v2.1\"), not version "
               "1.0.0" },
    };
    struct given given;

    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        given_text(&given, expected[i].text);
        assert_null(given.contract);
        assert_int_equal(given.err.kind, ERROR_INPUT);
        assert_string_equal(given.err.text, expected[i].sentence);
        assert_int_equal(given.set.count, 0);
        given_done(&given);
    }
}

static void what_cannot_be_parsed_is_refused_with_a_place(void **state)
{
    struct given given;

    given_text(&given, "openapi: 3.1.0\npaths: [");
    assert_null(given.contract);
    assert_non_null(strstr(given.err.text, NAME ":"));
    given_done(&given);
    given_file(&given, DOCUMENTS "missing.yaml");
    assert_null(given.contract);
    assert_non_null(strstr(given.err.text, "missing.yaml"));
    given_done(&given);
}

static void versions_are_read_as_what_they_come_closest_to(void **state)
{
    static const struct {
        const char *text;
        enum contract_format format;
        size_t warnings;
    } expected[] = {
        { "openapi: 3.0", CONTRACT_OPENAPI_30, 0 },         { "openapi: 3.0.4-rc1", CONTRACT_OPENAPI_30, 0 },
        { "openapi: 3.1", CONTRACT_OPENAPI_31, 0 },         { "openapi: '3.1.99'", CONTRACT_OPENAPI_31, 0 },
        { "openapi: 3.2.0", CONTRACT_OPENAPI_31, 1 },       { "openapi: 3", CONTRACT_OPENAPI_31, 1 },
        { "swagger: 2.0", CONTRACT_SWAGGER_20, 0 },         { "swagger: 2", CONTRACT_SWAGGER_20, 0 },
        { "{info: {}, item: []}", CONTRACT_POSTMAN_21, 0 },
    };
    struct given given;

    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        given_text(&given, expected[i].text);
        if (!given.contract)
            fail_msg("%s: %s", expected[i].text, given.err.text);
        assert_int_equal(given.contract->format, expected[i].format);
        assert_int_equal(given.set.reader.faults.warnings, expected[i].warnings);
        assert_int_equal(given.contract->server_count, 1);
        assert_int_equal(given.contract->operation_count, 0);
        given_done(&given);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_document_is_refused_with_a_place),
        cmocka_unit_test(what_cannot_be_parsed_is_refused_with_a_place),
        cmocka_unit_test(versions_are_read_as_what_they_come_closest_to),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
