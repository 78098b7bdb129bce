/* SPDX-License-Identifier: Apache-2.0 */
/* Which segments become parameters, told as traffic. */
#include "catalog/template.h"

#include "base/check.h"
#include "catalog/traffic.h"

#include <stdio.h>

/* `format` with one number: each of `count` different ones is asked for once. */
static void ask_each(struct traffic *traffic, const char *format, const char *const *values, size_t count,
                     const char *answer)
{
    for (size_t i = 0; i < count; i++) {
        char target[200];

        snprintf(target, sizeof target, "%.*s%s%s", (int)(strchr(format, '*') - format), format, values[i],
                 strchr(format, '*') + 1);
        traffic_exchange(traffic, "GET", target, 200, answer);
    }
}

#define ASK_EACH(traffic, format, answer, ...)                                                               \
    ask_each((traffic), (format), (const char *const[]){ __VA_ARGS__ },                                      \
             sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(const char *), (answer))

#define USER                                                                                                 \
    "{\"id\":1,\"name\":\"x\",\"email\":\"a@b.example\",\"address\":{\"street\":\"s\",\"city\":\"c\"}}"
#define ORDER "{\"number\":7,\"total\":3.5,\"currency\":\"EUR\",\"lines\":[{\"sku\":\"a\",\"quantity\":2}]}"

static void identifiers_become_one_parameter(void **state)
{
    struct traffic traffic;

    traffic_open(&traffic);
    ASK_EACH(&traffic, "/users/*", USER, "17", "42", "99", "1004", "5", "81", "77", "6", "31", "64");
    assert_endpoints(&traffic, "GET /users/{userId}");
    traffic_close(&traffic);
}

static void me_and_search_stay_beside_the_identifiers(void **state)
{
    struct traffic traffic;

    traffic_open(&traffic);
    ASK_EACH(&traffic, "/users/*", USER, "17", "42", "99", "1004", "5", "81", "77");
    for (int i = 0; i < 6; i++) {
        traffic_exchange(&traffic, "GET", "/users/me", 200,
                         "{\"profile\":{\"theme\":\"dark\"},\"permissions\":[\"a\"]}");
        traffic_exchange(&traffic, "GET", "/users/search?q=a", 200,
                         "{\"results\":[{\"id\":1}],\"total\":3,\"next\":null}");
    }
    assert_endpoints(&traffic, "GET /users/{userId}\nGET /users/me\nGET /users/search");
    traffic_close(&traffic);
}

static void versions_and_numbered_prefixes_stay(void **state)
{
    struct traffic traffic;

    traffic_open(&traffic);
    for (int i = 0; i < 12; i++) {
        char target[100];

        snprintf(target, sizeof target, "/rest/api/3/issues/%d", 1000 + i * 7);
        traffic_exchange(&traffic, "GET", target, 200, ORDER);
        traffic_exchange(&traffic, "GET", "/rest/api/3/projects", 200, "[{\"key\":\"A\"}]");
    }
    assert_endpoints(&traffic, "GET /rest/api/3/issues/{issueId}\nGET /rest/api/3/projects");
    traffic_close(&traffic);
}

static void two_versions_are_two_apis(void **state)
{
    struct traffic traffic;

    traffic_open(&traffic);
    ASK_EACH(&traffic, "/v1/users/*", USER, "17", "42", "99", "1004", "5");
    ASK_EACH(&traffic, "/v2/users/*", USER, "17", "42", "99", "1004", "5");
    assert_endpoints(&traffic, "GET /v1/users/{userId}\nGET /v2/users/{userId}");
    assert_slice_equal(traffic_endpoint(&traffic, "GET /v2/users/{userId}")->version, "v2");
    traffic_close(&traffic);
}

static void usernames_and_slugs_become_a_parameter(void **state)
{
    struct traffic traffic;

    traffic_open(&traffic);
    ASK_EACH(&traffic, "/users/*", USER, "ada", "grace-h", "linus", "bjarne", "ken.t", "dennis_r", "barbara",
             "margaret", "tim-bl", "radia", "edsger", "donald-k");
    ASK_EACH(&traffic, "/users/*/repos", "[{\"full_name\":\"a/b\",\"stars\":3,\"fork\":false}]", "ada",
             "linus", "ken.t", "barbara", "radia");
    assert_endpoints(&traffic, "GET /users/{user}\nGET /users/{user}/repos");
    traffic_close(&traffic);
}

static void a_lone_word_stays(void **state)
{
    struct traffic traffic;

    traffic_open(&traffic);
    for (int i = 0; i < 9; i++) {
        traffic_exchange(&traffic, "GET", "/users/ada", 200, USER);
        traffic_exchange(&traffic, "GET", "/status/current", 200, "{\"up\":true}");
    }
    assert_endpoints(&traffic, "GET /status/current\nGET /users/ada");
    traffic_close(&traffic);
}

static void words_that_behave_alike_are_values(void **state)
{
    struct traffic traffic;

    traffic_open(&traffic);
    ASK_EACH(&traffic, "/pets/kinds/*/pets",
             "{\"pets\":[{\"chip\":\"a1\",\"weight\":3.5,\"owner\":{\"phone\":\"1\"}}],\"more\":true}", "cat",
             "dog", "parrot", "hamster", "goldfish", "turtle", "rabbit", "canary", "ferret", "gecko");
    assert_endpoints(&traffic, "GET /pets/kinds/{kind}/pets");
    traffic_close(&traffic);
}

static void words_that_behave_differently_stay_apart(void **state)
{
    struct traffic traffic;

    traffic_open(&traffic);
    for (int i = 0; i < 8; i++) {
        traffic_exchange(&traffic, "GET", "/reports/revenue", 200,
                         "{\"sum\":1.5,\"currency\":\"EUR\",\"months\":[1]}");
        traffic_exchange(&traffic, "GET", "/reports/traffic", 200,
                         "{\"visits\":3,\"pages\":{\"/\":1},\"bounce\":0.5}");
        traffic_exchange(&traffic, "POST", "/reports/refresh", 202, "{\"job\":\"a\"}");
        traffic_exchange(&traffic, "GET", "/reports/health", 200, "{\"queue\":[],\"lag\":0}");
    }
    assert_endpoints(
        &traffic, "GET /reports/health\nPOST /reports/refresh\nGET /reports/revenue\nGET /reports/traffic");
    traffic_close(&traffic);
}

static void an_ending_that_all_share_is_no_part_of_the_value(void **state)
{
    struct traffic traffic;

    traffic_open(&traffic);
    ASK_EACH(&traffic, "/reports/*.json", ORDER, "17", "42", "99", "1004", "5", "81");
    assert_endpoints(&traffic, "GET /reports/{reportId}.json");
    traffic_close(&traffic);
}

static void an_action_behind_a_colon_is_an_operation_of_its_own(void **state)
{
    struct traffic traffic;

    traffic_open(&traffic);
    for (int i = 0; i < 6; i++) {
        char target[100];

        snprintf(target, sizeof target, "/orders/%d", 100 + i * 17);
        traffic_exchange(&traffic, "GET", target, 200, ORDER);
        snprintf(target, sizeof target, "/orders/%d:cancel", 100 + i * 17);
        traffic_exchange(&traffic, "POST", target, 200, "{\"cancelled\":true}");
    }
    assert_endpoints(&traffic, "GET /orders/{orderId}\nPOST /orders/{orderId}:cancel");
    traffic_close(&traffic);
}

static void coordinates_are_two_parameters(void **state)
{
    struct traffic traffic;

    traffic_open(&traffic);
    ASK_EACH(&traffic, "/forecast/*", "{\"temperature\":3.5}", "52.52,13.41", "48.85,2.35", "-33.87,151.21",
             "40.71,-74.01", "35.68,139.69", "51.51,-0.13");
    assert_endpoints(&traffic, "GET /forecast/{latitude},{longitude}");
    traffic_close(&traffic);
}

static void comparisons_are_two_parameters(void **state)
{
    struct traffic traffic;

    traffic_open(&traffic);
    ASK_EACH(&traffic, "/compare/*", "{\"ahead_by\":3,\"files\":[]}", "main...dev", "v1.0...v1.1",
             "main...feature-x", "a1b2c3d4e5...main", "dev...fix");
    ASK_EACH(&traffic, "/users/*", USER, "17", "42", "99", "1004", "5");
    assert_endpoints(&traffic, "GET /compare/{base}...{head}\nGET /users/{userId}");
    traffic_close(&traffic);
}

static void function_calls_name_their_parameters(void **state)
{
    struct traffic traffic;

    traffic_open(&traffic);
    for (int i = 0; i < 5; i++) {
        char target[100];

        snprintf(target, sizeof target, "/odata/certificates(algorithm='sha1',thumbprint='%d')", i * 31);
        traffic_exchange(&traffic, "GET", target, 200, "{\"subject\":\"a\"}");
    }
    assert_endpoints(&traffic, "GET /odata/certificates(algorithm={algorithm},thumbprint={thumbprint})");
    assert_non_null(endpoint_parameter(
        traffic_endpoint(&traffic, "GET /odata/certificates(algorithm={algorithm},thumbprint={thumbprint})"),
        PLACE_PATH, "thumbprint"));
    traffic_close(&traffic);
}

static void matrix_parameters_are_named_and_session_ids_are_not_there(void **state)
{
    struct traffic traffic;

    traffic_open(&traffic);
    traffic_exchange(&traffic, "GET", "/users;role=admin", 200, "[]");
    traffic_exchange(&traffic, "GET", "/users;role=guest", 200, "[]");
    traffic_exchange(&traffic, "GET", "/news;jsessionid=AB12", 200, "[]");
    traffic_exchange(&traffic, "GET", "/news;jsessionid=CD34", 200, "[]");
    traffic_exchange(&traffic, "GET", "/news", 200, "[]");
    assert_endpoints(&traffic, "GET /news\nGET /users;role={role}");
    assert_int_equal(traffic_endpoint(&traffic, "GET /news")->support.count, 3);
    traffic_close(&traffic);
}

static void dates_mails_and_versions_are_named_for_what_they_are(void **state)
{
    struct traffic traffic;

    traffic_open(&traffic);
    ASK_EACH(&traffic, "/rates/*", "{\"EUR\":1.1}", "2024-01-02", "2024-01-03", "2024-02-04", "2023-12-31",
             "2024-03-05");
    ASK_EACH(&traffic, "/accounts/*/settings", "{\"theme\":\"x\"}", "ada@b.example", "joe@c.example",
             "ann@d.example", "bob@e.example");
    assert_endpoints(&traffic, "GET /accounts/{email}/settings\nGET /rates/{date}");
    traffic_close(&traffic);
}

static void the_same_noun_twice_gets_two_names(void **state)
{
    struct traffic traffic;

    traffic_open(&traffic);
    for (int i = 0; i < 8; i++) {
        char target[100];

        snprintf(target, sizeof target, "/nodes/%d/nodes/%d", 100 + i * 17, 900 + i * 31);
        traffic_exchange(&traffic, "GET", target, 200, ORDER);
    }
    assert_endpoints(&traffic, "GET /nodes/{nodeId}/nodes/{nodeId2}");
    traffic_close(&traffic);
}

static void spellings_of_one_path_are_one_path(void **state)
{
    struct traffic traffic;

    traffic_open(&traffic);
    traffic_exchange(&traffic, "GET", "/status/list", 200, "[]");
    traffic_exchange(&traffic, "GET", "//status///list/", 200, "[]");
    traffic_exchange(&traffic, "GET", "/st%61tus/list", 200, "[]");
    traffic_exchange(&traffic, "GET", "/", 200, "{}");
    assert_endpoints(&traffic, "GET /\nGET /status/list");
    traffic_close(&traffic);
}

static void more_identifiers_than_are_kept_apart_are_still_one_parameter(void **state)
{
    struct traffic traffic;
    const struct parameter *id;

    traffic_open(&traffic);
    for (unsigned i = 0; i < 400; i++) {
        char target[100];

        snprintf(target, sizeof target, "/users/%u/orders/%u", i * 37 % 1009, i);
        traffic_exchange(&traffic, "GET", target, 200, ORDER);
    }
    assert_endpoints(&traffic, "GET /users/{userId}/orders/{orderId}");
    id = endpoint_parameter(traffic_endpoint(&traffic, "GET /users/{userId}/orders/{orderId}"), PLACE_PATH,
                            "userId");
    assert_true(id->required);
    assert_int_equal(id->support.count, 400);
    assert_true(id->field->values->possible & FORMAT_INTEGER);
    traffic_close(&traffic);
}

static void more_endings_than_are_kept_apart_make_no_endpoints(void **state)
{
    struct traffic traffic;

    traffic_open(&traffic);
    for (unsigned i = 0; i < 200; i++) {
        char target[100];

        snprintf(target, sizeof target, "/files/report.x%c%c", 'a' + i / 20, 'a' + i % 20);
        traffic_exchange(&traffic, "GET", target, 200, "{\"size\":3}");
    }
    assert_endpoints(&traffic, "GET /files/{file}");
    for (size_t i = 0; i < traffic_service(&traffic)->endpoint_count; i++)
        assert_true(traffic_service(&traffic)->endpoints[i].path.len > strlen("/files/"));
    traffic_close(&traffic);
}

/* ---- looking up ---- */

static void urls_paths_and_templates_find_their_endpoint(void **state)
{
    static const char *const spellings[] = { "/users/12345", "http://api.example.com/users/9?x=1",
                                             "/users/{userId}", "/users/{}", "/users/5/" };
    struct traffic traffic;
    const struct endpoint *wanted;

    traffic_open(&traffic);
    ASK_EACH(&traffic, "/users/*", USER, "17", "42", "99", "1004", "5", "81", "77");
    wanted = traffic_endpoint(&traffic, "GET /users/{userId}");
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        const struct service *service = NULL;

        assert_ptr_equal(inventory_find(traffic_inventory(&traffic), (struct slice){ NULL, 0 }, SLICE("get"),
                                        slice_of(spellings[i]), &service),
                         wanted);
        assert_ptr_equal(service, traffic_service(&traffic));
    }
    assert_null(
        inventory_find(traffic.inventory, (struct slice){ NULL, 0 }, SLICE("POST"), SLICE("/users/1"), NULL));
    assert_null(
        inventory_find(traffic.inventory, SLICE("other.example"), SLICE("GET"), SLICE("/users/1"), NULL));
    assert_null(inventory_find(traffic.inventory, (struct slice){ NULL, 0 }, SLICE("GET"),
                               SLICE("/nowhere/1"), NULL));
    traffic_close(&traffic);
}

static void literals_win_over_parameters(void **state)
{
    struct traffic traffic;

    traffic_open(&traffic);
    ASK_EACH(&traffic, "/users/*", USER, "17", "42", "99", "1004", "5", "81", "77");
    for (int i = 0; i < 6; i++)
        traffic_exchange(&traffic, "GET", "/users/me", 200, "{\"permissions\":[\"a\"],\"theme\":\"dark\"}");
    assert_ptr_equal(inventory_find(traffic_inventory(&traffic), (struct slice){ NULL, 0 }, SLICE("GET"),
                                    SLICE("/users/me"), NULL),
                     traffic_endpoint(&traffic, "GET /users/me"));
    traffic_close(&traffic);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(identifiers_become_one_parameter),
        cmocka_unit_test(me_and_search_stay_beside_the_identifiers),
        cmocka_unit_test(versions_and_numbered_prefixes_stay),
        cmocka_unit_test(two_versions_are_two_apis),
        cmocka_unit_test(usernames_and_slugs_become_a_parameter),
        cmocka_unit_test(a_lone_word_stays),
        cmocka_unit_test(words_that_behave_alike_are_values),
        cmocka_unit_test(words_that_behave_differently_stay_apart),
        cmocka_unit_test(an_ending_that_all_share_is_no_part_of_the_value),
        cmocka_unit_test(an_action_behind_a_colon_is_an_operation_of_its_own),
        cmocka_unit_test(coordinates_are_two_parameters),
        cmocka_unit_test(comparisons_are_two_parameters),
        cmocka_unit_test(function_calls_name_their_parameters),
        cmocka_unit_test(matrix_parameters_are_named_and_session_ids_are_not_there),
        cmocka_unit_test(dates_mails_and_versions_are_named_for_what_they_are),
        cmocka_unit_test(the_same_noun_twice_gets_two_names),
        cmocka_unit_test(spellings_of_one_path_are_one_path),
        cmocka_unit_test(more_identifiers_than_are_kept_apart_are_still_one_parameter),
        cmocka_unit_test(more_endings_than_are_kept_apart_make_no_endpoints),
        cmocka_unit_test(urls_paths_and_templates_find_their_endpoint),
        cmocka_unit_test(literals_win_over_parameters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
