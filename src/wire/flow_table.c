/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/flow_table.h"

#include "base/hash.h"

#define CHUNK 128u /* flows */
#define FIRST_ROOM 256u

void flow_table_init(struct flow_table *table, struct memory *account)
{
    *table = (struct flow_table){ .account = account, .free = NO_FLOW };
    for (int queue = 0; queue < FLOW_QUEUES; queue++)
        table->oldest[queue] = table->newest[queue] = NO_FLOW;
}

void flow_table_done(struct flow_table *table)
{
    for (uint32_t i = 0; i < table->chunk_count; i++)
        memory_give(table->account, table->chunks[i], CHUNK * sizeof(struct flow));
    memory_give(table->account, table->chunks, table->chunk_room * sizeof *table->chunks);
    memory_give(table->account, table->places, table->room * sizeof *table->places);
    flow_table_init(table, table->account);
}

static struct flow *flow_at(const struct flow_table *table, uint32_t index)
{
    return &table->chunks[index / CHUNK][index % CHUNK];
}

static struct flow *find_placed(const struct flow_table *table, const struct flow_key *key, uint32_t hash)
{
    uint32_t mask = table->room - 1;

    if (table->room == 0)
        return NULL;
    for (uint32_t at = hash & mask; table->places[at].index != NO_FLOW; at = (at + 1) & mask) {
        struct flow *flow;

        if (table->places[at].hash != hash)
            continue;
        flow = flow_at(table, table->places[at].index);
        if (memcmp(&flow->key, key, sizeof *key) == 0)
            return flow;
    }
    return NULL;
}

struct flow *flow_table_find(struct flow_table *table, const struct flow_key *key, uint32_t *hash)
{
    struct flow *flow = table->latest;

    if (flow && memcmp(&flow->key, key, sizeof *key) == 0) {
        *hash = flow->hash;
        return flow;
    }
    *hash = (uint32_t)hash_table(slice_make(key, sizeof *key));
    flow = find_placed(table, key, *hash);
    if (flow)
        table->latest = flow;
    return flow;
}

static void place(struct flow_place *places, uint32_t mask, struct flow_place entry)
{
    uint32_t at = entry.hash & mask;

    while (places[at].index != NO_FLOW)
        at = (at + 1) & mask;
    places[at] = entry;
}

/* At most two thirds full. */
static bool make_room(struct flow_table *table)
{
    uint32_t room = table->room ? table->room * 2 : FIRST_ROOM;
    struct flow_place *places;

    if (table->room && (table->count + 1) * 3ull <= table->room * 2ull)
        return true;
    places = memory_get(table->account, room * sizeof *places);
    if (!places)
        return table->count + 1 < table->room; /* slow is better than not at all */
    memset(places, 0xff, room * sizeof *places);
    for (uint32_t i = 0; i < table->room; i++) {
        if (table->places[i].index != NO_FLOW)
            place(places, room - 1, table->places[i]);
    }
    memory_give(table->account, table->places, table->room * sizeof *table->places);
    table->places = places;
    table->room = room;
    return true;
}

static bool add_chunk(struct flow_table *table)
{
    struct flow *flows;

    if (table->chunk_count == table->chunk_room) {
        uint32_t room = table->chunk_room ? table->chunk_room * 2 : 16;
        struct flow **chunks = memory_resize(table->account, table->chunks,
                                             table->chunk_room * sizeof *chunks, room * sizeof *chunks);

        if (!chunks)
            return false;
        table->chunks = chunks;
        table->chunk_room = room;
    }
    flows = memory_get(table->account, CHUNK * sizeof *flows);
    if (!flows)
        return false;
    for (uint32_t i = 0; i < CHUNK; i++) {
        flows[i].index = table->chunk_count * CHUNK + i;
        flows[i].newer = i + 1 < CHUNK ? flows[i].index + 1 : table->free;
    }
    table->chunks[table->chunk_count] = flows;
    table->free = table->chunk_count * CHUNK;
    table->chunk_count++;
    return true;
}

static void enqueue(struct flow_table *table, struct flow *flow, enum flow_queue queue)
{
    flow->queue = (uint8_t)queue;
    flow->newer = NO_FLOW;
    flow->older = table->newest[queue];
    *(flow->older == NO_FLOW ? &table->oldest[queue] : &flow_at(table, flow->older)->newer) = flow->index;
    table->newest[queue] = flow->index;
    table->queued[queue]++;
}

static void dequeue(struct flow_table *table, struct flow *flow)
{
    *(flow->older == NO_FLOW ? &table->oldest[flow->queue] : &flow_at(table, flow->older)->newer) =
        flow->newer;
    *(flow->newer == NO_FLOW ? &table->newest[flow->queue] : &flow_at(table, flow->newer)->older) =
        flow->older;
    table->queued[flow->queue]--;
}

void flow_table_queue(struct flow_table *table, struct flow *flow, enum flow_queue queue)
{
    dequeue(table, flow);
    enqueue(table, flow, queue);
}

struct flow *flow_table_oldest(const struct flow_table *table, enum flow_queue queue)
{
    return table->oldest[queue] == NO_FLOW ? NULL : flow_at(table, table->oldest[queue]);
}

struct flow *flow_table_add(struct flow_table *table, const struct flow_key *key, uint32_t hash)
{
    struct flow *flow;
    uint32_t index;

    if (!make_room(table) || (table->free == NO_FLOW && !add_chunk(table)))
        return NULL;
    index = table->free;
    flow = flow_at(table, index);
    table->free = flow->newer;
    *flow = (struct flow){ .key = *key, .index = index, .hash = hash, .client = CLIENT_UNKNOWN };
    place(table->places, table->room - 1, (struct flow_place){ hash, index });
    table->count++;
    enqueue(table, flow, QUEUE_OPENING);
    return flow;
}

void flow_table_remove(struct flow_table *table, struct flow *flow)
{
    uint32_t mask = table->room - 1, at = flow->hash & mask;

    while (table->places[at].index != flow->index)
        at = (at + 1) & mask;
    for (uint32_t next = (at + 1) & mask; table->places[next].index != NO_FLOW; next = (next + 1) & mask) {
        uint32_t home = table->places[next].hash & mask;

        if (((next - home) & mask) >= ((next - at) & mask)) { /* it may move back to the hole */
            table->places[at] = table->places[next];
            at = next;
        }
    }
    table->places[at].index = NO_FLOW;
    table->count--;
    if (table->latest == flow)
        table->latest = NULL;
    dequeue(table, flow);
    flow->newer = table->free;
    table->free = flow->index;
}
