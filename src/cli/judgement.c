/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/judgement.h"

static bool read_history(struct judgement *judgement, struct store *store, const struct inventory *inventory,
                         struct memory *account, struct error *err)
{
    struct event_filter filter = { .most = 0 };

    judgement->history = history_new(inventory, &judgement->configuration.settings, account, err);
    if (!judgement->history || !store_newest_events(store, HISTORY_EVENTS, &filter.from, err))
        return false;
    judgement->events_since = filter.from == INT64_MIN ? 0 : filter.from;
    return store_events(store, &filter, history_event, judgement->history, err) &&
           history_settle(judgement->history, err);
}

bool judgement_begin(struct judgement *judgement, const struct invocation *invocation, struct error *err)
{
    *judgement = (struct judgement){ .posture = NULL };
    return configuration_read(&judgement->configuration, invocation, err);
}

bool judgement_make(struct judgement *judgement, const struct invocation *invocation, struct store *store,
                    const struct inventory *inventory, struct error *err)
{
    const struct posture_options everything = { .checks = NULL };

    if (!read_history(judgement, store, inventory, invocation->account, err))
        return false;
    judgement->posture = posture_new(inventory, judgement->history, &judgement->configuration.settings,
                                     &everything, invocation->account, err);
    return judgement->posture != NULL;
}

bool judgement_load(struct judgement *judgement, struct knowledge *knowledge,
                    const struct invocation *invocation, struct error *err)
{
    *knowledge = (struct knowledge){ .store = NULL };
    return judgement_begin(judgement, invocation, err) &&
           knowledge_read(knowledge, invocation, knowledge_store(invocation, STORE_READ, err),
                          judgement->configuration.classifier, err) &&
           judgement_make(judgement, invocation, knowledge->store, knowledge->inventory, err);
}

void judgement_done(struct judgement *judgement)
{
    posture_free(judgement->posture);
    history_free(judgement->history);
    configuration_done(&judgement->configuration);
}

/* All services of the inventory are judged, in its order. */
const struct posture_service *judgement_service(const struct judgement *judgement,
                                                const struct service *service)
{
    const struct posture *posture = judgement->posture;

    return &posture->services[service - posture->inventory->services];
}

const struct posture_endpoint *judgement_endpoint(const struct judgement *judgement,
                                                  const struct service *service,
                                                  const struct endpoint *endpoint)
{
    return &judgement_service(judgement, service)->endpoints[endpoint - service->endpoints];
}

const struct risk *judgement_service_risk(const struct judgement *judgement,
                                          const struct posture_service *service)
{
    return &judgement->posture->service_risks[service - judgement->posture->services];
}

const struct risk *judgement_endpoint_risk(const struct judgement *judgement,
                                           const struct posture_endpoint *endpoint)
{
    const struct posture_service *service = endpoint->service;

    return &judgement->posture
                ->endpoint_risks[service - judgement->posture->services][endpoint - service->endpoints];
}
