/* SPDX-License-Identifier: Apache-2.0 */
/* GraphiQL, Playground and other consoles, by their pages. */
#include "posture/told.h"

#include <inttypes.h>

static void visit(const struct posture_service *service, const struct posture_endpoint *endpoint,
                  const struct observed_fact *fact, struct reporter *reporter)
{
    told_report(
        endpoint, fact, report_severity(reporter),
        report_text(reporter, "%" PRIu64 " answer%s brought the console", TOLD_ANSWERS(fact->support.count)),
        reporter);
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    told_each(service, FACT_graphql_console, visit, reporter);
}

const struct check check_graphql_playground = {
    .id = "graphql.playground",
    .title = "A GraphQL console is served",
    .why = "A console invites anybody to explore and try the schema, with the cookies of whoever opens it.",
    .fix = "Serve the console in development only.",
    .severity = SEVERITY_LOW,
    .group = CHECKS_GIVEN,
    .owasp = "API8:2023",
    .cwe = 489,
    .run = run,
};
