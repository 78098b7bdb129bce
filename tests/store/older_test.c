/* SPDX-License-Identifier: Apache-2.0 */
/* Files of the version before: brought up to date where that can be, read as they are where it cannot. */
#include "base/check.h"
#include "store/findings.h"
#include "store/migration.h"
#include "store/scratch.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* A database of version 1 with one service in it. */
static int begin(void **state)
{
    struct scratch *scratch = calloc(1, sizeof *scratch);
    sqlite3 *database;

    scratch_begin(scratch);
    scratch_observe(scratch->path, "a.example", 0, 5);
    assert_int_equal(sqlite3_open(scratch->path, &database), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(database,
                     "DROP TABLE finding; DROP TABLE finding_change; DELETE FROM migration WHERE version > 1;"
                     "PRAGMA journal_mode = DELETE",
                     NULL, NULL, NULL),
        SQLITE_OK);
    sqlite3_close(database);
    *state = scratch;
    return 0;
}

static int end(void **state)
{
    scratch_end(*state);
    free(*state);
    return 0;
}

static void count_finding(void *context, const struct finding *finding)
{
    ++*(unsigned *)context;
}

/* The service is there, and so many findings; answers the version of the schema, 0 when anything failed. */
static int version_of(struct store *store, unsigned findings)
{
    struct store_facts facts;
    unsigned told = 0;

    if (!store || !store_facts(store, &facts, NULL) || facts.services != 1 ||
        !findings_list(store, SLICE("drift"), SLICE(""), count_finding, &told, NULL) || told != findings)
        return 0;
    return facts.schema_version;
}

static void brought_up_to_date(const char *path, enum store_mode mode)
{
    static const struct slice service = { "a.example", 9 };
    struct finding found = { .id = SLICE("d1"), .service = SLICE("a.example") };
    struct memory account = { 0 };
    struct store *store;
    struct arena arena;

    arena_init(&arena, &account, 0);
    store = store_open(path, mode, NULL);
    assert_int_equal(version_of(store, 0), migration_newest(store_migrations));
    store_close(store);
    store = store_open(path, STORE_EDIT, NULL);
    assert_true(findings_update(store, SLICE("drift"), &service, 1, &found, 1, 1, &arena, NULL));
    assert_int_equal(version_of(store, 1), migration_newest(store_migrations));
    store_close(store);
    arena_done(&arena);
}

static void opening_it_to_read_brings_it_up_to_date(void **state)
{
    brought_up_to_date(((struct scratch *)*state)->path, STORE_READ);
}

static void opening_it_to_edit_brings_it_up_to_date(void **state)
{
    brought_up_to_date(((struct scratch *)*state)->path, STORE_EDIT);
}

static void observing_into_it_brings_it_up_to_date(void **state)
{
    brought_up_to_date(((struct scratch *)*state)->path, STORE_OBSERVE);
}

/* The observer is of the version before: its lock keeps others from changing the schema under it. */
static void one_in_use_is_read_as_it_is(void **state)
{
    struct scratch *scratch = *state;
    struct error err = { 0 };
    struct store *store;
    char lock[128];
    int fd;

    snprintf(lock, sizeof lock, "%s-lock", scratch->path);
    fd = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    assert_int_equal(flock(fd, LOCK_EX | LOCK_NB), 0);
    store = store_open(scratch->path, STORE_READ, NULL);
    assert_int_equal(version_of(store, 0), 1);
    store_close(store);
    assert_null(store_open(scratch->path, STORE_EDIT, &err));
    assert_non_null(strstr(err.text, "in use by another observer"));
    close(fd);
}

static int read_as_nobody(const char *path)
{
    struct store *store;
    int version;

    if (getuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
        return 1;
    store = store_open(path, STORE_READ, NULL);
    version = version_of(store, 0);
    store_close(store);
    return version;
}

/* Permissions mean nothing to root: somebody else reads. */
static void one_in_a_read_only_place_is_read_as_it_is(void **state)
{
    struct scratch *scratch = *state;
    int status = 0;
    pid_t child;

    assert_int_equal(chmod(scratch->path, 0444), 0);
    assert_int_equal(chmod(scratch->directory, 0555), 0);
    child = fork();
    if (child == 0)
        _exit(read_as_nobody(scratch->path));
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(WEXITSTATUS(status), 1);
    assert_int_equal(chmod(scratch->directory, 0755), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(opening_it_to_read_brings_it_up_to_date),   TEST(opening_it_to_edit_brings_it_up_to_date),
        TEST(observing_into_it_brings_it_up_to_date),    TEST(one_in_use_is_read_as_it_is),
        TEST(one_in_a_read_only_place_is_read_as_it_is),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
