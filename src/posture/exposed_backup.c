/* SPDX-License-Identifier: Apache-2.0 */
/* Copies, dumps and archives of the whole that answered with what their name says. */
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
    told_each(service, FACT_exposed_backup, visit, reporter);
}

const struct check check_exposed_backup = {
    .id = "exposed.backup",
    .title = "Backups can be fetched",
    .why = "A copy of the database or of the site holds everything that the API guards.",
    .fix = "Remove it, keep backups where nothing is served from, and treat what it held as known.",
    .severity = SEVERITY_HIGH,
    .group = CHECKS_GIVEN,
    .owasp = "API8:2023",
    .cwe = 530,
    .run = run,
};
