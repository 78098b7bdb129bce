/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens that name their own key and were accepted: a key id with a path or a query in it, keys fetched from elsewhere, a key sent along. */
#include "posture/check.h"
#include "posture/need.h"

#include <inttypes.h>

static void judge(const struct posture_endpoint *endpoint, struct reporter *reporter)
{
    const struct observed_fact *facts;
    size_t count = observed_facts(endpoint->endpoint->observations, FACT_jwt_foreign_key, &facts);

    if (count == 0 || !need_guards(endpoint))
        return;
    for (size_t i = 0; i < count; i++)
        report(reporter, SLICE(""), report_severity(reporter),
               &(struct sighting){
                   .endpoint = endpoint,
                   .location = facts[i].subject,
                   .evidence = report_text(
                       reporter, "%" PRIu64 " of %" PRIu64 " accepted tokens had a %.*s in their header",
                       facts[i].support.count, observed(endpoint->endpoint->observations, MARK_jwt_success),
                       SLICE_ARG(facts[i].subject)),
                   .count = facts[i].support.count,
                   .of = observed(endpoint->endpoint->observations, MARK_jwt_success),
                   .first = facts[i].support.first,
                   .last = facts[i].support.last,
               });
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    for (size_t i = 0; i < service->endpoint_count; i++)
        judge(&service->endpoints[i], reporter);
}

const struct check check_jwt_foreign_key = {
    .id = "jwt.foreign_key",
    .title = "Tokens choose their own key",
    .why = "Who says which key proves a token can prove any token: with a key of one's own, a file everybody "
           "knows, or a query that answers "
           "one.",
    .fix = "Look the key up by kid in a fixed set of your own, and ignore jku, x5u and jwk in tokens.",
    .severity = SEVERITY_HIGH,
    .group = CHECKS_WHO,
    .owasp = "API2:2023",
    .cwe = 347,
    .run = run,
};
