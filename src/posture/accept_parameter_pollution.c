/* SPDX-License-Identifier: Apache-2.0 */
/* One thing is said twice with two values, and the request succeeds: a query parameter that otherwise comes once, or an identifier
 * in the path and elsewhere that otherwise agree. */
#include "posture/stakes.h"

#include <inttypes.h>

#define USUAL 10 /* times it was said once, or alike, before the other is odd */

/* Requests that carried the query parameter. */
static uint64_t carried(const struct endpoint *endpoint, struct slice name)
{
    for (size_t i = 0; i < endpoint->parameter_count; i++)
        if (endpoint->parameters[i].place == PLACE_QUERY && slice_eq(endpoint->parameters[i].name, name))
            return endpoint->parameters[i].support.count;
    return 0;
}

static void place(struct reporter *reporter, const struct posture_endpoint *endpoint, struct slice location,
                  const struct support *support, uint64_t of, struct slice evidence)
{
    report(reporter, SLICE(""), report_severity(reporter),
           &(struct sighting){
               .endpoint = endpoint,
               .location = location,
               .evidence = evidence,
               .count = support->count,
               .of = of,
               .first = support->first,
               .last = support->last,
           });
}

static bool is_odd(uint64_t count, uint64_t usual)
{
    return usual >= USUAL && count * 10 <= usual;
}

static void report_repeated(struct reporter *reporter, const struct posture_endpoint *endpoint)
{
    const struct observed_fact *facts;
    size_t count = observed_facts(endpoint->endpoint->observations, FACT_repeated, &facts);

    for (size_t i = 0; i < count; i++) {
        uint64_t times = facts[i].support.count, all = carried(endpoint->endpoint, facts[i].subject);

        if (all > times && is_odd(times, all - times))
            place(reporter, endpoint, report_text(reporter, "query %.*s", SLICE_ARG(facts[i].subject)),
                  &facts[i].support, all,
                  report_text(reporter,
                              "%" PRIu64 " of %" PRIu64
                              " requests said it twice with different values and were "
                              "answered 2xx",
                              times, all));
    }
}

static void report_differing(struct reporter *reporter, const struct posture_endpoint *endpoint)
{
    const struct observations *seen = endpoint->endpoint->observations;
    const struct observed_fact *facts;
    size_t count = observed_facts(seen, FACT_id_differs, &facts);

    for (size_t i = 0; i < count; i++) {
        uint64_t times = facts[i].support.count;
        uint64_t alike = observed_subject(seen, FACT_id_agrees, facts[i].subject);

        if (is_odd(times, alike))
            place(reporter, endpoint, facts[i].subject, &facts[i].support, times + alike,
                  report_text(reporter,
                              "%" PRIu64 " of %" PRIu64
                              " accepted requests named one object in the path and another one here",
                              times, times + alike));
    }
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    for (size_t i = 0; i < service->endpoint_count; i++) {
        report_repeated(reporter, &service->endpoints[i]);
        report_differing(reporter, &service->endpoints[i]);
    }
}

const struct check check_accept_parameter_pollution = {
    .id = "accept.parameter_pollution",
    .title = "One thing is said twice with two values",
    .why = "What checks the request may look at the one value and what serves it at the other: somebody "
           "else's object.",
    .fix = "Refuse a parameter that comes twice, and take an object's identifier from one place only.",
    .severity = SEVERITY_MEDIUM,
    .group = CHECKS_ACCEPTED,
    .owasp = "API1:2023",
    .cwe = 235,
    .run = run,
};
