/* SPDX-License-Identifier: Apache-2.0 */
/* XML that declares a document type or entities of its own was accepted. */
#include "posture/check.h"

#include "posture/stakes.h"

#include <inttypes.h>

static void look(struct reporter *reporter, const struct posture_endpoint *endpoint)
{
    const struct observations *seen = endpoint->endpoint->observations;
    const struct observed_fact *facts;
    size_t count = observed_facts(seen, FACT_dtd_taken, &facts);
    uint64_t of = observed(seen, MARK_write_success);

    for (size_t i = 0; i < count; i++) {
        struct slice what = facts[i].subject;
        bool is_entity = !slice_eq(what, SLICE("DOCTYPE"));

        if (!is_entity && observed_times(seen, FACT_dtd_refused))
            continue;
        report(reporter, SLICE(""), is_entity ? report_severity(reporter) : SEVERITY_LOW,
               &(struct sighting){
                   .endpoint = endpoint,
                   .location = report_text(reporter, "request body, %.*s", SLICE_ARG(what)),
                   .evidence = report_text(reporter,
                                           "%" PRIu64 " of %" PRIu64
                                           " accepted bodies were XML with a declaration of its own: %.*s",
                                           facts[i].support.count, of, SLICE_ARG(what)),
                   .count = facts[i].support.count,
                   .of = of,
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

const struct check check_accept_xml_dtd = {
    .id = "accept.xml_dtd",
    .title = "XML with declarations of its own is accepted",
    .why = "Entities make the parser read files and call hosts in the server's place, or fill its memory.",
    .fix = "Switch document types and external entities off in the XML parser and refuse such documents with "
           "400.",
    .severity = SEVERITY_HIGH,
    .group = CHECKS_ACCEPTED,
    .owasp = "API8:2023",
    .cwe = 611,
    .run = run,
};
