/* SPDX-License-Identifier: Apache-2.0 */
#include "spec/part_merge.h"

/* A schema that somebody has to free. */
struct merged_schema {
    struct merged_schema *next;
    struct schema *schema;
};

void part_merger_init(struct part_merger *merger, struct arena *arena, struct memory *account)
{
    *merger = (struct part_merger){ .arena = arena, .account = account };
}

void part_merger_done(struct part_merger *merger)
{
    for (struct merged_schema *owned = merger->schemas; owned; owned = owned->next)
        schema_free(owned->schema, merger->account);
    merger->schemas = NULL;
}

static void *get(struct part_merger *merger, size_t count, size_t size)
{
    void *at = arena_get_array(merger->arena, count ? count : 1, size);

    merger->failed |= !at;
    return at;
}

static void add_support(struct support *into, const struct support *from)
{
    if (!into->count || from->first < into->first)
        into->first = from->first;
    if (!into->count || from->last > into->last)
        into->last = from->last;
    into->count += from->count;
}

static const struct schema *add_schemas(struct part_merger *merger, const struct schema *a,
                                        const struct schema *b)
{
    struct merged_schema *owned;

    if (!a || !b || merger->failed)
        return a ? a : b;
    owned = get(merger, 1, sizeof *owned);
    if (!owned)
        return a;
    owned->schema = schema_new(merger->account);
    if (!owned->schema) {
        merger->failed = true;
        return a;
    }
    owned->next = merger->schemas;
    merger->schemas = owned;
    merger->failed |=
        !schema_merge(owned->schema, merger->account, a) || !schema_merge(owned->schema, merger->account, b);
    return owned->schema;
}

static void add_contents(struct part_merger *merger, struct content *into, size_t *count,
                         const struct content *from, size_t from_count)
{
    for (size_t i = 0; i < from_count; i++) {
        size_t at = 0;

        while (at < *count && !slice_eq(into[at].media_type, from[i].media_type))
            at++;
        if (at == *count) {
            into[(*count)++] = from[i];
            continue;
        }
        into[at].schema = add_schemas(merger, into[at].schema, from[i].schema);
        add_support(&into[at].support, &from[i].support);
    }
}

static void merge_requests(struct part_merger *merger, const struct endpoint *const *endpoints, size_t count,
                           struct endpoint *ret)
{
    size_t most = 0;
    struct content *contents;

    for (size_t i = 0; i < count; i++)
        most += endpoints[i]->request_count;
    contents = get(merger, most, sizeof *contents);
    ret->requests = contents;
    ret->request_count = 0;
    for (size_t i = 0; contents && i < count; i++) {
        add_contents(merger, contents, &ret->request_count, endpoints[i]->requests,
                     endpoints[i]->request_count);
        ret->request_required = ret->request_required && endpoints[i]->request_required;
    }
}

static const struct response *response_of(const struct endpoint *endpoint, uint16_t status)
{
    for (size_t i = 0; i < endpoint->response_count; i++) {
        if (endpoint->responses[i].status == status)
            return &endpoint->responses[i];
    }
    return NULL;
}

/* All that the endpoints know of one status; header fields are those of the first. */
static void merge_response(struct part_merger *merger, const struct endpoint *const *endpoints, size_t count,
                           struct response *ret)
{
    size_t most = 0;
    struct content *contents;

    for (size_t i = 0; i < count; i++) {
        const struct response *response = response_of(endpoints[i], ret->status);

        most += response ? response->content_count : 0;
    }
    contents = get(merger, most, sizeof *contents);
    ret->contents = contents;
    ret->content_count = 0;
    ret->support = (struct support){ 0 };
    for (size_t i = 0; contents && i < count; i++) {
        const struct response *response = response_of(endpoints[i], ret->status);

        if (!response)
            continue;
        add_contents(merger, contents, &ret->content_count, response->contents, response->content_count);
        add_support(&ret->support, &response->support);
    }
}

static void merge_responses(struct part_merger *merger, const struct endpoint *const *endpoints, size_t count,
                            struct endpoint *ret)
{
    size_t most = 0, made = 0;
    struct response *responses;

    for (size_t i = 0; i < count; i++)
        most += endpoints[i]->response_count;
    responses = get(merger, most, sizeof *responses);
    for (size_t i = 0; responses && i < count; i++) {
        for (size_t r = 0; r < endpoints[i]->response_count; r++) {
            size_t at = 0;

            while (at < made && responses[at].status != endpoints[i]->responses[r].status)
                at++;
            if (at < made)
                continue;
            responses[made] = endpoints[i]->responses[r];
            merge_response(merger, endpoints, count, &responses[made++]);
        }
    }
    ret->responses = responses;
    ret->response_count = made;
}

bool part_merge(struct part_merger *merger, const struct endpoint *const *endpoints, size_t count,
                struct endpoint *ret)
{
    *ret = *endpoints[0];
    merge_requests(merger, endpoints, count, ret);
    merge_responses(merger, endpoints, count, ret);
    return !merger->failed;
}
