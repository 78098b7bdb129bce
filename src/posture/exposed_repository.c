/* SPDX-License-Identifier: Apache-2.0 */
/* Repositories, environment files, keys and settings that answered with what their path says. */
#include "posture/told.h"

#include <inttypes.h>

static void visit(const struct posture_service *service, const struct posture_endpoint *endpoint,
                  const struct observed_fact *fact, struct reporter *reporter)
{
    told_report(endpoint, fact, report_severity(reporter),
                report_text(reporter, "%" PRIu64 " answer%s brought the file, and it is one by its content",
                            TOLD_ANSWERS(fact->support.count)),
                reporter);
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    told_each(service, FACT_exposed_repository, visit, reporter);
}

const struct check check_exposed_repository = {
    .id = "exposed.repository",
    .title = "Files of the workshop can be fetched",
    .why = "A repository, an environment file or a key lays open the source and the secrets of the service.",
    .fix = "Keep such files out of what is served, deny paths that begin with a dot, and change every "
           "secret that was in them.",
    .severity = SEVERITY_HIGH,
    .group = CHECKS_GIVEN,
    .owasp = "API8:2023",
    .cwe = 538,
    .run = run,
};
