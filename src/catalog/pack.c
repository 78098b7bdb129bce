/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/pack.h"

#include "base/hash.h"
#include "catalog/kept.h"

#include <endian.h>

void pack_u64(struct buffer *out, uint64_t value)
{
    if (buffer_reserve(out, PACK_VARINT))
        out->len = (size_t)(pack_varint(out->at + out->len, value) - out->at);
}

void pack_i64(struct buffer *out, int64_t value)
{
    pack_u64(out, ((uint64_t)value << 1) ^ (uint64_t)(value >> 63));
}

void pack_slice(struct buffer *out, struct slice bytes)
{
    pack_u64(out, bytes.len);
    buffer_append(out, bytes);
}

/* Bits are rotated, for the highest ones are set as often as the lowest. */
void pack_marks(struct buffer *out, uint64_t marks)
{
    pack_u64(out, marks << 4 | marks >> 60);
}

#define ENTRY_HASH 1u   /* the hash follows */
#define ENTRY_MASKED 2u /* traits follow, and the mask */
#define ENTRY_MARKS 4u  /* marks follow */
#define ENTRY_SHIFT 3

/* A hash is noise, that no compression makes smaller: mostly it is the kept text's and need not be stored. It is where
 * the text was cut, masked or left out, and where it is another one's. */
static void pack_entry(struct buffer *out, const struct sample_entry *entry)
{
    /* Raw texts are settled before: one that was not is not stored. */
    struct slice text = entry->raw ? SLICE("") : sample_text(entry);
    bool has_hash = entry->raw || !sample_is_whole(entry) || hash_content(text) != entry->hash;
    uint64_t portable = htole64(entry->hash);

    pack_u64(out, entry->count);
    pack_u64(out, (uint64_t)entry->full_len << ENTRY_SHIFT | (entry->marks ? ENTRY_MARKS : 0u) |
                      (entry->masked ? ENTRY_MASKED : 0u) | (has_hash ? ENTRY_HASH : 0u));
    if (entry->marks)
        pack_marks(out, entry->marks);
    if (entry->masked)
        pack_u64(out, entry->traits);
    if (has_hash) {
        buffer_append(out, slice_make(&portable, sizeof portable));
        pack_slice(out, text);
    } else {
        buffer_append(out, text);
    }
}

void pack_sample(struct buffer *out, const struct sample *sample)
{
    pack_u64(out, sample->total);
    pack_u64(out, sample->overflowed);
    pack_u64(out, sample->count);
    for (uint32_t i = 0; i < sample->count; i++)
        pack_entry(out, &sample->entries[i]);
}

uint64_t unpack_u64(struct unpack *in)
{
    uint64_t value = 0;

    for (unsigned shift = 0; shift < 64 && in->rest.len && !in->broken; shift += 7) {
        uint8_t byte = (uint8_t)*in->rest.at;

        in->rest.at++;
        in->rest.len--;
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80)
            return value;
    }
    in->broken = true;
    return 0;
}

int64_t unpack_i64(struct unpack *in)
{
    uint64_t value = unpack_u64(in);

    return (int64_t)(value >> 1) ^ -(int64_t)(value & 1);
}

static struct slice unpack_bytes(struct unpack *in, uint64_t len)
{
    struct slice bytes = { in->rest.at, (size_t)len };

    if (in->broken || len > in->rest.len) {
        in->broken = true;
        return (struct slice){ NULL, 0 };
    }
    in->rest.at += len;
    in->rest.len -= (size_t)len;
    return bytes;
}

struct slice unpack_slice(struct unpack *in)
{
    return unpack_bytes(in, unpack_u64(in));
}

uint64_t unpack_count(struct unpack *in)
{
    uint64_t count = unpack_u64(in);

    if (count > in->rest.len)
        in->broken = true;
    return in->broken ? 0 : count;
}

uint64_t unpack_marks(struct unpack *in)
{
    uint64_t packed = unpack_u64(in), marks = packed >> 4 | packed << 60, custom;

    if (!in->maps_custom || !(custom = marks >> DATA_CUSTOM & ((1u << DATA_CUSTOM_MOST) - 1)))
        return marks;
    marks &= ~(custom << DATA_CUSTOM);
    for (unsigned i = 0; i < DATA_CUSTOM_MOST; i++)
        marks |= custom >> i & 1 ? in->custom[i] : 0;
    return marks;
}

struct packed_entry {
    uint64_t hash, count;
    struct sample_value value;
};

static struct packed_entry unpack_entry(struct unpack *in)
{
    struct packed_entry entry = { .count = unpack_u64(in) };
    uint64_t what = unpack_u64(in), full_len = what >> (in->was_unjudged ? 1 : ENTRY_SHIFT);
    struct sample_value *value = &entry.value;

    if (in->was_unjudged)
        what &= ENTRY_HASH;
    value->masked = what & ENTRY_MASKED;
    if (what & ENTRY_MARKS)
        value->marks = unpack_marks(in);
    if (value->masked)
        value->traits = (uint32_t)unpack_u64(in);
    if (what & ENTRY_HASH) {
        struct slice portable = unpack_bytes(in, sizeof entry.hash);

        if (portable.len)
            memcpy(&entry.hash, portable.at, sizeof entry.hash);
        entry.hash = le64toh(entry.hash);
        value->text = unpack_slice(in);
    } else {
        value->text = unpack_bytes(in, full_len);
        entry.hash = hash_content(value->text);
    }
    if (full_len > UINT32_MAX || value->text.len > (value->masked ? SAMPLE_TEXT : full_len) ||
        entry.count == 0)
        in->broken = true;
    value->full_len = (uint32_t)full_len;
    return entry;
}

/* Judges what was kept, when that is to be done. */
typedef void entry_judge(const struct unpack *in, const struct sample *sample, struct sample_value *value,
                         char mask[MASK_MOST]);

static void judge_value(const struct unpack *in, const struct sample *sample, struct sample_value *value,
                        char mask[MASK_MOST])
{
    if (in->judges || sample->veiled)
        kept_again(in->classifier, sample, value, mask);
}

static void judge_segment(const struct unpack *in, const struct sample *sample, struct sample_value *value,
                          char mask[MASK_MOST])
{
    struct slice text = value->text;

    if (in->judges)
        kept_segment(in->classifier, segment_classify(text), text, mask, value);
}

static void read_sample(struct unpack *in, struct sample *sample, struct memory *account, entry_judge *judge)
{
    uint64_t total = unpack_u64(in);
    bool overflowed = unpack_u64(in) != 0;
    uint64_t count = unpack_count(in);
    uint64_t total_before = sample->total, last = 0;

    for (uint64_t i = 0; i < count && !in->broken; i++) {
        struct packed_entry packed = unpack_entry(in);
        char mask[MASK_MOST];

        if (in->broken || (i > 0 && packed.hash <= last)) {
            in->broken = true;
            return;
        }
        last = packed.hash;
        if (judge && !packed.value.masked && packed.value.text.len)
            judge(in, sample, &packed.value, mask);
        sample_add_kept(sample, account, packed.hash, &packed.value, packed.count);
    }
    sample->total = total_before + total;
    sample->overflowed |= overflowed;
}

void unpack_sample(struct unpack *in, struct sample *sample, struct memory *account)
{
    read_sample(in, sample, account, NULL);
}

void unpack_values(struct unpack *in, struct sample *sample, struct memory *account)
{
    read_sample(in, sample, account, judge_value);
}

void unpack_segments(struct unpack *in, struct sample *sample, struct memory *account)
{
    read_sample(in, sample, account, judge_segment);
}
