/* SPDX-License-Identifier: Apache-2.0 */
#include "store/migration.h"

#include "base/check.h"
#include "store/scratch.h"

#include <stdlib.h>

static const struct migration today[] = {
    { 1, "words", "CREATE TABLE word (text TEXT); INSERT INTO word VALUES ('kept')" },
    { 0 },
};
static const struct migration tomorrow[] = {
    { 1, "words", "CREATE TABLE word (text TEXT); INSERT INTO word VALUES ('kept')" },
    { 2, "languages", "ALTER TABLE word ADD COLUMN language TEXT DEFAULT 'en'" },
    { 5, "numbers", "CREATE TABLE number (value INTEGER)" },
    { 0 },
};
static const struct migration broken[] = {
    { 1, "words", "CREATE TABLE word (text TEXT); INSERT INTO word VALUES ('kept')" },
    { 2, "languages", "ALTER TABLE word ADD COLUMN language TEXT DEFAULT 'en'" },
    { 3, "broken", "CREATE TABLE more (a); INSERT INTO nowhere VALUES (1)" },
    { 0 },
};

struct fixture {
    struct scratch scratch;
    struct database database;
};

static int begin(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    sqlite3 *handle;

    scratch_begin(&fixture->scratch);
    assert_int_equal(sqlite3_open(fixture->scratch.path, &handle), SQLITE_OK);
    sqlite3_exec(handle, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
    sqlite3_close(handle);
    assert_true(database_open(&fixture->database, fixture->scratch.path, DATABASE_WRITE, NULL));
    *state = fixture;
    return 0;
}

static int end(void **state)
{
    struct fixture *fixture = *state;

    database_close(&fixture->database);
    scratch_end(&fixture->scratch);
    free(fixture);
    return 0;
}

static int64_t asked(struct database *database, const char *sql)
{
    int64_t number = -1;

    database_number(database, sql, &number, NULL);
    return number;
}

static void an_empty_file_gets_every_step(void **state)
{
    struct database *database = &((struct fixture *)*state)->database;
    int version = -1;

    assert_true(migration_version(database, tomorrow, &version, NULL));
    assert_int_equal(version, 0);
    assert_true(migration_apply(database, tomorrow, NULL));
    assert_true(migration_version(database, tomorrow, &version, NULL));
    assert_int_equal(version, 5);
    assert_int_equal(asked(database, "SELECT count(*) FROM migration"), 3);
    assert_int_equal(asked(database, "PRAGMA application_id"), STORE_APPLICATION_ID);
}

static void an_older_file_gets_what_it_lacks_and_keeps_what_it_has(void **state)
{
    struct database *database = &((struct fixture *)*state)->database;

    assert_true(migration_apply(database, today, NULL));
    assert_true(migration_apply(database, tomorrow, NULL));
    assert_true(migration_apply(database, tomorrow, NULL));
    assert_int_equal(asked(database, "SELECT count(*) FROM word WHERE text = 'kept' AND language = 'en'"), 1);
    assert_int_equal(asked(database, "SELECT count(*) FROM number"), 0);
    assert_int_equal(asked(database, "SELECT max(version) FROM migration"), 5);
}

static void a_newer_file_is_refused_and_left_alone(void **state)
{
    struct database *database = &((struct fixture *)*state)->database;
    struct error err = { 0 };
    int version = -1;

    assert_true(migration_apply(database, tomorrow, NULL));
    assert_false(migration_apply(database, today, &err));
    assert_int_equal(err.kind, ERROR_STORE);
    assert_non_null(strstr(err.text, "newer"));
    assert_false(migration_version(database, today, &version, NULL));
    assert_int_equal(version, -1);
    assert_int_equal(asked(database, "SELECT max(version) FROM migration"), 5);
}

static void a_step_that_fails_takes_all_others_back(void **state)
{
    struct database *database = &((struct fixture *)*state)->database;

    assert_true(migration_apply(database, today, NULL));
    assert_false(migration_apply(database, broken, NULL));
    assert_int_equal(asked(database, "SELECT max(version) FROM migration"), 1);
    assert_int_equal(asked(database, "SELECT count(*) FROM pragma_table_info('word')"), 1);
    assert_true(migration_apply(database, tomorrow, NULL));
}

static void the_steps_of_the_store_ascend_and_say_what_they_do(void **state)
{
    int before = 0;

    for (const struct migration *step = store_migrations; step->sql; step++) {
        assert_true(step->version > before);
        assert_true(step->what && *step->what);
        before = step->version;
    }
    assert_int_equal(migration_newest(store_migrations), before);
}

/* A file that stopped before the newest step opens all the same, in any mode. */
static void the_store_brings_an_older_file_up_to_date(void **state)
{
    struct fixture *fixture = *state;
    struct error err = { 0 };
    struct store *store;

    assert_true(database_run(
        &fixture->database,
        "PRAGMA application_id = 0x506c5369;"
        "CREATE TABLE migration (version INTEGER PRIMARY KEY, what TEXT NOT NULL, applied INTEGER "
        "NOT NULL)",
        NULL));
    store = store_open(fixture->scratch.path, STORE_OBSERVE, &err);
    assert_string_equal(err.text, "");
    assert_non_null(store);
    store_close(store);
    assert_int_equal(asked(&fixture->database, "SELECT max(version) FROM migration"),
                     migration_newest(store_migrations));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_empty_file_gets_every_step, begin, end),
        cmocka_unit_test_setup_teardown(an_older_file_gets_what_it_lacks_and_keeps_what_it_has, begin, end),
        cmocka_unit_test_setup_teardown(a_newer_file_is_refused_and_left_alone, begin, end),
        cmocka_unit_test_setup_teardown(a_step_that_fails_takes_all_others_back, begin, end),
        cmocka_unit_test(the_steps_of_the_store_ascend_and_say_what_they_do),
        cmocka_unit_test_setup_teardown(the_store_brings_an_older_file_up_to_date, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
