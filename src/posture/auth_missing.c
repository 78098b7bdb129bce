/* SPDX-License-Identifier: Apache-2.0 */
/* Endpoints that answer people who have not said who they are, where there is a reason to ask: they change something, they hand out
 * sensitive data, or their siblings ask. Where a credential is sent as well, auth_mixed and auth_not_enforced speak. */
#include "posture/check.h"
#include "posture/need.h"

#include <inttypes.h>

/* Anonymous answers before anything is said: one is enough where what it held leaves no doubt. */
static uint64_t least_of(const struct need *need)
{
    if (need->data && need->data->row->severity >= SEVERITY_HIGH)
        return 1;
    return need->reasons & (NEED_DATA | NEED_CHANGE) ? 2 : 3;
}

static void judge(const struct posture_endpoint *endpoint, struct reporter *reporter)
{
    struct asking asking = asking_of(endpoint->endpoint);
    uint64_t all = observed(endpoint->endpoint->observations, MARK_success);
    struct need need;

    if (asking.open == 0 || asking.refused || asking.with * 4 > asking.open)
        return;
    need = need_of(endpoint);
    if (need.reasons == 0 || asking.open < least_of(&need))
        return;
    report(reporter, SLICE(""), need_severity(&need, endpoint),
           &(struct sighting){
               .endpoint = endpoint,
               .evidence = report_text(
                   reporter,
                   "%" PRIu64 " of %" PRIu64
                   " answers 2xx went to requests without a credential, and none was refused; %.*s",
                   asking.open, all, SLICE_ARG(need_text(&need, report_arena(reporter)))),
               .count = asking.open,
               .of = all,
           });
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    for (size_t i = 0; i < service->endpoint_count; i++)
        judge(&service->endpoints[i], reporter);
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
