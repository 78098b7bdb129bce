/* SPDX-License-Identifier: Apache-2.0 */
/* A small gzip writer (RFC 1951, RFC 1952): one block of fixed Huffman codes with the nearest match of three bytes or
 * more. Not good, but the same bytes everywhere, whatever compression library a machine has. */
#ifndef SAMPLE_GZIP_H
#define SAMPLE_GZIP_H

#include <stddef.h>
#include <stdint.h>

/* The compressed bytes, to be freed by the caller. */
uint8_t *gzip_bytes(const void *bytes, size_t len, size_t *ret_len);

#endif
