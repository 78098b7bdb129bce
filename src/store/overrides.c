/* SPDX-License-Identifier: Apache-2.0 */
/* What people decided about templates. A row is never deleted or changed except that it may be marked as undone, so
 * every decision can be taken back and its history read. */
#include "base/clock.h"
#include "store/inside.h"

#define KINDS 3

static const char *const kind_words[KINDS] = {
    [OVERRIDE_PIN] = "pin",
    [OVERRIDE_SPLIT] = "split",
    [OVERRIDE_MERGE] = "merge",
};

static bool kind_read(struct slice word, enum override_kind *ret)
{
    for (unsigned i = 0; i < KINDS; i++)
        if (slice_eq(word, slice_of(kind_words[i])))
            return *ret = (enum override_kind)i, true;
    return false;
}

bool store_override_add(struct store *store, const struct override *override, int64_t *ret_id,
                        struct error *err)
{
    sqlite3_stmt *statement;

    if (!store_hold(store, err) || !(statement = database_use(&store->database, STATEMENT_override_add, err)))
        return false;
    database_bind_text(statement, 1, slice_of(kind_words[override->kind]));
    database_bind_text(statement, 2, override->service);
    database_bind_text(statement, 3, override->path);
    sqlite3_bind_int64(statement, 4, clock_now());
    if (!database_finish(&store->database, statement, err))
        return false;
    if (ret_id)
        *ret_id = sqlite3_last_insert_rowid(store->database.handle);
    return true;
}

bool store_override_undo(struct store *store, int64_t id, struct error *err)
{
    sqlite3_stmt *statement;

    if (!store_hold(store, err) ||
        !(statement = database_use(&store->database, STATEMENT_override_undo, err)))
        return false;
    sqlite3_bind_int64(statement, 1, id);
    sqlite3_bind_int64(statement, 2, clock_now());
    if (!database_finish(&store->database, statement, err))
        return false;
    return sqlite3_changes(store->database.handle) == 1 ||
           error_set(err, ERROR_USAGE, "there is no override %lld in force: `plainsight template` lists them",
                     (long long)id);
}

bool store_overrides(struct store *store, store_override_sink *sink, void *context, struct error *err)
{
    sqlite3_stmt *row;
    enum database_step step;

    if (!store_hold(store, err) || !(row = database_use(&store->database, STATEMENT_overrides, err)))
        return false;
    while ((step = database_step(&store->database, row, err)) == DATABASE_ROW) {
        struct store_override override = {
            .id = sqlite3_column_int64(row, 0),
            .override = { .service = database_text(row, 2), .path = database_text(row, 3) },
            .created = sqlite3_column_int64(row, 4),
            .undone = sqlite3_column_int64(row, 5),
        };

        if (!kind_read(database_text(row, 1), &override.override.kind)) {
            sqlite3_reset(row);
            return error_set(err, ERROR_STORE, "%s is damaged: override %lld is of no known kind",
                             store->path, (long long) override.id);
        }
        sink(context, &override);
    }
    return step == DATABASE_END;
}
