/* SPDX-License-Identifier: Apache-2.0 */
/* Uploads that take programs and pages, or that took everything there was and never refused a file. */
#include "posture/check.h"

#include <inttypes.h>

#define KINDS 4    /* different endings before "takes everything" is said */
#define SHARE 0.05 /* of uploads that a check of size or type would have refused */

static bool is_dangerous(struct slice kind)
{
    return slice_starts_with(kind, SLICE("program")) || slice_starts_with(kind, SLICE("page")) ||
           slice_starts_with(kind, SLICE("path"));
}

static bool report_dangerous(struct reporter *reporter, const struct posture_endpoint *endpoint,
                             const struct observed_fact *facts, size_t count, uint64_t of)
{
    bool found = false;

    for (size_t i = 0; i < count; i++) {
        struct slice kind = facts[i].subject;
        enum severity severity = slice_starts_with(kind, SLICE("page")) ? SEVERITY_MEDIUM : SEVERITY_HIGH;

        if (!is_dangerous(kind))
            continue;
        found = true;
        report(reporter, SLICE(""), severity,
               &(struct sighting){
                   .endpoint = endpoint,
                   .location = report_text(reporter, "upload of a %.*s", SLICE_ARG(kind)),
                   .evidence = report_text(reporter, "%" PRIu64 " of %" PRIu64 " accepted files were a %.*s",
                                           facts[i].support.count, of, SLICE_ARG(kind)),
                   .count = facts[i].support.count,
                   .of = of,
                   .first = facts[i].support.first,
                   .last = facts[i].support.last,
               });
    }
    return found;
}

static void look(struct reporter *reporter, const struct posture_endpoint *endpoint)
{
    const struct observations *seen = endpoint->endpoint->observations;
    const struct observed_fact *facts;
    size_t count = observed_facts(seen, FACT_upload_taken, &facts);
    uint64_t of = observed_times(seen, FACT_upload_taken);

    if (count == 0 || report_dangerous(reporter, endpoint, facts, count, of) || count < KINDS ||
        observed_times(seen, FACT_upload_refused) || !check_never(endpoint->service, of, SHARE))
        return;
    report(reporter, SLICE(""), SEVERITY_LOW,
           &(struct sighting){
               .endpoint = endpoint,
               .location = SLICE("request body"),
               .evidence = report_text(reporter,
                                       "all %" PRIu64
                                       " files were taken, of %zu kinds; none was refused for its size or "
                                       "type",
                                       of, count),
               .count = of,
               .of = of,
           });
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    for (size_t i = 0; i < service->endpoint_count; i++)
        look(reporter, &service->endpoints[i]);
}

const struct check check_accept_upload = {
    .id = "accept.upload",
    .title = "Uploads are taken whatever they are",
    .why = "A program or page that is uploaded and served again runs on the server, or in the browsers of "
           "others under your "
           "name.",
    .fix = "Allow types by a list and check the content, limit the size, store under names of your own, and "
           "serve uploads "
           "from another host as attachments.",
    .severity = SEVERITY_MEDIUM,
    .group = CHECKS_ACCEPTED,
    .owasp = "API8:2023",
    .cwe = 434,
    .run = run,
};
