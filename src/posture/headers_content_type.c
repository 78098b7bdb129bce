/* SPDX-License-Identifier: Apache-2.0 */
/* Content-Type is missing, or says something else than the body is. */
#include "posture/stakes.h"

#include <inttypes.h>

#define LEAST 3 /* such answers of one endpoint */

static void report_missing(struct reporter *reporter, const struct posture_endpoint *endpoint)
{
    const struct observations *seen = endpoint->endpoint->observations;
    uint64_t lacking = observed(seen, MARK_untyped), of = observed(seen, MARK_body_success);

    if (lacking < LEAST || lacking * 2 < of)
        return;
    report(reporter, SLICE(""), report_severity(reporter),
           &(struct sighting){
               .endpoint = endpoint,
               .location = SLICE("header Content-Type"),
               .evidence = report_text(
                   reporter, "%" PRIu64 " of %" PRIu64 " answers with a body were without it", lacking, of),
               .count = lacking,
               .of = of,
           });
}

/* Data that is sent as a page is run as a page: whatever markup somebody put into it. */
static enum severity severity_of(const struct posture_service *service, struct reporter *reporter,
                                 struct slice as)
{
    enum severity usual = report_severity(reporter);

    if (slice_eq(as, SLICE("JSON as text/html")))
        return stakes_browsed(service) && usual < SEVERITY_MEDIUM ? SEVERITY_MEDIUM : usual;
    return slice_eq(as, SLICE("JSON as text/plain")) && usual > SEVERITY_INFO ? SEVERITY_INFO : usual;
}

static void report_wrong(const struct posture_service *service, struct reporter *reporter,
                         const struct posture_endpoint *endpoint)
{
    const struct observations *seen = endpoint->endpoint->observations;
    const struct observed_fact *facts;
    size_t count = observed_facts(seen, FACT_body_mistyped, &facts);
    uint64_t of = observed(seen, MARK_body_success);

    for (size_t i = 0; i < count; i++) {
        uint64_t times = facts[i].support.count;

        if (times < LEAST || times * 5 < of)
            continue;
        report(
            reporter, SLICE(""), severity_of(service, reporter, facts[i].subject),
            &(struct sighting){
                .endpoint = endpoint,
                .location = SLICE("header Content-Type"),
                .evidence = report_text(reporter, "%" PRIu64 " of %" PRIu64 " answers with a body were %.*s",
                                        times, of, SLICE_ARG(facts[i].subject)),
                .count = times,
                .of = of,
                .first = facts[i].support.first,
                .last = facts[i].support.last,
            });
    }
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    for (size_t i = 0; i < service->endpoint_count; i++) {
        report_missing(reporter, &service->endpoints[i]);
        report_wrong(service, reporter, &service->endpoints[i]);
    }
}

const struct check check_headers_content_type = {
    .id = "headers.content_type",
    .title = "Content-Type is missing or wrong",
    .why = "Clients have to guess what they got; a browser that guesses a page, or is told it is one, runs "
           "what is in "
           "the data.",
    .fix = "Send the media type of what is in the body: application/json for JSON, whatever the framework's "
           "default "
           "is.",
    .severity = SEVERITY_LOW,
    .group = CHECKS_SETUP,
    .owasp = "API8:2023",
    .cwe = 436,
    .run = run,
};
