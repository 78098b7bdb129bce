/* SPDX-License-Identifier: Apache-2.0 */
/* Private addresses, internal hosts and paths of disks, in header fields and in error answers that do not just repeat the request. */
#include "posture/leaked.h"
#include "posture/told.h"

#include <inttypes.h>

static void visit(const struct posture_service *service, const struct posture_endpoint *endpoint,
                  const struct observed_fact *fact, struct reporter *reporter)
{
    told_report(endpoint, fact, report_severity(reporter),
                report_text(reporter, "%" PRIu64 " answer%s named it", TOLD_ANSWERS(fact->support.count)),
                reporter);
}

/* Addresses are also what an API is about: one counts that stands where machines name themselves, or inside a longer text. */
static bool is_none_of_the_api(struct slice name, bool is_within)
{
    static const char *const machines[] = { "server", "backend",   "node",   "upstream",  "instance",
                                            "pod",    "container", "worker", "hostname",  "served",
                                            "debug",  "stack",     "trace",  "exception", "internal" };
    static const char *const subjects[] = { "ip",   "address", "addr",    "network", "subnet",  "gateway",
                                            "host", "dns",     "log",     "logs",    "route",   "cidr",
                                            "url",  "text",    "content", "body",    "message", "script",
                                            "code", "query",   "file",    "path",    "dir" };

    return leaked_names(name, machines, sizeof machines / sizeof *machines) ||
           (is_within && !leaked_names(name, subjects, sizeof subjects / sizeof *subjects));
}

static void visit_member(const struct posture_endpoint *endpoint, const struct leaked *leaked,
                         struct reporter *reporter)
{
    if (is_none_of_the_api(leaked->name, leaked->is_within))
        leaked_report(endpoint, leaked, report_severity(reporter), "addresses, hosts or paths of the inside",
                      reporter);
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    leaked_each(service, CLASS_INTERNAL, visit_member, reporter);
    told_each(service, FACT_internal_address, visit, reporter);
}

const struct check check_leak_internal_address = {
    .id = "leak.internal_address",
    .title = "Answers name addresses, hosts or paths of the inside",
    .why = "They draw the map of what is behind the gateway, and say where to aim a forged request.",
    .fix = "Rewrite Location and its like at the gateway, and keep messages of the system out of "
           "answers.",
    .severity = SEVERITY_LOW,
    .group = CHECKS_GIVEN,
    .owasp = "API8:2023",
    .cwe = 497,
    .run = run,
};
