/* SPDX-License-Identifier: Apache-2.0 */
/* The posture as a whole: what every check may look at, then the checks, then what they reported put in order. */
#include "posture/posture.h"

#include "base/pattern.h"
#include "catalog/exposed.h"
#include "posture/constant.h"
#include "posture/history.h"
#include "posture/kin.h"
#include "posture/purpose.h"
#include "posture/reach.h"
#include "posture/reporter.h"
#include "posture/risk.h"

#include <stdlib.h>

static bool asks_credential(const struct endpoint *endpoint)
{
    return endpoint->security_required || observed(endpoint->observations, MARK_anonymous_refused) > 0;
}

static bool endpoint_look(struct posture *posture, const struct posture_service *service,
                          const struct endpoint *endpoint, struct posture_endpoint *ret)
{
    uint32_t purpose = purpose_of(service->service, endpoint);
    const struct exposed *rows;
    size_t count;

    *ret = (struct posture_endpoint){
        .endpoint = endpoint,
        .service = service,
        .history = history_of_endpoint(posture->history, endpoint),
        .purpose = purpose,
        .changes_state = purpose_changes_state(endpoint, purpose),
        .asks_credential = asks_credential(endpoint),
    };
    if (reach_is_declared_public(posture->settings, endpoint))
        ret->purpose |= PURPOSE_PUBLIC;
    count = exposed_find(posture->settings->classifier, endpoint, &posture->arena, &rows);
    ret->data_count = constant_remove(endpoint, rows, count, &posture->arena, &ret->data);
    ret->reach = reach_of_endpoint(posture->settings, service, endpoint, ret->history);
    return true;
}

static double share_lost(const struct ledger *ledger)
{
    uint64_t lost = 0, seen = ledger->seen[LEDGER_EXCHANGES];

    for (size_t i = 0; i < LEDGER_LOSSES; i++)
        if (ledger_loss_unit((enum ledger_loss)i) == LEDGER_EXCHANGES)
            lost += ledger->lost[i];
    return seen ? (double)lost / (double)seen : 0;
}

static bool service_look(struct posture *posture, const struct service *service, struct posture_service *ret)
{
    struct posture_endpoint *endpoints =
        arena_get_array(&posture->arena, service->endpoint_count + 1, sizeof *endpoints);

    *ret = (struct posture_service){
        .service = service,
        .posture = posture,
        .endpoints = endpoints,
        .endpoint_count = service->endpoint_count,
        .history = history_of_service(posture->history, service),
        .stage = purpose_stage(service),
        .lost = share_lost(&service->ledger),
    };
    ret->reach = reach_of_service(posture->settings, service, ret->history);
    for (size_t i = 0; endpoints && i < service->endpoint_count; i++)
        if (!endpoint_look(posture, ret, &service->endpoints[i], &endpoints[i]))
            return false;
    return endpoints && kin_find(ret, &posture->arena, &ret->kin);
}

static bool is_selected(struct slice wanted, const struct service *service)
{
    return wanted.len == 0 || slice_eq(wanted, service->key) || pattern_match(wanted, service->key);
}

static bool is_known(const struct inventory *inventory, struct slice name)
{
    for (size_t i = 0; i < inventory->service_count; i++)
        if (slice_eq_nocase(inventory->services[i].host, name) ||
            slice_eq_nocase(inventory->services[i].key, name))
            return true;
    return false;
}

/* A host that is seen only encrypted has no service, yet a check has something to say about it. */
static bool look_at_blind_spot(struct posture *posture, const struct blind_spot *spot,
                               struct posture_service *ret)
{
    struct service *service = arena_get_array(&posture->arena, 1, sizeof *service);

    if (!service)
        return false;
    service->key = service->host = spot->name;
    service->support = spot->support;
    *ret =
        (struct posture_service){ .service = service, .posture = posture, .stage = purpose_stage(service) };
    ret->reach = reach_of_service(posture->settings, service, NULL);
    return true;
}

static bool look_at_blind_spots(struct posture *posture, const struct posture_options *options,
                                struct posture_service *services)
{
    const struct inventory *inventory = posture->inventory;

    for (size_t i = 0; i < inventory->blind_spot_count; i++) {
        const struct blind_spot *spot = &inventory->blind_spots[i];
        struct service named = { .key = spot->name };

        if (spot->versions[0] + spot->versions[1] + spot->versions[2] == 0 ||
            is_known(inventory, spot->name) || !is_selected(options->service, &named))
            continue;
        if (!look_at_blind_spot(posture, spot, &services[posture->service_count++]))
            return false;
    }
    return true;
}

static bool look(struct posture *posture, const struct posture_options *options)
{
    const struct inventory *inventory = posture->inventory;
    struct posture_service *services = arena_get_array(
        &posture->arena, inventory->service_count + inventory->blind_spot_count + 1, sizeof *services);

    posture->services = services;
    for (size_t i = 0; services && i < inventory->service_count; i++)
        if (is_selected(options->service, &inventory->services[i]) &&
            !service_look(posture, &inventory->services[i], &services[posture->service_count++]))
            return false;
    return services && look_at_blind_spots(posture, options, services);
}

/* Of one endpoint, those of its service's findings that have a place there. */
static size_t findings_at(const struct posture_finding *findings, size_t count,
                          const struct posture_endpoint *endpoint, const struct posture_finding **ret)
{
    size_t found = 0;

    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < findings[i].place_count; j++)
            if (findings[i].places[j].endpoint == endpoint) {
                ret[found++] = &findings[i];
                break;
            }
    return found;
}

/* findings: of the service. */
static bool weigh_service(struct posture *posture, const struct posture_service *service,
                          const struct posture_finding *findings, size_t count, struct risk *ret,
                          const struct risk **ret_endpoints)
{
    struct risk *risks = arena_get_array(&posture->arena, service->endpoint_count + 1, sizeof *risks);
    const struct posture_finding **there =
        arena_get_array(&posture->arena, count + 1, sizeof(const struct posture_finding *));

    for (size_t i = 0; risks && there && i < service->endpoint_count; i++)
        if (!risk_of_endpoint(&service->endpoints[i], there,
                              findings_at(findings, count, &service->endpoints[i], there), &posture->arena,
                              &risks[i]))
            return false;
    *ret_endpoints = risks;
    return risks && there && risk_of_service(service, risks, findings, count, &posture->arena, ret);
}

/* Findings stand by service, in the order of the services. */
static bool weigh(struct posture *posture)
{
    struct risk *risks = arena_get_array(&posture->arena, posture->service_count + 1, sizeof *risks);
    const struct risk **endpoints =
        arena_get_array(&posture->arena, posture->service_count + 1, sizeof(const struct risk *));
    size_t first = 0, end = 0;

    for (size_t i = 0; risks && endpoints && i < posture->service_count; i++, first = end) {
        while (end < posture->finding_count && posture->findings[end].service == &posture->services[i])
            end++;
        if (!weigh_service(posture, &posture->services[i],
                           posture->findings ? posture->findings + first : NULL, end - first, &risks[i],
                           &endpoints[i]))
            return false;
    }
    posture->service_risks = risks;
    posture->endpoint_risks = endpoints;
    return risks && endpoints;
}

struct posture *posture_new(const struct inventory *inventory, const struct history *history,
                            const struct posture_settings *settings, const struct posture_options *options,
                            struct memory *account, struct error *err)
{
    struct posture *posture = memory_get(account, sizeof *posture);

    if (!posture) {
        error_set(err, ERROR_MEMORY, "There is no memory to judge the services.");
        return NULL;
    }
    posture->account = account;
    posture->inventory = inventory;
    posture->settings = settings;
    posture->history = history;
    arena_init(&posture->arena, account, 0);
    if (!look(posture, options) || !reporter_run(posture, options) || !weigh(posture)) {
        error_set(err, ERROR_MEMORY, "There is no memory to judge the services.");
        posture_free(posture);
        return NULL;
    }
    return posture;
}

void posture_free(struct posture *posture)
{
    if (!posture)
        return;
    arena_done(&posture->arena);
    memory_give(posture->account, posture, sizeof *posture);
}

const char *reach_name(enum reach reach)
{
    static const char *const names[] = { [REACH_UNKNOWN] = "unknown",
                                         [REACH_INTERNAL] = "internal",
                                         [REACH_PARTNER] = "partner",
                                         [REACH_PUBLIC] = "public" };

    return names[reach];
}
