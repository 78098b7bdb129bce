/* SPDX-License-Identifier: Apache-2.0 */
/* Personal, financial and medical data in paths and queries. Credentials there are told by other checks. */
#include "posture/data.h"

#include "base/words.h"

#include <inttypes.h>

#define LEAST_URLS 3
#define LEAST_MATCHES 2

/* "patientId" is the API's own number for somebody, not one that a hospital or a state gave him. */
static bool is_own_number(const struct exposed *row)
{
    struct words words = { 0 };

    words_add(&words, row->pointer);
    return row->class.class == DATA_medical_record && words.count &&
           slice_eq(words_at(&words, words.count - 1), SLICE("id"));
}

static bool is_told(const struct exposed *row)
{
    if (row->place != EXPOSED_PATH && row->place != EXPOSED_QUERY)
        return false;
    if (row->row->group == GROUP_CREDENTIAL || row->row->group == GROUP_TECHNICAL ||
        row->row->severity < SEVERITY_MEDIUM)
        return false;
    if (row->support.count < LEAST_URLS || row->class.matched < LEAST_MATCHES || is_own_number(row))
        return false;
    switch (row->class.class) {
    case DATA_coordinates: /* what maps are asked by */
    case DATA_address:     /* what is looked for on them */
    case DATA_diagnosis:   /* codes are looked up, without anybody's name */
    case DATA_blood_group:
    case DATA_balance: return false;
    default: return true;
    }
}

static enum severity severity_of(const struct data_class_row *row)
{
    if (row->group == GROUP_CONTACT)
        return SEVERITY_LOW;
    return row->severity >= SEVERITY_HIGH ? SEVERITY_HIGH : SEVERITY_MEDIUM;
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    for (size_t i = 0; i < service->endpoint_count; i++) {
        const struct posture_endpoint *endpoint = &service->endpoints[i];

        for (size_t j = 0; j < endpoint->data_count; j++)
            if (is_told(&endpoint->data[j]))
                data_report(endpoint, &endpoint->data[j], severity_of(endpoint->data[j].row),
                            report_text(reporter, "%s in %" PRIu64 " URLs", endpoint->data[j].row->title,
                                        endpoint->data[j].support.count),
                            reporter);
    }
}

const struct check check_data_in_url = {
    .id = "data.in_url",
    .title = "URLs hold sensitive data",
    .why = "URLs are kept in logs, histories and caches of everybody on the way, and handed on as "
           "Referer.",
    .fix = "Send it in the body, or name the object by an identifier that means nothing.",
    .severity = SEVERITY_MEDIUM,
    .group = CHECKS_GIVEN,
    .owasp = "API8:2023",
    .cwe = 598,
    .run = run,
};
