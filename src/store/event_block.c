/* SPDX-License-Identifier: Apache-2.0 */
#include "store/event_block.h"

#include "base/hash.h"

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

uint64_t event_service_bit(struct slice service)
{
    return 1ull << (hash_content(service) >> 58);
}

static int address_compare(const struct address *a, const struct address *b)
{
    int order = ORDER(a->family, b->family);

    if (!order)
        order = memcmp(a->bytes, b->bytes, a->family == 6 ? 16 : a->family == 4 ? 4 : 0);
    return order ? order : ORDER(a->port, b->port);
}

static int objects_compare(const struct event *a, const struct event *b)
{
    int order = ORDER(a->object_count, b->object_count);

    for (unsigned i = 0; !order && i < a->object_count && i < EVENT_OBJECTS; i++)
        order = ORDER(a->objects[i], b->objects[i]);
    return order;
}

static int route_compare(const struct event *a, const struct event *b)
{
    int order = slice_compare(a->service, b->service);

    if (!order)
        order = slice_compare(a->method, b->method);
    return order ? order : slice_compare(a->cell, b->cell);
}

static int numbers_compare(const struct event *a, const struct event *b)
{
    int order = ORDER(a->actor[0], b->actor[0]);

    if (!order)
        order = ORDER(a->actor[1], b->actor[1]);
    if (!order)
        order = ORDER(a->status, b->status);
    if (!order)
        order = ORDER(a->flags, b->flags);
    if (!order)
        order = ORDER(a->duration, b->duration);
    if (!order)
        order = ORDER(a->request_bytes, b->request_bytes);
    return order ? order : ORDER(a->response_bytes, b->response_bytes);
}

int event_compare(const struct event *a, const struct event *b)
{
    int order = ORDER(a->time, b->time);

    if (!order)
        order = route_compare(a, b);
    if (!order)
        order = address_compare(&a->client, &b->client);
    if (!order)
        order = address_compare(&a->server, &b->server);
    if (!order)
        order = numbers_compare(a, b);
    return order ? order : objects_compare(a, b);
}
