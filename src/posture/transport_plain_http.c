/* SPDX-License-Identifier: Apache-2.0 */
/* HTTP without TLS where it matters: the same service also speaks HTTPS, or the way leads across the internet. The last hop behind
 * a proxy that takes TLS off is neither: its addresses are private, or the proxy says so. */
#include "posture/stakes.h"

#include <inttypes.h>

#define LEAST 3

/* A hop of our own: nobody outside is on either end, or a proxy spoke for who is. */
static bool is_inner_hop(const struct observations *seen)
{
    uint64_t plain = observed(seen, MARK_plain);

    return observed(seen, MARK_behind_proxy) * 2 > plain && observed(seen, MARK_server_outside) == 0;
}

/* How sure it is that it went in clear where others could read it, and in which words. */
static const char *judge(const struct observations *seen, bool has_https, enum severity *severity)
{
    if (observed(seen, MARK_server_outside))
        return has_https ? "to a public address, while the service speaks HTTPS too" : "to a public address";
    if (has_https && observed(seen, MARK_client_outside))
        return "from public addresses, while the service speaks HTTPS too";
    if (*severity > SEVERITY_LOW)
        *severity = SEVERITY_LOW;
    return has_https ? "while the service speaks HTTPS too"
                     : "from public addresses to a private one; something before it may have taken TLS off";
}

static void place(struct reporter *reporter, const struct posture_endpoint *endpoint, bool has_https)
{
    const struct observations *seen = endpoint->endpoint->observations;
    uint64_t plain = observed(seen, MARK_plain_success), of = observed(seen, MARK_success);
    bool goes_outside = observed(seen, MARK_server_outside) || observed(seen, MARK_client_outside);
    enum severity severity = report_severity(reporter);
    const char *how = judge(seen, has_https, &severity);

    if (plain == 0 || is_inner_hop(seen) || !(has_https || goes_outside))
        return;
    report(reporter, SLICE(""), severity,
           &(struct sighting){
               .endpoint = endpoint,
               .evidence =
                   report_text(reporter, "%" PRIu64 " of %" PRIu64 " answers 2xx travelled as plain HTTP, %s",
                               plain, of, how),
               .count = plain,
               .of = of,
           });
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    bool has_https = service_observed(service, MARK_https_answered) > 0;

    if (service_observed(service, MARK_plain_success) < LEAST)
        return;
    for (size_t i = 0; i < service->endpoint_count; i++)
        place(reporter, &service->endpoints[i], has_https);
}

const struct check check_transport_plain_http = {
    .id = "transport.plain_http",
    .title = "Served over plain HTTP",
    .why = "Whoever is on the way reads and changes what is asked and answered.",
    .fix = "Serve it over HTTPS only; answer plain HTTP with a redirect (308), or not at all.",
    .severity = SEVERITY_MEDIUM,
    .group = CHECKS_SETUP,
    .owasp = "API8:2023",
    .cwe = 319,
    .run = run,
};
