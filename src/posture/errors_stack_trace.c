/* SPDX-License-Identifier: Apache-2.0 */
/* Stack traces in error answers of any media type, and in the errors that GraphQL answers with 200. */
#include "posture/leaked.h"
#include "posture/told.h"

#include <inttypes.h>

static void visit(const struct posture_service *service, const struct posture_endpoint *endpoint,
                  const struct observed_fact *fact, struct reporter *reporter)
{
    told_report(endpoint, fact, report_severity(reporter),
                report_text(reporter, "%" PRIu64 " error answer%s held a stack trace, of %.*s",
                            TOLD_ANSWERS(fact->support.count), SLICE_ARG(fact->subject)),
                reporter);
}

/* A tracker of errors hands out what it was given; an answer that is an error says so itself. */
static void visit_member(const struct posture_endpoint *endpoint, const struct leaked *leaked,
                         struct reporter *reporter)
{
    if (leaked->in_error)
        leaked_report(endpoint, leaked, report_severity(reporter), "stack traces", reporter);
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    leaked_each(service, CLASS_STACK_TRACE, visit_member, reporter);
    told_each(service, FACT_stack_trace, visit, reporter);
}

const struct check check_errors_stack_trace = {
    .id = "errors.stack_trace",
    .title = "Error answers hold stack traces",
    .why = "A stack trace shows libraries, versions, paths and the way through the code, and that "
           "errors are not handled.",
    .fix = "Catch errors at the edge, log the trace with an id, and answer with that id alone; turn "
           "debug modes off.",
    .severity = SEVERITY_MEDIUM,
    .group = CHECKS_GIVEN,
    .owasp = "API8:2023",
    .cwe = 209,
    .run = run,
};
