/* SPDX-License-Identifier: Apache-2.0 */
/* Old versions still served beside newer ones, found by what they share: the same operations below /v1 and /v2. No document is
 * needed for that. */
#include "drift/holding.h"

#include "drift/template.h"

/* One version of the service: its endpoints, by what comes after the version. */
struct version {
    struct slice name, head; /* "v1", "/api/v1" */
    double number;
    uint64_t calls;
    struct support support;
    struct table tails;  /* "GET /users/{}" */
    struct slice shared; /* the newest version that has one of them; empty: none */
    double newest;
};

#define VERSIONS_MOST 16

struct lineage {
    struct holding *holding;
    struct version versions[VERSIONS_MOST];
    size_t count;
};

/* v2 is 2, v2.1 is 2.001, v2beta1 is a little less than 2: pre-releases come before. */
static double version_number(struct slice name)
{
    double number = 0, minor = 0;
    size_t i = 1;

    while (i < name.len && name.at[i] >= '0' && name.at[i] <= '9')
        number = number * 10 + (name.at[i++] - '0');
    if (i < name.len && name.at[i] == '.')
        for (i++; i < name.len && name.at[i] >= '0' && name.at[i] <= '9'; i++)
            minor = minor * 10 + (name.at[i] - '0');
    return number + minor / 1000 - (i < name.len ? 0.0005 : 0);
}

static struct version *version_get(struct lineage *lineage, struct slice name, struct slice head)
{
    for (size_t i = 0; i < lineage->count; i++)
        if (slice_eq(lineage->versions[i].head, head))
            return &lineage->versions[i];
    if (lineage->count == VERSIONS_MOST)
        return NULL;
    lineage->versions[lineage->count] =
        (struct version){ .name = name, .head = head, .number = version_number(name) };
    table_init(&lineage->versions[lineage->count].tails, lineage->holding->account);
    return &lineage->versions[lineage->count++];
}

/* The path up to its version, and what comes after. */
static bool split_version(const struct endpoint *endpoint, struct slice *ret_head, struct slice *ret_tail)
{
    for (size_t count = 1; count <= template_segments(endpoint->path); count++) {
        struct slice head = template_head(endpoint->path, count);

        if (slice_ends_with(head, endpoint->version) &&
            head.at[head.len - endpoint->version.len - 1] == '/') {
            *ret_head = head;
            *ret_tail = slice_make(head.at + head.len, endpoint->path.len - head.len);
            return true;
        }
    }
    return false;
}

static void add_endpoint(struct lineage *lineage, const struct endpoint *endpoint)
{
    struct holding *holding = lineage->holding;
    struct slice head, tail, key;
    struct version *version;

    if (endpoint->version.len < 2 || !split_version(endpoint, &head, &tail))
        return;
    version = version_get(lineage, endpoint->version, head);
    key = template_key(endpoint->method, tail, holding->arena);
    if (!version || !key.at || !table_put(&version->tails, key, (void *)(uintptr_t)endpoint))
        return;
    if (version->support.count == 0 || endpoint->support.first < version->support.first)
        version->support.first = endpoint->support.first;
    if (version->support.count == 0 || endpoint->support.last > version->support.last)
        version->support.last = endpoint->support.last;
    version->support.count += endpoint->support.count;
}

static bool same_parent(const struct version *a, const struct version *b)
{
    return slice_eq(slice_make(a->head.at, a->head.len - a->name.len),
                    slice_make(b->head.at, b->head.len - b->name.len));
}

static bool share_an_operation(const struct version *a, const struct version *b)
{
    struct table_entry entry;
    size_t cursor = 0;

    while (table_next(&a->tails, &cursor, &entry))
        if (table_find(&b->tails, entry.key))
            return true;
    return false;
}

static void find_successor(struct lineage *lineage, struct version *version)
{
    for (size_t i = 0; i < lineage->count; i++) {
        const struct version *other = &lineage->versions[i];

        if (other->number > version->number && other->number > version->newest &&
            same_parent(version, other) && share_an_operation(version, other)) {
            version->shared = other->name;
            version->newest = other->number;
        }
    }
}

static void version_row(struct holding *holding, const struct version *version)
{
    struct drift_row *row = row_add(holding, DRIFT_OLD_VERSION_IN_USE);
    const struct drift_service *service = holding->service;

    row->service = service->service->key;
    row->of_service = service->service;
    row->template = version->head;
    row->name = version->name;
    row->support = version->support;
    row->of = service->service->support.count;
    row->observed = version->shared;
    row->summary = row_printf(
        holding, "%.*s is still called %llu times beside %.*s, which has the same operations.",
        SLICE_ARG(version->name), (unsigned long long)version->support.count, SLICE_ARG(version->shared));
    row->proposal =
        row_printf(holding, "Move its callers to %.*s, announce a Sunset (RFC 8594), then switch it off.",
                   SLICE_ARG(version->shared));
    for (size_t i = 0; i < holding->held_count; i++)
        if (slice_starts_with(holding->held[i].template, version->head)) {
            row->at = holding->held[i].said[0]->path_at;
            break;
        }
}

void lineage_compare(struct holding *holding)
{
    const struct service *service = holding->service->service;
    struct lineage lineage = { .holding = holding };

    for (size_t i = 0; i < service->endpoint_count; i++)
        add_endpoint(&lineage, &service->endpoints[i]);
    for (size_t i = 0; i < lineage.count; i++) {
        find_successor(&lineage, &lineage.versions[i]);
        if (lineage.versions[i].shared.len)
            version_row(holding, &lineage.versions[i]);
    }
    for (size_t i = 0; i < lineage.count; i++)
        table_done(&lineage.versions[i].tails);
}
