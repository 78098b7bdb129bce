/* SPDX-License-Identifier: Apache-2.0 */
/* Log-ins that leave the session id as it was. */
#include "posture/check.h"

#include <inttypes.h>

#define LEAST 2 /* log-ins that kept it */

static void judge(const struct posture_endpoint *endpoint, struct reporter *reporter)
{
    const struct observed_fact *facts;
    size_t count = observed_facts(endpoint->endpoint->observations, FACT_login_session, &facts);
    uint64_t kept = 0, renewed = 0;

    for (size_t i = 0; i < count; i++)
        if (slice_eq(facts[i].subject, SLICE("kept")))
            kept = facts[i].support.count;
        else
            renewed = facts[i].support.count;
    /* Somebody who logs in again while logged in may keep it: that is seldom. */
    if (kept < LEAST || kept < 4 * renewed)
        return;
    report(reporter, SLICE(""), report_severity(reporter),
           &(struct sighting){
               .endpoint = endpoint,
               .evidence = report_text(reporter,
                                       "%" PRIu64 " of %" PRIu64
                                       " log-ins that came with a session cookie set no new one",
                                       kept, kept + renewed),
               .count = kept,
               .of = kept + renewed,
           });
}

/* The session must be what says who somebody is: somewhere it was asked for. */
static bool lives_by_cookies(const struct posture_service *service)
{
    for (size_t i = 0; i < service->service->scheme_count; i++)
        if (service->service->schemes[i].kind == SECURITY_API_KEY &&
            service->service->schemes[i].place == PLACE_COOKIE)
            return true;
    return false;
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    for (size_t i = 0; lives_by_cookies(service) && i < service->endpoint_count; i++)
        judge(&service->endpoints[i], reporter);
}

const struct check check_session_fixation = {
    .id = "session.fixation",
    .title = "The session id stays the same at log-in",
    .why = "Who gave a visitor a session id beforehand, by a link or another page, is logged in with them.",
    .fix = "Give out a new session id whenever somebody logs in, and drop the old one.",
    .severity = SEVERITY_MEDIUM,
    .group = CHECKS_WHO,
    .owasp = "API2:2023",
    .cwe = 384,
    .run = run,
};
