/* SPDX-License-Identifier: Apache-2.0 */
/* Credentials that travel as http where others can read them. Behind a proxy that ended TLS they do not (signal/plain.c). */
#include "posture/check.h"

#include <inttypes.h>

static void run(const struct posture_service *service, struct reporter *reporter)
{
    for (size_t i = 0; i < service->endpoint_count; i++) {
        const struct posture_endpoint *endpoint = &service->endpoints[i];
        const struct observations *seen = endpoint->endpoint->observations;
        uint64_t open = observed(seen, MARK_plain_credential_open);

        if (open == 0)
            continue;
        report(reporter, SLICE(""), report_severity(reporter),
               &(struct sighting){
                   .endpoint = endpoint,
                   .evidence = report_text(
                       reporter,
                       "%" PRIu64 " of %" PRIu64
                       " requests carried a credential over http, between caller and server, unencrypted",
                       open, endpoint->endpoint->support.count),
                   .count = open,
                   .of = endpoint->endpoint->support.count,
               });
    }
}

const struct check check_auth_over_plain_http = {
    .id = "auth.over_plain_http",
    .title = "Credentials over plain HTTP",
    .why = "Everybody on the way can read the credential and use it.",
    .fix = "Serve the API over https only, answer http with a refusal rather than a redirect, and withdraw "
           "the credentials that "
           "travelled in the clear.",
    .severity = SEVERITY_HIGH,
    .group = CHECKS_WHO,
    .owasp = "API2:2023",
    .cwe = 319,
    .run = run,
};
