/* SPDX-License-Identifier: Apache-2.0 */
#include "gzip.h"

#include "capture.h"

#include <string.h>

#define WINDOW 32768
#define HASHES 4096
#define MATCH_MOST 258

struct bits {
    uint8_t *at;
    size_t len;
    uint32_t held;
    unsigned held_bits;
};

static void put(struct bits *out, uint32_t value, unsigned count)
{
    out->held |= value << out->held_bits;
    out->held_bits += count;
    while (out->held_bits >= 8) {
        out->at[out->len++] = (uint8_t)out->held;
        out->held >>= 8;
        out->held_bits -= 8;
    }
}

/* Huffman codes are packed from their most significant bit (RFC 1951 3.1.1). */
static void put_code(struct bits *out, uint32_t code, unsigned count)
{
    uint32_t turned = 0;

    for (unsigned i = 0; i < count; i++)
        turned |= ((code >> i) & 1) << (count - 1 - i);
    put(out, turned, count);
}

/* The fixed code of RFC 1951 3.2.6. */
static void put_symbol(struct bits *out, unsigned symbol)
{
    if (symbol < 144)
        put_code(out, 0x30 + symbol, 8);
    else if (symbol < 256)
        put_code(out, 0x190 + symbol - 144, 9);
    else if (symbol < 280)
        put_code(out, symbol - 256, 7);
    else
        put_code(out, 0xc0 + symbol - 280, 8);
}

/* Lengths and distances are a code plus extra bits: the base grows by powers of two (RFC 1951 3.2.5). */
static void put_match(struct bits *out, unsigned length, unsigned distance)
{
    unsigned base = 3, symbol = 257, extra = 0;

    if (length == MATCH_MOST) {
        put_symbol(out, 285);
    } else {
        while (length >= base + (1u << extra)) {
            base += 1u << extra;
            symbol++;
            if (symbol >= 265)
                extra = (symbol - 261) / 4;
        }
        put_symbol(out, symbol);
        put(out, length - base, extra);
    }
    base = 1;
    symbol = extra = 0;
    while (distance >= base + (1u << extra)) {
        base += 1u << extra;
        symbol++;
        if (symbol >= 4)
            extra = symbol / 2 - 1;
    }
    put_code(out, symbol, 5);
    put(out, distance - base, extra);
}

static uint32_t crc_of(const uint8_t *bytes, size_t len)
{
    uint32_t crc = ~0u;

    for (size_t i = 0; i < len; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = (crc >> 1) ^ (crc & 1 ? 0xedb88320u : 0);
    }
    return ~crc;
}

static size_t match_at(const uint8_t *bytes, size_t len, size_t from, size_t at)
{
    size_t same = 0;

    if (from == SIZE_MAX || at - from > WINDOW)
        return 0;
    while (at + same < len && same < MATCH_MOST && bytes[from + same] == bytes[at + same])
        same++;
    return same;
}

static void deflate_fixed(struct bits *out, const uint8_t *bytes, size_t len)
{
    size_t last[HASHES];

    memset(last, 0xff, sizeof last);
    put(out, 1, 1); /* last block */
    put(out, 1, 2); /* fixed codes */
    for (size_t i = 0; i < len;) {
        size_t match = 0, from = SIZE_MAX;

        if (i + 3 <= len) {
            unsigned hash = (bytes[i] * 2654435u + bytes[i + 1] * 40503u + bytes[i + 2] * 257u) % HASHES;

            from = last[hash];
            last[hash] = i;
            match = match_at(bytes, len, from, i);
        }
        if (match >= 3)
            put_match(out, (unsigned)match, (unsigned)(i - from));
        else
            put_symbol(out, bytes[i]);
        i += match >= 3 ? match : 1;
    }
    put_symbol(out, 256);
    put(out, 0, 7); /* fill the last byte */
}

uint8_t *gzip_bytes(const void *bytes, size_t len, size_t *ret_len)
{
    static const uint8_t head[10] = { 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255 };
    struct bits out = { .at = grab(NULL, len * 2 + 64) };
    uint32_t crc = crc_of(bytes, len);

    memcpy(out.at, head, sizeof head);
    out.len = sizeof head;
    deflate_fixed(&out, bytes, len);
    out.held = out.held_bits = 0;
    put(&out, crc & 0xffff, 16);
    put(&out, crc >> 16, 16);
    put(&out, (uint32_t)len & 0xffff, 16);
    put(&out, (uint32_t)(len >> 16), 16);
    *ret_len = out.len;
    return out.at;
}
