/* SPDX-License-Identifier: Apache-2.0 */
/* Versions of one operation that differ where they should not: a newer one that lets anybody in, headers that only one of them sends, one that keeps failing. What the older one lacks of guards is deploy.old_version_weaker. */
#include "posture/check.h"
#include "posture/kin.h"

static void tell(struct reporter *reporter, const struct posture_endpoint *endpoint, const char *subject,
                 enum severity severity, struct slice evidence)
{
    if (evidence.len)
        report(reporter, slice_of(subject), severity,
               &(struct sighting){ .endpoint = endpoint,
                                   .evidence = evidence,
                                   .count = endpoint->endpoint->support.count,
                                   .of = endpoint->endpoint->support.count });
}

static void compare(const struct kin *older, const struct kin *newer, struct reporter *reporter)
{
    const struct posture_endpoint *old = older->endpoint, *new = newer->endpoint;

    tell(reporter, new, "authentication", report_severity(reporter),
         kin_open(reporter, new, old, "the older version"));
    tell(reporter, new, "errors", SEVERITY_LOW, kin_failing(reporter, new, old, "the older version"));
    tell(reporter, old, "errors", SEVERITY_LOW, kin_failing(reporter, old, new, "the newer version"));
    tell(reporter, new, "headers", SEVERITY_INFO, kin_bare(reporter, new, old, "the older version"));
    tell(reporter, old, "headers", SEVERITY_INFO, kin_bare(reporter, old, new, "the newer version"));
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    const struct kin *older, *newer;
    size_t cursor = 0;

    while (kin_next(service, &cursor, &older, &newer))
        compare(older, newer, reporter);
}

const struct check check_deploy_versions_differ = {
    .id = "deploy.versions_differ",
    .title = "Versions of one operation are guarded differently",
    .why = "Clients take a newer version for a better one; what it forgot of guards, headers or care is "
           "found by who compares.",
    .fix = "Put authentication, headers and error handling in front of all versions alike.",
    .severity = SEVERITY_MEDIUM,
    .group = CHECKS_DEPLOYED,
    .owasp = "API9:2023",
    .cwe = 1188,
    .run = run,
};
