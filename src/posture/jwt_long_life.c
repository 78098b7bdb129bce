/* SPDX-License-Identifier: Apache-2.0 */
/* Accepted tokens that live for days (low) or months (medium). */
#include "posture/check.h"
#include "posture/merged_facts.h"

#include <inttypes.h>

/* Share of the accepted tokens: a service's own program may hold a long one. */
#define LEAST_SHARE 0.05

static enum severity severity_of(struct slice subject)
{
    return slice_eq(subject, SLICE("more than a day")) ? SEVERITY_LOW : SEVERITY_MEDIUM;
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    const struct merged_fact *facts;
    size_t count = merged_facts(service, FACT_jwt_lifetime, report_arena(reporter), &facts);
    uint64_t all = count ? merged_mark(service, MARK_jwt_success) : 0;

    for (size_t i = 0; i < count; i++) {
        if (slice_eq(facts[i].subject, SLICE("no end")) ||
            (double)facts[i].support.count < LEAST_SHARE * (double)all)
            continue;
        report(reporter, SLICE(""), severity_of(facts[i].subject),
               &(struct sighting){
                   .evidence = report_text(
                       reporter, "%" PRIu64 " of %" PRIu64 " accepted tokens, at %zu endpoints, live %.*s",
                       facts[i].support.count, all, facts[i].endpoints, SLICE_ARG(facts[i].subject)),
                   .count = facts[i].support.count,
                   .of = all,
                   .first = facts[i].support.first,
                   .last = facts[i].support.last,
               });
    }
}

const struct check check_jwt_long_life = {
    .id = "jwt.long_life",
    .title = "Tokens that live very long",
    .why = "A JWT is good until it ends, whatever happens to its owner: a stolen one is used for days or "
           "months.",
    .fix = "Let access tokens end within the hour and renew them with a refresh token that can be withdrawn.",
    .severity = SEVERITY_LOW,
    .group = CHECKS_WHO,
    .owasp = "API2:2023",
    .cwe = 613,
    .run = run,
};
