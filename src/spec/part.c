/* SPDX-License-Identifier: Apache-2.0 */
/* What assembles whole documents makes parts as well: bodies become shapes when their endpoint is asked for. */
#include "spec/part.h"

#include "base/byte.h"
#include "spec/openapi_parts.h"
#include "spec/part_merge.h"

struct spec_part {
    struct memory *account;
    enum spec_dialect dialect;
    const struct service *given;
    struct service service;     /* the same, with what was merged behind its endpoints */
    struct endpoint *endpoints; /* of it */
    struct table merged;        /* by the address of the list */
    struct part_merger merger;
    struct spec_options options;
    struct openapi openapi;
    struct table *taken; /* names of components, in lower case */
    bool failed;
};

/* What is merged is two endpoints at least, so there are never more than as many again. */
static bool prepare(struct spec_part *part)
{
    struct openapi *openapi = &part->openapi;
    struct arena *arena = openapi->document.arena;
    size_t count = part->given->endpoint_count;
    const struct operation_name *names = naming_service(part->given, arena);

    openapi->names = arena_get_array(arena, 2 * count + 1, sizeof *openapi->names);
    openapi->bodies = arena_get_array(arena, 2 * count + 1, sizeof *openapi->bodies);
    part->endpoints = arena_get_array(arena, 2 * count + 1, sizeof *part->endpoints);
    if (!names || !openapi->names || !openapi->bodies || !part->endpoints)
        return false;
    if (count) {
        memcpy(openapi->names, names, count * sizeof *names);
        memcpy(part->endpoints, part->given->endpoints, count * sizeof *part->endpoints);
    }
    part->service = *part->given;
    part->service.endpoints = part->endpoints;
    return openapi_name_schemes(openapi);
}

struct spec_part *spec_part_new(const struct service *service, enum spec_dialect dialect, struct arena *arena,
                                struct table *taken, struct memory *account)
{
    struct spec_part *part = memory_get(account, sizeof *part);
    struct openapi *openapi;

    if (!part)
        return NULL;
    openapi = &part->openapi;
    part->account = account;
    part->dialect = dialect;
    part->options = (struct spec_options){ .is_30 = dialect != SPEC_31, .is_clean = true };
    part->given = service;
    part->service = *service;
    openapi->service = &part->service;
    part_merger_init(&part->merger, arena, account);
    table_init(&part->merged, account);
    openapi->options = &part->options;
    openapi->document.arena = arena;
    openapi->writer = (struct schema_writer){ .document = &openapi->document,
                                              .is_30 = dialect != SPEC_31,
                                              .is_20 = dialect == SPEC_20,
                                              .is_clean = true };
    shapes_init(&openapi->shapes, arena, account);
    components_init(&openapi->components, &openapi->shapes, arena);
    part->taken = taken;
    if (prepare(part))
        return part;
    spec_part_free(part);
    return NULL;
}

void spec_part_free(struct spec_part *part)
{
    if (!part)
        return;
    shapes_done(&part->openapi.shapes);
    part_merger_done(&part->merger);
    table_done(&part->merged);
    memory_give(part->account, part, sizeof *part);
}

bool spec_part_failed(const struct spec_part *part)
{
    const struct openapi *openapi = &part->openapi;

    return part->failed || openapi->document.failed || openapi->shapes.failed ||
           openapi->shapes.desk.failed || openapi->components.failed;
}

void spec_part_home(struct spec_part *part, struct slice home)
{
    part->openapi.writer.home = home;
}

void spec_part_take(struct spec_part *part, struct slice name)
{
    char *text = arena_get(part->openapi.document.arena, name.len + 1);

    for (size_t i = 0; text && i < name.len; i++)
        text[i] = byte_lower(name.at[i]);
    if (!text || !table_put(part->taken, slice_make(text, name.len), part))
        part->failed = true;
}

/* ---- schemes */

static size_t scheme_index(const struct spec_part *part, const struct security_scheme *scheme)
{
    const struct service *service = part->openapi.service;
    size_t i = 0;

    while (i < service->scheme_count && &service->schemes[i] != scheme &&
           !slice_eq(service->schemes[i].id, scheme->id))
        i++;
    return i;
}

void spec_part_call_scheme(struct spec_part *part, const struct security_scheme *scheme, struct slice id)
{
    size_t index = scheme_index(part, scheme);

    if (index < part->openapi.service->scheme_count)
        part->openapi.scheme_ids[index] = id;
}

struct slice spec_part_scheme_id(const struct spec_part *part, const struct security_scheme *scheme)
{
    size_t index = scheme_index(part, scheme);

    return index < part->openapi.service->scheme_count ? part->openapi.scheme_ids[index] : SLICE("");
}

struct node *spec_part_scheme(struct spec_part *part, const struct security_scheme *scheme)
{
    return part->dialect == SPEC_20 ? openapi_swagger_scheme(&part->openapi, scheme)
                                    : openapi_scheme(&part->openapi, scheme);
}

struct node *spec_part_security(struct spec_part *part, const struct endpoint *endpoint)
{
    return openapi_security(&part->openapi, endpoint);
}

/* ---- endpoints */

static size_t index_of(const struct spec_part *part, const struct endpoint *endpoint)
{
    bool is_own = endpoint >= part->endpoints && endpoint < part->endpoints + part->service.endpoint_count;

    return (size_t)(endpoint - (is_own ? part->endpoints : part->given->endpoints));
}

const struct endpoint *spec_part_merge(struct spec_part *part, const struct endpoint *const *endpoints,
                                       size_t count)
{
    struct slice key = slice_make(&endpoints, sizeof endpoints);
    struct endpoint *merged = count > 1 ? table_find(&part->merged, key) : NULL;
    struct slice kept;

    if (count == 1 || merged)
        return merged ? merged : endpoints[0];
    kept = arena_copy(part->openapi.document.arena, key);
    merged = &part->endpoints[part->service.endpoint_count];
    if (!kept.at || part->service.endpoint_count >= 2 * part->given->endpoint_count ||
        !part_merge(&part->merger, endpoints, count, merged) || !table_put(&part->merged, kept, merged)) {
        part->failed = true;
        return NULL;
    }
    part->openapi.names[part->service.endpoint_count++] = part->openapi.names[index_of(part, endpoints[0])];
    return merged;
}

/* Its bodies are shapes, and what must be a component has a name. */
static bool shape_endpoint(struct spec_part *part, size_t index)
{
    struct openapi *openapi = &part->openapi;

    if (!openapi->bodies[index].responses && !openapi_shape_endpoint(openapi, index))
        return false;
    components_name_recursive(&openapi->components, part->taken);
    return !spec_part_failed(part);
}

bool spec_part_path(struct spec_part *part, const struct endpoint *endpoint, struct spec_path *ret)
{
    struct path_group group;

    if (!openapi_path(&part->openapi, endpoint, &group))
        return false;
    *ret = (struct spec_path){ .text = group.path, .names = group.names, .name_count = group.name_count };
    return true;
}

struct spec_name spec_part_name(const struct spec_part *part, const struct endpoint *endpoint)
{
    const struct operation_name *name = &part->openapi.names[index_of(part, endpoint)];

    return (struct spec_name){ .id = name->id, .summary = name->summary, .tag = name->tag };
}

static void put_name(struct document *document, struct node *node, const struct spec_name *name)
{
    if (name->tag.len) {
        struct node *tags = document_array(document);

        document_add(document, tags, document_text(document, name->tag));
        document_flow(tags);
        document_put(document, node, SLICE("tags"), tags);
    }
    if (name->summary.len)
        document_put_text(document, node, "summary", name->summary);
    if (name->id.len)
        document_put_text(document, node, "operationId", name->id);
}

static void put(struct document *document, struct node *node, const char *key, struct node *value)
{
    document_put(document, node, slice_of(key), value);
}

struct node *spec_part_operation(struct spec_part *part, const struct endpoint *endpoint,
                                 const struct spec_operation *how)
{
    struct openapi *openapi = &part->openapi;
    struct document *document = &openapi->document;
    size_t index = index_of(part, endpoint);
    struct path_group group = { .names = (struct slice *)(uintptr_t)how->path_names,
                                .name_count = how->path_name_count };
    struct node *node = document_object(document);

    if (!shape_endpoint(part, index))
        return NULL;
    put_name(document, node, &how->name);
    if (endpoint->deprecated)
        put(document, node, "deprecated", document_boolean(document, true));
    if (part->dialect == SPEC_20) {
        openapi_swagger_operation(openapi, &group, index, node);
    } else {
        put(document, node, "parameters", openapi_parameters(openapi, &group, endpoint));
        put(document, node, "requestBody", openapi_request(openapi, index));
        put(document, node, "responses", openapi_responses(openapi, index));
    }
    put(document, node, "security", how->security);
    return node;
}

bool spec_part_is_parameter(const struct endpoint *endpoint, const struct parameter *parameter)
{
    return parameter->name.len && !openapi_is_described_elsewhere(parameter) &&
           !openapi_is_credential(endpoint, parameter);
}

struct node *spec_part_parameter(struct spec_part *part, const struct parameter *parameter)
{
    return part->dialect == SPEC_20 ? openapi_swagger_parameter(&part->openapi, parameter, parameter->name)
                                    : openapi_parameter(&part->openapi, parameter, parameter->name);
}

struct node *spec_part_response(struct spec_part *part, const struct endpoint *endpoint, size_t index)
{
    size_t at = index_of(part, endpoint);
    struct slice text = openapi_response_text(endpoint->responses[index].status);

    if (!shape_endpoint(part, at))
        return NULL;
    return part->dialect == SPEC_20 ? openapi_swagger_response(&part->openapi, at, index, text)
                                    : openapi_response(&part->openapi, at, index, text);
}

struct node *spec_part_fields(struct spec_part *part, const struct endpoint *endpoint)
{
    size_t index = index_of(part, endpoint);
    struct node *list = document_array(&part->openapi.document);

    if (!shape_endpoint(part, index))
        return NULL;
    openapi_swagger_body(&part->openapi, index, false, list);
    return document_count(list) ? list : NULL;
}

/* ---- schemas */

static const struct shape *shape_of_content(const struct spec_part *part, const struct endpoint *endpoint,
                                            const struct content *content)
{
    const struct endpoint_shapes *shapes = &part->openapi.bodies[index_of(part, endpoint)];

    for (size_t i = 0; i < endpoint->request_count; i++) {
        if (&endpoint->requests[i] == content)
            return shapes->requests[i];
    }
    for (size_t r = 0; r < endpoint->response_count; r++) {
        for (size_t i = 0; i < endpoint->responses[r].content_count; i++) {
            if (&endpoint->responses[r].contents[i] == content)
                return shapes->responses[r][i];
        }
    }
    return NULL;
}

struct node *spec_part_body(struct spec_part *part, const struct endpoint *endpoint,
                            const struct content *content)
{
    if (!shape_endpoint(part, index_of(part, endpoint)))
        return NULL;
    return openapi_body(&part->openapi, content, shape_of_content(part, endpoint, content));
}

struct slice spec_part_media_type(const struct content *content)
{
    return openapi_media_type(content);
}

/* Components in it get their names after what leads to it. */
static void name_shape(struct spec_part *part, const struct shape *shape, struct slice key)
{
    struct words noun = { 0 };

    words_add(&noun, key);
    words_singularise(&noun);
    if (!noun.count)
        words_add(&noun, SLICE("object"));
    components_walk(&part->openapi.components, shape, &noun, ROLE_RESPONSE);
    components_name_recursive(&part->openapi.components, part->taken);
}

static const struct shape *member_shape(struct spec_part *part, const struct field *const *objects,
                                        size_t count, struct slice key, bool is_lexical)
{
    const struct shape *shape = shape_of_member(&part->openapi.shapes, objects, count, key, is_lexical);

    if (shape)
        name_shape(part, shape, key);
    return spec_part_failed(part) ? NULL : shape;
}

static struct node *loose_schema(struct spec_part *part, const struct shape *shape)
{
    struct schema_writer *writer = &part->openapi.writer;
    struct node *node;

    writer->is_loose = true;
    node = schema_with_room(writer, schema_node(writer, shape));
    writer->is_loose = false;
    return node;
}

struct node *spec_part_member(struct spec_part *part, const struct field *const *objects, size_t count,
                              struct slice key, bool is_lexical)
{
    const struct shape *shape = member_shape(part, objects, count, key, is_lexical);

    return shape ? loose_schema(part, shape) : NULL;
}

struct node *spec_part_form_member(struct spec_part *part, const struct field *const *objects, size_t count,
                                   struct slice key)
{
    const struct shape *shape = member_shape(part, objects, count, key, true);

    return shape ? openapi_swagger_field(&part->openapi, key, shape, false) : NULL;
}

struct node *spec_part_values(struct spec_part *part, const struct field *const *maps, size_t count)
{
    const struct shape *shape = shape_of_others(&part->openapi.shapes, maps, count);

    if (!shape)
        return NULL;
    name_shape(part, shape, maps[0]->key);
    return loose_schema(part, shape);
}

struct node *spec_part_schemas(struct spec_part *part)
{
    struct document *document = &part->openapi.document;
    struct components *components = &part->openapi.components;
    struct node *node = components->count ? document_object(document) : NULL;

    part->openapi.writer.home = SLICE("");
    for (size_t i = 0; i < components->count; i++)
        document_put(document, node, components->named[i]->name,
                     schema_component(&part->openapi.writer, components->named[i]));
    return node;
}
