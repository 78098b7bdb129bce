/* SPDX-License-Identifier: Apache-2.0 */
/* Services that answer a consumer of another group: one that everywhere else calls what nobody else of here calls. Both groups must be large enough to know where they live. */
#include "posture/check.h"
#include "posture/history.h"

#include <inttypes.h>

#define GROUP_LEAST 10 /* consumers that live in each of both services */
#define CALLS_LEAST 50 /* of the stranger */
#define STRANGERS_MOST 2

static size_t number_of(const struct posture_service *service)
{
    return (size_t)(service->service - service->posture->inventory->services);
}

static const struct abode_history *abode_at(const struct actor_history *actor, size_t service)
{
    for (size_t i = 0; i < actor->abode_count; i++)
        if (actor->abodes[i].service == service)
            return &actor->abodes[i];
    return NULL;
}

/* Where most of its calls go; NULL: nowhere in particular, or it cannot be told. */
static const struct abode_history *home_of(const struct actor_history *actor)
{
    for (size_t i = 0; i < actor->abode_count && !actor->elsewhere && !actor->is_anonymous; i++)
        if (actor->abodes[i].calls * 10 >= actor->calls * 9)
            return &actor->abodes[i];
    return NULL;
}

static bool is_stranger(const struct actor_history *actor, size_t here)
{
    const struct abode_history *home = home_of(actor), *visited = abode_at(actor, here);

    return home && home->service != here && visited && visited->successes && actor->calls >= CALLS_LEAST &&
           visited->calls * 20 <= actor->calls;
}

struct groups {
    size_t here, there; /* consumers that live in each */
    size_t out, in;     /* of here that call there, of there that call here */
};

static struct groups groups_of(const struct history *history, size_t here, size_t there)
{
    struct groups groups = { 0 };

    for (size_t i = 0; i < history_actor_count(history); i++) {
        const struct actor_history *actor = history_actor(history, i);
        const struct abode_history *home = home_of(actor);

        if (!home)
            continue;
        groups.here += home->service == here;
        groups.there += home->service == there;
        groups.out += home->service == here && abode_at(actor, there);
        groups.in += home->service == there && abode_at(actor, here);
    }
    return groups;
}

static void tell(const struct posture_service *service, uint32_t number, const struct groups *groups,
                 struct reporter *reporter)
{
    const struct actor_history *actor = history_actor(service->posture->history, number);
    const struct service *home = &service->posture->inventory->services[home_of(actor)->service];

    for (size_t i = 0; i < service->endpoint_count; i++) {
        const struct endpoint_history *history = service->endpoints[i].history;

        for (size_t j = 0; history && j < history->use_count; j++)
            if (history->uses[j].actor == number && history->uses[j].successes)
                report(reporter, SLICE(""), report_severity(reporter),
                       &(struct sighting){
                           .endpoint = &service->endpoints[i],
                           .evidence = report_text(
                               reporter,
                               "%u answers 2xx to a consumer of %.*s (%" PRIu64
                               " calls in all); %zu of the %zu of there come here, none of the %zu "
                               "of here goes there",
                               history->uses[j].successes, SLICE_ARG(home->key), actor->calls, groups->in,
                               groups->there, groups->here),
                           .count = history->uses[j].successes,
                           .of = history->successes,
                           .first = history->uses[j].first,
                           .last = history->uses[j].last,
                       });
    }
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    const struct history *history = service->posture->history;
    size_t here = number_of(service), strangers = 0;

    if (!service->history || service->history->actors < GROUP_LEAST)
        return;
    for (size_t i = 0; i < history_actor_count(history); i++)
        strangers += is_stranger(history_actor(history, i), here);
    for (size_t i = 0; strangers && strangers <= STRANGERS_MOST && i < history_actor_count(history); i++) {
        const struct actor_history *actor = history_actor(history, i);
        struct groups groups;

        if (!is_stranger(actor, here))
            continue;
        groups = groups_of(history, here, home_of(actor)->service);
        if (groups.here >= GROUP_LEAST && groups.there >= GROUP_LEAST && groups.out == 0 &&
            groups.in <= STRANGERS_MOST)
            tell(service, (uint32_t)i, &groups, reporter);
    }
}

const struct check check_more_foreign_consumers = {
    .id = "more.foreign_consumers",
    .title = "Service answers a consumer of another group",
    .why = "A credential that opens services its owner has nothing to do with makes every stolen one worth "
           "more.",
    .fix = "Accept only tokens that were issued for this service (audience), and keys that were given out "
           "for it.",
    .severity = SEVERITY_LOW,
    .group = CHECKS_MORE,
    .owasp = "API5:2023",
    .cwe = 1220,
    .run = run,
};
