/* SPDX-License-Identifier: Apache-2.0 */
/* Answers with members of the inside (passwordHash, internalNotes, costPrice), and lists that tell more of each than the single view. */
#include "posture/check.h"
#include "posture/shape.h"

#include <inttypes.h>

#define FAR_WIDER 4 /* times the siblings' */
#define WIDE 40     /* members */

static enum severity severity_of(enum inside worst)
{
    return worst == INSIDE_SECRET ? SEVERITY_HIGH : worst == INSIDE_AFFAIR ? SEVERITY_MEDIUM : SEVERITY_LOW;
}

/* Who runs the house sees its affairs; secrets are for nobody. */
static enum inside worst_of(const struct posture_endpoint *endpoint, const struct shape *shape)
{
    enum inside worst = INSIDE_NOT;

    for (size_t i = 0; i < shape->inside_count; i++)
        if (shape->insides[i].inside > worst)
            worst = shape->insides[i].inside;
    return endpoint->purpose & PURPOSE_ADMIN && worst < INSIDE_SECRET ? INSIDE_NOT : worst;
}

static struct slice names_of(const struct shape *shape, enum inside least, struct reporter *reporter)
{
    struct slice names = SLICE("");

    for (size_t i = 0; i < shape->inside_count; i++)
        if (shape->insides[i].inside >= least)
            names = report_text(reporter, "%.*s%s%.*s", SLICE_ARG(names), names.len ? ", " : "",
                                SLICE_ARG(shape->insides[i].name));
    return names;
}

static void tell(const struct posture_endpoint *endpoint, const struct shape *shape, enum severity severity,
                 struct slice evidence, struct reporter *reporter)
{
    report(reporter, SLICE(""), severity,
           &(struct sighting){
               .endpoint = endpoint,
               .location =
                   report_text(reporter, "response %d %.*s", (int)shape->status, SLICE_ARG(shape->pointer)),
               .evidence = evidence,
               .count = shape->bodies,
               .of = shape->bodies,
           });
}

/* Typical width of the other endpoints; 0: too few to say. */
static size_t usual_width(const struct shape *shapes, size_t count, size_t except)
{
    size_t below, best = 0, with = 0;

    for (size_t i = 0; i < count; i++)
        with += i != except && shapes[i].root;
    if (with < 3)
        return 0;
    for (size_t i = 0; i < count; i++) {
        if (i == except || !shapes[i].root)
            continue;
        below = 0;
        for (size_t j = 0; j < count; j++)
            below += j != except && shapes[j].root && shapes[j].width <= shapes[i].width;
        if (below * 2 >= with && (best == 0 || shapes[i].width < best))
            best = shapes[i].width;
    }
    return best;
}

static void look_at(const struct posture_service *service, const struct shape *shapes, size_t index,
                    struct reporter *reporter)
{
    const struct posture_endpoint *endpoint = &service->endpoints[index];
    const struct shape *shape = &shapes[index];
    enum inside worst = worst_of(endpoint, shape);
    size_t usual = usual_width(shapes, service->endpoint_count, index);
    bool far_wider = usual && shape->width >= WIDE && shape->width >= FAR_WIDER * usual;

    /* Marks of how records are kept say little alone; beside two of them, or in a far wider answer, a record is handed out. */
    if (worst == INSIDE_NOT || (worst == INSIDE_RECORD && shape->inside_count < 2 && !far_wider))
        return;
    tell(endpoint, shape, severity_of(worst),
         report_text(reporter, "%" PRIu64 " answers of %zu members (%zu are usual here) hold %.*s",
                     shape->bodies, shape->width, usual ? usual : shape->width,
                     SLICE_ARG(names_of(shape, INSIDE_RECORD, reporter))),
         reporter);
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    struct shape *shapes =
        arena_get_array(report_arena(reporter), service->endpoint_count + 1, sizeof *shapes);

    for (size_t i = 0; shapes && i < service->endpoint_count; i++)
        if (!shape_of(&service->endpoints[i], report_arena(reporter), &shapes[i]))
            return;
    for (size_t i = 0; shapes && i < service->endpoint_count; i++)
        if (shapes[i].root)
            look_at(service, shapes, i, reporter);
}

const struct check check_response_wider_than_siblings = {
    .id = "response.wider_than_siblings",
    .title = "Answers hold more than a client needs",
    .why = "What the screen does not show is still read by whoever looks at the answer itself.",
    .fix = "List the members that clients need and answer with those alone; never hand out a record "
           "as it is stored.",
    .severity = SEVERITY_MEDIUM,
    .group = CHECKS_GIVEN,
    .owasp = "API3:2023",
    .cwe = 213,
    .run = run,
};
