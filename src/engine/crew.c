/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/crew.h"

#include <pthread.h>
#include <signal.h>

/* A batch is some tens of exchanges: long enough that handing it over costs nothing. A ring is short enough to stay in a
 * second-level cache and long enough that one lane's quiet moment does not stop the others: of 4, 8 and 16 batches (two
 * lanes, bulk capture of 1,000,000 exchanges, medians) 8 took the least time, 0.56 of one lane's; 4 took 0.58. */
#define BATCH_BYTES (128u << 10)
#define RING 8

/* Records stand one after the other: a segment, its payload, slack, up to the next multiple of RECORD_ALIGN. */
#define RECORD_ALIGN 16

struct batch {
    char *at;
    size_t room, len;
};

struct member {
    struct lane lane;
    pthread_t thread;
    bool started;
    pthread_mutex_t lock; /* guards head, tail and stopping; who owns a batch follows from them */
    pthread_cond_t filled, emptied;
    uint64_t head, tail; /* batches published by the reader, done by the lane */
    bool stopping;
    struct batch ring[RING]; /* ring[head % RING] is the one being filled */
};

/* What reading and decoding take of the processor time of learning (perf, bulk capture of 100,000 exchanges). */
#define READING (1.0 / 8)

struct crew {
    struct memory account; /* the reader's: batches */
    unsigned count, room;  /* lanes begun, lanes there is memory for */
    uint32_t own;          /* hashes below it belong to the reader's own lane, the first */
    uint32_t share;        /* and so many of the rest to each other lane */
    struct member members[];
};

static size_t record_size(size_t payload)
{
    size_t size = sizeof(struct segment) + payload + PACKET_SLACK;

    return (size + RECORD_ALIGN - 1) / RECORD_ALIGN * RECORD_ALIGN;
}

static void member_run_batch(struct lane *lane, const struct batch *batch)
{
    for (size_t at = 0; at < batch->len;) {
        const struct segment *segment = (const struct segment *)(const void *)(batch->at + at);

        lane_segment(lane, segment);
        at += record_size(segment->payload.len);
    }
}

static void *member_main(void *context)
{
    struct member *member = context;

    pthread_mutex_lock(&member->lock);
    for (;;) {
        while (member->head == member->tail && !member->stopping)
            pthread_cond_wait(&member->filled, &member->lock);
        if (member->head == member->tail)
            break;
        pthread_mutex_unlock(&member->lock);
        member_run_batch(&member->lane, &member->ring[member->tail % RING]);
        pthread_mutex_lock(&member->lock);
        member->tail++;
        pthread_cond_signal(&member->emptied);
    }
    pthread_mutex_unlock(&member->lock);
    return NULL;
}

/* Hands over the batch being filled and waits for a free one to fill. */
static void member_publish(struct member *member)
{
    if (member->ring[member->head % RING].len == 0)
        return;
    pthread_mutex_lock(&member->lock);
    member->head++;
    pthread_cond_signal(&member->filled);
    while (member->head - member->tail >= RING)
        pthread_cond_wait(&member->emptied, &member->lock);
    pthread_mutex_unlock(&member->lock);
    member->ring[member->head % RING].len = 0;
}

static void member_wait(struct member *member)
{
    pthread_mutex_lock(&member->lock);
    while (member->head != member->tail)
        pthread_cond_wait(&member->emptied, &member->lock);
    pthread_mutex_unlock(&member->lock);
}

static bool member_init(struct member *member, const struct lane_settings *settings, struct error *err)
{
    pthread_mutex_init(&member->lock, NULL);
    pthread_cond_init(&member->filled, NULL);
    pthread_cond_init(&member->emptied, NULL);
    return lane_init(&member->lane, settings, err);
}

/* Signals stay with the thread that reads: they are meant to interrupt its waiting. */
static bool member_start(struct member *member, struct error *err)
{
    sigset_t all, before;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    member->started = pthread_create(&member->thread, NULL, member_main, member) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return member->started ||
           error_set(err, ERROR_SYSTEM, "the system refuses another thread: use fewer lanes with --threads");
}

/* Every thread gets the same work: with one lane's learning as the unit, (1 + READING) / lanes. */
static void crew_share_out(struct crew *crew)
{
    double each = (1 + READING) / crew->room, own = each > READING ? each - READING : 0;

    crew->own = (uint32_t)(own * UINT32_MAX);
    crew->share = (UINT32_MAX - crew->own) / (crew->room - 1) + 1;
}

/* The upper half of the hash chooses; tables inside a lane use the lower. */
static unsigned crew_choose(const struct crew *crew, const struct segment *segment)
{
    uint32_t hash = (uint32_t)(segment_flow_hash(segment) >> 32);

    return hash < crew->own ? 0 : 1 + (hash - crew->own) / crew->share;
}

struct crew *crew_start(unsigned lanes, const struct lane_settings settings[], struct error *err)
{
    struct memory account = { 0 };
    struct crew *crew = memory_get(&account, sizeof *crew + lanes * sizeof(struct member));

    if (!crew) {
        error_set(err, ERROR_MEMORY, "no memory for %u lanes", lanes);
        return NULL;
    }
    crew->account = account;
    crew->room = lanes;
    crew_share_out(crew);
    while (crew->count < lanes) {
        struct member *member = &crew->members[crew->count];
        bool is_own = crew->count++ == 0;

        if (!member_init(member, &settings[crew->count - 1], err) ||
            (!is_own && !member_start(member, err))) {
            crew_free(crew);
            return NULL;
        }
    }
    return crew;
}

static bool batch_reserve(struct crew *crew, struct batch *batch, size_t size)
{
    size_t room = size > BATCH_BYTES ? size : BATCH_BYTES;
    char *at;

    if (batch->len + size <= batch->room)
        return true;
    /* Only an empty batch is too small: no record points into it yet. */
    at = memory_resize(&crew->account, batch->at, batch->room, room);
    if (!at)
        return false;
    batch->at = at;
    batch->room = room;
    return true;
}

bool crew_segment(struct crew *crew, const struct segment *segment)
{
    unsigned chosen = crew_choose(crew, segment);
    struct member *member = &crew->members[chosen];
    size_t size = record_size(segment->payload.len);
    struct batch *batch = &member->ring[member->head % RING];
    struct segment *record;

    if (chosen == 0) {
        lane_segment(&member->lane, segment);
        return true;
    }

    if (batch->len && batch->len + size > batch->room) {
        member_publish(member);
        batch = &member->ring[member->head % RING];
    }
    if (!batch_reserve(crew, batch, size))
        return false;
    record = (struct segment *)(void *)(batch->at + batch->len);
    *record = *segment;
    record->payload.at = (const char *)(record + 1);
    if (segment->payload.len)
        memcpy(record + 1, segment->payload.at, segment->payload.len);
    batch->len += size;
    return true;
}

void crew_flush(struct crew *crew)
{
    for (unsigned i = 0; i < crew->count; i++)
        member_publish(&crew->members[i]);
}

void crew_rest(struct crew *crew)
{
    crew_flush(crew);
    for (unsigned i = 0; i < crew->count; i++)
        member_wait(&crew->members[i]);
}

unsigned crew_lanes(const struct crew *crew)
{
    return crew->count;
}

struct lane *crew_lane(struct crew *crew, unsigned index)
{
    return &crew->members[index].lane;
}

static void member_stop(struct crew *crew, struct member *member)
{
    if (member->started) {
        pthread_mutex_lock(&member->lock);
        member->stopping = true;
        pthread_cond_signal(&member->filled);
        pthread_mutex_unlock(&member->lock);
        pthread_join(member->thread, NULL);
    }
    lane_done(&member->lane);
    for (unsigned i = 0; i < RING; i++)
        memory_give(&crew->account, member->ring[i].at, member->ring[i].room);
    pthread_cond_destroy(&member->filled);
    pthread_cond_destroy(&member->emptied);
    pthread_mutex_destroy(&member->lock);
}

void crew_free(struct crew *crew)
{
    struct memory account;

    if (!crew)
        return;
    crew_flush(crew);
    for (unsigned i = 0; i < crew->count; i++)
        member_stop(crew, &crew->members[i]);
    account = crew->account;
    memory_give(&account, crew, sizeof *crew + crew->room * sizeof(struct member));
}
