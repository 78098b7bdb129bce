/* SPDX-License-Identifier: Apache-2.0 */
/* Cells as bytes. Reading merges into the list it is given. */
#include "catalog/cell_lists.h"
#include "catalog/observations.h"

static void pack_support(struct buffer *out, const struct support *support)
{
    pack_u64(out, support->count);
    pack_i64(out, support->first);
    pack_i64(out, (int64_t)((uint64_t)support->last - (uint64_t)support->first));
}

static void unpack_support(struct unpack *in, struct support *support)
{
    struct support read = { .count = unpack_u64(in) };

    read.first = unpack_i64(in);
    read.last = (int64_t)((uint64_t)read.first + (uint64_t)unpack_i64(in));
    support_merge(support, &read);
}

static void pack_schema(struct buffer *out, const struct schema *schema)
{
    pack_u64(out, schema != NULL);
    if (schema)
        schema_write(schema, out);
}

static bool unpack_schema(struct unpack *in, struct schema **into, struct memory *account)
{
    struct schema *schema;
    bool whole = true;

    if (in->broken || unpack_u64(in) == 0)
        return !in->broken;
    schema = schema_unpack(in, account);
    if (!schema) {
        in->broken = true;
        return false;
    }
    if (*into) {
        whole = schema_merge(*into, account, schema);
        schema_free(schema, account);
    } else {
        *into = schema;
    }
    return whole;
}

static void write_bodies(struct buffer *out, const struct body_evidence *list)
{
    for (; list; list = list->next) {
        pack_u64(out, list->kind + 1u);
        pack_slice(out, list->media_type);
        pack_support(out, &list->support);
        pack_schema(out, list->schema);
        pack_slice(out, list->xml_root);
        pack_slice(out, list->xml_namespace);
    }
    pack_u64(out, 0);
}

static bool read_bodies(struct unpack *in, struct body_evidence **list, struct memory *account)
{
    uint64_t kind;
    bool whole = true;

    while (!in->broken && (kind = unpack_u64(in)) != 0) {
        struct slice media_type = unpack_slice(in);
        struct body_evidence ignored = { 0 }, *body;

        if (in->broken || kind > CONTENT_BINARY + 1u) {
            in->broken = true;
            return false;
        }
        body = bodies_get(list, account, media_type, (enum content_kind)(kind - 1));
        if (body && kind - 1 < body->kind)
            body->kind = (enum content_kind)(kind - 1);
        unpack_support(in, body ? &body->support : &ignored.support);
        whole &= unpack_schema(in, body ? &body->schema : &ignored.schema, account);
        if (ignored.schema)
            schema_free(ignored.schema, account);
        struct slice root = unpack_slice(in), namespace = unpack_slice(in);
        if (body && !in->broken)
            whole &= text_smallest(&body->xml_root, account, root) &&
                     text_smallest(&body->xml_namespace, account, namespace);
    }
    return whole && !in->broken;
}

static void write_request(struct buffer *out, const struct request_evidence *request)
{
    pack_u64(out, request->count);
    if (request->count == 0)
        return;
    pack_u64(out, request->with_body);
    pack_schema(out, request->query);
    pack_schema(out, request->headers);
    pack_schema(out, request->cookies);
    write_bodies(out, request->bodies);
}

static bool read_request(struct unpack *in, struct request_evidence *request, struct memory *account)
{
    uint64_t count = unpack_u64(in);
    bool whole;

    if (count == 0)
        return !in->broken;
    request->count += count;
    request->with_body += unpack_u64(in);
    whole = unpack_schema(in, &request->query, account);
    whole &= unpack_schema(in, &request->headers, account);
    whole &= unpack_schema(in, &request->cookies, account);
    return read_bodies(in, &request->bodies, account) && whole;
}

/* Mostly zeros where consumers are few. */
static void pack_distinct(struct buffer *out, const struct distinct *distinct)
{
    unsigned zeros = 0;

    for (unsigned i = 0; i < DISTINCT_REGISTERS; i++) {
        if (distinct->registers[i] == 0) {
            zeros++;
            continue;
        }
        pack_u64(out, zeros);
        pack_u64(out, distinct->registers[i]);
        zeros = 0;
    }
    pack_u64(out, DISTINCT_REGISTERS);
}

static void unpack_distinct(struct unpack *in, struct distinct *distinct)
{
    uint64_t place = 0;

    for (;;) {
        uint64_t zeros = unpack_u64(in), rank;

        if (in->broken || zeros == DISTINCT_REGISTERS)
            return;
        place += zeros;
        rank = unpack_u64(in);
        if (place >= DISTINCT_REGISTERS || rank > 64) {
            in->broken = true;
            return;
        }
        if (rank > distinct->registers[place])
            distinct->registers[place] = (uint8_t)rank;
        place++;
    }
}

static void write_cell(const struct cell *cell, struct buffer *out)
{
    pack_support(out, &cell->support);
    for (size_t i = 0; i < 6; i++)
        pack_u64(out, cell->by_class[i]);
    pack_u64(out, cell->request_bytes);
    pack_u64(out, cell->response_bytes);
    pack_u64(out, cell->anonymous);
    pack_u64(out, cell->anonymous_accepted);
    pack_u64(out, cell->deprecated);
    pack_u64(out, cell->latency_count);
    for (uint32_t i = 0; i < cell->latency_count; i++) {
        pack_u64(out, cell->latencies[i].index);
        pack_u64(out, cell->latencies[i].count);
    }
    pack_distinct(out, &cell->consumers);
    write_request(out, &cell->accepted);
    write_request(out, &cell->rejected);
    write_request(out, &cell->unjudged);
    for (const struct response_evidence *response = cell->responses; response; response = response->next) {
        pack_u64(out, response->status + 1u);
        pack_support(out, &response->support);
        write_bodies(out, response->bodies);
        pack_schema(out, response->headers);
    }
    pack_u64(out, 0);
    for (const struct security_evidence *entry = cell->security; entry; entry = entry->next) {
        pack_u64(out, entry->kind + 1u);
        pack_slice(out, entry->name);
        pack_u64(out, entry->jwt);
        pack_u64(out, entry->accepted);
        pack_u64(out, entry->leading);
        pack_support(out, &entry->support);
    }
    pack_u64(out, 0);
    observations_write(cell->observations, out);
}

static bool read_responses(struct cell *cell, struct memory *account, struct unpack *in)
{
    uint64_t status;
    bool whole = true;

    while (!in->broken && (status = unpack_u64(in)) != 0) {
        struct response_evidence ignored = { 0 }, *response;

        if (status > UINT16_MAX) {
            in->broken = true;
            return false;
        }
        response = response_get(cell, account, (uint16_t)(status - 1));
        if (!response)
            response = &ignored;
        unpack_support(in, &response->support);
        whole &= read_bodies(in, &response->bodies, account);
        whole &= unpack_schema(in, &response->headers, account);
        response_done(&ignored, account);
    }
    return whole && !in->broken;
}

static bool read_security(struct cell *cell, struct memory *account, struct unpack *in)
{
    uint64_t kind;

    while (!in->broken && (kind = unpack_u64(in)) != 0) {
        struct slice name = unpack_slice(in);
        struct security_evidence ignored = { 0 }, *entry;

        if (in->broken || kind > CREDENTIAL_MUTUAL_TLS + 1u) {
            in->broken = true;
            return false;
        }
        entry = security_get(cell, account, (enum credential_kind)(kind - 1), name);
        if (!entry)
            entry = &ignored;
        entry->jwt += unpack_u64(in);
        entry->accepted += unpack_u64(in);
        entry->leading += unpack_u64(in);
        unpack_support(in, &entry->support);
    }
    return !in->broken;
}

static bool read_cell(struct cell *cell, struct memory *account, struct unpack *in)
{
    uint64_t count;
    bool whole;

    unpack_support(in, &cell->support);
    for (size_t i = 0; i < 6; i++)
        cell->by_class[i] += unpack_u64(in);
    cell->request_bytes += unpack_u64(in);
    cell->response_bytes += unpack_u64(in);
    cell->anonymous += unpack_u64(in);
    cell->anonymous_accepted += unpack_u64(in);
    cell->deprecated += unpack_u64(in);
    count = unpack_count(in);
    for (uint64_t i = 0; i < count && !in->broken; i++) {
        uint64_t index = unpack_u64(in), times = unpack_u64(in);

        if (index >= LATENCY_INDEXES) {
            in->broken = true;
            return false;
        }
        if (!latency_add(cell, account, (uint32_t)index, times))
            return false;
    }
    unpack_distinct(in, &cell->consumers);
    whole = read_request(in, &cell->accepted, account);
    whole &= read_request(in, &cell->rejected, account);
    whole &= read_request(in, &cell->unjudged, account);
    whole &= read_responses(cell, account, in);
    whole &= read_security(cell, account, in);
    if (in->version >= 3)
        whole &= observations_read(&cell->observations, account, in);
    return whole;
}

void cell_write_all(const struct cell *list, struct buffer *out)
{
    for (; list; list = list->next) {
        pack_u64(out, 1);
        pack_slice(out, list->method);
        write_cell(list, out);
    }
    pack_u64(out, 0);
}

bool cell_read_all(struct cell **list, struct memory *account, struct unpack *in)
{
    while (unpack_u64(in) == 1) {
        struct slice method = unpack_slice(in);
        struct cell *cell = in->broken ? NULL : cell_get(list, account, method);

        if (!cell || !read_cell(cell, account, in))
            return false;
    }
    return !in->broken;
}
