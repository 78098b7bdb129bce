/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens without a signature that were accepted where a credential matters. Those that were refused show a guard at work. */
#include "posture/check.h"
#include "posture/need.h"

#include <inttypes.h>

static void run(const struct posture_service *service, struct reporter *reporter)
{
    for (size_t i = 0; i < service->endpoint_count; i++) {
        const struct posture_endpoint *endpoint = &service->endpoints[i];
        const struct observations *seen = endpoint->endpoint->observations;
        uint64_t times = observed_times(seen, FACT_jwt_unsigned);

        if (times == 0 || !need_guards(endpoint))
            continue;
        report(reporter, SLICE(""), report_severity(reporter),
               &(struct sighting){
                   .endpoint = endpoint,
                   .evidence = report_text(reporter,
                                           "%" PRIu64 " of %" PRIu64
                                           " tokens answered 2xx had no signature (\"alg\": \"none\", or "
                                           "nothing behind the last dot)",
                                           times, observed(seen, MARK_jwt_success)),
                   .count = times,
                   .of = observed(seen, MARK_jwt_success),
               });
    }
}

const struct check check_jwt_alg_none = {
    .id = "jwt.alg_none",
    .title = "Unsigned tokens are accepted",
    .why = "Whoever can write JSON can write a token for any user and any role.",
    .fix = "Verify every token with a fixed list of algorithms that does not have \"none\", and refuse "
           "tokens without a signature.",
    .severity = SEVERITY_CRITICAL,
    .group = CHECKS_WHO,
    .owasp = "API2:2023",
    .cwe = 347,
    .run = run,
};
