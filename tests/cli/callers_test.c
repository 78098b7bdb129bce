/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/callers.h"

#include "base/check.h"
#include "catalog/traffic.h"

#include <stdio.h>
#include <stdlib.h>

#define EVENTS_MOST 4096

/* A catalog whose events are kept, as the store would. */
struct scene {
    struct memory account;
    struct arena arena;
    struct catalog *catalog;
    struct inventory *inventory;
    struct callers *callers;
    struct event events[EVENTS_MOST];
    size_t count;
    int64_t clock;
};

static void keep(void *context, const struct event *event)
{
    struct scene *scene = context;
    struct event *kept = &scene->events[scene->count++];

    assert_true(scene->count <= EVENTS_MOST);
    *kept = *event;
    kept->service = arena_copy(&scene->arena, event->service);
    kept->method = arena_copy(&scene->arena, event->method);
    kept->cell = arena_copy(&scene->arena, event->cell);
}

static int setup(void **state)
{
    struct scene *scene = calloc(1, sizeof *scene);
    struct catalog_settings settings = { .key = "sixteen bytes..", .on_event = keep, .event_context = scene };

    arena_init(&scene->arena, &scene->account, 0);
    scene->catalog = catalog_new(&settings, NULL);
    assert_non_null(scene->catalog);
    *state = scene;
    return 0;
}

static int teardown(void **state)
{
    struct scene *scene = *state;

    callers_free(scene->callers);
    inventory_free(scene->inventory);
    catalog_free(scene->catalog);
    arena_done(&scene->arena);
    assert_int_equal(scene->account.used, 0);
    free(scene);
    return 0;
}

/* A call every second. headers and client may be NULL. */
static void call(struct scene *scene, const char *method, const char *target, const char *headers,
                 const char *client)
{
    traffic_tell(scene->catalog, &(struct ask){
                                     .method = method,
                                     .target = target,
                                     .headers = headers,
                                     .client = client,
                                     .answer = "{\"id\": 1}",
                                     .at = scene->clock += 1000,
                                 });
}

static void settle(struct scene *scene)
{
    scene->inventory = inventory_build(scene->catalog, &scene->account, NULL);
    scene->callers = callers_new(scene->inventory, &scene->account);
    assert_non_null(scene->callers);
    for (size_t i = 0; i < scene->count; i++)
        callers_add(scene->callers, &scene->events[i]);
    assert_true(callers_settle(scene->callers));
}

static const struct endpoint_callers *of(const struct scene *scene, const char *operation)
{
    const struct service *service = &scene->inventory->services[0];

    for (size_t i = 0; i < service->endpoint_count; i++) {
        char name[256];

        snprintf(name, sizeof name, "%.*s %.*s", SLICE_ARG(service->endpoints[i].method),
                 SLICE_ARG(service->endpoints[i].path));
        if (strcmp(name, operation) == 0)
            return callers_of(scene->callers, &service->endpoints[i]);
    }
    fail_msg("there is no %s", operation);
    return NULL;
}

static void every_event_belongs_to_the_endpoint_that_learned_of_it(void **state)
{
    struct scene *scene = *state;
    const struct service *service;
    char target[256];

    for (int i = 0; i < 40; i++) {
        static const char *const shapes[] = {
            "/users/%d",
            "/users/%d/orders",
            "/users/me",
            "/1.1/statuses/%d",
            "/reports/%d.csv",
            "/reports/%d:cancel",
            "/tags/red%%20and%%20%d",
            "/search?q=%d",
            "/days/2026-11-%02d/notes",
            "/maps/tiles(x=%d,y=2)",
            "/",
            "/what%%3f/%d",
        };
        static const char *const names[] = { "alice", "bob",   "carol", "dave",
                                             "erin",  "frank", "grace", "heidi" };

        for (size_t j = 0; j < sizeof shapes / sizeof *shapes; j++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
            snprintf(target, sizeof target, shapes[j], i + 1);
#pragma GCC diagnostic pop
            call(scene, "GET", target, NULL, NULL);
        }
        snprintf(target, sizeof target, "/people/%s/photo", names[i % 8]);
        call(scene, i % 2 ? "GET" : "PUT", target, NULL, NULL);
    }
    settle(scene);
    service = &scene->inventory->services[0];
    assert_true(service->endpoint_count >= 10);
    for (size_t i = 0; i < service->endpoint_count; i++) {
        const struct endpoint *endpoint = &service->endpoints[i];
        uint64_t calls = callers_of(scene->callers, endpoint)->calls;

        if (calls != endpoint->support.count)
            fail_msg("%.*s %.*s: %u calls, %u events", SLICE_ARG(endpoint->method), SLICE_ARG(endpoint->path),
                     (unsigned)endpoint->support.count, (unsigned)calls);
    }
}

static void callers_are_told_apart_by_credential_else_by_address(void **state)
{
    struct scene *scene = *state;
    const struct endpoint_callers *users;

    for (int i = 0; i < 6; i++)
        call(scene, "GET", "/users", "X-Api-Key: k1-0123456789abcdef0123456789abcdef", "203.0.113.1");
    for (int i = 0; i < 4; i++)
        call(scene, "GET", "/users", "X-Api-Key: k2-fedcba9876543210fedcba9876543210", "203.0.113.1");
    call(scene, "GET", "/users", NULL, "203.0.113.9");
    call(scene, "GET", "/users", NULL, "203.0.113.9");
    call(scene, "GET", "/users", NULL, "203.0.113.10");
    settle(scene);
    users = of(scene, "GET /users");
    assert_int_equal(users->calls, 13);
    assert_int_equal(users->distinct, 4);
    assert_int_equal(users->top_count, CALLERS_TOP);
    assert_int_equal(users->top[0].calls, 6);
    assert_int_equal(users->top[1].calls, 4);
    assert_int_equal(users->top[2].calls, 2);
    assert_int_equal(strlen(users->top[0].name), strlen("caller 4f2a91c0"));
    assert_true(strcmp(users->top[0].name, users->top[1].name) != 0);
    assert_string_equal(users->top[0].address, "");
    assert_string_equal(users->top[2].address, "203.0.113.9");
    assert_true(users->top[2].is_anonymous);
    assert_int_equal(users->top[0].last - users->top[0].first, 5000000000ll);
    assert_int_equal(callers_since(scene->callers), 0);
}

static void a_caller_of_two_endpoints_is_one(void **state)
{
    struct scene *scene = *state;
    const struct service *service;
    const struct endpoint *both[2];
    struct endpoint_callers all;

    for (int i = 0; i < 3; i++)
        call(scene, "GET", "/users", NULL, "203.0.113.1");
    for (int i = 0; i < 4; i++)
        call(scene, "GET", "/orders", NULL, "203.0.113.1");
    call(scene, "GET", "/orders", NULL, "203.0.113.2");
    settle(scene);
    service = &scene->inventory->services[0];
    both[0] = &service->endpoints[0];
    both[1] = &service->endpoints[1];
    assert_true(callers_of_all(scene->callers, both, 2, &all));
    assert_int_equal(all.calls, 8);
    assert_int_equal(all.distinct, 2);
    assert_int_equal(all.top[0].calls, 7);
    assert_int_equal(all.top[0].last - all.top[0].first, 6000000000ll);
    assert_true(callers_of_all(scene->callers, both, 1, &all));
    assert_int_equal(all.calls, callers_of(scene->callers, both[0])->calls);
    assert_true(callers_of_all(scene->callers, both, 0, &all));
    assert_int_equal(all.calls, 0);
}

static void nobody_calls_what_no_event_tells_of(void **state)
{
    struct scene *scene = *state;

    call(scene, "GET", "/users", NULL, NULL);
    scene->count = 0;
    settle(scene);
    assert_int_equal(of(scene, "GET /users")->distinct, 0);
    assert_int_equal(callers_of(NULL, &scene->inventory->services[0].endpoints[0])->distinct, 0);
}

static void events_of_other_services_and_of_noise_are_left_out(void **state)
{
    struct scene *scene = *state;

    call(scene, "GET", "/users", NULL, NULL);
    call(scene, "GET", "/.env", NULL, NULL);
    call(scene, "OPTIONS", "/users", "Origin: https://x.example\nAccess-Control-Request-Method: GET", NULL);
    scene->events[scene->count++] =
        (struct event){ .service = SLICE("other.example"), .method = SLICE("GET"), .cell = SLICE("/users") };
    scene->events[scene->count++] = (struct event){ .service = SLICE("api.example.com"),
                                                    .method = SLICE("GET"),
                                                    .flags = EVENT_NO_REQUEST };
    settle(scene);
    assert_int_equal(of(scene, "GET /users")->calls, 1);
}

static void endless_class_paths_are_counted_in_little_memory(void **state)
{
    struct scene *scene = *state;
    char cell[1024];

    call(scene, "GET", "/users", NULL, NULL);
    settle(scene);
    memset(cell, 'x', sizeof cell);
    cell[0] = '/';
    for (size_t i = 0; i < 70000; i++) {
        struct event event = { .service = SLICE("api.example.com"),
                               .method = SLICE("GET"),
                               .cell = slice_make(cell, i % 2 ? sizeof cell : 40) };

        snprintf(cell + 1, 20, "%zu", i);
        cell[strlen(cell)] = 'y';
        callers_add(scene->callers, &event);
    }
    assert_int_equal(of(scene, "GET /users")->calls, 1);
    assert_true(scene->account.used < 32u << 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_event_belongs_to_the_endpoint_that_learned_of_it, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(callers_are_told_apart_by_credential_else_by_address, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_caller_of_two_endpoints_is_one, setup, teardown),
        cmocka_unit_test_setup_teardown(nobody_calls_what_no_event_tells_of, setup, teardown),
        cmocka_unit_test_setup_teardown(events_of_other_services_and_of_noise_are_left_out, setup, teardown),
        cmocka_unit_test_setup_teardown(endless_class_paths_are_counted_in_little_memory, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
