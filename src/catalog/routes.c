/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/routes.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/table.h"
#include "catalog/segment.h"

#define ROUTE_LENGTH 512 /* longer ones are not remembered */

struct routes {
    struct memory *account;
    struct arena arena;
    const struct inventory *inventory;
    struct table services; /* const struct service by key */
    struct table known;    /* struct route by service, method and class path */
    size_t *first;         /* a service's: the endpoints of those before it */
    struct buffer text;
    bool failed;
};

static bool know_services(struct routes *routes)
{
    const struct inventory *inventory = routes->inventory;
    size_t before = 0;

    routes->first = arena_get_array(&routes->arena, inventory->service_count + 1, sizeof *routes->first);
    for (size_t i = 0; routes->first && i < inventory->service_count; i++) {
        const struct service *service = &inventory->services[i];

        routes->first[i] = before;
        before += service->endpoint_count;
        if (!table_put(&routes->services, service->key, (void *)(uintptr_t)service))
            return false;
    }
    return routes->first != NULL;
}

struct routes *routes_new(const struct inventory *inventory, struct memory *account)
{
    struct routes *routes = memory_get(account, sizeof *routes);

    if (!routes)
        return NULL;
    routes->account = account;
    routes->inventory = inventory;
    arena_init(&routes->arena, account, 64 << 10);
    table_init(&routes->services, account);
    table_init(&routes->known, account);
    buffer_init(&routes->text, account);
    if (know_services(routes))
        return routes;
    routes_free(routes);
    return NULL;
}

void routes_free(struct routes *routes)
{
    if (!routes)
        return;
    table_done(&routes->services);
    table_done(&routes->known);
    buffer_done(&routes->text);
    arena_done(&routes->arena);
    memory_give(routes->account, routes, sizeof *routes);
}

bool routes_failed(const struct routes *routes)
{
    return routes->failed || routes->text.failed;
}

/* ---- from class paths to endpoints ---- */

/* "*integer*", as the catalog writes an identifier; *ret_class is its class. */
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

static const struct endpoint *endpoint_of(struct routes *routes, const struct service *wanted,
                                          const struct event *event)
{
    const struct service *service = NULL;
    const struct endpoint *endpoint;

    if (event->cell.len == 0)
        return NULL;
    endpoint = inventory_find(routes->inventory, event->service, event->method,
                              path_of(&routes->text, event->cell), &service);
    if (endpoint && service == wanted)
        return endpoint;
    return endpoint_by_class(wanted, event);
}

static struct route look_up(struct routes *routes, const struct event *event)
{
    const struct service *service = table_find(&routes->services, event->service);
    struct route route = { .service = service };

    if (!service)
        return route;
    route.service_at = (size_t)(service - routes->inventory->services);
    route.endpoint = endpoint_of(routes, service, event);
    if (route.endpoint)
        route.endpoint_at = routes->first[route.service_at] + (size_t)(route.endpoint - service->endpoints);
    return route;
}

/* ---- remembering ---- */

/* Service, method and class path with a NUL between; empty: too long. */
static struct slice route_key(char text[ROUTE_LENGTH], const struct event *event)
{
    const struct slice parts[] = { event->service, event->method, event->cell };
    size_t len = 0;

    if (event->service.len + event->method.len + event->cell.len + 3 > ROUTE_LENGTH)
        return slice_make(text, 0);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].len)
            memcpy(text + len, parts[i].at, parts[i].len);
        len += parts[i].len;
        text[len++] = '\0';
    }
    return slice_make(text, len);
}

static void remember(struct routes *routes, struct slice key, struct route route)
{
    struct route *known = arena_get_array(&routes->arena, 1, sizeof *known);

    key = arena_copy(&routes->arena, key);
    if (!known || !key.at || !table_put(&routes->known, key, known)) {
        routes->failed = true;
        return;
    }
    *known = route;
}

struct route routes_find(struct routes *routes, const struct event *event)
{
    char text[ROUTE_LENGTH];
    struct slice key = route_key(text, event);
    const struct route *known = key.len ? table_find(&routes->known, key) : NULL;
    struct route route;

    if (known)
        return *known;
    route = look_up(routes, event);
    if (key.len && routes->known.count < ROUTES_MOST)
        remember(routes, key, route);
    return route;
}
