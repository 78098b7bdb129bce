/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/engine.h"

#include "base/check.h"
#include "engine/capture.h"
#include "store/scratch.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Catalogs hold keyed hashes: what shall be equal must have the same key, so every database of a test begins as a copy
 * of one empty one. */
struct fixture {
    struct scratch scratch;
    char names[8][128];
    unsigned name_count;
    struct engine_report report;
};

static const struct capture_part everything = { 0, 1, 600, 0 };

static int begin(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);

    scratch_begin(&fixture->scratch);
    store_close(store_open(fixture->scratch.path, STORE_OBSERVE, NULL));
    *state = fixture;
    return 0;
}

static int end(void **state)
{
    struct fixture *fixture = *state;

    scratch_end(&fixture->scratch);
    free(fixture);
    return 0;
}

static void write_bytes(const char *path, const void *bytes, size_t len)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    fclose(file);
}

static const char *new_name(struct fixture *fixture, const char *end)
{
    char *name = fixture->names[fixture->name_count % 8];
    struct scratch scratch = fixture->scratch;

    snprintf(name, sizeof fixture->names[0], "%s/%u%s", scratch.directory, fixture->name_count++, end);
    return name;
}

static const char *new_database(struct fixture *fixture)
{
    const char *name = new_name(fixture, ".db");
    char bytes[1 << 17];
    FILE *file = fopen(fixture->scratch.path, "rb");
    size_t len = fread(bytes, 1, sizeof bytes, file);

    fclose(file);
    write_bytes(name, bytes, len);
    return name;
}

static const char *new_capture(struct fixture *fixture, struct capture_part part)
{
    const char *name = new_name(fixture, ".pcap");
    size_t len;
    char *bytes = capture_make(part, &len);

    write_bytes(name, bytes, len);
    free(bytes);
    return name;
}

static void observe(struct fixture *fixture, const char *database, unsigned lanes, const char *const *places,
                    size_t count)
{
    struct engine_settings settings = {
        .places = places, .place_count = count, .database = database, .lanes = lanes
    };
    struct error err = { 0 };

    assert_true(engine_observe(&settings, &fixture->report, &err));
    assert_string_equal(err.text, "");
    assert_true(fixture->report.ledger_closed);
}

static void observe_one(struct fixture *fixture, const char *database, unsigned lanes, const char *place)
{
    observe(fixture, database, lanes, &place, 1);
}

static struct catalog *knowledge(const char *database)
{
    struct catalog *catalog = scratch_catalog();
    struct error err = { 0 };
    struct store *store = store_open(database, STORE_READ, &err);

    assert_string_equal(err.text, "");
    assert_true(store_read_catalog(store, catalog, &err));
    store_close(store);
    return catalog;
}

static void assert_same_databases(const char *a, const char *b)
{
    struct catalog *left = knowledge(a), *right = knowledge(b);

    assert_same_knowledge(left, right);
    catalog_free(left);
    catalog_free(right);
}

struct tally {
    unsigned count;
    uint64_t sum;
    int64_t last;
};

static void tally_event(void *context, const struct event *event)
{
    struct tally *tally = context;

    assert_true(tally->count == 0 || event->time >= tally->last);
    tally->last = event->time;
    tally->count++;
    /* A polynomial of all that came so far: order matters. */
    tally->sum =
        tally->sum * 31 + (uint64_t)event->time + event->status + event->client.port + event->cell.len;
}

static struct tally events_of(const char *database)
{
    struct store *store = store_open(database, STORE_READ, NULL);
    struct tally tally = { 0 };

    assert_true(store_events(store, NULL, tally_event, &tally, NULL));
    store_close(store);
    return tally;
}

static void any_number_of_lanes_learns_the_same(void **state)
{
    struct fixture *fixture = *state;
    const char *capture = new_capture(fixture, everything), *one = new_database(fixture);
    static const unsigned lanes[] = { 2, 3, 4 };
    struct engine_report expected;
    struct tally events;

    observe_one(fixture, one, 1, capture);
    expected = fixture->report;
    events = events_of(one);
    assert_int_equal(expected.exchanges, capture_exchanges(everything));
    assert_int_equal(expected.events, expected.exchanges);
    assert_int_equal(events.count, expected.events);
    assert_int_equal(expected.services, 3);
    for (unsigned i = 0; i < 3; i++) {
        const char *more = new_database(fixture);
        struct tally found;

        observe_one(fixture, more, lanes[i], capture);
        assert_int_equal(fixture->report.lanes, lanes[i]);
        assert_memory_equal(&fixture->report.ledger, &expected.ledger, sizeof expected.ledger);
        assert_same_databases(one, more);
        found = events_of(more);
        assert_int_equal(found.count, events.count);
        assert_true(found.sum == events.sum);
    }
}

static void several_runs_learn_the_same_as_one(void **state)
{
    struct fixture *fixture = *state;
    const char *one = new_database(fixture), *several = new_database(fixture);
    struct engine_report whole;

    observe_one(fixture, one, 1, new_capture(fixture, everything));
    whole = fixture->report;
    observe_one(fixture, several, 1, new_capture(fixture, (struct capture_part){ 2, 3, 200, 0 }));
    observe_one(fixture, several, 2, new_capture(fixture, (struct capture_part){ 0, 3, 200, 0 }));
    observe_one(fixture, several, 1, new_capture(fixture, (struct capture_part){ 1, 3, 200, 0 }));
    assert_int_equal(fixture->report.services, whole.services);
    assert_same_databases(one, several);
    assert_true(events_of(one).sum == events_of(several).sum);
}

static void several_files_in_one_run_learn_the_same(void **state)
{
    struct fixture *fixture = *state;
    const char *one = new_database(fixture), *several = new_database(fixture), *places[3];

    observe_one(fixture, one, 1, new_capture(fixture, everything));
    for (unsigned i = 0; i < 3; i++)
        places[i] = new_capture(fixture, (struct capture_part){ i, 3, 200, 0 });
    observe(fixture, several, 2, places, 3);
    assert_int_equal(fixture->report.sources_read, 3);
    assert_same_databases(one, several);
}

static void a_capture_that_goes_on_in_the_next_file_continues_its_connections(void **state)
{
    struct fixture *fixture = *state;
    const char *one = new_database(fixture), *rotated = new_database(fixture), *places[2];
    size_t len, cut;
    char *bytes = capture_make(everything, &len);

    observe_one(fixture, one, 1, new_capture(fixture, everything));
    cut = capture_cut(bytes, len, len / 2);
    places[0] = new_name(fixture, ".pcap0");
    write_bytes(places[0], bytes, cut);
    memcpy(bytes + cut - CAPTURE_HEAD, bytes, CAPTURE_HEAD);
    places[1] = new_name(fixture, ".pcap1");
    write_bytes(places[1], bytes + cut - CAPTURE_HEAD, len - cut + CAPTURE_HEAD);
    observe(fixture, rotated, 2, places, 2);
    assert_int_equal(fixture->report.exchanges, capture_exchanges(everything));
    assert_same_databases(one, rotated);
    free(bytes);
}

static void every_unit_adds_up_when_packets_are_missing(void **state)
{
    struct fixture *fixture = *state;
    const char *capture = new_capture(fixture, (struct capture_part){ 0, 1, 600, 7 });
    const char *one = new_database(fixture), *four = new_database(fixture);

    observe_one(fixture, one, 1, capture);
    assert_true(fixture->report.ledger.lost[LOSS_gap] > 0);
    observe_one(fixture, four, 4, capture);
    assert_same_databases(one, four);
}

/* A child that writes a capture into our standard input bit by bit, then asks us to stop or ends. */
static pid_t feed(const char *bytes, size_t len, bool stop_us, int *saved)
{
    int ends[2];
    pid_t child;

    assert_int_equal(pipe(ends), 0);
    child = fork();
    if (child == 0) {
        close(ends[0]);
        for (size_t at = 0; at < len;) {
            struct timespec pause = { 0, 20000000 };
            size_t part = len - at < len / 10 + 1 ? len - at : len / 10 + 1;
            ssize_t written = write(ends[1], bytes + at, part);

            at += written > 0 ? (size_t)written : len;
            nanosleep(&pause, NULL);
        }
        if (stop_us) {
            kill(getppid(), SIGUSR1);
            sleep(20);
        }
        _exit(0);
    }
    close(ends[1]);
    *saved = dup(0);
    dup2(ends[0], 0);
    close(ends[0]);
    return child;
}

static void feed_end(pid_t child, int saved)
{
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    dup2(saved, 0);
    close(saved);
}

static volatile sig_atomic_t stop;

static void on_signal(int number)
{
    stop = 1;
}

static void last_run(void *context, const struct store_run *run, const struct ledger *ledger)
{
    *(struct store_run *)context = *run;
}

static void a_stop_keeps_what_was_read(void **state)
{
    struct fixture *fixture = *state;
    const char *database = new_database(fixture), *place = "-";
    struct engine_settings settings = {
        .places = &place, .place_count = 1, .database = database, .lanes = 2, .stop = &stop
    };
    struct sigaction action = { .sa_handler = on_signal };
    struct store_run run = { 0 };
    struct store *store;
    size_t len;
    char *bytes = capture_make(everything, &len);
    int saved;
    pid_t child;

    stop = 0;
    sigaction(SIGUSR1, &action, NULL);
    child = feed(bytes, capture_cut(bytes, len, len / 2), true, &saved);
    assert_true(engine_observe(&settings, &fixture->report, NULL));
    feed_end(child, saved);
    assert_true(fixture->report.stopped);
    assert_true(fixture->report.ledger_closed);
    assert_in_range(fixture->report.exchanges, 100, capture_exchanges(everything));
    store = store_open(database, STORE_READ, NULL);
    assert_true(store_runs(store, last_run, &run, NULL));
    assert_int_equal(run.state, RUN_STOPPED);
    assert_int_equal(run.exchanges, fixture->report.exchanges);
    store_close(store);
    assert_int_equal(events_of(database).count, fixture->report.events);
    free(bytes);
}

static void checkpoints_on_the_way_change_nothing(void **state)
{
    struct fixture *fixture = *state;
    const char *one = new_database(fixture), *place = "-";
    size_t len;
    char *bytes = capture_make(everything, &len);

    observe_one(fixture, one, 1, new_capture(fixture, everything));
    for (unsigned lanes = 1; lanes <= 2; lanes++) {
        struct engine_settings settings = {
            .places = &place, .place_count = 1, .lanes = lanes, .checkpoint_seconds = 0.001
        };
        int saved;
        pid_t child = feed(bytes, len, false, &saved);

        settings.database = new_database(fixture);
        assert_true(engine_observe(&settings, &fixture->report, NULL));
        feed_end(child, saved);
        assert_true(fixture->report.checkpoints >= 2);
        assert_true(fixture->report.ledger_closed);
        assert_same_databases(one, settings.database);
        assert_true(events_of(one).sum == events_of(settings.database).sum);
    }
    free(bytes);
}

static void files_of_exchanges_mix_with_captures(void **state)
{
    struct fixture *fixture = *state;
    static const char text[] =
        "{\"ts\":1700000000.5,\"dur\":0.1,\"conn\":1,\"client\":\"10.9.9.9:5000\",\"server\":\"10.0.0.5:80\","
        "\"req\":{\"method\":\"GET\",\"target\":\"/v1/notes/17\",\"version\":\"1.1\","
        "\"headers\":[[\"Host\",\"notes.example\"]],\"body\":null},"
        "\"resp\":{\"status\":200,\"headers\":[[\"Content-Type\",\"application/"
        "json\"]],\"body\":\"{\\\"id\\\":17}\"}}\n";
    const char *one = new_database(fixture), *two = new_database(fixture), *places[2];

    places[0] = new_name(fixture, ".ndjson");
    write_bytes(places[0], text, sizeof text - 1);
    places[1] = new_capture(fixture, everything);
    observe(fixture, one, 1, places, 2);
    assert_int_equal(fixture->report.exchanges, capture_exchanges(everything) + 1);
    assert_int_equal(fixture->report.services, 4);
    observe(fixture, two, 2, places, 2);
    assert_same_databases(one, two);
}

static void a_damaged_capture_is_told_and_what_came_before_is_kept(void **state)
{
    struct fixture *fixture = *state;
    const char *places[2] = { new_name(fixture, ".pcap"), new_name(fixture, ".txt") };
    size_t len;
    char *bytes = capture_make(everything, &len);

    write_bytes(places[0], bytes, len - 30);
    write_bytes(places[1], "no traffic in here\n", 19);
    observe(fixture, new_database(fixture), 1, places, 2);
    assert_int_equal(fixture->report.sources_failed, 2);
    for (unsigned i = 0; i < 2; i++)
        assert_int_equal(fixture->report.failures[i].kind, ERROR_INPUT);
    assert_in_range(fixture->report.exchanges, capture_exchanges(everything) - 1,
                    capture_exchanges(everything));
    free(bytes);
}

static void a_place_that_does_not_exist_leaves_no_database_behind(void **state)
{
    struct fixture *fixture = *state;
    const char *place = "/no/such/capture.pcap", *database = new_name(fixture, ".db");
    struct engine_settings settings = { .places = &place, .place_count = 1, .database = database };
    struct error err = { 0 };
    struct stat facts;

    assert_false(engine_observe(&settings, &fixture->report, &err));
    assert_non_null(strstr(err.text, place));
    assert_int_equal(stat(database, &facts), -1);
}

static void without_a_database_it_only_learns(void **state)
{
    struct fixture *fixture = *state;

    observe_one(fixture, "", 2, new_capture(fixture, everything));
    assert_int_equal(fixture->report.exchanges, capture_exchanges(everything));
    assert_int_equal(fixture->report.events, 0);
    assert_int_equal(fixture->report.services, 3);
}

static void progress_is_told_from_the_calling_thread(void *context, const struct engine_progress *progress)
{
    uint64_t *last = context;

    assert_true(progress->exchanges >= *last);
    assert_true(progress->seconds >= 0);
    *last = progress->exchanges;
}

static void progress_never_goes_back(void **state)
{
    struct fixture *fixture = *state;
    const char *place = "-";
    uint64_t last = 0;
    struct engine_settings settings = {
        .places = &place,
        .place_count = 1,
        .database = "",
        .lanes = 2,
        .progress = progress_is_told_from_the_calling_thread,
        .progress_context = &last,
    };
    size_t len;
    char *bytes = capture_make(everything, &len);
    int saved;
    pid_t child = feed(bytes, len, false, &saved);

    assert_true(engine_observe(&settings, &fixture->report, NULL));
    feed_end(child, saved);
    assert_in_range(last, 1, capture_exchanges(everything));
    free(bytes);
}

static void a_tight_ceiling_is_survived_and_counted(void **state)
{
    struct fixture *fixture = *state;
    const char *place = new_capture(fixture, (struct capture_part){ 0, 1, 3000, 0 });
    struct engine_settings settings = {
        .places = &place, .place_count = 1, .database = new_database(fixture), .lanes = 2, .memory_limit = 1
    };

    assert_true(engine_observe(&settings, &fixture->report, NULL));
    assert_true(fixture->report.ledger_closed);
}

static int try_full_disk(const char *database, const char *capture)
{
    struct rlimit limit = { 90000, 90000 };
    struct engine_settings settings = {
        .places = &capture, .place_count = 1, .database = database, .lanes = 2
    };
    struct engine_report *report = calloc(1, sizeof *report);
    struct error err = { 0 };
    int result;

    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &limit);
    result = engine_observe(&settings, report, &err) || err.kind != ERROR_STORE || !strstr(err.text, "full");
    free(report);
    return result;
}

static void a_full_disk_ends_the_run_with_one_sentence(void **state)
{
    struct fixture *fixture = *state;
    const char *capture = new_capture(fixture, (struct capture_part){ 0, 1, 3000, 0 });
    const char *database = new_database(fixture);
    int status = 0;
    pid_t child = fork();

    if (child == 0)
        _exit(try_full_disk(database, capture));
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(events_of(database).count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(any_number_of_lanes_learns_the_same, begin, end),
        cmocka_unit_test_setup_teardown(several_runs_learn_the_same_as_one, begin, end),
        cmocka_unit_test_setup_teardown(several_files_in_one_run_learn_the_same, begin, end),
        cmocka_unit_test_setup_teardown(a_capture_that_goes_on_in_the_next_file_continues_its_connections,
                                        begin, end),
        cmocka_unit_test_setup_teardown(every_unit_adds_up_when_packets_are_missing, begin, end),
        cmocka_unit_test_setup_teardown(a_stop_keeps_what_was_read, begin, end),
        cmocka_unit_test_setup_teardown(checkpoints_on_the_way_change_nothing, begin, end),
        cmocka_unit_test_setup_teardown(files_of_exchanges_mix_with_captures, begin, end),
        cmocka_unit_test_setup_teardown(a_damaged_capture_is_told_and_what_came_before_is_kept, begin, end),
        cmocka_unit_test_setup_teardown(a_place_that_does_not_exist_leaves_no_database_behind, begin, end),
        cmocka_unit_test_setup_teardown(without_a_database_it_only_learns, begin, end),
        cmocka_unit_test_setup_teardown(progress_never_goes_back, begin, end),
        cmocka_unit_test_setup_teardown(a_tight_ceiling_is_survived_and_counted, begin, end),
        cmocka_unit_test_setup_teardown(a_full_disk_ends_the_run_with_one_sentence, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
