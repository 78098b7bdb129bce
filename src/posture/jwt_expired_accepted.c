/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens that had ended and were accepted where a credential matters. */
#include "posture/check.h"
#include "posture/need.h"

#include <inttypes.h>

static void run(const struct posture_service *service, struct reporter *reporter)
{
    for (size_t i = 0; i < service->endpoint_count; i++) {
        const struct posture_endpoint *endpoint = &service->endpoints[i];
        const struct observations *seen = endpoint->endpoint->observations;
        uint64_t times = observed(seen, MARK_expired_success);

        if (times == 0 || !need_guards(endpoint))
            continue;
        report(reporter, SLICE(""), report_severity(reporter),
               &(struct sighting){
                   .endpoint = endpoint,
                   .evidence = report_text(reporter,
                                           "%" PRIu64 " of %" PRIu64
                                           " tokens answered 2xx had ended more than five minutes before",
                                           times, observed(seen, MARK_jwt_success)),
                   .count = times,
                   .of = observed(seen, MARK_jwt_success),
               });
    }
}

const struct check check_jwt_expired_accepted = {
    .id = "jwt.expired_accepted",
    .title = "Expired tokens are accepted",
    .why = "The end of a token is what limits the harm of a stolen one; here it limits nothing.",
    .fix = "Verify exp of every token, with a minute of tolerance for clocks, and answer 401 after it.",
    .severity = SEVERITY_HIGH,
    .group = CHECKS_WHO,
    .owasp = "API2:2023",
    .cwe = 613,
    .run = run,
};
