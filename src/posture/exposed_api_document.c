/* SPDX-License-Identifier: Apache-2.0 */
/* Documents of the API and consoles made of them, given without a credential. */
#include "posture/told.h"

#include <inttypes.h>

static enum severity severity_of(const struct posture_service *service, struct slice path)
{
    return told_somewhere(service, FACT_exposed_outside, path) ? SEVERITY_LOW : SEVERITY_INFO;
}

static void visit_document(const struct posture_service *service, const struct posture_endpoint *endpoint,
                           const struct observed_fact *fact, struct reporter *reporter)
{
    told_report(endpoint, fact, severity_of(service, fact->subject),
                report_text(reporter,
                            "%" PRIu64 " answer%s without a credential brought a document of the API",
                            TOLD_ANSWERS(fact->support.count)),
                reporter);
}

static void visit_console(const struct posture_service *service, const struct posture_endpoint *endpoint,
                          const struct observed_fact *fact, struct reporter *reporter)
{
    told_report(endpoint, fact, SEVERITY_LOW,
                report_text(reporter, "%" PRIu64 " answer%s brought a console to try the API with",
                            TOLD_ANSWERS(fact->support.count)),
                reporter);
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    told_each(service, FACT_exposed_document, visit_document, reporter);
    told_each(service, FACT_exposed_console, visit_console, reporter);
}

const struct check check_exposed_api_document = {
    .id = "exposed.api_document",
    .title = "API documents are handed to anybody",
    .why = "They name every operation and parameter, those included that no client shows. Wanted for public "
           "APIs.",
    .fix = "If the API is not meant for everybody, ask for a credential, or serve documents and consoles to "
           "the inside only.",
    .severity = SEVERITY_INFO,
    .group = CHECKS_GIVEN,
    .owasp = "API9:2023",
    .cwe = 651,
    .run = run,
};
