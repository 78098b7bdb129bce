/* SPDX-License-Identifier: Apache-2.0 */
/* Methods that succeed and hardly anybody uses: invented ones that are served as if they were GET, and writes to what everybody
 * else only reads, found by somebody whom the neighbours refused the same method. */
#include "posture/stakes.h"

#include <inttypes.h>

#define READS_LEAST 20  /* of the same path, before a write to it is odd */
#define REFUSED_LEAST 3 /* other paths that refused the method */

static bool is_standard(struct slice method)
{
    static const char *const known[] = { "GET",         "POST",    "PUT",      "PATCH",      "DELETE",
                                         "HEAD",        "OPTIONS", "QUERY",    "SEARCH",     "PROPFIND",
                                         "REPORT",      "MKCOL",   "COPY",     "MOVE",       "LOCK",
                                         "UNLOCK",      "ACL",     "BIND",     "PROPPATCH",  "MERGE",
                                         "LINK",        "UNLINK",  "CHECKOUT", "MKCALENDAR", "SUBSCRIBE",
                                         "UNSUBSCRIBE", "NOTIFY",  "PURGE",    "M-SEARCH" };

    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (slice_eq(method, slice_of(known[i])))
            return true;
    return false;
}

static void report_invented(struct reporter *reporter, const struct posture_endpoint *endpoint)
{
    const struct observations *seen = endpoint->endpoint->observations;
    uint64_t success = observed(seen, MARK_success);
    uint64_t all = service_observed(endpoint->service, MARK_answered);

    /* A protocol of its own has its own methods, and uses them. */
    if (success == 0 || is_standard(endpoint->endpoint->method) || success * 10 > all)
        return;
    report(reporter, SLICE(""),
           report_severity(reporter) < SEVERITY_LOW ? report_severity(reporter) : SEVERITY_LOW,
           &(struct sighting){
               .endpoint = endpoint,
               .evidence = report_text(
                   reporter, "%" PRIu64 " requests with a method that does not exist were answered 2xx",
                   success),
               .count = success,
               .of = observed(seen, MARK_answered),
           });
}

/* What the same path is otherwise asked; false when anything else but reading is usual there. */
static bool is_only_read(const struct posture_service *service, const struct posture_endpoint *odd,
                         uint64_t *ret_reads)
{
    *ret_reads = 0;
    for (size_t i = 0; i < service->endpoint_count; i++) {
        const struct endpoint *endpoint = service->endpoints[i].endpoint;
        uint64_t success = observed(endpoint->observations, MARK_success);

        if (&service->endpoints[i] == odd || !slice_eq(endpoint->path, odd->endpoint->path))
            continue;
        if (slice_eq(endpoint->method, SLICE("GET")))
            *ret_reads += success;
        else if (success)
            return false;
    }
    return true;
}

/* Paths that refused the method with 405 or 501 to one of those who succeeded with it here; most of one caller. */
static size_t refused_elsewhere(const struct posture_service *service, const struct observations *seen)
{
    const struct observed_fact *used, *refusals;
    size_t users = observed_facts(seen, FACT_method_used, &used), most = 0;
    size_t count = observed_facts(service->service->aside, FACT_method_refused, &refusals);

    for (size_t i = 0; i < users; i++) {
        size_t refused = 0;

        /* "DELETE 1a2b3c4d" as against "DELETE 1a2b3c4d /v1/orders" */
        for (size_t j = 0; j < count; j++)
            refused += slice_starts_with(refusals[j].subject, used[i].subject);
        most = refused > most ? refused : most;
    }
    return most;
}

static bool is_write(struct slice method)
{
    return slice_eq(method, SLICE("DELETE")) || slice_eq(method, SLICE("PUT")) ||
           slice_eq(method, SLICE("PATCH"));
}

static void report_write(struct reporter *reporter, const struct posture_endpoint *endpoint)
{
    const struct endpoint *odd = endpoint->endpoint;
    uint64_t success = observed(odd->observations, MARK_success), reads;
    size_t refused;

    if (success == 0 || !is_write(odd->method) || !is_only_read(endpoint->service, endpoint, &reads) ||
        reads < READS_LEAST || success * 20 > reads || odd->consumers > 2)
        return;
    refused = refused_elsewhere(endpoint->service, odd->observations);
    if (refused < REFUSED_LEAST)
        return;
    report(reporter, SLICE(""), report_severity(reporter),
           &(struct sighting){
               .endpoint = endpoint,
               .evidence =
                   report_text(reporter,
                               "%.*s was answered 2xx %" PRIu64 " times, while the path was read %" PRIu64
                               " times and %zu other paths refused the method to the same caller",
                               SLICE_ARG(odd->method), success, reads, refused),
               .count = success,
               .of = success + reads,
           });
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    for (size_t i = 0; i < service->endpoint_count; i++) {
        report_invented(reporter, &service->endpoints[i]);
        report_write(reporter, &service->endpoints[i]);
    }
}

const struct check check_accept_unexpected_method = {
    .id = "accept.unexpected_method",
    .title = "A method succeeds that hardly anybody uses",
    .why = "A handler nobody meant to publish changes data, or rules that go by the method are passed by.",
    .fix = "Route only the methods an operation is for; answer all others 405 with Allow.",
    .severity = SEVERITY_MEDIUM,
    .group = CHECKS_ACCEPTED,
    .owasp = "API5:2023",
    .cwe = 650,
    .run = run,
};
