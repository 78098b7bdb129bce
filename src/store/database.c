/* SPDX-License-Identifier: Apache-2.0 */
#include "store/database.h"

#include "base/buffer.h"

#include <errno.h>

#define BUSY_MILLISECONDS 5000

static const char *const statement_sql[STATEMENTS] = {
#define STATEMENT(name, sql) [STATEMENT_##name] = sql,
#include "store/statements.list"
#undef STATEMENT
};

/* The path as an URI (RFC 3986): anything that could mean something there is escaped. */
static void uri_write(struct buffer *uri, const char *path)
{
    buffer_text(uri, "file:");
    for (; *path; path++) {
        bool plain = (*path >= 'a' && *path <= 'z') || (*path >= 'A' && *path <= 'Z') ||
                     (*path >= '0' && *path <= '9') || strchr("/._-~", *path);

        if (plain)
            buffer_byte(uri, *path);
        else
            buffer_printf(uri, "%%%02X", (unsigned char)*path);
    }
    buffer_text(uri, "?immutable=1");
    buffer_byte(uri, '\0');
}

static int database_connect(struct database *database, enum database_access access)
{
    int flags = access == DATABASE_WRITE ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    struct memory account = { 0 };
    struct buffer uri;
    int result;

    if (access != DATABASE_IMMUTABLE)
        return sqlite3_open_v2(database->path, &database->handle, flags, NULL);
    buffer_init(&uri, &account);
    uri_write(&uri, database->path);
    result =
        uri.failed ? SQLITE_NOMEM : sqlite3_open_v2(uri.at, &database->handle, flags | SQLITE_OPEN_URI, NULL);
    buffer_done(&uri);
    return result;
}

bool database_open(struct database *database, const char *path, enum database_access access,
                   struct error *err)
{
    *database = (struct database){ .path = path };
    if (database_connect(database, access) != SQLITE_OK) {
        database_fail(database, err);
        database_close(database);
        return false;
    }
    sqlite3_extended_result_codes(database->handle, 1);
    sqlite3_busy_timeout(database->handle, BUSY_MILLISECONDS);
    /* The file may come from anybody: nothing in its schema may run code or hide pages. */
    sqlite3_db_config(database->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(database->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(database->handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    sqlite3_db_config(database->handle, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    return true;
}

void database_close(struct database *database)
{
    for (unsigned i = 0; i < STATEMENTS; i++)
        sqlite3_finalize(database->statements[i]);
    sqlite3_close(database->handle);
    *database = (struct database){ 0 };
}

/* SQLite knows a full disk by ENOSPC alone; quotas and limits on the size of files come as failed writes. */
static bool database_is_full(int code)
{
    return (code & 0xff) == SQLITE_FULL || code == SQLITE_IOERR_WRITE || code == SQLITE_IOERR_SHMSIZE;
}

bool database_fail(struct database *database, struct error *err)
{
    const char *path = database->path;
    int code = database->handle ? sqlite3_extended_errcode(database->handle) : SQLITE_NOMEM;

    if (code == SQLITE_IOERR_SHORT_READ || code == SQLITE_IOERR_CORRUPTFS)
        code = SQLITE_CORRUPT;
    if (database_is_full(code))
        return error_set(
            err, ERROR_STORE,
            "%s cannot be written, its disk is full or over quota: what was saved before is kept; make room "
            "and observe again",
            path);
    switch (code & 0xff) {
    case SQLITE_NOTADB:
        return error_set(err, ERROR_STORE, "%s is not a Plainsight database: choose another file with --db",
                         path);
    case SQLITE_CORRUPT:
        return error_set(
            err, ERROR_STORE,
            "%s is damaged or cut short (%s): restore a copy, or observe into a new file with --db", path,
            sqlite3_errmsg(database->handle));
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return error_set(err, ERROR_STORE,
                         "%s cannot be written: the file, its directory or its file system is read-only",
                         path);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return error_set(err, ERROR_STORE,
                         "%s is busy: another program keeps it locked; try again when it is done", path);
    case SQLITE_NOMEM: return error_set(err, ERROR_MEMORY, "no memory to work on the database %s", path);
    case SQLITE_CANTOPEN:
        errno = sqlite3_system_errno(database->handle);
        return errno ? error_system(err, "cannot open the database %s", path)
                     : error_set(err, ERROR_STORE, "cannot open the database %s", path);
    default:
        return error_set(err, ERROR_STORE, "the database %s failed: %s", path,
                         sqlite3_errmsg(database->handle));
    }
}

bool database_run(struct database *database, const char *sql, struct error *err)
{
    return sqlite3_exec(database->handle, sql, NULL, NULL, NULL) == SQLITE_OK || database_fail(database, err);
}

bool database_number(struct database *database, const char *sql, int64_t *ret, struct error *err)
{
    sqlite3_stmt *statement = NULL;
    bool fine = sqlite3_prepare_v2(database->handle, sql, -1, &statement, NULL) == SQLITE_OK &&
                sqlite3_step(statement) == SQLITE_ROW;

    if (fine)
        *ret = sqlite3_column_int64(statement, 0);
    else
        database_fail(database, err);
    sqlite3_finalize(statement);
    return fine;
}

sqlite3_stmt *database_use(struct database *database, enum statement statement, struct error *err)
{
    sqlite3_stmt **kept = &database->statements[statement];

    if (!*kept && sqlite3_prepare_v3(database->handle, statement_sql[statement], -1,
                                     SQLITE_PREPARE_PERSISTENT, kept, NULL) != SQLITE_OK) {
        database_fail(database, err);
        return NULL;
    }
    sqlite3_reset(*kept);
    sqlite3_clear_bindings(*kept);
    return *kept;
}

enum database_step database_step(struct database *database, sqlite3_stmt *statement, struct error *err)
{
    int result = sqlite3_step(statement);

    if (result == SQLITE_ROW)
        return DATABASE_ROW;
    if (result != SQLITE_DONE)
        database_fail(database, err);
    sqlite3_reset(statement);
    return result == SQLITE_DONE ? DATABASE_END : DATABASE_FAILED;
}

bool database_finish(struct database *database, sqlite3_stmt *statement, struct error *err)
{
    enum database_step step = database_step(database, statement, err);

    if (step == DATABASE_ROW)
        sqlite3_reset(statement);
    return step != DATABASE_FAILED;
}

void database_bind_text(sqlite3_stmt *statement, int parameter, struct slice text)
{
    sqlite3_bind_text64(statement, parameter, text.len ? text.at : "", text.len, SQLITE_STATIC, SQLITE_UTF8);
}

void database_bind_blob(sqlite3_stmt *statement, int parameter, struct slice bytes)
{
    sqlite3_bind_blob64(statement, parameter, bytes.len ? bytes.at : "", bytes.len, SQLITE_STATIC);
}

struct slice database_text(sqlite3_stmt *statement, int column)
{
    const unsigned char *at = sqlite3_column_text(statement, column);

    return slice_make(at, at ? (size_t)sqlite3_column_bytes(statement, column) : 0);
}

struct slice database_blob(sqlite3_stmt *statement, int column)
{
    const void *at = sqlite3_column_blob(statement, column);

    return slice_make(at, at ? (size_t)sqlite3_column_bytes(statement, column) : 0);
}
