/* SPDX-License-Identifier: Apache-2.0 */
#include "posture/told.h"

static void visit_facts(const struct posture_service *service, const struct posture_endpoint *endpoint,
                        const struct observations *observations, enum fact_kind kind, told_visitor *visit,
                        struct reporter *reporter)
{
    const struct observed_fact *facts;
    size_t count = observed_facts(observations, kind, &facts);

    for (size_t i = 0; i < count; i++)
        visit(service, endpoint, &facts[i], reporter);
}

void told_each(const struct posture_service *service, enum fact_kind kind, told_visitor *visit,
               struct reporter *reporter)
{
    for (size_t i = 0; i < service->endpoint_count; i++)
        visit_facts(service, &service->endpoints[i], service->endpoints[i].endpoint->observations, kind,
                    visit, reporter);
    visit_facts(service, NULL, service->service->aside, kind, visit, reporter);
}

/* Observations of the service: those of its endpoints, then those of its noise. */
static const struct observations *observations_at(const struct posture_service *service, size_t index)
{
    return index < service->endpoint_count ? service->endpoints[index].endpoint->observations
                                           : service->service->aside;
}

static const struct observed_fact *find_fact(const struct observations *observations, enum fact_kind kind,
                                             struct slice subject)
{
    const struct observed_fact *facts;
    size_t count = observed_facts(observations, kind, &facts);

    for (size_t i = 0; i < count; i++)
        if (slice_eq(facts[i].subject, subject))
            return &facts[i];
    return NULL;
}

/* The fact with the support of everybody who tells it, from `index` on; false: somebody before told it. */
static bool sum_fact(const struct posture_service *service, size_t index, struct observed_fact *sum)
{
    for (size_t i = 0; i < index; i++)
        if (find_fact(observations_at(service, i), sum->kind, sum->subject))
            return false;
    for (size_t i = index + 1; i <= service->endpoint_count; i++) {
        const struct observed_fact *same = find_fact(observations_at(service, i), sum->kind, sum->subject);

        if (!same)
            continue;
        sum->support.count += same->support.count;
        if (same->support.first < sum->support.first)
            sum->support.first = same->support.first;
        if (same->support.last > sum->support.last)
            sum->support.last = same->support.last;
    }
    return true;
}

void told_each_subject(const struct posture_service *service, enum fact_kind kind, told_visitor *visit,
                       struct reporter *reporter)
{
    for (size_t i = 0; i <= service->endpoint_count; i++) {
        const struct observed_fact *facts;
        size_t count = observed_facts(observations_at(service, i), kind, &facts);

        for (size_t j = 0; j < count; j++) {
            struct observed_fact sum = facts[j];

            if (sum_fact(service, i, &sum))
                visit(service, NULL, &sum, reporter);
        }
    }
}

bool told_somewhere(const struct posture_service *service, enum fact_kind kind, struct slice subject)
{
    for (size_t i = 0; i <= service->endpoint_count; i++)
        if (find_fact(observations_at(service, i), kind, subject))
            return true;
    return false;
}

void told_report(const struct posture_endpoint *endpoint, const struct observed_fact *fact,
                 enum severity severity, struct slice sentence, struct reporter *reporter)
{
    report(reporter, SLICE(""), severity,
           &(struct sighting){
               .endpoint = endpoint,
               .location = fact->subject,
               .evidence = sentence,
               .count = fact->support.count,
               .of = endpoint ? endpoint->endpoint->support.count : fact->support.count,
               .first = fact->support.first,
               .last = fact->support.last,
           });
}
