/* SPDX-License-Identifier: Apache-2.0 */
/* Products with version numbers in Server, X-Powered-By and their like. A product alone is none. */
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
    told_each_subject(service, FACT_version_banner, visit, reporter);
}

const struct check check_leak_version_banner = {
    .id = "leak.version_banner",
    .title = "Answers name products with their versions",
    .why = "A version tells an attacker which known holes to try, without a single probe.",
    .fix = "Turn the field off or leave only the product: server_tokens off (nginx), ServerTokens Prod "
           "(Apache), expose_php = Off, app.disable('x-powered-by').",
    .severity = SEVERITY_LOW,
    .group = CHECKS_GIVEN,
    .owasp = "API8:2023",
    .cwe = 200,
    .run = run,
};
