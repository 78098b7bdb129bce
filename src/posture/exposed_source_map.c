/* SPDX-License-Identifier: Apache-2.0 */
/* Source maps of scripts, with their sources inside. */
#include "posture/told.h"

#include <inttypes.h>

static void visit(const struct posture_service *service, const struct posture_endpoint *endpoint,
                  const struct observed_fact *fact, struct reporter *reporter)
{
    told_report(
        endpoint, fact, report_severity(reporter),
        report_text(reporter, "%" PRIu64 " answer%s brought a source map", TOLD_ANSWERS(fact->support.count)),
        reporter);
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    told_each(service, FACT_source_map, visit, reporter);
}

const struct check check_exposed_source_map = {
    .id = "exposed.source_map",
    .title = "Source maps can be fetched",
    .why = "They give back the source of the client with its comments, paths and unused calls.",
    .fix = "Do not deploy source maps, or serve them to the inside only.",
    .severity = SEVERITY_LOW,
    .group = CHECKS_GIVEN,
    .owasp = "API8:2023",
    .cwe = 540,
    .run = run,
};
