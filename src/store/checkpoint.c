/* SPDX-License-Identifier: Apache-2.0 */
/* A checkpoint: the caller's thread turns what changed into compressed pieces, which is quick and is all that lanes
 * wait for; the writer thread puts them on disk in one transaction. */
#include "base/clock.h"
#include "store/event_block.h"
#include "store/inside.h"
#include "store/runs.h"

#define KEEP_PLAIN (4u << 20) /* a larger buffer for evidence is not kept between checkpoints */

/* A compressed piece of evidence, or an open block. */
struct piece {
    struct piece *next;
    size_t size;         /* of all this */
    uint64_t bytes;      /* before compression */
    size_t key_len, len; /* of what stands in `text`: key of the service, then evidence */
    struct event_block block;
    char text[];
};

struct checkpoint_job {
    struct job job;
    struct piece *services, *rest, *blocks;
    struct store_run run;
    struct ledger ledger;
};

static struct piece *piece_new(struct checkpoint_job *job, struct piece **list, struct slice key, size_t most)
{
    size_t size = sizeof(struct piece) + key.len + most;
    struct piece *piece = memory_get(&job->job.account, size);

    if (!piece)
        return NULL;
    piece->size = size;
    piece->key_len = key.len;
    if (key.len)
        memcpy(piece->text, key.at, key.len);
    piece->next = *list;
    *list = piece;
    return piece;
}

static void pieces_free(struct memory *account, struct piece *piece)
{
    while (piece) {
        struct piece *next = piece->next;

        memory_give(account, piece, piece->size);
        piece = next;
    }
}

static void checkpoint_clear(struct job *job)
{
    struct checkpoint_job *mine = (struct checkpoint_job *)job;

    pieces_free(&job->account, mine->services);
    pieces_free(&job->account, mine->rest);
    pieces_free(&job->account, mine->blocks);
}

/* Compresses what stands in store->plain. */
static bool checkpoint_pack(struct store *store, struct checkpoint_job *job, struct piece **list,
                            struct slice key)
{
    struct slice plain = buffer_slice(&store->plain);
    struct piece *piece = piece_new(job, list, key, ZSTD_compressBound(plain.len)), *fitted;
    size_t size;

    if (!piece)
        return false;
    piece->bytes = plain.len;
    piece->len = ZSTD_compress2(store->zstd, piece->text + key.len, ZSTD_compressBound(plain.len), plain.at,
                                plain.len);
    if (ZSTD_isError(piece->len))
        return piece->len = 0, false;
    size = sizeof *piece + key.len + piece->len;
    fitted = memory_resize(&job->job.account, piece, piece->size, size);
    if (fitted) {
        fitted->size = size;
        *list = fitted;
    }
    return true;
}

static bool checkpoint_take_catalog(struct store *store, struct checkpoint_job *job,
                                    const struct catalog *catalog)
{
    for (size_t i = 0; i < catalog_service_count(catalog); i++) {
        if (!catalog_service_changed(catalog, i))
            continue;
        buffer_reset(&store->plain);
        if (!catalog_write_service(catalog, i, &store->plain) || store->plain.failed ||
            !checkpoint_pack(store, job, &job->services, catalog_service_key(catalog, i)))
            return false;
    }
    buffer_reset(&store->plain);
    return catalog_write_rest(catalog, &store->plain) && !store->plain.failed &&
           checkpoint_pack(store, job, &job->rest, SLICE(""));
}

static bool checkpoint_take_blocks(struct checkpoint_job *job, const struct event_block *blocks, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct piece *piece;

        if (blocks[i].count == 0)
            continue;
        piece = piece_new(job, &job->blocks, blocks[i].bytes, 0);
        if (!piece)
            return false;
        piece->block = blocks[i];
    }
    return true;
}

static bool work_services(struct store *store, const struct checkpoint_job *job, struct error *err)
{
    for (const struct piece *piece = job->services; piece; piece = piece->next) {
        sqlite3_stmt *statement = database_use(&store->database, STATEMENT_service_put, err);

        if (!statement)
            return false;
        database_bind_text(statement, 1, slice_make(piece->text, piece->key_len));
        sqlite3_bind_int64(statement, 2, job->run.id);
        sqlite3_bind_int64(statement, 3, job->run.updated);
        sqlite3_bind_int64(statement, 4, (int64_t)piece->bytes);
        database_bind_blob(statement, 5, slice_make(piece->text + piece->key_len, piece->len));
        if (!database_finish(&store->database, statement, err))
            return false;
    }
    return true;
}

static bool work_rest(struct store *store, const struct checkpoint_job *job, struct error *err)
{
    sqlite3_stmt *statement = database_use(&store->database, STATEMENT_rest_put, err);

    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, job->run.updated);
    sqlite3_bind_int64(statement, 2, (int64_t)job->rest->bytes);
    database_bind_blob(statement, 3, slice_make(job->rest->text, job->rest->len));
    return database_finish(&store->database, statement, err);
}

static bool work_blocks(struct store *store, const struct checkpoint_job *job, struct error *err)
{
    if (!blocks_replace_open(store, err))
        return false;
    for (struct piece *piece = job->blocks; piece; piece = piece->next) {
        piece->block.bytes = slice_make(piece->text, piece->key_len);
        if (!block_insert(store, &piece->block, store->checkpoints + 1, true, err))
            return false;
    }
    return blocks_stay_under_limit(store, err);
}

static bool checkpoint_work(struct job *job, void *context, struct error *err)
{
    const struct checkpoint_job *mine = (const struct checkpoint_job *)job;
    struct store *store = context;

    if (!database_run(&store->database, "BEGIN IMMEDIATE", err))
        return false;
    if (work_services(store, mine, err) && work_rest(store, mine, err) && work_blocks(store, mine, err) &&
        run_write_ledger(store, mine->run.id, &mine->ledger, err) &&
        run_write(store, &mine->run, store->checkpoints + 1, err) &&
        database_run(&store->database, "COMMIT", err)) {
        store->checkpoints++;
        return true;
    }
    database_run(&store->database, "ROLLBACK", NULL);
    return false;
}

static bool checkpoint_fill(struct store *store, struct checkpoint_job *job,
                            const struct store_checkpoint *checkpoint)
{
    bool fine = checkpoint_take_catalog(store, job, checkpoint->catalog) &&
                checkpoint_take_blocks(job, checkpoint->open_blocks, checkpoint->open_count);

    job->job.work = checkpoint_work;
    job->job.clear = checkpoint_clear;
    job->run = *checkpoint->run;
    job->run.updated = clock_now();
    job->run.source = (struct slice){ NULL, 0 };
    job->ledger = *checkpoint->ledger;
    if (!fine || store->plain.room > KEEP_PLAIN)
        buffer_done(&store->plain);
    return fine;
}

bool store_checkpoint(struct store *store, const struct store_checkpoint *checkpoint, struct error *err)
{
    struct checkpoint_job *job = job_new(sizeof *job);

    if (!job || store->out_of_memory || !checkpoint_fill(store, job, checkpoint)) {
        if (job)
            job_free(&job->job);
        return error_set(err, ERROR_MEMORY, "no memory to save into %s what was learned", store->path);
    }
    if (!writer_put(store->writer, &job->job))
        return writer_settle(store->writer, err);
    catalog_mark_saved(checkpoint->catalog);
    return true;
}

bool store_is_failing(const struct store *store)
{
    return atomic_load(&store->out_of_memory) || (store->writer && writer_failed(store->writer));
}

bool store_settle(struct store *store, struct error *err)
{
    if (store->out_of_memory)
        return error_set(err, ERROR_MEMORY, "no memory to save events into %s", store->path);
    return store_hold(store, err);
}
