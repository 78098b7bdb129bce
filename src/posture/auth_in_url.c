/* SPDX-License-Identifier: Apache-2.0 */
/* Credentials and tokens in URLs. */
#include "posture/check.h"

#include <inttypes.h>

static void judge(const struct posture_endpoint *endpoint, struct reporter *reporter)
{
    const struct observed_fact *facts;
    size_t count = observed_facts(endpoint->endpoint->observations, FACT_url_credential, &facts);
    uint64_t all = endpoint->endpoint->support.count;

    for (size_t i = 0; i < count; i++)
        report(
            reporter, SLICE(""), report_severity(reporter),
            &(struct sighting){
                .endpoint = endpoint,
                .location = facts[i].subject,
                .evidence = report_text(reporter, "%" PRIu64 " of %" PRIu64 " URLs held a credential: %.*s",
                                        facts[i].support.count, all, SLICE_ARG(facts[i].subject)),
                .count = facts[i].support.count,
                .of = all,
                .first = facts[i].support.first,
                .last = facts[i].support.last,
            });
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    for (size_t i = 0; i < service->endpoint_count; i++)
        judge(&service->endpoints[i], reporter);
}

const struct check check_auth_in_url = {
    .id = "auth.in_url",
    .title = "Credentials in URLs",
    .why = "URLs are kept where bodies and header fields are not: histories, logs of proxies and servers, "
           "Referer fields, links that "
           "people pass on.",
    .fix = "Send tokens in the Authorization field or a cookie, passwords in a body, and withdraw what stood "
           "in URLs so far.",
    .severity = SEVERITY_HIGH,
    .group = CHECKS_WHO,
    .owasp = "API2:2023",
    .cwe = 598,
    .run = run,
};
