/* SPDX-License-Identifier: Apache-2.0 */
/* What event_packer.c and event_cursor.c share of the byte form of a block (store/event_block.h). */
#ifndef STORE_EVENT_FORMAT_H
#define STORE_EVENT_FORMAT_H

#include <stddef.h>
#include <stdint.h>

#define EVENT_BLOCK_VERSION 1

/* In the order in which they stand in a block. */
enum event_column {
    COLUMN_TIME,
    COLUMN_DURATION,
    COLUMN_ROUTE,
    COLUMN_ACTOR,
    COLUMN_CLIENT,
    COLUMN_SERVER,
    COLUMN_STATUS,
    COLUMN_FLAGS,
    COLUMN_REQUEST_BYTES,
    COLUMN_RESPONSE_BYTES,
    COLUMN_CLIENT_PORT,
    COLUMN_OBJECTS,
    EVENT_COLUMNS
};

static inline size_t event_address_bytes(uint8_t family)
{
    return family == 6 ? 16 : family == 4 ? 4 : 0;
}

static inline void event_put_u64(char *at, uint64_t value)
{
    for (unsigned i = 0; i < 8; i++)
        at[i] = (char)(value >> 8 * i);
}

static inline uint64_t event_get_u64(const char *at)
{
    uint64_t value = 0;

    for (unsigned i = 0; i < 8; i++)
        value |= (uint64_t)(uint8_t)at[i] << 8 * i;
    return value;
}

#endif
