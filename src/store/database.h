/* SPDX-License-Identifier: Apache-2.0 */
/* One SQLite connection: statements prepared once, and every failure turned into one sentence that names the file and
 * says what to do. Internal to the store. A connection belongs to one thread at a time. */
#ifndef STORE_DATABASE_H
#define STORE_DATABASE_H

#include "base/error.h"
#include "base/memory.h"
#include "base/slice.h"

#include <sqlite3.h>

enum statement {
#define STATEMENT(name, sql) STATEMENT_##name,
#include "store/statements.list"
#undef STATEMENT
    STATEMENTS
};

struct database {
    sqlite3 *handle;
    const char *path; /* borrowed from whoever opened it */
    sqlite3_stmt *statements[STATEMENTS];
};

enum database_access {
    DATABASE_READ,      /* read-only */
    DATABASE_IMMUTABLE, /* read-only, from a place where not even SQLite's helper files can be made */
    DATABASE_WRITE,     /* the file exists */
};

/* `path` must outlive it. On failure nothing needs closing. The file is not looked at before the first statement. */
bool database_open(struct database *database, const char *path, enum database_access access,
                   struct error *err);
void database_close(struct database *database);

/* Constant SQL without data, one or more statements. */
bool database_run(struct database *database, const char *sql, struct error *err);
/* The first column of the first row of constant SQL. */
bool database_number(struct database *database, const char *sql, int64_t *ret, struct error *err);

/* Ready to be bound; NULL with *err set. */
sqlite3_stmt *database_use(struct database *database, enum statement statement, struct error *err);
enum database_step { DATABASE_ROW, DATABASE_END, DATABASE_FAILED };
/* After DATABASE_END and DATABASE_FAILED the statement is reset; whoever stops earlier calls sqlite3_reset. */
enum database_step database_step(struct database *database, sqlite3_stmt *statement, struct error *err);
/* For statements without rows. */
bool database_finish(struct database *database, sqlite3_stmt *statement, struct error *err);

/* Text and bytes that stay valid until the statement is reset. */
void database_bind_text(sqlite3_stmt *statement, int parameter, struct slice text);
void database_bind_blob(sqlite3_stmt *statement, int parameter, struct slice bytes);
/* Borrowed until the next step or reset. */
struct slice database_text(sqlite3_stmt *statement, int column);
struct slice database_blob(sqlite3_stmt *statement, int column);

/* Says in *err what SQLite refused last; false. */
bool database_fail(struct database *database, struct error *err);

#endif
