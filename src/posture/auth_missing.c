/* SPDX-License-Identifier: Apache-2.0 */
/* Endpoints that answer people who have not said who they are, where there is a reason to ask: they change something, they hand out
 * sensitive data, or their siblings ask. */
#include "posture/check.h"

#include <inttypes.h>

#define LEAST 3 /* anonymous answers 2xx before anything is said */

/* Whether endpoints beside it, below the same first segments, ask. */
static bool siblings_ask(const struct posture_service *service)
{
    size_t asking = 0, open = 0;

    for (size_t i = 0; i < service->endpoint_count; i++) {
        asking += service->endpoints[i].asks_credential;
        open += !service->endpoints[i].asks_credential;
    }
    return asking > open;
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    bool asked_beside = siblings_ask(service);

    for (size_t i = 0; i < service->endpoint_count; i++) {
        const struct posture_endpoint *endpoint = &service->endpoints[i];
        const struct observations *seen = endpoint->endpoint->observations;
        uint64_t open = observed(seen, MARK_anonymous_success);

        if (open < LEAST || endpoint->asks_credential ||
            endpoint->purpose & (PURPOSE_PUBLIC | PURPOSE_LOGIN) ||
            !(endpoint->changes_state || asked_beside))
            continue;
        report(reporter, SLICE(""), report_severity(reporter),
               &(struct sighting){
                   .endpoint = endpoint,
                   .evidence = report_text(reporter,
                                           "%" PRIu64 " of %" PRIu64
                                           " answers 2xx went to requests without a credential",
                                           open, observed(seen, MARK_success)),
                   .count = open,
                   .of = observed(seen, MARK_success),
               });
    }
}

const struct check check_auth_missing = {
    .id = "auth.missing",
    .title = "Endpoint answers without a credential",
    .why = "Anyone who can reach the address can read or change what it serves.",
    .fix =
        "Require the credential its siblings ask for, or declare the operation public in .plainsight.yaml.",
    .severity = SEVERITY_HIGH,
    .group = CHECKS_WHO,
    .owasp = "API2:2023",
    .cwe = 306,
    .run = run,
};
