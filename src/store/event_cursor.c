/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a block: everything is unpacked into one piece of memory, tables point into it, and each column has its own
 * position. A block may be damaged in any way; whatever is wrong ends the reading. */
#include "store/event_block.h"

#include "catalog/pack.h"
#include "store/event_format.h"

#include <zstd.h>

/* The largest block a packer can write has 0.25 MiB of strings, 0.4 MiB of tables and 0.6 MiB of columns. */
#define PLAIN_MOST (4u << 20)

struct route {
    uint32_t service, method, cell;
};

struct event_cursor {
    struct memory *account;
    char *plain;
    size_t plain_len;
    uint64_t left; /* events not yet read */
    bool started;
    int64_t time;
    struct slice *strings;
    struct route *routes;
    const char *actors;
    struct address *places;
    uint64_t string_count, route_count, actor_count, place_count;
    struct unpack columns[EVENT_COLUMNS];
};

static struct slice unpack_bytes(struct unpack *in, size_t len)
{
    struct slice bytes = { in->rest.at, len };

    if (in->broken || len > in->rest.len) {
        in->broken = true;
        return (struct slice){ NULL, 0 };
    }
    in->rest.at += len;
    in->rest.len -= len;
    return bytes;
}

static bool cursor_unzip(struct event_cursor *cursor, struct slice bytes, struct error *err)
{
    unsigned long long len = ZSTD_getFrameContentSize(bytes.at, bytes.len);
    size_t got;

    if (len == ZSTD_CONTENTSIZE_UNKNOWN || len == ZSTD_CONTENTSIZE_ERROR || len == 0 || len > PLAIN_MOST)
        return error_set(err, ERROR_STORE, "a block of events is damaged: its frame is not readable");
    cursor->plain = memory_get(cursor->account, (size_t)len);
    if (!cursor->plain)
        return error_set(err, ERROR_MEMORY, "no memory to read a block of events");
    cursor->plain_len = (size_t)len;
    got = ZSTD_decompress(cursor->plain, cursor->plain_len, bytes.at, bytes.len);
    if (ZSTD_isError(got) || got != cursor->plain_len)
        return error_set(err, ERROR_STORE, "a block of events is damaged: it does not unpack");
    return true;
}

static bool cursor_read_strings(struct event_cursor *cursor, struct unpack *in)
{
    cursor->string_count = unpack_count(in);
    cursor->strings = memory_get(cursor->account, cursor->string_count * sizeof *cursor->strings);
    if (!cursor->strings)
        return cursor->string_count = 0, false;
    for (uint64_t i = 0; i < cursor->string_count; i++)
        cursor->strings[i] = unpack_slice(in);
    return !in->broken;
}

static bool cursor_read_routes(struct event_cursor *cursor, struct unpack *in)
{
    cursor->route_count = unpack_count(in);
    cursor->routes = memory_get(cursor->account, cursor->route_count * sizeof *cursor->routes);
    if (!cursor->routes)
        return cursor->route_count = 0, false;
    for (uint64_t i = 0; i < cursor->route_count; i++) {
        uint64_t service = unpack_u64(in), method = unpack_u64(in), cell = unpack_u64(in);

        if (in->broken || service >= cursor->string_count || method >= cursor->string_count ||
            cell >= cursor->string_count)
            return false;
        cursor->routes[i] = (struct route){ (uint32_t)service, (uint32_t)method, (uint32_t)cell };
    }
    return true;
}

static bool cursor_read_places(struct event_cursor *cursor, struct unpack *in)
{
    cursor->place_count = unpack_count(in);
    cursor->places = memory_get(cursor->account, cursor->place_count * sizeof *cursor->places);
    if (!cursor->places)
        return cursor->place_count = 0, false;
    for (uint64_t i = 0; i < cursor->place_count; i++) {
        uint8_t family = (uint8_t)unpack_u64(in);
        uint64_t port = unpack_u64(in);
        struct slice bytes = unpack_bytes(in, event_address_bytes(family));

        if (in->broken || port > UINT16_MAX || (family != 0 && family != 4 && family != 6))
            return false;
        cursor->places[i] = (struct address){ .family = family, .port = (uint16_t)port };
        if (bytes.len)
            memcpy(cursor->places[i].bytes, bytes.at, bytes.len);
    }
    return true;
}

static bool cursor_read_tables(struct event_cursor *cursor, struct unpack *in)
{
    if (!cursor_read_strings(cursor, in) || !cursor_read_routes(cursor, in))
        return false;
    cursor->actor_count = unpack_count(in);
    if (in->broken || cursor->actor_count > in->rest.len / 16)
        return false;
    cursor->actors = unpack_bytes(in, (size_t)cursor->actor_count * 16).at;
    return cursor_read_places(cursor, in);
}

static bool cursor_read_columns(struct event_cursor *cursor, struct unpack *in)
{
    uint64_t lens[EVENT_COLUMNS];

    for (unsigned i = 0; i < EVENT_COLUMNS; i++)
        lens[i] = unpack_u64(in);
    for (unsigned i = 0; i < EVENT_COLUMNS; i++) {
        if (lens[i] > in->rest.len)
            return false;
        cursor->columns[i].rest = unpack_bytes(in, (size_t)lens[i]);
    }
    return !in->broken && in->rest.len == 0;
}

static bool cursor_read(struct event_cursor *cursor, struct error *err)
{
    struct unpack in = { .rest = { cursor->plain, cursor->plain_len } };
    uint64_t denied = cursor->account->denied;
    struct slice version = unpack_bytes(&in, 1);

    if (version.at && (uint8_t)*version.at > EVENT_BLOCK_VERSION)
        return error_set(err, ERROR_STORE, "a block of events was written by a newer version of plainsight");
    cursor->left = unpack_u64(&in);
    if (in.broken || cursor->left == 0 || cursor->left > EVENT_BLOCK_MOST ||
        !cursor_read_tables(cursor, &in) || !cursor_read_columns(cursor, &in)) {
        if (cursor->account->denied != denied)
            return error_set(err, ERROR_MEMORY, "no memory to read a block of events");
        return error_set(err, ERROR_STORE, "a block of events is damaged: its tables contradict themselves");
    }
    return true;
}

struct event_cursor *event_cursor_open(struct memory *account, struct slice bytes, struct error *err)
{
    struct event_cursor *cursor = memory_get(account, sizeof *cursor);

    if (!cursor) {
        error_set(err, ERROR_MEMORY, "no memory to read a block of events");
        return NULL;
    }
    cursor->account = account;
    if (!cursor_unzip(cursor, bytes, err) || !cursor_read(cursor, err)) {
        event_cursor_close(cursor);
        return NULL;
    }
    return cursor;
}

static bool cursor_time(struct event_cursor *cursor, int64_t *ret)
{
    struct unpack *column = &cursor->columns[COLUMN_TIME];

    cursor->time =
        cursor->started ? (int64_t)((uint64_t)cursor->time + unpack_u64(column)) : unpack_i64(column);
    cursor->started = true;
    *ret = cursor->time;
    return !column->broken;
}

static bool cursor_number(struct event_cursor *cursor, enum event_column column, uint64_t below,
                          uint64_t *ret)
{
    *ret = unpack_u64(&cursor->columns[column]);
    return !cursor->columns[column].broken && *ret < below;
}

static bool cursor_who(struct event_cursor *cursor, struct event *ret)
{
    uint64_t actor, client, server;
    struct slice port = unpack_bytes(&cursor->columns[COLUMN_CLIENT_PORT], 2);

    if (!cursor_number(cursor, COLUMN_ACTOR, cursor->actor_count, &actor) ||
        !cursor_number(cursor, COLUMN_CLIENT, cursor->place_count, &client) ||
        !cursor_number(cursor, COLUMN_SERVER, cursor->place_count, &server) || port.len == 0)
        return false;
    ret->actor[0] = event_get_u64(cursor->actors + 16 * actor);
    ret->actor[1] = event_get_u64(cursor->actors + 16 * actor + 8);
    ret->client = cursor->places[client];
    ret->client.port = (uint16_t)((uint8_t)port.at[0] | (uint8_t)port.at[1] << 8);
    ret->server = cursor->places[server];
    return true;
}

static bool cursor_what(struct event_cursor *cursor, struct event *ret)
{
    uint64_t route, status, flags, request, response;

    if (!cursor_number(cursor, COLUMN_ROUTE, cursor->route_count, &route) ||
        !cursor_number(cursor, COLUMN_STATUS, UINT16_MAX + 1, &status) ||
        !cursor_number(cursor, COLUMN_FLAGS, UINT16_MAX + 1, &flags) ||
        !cursor_number(cursor, COLUMN_REQUEST_BYTES, 1ull << 32, &request) ||
        !cursor_number(cursor, COLUMN_RESPONSE_BYTES, 1ull << 32, &response))
        return false;
    ret->service = cursor->strings[cursor->routes[route].service];
    ret->method = cursor->strings[cursor->routes[route].method];
    ret->cell = cursor->strings[cursor->routes[route].cell];
    ret->status = (uint16_t)status;
    ret->flags = (uint16_t)flags;
    ret->request_bytes = (uint32_t)request;
    ret->response_bytes = (uint32_t)response;
    return true;
}

static bool cursor_objects(struct event_cursor *cursor, struct event *ret)
{
    struct unpack *column = &cursor->columns[COLUMN_OBJECTS];
    struct slice count = unpack_bytes(column, 1), hashes;

    if (count.len == 0 || (uint8_t)*count.at > EVENT_OBJECTS)
        return false;
    ret->object_count = (uint8_t)*count.at;
    hashes = unpack_bytes(column, 8 * (size_t)ret->object_count);
    if (column->broken)
        return false;
    for (unsigned i = 0; i < ret->object_count; i++)
        ret->objects[i] = event_get_u64(hashes.at + 8 * i);
    return true;
}

enum event_next event_cursor_next(struct event_cursor *cursor, struct event *ret)
{
    struct event event = { 0 };

    if (cursor->left == 0)
        return EVENT_END;
    cursor->left--;
    event.duration = unpack_u64(&cursor->columns[COLUMN_DURATION]);
    if (cursor->columns[COLUMN_DURATION].broken || !cursor_time(cursor, &event.time) ||
        !cursor_what(cursor, &event) || !cursor_who(cursor, &event) || !cursor_objects(cursor, &event)) {
        cursor->left = 0;
        return EVENT_DAMAGED;
    }
    *ret = event;
    return EVENT_NEXT;
}

void event_cursor_close(struct event_cursor *cursor)
{
    struct memory *account;

    if (!cursor)
        return;
    account = cursor->account;
    memory_give(account, cursor->strings, cursor->string_count * sizeof *cursor->strings);
    memory_give(account, cursor->routes, cursor->route_count * sizeof *cursor->routes);
    memory_give(account, cursor->places, cursor->place_count * sizeof *cursor->places);
    memory_give(account, cursor->plain, cursor->plain_len);
    memory_give(account, cursor, sizeof *cursor);
}
