/* SPDX-License-Identifier: Apache-2.0 */
#include "posture/release.h"

#include "posture/history.h"
#include "posture/merged_facts.h"

#define LEAST 20 /* exchanges of each release */

/* Two releases overlap while one is rolled out; longer than so, they stand beside each other. */
static bool is_taken_over(const struct support *old, const struct support *new, int64_t lasted)
{
    int64_t slack = lasted / 20 > 600000000000 ? lasted / 20 : 600000000000;

    if (old->count < LEAST || new->count < LEAST || new->first <= old->first || new->last <= old->last)
        return false;
    return old->last < new->first || old->last - new->first <= slack;
}

static void add(struct release_change changes[RELEASE_CHANGES], size_t *count,
                const struct release_change *change)
{
    size_t at = *count;

    for (size_t i = 0; i < *count; i++) /* the banner and the version of one release */
        if (change->before <= changes[i].after && changes[i].before <= change->after)
            return;
    if (*count == RELEASE_CHANGES)
        return;
    while (at > 0 && changes[at - 1].before > change->before)
        at--;
    memmove(&changes[at + 1], &changes[at], (*count - at) * sizeof *changes);
    changes[at] = *change;
    ++*count;
}

static bool is_same_field(struct slice one, struct slice other)
{
    return slice_eq(slice_cut(&one, ':'), slice_cut(&other, ':'));
}

static void find_facts(const struct posture_service *service, enum fact_kind kind,
                       struct release_change changes[RELEASE_CHANGES], size_t *count,
                       struct reporter *reporter)
{
    const struct support *all = &service->service->support;
    const struct merged_fact *facts;
    size_t fact_count = merged_facts(service, kind, report_arena(reporter), &facts);

    for (size_t i = 0; i < fact_count && fact_count <= 16; i++)
        for (size_t j = 0; j < fact_count; j++) {
            const struct support *old = &facts[i].support, *new = &facts[j].support;
            struct release_change change = { .before = new->first,
                                             .after = old->last > new->first ? old->last : new->first,
                                             .what = facts[j].subject };

            if (i != j && is_same_field(facts[i].subject, facts[j].subject) &&
                is_taken_over(old, new, all->last - all->first))
                add(changes, count, &change);
        }
}

/* All servers of before are gone when those of after come. */
static void find_servers(const struct posture_service *service,
                         struct release_change changes[RELEASE_CHANGES], size_t *count,
                         struct reporter *reporter)
{
    const struct service_history *history = service->history;

    for (size_t i = 0; history && i < history->server_count; i++) {
        const struct server_history *new = &history->servers[i];
        struct support old = { .count = 0 }, own = { new->calls, new->first, new->last };
        bool is_first = true;

        for (size_t j = 0; j < history->server_count; j++) {
            const struct server_history *other = &history->servers[j];

            if (other->first >= new->first)
                continue; /* of the new ones, too */
            old.first = is_first || other->first < old.first ? other->first : old.first;
            old.last = is_first || other->last > old.last ? other->last : old.last;
            old.count += other->calls;
            is_first = false;
        }
        if (!is_first && is_taken_over(&old, &own, history->last - history->first)) {
            char name[ADDRESS_TEXT];

            address_format(&new->address, true, name);
            add(changes, count,
                &(struct release_change){ .before = new->first,
                                          .after = old.last > new->first ? old.last : new->first,
                                          .what = report_text(reporter, "server %s took over", name) });
        }
    }
}

size_t release_changes(const struct posture_service *service, struct release_change ret[RELEASE_CHANGES],
                       struct reporter *reporter)
{
    size_t count = 0;

    find_facts(service, FACT_release, ret, &count, reporter);
    find_facts(service, FACT_version_banner, ret, &count, reporter);
    find_servers(service, ret, &count, reporter);
    return count;
}
