/* SPDX-License-Identifier: Apache-2.0 */
/* Log-ins, resets, codes and costly endpoints where no limit on the rate was ever seen: no 429, no RateLimit or Retry-After field.
 * Silence alone is weak, because a limit shows only to who reaches it. So either somebody went so fast that any sensible limit
 * would have stopped them, or there was so much traffic that one would have shown. */
#include "posture/history.h"
#include "posture/stakes.h"

#include <inttypes.h>

#define REFUSED_FAST                                                                                         \
    20 /* refused attempts of one caller within ten minutes that any limit on guessing stops */
#define GUESSED_FAST 30 /* calls of one caller within a minute, where each is a guess */
#define COSTLY_FAST 120 /* the same, where each is work */
#define SHARE 0.01      /* of calls that a limit would have shown in */

#define GUESSED (PURPOSE_LOGIN | PURPOSE_RESET | PURPOSE_CODE)
#define COSTLY (PURPOSE_EXPORT | PURPOSE_MESSAGE | PURPOSE_SIGNUP | PURPOSE_PAYMENT)

static const char *purpose_words(uint32_t purpose)
{
    if (purpose & PURPOSE_CODE)
        return "attempts at a code";
    if (purpose & PURPOSE_RESET)
        return "calls of a password reset";
    if (purpose & PURPOSE_LOGIN)
        return "log-ins";
    return purpose & PURPOSE_MESSAGE ? "messages" : "costly calls";
}

/* All log-ins may come from one address: a web server that signs its visitors in. Then there are few others, and no bursts. */
static bool comes_through_one_door(const struct endpoint_history *history)
{
    return history->actors < 3 && history->busiest_minute * 2 < history->calls;
}

static struct slice evidence_of(struct reporter *reporter, const struct posture_endpoint *endpoint)
{
    const struct endpoint_history *history = endpoint->history;
    uint64_t answered = observed(endpoint->endpoint->observations, MARK_answered);
    bool is_guess = endpoint->purpose & GUESSED;
    const char *what = purpose_words(endpoint->purpose);

    if (history && is_guess && history->busiest_refused >= REFUSED_FAST)
        return report_text(
            reporter, "%" PRIu64 " refused %s of one caller within ten minutes, none was stopped by a limit",
            history->busiest_refused, what);
    if (history && history->busiest_minute >= (is_guess ? GUESSED_FAST : COSTLY_FAST) &&
        !(endpoint->purpose & PURPOSE_LOGIN && comes_through_one_door(history)))
        return report_text(reporter,
                           "%" PRIu64 " %s of one caller within one minute, none was stopped by a limit",
                           history->busiest_minute, what);
    if (is_guess && check_never(endpoint->service, answered, SHARE))
        return report_text(reporter, "of %" PRIu64 " %s none was stopped or told of a limit", answered, what);
    return (struct slice){ NULL, 0 };
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    for (size_t i = 0; i < service->endpoint_count; i++) {
        const struct posture_endpoint *endpoint = &service->endpoints[i];
        const struct observations *seen = endpoint->endpoint->observations;
        bool is_guess = endpoint->purpose & GUESSED;
        enum severity severity = report_severity(reporter);
        struct slice evidence;

        if (!(endpoint->purpose & (GUESSED | COSTLY)) || endpoint->purpose & PURPOSE_DOCS ||
            observed(seen, MARK_limit_told))
            continue;
        evidence = evidence_of(reporter, endpoint);
        if (evidence.len == 0)
            continue;
        if (!is_guess && severity > SEVERITY_LOW)
            severity = SEVERITY_LOW;
        report(reporter, SLICE(""), severity,
               &(struct sighting){
                   .endpoint = endpoint,
                   .evidence = evidence,
                   .count = observed(seen, MARK_answered),
                   .of = observed(seen, MARK_answered),
               });
    }
}

const struct check check_limits_none = {
    .id = "limits.none",
    .title = "No limit on how often it may be called",
    .why =
        "Passwords and codes are guessed, and costly work is ordered, as fast as somebody can send requests.",
    .fix = "Limit attempts per account and per caller, answer 429 with Retry-After beyond that, and slow "
           "guesses down.",
    .severity = SEVERITY_MEDIUM,
    .group = CHECKS_SETUP,
    .owasp = "API4:2023",
    .cwe = 307,
    .run = run,
};
