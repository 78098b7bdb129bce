/* SPDX-License-Identifier: Apache-2.0 */
/* A bounded sample of distinct values with their counts, chosen by hash (bottom-k, law 2).
 *
 * It keeps the k values whose hash_content is smallest. A value among the k smallest of the whole stream was among the
 * k smallest at every moment since it first came, so it was never dropped: its count is exact, whatever the order, and
 * merging two samples gives exactly what one sample over both streams would hold. When fewer than k distinct values
 * came, the sample is the whole truth; otherwise the number of distinct values is estimated from the k-th smallest
 * hash (Bar-Yossef et al., "Counting distinct elements in a data stream", 2002): relative error about 1/sqrt(k). */
#ifndef BASE_SAMPLE_H
#define BASE_SAMPLE_H

#include "base/memory.h"
#include "base/slice.h"

#include <stdint.h>

struct sample_entry {
    uint64_t hash; /* of the value, whatever is kept as its text */
    uint64_t count;
    uint64_t marks;    /* bits that whoever fills the sample gives a value; they depend on nothing else */
    char *text;        /* owned by the sample; cut to SAMPLE_TEXT bytes */
    uint32_t len;      /* bytes kept in text */
    uint32_t full_len; /* bytes the value had */
    uint32_t traits;   /* as marks: what can no longer be read from the text, of masked ones */
    bool masked;       /* text is not the value but what may be kept of it; may be empty */
    bool raw; /* nobody said yet what may be kept: text is the value, marks are to come (sample_settle) */
};

#define SAMPLE_TEXT 128

struct sample {
    struct sample_entry *entries; /* ascending by hash */
    uint32_t count, room;
    uint16_t keep;   /* k */
    bool overflowed; /* a value was dropped: distinct is an estimate */
    bool silent;     /* texts are not kept: they are secrets. Set before the first value comes */
    bool veiled;     /* no text is kept as it is: who adds a value brings a mask. Set likewise */
    uint64_t total;  /* values offered */
};

void sample_init(struct sample *sample, uint16_t keep);
/* true when a value of this hash would be counted or kept: a cheap test before sample_add. */
static inline bool sample_wants(const struct sample *sample, uint64_t hash)
{
    return sample->count < sample->keep || hash <= sample->entries[sample->count - 1].hash;
}
/* Counts `count` occurrences of a value; `hash` is hash_content of all of it. false when memory was refused. */
bool sample_add(struct sample *sample, struct memory *account, uint64_t hash, struct slice value,
                uint64_t count);

/* What is known and kept of a value, where that is not the value itself. */
struct sample_value {
    struct slice text;
    uint64_t marks;
    uint32_t full_len, traits;
    bool masked;
    bool raw; /* see sample_entry */
};
/* The same. Of a value that came both masked and as it is the mask stays, of two masks the shorter: less is more. */
bool sample_add_kept(struct sample *sample, struct memory *account, uint64_t hash,
                     const struct sample_value *value, uint64_t count);
/* Says of a raw entry what is known and kept of its value. */
void sample_settle(struct sample *sample, struct memory *account, uint32_t place,
                   const struct sample_value *value);
bool sample_merge(struct sample *into, struct memory *account, const struct sample *from);
/* Exact while not overflowed. */
double sample_distinct(const struct sample *sample);
/* Where the first entry stands whose hash is not smaller; sample->count when there is none. */
uint32_t sample_place(const struct sample *sample, uint64_t hash);
/* The entry of that value, or NULL when it is not (or no longer) kept. */
const struct sample_entry *sample_find(const struct sample *sample, uint64_t hash);
/* Whether the text is the value, all of it. */
static inline bool sample_is_whole(const struct sample_entry *entry)
{
    return !entry->masked && entry->len == entry->full_len;
}
static inline struct slice sample_text(const struct sample_entry *entry)
{
    return slice_make(entry->text, entry->len);
}
void sample_done(struct sample *sample, struct memory *account);

#endif
