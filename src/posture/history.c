/* SPDX-License-Identifier: Apache-2.0 */
#include "posture/history.h"

#include "base/hash.h"
#include "catalog/observations.h"
#include "posture/history_inside.h"
#include "posture/purpose.h"
#include "posture/reach.h"

#include <stdlib.h>

#define SECOND 1000000000ll
#define LOGOUT_GRACE (5ull * SECOND) /* requests that were under way when the log-out was answered */

static int order_stretches(const void *a, const void *b)
{
    const struct stretch *left = a, *right = b;

    return (left->endpoints > right->endpoints) - (left->endpoints < right->endpoints);
}

static bool make_lists(struct history *history)
{
    const struct inventory *inventory = history->inventory;
    size_t count = inventory->service_count;

    history->stretches = arena_get_array(&history->arena, count + 1, sizeof *history->stretches);
    history->homes = arena_get_array(&history->arena, count + 1, sizeof(struct home *));
    for (size_t i = 0; history->stretches && i < count; i++) {
        const struct service *service = &inventory->services[i];

        history->spot_count += service->endpoint_count;
        if (service->endpoint_count)
            history->stretches[history->stretch_count++] =
                (struct stretch){ service->endpoints, service->endpoint_count,
                                  history->spot_count - service->endpoint_count };
    }
    if (history->stretches && history->stretch_count)
        qsort(history->stretches, history->stretch_count, sizeof *history->stretches, order_stretches);
    history->spots = arena_get_array(&history->arena, history->spot_count + 1, sizeof(struct spot *));
    return history->stretches && history->homes && history->spots;
}

struct history *history_new(const struct inventory *inventory, const struct posture_settings *settings,
                            struct memory *account, struct error *err)
{
    struct history *history = memory_get(account, sizeof *history);

    if (history) {
        history->account = account;
        history->inventory = inventory;
        history->settings = settings;
        arena_init(&history->arena, account, 256 << 10);
        crowd_init(&history->crowd, account);
        history->routes = routes_new(inventory, account);
        if (history->routes && make_lists(history)) {
            absent_init(&history->absent, (uint32_t)history->spot_count, account);
            return history;
        }
        absent_init(&history->absent, 0, account);
        history_free(history);
    }
    error_set(err, ERROR_MEMORY, "There is no memory for the history of the services.");
    return NULL;
}

void history_free(struct history *history)
{
    if (!history)
        return;
    routes_free(history->routes);
    crowd_done(&history->crowd);
    absent_done(&history->absent);
    arena_done(&history->arena);
    memory_give(history->account, history, sizeof *history);
}

/* ---- endpoints ---- */

/* The last segment of a path that is a word. */
static bool ends_with_word(struct slice path, const char *const *words, size_t count)
{
    struct slice rest = path, part, last = { NULL, 0 };

    while (slice_next(&rest, '/', &part))
        last = part;
    return slice_is_among_nocase(last, words, count);
}

/* A log-out of the credential it is asked with: "/sessions/{id}" ends one of many sessions, maybe another one. */
static bool is_logout(const struct endpoint *endpoint)
{
    static const char *const words[] = { "logout",   "log-out",  "log_out", "signout",
                                         "sign-out", "sign_out", "logoff",  "revoke" };
    static const char *const sessions[] = { "session", "sessions" };
    static const char *const methods[] = { "GET", "POST", "DELETE", "PUT" };

    if (!SLICE_AMONG_NOCASE(endpoint->method, methods))
        return false;
    if (ends_with_word(endpoint->path, words, sizeof words / sizeof *words))
        return true;
    return slice_eq(endpoint->method, SLICE("DELETE")) &&
           ends_with_word(endpoint->path, sessions, sizeof sessions / sizeof *sessions);
}

/* Where some credential is no cookie, the one that logs in may be one that never dies (an API key, Basic). */
static bool has_lasting_credentials(const struct service *service)
{
    for (size_t i = 0; i < service->scheme_count; i++)
        if (service->schemes[i].kind != SECURITY_API_KEY || service->schemes[i].place != PLACE_COOKIE)
            return true;
    return false;
}

static struct spot *spot_of(struct history *history, const struct route *route)
{
    struct spot *spot = history->spots[route->endpoint_at];
    const struct endpoint *endpoint = route->endpoint;

    if (spot)
        return spot;
    spot = arena_get_array(&history->arena, 1, sizeof *spot);
    if (!spot)
        return NULL;
    if (history->spanned < HISTORY_SPANNED) {
        spot->spans = arena_get(&history->arena, sizeof *spot->spans);
        if (!spot->spans)
            return NULL;
        history->spanned++;
    }
    spot->is_login = purpose_of(route->service, endpoint) & PURPOSE_LOGIN;
    spot->keeps_credential = has_lasting_credentials(route->service);
    spot->is_logout = is_logout(endpoint);
    spot->asks = endpoint->security_required || observed(endpoint->observations, MARK_anonymous_refused) > 0;
    history->spots[route->endpoint_at] = spot;
    return spot;
}

static struct home *home_of(struct history *history, const struct route *route)
{
    struct home **home = &history->homes[route->service_at];

    if (!*home)
        *home = arena_get_array(&history->arena, 1, sizeof **home);
    return *home;
}

/* ---- servers ---- */

static bool is_same_address(const struct address *a, const struct address *b)
{
    return a->family == b->family && a->port == b->port && memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

/* NULL: not counted, or memory was refused (*ret_failed). */
static struct server_history *server_of(struct history *history, struct servers *servers,
                                        const struct address *address)
{
    for (size_t i = 0; i < servers->count; i++)
        if (is_same_address(&servers->at[i].address, address))
            return &servers->at[i];
    if (address->family == 0 || servers->count == HISTORY_SERVERS_KEPT)
        return NULL;
    if (servers->count == servers->room) {
        size_t room = servers->room ? 2 * servers->room : 1;
        struct server_history *grown = arena_get_array(&history->arena, room, sizeof *grown);

        if (!grown) {
            history->failed = true;
            return NULL;
        }
        if (servers->count)
            memcpy(grown, servers->at, servers->count * sizeof *grown);
        servers->at = grown;
        servers->room = room;
    }
    servers->at[servers->count].address = *address;
    return &servers->at[servers->count++];
}

static bool is_success(const struct event *event)
{
    return event->status >= 200 && event->status < 300;
}
static bool is_refused(const struct event *event)
{
    return event->status == 401 || event->status == 403;
}
static bool is_missing(const struct event *event)
{
    return event->status == 404 || event->status == 410;
}

/* A guess that was wrong, however the program says so: some fall over it. */
static bool is_no(const struct event *event)
{
    return is_refused(event) || event->status == 400 || event->status == 404 || event->status == 422 ||
           event->status >= 500;
}

static void widen(int64_t *first, int64_t *last, bool is_first, int64_t time)
{
    if (is_first || time < *first)
        *first = time;
    if (is_first || time > *last)
        *last = time;
}

static void count_server(struct history *history, struct servers *servers, const struct event *event,
                         enum reach from)
{
    struct server_history *server = server_of(history, servers, &event->server);
    bool is_anonymous = event->flags & EVENT_ANONYMOUS;

    if (!server)
        return;
    widen(&server->first, &server->last, server->calls == 0, event->time);
    server->calls++;
    server->refused += is_refused(event);
    server->errors += event->status >= 500;
    server->successes += is_success(event);
    server->anonymous += is_anonymous;
    server->anonymous_success += is_anonymous && is_success(event);
    server->anonymous_refused += is_anonymous && is_refused(event);
    server->inside += from == REACH_INTERNAL;
    server->outside += from == REACH_PUBLIC;
}

/* ---- one event ---- */

static void count_span(struct spans *spans, const struct event *event)
{
    struct span_history *span = spans_at(spans, event->time);

    span->calls++;
    span->errors += event->status >= 500;
    span->refused += is_refused(event);
    span->missing += is_missing(event);
    if (!is_success(event))
        return;
    span->successes++;
    span->bytes += event->response_bytes;
    span->log_bytes += history_log2(event->response_bytes);
    if (event->duration) {
        span->measured++;
        span->duration += event->duration;
        span->log_duration += history_log2(event->duration);
    }
}

/* What is missing after the last success, whatever the order of events of one time. */
static void count_status(struct spot *spot, const struct event *event)
{
    struct endpoint_history *seen = &spot->seen;

    seen->successes += is_success(event);
    seen->refused += is_refused(event);
    seen->errors += event->status >= 500;
    seen->missing += is_missing(event);
    if (is_success(event)) {
        if (seen->successes == 1 || event->time > seen->last_success) {
            seen->missing_since = 0;
            spot->missing_actors = (struct distinct){ { 0 } };
        }
        widen(&seen->first_success, &seen->last_success, seen->successes == 1, event->time);
    } else if (is_missing(event) && (seen->successes == 0 || event->time > seen->last_success)) {
        seen->missing_since++;
        distinct_add(&spot->missing_actors, hash_mix(event->actor[0], event->actor[1]));
    }
}

static void count_spot(struct history *history, struct spot *spot, const struct event *event, enum reach from)
{
    struct endpoint_history *seen = &spot->seen;

    if (spot->spans && seen->calls == 0)
        spans_start(spot->spans, event->time);
    if (spot->spans)
        count_span(spot->spans, event);
    widen(&seen->first, &seen->last, seen->calls == 0, event->time);
    seen->calls++;
    seen->inside += from == REACH_INTERNAL;
    seen->outside += from == REACH_PUBLIC;
    seen->outside_success += from == REACH_PUBLIC && is_success(event);
    seen->partner += from == REACH_PARTNER;
    distinct_add(&spot->actors, hash_mix(event->actor[0], event->actor[1]));
    count_status(spot, event);
    count_server(history, &spot->servers, event, from);
}

static void count_home(struct history *history, struct home *home, const struct event *event, enum reach from)
{
    struct service_history *seen = &home->seen;

    widen(&seen->first, &seen->last, seen->calls == 0, event->time);
    seen->calls++;
    seen->inside += from == REACH_INTERNAL;
    seen->outside += from == REACH_PUBLIC;
    seen->partner += from == REACH_PARTNER;
    distinct_add(&home->actors, hash_mix(event->actor[0], event->actor[1]));
    count_server(history, &home->servers, event, from);
}

/* Of the actor's services that one; NULL: one of those beyond. */
static struct abode_history *abode_of(struct actor_history *actor, uint32_t service)
{
    size_t at = 0;

    while (at < actor->abode_count && actor->abodes[at].service < service)
        at++;
    if (at < actor->abode_count && actor->abodes[at].service == service)
        return &actor->abodes[at];
    if (actor->abode_count == HISTORY_ABODES)
        return NULL;
    memmove(&actor->abodes[at + 1], &actor->abodes[at], (actor->abode_count - at) * sizeof *actor->abodes);
    actor->abodes[at] = (struct abode_history){ .service = service };
    actor->abode_count++;
    return &actor->abodes[at];
}

static void count_actor(struct actor_history *seen, const struct event *event, uint32_t service)
{
    struct abode_history *abode = abode_of(seen, service);

    if (seen->calls == 0 || event->time > seen->last ||
        memcmp(&event->client.bytes, &seen->address.bytes, sizeof seen->address.bytes) > 0)
        seen->address = event->client;
    widen(&seen->first, &seen->last, seen->calls == 0, event->time);
    seen->calls++;
    seen->successes += is_success(event);
    seen->is_anonymous = event->flags & EVENT_ANONYMOUS;
    seen->elsewhere += abode == NULL;
    if (abode) {
        abode->calls++;
        abode->successes += is_success(event);
    }
}

static uint32_t slot_at(const struct history *history, const struct event *event, int64_t width)
{
    uint64_t since = event->time > history->origin ? (uint64_t)event->time - (uint64_t)history->origin : 0;

    return (uint32_t)(since / (uint64_t)width);
}

static void count_use(struct history *history, struct spot *spot, struct crowd_use *use,
                      const struct event *event)
{
    uint32_t window = crowd_window(use->minute, CROWD_MINUTE, &use->minute_at,
                                   slot_at(history, event, 60 / CROWD_MINUTE * SECOND));

    if (window > spot->seen.busiest_minute)
        spot->seen.busiest_minute = window;
    if (is_no(event)) {
        window =
            crowd_window(use->minutes, CROWD_MINUTES, &use->minutes_at, slot_at(history, event, 60 * SECOND));
        if (window > spot->seen.busiest_refused)
            spot->seen.busiest_refused = window;
    }
    widen(&use->first, &use->last, use->calls == 0, event->time);
    use->calls++;
    use->successes += is_success(event);
    use->refused += is_refused(event);
}

/* Whether the credential lives on after its log-out. */
static void follow_session(const struct spot *spot, struct crowd_actor *actor, struct crowd_use *use,
                           const struct event *event)
{
    if (event->flags & EVENT_ANONYMOUS || !(is_success(event) || event->status == 302))
        return;
    if (spot->is_login &&
        (spot->keeps_credential || (actor->seen.logged_out && event->time > actor->logged_out)))
        actor->came_back = true;
    if (spot->is_logout) {
        if (!actor->seen.logged_out)
            actor->logged_out = event->time;
        actor->seen.logged_out = true;
    } else if (actor->seen.logged_out && spot->asks && !spot->is_login && is_success(event) &&
               event->time > actor->logged_out &&
               (uint64_t)event->time - (uint64_t)actor->logged_out > LOGOUT_GRACE) {
        use->after_logout++;
    }
}

/* Who called, and what of it is of this endpoint. */
static void count_caller(struct history *history, const struct route *route, struct spot *spot,
                         const struct event *event)
{
    uint32_t actor = crowd_actor(&history->crowd, event->actor), use;

    if (actor == CROWD_NONE) {
        history->failed = true;
        return;
    }
    count_actor(&history->crowd.actors[actor].seen, event, (uint32_t)route->service_at);
    if (!spot)
        return;
    use = crowd_use(&history->crowd, (uint32_t)route->endpoint_at, actor);
    if (use == CROWD_NONE) {
        history->failed = true;
        return;
    }
    count_use(history, spot, &history->crowd.uses[use], event);
    follow_session(spot, &history->crowd.actors[actor], &history->crowd.uses[use], event);
}

static void count_absent(struct history *history, const struct route *route, const struct event *event)
{
    uint32_t actor = crowd_actor(&history->crowd, event->actor), use;
    bool failed = actor == CROWD_NONE;
    struct absent_path *path =
        failed ? NULL : absent_path(&history->absent, route->service_at, event, &failed);

    history->failed |= failed;
    if (!path)
        return;
    use = crowd_use(&history->crowd, path->number, actor);
    if (use == CROWD_NONE) {
        history->failed = true;
        return;
    }
    history->crowd.uses[use].calls++;
    widen(&path->seen.first, &path->seen.last, path->seen.calls == 0, event->time);
    path->seen.calls++;
    path->seen.gone += event->status == 410;
}

void history_event(void *context, const struct event *event)
{
    struct history *history = context;
    struct route route;
    struct home *home;
    struct spot *spot;
    enum reach from;

    if (event->flags & (EVENT_NOISE | EVENT_NO_REQUEST) || history->failed)
        return;
    route = routes_find(history->routes, event);
    if (!route.service)
        return;
    if (!history->started)
        history->origin = event->time;
    history->started = true;
    home = home_of(history, &route);
    spot = route.endpoint ? spot_of(history, &route) : NULL;
    if (!home || (route.endpoint && !spot)) {
        history->failed = true;
        return;
    }
    from = reach_of_address(history->settings, &event->client);
    count_home(history, home, event, from);
    count_caller(history, &route, spot, event);
    if (spot)
        count_spot(history, spot, event, from);
    else if (is_missing(event))
        count_absent(history, &route, event);
}
