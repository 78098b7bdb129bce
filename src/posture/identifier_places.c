/* SPDX-License-Identifier: Apache-2.0 */
#include "posture/identifier_places.h"

#include "base/words.h"
#include "catalog/exposed.h"
#include "posture/data.h"

#include <inttypes.h>
#include <math.h>

#define BODY_DEPTH 4
#define LEAST_ANSWERS 5    /* before it matters more than little */
#define REFUSED_SHARE 0.05 /* of calls that an object check refuses where it exists and people try */

struct looking {
    const struct posture_service *service;
    const struct posture_endpoint *endpoint;
    struct reporter *reporter;
    enum identifier_kind kind;
};

/* ---- what is an identifier ---- */

/* Measures, places in time and space, names: values, not objects. */
static const char *const measures[] = {
    "year",     "month",    "day",     "week",      "date",    "page",     "limit",     "offset",  "size",
    "zoom",     "level",    "lat",     "lon",       "lng",     "latitude", "longitude", "version", "status",
    "index",    "position", "line",    "row",       "column",  "width",    "height",    "port",    "amount",
    "quantity", "count",    "season",  "episode",   "chapter", "verse",    "round",     "zip",     "postal",
    "postcode", "start",    "end",     "timestamp", "time",    "minute",   "minutes",   "hour",    "hours",
    "days",     "radius",   "price",   "username",  "title",   "name",     "slug",      "sku",     "filename",
    "file",     "step",     "depth",   "ratio",     "rating",  "score",    "age",       "percent", "language",
    "locale",   "currency", "country",
};

/* Not of somebody's objects but of how a call is made, or of what everybody shares. */
static const char *const not_objects[] = { "client",     "request",  "trace",    "correlation", "campaign",
                                           "utm",        "span",     "device",   "tracking",    "category",
                                           "type",       "tag",      "locale",   "language",    "genre",
                                           "country",    "currency", "timezone", "app",         "application",
                                           "page",       "form",     "channel",  "nonce",       "message",
                                           "idempotency" };

static const char *const id_words[] = { "id", "ids", "uid", "uuid",      "guid", "number",
                                        "no", "nr",  "ref", "reference", "oid",  "pk" };

static bool names_path_object(struct slice name)
{
    struct words words = { 0 };

    words_add(&words, name);
    return !WORDS_HAVE(&words, measures);
}

/* "people_number" is how many. */
static bool numbers_object(const struct words *words)
{
    static const char *const numbered[] = { "account",  "order",    "invoice",  "card",      "ticket",
                                            "case",     "customer", "policy",   "member",    "contract",
                                            "document", "report",   "booking",  "reference", "vehicle",
                                            "parcel",   "tracking", "employee", "patient",   "shipment",
                                            "claim" };

    return words->count == 1 || SLICE_AMONG_NOCASE(words_at(words, words->count - 2), numbered);
}

/* "report_id", "orderId", "accountNumber"; "page_number" and "client_id" are none. */
static bool names_object(struct slice name)
{
    static const char *const counts[] = { "number", "no", "nr" };
    struct words words = { 0 };
    struct slice last;

    words_add(&words, name);
    if (words.count == 0 || WORDS_HAVE(&words, measures) || WORDS_HAVE(&words, not_objects))
        return false;
    last = words_at(&words, words.count - 1);
    return SLICE_AMONG_NOCASE(last, id_words) &&
           (!SLICE_AMONG_NOCASE(last, counts) || numbers_object(&words));
}

/* "reference" or "number" alone, in what a caller sends, is a word of the caller's: a line on a statement. */
static bool is_callers_own(struct slice name)
{
    static const char *const own[] = { "ref", "reference", "number", "no", "nr" };
    struct words words = { 0 };

    words_add(&words, name);
    return words.count == 1 && SLICE_AMONG_NOCASE(words_at(&words, 0), own);
}

/* ---- what it reaches ---- */

enum stake { STAKE_NOTHING, STAKE_GUARDED, STAKE_WORTH, STAKE_HIGH };

struct reach_of_id {
    enum stake stake;
    struct slice reason;
};

/* Of a station or a shop its place and telephone are no secret. */
static bool matters(const struct posture_endpoint *endpoint, const struct exposed *row)
{
    if (row->row->group == GROUP_TECHNICAL)
        return false;
    return (row->row->group != GROUP_CONTACT && row->class.class != DATA_coordinates) ||
           endpoint->asks_credential || data_is_about_people(endpoint);
}

static const struct data_class_row *worst_class(const struct posture_endpoint *endpoint)
{
    const struct data_class_row *worst = NULL;

    for (size_t i = 0; i < endpoint->data_count; i++) {
        const struct exposed *row = &endpoint->data[i];

        if (row->place == EXPOSED_RESPONSE_BODY && row->status >= 200 && row->status < 300 &&
            matters(endpoint, row) && (!worst || row->row->severity > worst->severity))
            worst = row->row;
    }
    return worst;
}

static struct reach_of_id reached(const struct posture_endpoint *endpoint, struct reporter *reporter)
{
    const struct data_class_row *worst = worst_class(endpoint);

    if (worst && worst->severity >= SEVERITY_HIGH)
        return (struct reach_of_id){ STAKE_HIGH, report_text(reporter, "it reaches %s", worst->title) };
    if (endpoint->purpose & PURPOSE_PAYMENT)
        return (struct reach_of_id){ STAKE_HIGH, SLICE("it reaches payments") };
    if (worst && worst->severity >= SEVERITY_MEDIUM)
        return (struct reach_of_id){ STAKE_WORTH, report_text(reporter, "it reaches %s", worst->title) };
    if (endpoint->changes_state && endpoint->asks_credential)
        return (struct reach_of_id){ STAKE_WORTH, SLICE("it changes the object") };
    if (endpoint->asks_credential && !(endpoint->purpose & PURPOSE_PUBLIC))
        return (struct reach_of_id){ STAKE_GUARDED, SLICE("it reaches what a credential is asked for") };
    return (struct reach_of_id){ STAKE_NOTHING, SLICE("it reaches nothing that is guarded") };
}

/* ---- whether an object was ever refused ---- */

static uint64_t named_success(const struct posture_endpoint *endpoint)
{
    const struct observations *seen = endpoint->endpoint->observations;
    uint64_t success = observed(seen, MARK_success), anonymous = observed(seen, MARK_anonymous_success);

    return success > anonymous ? success - anonymous : 0;
}

static enum severity weigh(const struct looking *at, enum stake stake, const struct identifier *found,
                           struct slice *ret_refusals)
{
    const struct observations *seen = at->endpoint->endpoint->observations;
    uint64_t forbidden = observed(seen, MARK_forbidden), missing = observed(seen, MARK_missing),
             success = named_success(at->endpoint);
    int severity = (int)stake;

    if (forbidden) {
        severity -= 2;
        *ret_refusals =
            report_text(at->reporter, "%" PRIu64 " times 403 was the answer to a credential", forbidden);
    } else if (missing) {
        severity -= 1;
        *ret_refusals = report_text(at->reporter, "403 was never seen, 404 %" PRIu64 " times", missing);
    } else {
        if (severity > SEVERITY_MEDIUM && !check_never(at->service, success, REFUSED_SHARE))
            severity = SEVERITY_MEDIUM;
        if (severity > SEVERITY_LOW && observed(seen, MARK_success) < LEAST_ANSWERS)
            severity = SEVERITY_LOW;
        *ret_refusals =
            success ? report_text(at->reporter,
                                  "no object was refused in %" PRIu64 " answers to a credential", success)
                    : SLICE("nobody is asked who he is");
    }
    if (found->kind == IDENTIFIER_TIME)
        severity -= found->is_coarse ? 2 : 1;
    return severity < SEVERITY_INFO ? SEVERITY_INFO : (enum severity)severity;
}

/* ---- what is told ---- */

static struct slice figures(const struct looking *at, const struct identifier *found)
{
    struct slice steps = SLICE("");

    if (found->steps >= 3)
        steps = report_text(at->reporter, ", %" PRIu64 " of %" PRIu64 " steps between neighbours are 1",
                            found->steps_of_one, found->steps);
    if (found->density > 0)
        return report_text(
            at->reporter,
            "%s: about %.0f distinct from %.0f to %.0f, density %.2g%.*s; one guess in %.0f hits (%.1f bits)",
            found->form, found->distinct, found->least, found->most, found->density, SLICE_ARG(steps),
            exp2(found->bits), found->bits);
    if (found->bits >= 0)
        return report_text(at->reporter, "%s: about %.0f distinct; one guess in %.0f hits (%.1f bits)",
                           found->form, found->distinct, exp2(found->bits), found->bits);
    return report_text(at->reporter, "%s: about %.0f distinct", found->form, found->distinct);
}

static void look_at(const struct looking *at, const struct field *field, const char *place, struct slice name)
{
    struct identifier found;
    struct reach_of_id reach;
    struct slice refusals;
    enum severity severity;

    identifier_judge(field, &found);
    if (found.kind != at->kind)
        return;
    reach = reached(at->endpoint, at->reporter);
    severity = weigh(at, reach.stake, &found, &refusals);
    report(at->reporter, SLICE(""), severity,
           &(struct sighting){
               .endpoint = at->endpoint,
               .location = report_text(at->reporter, "%s %.*s", place, SLICE_ARG(name)),
               .evidence = report_text(at->reporter, "%.*s; %.*s; %.*s", SLICE_ARG(figures(at, &found)),
                                       SLICE_ARG(reach.reason), SLICE_ARG(refusals)),
               .count = observed(at->endpoint->endpoint->observations, MARK_success),
               .of = at->endpoint->endpoint->support.count,
           });
}

/* Numbers side by side are a place on a map or in a calendar: /tiles/{z}/{x}/{y}. */
static bool has_neighbour(struct slice path, struct slice name)
{
    struct slice rest = path, segment;
    bool before = false;

    while (slice_next(&rest, '/', &segment)) {
        bool is_parameter = segment.at[0] == '{', is_it = is_parameter && segment.len == name.len + 2 &&
                                                          memcmp(segment.at + 1, name.at, name.len) == 0;

        if (is_it)
            return before || slice_starts_with(rest, SLICE("{"));
        before = is_parameter;
    }
    return false;
}

static void look_at_body(const struct looking *at, const struct field *field, struct slice key,
                         struct slice pointer, unsigned depth)
{
    size_t cursor = 0;
    const struct field *member;

    if (depth > BODY_DEPTH)
        return;
    if (field->key.len)
        key = field->key;
    if (depth && names_object(key) && !is_callers_own(key) && (field->values || field->numbers))
        look_at(at, field, "request", pointer);
    while ((member = schema_next(field, &cursor)))
        look_at_body(at, member, key,
                     report_text(at->reporter, "%.*s/%.*s", SLICE_ARG(pointer), SLICE_ARG(member->key)),
                     depth + 1);
    if (field->items)
        look_at_body(at, field->items, key, report_text(at->reporter, "%.*s/[]", SLICE_ARG(pointer)),
                     depth + 1);
}

static void look_at_endpoint(const struct looking *at)
{
    const struct endpoint *endpoint = at->endpoint->endpoint;

    for (size_t i = 0; i < endpoint->parameter_count; i++) {
        const struct parameter *parameter = &endpoint->parameters[i];

        if (parameter->place == PLACE_PATH && names_path_object(parameter->name) &&
            !has_neighbour(endpoint->path, parameter->name))
            look_at(at, parameter->field, "path", parameter->name);
        else if (parameter->place == PLACE_QUERY && names_object(parameter->name))
            look_at(at, parameter->field, "query", parameter->name);
    }
    for (size_t i = 0; i < endpoint->accepted_request_count; i++)
        if (endpoint->accepted_requests[i].schema)
            look_at_body(at, schema_root(endpoint->accepted_requests[i].schema), SLICE(""), SLICE(""), 0);
}

void identifiers_report(const struct posture_service *service, enum identifier_kind kind,
                        struct reporter *reporter)
{
    for (size_t i = 0; i < service->endpoint_count; i++)
        if (observed(service->endpoints[i].endpoint->observations, MARK_success))
            look_at_endpoint(&(struct looking){ service, &service->endpoints[i], reporter, kind });
}
