/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/lane.h"

/* One writer, so that a plain load and store will do. */
static void counter_add(_Atomic uint64_t *counter, uint64_t more)
{
    atomic_store_explicit(counter, atomic_load_explicit(counter, memory_order_relaxed) + more,
                          memory_order_relaxed);
}

static void lane_event(void *context, const struct event *event)
{
    struct lane *lane = context;
    struct event_block block;

    if (!event_packer_add(lane->packer, event)) {
        if (event_packer_encode(lane->packer, &block))
            store_put_block(lane->settings.store, &block);
        else
            atomic_store(&lane->out_of_memory, true);
        event_packer_reset(lane->packer);
        if (!event_packer_add(lane->packer, event))
            atomic_store(&lane->out_of_memory, true);
    }
    counter_add(&lane->events, 1);
}

bool lane_begin_catalog(struct lane *lane, struct error *err)
{
    struct catalog_settings settings = lane->settings.catalog;

    settings.on_event = lane->packer ? lane_event : NULL;
    settings.event_context = lane;
    settings.classifier = settings.signals.classifier = lane->classifier;
    lane->catalog = catalog_new(&settings, err);
    return lane->catalog != NULL;
}

static bool lane_needs_catalog(struct lane *lane)
{
    if (!lane->catalog && !lane_begin_catalog(lane, NULL))
        atomic_store(&lane->out_of_memory, true);
    return lane->catalog != NULL;
}

static void lane_learn(void *context, const struct exchange *exchange)
{
    struct lane *lane = context;

    counter_add(&lane->exchanges, 1);
    if (!lane_needs_catalog(lane))
        return;
    catalog_observe(lane->catalog, exchange);
    if (catalog_is_half_full(lane->catalog))
        atomic_store_explicit(&lane->wants_to_give, true, memory_order_relaxed);
}

static void lane_learn_tls(void *context, struct slice server_name, struct slice subject, uint16_t version,
                           const struct address *server, int64_t time, uint64_t bytes)
{
    struct lane *lane = context;

    if (lane_needs_catalog(lane))
        catalog_observe_tls(lane->catalog, server_name, subject, version, server, time, bytes);
}

static bool lane_new_flows(struct lane *lane)
{
    struct flows_settings settings = {
        .exchange = lane_learn,
        .exchange_context = lane,
        .tls = lane_learn_tls,
        .tls_context = lane,
        .window_total = lane->settings.flows_memory / 2,
    };

    lane->flows_account.limit = lane->settings.flows_memory;
    lane->flows = flows_new(&lane->flows_account, &settings);
    return lane->flows != NULL;
}

bool lane_init(struct lane *lane, const struct lane_settings *settings, struct error *err)
{
    *lane = (struct lane){ .settings = *settings };
    if (settings->class_count &&
        !(lane->classifier = classifier_new(settings->classes, settings->class_count, &lane->account, err)))
        return false;
    if (settings->store && !(lane->packer = event_packer_new(&lane->account)))
        return error_set(err, ERROR_MEMORY, "no memory to pack events");
    if (settings->flows_memory && !lane_new_flows(lane))
        return error_set(err, ERROR_MEMORY, "no memory to follow connections");
    return true;
}

void lane_segment(struct lane *lane, const struct segment *segment)
{
    flows_segment(lane->flows, segment);
}

void lane_exchange(struct lane *lane, const struct exchange *exchange)
{
    unsigned messages = !(exchange->flags & EXCHANGE_NO_REQUEST) + !(exchange->flags & EXCHANGE_NO_RESPONSE);

    lane->ledger.seen[LEDGER_MESSAGES] += messages;
    lane->ledger.analysed[LEDGER_MESSAGES] += messages;
    lane_learn(lane, exchange);
}

bool lane_give_catalog(struct lane *lane, struct catalog *into)
{
    bool fits = !lane->catalog || catalog_merge(into, lane->catalog, NULL);

    catalog_free(lane->catalog);
    lane->catalog = NULL;
    atomic_store_explicit(&lane->wants_to_give, false, memory_order_relaxed);
    return fits;
}

void lane_done(struct lane *lane)
{
    flows_free(lane->flows);
    catalog_free(lane->catalog);
    event_packer_free(lane->packer);
    classifier_free(lane->classifier);
    *lane = (struct lane){ .flows = NULL };
}
