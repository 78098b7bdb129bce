/* SPDX-License-Identifier: Apache-2.0 */
#include "store/migration.h"

#include "base/clock.h"

/* run.state, override.kind and ledger.kind are words, so that the file can be read with any SQLite tool. Blobs of
 * services are what catalog/catalog.h writes, compressed; `bytes` is their size before. An event block belongs to the
 * checkpoint of its run that makes it visible; an open one is replaced at the next. */
static const char schema_1[] =
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;"
    "CREATE TABLE run (id INTEGER PRIMARY KEY AUTOINCREMENT, state TEXT NOT NULL, started INTEGER NOT NULL,"
    " updated INTEGER NOT NULL, source TEXT NOT NULL, packets INTEGER NOT NULL DEFAULT 0,"
    " bytes INTEGER NOT NULL DEFAULT 0, exchanges INTEGER NOT NULL DEFAULT 0, events INTEGER NOT NULL "
    "DEFAULT 0,"
    " checkpoints INTEGER NOT NULL DEFAULT 0);"
    "CREATE TABLE ledger (run INTEGER NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, count INTEGER NOT "
    "NULL,"
    " PRIMARY KEY (run, kind, name)) WITHOUT ROWID;"
    "CREATE TABLE service (key TEXT NOT NULL UNIQUE, run INTEGER NOT NULL, saved INTEGER NOT NULL,"
    " bytes INTEGER NOT NULL, evidence BLOB NOT NULL);"
    "CREATE TABLE rest (id INTEGER PRIMARY KEY CHECK (id = 1), saved INTEGER NOT NULL, bytes INTEGER NOT "
    "NULL,"
    " evidence BLOB NOT NULL);"
    "CREATE TABLE override (id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, service TEXT NOT NULL,"
    " path TEXT NOT NULL, created INTEGER NOT NULL, undone INTEGER);"
    "CREATE TABLE event_block (id INTEGER PRIMARY KEY, run INTEGER NOT NULL, checkpoint INTEGER NOT NULL,"
    " open INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, events INTEGER NOT NULL,"
    " services INTEGER NOT NULL, bytes INTEGER NOT NULL, packed BLOB NOT NULL);"
    "CREATE INDEX event_block_first ON event_block (first);"
    "CREATE INDEX event_block_last ON event_block (last);"
    "CREATE INDEX event_block_open ON event_block (run) WHERE open = 1;"
    "INSERT INTO meta (name, value) VALUES ('events_forgotten', 0);";

/* state and severity are words. What was found is kept as it was found last; reason and expires are those of an acceptance,
 * in whatever state (empty: none); by_evidence, quiet and quiet_since are explained in store/finding_state.h. */
static const char schema_2[] =
    "CREATE TABLE finding (id TEXT NOT NULL PRIMARY KEY, room TEXT NOT NULL, kind TEXT NOT NULL,"
    " service TEXT NOT NULL, subject TEXT NOT NULL, severity TEXT NOT NULL, seen INTEGER NOT NULL,"
    " chances INTEGER NOT NULL, first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL,"
    " newest INTEGER NOT NULL, state TEXT NOT NULL, opened INTEGER NOT NULL, changed INTEGER NOT NULL,"
    " reason TEXT NOT NULL, expires INTEGER NOT NULL, by_evidence INTEGER NOT NULL, quiet INTEGER NOT NULL,"
    " quiet_since INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE INDEX finding_service ON finding (room, service);";

/* What became of a finding, newest FINDING_CHANGES of each; the state it is in now is the last of them. */
static const char schema_3[] =
    "CREATE TABLE finding_change (finding TEXT NOT NULL, at INTEGER NOT NULL, state TEXT NOT NULL,"
    " reason TEXT NOT NULL, PRIMARY KEY (finding, at)) WITHOUT ROWID;";

const struct migration store_migrations[] = {
    { 1, "services, runs, ledgers, overrides and event blocks", schema_1 },
    { 2, "findings", schema_2 },
    { 3, "what became of findings", schema_3 },
    { 0 },
};

int migration_newest(const struct migration *list)
{
    int newest = 0;

    for (; list->sql; list++)
        newest = list->version;
    return newest;
}

static bool migration_not_ours(struct database *database, struct error *err)
{
    return error_set(err, ERROR_STORE, "%s is a database of another program: choose another file with --db",
                     database->path);
}

bool migration_version(struct database *database, const struct migration *list, int *ret, struct error *err)
{
    int64_t id, tables, version = 0;

    if (!database_number(database, "PRAGMA application_id", &id, err) ||
        !database_number(database, "SELECT count(*) FROM sqlite_schema", &tables, err))
        return false;
    if (id != STORE_APPLICATION_ID && (id != 0 || tables != 0))
        return migration_not_ours(database, err);
    if (id == STORE_APPLICATION_ID &&
        !database_number(database, "SELECT max(version) FROM migration", &version, err))
        return false;
    if (version > migration_newest(list))
        return error_set(
            err, ERROR_STORE,
            "%s was written by a newer plainsight (its schema is %d, this one knows %d): update plainsight, "
            "or choose another file with --db",
            database->path, (int)version, migration_newest(list));
    *ret = version > 0 ? (int)version : 0;
    return true;
}

static bool migration_note(struct database *database, const struct migration *step, struct error *err)
{
    sqlite3_stmt *statement = NULL;
    bool fine = sqlite3_prepare_v2(database->handle,
                                   "INSERT INTO migration (version, what, applied) VALUES (?1, ?2, ?3)", -1,
                                   &statement, NULL) == SQLITE_OK;

    if (fine) {
        sqlite3_bind_int(statement, 1, step->version);
        database_bind_text(statement, 2, slice_of(step->what));
        sqlite3_bind_int64(statement, 3, clock_now());
        fine = sqlite3_step(statement) == SQLITE_DONE;
    }
    if (!fine)
        database_fail(database, err);
    sqlite3_finalize(statement);
    return fine;
}

static bool migration_steps(struct database *database, const struct migration *list, struct error *err)
{
    int version = 0;

    /* Asked again under the lock: somebody else may have been faster. */
    if (!migration_version(database, list, &version, err))
        return false;
    if (version == 0 &&
        !database_run(database,
                      "PRAGMA application_id = 0x506c5369;"
                      "CREATE TABLE IF NOT EXISTS migration (version INTEGER PRIMARY KEY, what TEXT NOT NULL,"
                      " applied INTEGER NOT NULL)",
                      err))
        return false;
    for (; list->sql; list++)
        if (list->version > version &&
            (!database_run(database, list->sql, err) || !migration_note(database, list, err)))
            return false;
    return true;
}

bool migration_apply(struct database *database, const struct migration *list, struct error *err)
{
    if (!database_run(database, "BEGIN IMMEDIATE", err))
        return false;
    if (migration_steps(database, list, err) && database_run(database, "COMMIT", err))
        return true;
    database_run(database, "ROLLBACK", NULL);
    return false;
}
