/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/callers.h"

#include "base/buffer.h"
#include "base/table.h"
#include "catalog/segment.h"

#include <inttypes.h>
#include <stdio.h>

#define ROUTES_MOST 65536 /* remembered; few services have so many class paths, scanned ones may */
#define ROUTE_LENGTH 512

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
    const struct inventory *inventory;
    struct table
        routes; /* struct tally by service, method and class path; `nowhere` for what leads to none */
    struct table tallies;  /* struct tally by endpoint */
    struct table visitors; /* struct visitor by key */
    struct buffer text;
    struct tally nowhere;
    int64_t since;
    bool failed;
};

struct callers *callers_new(const struct inventory *inventory, struct memory *account)
{
    struct callers *callers = memory_get(account, sizeof *callers);

    if (!callers)
        return NULL;
    callers->account = account;
    callers->inventory = inventory;
    arena_init(&callers->arena, account, 256 << 10);
    table_init(&callers->routes, account);
    table_init(&callers->tallies, account);
    table_init(&callers->visitors, account);
    buffer_init(&callers->text, account);
    return callers;
}

void callers_free(struct callers *callers)
{
    if (!callers)
        return;
    table_done(&callers->routes);
    table_done(&callers->tallies);
    table_done(&callers->visitors);
    buffer_done(&callers->text);
    arena_done(&callers->arena);
    memory_give(callers->account, callers, sizeof *callers);
}

/* ---- from class paths to endpoints ---- */

/* "*integer*", as the catalog writes an identifier; *ret is its class. */
static bool is_masked(struct slice part, struct slice *ret_class, struct slice *ret_rest)
{
    const char *end = part.len > 2 && part.at[0] == '*' ? memchr(part.at + 1, '*', part.len - 1) : NULL;

    if (!end)
        return false;
    *ret_class = slice_make(part.at + 1, (size_t)(end - part.at) - 1);
    *ret_rest = slice_make(end + 1, part.len - ret_class->len - 2);
    return true;
}

/* As a path that is looked up: identifiers as a parameter of no name, words encoded, as they were decoded. */
static struct slice path_of(struct buffer *out, struct slice cell)
{
    buffer_reset(out);
    while (cell.len) {
        struct slice part = slice_cut(&cell, '/'), class;

        if (part.len == 0)
            continue;
        buffer_text(out, is_masked(part, &class, &part) ? "/{}" : "/");
        for (size_t i = 0; i < part.len; i++) {
            if (strchr("%?#", part.at[i])) /* NUL too */
                buffer_printf(out, "%%%02x", (unsigned char)part.at[i]);
            else
                buffer_byte(out, part.at[i]);
        }
    }
    if (out->len == 0)
        buffer_byte(out, '/');
    return buffer_slice(out);
}

static bool segment_fits(struct slice template, struct slice part)
{
    struct slice class, rest;

    if (template.len && template.at[0] == '{' && template.at[template.len - 1] == '}')
        return true;
    if (!is_masked(part, &class, &rest))
        return slice_eq(template, part);
    return rest.len == 0 && slice_eq(class, slice_of(segment_class_name(segment_classify(template))));
}

/* A literal may look like an identifier ("/1.1/statuses"), so its class path holds the class where the template has it. */
static bool template_fits(struct slice template, struct slice cell)
{
    while (template.len && cell.len) {
        struct slice wanted = slice_cut(&template, '/'), part = slice_cut(&cell, '/');

        if (!segment_fits(wanted, part))
            return false;
    }
    return template.len == 0 && cell.len == 0;
}

static const struct service *service_of(const struct inventory *inventory, struct slice key)
{
    for (size_t i = 0; i < inventory->service_count; i++) {
        if (slice_eq(inventory->services[i].key, key))
            return &inventory->services[i];
    }
    return NULL;
}

static const struct endpoint *endpoint_by_class(const struct service *service, const struct event *event)
{
    const struct endpoint *found = NULL;

    if (!memchr(event->cell.at, '*', event->cell.len))
        return NULL;
    for (size_t i = 0; i < service->endpoint_count; i++) {
        const struct endpoint *endpoint = &service->endpoints[i];

        if (!slice_eq(endpoint->method, event->method) || !template_fits(endpoint->path, event->cell))
            continue;
        if (found)
            return NULL; /* which of them it was cannot be told any more */
        found = endpoint;
    }
    return found;
}

static const struct endpoint *endpoint_of(struct callers *callers, const struct event *event)
{
    const struct service *wanted = service_of(callers->inventory, event->service), *service = NULL;
    const struct endpoint *endpoint;

    if (!wanted || event->cell.len == 0)
        return NULL;
    endpoint = inventory_find(callers->inventory, event->service, event->method,
                              path_of(&callers->text, event->cell), &service);
    if (endpoint && service == wanted)
        return endpoint;
    return endpoint_by_class(wanted, event);
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

static struct tally *look_up(struct callers *callers, const struct event *event)
{
    const struct endpoint *endpoint = endpoint_of(callers, event);

    return endpoint ? tally_of(callers, endpoint) : &callers->nowhere;
}

/* Events of one route come by the thousand: it is worked out once. */
static struct tally *route_tally(struct callers *callers, const struct event *event)
{
    char text[ROUTE_LENGTH];
    int len = snprintf(text, sizeof text, "%.*s %.*s %.*s", SLICE_ARG(event->service),
                       SLICE_ARG(event->method), SLICE_ARG(event->cell));
    struct slice route = { text, len < 0 ? 0 : (size_t)len };
    struct tally *tally;

    if (len < 0 || route.len >= sizeof text)
        return look_up(callers, event);
    tally = table_find(&callers->routes, route);
    if (tally)
        return tally;
    tally = look_up(callers, event);
    if (!tally || callers->routes.count >= ROUTES_MOST)
        return tally;
    route = arena_copy(&callers->arena, route);
    return route.at && table_put(&callers->routes, route, tally) ? tally : NULL;
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
    struct tally *tally;
    struct visitor *visitor;

    if (event->flags & (EVENT_NOISE | EVENT_NO_REQUEST) || callers->failed)
        return;
    tally = route_tally(callers, event);
    if (tally == &callers->nowhere)
        return;
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
    return !callers->failed && !callers->text.failed;
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
