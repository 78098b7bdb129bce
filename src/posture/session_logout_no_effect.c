/* SPDX-License-Identifier: Apache-2.0 */
/* Credentials that are accepted after they were logged out (posture/history.h counts them, from the events). */
#include "posture/check.h"
#include "posture/history.h"

#include <inttypes.h>

#define LEAST 2 /* answers 2xx after a log-out, at all endpoints together */

static void run(const struct posture_service *service, struct reporter *reporter)
{
    uint64_t all = 0;

    for (size_t i = 0; i < service->endpoint_count; i++)
        all += service->endpoints[i].history ? service->endpoints[i].history->after_logout : 0;
    for (size_t i = 0; all >= LEAST && i < service->endpoint_count; i++) {
        const struct posture_endpoint *endpoint = &service->endpoints[i];
        uint64_t after = endpoint->history ? endpoint->history->after_logout : 0;

        if (after == 0 || !endpoint->asks_credential ||
            endpoint->purpose & (PURPOSE_PUBLIC | PURPOSE_LOGIN | PURPOSE_LOGOUT))
            continue;
        report(reporter, SLICE(""), report_severity(reporter),
               &(struct sighting){
                   .endpoint = endpoint,
                   .evidence = report_text(
                       reporter,
                       "%" PRIu64
                       " requests were answered 2xx with a credential that had been logged out before",
                       after),
                   .count = after,
                   .of = endpoint->history->calls,
               });
    }
}

const struct check check_session_logout_no_effect = {
    .id = "session.logout_no_effect",
    .title = "Logging out has no effect",
    .why = "Who logs out believes the credential is gone; whoever copied it goes on using it.",
    .fix = "End the session at the server: delete it, or put the token's id (jti) on a list of withdrawn "
           "ones until it ends.",
    .severity = SEVERITY_MEDIUM,
    .group = CHECKS_WHO,
    .owasp = "API2:2023",
    .cwe = 613,
    .run = run,
};
