/* SPDX-License-Identifier: Apache-2.0 */
/* What is left of a packet while its layers come off: bytes that are here, and bytes there were on the wire. A header
 * that is not all here was cut by the capture when the wire had it, and is malformed when even the wire did not. */
#ifndef WIRE_SPAN_H
#define WIRE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct span {
    const uint8_t *at;
    size_t len;  /* captured */
    size_t wire; /* len or more */
};

static inline struct span span_after(struct span span, size_t skip)
{
    return (struct span){ span.at + skip, span.len - skip, span.wire - skip };
}

/* No more than `most` bytes: what follows is padding, a trailer or another datagram. */
static inline struct span span_limit(struct span span, size_t most)
{
    return (struct span){ span.at, span.len < most ? span.len : most, span.wire < most ? span.wire : most };
}

static inline uint16_t read16(const uint8_t *at)
{
    return (uint16_t)(at[0] << 8 | at[1]);
}

static inline uint32_t read32(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

#endif
