/* SPDX-License-Identifier: Apache-2.0 */
#include "base/check.h"
#include "store/event_block.h"
#include "store/events_made.h"
#include "store/scratch.h"

#include <stdlib.h>

/* An observer with two lanes' packers over one stream of made events. */
struct observer {
    struct scratch scratch;
    struct store *store;
    struct catalog *catalog;
    struct store_run run;
    struct ledger ledger;
    struct memory account;
    struct event_packer *packers[2];
};

static void observer_open(struct observer *observer, uint64_t limit)
{
    struct error err = { 0 };

    observer->store = store_open(observer->scratch.path, STORE_OBSERVE, &err);
    assert_string_equal(err.text, "");
    observer->catalog = scratch_catalog();
    observer->run = (struct store_run){ .source = SLICE("made up") };
    assert_true(store_run_begin(observer->store, &observer->run, limit, NULL));
    observer->packers[0] = event_packer_new(&observer->account);
    observer->packers[1] = event_packer_new(&observer->account);
}

static void observer_close(struct observer *observer)
{
    store_close(observer->store);
    catalog_free(observer->catalog);
    event_packer_free(observer->packers[0]);
    event_packer_free(observer->packers[1]);
    observer->store = NULL;
}

static void observer_add(struct observer *observer, uint64_t from, uint64_t to)
{
    for (uint64_t n = from; n < to; n++) {
        struct event_packer *packer = observer->packers[n % 7 < 3];
        struct made_event made;
        struct event_block block;

        event_make(&made, n);
        if (event_packer_add(packer, &made.event))
            continue;
        assert_true(event_packer_encode(packer, &block));
        assert_true(store_put_block(observer->store, &block));
        event_packer_reset(packer);
        assert_true(event_packer_add(packer, &made.event));
    }
}

static void observer_save(struct observer *observer)
{
    struct event_block blocks[2];
    struct store_checkpoint checkpoint = {
        .catalog = observer->catalog,
        .run = &observer->run,
        .ledger = &observer->ledger,
        .open_blocks = blocks,
    };

    for (unsigned i = 0; i < 2; i++)
        checkpoint.open_count += event_packer_encode(observer->packers[i], &blocks[checkpoint.open_count]);
    assert_true(store_checkpoint(observer->store, &checkpoint, NULL));
    assert_true(store_settle(observer->store, NULL));
}

static int begin(void **state)
{
    struct observer *observer = calloc(1, sizeof *observer);

    scratch_begin(&observer->scratch);
    *state = observer;
    return 0;
}

static int end(void **state)
{
    struct observer *observer = *state;

    scratch_end(&observer->scratch);
    free(observer);
    return 0;
}

/* What came out: in order, each once. The duration of a made event is all but unique. */
struct found {
    uint64_t count;
    int64_t first, last;
    bool descended;
    uint64_t sum;
};

static void found_event(void *context, const struct event *event)
{
    struct found *found = context;

    if (found->count++ == 0)
        found->first = event->time;
    else
        found->descended |= event->time < found->last;
    found->last = event->time;
    found->sum += event->duration ^ (uint64_t)event->time;
}

static struct found find(const char *path, const struct event_filter *filter)
{
    struct store *store = store_open(path, STORE_READ, NULL);
    struct found found = { 0 };

    assert_non_null(store);
    assert_true(store_events(store, filter, found_event, &found, NULL));
    assert_false(found.descended);
    store_close(store);
    return found;
}

static uint64_t sum_of(uint64_t from, uint64_t to)
{
    uint64_t sum = 0;

    for (uint64_t n = from; n < to; n++) {
        struct made_event made;

        event_make(&made, n);
        sum += made.event.duration ^ (uint64_t)made.event.time;
    }
    return sum;
}

static void every_event_comes_once_and_in_order(void **state)
{
    struct observer *observer = *state;
    struct found found;

    observer_open(observer, 0);
    for (uint64_t n = 0; n < 20000; n += 2500) {
        observer_add(observer, n, n + 2500);
        observer_save(observer);
    }
    observer_close(observer);
    observer_open(observer, 0);
    observer_add(observer, 20000, 21000);
    observer_save(observer);
    observer_close(observer);
    found = find(observer->scratch.path, NULL);
    assert_int_equal(found.count, 21000);
    assert_true(found.sum == sum_of(0, 21000));
}

static void what_no_checkpoint_covers_is_not_there(void **state)
{
    struct observer *observer = *state;
    struct found found;
    struct store *store;
    struct store_facts facts;

    observer_open(observer, 0);
    observer_add(observer, 0, 1000);
    observer_save(observer);
    observer_add(observer, 1000, 20000);
    assert_true(store_settle(observer->store, NULL));
    found = find(observer->scratch.path, NULL);
    assert_int_equal(found.count, 1000);
    observer_close(observer);
    found = find(observer->scratch.path, NULL);
    assert_int_equal(found.count, 1000);
    assert_true(found.sum == sum_of(0, 1000));
    observer_open(observer, 0);
    observer_add(observer, 1000, 1500);
    observer_save(observer);
    observer_close(observer);
    found = find(observer->scratch.path, NULL);
    assert_int_equal(found.count, 1500);
    assert_true(found.sum == sum_of(0, 1500));
    store = store_open(observer->scratch.path, STORE_READ, NULL);
    assert_true(store_facts(store, &facts, NULL));
    assert_int_equal(facts.events, 1500);
    store_close(store);
}

static bool passes(const struct event *event, const struct event_filter *filter)
{
    return event->time >= filter->from && (!filter->to || event->time < filter->to) &&
           (!filter->service.len || slice_eq(event->service, filter->service)) &&
           (!filter->method.len || slice_eq(event->method, filter->method)) &&
           (!filter->cell.len || slice_starts_with(event->cell, filter->cell)) &&
           (!filter->actor[0] || event->actor[0] == filter->actor[0]) &&
           event->status >= filter->status_from &&
           (!filter->status_to || event->status <= filter->status_to) &&
           (event->flags & filter->flags_all) == filter->flags_all && !(event->flags & filter->flags_none);
}

static void filters_choose(void **state)
{
    struct observer *observer = *state;
    const struct event_filter filters[] = {
        { .from = 1700000000300000000, .to = 1700000000600000000 },
        { .service = SLICE("api3.example.com") },
        { .method = SLICE("POST"), .cell = SLICE("/v1/things1") },
        { .actor = { 0x9e3779b97f4a7c15u * 7, ~(0x9e3779b97f4a7c15u * 7) } },
        { .status_from = 400, .status_to = 499 },
        { .flags_all = EVENT_ANONYMOUS },
        { .flags_none = EVENT_ANONYMOUS, .status_to = 200 },
        { .service = SLICE("nobody.example") },
    };

    observer_open(observer, 0);
    observer_add(observer, 0, 12000);
    observer_save(observer);
    observer_close(observer);
    for (unsigned i = 0; i < sizeof filters / sizeof *filters; i++) {
        struct found found = find(observer->scratch.path, &filters[i]);
        uint64_t count = 0, sum = 0;

        for (uint64_t n = 0; n < 12000; n++) {
            struct made_event made;

            event_make(&made, n);
            if (passes(&made.event, &filters[i])) {
                count++;
                sum += made.event.duration ^ (uint64_t)made.event.time;
            }
        }
        assert_int_equal(found.count, count);
        assert_true(found.sum == sum);
        assert_true(count < 12000 && (count > 0 || i == 7));
    }
}

static void a_reader_may_ask_for_the_first_few(void **state)
{
    struct observer *observer = *state;
    struct event_filter few = { .from = INT64_MIN, .most = 10 };
    struct found found;

    observer_open(observer, 0);
    observer_add(observer, 0, 9000);
    observer_save(observer);
    observer_close(observer);
    found = find(observer->scratch.path, &few);
    assert_int_equal(found.count, 10);
}

static void the_newest_few_begin_at_some_time(void **state)
{
    struct observer *observer = *state;
    struct event_filter newest = { 0 };
    struct store *store;
    struct found found;

    observer_open(observer, 0);
    observer_add(observer, 0, 40000);
    observer_save(observer);
    observer_close(observer);
    store = store_open(observer->scratch.path, STORE_READ, NULL);
    assert_true(store_newest_events(store, 10000, &newest.from, NULL));
    found = find(observer->scratch.path, &newest);
    assert_true(found.count >= 10000 && found.count <= 10000 + 4 * EVENT_BLOCK_MOST);
    assert_int_equal(found.last, find(observer->scratch.path, NULL).last);
    assert_true(store_newest_events(store, 40000, &newest.from, NULL));
    assert_true(newest.from == INT64_MIN);
    assert_true(store_newest_events(store, UINT64_MAX, &newest.from, NULL));
    assert_true(newest.from == INT64_MIN);
    store_close(store);
}

static void events_at_the_ends_of_time_are_found(void **state)
{
    struct observer *observer = *state;
    struct made_event made;
    struct found found;

    observer_open(observer, 0);
    event_make(&made, 1);
    made.event.time = INT64_MIN;
    assert_true(event_packer_add(observer->packers[0], &made.event));
    made.event.time = INT64_MAX;
    assert_true(event_packer_add(observer->packers[1], &made.event));
    observer_save(observer);
    observer_close(observer);
    found = find(observer->scratch.path, NULL);
    assert_int_equal(found.count, 2);
    assert_true(found.first == INT64_MIN && found.last == INT64_MAX);
}

static void the_oldest_events_go_first_and_are_counted(void **state)
{
    struct observer *observer = *state;
    struct store_facts facts;
    struct found found;
    struct made_event made;

    observer_open(observer, 400 << 10);
    for (uint64_t n = 0; n < 60000; n += 10000) {
        observer_add(observer, n, n + 10000);
        observer_save(observer);
    }
    assert_true(store_facts(observer->store, &facts, NULL));
    observer_close(observer);
    found = find(observer->scratch.path, NULL);
    event_make(&made, 59999);
    assert_true(facts.event_bytes <= 400 << 10);
    assert_true(facts.events_forgotten > 0 && facts.events > 0);
    assert_int_equal(facts.events + facts.events_forgotten, 60000);
    assert_int_equal(found.count, facts.events);
    assert_true(found.last >= made.event.time);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_event_comes_once_and_in_order, begin, end),
        cmocka_unit_test_setup_teardown(what_no_checkpoint_covers_is_not_there, begin, end),
        cmocka_unit_test_setup_teardown(filters_choose, begin, end),
        cmocka_unit_test_setup_teardown(a_reader_may_ask_for_the_first_few, begin, end),
        cmocka_unit_test_setup_teardown(the_newest_few_begin_at_some_time, begin, end),
        cmocka_unit_test_setup_teardown(events_at_the_ends_of_time_are_found, begin, end),
        cmocka_unit_test_setup_teardown(the_oldest_events_go_first_and_are_counted, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
