/* SPDX-License-Identifier: Apache-2.0 */
/* The inner loops over string contents: how far do bytes go that need no thought? Plain is ASCII that is
 * no control character, no quote and no backslash. Nothing is read or written outside the given ranges. */
#ifndef JSON_PLAIN_H
#define JSON_PLAIN_H

#include "json/simd.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline bool json_is_plain(char byte)
{
    uint8_t value = (uint8_t)byte;

    return value >= 0x20 && value < 0x80 && value != '"' && value != '\\';
}

/* The first byte of [at, end) that is not plain, or end. */
static inline const char *json_plain_end(const char *at, const char *end)
{
    while (end - at >= SIMD_BYTES) {
        simd_block block = simd_load(at);
        uint32_t stop = simd_string_stop(block) | simd_high(block);

        if (stop)
            return at + __builtin_ctz(stop);
        at += SIMD_BYTES;
    }
    while (at < end && json_is_plain(*at))
        at++;
    return at;
}

/* Copies the plain bytes at the beginning of [from, end) to `to`, which has room for end - from; answers
 * how many. */
static inline size_t json_plain_copy(const char *from, const char *end, char *to)
{
    const char *at = from;

    while (end - at >= SIMD_BYTES) {
        simd_block block = simd_load(at);
        uint32_t stop = simd_string_stop(block) | simd_high(block);

        memcpy(to, at, SIMD_BYTES);
        if (stop)
            return (size_t)(at - from) + (size_t)__builtin_ctz(stop);
        at += SIMD_BYTES;
        to += SIMD_BYTES;
    }
    while (at < end && json_is_plain(*at))
        *to++ = *at++;
    return (size_t)(at - from);
}

#endif
