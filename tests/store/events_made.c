/* SPDX-License-Identifier: Apache-2.0 */
#include "store/events_made.h"

#include "base/random.h"

#include <stdarg.h>
#include <stdio.h>

__attribute__((format(printf, 2, 3))) static struct slice made_text(char text[EVENT_TEXT], const char *format,
                                                                    ...)
{
    va_list values;
    int len;

    va_start(values, format);
    len = vsnprintf(text, EVENT_TEXT, format, values);
    va_end(values);
    return slice_make(text, (size_t)len);
}

static struct address made_address(uint64_t *dice, unsigned hosts)
{
    struct address address = { .family = random_below(dice, 8) ? 4 : 6 };
    uint64_t host = random_below(dice, hosts);

    for (unsigned i = 0; i < (address.family == 6 ? 16 : 4); i++)
        address.bytes[i] = (uint8_t)(host >> 8 * (i % 8));
    return address;
}

void event_make(struct made_event *ret, uint64_t n)
{
    uint64_t dice = n * 1000;
    struct event *event = &ret->event;

    *event = (struct event){ 0 };
    event->time = 1700000000000000000 + (int64_t)(n * 70000 + random_below(&dice, 20000000));
    event->duration = 1000000 + random_below(&dice, 50000000);
    event->service = made_text(ret->text[0], "api%u.example.com", (unsigned)random_below(&dice, 6));
    event->method = made_text(ret->text[1], "%s", random_below(&dice, 4) ? "GET" : "POST");
    event->cell = made_text(ret->text[2], "/v1/things%u/*int*", (unsigned)random_below(&dice, 20));
    event->actor[0] = random_below(&dice, 500) * 0x9e3779b97f4a7c15u;
    event->actor[1] = ~event->actor[0];
    event->client = made_address(&dice, 500);
    event->client.port = (uint16_t)(32768 + random_below(&dice, 28000));
    event->server = made_address(&dice, 3);
    event->server.port = 80;
    event->status = (uint16_t)(random_below(&dice, 20) ? 200 : 404);
    event->flags = random_below(&dice, 3) ? 0 : EVENT_ANONYMOUS;
    event->request_bytes = (uint32_t)(200 + random_below(&dice, 300));
    event->response_bytes = (uint32_t)(300 + random_below(&dice, 3000));
    event->object_count = (uint8_t)random_below(&dice, 2);
    for (unsigned i = 0; i < event->object_count; i++)
        event->objects[i] = random_next(&dice);
}

static uint64_t made_extreme(uint64_t *dice, uint64_t most)
{
    switch (random_below(dice, 3)) {
    case 0: return 0;
    case 1: return most;
    default: return random_next(dice) & most;
    }
}

void event_make_extreme(struct made_event *ret, uint64_t n)
{
    uint64_t dice = n;
    struct event *event = &ret->event;

    event_make(ret, n);
    event->time = (int64_t)(made_extreme(&dice, INT64_MAX) ^ (random_below(&dice, 2) ? UINT64_MAX : 0));
    event->duration = made_extreme(&dice, UINT64_MAX);
    event->service.len = random_below(&dice, event->service.len + 1);
    event->method.len = random_below(&dice, 3) ? event->method.len : 0;
    event->cell.len = random_below(&dice, event->cell.len + 1);
    event->actor[0] = made_extreme(&dice, UINT64_MAX);
    event->actor[1] = made_extreme(&dice, UINT64_MAX);
    event->client.port = (uint16_t)made_extreme(&dice, UINT16_MAX);
    event->server = (struct address){ .family = 0, .port = (uint16_t)made_extreme(&dice, UINT16_MAX) };
    event->status = (uint16_t)made_extreme(&dice, UINT16_MAX);
    event->flags = (uint16_t)made_extreme(&dice, UINT16_MAX);
    event->request_bytes = (uint32_t)made_extreme(&dice, UINT32_MAX);
    event->response_bytes = (uint32_t)made_extreme(&dice, UINT32_MAX);
    event->object_count = (uint8_t)random_below(&dice, EVENT_OBJECTS + 1);
    for (unsigned i = 0; i < EVENT_OBJECTS; i++)
        event->objects[i] = made_extreme(&dice, UINT64_MAX);
}

static bool address_same(const struct address *a, const struct address *b)
{
    return a->family == b->family && a->port == b->port && memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

/* Field by field and not through event_compare, which is under test itself. */
bool event_same(const struct event *a, const struct event *b)
{
    return a->time == b->time && a->duration == b->duration && slice_eq(a->service, b->service) &&
           slice_eq(a->method, b->method) && slice_eq(a->cell, b->cell) &&
           memcmp(a->actor, b->actor, sizeof a->actor) == 0 && address_same(&a->client, &b->client) &&
           address_same(&a->server, &b->server) && a->status == b->status && a->flags == b->flags &&
           a->request_bytes == b->request_bytes && a->response_bytes == b->response_bytes &&
           a->object_count == b->object_count &&
           memcmp(a->objects, b->objects, a->object_count * sizeof a->objects[0]) == 0;
}
