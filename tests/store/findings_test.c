/* SPDX-License-Identifier: Apache-2.0 */
#include "store/findings.h"

#include "base/check.h"
#include "store/inside.h"
#include "store/scratch.h"

#include <stdlib.h>

#define HOUR (3600 * 1000000000ll)
#define DAY (24 * HOUR)
#define SPRING (1700000000 * 1000000000ll)
#define NOW (1790000000 * 1000000000ll)

static const struct slice both[] = { { "a.example", 9 }, { "b.example", 9 } };

struct fixture {
    struct scratch scratch;
    struct memory account;
    struct arena arena;
    struct store *store;
    struct buffer told; /* by findings_list */
};

static struct store *opened(const char *path, enum store_mode mode)
{
    struct error err = { 0 };
    struct store *store = store_open(path, mode, &err);

    assert_string_equal(err.text, "");
    assert_non_null(store);
    return store;
}

static int begin(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);

    scratch_begin(&fixture->scratch);
    scratch_observe(fixture->scratch.path, "a.example", 0, 5);
    arena_init(&fixture->arena, &fixture->account, 0);
    buffer_init(&fixture->told, &fixture->account);
    fixture->store = opened(fixture->scratch.path, STORE_EDIT);
    *state = fixture;
    return 0;
}

static int end(void **state)
{
    struct fixture *fixture = *state;

    store_close(fixture->store);
    buffer_done(&fixture->told);
    arena_done(&fixture->arena);
    scratch_end(&fixture->scratch);
    free(fixture);
    return 0;
}

static void reopen(struct fixture *fixture, enum store_mode mode)
{
    store_close(fixture->store);
    fixture->store = opened(fixture->scratch.path, mode);
}

static void run_sql(struct fixture *fixture, const char *sql)
{
    sqlite3 *database;

    assert_int_equal(sqlite3_open(fixture->scratch.path, &database), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(database);
}

static struct finding found(const char *id, const char *service, uint64_t count, uint64_t of, int64_t newest)
{
    return (struct finding){
        .id = slice_of(id),
        .kind = SLICE("undocumented_status"),
        .service = slice_of(service),
        .subject = SLICE("GET /users/{id} 500"),
        .severity = SEVERITY_MEDIUM,
        .count = count,
        .of = of,
        .first_seen = SPRING,
        .last_seen = SPRING + HOUR,
        .newest = SPRING + newest,
    };
}

static void update_of(struct fixture *fixture, const struct slice *services, size_t service_count,
                      struct finding *list, size_t count, int64_t now)
{
    struct error err = { 0 };

    assert_true(findings_update(fixture->store, SLICE("drift"), services, service_count, list, count, now,
                                &fixture->arena, &err));
    assert_string_equal(err.text, "");
}

static void update(struct fixture *fixture, struct finding *list, size_t count, int64_t now)
{
    update_of(fixture, both, 2, list, count, now);
}

static void tell(void *context, const struct finding *finding)
{
    struct buffer *told = context;

    if (told->len)
        buffer_byte(told, ' ');
    buffer_append(told, finding->id);
    buffer_printf(told, ":%s", finding_state_name(finding->state));
    if (finding->reason.len)
        buffer_printf(told, "(%.*s)", SLICE_ARG(finding->reason));
    if (finding->expires)
        buffer_printf(told, "until %lld", (long long)((finding->expires - NOW) / DAY));
}

/* What the list tells of the room, by whatever store is open. */
static const char *listed(struct fixture *fixture, const char *room, const char *service)
{
    struct error err = { 0 };

    buffer_reset(&fixture->told);
    assert_true(findings_list(fixture->store, slice_of(room), slice_of(service), tell, &fixture->told, &err));
    assert_string_equal(err.text, "");
    buffer_byte(&fixture->told, '\0');
    return fixture->told.at;
}

#define assert_listed(fixture, expected) assert_string_equal(listed((fixture), "drift", ""), (expected))

static void what_is_found_is_kept_and_survives_reopening(void **state)
{
    struct fixture *fixture = *state;
    struct finding list[] = { found("d2", "b.example", 1, 10, HOUR), found("d1", "a.example", 1, 10, HOUR) };

    update(fixture, list, 2, NOW);
    assert_int_equal(list[0].state, FINDING_OPEN);
    assert_true(list[0].is_new && list[1].is_new);
    assert_int_equal(list[0].opened, NOW);
    assert_slice_equal(list[0].room, "drift");
    reopen(fixture, STORE_READ);
    assert_listed(fixture, "d1:open d2:open");
    assert_string_equal(listed(fixture, "drift", "b.example"), "d2:open");
    assert_string_equal(listed(fixture, "drift", "c.example"), "");
    assert_string_equal(listed(fixture, "posture", ""), "");
    reopen(fixture, STORE_EDIT);
    update(fixture, list, 2, NOW + 1);
    assert_false(list[0].is_new || list[1].is_new);
    assert_int_equal(list[0].opened, NOW);
    assert_int_equal(list[0].changed, NOW);
}

static void keep_last(void *context, const struct finding *finding)
{
    struct fixture *fixture = context;
    char *copy = arena_get(&fixture->arena, sizeof *finding);

    memcpy(copy, finding, sizeof *finding);
    ((struct finding *)copy)->subject = arena_copy(&fixture->arena, finding->subject);
    buffer_reset(&fixture->told);
    buffer_append(&fixture->told, slice_make(copy, sizeof *finding));
}

static void every_fact_is_kept_as_it_was(void **state)
{
    struct fixture *fixture = *state;
    struct finding list[] = { found("d1", "a.example", UINT64_MAX, UINT64_MAX, HOUR) }, kept;

    list[0].subject = slice_make("GET /'; DROP TABLE finding; --\0\xff\n", 33);
    list[0].first_seen = INT64_MIN;
    list[0].severity = SEVERITY_CRITICAL;
    update(fixture, list, 1, NOW);
    assert_true(findings_list(fixture->store, SLICE("drift"), SLICE(""), keep_last, fixture, NULL));
    memcpy(&kept, fixture->told.at, sizeof kept);
    assert_true(slice_eq(kept.subject, list[0].subject));
    assert_true(kept.count == UINT64_MAX && kept.of == UINT64_MAX);
    assert_true(kept.first_seen == INT64_MIN && kept.last_seen == SPRING + HOUR);
    assert_true(kept.newest == SPRING + HOUR && kept.opened == NOW && kept.changed == NOW);
    assert_int_equal(kept.severity, SEVERITY_CRITICAL);
    assert_false(kept.is_new);
}

static void the_list_is_by_service_subject_and_kind(void **state)
{
    struct fixture *fixture = *state;
    struct finding list[] = { found("d1", "b.example", 1, 1, 0), found("d2", "a.example", 1, 1, 0),
                              found("d3", "a.example", 1, 1, 0), found("d4", "a.example", 1, 1, 0) };

    list[1].subject = SLICE("PUT /users");
    list[2].kind = SLICE("unobserved_status");
    update(fixture, list, 4, NOW);
    assert_listed(fixture, "d4:open d3:open d2:open d1:open");
}

static void what_is_no_longer_found_is_fixed_and_returns(void **state)
{
    struct fixture *fixture = *state;
    struct finding list[] = { found("d1", "a.example", 1, 10, HOUR), found("d2", "a.example", 1, 10, HOUR) };

    update(fixture, list, 2, NOW);
    update(fixture, list, 1, NOW + 1);
    assert_listed(fixture, "d1:open d2:fixed(no longer found)");
    update(fixture, NULL, 0, NOW + 2);
    assert_listed(fixture, "d1:fixed(no longer found) d2:fixed(no longer found)");
    update(fixture, list, 2, NOW + 3);
    assert_listed(fixture, "d1:returned d2:returned");
    assert_int_equal(list[1].state, FINDING_RETURNED);
    assert_int_equal(list[1].opened, NOW);
    assert_int_equal(list[1].changed, NOW + 3);
    assert_false(list[1].is_new);
}

static void services_and_rooms_out_of_scope_are_left_alone(void **state)
{
    struct fixture *fixture = *state;
    struct finding list[] = { found("d1", "a.example", 1, 10, HOUR), found("d2", "b.example", 1, 10, HOUR) };
    struct finding other[] = { found("p1", "a.example", 1, 10, HOUR) };

    assert_true(
        findings_update(fixture->store, SLICE("posture"), both, 2, other, 1, NOW, &fixture->arena, NULL));
    update(fixture, list, 2, NOW);
    update_of(fixture, both, 1, NULL, 0, NOW + 1);
    assert_listed(fixture, "d1:fixed(no longer found) d2:open");
    update_of(fixture, both + 1, 1, NULL, 0, NOW + 2);
    assert_listed(fixture, "d1:fixed(no longer found) d2:fixed(no longer found)");
    update_of(fixture, NULL, 0, NULL, 0, NOW + 3);
    assert_string_equal(listed(fixture, "posture", ""), "p1:open");
}

static void acceptances_end_on_their_day(void **state)
{
    struct fixture *fixture = *state;
    struct finding list[] = { found("d1", "a.example", 1, 10, HOUR), found("d2", "a.example", 1, 10, HOUR) };

    update(fixture, list, 2, NOW);
    assert_true(finding_accept(fixture->store, SLICE("d1"), SLICE(" known "), NOW + 3 * DAY, NOW + 1, NULL));
    assert_true(finding_accept(fixture->store, SLICE("d2"), SLICE("for good"), 0, NOW + 1, NULL));
    assert_listed(fixture, "d1:accepted(known)until 3 d2:accepted(for good)");
    update(fixture, list, 2, NOW + 3 * DAY - 1);
    assert_int_equal(list[0].state, FINDING_ACCEPTED);
    assert_int_equal(list[0].expires, NOW + 3 * DAY);
    assert_int_equal(list[0].changed, NOW + 1);
    assert_slice_equal(list[0].reason, "known");
    update(fixture, list, 2, NOW + 3 * DAY);
    assert_int_equal(list[0].state, FINDING_OPEN);
    assert_int_equal(list[0].expires, 0);
    assert_int_equal(list[0].reason.len, 0);
    assert_listed(fixture, "d1:open d2:accepted(for good)");
    update(fixture, NULL, 0, NOW + 4 * DAY);
    assert_listed(fixture, "d1:fixed(no longer found) d2:fixed(no longer found)");
    update(fixture, list, 2, NOW + 5 * DAY);
    assert_listed(fixture, "d1:returned d2:accepted(for good)");
    assert_true(finding_reopen(fixture->store, SLICE("d2"), NOW + 6 * DAY, NULL));
    assert_listed(fixture, "d1:returned d2:open");
}

static void what_cannot_be_accepted_is_said(void **state)
{
    struct fixture *fixture = *state;
    struct finding list[] = { found("d1", "a.example", 1, 10, HOUR) };
    struct error err[4] = { 0 };

    update(fixture, list, 1, NOW);
    assert_false(finding_accept(fixture->store, SLICE("d9\x1b"), SLICE("known"), 0, NOW, &err[0]));
    assert_non_null(strstr(err[0].text, "there is no finding d9\\x1b in "));
    assert_false(finding_accept(fixture->store, SLICE("d1"), SLICE(" \t"), 0, NOW, &err[1]));
    assert_string_equal(err[1].text, "a finding is accepted with a reason");
    assert_false(finding_accept(fixture->store, SLICE("d1"), SLICE("known"), NOW, NOW, &err[2]));
    assert_non_null(strstr(err[2].text, "is over already"));
    assert_false(finding_reopen(fixture->store, SLICE(""), NOW, &err[3]));
    for (unsigned i = 0; i < 4; i++)
        assert_int_equal(err[i].kind, ERROR_USAGE);
    assert_listed(fixture, "d1:open");
}

static void what_is_quiet_is_fixed_by_evidence_until_it_happens_again(void **state)
{
    struct fixture *fixture = *state;
    struct finding list[] = { found("d1", "a.example", 10, 100, 2 * HOUR) };

    update(fixture, list, 1, NOW);
    reopen(fixture, STORE_EDIT);
    list[0] = found("d1", "a.example", 10, 130, DAY);
    update(fixture, list, 1, NOW + 1);
    assert_int_equal(list[0].state, FINDING_OPEN);
    reopen(fixture, STORE_EDIT);
    list[0] = found("d1", "a.example", 10, 150, 2 * DAY);
    update(fixture, list, 1, NOW + 2);
    assert_int_equal(list[0].state, FINDING_FIXED);
    assert_slice_equal(list[0].reason,
                       "not seen again in 50 chances since 2023-11-15; before that in 10 of 100");
    reopen(fixture, STORE_EDIT);
    assert_listed(fixture,
                  "d1:fixed(not seen again in 50 chances since 2023-11-15; before that in 10 of 100)");
    update(fixture, list, 1, NOW + 3);
    assert_int_equal(list[0].state, FINDING_FIXED);
    list[0] = found("d1", "a.example", 11, 151, 3 * DAY);
    list[0].last_seen = SPRING + 3 * DAY;
    update(fixture, list, 1, NOW + 4);
    assert_int_equal(list[0].state, FINDING_RETURNED);
    assert_listed(fixture, "d1:returned");
}

/* SQLite's own count of what others wrote. */
static int64_t data_version(struct database *database)
{
    int64_t version = -1;

    assert_true(database_number(database, "PRAGMA data_version", &version, NULL));
    return version;
}

static void what_is_as_it_was_is_not_written(void **state)
{
    struct fixture *fixture = *state;
    struct finding list[] = { found("d1", "a.example", 10, 100, HOUR), found("d2", "a.example", 1, 2, HOUR),
                              found("d3", "b.example", 10, 100, HOUR) };
    struct database watcher;
    int64_t before;

    assert_true(database_open(&watcher, fixture->scratch.path, DATABASE_READ, NULL));
    before = data_version(&watcher);
    update(fixture, list, 2, NOW);
    assert_true(data_version(&watcher) != before);
    update(fixture, list, 3, NOW);
    update(fixture, list, 2, NOW + 1); /* d3 becomes fixed */
    assert_true(finding_accept(fixture->store, SLICE("d2"), SLICE("known"), NOW + DAY, NOW, NULL));
    before = data_version(&watcher);
    update(fixture, list, 2, NOW + 2);
    update(fixture, list, 2, NOW + 3);
    assert_true(finding_accept(fixture->store, SLICE("d2"), SLICE("known"), NOW + DAY, NOW + 4, NULL));
    assert_int_equal(data_version(&watcher), before);
    assert_listed(fixture, "d1:open d2:accepted(known)until 1 d3:fixed(no longer found)");
    list[0].count++;
    update(fixture, list, 2, NOW + 5);
    assert_true(data_version(&watcher) != before);
    database_close(&watcher);
}

static void a_finding_may_move_to_another_service(void **state)
{
    struct fixture *fixture = *state;
    struct finding list[] = { found("d1", "a.example", 10, 100, HOUR) };

    update(fixture, list, 1, NOW);
    list[0].service = SLICE("b.example");
    update(fixture, list, 1, NOW + 1);
    assert_int_equal(list[0].state, FINDING_OPEN);
    assert_string_equal(listed(fixture, "drift", "a.example"), "");
    assert_string_equal(listed(fixture, "drift", "b.example"), "d1:open");
}

static void refused_memory_changes_nothing(void **state)
{
    struct fixture *fixture = *state;
    struct finding list[] = { found("d1", "a.example", 10, 100, HOUR), found("d2", "a.example", 1, 2, HOUR) };
    struct finding gone = found("d3", "a.example", 1, 2, HOUR);
    unsigned failed = 0;

    update(fixture, &gone, 1, NOW);
    for (uint64_t fail_at = 1; fail_at < 10; fail_at++) {
        struct memory small = { .fail_at = fail_at % 2 ? 0 : fail_at / 2 };
        struct error err = { 0 };
        struct arena arena;

        arena_init(&arena, &small, 16);
        fixture->store->account.fail_at = fail_at % 2 ? fixture->store->account.calls + fail_at / 2 + 1 : 0;
        if (!findings_update(fixture->store, SLICE("drift"), both, 2, list, 2, NOW + 1, &arena, &err)) {
            fixture->store->account.fail_at = 0;
            assert_int_equal(err.kind, ERROR_MEMORY);
            assert_int_equal(list[0].opened, 0);
            assert_listed(fixture, "d3:open");
            failed++;
        }
        fixture->store->account.fail_at = 0;
        arena_done(&arena);
        run_sql(fixture, "DELETE FROM finding WHERE id <> 'd3'; UPDATE finding SET state = 'open'");
        list[0] = found("d1", "a.example", 10, 100, HOUR);
    }
    assert_true(failed >= 4);
}

static void a_store_opened_to_be_read_refuses(void **state)
{
    struct fixture *fixture = *state;
    struct finding list[] = { found("d1", "a.example", 10, 100, HOUR) };
    struct error err[3] = { 0 };

    reopen(fixture, STORE_READ);
    assert_false(
        findings_update(fixture->store, SLICE("drift"), both, 2, list, 1, NOW, &fixture->arena, &err[0]));
    assert_false(finding_accept(fixture->store, SLICE("d1"), SLICE("known"), 0, NOW, &err[1]));
    assert_false(finding_reopen(fixture->store, SLICE("d1"), NOW, &err[2]));
    for (unsigned i = 0; i < 3; i++) {
        assert_int_equal(err[i].kind, ERROR_STORE);
        assert_non_null(strstr(err[i].text, "was opened to be read"));
    }
    assert_false(list[0].is_new);
    assert_listed(fixture, "");
}

static void edits_work_while_an_observer_is_at_work(void **state)
{
    struct fixture *fixture = *state;
    struct store *observer = opened(fixture->scratch.path, STORE_OBSERVE);
    struct catalog *catalog = scratch_catalog();
    struct store_run run = { .source = SLICE("made up") };
    struct ledger ledger = { 0 };
    struct store_checkpoint checkpoint = { .catalog = catalog, .run = &run, .ledger = &ledger };
    struct finding list[] = { found("d1", "a.example", 10, 100, HOUR) };

    assert_true(store_run_begin(observer, &run, 0, NULL));
    for (unsigned i = 0; i < 5; i++) {
        list[0].count++;
        scratch_learn(catalog, "a.example", i * 10, 10);
        assert_true(store_checkpoint(observer, &checkpoint, NULL));
        update(fixture, list, 1, NOW + i);
    }
    assert_true(store_settle(observer, NULL));
    assert_listed(fixture, "d1:open");
    store_close(fixture->store);
    fixture->store = observer;
    update(fixture, list, 1, NOW + 9);
    assert_true(finding_accept(observer, SLICE("d1"), SLICE("known"), 0, NOW, NULL));
    assert_listed(fixture, "d1:accepted(known)");
    catalog_free(catalog);
}

static void a_database_somebody_else_is_writing_is_busy(void **state)
{
    struct fixture *fixture = *state;
    struct finding list[] = { found("d1", "a.example", 10, 100, HOUR) };
    struct error err = { 0 };
    struct database other;

    assert_true(database_open(&other, fixture->scratch.path, DATABASE_WRITE, NULL));
    assert_true(database_run(&other, "BEGIN IMMEDIATE", NULL));
    sqlite3_busy_timeout(fixture->store->database.handle, 10);
    assert_false(
        findings_update(fixture->store, SLICE("drift"), both, 2, list, 1, NOW, &fixture->arena, &err));
    assert_non_null(strstr(err.text, "is busy"));
    database_close(&other);
    update(fixture, list, 1, NOW);
}

static void a_damaged_finding_is_named_and_nothing_is_changed(void **state)
{
    static const char *const damages[] = {
        "UPDATE finding SET state = 'closed' WHERE id = 'd2'",
        "UPDATE finding SET state = 'open', severity = 7 WHERE id = 'd2'",
        "UPDATE finding SET severity = x'ff' WHERE id = 'd2'",
    };
    struct fixture *fixture = *state;
    struct finding list[] = { found("d1", "a.example", 10, 100, HOUR), found("d2", "a.example", 1, 2, HOUR) };

    update(fixture, list, 2, NOW);
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        struct error err[3] = { 0 };

        run_sql(fixture, damages[i]);
        list[0].count++;
        assert_false(findings_list(fixture->store, SLICE("drift"), SLICE(""), tell, &fixture->told, &err[0]));
        assert_false(findings_update(fixture->store, SLICE("drift"), both, 2, list, 2, NOW + 1,
                                     &fixture->arena, &err[1]));
        assert_false(findings_update(fixture->store, SLICE("drift"), both, 2, list, 1, NOW + 1,
                                     &fixture->arena, &err[2]));
        for (unsigned j = 0; j < 3; j++) {
            assert_int_equal(err[j].kind, ERROR_STORE);
            assert_non_null(strstr(err[j].text, "is damaged: finding d2"));
        }
    }
    run_sql(fixture,
            "UPDATE finding SET severity = 'low' WHERE id = 'd2'; DELETE FROM finding WHERE seen > 10");
    assert_listed(fixture, "d1:open d2:open");
}

static void odd_numbers_in_the_file_are_borne(void **state)
{
    struct fixture *fixture = *state;
    struct finding list[] = { found("d1", "a.example", 10, 100, HOUR) };

    update(fixture, list, 1, NOW);
    run_sql(fixture,
            "UPDATE finding SET seen = 'many', chances = -1, newest = 9223372036854775807, quiet = -5, "
            "quiet_since = -9223372036854775807 - 1, last_seen = x'00', expires = -7, reason = x'00ff'");
    update(fixture, list, 1, NOW + 1);
    list[0].count++;
    update(fixture, list, 1, NOW + 2);
    assert_true(list[0].state == FINDING_OPEN);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_found_is_kept_and_survives_reopening),
        TEST(every_fact_is_kept_as_it_was),
        TEST(the_list_is_by_service_subject_and_kind),
        TEST(what_is_no_longer_found_is_fixed_and_returns),
        TEST(services_and_rooms_out_of_scope_are_left_alone),
        TEST(acceptances_end_on_their_day),
        TEST(what_cannot_be_accepted_is_said),
        TEST(what_is_quiet_is_fixed_by_evidence_until_it_happens_again),
        TEST(what_is_as_it_was_is_not_written),
        TEST(a_finding_may_move_to_another_service),
        TEST(refused_memory_changes_nothing),
        TEST(a_store_opened_to_be_read_refuses),
        TEST(edits_work_while_an_observer_is_at_work),
        TEST(a_database_somebody_else_is_writing_is_busy),
        TEST(a_damaged_finding_is_named_and_nothing_is_changed),
        TEST(odd_numbers_in_the_file_are_borne),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
