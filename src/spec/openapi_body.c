/* SPDX-License-Identifier: Apache-2.0 */
/* Request bodies and responses. */
#include "spec/openapi_parts.h"

#include "spec/reason.h"

static bool is_learned(const struct content *content)
{
    bool has_schema =
        content->kind == CONTENT_JSON || content->kind == CONTENT_FORM || content->kind == CONTENT_MULTIPART;

    return has_schema && content->schema && schema_bodies(content->schema) > 0;
}

static struct shape *shape_of(struct openapi *openapi, const struct content *content,
                              const struct words *noun, enum component_role role)
{
    struct shape *shape;

    if (!is_learned(content))
        return NULL;
    shape = shape_of_body(&openapi->shapes, schema_root(content->schema), content->kind != CONTENT_JSON);
    if (shape)
        components_walk(&openapi->components, shape, noun, role);
    else
        openapi->document.failed = true;
    return shape;
}

static struct shape **shapes_of(struct openapi *openapi, const struct content *contents, size_t count,
                                const struct words *noun, enum component_role role)
{
    struct shape **shapes = arena_get_array(openapi->document.arena, count + 1, sizeof *shapes);

    for (size_t i = 0; shapes && i < count; i++)
        shapes[i] = shape_of(openapi, &contents[i], noun, role);
    if (!shapes)
        openapi->document.failed = true;
    return shapes;
}

bool openapi_shape_endpoint(struct openapi *openapi, size_t index)
{
    const struct endpoint *endpoint = &openapi->service->endpoints[index];
    const struct words *noun = &openapi->names[index].noun;
    struct endpoint_shapes *bodies = &openapi->bodies[index];

    bodies->requests = shapes_of(openapi, endpoint->requests, endpoint->request_count, noun, ROLE_REQUEST);
    bodies->responses =
        arena_get_array(openapi->document.arena, endpoint->response_count + 1, sizeof *bodies->responses);
    for (size_t r = 0; bodies->responses && r < endpoint->response_count; r++) {
        const struct response *response = &endpoint->responses[r];

        bodies->responses[r] = shapes_of(openapi, response->contents, response->content_count, noun,
                                         response->status >= 400 ? ROLE_ERROR : ROLE_RESPONSE);
    }
    return bodies->responses && !openapi->document.failed;
}

/* All bodies become shapes before the first is written: what they share is known then. */
bool openapi_shape_bodies(struct openapi *openapi)
{
    const struct service *service = openapi->service;

    openapi->bodies =
        arena_get_array(openapi->document.arena, service->endpoint_count + 1, sizeof *openapi->bodies);
    for (size_t i = 0; openapi->bodies && i < service->endpoint_count; i++) {
        if (!openapi_shape_endpoint(openapi, i))
            return false;
    }
    components_name(&openapi->components);
    return openapi->bodies && !openapi->components.failed && !openapi->shapes.failed;
}

/* A namespace is an absolute URI; one that is none is left out. */
static bool is_uri(struct slice text)
{
    if (!text.len || !memchr(text.at, ':', text.len) || text.at[0] == ':')
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] <= ' ' || text.at[i] == 0x7f || strchr("\"<>\\^`{|}#%", text.at[i]))
            return false;
    }
    return true;
}

static struct node *xml_schema(struct openapi *openapi, const struct content *content)
{
    struct document *document = &openapi->document;
    struct node *node = document_object(document), *xml = document_object(document);
    struct slice name = content->xml_root, prefix = SLICE("");

    if (name.len && memchr(name.at, ':', name.len))
        prefix = slice_cut(&name, ':');
    document_put_text(document, node, "type", SLICE("object"));
    if (prefix.len && name.len)
        document_put_text(document, xml, "prefix", prefix);
    else
        name = content->xml_root;
    if (name.len)
        document_put_text(document, xml, "name", name);
    if (is_uri(content->xml_namespace))
        document_put_text(document, xml, "namespace", content->xml_namespace);
    if (document_count(xml))
        document_put(document, node, SLICE("xml"), xml);
    return node;
}

static struct node *text_schema(struct openapi *openapi, const struct content *content,
                                struct slice media_type)
{
    struct document *document = &openapi->document;
    struct node *node = document_object(document);

    document_put_text(document, node, "type", SLICE("string"));
    if (content->kind == CONTENT_BINARY && openapi->options->is_30)
        document_put_text(document, node, "format", SLICE("binary"));
    else if (content->kind == CONTENT_BINARY)
        document_put_text(document, node, "contentMediaType", media_type);
    return node;
}

struct slice openapi_media_type(const struct content *content)
{
    static const char *const usual[] = {
        [CONTENT_JSON] = "application/json",
        [CONTENT_FORM] = "application/x-www-form-urlencoded",
        [CONTENT_MULTIPART] = "multipart/form-data",
        [CONTENT_XML] = "application/xml",
        [CONTENT_TEXT] = "text/plain",
        [CONTENT_BINARY] = "application/octet-stream",
    };

    return content->media_type.len ? content->media_type : slice_of(usual[content->kind]);
}

struct node *openapi_body(struct openapi *openapi, const struct content *content, const struct shape *shape)
{
    if (content->kind == CONTENT_XML)
        return xml_schema(openapi, content);
    if (content->kind == CONTENT_TEXT || content->kind == CONTENT_BINARY)
        return text_schema(openapi, content, openapi_media_type(content));
    return schema_node(&openapi->writer, shape);
}

/* of: 0 when what holds the content says how often it was seen. */
static struct node *media_node(struct openapi *openapi, const struct content *content,
                               const struct shape *shape, uint64_t of)
{
    struct document *document = &openapi->document;
    struct node *node = document_object(document);

    document_put(document, node, SLICE("schema"), openapi_body(openapi, content, shape));
    if (of)
        openapi_put_support(openapi, node, &content->support, of);
    return node;
}

static struct node *contents_node(struct openapi *openapi, const struct content *contents, size_t count,
                                  struct shape *const *shapes, uint64_t of)
{
    struct document *document = &openapi->document;
    struct node *node = document_object(document);

    for (size_t i = 0; i < count; i++) {
        struct slice media_type = openapi_media_type(&contents[i]);
        bool is_repeated = false;

        for (size_t j = 0; j < i; j++)
            is_repeated = is_repeated || slice_eq(media_type, openapi_media_type(&contents[j]));
        if (!is_repeated)
            document_put(document, node, media_type, media_node(openapi, &contents[i], shapes[i], of));
    }
    return node;
}

struct node *openapi_request(struct openapi *openapi, size_t index)
{
    const struct endpoint *endpoint = &openapi->service->endpoints[index];
    struct document *document = &openapi->document;
    struct node *node;

    if (!endpoint->request_count)
        return NULL;
    node = document_object(document);
    if (endpoint->request_required)
        document_put(document, node, SLICE("required"), document_boolean(document, true));
    document_put(document, node, SLICE("content"),
                 contents_node(openapi, endpoint->requests, endpoint->request_count,
                               openapi->bodies[index].requests, endpoint->support.count));
    return node;
}

/* ---- responses */

static struct node *headers_node(struct openapi *openapi, const struct response *response)
{
    struct document *document = &openapi->document;
    struct node *node = document_object(document);

    for (size_t i = 0; i < response->header_count; i++) {
        const struct parameter *header = &response->headers[i];
        bool is_repeated = i > 0 && slice_eq_nocase(header->name, response->headers[i - 1].name);

        /* The media type says it already ("Response Object", headers). */
        if (header->name.len && !is_repeated && !slice_eq_nocase(header->name, SLICE("content-type")))
            document_put(document, node, header->name, openapi_header(openapi, header));
    }
    return node;
}

struct slice openapi_response_text(uint16_t status)
{
    const char *phrase = reason_phrase(status);

    return phrase ? slice_of(phrase) : SLICE("Not a registered status");
}

struct node *openapi_response(struct openapi *openapi, size_t index, size_t r, struct slice description)
{
    const struct endpoint *endpoint = &openapi->service->endpoints[index];
    const struct response *response = &endpoint->responses[r];
    struct document *document = &openapi->document;
    struct node *node = document_object(document);

    document_put_text(document, node, "description", description);
    if (response->header_count) {
        struct node *headers = headers_node(openapi, response);

        if (document_count(headers))
            document_put(document, node, SLICE("headers"), headers);
    }
    if (response->content_count)
        document_put(document, node, SLICE("content"),
                     contents_node(openapi, response->contents, response->content_count,
                                   openapi->bodies[index].responses[r],
                                   response->content_count > 1 ? response->support.count : 0));
    openapi_put_support(openapi, node, &response->support, endpoint->support.count);
    return node;
}

static bool is_status(uint16_t status)
{
    return status >= 100 && status <= 599;
}

/* Statuses outside 100-599 cannot be keys: they share `default`, which shows the first of them. */
static void put_odd_responses(struct openapi *openapi, size_t index, struct node *responses)
{
    const struct endpoint *endpoint = &openapi->service->endpoints[index];
    struct arena *arena = openapi->document.arena;
    struct slice description = SLICE("");
    size_t first = endpoint->response_count;

    for (size_t r = 0; r < endpoint->response_count; r++) {
        uint16_t status = endpoint->responses[r].status;

        if (is_status(status) || !status)
            continue;
        first = first < r ? first : r;
        description = description.len
                          ? arena_printf(arena, "%.*s, %u", SLICE_ARG(description), status)
                          : arena_printf(arena, "Seen outside the range of HTTP statuses: %u", status);
        if (!description.at)
            openapi->document.failed = true;
    }
    if (first < endpoint->response_count)
        document_put(&openapi->document, responses, SLICE("default"),
                     openapi_response(openapi, index, first, description));
}

struct node *openapi_responses(struct openapi *openapi, size_t index)
{
    const struct endpoint *endpoint = &openapi->service->endpoints[index];
    struct document *document = &openapi->document;
    struct node *node = document_object(document), *none;

    for (size_t r = 0; r < endpoint->response_count; r++) {
        uint16_t status = endpoint->responses[r].status;
        struct slice key;

        if (!is_status(status))
            continue;
        key = arena_printf(document->arena, "%u", status);
        if (!key.at)
            document->failed = true;
        document_put(document, node, key, openapi_response(openapi, index, r, openapi_response_text(status)));
    }
    put_odd_responses(openapi, index, node);
    if (!document_count(node)) {
        none = document_object(document);
        document_put_text(document, none, "description", SLICE("No response was seen"));
        document_put(document, node, SLICE("default"), none);
    }
    return node;
}
