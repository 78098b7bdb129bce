/* SPDX-License-Identifier: Apache-2.0 */
/* Events in packed blocks: up to EVENT_BLOCK_MOST events, column by column, compressed. A row an event would cost ten
 * times the time and three times the space.
 *
 * A block is one zstd frame (level 1, with checksum). Inside, all numbers are LEB128 unless said otherwise:
 *
 *     version (1 byte) | events
 *     strings    count, then length and bytes of each      services, methods, cells
 *     routes     count, then service, method, cell          indexes into strings
 *     actors     count, then 16 bytes of each (little endian)
 *     places     count, then family (1 byte), port, 0/4/16 bytes     clients with port 0, servers with theirs
 *     lengths of the columns, then the columns:
 *       time     first one zigzag, then the distance to the one before (events ascend by time)
 *       duration, route, actor, client, server, status, flags, request bytes, response bytes
 *       port     of the client, 2 bytes
 *       objects  a byte how many, then 8 bytes each (little endian)
 *
 * Events of equal time are ordered by content, so the same events give the same order whatever way they came. */
#ifndef STORE_EVENT_BLOCK_H
#define STORE_EVENT_BLOCK_H

#include "base/error.h"
#include "base/memory.h"
#include "exchange/event.h"

#define EVENT_BLOCK_MOST 4096
#define EVENT_STRING_MOST 4096 /* longer ones are cut */

/* One encoded block. */
struct event_block {
    int64_t first, last; /* times */
    uint32_t count;
    uint64_t services; /* event_service_bit of every service in it */
    struct slice bytes;
};

/* The bit that stands for a service in event_block.services: a block without it has no event of that service. */
uint64_t event_service_bit(struct slice service);

/* <0, 0, >0: by time, then by everything else an event holds. */
int event_compare(const struct event *a, const struct event *b);

/* Collects events until a block is full. Belongs to one thread. */
struct event_packer;

/* NULL when memory is refused. */
struct event_packer *event_packer_new(struct memory *account);
/* Copies the event. True when it went in; false when the packer is full (encode and reset it, then add again) or, when
 * it is empty, when memory was refused. */
bool event_packer_add(struct event_packer *packer, const struct event *event);
uint32_t event_packer_count(const struct event_packer *packer);
/* Encodes what has been collected, and keeps it: more events may be added and the block encoded again. ret->bytes are
 * borrowed until the next call on the packer. False when empty or memory was refused. */
bool event_packer_encode(struct event_packer *packer, struct event_block *ret);
void event_packer_reset(struct event_packer *packer);
void event_packer_free(struct event_packer *packer);

/* Reads the events of one block one after the other, in ascending order. */
struct event_cursor;

/* Copies what it needs of `bytes`. NULL with *err set when the block is damaged (nothing outside it is read), of a newer
 * version, or memory is refused. */
struct event_cursor *event_cursor_open(struct memory *account, struct slice bytes, struct error *err);
enum event_next { EVENT_NEXT, EVENT_END, EVENT_DAMAGED };
/* Strings of *ret are borrowed until event_cursor_close. */
enum event_next event_cursor_next(struct event_cursor *cursor, struct event *ret);
void event_cursor_close(struct event_cursor *cursor);

#endif
