/* SPDX-License-Identifier: Apache-2.0 */
/* Access past the gateway. At the server that the gateway passes calls on to, others arrive from outside that no proxy spoke for; or the API answers under a bare address, weaker than under its name or at a server that the name never leads to. A tap that sees both sides of a gateway sees two servers, not one, and is no bypass. */
#include "posture/check.h"
#include "posture/history.h"
#include "posture/kin.h"

#include <inttypes.h>
#include <stdio.h>

#define PROXIED_LEAST 20
#define DIRECT_LEAST 3
#define BOTH_LEAST 10 /* calls from inside at the server that outsiders reach */

static uint64_t seen(const struct posture_endpoint *endpoint, enum mark mark)
{
    return observed(endpoint->endpoint->observations, mark);
}

static uint64_t seen_in_all(const struct posture_service *service, enum mark mark)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < service->endpoint_count; i++)
        sum += seen(&service->endpoints[i], mark);
    return sum;
}

/* A server where calls of both kinds arrive. */
static const struct server_history *origin_of(const struct posture_service *service)
{
    const struct service_history *history = service->history;

    for (size_t i = 0; history && i < history->server_count; i++)
        if (history->servers[i].inside >= BOTH_LEAST && history->servers[i].outside >= DIRECT_LEAST)
            return &history->servers[i];
    return NULL;
}

static void tell_past(const struct posture_endpoint *endpoint, const char *origin, struct reporter *reporter)
{
    uint64_t direct = seen(endpoint, MARK_direct_success),
             open = seen(endpoint, MARK_direct_anonymous_success);
    bool is_weaker = open >= DIRECT_LEAST && seen(endpoint, MARK_anonymous_refused) > 0;

    if (direct == 0)
        return;
    report(reporter, SLICE(""), is_weaker ? SEVERITY_HIGH : report_severity(reporter),
           &(struct sighting){
               .endpoint = endpoint,
               .evidence =
                   report_text(reporter,
                               "%" PRIu64 " calls from outside were answered 2xx at %s past the gateway that "
                               "passed on %" PRIu64 " calls%s",
                               direct, origin, seen(endpoint, MARK_proxied_inside),
                               is_weaker ? "; without a credential, which is refused elsewhere" : ""),
               .count = direct,
               .of = seen(endpoint, MARK_success),
           });
}

static void look_past(const struct posture_service *service, struct reporter *reporter)
{
    const struct server_history *origin = origin_of(service);
    uint64_t proxied = seen_in_all(service, MARK_proxied_inside);
    uint64_t direct = seen_in_all(service, MARK_direct_success);
    char name[ADDRESS_TEXT];

    if (!origin || proxied < PROXIED_LEAST || direct < DIRECT_LEAST ||
        proxied < seen_in_all(service, MARK_direct_outside))
        return;
    address_format(&origin->address, true, name);
    for (size_t i = 0; i < service->endpoint_count; i++)
        tell_past(&service->endpoints[i], name, reporter);
}

/* ---- bare addresses ---- */

static bool leads_to(const struct posture_service *named, const struct address *address)
{
    const struct service_history *history = named->history;

    for (size_t i = 0; history && i < history->server_count; i++)
        if (memcmp(history->servers[i].address.bytes, address->bytes, sizeof address->bytes) == 0)
            return true;
    return false;
}

static void tell_bare(const struct posture_service *bare, const struct posture_service *named,
                      bool is_elsewhere, struct reporter *reporter)
{
    char name[128];

    snprintf(name, sizeof name, "%.*s", SLICE_ARG(named->service->key));
    for (size_t i = 0; i < bare->endpoint_count; i++) {
        const struct posture_endpoint *weak = bare->kin[i].endpoint;
        const struct posture_endpoint *strong = kin_elsewhere(&bare->kin[i], named);
        struct slice evidence;

        if (!strong || !weak->history || weak->history->outside_success < DIRECT_LEAST)
            continue;
        evidence = kin_open(reporter, weak, strong, name);
        if (!evidence.len && is_elsewhere)
            evidence =
                report_text(reporter,
                            "%" PRIu64 " calls from outside were answered 2xx under the bare address, which "
                            "is no server of %s",
                            weak->history->outside_success, name);
        if (evidence.len)
            report(reporter, SLICE("bare address"), report_severity(reporter),
                   &(struct sighting){ .endpoint = weak,
                                       .evidence = evidence,
                                       .count = weak->history->outside_success,
                                       .of = weak->history->calls });
    }
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    const struct posture *posture = service->posture;
    struct address bare, other;

    look_past(service, reporter);
    if (!address_parse(service->service->host, &bare))
        return;
    for (size_t i = 0; i < posture->service_count; i++) {
        const struct posture_service *named = &posture->services[i];

        if (named != service && !address_parse(named->service->host, &other) && kin_share(service, named)) {
            tell_bare(service, named, named->history && !leads_to(named, &bare), reporter);
            return;
        }
    }
}

const struct check check_deploy_gateway_bypass = {
    .id = "deploy.gateway_bypass",
    .title = "Reachable past the gateway",
    .why = "What the gateway checks, limits and logs does not hold for whoever knows the address behind it.",
    .fix = "Let the origin accept connections from the gateway only (firewall, mutual TLS), and answer only "
           "to its own host name.",
    .severity = SEVERITY_MEDIUM,
    .group = CHECKS_DEPLOYED,
    .owasp = "API8:2023",
    .cwe = 923,
    .run = run,
};
