/* SPDX-License-Identifier: Apache-2.0 */
/* Rows collect as they come; whatever repeats (strings, routes, actors, addresses) is found again through small open
 * tables and kept as an index. Sorting and turning rows into columns wait for event_packer_encode. */
#include "store/event_block.h"

#include "base/buffer.h"
#include "base/hash.h"
#include "catalog/pack.h"
#include "store/event_format.h"

#include <zstd.h>

#define LOOKUP_MOST 8192
#define LOOKUP_SLOTS (2 * LOOKUP_MOST)
#define TEXT_MOST (256u << 10) /* bytes of strings in one block: hostile paths end it early */

/* An open table of indexes into an array that its owner keeps. */
struct lookup {
    uint16_t slots[LOOKUP_SLOTS]; /* index + 1; 0: free */
    uint32_t tags[LOOKUP_MOST];   /* part of the hash: spares most comparisons */
    uint32_t count;
};

struct row {
    int64_t time;
    uint64_t duration;
    uint32_t request_bytes, response_bytes;
    uint32_t objects; /* the first one's place */
    uint16_t route, actor, client, server;
    uint16_t client_port, status, flags;
    uint8_t object_count;
};

struct text {
    uint32_t at, len;
};

struct route {
    uint16_t service, method, cell;
};

struct event_packer {
    struct memory *account;
    ZSTD_CCtx *zstd;
    struct buffer text;           /* bytes of all strings */
    struct buffer columns, block; /* what encode builds */
    uint64_t services;
    uint32_t count, object_count;
    struct lookup string_lookup, route_lookup, actor_lookup, place_lookup;
    struct text strings[LOOKUP_MOST];
    struct route routes[EVENT_BLOCK_MOST];
    uint64_t actors[EVENT_BLOCK_MOST][2];
    struct address places[LOOKUP_MOST];
    struct row rows[EVENT_BLOCK_MOST];
    uint16_t order[EVENT_BLOCK_MOST], merged[EVENT_BLOCK_MOST];
    uint64_t objects[EVENT_BLOCK_MOST * EVENT_OBJECTS];
};

#define LOOKUP_NONE UINT32_MAX

/* Candidates for a hash, one after the other: start with *slot = hash; LOOKUP_NONE: it is not there, and *slot is where
 * it belongs. */
static uint32_t lookup_next(const struct lookup *lookup, uint64_t hash, uint64_t *slot)
{
    for (;; (*slot)++) {
        uint32_t index = lookup->slots[*slot % LOOKUP_SLOTS];

        if (index == 0)
            return LOOKUP_NONE;
        if (lookup->tags[index - 1] == (uint32_t)(hash >> 32)) {
            (*slot)++;
            return index - 1;
        }
    }
}

static uint16_t lookup_add(struct lookup *lookup, uint64_t hash, uint64_t slot)
{
    lookup->tags[lookup->count] = (uint32_t)(hash >> 32);
    lookup->slots[slot % LOOKUP_SLOTS] = (uint16_t)++lookup->count;
    return (uint16_t)(lookup->count - 1);
}

static void lookup_reset(struct lookup *lookup)
{
    if (lookup->count)
        memset(lookup->slots, 0, sizeof lookup->slots);
    lookup->count = 0;
}

static struct slice packer_text(const struct event_packer *packer, uint16_t index)
{
    struct text text = packer->strings[index];

    return slice_make(packer->text.at + text.at, text.len);
}

static bool packer_string(struct event_packer *packer, struct slice string, uint16_t *ret)
{
    struct lookup *lookup = &packer->string_lookup;
    uint64_t hash, slot;
    uint32_t found;

    if (string.len > EVENT_STRING_MOST)
        string.len = EVENT_STRING_MOST;
    hash = slot = hash_table(string);
    while ((found = lookup_next(lookup, hash, &slot)) != LOOKUP_NONE)
        if (slice_eq(packer_text(packer, (uint16_t)found), string))
            return *ret = (uint16_t)found, true;
    if (lookup->count == LOOKUP_MOST || packer->text.len + string.len > TEXT_MOST)
        return false;
    packer->strings[lookup->count] = (struct text){ (uint32_t)packer->text.len, (uint32_t)string.len };
    if (!buffer_append(&packer->text, string)) {
        packer->text.failed = false;
        return false;
    }
    return *ret = lookup_add(lookup, hash, slot), true;
}

static bool packer_route(struct event_packer *packer, const struct event *event, uint16_t *ret)
{
    struct lookup *lookup = &packer->route_lookup;
    struct route route;
    uint64_t hash, slot;
    uint32_t found;

    if (!packer_string(packer, event->service, &route.service) ||
        !packer_string(packer, event->method, &route.method) ||
        !packer_string(packer, event->cell, &route.cell))
        return false;
    hash = slot = hash_mix((uint64_t)route.service << 32 | (uint64_t)route.method << 16 | route.cell, 0);
    while ((found = lookup_next(lookup, hash, &slot)) != LOOKUP_NONE)
        if (memcmp(&packer->routes[found], &route, sizeof route) == 0)
            return *ret = (uint16_t)found, true;
    packer->routes[lookup->count] = route;
    packer->services |= event_service_bit(packer_text(packer, route.service));
    return *ret = lookup_add(lookup, hash, slot), true;
}

/* The tables are larger than the near caches, so where a search will begin is fetched before it is needed. */
static void lookup_fetch(const struct lookup *lookup, uint64_t hash)
{
    __builtin_prefetch(&lookup->slots[hash % LOOKUP_SLOTS]);
}

static uint16_t packer_actor(struct event_packer *packer, const uint64_t actor[2], uint64_t hash)
{
    struct lookup *lookup = &packer->actor_lookup;
    uint64_t slot = hash;
    uint32_t found;

    while ((found = lookup_next(lookup, hash, &slot)) != LOOKUP_NONE)
        if (memcmp(packer->actors[found], actor, sizeof packer->actors[found]) == 0)
            return (uint16_t)found;
    memcpy(packer->actors[lookup->count], actor, sizeof packer->actors[0]);
    return lookup_add(lookup, hash, slot);
}

static struct address place_of(const struct address *address, uint16_t port)
{
    struct address place = { .family = address->family, .port = port };

    memcpy(place.bytes, address->bytes, event_address_bytes(address->family));
    return place;
}

static uint64_t place_hash(const struct address *place)
{
    uint64_t words[2];

    memcpy(words, place->bytes, sizeof words);
    return hash_mix(hash_mix(words[0], words[1]), (uint64_t)place->family << 16 | place->port);
}

/* Two places an event at most: LOOKUP_MOST hold a whole block. */
static uint16_t packer_place(struct event_packer *packer, const struct address *place, uint64_t hash)
{
    struct lookup *lookup = &packer->place_lookup;
    uint64_t slot = hash;
    uint32_t found;

    while ((found = lookup_next(lookup, hash, &slot)) != LOOKUP_NONE) {
        const struct address *known = &packer->places[found];

        if (known->family == place->family && known->port == place->port &&
            memcmp(known->bytes, place->bytes, sizeof place->bytes) == 0)
            return (uint16_t)found;
    }
    packer->places[lookup->count] = *place;
    return lookup_add(lookup, hash, slot);
}

struct event_packer *event_packer_new(struct memory *account)
{
    struct event_packer *packer = memory_get(account, sizeof *packer);

    if (!packer)
        return NULL;
    packer->account = account;
    buffer_init(&packer->text, account);
    buffer_init(&packer->columns, account);
    buffer_init(&packer->block, account);
    packer->zstd = ZSTD_createCCtx();
    if (!packer->zstd || ZSTD_isError(ZSTD_CCtx_setParameter(packer->zstd, ZSTD_c_compressionLevel, 1)) ||
        ZSTD_isError(ZSTD_CCtx_setParameter(packer->zstd, ZSTD_c_checksumFlag, 1)) ||
        !buffer_reserve(&packer->text, EVENT_STRING_MOST)) {
        event_packer_free(packer);
        return NULL;
    }
    return packer;
}

bool event_packer_add(struct event_packer *packer, const struct event *event)
{
    struct row *row = &packer->rows[packer->count];
    uint8_t objects = event->object_count < EVENT_OBJECTS ? event->object_count : EVENT_OBJECTS;
    struct address client = place_of(&event->client, 0),
                   server = place_of(&event->server, event->server.port);
    uint64_t actor = hash_mix(event->actor[0], event->actor[1]);
    uint64_t from = place_hash(&client), to = place_hash(&server);
    uint16_t route;

    lookup_fetch(&packer->actor_lookup, actor);
    lookup_fetch(&packer->place_lookup, from);
    lookup_fetch(&packer->place_lookup, to);
    if (packer->count == EVENT_BLOCK_MOST || !packer_route(packer, event, &route))
        return false;
    *row = (struct row){
        .time = event->time,
        .duration = event->duration,
        .request_bytes = event->request_bytes,
        .response_bytes = event->response_bytes,
        .objects = packer->object_count,
        .route = route,
        .actor = packer_actor(packer, event->actor, actor),
        .client = packer_place(packer, &client, from),
        .server = packer_place(packer, &server, to),
        .client_port = event->client.port,
        .status = event->status,
        .flags = event->flags,
        .object_count = objects,
    };
    memcpy(&packer->objects[packer->object_count], event->objects, objects * sizeof event->objects[0]);
    packer->object_count += objects;
    packer->count++;
    return true;
}

uint32_t event_packer_count(const struct event_packer *packer)
{
    return packer->count;
}

static struct event packer_event(const struct event_packer *packer, const struct row *row)
{
    struct route route = packer->routes[row->route];
    struct event event = {
        .time = row->time,
        .duration = row->duration,
        .service = packer_text(packer, route.service),
        .method = packer_text(packer, route.method),
        .cell = packer_text(packer, route.cell),
        .actor = { packer->actors[row->actor][0], packer->actors[row->actor][1] },
        .client = packer->places[row->client],
        .server = packer->places[row->server],
        .status = row->status,
        .flags = row->flags,
        .request_bytes = row->request_bytes,
        .response_bytes = row->response_bytes,
        .object_count = row->object_count,
    };

    event.client.port = row->client_port;
    memcpy(event.objects, &packer->objects[row->objects], row->object_count * sizeof event.objects[0]);
    return event;
}

static __attribute__((noinline)) bool rows_ascend(const struct event_packer *packer, const struct row *a,
                                                  const struct row *b)
{
    struct event left = packer_event(packer, a), right = packer_event(packer, b);

    return event_compare(&left, &right) <= 0;
}

/* Times seldom tie. */
static inline bool packer_ascends(const struct event_packer *packer, uint16_t first, uint16_t second)
{
    const struct row *a = &packer->rows[first], *b = &packer->rows[second];

    return a->time != b->time ? a->time < b->time : rows_ascend(packer, a, b);
}

static void packer_merge(struct event_packer *packer, uint32_t from, uint32_t middle, uint32_t to)
{
    uint32_t left = from, right = middle, out = from;

    while (left < middle && right < to)
        packer->merged[out++] = packer_ascends(packer, packer->order[left], packer->order[right])
                                    ? packer->order[left++]
                                    : packer->order[right++];
    while (left < middle)
        packer->merged[out++] = packer->order[left++];
    memcpy(packer->order + from, packer->merged + from, (out - from) * sizeof packer->order[0]);
}

/* Exchanges end nearly in the order in which they began: most merges find both halves in place. */
static void packer_sort(struct event_packer *packer)
{
    for (uint32_t i = 0; i < packer->count; i++)
        packer->order[i] = (uint16_t)i;
    for (uint32_t width = 1; width < packer->count; width *= 2) {
        for (uint32_t from = 0; from + width < packer->count; from += 2 * width) {
            uint32_t middle = from + width;
            uint32_t to = middle + width < packer->count ? middle + width : packer->count;

            if (!packer_ascends(packer, packer->order[middle - 1], packer->order[middle]))
                packer_merge(packer, from, middle, to);
        }
    }
}

static void packer_write_tables(struct event_packer *packer, struct buffer *out)
{
    buffer_byte(out, EVENT_BLOCK_VERSION);
    pack_u64(out, packer->count);
    pack_u64(out, packer->string_lookup.count);
    for (uint32_t i = 0; i < packer->string_lookup.count; i++)
        pack_slice(out, packer_text(packer, (uint16_t)i));
    pack_u64(out, packer->route_lookup.count);
    for (uint32_t i = 0; i < packer->route_lookup.count; i++) {
        pack_u64(out, packer->routes[i].service);
        pack_u64(out, packer->routes[i].method);
        pack_u64(out, packer->routes[i].cell);
    }
    pack_u64(out, packer->actor_lookup.count);
    for (uint32_t i = 0; i < packer->actor_lookup.count; i++) {
        char bytes[16];

        event_put_u64(bytes, packer->actors[i][0]);
        event_put_u64(bytes + 8, packer->actors[i][1]);
        buffer_append(out, slice_make(bytes, sizeof bytes));
    }
    pack_u64(out, packer->place_lookup.count);
    for (uint32_t i = 0; i < packer->place_lookup.count; i++) {
        const struct address *place = &packer->places[i];

        buffer_byte(out, (char)place->family);
        pack_u64(out, place->port);
        buffer_append(out, slice_make(place->bytes, event_address_bytes(place->family)));
    }
}

static char *packer_put_times(const struct event_packer *packer, char *at)
{
    int64_t first = packer->rows[packer->order[0]].time;
    uint64_t before = (uint64_t)first;

    at = pack_varint(at, ((uint64_t)first << 1) ^ (first < 0 ? UINT64_MAX : 0));
    for (uint32_t i = 1; i < packer->count; i++) {
        uint64_t time = (uint64_t)packer->rows[packer->order[i]].time;

        at = pack_varint(at, time - before);
        before = time;
    }
    return at;
}

static char *packer_put_objects(const struct event_packer *packer, char *at)
{
    for (uint32_t i = 0; i < packer->count; i++) {
        const struct row *row = &packer->rows[packer->order[i]];

        *at++ = (char)row->object_count;
        for (uint8_t j = 0; j < row->object_count; j++, at += 8)
            event_put_u64(at, packer->objects[row->objects + j]);
    }
    return at;
}

/* One loop a column, so that none asks at every row which column it is. */
#define PUT_NUMBERS(field)                                                                                   \
    for (uint32_t i = 0; i < packer->count; i++)                                                             \
        at = pack_varint(at, packer->rows[packer->order[i]].field);                                          \
    return at

static char *packer_put_ports(const struct event_packer *packer, char *at)
{
    for (uint32_t i = 0; i < packer->count; i++) {
        uint16_t port = packer->rows[packer->order[i]].client_port;

        *at++ = (char)port;
        *at++ = (char)(port >> 8);
    }
    return at;
}

static char *packer_put_column(const struct event_packer *packer, enum event_column column, char *at)
{
    switch (column) {
    case COLUMN_TIME: return packer_put_times(packer, at);
    case COLUMN_DURATION: PUT_NUMBERS(duration);
    case COLUMN_ROUTE: PUT_NUMBERS(route);
    case COLUMN_ACTOR: PUT_NUMBERS(actor);
    case COLUMN_CLIENT: PUT_NUMBERS(client);
    case COLUMN_SERVER: PUT_NUMBERS(server);
    case COLUMN_STATUS: PUT_NUMBERS(status);
    case COLUMN_FLAGS: PUT_NUMBERS(flags);
    case COLUMN_REQUEST_BYTES: PUT_NUMBERS(request_bytes);
    case COLUMN_RESPONSE_BYTES: PUT_NUMBERS(response_bytes);
    case COLUMN_CLIENT_PORT: return packer_put_ports(packer, at);
    default: return packer_put_objects(packer, at);
    }
}

/* Columns are built first, since their lengths stand before them. */
static bool packer_write(struct event_packer *packer, struct buffer *out)
{
    size_t widest = EVENT_COLUMNS * 10 + 1 + 8 * EVENT_OBJECTS;
    struct buffer *columns = &packer->columns;

    buffer_reset(columns);
    buffer_reset(out);
    if (!buffer_reserve(columns, packer->count * widest))
        return false;
    packer_write_tables(packer, out);
    for (enum event_column column = 0; column < EVENT_COLUMNS; column++) {
        char *start = columns->at + columns->len, *end = packer_put_column(packer, column, start);

        columns->len += (size_t)(end - start);
        pack_u64(out, (uint64_t)(end - start));
    }
    return buffer_append(out, buffer_slice(columns));
}

bool event_packer_encode(struct event_packer *packer, struct event_block *ret)
{
    struct buffer *plain = &packer->block, *packed = &packer->columns;
    size_t len;

    if (packer->count == 0)
        return false;
    packer_sort(packer);
    if (!packer_write(packer, plain))
        return false;
    buffer_reset(packed);
    if (!buffer_reserve(packed, ZSTD_compressBound(plain->len)))
        return false;
    len = ZSTD_compress2(packer->zstd, packed->at, packed->room, plain->at, plain->len);
    if (ZSTD_isError(len))
        return false;
    *ret = (struct event_block){
        .first = packer->rows[packer->order[0]].time,
        .last = packer->rows[packer->order[packer->count - 1]].time,
        .count = packer->count,
        .services = packer->services,
        .bytes = { packed->at, len },
    };
    return true;
}

void event_packer_reset(struct event_packer *packer)
{
    lookup_reset(&packer->string_lookup);
    lookup_reset(&packer->route_lookup);
    lookup_reset(&packer->actor_lookup);
    lookup_reset(&packer->place_lookup);
    buffer_reset(&packer->text);
    packer->services = 0;
    packer->count = packer->object_count = 0;
}

void event_packer_free(struct event_packer *packer)
{
    if (!packer)
        return;
    ZSTD_freeCCtx(packer->zstd);
    buffer_done(&packer->text);
    buffer_done(&packer->columns);
    buffer_done(&packer->block);
    memory_give(packer->account, packer, sizeof *packer);
}
