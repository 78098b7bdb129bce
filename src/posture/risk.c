/* SPDX-License-Identifier: Apache-2.0 */
#include "posture/risk.h"

#include "catalog/exposed.h"
#include "posture/check.h"
#include "posture/history.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define PARTS_MOST 24
#define MEDIUM_FROM 4.0
#define HIGH_FROM 7.0

/* Parts while they are gathered; points are those of the table, not yet what they add. */
struct weighing {
    struct arena *arena;
    struct risk_part parts[PARTS_MOST];
    size_t count;
    bool failed;
};

__attribute__((format(printf, 4, 5))) static void weigh(struct weighing *weighing, bool is_impact,
                                                        double points, const char *format, ...)
{
    struct risk_part *part = &weighing->parts[weighing->count];
    char text[512];
    va_list arguments;
    int len;

    if (points <= 0 || weighing->count == PARTS_MOST)
        return;
    va_start(arguments, format);
    len = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    *part = (struct risk_part){ .is_impact = is_impact, .points = points };
    part->reason =
        arena_copy(weighing->arena, slice_make(text, len < (int)sizeof text ? (size_t)len : sizeof text - 1));
    weighing->failed |= part->reason.at == NULL;
    weighing->count++;
}

/* Two chances together, out of ten. */
static double together(double a, double b)
{
    return 10 * (1 - (1 - a / 10) * (1 - b / 10));
}

/* ---- likelihood ---- */

static void weigh_reach(struct weighing *weighing, enum reach reach)
{
    static const struct {
        double points;
        const char *reason;
    } rows[] = {
        [REACH_UNKNOWN] = { 1.5, "who can reach it is not known" },
        [REACH_INTERNAL] = { 0.5, "it is reached from inside" },
        [REACH_PARTNER] = { 2, "partners reach it" },
        [REACH_PUBLIC] = { 3, "anybody on the internet reaches it" },
    };

    weigh(weighing, false, rows[reach].points, "%s", rows[reach].reason);
}

/* Every way to say who one is shows a secret that lives long. */
static bool is_weakly_guarded(const struct endpoint *endpoint)
{
    for (size_t i = 0; i < endpoint->security_count; i++) {
        const struct security_scheme *scheme = endpoint->security[i].scheme;

        if (scheme->kind != SECURITY_BASIC &&
            !(scheme->kind == SECURITY_API_KEY && scheme->place == PLACE_QUERY))
            return false;
    }
    return endpoint->security_count > 0;
}

static void weigh_guard(struct weighing *weighing, const struct posture_endpoint *endpoint)
{
    const uint32_t for_everybody =
        PURPOSE_PUBLIC | PURPOSE_LOGIN | PURPOSE_LOGOUT | PURPOSE_RESET | PURPOSE_SIGNUP | PURPOSE_WEBHOOK;
    uint64_t open = observed(endpoint->endpoint->observations, MARK_anonymous_success);

    if (!endpoint->asks_credential && open && !(endpoint->purpose & for_everybody))
        weigh(weighing, false, 3, "it answered %" PRIu64 " requests without a credential", open);
    else if (endpoint->asks_credential && is_weakly_guarded(endpoint->endpoint))
        weigh(weighing, false, 1.5, "it is guarded by a password or key that travels in every request");
}

static double finding_points(enum severity severity)
{
    static const double points[SEVERITIES] = { 0.1, 0.5, 2, 4, 6 };

    return points[severity];
}

/* The severity of a finding where it touches this endpoint; NULL: the service as a whole. */
static enum severity severity_at(const struct posture_finding *finding,
                                 const struct posture_endpoint *endpoint)
{
    enum severity most = SEVERITY_INFO;

    for (size_t i = 0; i < finding->place_count; i++)
        if (finding->places[i].endpoint == endpoint && finding->places[i].severity > most)
            most = finding->places[i].severity;
    return most;
}

static void weigh_findings(struct weighing *weighing, const struct posture_endpoint *endpoint,
                           const struct posture_finding *const *findings, size_t count, const char *of_what)
{
    const struct check *worst = NULL;
    enum severity most = SEVERITY_INFO;
    double points = 0;

    for (size_t i = 0; i < count; i++) {
        enum severity severity = severity_at(findings[i], endpoint);

        points = together(points, finding_points(severity));
        if (!worst || severity > most) {
            worst = findings[i]->check;
            most = severity;
        }
    }
    if (worst && count == 1)
        weigh(weighing, false, points, "%s%s (%s)", of_what, worst->title, severity_name(most));
    else if (worst)
        weigh(weighing, false, points, "%s%s (%s) and %zu more finding%s", of_what, worst->title,
              severity_name(most), count - 1, count == 2 ? "" : "s");
}

static void weigh_guessable(struct weighing *weighing, const struct posture_finding *const *findings,
                            size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (findings[i]->check->group == CHECKS_GUESSABLE) {
            weigh(weighing, false, 1.5, "identifiers can be guessed");
            return;
        }
}

static void weigh_callers(struct weighing *weighing, const struct posture_endpoint *endpoint)
{
    uint64_t outside = endpoint->history ? endpoint->history->outside
                                         : observed(endpoint->endpoint->observations, MARK_client_outside);

    if (outside > 1)
        weigh(weighing, false, fmin(1.5, log10((double)outside) / 4),
              "it was called %" PRIu64 " times from outside", outside);
}

/* ---- impact ---- */

static double class_points(enum severity severity)
{
    static const double points[SEVERITIES] = { 0.5, 1.5, 3.5, 5.5, 7 };

    return points[severity];
}

struct classes {
    const struct data_class_row *worst;
    const struct data_class_row *by_group[GROUP_CUSTOM + 1]; /* the worst of each */
    size_t kinds;                                            /* classes, each once */
    uint64_t seen;
};

static bool is_handed_out(const struct exposed *data)
{
    return data->place == EXPOSED_RESPONSE_BODY || data->place == EXPOSED_RESPONSE_HEADER;
}

/* The token of a log-in is what it is for. */
static bool is_its_purpose(const struct posture_endpoint *endpoint, const struct exposed *data)
{
    return data->row->group == GROUP_CREDENTIAL &&
           endpoint->purpose & (PURPOSE_LOGIN | PURPOSE_SIGNUP | PURPOSE_RESET | PURPOSE_LOGOUT);
}

/* Who sends an address and gets it back was told nothing. */
static bool is_echo(const struct posture_endpoint *endpoint, const struct exposed *data)
{
    for (size_t i = 0; i < endpoint->data_count; i++)
        if (!is_handed_out(&endpoint->data[i]) && endpoint->data[i].class.class == data->class.class)
            return true;
    return false;
}

static struct classes classes_of(const struct posture_endpoint *endpoint, bool handed_out)
{
    struct classes classes = { 0 };

    for (size_t i = 0; i < endpoint->data_count; i++) {
        const struct exposed *data = &endpoint->data[i];
        const struct data_class_row **of_group = &classes.by_group[data->row->group];

        if (is_handed_out(data) != handed_out || is_its_purpose(endpoint, data) ||
            (handed_out && is_echo(endpoint, data)))
            continue;
        if (!*of_group || data->row->severity > (*of_group)->severity)
            *of_group = data->row;
        if (!classes.worst || data->row->severity > classes.worst->severity)
            classes.worst = data->row;
        classes.kinds += !(classes.seen >> data->class.class & 1);
        classes.seen |= 1ull << data->class.class;
    }
    return classes;
}

static void weigh_data(struct weighing *weighing, const struct posture_endpoint *endpoint, bool handed_out)
{
    struct classes classes = classes_of(endpoint, handed_out);
    double points, share = handed_out ? 1 : 0.4;
    const char *verb = handed_out ? "hands out" : "takes in";

    if (!classes.worst)
        return;
    points = share * class_points(classes.worst->severity);
    for (size_t i = 0; i <= GROUP_CUSTOM; i++)
        if (classes.by_group[i] && classes.by_group[i] != classes.worst)
            points = together(points, share * class_points(classes.by_group[i]->severity) / 5);
    if (classes.kinds > 1)
        weigh(weighing, true, points, "it %s: %s, and %zu more class%s of sensitive data", verb,
              classes.worst->title, classes.kinds - 1, classes.kinds == 2 ? "" : "es");
    else
        weigh(weighing, true, points, "it %s: %s", verb, classes.worst->title);
}

static void weigh_purpose(struct weighing *weighing, uint32_t purpose)
{
    static const struct {
        uint32_t purpose;
        double points;
        const char *reason;
    } rows[] = {
        { PURPOSE_ADMIN, 4, "it is for administration" },
        { PURPOSE_PAYMENT, 4, "it moves money" },
        { PURPOSE_LOGIN, 3, "it hands out credentials" },
        { PURPOSE_RESET, 3, "it changes passwords" },
        { PURPOSE_CODE, 2, "it takes codes that are worth something" },
        { PURPOSE_UPLOAD, 1.5, "it takes files" },
        { PURPOSE_MESSAGE, 1.5, "it sends messages to people" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (purpose & rows[i].purpose) {
            weigh(weighing, true, rows[i].points, "%s", rows[i].reason);
            return;
        }
}

/* The longest list within the first two levels of a field. */
static uint32_t longest_list(const struct field *field, int depth)
{
    const struct field *member;
    uint32_t longest = field->types[TYPE_ARRAY] ? field->items_max : 0, inside;
    size_t cursor = 0;

    while (depth > 0 && (member = schema_next(field, &cursor))) {
        inside = longest_list(member, depth - 1);
        longest = inside > longest ? inside : longest;
    }
    return longest;
}

static void weigh_many(struct weighing *weighing, const struct posture_endpoint *endpoint)
{
    const struct endpoint *of = endpoint->endpoint;
    uint32_t most = 0;

    for (size_t i = 0; i < of->response_count; i++)
        for (size_t j = 0; of->responses[i].status / 100 == 2 && j < of->responses[i].content_count; j++)
            if (of->responses[i].contents[j].schema) {
                uint32_t longest = longest_list(schema_root(of->responses[i].contents[j].schema), 2);

                most = longest > most ? longest : most;
            }
    if (endpoint->purpose & PURPOSE_EXPORT)
        weigh(weighing, true, 2, "it hands out much at once");
    else if (most >= 20)
        weigh(weighing, true, most >= 100 ? 2 : 1, "it hands out up to %" PRIu32 " records at once", most);
}

static void weigh_consumers(struct weighing *weighing, const struct endpoint *endpoint)
{
    if (endpoint->consumers > 1)
        weigh(weighing, true, fmin(1.5, log10((double)endpoint->consumers) / 2),
              "about %" PRIu64 " consumers depend on it", endpoint->consumers);
}

/* ---- the sum ---- */

static enum severity level_of(double likelihood, double impact)
{
    static const enum severity levels[3][3] = {
        { SEVERITY_INFO, SEVERITY_LOW, SEVERITY_MEDIUM },
        { SEVERITY_LOW, SEVERITY_MEDIUM, SEVERITY_HIGH },
        { SEVERITY_MEDIUM, SEVERITY_HIGH, SEVERITY_CRITICAL },
    };
    size_t row = (likelihood >= MEDIUM_FROM) + (likelihood >= HIGH_FROM);
    size_t column = (impact >= MEDIUM_FROM) + (impact >= HIGH_FROM);

    return levels[row][column];
}

static int order_parts(const void *a, const void *b)
{
    const struct risk_part *left = a, *right = b;

    if (left->points < right->points || left->points > right->points)
        return left->points > right->points ? -1 : 1;
    if (left->is_impact != right->is_impact)
        return left->is_impact ? 1 : -1;
    return slice_compare(left->reason, right->reason);
}

/* What each part adds, strongest first; then in the order of that. */
static bool settle(struct weighing *weighing, struct risk *ret)
{
    struct risk_part *parts = arena_get_array(weighing->arena, weighing->count + 1, sizeof *parts);

    *ret = (struct risk){ .parts = parts, .part_count = weighing->count };
    if (!parts || weighing->failed)
        return false;
    if (weighing->count) {
        memcpy(parts, weighing->parts, weighing->count * sizeof *parts);
        qsort(parts, weighing->count, sizeof *parts, order_parts);
    }
    for (size_t i = 0; i < weighing->count; i++) {
        double *sum = parts[i].is_impact ? &ret->impact : &ret->likelihood, before = *sum;

        *sum = together(before, parts[i].points);
        parts[i].points = *sum - before;
    }
    if (weighing->count)
        qsort(parts, weighing->count, sizeof *parts, order_parts);
    ret->score = ret->likelihood * ret->impact / 10;
    ret->level = level_of(ret->likelihood, ret->impact);
    return true;
}

static void weigh_endpoint(struct weighing *weighing, const struct posture_endpoint *endpoint,
                           const struct posture_finding *const *findings, size_t count)
{
    struct slice stage = endpoint->service->stage;

    weigh_reach(weighing, endpoint->reach);
    weigh_guard(weighing, endpoint);
    weigh_findings(weighing, endpoint, findings, count, "");
    weigh_guessable(weighing, findings, count);
    if (stage.len)
        weigh(weighing, false, 0.5, "hosts for %.*s are seldom watched", SLICE_ARG(stage));
    weigh_callers(weighing, endpoint);
    weigh_data(weighing, endpoint, true);
    weigh_data(weighing, endpoint, false);
    if (endpoint->changes_state)
        weigh(weighing, true, 2, "it changes what is stored");
    weigh_purpose(weighing, endpoint->purpose);
    weigh_many(weighing, endpoint);
    weigh_consumers(weighing, endpoint->endpoint);
}

bool risk_of_endpoint(const struct posture_endpoint *endpoint, const struct posture_finding *const *findings,
                      size_t count, struct arena *arena, struct risk *ret)
{
    struct weighing weighing = { .arena = arena };

    weigh_endpoint(&weighing, endpoint, findings, count);
    return settle(&weighing, ret);
}

/* ---- of a service ---- */

/* The worst with what is wrong of the whole service beside it: so one finding more never lowers the sum. */
static size_t find_worst(const struct risk *endpoints, size_t count, double of_whole)
{
    enum severity most = SEVERITY_INFO;
    double highest = -1;
    size_t worst = 0;

    for (size_t i = 0; i < count; i++) {
        double likelihood = together(endpoints[i].likelihood, of_whole),
               score = likelihood * endpoints[i].impact;
        enum severity level = level_of(likelihood, endpoints[i].impact);

        if (level > most || (level == most && score > highest)) {
            worst = i;
            most = level;
            highest = score;
        }
    }
    return worst;
}

/* Those that are not about endpoints. */
static size_t findings_of_the_whole(const struct posture_finding *findings, size_t count,
                                    const struct posture_finding **ret)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < findings[i].place_count; j++)
            if (!findings[i].places[j].endpoint) {
                ret[kept++] = &findings[i];
                break;
            }
    return kept;
}

/* The parts of the worst endpoint weigh again what they added there: together they come to the same. */
static void take_over(struct weighing *weighing, const struct risk *worst)
{
    double sums[2] = { 0, 0 };

    for (size_t i = 0; i < worst->part_count && weighing->count < PARTS_MOST; i++) {
        struct risk_part *part = &weighing->parts[weighing->count++];
        double *sum = &sums[worst->parts[i].is_impact], added = worst->parts[i].points;

        *part = worst->parts[i];
        part->points = 10 * added / (10 - *sum);
        *sum += added;
    }
}

static bool say_worst(const struct posture_service *service, const struct risk *endpoints, size_t worst,
                      struct arena *arena, struct risk *ret)
{
    const struct endpoint *endpoint = service->endpoints[worst].endpoint;
    struct risk_part *parts = arena_get_array(arena, ret->part_count + 1, sizeof *parts);
    size_t same = 0;

    if (!parts)
        return false;
    for (size_t i = 0; i < service->endpoint_count; i++)
        same += endpoints[i].level == endpoints[worst].level;
    memcpy(parts, ret->parts, ret->part_count * sizeof *parts);
    parts[ret->part_count].reason = arena_printf(
        arena, "the worst of %zu endpoint%s is %.*s %.*s, %zu of them %s at its level, %s",
        service->endpoint_count, service->endpoint_count == 1 ? "" : "s", SLICE_ARG(endpoint->method),
        SLICE_ARG(endpoint->path), same, same == 1 ? "is" : "are", severity_name(endpoints[worst].level));
    ret->parts = parts;
    return parts[ret->part_count++].reason.at != NULL;
}

bool risk_of_service(const struct posture_service *service, const struct risk *endpoints,
                     const struct posture_finding *findings, size_t count, struct arena *arena,
                     struct risk *ret)
{
    struct weighing weighing = { .arena = arena };
    const struct posture_finding **whole =
        arena_get_array(arena, count + 1, sizeof(const struct posture_finding *));
    size_t worst, kept;
    double points = 0;

    if (!whole)
        return false;
    kept = findings_of_the_whole(findings, count, whole);
    for (size_t i = 0; i < kept; i++)
        points = together(points, finding_points(severity_at(whole[i], NULL)));
    worst = find_worst(endpoints, service->endpoint_count, points);
    if (service->endpoint_count)
        take_over(&weighing, &endpoints[worst]);
    else
        weigh_reach(&weighing, service->reach);
    weigh_findings(&weighing, NULL, whole, findings_of_the_whole(findings, count, whole),
                   "of the whole service: ");
    return settle(&weighing, ret) &&
           (service->endpoint_count == 0 || say_worst(service, endpoints, worst, arena, ret));
}
