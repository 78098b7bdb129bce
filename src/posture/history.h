/* SPDX-License-Identifier: Apache-2.0 */
/* What the stored events tell that counts cannot: order, addresses, who else called. One walk over the events of a store (the newest
 * HISTORY_EVENTS), in order of time. An event names its cell, not its endpoint: templates are decided late, so the route of a class
 * path is looked up in the inventory (catalog/routes.h). Noise and halves without a request are left out.
 *
 * Bounded whatever the events hold (law 4): callers, what they use, and paths that are not there have a most each
 * (posture/crowd.h, posture/absent.h); above it those with the fewest calls are forgotten, and figures that need them are too low,
 * never too high. The same events in the same order give the same history; the order of events of equal time does not matter while
 * nothing was forgotten.
 *
 * A caller is the keyed hash of its credential, else of its address: it can be compared within one database and is never shown. */
#ifndef POSTURE_HISTORY_H
#define POSTURE_HISTORY_H

#include "base/error.h"
#include "catalog/inventory.h"
#include "exchange/event.h"
#include "posture/settings.h"

#define HISTORY_EVENTS 1000000
#define HISTORY_SERVERS 8       /* shown; HISTORY_SERVERS_KEPT are counted apart */
#define HISTORY_SERVERS_KEPT 16 /* of one service or endpoint; further ones are not counted */
#define HISTORY_SPANS 64
#define HISTORY_SPANNED 16384 /* endpoints that have spans; further ones have none */
#define HISTORY_ABODES 4      /* services of one actor that are counted apart */

struct server_history {
    struct address address;          /* with its port */
    uint64_t calls, refused, errors; /* refused: 401, 403; errors: 5xx */
    uint64_t successes;              /* 2xx */
    uint64_t anonymous, anonymous_success, anonymous_refused;
    uint64_t inside, outside; /* by the client's address; partners are neither */
    int64_t first, last;
};

struct span_history {
    uint32_t calls, errors; /* 5xx */
    uint32_t refused;       /* 401, 403 */
    uint32_t missing;       /* 404, 410 */
    uint32_t successes;     /* 2xx */
    uint32_t measured;      /* successes whose duration is known */
    uint64_t bytes;         /* of answers 2xx */
    uint64_t duration;      /* nanoseconds, summed over those measured */
    uint64_t log_bytes,
        log_duration; /* sums of history_log2 of the same: a mean that a few large ones do not move */
};
/* The logarithm to base 2 in 1/65536ths, linear between powers, so that sums do not depend on their order. */
uint64_t history_log2(uint64_t value);

/* What one actor did at one endpoint. */
struct use_history {
    uint32_t actor; /* history_actor */
    uint32_t calls, successes, refused;
    int64_t first, last;
};

struct endpoint_history {
    uint64_t calls;
    uint64_t inside, outside, partner;            /* by the client's address */
    uint64_t outside_success;                     /* 2xx to addresses that are public */
    uint64_t successes, refused, errors, missing; /* 2xx; 401, 403; 5xx; 404, 410 */
    uint64_t actors;                              /* distinct credentials, or addresses; estimated */
    uint64_t busiest_minute; /* most calls of one actor within one minute, in steps of ten seconds */
    uint64_t
        busiest_refused; /* most calls answered no (400, 401, 403, 404, 422, 5xx) of one actor within ten minutes, in
                          * steps of one */
    const struct server_history *servers; /* most calls first */
    size_t server_count;
    const struct span_history
        *spans;        /* span_count equal spans of span_width nanoseconds since first; may be NULL */
    size_t span_count; /* at most HISTORY_SPANS; more than half of them when it lasted a minute */
    uint64_t span_width;
    int64_t first, last;
    int64_t first_success, last_success; /* 2xx; 0: never */
    uint64_t missing_since;              /* 404 and 410 since the last success */
    uint64_t missing_actors;             /* who got them; estimated */
    uint64_t
        after_logout; /* 2xx with a credential that had logged out before, where no credential is refused */
    uint64_t after_logout_actors;
    const struct use_history *uses; /* by actor, as far as they are known */
    size_t use_count;
};

struct service_history {
    uint64_t calls, outside, inside, partner;
    const struct server_history *servers;
    size_t server_count;
    uint64_t actors; /* distinct; estimated */
    int64_t first, last;
};

struct abode_history {
    uint32_t service; /* its place in the inventory */
    uint32_t calls, successes;
};
struct actor_history {
    uint64_t hash[2];
    uint64_t calls, successes;
    int64_t first, last;
    bool is_anonymous; /* an address */
    bool logged_out;
    struct address address;                      /* of its last call */
    uint64_t elsewhere;                          /* calls of services beyond HISTORY_ABODES */
    struct abode_history abodes[HISTORY_ABODES]; /* by service */
    size_t abode_count;
};

/* Asked for again and again, and no endpoint: only ever answered 404 or 410. */
struct absent_history {
    const struct service *service;
    struct slice method, cell; /* class path, as in events */
    uint64_t calls, gone;      /* gone: 410 */
    uint64_t actors;           /* estimated */
    uint64_t known;            /* calls of actors that were answered 2xx by the service before */
    int64_t first, last;
};

struct history;
struct history *history_new(const struct inventory *inventory, const struct posture_settings *settings,
                            struct memory *account, struct error *err);
void history_event(void *history, const struct event *event); /* an event_sink; ascending by time */
/* After the last event. false with *err set when memory was refused on the way. */
bool history_settle(struct history *history, struct error *err);
void history_free(struct history *history);

/* After history_settle. NULL: never called in the events read. */
const struct endpoint_history *history_of_endpoint(const struct history *history,
                                                   const struct endpoint *endpoint);
const struct service_history *history_of_service(const struct history *history,
                                                 const struct service *service);
/* Actors by number, as uses name them. */
size_t history_actor_count(const struct history *history);
const struct actor_history *history_actor(const struct history *history, size_t number);
/* Paths that are not there, by service, class path and method. */
size_t history_absent(const struct history *history, const struct absent_history **ret);

#endif
