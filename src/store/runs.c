/* SPDX-License-Identifier: Apache-2.0 */
#include "store/runs.h"

#include "base/clock.h"

#define STATES 4
#define QUEUE_MOST 32 /* full blocks of some 70 KB each: 2 MiB wait for the disk at most */

static const char *const state_words[STATES] = {
    [RUN_OPEN] = "open",
    [RUN_FINISHED] = "finished",
    [RUN_STOPPED] = "stopped",
    [RUN_FAILED] = "failed",
};

static enum run_state state_read(struct slice word)
{
    for (unsigned i = 0; i < STATES; i++)
        if (slice_eq(word, slice_of(state_words[i])))
            return (enum run_state)i;
    return RUN_OPEN;
}

static bool run_trim(struct store *store, struct error *err)
{
    sqlite3_stmt *statement = database_use(&store->database, STATEMENT_blocks_trim, err);

    return statement && database_finish(&store->database, statement, err);
}

static bool run_measure(struct store *store, struct error *err)
{
    sqlite3_stmt *statement = database_use(&store->database, STATEMENT_blocks_bytes, err);

    if (!statement || database_step(&store->database, statement, err) != DATABASE_ROW)
        return false;
    store->event_bytes = (uint64_t)sqlite3_column_int64(statement, 0);
    sqlite3_reset(statement);
    return true;
}

static bool run_insert(struct store *store, struct store_run *run, struct error *err)
{
    sqlite3_stmt *statement = database_use(&store->database, STATEMENT_run_add, err);

    if (!statement)
        return false;
    run->started = run->updated = clock_now();
    database_bind_text(statement, 1, slice_of(state_words[RUN_OPEN]));
    sqlite3_bind_int64(statement, 2, run->started);
    database_bind_text(statement, 3, run->source);
    if (!database_finish(&store->database, statement, err))
        return false;
    store->run = run->id = sqlite3_last_insert_rowid(store->database.handle);
    return true;
}

bool store_run_begin(struct store *store, struct store_run *run, uint64_t event_limit, struct error *err)
{
    if (!run_trim(store, err) || !run_measure(store, err) || !run_insert(store, run, err))
        return false;
    store->event_limit = event_limit ? event_limit : STORE_DEFAULT_EVENT_LIMIT;
    store->checkpoints = 0;
    store->writer = writer_start(store, QUEUE_MOST, err);
    return store->writer != NULL;
}

bool run_write(struct store *store, const struct store_run *run, uint64_t checkpoints, struct error *err)
{
    sqlite3_stmt *statement = database_use(&store->database, STATEMENT_run_put, err);

    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, run->id);
    database_bind_text(statement, 2, slice_of(state_words[run->state]));
    sqlite3_bind_int64(statement, 3, run->updated);
    sqlite3_bind_int64(statement, 4, (int64_t)run->packets);
    sqlite3_bind_int64(statement, 5, (int64_t)run->bytes);
    sqlite3_bind_int64(statement, 6, (int64_t)run->exchanges);
    sqlite3_bind_int64(statement, 7, (int64_t)run->events);
    sqlite3_bind_int64(statement, 8, (int64_t)checkpoints);
    return database_finish(&store->database, statement, err);
}

static bool ledger_write(struct store *store, int64_t run, const char *kind, const char *name, uint64_t count,
                         struct error *err)
{
    sqlite3_stmt *statement = database_use(&store->database, STATEMENT_ledger_put, err);

    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, run);
    database_bind_text(statement, 2, slice_of(kind));
    database_bind_text(statement, 3, slice_of(name));
    sqlite3_bind_int64(statement, 4, (int64_t)count);
    return database_finish(&store->database, statement, err);
}

bool run_write_ledger(struct store *store, int64_t run, const struct ledger *ledger, struct error *err)
{
    for (enum ledger_unit unit = 0; unit < LEDGER_UNITS; unit++)
        if (!ledger_write(store, run, "seen", ledger_unit_name(unit), ledger->seen[unit], err) ||
            !ledger_write(store, run, "analysed", ledger_unit_name(unit), ledger->analysed[unit], err))
            return false;
    for (enum ledger_loss loss = 0; loss < LEDGER_LOSSES; loss++)
        if (!ledger_write(store, run, "lost", ledger_loss_name(loss), ledger->lost[loss], err))
            return false;
    return true;
}

static void ledger_read_row(struct ledger *ledger, struct slice kind, struct slice name, uint64_t count)
{
    if (slice_eq(kind, SLICE("lost"))) {
        enum ledger_loss loss = ledger_loss_find(name);

        if (loss < LEDGER_LOSSES)
            ledger->lost[loss] = count;
        return;
    }
    for (enum ledger_unit unit = 0; unit < LEDGER_UNITS; unit++) {
        if (!slice_eq(name, slice_of(ledger_unit_name(unit))))
            continue;
        if (slice_eq(kind, SLICE("seen")))
            ledger->seen[unit] = count;
        else if (slice_eq(kind, SLICE("analysed")))
            ledger->analysed[unit] = count;
    }
}

static bool run_read_ledger(struct store *store, int64_t run, struct ledger *ret, struct error *err)
{
    sqlite3_stmt *row = database_use(&store->database, STATEMENT_ledger, err);
    enum database_step step;

    if (!row)
        return false;
    sqlite3_bind_int64(row, 1, run);
    while ((step = database_step(&store->database, row, err)) == DATABASE_ROW)
        ledger_read_row(ret, database_text(row, 0), database_text(row, 1),
                        (uint64_t)sqlite3_column_int64(row, 2));
    return step == DATABASE_END;
}

static struct store_run run_read(sqlite3_stmt *row)
{
    return (struct store_run){
        .id = sqlite3_column_int64(row, 0),
        .state = state_read(database_text(row, 1)),
        .started = sqlite3_column_int64(row, 2),
        .updated = sqlite3_column_int64(row, 3),
        .source = database_text(row, 4),
        .packets = (uint64_t)sqlite3_column_int64(row, 5),
        .bytes = (uint64_t)sqlite3_column_int64(row, 6),
        .exchanges = (uint64_t)sqlite3_column_int64(row, 7),
        .events = (uint64_t)sqlite3_column_int64(row, 8),
        .checkpoints = (uint64_t)sqlite3_column_int64(row, 9),
    };
}

bool store_runs(struct store *store, store_run_sink *sink, void *context, struct error *err)
{
    sqlite3_stmt *row;
    enum database_step step;

    if (!store_hold(store, err) || !(row = database_use(&store->database, STATEMENT_runs, err)))
        return false;
    while ((step = database_step(&store->database, row, err)) == DATABASE_ROW) {
        struct store_run run = run_read(row);
        struct ledger ledger = { 0 };

        if (!run_read_ledger(store, run.id, &ledger, err)) {
            sqlite3_reset(row);
            return false;
        }
        sink(context, &run, &ledger);
    }
    return step == DATABASE_END;
}
