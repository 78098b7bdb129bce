/* SPDX-License-Identifier: Apache-2.0 */
/* Classes of sensitive data in answers, where there is no reason for them: secrets in any answer, full card numbers, personal data for who did not say who he is, and very much at once. */
#include "posture/data.h"
#include "posture/need.h"

#include <inttypes.h>

#define LEAST_ANONYMOUS 3
#define MANY 3 /* classes of high severity in one answer */

/* What no answer has a reason to hold. Tokens are handed out by log-ins, new keys once by who makes them; passwords are another
 * check's. */
static bool is_never_answered(const struct posture_endpoint *endpoint, enum data_class class)
{
    switch (class) {
    case DATA_password_hash:
    case DATA_connection_string:
    case DATA_card_code: return true;
    case DATA_private_key:
    case DATA_cloud_key: return !endpoint->changes_state;
    case DATA_one_time_code:
        return endpoint->changes_state ||
               (endpoint->purpose & (PURPOSE_CODE | PURPOSE_RESET | PURPOSE_LOGIN));
    default: return false;
    }
}

/* Where some come with a credential and others without, it may be they alone who get the data. */
static bool is_open(const struct posture_endpoint *endpoint)
{
    struct asking asking = asking_of(endpoint->endpoint);

    return !endpoint->asks_credential &&
           !(endpoint->purpose & (PURPOSE_PUBLIC | PURPOSE_LOGIN | PURPOSE_SIGNUP)) &&
           asking.open >= LEAST_ANONYMOUS && asking.with * 10 <= asking.open;
}

/* The address of a shop is for everybody, that of a customer is not. */
static bool is_personal(const struct posture_endpoint *endpoint, const struct data_class_row *row)
{
    if (row->group == GROUP_TECHNICAL || row->group == GROUP_CREDENTIAL || row->severity < SEVERITY_MEDIUM)
        return false;
    return row->group != GROUP_CONTACT || data_is_about_people(endpoint);
}

static void look_at_row(const struct posture_endpoint *endpoint, const struct exposed *row,
                        struct reporter *reporter)
{
    const char *title = row->row->title;
    uint64_t anonymous = observed(endpoint->endpoint->observations, MARK_anonymous_success);

    if (is_never_answered(endpoint, row->class.class))
        data_report(
            endpoint, row, SEVERITY_HIGH,
            report_text(reporter, "%s in %" PRIu64 " answers: no client needs it", title, row->support.count),
            reporter);
    else if (row->class.class == DATA_payment_card &&
             endpoint->service->stage.len == 0) /* providers publish cards for tests */
        data_report(endpoint, row, SEVERITY_HIGH,
                    report_text(reporter, "%s in full, in %" PRIu64 " answers", title, row->support.count),
                    reporter);
    else if (is_open(endpoint) && is_personal(endpoint, row->row))
        data_report(endpoint, row, row->row->severity >= SEVERITY_HIGH ? SEVERITY_HIGH : SEVERITY_MEDIUM,
                    report_text(reporter, "%s, and %" PRIu64 " answers went to requests without a credential",
                                title, anonymous),
                    reporter);
}

/* Each class once. */
static bool is_first(const struct posture_endpoint *endpoint, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (data_is_answer(&endpoint->data[i]) &&
            endpoint->data[i].class.class == endpoint->data[index].class.class)
            return false;
    return true;
}

/* More about a person than one purpose needs. */
static void look_at_all(const struct posture_endpoint *endpoint, struct reporter *reporter)
{
    const struct exposed *worst = NULL;
    struct slice titles = SLICE("");
    size_t count = 0;

    for (size_t i = 0; i < endpoint->data_count; i++) {
        const struct exposed *row = &endpoint->data[i];

        if (!data_is_answer(row) || row->row->severity < SEVERITY_HIGH ||
            row->row->group == GROUP_CREDENTIAL || !is_first(endpoint, i))
            continue;
        count++;
        worst = !worst || row->row->severity > worst->row->severity ? row : worst;
        titles =
            report_text(reporter, "%.*s%s%s", SLICE_ARG(titles), titles.len ? ", " : "", row->row->title);
    }
    if (count >= MANY && !data_is_own(endpoint))
        data_report(endpoint, worst, report_severity(reporter),
                    report_text(reporter, "%zu classes at once: %.*s", count, SLICE_ARG(titles)), reporter);
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    for (size_t i = 0; i < service->endpoint_count; i++) {
        const struct posture_endpoint *endpoint = &service->endpoints[i];

        for (size_t j = 0; j < endpoint->data_count; j++)
            if (data_is_answer(&endpoint->data[j]))
                look_at_row(endpoint, &endpoint->data[j], reporter);
        look_at_all(endpoint, reporter);
    }
}

const struct check check_data_in_response = {
    .id = "data.in_response",
    .title = "Answers hold data that nobody should get, or not everybody",
    .why = "Secrets, full card numbers and personal data in an answer are read by whoever gets hold "
           "of it, from the page, a log or a cache.",
    .fix = "Leave the member out of the answer, mask it (the last four digits of a card), or ask who "
           "it is before handing it out.",
    .severity = SEVERITY_MEDIUM,
    .group = CHECKS_GIVEN,
    .owasp = "API3:2023",
    .cwe = 200,
    .run = run,
};
