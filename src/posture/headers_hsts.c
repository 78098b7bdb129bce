/* SPDX-License-Identifier: Apache-2.0 */
/* Strict-Transport-Security (RFC 6797) is missing, or lasts too short to be there when it is needed. */
#include "posture/stakes.h"

#include <inttypes.h>

#define LEAST 5 /* answers over HTTPS */

static const char *for_whom(const struct posture_service *service, struct reporter *reporter,
                            enum severity *severity)
{
    *severity = report_severity(reporter);
    if (stakes_browsed(service))
        return "";
    if (*severity > SEVERITY_INFO)
        *severity = SEVERITY_INFO;
    return "; no browser was seen to call it, others do not heed this field";
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    uint64_t answers = service_observed(service, MARK_https_answered);
    uint64_t missing = service_observed(service, MARK_hsts_missing);
    uint64_t weak = service_observed_times(service, FACT_hsts_weak);
    enum severity severity;
    const char *note;
    struct sighting place = { .location = SLICE("header Strict-Transport-Security") };

    /* One answer in twenty with it is enough for a browser; and some come from what stands before the service. */
    if (answers < LEAST || (missing + weak) * 20 < answers * 19)
        return;
    note = for_whom(service, reporter, &severity);
    place.count = missing + weak;
    place.of = answers;
    place.evidence =
        weak > missing
            ? report_text(reporter,
                          "%" PRIu64 " of %" PRIu64 " answers over HTTPS set it for less than half a year%s",
                          weak, answers, note)
            : report_text(reporter, "%" PRIu64 " of %" PRIu64 " answers over HTTPS were without it%s",
                          missing, answers, note);
    report(reporter, SLICE(""), severity, &place);
}

const struct check check_headers_hsts = {
    .id = "headers.hsts",
    .title = "HTTPS is not made binding (Strict-Transport-Security)",
    .why = "A browser that follows an old link or a redirect may be kept on plain HTTP by whoever is on the "
           "way.",
    .fix =
        "Send Strict-Transport-Security: max-age=31536000; includeSubDomains with every answer over HTTPS.",
    .severity = SEVERITY_LOW,
    .group = CHECKS_SETUP,
    .owasp = "API8:2023",
    .cwe = 319,
    .run = run,
};
