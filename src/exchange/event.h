/* SPDX-License-Identifier: Apache-2.0 */
/* An event: the durable fact of one exchange (DESIGN.md). No body, no secret, a fixed small size plus a few
 * strings. Detectors read it, the store keeps it, people search it. Templates are decided late, so an event
 * names its *cell* (catalog/path.h: the method and class path it was learned under), which later decisions
 * map to an endpoint. */
#ifndef EXCHANGE_EVENT_H
#define EXCHANGE_EVENT_H

#include "exchange/exchange.h"

#define EVENT_OBJECTS 4

enum event_flag {
    EVENT_NO_REQUEST = 1u << 0,
    EVENT_NO_RESPONSE = 1u << 1,
    EVENT_NOISE = 1u << 2,     /* scanner, static asset, preflight or health check */
    EVENT_ANONYMOUS = 1u << 3, /* no credential */
    EVENT_BODY_LOST = 1u << 4, /* a body was cut, too large or undecodable */
    EVENT_BODY_MALFORMED = 1u << 5,
    EVENT_ODD = 1u << 6, /* any message_oddity */
    EVENT_TLS = 1u << 7,
};

struct event {
    int64_t time;         /* started */
    uint64_t duration;    /* nanoseconds; 0: not known */
    struct slice service; /* service key, catalog/catalog.h */
    struct slice method;
    struct slice cell; /* class path ("/users/", integer, "/orders"): no raw identifier stands in it */
    uint64_t actor[2]; /* keyed hash of the credential, else of the client address */
    struct address client, server;
    uint16_t status;
    uint16_t flags;                         /* enum event_flag */
    uint32_t request_bytes, response_bytes; /* on the wire, saturating */
    uint8_t object_count;
    uint64_t objects[EVENT_OBJECTS]; /* keyed hashes of identifiers in the path, in path order */
};

typedef void event_sink(void *context, const struct event *event);

#endif
