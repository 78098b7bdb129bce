/* SPDX-License-Identifier: Apache-2.0 */
/* Where a lane finds its flows: open addressing over (hash, index), flows in chunks that never move, and three queues
 * that say who goes first when room is short. */
#ifndef WIRE_FLOW_TABLE_H
#define WIRE_FLOW_TABLE_H

#include "base/memory.h"
#include "wire/flow.h"

enum flow_queue {
    QUEUE_CLOSED,  /* by the time of closing */
    QUEUE_OPENING, /* by the time of the first segment */
    QUEUE_ACTIVE,  /* turned over as it is swept: about by the time of the last segment */
    FLOW_QUEUES
};

struct flow_place {
    uint32_t hash;
    uint32_t index; /* NO_FLOW: free */
};

struct flow_table {
    struct memory *account;
    struct flow_place *places;
    uint32_t room; /* a power of two, or 0 */
    uint32_t count;
    struct flow **chunks;
    uint32_t chunk_count, chunk_room;
    uint32_t free;       /* index of the first free flow */
    struct flow *latest; /* the last one found: segments of one message follow each other */
    uint32_t oldest[FLOW_QUEUES], newest[FLOW_QUEUES];
    uint32_t queued[FLOW_QUEUES];
};

void flow_table_init(struct flow_table *table, struct memory *account);
/* *hash is for flow_table_add, found or not. */
struct flow *flow_table_find(struct flow_table *table, const struct flow_key *key, uint32_t *hash);
/* A zeroed flow in the opening queue; NULL when memory is refused. The key must not be in the table. */
struct flow *flow_table_add(struct flow_table *table, const struct flow_key *key, uint32_t hash);
void flow_table_remove(struct flow_table *table, struct flow *flow);
/* To the newest end of a queue (its own, too). */
void flow_table_queue(struct flow_table *table, struct flow *flow, enum flow_queue queue);
/* The oldest of a queue, NULL when it is empty. */
struct flow *flow_table_oldest(const struct flow_table *table, enum flow_queue queue);
void flow_table_done(struct flow_table *table);

#endif
