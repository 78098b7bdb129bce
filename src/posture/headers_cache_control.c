/* SPDX-License-Identifier: Apache-2.0 */
/* Answers that are for one person may be kept by caches of many (RFC 9111). What is silent about caches is told only where the
 * answers hold sensitive data: most caches keep such an answer not at all, or for one browser only. */
#include "posture/stakes.h"

#include <inttypes.h>

#define LEAST 3 /* such answers of one endpoint */

/* Caches of many may keep it by its own words, though the request said who is asking. */
static bool report_shared(struct reporter *reporter, const struct posture_endpoint *endpoint)
{
    const struct observations *seen = endpoint->endpoint->observations;
    uint64_t shared = observed(seen, MARK_cache_shared), of = observed(seen, MARK_success);
    bool is_sensitive = stakes_sensitive(endpoint);
    enum severity severity = report_severity(reporter);

    /* What anybody gets without saying who they are is the same for all. */
    if (shared < LEAST || shared * 2 < of || (!is_sensitive && observed(seen, MARK_anonymous_success)))
        return false;
    if (is_sensitive && severity < SEVERITY_MEDIUM)
        severity = SEVERITY_MEDIUM;
    report(reporter, SLICE(""), severity,
           &(struct sighting){
               .endpoint = endpoint,
               .location = SLICE("header Cache-Control"),
               .evidence = report_text(
                   reporter,
                   "%" PRIu64 " of %" PRIu64
                   " answers to requests with a credential let caches of many people keep them%s%.*s",
                   shared, of, is_sensitive ? "; they hold: " : "", SLICE_ARG(stakes_class(endpoint))),
               .count = shared,
               .of = of,
           });
    return true;
}

/* What Authorization asked for is kept from shared caches by rule (RFC 9111 3.5): left is the cache of a browser. */
static enum severity severity_of_silence(struct reporter *reporter, const struct posture_endpoint *endpoint)
{
    enum severity usual = report_severity(reporter);
    bool is_kept = endpoint->endpoint->security_required && !stakes_ambient_endpoint(endpoint->endpoint) &&
                   !stakes_browsed(endpoint->service);

    return is_kept && usual > SEVERITY_INFO ? SEVERITY_INFO : usual;
}

static void report_unsaid(struct reporter *reporter, const struct posture_endpoint *endpoint)
{
    const struct observations *seen = endpoint->endpoint->observations;
    uint64_t unsaid = observed(seen, MARK_cache_unsaid), of = observed(seen, MARK_body_success);

    if (unsaid < LEAST || unsaid * 2 < of || !stakes_sensitive(endpoint))
        return;
    report(reporter, SLICE(""), severity_of_silence(reporter, endpoint),
           &(struct sighting){
               .endpoint = endpoint,
               .location = SLICE("header Cache-Control"),
               .evidence = report_text(
                   reporter, "%" PRIu64 " of %" PRIu64 " answers hold %.*s and say nothing of caches", unsaid,
                   of, SLICE_ARG(stakes_class(endpoint))),
               .count = unsaid,
               .of = of,
           });
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    for (size_t i = 0; i < service->endpoint_count; i++)
        if (!report_shared(reporter, &service->endpoints[i]))
            report_unsaid(reporter, &service->endpoints[i]);
}

const struct check check_headers_cache_control = {
    .id = "headers.cache_control",
    .title = "Answers for one person may be cached",
    .why = "A cache on the way may hand one person's data to another, or keep it where it is found later.",
    .fix = "Send Cache-Control: no-store with sensitive answers, and private with all others that depend on "
           "who asks.",
    .severity = SEVERITY_LOW,
    .group = CHECKS_SETUP,
    .owasp = "API8:2023",
    .cwe = 525,
    .run = run,
};
