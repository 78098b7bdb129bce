/* SPDX-License-Identifier: Apache-2.0 */
/* Endpoints that ask some callers who they are and answer others without: some requests are refused for want of a credential and
 * others are not, or only a part of the callers sends one where something is at stake. Shops that greet those who have logged in by
 * name are none of them. */
#include "posture/check.h"
#include "posture/need.h"

#include <inttypes.h>

#define LEAST 2 /* anonymous answers 2xx */

/* Content that is open or closed piece by piece is refused here and given there by design. What changes something, or hands out data of
 * people, is not. */
static bool is_stake(const struct need *need, const struct asking *asking)
{
    if (asking->refused)
        return need->reasons & (NEED_DATA | NEED_CHANGE | NEED_ADMIN);
    return need->reasons != 0;
}

/* A credential is sent now and then; auth_missing and auth_not_enforced have "hardly ever" and "nearly always". */
static bool is_mixed(const struct asking *asking)
{
    if (asking->open < LEAST || asking->with == 0)
        return false;
    if (asking->refused || asking->refused_with)
        return true;
    return asking->with * 4 > asking->open && asking->with < 2 * asking->open;
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    for (size_t i = 0; i < service->endpoint_count; i++) {
        const struct posture_endpoint *endpoint = &service->endpoints[i];
        struct asking asking = asking_of(endpoint->endpoint);
        struct need need;

        /* One address for many operations, some of them for everybody: which were asked for is not known here. */
        if (!is_mixed(&asking) || endpoint->purpose & PURPOSE_GRAPHQL)
            continue;
        need = need_of(endpoint);
        if (!is_stake(&need, &asking))
            continue;
        report(reporter, SLICE(""), need_severity(&need, endpoint),
               &(struct sighting){
                   .endpoint = endpoint,
                   .evidence = report_text(reporter,
                                           "%" PRIu64 " requests were accepted with a credential, %" PRIu64
                                           " without one; %" PRIu64 " were refused with 401 or 403; %.*s",
                                           asking.with, asking.open, asking.refused + asking.refused_with,
                                           SLICE_ARG(need_text(&need, report_arena(reporter)))),
                   .count = asking.open,
                   .of = asking.open + asking.with,
               });
    }
}

const struct check check_auth_mixed = {
    .id = "auth.mixed",
    .title = "Some requests are answered with a credential, others without",
    .why = "Where the same operation is sometimes guarded, a caller who leaves the credential out gets past "
           "the guard.",
    .fix = "Ask for the credential in one place, before any handler runs, so that no way to the operation "
           "leaves it out.",
    .severity = SEVERITY_MEDIUM,
    .group = CHECKS_WHO,
    .owasp = "API2:2023",
    .cwe = 306,
    .run = run,
};
