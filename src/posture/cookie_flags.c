/* SPDX-License-Identifier: Apache-2.0 */
/* Session cookies that are set without Secure, HttpOnly or SameSite. */
#include "posture/check.h"

#include <inttypes.h>

static bool lacks(struct slice missing, const char *flag)
{
    return slice_contains_nocase(missing, slice_of(flag));
}

/* endpoint: NULL for pages and the like, which make no endpoint. */
static void judge(const struct observations *seen, const struct posture_endpoint *endpoint,
                  struct reporter *reporter)
{
    const struct observed_fact *facts;
    size_t count = observed_facts(seen, FACT_cookie_flaw, &facts);

    for (size_t i = 0; i < count; i++) {
        const char *colon = memrchr(facts[i].subject.at, ':', facts[i].subject.len);
        struct slice name = facts[i].subject, missing;
        bool grave;

        if (!colon)
            continue;
        name.len = (size_t)(colon - name.at);
        missing = slice_trim(slice_make(colon + 1, facts[i].subject.len - name.len - 1));
        grave = lacks(missing, "Secure") || lacks(missing, "HttpOnly");
        report(reporter, name, grave ? report_severity(reporter) : SEVERITY_LOW,
               &(struct sighting){
                   .endpoint = endpoint,
                   .location = report_text(reporter, "cookie %.*s", SLICE_ARG(name)),
                   .evidence =
                       report_text(reporter, "%" PRIu64 " answers set the session cookie %.*s without %.*s",
                                   facts[i].support.count, SLICE_ARG(name), SLICE_ARG(missing)),
                   .count = facts[i].support.count,
                   .of = facts[i].support.count,
                   .first = facts[i].support.first,
                   .last = facts[i].support.last,
               });
    }
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    for (size_t i = 0; i < service->endpoint_count; i++)
        judge(service->endpoints[i].endpoint->observations, &service->endpoints[i], reporter);
    judge(service->service->aside, NULL, reporter);
}

const struct check check_cookie_flags = {
    .id = "cookie.flags",
    .title = "Session cookie lacks flags",
    .why = "Without Secure it is sent over http, without HttpOnly any script on the page reads it, without "
           "SameSite other sites may have "
           "it sent along.",
    .fix = "Set the session cookie with Secure, HttpOnly and SameSite=Lax (or Strict).",
    .severity = SEVERITY_MEDIUM,
    .group = CHECKS_WHO,
    .owasp = "API8:2023",
    .cwe = 614,
    .run = run,
};
