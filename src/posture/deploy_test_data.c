/* SPDX-License-Identifier: Apache-2.0 */
/* Hosts for tests that hand out what looks like the data of real people: many different e-mail addresses at ordinary providers, or many card numbers that no provider publishes for tests (signal/stage.c). */
#include "posture/check.h"
#include "posture/merged_facts.h"

#include <inttypes.h>

#define EMAILS_LEAST 8 /* of sixteen buckets: about a dozen different ones */
#define CARDS_LEAST 6

/* How many subjects of that kind all endpoints told together. */
static size_t buckets_of(const struct posture_service *service, enum fact_kind kind,
                         struct reporter *reporter)
{
    const struct merged_fact *facts;

    return merged_facts(service, kind, report_arena(reporter), &facts);
}

static void tell(const struct posture_service *service, enum fact_kind kind, const char *what, size_t buckets,
                 struct reporter *reporter)
{
    for (size_t i = 0; i < service->endpoint_count; i++) {
        const struct posture_endpoint *endpoint = &service->endpoints[i];
        const struct observed_fact *facts;
        size_t here = observed_facts(endpoint->endpoint->observations, kind, &facts);

        if (here)
            report(reporter, slice_of(what), report_severity(reporter),
                   &(struct sighting){
                       .endpoint = endpoint,
                       .evidence = report_text(
                           reporter,
                           "the host is for tests (%.*s); its answers hold at least %zu different "
                           "%s that do not look made up for tests",
                           SLICE_ARG(service->stage), buckets, what),
                       .count = observed_times(endpoint->endpoint->observations, kind),
                       .of = observed(endpoint->endpoint->observations, MARK_success),
                   });
    }
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    size_t buckets;

    if (!service->stage.len)
        return;
    buckets = buckets_of(service, FACT_stage_email, reporter);
    if (buckets >= EMAILS_LEAST)
        tell(service, FACT_stage_email, "e-mail addresses", buckets, reporter);
    buckets = buckets_of(service, FACT_stage_card, reporter);
    if (buckets >= CARDS_LEAST)
        tell(service, FACT_stage_card, "card numbers", buckets, reporter);
}

const struct check check_deploy_test_data = {
    .id = "deploy.test_data",
    .title = "Host for tests holds what looks like data of real people",
    .why = "Hosts for tests are guarded less, reached by more people and copied more often than production.",
    .fix = "Fill it with made-up data, or mask what is copied from production; until then guard it like "
           "production.",
    .severity = SEVERITY_MEDIUM,
    .group = CHECKS_DEPLOYED,
    .owasp = "API9:2023",
    .cwe = 1230,
    .run = run,
};
