/* SPDX-License-Identifier: Apache-2.0 */
/* kill -9 at any moment: the file opens, is whole, and holds exactly what one of the checkpoints held. */
#include "base/check.h"
#include "base/random.h"
#include "store/event_block.h"
#include "store/events_made.h"
#include "store/scratch.h"

#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define KILLS 12
#define STEP 700 /* events and exchanges a checkpoint */

/* Observes for ever, from where the file stands. */
static void observe_until_killed(const char *path)
{
    struct store *store = store_open(path, STORE_OBSERVE, NULL);
    struct catalog *catalog = scratch_catalog();
    struct store_run run = { .source = SLICE("made up") };
    struct ledger ledger = { 0 };
    struct memory account = { 0 };
    struct event_packer *packer = event_packer_new(&account);
    struct store_facts facts;
    struct event_block block;
    struct store_checkpoint checkpoint = {
        .catalog = catalog, .run = &run, .ledger = &ledger, .open_blocks = &block, .open_count = 1
    };

    if (!store || !store_facts(store, &facts, NULL) || !store_read_catalog(store, catalog, NULL) ||
        !store_run_begin(store, &run, 0, NULL))
        _exit(1);
    for (uint64_t n = facts.events;; n += STEP) {
        scratch_learn(catalog, "a.example", (unsigned)n, STEP);
        for (uint64_t i = n; i < n + STEP; i++) {
            struct made_event made;

            event_make(&made, i);
            if (event_packer_add(packer, &made.event))
                continue;
            if (!event_packer_encode(packer, &block) || !store_put_block(store, &block))
                _exit(2);
            event_packer_reset(packer);
            event_packer_add(packer, &made.event);
        }
        run.exchanges += STEP;
        run.events += STEP;
        ledger.seen[LEDGER_EXCHANGES] += STEP;
        if (!event_packer_encode(packer, &block) || !store_checkpoint(store, &checkpoint, NULL))
            _exit(3);
    }
}

struct sums {
    uint64_t events, exchanges, seen, in_order;
};

static void sum_run(void *context, const struct store_run *run, const struct ledger *ledger)
{
    struct sums *sums = context;

    assert_int_equal(run->state, RUN_OPEN);
    assert_int_equal(run->exchanges, run->checkpoints * STEP);
    sums->exchanges += run->exchanges;
    sums->seen += ledger->seen[LEDGER_EXCHANGES];
}

static void sum_event(void *context, const struct event *event)
{
    ((struct sums *)context)->events++;
}

static void assert_whole(const char *path)
{
    sqlite3 *database;
    sqlite3_stmt *check;

    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(database, "PRAGMA integrity_check", -1, &check, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(check), SQLITE_ROW);
    assert_string_equal((const char *)sqlite3_column_text(check, 0), "ok");
    sqlite3_finalize(check);
    sqlite3_close(database);
}

/* How many exchanges the file knows of; everything in it must tell the same number. */
static uint64_t assert_consistent(const char *path)
{
    struct error err = { 0 };
    struct store *store = store_open(path, STORE_READ, &err);
    struct catalog *expected = scratch_catalog(), *found = scratch_catalog();
    struct sums sums = { 0 };
    struct store_facts facts;

    assert_string_equal(err.text, "");
    assert_true(store_runs(store, sum_run, &sums, NULL));
    assert_true(store_events(store, NULL, sum_event, &sums, NULL));
    assert_true(store_facts(store, &facts, NULL));
    assert_int_equal(sums.events, sums.exchanges);
    assert_int_equal(facts.events, sums.events);
    assert_int_equal(sums.seen, sums.exchanges);
    assert_int_equal(sums.exchanges % STEP, 0);
    assert_true(store_read_catalog(store, found, NULL));
    if (sums.exchanges)
        scratch_learn(expected, "a.example", 0, (unsigned)sums.exchanges);
    assert_same_knowledge(found, expected);
    catalog_free(expected);
    catalog_free(found);
    store_close(store);
    return sums.exchanges;
}

static void a_killed_observer_leaves_its_last_checkpoint(void **state)
{
    struct scratch scratch;
    uint64_t dice = 1, known = 0;

    scratch_begin(&scratch);
    store_close(store_open(scratch.path, STORE_OBSERVE, NULL));
    for (unsigned i = 0; i < KILLS || (known == 0 && i < 10 * KILLS); i++) {
        pid_t child = fork();
        struct timespec life = { 0, (long)(2000000 + random_below(&dice, 60000000)) };
        uint64_t before = known;
        int status;

        if (child == 0)
            observe_until_killed(scratch.path);
        nanosleep(&life, NULL);
        kill(child, SIGKILL);
        waitpid(child, &status, 0);
        assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
        known = assert_consistent(scratch.path);
        assert_true(known >= before);
        if (i % 4 == 3)
            assert_whole(scratch.path);
    }
    assert_true(known > 0);
    scratch_end(&scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_killed_observer_leaves_its_last_checkpoint),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
