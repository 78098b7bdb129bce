/* SPDX-License-Identifier: Apache-2.0 */
/* Events come out in one order although lanes, runs and checkpoints cut them into blocks differently: blocks are
 * opened when the time they begin at is reached, and a heap of open blocks hands out the least event. */
#include "store/event_block.h"
#include "store/inside.h"

/* Blocks overlap in time about as often as there were lanes; each one open costs some 300 KiB. */
#define OPEN_MEMORY (256u << 20)

struct open_block {
    struct event_cursor *cursor;
    struct event event; /* the next one */
};

struct reading {
    struct store *store;
    const struct event_filter *filter;
    struct memory account;
    struct error *err;
    sqlite3_stmt *index; /* rows of blocks in order of their first event */
    bool has_row;        /* the index stands on a block that is not open yet */
    int64_t row_first;
    struct open_block *heap;
    size_t count, room;
    uint64_t left;
};

static bool filter_passes(const struct event_filter *filter, const struct event *event)
{
    if (event->time < filter->from || (filter->to && event->time >= filter->to))
        return false;
    if ((filter->service.len && !slice_eq(filter->service, event->service)) ||
        (filter->method.len && !slice_eq(filter->method, event->method)) ||
        (filter->cell.len && !slice_starts_with(event->cell, filter->cell)))
        return false;
    if ((filter->actor[0] || filter->actor[1]) &&
        (filter->actor[0] != event->actor[0] || filter->actor[1] != event->actor[1]))
        return false;
    if (event->status < filter->status_from || (filter->status_to && event->status > filter->status_to))
        return false;
    return (event->flags & filter->flags_all) == filter->flags_all &&
           (event->flags & filter->flags_none) == 0;
}

/* The next event of a block that passes, into block->event; EVENT_END closes it. */
static enum event_next block_advance(struct reading *reading, struct open_block *block)
{
    enum event_next next;

    do
        next = event_cursor_next(block->cursor, &block->event);
    while (next == EVENT_NEXT && !filter_passes(reading->filter, &block->event));
    if (next == EVENT_NEXT)
        return next;
    event_cursor_close(block->cursor);
    if (next == EVENT_DAMAGED)
        error_set(reading->err, ERROR_STORE,
                  "%s is damaged: a block of events cannot be read; restore a copy", reading->store->path);
    return next;
}

static void heap_up(struct reading *reading, size_t at)
{
    struct open_block moved = reading->heap[at];

    while (at > 0 && event_compare(&moved.event, &reading->heap[(at - 1) / 2].event) < 0) {
        reading->heap[at] = reading->heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    reading->heap[at] = moved;
}

static void heap_down(struct reading *reading)
{
    struct open_block moved = reading->heap[0];
    size_t at = 0;

    for (;;) {
        size_t child = 2 * at + 1;

        if (child + 1 < reading->count &&
            event_compare(&reading->heap[child + 1].event, &reading->heap[child].event) < 0)
            child++;
        if (child >= reading->count || event_compare(&moved.event, &reading->heap[child].event) <= 0)
            break;
        reading->heap[at] = reading->heap[child];
        at = child;
    }
    reading->heap[at] = moved;
}

static bool heap_reserve(struct reading *reading)
{
    size_t room = reading->room ? 2 * reading->room : 16;
    struct open_block *heap;

    if (reading->count < reading->room)
        return true;
    heap = memory_resize(&reading->account, reading->heap, reading->room * sizeof *heap, room * sizeof *heap);
    if (!heap)
        return error_set(reading->err, ERROR_MEMORY, "no memory to read events");
    reading->heap = heap;
    reading->room = room;
    return true;
}

static struct event_cursor *reading_cursor(struct reading *reading, int64_t id)
{
    struct database *database = &reading->store->database;
    sqlite3_stmt *packed = database_use(database, STATEMENT_block_packed, reading->err);
    struct event_cursor *cursor = NULL;
    struct error why = { 0 };
    enum database_step step;

    if (!packed)
        return NULL;
    sqlite3_bind_int64(packed, 1, id);
    step = database_step(database, packed, reading->err);
    if (step == DATABASE_ROW) {
        cursor = event_cursor_open(&reading->account, database_blob(packed, 0), &why);
        sqlite3_reset(packed);
    }
    if (why.kind == ERROR_MEMORY)
        error_set(reading->err, ERROR_MEMORY,
                  "too many blocks of events overlap in time to read them in order: ask for a shorter time");
    else if (!cursor && step != DATABASE_FAILED)
        error_set(reading->err, ERROR_STORE, "%s is damaged: %s; restore a copy", reading->store->path,
                  why.kind ? why.text : "a block of events is missing");
    return cursor;
}

/* Moves the index on to the next block that can hold what is asked for. */
static bool reading_next_row(struct reading *reading)
{
    uint64_t wanted = reading->filter->service.len ? event_service_bit(reading->filter->service) : 0;
    enum database_step step;

    do {
        step = database_step(&reading->store->database, reading->index, reading->err);
        reading->has_row = step == DATABASE_ROW;
    } while (reading->has_row && wanted && !((uint64_t)sqlite3_column_int64(reading->index, 2) & wanted));
    if (reading->has_row)
        reading->row_first = sqlite3_column_int64(reading->index, 1);
    return step != DATABASE_FAILED;
}

static bool reading_open_row(struct reading *reading)
{
    struct open_block block = { .cursor = NULL };
    enum event_next next;

    if (!heap_reserve(reading))
        return false;
    block.cursor = reading_cursor(reading, sqlite3_column_int64(reading->index, 0));
    if (!block.cursor)
        return false;
    next = block_advance(reading, &block);
    if (next == EVENT_NEXT) {
        reading->heap[reading->count] = block;
        heap_up(reading, reading->count++);
    }
    return next != EVENT_DAMAGED && reading_next_row(reading);
}

static bool reading_emit(struct reading *reading, event_sink *sink, void *context)
{
    struct open_block *least = &reading->heap[0];
    enum event_next next;

    sink(context, &least->event);
    reading->left--;
    next = block_advance(reading, least);
    if (next != EVENT_NEXT)
        reading->heap[0] = reading->heap[--reading->count];
    if (reading->count)
        heap_down(reading);
    return next != EVENT_DAMAGED;
}

static bool reading_run(struct reading *reading, event_sink *sink, void *context)
{
    if (!reading_next_row(reading))
        return false;
    while (reading->left && (reading->count || reading->has_row)) {
        bool open =
            reading->has_row && (reading->count == 0 || reading->row_first <= reading->heap[0].event.time);

        if (open ? !reading_open_row(reading) : !reading_emit(reading, sink, context))
            return false;
    }
    return true;
}

bool store_events(struct store *store, const struct event_filter *filter, event_sink *sink, void *context,
                  struct error *err)
{
    static const struct event_filter all = { .from = INT64_MIN };
    struct reading reading = {
        .store = store,
        .filter = filter ? filter : &all,
        .account = { .limit = OPEN_MEMORY },
        .err = err,
    };
    bool fine;

    reading.left = reading.filter->most ? reading.filter->most : UINT64_MAX;
    if (!store_hold(store, err) || !(reading.index = database_use(&store->database, STATEMENT_blocks, err)))
        return false;
    sqlite3_bind_int64(reading.index, 1, reading.filter->from);
    sqlite3_bind_int64(reading.index, 2, reading.filter->to ? reading.filter->to - 1 : INT64_MAX);
    fine = reading_run(&reading, sink, context);
    sqlite3_reset(reading.index);
    for (size_t i = 0; i < reading.count; i++)
        event_cursor_close(reading.heap[i].cursor);
    memory_give(&reading.account, reading.heap, reading.room * sizeof *reading.heap);
    return fine;
}

bool store_newest_events(struct store *store, uint64_t count, int64_t *ret_from, struct error *err)
{
    sqlite3_stmt *blocks;
    enum database_step step = DATABASE_ROW;
    uint64_t seen = 0;
    int64_t from = INT64_MIN;
    bool is_cut = false;

    if (!store_hold(store, err) || !(blocks = database_use(&store->database, STATEMENT_blocks_newest, err)))
        return false;
    while (!is_cut && (step = database_step(&store->database, blocks, err)) == DATABASE_ROW) {
        is_cut = seen >= count;
        seen += (uint64_t)sqlite3_column_int64(blocks, 1);
        from = is_cut ? from : sqlite3_column_int64(blocks, 0);
    }
    sqlite3_reset(blocks);
    *ret_from = is_cut ? from : INT64_MIN;
    return step != DATABASE_FAILED;
}
