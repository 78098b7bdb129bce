/* SPDX-License-Identifier: Apache-2.0 */
#include "posture/origins.h"

void origins_add(struct origins *origins, const struct observations *seen)
{
    const struct observed_fact *facts;
    size_t count = observed_facts(seen, FACT_cors_echoed, &facts);
    bool echoes = false;

    for (size_t i = 0; i < count; i++) {
        struct slice host = site_host(facts[i].subject);

        if (!site_is_foreign(host, origins->echoed.own))
            continue;
        echoes = true;
        origins->times += facts[i].support.count;
        sites_add(&origins->echoed, host);
    }
    /* Elsewhere, an answer without these fields is no refusal: nothing there is meant for other pages. */
    count = echoes ? observed_facts(seen, FACT_cors_refused, &facts) : 0;
    for (size_t i = 0; i < count; i++)
        if (site_is_foreign(site_host(facts[i].subject), origins->echoed.own))
            origins->refused += facts[i].support.count;
}

bool origins_are_any(const struct origins *origins)
{
    return origins->echoed.evident.len || (sites_are_any(&origins->echoed) && origins->refused == 0);
}

struct origins origins_of(const struct posture_service *service)
{
    struct origins origins = { .echoed = { .own = service->service->host } };

    for (size_t i = 0; i < service->endpoint_count; i++)
        origins_add(&origins, service->endpoints[i].endpoint->observations);
    origins_add(&origins, service->service->aside);
    return origins;
}
