/* SPDX-License-Identifier: Apache-2.0 */
/* A host that agrees to SSL 3.0, TLS 1.0 or TLS 1.1 (RFC 8996, RFC 7568), as its ServerHello says. */
#include "posture/check.h"

#include <inttypes.h>

static const struct blind_spot *spot_of(const struct posture_service *service)
{
    const struct inventory *inventory = service->posture->inventory;

    for (size_t i = 0; i < inventory->blind_spot_count; i++)
        if (slice_eq_nocase(inventory->blind_spots[i].name, service->service->host) ||
            slice_eq_nocase(inventory->blind_spots[i].name, service->service->key))
            return &inventory->blind_spots[i];
    return NULL;
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    static const char *const names[] = { "SSL 3.0", "TLS 1.0", "TLS 1.1" };
    const struct blind_spot *spot = spot_of(service);
    uint64_t of = 0;

    for (size_t i = 0; spot && i < TLS_VERSIONS; i++)
        of += spot->versions[i];
    for (size_t i = 0; spot && i < sizeof names / sizeof *names; i++)
        if (spot->versions[i])
            report(reporter, SLICE(""), i == 0 ? SEVERITY_HIGH : report_severity(reporter),
                   &(struct sighting){
                       .location = slice_of(names[i]),
                       .evidence = report_text(reporter,
                                               "%" PRIu64 " of %" PRIu64
                                               " connections whose beginning was seen were agreed to as %s",
                                               spot->versions[i], of, names[i]),
                       .count = spot->versions[i],
                       .of = of,
                       .first = spot->support.first,
                       .last = spot->support.last,
                   });
}

const struct check check_transport_old_tls = {
    .id = "transport.old_tls",
    .title = "Old versions of TLS are agreed to",
    .why = "SSL 3.0, TLS 1.0 and 1.1 have known weaknesses, and whoever is on the way can push clients down "
           "to them.",
    .fix = "Let the server offer TLS 1.2 and 1.3 only.",
    .severity = SEVERITY_MEDIUM,
    .group = CHECKS_SETUP,
    .owasp = "API8:2023",
    .cwe = 327,
    .run = run,
};
