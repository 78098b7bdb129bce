/* SPDX-License-Identifier: Apache-2.0 */
/* The origin "null" is let in with credentials: sandboxed frames and local files of anybody have it. */
#include "posture/origins.h"
#include "posture/stakes.h"

#include <inttypes.h>

static void place(struct reporter *reporter, const struct posture_service *service,
                  const struct posture_endpoint *endpoint, enum severity severity)
{
    uint64_t count =
        observed_times(endpoint ? endpoint->endpoint->observations : service->service->aside, FACT_cors_null);

    if (count)
        report(reporter, SLICE(""), severity,
               &(struct sighting){
                   .endpoint = endpoint,
                   .location = endpoint ? SLICE("header Access-Control-Allow-Origin")
                                        : SLICE("answers to preflights"),
                   .evidence = report_text(
                       reporter, "%" PRIu64 " answers allowed the origin \"null\" together with credentials",
                       count),
                   .count = count,
                   .of = count,
               });
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    struct origins origins = origins_of(service);
    enum severity severity = report_severity(reporter);

    /* Who lets in everybody lets in "null" too: that is one finding. */
    if (origins_are_any(&origins))
        return;
    if (!stakes_ambient(service) && severity > SEVERITY_LOW)
        severity = SEVERITY_LOW;
    for (size_t i = 0; i < service->endpoint_count; i++)
        place(reporter, service, &service->endpoints[i], severity);
    place(reporter, service, NULL, severity);
}

const struct check check_cors_null_origin = {
    .id = "cors.null_origin",
    .title = "The origin \"null\" may read answers with credentials",
    .why = "A sandboxed frame on any page has the origin \"null\", so that this lets every page in.",
    .fix =
        "Take \"null\" out of the allowed origins; serve local files of developers from a host of their own.",
    .severity = SEVERITY_MEDIUM,
    .group = CHECKS_SETUP,
    .owasp = "API8:2023",
    .cwe = 942,
    .run = run,
};
