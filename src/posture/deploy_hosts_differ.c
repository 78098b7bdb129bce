/* SPDX-License-Identifier: Apache-2.0 */
/* Hosts of one API that do not guard it alike. Hosts for tests are expected to fail now and then and to be bare; that they let anybody in is told all the same. */
#include "posture/check.h"
#include "posture/kin.h"

#include <stdio.h>

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

static void compare(const struct posture_service *service, const struct posture_service *other,
                    struct reporter *reporter)
{
    char name[128];

    snprintf(name, sizeof name, "%.*s", SLICE_ARG(other->service->key));
    for (size_t i = 0; i < service->endpoint_count; i++) {
        const struct posture_endpoint *weak = service->kin[i].endpoint;
        const struct posture_endpoint *strong = kin_elsewhere(&service->kin[i], other);
        enum severity severity = service->stage.len ? SEVERITY_LOW : report_severity(reporter);

        if (!strong)
            continue;
        tell(reporter, weak, "authentication", severity, kin_open(reporter, weak, strong, name));
        tell(reporter, weak, "fields", severity, kin_wider(reporter, weak, strong, name));
        if (service->stage.len)
            continue;
        tell(reporter, weak, "errors", SEVERITY_LOW, kin_failing(reporter, weak, strong, name));
        tell(reporter, weak, "headers", SEVERITY_INFO, kin_bare(reporter, weak, strong, name));
    }
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    const struct posture *posture = service->posture;

    for (size_t i = 0; i < posture->service_count; i++)
        if (kin_are_hosts(service, &posture->services[i]))
            compare(service, &posture->services[i], reporter);
}

const struct check check_deploy_hosts_differ = {
    .id = "deploy.hosts_differ",
    .title = "Hosts of one API behave differently",
    .why = "Whoever is refused at one host asks the other: an API is as well guarded as its weakest host.",
    .fix = "Roll out the same configuration of gateway and service to all hosts, and take down those nobody "
           "needs.",
    .severity = SEVERITY_MEDIUM,
    .group = CHECKS_DEPLOYED,
    .owasp = "API9:2023",
    .cwe = 1188,
    .run = run,
};
