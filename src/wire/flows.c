/* SPDX-License-Identifier: Apache-2.0 */
/* The life of flows: which segment belongs to which, when one begins, when it is over, and who goes when there is no
 * more room. What is on them is speech.h's. */
#include "wire/flows.h"

#include "base/clock.h"
#include "wire/speech.h"

#define DEFAULT_FLOWS 200000
#define DEFAULT_WINDOW ((size_t)1 << 20)
#define DEFAULT_WINDOW_TOTAL ((size_t)64 << 20)
#define DEFAULT_REQUESTS 1024
#define DEFAULT_BODY ((size_t)16 << 20)
#define DEFAULT_IDLE (900 * NANOSECONDS_PER_SECOND)
#define DEFAULT_OPENING (60 * NANOSECONDS_PER_SECOND)

/* A closed flow is remembered so long for the segments that trail behind it. */
#define CLOSED_TIMEOUT (2 * NANOSECONDS_PER_SECOND)
/* A flow that waits for a hole to be filled and hears nothing more: nothing will come. */
#define WAITING_TIMEOUT (10 * NANOSECONDS_PER_SECOND)

/* Every so many segments so many flows of each queue are looked at. */
#define SWEEP_EVERY 32
#define SWEEP_FLOWS 8
#define SWEEP_ACTIVE 2 /* these are turned over, whether they go or not */

/* How many of the oldest active flows are compared when one must go. */
#define EVICT_CHOICE 16

/* When the account refuses: flows looked at, and busy ones that go. */
#define RELIEF_LOOKS 8
#define RELIEF_EVICTS 4

/* A copy of a SYN is that, and no new connection, if it is so close behind. */
#define SYN_COPY_BYTES 65536
/* A reset further from its place than this was not sent by the peer. */
#define RESET_BYTES (1 << 20)

struct flows {
    struct memory *account;
    struct ledger ledger;
    struct flow_table table;
    struct pool pool;
    struct streams streams;
    struct emitter emitter;
    struct speech speech;
    uint32_t flows_most;
    int64_t idle_timeout, opening_timeout;
    uint32_t until_sweep;
    uint64_t denied; /* refusals of the account that were acted upon */
};

static size_t size_or(size_t set, size_t otherwise)
{
    return set ? set : otherwise;
}

static int64_t time_or(int64_t set, int64_t otherwise)
{
    return set ? set : otherwise;
}

static void configure(struct flows *flows, const struct flows_settings *settings)
{
    flows->flows_most = (uint32_t)size_or(settings->flows_most, DEFAULT_FLOWS);
    flows->idle_timeout = time_or(settings->idle_timeout, DEFAULT_IDLE);
    flows->opening_timeout = time_or(settings->opening_timeout, DEFAULT_OPENING);
    flows->until_sweep = SWEEP_EVERY;
    flows->streams = (struct streams){
        .account = flows->account,
        .listener = &speech_listener,
        .context = &flows->speech,
        .window_most = size_or(settings->window_most, DEFAULT_WINDOW),
        .window_total = size_or(settings->window_total, DEFAULT_WINDOW_TOTAL),
    };
    flows->emitter.sink = settings->exchange;
    flows->emitter.context = settings->exchange_context;
    flows->emitter.ledger = &flows->ledger;
    flows->speech = (struct speech){
        .ledger = &flows->ledger,
        .table = &flows->table,
        .pool = &flows->pool,
        .pairings = { .pool = &flows->pool,
                      .ledger = &flows->ledger,
                      .emitter = &flows->emitter,
                      .requests_most = (uint32_t)size_or(settings->requests_most, DEFAULT_REQUESTS) },
        .tls = settings->tls,
        .tls_context = settings->tls_context,
    };
}

struct flows *flows_new(struct memory *account, const struct flows_settings *settings)
{
    struct flows *flows = memory_get(account, sizeof *flows);
    size_t body_most = size_or(settings->body_most, DEFAULT_BODY);

    if (!flows)
        return NULL;
    flows->account = account;
    flow_table_init(&flows->table, account);
    pool_init(&flows->pool, account);
    configure(flows, settings);
    if (!emitter_init(&flows->emitter, account, body_most) ||
        !pairings_init(&flows->speech.pairings, account, body_most)) {
        flows_free(flows);
        return NULL;
    }
    return flows;
}

const struct ledger *flows_ledger(const struct flows *flows)
{
    return &flows->ledger;
}

size_t flows_open(const struct flows *flows)
{
    return flows->table.count - flows->table.queued[QUEUE_CLOSED];
}

static void close_flow(struct flows *flows, struct flow *flow)
{
    if (flow->state == FLOW_CLOSED)
        return;
    stream_force(&flows->streams, flow, flow->last);
    speech_close(&flows->speech, flow);
    flow_table_queue(&flows->table, flow, QUEUE_CLOSED);
}

static void remove_flow(struct flows *flows, struct flow *flow)
{
    close_flow(flows, flow);
    flow_table_remove(&flows->table, flow);
}

/* For want of room. The segments that led to nothing yet are lost with it. */
static void evict(struct flows *flows, struct flow *flow)
{
    if (flow->state != FLOW_CLOSED && speech_is_open(flow)) {
        flows->ledger.analysed[LEDGER_SEGMENTS] -= flow->segments;
        flows->ledger.lost[LOSS_flow_limit] += flow->segments;
    }
    remove_flow(flows, flow);
}

/* Of the oldest active flows the one that has been silent longest; the others are turned over. */
static struct flow *most_idle(struct flow_table *table)
{
    struct flow *chosen = NULL;

    for (uint32_t i = 0; i < EVICT_CHOICE && i < table->queued[QUEUE_ACTIVE]; i++) {
        struct flow *flow = flow_table_oldest(table, QUEUE_ACTIVE);

        flow_table_queue(table, flow, QUEUE_ACTIVE);
        if (!chosen || flow->last < chosen->last)
            chosen = flow;
    }
    return chosen;
}

static bool evict_one(struct flows *flows)
{
    struct flow *flow = flow_table_oldest(&flows->table, QUEUE_CLOSED);

    if (!flow)
        flow = flow_table_oldest(&flows->table, QUEUE_OPENING);
    if (!flow)
        flow = most_idle(&flows->table);
    if (flow)
        evict(flows, flow);
    return flow != NULL;
}

/* Little is left of the account's limit. */
static bool is_pressed(const struct flows *flows)
{
    const struct memory *account = flows->account;

    return account->limit && account->used > account->limit - account->limit / 16;
}

/* The account refused something or is about to: what busy flows hold is what can be had back. */
static void relieve(struct flows *flows)
{
    struct flow_table *table = &flows->table;
    uint32_t looked_at =
        table->queued[QUEUE_ACTIVE] < RELIEF_LOOKS ? table->queued[QUEUE_ACTIVE] : RELIEF_LOOKS;
    bool refused = flows->account->denied != flows->denied;

    flows->denied = flows->account->denied;
    pool_trim(&flows->pool);
    for (uint32_t i = 0, evicted = 0; i < looked_at && evicted < RELIEF_EVICTS; i++) {
        struct flow *flow = flow_table_oldest(table, QUEUE_ACTIVE);

        if (!refused && !is_pressed(flows))
            break;
        flow_table_queue(table, flow, QUEUE_ACTIVE);
        if (!speech_is_open(flow))
            continue;
        evict(flows, flow);
        evicted++;
        pool_trim(&flows->pool);
    }
}

static struct flow *add_flow(struct flows *flows, const struct flow_key *key, uint32_t hash, int64_t time)
{
    struct flow *flow = NULL;

    if (flows->table.count >= flows->flows_most)
        evict_one(flows);
    flow = flow_table_add(&flows->table, key, hash);
    if (!flow && evict_one(flows))
        flow = flow_table_add(&flows->table, key, hash);
    if (!flow)
        return NULL;
    flow->first = flow->last = time;
    return flow;
}

/* Is this flow over by capture time? */
static bool is_expired(const struct flows *flows, const struct flow *flow, int64_t now)
{
    int64_t silent = time_between(flow->last, now);

    switch ((enum flow_queue)flow->queue) {
    case QUEUE_CLOSED: return silent > CLOSED_TIMEOUT;
    case QUEUE_OPENING: return silent > flows->opening_timeout;
    default: return silent > flows->idle_timeout;
    }
}

static void stop_waiting(struct flows *flows, struct flow *flow, int64_t now)
{
    if (flow->waiting && time_between(flow->last, now) > WAITING_TIMEOUT)
        stream_force(&flows->streams, flow, flow->last);
}

/* Looks at a few of the oldest flows, so that all come round in time whatever their number. */
static void sweep(struct flows *flows, int64_t now)
{
    struct flow_table *table = &flows->table;

    flows->until_sweep = SWEEP_EVERY;
    for (enum flow_queue queue = 0; queue < FLOW_QUEUES; queue++) {
        uint32_t most = queue == QUEUE_ACTIVE ? SWEEP_ACTIVE : SWEEP_FLOWS;

        for (uint32_t i = 0; i < most && i < table->queued[queue]; i++) {
            struct flow *flow = flow_table_oldest(table, queue);

            if (is_expired(flows, flow, now)) {
                remove_flow(flows, flow);
                continue;
            }
            if (queue != QUEUE_ACTIVE) /* in order of time: the rest is younger */
                break;
            flow_table_queue(table, flow, queue);
            stop_waiting(flows, flow, now);
        }
    }
}

/* Both ends with the smaller first; answers which of them is the source. */
static unsigned key_of(const struct segment *segment, struct flow_key *key)
{
    const struct address *a = &segment->source, *b = &segment->destination;
    int order = memcmp(a->bytes, b->bytes, sizeof a->bytes);
    unsigned source = order > 0 || (order == 0 && a->port > b->port);

    memcpy(key->address[source], a->bytes, sizeof a->bytes);
    memcpy(key->address[!source], b->bytes, sizeof b->bytes);
    key->port[source] = a->port;
    key->port[!source] = b->port;
    key->family = a->family;
    return source;
}

static bool has_payload(const struct segment *segment)
{
    return segment->payload.len || segment->missing;
}

static bool only_syn(const struct segment *segment)
{
    return (segment->flags & (SEGMENT_SYN | SEGMENT_ACK | SEGMENT_RST)) == SEGMENT_SYN;
}

/* A SYN on a known flow: a copy of its own, or the ports are used again? */
static bool is_new_connection(const struct flow *flow, unsigned side, const struct segment *segment)
{
    const struct side *self = &flow->sides[side];
    int32_t behind = sequence_after(self->next, segment->sequence + 1);

    bool recent = time_between(flow->last, segment->time) <= NANOSECONDS_PER_SECOND;
    bool copy = behind > 0 && behind <= SYN_COPY_BYTES && recent;

    if (!(self->flags & SIDE_KNOWN))
        return flow->state == FLOW_CLOSED;
    return !copy && (behind != 0 || flow->state == FLOW_CLOSED);
}

/* Does a segment that belongs to no flow begin one? An acknowledgement alone tells nothing. */
static bool begins_flow(const struct segment *segment)
{
    return !(segment->flags & SEGMENT_RST) && (segment->flags & SEGMENT_SYN || has_payload(segment));
}

static void take_syn(struct flow *flow, unsigned side, const struct segment *segment)
{
    bool opening = flow->state == FLOW_OPENING && !(flow->sides[side].flags & SIDE_SYN);

    if (flow->client == CLIENT_UNKNOWN)
        flow->client = (uint8_t)(segment->flags & SEGMENT_ACK ? !side : side);
    if (opening)
        stream_syn(flow, side, segment);
}

static void count_segment(struct flows *flows, struct flow *flow, enum stream_verdict verdict)
{
    if (verdict == STREAM_LATE) {
        flows->ledger.lost[LOSS_segment_late]++;
        return;
    }
    flows->ledger.analysed[LEDGER_SEGMENTS]++;
    if (flow->segments < UINT16_MAX)
        flow->segments++;
}

static void take_reset(struct flows *flows, struct flow *flow, unsigned side, const struct segment *segment)
{
    const struct side *self = &flow->sides[side];
    int32_t away = sequence_after(segment->sequence, self->next);

    if (flow->state > FLOW_OPENING && self->flags & SIDE_KNOWN &&
        (away > RESET_BYTES || away < -RESET_BYTES)) {
        flows->ledger.lost[LOSS_segment_without_flow]++;
        return;
    }
    count_segment(flows, flow, STREAM_TAKEN);
    close_flow(flows, flow);
}

/* Both directions have ended. One that ought to have been seen by now and was not is not captured at all. */
static bool is_over(const struct flow *flow)
{
    uint8_t first = flow->sides[0].flags, second = flow->sides[1].flags;
    bool one_way = !(flow->flags & FLOW_MIDSTREAM) && !(first & second & SIDE_SEEN);

    return one_way ? (first | second) & SIDE_DONE : first & second & SIDE_DONE;
}

static struct flow *begin_flow(struct flows *flows, const struct flow_key *key, uint32_t hash,
                               const struct segment *segment)
{
    struct flow *flow = begins_flow(segment) ? add_flow(flows, key, hash, segment->time) : NULL;

    if (!flow) {
        flows->ledger.lost[begins_flow(segment) ? LOSS_flow_limit : LOSS_segment_without_flow]++;
        return NULL;
    }
    if (!(segment->flags & SEGMENT_SYN))
        flow->flags |= FLOW_MIDSTREAM;
    return flow;
}

/* Another connection on the same ports: the old one is over, whether its end was captured or not. */
static struct flow *begin_again(struct flows *flows, struct flow *flow, const struct segment *segment)
{
    struct flow_key key = flow->key;
    uint32_t hash = flow->hash;

    remove_flow(flows, flow);
    return begin_flow(flows, &key, hash, segment);
}

/* A segment of a flow that is over: a copy, or something that trails behind; or more than that. */
static bool trails(const struct flow *flow, unsigned side, const struct segment *segment)
{
    const struct side *self = &flow->sides[side];
    uint32_t end = segment->sequence + (uint32_t)segment->payload.len + segment->missing;

    return !has_payload(segment) || (self->flags & SIDE_KNOWN && sequence_after(end, self->next) <= 0 &&
                                     sequence_after(end, self->next) > -RESET_BYTES);
}

static enum stream_verdict put_in_order(struct flows *flows, struct flow *flow, unsigned side,
                                        const struct segment *segment)
{
    if (segment->flags & SEGMENT_SYN)
        take_syn(flow, side, segment);
    return stream_segment(&flows->streams, flow, side, segment);
}

static void take_segment(struct flows *flows, struct flow *flow, unsigned side, const struct segment *segment)
{
    enum stream_verdict verdict;

    if (segment->flags & SEGMENT_RST) {
        take_reset(flows, flow, side, segment);
        return;
    }
    verdict = put_in_order(flows, flow, side, segment);
    if (verdict == STREAM_FOREIGN) {
        flow = begin_again(flows, flow, segment);
        if (!flow)
            return;
        verdict = put_in_order(flows, flow, side, segment);
    }
    count_segment(flows, flow, verdict);
    if (flow->state == FLOW_HTTP && !flow->pairing && !flow->waiting)
        flow->segments = 0;
    if (is_over(flow))
        close_flow(flows, flow);
}

void flows_segment(struct flows *flows, const struct segment *segment)
{
    struct flow_key key;
    unsigned side = key_of(segment, &key);
    uint32_t hash;
    struct flow *flow;

    flows->ledger.seen[LEDGER_SEGMENTS]++;
    if (--flows->until_sweep == 0)
        sweep(flows, segment->time);
    flow = flow_table_find(&flows->table, &key, &hash);
    if (flow && is_expired(flows, flow,
                           segment->time)) { /* whether swept yet or not: lanes sweep at different times */
        remove_flow(flows, flow);
        flow = NULL;
    }
    if (!flow)
        flow = begin_flow(flows, &key, hash, segment);
    else if (only_syn(segment) ? is_new_connection(flow, side, segment)
                               : flow->state == FLOW_CLOSED && !trails(flow, side, segment))
        flow = begin_again(flows, flow, segment);
    if (!flow)
        return;
    if (flow->state == FLOW_CLOSED) {
        count_segment(flows, flow, STREAM_TAKEN);
        return;
    }
    stop_waiting(flows, flow, segment->time);
    flow->last = segment->time;
    take_segment(flows, flow, side, segment);
    if (flows->account->denied != flows->denied || is_pressed(flows))
        relieve(flows);
}

/* Oldest first, so that the same capture ends in the same order. */
void flows_finish(struct flows *flows)
{
    static const enum flow_queue order[] = { QUEUE_ACTIVE, QUEUE_OPENING, QUEUE_CLOSED };
    struct flow *flow;

    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        while ((flow = flow_table_oldest(&flows->table, order[i])))
            remove_flow(flows, flow);
    }
    pool_trim(&flows->pool);
}

void flows_free(struct flows *flows)
{
    if (!flows)
        return;
    flows_finish(flows);
    pairings_done(&flows->speech.pairings);
    emitter_done(&flows->emitter);
    pool_trim(&flows->pool);
    flow_table_done(&flows->table);
    memory_give(flows->account, flows, sizeof *flows);
}
