/* SPDX-License-Identifier: Apache-2.0 */
/* X-Content-Type-Options: nosniff is missing. */
#include "posture/stakes.h"

#include <inttypes.h>

#define LEAST 5 /* answers of the service */

static void place(struct reporter *reporter, const struct posture_endpoint *endpoint, enum severity severity,
                  const char *note)
{
    const struct observations *seen = endpoint->endpoint->observations;
    uint64_t lacking = observed(seen, MARK_sniffable), of = observed(seen, MARK_body_success);

    if (lacking == 0 || lacking * 2 < of)
        return;
    report(reporter, SLICE(""), severity,
           &(struct sighting){
               .endpoint = endpoint,
               .location = SLICE("header X-Content-Type-Options"),
               .evidence =
                   report_text(reporter, "%" PRIu64 " of %" PRIu64 " answers with a body were without it%s",
                               lacking, of, note),
               .count = lacking,
               .of = of,
           });
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    bool browsed = stakes_browsed(service);
    enum severity severity = report_severity(reporter);

    if (service_observed(service, MARK_sniffable) < LEAST)
        return;
    if (!browsed && severity > SEVERITY_INFO)
        severity = SEVERITY_INFO;
    for (size_t i = 0; i < service->endpoint_count; i++)
        place(reporter, &service->endpoints[i], severity,
              browsed ? "" : "; no browser was seen to call it, others do not guess types");
}

const struct check check_headers_nosniff = {
    .id = "headers.nosniff",
    .title = "Browsers may guess what an answer is (X-Content-Type-Options)",
    .why = "A browser that takes data for a page or a script runs what somebody put into it.",
    .fix = "Send X-Content-Type-Options: nosniff with every answer.",
    .severity = SEVERITY_LOW,
    .group = CHECKS_SETUP,
    .owasp = "API8:2023",
    .cwe = 693,
    .run = run,
};
