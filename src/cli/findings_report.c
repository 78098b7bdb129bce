/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/findings_report.h"

#include "base/pattern.h"
#include "catalog/exposed.h"

#include <stdlib.h>

const struct findings_form findings_forms[] = {
    { "table", ".txt", findings_print_table },   { "json", ".json", findings_print_json },
    { "sarif", ".sarif", findings_print_sarif }, { "csv", ".csv", findings_print_csv },
    { "ocsf", ".jsonl", findings_print_ocsf },   { NULL, NULL, NULL },
};

struct making {
    struct findings_report *report;
    const struct findings_states *states;
    const struct findings_view *view;
    struct acceptances *acceptances;
    struct findings_line *lines;
    const struct endpoint **endpoints; /* of what is shown, to count the distinct ones; room for all places */
    size_t endpoint_count;
};

const char *findings_verdict_name(enum findings_verdict verdict)
{
    static const char *const names[] = { "clean", "findings", "unknown" };

    return names[verdict];
}

static bool is_open(enum finding_state state)
{
    return state == FINDING_OPEN || state == FINDING_RETURNED;
}

/* ---- distinct endpoints ---- */

static int order_addresses(const void *a, const void *b)
{
    const struct endpoint *const *left = a, *const *right = b;

    return (*left > *right) - (*left < *right);
}

static size_t count_distinct(const struct endpoint **endpoints, size_t count)
{
    size_t distinct = 0;

    if (count)
        qsort(endpoints, count, sizeof(const struct endpoint *), order_addresses);
    for (size_t i = 0; i < count; i++)
        distinct += i == 0 || endpoints[i] != endpoints[i - 1];
    return distinct;
}

/* ---- places ---- */

static bool is_endpoint_wanted(const struct findings_view *view, const struct posture_endpoint *endpoint)
{
    return !view->has_endpoints ||
           (endpoint && bsearch(&endpoint->endpoint, view->endpoints, view->endpoint_count,
                                sizeof(const struct endpoint *), order_addresses) != NULL);
}

/* A finding about the class is wanted whole, else the places at which the class is handed out or taken. */
static bool is_class_wanted(const struct findings_view *view, const struct posture_finding *finding,
                            const struct posture_endpoint *endpoint)
{
    if (view->class.len == 0 || slice_eq(view->class, finding->subject))
        return true;
    for (size_t i = 0; endpoint && i < endpoint->data_count; i++)
        if (slice_eq(view->class, slice_of(endpoint->data[i].row->name)))
            return true;
    return false;
}

static const struct acceptance *acceptance_of(const struct making *making,
                                              const struct posture_finding *finding,
                                              const struct finding_place *place)
{
    const struct endpoint *endpoint = place->endpoint ? place->endpoint->endpoint : NULL;
    const struct acceptable found = {
        .room = ACCEPTED_POSTURE,
        .id = finding->id,
        .kind = slice_of(finding->check->id),
        .service = finding->service->service->key,
        .method = endpoint ? endpoint->method : SLICE(""),
        .template = endpoint ? endpoint->path : SLICE(""),
        .location = place->location,
        .name = finding->subject,
    };

    return acceptances_find(making->acceptances, &found, making->report->now);
}

/* All of the finding decide about its state and severity, those asked for are shown. false when memory was refused. */
static bool fill_places(struct making *making, const struct posture_finding *finding,
                        struct findings_line *line, size_t *ret_accepted)
{
    struct shown_place *places =
        arena_get_array(making->report->arena, finding->place_count + 1, sizeof *places);
    size_t accepted = 0;

    if (!places)
        return false;
    line->severity = SEVERITY_INFO;
    for (size_t i = 0; i < finding->place_count; i++) {
        const struct finding_place *place = &finding->places[i];
        const struct acceptance *acceptance = acceptance_of(making, finding, place);

        accepted += acceptance != NULL;
        if (!acceptance && place->severity > line->severity)
            line->severity = place->severity;
        if (!is_endpoint_wanted(making->view, place->endpoint) ||
            !is_class_wanted(making->view, finding, place->endpoint))
            continue;
        line->places_accepted += acceptance != NULL;
        places[line->place_count++] = (struct shown_place){ place, acceptance };
    }
    if (accepted == finding->place_count)
        line->severity = finding->severity;
    line->places = places;
    line->places_unseen = finding->place_total - line->place_count;
    *ret_accepted = accepted;
    return true;
}

/* ---- lines ---- */

/* A file that accepts every place accepts the finding, whatever the store says, unless it is fixed. */
static void accept_line(struct making *making, const struct posture_finding *finding, size_t accepted,
                        struct findings_line *line)
{
    const struct acceptance *first = line->place_count ? line->places[0].acceptance : NULL;
    struct buffer at;

    if (accepted < finding->place_count || !first || line->state == FINDING_FIXED)
        return;
    buffer_init(&at, making->report->account);
    position_print(first->at, &at);
    line->state = FINDING_ACCEPTED;
    line->expires = first->until;
    line->state_reason = arena_printf(making->report->arena, "%.*s (%.*s)", SLICE_ARG(first->reason),
                                      SLICE_ARG(buffer_slice(&at)));
    buffer_done(&at);
    for (size_t i = 0; i < line->place_count; i++) {
        int64_t until = line->places[i].acceptance->until;

        if (until && (!line->expires || until < line->expires))
            line->expires = until;
    }
}

static void take_state(struct findings_line *line, const struct finding *finding)
{
    line->state = finding->state;
    line->state_reason = finding->reason;
    line->opened = finding->opened;
    line->changed = finding->changed;
    line->expires = finding->state == FINDING_ACCEPTED ? finding->expires : 0;
    line->is_new = finding->is_new && is_open(finding->state);
}

static bool line_of_found(struct making *making, size_t index, struct findings_line *line)
{
    const struct posture_finding *finding = &making->report->judgement->posture->findings[index];
    size_t accepted;

    *line = (struct findings_line){
        .finding = finding,
        .check = finding->check,
        .id = finding->id,
        .kind = slice_of(finding->check->id),
        .title = slice_of(finding->check->title),
        .service = finding->service->service->key,
        .subject = finding->subject,
        .doubt = finding->doubt,
        .count = finding->count,
        .of = finding->of,
        .first = finding->first,
        .last = finding->last,
    };
    take_state(line, &making->states->found[index]);
    if (!fill_places(making, finding, line, &accepted))
        return false;
    accept_line(making, finding, accepted, line);
    line->is_new = line->is_new && is_open(line->state);
    return true;
}

/* Of what is no longer found only what the store keeps is left. */
static void line_of_gone(const struct finding *gone, struct findings_line *line)
{
    const struct check *check = check_find(gone->kind);

    *line = (struct findings_line){
        .check = check,
        .id = gone->id,
        .kind = gone->kind,
        .title = check ? slice_of(check->title) : gone->kind,
        .service = gone->service,
        .subject = gone->subject,
        .severity = gone->severity,
        .count = gone->count,
        .of = gone->of,
        .first = gone->first_seen,
        .last = gone->last_seen,
    };
    take_state(line, gone);
}

static bool is_selected(const struct findings_view *view, const struct findings_line *line)
{
    if (view->id.len)
        return slice_eq(view->id, line->id);
    if (line->severity < view->least || (view->only_new && !line->is_new))
        return false;
    if (view->check.len && !pattern_match(view->check, line->kind))
        return false;
    if (view->has_group && (!line->check || line->check->group != view->group))
        return false;
    if (line->finding)
        return line->place_count > 0;
    return !view->has_endpoints && (view->class.len == 0 || slice_eq(view->class, line->subject));
}

static bool is_state_shown(const struct findings_view *view, enum finding_state state)
{
    if (view->id.len)
        return true;
    return view->has_states ? view->states[state] : view->all || is_open(state);
}

static void count_endpoints(struct making *making, struct findings_line *line)
{
    const struct endpoint **own = making->endpoints + making->endpoint_count;
    size_t count = 0;

    for (size_t i = 0; i < line->place_count; i++)
        if (line->places[i].place->endpoint)
            own[count++] = line->places[i].place->endpoint->endpoint;
    line->endpoint_count = count_distinct(own, count);
    making->endpoint_count += count;
}

static void count_shown(struct findings_totals *totals, const struct findings_line *line)
{
    totals->shown++;
    totals->by_severity[line->severity]++;
    totals->by_state[line->state]++;
    if (line->check)
        totals->by_group[line->check->group]++;
    else
        totals->unknown_group++;
    totals->new += line->is_new;
    totals->failing += line->fails;
    totals->places += line->place_count;
}

/* Keeps the line that was made last, or counts why it is not shown. */
static void settle_line(struct making *making)
{
    struct findings_report *report = making->report;
    struct findings_line *line = &making->lines[report->line_count];
    struct findings_totals *totals = &report->totals;

    if (!is_selected(making->view, line)) {
        totals->filtered += is_open(line->state) && !making->view->id.len;
        return;
    }
    if (!is_state_shown(making->view, line->state)) {
        totals->accepted += line->state == FINDING_ACCEPTED;
        totals->fixed += line->state == FINDING_FIXED;
        totals->filtered += is_open(line->state);
        return;
    }
    line->fails =
        is_open(line->state) && !making->view->never_fails && line->severity >= making->view->fail_on;
    count_endpoints(making, line);
    count_shown(totals, line);
    report->line_count++;
}

/* ---- services ---- */

static bool add_lines_of(struct making *making, const struct posture_service *service, size_t *next)
{
    const struct posture *posture = making->report->judgement->posture;
    bool is_wanted = knowledge_selects(making->view->knowledge, service->service);

    for (; *next < posture->finding_count && posture->findings[*next].service == service; ++*next) {
        if (!line_of_found(making, *next, &making->lines[making->report->line_count]))
            return false;
        if (is_wanted)
            settle_line(making);
    }
    for (size_t i = 0; is_wanted && i < making->states->gone_count; i++)
        if (slice_eq(making->states->gone[i].service, service->service->key)) {
            line_of_gone(&making->states->gone[i], &making->lines[making->report->line_count]);
            settle_line(making);
        }
    return true;
}

static bool add_services(struct making *making)
{
    struct findings_report *report = making->report;
    const struct posture *posture = report->judgement->posture;
    struct findings_service *services =
        arena_get_array(report->arena, posture->service_count + 1, sizeof *services);
    size_t next = 0;

    for (size_t i = 0; services && i < posture->service_count; i++) {
        const struct posture_service *service = &posture->services[i];
        size_t first = report->line_count;

        if (!add_lines_of(making, service, &next))
            return false;
        if (knowledge_selects(making->view->knowledge, service->service) &&
            (!making->view->id.len || report->line_count > first))
            services[report->service_count++] =
                (struct findings_service){ .service = service,
                                           .risk = judgement_service_risk(report->judgement, service),
                                           .first = first,
                                           .count = report->line_count - first };
    }
    report->services = services;
    return services != NULL;
}

static size_t count_places(const struct posture *posture)
{
    size_t count = 0;

    for (size_t i = 0; i < posture->finding_count; i++)
        count += posture->findings[i].place_count;
    return count;
}

bool findings_report_fill(struct findings_report *report, const struct findings_states *states,
                          const struct findings_view *view, struct acceptances *acceptances)
{
    const struct posture *posture = report->judgement->posture;
    struct making making = { .report = report, .states = states, .view = view, .acceptances = acceptances };

    making.lines =
        arena_get_array(report->arena, posture->finding_count + states->gone_count + 1, sizeof *making.lines);
    making.endpoints =
        arena_get_array(report->arena, count_places(posture) + 1, sizeof(const struct endpoint *));
    report->lines = making.lines;
    if (!making.lines || !making.endpoints || !add_services(&making))
        return false;
    report->totals.endpoints = count_distinct(making.endpoints, making.endpoint_count);
    report->verdict = report->doubt.len                         ? FINDINGS_UNKNOWN
                      : report->totals.failing && !view->id.len ? FINDINGS_FOUND
                                                                : FINDINGS_CLEAN;
    return true;
}
