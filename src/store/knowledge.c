/* SPDX-License-Identifier: Apache-2.0 */
/* Reading what was learned back into a catalog. */
#include "store/inside.h"

#define EVIDENCE_MOST (2ull << 30)

/* Into `out`, which is reset first; `bytes` is what the row says it was. */
static bool evidence_unpack(struct slice packed, uint64_t bytes, struct buffer *out, struct error *why)
{
    unsigned long long len = ZSTD_getFrameContentSize(packed.at, packed.len);
    size_t got;

    buffer_reset(out);
    if (len != bytes || bytes > EVIDENCE_MOST)
        return false;
    if (!buffer_reserve(out, (size_t)bytes + 1))
        return error_set(why, ERROR_MEMORY, "no memory");
    got = ZSTD_decompress(out->at, (size_t)bytes, packed.at, packed.len);
    if (ZSTD_isError(got) || got != bytes)
        return false;
    out->len = got;
    return true;
}

static bool knowledge_damaged(const struct store *store, struct slice what, const struct error *why,
                              struct error *err)
{
    if (why->kind == ERROR_MEMORY)
        return error_set(err, ERROR_MEMORY, "no memory to read what %s knows of %.*s", store->path,
                         SLICE_ARG(what));
    return error_set(
        err, ERROR_STORE,
        "%s is damaged: what it knows of %.*s cannot be read%s%s; restore a copy, or observe into a new file "
        "with --db",
        store->path, SLICE_ARG(what), why->kind ? ": " : "", why->text);
}

static bool knowledge_service(struct store *store, struct catalog *catalog, sqlite3_stmt *row,
                              struct error *err)
{
    struct slice key = database_text(row, 0);
    uint64_t bytes = (uint64_t)sqlite3_column_int64(row, 1);
    struct error why = { 0 };

    if (key.len > 200)
        key.len = 200;
    return (evidence_unpack(database_blob(row, 2), bytes, &store->plain, &why) &&
            catalog_read_service(catalog, buffer_slice(&store->plain), &why)) ||
           knowledge_damaged(store, key, &why, err);
}

static bool knowledge_rest(struct store *store, struct catalog *catalog, struct error *err)
{
    sqlite3_stmt *row = database_use(&store->database, STATEMENT_rest, err);
    enum database_step step = row ? database_step(&store->database, row, err) : DATABASE_FAILED;
    struct error why = { 0 };
    bool fine;

    if (step != DATABASE_ROW)
        return step == DATABASE_END;
    fine = (evidence_unpack(database_blob(row, 1), (uint64_t)sqlite3_column_int64(row, 0), &store->plain,
                            &why) &&
            catalog_read_rest(catalog, buffer_slice(&store->plain), &why)) ||
           knowledge_damaged(store, SLICE("blind spots and losses"), &why, err);
    sqlite3_reset(row);
    return fine;
}

bool store_read_catalog(struct store *store, struct catalog *catalog, struct error *err)
{
    sqlite3_stmt *row;
    enum database_step step;

    if (!store_hold(store, err) || !(row = database_use(&store->database, STATEMENT_services, err)))
        return false;
    while ((step = database_step(&store->database, row, err)) == DATABASE_ROW) {
        if (!knowledge_service(store, catalog, row, err)) {
            sqlite3_reset(row);
            return false;
        }
    }
    if (step == DATABASE_FAILED || !knowledge_rest(store, catalog, err))
        return false;
    buffer_done(&store->plain);
    return true;
}

struct collecting {
    struct arena *arena;
    struct override *rows;
    size_t count, room;
    bool failed;
};

static void collect_override(void *context, const struct store_override *stored)
{
    struct collecting *with = context;
    struct override row = stored->override;

    if (stored->undone || with->failed)
        return;
    if (with->count == with->room) {
        size_t room = with->room ? with->room * 2 : 8;
        struct override *grown = arena_get_array(with->arena, room, sizeof *grown);

        if (grown && with->count)
            memcpy(grown, with->rows, with->count * sizeof *grown);
        with->rows = grown ? grown : with->rows;
        with->room = grown ? room : with->room;
    }
    row.service = arena_copy(with->arena, row.service);
    row.path = arena_copy(with->arena, row.path);
    with->failed = with->count == with->room || !row.path.at;
    if (!with->failed)
        with->rows[with->count++] = row;
}

bool store_read_overrides(struct store *store, struct arena *arena, struct catalog_settings *settings,
                          struct error *err)
{
    struct collecting with = { .arena = arena };

    if (!store_overrides(store, collect_override, &with, err))
        return false;
    if (with.failed)
        return error_set(err, ERROR_MEMORY, "no memory for the template overrides");
    settings->overrides = with.rows;
    settings->override_count = with.count;
    return true;
}

struct catalog *store_load(struct store *store, size_t memory_limit, struct error *err)
{
    return store_load_classified(store, memory_limit, NULL, err);
}

struct catalog *store_load_classified(struct store *store, size_t memory_limit, struct classifier *classifier,
                                      struct error *err)
{
    struct catalog_settings settings = { .memory_limit = memory_limit,
                                         .classifier = classifier,
                                         .signals.classifier = classifier };
    struct catalog *catalog = NULL;
    struct memory account = { 0 };
    struct arena arena;

    memcpy(settings.key, store->key, sizeof settings.key);
    arena_init(&arena, &account, 0);
    if (store_read_overrides(store, &arena, &settings, err))
        catalog = catalog_new(&settings, err);
    arena_done(&arena);
    if (!catalog || store_read_catalog(store, catalog, err))
        return catalog;
    catalog_free(catalog);
    return NULL;
}
