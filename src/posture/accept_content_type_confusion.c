/* SPDX-License-Identifier: Apache-2.0 */
/* Bodies that are something else than their Content-Type says, or than everybody else sends, accepted all the same. */
#include "posture/stakes.h"

#include <inttypes.h>

#define USUAL 10 /* bodies of the usual kind before another one is odd */

static void place(struct reporter *reporter, const struct posture_endpoint *endpoint, struct slice what,
                  uint64_t count, uint64_t of, const char *note)
{
    enum severity severity = report_severity(reporter);

    /* A form of another site can send these with the visitor's cookies. */
    if (stakes_ambient_endpoint(endpoint->endpoint) && severity < SEVERITY_MEDIUM)
        severity = SEVERITY_MEDIUM;
    report(reporter, SLICE(""), severity,
           &(struct sighting){
               .endpoint = endpoint,
               .location = SLICE("request body"),
               .evidence = report_text(reporter, "%" PRIu64 " of %" PRIu64 " accepted bodies were %.*s; %s",
                                       count, of, SLICE_ARG(what), note),
               .count = count,
               .of = of,
           });
}

static void report_disguised(struct reporter *reporter, const struct posture_endpoint *endpoint)
{
    const struct observations *seen = endpoint->endpoint->observations;
    const struct observed_fact *facts;
    size_t count = observed_facts(seen, FACT_body_disguised, &facts);
    uint64_t of = observed(seen, MARK_write_success);

    for (size_t i = 0; i < count; i++)
        if (of >= USUAL && facts[i].support.count * 5 <= of)
            place(reporter, endpoint, facts[i].subject, facts[i].support.count, of,
                  "the others were what they said");
}

static const char *kind_name(enum content_kind kind)
{
    return kind == CONTENT_XML ? "XML" : "forms";
}

/* XML or a form where nearly everybody sends JSON. */
static void report_unusual(struct reporter *reporter, const struct posture_endpoint *endpoint)
{
    const struct endpoint *at = endpoint->endpoint;
    uint64_t json = 0;

    for (size_t i = 0; i < at->accepted_request_count; i++)
        if (at->accepted_requests[i].kind == CONTENT_JSON)
            json += at->accepted_requests[i].support.count;
    for (size_t i = 0; i < at->accepted_request_count; i++) {
        const struct content *content = &at->accepted_requests[i];
        uint64_t count = content->support.count;

        if ((content->kind == CONTENT_XML || content->kind == CONTENT_FORM) && json >= USUAL &&
            count * 10 <= json && observed_times(at->observations, FACT_body_disguised) == 0 &&
            content->media_type.len)
            place(reporter, endpoint, slice_of(kind_name(content->kind)), count, count + json,
                  "the others were JSON");
    }
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    for (size_t i = 0; i < service->endpoint_count; i++) {
        report_disguised(reporter, &service->endpoints[i]);
        report_unusual(reporter, &service->endpoints[i]);
    }
}

const struct check check_accept_content_type_confusion = {
    .id = "accept.content_type_confusion",
    .title = "Bodies of other types than meant are accepted",
    .why = "Filters and cross-site protection that go by Content-Type are passed by, and parsers nobody "
           "meant to offer "
           "(XML) are within reach.",
    .fix = "Accept the media types the operation is for, and answer others 415.",
    .severity = SEVERITY_LOW,
    .group = CHECKS_ACCEPTED,
    .owasp = "API8:2023",
    .cwe = 436,
    .run = run,
};
