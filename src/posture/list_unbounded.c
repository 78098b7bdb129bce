/* SPDX-License-Identifier: Apache-2.0 */
/* Lists that grow and know no pages, and limits that are followed at any size. */
#include "posture/shape.h"
#include "posture/told.h"

#include <inttypes.h>

#define LARGE 100      /* items in one answer */
#define HUGE_LIST 1000 /* the same, where it matters however it came about */

/* Lists of what hardly changes (countries, plans) have the same length every time. */
static bool grows(const struct field *list)
{
    return list->items_max >= 2 * (uint64_t)(list->items_min ? list->items_min : 1) ||
           list->items_max >= HUGE_LIST;
}

static void look_at(const struct posture_endpoint *endpoint, struct reporter *reporter)
{
    struct shape shape;

    if (!slice_eq(endpoint->endpoint->method, SLICE("GET")) ||
        !shape_of(endpoint, report_arena(reporter), &shape) || !shape.list || shape.is_paged ||
        shape.list->items_max < LARGE || !grows(shape.list))
        return;
    report(reporter, SLICE(""),
           shape.list->items_max >= HUGE_LIST ? SEVERITY_MEDIUM : report_severity(reporter),
           &(struct sighting){
               .endpoint = endpoint,
               .location =
                   report_text(reporter, "response %d %.*s", (int)shape.status, SLICE_ARG(shape.pointer)),
               .evidence = report_text(reporter,
                                       "lists of %" PRIu32 " to %" PRIu32 " items in %" PRIu64
                                       " answers, and neither requests nor answers speak of pages",
                                       shape.list->items_min, shape.list->items_max, shape.bodies),
               .count = shape.bodies,
               .of = shape.bodies,
           });
}

static void visit(const struct posture_service *service, const struct posture_endpoint *endpoint,
                  const struct observed_fact *fact, struct reporter *reporter)
{
    told_report(endpoint, fact, SEVERITY_MEDIUM,
                report_text(reporter, "%" PRIu64 " answer%s followed a very large limit",
                            TOLD_ANSWERS(fact->support.count)),
                reporter);
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    for (size_t i = 0; i < service->endpoint_count; i++)
        look_at(&service->endpoints[i], reporter);
    told_each(service, FACT_limit_honoured, visit, reporter);
}

const struct check check_list_unbounded = {
    .id = "list.unbounded",
    .title = "Lists have no bound",
    .why = "One call takes all there is: slow for everybody, and whoever copies the data needs no "
           "patience.",
    .fix = "Answer in pages with a limit of your own, whatever limit is asked for.",
    .severity = SEVERITY_LOW,
    .group = CHECKS_GIVEN,
    .owasp = "API4:2023",
    .cwe = 770,
    .run = run,
};
