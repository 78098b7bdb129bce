/* SPDX-License-Identifier: Apache-2.0 */
#include "drift/drift.h"

#include "base/pattern.h"
#include "catalog/fitting.h"
#include "drift/holding.h"
#include "drift/template.h"

static bool selects(const struct drift_options *options, const struct service *service)
{
    return options->service.len == 0 || slice_eq(options->service, service->key) ||
           slice_eq_nocase(options->service, service->host) || pattern_match(options->service, service->key);
}

/* Before there is an inventory a service is its name. */
static bool choose_services(struct holding *holding, const struct drift_options *options)
{
    struct drift *drift = holding->drift;
    size_t count = catalog_service_count(holding->catalog);
    struct drift_service *services = arena_get_array(&drift->arena, count + 1, sizeof *services);
    struct service *names = arena_get_array(&drift->arena, count + 1, sizeof *names);

    if (!services || !names)
        return false;
    drift->services = services;
    for (size_t i = 0; i < count; i++) {
        struct catalog_service seen = catalog_service_at(holding->catalog, i);

        names[i] = (struct service){ .key = seen.key, .host = seen.host, .port = seen.port };
        if (selects(options, &names[i]))
            services[drift->service_count++] = (struct drift_service){ .service = &names[i] };
    }
    return true;
}

/* ---- what the documents promise, told to the catalog ---- */

static bool tell_template(struct catalog *catalog, const struct drift_service *service, struct slice base,
                          const struct contract_operation *operation, struct arena *arena, struct error *err)
{
    struct slice template = template_join(base, operation->path, arena);

    return template.at && catalog_document(catalog, service->service->key, operation->method, template, err);
}

static bool tell_operation(struct catalog *catalog, const struct drift_service *service,
                           const struct drift_pair *pair, const struct contract_operation *operation,
                           struct arena *arena, struct error *err)
{
    struct slice base;

    return tell_template(catalog, service, pair->base, operation, arena, err) &&
           (!pairing_is_elsewhere(pair, operation, &base) ||
            tell_template(catalog, service, base, operation, arena, err));
}

static bool tell_catalog(struct holding *holding, struct catalog *catalog, struct error *err)
{
    const struct drift *drift = holding->drift;

    for (size_t i = 0; i < drift->service_count; i++)
        for (size_t j = 0; j < drift->services[i].pair_count; j++) {
            const struct drift_pair *pair = &drift->services[i].pairs[j];

            for (size_t k = 0; k < pair->contract->operation_count; k++)
                if (pair->contract->operations[k].origin == CONTRACT_PATHS &&
                    !tell_operation(catalog, &drift->services[i], pair, &pair->contract->operations[k],
                                    holding->arena, err))
                    return false;
        }
    return true;
}

static bool pair_documents(struct holding *holding, const struct drift_options *options)
{
    struct drift *drift = holding->drift;

    for (size_t i = 0; i < drift->service_count; i++) {
        holding->service = (struct drift_service *)(uintptr_t)&drift->services[i];
        if (!pairing_find(holding, options))
            return false;
    }
    return true;
}

static const struct service *find_service(const struct inventory *inventory, struct slice key)
{
    for (size_t i = 0; i < inventory->service_count; i++)
        if (slice_eq(inventory->services[i].key, key))
            return &inventory->services[i];
    return NULL;
}

/* Services of which only noise was seen have nothing to be documented. */
static bool guide_inventory(struct holding *holding, struct catalog *catalog, struct error *err)
{
    struct drift *drift = holding->drift;
    struct drift_service *services = (struct drift_service *)(uintptr_t)drift->services;
    size_t kept = 0;

    if (!tell_catalog(holding, catalog, err))
        return false;
    drift->inventory = inventory_build(catalog, holding->account, err);
    if (!drift->inventory)
        return false;
    for (size_t i = 0; i < drift->service_count; i++) {
        const struct service *service = find_service(drift->inventory, services[i].service->key);

        if (!service || service->endpoint_count == 0)
            continue;
        services[kept] = services[i];
        services[kept++].service = service;
    }
    drift->service_count = kept;
    return true;
}

/* ---- the whole ---- */

/* Losses that may hide what a claim of absence is about. What was no HTTP at all hides nothing; of TLS see absence_doubt. */
static const enum ledger_loss hiding[] = {
    LOSS_packet_cut,
    LOSS_fragment_missing,
    LOSS_kernel_drop,
    LOSS_segment_without_flow,
    LOSS_flow_limit,
    LOSS_gap,
    LOSS_stream_unsynchronised,
    LOSS_message_incomplete,
    LOSS_request_unanswered,
    LOSS_response_unasked,
    LOSS_memory_limit,
    LOSS_record_malformed,
    LOSS_record_cut,
};

/* The largest share of any unit that was lost so, of all that was analysed or lost so. */
static double share_lost(const struct ledger *ledger)
{
    double most = 0;

    for (int unit = 0; unit < LEDGER_UNITS; unit++) {
        double lost = 0, share;

        for (size_t i = 0; i < sizeof hiding / sizeof *hiding; i++)
            if (ledger_loss_unit(hiding[i]) == (enum ledger_unit)unit)
                lost += (double)ledger->lost[hiding[i]];
        share = lost > 0 ? lost / (lost + (double)ledger->analysed[unit]) : 0;
        most = share > most ? share : most;
    }
    return most;
}

/* What was lost before it had a service may have belonged to any of them. */
static void sum_up(struct drift *drift)
{
    drift->lost = share_lost(&drift->inventory->ledger);
    for (size_t i = 0; i < drift->service_count; i++) {
        double lost = share_lost(&drift->services[i].service->ledger);

        drift->exchanges += drift->services[i].service->support.count;
        drift->lost = lost > drift->lost ? lost : drift->lost;
    }
}

static bool find_idle(struct holding *holding)
{
    struct drift *drift = holding->drift;
    const struct contract **idle =
        arena_get_array(&drift->arena, holding->documents->count + 1, sizeof *idle);

    if (!idle)
        return false;
    drift->idle = idle;
    for (size_t i = 0; i < holding->documents->count; i++) {
        bool speaks = false;

        for (size_t j = 0; j < drift->service_count; j++)
            for (size_t k = 0; k < drift->services[j].pair_count; k++)
                speaks |= drift->services[j].pairs[k].contract == holding->documents->contracts[i];
        if (!speaks)
            idle[drift->idle_count++] = holding->documents->contracts[i];
    }
    return true;
}

static bool compare_service(struct holding *holding, struct drift_service *service)
{
    holding->service = service;
    table_init(&holding->known, holding->account);
    holding->held_count = 0;
    if (service->pair_count && operations_hold(holding))
        operations_compare(holding);
    service->held = holding->held;
    service->held_count = holding->held_count;
    services_compare(holding);
    lineage_compare(holding);
    table_done(&holding->known);
    return !holding->failed;
}

static bool hold(struct holding *holding, struct catalog *catalog, const struct drift_options *options,
                 struct error *err)
{
    struct drift *drift = holding->drift;

    if (!choose_services(holding, options) || !pair_documents(holding, options) ||
        !guide_inventory(holding, catalog, err))
        return false;
    sum_up(drift);
    for (size_t i = 0; i < drift->service_count; i++)
        if (!compare_service(holding, (struct drift_service *)(uintptr_t)&drift->services[i]))
            return false;
    return find_idle(holding) && rows_finish(holding);
}

struct drift *drift_new(const struct contract_set *documents, struct catalog *catalog,
                        const struct drift_options *options, struct memory *account, struct error *err)
{
    uint64_t denied = account->denied;
    struct drift *drift = memory_get(account, sizeof *drift);
    struct holding holding = {
        .drift = drift, .account = account, .documents = documents, .options = options, .catalog = catalog
    };

    if (!drift) {
        error_set(err, ERROR_MEMORY, "no memory to hold documents against what was seen");
        return NULL;
    }
    *drift = (struct drift){ 0 };
    arena_init(&drift->arena, account, 64 << 10);
    holding.arena = &drift->arena;
    regex_cache_init(&holding.regexes, account);
    /* Rows hold many small texts, and any of them may have been refused. */
    if (!hold(&holding, catalog, options, err) || account->denied != denied) {
        error_set(err, ERROR_MEMORY, "no memory to hold documents against what was seen");
        drift_free(drift);
        drift = NULL;
    }
    regex_cache_done(&holding.regexes);
    return drift;
}

void drift_free(struct drift *drift)
{
    struct memory *account;

    if (!drift)
        return;
    account = drift->arena.account;
    inventory_free(drift->inventory);
    arena_done(&drift->arena);
    memory_give(account, drift, sizeof *drift);
}

static void tell_held(const struct held *held, drift_seen_sink *sink, void *context)
{
    for (size_t i = 0; i < held->said_count; i++)
        for (size_t j = 0; j < held->seen_count; j++)
            sink(context, held->said[i], held->seen[j]);
}

void drift_seen(const struct drift *drift, drift_seen_sink *sink, void *context)
{
    for (size_t i = 0; i < drift->service_count; i++)
        for (size_t j = 0; j < drift->services[i].held_count; j++)
            tell_held(&drift->services[i].held[j], sink, context);
}
