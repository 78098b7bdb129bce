/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens signed with a secret everybody knows (signal/jwt_secret.h; only looked for when asked to). */
#include "posture/check.h"
#include "posture/merged_facts.h"

#include <inttypes.h>

static void run(const struct posture_service *service, struct reporter *reporter)
{
    const struct merged_fact *facts;
    size_t count = merged_facts(service, FACT_jwt_weak_secret, report_arena(reporter), &facts);
    uint64_t all = count ? merged_mark(service, MARK_jwt_success) : 0;

    for (size_t i = 0; i < count; i++)
        report(reporter, SLICE(""), report_severity(reporter),
               &(struct sighting){
                   .evidence = report_text(
                       reporter,
                       "%" PRIu64 " of %" PRIu64 " accepted tokens, at %zu endpoints, are signed (%.*s) with "
                       "a secret of a list of well-known ones",
                       facts[i].support.count, all, facts[i].endpoints, SLICE_ARG(facts[i].subject)),
                   .count = facts[i].support.count,
                   .of = all,
                   .first = facts[i].support.first,
                   .last = facts[i].support.last,
               });
}

const struct check check_jwt_weak_secret = {
    .id = "jwt.weak_secret",
    .title = "Tokens are signed with a well-known secret",
    .why = "Whoever guesses the secret writes tokens for any user and any role; this one stands in tutorials "
           "and word lists.",
    .fix = "Replace the secret by 32 or more random bytes from a generator, keep it out of the code, and end "
           "all tokens signed so far.",
    .severity = SEVERITY_CRITICAL,
    .group = CHECKS_WHO,
    .owasp = "API2:2023",
    .cwe = 521,
    .run = run,
};
