/* SPDX-License-Identifier: Apache-2.0 */
/* Pages of web servers, or of buckets, that list what lies in a directory. */
#include "posture/told.h"

#include <inttypes.h>

static void visit(const struct posture_service *service, const struct posture_endpoint *endpoint,
                  const struct observed_fact *fact, struct reporter *reporter)
{
    told_report(
        endpoint, fact, report_severity(reporter),
        report_text(reporter, "%" PRIu64 " answer%s listed the directory", TOLD_ANSWERS(fact->support.count)),
        reporter);
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    told_each(service, FACT_directory_listing, visit, reporter);
}

const struct check check_exposed_directory_listing = {
    .id = "exposed.directory_listing",
    .title = "Directories are listed",
    .why = "A listing shows files that nobody links to: backups, keys, exports of other people.",
    .fix = "Turn listings off (autoindex off, Options -Indexes, no serve-index) and remove what should not "
           "be there.",
    .severity = SEVERITY_MEDIUM,
    .group = CHECKS_GIVEN,
    .owasp = "API8:2023",
    .cwe = 548,
    .run = run,
};
