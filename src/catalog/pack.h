/* SPDX-License-Identifier: Apache-2.0 */
/* The byte form of what is stored: varints (LEB128), length-prefixed text. Portable, same knowledge same bytes. The
 * reader never leaves its slice: after a fault every further read answers zero and `broken` stays set. */
#ifndef CATALOG_PACK_H
#define CATALOG_PACK_H

#include "base/buffer.h"
#include "base/sample.h"
#include "sensitive/sensitive.h"

#include <stdint.h>

#define PACK_VARINT 10 /* bytes a varint has at most: 64 bits, 7 in each */
/* Writes a varint into room that is there; answers what follows it. */
static inline char *pack_varint(char *at, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        *at++ = (char)(value | 0x80);
    *at++ = (char)value;
    return at;
}

void pack_u64(struct buffer *out, uint64_t value);
void pack_i64(struct buffer *out, int64_t value); /* zigzag */
void pack_slice(struct buffer *out, struct slice bytes);
void pack_marks(struct buffer *out, uint64_t marks);
void pack_sample(struct buffer *out, const struct sample *sample);

/* Marks of the classes users added depend on their order in the configuration, which may change between two runs. What was
 * written names them; a reader knows where each stands now. */
struct unpack {
    uint64_t version; /* of the catalog that is read; see FORMAT_VERSION in catalog.c */
    struct slice rest;
    bool broken;
    bool
        was_unjudged; /* written before anything was judged: entries of samples have no marks, traits or masks */
    bool judges;      /* texts that were kept are judged again: who wrote them knew other classes */
    bool maps_custom; /* else marks of custom classes are read as they stand */
    uint64_t custom
        [DATA_CUSTOM_MOST]; /* the mark each that was written has now; 0: nobody knows that class any more */
    struct classifier *classifier; /* of today */
};

uint64_t unpack_u64(struct unpack *in);
int64_t unpack_i64(struct unpack *in);
/* Borrowed from the input. */
struct slice unpack_slice(struct unpack *in);
/* A count of things that need at least one byte each: broken when there cannot be so many. */
uint64_t unpack_count(struct unpack *in);
uint64_t unpack_marks(struct unpack *in);
/* Merges what was packed into `sample`. */
void unpack_sample(struct unpack *in, struct sample *sample, struct memory *account);
/* The same of what is judged again if need be: values of a field, and segments of paths. */
void unpack_values(struct unpack *in, struct sample *sample, struct memory *account);
void unpack_segments(struct unpack *in, struct sample *sample, struct memory *account);

#endif
