/* SPDX-License-Identifier: Apache-2.0 */
/* Personal data in the claims of access tokens. */
#include "posture/check.h"
#include "posture/merged_facts.h"
#include "signal/jwt_facts.h"

#include <inttypes.h>

static enum severity severity_of(struct slice kind)
{
    if (slice_eq(kind, slice_of(jwt_personal_name(JWT_PASSWORD))) ||
        slice_eq(kind, slice_of(jwt_personal_name(JWT_NATIONAL_ID))))
        return SEVERITY_HIGH;
    if (slice_eq(kind, slice_of(jwt_personal_name(JWT_BIRTH))) ||
        slice_eq(kind, slice_of(jwt_personal_name(JWT_ADDRESS))))
        return SEVERITY_MEDIUM;
    return SEVERITY_LOW;
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    const struct merged_fact *facts;
    size_t count = merged_facts(service, FACT_jwt_personal, report_arena(reporter), &facts);
    uint64_t all = count ? merged_mark(service, MARK_jwt_success) : 0;

    for (size_t i = 0; i < count; i++)
        report(reporter, SLICE(""), severity_of(facts[i].subject),
               &(struct sighting){
                   .location = report_text(reporter, "claim: %.*s", SLICE_ARG(facts[i].subject)),
                   .evidence = report_text(reporter,
                                           "%" PRIu64 " of %" PRIu64
                                           " accepted tokens, at %zu endpoints, hold in their claims: %.*s",
                                           facts[i].support.count, all, facts[i].endpoints,
                                           SLICE_ARG(facts[i].subject)),
                   .count = facts[i].support.count,
                   .of = all,
                   .first = facts[i].support.first,
                   .last = facts[i].support.last,
               });
}

const struct check check_jwt_personal_data = {
    .id = "jwt.personal_data",
    .title = "Personal data in tokens",
    .why = "The claims of a JWT are encoded, not encrypted: whoever sees the token in a log, a browser or a "
           "proxy reads them.",
    .fix = "Put an opaque subject and what is needed for access into access tokens, and look the rest up; "
           "use an ID token for the client.",
    .severity = SEVERITY_LOW,
    .group = CHECKS_WHO,
    .owasp = "API3:2023",
    .cwe = 359,
    .run = run,
};
