/* SPDX-License-Identifier: Apache-2.0 */
/* Small captures with known contents: connections between made-up clients and three hosts, packets interleaved. What a
 * connection holds depends on its number alone, so that captures can be cut up in any way. */
#ifndef TESTS_ENGINE_CAPTURE_H
#define TESTS_ENGINE_CAPTURE_H

#include <stdbool.h>
#include <stddef.h>

struct capture_part {
    unsigned first, step, count; /* connections first, first + step, ... */
    unsigned lose_every;         /* leave out every nth packet with payload; 0: none */
};

/* A pcap file in memory, on the heap. */
char *capture_make(struct capture_part part, size_t *ret_len);
/* Exchanges of those connections. */
unsigned capture_exchanges(struct capture_part part);
/* Where the file may be cut so that a whole number of packets comes before: the first such place at or after `at`. */
size_t capture_cut(const char *bytes, size_t len, size_t at);
#define CAPTURE_HEAD 24 /* bytes of the file header: a later part needs it again */

#endif
