/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/routes.h"

#include "base/check.h"
#include "catalog/traffic.h"

#include <stdio.h>

struct scene {
    struct traffic traffic;
    struct memory account;
    struct routes *routes;
};

static int setup(void **state)
{
    static struct scene scene;

    memset(&scene, 0, sizeof scene);
    traffic_open(&scene.traffic);
    *state = &scene;
    return 0;
}

static int teardown(void **state)
{
    struct scene *scene = *state;

    routes_free(scene->routes);
    assert_int_equal(scene->account.used, 0);
    traffic_close(&scene->traffic);
    return 0;
}

static void settle(struct scene *scene)
{
    scene->routes = routes_new(traffic_inventory(&scene->traffic), &scene->account);
    assert_non_null(scene->routes);
}

static struct route find(struct scene *scene, const char *service, const char *method, const char *cell)
{
    return routes_find(
        scene->routes,
        &(struct event){ .service = slice_of(service), .method = slice_of(method), .cell = slice_of(cell) });
}

static void ask_users(struct scene *scene)
{
    char target[64];

    for (int i = 0; i < 20; i++) {
        snprintf(target, sizeof target, "/users/%d", i);
        traffic_exchange(&scene->traffic, "GET", target, 200, "{\"id\": 1}");
        traffic_exchange(&scene->traffic, "DELETE", target, 204, NULL);
        traffic_exchange(&scene->traffic, "GET", "/users", 200, "[]");
        traffic_ask(&scene->traffic,
                    (struct ask){ .target = target, .authority = "beta.example.com", .answer = "{}" });
    }
}

static void a_class_path_leads_to_its_endpoint_now_and_when_asked_again(void **state)
{
    struct scene *scene = *state;
    const struct inventory *inventory;

    ask_users(scene);
    settle(scene);
    inventory = traffic_inventory(&scene->traffic);
    for (int i = 0; i < 2; i++) {
        struct route one = find(scene, TRAFFIC_HOST, "GET", "/users/*integer*");
        struct route beta = find(scene, "beta.example.com", "GET", "/users/*integer*");

        assert_ptr_equal(one.endpoint, traffic_endpoint(&scene->traffic, "GET /users/{userId}"));
        assert_ptr_equal(one.service, &inventory->services[one.service_at]);
        assert_int_equal(one.endpoint_at, (size_t)(one.endpoint - one.service->endpoints));
        assert_ptr_equal(beta.service, &inventory->services[1]);
        assert_int_equal(beta.endpoint_at, inventory->services[0].endpoint_count);
        assert_ptr_equal(find(scene, TRAFFIC_HOST, "DELETE", "/users/*integer*").endpoint,
                         traffic_endpoint(&scene->traffic, "DELETE /users/{userId}"));
    }
    assert_false(routes_failed(scene->routes));
}

static void what_nobody_learned_leads_nowhere(void **state)
{
    struct scene *scene = *state;

    ask_users(scene);
    settle(scene);
    for (int i = 0; i < 2; i++) {
        assert_null(find(scene, "other.example.com", "GET", "/users").service);
        assert_null(find(scene, TRAFFIC_HOST, "PATCH", "/users/*integer*").endpoint);
        assert_null(find(scene, TRAFFIC_HOST, "GET", "/orders").endpoint);
        assert_null(find(scene, TRAFFIC_HOST, "GET", "").endpoint);
        assert_ptr_equal(find(scene, TRAFFIC_HOST, "GET", "/orders").service,
                         &traffic_inventory(&scene->traffic)->services[0]);
    }
}

static void parts_that_run_into_each_other_are_different_routes(void **state)
{
    struct scene *scene = *state;

    ask_users(scene);
    settle(scene);
    assert_non_null(find(scene, TRAFFIC_HOST, "GET", "/users").endpoint);
    assert_null(find(scene, TRAFFIC_HOST, "GE", "T/users").endpoint);
    assert_null(find(scene, TRAFFIC_HOST "G", "ET", "/users").service);
}

static void refused_memory_is_told(void **state)
{
    struct scene *scene = *state;

    ask_users(scene);
    for (uint64_t nth = 1; nth < 40; nth++) {
        struct memory account = { .fail_at = nth };
        struct routes *routes = routes_new(traffic_inventory(&scene->traffic), &account);

        if (routes) {
            struct event event = { .service = SLICE(TRAFFIC_HOST),
                                   .method = SLICE("GET"),
                                   .cell = SLICE("/users") };
            bool found = routes_find(routes, &event).endpoint != NULL;

            assert_true(found || routes_failed(routes));
        }
        routes_free(routes);
        assert_int_equal(account.used, 0);
    }
}

static void endless_class_paths_take_little_memory(void **state)
{
    struct scene *scene = *state;
    char cell[1024];

    ask_users(scene);
    settle(scene);
    for (size_t i = 0; i < ROUTES_MOST + 5000; i++) {
        snprintf(cell, sizeof cell, "/%zu%0*d", i, i % 2 ? 900 : 30, 7);
        assert_null(find(scene, TRAFFIC_HOST, "GET", cell).endpoint);
    }
    assert_non_null(find(scene, TRAFFIC_HOST, "GET", "/users").endpoint);
    assert_true(scene->account.used < 32u << 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_class_path_leads_to_its_endpoint_now_and_when_asked_again, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(what_nobody_learned_leads_nowhere, setup, teardown),
        cmocka_unit_test_setup_teardown(parts_that_run_into_each_other_are_different_routes, setup, teardown),
        cmocka_unit_test_setup_teardown(refused_memory_is_told, setup, teardown),
        cmocka_unit_test_setup_teardown(endless_class_paths_take_little_memory, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
