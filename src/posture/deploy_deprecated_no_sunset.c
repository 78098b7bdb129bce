/* SPDX-License-Identifier: Apache-2.0 */
/* Endpoints that say they are deprecated and not until when, while people still call them; and old versions that a newer one has replaced in most calls without a word to those who stayed. */
#include "posture/check.h"
#include "posture/kin.h"

#include <inttypes.h>

#define LEAST 3
#define REPLACED_LEAST 3   /* operations */
#define REPLACED_CALLS 50  /* of the newer version */
#define REPLACED_SHARE 0.2 /* of the calls still go to the old one, at most */

static void tell_unending(const struct posture_endpoint *endpoint, struct reporter *reporter)
{
    const struct observations *seen = endpoint->endpoint->observations;
    uint64_t unending = observed(seen, MARK_deprecated_unending), of = observed(seen, MARK_answered);

    if (unending < LEAST || unending < observed(seen, MARK_deprecated) || !observed(seen, MARK_success))
        return;
    report(reporter, SLICE(""), report_severity(reporter),
           &(struct sighting){
               .endpoint = endpoint,
               .evidence = report_text(reporter,
                                       "%" PRIu64 " of %" PRIu64
                                       " answers say Deprecation and none says Sunset; %" PRIu64
                                       " consumers still call it",
                                       unending, of, endpoint->endpoint->consumers),
               .count = unending,
               .of = of,
           });
}

static bool is_replaced(const struct kin *older, const struct kin *newer)
{
    uint64_t old = older->endpoint->endpoint->support.count, new = newer->endpoint->endpoint->support.count;

    return new >= REPLACED_CALLS &&old >= LEAST && (double)old <= REPLACED_SHARE *(double)(old + new) &&
           !older->endpoint->endpoint->deprecated;
}

static void tell_replaced(const struct posture_service *service, struct reporter *reporter)
{
    const struct kin *older, *newer;
    size_t cursor = 0, replaced = 0;

    while (kin_next(service, &cursor, &older, &newer))
        replaced += is_replaced(older, newer);
    cursor = 0;
    while (replaced >= REPLACED_LEAST && kin_next(service, &cursor, &older, &newer))
        if (is_replaced(older, newer))
            report(
                reporter, SLICE("replaced"), SEVERITY_INFO,
                &(struct sighting){
                    .endpoint = older->endpoint,
                    .evidence = report_text(reporter,
                                            "%" PRIu64 " calls still go to it, %" PRIu64
                                            " to v%u; no answer says Deprecation or Sunset",
                                            older->endpoint->endpoint->support.count,
                                            newer->endpoint->endpoint->support.count, newer->version / 1000),
                    .count = older->endpoint->endpoint->support.count,
                    .of = older->endpoint->endpoint->support.count + newer->endpoint->endpoint->support.count,
                });
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    for (size_t i = 0; i < service->endpoint_count; i++)
        tell_unending(&service->endpoints[i], reporter);
    tell_replaced(service, reporter);
}

const struct check check_deploy_deprecated_no_sunset = {
    .id = "deploy.deprecated_no_sunset",
    .title = "Deprecated, and nobody says until when",
    .why = "Clients that are not told when an endpoint goes stay until it breaks, and old code stays "
           "reachable for years.",
    .fix = "Send Sunset (RFC 8594) with a date beside Deprecation (RFC 9745), tell the consumers named here, "
           "then take it down.",
    .severity = SEVERITY_LOW,
    .group = CHECKS_DEPLOYED,
    .owasp = "API9:2023",
    .cwe = 1059,
    .run = run,
};
