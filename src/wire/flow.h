/* SPDX-License-Identifier: Apache-2.0 */
/* A flow: one TCP connection as the lane remembers it. Inside the room only: flow_table.h finds flows, stream.h puts
 * their bytes in order, flows.c decides what they speak, and pairing.h and tls.h read it.
 *
 *                  first bytes                     too few
 *   FLOW_OPENING ─────┬──────────► FLOW_SNIFFING ◄──────────
 *                     │                  │
 *                     ├──────────────────┴──► FLOW_HTTP ──► FLOW_UPGRADED
 *                     ├──► FLOW_TLS                              (all of them end as FLOW_CLOSED)
 *                     ├──► FLOW_OTHER
 *                     └──► FLOW_LURKING ──► FLOW_HTTP or FLOW_TLS, when a segment begins like one
 *      began midstream
 *
 * A million of these may be asked for by strangers, so it is small: everything a connection needs only while it is busy
 * hangs on a pointer. An idle HTTP connection has none of them. */
#ifndef WIRE_FLOW_H
#define WIRE_FLOW_H

#include "exchange/exchange.h"

#include <stdint.h>
#include <string.h>

/* Both ends, the smaller one first. Hashed and compared as bytes: no padding, zeroed. */
struct flow_key {
    uint8_t address[2][16];
    uint16_t port[2];
    uint16_t family; /* 4 or 6 */
};

enum flow_state {
    FLOW_OPENING,  /* no payload yet */
    FLOW_LURKING,  /* began midstream: waits for a segment that starts with a message */
    FLOW_SNIFFING, /* too few bytes to say */
    FLOW_HTTP,
    FLOW_TLS,
    FLOW_OTHER,    /* not HTTP: bytes are only counted */
    FLOW_UPGRADED, /* no longer HTTP: the same */
    FLOW_CLOSED,   /* over; remembered a little for the segments that trail behind */
};

enum side_flag {
    SIDE_KNOWN = 1,        /* `next` is known */
    SIDE_SEEN = 2,         /* a segment of it was captured */
    SIDE_SYN = 4,          /* its SYN was captured: `next` began at the first byte */
    SIDE_FIN = 8,          /* `fin` is known */
    SIDE_DONE = 16,        /* its end was reached */
    SIDE_GUESSED_FIN = 32, /* the last byte the peer acknowledged was taken for a FIN that was not captured */
};

/* One direction, named after its sender. */
struct side {
    uint32_t next;               /* sequence number of the next byte in order */
    uint32_t acked;              /* the highest the peer acknowledged */
    uint32_t fin;                /* sequence number of the FIN */
    uint32_t lost_from, lost_to; /* the last gap given up */
    uint8_t flags;               /* enum side_flag */
};

enum flow_flag {
    FLOW_MIDSTREAM = 1, /* its beginning was not captured */
    FLOW_COUNTS = 2,    /* nobody reads its bytes: only their number matters */
    FLOW_SPOKE = 4,     /* there was HTTP on it */
    FLOW_UNHEARD = 8,  /* the client's first bytes were lost: there may be responses to requests nobody saw */
    FLOW_UNASKED = 16, /* a response was told without its request: `unasked` */
};

#define CLIENT_UNKNOWN 2
#define NO_FLOW UINT32_MAX

struct flow {
    struct flow_key key;
    uint32_t index;
    uint32_t hash;
    uint32_t older, newer; /* in its queue; `newer` links free flows too */
    int64_t first, last;   /* capture time of its first and latest segment */
    uint64_t counted; /* payload bytes: of a lurking flow those not yet counted under a loss; of TLS all */
    struct side sides[2];
    uint32_t unasked;        /* sequence number behind the last response told without its request */
    uint16_t segments;       /* since it was last idle, saturating: what forgetting it would lose */
    uint8_t state;           /* enum flow_state */
    uint8_t client;          /* which side asks; CLIENT_UNKNOWN */
    uint8_t queue;           /* enum flow_queue */
    uint8_t flags;           /* enum flow_flag */
    struct waiting *waiting; /* segments out of order; NULL: none */
    union {
        struct sniffed *sniffed; /* FLOW_SNIFFING */
        struct pairing *pairing; /* FLOW_HTTP; NULL: idle */
        struct tls *tls;         /* FLOW_TLS; NULL: nothing to remember */
    };
};

static inline struct address flow_address(const struct flow *flow, unsigned side)
{
    struct address address = { .family = (uint8_t)flow->key.family, .port = flow->key.port[side] };

    memcpy(address.bytes, flow->key.address[side], sizeof address.bytes);
    return address;
}

/* Sequence numbers wrap (RFC 9293 3.4): >0 when a is after b. */
static inline int32_t sequence_after(uint32_t a, uint32_t b)
{
    return (int32_t)(a - b);
}

#endif
