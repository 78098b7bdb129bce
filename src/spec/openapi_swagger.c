/* SPDX-License-Identifier: Apache-2.0 */
/* Parts of Swagger 2.0 documents: types stand in parameters, bodies are parameters, media types apart from schemas. What 2.0
 * has no words for is left out: cookies, bearer tokens as such, alternatives of types. */
#include "spec/openapi_parts.h"

static void put(struct openapi *openapi, struct node *node, const char *key, struct node *value)
{
    document_put(&openapi->document, node, slice_of(key), value);
}

/* ---- parameters */

/* Type, format and choices of the shape stand in the node itself. */
static void put_type(struct openapi *openapi, struct node *node, const struct shape *shape)
{
    static const char *const keys[] = { "type", "format", "enum" };
    struct node *schema = schema_scalar(&openapi->writer, shape);

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        put(openapi, node, keys[i], document_get(schema, keys[i]));
}

static void put_list(struct openapi *openapi, struct node *node, const struct shape *shape,
                     const char *format)
{
    struct document *document = &openapi->document;
    struct node *items = document_object(document);

    document_put_text(document, node, "type", SLICE("array"));
    put_type(openapi, items, shape);
    put(openapi, node, "items", items);
    document_put_text(document, node, "collectionFormat", slice_of(format));
}

struct node *openapi_swagger_parameter(struct openapi *openapi, const struct parameter *parameter,
                                       struct slice name)
{
    struct document *document = &openapi->document;
    struct node *node = document_object(document);
    struct shape *shape = shape_of_text(&openapi->shapes, parameter->field, parameter->is_comma_list);

    if (parameter->place == PLACE_COOKIE || !shape)
        return NULL;
    if (parameter->place == PLACE_PATH)
        shape->choice_count = 0;
    document_put_text(document, node, "name", name);
    document_put_text(document, node, "in", slice_of(openapi_place(parameter->place)));
    if (parameter->required || parameter->place == PLACE_PATH)
        put(openapi, node, "required", document_boolean(document, true));
    if (parameter->is_comma_list || parameter->is_list)
        put_list(openapi, node, shape,
                 parameter->is_comma_list || parameter->place != PLACE_QUERY ? "csv" : "multi");
    else
        put_type(openapi, node, shape);
    return node;
}

static void add_parameters(struct openapi *openapi, const struct path_group *group,
                           const struct endpoint *endpoint, struct node *list)
{
    size_t in_path = 0;

    for (size_t i = 0; i < endpoint->parameter_count; i++) {
        const struct parameter *parameter = &endpoint->parameters[i];
        struct slice name = parameter->name;

        if (parameter->place == PLACE_PATH) {
            name = in_path < group->name_count ? group->names[in_path] : SLICE("");
            in_path++;
        } else if (openapi_is_described_elsewhere(parameter) || openapi_is_credential(endpoint, parameter) ||
                   openapi_is_repeated(endpoint, i)) {
            name = SLICE("");
        }
        if (name.len)
            document_add(&openapi->document, list, openapi_swagger_parameter(openapi, parameter, name));
    }
}

/* ---- bodies */

struct node *openapi_swagger_field(struct openapi *openapi, struct slice name, const struct shape *shape,
                                   bool is_required)
{
    struct document *document = &openapi->document;
    struct node *node = document_object(document);
    bool is_list = shape->types & 1u << TYPE_ARRAY;

    if (is_list && shape->items)
        shape = shape->items;
    document_put_text(document, node, "name", name);
    document_put_text(document, node, "in", SLICE("formData"));
    if (is_required)
        put(openapi, node, "required", document_boolean(document, true));
    if (shape->is_binary)
        document_put_text(document, node, "type", SLICE("file"));
    else if (is_list)
        put_list(openapi, node, shape, "multi");
    else
        put_type(openapi, node, shape);
    return node;
}

static bool is_form(const struct content *content)
{
    return content->kind == CONTENT_FORM || content->kind == CONTENT_MULTIPART;
}

/* A body is one schema or a form, whatever its media types: the first that says anything speaks for all. */
void openapi_swagger_body(struct openapi *openapi, size_t index, bool may_require, struct node *list)
{
    const struct endpoint *endpoint = &openapi->service->endpoints[index];
    struct shape *const *shapes = openapi->bodies[index].requests;
    struct document *document = &openapi->document;
    bool is_required = may_require && endpoint->request_required;
    struct node *node;
    size_t best = 0;

    if (!endpoint->request_count)
        return;
    while (best + 1 < endpoint->request_count && !shapes[best])
        best++;
    if (is_form(&endpoint->requests[best]) && shapes[best] && shapes[best]->object) {
        const struct object *object = shapes[best]->object;

        for (size_t i = 0; i < object->member_count; i++)
            document_add(document, list,
                         openapi_swagger_field(openapi, object->members[i].key, object->members[i].shape,
                                               is_required && object->members[i].is_required));
        return;
    }
    node = document_object(document);
    document_put_text(document, node, "name", SLICE("body"));
    document_put_text(document, node, "in", SLICE("body"));
    if (is_required)
        put(openapi, node, "required", document_boolean(document, true));
    put(openapi, node, "schema", openapi_body(openapi, &endpoint->requests[best], shapes[best]));
    document_add(document, list, node);
}

static void add_type(struct openapi *openapi, struct node *list, struct slice *seen, size_t *count,
                     struct slice type)
{
    for (size_t i = 0; i < *count; i++) {
        if (slice_eq(seen[i], type))
            return;
    }
    seen[(*count)++] = type;
    document_add(&openapi->document, list, document_text(&openapi->document, type));
}

static void put_types(struct openapi *openapi, struct node *node, const char *key, struct node *list)
{
    document_flow(list);
    if (document_count(list))
        put(openapi, node, key, list);
}

static void put_media_types(struct openapi *openapi, const struct endpoint *endpoint, struct node *node)
{
    struct document *document = &openapi->document;
    struct node *consumes = document_array(document), *produces = document_array(document);
    size_t most = endpoint->request_count + 1, count = 0;
    struct slice *seen;

    for (size_t r = 0; r < endpoint->response_count; r++)
        most += endpoint->responses[r].content_count;
    seen = arena_get_array(document->arena, most, sizeof *seen);
    if (!seen) {
        document->failed = true;
        return;
    }
    for (size_t i = 0; i < endpoint->request_count; i++)
        add_type(openapi, consumes, seen, &count, openapi_media_type(&endpoint->requests[i]));
    count = 0;
    for (size_t r = 0; r < endpoint->response_count; r++) {
        for (size_t i = 0; i < endpoint->responses[r].content_count; i++)
            add_type(openapi, produces, seen, &count,
                     openapi_media_type(&endpoint->responses[r].contents[i]));
    }
    put_types(openapi, node, "consumes", consumes);
    put_types(openapi, node, "produces", produces);
}

/* ---- responses */

static struct node *headers_node(struct openapi *openapi, const struct response *response)
{
    struct node *node = document_object(&openapi->document);

    for (size_t i = 0; i < response->header_count; i++) {
        const struct parameter *header = &response->headers[i];
        struct shape *shape = shape_of_text(&openapi->shapes, header->field, false);
        struct node *value = document_object(&openapi->document);
        bool is_repeated = i > 0 && slice_eq_nocase(header->name, response->headers[i - 1].name);

        if (!shape || !header->name.len || is_repeated ||
            slice_eq_nocase(header->name, SLICE("content-type")))
            continue;
        put_type(openapi, value, shape);
        document_put(&openapi->document, node, header->name, value);
    }
    return document_count(node) ? node : NULL;
}

struct node *openapi_swagger_response(struct openapi *openapi, size_t index, size_t r,
                                      struct slice description)
{
    const struct response *response = &openapi->service->endpoints[index].responses[r];
    struct shape *const *shapes = openapi->bodies[index].responses[r];
    struct node *node = document_object(&openapi->document);
    size_t best = 0;

    document_put_text(&openapi->document, node, "description", description);
    put(openapi, node, "headers", headers_node(openapi, response));
    while (best + 1 < response->content_count && !shapes[best])
        best++;
    if (response->content_count)
        put(openapi, node, "schema", openapi_body(openapi, &response->contents[best], shapes[best]));
    return node;
}

static struct node *responses_node(struct openapi *openapi, size_t index)
{
    const struct endpoint *endpoint = &openapi->service->endpoints[index];
    struct document *document = &openapi->document;
    struct node *node = document_object(document), *none = document_object(document);

    for (size_t r = 0; r < endpoint->response_count; r++) {
        uint16_t status = endpoint->responses[r].status;
        struct slice key = arena_printf(document->arena, "%u", status);

        document->failed |= !key.at;
        if (status >= 100 && status <= 599)
            document_put(document, node, key,
                         openapi_swagger_response(openapi, index, r, openapi_response_text(status)));
    }
    if (!document_count(node)) {
        document_put_text(document, none, "description", SLICE("No response was seen"));
        put(openapi, node, "default", none);
    }
    return node;
}

void openapi_swagger_operation(struct openapi *openapi, const struct path_group *group, size_t index,
                               struct node *node)
{
    const struct endpoint *endpoint = &openapi->service->endpoints[index];
    struct node *list = document_array(&openapi->document);

    put_media_types(openapi, endpoint, node);
    add_parameters(openapi, group, endpoint, list);
    openapi_swagger_body(openapi, index, true, list);
    if (document_count(list))
        put(openapi, node, "parameters", list);
    put(openapi, node, "responses", responses_node(openapi, index));
}

/* ---- security */

/* All that 2.0 can say of a token is in which header field it stands. */
struct node *openapi_swagger_scheme(struct openapi *openapi, const struct security_scheme *scheme)
{
    struct document *document = &openapi->document;
    struct node *node = document_object(document);
    bool is_key = scheme->kind == SECURITY_API_KEY;

    if (is_key && scheme->place == PLACE_COOKIE)
        return NULL;
    if (scheme->kind == SECURITY_BASIC) {
        document_put_text(document, node, "type", SLICE("basic"));
        return node;
    }
    document_put_text(document, node, "type", SLICE("apiKey"));
    document_put_text(document, node, "in",
                      is_key && scheme->place == PLACE_QUERY ? SLICE("query") : SLICE("header"));
    document_put_text(document, node, "name", is_key ? scheme->name : SLICE("Authorization"));
    return node;
}
