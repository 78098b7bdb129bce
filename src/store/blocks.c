/* SPDX-License-Identifier: Apache-2.0 */
/* Event blocks on their way to the disk. A full block is written as soon as its turn comes, under the number of the
 * checkpoint that will make it visible: transactions stay short, so that nobody who writes overrides has to wait for
 * an observer, and what no checkpoint covers is ignored by readers and removed by the next observer. */
#include "store/event_block.h"
#include "store/inside.h"

struct block_job {
    struct job job;
    struct event_block block;
    char bytes[];
};

bool block_insert(struct store *store, const struct event_block *block, uint64_t checkpoint, bool open,
                  struct error *err)
{
    sqlite3_stmt *statement = database_use(&store->database, STATEMENT_block_add, err);

    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, store->run);
    sqlite3_bind_int64(statement, 2, (int64_t)checkpoint);
    sqlite3_bind_int(statement, 3, open);
    sqlite3_bind_int64(statement, 4, block->first);
    sqlite3_bind_int64(statement, 5, block->last);
    sqlite3_bind_int64(statement, 6, block->count);
    sqlite3_bind_int64(statement, 7, (int64_t)block->services);
    sqlite3_bind_int64(statement, 8, (int64_t)block->bytes.len);
    database_bind_blob(statement, 9, block->bytes);
    if (!database_finish(&store->database, statement, err))
        return false;
    store->event_bytes += block->bytes.len;
    return true;
}

bool blocks_replace_open(struct store *store, struct error *err)
{
    sqlite3_stmt *sum = database_use(&store->database, STATEMENT_blocks_open, err);
    sqlite3_stmt *drop = sum ? database_use(&store->database, STATEMENT_blocks_close, err) : NULL;

    if (!drop)
        return false;
    sqlite3_bind_int64(sum, 1, store->run);
    if (database_step(&store->database, sum, err) != DATABASE_ROW)
        return false;
    store->event_bytes -= (uint64_t)sqlite3_column_int64(sum, 0);
    sqlite3_reset(sum);
    sqlite3_bind_int64(drop, 1, store->run);
    return database_finish(&store->database, drop, err);
}

static bool block_forget(struct store *store, int64_t id, int64_t events, struct error *err)
{
    sqlite3_stmt *drop = database_use(&store->database, STATEMENT_block_forget, err);
    sqlite3_stmt *count = drop ? database_use(&store->database, STATEMENT_meta_add, err) : NULL;

    if (!count)
        return false;
    sqlite3_bind_int64(drop, 1, id);
    database_bind_text(count, 1, SLICE("events_forgotten"));
    sqlite3_bind_int64(count, 2, events);
    return database_finish(&store->database, drop, err) && database_finish(&store->database, count, err);
}

bool blocks_stay_under_limit(struct store *store, struct error *err)
{
    while (store->event_bytes > store->event_limit) {
        sqlite3_stmt *oldest = database_use(&store->database, STATEMENT_block_oldest, err);
        enum database_step step;
        int64_t id, events, bytes;

        if (!oldest)
            return false;
        sqlite3_bind_int64(oldest, 1, store->run);
        step = database_step(&store->database, oldest, err);
        if (step != DATABASE_ROW)
            return step == DATABASE_END;
        id = sqlite3_column_int64(oldest, 0);
        events = sqlite3_column_int64(oldest, 1);
        bytes = sqlite3_column_int64(oldest, 2);
        sqlite3_reset(oldest);
        if (!block_forget(store, id, events, err))
            return false;
        store->event_bytes -= (uint64_t)bytes;
    }
    return true;
}

static bool block_work(struct job *job, void *context, struct error *err)
{
    struct block_job *mine = (struct block_job *)job;
    struct store *store = context;

    if (!database_run(&store->database, "BEGIN IMMEDIATE", err))
        return false;
    if (block_insert(store, &mine->block, store->checkpoints + 1, false, err) &&
        blocks_stay_under_limit(store, err) && database_run(&store->database, "COMMIT", err))
        return true;
    database_run(&store->database, "ROLLBACK", NULL);
    return false;
}

bool store_put_block(struct store *store, const struct event_block *block)
{
    struct block_job *job = job_new(sizeof *job + block->bytes.len);

    if (!job) {
        store->out_of_memory = true;
        return false;
    }
    job->job.work = block_work;
    memcpy(job->bytes, block->bytes.at, block->bytes.len);
    job->block = *block;
    job->block.bytes.at = job->bytes;
    return writer_put(store->writer, &job->job);
}
