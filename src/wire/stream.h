/* SPDX-License-Identifier: Apache-2.0 */
/* Streams put the segments of a flow in order and tell the listener every byte of both directions once: bytes in place,
 * holes that the capture never held, the end. In the usual case (in order, nothing waiting) nothing is copied.
 *
 * Order is kept in two ways. Within a direction, by sequence number; where two segments bring the same byte, the one
 * that came first counts. Between the directions, by acknowledgement: who acknowledges a byte had it, so a segment waits
 * until the bytes it acknowledges were told. Captures with several queues store a request after its response; this puts
 * them right.
 *
 * A hole is given up when the peer acknowledged it and time or segments passed, or much later when it did not; when too
 * many bytes wait behind it; and at the end. A direction of which no segment was ever captured is not waited for. */
#ifndef WIRE_STREAM_H
#define WIRE_STREAM_H

#include "base/memory.h"
#include "wire/decode.h"
#include "wire/flow.h"

/* `side` is the sender. Neither may end the flow. */
struct stream_listener {
    /* BODY_SLACK bytes after `bytes` are readable. `acknowledged`: up to where the sender had the other direction. */
    void (*bytes)(void *context, struct flow *flow, unsigned side, struct slice bytes, int64_t time,
                  uint32_t acknowledged);
    void (*gap)(void *context, struct flow *flow, unsigned side, uint32_t count, int64_t time);
    void (*end)(void *context, struct flow *flow, unsigned side, int64_t time); /* its FIN was reached */
};

struct streams {
    struct memory *account;
    const struct stream_listener *listener;
    void *context;
    size_t window_most, window_total; /* bytes waiting: of one direction, of all */
    size_t held;
};

enum stream_verdict {
    STREAM_TAKEN,   /* told, waiting, or a copy of what was told */
    STREAM_LATE,    /* its bytes had been given up */
    STREAM_FOREIGN, /* nowhere near this connection, or after its end: another one on the same ports */
};

/* A segment with SYN: the direction begins after it. (Its payload, if any, goes to stream_segment all the same.) */
void stream_syn(struct flow *flow, unsigned side, const struct segment *segment);
enum stream_verdict stream_segment(struct streams *streams, struct flow *flow, unsigned side,
                                   const struct segment *segment);
/* Tells everything that waits, giving up all holes. */
void stream_force(struct streams *streams, struct flow *flow, int64_t time);

#endif
