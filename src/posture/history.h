/* SPDX-License-Identifier: Apache-2.0 */
/* What the stored events tell that counts cannot: order, addresses, who else called. One walk over the events of a store (the newest
 * HISTORY_EVENTS), in order of time; bounded whatever they hold. An event names its cell, not its endpoint: templates are decided
 * late, so the route of a class path is looked up in the inventory (catalog/routes.h). */
#ifndef POSTURE_HISTORY_H
#define POSTURE_HISTORY_H

#include "base/error.h"
#include "catalog/inventory.h"
#include "exchange/event.h"
#include "posture/settings.h"

#define HISTORY_EVENTS 1000000
#define HISTORY_SERVERS 8
#define HISTORY_SPANS 64 /* equal spans of the time the endpoint was seen in */

struct server_history {
    struct address address;          /* with its port */
    uint64_t calls, refused, errors; /* refused: 401, 403; errors: 5xx */
    uint64_t anonymous_success;
    int64_t first, last;
};

struct span_history {
    uint64_t calls, errors; /* 5xx */
    uint64_t bytes;         /* of answers 2xx */
    uint64_t successes;
    uint64_t duration; /* nanoseconds, summed over those measured */
    uint64_t measured;
};

struct endpoint_history {
    uint64_t calls;
    uint64_t inside, outside, partner; /* by the client's address */
    uint64_t actors;                   /* distinct credentials, or addresses; estimated */
    uint64_t busiest_minute;           /* most calls of one actor within one minute */
    uint64_t busiest_refused; /* most refused calls (401, 403, 422, 400) of one actor within ten minutes */
    const struct server_history *servers; /* most calls first */
    size_t server_count;
    const struct span_history *spans; /* HISTORY_SPANS, from first to last */
    int64_t first, last;
    uint64_t
        after_logout; /* 2xx with a credential that had logged out before, where no credential is refused */
};

struct service_history {
    uint64_t calls, outside, inside, partner;
    const struct server_history *servers;
    size_t server_count;
};

struct history;
struct history *history_new(const struct inventory *inventory, const struct posture_settings *settings,
                            struct memory *account, struct error *err);
void history_event(void *history, const struct event *event); /* an event_sink; ascending by time */
/* After the last event. false with *err set when memory was refused on the way. */
bool history_settle(struct history *history, struct error *err);
void history_free(struct history *history);

/* NULL: never called in the events read. */
const struct endpoint_history *history_of_endpoint(const struct history *history,
                                                   const struct endpoint *endpoint);
const struct service_history *history_of_service(const struct history *history,
                                                 const struct service *service);

#endif
