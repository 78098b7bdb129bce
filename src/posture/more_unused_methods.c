/* SPDX-License-Identifier: Apache-2.0 */
/* Privileged operations that an ordinary credential opens and hardly anybody needs. An administrator is no ordinary consumer: most of what he calls, others do not. Where somebody was ever refused, there is a check, and all is well. */
#include "posture/check.h"
#include "posture/history.h"

#include <inttypes.h>

#define POPULATION_LEAST 20 /* consumers of the service that were answered 2xx */
#define CALLS_LEAST 3
#define USERS_MOST 50
#define FEW 20 /* one in so many uses it, at most */

static bool is_privileged(const struct posture_endpoint *endpoint)
{
    if (endpoint->purpose & (PURPOSE_LOGIN | PURPOSE_LOGOUT | PURPOSE_PUBLIC))
        return false;
    return endpoint->purpose & (PURPOSE_ADMIN | PURPOSE_EXPORT) ||
           slice_eq(endpoint->endpoint->method, SLICE("DELETE"));
}

static bool is_never_refused(const struct posture_endpoint *endpoint)
{
    return endpoint->history->refused == 0 &&
           observed(endpoint->endpoint->observations, MARK_credential_refused) == 0;
}

/* Consumers with a credential that the service answered. */
static size_t population_of(const struct posture_service *service)
{
    const struct history *history = service->posture->history;
    size_t count = 0, number = (size_t)(service->service - service->posture->inventory->services);

    for (size_t i = 0; i < history_actor_count(history); i++) {
        const struct actor_history *actor = history_actor(history, i);

        for (size_t j = 0; !actor->is_anonymous && j < actor->abode_count; j++)
            count += actor->abodes[j].service == number && actor->abodes[j].successes > 0;
    }
    return count;
}

static const struct use_history *use_of(const struct endpoint_history *history, uint32_t actor)
{
    size_t low = 0, high = history->use_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (history->uses[middle].actor < actor)
            low = middle + 1;
        else
            high = middle;
    }
    return low < history->use_count && history->uses[low].actor == actor ? &history->uses[low] : NULL;
}

/* Nearly all it calls is what at least a quarter of all consumers call. */
static bool is_ordinary(const struct posture_service *service, uint32_t actor, size_t population)
{
    uint64_t calls = 0, common = 0;

    for (size_t i = 0; i < service->endpoint_count; i++) {
        const struct endpoint_history *history = service->endpoints[i].history;
        const struct use_history *use = history ? use_of(history, actor) : NULL;

        calls += use ? use->calls : 0;
        common += use && history->use_count * 4 >= population ? use->calls : 0;
    }
    return calls >= 10 && common * 5 >= calls * 4;
}

/* How many used it with success; 0: one of them is no ordinary consumer. */
static size_t ordinary_users(const struct posture_endpoint *endpoint, size_t population)
{
    const struct endpoint_history *history = endpoint->history;
    size_t users = 0;

    for (size_t i = 0; i < history->use_count; i++) {
        const struct use_history *use = &history->uses[i];

        if (use->successes == 0)
            continue;
        if (history_actor(endpoint->service->posture->history, use->actor)->is_anonymous ||
            !is_ordinary(endpoint->service, use->actor, population))
            return 0;
        users++;
    }
    return users;
}

static bool may_be_unused(const struct posture_endpoint *endpoint)
{
    const struct endpoint_history *history = endpoint->history;

    return history && is_privileged(endpoint) && endpoint->asks_credential &&
           history->successes >= CALLS_LEAST && history->use_count <= USERS_MOST &&
           is_never_refused(endpoint);
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    size_t population = 0, users;

    for (size_t i = 0; i < service->endpoint_count; i++) {
        const struct posture_endpoint *endpoint = &service->endpoints[i];

        if (!may_be_unused(endpoint))
            continue;
        population = population ? population : population_of(service);
        users = population >= POPULATION_LEAST ? ordinary_users(endpoint, population) : 0;
        if (users && users * FEW <= population)
            report(reporter, SLICE(""), report_severity(reporter),
                   &(struct sighting){
                       .endpoint = endpoint,
                       .evidence = report_text(
                           reporter,
                           "%zu of %zu consumers used it, with the credential that all have; "
                           "the others never did, and nobody was ever refused in %" PRIu64 " calls",
                           users, population, endpoint->history->calls),
                       .count = users,
                       .of = population,
                   });
    }
}

const struct check check_more_unused_methods = {
    .id = "more.unused_methods",
    .title = "Privileged operation open to consumers who never use it",
    .why = "A stolen or misused credential can do everything it is let do, whether its owner ever needed it "
           "or not.",
    .fix = "Let only those call it who need it: a role or scope of its own, checked before anything is done.",
    .severity = SEVERITY_INFO,
    .group = CHECKS_MORE,
    .owasp = "API5:2023",
    .cwe = 272,
    .run = run,
};
