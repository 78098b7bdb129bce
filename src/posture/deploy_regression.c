/* SPDX-License-Identifier: Apache-2.0 */
/* Errors, latency or sizes that jumped with a change. A change is seen: a field names another release, a banner another version, or other servers took over. Before and after are compared by equal spans of time, so that a peak, a night or one bad hour is no jump. */
#include "posture/check.h"
#include "posture/history.h"
#include "posture/release.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#define MINUTE (60ll * 1000000000)
#define CALLS_LEAST 50 /* before and after */
#define SPANS_LEAST 4  /* of them with enough calls */
#define SPAN_CALLS 5

enum figure { FIGURE_ERRORS, FIGURE_LATENCY, FIGURE_SIZE };

struct side {
    uint64_t calls, errors, successes;
    double values[HISTORY_SPANS]; /* of spans with enough calls, of the figure asked for */
    size_t count, failing;        /* failing: spans with errors above a twentieth */
    double rate;                  /* calls a second */
};

/* ---- figures of both sides ---- */

static bool value_of(const struct span_history *span, enum figure figure, double *ret)
{
    uint32_t of = figure == FIGURE_LATENCY ? span->measured
                  : figure == FIGURE_SIZE  ? span->successes
                                           : span->calls;
    uint64_t sum = figure == FIGURE_LATENCY ? span->log_duration
                   : figure == FIGURE_SIZE  ? span->log_bytes
                                            : (uint64_t)span->errors << 16;

    *ret = of ? (double)sum / 65536 / of : 0;
    return of >= SPAN_CALLS;
}

static void gather(const struct endpoint_history *history, enum figure figure, int64_t from, int64_t to,
                   struct side *ret)
{
    size_t spans = 0;

    *ret = (struct side){ .calls = 0 };
    for (size_t i = 0; i < history->span_count; i++) {
        const struct span_history *span = &history->spans[i];
        int64_t start = history->first + (int64_t)(i * history->span_width);
        double value;

        if (start < from || start + (int64_t)history->span_width > to)
            continue;
        spans++;
        ret->calls += span->calls;
        ret->errors += span->errors;
        ret->failing += span->calls >= SPAN_CALLS && span->errors * 20 > span->calls;
        if (value_of(span, figure, &value))
            ret->values[ret->count++] = value;
    }
    if (spans)
        ret->rate = (double)ret->calls / ((double)spans * (double)history->span_width / 1e9);
}

static int order_values(const void *a, const void *b)
{
    const double *left = a, *right = b;

    return (*left > *right) - (*left < *right);
}

static bool have_enough(struct side *before, struct side *after)
{
    if (before->calls < CALLS_LEAST || after->calls < CALLS_LEAST || before->count < SPANS_LEAST ||
        after->count < SPANS_LEAST)
        return false;
    qsort(before->values, before->count, sizeof *before->values, order_values);
    qsort(after->values, after->count, sizeof *after->values, order_values);
    return true;
}

/* Four of five spans after are above all before but the worst in ten. */
static bool is_apart(const struct side *before, const struct side *after)
{
    return after->values[after->count / 5] > before->values[(before->count - 1) * 9 / 10];
}

/* ---- jumps ---- */

static void tell(const struct posture_endpoint *endpoint, const char *subject, enum severity severity,
                 struct slice evidence, int64_t at, struct reporter *reporter)
{
    report(reporter, slice_of(subject), severity,
           &(struct sighting){ .endpoint = endpoint,
                               .evidence = evidence,
                               .count = endpoint->history->calls,
                               .of = endpoint->history->calls,
                               .first = at,
                               .last = endpoint->history->last });
}

static void look_errors(const struct posture_endpoint *endpoint, const struct release_change *change,
                        struct reporter *reporter)
{
    struct side before, after;
    double was, is, deviation;

    gather(endpoint->history, FIGURE_ERRORS, INT64_MIN, change->before, &before);
    gather(endpoint->history, FIGURE_ERRORS, change->after, INT64_MAX, &after);
    if (!have_enough(&before, &after))
        return;
    was = (double)before.errors / (double)before.calls;
    is = (double)after.errors / (double)after.calls;
    deviation = sqrt((was + 0.005) * (1 - was) * (1 / (double)before.calls + 1 / (double)after.calls));
    if (is >= 0.05 && is >= 4 * (was + 0.005) && is - was > 5 * deviation && after.failing * 2 > after.count)
        tell(endpoint, "errors", report_severity(reporter),
             report_text(reporter,
                         "%.1f %% of %" PRIu64 " calls failed (5xx) since %.*s, %.1f %% of %" PRIu64
                         " before",
                         100 * is, after.calls, SLICE_ARG(change->what), 100 * was, before.calls),
             change->after, reporter);
}

/* Figures that are compared by their usual size: the middle span of each side, as powers of two. */
static void look_figure(const struct posture_endpoint *endpoint, enum figure figure,
                        const struct release_change *change, struct reporter *reporter)
{
    struct side before, after;
    double was, is, factor = figure == FIGURE_LATENCY ? 1.5 : 2;

    gather(endpoint->history, figure, INT64_MIN, change->before, &before);
    gather(endpoint->history, figure, change->after, INT64_MAX, &after);
    if (!have_enough(&before, &after) || !is_apart(&before, &after) || after.rate > 2 * before.rate)
        return;
    was = exp2(before.values[before.count / 2]);
    is = exp2(after.values[after.count / 2]);
    if (is < factor * was || (figure == FIGURE_LATENCY ? is - was < 20e6 : is - was < 256))
        return;
    if (figure == FIGURE_LATENCY)
        tell(endpoint, "latency", SEVERITY_LOW,
             report_text(reporter, "answers usually take %.0f ms since %.*s, %.0f ms before", is / 1e6,
                         SLICE_ARG(change->what), was / 1e6),
             change->after, reporter);
    else
        tell(endpoint, "size", SEVERITY_INFO,
             report_text(reporter, "answers usually have %.0f bytes since %.*s, %.0f before", is,
                         SLICE_ARG(change->what), was),
             change->after, reporter);
}

static void run(const struct posture_service *service, struct reporter *reporter)
{
    struct release_change changes[RELEASE_CHANGES];
    size_t count = release_changes(service, changes, reporter);

    for (size_t i = 0; i < service->endpoint_count; i++) {
        const struct posture_endpoint *endpoint = &service->endpoints[i];

        for (size_t j = 0; endpoint->history && endpoint->history->spans && j < count; j++) {
            look_errors(endpoint, &changes[j], reporter);
            look_figure(endpoint, FIGURE_LATENCY, &changes[j], reporter);
            look_figure(endpoint, FIGURE_SIZE, &changes[j], reporter);
        }
    }
}

const struct check check_deploy_regression = {
    .id = "deploy.regression",
    .title = "Worse since a change",
    .why = "A release that fails or slows down for some callers is often noticed by them first, and errors "
           "tell attackers where to look.",
    .fix = "Compare this release with the one before, or roll it back; watch errors and latency of each "
           "endpoint after deployments.",
    .severity = SEVERITY_MEDIUM,
    .group = CHECKS_DEPLOYED,
    .owasp = "",
    .cwe = 0,
    .run = run,
};
