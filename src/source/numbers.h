/* SPDX-License-Identifier: Apache-2.0 */
/* Integers of capture files, which are written in the byte order of the machine that captured. */
#ifndef SOURCE_NUMBERS_H
#define SOURCE_NUMBERS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static inline uint16_t number_16(const void *at, bool big_endian)
{
    const uint8_t *byte = at;

    return (uint16_t)(big_endian ? byte[0] << 8 | byte[1] : byte[1] << 8 | byte[0]);
}

static inline uint32_t number_32(const void *at, bool big_endian)
{
    uint32_t value;

    memcpy(&value, at, sizeof value);
    return big_endian == (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__) ? value : __builtin_bswap32(value);
}

static inline uint64_t number_64(const void *at, bool big_endian)
{
    uint64_t value;

    memcpy(&value, at, sizeof value);
    return big_endian == (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__) ? value : __builtin_bswap64(value);
}

#endif
