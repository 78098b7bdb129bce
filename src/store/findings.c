/* SPDX-License-Identifier: Apache-2.0 */
/* Findings in the database: rows become records, store/finding_state.c says what becomes of them, and those that changed are
 * written back. */
#include "store/findings.h"

#include "base/table.h"
#include "store/finding_state.h"
#include "store/inside.h"

#define FINDINGS_VERSION 2 /* of the schema that has them */
#define CHANGES_VERSION 3  /* likewise their history */
#define ID_SHOWN 64

static bool findings_begin(struct store *store, struct error *err)
{
    if (store->mode == STORE_READ)
        return error_set(err, ERROR_STORE, "%s was opened to be read: what is found cannot be kept in it",
                         store->path);
    return store_hold(store, err) && database_run(&store->database, "BEGIN IMMEDIATE", err);
}

static bool findings_end(struct store *store, bool fine, struct error *err)
{
    if (fine && database_run(&store->database, "COMMIT", err))
        return true;
    database_run(&store->database, "ROLLBACK", NULL);
    return false;
}

static bool finding_damaged(const struct store *store, struct slice id, const char *what, struct error *err)
{
    return error_set(err, ERROR_STORE, "%s is damaged: finding %.*s is of no known %s; restore a copy",
                     store->path, id.len < ID_SHOWN ? (int)id.len : ID_SHOWN, id.at, what);
}

static bool finding_no_memory(const struct store *store, struct error *err)
{
    return error_set(err, ERROR_MEMORY, "no memory for the findings in %s", store->path);
}

/* Slices are borrowed from the row. */
static bool finding_read(const struct store *store, sqlite3_stmt *row, struct finding_record *ret,
                         struct error *err)
{
    *ret = (struct finding_record){
        .facts = {
            .id = database_text(row, 0),
            .room = database_text(row, 1),
            .kind = database_text(row, 2),
            .service = database_text(row, 3),
            .subject = database_text(row, 4),
            .count = (uint64_t)sqlite3_column_int64(row, 6),
            .of = (uint64_t)sqlite3_column_int64(row, 7),
            .first_seen = sqlite3_column_int64(row, 8),
            .last_seen = sqlite3_column_int64(row, 9),
            .newest = sqlite3_column_int64(row, 10),
            .opened = sqlite3_column_int64(row, 12),
            .changed = sqlite3_column_int64(row, 13),
            .reason = database_text(row, 14),
            .expires = sqlite3_column_int64(row, 15),
        },
        .by_evidence = sqlite3_column_int(row, 16) != 0,
        .quiet = (uint64_t)sqlite3_column_int64(row, 17),
        .quiet_since = sqlite3_column_int64(row, 18),
    };
    if (!severity_from(database_text(row, 5), &ret->facts.severity))
        return finding_damaged(store, ret->facts.id, "severity", err);
    return finding_state_from(database_text(row, 11), &ret->facts.state) ||
           finding_damaged(store, ret->facts.id, "state", err);
}

static bool finding_write(struct store *store, const struct finding_record *record, struct error *err)
{
    sqlite3_stmt *statement = database_use(&store->database, STATEMENT_finding_put, err);
    const struct finding *facts = &record->facts;

    if (!statement)
        return false;
    database_bind_text(statement, 1, facts->id);
    database_bind_text(statement, 2, facts->room);
    database_bind_text(statement, 3, facts->kind);
    database_bind_text(statement, 4, facts->service);
    database_bind_text(statement, 5, facts->subject);
    database_bind_text(statement, 6, slice_of(severity_name(facts->severity)));
    sqlite3_bind_int64(statement, 7, (int64_t)facts->count);
    sqlite3_bind_int64(statement, 8, (int64_t)facts->of);
    sqlite3_bind_int64(statement, 9, facts->first_seen);
    sqlite3_bind_int64(statement, 10, facts->last_seen);
    sqlite3_bind_int64(statement, 11, facts->newest);
    database_bind_text(statement, 12, slice_of(finding_state_name(facts->state)));
    sqlite3_bind_int64(statement, 13, facts->opened);
    sqlite3_bind_int64(statement, 14, facts->changed);
    database_bind_text(statement, 15, facts->reason);
    sqlite3_bind_int64(statement, 16, facts->expires);
    sqlite3_bind_int(statement, 17, record->by_evidence);
    sqlite3_bind_int64(statement, 18, (int64_t)record->quiet);
    sqlite3_bind_int64(statement, 19, record->quiet_since);
    return database_finish(&store->database, statement, err);
}

static bool finding_trim_changes(struct store *store, struct slice id, struct error *err)
{
    sqlite3_stmt *statement = database_use(&store->database, STATEMENT_finding_changes_trim, err);

    if (!statement)
        return false;
    database_bind_text(statement, 1, id);
    sqlite3_bind_int(statement, 2, FINDING_CHANGES);
    return database_finish(&store->database, statement, err);
}

/* Remembers that the state is another one now. */
static bool finding_write_change(struct store *store, const struct finding_record *record, struct error *err)
{
    char text[FINDING_REASON];
    sqlite3_stmt *statement = database_use(&store->database, STATEMENT_finding_change_put, err);

    if (!statement)
        return false;
    database_bind_text(statement, 1, record->facts.id);
    sqlite3_bind_int64(statement, 2, record->facts.changed);
    database_bind_text(statement, 3, slice_of(finding_state_name(record->facts.state)));
    database_bind_text(statement, 4, finding_record_reason(record, text));
    return database_finish(&store->database, statement, err) &&
           finding_trim_changes(store, record->facts.id, err);
}

/* before NULL: it is new. Nothing is written when nothing changed. */
static bool finding_renew(struct store *store, const struct finding_record *before,
                          const struct finding_record *after, struct error *err)
{
    if (before && finding_record_same(before, after))
        return true;
    if (!finding_write(store, after, err))
        return false;
    return (before && before->facts.state == after->facts.state &&
            slice_eq(before->facts.reason, after->facts.reason)) ||
           finding_write_change(store, after, err);
}

/* Of a row only what outlives it. */
static bool finding_keep(struct finding *facts, struct arena *arena)
{
    struct slice *const slices[] = { &facts->id,      &facts->room,    &facts->kind,
                                     &facts->service, &facts->subject, &facts->reason };

    for (size_t i = 0; i < sizeof slices / sizeof *slices; i++) {
        *slices[i] = arena_copy(arena, *slices[i]);
        if (!slices[i]->at)
            return false;
    }
    return true;
}

/* DATABASE_END when there is none of that id. */
static enum database_step finding_find(struct store *store, struct slice id, struct arena *arena,
                                       struct finding_record *ret, struct error *err)
{
    sqlite3_stmt *row = database_use(&store->database, STATEMENT_finding, err);
    enum database_step step;
    bool fine;

    if (!row)
        return DATABASE_FAILED;
    database_bind_text(row, 1, id);
    step = database_step(&store->database, row, err);
    if (step != DATABASE_ROW)
        return step;
    fine = finding_read(store, row, ret, err) &&
           (finding_keep(&ret->facts, arena) || finding_no_memory(store, err));
    sqlite3_reset(row);
    return fine ? DATABASE_ROW : DATABASE_FAILED;
}

/* One look at everything. */
struct look {
    struct store *store;
    struct slice room;
    int64_t now;
    struct arena *arena;  /* the caller's, for what is answered */
    struct arena scratch; /* reset with every record */
    struct table ids;     /* of all that was found */
    struct finding *answers;
};

static void look_begin(struct look *look)
{
    arena_init(&look->scratch, &look->store->account, 0);
    table_init(&look->ids, &look->store->account);
}

static void look_end(struct look *look)
{
    table_done(&look->ids);
    arena_done(&look->scratch);
}

static bool look_answer(struct look *look, const struct finding_record *record, bool is_new,
                        struct finding *answer, struct error *err)
{
    char text[FINDING_REASON];
    struct slice reason = finding_record_reason(record, text);

    answer->room = look->room;
    answer->state = record->facts.state;
    answer->opened = record->facts.opened;
    answer->changed = record->facts.changed;
    answer->expires = answer->state == FINDING_ACCEPTED ? record->facts.expires : 0;
    answer->is_new = is_new;
    answer->reason = arena_copy(look->arena, reason);
    return answer->reason.at || finding_no_memory(look->store, err);
}

static bool look_meet(struct look *look, struct finding *found, struct error *err)
{
    struct finding_record before = { 0 }, after;
    enum database_step step;

    arena_reset(&look->scratch);
    found->room = look->room;
    step = finding_find(look->store, found->id, &look->scratch, &before, err);
    if (step == DATABASE_FAILED)
        return false;
    if (step == DATABASE_END) {
        after = finding_record_new(found, look->now);
    } else {
        after = before;
        finding_record_meet(&after, found, look->now);
    }
    return finding_renew(look->store, step == DATABASE_ROW ? &before : NULL, &after, err) &&
           look_answer(look, &after, step == DATABASE_END, found, err);
}

static bool look_meet_all(struct look *look, const struct finding *found, size_t count, struct error *err)
{
    look->answers = arena_get_array(look->arena, count, sizeof *look->answers);
    if (!look->answers)
        return finding_no_memory(look->store, err);
    for (size_t i = 0; i < count; i++) {
        look->answers[i] = found[i];
        if (!table_put(&look->ids, found[i].id, &look->answers[i]))
            return finding_no_memory(look->store, err);
        if (!look_meet(look, &look->answers[i], err))
            return false;
    }
    return true;
}

struct missed {
    struct missed *next;
    struct slice id;
};

static bool missed_add(struct missed **list, struct slice id, struct arena *arena)
{
    struct missed *missed = arena_get(arena, sizeof *missed);

    if (!missed)
        return false;
    *missed = (struct missed){ *list, arena_copy(arena, id) };
    *list = missed;
    return missed->id.at != NULL;
}

/* Collected before anything is changed: rows must not move under the statement that walks them. */
static bool look_collect_missed(struct look *look, struct slice service, struct arena *arena,
                                struct missed **ret, struct error *err)
{
    sqlite3_stmt *row = database_use(&look->store->database, STATEMENT_findings_standing, err);
    enum database_step step;

    if (!row)
        return false;
    database_bind_text(row, 1, look->room);
    database_bind_text(row, 2, service);
    while ((step = database_step(&look->store->database, row, err)) == DATABASE_ROW) {
        struct slice id = database_text(row, 0);

        if (!table_find(&look->ids, id) && !missed_add(ret, id, arena)) {
            sqlite3_reset(row);
            return finding_no_memory(look->store, err);
        }
    }
    return step == DATABASE_END;
}

static bool look_miss(struct look *look, struct slice id, struct error *err)
{
    struct finding_record before = { 0 }, after;
    enum database_step step;

    arena_reset(&look->scratch);
    step = finding_find(look->store, id, &look->scratch, &before, err);
    if (step != DATABASE_ROW)
        return step == DATABASE_END;
    after = before;
    finding_record_miss(&after, look->now);
    return finding_renew(look->store, &before, &after, err);
}

static bool look_miss_all(struct look *look, const struct slice *services, size_t count, struct error *err)
{
    struct missed *missed = NULL;
    struct arena arena;
    bool fine = true;

    arena_init(&arena, &look->store->account, 0);
    for (size_t i = 0; fine && i < count; i++)
        fine = look_collect_missed(look, services[i], &arena, &missed, err);
    for (; fine && missed; missed = missed->next)
        fine = look_miss(look, missed->id, err);
    arena_done(&arena);
    return fine;
}

bool findings_update(struct store *store, struct slice room, const struct slice *services,
                     size_t service_count, struct finding *found, size_t count, int64_t now,
                     struct arena *arena, struct error *err)
{
    struct look look = { .store = store, .room = room, .now = now, .arena = arena };
    bool fine;

    if (!findings_begin(store, err))
        return false;
    look_begin(&look);
    fine = look_meet_all(&look, found, count, err) && look_miss_all(&look, services, service_count, err);
    look_end(&look);
    if (!findings_end(store, fine, err))
        return false;
    if (count)
        memcpy(found, look.answers, count * sizeof *found);
    return true;
}

/* A decision of a person about one finding. */
struct decision {
    void (*take)(const struct decision *decision, struct finding_record *record);
    struct slice id, reason;
    int64_t expires, now;
};

static bool decision_write(struct store *store, const struct decision *decision, struct arena *arena,
                           struct error *err)
{
    struct finding_record before = { 0 }, after;
    enum database_step step = finding_find(store, decision->id, arena, &before, err);

    if (step == DATABASE_END)
        return error_set(err, ERROR_USAGE, "there is no finding %.*s in %s",
                         decision->id.len < ID_SHOWN ? (int)decision->id.len : ID_SHOWN, decision->id.at,
                         store->path);
    if (step == DATABASE_FAILED)
        return false;
    after = before;
    decision->take(decision, &after);
    return finding_renew(store, &before, &after, err);
}

static bool decision_take(struct store *store, const struct decision *decision, struct error *err)
{
    struct arena arena;
    bool fine;

    if (!findings_begin(store, err))
        return false;
    arena_init(&arena, &store->account, 0);
    fine = findings_end(store, decision_write(store, decision, &arena, err), err);
    arena_done(&arena);
    return fine;
}

static void take_acceptance(const struct decision *decision, struct finding_record *record)
{
    finding_record_accept(record, decision->reason, decision->expires, decision->now);
}

bool finding_accept(struct store *store, struct slice id, struct slice reason, int64_t expires, int64_t now,
                    struct error *err)
{
    const struct decision decision = { take_acceptance, id, slice_trim(reason), expires, now };

    if (decision.reason.len == 0)
        return error_set(err, ERROR_USAGE, "a finding is accepted with a reason");
    if (expires != 0 && expires <= now)
        return error_set(err, ERROR_USAGE, "the day until which a finding is accepted is over already");
    return decision_take(store, &decision, err);
}

static void take_reopening(const struct decision *decision, struct finding_record *record)
{
    finding_record_reopen(record, decision->now);
}

bool finding_reopen(struct store *store, struct slice id, int64_t now, struct error *err)
{
    const struct decision decision = { .take = take_reopening, .id = id, .now = now };

    return decision_take(store, &decision, err);
}

static bool findings_tell(const struct store *store, sqlite3_stmt *row, finding_sink *sink, void *context,
                          struct error *err)
{
    struct finding_record record;
    char text[FINDING_REASON];

    if (!finding_read(store, row, &record, err))
        return false;
    record.facts.reason = finding_record_reason(&record, text);
    if (record.facts.state != FINDING_ACCEPTED)
        record.facts.expires = 0;
    sink(context, &record.facts);
    return true;
}

bool findings_list(struct store *store, struct slice room, struct slice service, finding_sink *sink,
                   void *context, struct error *err)
{
    sqlite3_stmt *row;
    enum database_step step;

    if (store->version < FINDINGS_VERSION)
        return true;
    if (!store_hold(store, err) || !(row = database_use(&store->database, STATEMENT_findings, err)))
        return false;
    database_bind_text(row, 1, room);
    database_bind_text(row, 2, service);
    while ((step = database_step(&store->database, row, err)) == DATABASE_ROW)
        if (!findings_tell(store, row, sink, context, err)) {
            sqlite3_reset(row);
            return false;
        }
    return step == DATABASE_END;
}

static bool findings_tell_change(const struct store *store, struct slice id, sqlite3_stmt *row,
                                 finding_change_sink *sink, void *context, struct error *err)
{
    struct finding_change change = { .at = sqlite3_column_int64(row, 0), .reason = database_text(row, 2) };

    if (!finding_state_from(database_text(row, 1), &change.state))
        return finding_damaged(store, id, "state", err);
    sink(context, &change);
    return true;
}

bool findings_history(struct store *store, struct slice id, finding_change_sink *sink, void *context,
                      struct error *err)
{
    sqlite3_stmt *row;
    enum database_step step;

    if (store->version < CHANGES_VERSION)
        return true;
    if (!store_hold(store, err) || !(row = database_use(&store->database, STATEMENT_finding_changes, err)))
        return false;
    database_bind_text(row, 1, id);
    while ((step = database_step(&store->database, row, err)) == DATABASE_ROW)
        if (!findings_tell_change(store, id, row, sink, context, err)) {
            sqlite3_reset(row);
            return false;
        }
    return step == DATABASE_END;
}
