/* SPDX-License-Identifier: Apache-2.0 */
/* Any origin is answered with itself and credentials allowed. */
#include "posture/origins.h"
#include "posture/stakes.h"

#include <inttypes.h>

static void place(struct reporter *reporter, const struct posture_service *service,
                  const struct posture_endpoint *endpoint, enum severity severity)
{
    struct origins origins = { .echoed = { .own = service->service->host } };
    struct slice shown;

    origins_add(&origins, endpoint ? endpoint->endpoint->observations : service->service->aside);
    if (origins.echoed.count == 0)
        return;
    shown = origins.echoed.evident.len ? origins.echoed.evident : origins.echoed.hosts[0];
    report(
        reporter, SLICE(""), severity,
        &(struct sighting){
            .endpoint = endpoint,
            .location =
                endpoint ? SLICE("header Access-Control-Allow-Origin") : SLICE("answers to preflights"),
            .evidence = report_text(
                reporter,
                "%" PRIu64 " answers named the foreign origin they were asked from (%zu owners, among them "
                "%.*s) and allowed credentials; an allow-list was expected to refuse it",
                origins.times, origins.echoed.count, SLICE_ARG(shown)),
            .count = origins.times,
            .of = origins.times + origins.refused,
            .example = shown,
        });
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    struct origins origins = origins_of(service);
    enum severity severity = report_severity(reporter);

    if (!origins_are_any(&origins))
        return;
    /* A token that the page must add itself is out of a foreign page's reach. */
    if (!stakes_ambient(service) && severity > SEVERITY_MEDIUM)
        severity = SEVERITY_MEDIUM;
    for (size_t i = 0; i < service->endpoint_count; i++)
        place(reporter, service, &service->endpoints[i], severity);
    place(reporter, service, NULL, severity);
}

const struct check check_cors_reflected_origin = {
    .id = "cors.reflected_origin",
    .title = "Any origin may read answers with the visitor's credentials",
    .why = "Every web page a signed-in user visits can call this API in their name and read what it answers.",
    .fix = "Compare Origin with a fixed list of whole origins and send Access-Control-Allow-Origin for those "
           "only; "
           "never copy it from the request.",
    .severity = SEVERITY_HIGH,
    .group = CHECKS_SETUP,
    .owasp = "API8:2023",
    .cwe = 942,
    .run = run,
};
