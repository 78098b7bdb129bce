/* SPDX-License-Identifier: Apache-2.0 */
/* Header fields that help who writes the program, and tell others about it: X-Debug-Token, X-Runtime, X-Backend-Server. */
#include "posture/told.h"

#include <inttypes.h>

/* How long Rails took says little. */
static enum severity severity_of(const struct observed_fact *fact)
{
    if (slice_eq(fact->subject, SLICE("X-Runtime")))
        return SEVERITY_INFO;
    return slice_starts_with(fact->subject, SLICE("X-Debug")) ? SEVERITY_MEDIUM : SEVERITY_LOW;
}

static void visit(const struct posture_service *service, const struct posture_endpoint *endpoint,
                  const struct observed_fact *fact, struct reporter *reporter)
{
    told_report(
        endpoint, fact, severity_of(fact),
        report_text(reporter, "%" PRIu64 " answer%s carried the field", TOLD_ANSWERS(fact->support.count)),
        reporter);
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    told_each_subject(service, FACT_debug_header, visit, reporter);
}

const struct check check_leak_debug_headers = {
    .id = "leak.debug_headers",
    .title = "Answers carry header fields for debugging",
    .why = "They show how long code ran, which machine answered, and where a profiler lies open; the "
           "profiler itself often is reachable.",
    .fix = "Turn debugging off in production and let the gateway remove the field.",
    .severity = SEVERITY_LOW,
    .group = CHECKS_GIVEN,
    .owasp = "API8:2023",
    .cwe = 489,
    .run = run,
};
