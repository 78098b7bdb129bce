/* SPDX-License-Identifier: Apache-2.0 */
#include "store/store.h"

#include "store/inside.h"
#include "store/migration.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

const char *store_path(const char *option)
{
    const char *variable = getenv("PLAINSIGHT_DB");

    if (option && *option)
        return option;
    return variable && *variable ? variable : STORE_DEFAULT_PATH;
}

/* The file is made here rather than by SQLite, so that nobody else may read it (its helper files follow its mode). */
static bool store_make_file(struct store *store, struct error *err)
{
    int fd = open(store->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

    if (fd < 0)
        return error_system(err, "cannot write the database %s", store->path);
    close(fd);
    return true;
}

static bool store_check_file(struct store *store, struct error *err)
{
    struct stat facts;

    if (stat(store->path, &facts) == 0) {
        if (S_ISDIR(facts.st_mode))
            return error_set(err, ERROR_STORE, "%s is a directory: name a database file with --db",
                             store->path);
        if (!S_ISREG(facts.st_mode))
            return error_set(err, ERROR_STORE, "%s is not a regular file: name a database file with --db",
                             store->path);
        return true;
    }
    if (errno != ENOENT)
        return error_system(err, "cannot open the database %s", store->path);
    if (store->mode == STORE_OBSERVE)
        return true;
    return error_set(err, ERROR_STORE,
                     "there is no database %s yet: run `plainsight observe`, or name one with --db",
                     store->path);
}

static bool store_has_wal(struct store *store)
{
    struct buffer path;
    struct stat facts;
    bool has;

    buffer_init(&path, &store->account);
    buffer_text(&path, store->path);
    buffer_text(&path, "-wal");
    has = !buffer_byte(&path, '\0') || (stat(path.at, &facts) == 0 && facts.st_size > 0);
    buffer_done(&path);
    return has;
}

/* From here on everything that is read is one and the same checkpoint. */
static bool store_begin_reading(struct store *store, enum database_access access, struct error *err)
{
    int64_t tables;

    if (!database_open(&store->database, store->path, access, err))
        return false;
    if (database_run(&store->database, "BEGIN", err) &&
        database_number(&store->database, "SELECT count(*) FROM sqlite_schema", &tables, err))
        return true;
    database_close(&store->database);
    return false;
}

/* Where no helper file can be made and none is left over, the file cannot change either. */
static bool store_connect_reading(struct store *store, struct error *err)
{
    struct error first = { 0 };

    if (store_begin_reading(store, DATABASE_READ, &first))
        return true;
    if (access(store->path, R_OK) == 0 && access(store->path, W_OK) != 0 && !store_has_wal(store) &&
        store_begin_reading(store, DATABASE_IMMUTABLE, NULL))
        return true;
    if (err && err->kind == ERROR_NONE)
        *err = first;
    return false;
}

/* SQLite counts pages and takes a last one that is cut for whole. */
static bool store_check_size(struct store *store, struct error *err)
{
    struct stat facts;
    int64_t page;

    if (store_has_wal(store) || stat(store->path, &facts) != 0)
        return true;
    return database_number(&store->database, "PRAGMA page_size", &page, err) &&
           (page <= 0 || facts.st_size % page == 0 ||
            error_set(err, ERROR_STORE,
                      "%s is cut short: restore a copy, or observe into a new file with --db", store->path));
}

static bool store_connect_writing(struct store *store, struct error *err)
{
    if (!database_open(&store->database, store->path, DATABASE_WRITE, err))
        return false;
    if (sqlite3_db_readonly(store->database.handle, "main") == 1)
        return error_set(err, ERROR_STORE, "%s cannot be written: the file or its file system is read-only",
                         store->path);
    return true;
}

/* The hash key is drawn here and not by SQLite, whose random numbers are not meant for secrets. */
static bool store_ensure_key(struct store *store, struct error *err)
{
    sqlite3_stmt *statement = database_use(&store->database, STATEMENT_meta_new, err);
    uint8_t key[STORE_KEY];

    if (!statement)
        return false;
    if (getrandom(key, sizeof key, 0) != (ssize_t)sizeof key)
        return error_system(err, "the system gives no random numbers for the key of %s", store->path);
    database_bind_text(statement, 1, SLICE("key"));
    database_bind_blob(statement, 2, slice_make(key, sizeof key));
    return database_finish(&store->database, statement, err);
}

/* Brings the file up to date; whoever does that must be the only observer. */
static bool store_upgrade(struct store *store, struct error *err)
{
    bool locked_here = store->lock < 0;
    bool fine;

    if (locked_here && !observer_lock(store, err))
        return false;
    fine = database_run(&store->database, "PRAGMA journal_mode = WAL", err) &&
           migration_apply(&store->database, store_migrations, err) && store_ensure_key(store, err);
    if (locked_here)
        observer_unlock(store);
    return fine;
}

static bool store_read_key(struct store *store, struct error *err)
{
    sqlite3_stmt *statement = database_use(&store->database, STATEMENT_meta_get, err);
    enum database_step step;
    struct slice key = { NULL, 0 };

    if (!statement)
        return false;
    database_bind_text(statement, 1, SLICE("key"));
    step = database_step(&store->database, statement, err);
    if (step == DATABASE_FAILED)
        return false;
    if (step == DATABASE_ROW)
        key = database_blob(statement, 0);
    if (key.len == sizeof store->key)
        memcpy(store->key, key.at, sizeof store->key);
    sqlite3_reset(statement);
    return key.len == sizeof store->key ||
           error_set(err, ERROR_STORE,
                     "%s is damaged: its key is missing; restore a copy, or observe into a new file "
                     "with --db",
                     store->path);
}

static bool store_update_reading(struct store *store, struct error *err)
{
    struct error why = { 0 };
    bool fine;

    database_close(&store->database);
    fine = store_connect_writing(store, &why) && store_upgrade(store, &why);
    database_close(&store->database);
    if (!store_connect_reading(store, err) ||
        !migration_version(&store->database, store_migrations, &store->version, err))
        return false;
    if (!fine && store->version < STORE_READABLE && err && err->kind == ERROR_NONE)
        *err = why;
    return fine || store->version >= STORE_READABLE;
}

static bool store_open_reading(struct store *store, struct error *err)
{
    int version;

    if (!store_connect_reading(store, err) ||
        !migration_version(&store->database, store_migrations, &version, err) ||
        !store_check_size(store, err))
        return false;
    if (version == 0)
        return error_set(err, ERROR_STORE, "%s is empty: no observation has been saved in it yet",
                         store->path);
    if (version < migration_newest(store_migrations) && !store_update_reading(store, err))
        return false;
    return store_read_key(store, err);
}

static bool store_open_writing(struct store *store, struct error *err)
{
    int version;

    if (store->mode == STORE_OBSERVE && (!observer_lock(store, err) || !store_make_file(store, err)))
        return false;
    if (!store_connect_writing(store, err) ||
        !migration_version(&store->database, store_migrations, &version, err) ||
        !store_check_size(store, err))
        return false;
    if (version == 0 && store->mode != STORE_OBSERVE)
        return error_set(err, ERROR_STORE, "%s is empty: no observation has been saved in it yet",
                         store->path);
    if ((version < migration_newest(store_migrations) || store->mode == STORE_OBSERVE) &&
        !store_upgrade(store, err))
        return false;
    /* A checkpoint need not survive the loss of power, only of the process: the log is synced when it is written back.
     * Its file shrinks to this size afterwards. */
    return database_run(&store->database, "PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 67108864",
                        err) &&
           store_read_key(store, err);
}

/* The catalog is written anew at every checkpoint: of the levels of Zstandard the fast ones. */
#define CATALOG_LEVEL (-1)

static bool store_prepare(struct store *store, const char *path, struct error *err)
{
    store->lock = -1;
    store->version = migration_newest(store_migrations);
    buffer_init(&store->plain, &store->account);
    store->path_len = strlen(path) + 1;
    store->path = memory_get(&store->account, store->path_len);
    store->zstd = ZSTD_createCCtx();
    if (!store->path || !store->zstd ||
        ZSTD_isError(ZSTD_CCtx_setParameter(store->zstd, ZSTD_c_compressionLevel, CATALOG_LEVEL)) ||
        ZSTD_isError(ZSTD_CCtx_setParameter(store->zstd, ZSTD_c_checksumFlag, 1)))
        return error_set(err, ERROR_MEMORY, "no memory to open the database %s", path);
    memcpy(store->path, path, store->path_len);
    return true;
}

struct store *store_open(const char *path, enum store_mode mode, struct error *err)
{
    struct memory account = { 0 };
    struct store *store = memory_get(&account, sizeof *store);

    if (!store) {
        error_set(err, ERROR_MEMORY, "no memory to open the database %s", path);
        return NULL;
    }
    store->account = account;
    store->mode = mode;
    if (store_prepare(store, path, err) && store_check_file(store, err) &&
        (mode == STORE_READ ? store_open_reading(store, err) : store_open_writing(store, err)))
        return store;
    store_close(store);
    return NULL;
}

void store_close(struct store *store)
{
    struct memory account;

    if (!store)
        return;
    writer_stop(store->writer);
    database_close(&store->database);
    observer_unlock(store);
    ZSTD_freeCCtx(store->zstd);
    buffer_done(&store->plain);
    memory_give(&store->account, store->path, store->path_len);
    account = store->account;
    memory_give(&account, store, sizeof *store);
}

const uint8_t *store_key(const struct store *store)
{
    return store->key;
}

bool store_hold(struct store *store, struct error *err)
{
    return !store->writer || writer_settle(store->writer, err);
}

static bool store_read_facts(struct store *store, struct store_facts *ret, struct error *err)
{
    sqlite3_stmt *created = database_use(&store->database, STATEMENT_created, err);
    sqlite3_stmt *facts = created ? database_use(&store->database, STATEMENT_facts, err) : NULL;

    if (!facts || database_step(&store->database, created, err) != DATABASE_ROW)
        return false;
    ret->created = sqlite3_column_int64(created, 0);
    ret->schema_version = sqlite3_column_int(created, 1);
    sqlite3_reset(created);
    if (database_step(&store->database, facts, err) != DATABASE_ROW)
        return false;
    ret->services = (uint64_t)sqlite3_column_int64(facts, 0);
    ret->runs = (uint64_t)sqlite3_column_int64(facts, 1);
    ret->events = (uint64_t)sqlite3_column_int64(facts, 2);
    ret->event_blocks = (uint64_t)sqlite3_column_int64(facts, 3);
    ret->event_bytes = (uint64_t)sqlite3_column_int64(facts, 4);
    sqlite3_reset(facts);
    return true;
}

static bool store_read_forgotten(struct store *store, uint64_t *ret, struct error *err)
{
    sqlite3_stmt *statement = database_use(&store->database, STATEMENT_meta_get, err);
    enum database_step step;

    if (!statement)
        return false;
    database_bind_text(statement, 1, SLICE("events_forgotten"));
    step = database_step(&store->database, statement, err);
    *ret = step == DATABASE_ROW ? (uint64_t)sqlite3_column_int64(statement, 0) : 0;
    if (step == DATABASE_ROW)
        sqlite3_reset(statement);
    return step != DATABASE_FAILED;
}

bool store_facts(struct store *store, struct store_facts *ret, struct error *err)
{
    struct store_facts facts = { 0 };

    if (!store_hold(store, err) || !store_read_facts(store, &facts, err) ||
        !store_read_forgotten(store, &facts.events_forgotten, err))
        return false;
    facts.observed = observer_is_there(store);
    *ret = facts;
    return true;
}
