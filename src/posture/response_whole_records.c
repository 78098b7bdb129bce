/* SPDX-License-Identifier: Apache-2.0 */
/* Lists without pages whose items are stored records: secrets, affairs or marks of the database in each. */
#include "posture/check.h"
#include "posture/shape.h"

#include <inttypes.h>

#define LEAST_ITEMS 2
#define MANY_ITEMS 10 /* of records that are only marked as such */

static enum inside worst_of(const struct shape *shape)
{
    enum inside worst = INSIDE_NOT;

    for (size_t i = 0; i < shape->inside_count; i++)
        if (shape->insides[i].inside > worst)
            worst = shape->insides[i].inside;
    return worst;
}

/* "password" itself is no mark of the inside in a single answer, which another check tells; in a list it is. */
static bool has_passwords(const struct shape *shape)
{
    const struct field *password = schema_find(shape->item, SLICE("password"));

    return password && password->values && password->values->count > password->values->empty;
}

static void look_at(const struct posture_endpoint *endpoint, struct reporter *reporter)
{
    struct shape shape;
    enum inside worst;

    if (!slice_eq(endpoint->endpoint->method, SLICE("GET")) ||
        !shape_of(endpoint, report_arena(reporter), &shape) || !shape.list || shape.is_paged ||
        shape.list->items_max < LEAST_ITEMS)
        return;
    worst = has_passwords(&shape) ? INSIDE_SECRET : worst_of(&shape);
    if (worst == INSIDE_NOT || (worst < INSIDE_SECRET && shape.list->items_max < MANY_ITEMS) ||
        (worst < INSIDE_SECRET && endpoint->purpose & (PURPOSE_ADMIN | PURPOSE_EXPORT)))
        return;
    report(reporter, SLICE(""), worst == INSIDE_SECRET ? SEVERITY_HIGH : report_severity(reporter),
           &(struct sighting){
               .endpoint = endpoint,
               .location =
                   report_text(reporter, "response %d %.*s", (int)shape.status, SLICE_ARG(shape.pointer)),
               .evidence =
                   report_text(reporter,
                               "up to %" PRIu32 " records at once in %" PRIu64
                               " answers, with %.*s in each, and no pages",
                               shape.list->items_max, shape.bodies,
                               SLICE_ARG(shape.inside_count ? shape.insides[0].name : SLICE("password"))),
               .count = shape.bodies,
               .of = shape.bodies,
           });
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    for (size_t i = 0; i < service->endpoint_count; i++)
        look_at(&service->endpoints[i], reporter);
}

const struct check check_response_whole_records = {
    .id = "response.whole_records",
    .title = "Whole tables are handed out",
    .why = "A list of records as they are stored, all of them at once, is a copy of the table.",
    .fix = "Answer in pages with the members that clients need; keep exports behind a right of their "
           "own.",
    .severity = SEVERITY_MEDIUM,
    .group = CHECKS_GIVEN,
    .owasp = "API3:2023",
    .cwe = 213,
    .run = run,
};
