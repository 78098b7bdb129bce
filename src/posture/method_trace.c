/* SPDX-License-Identifier: Apache-2.0 */
/* TRACE is answered with the request (RFC 9110 9.3.8). */
#include "posture/check.h"

#include <inttypes.h>

static void run(const struct posture_service *service, struct reporter *reporter)
{
    uint64_t count = observed_times(service->service->aside, FACT_trace_echoed);

    if (count)
        report(
            reporter, SLICE(""), report_severity(reporter),
            &(struct sighting){
                .location = SLICE("method TRACE"),
                .evidence = report_text(
                    reporter, "TRACE was answered 2xx with the request in the body %" PRIu64 " times", count),
                .count = count,
                .of = count,
            });
}

const struct check check_method_trace = {
    .id = "method.trace",
    .title = "TRACE is answered",
    .why =
        "The answer shows header fields that proxies added and scripts may not read, credentials among them.",
    .fix = "Switch TRACE off in the server (TraceEnable off) or refuse it at the gateway with 405.",
    .severity = SEVERITY_LOW,
    .group = CHECKS_SETUP,
    .owasp = "API8:2023",
    .cwe = 693,
    .run = run,
};
