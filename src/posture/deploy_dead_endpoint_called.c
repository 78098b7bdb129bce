/* SPDX-License-Identifier: Apache-2.0 */
/* Clients that go on calling what is not there any more. Somebody who was answered before, or who is answered elsewhere, asks again and again for an hour and more; who tries words or numbers is no client. */
#include "posture/check.h"
#include "posture/history.h"
#include "posture/kin.h"

#include <inttypes.h>
#include <math.h>

#define CALLS_LEAST 10
#define ABSENT_LEAST 20
#define LONG (3600ll * 1000000000) /* nothing was found for so long */

static bool is_long(int64_t from, int64_t to)
{
    return to > from && (uint64_t)to - (uint64_t)from >= LONG;
}

/* Callers that were answered once and still come. */
static size_t faithful_callers(const struct endpoint_history *history)
{
    size_t count = 0;

    for (size_t i = 0; i < history->use_count; i++)
        count += history->uses[i].successes && history->uses[i].last > history->last_success;
    return count;
}

/* So many misses on end are no chance, by how often it missed while it still answered. */
static bool is_no_chance(const struct endpoint_history *history)
{
    double before = (double)(history->missing - history->missing_since);
    double share = (before + 1) / (before + (double)history->successes + 2);

    return (double)history->missing_since * log(share) < log(0.0001);
}

static void look(const struct posture_endpoint *endpoint, struct reporter *reporter)
{
    const struct endpoint_history *history = endpoint->history;
    size_t faithful, least = memchr(endpoint->endpoint->path.at, '{', endpoint->endpoint->path.len) ? 2 : 1;

    if (!history || history->successes == 0 || history->missing_since < CALLS_LEAST ||
        !is_long(history->last_success, history->last) || !is_no_chance(history))
        return;
    faithful = faithful_callers(history);
    if (faithful >= least)
        report(
            reporter, SLICE(""), report_severity(reporter),
            &(struct sighting){
                .endpoint = endpoint,
                .evidence = report_text(reporter,
                                        "it answered %" PRIu64 " calls and then none any more: all %" PRIu64
                                        " since were answered 404 or 410, to %zu of its callers",
                                        history->successes, history->missing_since, faithful),
                .count = history->missing_since,
                .of = history->calls,
                .first = history->last_success,
                .last = history->last,
            });
}

/* Another version of a path that is not there: its number. */
static uint32_t other_version(const struct posture_service *service, const struct absent_history *absent)
{
    uint32_t version;
    uint64_t hash = kin_hash(absent->method, absent->cell, &version);

    for (size_t i = 0; version && i < service->endpoint_count; i++)
        if (service->kin[i].hash == hash && service->kin[i].version != version)
            return service->kin[i].version;
    return 0;
}

static void look_absent(const struct posture_service *service, const struct absent_history *absent,
                        struct reporter *reporter)
{
    uint32_t version;

    if (absent->service != service->service || absent->calls < ABSENT_LEAST || absent->known < ABSENT_LEAST ||
        !is_long(absent->first, absent->last))
        return;
    version = other_version(service, absent);
    if (version == 0 && absent->gone * 2 < absent->calls)
        return; /* maybe it never was there */
    report(reporter, SLICE(""), report_severity(reporter),
           &(struct sighting){
               .location =
                   report_text(reporter, "%.*s %.*s", SLICE_ARG(absent->method), SLICE_ARG(absent->cell)),
               .evidence = version ? report_text(reporter,
                                                 "%" PRIu64 " calls of %" PRIu64
                                                 " callers were answered 404 or 410; v%u is there",
                                                 absent->calls, absent->actors, version / 1000)
                                   : report_text(reporter,
                                                 "%" PRIu64 " calls of %" PRIu64 " callers, %" PRIu64
                                                 " of them were answered 410 Gone",
                                                 absent->calls, absent->actors, absent->gone),
               .count = absent->calls,
               .of = absent->calls,
               .first = absent->first,
               .last = absent->last,
           });
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    const struct absent_history *absent;
    size_t count = history_absent(service->posture->history, &absent);

    for (size_t i = 0; i < service->endpoint_count; i++)
        look(&service->endpoints[i], reporter);
    for (size_t i = 0; i < count; i++)
        look_absent(service, &absent[i], reporter);
}

const struct check check_deploy_dead_endpoint_called = {
    .id = "deploy.dead_endpoint_called",
    .title = "Clients call what is not there any more",
    .why = "Something of theirs is broken, and whoever takes over the path one day gets their calls with "
           "their credentials.",
    .fix = "Find the clients by their credentials, tell them where to go, and answer 410 with a Link to the "
           "successor.",
    .severity = SEVERITY_LOW,
    .group = CHECKS_DEPLOYED,
    .owasp = "API9:2023",
    .cwe = 1059,
    .run = run,
};
