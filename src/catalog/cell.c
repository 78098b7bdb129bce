/* SPDX-License-Identifier: Apache-2.0 */
/* The lists of a cell: making, bounding, merging, freeing. Learning is in cell_learn.c, storing in cell_pack.c.
 *
 * Lists that traffic can lengthen (media types, statuses, credentials) are bounded like everything else: the entries
 * with the smallest content hash stay, so what is kept does not depend on order. */
#include "catalog/cell_lists.h"

#include "base/hash.h"
#include "catalog/observations.h"

void support_add(struct support *support, int64_t time, uint64_t count)
{
    if (support->count == 0 || time < support->first)
        support->first = time;
    if (support->count == 0 || time > support->last)
        support->last = time;
    support->count += count;
}

void support_merge(struct support *into, const struct support *from)
{
    if (from->count == 0)
        return;
    if (into->count == 0 || from->first < into->first)
        into->first = from->first;
    if (into->count == 0 || from->last > into->last)
        into->last = from->last;
    into->count += from->count;
}

static bool text_keep(struct slice *ret, struct memory *account, struct slice text)
{
    char *copy;

    if (text.len == 0) {
        *ret = (struct slice){ NULL, 0 };
        return true;
    }
    copy = memory_get(account, text.len);
    if (!copy)
        return false;
    memcpy(copy, text.at, text.len);
    *ret = slice_make(copy, text.len);
    return true;
}

static void text_give(struct slice text, struct memory *account)
{
    memory_give(account, (char *)text.at, text.len);
}

bool text_smallest(struct slice *kept, struct memory *account, struct slice text)
{
    struct slice copy;

    if (text.len == 0 || (kept->len && slice_compare(*kept, text) <= 0))
        return true;
    if (!text_keep(&copy, account, text))
        return false;
    text_give(*kept, account);
    *kept = copy;
    return true;
}

/* ---- media types ---- */

void body_done(struct body_evidence *body, struct memory *account)
{
    text_give(body->media_type, account);
    text_give(body->xml_root, account);
    text_give(body->xml_namespace, account);
    if (body->schema)
        schema_free(body->schema, account);
}

static void body_free(struct body_evidence *body, struct memory *account)
{
    body_done(body, account);
    memory_give(account, body, sizeof *body);
}

static void bodies_free(struct body_evidence *list, struct memory *account)
{
    while (list) {
        struct body_evidence *next = list->next;

        body_free(list, account);
        list = next;
    }
}

/* Drops the media type with the largest hash; true when that was `fresh`. */
static bool bodies_bound(struct body_evidence **list, struct memory *account,
                         const struct body_evidence *fresh)
{
    struct body_evidence **largest = NULL, *dropped;
    uint64_t largest_hash = 0;
    size_t count = 0;
    bool was_fresh;

    for (struct body_evidence **at = list; *at; at = &(*at)->next, count++) {
        uint64_t hash = hash_content((*at)->media_type);

        if (!largest || hash > largest_hash) {
            largest = at;
            largest_hash = hash;
        }
    }
    if (count <= CELL_MEDIA || !largest)
        return false;
    dropped = *largest;
    was_fresh = dropped == fresh;
    *largest = dropped->next;
    body_free(dropped, account);
    return was_fresh;
}

struct body_evidence *bodies_get(struct body_evidence **list, struct memory *account, struct slice media_type,
                                 enum content_kind kind)
{
    struct body_evidence **at = list, *body;
    int order = 1;

    while (*at && (order = slice_compare((*at)->media_type, media_type)) < 0)
        at = &(*at)->next;
    if (*at && order == 0)
        return *at;
    body = memory_get(account, sizeof *body);
    if (!body)
        return NULL;
    if (!text_keep(&body->media_type, account, media_type)) {
        memory_give(account, body, sizeof *body);
        return NULL;
    }
    body->kind = kind;
    body->next = *at;
    *at = body;
    return bodies_bound(list, account, body) ? NULL : body;
}

bool schema_join(struct schema **into, struct memory *account, const struct schema *from)
{
    if (!from)
        return true;
    if (!*into)
        *into = schema_new(account);
    return *into && schema_merge(*into, account, from);
}

static bool bodies_merge(struct body_evidence **into, struct memory *account,
                         const struct body_evidence *from)
{
    bool whole = true;

    for (; from; from = from->next) {
        struct body_evidence *body = bodies_get(into, account, from->media_type, from->kind);

        if (!body)
            continue;
        if (from->kind < body->kind)
            body->kind = from->kind;
        support_merge(&body->support, &from->support);
        whole &= schema_join(&body->schema, account, from->schema);
        whole &= text_smallest(&body->xml_root, account, from->xml_root);
        whole &= text_smallest(&body->xml_namespace, account, from->xml_namespace);
    }
    return whole;
}

/* ---- requests ---- */

static void request_done(struct request_evidence *request, struct memory *account)
{
    if (request->query)
        schema_free(request->query, account);
    if (request->headers)
        schema_free(request->headers, account);
    if (request->cookies)
        schema_free(request->cookies, account);
    bodies_free(request->bodies, account);
}

bool request_merge(struct request_evidence *into, struct memory *account, const struct request_evidence *from)
{
    bool whole = schema_join(&into->query, account, from->query);

    into->count += from->count;
    into->with_body += from->with_body;
    whole &= schema_join(&into->headers, account, from->headers);
    whole &= schema_join(&into->cookies, account, from->cookies);
    return bodies_merge(&into->bodies, account, from->bodies) && whole;
}

/* ---- responses ---- */

void response_done(struct response_evidence *response, struct memory *account)
{
    bodies_free(response->bodies, account);
    if (response->headers)
        schema_free(response->headers, account);
}

static void response_free(struct response_evidence *response, struct memory *account)
{
    response_done(response, account);
    memory_give(account, response, sizeof *response);
}

static uint64_t status_hash(uint16_t status)
{
    return hash_mix(status, 0x5354415455530000ull);
}

static bool responses_bound(struct cell *cell, struct memory *account, const struct response_evidence *fresh)
{
    struct response_evidence **largest = NULL, *dropped;
    size_t count = 0;
    bool was_fresh;

    for (struct response_evidence **at = &cell->responses; *at; at = &(*at)->next, count++)
        if (!largest || status_hash((*at)->status) > status_hash((*largest)->status))
            largest = at;
    if (count <= CELL_STATUSES || !largest)
        return false;
    dropped = *largest;
    was_fresh = dropped == fresh;
    *largest = dropped->next;
    response_free(dropped, account);
    return was_fresh;
}

struct response_evidence *response_get(struct cell *cell, struct memory *account, uint16_t status)
{
    struct response_evidence **at = &cell->responses, *response;

    while (*at && (*at)->status < status)
        at = &(*at)->next;
    if (*at && (*at)->status == status)
        return *at;
    response = memory_get(account, sizeof *response);
    if (!response)
        return NULL;
    response->status = status;
    response->next = *at;
    *at = response;
    return responses_bound(cell, account, response) ? NULL : response;
}

static bool responses_merge(struct cell *into, struct memory *account, const struct response_evidence *from)
{
    bool whole = true;

    for (; from; from = from->next) {
        struct response_evidence *response = response_get(into, account, from->status);

        if (!response)
            continue;
        support_merge(&response->support, &from->support);
        whole &= bodies_merge(&response->bodies, account, from->bodies);
        whole &= schema_join(&response->headers, account, from->headers);
    }
    return whole;
}

/* ---- security ---- */

static int security_order(const struct security_evidence *entry, enum credential_kind kind, struct slice name)
{
    if (entry->kind != kind)
        return entry->kind < kind ? -1 : 1;
    return slice_compare(entry->name, name);
}

static void security_free(struct security_evidence *entry, struct memory *account)
{
    text_give(entry->name, account);
    memory_give(account, entry, sizeof *entry);
}

static bool security_bound(struct cell *cell, struct memory *account, const struct security_evidence *fresh)
{
    struct security_evidence **largest = NULL, *dropped;
    uint64_t largest_hash = 0;
    size_t count = 0;
    bool was_fresh;

    for (struct security_evidence **at = &cell->security; *at; at = &(*at)->next, count++) {
        uint64_t hash = hash_mix(hash_content((*at)->name), (uint64_t)(*at)->kind);

        if (!largest || hash > largest_hash) {
            largest = at;
            largest_hash = hash;
        }
    }
    if (count <= CELL_SECURITY || !largest)
        return false;
    dropped = *largest;
    was_fresh = dropped == fresh;
    *largest = dropped->next;
    security_free(dropped, account);
    return was_fresh;
}

struct security_evidence *security_get(struct cell *cell, struct memory *account, enum credential_kind kind,
                                       struct slice name)
{
    struct security_evidence **at = &cell->security, *entry;
    int order = 1;

    while (*at && (order = security_order(*at, kind, name)) < 0)
        at = &(*at)->next;
    if (*at && order == 0)
        return *at;
    entry = memory_get(account, sizeof *entry);
    if (!entry)
        return NULL;
    if (!text_keep(&entry->name, account, name)) {
        memory_give(account, entry, sizeof *entry);
        return NULL;
    }
    entry->kind = kind;
    entry->next = *at;
    *at = entry;
    return security_bound(cell, account, entry) ? NULL : entry;
}

static bool security_merge(struct cell *into, struct memory *account, const struct security_evidence *from)
{
    for (; from; from = from->next) {
        struct security_evidence *entry = security_get(into, account, from->kind, from->name);

        if (!entry)
            continue;
        entry->jwt += from->jwt;
        entry->accepted += from->accepted;
        entry->leading += from->leading;
        support_merge(&entry->support, &from->support);
    }
    return true;
}

/* ---- latencies ---- */

bool latency_add(struct cell *cell, struct memory *account, uint32_t index, uint64_t count)
{
    uint32_t place = 0;

    while (place < cell->latency_count && cell->latencies[place].index < index)
        place++;
    if (place == cell->latency_count || cell->latencies[place].index != index) {
        if (cell->latency_count == cell->latency_room) {
            uint32_t room = cell->latency_room ? cell->latency_room * 2 : 4;
            struct latency_bucket *grown = memory_resize(
                account, cell->latencies, cell->latency_room * sizeof *grown, room * sizeof *grown);

            if (!grown)
                return false;
            cell->latencies = grown;
            cell->latency_room = room;
        }
        memmove(&cell->latencies[place + 1], &cell->latencies[place],
                (cell->latency_count - place) * sizeof *cell->latencies);
        cell->latencies[place] = (struct latency_bucket){ .index = index };
        cell->latency_count++;
    }
    cell->latencies[place].count += count;
    return true;
}

/* The middle of a bucket: eighths of an octave are 9 % apart. */
static uint64_t latency_value(uint32_t index)
{
    uint64_t base = 1000ull << (index / 8);

    return base + base / 8 * (index % 8) + base / 16;
}

uint64_t cell_latency(const struct cell *cell, double share)
{
    uint64_t total = 0, seen = 0;

    for (uint32_t i = 0; i < cell->latency_count; i++)
        total += cell->latencies[i].count;
    for (uint32_t i = 0; i < cell->latency_count; i++) {
        seen += cell->latencies[i].count;
        if ((double)seen >= share * (double)total)
            return latency_value(cell->latencies[i].index);
    }
    return 0;
}

/* ---- cells ---- */

const struct cell *cell_find(const struct cell *list, struct slice method)
{
    for (; list; list = list->next)
        if (slice_eq(list->method, method))
            return list;
    return NULL;
}

struct cell *cell_get(struct cell **list, struct memory *account, struct slice method)
{
    struct cell **at = list, *cell;
    int order = 1;

    while (*at && (order = slice_compare((*at)->method, method)) < 0)
        at = &(*at)->next;
    if (*at && order == 0)
        return *at;
    cell = memory_get(account, sizeof *cell);
    if (!cell)
        return NULL;
    if (!text_keep(&cell->method, account, method)) {
        memory_give(account, cell, sizeof *cell);
        return NULL;
    }
    cell->next = *at;
    *at = cell;
    return cell;
}

bool cell_merge(struct cell *into, struct memory *account, const struct cell *from)
{
    bool whole = request_merge(&into->accepted, account, &from->accepted);

    support_merge(&into->support, &from->support);
    for (size_t i = 0; i < 6; i++)
        into->by_class[i] += from->by_class[i];
    into->request_bytes += from->request_bytes;
    into->response_bytes += from->response_bytes;
    into->anonymous += from->anonymous;
    into->anonymous_accepted += from->anonymous_accepted;
    into->deprecated += from->deprecated;
    for (uint32_t i = 0; i < from->latency_count; i++)
        whole &= latency_add(into, account, from->latencies[i].index, from->latencies[i].count);
    distinct_merge(&into->consumers, &from->consumers);
    whole &= request_merge(&into->rejected, account, &from->rejected);
    whole &= request_merge(&into->unjudged, account, &from->unjudged);
    whole &= responses_merge(into, account, from->responses);
    whole &= observations_merge(&into->observations, account, from->observations);
    return security_merge(into, account, from->security) && whole;
}

bool cell_merge_all(struct cell **into, struct memory *account, const struct cell *from)
{
    bool whole = true;

    for (; from; from = from->next) {
        struct cell *cell = cell_get(into, account, from->method);

        whole &= cell && cell_merge(cell, account, from);
    }
    return whole;
}

void cell_free_all(struct cell *list, struct memory *account)
{
    while (list) {
        struct cell *next = list->next;

        request_done(&list->accepted, account);
        request_done(&list->rejected, account);
        request_done(&list->unjudged, account);
        while (list->responses) {
            struct response_evidence *response = list->responses;

            list->responses = response->next;
            response_free(response, account);
        }
        while (list->security) {
            struct security_evidence *entry = list->security;

            list->security = entry->next;
            security_free(entry, account);
        }
        observations_free(list->observations, account);
        memory_give(account, list->latencies, list->latency_room * sizeof *list->latencies);
        text_give(list->method, account);
        memory_give(account, list, sizeof *list);
        list = next;
    }
}
