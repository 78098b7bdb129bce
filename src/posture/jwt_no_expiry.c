/* SPDX-License-Identifier: Apache-2.0 */
/* Accepted tokens that never end. */
#include "posture/check.h"
#include "posture/merged_facts.h"

#include <inttypes.h>

static void run(const struct posture_service *service, struct reporter *reporter)
{
    const struct merged_fact *facts;
    size_t count = merged_facts(service, FACT_jwt_lifetime, report_arena(reporter), &facts);
    uint64_t all = count ? merged_mark(service, MARK_jwt_success) : 0;

    for (size_t i = 0; i < count; i++)
        if (slice_eq(facts[i].subject, SLICE("no end")))
            report(reporter, SLICE(""), report_severity(reporter),
                   &(struct sighting){
                       .evidence = report_text(
                           reporter,
                           "%" PRIu64 " of %" PRIu64
                           " accepted tokens, at %zu endpoints, do not say when they end (no exp)",
                           facts[i].support.count, all, facts[i].endpoints),
                       .count = facts[i].support.count,
                       .of = all,
                       .first = facts[i].support.first,
                       .last = facts[i].support.last,
                   });
}

const struct check check_jwt_no_expiry = {
    .id = "jwt.no_expiry",
    .title = "Tokens that never end",
    .why = "A token that leaks once works for good, and there is no list of tokens to take it off.",
    .fix = "Set exp when tokens are made, minutes to an hour ahead, renew them with a refresh token, and "
           "refuse tokens without exp.",
    .severity = SEVERITY_MEDIUM,
    .group = CHECKS_WHO,
    .owasp = "API2:2023",
    .cwe = 613,
    .run = run,
};
