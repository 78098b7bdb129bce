/* SPDX-License-Identifier: Apache-2.0 */
/* A parameter says where to send the browser next, and any host will do. Hosts that clients registered (OAuth) are few and known. */
#include "posture/check.h"
#include "posture/site.h"

#include <inttypes.h>

static bool is_registered(struct slice name)
{
    return slice_eq_nocase(name, SLICE("redirect_uri")) || slice_eq_nocase(name, SLICE("redirectUri")) ||
           slice_eq_nocase(name, SLICE("post_logout_redirect_uri"));
}

static void look(struct reporter *reporter, const struct posture_endpoint *endpoint)
{
    const struct observations *seen = endpoint->endpoint->observations;
    struct sites sites = { .own = endpoint->service->service->host };
    struct slice name = { NULL, 0 }, shown;
    const struct observed_fact *facts;
    size_t count = observed_facts(seen, FACT_redirect_taken, &facts);
    uint64_t times = 0;

    for (size_t i = 0; i < count; i++) {
        struct slice rest = facts[i].subject, of = slice_cut(&rest, ' ');

        slice_cut(&rest, ' ');
        if (!site_is_foreign(rest, sites.own))
            continue;
        name = of;
        times += facts[i].support.count;
        sites_add(&sites, rest);
    }
    if (!sites_are_any(&sites) || (is_registered(name) && !sites.evident.len))
        return;
    shown = sites.evident.len ? sites.evident : sites.hosts[0];
    report(reporter, SLICE(""), report_severity(reporter),
           &(struct sighting){
               .endpoint = endpoint,
               .location = report_text(reporter, "query %.*s", SLICE_ARG(name)),
               .evidence = report_text(
                   reporter,
                   "%" PRIu64 " redirects led to the foreign host in this parameter (%zu owners, among "
                   "them %.*s)",
                   times, sites.count, SLICE_ARG(shown)),
               .count = times,
               .of = observed(seen, MARK_answered),
               .example = shown,
           });
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    for (size_t i = 0; i < service->endpoint_count; i++)
        look(reporter, &service->endpoints[i]);
}

const struct check check_accept_open_redirect = {
    .id = "accept.open_redirect",
    .title = "Redirects lead wherever the request says",
    .why = "A link to your own name leads to somebody else's page: good for phishing, and for carrying codes "
           "and tokens off.",
    .fix = "Redirect to paths of your own only, or to hosts on a list.",
    .severity = SEVERITY_MEDIUM,
    .group = CHECKS_ACCEPTED,
    .owasp = "API8:2023",
    .cwe = 601,
    .run = run,
};
