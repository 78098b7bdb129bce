/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/show_json.h"

#include "cli/data_text.h"
#include "cli/ledger_json.h"
#include "cli/shape_text.h"

static const char *const place_names[] = { "path", "query", "header", "cookie" };
static const char *const type_names[TYPES] = { "null",   "boolean", "integer", "number",
                                               "string", "object",  "array" };

struct making {
    struct arena *arena;
    bool failed; /* memory was refused */
};

static void key_text(struct json_writer *json, const char *key, struct slice text)
{
    json_key(json, slice_of(key));
    json_string(json, text);
}

static void key_count(struct json_writer *json, const char *key, uint64_t count)
{
    json_key(json, slice_of(key));
    json_unsigned(json, count);
}

static void key_bool(struct json_writer *json, const char *key, bool value)
{
    json_key(json, slice_of(key));
    json_bool(json, value);
}

static void statuses(struct json_writer *json, const struct endpoint *endpoint)
{
    static const char *const classes[6] = { "none", "1xx", "2xx", "3xx", "4xx", "5xx" };

    json_key(json, SLICE("statusClasses"));
    json_begin_object(json);
    for (int i = 0; i < 6; i++)
        key_count(json, classes[i], endpoint->by_class[i]);
    json_end(json);
}

static void security(struct json_writer *json, const struct endpoint *endpoint)
{
    json_key(json, SLICE("security"));
    json_begin_object(json);
    key_bool(json, "required", endpoint->security_required);
    key_count(json, "anonymousAccepted", endpoint->anonymous_accepted);
    json_key(json, SLICE("schemes"));
    json_begin_array(json);
    for (size_t i = 0; i < endpoint->security_count; i++) {
        json_begin_object(json);
        key_text(json, "id", endpoint->security[i].scheme->id);
        key_count(json, "accepted", endpoint->security[i].accepted);
        json_end(json);
    }
    json_end(json);
    json_end(json);
}

void endpoint_json(struct json_writer *json, const struct endpoint *endpoint)
{
    key_text(json, "method", endpoint->method);
    key_text(json, "path", endpoint->path);
    key_text(json, "id", endpoint->id);
    support_json(json, &endpoint->support);
    statuses(json, endpoint);
    security(json, endpoint);
    key_text(json, "version", endpoint->version);
    key_bool(json, "deprecated", endpoint->deprecated);
    key_count(json, "consumers", endpoint->consumers);
    key_count(json, "requestBytes", endpoint->request_bytes);
    key_count(json, "responseBytes", endpoint->response_bytes);
    key_count(json, "latencyP50Nanoseconds", endpoint->latency_p50);
    key_count(json, "latencyP95Nanoseconds", endpoint->latency_p95);
}

static void object_members(struct json_writer *json, const struct object *object);

static void shape_members(struct json_writer *json, const struct shape *shape)
{
    const struct evidence *evidence = &shape->evidence;

    json_key(json, SLICE("types"));
    json_begin_array(json);
    for (int type = 0; type < TYPES; type++) {
        if (shape->types & (1u << type))
            json_text(json, type_names[type]);
    }
    json_end(json);
    if (evidence->of) { /* a parameter says so itself */
        key_count(json, "count", evidence->count);
        key_count(json, "of", evidence->of);
    }
    if (shape->format)
        key_text(json, "format", slice_of(shape->format));
    if (shape->is_binary)
        key_bool(json, "file", true);
    if (shape->choice_count) {
        json_key(json, SLICE("enum"));
        json_begin_array(json);
        for (size_t i = 0; i < shape->choice_count; i++)
            json_string(json, shape->choices[i]);
        json_end(json);
    }
    if (evidence->has_numbers) {
        json_key(json, SLICE("minimum"));
        json_double(json, evidence->number_min);
        json_key(json, SLICE("maximum"));
        json_double(json, evidence->number_max);
    }
    if (evidence->has_lengths) {
        key_count(json, "minLength", evidence->length_min);
        key_count(json, "maxLength", evidence->length_max);
    }
    if (evidence->has_items) {
        key_count(json, "minItems", evidence->items_min);
        key_count(json, "maxItems", evidence->items_max);
    }
    if (evidence->example.len)
        key_text(json, "example", evidence->example);
    if (shape->back)
        key_count(json, "recursionLevels", shape->back);
    else if (shape->object)
        object_members(json, shape->object);
    if (shape->items) {
        json_key(json, SLICE("items"));
        json_begin_object(json);
        shape_members(json, shape->items);
        json_end(json);
    }
}

static void object_members(struct json_writer *json, const struct object *object)
{
    json_key(json, SLICE("members"));
    json_begin_array(json);
    for (size_t i = 0; i < object->member_count; i++) {
        json_begin_object(json);
        key_text(json, "name", object->members[i].key);
        key_bool(json, "required", object->members[i].is_required);
        shape_members(json, object->members[i].shape);
        json_end(json);
    }
    json_end(json);
    if (!object->others)
        return;
    json_key(json, SLICE("otherMembers"));
    json_begin_object(json);
    shape_members(json, object->others);
    json_end(json);
}

static void parameters(struct json_writer *json, struct making *making, const char *key,
                       const struct parameter *parameters, size_t count)
{
    json_key(json, slice_of(key));
    json_begin_array(json);
    for (size_t i = 0; i < count; i++) {
        const struct parameter *parameter = &parameters[i];
        struct shapes shapes;
        const struct shape *shape = shape_of_parameter(&shapes, parameter, making->arena);

        json_begin_object(json);
        key_text(json, "name", parameter->name);
        key_text(json, "in", slice_of(place_names[parameter->place]));
        key_bool(json, "required", parameter->required);
        key_bool(json, "repeats", parameter->is_list);
        key_bool(json, "commaList", parameter->is_comma_list);
        json_key(json, SLICE("support"));
        json_begin_object(json);
        support_json(json, &parameter->support);
        key_count(json, "of", parameter->of);
        json_end(json);
        json_key(json, SLICE("schema"));
        json_begin_object(json);
        if (shape)
            shape_members(json, shape);
        making->failed = making->failed || shapes.failed;
        shapes_done(&shapes);
        json_end(json);
        json_end(json);
    }
    json_end(json);
}

static void contents(struct json_writer *json, struct making *making, const struct content *contents,
                     size_t count)
{
    json_key(json, SLICE("contents"));
    json_begin_array(json);
    for (size_t i = 0; i < count; i++) {
        const struct content *content = &contents[i];
        struct shapes shapes;
        const struct shape *shape = shape_of_content(&shapes, content, making->arena);

        json_begin_object(json);
        key_text(json, "mediaType", content->media_type);
        support_json(json, &content->support);
        if (content->xml_root.len) {
            key_text(json, "xmlRoot", content->xml_root);
            key_text(json, "xmlNamespace", content->xml_namespace);
        }
        if (shape) {
            json_key(json, SLICE("schema"));
            json_begin_object(json);
            shape_members(json, shape);
            json_end(json);
        }
        making->failed = making->failed || shapes.failed;
        shapes_done(&shapes);
        json_end(json);
    }
    json_end(json);
}

static void responses(struct json_writer *json, struct making *making, const struct endpoint *endpoint)
{
    json_key(json, SLICE("responses"));
    json_begin_array(json);
    for (size_t i = 0; i < endpoint->response_count; i++) {
        const struct response *response = &endpoint->responses[i];

        json_begin_object(json);
        key_count(json, "status", response->status);
        support_json(json, &response->support);
        contents(json, making, response->contents, response->content_count);
        parameters(json, making, "headers", response->headers, response->header_count);
        json_end(json);
    }
    json_end(json);
}

bool show_json(struct output *out, struct arena *arena, const struct service *service,
               const struct endpoint *endpoint, const struct show_posture *posture)
{
    struct making making = { .arena = arena };
    struct json_writer json;
    struct buffer part;

    buffer_init(&part, arena->account);
    json_writer_init(&json, &part, true);
    json_begin_object(&json);
    key_text(&json, "service", service->key);
    endpoint_json(&json, endpoint);
    show_posture_json(&json, posture);
    data_json(&json, posture->endpoint->data, posture->endpoint->data_count);
    parameters(&json, &making, "parameters", endpoint->parameters, endpoint->parameter_count);
    json_key(&json, SLICE("request"));
    json_begin_object(&json);
    key_bool(&json, "required", endpoint->request_required);
    contents(&json, &making, endpoint->requests, endpoint->request_count);
    json_end(&json);
    responses(&json, &making, endpoint);
    json_end(&json);
    buffer_byte(&part, '\n');
    output_json(out, &part);
    buffer_done(&part);
    return !making.failed;
}
