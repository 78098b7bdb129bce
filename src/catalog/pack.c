/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/pack.h"

#include "base/hash.h"

#define VARINT_MOST 10 /* bytes of 64 bits, 7 in each */

void pack_u64(struct buffer *out, uint64_t value)
{
    char *at;

    if (!buffer_reserve(out, VARINT_MOST))
        return;
    at = out->at + out->len;
    for (; value >= 0x80; value >>= 7)
        *at++ = (char)(value | 0x80);
    *at++ = (char)value;
    out->len = (size_t)(at - out->at);
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

/* The hash is that of the whole value; the kept text may be cut, so it is stored. */
void pack_sample(struct buffer *out, const struct sample *sample)
{
    pack_u64(out, sample->total);
    pack_u64(out, sample->overflowed);
    pack_u64(out, sample->count);
    for (uint32_t i = 0; i < sample->count; i++) {
        const struct sample_entry *entry = &sample->entries[i];

        pack_u64(out, entry->hash);
        pack_u64(out, entry->count);
        pack_u64(out, entry->full_len);
        pack_slice(out, slice_make(entry->text, entry->len));
    }
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

struct slice unpack_slice(struct unpack *in)
{
    uint64_t len = unpack_u64(in);
    struct slice bytes = { in->rest.at, (size_t)len };

    if (in->broken || len > in->rest.len) {
        in->broken = true;
        return (struct slice){ NULL, 0 };
    }
    in->rest.at += len;
    in->rest.len -= (size_t)len;
    return bytes;
}

uint64_t unpack_count(struct unpack *in)
{
    uint64_t count = unpack_u64(in);

    if (count > in->rest.len)
        in->broken = true;
    return in->broken ? 0 : count;
}

void unpack_sample(struct unpack *in, struct sample *sample, struct memory *account)
{
    uint64_t total = unpack_u64(in);
    bool overflowed = unpack_u64(in) != 0;
    uint64_t count = unpack_count(in);
    uint64_t total_before = sample->total, last = 0;

    for (uint64_t i = 0; i < count && !in->broken; i++) {
        uint64_t hash = unpack_u64(in);
        uint64_t times = unpack_u64(in);
        uint64_t full_len = unpack_u64(in);
        struct slice text = unpack_slice(in);
        struct sample_entry *entry;

        if (in->broken || text.len > full_len || full_len > UINT32_MAX || times == 0 ||
            (i > 0 && hash <= last)) {
            in->broken = true;
            return;
        }
        last = hash;
        if (!sample_add(sample, account, hash, text, times))
            continue;
        entry = (struct sample_entry *)sample_find(sample, hash);
        if (entry)
            entry->full_len = (uint32_t)full_len;
    }
    sample->total = total_before + total;
    sample->overflowed |= overflowed;
}
