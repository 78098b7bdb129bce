/* SPDX-License-Identifier: Apache-2.0 */
/* Which documents speak for which services, and below which base paths. */
#include "drift/story.h"

#define PATHS "paths:\n  /users/{id}: {get: {" OK "}}\n  /orders: {get: {" OK "}}\n"
#define AT(servers) HEAD("3.1.0", servers) PATHS
#define TRAFFIC(base) "20x GET " base "/users/# -> 200 {\"id\":#}\n20x GET " base "/orders -> 200 []"

static const struct drift_pair *only_pair(struct story *story)
{
    const struct drift *drift = story_drift(story);

    assert_int_equal(drift->service_count, 1);
    assert_int_equal(drift->services[0].pair_count, 1);
    return &drift->services[0].pairs[0];
}

#define BY_PATHS "calls seen are to its paths"

/* `reason`: how it ends. */
static void assert_pair(const char *document, const char *lines, const char *reason, const char *base)
{
    struct story story;

    story_open(&story, document);
    story_tell(&story, lines);
    if (!slice_ends_with(only_pair(&story)->reason, slice_of(reason)))
        fail_msg("%.*s", SLICE_ARG(only_pair(&story)->reason));
    assert_slice_equal(only_pair(&story)->base, base);
    story_close(&story);
}

static void a_document_speaks_for_the_host_of_its_servers(void **state)
{
    assert_pair(AT(SERVER), TRAFFIC(""), "host " TRAFFIC_HOST, "");
    assert_pair(AT("{url: 'https://API.Example.COM/v1/'}"), TRAFFIC("/v1"), "host " TRAFFIC_HOST, "/v1");
}

static void a_variable_in_the_host_is_any_text(void **state)
{
    assert_pair(AT("{url: 'https://{region}.example.com', variables: {region: {default: eu}}}"), TRAFFIC(""),
                "host " TRAFFIC_HOST, "");
    assert_pair(AT("{url: 'https://{a}.example.{b}', variables: {a: {default: x}, b: {default: org}}}"),
                TRAFFIC(""), "host " TRAFFIC_HOST, "");
}

static void a_variable_stands_for_something(void **state)
{
    assert_pair(AT("{url: 'https://{region}api.example.com', variables: {region: {default: eu}}}"),
                TRAFFIC(""), BY_PATHS, "");
}

static void one_of_several_servers_is_enough(void **state)
{
    assert_pair(AT("{url: 'https://staging.example.com/s'}, {url: 'https://" TRAFFIC_HOST "/v1'}"),
                TRAFFIC("/v1"), "host " TRAFFIC_HOST, "/v1");
}

static void operations_below_two_base_paths_are_twins(void **state)
{
    static const char document[] =
        AT("{url: 'https://" TRAFFIC_HOST "/v1'}, {url: 'https://" TRAFFIC_HOST "/v2'}");

    /* Seen below one of them is seen. */
    assert_story(document, "120x GET /v1/users/# -> 200 {\"id\":#}\n20x GET /v2/orders -> 200 []", "");
    assert_story(document, "120x GET /v1/users/# -> 200 {\"id\":#}", "unobserved_operation GET /v1/orders");
}

static void a_server_without_a_host_is_paired_by_its_paths(void **state)
{
    assert_pair(AT("{url: /v1}"), TRAFFIC("/v1"), BY_PATHS, "/v1");
    assert_pair("openapi: 3.1.0\ninfo: {title: Story, version: '1'}\n" PATHS, TRAFFIC(""), BY_PATHS, "");
}

static void a_prefix_of_a_gateway_is_found(void **state)
{
    assert_pair(AT("{url: 'https://" TRAFFIC_HOST "'}"), TRAFFIC("/gateway/shop"), "host " TRAFFIC_HOST,
                "/gateway/shop");
}

static void documents_of_other_services_are_not_believed(void **state)
{
    struct story story;

    /* Its paths are a small part of what the service does. */
    story_open(&story, AT("{url: 'https://other.example.com'}"));
    story_tell(
        &story,
        "20x GET /orders -> 200 []\n20x GET /a -> 200 {}\n20x GET /b -> 200 {}\n20x GET /c -> 200 {}\n");
    assert_drift(&story, "undocumented_service");
    assert_int_equal(story_drift(&story)->idle_count, 1);
    story_close(&story);
}

static void a_document_whose_host_was_never_seen_is_believed_by_its_paths(void **state)
{
    struct story story;

    story_open(&story, AT("{url: 'https://other.example.com'}"));
    story_tell(&story, TRAFFIC(""));
    assert_drift(&story, "host_mismatch server " TRAFFIC_HOST ": other.example.com -> " TRAFFIC_HOST);
    assert_int_equal(story_drift(&story)->idle_count, 0);
    story_close(&story);
}

static void a_document_of_a_host_that_was_seen_speaks_for_no_other(void **state)
{
    struct story story;

    story_open(&story, AT("{url: 'https://other.example.com'}"));
    story_tell(&story, TRAFFIC("") "\n" TRAFFIC("https://other.example.com"));
    assert_drift(&story, TRAFFIC_HOST " undocumented_service");
    story_close(&story);
}

static void two_documents_speak_for_two_services(void **state)
{
    struct story story;

    story_open(&story, AT(SERVER));
    story_document(&story,
                   HEAD("3.1.0", "{url: 'https://pay.example.com/v2'}") "paths:\n  /charges: {post: {" OK
                                                                        "}}\n");
    story_tell(&story, TRAFFIC("") "\n"
                                   "20x POST https://pay.example.com/v2/charges -> 200 {\"id\":#}\n"
                                   "3x GET https://pay.example.com/v2/orders -> 200 {\"id\":#}");
    assert_drift(&story, "pay.example.com undocumented_operation GET /v2/orders");
    story_close(&story);
}

static void another_port_is_another_service(void **state)
{
    struct story story;

    story_open(&story, AT("{url: 'https://" TRAFFIC_HOST ":8443'}"));
    story_tell(&story, TRAFFIC("https://" TRAFFIC_HOST ":8443") "\n20x GET /other -> 200 {}");
    assert_drift(&story, TRAFFIC_HOST " undocumented_service");
    story_close(&story);
    story_open(&story, AT("{url: 'https://" TRAFFIC_HOST ":80'}"));
    story_tell(&story, TRAFFIC("https://" TRAFFIC_HOST ":80") "\n20x GET /other -> 200 {}");
    assert_drift(&story, TRAFFIC_HOST " undocumented_service");
    story_close(&story);
    assert_pair(AT("{url: 'http://" TRAFFIC_HOST ":80'}"), TRAFFIC("http://" TRAFFIC_HOST),
                "host " TRAFFIC_HOST, "");
    assert_pair(AT("{url: 'https://" TRAFFIC_HOST ":443'}"), TRAFFIC(""), "host " TRAFFIC_HOST, "");
}

static void told_is_believed_whatever_the_servers_say(void **state)
{
    struct story story;

    story_open(&story, AT("{url: 'https://elsewhere.example.org'}"));
    story_tell(&story,
               "20x GET /orders -> 200 []\n20x GET /a -> 200 {}\n20x GET /b -> 200 {}\n20x GET /c -> 200 {}\n"
               "20x GET https://pay.example.com/x -> 200 {}");
    story.options.is_told = true;
    story.options.service = SLICE(TRAFFIC_HOST);
    assert_slice_equal(only_pair(&story)->reason, "told by --service");
    assert_drift(
        &story,
        "host_mismatch server " TRAFFIC_HOST ": elsewhere.example.org -> " TRAFFIC_HOST "\n"
        "undocumented_operation GET /a\nundocumented_operation GET /b\nundocumented_operation GET /c");
    story_close(&story);
}

static void services_are_chosen_by_pattern(void **state)
{
    struct story story;

    story_open(&story, AT(SERVER));
    story_tell(&story, TRAFFIC("") "\n20x GET https://pay.example.com/x -> 200 {}");
    story.options.service = SLICE("api.*");
    assert_drift(&story, "");
    assert_int_equal(story_drift(&story)->exchanges, 40);
    story_close(&story);
}

static void operations_with_servers_of_their_own_are_looked_for_there(void **state)
{
    static const char document[] =
        AT("{url: 'https://" TRAFFIC_HOST "/v1'}") "  /files: {post: {servers: [{url: 'https://" TRAFFIC_HOST
                                                   "/upload'}], " OK "}}\n";

    assert_story(document, TRAFFIC("/v1") "\n20x POST /upload/files -> 200 {}", "");
    assert_story(document, "120x GET /v1/users/# -> 200 {\"id\":#}\n20x GET /v1/orders -> 200 []",
                 "unobserved_operation POST /upload/files");
}

static void no_documents_leave_every_service_undocumented(void **state)
{
    struct story story;

    story_open(&story, NULL);
    story_tell(&story, TRAFFIC("") "\n20x GET https://pay.example.com/x -> 200 {}");
    assert_drift(&story, TRAFFIC_HOST " undocumented_service\npay.example.com undocumented_service");
    story_close(&story);
}

static void no_traffic_leaves_every_document_idle(void **state)
{
    struct story story;

    story_open(&story, AT(SERVER));
    assert_drift(&story, "");
    assert_int_equal(story_drift(&story)->idle_count, 1);
    assert_int_equal(story_drift(&story)->service_count, 0);
    story_close(&story);
}

static void services_of_which_only_noise_was_seen_need_no_document(void **state)
{
    assert_story(AT(SERVER), "20x GET /health -> 200 {}", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_speaks_for_the_host_of_its_servers),
        cmocka_unit_test(a_variable_in_the_host_is_any_text),
        cmocka_unit_test(a_variable_stands_for_something),
        cmocka_unit_test(one_of_several_servers_is_enough),
        cmocka_unit_test(operations_below_two_base_paths_are_twins),
        cmocka_unit_test(a_server_without_a_host_is_paired_by_its_paths),
        cmocka_unit_test(a_prefix_of_a_gateway_is_found),
        cmocka_unit_test(documents_of_other_services_are_not_believed),
        cmocka_unit_test(a_document_whose_host_was_never_seen_is_believed_by_its_paths),
        cmocka_unit_test(a_document_of_a_host_that_was_seen_speaks_for_no_other),
        cmocka_unit_test(two_documents_speak_for_two_services),
        cmocka_unit_test(another_port_is_another_service),
        cmocka_unit_test(told_is_believed_whatever_the_servers_say),
        cmocka_unit_test(services_are_chosen_by_pattern),
        cmocka_unit_test(operations_with_servers_of_their_own_are_looked_for_there),
        cmocka_unit_test(no_documents_leave_every_service_undocumented),
        cmocka_unit_test(no_traffic_leaves_every_document_idle),
        cmocka_unit_test(services_of_which_only_noise_was_seen_need_no_document),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
