/* SPDX-License-Identifier: Apache-2.0 */
#include "posture/stakes.h"

#include "catalog/exposed.h"

static const struct exposed *worst_answered(const struct posture_endpoint *endpoint)
{
    const struct exposed *worst = NULL;

    for (size_t i = 0; i < endpoint->data_count; i++) {
        const struct exposed *row = &endpoint->data[i];

        if (row->place == EXPOSED_RESPONSE_BODY && row->status / 100 == 2 &&
            row->class.confidence >= FIELD_CLASS_SURE && row->row->severity >= SEVERITY_MEDIUM &&
            (!worst || row->row->severity > worst->row->severity))
            worst = row;
    }
    return worst;
}

bool stakes_sensitive(const struct posture_endpoint *endpoint)
{
    return worst_answered(endpoint) != NULL;
}

struct slice stakes_class(const struct posture_endpoint *endpoint)
{
    const struct exposed *worst = worst_answered(endpoint);

    return slice_of(worst ? worst->row->title : "");
}

static bool is_ambient(const struct security_scheme *scheme)
{
    return scheme->kind == SECURITY_BASIC || scheme->kind == SECURITY_DIGEST ||
           (scheme->kind == SECURITY_API_KEY && scheme->place == PLACE_COOKIE);
}

bool stakes_ambient_endpoint(const struct endpoint *endpoint)
{
    for (size_t i = 0; i < endpoint->security_count; i++)
        if (is_ambient(endpoint->security[i].scheme))
            return true;
    return false;
}

bool stakes_ambient(const struct posture_service *service)
{
    for (size_t i = 0; i < service->service->scheme_count; i++)
        if (is_ambient(&service->service->schemes[i]))
            return true;
    return false;
}

bool stakes_browsed(const struct posture_service *service)
{
    uint64_t asked = service_observed(service, MARK_answered),
             browsers = service_observed(service, MARK_browser);

    return browsers > 0 && browsers * 20 >= asked;
}

uint64_t service_observed(const struct posture_service *service, enum mark mark)
{
    uint64_t count = 0;

    for (size_t i = 0; i < service->endpoint_count; i++)
        count += observed(service->endpoints[i].endpoint->observations, mark);
    return count;
}

uint64_t service_observed_times(const struct posture_service *service, enum fact_kind kind)
{
    uint64_t count = 0;

    for (size_t i = 0; i < service->endpoint_count; i++)
        count += observed_times(service->endpoints[i].endpoint->observations, kind);
    return count;
}

uint64_t observed_subject(const struct observations *observations, enum fact_kind kind, struct slice subject)
{
    const struct observed_fact *facts;
    size_t count = observed_facts(observations, kind, &facts);

    for (size_t i = 0; i < count; i++)
        if (slice_eq(facts[i].subject, subject))
            return facts[i].support.count;
    return 0;
}
