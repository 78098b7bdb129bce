/* SPDX-License-Identifier: Apache-2.0 */
/* Private addresses, internal hosts and paths of disks, in header fields and in error answers that do not just repeat the request. */
#include "posture/told.h"

#include <inttypes.h>

static void visit(const struct posture_service *service, const struct posture_endpoint *endpoint,
                  const struct observed_fact *fact, struct reporter *reporter)
{
    told_report(endpoint, fact, report_severity(reporter),
                report_text(reporter, "%" PRIu64 " answer%s named it", TOLD_ANSWERS(fact->support.count)),
                reporter);
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    told_each(service, FACT_internal_address, visit, reporter);
}

const struct check check_leak_internal_address = {
    .id = "leak.internal_address",
    .title = "Answers name addresses, hosts or paths of the inside",
    .why = "They draw the map of what is behind the gateway, and say where to aim a forged request.",
    .fix = "Rewrite Location and its like at the gateway, and keep messages of the system out of "
           "answers.",
    .severity = SEVERITY_LOW,
    .group = CHECKS_GIVEN,
    .owasp = "API8:2023",
    .cwe = 497,
    .run = run,
};
