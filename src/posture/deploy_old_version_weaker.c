/* SPDX-License-Identifier: Apache-2.0 */
/* An older version of an operation that guards less than its successor: it lets anybody in, never stops who tries too often, never refuses a credential, or hands out sensitive fields that the newer one no longer has. */
#include "posture/check.h"
#include "posture/kin.h"

static void tell(struct reporter *reporter, const struct posture_endpoint *endpoint, enum severity severity,
                 struct slice evidence)
{
    if (evidence.len)
        report(reporter, SLICE(""), severity,
               &(struct sighting){ .endpoint = endpoint,
                                   .evidence = evidence,
                                   .count = endpoint->endpoint->support.count,
                                   .of = endpoint->endpoint->support.count });
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    const struct kin *older, *newer;
    size_t cursor = 0;

    while (kin_next(service, &cursor, &older, &newer)) {
        const struct posture_endpoint *old = older->endpoint, *new = newer->endpoint;
        enum severity severity = report_severity(reporter);

        tell(reporter, old, severity, kin_open(reporter, old, new, "the newer version"));
        tell(reporter, old, severity, kin_unlimited(reporter, old, new, "the newer version"));
        tell(reporter, old, SEVERITY_MEDIUM, kin_unchecked(reporter, old, new, "the newer version"));
        tell(reporter, old, SEVERITY_MEDIUM, kin_wider(reporter, old, new, "the newer version"));
    }
}

const struct check check_deploy_old_version_weaker = {
    .id = "deploy.old_version_weaker",
    .title = "Old version guards less than its successor",
    .why = "Attackers call the version without the guard: what was mended in the new one is still open in "
           "the old one.",
    .fix = "Take the old version down, or give it the checks, limits and fields of the new one.",
    .severity = SEVERITY_HIGH,
    .group = CHECKS_DEPLOYED,
    .owasp = "API9:2023",
    .cwe = 1059,
    .run = run,
};
