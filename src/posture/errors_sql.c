/* SPDX-License-Identifier: Apache-2.0 */
/* Messages of databases in error answers: syntax errors, drivers, statements. */
#include "posture/leaked.h"
#include "posture/told.h"

#include <inttypes.h>

static void visit(const struct posture_service *service, const struct posture_endpoint *endpoint,
                  const struct observed_fact *fact, struct reporter *reporter)
{
    told_report(endpoint, fact, report_severity(reporter),
                report_text(reporter, "%" PRIu64 " error answer%s held a message of the database, of %.*s",
                            TOLD_ANSWERS(fact->support.count), SLICE_ARG(fact->subject)),
                reporter);
}

static void visit_member(const struct posture_endpoint *endpoint, const struct leaked *leaked,
                         struct reporter *reporter)
{
    if (leaked->in_error)
        leaked_report(endpoint, leaked, report_severity(reporter), "messages of a database", reporter);
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    leaked_each(service, CLASS_SQL_ERROR, visit_member, reporter);
    told_each(service, FACT_sql_error, visit, reporter);
}

const struct check check_errors_sql = {
    .id = "errors.sql",
    .title = "Error answers hold complaints of the database",
    .why = "A statement that breaks on input is a statement that input can change; the message even "
           "says how.",
    .fix = "Bind parameters instead of putting text together, and answer with an id of the error "
           "alone.",
    .severity = SEVERITY_HIGH,
    .group = CHECKS_GIVEN,
    .owasp = "API8:2023",
    .cwe = 209,
    .run = run,
};
