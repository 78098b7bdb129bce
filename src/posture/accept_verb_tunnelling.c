/* SPDX-License-Identifier: Apache-2.0 */
/* One method stands for another (X-HTTP-Method-Override, _method), and the service obeys. That it obeyed is told by its answer:
 * a status that the method itself never gets here. A service that overlooks the field answers as ever. */
#include "posture/stakes.h"

#include <inttypes.h>

/* How often that status was answered at the endpoint. */
static uint64_t answers_with(const struct endpoint *endpoint, unsigned long long status)
{
    for (size_t i = 0; i < endpoint->response_count; i++)
        if (endpoint->responses[i].status == status)
            return endpoint->responses[i].support.count;
    return 0;
}

static uint64_t tunnelled_with(const struct observed_fact *facts, size_t count, struct slice status)
{
    uint64_t times = 0;

    for (size_t i = 0; i < count; i++)
        if (slice_ends_with(facts[i].subject, status))
            times += facts[i].support.count;
    return times;
}

static void look(struct reporter *reporter, const struct posture_endpoint *endpoint)
{
    const struct observed_fact *facts;
    size_t count = observed_facts(endpoint->endpoint->observations, FACT_verb_tunnelled, &facts);

    for (size_t i = 0; i < count; i++) {
        struct slice what = facts[i].subject, status = slice_make(what.at + what.len - 3, 3);
        unsigned long long number = 0;

        if (!slice_to_u64(status, 999, &number) ||
            answers_with(endpoint->endpoint, number) > tunnelled_with(facts, count, status))
            continue;
        report(reporter, SLICE(""), report_severity(reporter),
               &(struct sighting){
                   .endpoint = endpoint,
                   .location = slice_make(what.at, what.len - 5),
                   .evidence =
                       report_text(reporter,
                                   "%" PRIu64 " requests with %.*s meant %.*s, and were answered %llu as no "
                                   "%.*s without it ever was",
                                   facts[i].support.count, SLICE_ARG(endpoint->endpoint->method),
                                   (int)what.len - 5, what.at, number, SLICE_ARG(endpoint->endpoint->method)),
                   .count = facts[i].support.count,
                   .of = observed(endpoint->endpoint->observations, MARK_success),
                   .first = facts[i].support.first,
                   .last = facts[i].support.last,
               });
    }
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    for (size_t i = 0; i < service->endpoint_count; i++)
        look(reporter, &service->endpoints[i]);
}

const struct check check_accept_verb_tunnelling = {
    .id = "accept.verb_tunnelling",
    .title = "One method stands for another",
    .why = "Rules of gateways, firewalls and roles that go by the method are passed by: a POST that deletes.",
    .fix = "Switch method override off, or let it run before anything that decides by the method.",
    .severity = SEVERITY_MEDIUM,
    .group = CHECKS_ACCEPTED,
    .owasp = "API5:2023",
    .cwe = 650,
    .run = run,
};
