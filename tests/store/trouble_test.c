/* SPDX-License-Identifier: Apache-2.0 */
/* Files that are not what they should be: one sentence each, and never a crash. */
#include "base/check.h"
#include "store/scratch.h"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

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

static void assert_refused(const char *path, enum store_mode mode, const char *words)
{
    struct error err = { 0 };

    assert_null(store_open(path, mode, &err));
    assert_int_equal(err.kind == ERROR_STORE || err.kind == ERROR_SYSTEM, 1);
    if (!strstr(err.text, words))
        fail_msg("\"%s\" does not say \"%s\"", err.text, words);
    assert_null(strchr(err.text, '\n'));
}

static void write_file(const char *path, const void *bytes, size_t len)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    fclose(file);
}

static char *read_file(const char *path, size_t *ret_len)
{
    FILE *file = fopen(path, "rb");
    struct stat facts;
    char *bytes;

    assert_non_null(file);
    fstat(fileno(file), &facts);
    bytes = malloc((size_t)facts.st_size + 1);
    *ret_len = fread(bytes, 1, (size_t)facts.st_size, file);
    fclose(file);
    return bytes;
}

static void run_sql(const char *path, const char *sql)
{
    sqlite3 *database;

    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(database);
}

static void a_file_that_is_missing_or_no_file_at_all(void **state)
{
    struct scratch *scratch = *state;
    char deep[160];

    assert_refused(scratch->path, STORE_READ, "there is no database");
    assert_refused(scratch->path, STORE_EDIT, "there is no database");
    assert_refused(scratch->directory, STORE_READ, "is a directory");
    assert_refused(scratch->directory, STORE_OBSERVE, "is a directory");
    assert_refused("/dev/null", STORE_OBSERVE, "not a regular file");
    snprintf(deep, sizeof deep, "%s/no/such/a.db", scratch->directory);
    assert_refused(deep, STORE_OBSERVE, "No such file or directory");
}

static void a_file_of_somebody_else(void **state)
{
    struct scratch *scratch = *state;
    char text[5000];

    memset(text, 'x', sizeof text);
    write_file(scratch->path, text, sizeof text);
    assert_refused(scratch->path, STORE_READ, "is not a Plainsight database");
    assert_refused(scratch->path, STORE_OBSERVE, "is not a Plainsight database");
    write_file(scratch->path, "short", 5);
    assert_refused(scratch->path, STORE_OBSERVE, "is not a Plainsight database");
    unlink(scratch->path);
    run_sql(scratch->path, "CREATE TABLE cookies (id INTEGER)");
    assert_refused(scratch->path, STORE_READ, "database of another program");
    assert_refused(scratch->path, STORE_OBSERVE, "database of another program");
}

static void an_empty_file_is_taken_by_an_observer_only(void **state)
{
    struct scratch *scratch = *state;
    struct store *store;

    write_file(scratch->path, "", 0);
    assert_refused(scratch->path, STORE_READ, "is empty");
    assert_refused(scratch->path, STORE_EDIT, "is empty");
    store = store_open(scratch->path, STORE_OBSERVE, NULL);
    assert_non_null(store);
    store_close(store);
}

static void a_file_of_a_newer_version(void **state)
{
    struct scratch *scratch = *state;

    scratch_observe(scratch->path, "a.example", 0, 5);
    run_sql(scratch->path, "INSERT INTO migration VALUES (999, 'tomorrow', 0)");
    assert_refused(scratch->path, STORE_READ, "written by a newer plainsight");
    assert_refused(scratch->path, STORE_OBSERVE, "written by a newer plainsight");
}

static void a_file_another_observer_has(void **state)
{
    struct scratch *scratch = *state;
    struct store *first = store_open(scratch->path, STORE_OBSERVE, NULL);
    char words[64];

    assert_non_null(first);
    snprintf(words, sizeof words, "in use by another observer (process %d)", (int)getpid());
    assert_refused(scratch->path, STORE_OBSERVE, words);
    store_close(first);
    first = store_open(scratch->path, STORE_OBSERVE, NULL);
    assert_non_null(first);
    store_close(first);
}

static void a_name_with_odd_characters(void **state)
{
    struct scratch *scratch = *state;
    char odd[160];
    struct store *store;

    snprintf(odd, sizeof odd, "%s/100%%?#a&mode=memory \xc3\xa4.db", scratch->directory);
    scratch_observe(odd, "a.example", 0, 5);
    store = store_open(odd, STORE_READ, NULL);
    assert_non_null(store);
    store_close(store);
}

/* Permissions mean nothing to root: the rest runs as nobody. */
static int as_nobody(int (*run)(struct scratch *scratch), struct scratch *scratch)
{
    pid_t child = fork();
    int status = 0;

    if (child == 0) {
        if (getuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
            _exit(0);
        _exit(run(scratch));
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

static int try_read_only(struct scratch *scratch)
{
    struct error err = { 0 };
    struct store *store = store_open(scratch->path, STORE_READ, &err);
    struct store_facts facts;

    if (!store || !store_facts(store, &facts, &err) || facts.services != 1)
        return 1;
    store_close(store);
    if (store_open(scratch->path, STORE_EDIT, &err) || !strstr(err.text, "cannot be written"))
        return 2;
    err = (struct error){ 0 };
    if (store_open(scratch->path, STORE_OBSERVE, &err) || !strstr(err.text, "Permission denied"))
        return 3;
    return 0;
}

static void a_read_only_place_can_be_read_and_not_written(void **state)
{
    struct scratch *scratch = *state;

    scratch_observe(scratch->path, "a.example", 0, 5);
    assert_int_equal(chmod(scratch->path, 0444), 0);
    assert_int_equal(chmod(scratch->directory, 0555), 0);
    assert_int_equal(as_nobody(try_read_only, scratch), 0);
    assert_int_equal(chmod(scratch->directory, 0755), 0);
}

/* What the reading commands do; how often it failed. Whatever the file holds, this must come back. */
static unsigned read_everything(const char *path);

static void count_event(void *context, const struct event *event)
{
    ++*(unsigned *)context;
}

static void ignore_run(void *context, const struct store_run *run, const struct ledger *ledger)
{
}

static void ignore_override(void *context, const struct store_override *override)
{
}

static unsigned read_everything(const char *path)
{
    struct error err = { 0 };
    struct store *store = store_open(path, STORE_READ, &err);
    struct catalog *catalog;
    struct store_facts facts;
    unsigned failed = 0, events = 0;

    if (!store)
        return 1 + (err.kind == ERROR_NONE || err.text[0] == '\0') * 1000;
    catalog = store_load(store, 0, NULL);
    failed += !catalog;
    failed += !store_facts(store, &facts, NULL);
    failed += !store_runs(store, ignore_run, NULL, NULL);
    failed += !store_overrides(store, ignore_override, NULL, NULL);
    failed += !store_events(store, NULL, count_event, &events, NULL);
    catalog_free(catalog);
    store_close(store);
    return failed;
}

static void a_file_cut_short_anywhere(void **state)
{
    struct scratch *scratch = *state;
    size_t len;
    char *bytes;

    scratch_observe(scratch->path, "a.example", 0, 50);
    bytes = read_file(scratch->path, &len);
    for (size_t cut = 0; cut < len; cut += 500) {
        write_file(scratch->path, bytes, cut);
        assert_in_range(read_everything(scratch->path), 1, 999);
    }
    write_file(scratch->path, bytes, len);
    assert_int_equal(read_everything(scratch->path), 0);
    free(bytes);
}

static void a_file_with_any_byte_changed(void **state)
{
    struct scratch *scratch = *state;
    unsigned refused = 0, tried = 0;
    size_t len;
    char *bytes;

    scratch_observe(scratch->path, "a.example", 0, 50);
    bytes = read_file(scratch->path, &len);
    for (size_t i = 0; i < len; i += i < 200 ? 1 : 97, tried++) {
        int fd = open(scratch->path, O_WRONLY);
        char changed = (char)(bytes[i] ^ 0xff);

        assert_int_equal(pwrite(fd, &changed, 1, (off_t)i), 1);
        close(fd);
        refused += read_everything(scratch->path) != 0;
        fd = open(scratch->path, O_WRONLY);
        assert_int_equal(pwrite(fd, bytes + i, 1, (off_t)i), 1);
        close(fd);
    }
    assert_true(refused > 0 && refused < tried);
    assert_int_equal(read_everything(scratch->path), 0);
    free(bytes);
}

/* No file may grow beyond what the database needs now: the disk is full, as far as the process can tell. */
static int try_full_disk(const char *path, rlim_t most)
{
    struct rlimit limit = { most, most };
    struct error err = { 0 };
    struct catalog *catalog = scratch_catalog();
    struct store_run run = { .source = SLICE("made up") };
    struct ledger ledger = { 0 };
    struct store_checkpoint checkpoint = { .catalog = catalog, .run = &run, .ledger = &ledger };
    struct store *store;
    int result = 1;

    signal(SIGXFSZ, SIG_IGN);
    store = store_open(path, STORE_OBSERVE, &err);
    if (!store || !store_read_catalog(store, catalog, &err) || !store_run_begin(store, &run, 0, &err))
        return 2;
    setrlimit(RLIMIT_FSIZE, &limit);
    for (unsigned i = 0; i < 200 && result == 1; i++) {
        char host[32];

        snprintf(host, sizeof host, "host%u.example", i);
        scratch_learn(catalog, host, 0, 30);
        if (!store_checkpoint(store, &checkpoint, &err) || !store_settle(store, &err))
            result = strstr(err.text, "full") && store_is_failing(store) ? 0 : 3;
    }
    store_close(store);
    catalog_free(catalog);
    return result;
}

static void a_full_disk_costs_what_came_after_the_last_checkpoint(void **state)
{
    struct scratch *scratch = *state;
    struct stat facts;
    pid_t child;
    int status;

    scratch_observe(scratch->path, "a.example", 0, 50);
    assert_int_equal(stat(scratch->path, &facts), 0);
    child = fork();
    if (child == 0)
        _exit(try_full_disk(scratch->path, (rlim_t)facts.st_size + 100000));
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(read_everything(scratch->path), 0);
    scratch_observe(scratch->path, "b.example", 0, 50);
    assert_int_equal(read_everything(scratch->path), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_file_that_is_missing_or_no_file_at_all, begin, end),
        cmocka_unit_test_setup_teardown(a_file_of_somebody_else, begin, end),
        cmocka_unit_test_setup_teardown(an_empty_file_is_taken_by_an_observer_only, begin, end),
        cmocka_unit_test_setup_teardown(a_file_of_a_newer_version, begin, end),
        cmocka_unit_test_setup_teardown(a_file_another_observer_has, begin, end),
        cmocka_unit_test_setup_teardown(a_name_with_odd_characters, begin, end),
        cmocka_unit_test_setup_teardown(a_read_only_place_can_be_read_and_not_written, begin, end),
        cmocka_unit_test_setup_teardown(a_file_cut_short_anywhere, begin, end),
        cmocka_unit_test_setup_teardown(a_file_with_any_byte_changed, begin, end),
        cmocka_unit_test_setup_teardown(a_full_disk_costs_what_came_after_the_last_checkpoint, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
