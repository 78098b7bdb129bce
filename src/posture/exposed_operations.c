/* SPDX-License-Identifier: Apache-2.0 */
/* Actuators, metrics, profilers and status pages that answered without a credential, to somebody who is no watchdog. */
#include "posture/told.h"

#include <inttypes.h>

/* What holds secrets, or lets run code. */
static bool is_grave(struct slice path)
{
    static const char *const ends[] = { "/heapdump",      "/env",        "/configprops", "/httptrace",
                                        "/httpexchanges", "/threaddump", "/h2-console",  "/jolokia",
                                        "/phpinfo.php",   "/phpinfo",    "/info.php",    "/trace.axd",
                                        "/elmah.axd",     "/_profiler",  "/adminer.php", "/phpmyadmin",
                                        "/pprof",         "/goroutine" };

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (slice_ends_with(path, slice_of(ends[i])))
            return true;
    return false;
}

static void visit(const struct posture_service *service, const struct posture_endpoint *endpoint,
                  const struct observed_fact *fact, struct reporter *reporter)
{
    bool outside = told_somewhere(service, FACT_exposed_outside, fact->subject);
    enum severity severity = is_grave(fact->subject) ? SEVERITY_HIGH
                             : outside               ? SEVERITY_MEDIUM
                                                     : SEVERITY_LOW;

    told_report(endpoint, fact, severity,
                report_text(reporter, "%" PRIu64 " answer%s without a credential, %s",
                            TOLD_ANSWERS(fact->support.count),
                            outside ? "to addresses outside" : "all to addresses inside"),
                reporter);
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    told_each(service, FACT_exposed_operations, visit, reporter);
}

const struct check check_exposed_operations = {
    .id = "exposed.operations",
    .title = "Endpoints for operations answer anybody",
    .why = "Environment, heap, threads, routes and figures of the process: some hold secrets, all of them "
           "help an attacker.",
    .fix = "Move them to a port that is not reachable from outside, and ask for a credential.",
    .severity = SEVERITY_MEDIUM,
    .group = CHECKS_GIVEN,
    .owasp = "API8:2023",
    .cwe = 215,
    .run = run,
};
