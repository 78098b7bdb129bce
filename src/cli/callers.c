/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/callers.h"

#include "base/table.h"
#include "catalog/routes.h"

#include <inttypes.h>
#include <stdio.h>

/* One caller of one endpoint. */
struct visitor {
    struct visitor_key {
        const struct tally *tally;
        uint64_t actor[2];
    } key;
    uint64_t calls;
    int64_t first, last;
    struct address address;
    bool is_anonymous;
};

struct tally {
    const struct endpoint *endpoint; /* its bytes are the key */
    struct endpoint_callers shown;
};

struct callers {
    struct memory *account;
    struct arena arena;
    struct routes *routes;
    struct table tallies;  /* struct tally by endpoint */
    struct table visitors; /* struct visitor by key */
    int64_t since;
    bool failed;
};

struct callers *callers_new(const struct inventory *inventory, struct memory *account)
{
    struct callers *callers = memory_get(account, sizeof *callers);

    if (!callers)
        return NULL;
    callers->account = account;
    arena_init(&callers->arena, account, 256 << 10);
    table_init(&callers->tallies, account);
    table_init(&callers->visitors, account);
    callers->routes = routes_new(inventory, account);
    if (callers->routes)
        return callers;
    callers_free(callers);
    return NULL;
}

void callers_free(struct callers *callers)
{
    if (!callers)
        return;
    routes_free(callers->routes);
    table_done(&callers->tallies);
    table_done(&callers->visitors);
    arena_done(&callers->arena);
    memory_give(callers->account, callers, sizeof *callers);
}

static struct tally *tally_of(struct callers *callers, const struct endpoint *endpoint)
{
    struct tally *tally = table_find(&callers->tallies, slice_make(&endpoint, sizeof endpoint));

    if (tally)
        return tally;
    tally = arena_get_array(&callers->arena, 1, sizeof *tally);
    if (!tally)
        return NULL;
    tally->endpoint = endpoint;
    return table_put(&callers->tallies, slice_make(&tally->endpoint, sizeof tally->endpoint), tally) ? tally
                                                                                                     : NULL;
}

/* ---- counting ---- */

static struct visitor *visitor_of(struct callers *callers, const struct tally *tally, const uint64_t actor[2])
{
    struct visitor_key key = { tally, { actor[0], actor[1] } };
    struct visitor *visitor = table_find(&callers->visitors, slice_make(&key, sizeof key));

    if (visitor)
        return visitor;
    visitor = arena_get_array(&callers->arena, 1, sizeof *visitor);
    if (!visitor)
        return NULL;
    visitor->key = key;
    return table_put(&callers->visitors, slice_make(&visitor->key, sizeof visitor->key), visitor) ? visitor
                                                                                                  : NULL;
}

void callers_add(void *context, const struct event *event)
{
    struct callers *callers = context;
    const struct endpoint *endpoint;
    struct tally *tally;
    struct visitor *visitor;

    if (event->flags & (EVENT_NOISE | EVENT_NO_REQUEST) || callers->failed)
        return;
    endpoint = routes_find(callers->routes, event).endpoint;
    if (!endpoint)
        return;
    tally = tally_of(callers, endpoint);
    visitor = tally ? visitor_of(callers, tally, event->actor) : NULL;
    if (!visitor) {
        callers->failed = true;
        return;
    }
    tally->shown.calls++;
    tally->shown.distinct += visitor->calls == 0;
    if (visitor->calls == 0 || event->time < visitor->first)
        visitor->first = event->time;
    if (visitor->calls == 0 || event->time >= visitor->last) {
        visitor->last = event->time;
        visitor->address = event->client;
        visitor->is_anonymous = event->flags & EVENT_ANONYMOUS;
    }
    visitor->calls++;
}

/* ---- the few that are shown ---- */

static bool comes_before(const struct caller *a, const struct caller *b)
{
    if (a->calls != b->calls)
        return a->calls > b->calls;
    if (a->last != b->last)
        return a->last > b->last;
    return strcmp(a->name, b->name) < 0;
}

static void show(struct endpoint_callers *shown, const struct visitor *visitor)
{
    struct caller caller = { .calls = visitor->calls, .first = visitor->first, .last = visitor->last };
    size_t at = shown->top_count;

    snprintf(caller.name, sizeof caller.name, "caller %08" PRIx64, visitor->key.actor[0] >> 32);
    caller.is_anonymous = visitor->is_anonymous;
    if (visitor->is_anonymous)
        address_format(&visitor->address, false, caller.address);
    while (at > 0 && comes_before(&caller, &shown->top[at - 1]))
        at--;
    if (at == CALLERS_TOP)
        return;
    shown->top_count += shown->top_count < CALLERS_TOP;
    memmove(&shown->top[at + 1], &shown->top[at], (shown->top_count - at - 1) * sizeof caller);
    shown->top[at] = caller;
}

bool callers_settle(struct callers *callers)
{
    struct table_entry entry;
    size_t cursor = 0;

    while (table_next(&callers->visitors, &cursor, &entry)) {
        const struct visitor *visitor = entry.value;

        show(&((struct tally *)(uintptr_t)visitor->key.tally)->shown, visitor);
    }
    return !callers->failed && !routes_failed(callers->routes);
}

const struct endpoint_callers *callers_of(const struct callers *callers, const struct endpoint *endpoint)
{
    static const struct endpoint_callers nobody;
    const struct tally *tally =
        callers ? table_find(&callers->tallies, slice_make(&endpoint, sizeof endpoint)) : NULL;

    return tally ? &tally->shown : &nobody;
}

/* What one caller did at any of the endpoints. */
static bool add_visit(struct table *together, struct arena *arena, const struct visitor *visitor)
{
    struct slice actor = slice_make(visitor->key.actor, sizeof visitor->key.actor);
    struct visitor *sum = table_find(together, actor);

    if (!sum) {
        sum = arena_get_array(arena, 1, sizeof *sum);
        if (!sum)
            return false;
        *sum = *visitor;
        return table_put(together, slice_make(sum->key.actor, sizeof sum->key.actor), sum);
    }
    sum->calls += visitor->calls;
    if (visitor->first < sum->first)
        sum->first = visitor->first;
    if (visitor->last > sum->last) {
        sum->last = visitor->last;
        sum->address = visitor->address;
        sum->is_anonymous = visitor->is_anonymous;
    }
    return true;
}

/* `wanted`: tallies, by their address. */
static bool add_visits(const struct callers *callers, const struct table *wanted, struct table *together,
                       struct arena *arena)
{
    struct table_entry entry;
    size_t cursor = 0;

    while (table_next(&callers->visitors, &cursor, &entry)) {
        const struct visitor *visitor = entry.value;

        if (table_find(wanted, slice_make(&visitor->key.tally, sizeof visitor->key.tally)) &&
            !add_visit(together, arena, visitor))
            return false;
    }
    return true;
}

static bool find_tallies(const struct callers *callers, const struct endpoint *const *endpoints, size_t count,
                         struct table *wanted, struct arena *arena)
{
    const struct tally **keys = arena_get_array(arena, count, sizeof *keys);

    for (size_t i = 0; keys && i < count; i++) {
        keys[i] = table_find(&callers->tallies, slice_make(&endpoints[i], sizeof endpoints[i]));
        if (keys[i] && !table_put(wanted, slice_make(&keys[i], sizeof keys[i]), (void *)(uintptr_t)keys[i]))
            return false;
    }
    return keys != NULL;
}

static void sum_up(const struct table *together, struct endpoint_callers *ret)
{
    struct table_entry entry;
    size_t cursor = 0;

    while (table_next(together, &cursor, &entry)) {
        const struct visitor *visitor = entry.value;

        ret->calls += visitor->calls;
        ret->distinct++;
        show(ret, visitor);
    }
}

bool callers_of_all(const struct callers *callers, const struct endpoint *const *endpoints, size_t count,
                    struct endpoint_callers *ret)
{
    struct table wanted, together;
    struct arena arena;
    bool is_summed;

    *ret = (struct endpoint_callers){ 0 };
    if (!callers || count < 2) {
        *ret = count ? *callers_of(callers, endpoints[0]) : *ret; /* nobody is nobody */
        return true;
    }
    arena_init(&arena, callers->account, 0);
    table_init(&wanted, callers->account);
    table_init(&together, callers->account);
    is_summed = find_tallies(callers, endpoints, count, &wanted, &arena) &&
                add_visits(callers, &wanted, &together, &arena);
    if (is_summed)
        sum_up(&together, ret);
    table_done(&together);
    table_done(&wanted);
    arena_done(&arena);
    return is_summed;
}

int64_t callers_since(const struct callers *callers)
{
    return callers ? callers->since : 0;
}

struct callers *callers_read(struct store *store, const struct inventory *inventory, struct memory *account,
                             struct error *err)
{
    struct callers *callers = callers_new(inventory, account);
    struct event_filter filter = { .flags_none = EVENT_NOISE | EVENT_NO_REQUEST };
    bool is_read = false;

    if (callers && store_newest_events(store, CALLERS_EVENTS, &filter.from, err)) {
        callers->since = filter.from == INT64_MIN ? 0 : filter.from;
        is_read = store_events(store, &filter, callers_add, callers, err) && callers_settle(callers);
    }
    if (is_read)
        return callers;
    error_set(err, ERROR_MEMORY, "There is no memory to tell who calls.");
    callers_free(callers);
    return NULL;
}
