/* SPDX-License-Identifier: Apache-2.0 */
/* Passwords, or their hashes, in answers. */
#include "posture/check.h"
#include "posture/need.h"

#include "base/words.h"

#include <inttypes.h>

/* Translations and descriptions of forms have a member "password" that holds a word of some language. */
static bool is_vocabulary(struct slice path)
{
    static const struct slice words[] = {
        SLICE_TEXT("i18n"),     SLICE_TEXT("locale"),  SLICE_TEXT("translation"), SLICE_TEXT("lang"),
        SLICE_TEXT("messages"), SLICE_TEXT("labels"),  SLICE_TEXT("form"),        SLICE_TEXT("schema"),
        SLICE_TEXT("openapi"),  SLICE_TEXT("swagger"), SLICE_TEXT("api-docs")
    };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_contains_nocase(path, words[i]))
            return true;
    return false;
}

static bool is_password(const struct exposed *row)
{
    return row->place == EXPOSED_RESPONSE_BODY && row->status >= 200 && row->status < 300 &&
           (row->class.class == DATA_password || row->class.class == DATA_password_hash);
}

static void judge(const struct posture_endpoint *endpoint, struct reporter *reporter)
{
    for (size_t i = 0; i < endpoint->data_count; i++) {
        const struct exposed *row = &endpoint->data[i];

        if (!is_password(row))
            continue;
        report(
            reporter, SLICE(""), report_severity(reporter),
            &(struct sighting){
                .endpoint = endpoint,
                .location = report_text(reporter, "response %u %.*s", row->status, SLICE_ARG(row->pointer)),
                .evidence =
                    report_text(reporter, "%" PRIu64 " of %" PRIu64 " answers held a %s", row->support.count,
                                endpoint->endpoint->support.count, row->row->title),
                .count = row->support.count,
                .of = endpoint->endpoint->support.count,
            });
    }
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    for (size_t i = 0; i < service->endpoint_count; i++)
        if (!is_vocabulary(service->endpoints[i].endpoint->path) &&
            !(service->endpoints[i].purpose & PURPOSE_DOCS))
            judge(&service->endpoints[i], reporter);
}

const struct check check_auth_password_in_response = {
    .id = "auth.password_in_response",
    .title = "Password in a response",
    .why = "Nobody needs a password back: whoever reads the answer, its cache or its log can log in, and a "
           "hash can be tried offline.",
    .fix = "Leave the member out of what is written to clients (an allow list of members, not the whole "
           "record), and store passwords "
           "only as salted hashes.",
    .severity = SEVERITY_CRITICAL,
    .group = CHECKS_WHO,
    .owasp = "API3:2023",
    .cwe = 522,
    .run = run,
};
