/* SPDX-License-Identifier: Apache-2.0 */
#include "store/store.h"

#include "base/check.h"
#include "store/inside.h"
#include "store/scratch.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static int begin(void **state)
{
    *state = calloc(1, sizeof(struct scratch));
    scratch_begin(*state);
    return 0;
}

static int end(void **state)
{
    scratch_end(*state);
    free(*state);
    return 0;
}

static struct store *opened(const char *path, enum store_mode mode)
{
    struct error err = { 0 };
    struct store *store = store_open(path, mode, &err);

    assert_string_equal(err.text, "");
    assert_non_null(store);
    return store;
}

static void the_path_comes_from_the_option_the_environment_or_the_default(void **state)
{
    unsetenv("PLAINSIGHT_DB");
    assert_string_equal(store_path(NULL), "plainsight.db");
    setenv("PLAINSIGHT_DB", "there.db", 1);
    assert_string_equal(store_path(""), "there.db");
    assert_string_equal(store_path("here.db"), "here.db");
    unsetenv("PLAINSIGHT_DB");
}

static void a_new_file_is_the_owners_alone_and_keeps_its_key(void **state)
{
    struct scratch *scratch = *state;
    struct store *store = opened(scratch->path, STORE_OBSERVE);
    uint8_t key[STORE_KEY], none[STORE_KEY] = { 0 };
    char other[128];
    struct stat facts;

    assert_int_equal(stat(scratch->path, &facts), 0);
    assert_int_equal(facts.st_mode & 0777, 0600);
    memcpy(key, store_key(store), sizeof key);
    assert_memory_not_equal(key, none, sizeof key);
    store_close(store);
    store = opened(scratch->path, STORE_READ);
    assert_memory_equal(store_key(store), key, sizeof key);
    store_close(store);
    snprintf(other, sizeof other, "%s/b.db", scratch->directory);
    store = opened(other, STORE_OBSERVE);
    assert_memory_not_equal(store_key(store), key, sizeof key);
    store_close(store);
}

static void a_closed_store_is_one_file(void **state)
{
    struct scratch *scratch = *state;
    char beside[160];
    struct stat facts;
    static const char *const ends[] = { "-wal", "-shm", "-lock", "-journal" };

    scratch_observe(scratch->path, "a.example", 0, 50);
    for (unsigned i = 0; i < sizeof ends / sizeof *ends; i++) {
        snprintf(beside, sizeof beside, "%s%s", scratch->path, ends[i]);
        assert_int_equal(stat(beside, &facts), -1);
    }
}

static void what_was_saved_is_read_back(void **state)
{
    struct scratch *scratch = *state;
    struct catalog *expected = scratch_catalog(), *found = scratch_catalog();
    struct store *store;
    struct store_facts facts;

    scratch_learn(expected, "a.example", 0, 100);
    scratch_observe(scratch->path, "a.example", 0, 100);
    store = opened(scratch->path, STORE_READ);
    assert_true(store_read_catalog(store, found, NULL));
    assert_same_knowledge(found, expected);
    assert_true(store_facts(store, &facts, NULL));
    assert_int_equal(facts.services, 1);
    assert_int_equal(facts.runs, 1);
    assert_int_equal(facts.schema_version, 3);
    assert_true(facts.created > 0);
    assert_false(facts.observed);
    store_close(store);
    catalog_free(expected);
    catalog_free(found);
}

static void observing_more_later_merges(void **state)
{
    struct scratch *scratch = *state;
    struct catalog *expected = scratch_catalog(), *found = scratch_catalog();
    struct store *store;

    scratch_learn(expected, "a.example", 0, 300);
    scratch_learn(expected, "b.example", 0, 10);
    scratch_observe(scratch->path, "a.example", 100, 200);
    scratch_observe(scratch->path, "b.example", 0, 10);
    scratch_observe(scratch->path, "a.example", 0, 100);
    store = opened(scratch->path, STORE_READ);
    assert_true(store_read_catalog(store, found, NULL));
    assert_same_knowledge(found, expected);
    store_close(store);
    catalog_free(expected);
    catalog_free(found);
}

struct told {
    unsigned runs;
    struct store_run last;
    struct ledger ledger;
};

static void tell_run(void *context, const struct store_run *run, const struct ledger *ledger)
{
    struct told *told = context;

    told->runs++;
    told->last = *run;
    told->ledger = *ledger;
    assert_slice_equal(run->source, "made up");
}

static void every_run_keeps_its_counts_and_its_ledger(void **state)
{
    struct scratch *scratch = *state;
    struct told told = { 0 };
    struct store *store;

    scratch_observe(scratch->path, "a.example", 0, 10);
    scratch_observe(scratch->path, "a.example", 10, 32);
    store = opened(scratch->path, STORE_READ);
    assert_true(store_runs(store, tell_run, &told, NULL));
    assert_int_equal(told.runs, 2);
    assert_int_equal(told.last.id, 2);
    assert_int_equal(told.last.state, RUN_FINISHED);
    assert_int_equal(told.last.exchanges, 32);
    assert_int_equal(told.last.checkpoints, 1);
    assert_true(told.last.updated >= told.last.started && told.last.started > 0);
    assert_int_equal(told.ledger.seen[LEDGER_EXCHANGES], 32);
    assert_int_equal(told.ledger.analysed[LEDGER_EXCHANGES], 32);
    store_close(store);
}

struct overrides {
    unsigned count, in_force;
    char text[256];
};

static void tell_override(void *context, const struct store_override *override)
{
    struct overrides *told = context;
    size_t len = strlen(told->text);

    told->count++;
    told->in_force += override->undone == 0;
    snprintf(told->text + len, sizeof told->text - len, "%lld:%d:%.*s:%.*s%s ", (long long) override->id,
             override->override.kind, SLICE_ARG(override->override.service),
             SLICE_ARG(override->override.path), override->undone ? "(undone)" : "");
}

static void overrides_can_be_undone_and_are_never_forgotten(void **state)
{
    struct scratch *scratch = *state;
    struct override pin = { OVERRIDE_PIN, SLICE("a.example"), SLICE("/v1/things/{}") };
    struct override merge = { OVERRIDE_MERGE, SLICE(""), SLICE("/'; DROP TABLE override; --") };
    struct overrides told = { 0 };
    struct error err = { 0 };
    struct store *store;
    int64_t first, second;

    scratch_observe(scratch->path, "a.example", 0, 10);
    store = opened(scratch->path, STORE_EDIT);
    assert_true(store_override_add(store, &pin, &first, NULL));
    assert_true(store_override_add(store, &merge, &second, NULL));
    assert_true(second > first);
    assert_true(store_override_undo(store, first, NULL));
    assert_false(store_override_undo(store, first, &err));
    assert_int_equal(err.kind, ERROR_USAGE);
    assert_false(store_override_undo(store, 99, NULL));
    store_close(store);
    scratch_observe(scratch->path, "a.example", 10, 10);
    store = opened(scratch->path, STORE_READ);
    assert_true(store_overrides(store, tell_override, &told, NULL));
    assert_int_equal(told.in_force, 1);
    assert_string_equal(told.text, "1:0:a.example:/v1/things/{}(undone) 2:2::/'; DROP TABLE override; -- ");
    store_close(store);
}

static void loading_gives_a_catalog_with_overrides_in_force(void **state)
{
    struct scratch *scratch = *state;
    struct override pin = { OVERRIDE_PIN, SLICE("a.example"), SLICE("/v1/things/{}") };
    struct error err = { 0 };
    struct catalog *catalog;
    struct store *store;

    scratch_observe(scratch->path, "a.example", 0, 10);
    store = opened(scratch->path, STORE_EDIT);
    assert_true(store_override_add(store, &pin, NULL, NULL));
    catalog = store_load(store, 0, &err);
    assert_string_equal(err.text, "");
    assert_int_equal(catalog_service_count(catalog), 1);
    assert_slice_equal(catalog_service_key(catalog, 0), "a.example");
    catalog_free(catalog);
    store_close(store);
}

static void a_reader_sees_one_checkpoint_while_an_observer_goes_on(void **state)
{
    struct scratch *scratch = *state;
    struct store *reader, *observer, *later;
    struct catalog *catalog = scratch_catalog();
    struct store_run run = { .source = SLICE("made up") };
    struct ledger ledger = { 0 };
    struct store_checkpoint checkpoint = { .catalog = catalog, .run = &run, .ledger = &ledger };
    struct override pin = { OVERRIDE_PIN, SLICE(""), SLICE("/a") };
    struct store_facts facts;

    scratch_observe(scratch->path, "a.example", 0, 10);
    observer = opened(scratch->path, STORE_OBSERVE);
    assert_true(store_read_catalog(observer, catalog, NULL));
    assert_true(store_run_begin(observer, &run, 0, NULL));
    reader = opened(scratch->path, STORE_READ);
    assert_true(store_facts(reader, &facts, NULL));
    assert_true(facts.observed);
    scratch_learn(catalog, "b.example", 0, 10);
    assert_true(store_checkpoint(observer, &checkpoint, NULL) && store_settle(observer, NULL));
    assert_true(store_facts(reader, &facts, NULL));
    assert_int_equal(facts.services, 1);
    later = opened(scratch->path, STORE_EDIT);
    assert_true(store_override_add(later, &pin, NULL, NULL));
    assert_true(store_facts(later, &facts, NULL));
    assert_int_equal(facts.services, 2);
    scratch_learn(catalog, "c.example", 0, 10);
    assert_true(store_checkpoint(observer, &checkpoint, NULL) && store_settle(observer, NULL));
    assert_true(store_facts(observer, &facts, NULL));
    assert_int_equal(facts.services, 3);
    store_close(reader);
    store_close(later);
    store_close(observer);
    catalog_free(catalog);
}

static void refused_memory_is_told_and_leaves_the_file_as_it_was(void **state)
{
    struct scratch *scratch = *state;

    scratch_observe(scratch->path, "a.example", 0, 100);
    for (uint64_t fail_at = 1; fail_at < 6; fail_at++) {
        struct store *store = opened(scratch->path, STORE_OBSERVE);
        struct catalog *catalog = scratch_catalog();
        struct store_run run = { .source = SLICE("made up") };
        struct ledger ledger = { 0 };
        struct store_checkpoint checkpoint = { .catalog = catalog, .run = &run, .ledger = &ledger };
        struct error err = { 0 };
        bool fine;

        assert_true(store_run_begin(store, &run, 0, NULL));
        scratch_learn(catalog, "b.example", 0, 20);
        store->account.fail_at = store->account.calls + fail_at;
        fine = store_checkpoint(store, &checkpoint, &err);
        store->account.fail_at = 0;
        assert_int_equal(err.kind, fine ? ERROR_NONE : ERROR_MEMORY);
        assert_true(store_settle(store, NULL));
        store->account.fail_at = store->account.calls + fail_at;
        err = (struct error){ 0 };
        fine = store_read_catalog(store, catalog, &err);
        assert_int_equal(err.kind, fine ? ERROR_NONE : ERROR_MEMORY);
        store->account.fail_at = 0;
        store_close(store);
        catalog_free(catalog);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_path_comes_from_the_option_the_environment_or_the_default),
        cmocka_unit_test_setup_teardown(a_new_file_is_the_owners_alone_and_keeps_its_key, begin, end),
        cmocka_unit_test_setup_teardown(a_closed_store_is_one_file, begin, end),
        cmocka_unit_test_setup_teardown(what_was_saved_is_read_back, begin, end),
        cmocka_unit_test_setup_teardown(observing_more_later_merges, begin, end),
        cmocka_unit_test_setup_teardown(every_run_keeps_its_counts_and_its_ledger, begin, end),
        cmocka_unit_test_setup_teardown(overrides_can_be_undone_and_are_never_forgotten, begin, end),
        cmocka_unit_test_setup_teardown(loading_gives_a_catalog_with_overrides_in_force, begin, end),
        cmocka_unit_test_setup_teardown(a_reader_sees_one_checkpoint_while_an_observer_goes_on, begin, end),
        cmocka_unit_test_setup_teardown(refused_memory_is_told_and_leaves_the_file_as_it_was, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
