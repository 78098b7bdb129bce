/* SPDX-License-Identifier: Apache-2.0 */
#include "posture/merged_facts.h"

#include "catalog/cell.h"

#include <stdlib.h>

static void merge(struct merged_fact *facts, size_t *count, const struct observed_fact *fact)
{
    size_t at = 0;

    while (at < *count && !slice_eq(facts[at].subject, fact->subject))
        at++;
    if (at == MERGED_FACTS_MOST)
        return;
    if (at == *count)
        facts[(*count)++] = (struct merged_fact){ .subject = fact->subject };
    support_merge(&facts[at].support, &fact->support);
    facts[at].endpoints++;
}

static int order(const void *a, const void *b)
{
    const struct merged_fact *left = a, *right = b;

    if (left->support.count != right->support.count)
        return left->support.count > right->support.count ? -1 : 1;
    return slice_compare(left->subject, right->subject);
}

size_t merged_facts(const struct posture_service *service, enum fact_kind kind, struct arena *arena,
                    const struct merged_fact **ret)
{
    struct merged_fact *facts = NULL;
    size_t count = 0;

    for (size_t i = 0; i < service->endpoint_count; i++) {
        const struct observed_fact *found;
        size_t here = observed_facts(service->endpoints[i].endpoint->observations, kind, &found);

        if (here && !facts)
            facts = arena_get_array(arena, MERGED_FACTS_MOST, sizeof *facts);
        for (size_t j = 0; facts && j < here; j++)
            merge(facts, &count, &found[j]);
    }
    if (count)
        qsort(facts, count, sizeof *facts, order);
    *ret = facts;
    return count;
}

uint64_t merged_mark(const struct posture_service *service, enum mark mark)
{
    uint64_t times = 0;

    for (size_t i = 0; i < service->endpoint_count; i++)
        times += observed(service->endpoints[i].endpoint->observations, mark);
    return times;
}
