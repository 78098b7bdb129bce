/* SPDX-License-Identifier: Apache-2.0 */
/* Builds files byte by byte, in either byte order. */
#ifndef TESTS_SOURCE_BYTES_H
#define TESTS_SOURCE_BYTES_H

#include "base/buffer.h"

#include <stdint.h>

static inline void bytes_put(struct buffer *out, bool big_endian, unsigned size, uint64_t value)
{
    for (unsigned i = 0; i < size; i++)
        buffer_byte(out, (char)(value >> 8 * (big_endian ? size - 1 - i : i)));
}

#endif
