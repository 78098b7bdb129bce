/* SPDX-License-Identifier: Apache-2.0 */
#include "posture/history_inside.h"

#include <stdlib.h>

/* ---- servers ---- */

static int order_servers(const void *a, const void *b)
{
    const struct server_history *left = a, *right = b;
    int order = memcmp(left->address.bytes, right->address.bytes, sizeof left->address.bytes);

    if (left->calls != right->calls)
        return left->calls > right->calls ? -1 : 1;
    return order ? order : (int)left->address.port - (int)right->address.port;
}

static const struct server_history *show_servers(const struct servers *servers, size_t *ret_count)
{
    if (servers->count)
        qsort(servers->at, servers->count, sizeof *servers->at, order_servers);
    *ret_count = servers->count < HISTORY_SERVERS ? servers->count : HISTORY_SERVERS;
    return servers->at;
}

/* ---- actors ---- */

struct ranked {
    const struct crowd_actor *actor;
    uint32_t number; /* in the crowd */
};

static int order_ranked(const void *a, const void *b)
{
    const struct actor_history *left = &((const struct ranked *)a)->actor->seen;
    const struct actor_history *right = &((const struct ranked *)b)->actor->seen;

    if (left->hash[0] != right->hash[0])
        return left->hash[0] < right->hash[0] ? -1 : 1;
    return (left->hash[1] > right->hash[1]) - (left->hash[1] < right->hash[1]);
}

/* Numbers that do not depend on who came first. Answers, in the arena, the new number of each of the crowd. */
static uint32_t *show_actors(struct history *history)
{
    struct crowd *crowd = &history->crowd;
    struct ranked *ranked = arena_get_array(&history->arena, crowd->actor_count + 1u, sizeof *ranked);
    uint32_t *moved = arena_get_array(&history->arena, crowd->actor_count + 1u, sizeof *moved);

    history->actors = arena_get_array(&history->arena, crowd->actor_count + 1u, sizeof *history->actors);
    if (!ranked || !moved || !history->actors)
        return NULL;
    for (uint32_t i = 0; i < crowd->actor_count; i++)
        ranked[i] = (struct ranked){ &crowd->actors[i], i };
    qsort(ranked, crowd->actor_count, sizeof *ranked, order_ranked);
    for (uint32_t i = 0; i < crowd->actor_count; i++) {
        moved[ranked[i].number] = i;
        history->actors[i] = ranked[i].actor->seen;
    }
    return moved;
}

/* ---- uses ---- */

static int order_uses(const void *a, const void *b)
{
    const struct crowd_use *left = a, *right = b;

    if (left->endpoint != right->endpoint)
        return left->endpoint < right->endpoint ? -1 : 1;
    return (left->actor > right->actor) - (left->actor < right->actor);
}

/* By endpoint, then actor by its new number. The slots of the crowd are of no use after it: nothing is added any more. */
static void sort_uses(struct crowd *crowd, const uint32_t *moved)
{
    for (uint32_t i = 0; i < crowd->use_count; i++)
        crowd->uses[i].actor = moved[crowd->uses[i].actor];
    if (crowd->use_count)
        qsort(crowd->uses, crowd->use_count, sizeof *crowd->uses, order_uses);
}

/* The uses of that endpoint (or absent path) begin at *at; *ret_count of them. */
static const struct crowd_use *uses_of(const struct crowd *crowd, uint32_t endpoint, size_t *ret_count)
{
    size_t low = 0, high = crowd->use_count, end;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (crowd->uses[middle].endpoint < endpoint)
            low = middle + 1;
        else
            high = middle;
    }
    for (end = low; end < crowd->use_count && crowd->uses[end].endpoint == endpoint; end++)
        ;
    *ret_count = end - low;
    return crowd->uses + low;
}

static bool show_uses(struct history *history, struct spot *spot, uint32_t number, const bool *came_back)
{
    size_t count;
    const struct crowd_use *uses = uses_of(&history->crowd, number, &count);
    struct use_history *shown = arena_get_array(&history->arena, count + 1, sizeof *shown);

    for (size_t i = 0; shown && i < count; i++) {
        const struct crowd_use *use = &uses[i];

        shown[i] = (struct use_history){
            .actor = use->actor,
            .calls = use->calls,
            .successes = use->successes,
            .refused = use->refused,
            .first = use->first,
            .last = use->last,
        };
        if (use->after_logout && !came_back[use->actor]) {
            spot->seen.after_logout += use->after_logout;
            spot->seen.after_logout_actors++;
        }
    }
    spot->seen.uses = shown;
    spot->seen.use_count = count;
    return shown != NULL;
}

static bool show_spots(struct history *history, const bool *came_back)
{
    for (size_t i = 0; i < history->spot_count; i++) {
        struct spot *spot = history->spots[i];
        struct endpoint_history *seen = spot ? &spot->seen : NULL;

        if (!spot)
            continue;
        if (!show_uses(history, spot, (uint32_t)i, came_back))
            return false;
        seen->actors = distinct_count(&spot->actors);
        seen->missing_actors = distinct_count(&spot->missing_actors);
        seen->servers = show_servers(&spot->servers, &seen->server_count);
        if (spot->spans) {
            seen->spans = spot->spans->at;
            seen->span_count = spans_count(spot->spans, seen->last);
            seen->span_width = spot->spans->width;
        }
    }
    return true;
}

static void show_homes(struct history *history)
{
    for (size_t i = 0; i < history->inventory->service_count; i++) {
        struct home *home = history->homes[i];

        if (!home)
            continue;
        home->seen.actors = distinct_count(&home->actors);
        home->seen.servers = show_servers(&home->servers, &home->seen.server_count);
    }
}

/* ---- absent paths ---- */

static int order_absences(const void *a, const void *b)
{
    const struct absent_history *left = a, *right = b;
    int order = slice_compare(left->cell, right->cell);

    if (left->service != right->service)
        return left->service < right->service ? -1 : 1;
    return order ? order : slice_compare(left->method, right->method);
}

static bool has_success(const struct actor_history *actor, uint32_t service)
{
    for (size_t i = 0; i < actor->abode_count; i++)
        if (actor->abodes[i].service == service)
            return actor->abodes[i].successes > 0;
    return false;
}

static struct absent_history show_absence(const struct history *history, const struct absent_path *path)
{
    struct absent_history shown = path->seen;
    size_t count;
    const struct crowd_use *uses = uses_of(&history->crowd, path->number, &count);

    shown.service = &history->inventory->services[path->service];
    shown.actors = count;
    for (size_t i = 0; i < count; i++)
        if (has_success(&history->actors[uses[i].actor], (uint32_t)path->service))
            shown.known += uses[i].calls;
    return shown;
}

static bool show_absences(struct history *history)
{
    struct table_entry entry;
    size_t cursor = 0;

    history->absences =
        arena_get_array(&history->arena, history->absent.table.count + 1, sizeof *history->absences);
    while (history->absences && table_next(&history->absent.table, &cursor, &entry))
        history->absences[history->absence_count++] = show_absence(history, entry.value);
    if (history->absences && history->absence_count)
        qsort(history->absences, history->absence_count, sizeof *history->absences, order_absences);
    return history->absences != NULL;
}

/* ---- all of it ---- */

static bool *who_came_back(struct history *history, const uint32_t *moved)
{
    const struct crowd *crowd = &history->crowd;
    bool *came_back = arena_get_array(&history->arena, crowd->actor_count + 1u, sizeof *came_back);

    for (uint32_t i = 0; came_back && i < crowd->actor_count; i++)
        came_back[moved[i]] = crowd->actors[i].came_back;
    return came_back;
}

bool history_settle(struct history *history, struct error *err)
{
    bool failed = history->failed || routes_failed(history->routes);
    const uint32_t *moved = failed ? NULL : show_actors(history);
    const bool *came_back = moved ? who_came_back(history, moved) : NULL;

    if (came_back) {
        sort_uses(&history->crowd, moved);
        show_homes(history);
        if (show_spots(history, came_back) && show_absences(history))
            return true;
    }
    history->failed = true;
    return error_set(err, ERROR_MEMORY, "There is no memory for the history of the services.");
}

/* ---- asking ---- */

/* The last stretch that does not begin after it. */
static const struct stretch *stretch_of(const struct history *history, const struct endpoint *endpoint)
{
    size_t low = 0, high = history->stretch_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (history->stretches[middle].endpoints <= endpoint)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? &history->stretches[low - 1] : NULL;
}

const struct endpoint_history *history_of_endpoint(const struct history *history,
                                                   const struct endpoint *endpoint)
{
    const struct stretch *stretch = history ? stretch_of(history, endpoint) : NULL;
    const struct spot *spot;

    if (!stretch || (size_t)(endpoint - stretch->endpoints) >= stretch->count)
        return NULL;
    spot = history->spots[stretch->first + (size_t)(endpoint - stretch->endpoints)];
    return spot ? &spot->seen : NULL;
}

const struct service_history *history_of_service(const struct history *history, const struct service *service)
{
    const struct home *home = history ? history->homes[service - history->inventory->services] : NULL;

    return home ? &home->seen : NULL;
}

size_t history_actor_count(const struct history *history)
{
    return history && history->actors ? history->crowd.actor_count : 0;
}

const struct actor_history *history_actor(const struct history *history, size_t number)
{
    return &history->actors[number];
}

size_t history_absent(const struct history *history, const struct absent_history **ret)
{
    *ret = history ? history->absences : NULL;
    return history ? history->absence_count : 0;
}
