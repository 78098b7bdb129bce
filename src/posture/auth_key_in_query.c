/* SPDX-License-Identifier: Apache-2.0 */
/* API keys in the query. */
#include "posture/check.h"

#include <inttypes.h>

static void judge(const struct posture_endpoint *endpoint, struct reporter *reporter)
{
    const struct observed_fact *facts;
    size_t count = observed_facts(endpoint->endpoint->observations, FACT_query_key, &facts);
    uint64_t all = endpoint->endpoint->support.count;

    for (size_t i = 0; i < count; i++)
        report(reporter, SLICE(""), report_severity(reporter),
               &(struct sighting){
                   .endpoint = endpoint,
                   .location = report_text(reporter, "query %.*s", SLICE_ARG(facts[i].subject)),
                   .evidence = report_text(reporter,
                                           "%" PRIu64 " of %" PRIu64
                                           " requests carried an API key in the query parameter %.*s",
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

const struct check check_auth_key_in_query = {
    .id = "auth.key_in_query",
    .title = "API key in the query",
    .why = "The query is part of the URL, and URLs stand in logs, histories and Referer fields; API keys "
           "seldom end.",
    .fix = "Take the key from a header field (X-API-Key or Authorization), refuse it in the query, and "
           "replace the keys that stood there.",
    .severity = SEVERITY_MEDIUM,
    .group = CHECKS_WHO,
    .owasp = "API2:2023",
    .cwe = 598,
    .run = run,
};
