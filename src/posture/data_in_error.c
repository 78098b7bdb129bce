/* SPDX-License-Identifier: Apache-2.0 */
/* Secrets and personal data in error answers that the request did not bring. */
#include "posture/data.h"
#include "posture/told.h"

#include <inttypes.h>

#define LEAST_CONTACTS 3 /* distinct: one is the support's */

static bool is_told(const struct posture_endpoint *endpoint, const struct exposed *row)
{
    if (row->place != EXPOSED_RESPONSE_BODY || row->status < 400 || row->row->group == GROUP_TECHNICAL ||
        row->row->severity < SEVERITY_MEDIUM || data_is_sent(endpoint, row->class.class))
        return false;
    /* Messages about a member stand under its name: {"errors": {"password": ["is too short"]}}. */
    if (row->row->chance >= 1 || row->class.matched == 0)
        return false;
    if (row->row->group == GROUP_CONTACT)
        return row->class.matched >= LEAST_CONTACTS;
    return row->class.class != DATA_jwt;
}

static enum severity severity_of(const struct data_class_row *row)
{
    return row->severity >= SEVERITY_HIGH ? SEVERITY_HIGH : SEVERITY_MEDIUM;
}

static void visit(const struct posture_service *service, const struct posture_endpoint *endpoint,
                  const struct observed_fact *fact, struct reporter *reporter)
{
    enum data_class class;
    const struct data_class_row *row = data_class_from(fact->subject, &class) ? data_class_row(class) : NULL;

    if (row)
        report(reporter, slice_of(data_group_name(row->group)), SEVERITY_HIGH,
               &(struct sighting){
                   .endpoint = endpoint,
                   .location = report_text(reporter, "error answer %s", row->name),
                   .evidence = report_text(reporter, "%s in %" PRIu64 " error answer%s", row->title,
                                           TOLD_ANSWERS(fact->support.count)),
                   .count = fact->support.count,
                   .of = fact->support.count,
                   .first = fact->support.first,
                   .last = fact->support.last,
               });
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    for (size_t i = 0; i < service->endpoint_count; i++) {
        const struct posture_endpoint *endpoint = &service->endpoints[i];

        for (size_t j = 0; j < endpoint->data_count; j++)
            if (is_told(endpoint, &endpoint->data[j]))
                data_report(endpoint, &endpoint->data[j], severity_of(endpoint->data[j].row),
                            report_text(reporter,
                                        "%s in %" PRIu64 " error answers, and no request brought it",
                                        endpoint->data[j].row->title, endpoint->data[j].support.count),
                            reporter);
    }
    told_each(service, FACT_error_secret, visit, reporter);
}

const struct check check_data_in_error = {
    .id = "data.in_error",
    .title = "Error answers hold sensitive data",
    .why = "Errors are logged, copied into tickets and shown to whoever provokes them.",
    .fix = "Answer with a code and an id of the error; keep values and settings out of messages.",
    .severity = SEVERITY_MEDIUM,
    .group = CHECKS_GIVEN,
    .owasp = "API8:2023",
    .cwe = 209,
    .run = run,
};
