/* SPDX-License-Identifier: Apache-2.0 */
/* Endpoints whose callers send a credential that nobody looks at: without it, or with one that evidently is none, the answer is the same
 * 2xx. Proven otherwise by a single 401 or 403. */
#include "posture/check.h"
#include "posture/merged_facts.h"
#include "posture/need.h"

#include <inttypes.h>

#define LEAST_WITH 5 /* accepted with a credential: it is sent as a habit */

/* Sent nearly always, never asked for. */
static bool is_ignored(const struct asking *asking)
{
    return asking->open >= 2 && asking->with >= LEAST_WITH && asking->with >= 2 * asking->open &&
           !asking->refused && !asking->refused_with;
}

/* Asked for, but anything will do. Only the absence is refused; who sends junk is let in. */
static bool is_unread(const struct asking *asking, uint64_t genuine)
{
    return asking->junk > 0 && genuine >= LEAST_WITH && !asking->refused_with;
}

/* Where all others send a JWT, a few bearer tokens that are none, and nobody of the whole service was ever refused one. */
static uint64_t odd_tokens(const struct posture_endpoint *endpoint, const struct asking *asking)
{
    const struct observations *seen = endpoint->endpoint->observations;
    uint64_t odd = observed(seen, MARK_opaque_success), jwt = observed(seen, MARK_jwt_success);

    if (jwt < 20 || odd * 20 > jwt || asking->refused_with ||
        merged_mark(endpoint->service, MARK_credential_refused))
        return 0;
    return odd;
}

static struct slice evidence_of(struct reporter *reporter, const struct asking *asking,
                                const struct need *need)
{
    struct slice why = need_text(need, report_arena(reporter));

    return report_text(reporter,
                       "%" PRIu64 " requests were accepted with a credential, %" PRIu64
                       " without one and %" PRIu64 " with what is none (null, invalid, damaged); %s%s%.*s",
                       asking->with, asking->open, asking->junk,
                       asking->refused ? "only requests without any were refused" : "none was ever refused",
                       why.len ? "; " : "", SLICE_ARG(why));
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    for (size_t i = 0; i < service->endpoint_count; i++) {
        const struct posture_endpoint *endpoint = &service->endpoints[i];
        struct asking asking = asking_of(endpoint->endpoint);
        struct need need;
        uint64_t genuine;
        bool unread;

        asking.junk += odd_tokens(endpoint, &asking);
        genuine = asking.with > asking.junk ? asking.with - asking.junk : 0;
        unread = is_unread(&asking, genuine);
        if (!unread && !is_ignored(&asking))
            continue;
        need = need_of(endpoint);
        /* A guard that refuses an empty hand and lets every other pass needs no further reason. */
        if (need.reasons == 0 && !(unread && asking.refused))
            continue;
        report(reporter, SLICE(""), need.reasons ? need_severity(&need, endpoint) : report_severity(reporter),
               &(struct sighting){
                   .endpoint = endpoint,
                   .evidence = evidence_of(reporter, &asking, &need),
                   .count = asking.open + asking.junk,
                   .of = asking.open + asking.with,
               });
    }
}

const struct check check_auth_not_enforced = {
    .id = "auth.not_enforced",
    .title = "A credential is sent, but nobody looks at it",
    .why = "The endpoint looks guarded because its clients send a credential; whoever leaves it out, or "
           "sends any text in its place, "
           "gets the same answer.",
    .fix = "Verify the credential before the handler runs and answer 401 without a valid one; add a test "
           "that calls the operation "
           "without and with a damaged one.",
    .severity = SEVERITY_HIGH,
    .group = CHECKS_WHO,
    .owasp = "API2:2023",
    .cwe = 287,
    .run = run,
};
