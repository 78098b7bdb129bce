/* SPDX-License-Identifier: Apache-2.0 */
/* IP fragments put together (RFC 791 3.2, RFC 8200 4.5). Where fragments overlap, the byte that came first stays: a
 * later copy cannot rewrite what was seen. Bounded in bytes and in time; the oldest datagram goes first. */
#ifndef WIRE_FRAGMENTS_H
#define WIRE_FRAGMENTS_H

#include "base/memory.h"
#include "base/table.h"

/* Fragments of one datagram agree in this. Compared as bytes: zero it before filling it in. */
struct datagram_key {
    uint8_t source[16], destination[16];
    uint32_t identification;
    uint8_t protocol; /* 0 in IPv6, where it is not part of the key */
    uint8_t family;   /* 4 or 6 */
    uint8_t zero[2];
};

struct fragment {
    struct datagram_key key;
    uint32_t offset;  /* in bytes, a multiple of 8 */
    bool more;        /* not the last one */
    uint8_t protocol; /* what the datagram carries, as this fragment says */
    int64_t time;
    uint64_t packets; /* captured packets that made this fragment (more than 1 inside a fragmented tunnel) */
    struct slice bytes;
};

struct datagram; /* private */

struct fragments {
    struct memory *account;
    struct table table;
    struct datagram *oldest, *newest; /* by first arrival */
    struct datagram *finished;        /* handed out, until fragments_release */
    size_t used, most;                /* bytes */
    int64_t timeout;
    uint64_t lost; /* packets whose datagram was given up: the caller takes them from here */
};

void fragments_init(struct fragments *fragments, struct memory *account, size_t most, int64_t timeout);

/* What a datagram became; `bytes` with PACKET_SLACK readable bytes after it, borrowed until fragments_release. */
struct whole_datagram {
    struct slice bytes;
    uint8_t protocol; /* as the first fragment (offset 0) said */
    uint64_t packets;
};

enum fragment_verdict {
    FRAGMENT_WAITS, /* taken (or given up with its datagram: see `lost`) */
    FRAGMENT_WHOLE, /* the datagram is complete: *ret */
    FRAGMENT_BAD,   /* contradicts itself: not taken */
};

enum fragment_verdict fragments_add(struct fragments *fragments, const struct fragment *fragment,
                                    struct whole_datagram *ret);
/* Gives back datagrams handed out. */
void fragments_release(struct fragments *fragments);
/* Gives up everything that waits (counted in `lost`). */
void fragments_drop(struct fragments *fragments);
void fragments_done(struct fragments *fragments);

#endif
