/* SPDX-License-Identifier: Apache-2.0 */
/* "*" together with credentials. Browsers refuse the pair (https://fetch.spec.whatwg.org/#cors-protocol-and-credentials), so what it
 * shows is that nobody decided who may read the answers. */
#include "posture/stakes.h"

#include <inttypes.h>

static void place(struct reporter *reporter, const struct posture_service *service,
                  const struct posture_endpoint *endpoint, enum severity severity)
{
    const struct observations *seen = endpoint ? endpoint->endpoint->observations : service->service->aside;
    uint64_t count = observed_times(seen, FACT_cors_any);

    if (count)
        report(reporter, SLICE(""), severity,
               &(struct sighting){
                   .endpoint = endpoint,
                   .location = endpoint ? SLICE("header Access-Control-Allow-Origin")
                                        : SLICE("answers to preflights"),
                   .evidence = report_text(reporter,
                                           "%" PRIu64 " of %" PRIu64
                                           " answers said \"*\" and Access-Control-Allow-Credentials: true",
                                           count, endpoint ? observed(seen, MARK_answered) : count),
                   .count = count,
                   .of = endpoint ? observed(seen, MARK_answered) : count,
               });
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    enum severity severity = report_severity(reporter);

    if (!stakes_ambient(service) && severity > SEVERITY_LOW)
        severity = SEVERITY_LOW;
    for (size_t i = 0; i < service->endpoint_count; i++)
        place(reporter, service, &service->endpoints[i], severity);
    place(reporter, service, NULL, severity);
}

const struct check check_cors_wildcard_credentials = {
    .id = "cors.wildcard_credentials",
    .title = "CORS allows every origin and credentials at once",
    .why = "Browsers refuse this pair, and the usual way to make it work is to let every origin in for real; "
           "it also "
           "lets other clients of the rule (caches, gateways) believe that answers are for everybody.",
    .fix = "Name the origins that may send credentials one by one, or keep \"*\" and drop "
           "Access-Control-Allow-Credentials.",
    .severity = SEVERITY_MEDIUM,
    .group = CHECKS_SETUP,
    .owasp = "API8:2023",
    .cwe = 942,
    .run = run,
};
