/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens and codes of password resets that can be guessed, or are told to whoever asks. */
#include "posture/check.h"

#include <inttypes.h>

static bool is_told(struct slice subject)
{
    return slice_ends_with(subject, SLICE("in the answer"));
}

static struct slice evidence_of(struct reporter *reporter, const struct observed_fact *fact)
{
    if (is_told(fact->subject))
        return report_text(reporter,
                           "%" PRIu64 " answers to requests for a reset held the token or the link for it",
                           fact->support.count);
    return report_text(reporter, "%" PRIu64 " resets were accepted with a token that is: %.*s",
                       fact->support.count, SLICE_ARG(fact->subject));
}

static void judge(const struct posture_endpoint *endpoint, struct reporter *reporter)
{
    const struct observed_fact *facts;
    size_t count = observed_facts(endpoint->endpoint->observations, FACT_reset_token, &facts);

    for (size_t i = 0; i < count; i++)
        report(reporter, SLICE(""), is_told(facts[i].subject) ? SEVERITY_CRITICAL : report_severity(reporter),
               &(struct sighting){
                   .endpoint = endpoint,
                   .evidence = evidence_of(reporter, &facts[i]),
                   .count = facts[i].support.count,
                   .of = observed(endpoint->endpoint->observations, MARK_success),
                   .first = facts[i].support.first,
                   .last = facts[i].support.last,
               });
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    for (size_t i = 0; i < service->endpoint_count; i++)
        judge(&service->endpoints[i], reporter);
}

const struct check check_reset_weak_token = {
    .id = "reset.weak_token",
    .title = "Password reset with a weak token",
    .why = "Whoever guesses the token, or reads it in the answer, sets a new password for anybody.",
    .fix = "Make tokens of 16 or more random bytes that work once and for minutes, send them to the owner "
           "only, and end them after a few "
           "wrong tries.",
    .severity = SEVERITY_HIGH,
    .group = CHECKS_WHO,
    .owasp = "API2:2023",
    .cwe = 640,
    .run = run,
};
