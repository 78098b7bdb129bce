/* SPDX-License-Identifier: Apache-2.0 */
/* The service as a whole: base path, host, scheme. */
#include "drift/story.h"

#define PATHS "paths:\n  /users/{id}: {get: {" OK "}}\n  /orders: {get: {" OK "}}\n"
#define AT(servers) HEAD("3.1.0", servers) PATHS
#define TRAFFIC(base) "20x GET " base "/users/# -> 200 {\"id\":#}\n20x GET " base "/orders -> 200 []"

static void another_base_path_than_documented_is_one_row(void **state)
{
    assert_story(AT("{url: 'https://" TRAFFIC_HOST "/v1'}"), TRAFFIC("/api/v1"),
                 "base_path_mismatch server /api/v1: /v1 -> /api/v1");
    assert_story(AT("{url: 'https://" TRAFFIC_HOST "/v1'}"), TRAFFIC(""),
                 "base_path_mismatch server /: /v1 -> /");
    assert_story(AT("{url: 'https://" TRAFFIC_HOST "'}"), TRAFFIC("/v1"),
                 "base_path_mismatch server /v1: / -> /v1");
    assert_story(AT("{url: 'https://" TRAFFIC_HOST "/v1'}"), TRAFFIC("/v1"), "");
}

static void a_variable_in_the_base_path_is_any_text(void **state)
{
    assert_story(AT("{url: 'https://" TRAFFIC_HOST "/{version}', variables: {version: {default: v1}}}"),
                 TRAFFIC("/v2"), "");
}

static void another_host_than_documented_is_one_row(void **state)
{
    assert_story(AT("{url: 'https://www.example.org'}"), TRAFFIC(""),
                 "host_mismatch server " TRAFFIC_HOST ": www.example.org -> " TRAFFIC_HOST);
    /* What things are called inside is no claim about hosts, and neither is what they are called in a cluster. */
    assert_story(AT("{url: 'http://localhost:8080'}"), TRAFFIC(""), "");
    assert_story(AT("{url: 'http://shop.internal'}"), TRAFFIC(""), "");
    assert_story(AT("{url: 'https://www.example.org'}"), TRAFFIC("http://10.0.0.5:8080"), "");
    assert_story(AT("{url: 'https://www.example.org'}"), TRAFFIC("http://shop:8080"), "");
}

static void plain_exchanges_where_only_https_is_promised_are_one_row(void **state)
{
    struct drift_transport transport = { SLICE(TRAFFIC_HOST), 7 };
    struct story story;

    story_open(&story, AT(SERVER));
    story_tell(&story, TRAFFIC("http://" TRAFFIC_HOST));
    assert_drift(&story, "");
    story_close(&story);
    story_open(&story, AT(SERVER));
    story_tell(&story, TRAFFIC("http://" TRAFFIC_HOST));
    story.options.transports = &transport;
    story.options.transport_count = 1;
    assert_drift(&story, "scheme_mismatch server http: https -> http");
    assert_int_equal(story_row(&story, DRIFT_SCHEME_MISMATCH)->support.count, 7);
    story_close(&story);
    story_open(&story, AT("{url: 'http://" TRAFFIC_HOST "'}, " SERVER));
    story_tell(&story, TRAFFIC("http://" TRAFFIC_HOST));
    story.options.transports = &transport;
    story.options.transport_count = 1;
    assert_drift(&story, "");
    story_close(&story);
}

static void a_service_without_a_document_says_where_to_begin(void **state)
{
    struct story story;

    story_open(&story, NULL);
    story_tell(&story, TRAFFIC(""));
    assert_slice_equal(story_row(&story, DRIFT_UNDOCUMENTED_SERVICE)->summary,
                       "2 operations, 40 exchanges, and no document speaks for it.");
    assert_slice_equal(story_row(&story, DRIFT_UNDOCUMENTED_SERVICE)->proposal,
                       "Start from what was seen: plainsight openapi -s " TRAFFIC_HOST);
    assert_int_equal(story_row(&story, DRIFT_UNDOCUMENTED_SERVICE)->severity, SEVERITY_HIGH);
    story_close(&story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_base_path_than_documented_is_one_row),
        cmocka_unit_test(a_variable_in_the_base_path_is_any_text),
        cmocka_unit_test(another_host_than_documented_is_one_row),
        cmocka_unit_test(plain_exchanges_where_only_https_is_promised_are_one_row),
        cmocka_unit_test(a_service_without_a_document_says_where_to_begin),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
