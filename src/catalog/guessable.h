/* SPDX-License-Identifier: Apache-2.0 */
/* Forms of identifiers that leave little to guess, told of one value before it is masked: numbers in disguise, and times. */
#ifndef CATALOG_GUESSABLE_H
#define CATALOG_GUESSABLE_H

#include "base/slice.h"

#include <stdint.h>

/* Bits of sample_entry.traits (catalog/kept.h). Stored. */
#define TRAIT_ENCODED_NUMBER (1u << 21) /* base64 of an integer, alone or behind a word: MQ==, VXNlcjox */
#define TRAIT_SECONDS (1u << 22)        /* seconds since 1970, of 2014 to 2033 */
#define TRAIT_MILLISECONDS (1u << 23)
#define TRAIT_SNOWFLAKE                                                                                      \
    (1u << 24) /* milliseconds above 22 bits of machine and count, the count next to nought */
#define TRAIT_TIME_UUID (1u << 25) /* UUID of version 1 or 6 (RFC 9562) */
#define TRAIT_OBJECT_ID (1u << 26) /* 12 bytes in hexadecimal that begin with seconds since 1970 */
#define TRAITS_GUESSABLE (0x3fu << 21)

uint32_t guessable_traits(struct slice text);
/* The number inside of what is TRAIT_ENCODED_NUMBER, and whether a word stands before it; false: it is none. */
bool guessable_decode(struct slice text, unsigned long long *ret, bool *ret_named);

#endif
