/* SPDX-License-Identifier: Apache-2.0 */
/* One operation, and the support figures that every fact of a document carries. */
#include "spec/openapi_parts.h"

#include "base/clock.h"

static void put_time(struct openapi *openapi, struct node *node, const char *key, int64_t time)
{
    char text[CLOCK_TEXT];
    struct slice copy;

    clock_format(time, false, text);
    copy = arena_copy(openapi->document.arena, slice_of(text));
    if (!copy.at)
        openapi->document.failed = true;
    document_put_text(&openapi->document, node, key, copy);
}

struct node *openapi_support(struct openapi *openapi, const struct support *support, uint64_t of)
{
    struct document *document = &openapi->document;
    struct node *node = document_object(document);

    document_put_unsigned(document, node, "count", support->count);
    document_put(document, node, SLICE("share"), share_node(document, support->count, of));
    if (support->count) {
        put_time(openapi, node, "firstSeen", support->first);
        put_time(openapi, node, "lastSeen", support->last);
    }
    document_flow(node);
    return node;
}

void openapi_put_support(struct openapi *openapi, struct node *node, const struct support *support,
                         uint64_t of)
{
    if (!openapi->options->is_clean)
        document_put(&openapi->document, node, SLICE("x-plainsight"), openapi_support(openapi, support, of));
}

static struct node *operation_support(struct openapi *openapi, const struct endpoint *endpoint)
{
    struct document *document = &openapi->document;
    struct node *node = openapi_support(openapi, &endpoint->support, openapi->service->support.count);

    if (endpoint->consumers)
        document_put_unsigned(document, node, "consumers", endpoint->consumers);
    if (endpoint->id.len)
        document_put_text(document, node, "endpoint", endpoint->id);
    return node;
}

static void put(struct openapi *openapi, struct node *node, const char *key, struct node *value)
{
    document_put(&openapi->document, node, slice_of(key), value);
}

struct node *openapi_operation(struct openapi *openapi, const struct path_group *group, size_t index)
{
    struct document *document = &openapi->document;
    const struct endpoint *endpoint = &openapi->service->endpoints[index];
    const struct operation_name *name = &openapi->names[index];
    struct node *node = document_object(document), *tags = document_array(document);

    document_add(document, tags, document_text(document, name->tag));
    document_flow(tags);
    put(openapi, node, "tags", tags);
    document_put_text(document, node, "summary", name->summary);
    document_put_text(document, node, "operationId", name->id);
    if (endpoint->deprecated)
        put(openapi, node, "deprecated", document_boolean(document, true));
    put(openapi, node, "parameters", openapi_parameters(openapi, group, endpoint));
    put(openapi, node, "requestBody", openapi_request(openapi, index));
    put(openapi, node, "responses", openapi_responses(openapi, index));
    put(openapi, node, "security", openapi_security(openapi, endpoint));
    if (!openapi->options->is_clean)
        put(openapi, node, "x-plainsight", operation_support(openapi, endpoint));
    return node;
}
