/* SPDX-License-Identifier: Apache-2.0 */
#include "posture/history.h"

#include "base/check.h"
#include "catalog/traffic.h"
#include "posture/crowd.h"
#include "posture/spans.h"

#include <stdio.h>
#include <stdlib.h>

#define SECOND 1000000000ll
#define START 1767225600000000000ll

/* An inventory, and events that are told by hand. */
struct scene {
    struct traffic traffic;
    struct memory account;
    struct posture_settings settings;
    struct history *history;
    int64_t clock; /* seconds since START */
};

static const char bearer[] = "Authorization: Bearer 8Jk2mX0qPz7LrT5vN1cYwA9sD4fG6hB3";

static void ask(struct scene *scene, const char *method, const char *target, int status, const char *headers)
{
    traffic_ask(&scene->traffic, (struct ask){ .method = method,
                                               .target = target,
                                               .status = status,
                                               .headers = headers,
                                               .scheme = "https",
                                               .answer = "{\"id\": 1}" });
}

static void build(struct scene *scene)
{
    for (int i = 0; i < 4; i++) {
        ask(scene, "GET", "/users", 200, bearer);
        ask(scene, "GET", "/users", 401, NULL);
        ask(scene, "GET", "/status", 200, NULL);
        ask(scene, "POST", "/login", 200, NULL);
        ask(scene, "POST", "/logout", 204, bearer);
    }
    scene->history = history_new(traffic_inventory(&scene->traffic), &scene->settings, &scene->account, NULL);
    assert_non_null(scene->history);
}

static int setup(void **state)
{
    struct scene *scene = calloc(1, sizeof *scene);

    traffic_open(&scene->traffic);
    build(scene);
    *state = scene;
    return 0;
}

static int teardown(void **state)
{
    struct scene *scene = *state;

    history_free(scene->history);
    assert_int_equal(scene->account.used, 0);
    traffic_close(&scene->traffic);
    free(scene);
    return 0;
}

/* One event; what is left out is usual: 200, the actor 1, from outside, at the clock. */
struct told {
    const char *method, *cell, *client, *server;
    uint64_t actor;
    int status;
    uint16_t flags;
    uint64_t took;
    uint32_t bytes;
};

static struct event event_of(const struct scene *scene, struct told told)
{
    struct event event = {
        .time = START + scene->clock * SECOND,
        .duration = told.took,
        .service = SLICE(TRAFFIC_HOST),
        .method = slice_of(told.method ? told.method : "GET"),
        .cell = slice_of(told.cell),
        .actor = { told.actor ? told.actor : 1, 7 },
        .status = (uint16_t)(told.status ? told.status : 200),
        .flags = told.flags,
        .response_bytes = told.bytes,
    };

    assert_true(address_parse(slice_of(told.client ? told.client : "198.51.100.1"), &event.client));
    assert_true(address_parse(slice_of(told.server ? told.server : "10.0.0.1:80"), &event.server));
    return event;
}

static void tell(struct scene *scene, struct told told)
{
    struct event event = event_of(scene, told);

    history_event(scene->history, &event);
}

static const struct endpoint_history *of(struct scene *scene, const char *operation)
{
    return history_of_endpoint(scene->history, traffic_endpoint(&scene->traffic, operation));
}

static void settle(struct scene *scene)
{
    assert_true(history_settle(scene->history, NULL));
}

static void what_nobody_called_has_no_history(void **state)
{
    struct scene *scene = *state;
    const struct absent_history *absent;

    tell(scene, (struct told){ .cell = "/users", .flags = EVENT_NOISE });
    tell(scene, (struct told){ .cell = "/users", .flags = EVENT_NO_REQUEST });
    settle(scene);
    assert_null(of(scene, "GET /users"));
    assert_null(history_of_service(scene->history, traffic_service(&scene->traffic)));
    assert_int_equal(history_actor_count(scene->history), 0);
    assert_int_equal(history_absent(scene->history, &absent), 0);
    assert_null(history_of_endpoint(NULL, traffic_endpoint(&scene->traffic, "GET /users")));
    assert_null(history_of_service(NULL, traffic_service(&scene->traffic)));
}

static void addresses_are_inside_outside_or_a_partners(void **state)
{
    struct scene *scene = *state;
    struct network partner;
    const struct endpoint_history *users;
    const struct service_history *service;

    assert_true(network_parse(SLICE("203.0.113.0/24"), &partner));
    scene->settings.partner = &partner;
    scene->settings.partner_count = 1;
    tell(scene, (struct told){ .cell = "/users", .client = "10.1.2.3" });
    tell(scene, (struct told){ .cell = "/users", .client = "192.168.1.1" });
    tell(scene, (struct told){ .cell = "/users", .client = "203.0.113.9" });
    tell(scene, (struct told){ .cell = "/users", .client = "198.51.100.9" });
    tell(scene, (struct told){ .cell = "/users", .client = "198.51.100.9", .status = 401 });
    settle(scene);
    users = of(scene, "GET /users");
    service = history_of_service(scene->history, traffic_service(&scene->traffic));
    assert_int_equal(users->inside, 2);
    assert_int_equal(users->partner, 1);
    assert_int_equal(users->outside, 2);
    assert_int_equal(users->outside_success, 1);
    assert_int_equal(service->outside, 2);
    assert_int_equal(service->calls, 5);
    assert_int_equal(service->actors, 1);
}

static void servers_have_their_own_figures_busiest_first(void **state)
{
    struct scene *scene = *state;
    const struct endpoint_history *users;

    for (int i = 0; i < 3; i++)
        tell(scene, (struct told){ .cell = "/users", .server = "10.0.0.2:80", .status = 401 });
    tell(scene, (struct told){ .cell = "/users", .server = "10.0.0.1:80", .flags = EVENT_ANONYMOUS });
    tell(scene, (struct told){ .cell = "/users", .server = "10.0.0.1:8080", .status = 503 });
    for (int i = 0; i < 40; i++) {
        char server[32];

        snprintf(server, sizeof server, "10.0.1.%d:80", i);
        tell(scene, (struct told){ .cell = "/status", .server = server });
    }
    settle(scene);
    users = of(scene, "GET /users");
    assert_int_equal(users->server_count, 3);
    assert_int_equal(users->servers[0].calls, 3);
    assert_int_equal(users->servers[0].refused, 3);
    assert_int_equal(users->servers[0].address.bytes[3], 2);
    assert_int_equal(users->servers[1].anonymous_success, 1);
    assert_int_equal(users->servers[1].address.port, 80);
    assert_int_equal(users->servers[2].errors, 1);
    assert_int_equal(of(scene, "GET /status")->server_count, HISTORY_SERVERS);
    assert_int_equal(of(scene, "GET /status")->calls, 40);
}

static void the_busiest_minute_is_that_of_one_actor(void **state)
{
    struct scene *scene = *state;

    for (int i = 0; i < 30; i++) { /* one a second across the turn of a minute, by two */
        scene->clock = 45 + i;
        tell(scene, (struct told){ .cell = "/users", .actor = 1 });
        tell(scene, (struct told){ .cell = "/users", .actor = 2 });
    }
    for (int i = 0; i < 50; i++) { /* one in half a minute */
        scene->clock += 30;
        tell(scene, (struct told){ .cell = "/status" });
    }
    settle(scene);
    assert_int_equal(of(scene, "GET /users")->busiest_minute, 30);
    assert_in_range(of(scene, "GET /status")->busiest_minute, 2, 3);
}

static void the_busiest_refusals_are_those_of_ten_minutes(void **state)
{
    struct scene *scene = *state;

    for (int i = 0; i < 60; i++) { /* one in half a minute: twenty in ten minutes */
        scene->clock += 30;
        tell(scene, (struct told){ .method = "POST", .cell = "/login", .status = i % 2 ? 401 : 422 });
        tell(scene, (struct told){ .method = "POST", .cell = "/login", .status = 200 });
    }
    settle(scene);
    assert_in_range(of(scene, "POST /login")->busiest_refused, 19, 21);
}

static void spans_are_equal_and_hold_all_calls_however_long_it_lasts(void **state)
{
    struct scene *scene = *state;
    const struct endpoint_history *users;
    uint64_t calls = 0, errors = 0, bytes = 0;

    for (int i = 0; i < 1000; i++) {
        scene->clock += 977;
        tell(scene,
             (struct told){ .cell = "/users", .status = i < 500 ? 200 : 500, .took = 1000000, .bytes = 100 });
    }
    settle(scene);
    users = of(scene, "GET /users");
    assert_in_range(users->span_count, HISTORY_SPANS / 2, HISTORY_SPANS);
    assert_true(users->first + (int64_t)(users->span_count * users->span_width) > users->last);
    for (size_t i = 0; i < users->span_count; i++) {
        calls += users->spans[i].calls;
        errors += users->spans[i].errors;
        bytes += users->spans[i].bytes;
        if (i + 1 < users->span_count)
            assert_true(users->spans[i].calls > 10);
        assert_int_equal(users->spans[i].log_bytes, users->spans[i].successes * history_log2(100));
    }
    assert_int_equal(calls, 1000);
    assert_int_equal(errors, 500);
    assert_int_equal(bytes, 50000);
    assert_int_equal(users->spans[0].errors, 0);
    assert_int_equal(users->spans[users->span_count - 1].successes, 0);
}

static void the_logarithm_grows_with_its_value(void **state)
{
    static const uint64_t values[] = { 1, 2, 3, 4, 1000, 65535, 65536, 65537, 1ull << 40, UINT64_MAX };

    assert_int_equal(history_log2(0), 0);
    assert_int_equal(history_log2(1), 0);
    assert_int_equal(history_log2(8), 3 << 16);
    assert_int_equal(history_log2(1ull << 40), 40 << 16);
    for (size_t i = 1; i < sizeof values / sizeof *values; i++)
        assert_true(history_log2(values[i]) >= history_log2(values[i - 1]));
}

static void what_is_missing_since_it_answered_last_is_counted(void **state)
{
    struct scene *scene = *state;
    const struct endpoint_history *users;

    for (int i = 0; i < 30; i++) {
        scene->clock++;
        tell(scene, (struct told){ .cell = "/users",
                                   .status = i < 10   ? 404
                                             : i < 20 ? 200
                                                      : 410,
                                   .actor = (uint64_t)(i % 3) + 1 });
    }
    settle(scene);
    users = of(scene, "GET /users");
    assert_int_equal(users->missing, 20);
    assert_int_equal(users->missing_since, 10);
    assert_int_equal(users->missing_actors, 3);
    assert_int_equal(users->last_success, START + 20 * SECOND);
}

static void a_credential_that_works_after_its_logout_is_counted(void **state)
{
    struct scene *scene = *state;

    tell(scene, (struct told){ .cell = "/users" });
    scene->clock = 10;
    tell(scene, (struct told){ .method = "POST", .cell = "/logout", .status = 204 });
    scene->clock = 12; /* under way */
    tell(scene, (struct told){ .cell = "/users" });
    scene->clock = 60;
    tell(scene, (struct told){ .cell = "/users" });
    tell(scene, (struct told){ .cell = "/users", .status = 401 });
    tell(scene, (struct told){ .cell = "/status" }); /* asks for nothing */
    tell(scene, (struct told){ .cell = "/users", .actor = 2 });
    settle(scene);
    assert_int_equal(of(scene, "GET /users")->after_logout, 1);
    assert_int_equal(of(scene, "GET /users")->after_logout_actors, 1);
    assert_int_equal(of(scene, "GET /status")->after_logout, 0);
}

static void a_credential_that_logs_in_again_never_dies(void **state)
{
    struct scene *scene = *state;

    tell(scene, (struct told){ .method = "POST", .cell = "/logout", .status = 204 });
    scene->clock = 60;
    tell(scene, (struct told){ .cell = "/users" });
    tell(scene, (struct told){ .method = "POST", .cell = "/login" });
    tell(scene, (struct told){ .cell = "/users" });
    settle(scene);
    assert_int_equal(of(scene, "GET /users")->after_logout, 0);
}

static void a_refused_or_anonymous_logout_ends_nothing(void **state)
{
    struct scene *scene = *state;

    tell(scene, (struct told){ .method = "POST", .cell = "/logout", .status = 401 });
    tell(scene, (struct told){ .method = "POST", .cell = "/logout", .flags = EVENT_ANONYMOUS, .actor = 2 });
    scene->clock = 60;
    tell(scene, (struct told){ .cell = "/users" });
    tell(scene, (struct told){ .cell = "/users", .actor = 2 });
    settle(scene);
    assert_int_equal(of(scene, "GET /users")->after_logout, 0);
}

static void uses_tell_who_called_what(void **state)
{
    struct scene *scene = *state;
    const struct endpoint_history *users;
    const struct actor_history *actor;

    for (uint64_t i = 1; i <= 5; i++)
        for (uint64_t j = 0; j < i; j++)
            tell(scene, (struct told){ .cell = "/users", .actor = 6 - i });
    tell(scene, (struct told){ .cell = "/status", .actor = 3, .status = 403 });
    settle(scene);
    users = of(scene, "GET /users");
    assert_int_equal(users->use_count, 5);
    assert_int_equal(history_actor_count(scene->history), 5);
    for (size_t i = 0; i < 5; i++) {
        actor = history_actor(scene->history, users->uses[i].actor);
        assert_int_equal(actor->hash[0], i + 1);
        assert_int_equal(users->uses[i].calls, 5 - i);
    }
    assert_int_equal(of(scene, "GET /status")->uses[0].refused, 1);
    actor = history_actor(scene->history, of(scene, "GET /status")->uses[0].actor);
    assert_int_equal(actor->hash[0], 3);
    assert_int_equal(actor->abode_count, 1);
    assert_int_equal(actor->abodes[0].calls, 4);
    assert_int_equal(actor->abodes[0].successes, 3);
}

static void paths_that_are_never_there_are_kept_apart_with_who_asked(void **state)
{
    struct scene *scene = *state;
    const struct absent_history *absent;

    for (int i = 0; i < 12; i++) {
        scene->clock++;
        tell(scene, (struct told){ .cell = "/v0/users", .status = i % 2 ? 404 : 410, .actor = 1 + i % 2 });
    }
    tell(scene, (struct told){ .cell = "/users", .actor = 2 });
    tell(scene, (struct told){ .cell = "/.hidden", .status = 403 });
    settle(scene);
    assert_int_equal(history_absent(scene->history, &absent), 1);
    assert_true(slice_eq(absent->cell, SLICE("/v0/users")));
    assert_true(slice_eq(absent->method, SLICE("GET")));
    assert_int_equal(absent->calls, 12);
    assert_int_equal(absent->gone, 6);
    assert_int_equal(absent->actors, 2);
    assert_int_equal(absent->known, 6);
    assert_int_equal(absent->last - absent->first, 11 * SECOND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_nobody_called_has_no_history, setup, teardown),
        cmocka_unit_test_setup_teardown(addresses_are_inside_outside_or_a_partners, setup, teardown),
        cmocka_unit_test_setup_teardown(servers_have_their_own_figures_busiest_first, setup, teardown),
        cmocka_unit_test_setup_teardown(the_busiest_minute_is_that_of_one_actor, setup, teardown),
        cmocka_unit_test_setup_teardown(the_busiest_refusals_are_those_of_ten_minutes, setup, teardown),
        cmocka_unit_test_setup_teardown(spans_are_equal_and_hold_all_calls_however_long_it_lasts, setup,
                                        teardown),
        cmocka_unit_test(the_logarithm_grows_with_its_value),
        cmocka_unit_test_setup_teardown(what_is_missing_since_it_answered_last_is_counted, setup, teardown),
        cmocka_unit_test_setup_teardown(a_credential_that_works_after_its_logout_is_counted, setup, teardown),
        cmocka_unit_test_setup_teardown(a_credential_that_logs_in_again_never_dies, setup, teardown),
        cmocka_unit_test_setup_teardown(a_refused_or_anonymous_logout_ends_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(uses_tell_who_called_what, setup, teardown),
        cmocka_unit_test_setup_teardown(paths_that_are_never_there_are_kept_apart_with_who_asked, setup,
                                        teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
