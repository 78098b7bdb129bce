/* SPDX-License-Identifier: Apache-2.0 */
/* User name and password in every request. */
#include "posture/check.h"

#include <inttypes.h>

static void run(const struct posture_service *service, struct reporter *reporter)
{
    for (size_t i = 0; i < service->endpoint_count; i++) {
        const struct posture_endpoint *endpoint = &service->endpoints[i];
        uint64_t times = observed_times(endpoint->endpoint->observations, FACT_basic_password);
        uint64_t all = observed(endpoint->endpoint->observations, MARK_success);

        if (times == 0)
            continue;
        report(
            reporter, SLICE(""), endpoint->reach == REACH_INTERNAL ? SEVERITY_LOW : report_severity(reporter),
            &(struct sighting){
                .endpoint = endpoint,
                .location = SLICE("header Authorization"),
                .evidence = report_text(reporter,
                                        "%" PRIu64 " of %" PRIu64
                                        " requests answered 2xx carried a user name and a password (Basic)",
                                        times, all),
                .count = times,
                .of = all,
            });
    }
}

const struct check check_auth_basic = {
    .id = "auth.basic",
    .title = "Basic authentication",
    .why = "The password itself travels with every request: it is in every log that keeps header fields, it "
           "does not end, and a leak "
           "is the account.",
    .fix = "Let clients log in once for a token that ends (OAuth 2.0 client credentials, or a session), and "
           "take Basic away.",
    .severity = SEVERITY_MEDIUM,
    .group = CHECKS_WHO,
    .owasp = "API2:2023",
    .cwe = 522,
    .run = run,
};
