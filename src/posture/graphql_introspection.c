/* SPDX-License-Identifier: Apache-2.0 */
/* Introspection that was answered. Without a credential it matters more. */
#include "posture/told.h"

#include <inttypes.h>

static enum severity severity_of(const struct observed_fact *fact)
{
    return slice_ends_with(fact->subject, SLICE(" with a credential")) ? SEVERITY_LOW : SEVERITY_MEDIUM;
}

static void visit(const struct posture_service *service, const struct posture_endpoint *endpoint,
                  const struct observed_fact *fact, struct reporter *reporter)
{
    told_report(
        endpoint, fact, severity_of(fact),
        report_text(reporter, "%" PRIu64 " answer%s told the schema", TOLD_ANSWERS(fact->support.count)),
        reporter);
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    told_each(service, FACT_graphql_introspection, visit, reporter);
}

const struct check check_graphql_introspection = {
    .id = "graphql.introspection",
    .title = "GraphQL tells its whole schema",
    .why = "Introspection names every type, query and mutation, those included that no client uses.",
    .fix = "Turn introspection off in production, or allow it to the people who write clients.",
    .severity = SEVERITY_LOW,
    .group = CHECKS_GIVEN,
    .owasp = "API8:2023",
    .cwe = 651,
    .run = run,
};
