/* SPDX-License-Identifier: Apache-2.0 */
/* Two kinds of hash, never mixed.
 *   hash_content: XXH3 with a fixed seed. The same bytes hash alike in every process and on every machine. It chooses
 *   what bounded samples keep (law 2) and may be stored.
 *   hash_table:   XXH3 under a seed drawn per process, for in-memory tables fed with hostile keys (flooding). Never
 *   stored, and nothing that is merged or printed may depend on it. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/slice.h"

#include <stdint.h>

uint64_t hash_content(struct slice bytes); /* inline in base/hash_inline.h */
uint64_t hash_table(struct slice bytes);
/* The same in 128 bits: what two values share they may be taken to be one by. */
void hash_table_wide(struct slice bytes, uint64_t ret[2]);
/* Mixes two 64-bit values into one, well spread (for hashing tuples of hashes); results may be stored. Multiplication
 * spreads upwards, shifts bring the high bits down again; odd factors keep every step reversible, so that no two b of
 * one a (nor two a of one b) meet. */
static inline uint64_t hash_mix(uint64_t a, uint64_t b)
{
    uint64_t mixed = a * 0xd6e8feb86659fd93u;

    mixed ^= mixed >> 32;
    mixed = (mixed + b) * 0xa0761d6478bd642fu;
    mixed ^= mixed >> 29;
    mixed *= 0xe7037ed1a0b428dbu;
    return mixed ^ mixed >> 32;
}

#endif
