/* SPDX-License-Identifier: Apache-2.0 */
/* Hostile numbers: of actors, of what they use, of paths, of times; and that order does not matter where it must not. */
#include "posture/crowd.h"

#include "base/check.h"
#include "base/hash.h"
#include "catalog/traffic.h"
#include "posture/absent.h"

#include <stdio.h>
#include <stdlib.h>

#define SECOND 1000000000ll

static struct crowd *crowd_make(struct memory *account, size_t actors, size_t uses)
{
    struct crowd *crowd = calloc(1, sizeof *crowd);

    crowd_init(crowd, account);
    crowd->actor_most = actors;
    crowd->use_most = uses;
    return crowd;
}

static void call(struct crowd *crowd, uint64_t hash, uint32_t endpoint)
{
    uint64_t actor[2] = { hash, hash };
    uint32_t number = crowd_actor(crowd, actor), use;

    assert_int_not_equal(number, CROWD_NONE);
    crowd->actors[number].seen.calls++;
    use = crowd_use(crowd, endpoint, number);
    assert_int_not_equal(use, CROWD_NONE);
    crowd->uses[use].calls++;
}

static void a_flood_of_actors_costs_the_busy_ones_nothing(void **state)
{
    struct memory account = { 0 };
    struct crowd *crowd = crowd_make(&account, 1024, 4096);
    uint64_t hash[2] = { 7, 7 };
    uint32_t use;

    for (uint64_t i = 0; i < 100000; i++) {
        call(crowd, 1000 + i, (uint32_t)(i % 5));
        if (i % 50 == 0)
            call(crowd, 7, 3);
    }
    assert_true(crowd->actor_count <= 1024);
    assert_true(crowd->use_count <= 4096);
    assert_true(crowd->forgotten_actors > 90000);
    use = crowd_use(crowd, 3, crowd_actor(crowd, hash));
    assert_int_equal(crowd->uses[use].calls, 2000);
    assert_int_equal(crowd->actors[crowd->uses[use].actor].seen.calls, 2000);
    crowd_done(crowd);
    assert_int_equal(account.used, 0);
    free(crowd);
}

static void one_actor_who_tries_everything_leaves_room_for_others(void **state)
{
    struct memory account = { 0 };
    struct crowd *crowd = crowd_make(&account, 64, 256);
    uint64_t hash[2] = { 9, 9 };

    for (int i = 0; i < 20; i++)
        call(crowd, 9, 1);
    for (uint32_t i = 0; i < 10000; i++)
        call(crowd, 5, 100 + i);
    assert_true(crowd->use_count <= 256);
    assert_int_equal(crowd->uses[crowd_use(crowd, 1, crowd_actor(crowd, hash))].calls, 20);
    crowd_done(crowd);
    free(crowd);
}

static void refused_memory_loses_nothing_that_was_there(void **state)
{
    for (uint64_t nth = 1; nth < 30; nth++) {
        struct memory account = { .fail_at = nth };
        struct crowd *crowd = crowd_make(&account, 256, 256);
        uint32_t before = 0;

        for (uint64_t i = 0; i < 1000; i++) {
            uint64_t actor[2] = { i, i };
            uint32_t number = crowd_actor(crowd, actor);

            if (number == CROWD_NONE)
                break;
            crowd->actors[number].seen.calls++;
            before = crowd->actor_count;
            if (crowd_use(crowd, 1, number) == CROWD_NONE)
                break;
        }
        assert_int_equal(before, crowd->actor_count);
        crowd_done(crowd);
        assert_int_equal(account.used, 0);
        free(crowd);
    }
}

static void a_window_forgets_what_is_older(void **state)
{
    uint16_t slots[6] = { 0 };
    uint32_t newest = 0;

    for (uint32_t i = 0; i < 6; i++)
        assert_int_equal(crowd_window(slots, 6, &newest, i), i + 1);
    assert_int_equal(crowd_window(slots, 6, &newest, 6), 6);
    assert_int_equal(crowd_window(slots, 6, &newest, 6), 7);
    assert_int_equal(crowd_window(slots, 6, &newest, 5), 8); /* late: counted with the newest */
    assert_int_equal(crowd_window(slots, 6, &newest, 500), 1);
}

static void a_scan_of_words_leaves_the_path_that_is_asked_for_again(void **state)
{
    struct memory account = { 0 };
    struct absent absent;
    struct absent_path *path;
    bool failed;
    char cell[32];

    absent_init(&absent, 0, &account);
    absent.most = 64;
    for (int i = 0; i < 20000; i++) {
        struct event event = { .method = SLICE("GET"), .cell = SLICE("/gone") };

        if (i % 10) {
            snprintf(cell, sizeof cell, "/word%d", i);
            event.cell = slice_of(cell);
        }
        path = absent_path(&absent, 0, &event, &failed);
        assert_non_null(path);
        path->seen.calls++;
    }
    assert_true(absent.table.count <= 64);
    path =
        absent_path(&absent, 0, &(struct event){ .method = SLICE("GET"), .cell = SLICE("/gone") }, &failed);
    assert_int_equal(path->seen.calls, 2000);
    absent_done(&absent);
    assert_int_equal(account.used, 0);
}

/* ---- whole histories ---- */

struct many {
    struct traffic traffic;
    struct event *events;
    size_t count;
};

#define MANY 20000

static void make_many(struct many *many)
{
    static const char *const cells[] = { "/users", "/orders/*integer*", "/login", "/gone", "/logout" };
    uint64_t seed = 4;

    traffic_open(&many->traffic);
    for (int i = 0; i < 30; i++) {
        char target[32];

        snprintf(target, sizeof target, "/orders/%d", i);
        traffic_exchange(&many->traffic, "GET", target, 200, "{}");
        traffic_exchange(&many->traffic, "GET", "/users", 200, "{}");
        traffic_exchange(&many->traffic, "POST", "/login", 200, "{}");
        traffic_exchange(&many->traffic, "POST", "/logout", 200, "{}");
    }
    many->count = MANY;
    many->events = calloc(MANY, sizeof *many->events);
    for (size_t i = 0; i < MANY; i++) {
        static const uint16_t statuses[] = { 200, 200, 200, 401, 404, 500 };
        struct event *event = &many->events[i];
        const char *cell;

        seed = hash_mix(seed, i);
        cell = cells[seed % 5];
        *event = (struct event){
            .time = (int64_t)(i / 8) * 3 * SECOND, /* eight at a time */
            .service = SLICE(TRAFFIC_HOST),
            .method = strchr(cell + 1, 'l') ? SLICE("POST") : SLICE("GET"),
            .cell = slice_of(cell),
            .actor = { seed >> 8 & 63, 0 },
            .status = statuses[(seed >> 16) % 6],
            .response_bytes = (uint32_t)(seed >> 40),
            .duration = seed >> 44,
            .client = { .family = 4, .bytes = { 198, 51, 100, (uint8_t)(seed >> 24) } },
            .server = { .family = 4, .bytes = { 10, 0, 0, seed >> 30 & 3 }, .port = 80 },
        };
    }
}

static struct history *history_over(struct many *many, struct memory *account, bool backwards)
{
    static const struct posture_settings settings;
    struct history *history = history_new(traffic_inventory(&many->traffic), &settings, account, NULL);

    assert_non_null(history);
    for (size_t i = 0; i < many->count; i += 8)
        for (size_t j = 0; j < 8; j++)
            history_event(history, &many->events[backwards ? i + 7 - j : i + j]);
    assert_true(history_settle(history, NULL));
    return history;
}

/* The figures of a history as bytes. Pointers are followed. */
static void write_history(struct many *many, const struct history *history, struct buffer *out)
{
    const struct service *service = traffic_service(&many->traffic);
    const struct service_history *home = history_of_service(history, service);
    const struct absent_history *absent;

    buffer_append(out, slice_make(home->servers, home->server_count * sizeof *home->servers));
    buffer_printf(out, "%u %u %u", (unsigned)home->calls, (unsigned)home->outside, (unsigned)home->actors);
    for (size_t i = 0; i < service->endpoint_count; i++) {
        struct endpoint_history seen = *history_of_endpoint(history, &service->endpoints[i]);

        buffer_append(out, slice_make(seen.servers, seen.server_count * sizeof *seen.servers));
        buffer_append(out, slice_make(seen.spans, seen.span_count * sizeof *seen.spans));
        buffer_append(out, slice_make(seen.uses, seen.use_count * sizeof *seen.uses));
        seen.servers = NULL;
        seen.spans = NULL;
        seen.uses = NULL;
        buffer_append(out, slice_make(&seen, sizeof seen));
    }
    for (size_t i = 0; i < history_actor_count(history); i++)
        buffer_append(out, slice_make(history_actor(history, i), sizeof(struct actor_history)));
    for (size_t i = history_absent(history, &absent); i-- > 0;)
        buffer_printf(out, "%.*s %u %u %u", SLICE_ARG(absent[i].cell), (unsigned)absent[i].calls,
                      (unsigned)absent[i].known, (unsigned)absent[i].actors);
    assert_false(out->failed);
}

static void equal_events_in_whatever_lane_give_equal_histories(void **state)
{
    struct many many = { 0 };
    struct memory account = { 0 };
    struct buffer texts[3];

    make_many(&many);
    for (int i = 0; i < 3; i++) {
        struct history *history = history_over(&many, &account, i == 2);

        buffer_init(&texts[i], &account);
        write_history(&many, history, &texts[i]);
        history_free(history);
    }
    assert_true(texts[0].len > 10000);
    for (int i = 1; i < 3; i++) {
        assert_int_equal(texts[0].len, texts[i].len);
        assert_memory_equal(texts[0].at, texts[i].at, texts[0].len);
    }
    for (int i = 0; i < 3; i++)
        buffer_done(&texts[i]);
    assert_int_equal(account.used, 0);
    free(many.events);
    traffic_close(&many.traffic);
}

static void times_and_addresses_may_be_anything(void **state)
{
    static const int64_t times[] = { INT64_MIN, INT64_MIN + 1, -1, 0, 1, INT64_MAX - 1, INT64_MAX };
    static const struct posture_settings settings;
    struct many many = { 0 };
    struct memory account = { 0 };
    struct history *history;

    make_many(&many);
    history = history_new(traffic_inventory(&many.traffic), &settings, &account, NULL);
    for (size_t i = 0; i < 7 * 50; i++) {
        struct event event = many.events[i];

        event.time = times[i / 50];
        event.client.family = (uint8_t)(i % 3 * 2 + i % 2);
        event.server.family = (uint8_t)(i % 11);
        event.server.port = (uint16_t)(i * 7919);
        event.duration = i % 2 ? UINT64_MAX : 0;
        event.response_bytes = UINT32_MAX;
        event.status = (uint16_t)(i * 331);
        history_event(history, &event);
    }
    assert_true(history_settle(history, NULL));
    history_free(history);
    assert_int_equal(account.used, 0);
    free(many.events);
    traffic_close(&many.traffic);
}

static void memory_refused_at_any_moment_is_told(void **state)
{
    static const struct posture_settings settings;
    struct many many = { 0 };
    bool settled = false;

    make_many(&many);
    for (uint64_t nth = 1; nth < 400 && !settled; nth++) {
        struct memory account = { .fail_at = nth };
        struct error err = { 0 };
        struct history *history = history_new(traffic_inventory(&many.traffic), &settings, &account, &err);

        for (size_t i = 0; history && i < 2000; i++)
            history_event(history, &many.events[i]);
        settled = history && history_settle(history, &err);
        assert_true(settled || err.kind == ERROR_MEMORY);
        history_free(history);
        assert_int_equal(account.used, 0);
    }
    assert_true(settled);
    free(many.events);
    traffic_close(&many.traffic);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_flood_of_actors_costs_the_busy_ones_nothing),
        cmocka_unit_test(one_actor_who_tries_everything_leaves_room_for_others),
        cmocka_unit_test(refused_memory_loses_nothing_that_was_there),
        cmocka_unit_test(a_window_forgets_what_is_older),
        cmocka_unit_test(a_scan_of_words_leaves_the_path_that_is_asked_for_again),
        cmocka_unit_test(equal_events_in_whatever_lane_give_equal_histories),
        cmocka_unit_test(times_and_addresses_may_be_anything),
        cmocka_unit_test(memory_refused_at_any_moment_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
