/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/transports.h"

#include "base/table.h"
#include "cli/callers.h"
#include "exchange/network.h"

#define SERVICES_MOST 10000

struct counting {
    struct arena *arena;
    struct table services; /* struct drift_transport by service */
    bool failed;
};

static struct drift_transport *transport_of(struct counting *counting, struct slice service)
{
    struct drift_transport *transport = table_find(&counting->services, service);

    if (transport || counting->services.count >= SERVICES_MOST)
        return transport;
    transport = arena_get_array(counting->arena, 1, sizeof *transport);
    if (transport)
        transport->service = arena_copy(counting->arena, service);
    if (!transport || !transport->service.at ||
        !table_put(&counting->services, transport->service, transport)) {
        counting->failed = true;
        return NULL;
    }
    return transport;
}

static void count_event(void *context, const struct event *event)
{
    struct counting *counting = context;
    struct drift_transport *transport;

    /* Inside, whoever faces the callers may have taken TLS off before: only what reaches a public address proves anything. */
    if (!network_is_public(&event->server))
        return;
    transport = transport_of(counting, event->service);
    if (transport)
        transport->plain_count++;
}

static void collect(const struct counting *counting, struct transports *ret)
{
    struct table_entry entry;
    size_t cursor = 0;

    while (table_next(&counting->services, &cursor, &entry))
        ret->rows[ret->count++] = *(const struct drift_transport *)entry.value;
}

bool transports_read(struct store *store, struct arena *arena, struct transports *ret, struct error *err)
{
    struct counting counting = { .arena = arena };
    struct event_filter filter = { .flags_none = EVENT_TLS | EVENT_NOISE | EVENT_NO_REQUEST };
    bool is_read;

    table_init(&counting.services, arena->account);
    is_read = store_newest_events(store, CALLERS_EVENTS, &filter.from, err) &&
              store_events(store, &filter, count_event, &counting, err) && !counting.failed;
    ret->count = 0;
    ret->rows = is_read ? arena_get_array(arena, counting.services.count + 1, sizeof *ret->rows) : NULL;
    if (ret->rows)
        collect(&counting, ret);
    table_done(&counting.services);
    return ret->rows ? true
                     : error_set(err, ERROR_MEMORY, "There is no memory to tell how traffic travelled.");
}
