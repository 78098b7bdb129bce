/* SPDX-License-Identifier: Apache-2.0 */
/* Parameters of operations and header fields of responses. */
#include "spec/openapi_parts.h"
#include "spec/shape_class.h"

const char *openapi_place(enum place place)
{
    static const char *const names[] = {
        [PLACE_PATH] = "path", [PLACE_QUERY] = "query", [PLACE_HEADER] = "header", [PLACE_COOKIE] = "cookie"
    };

    return names[place];
}

/* OpenAPI describes these elsewhere and wants such parameters to be ignored ("Parameter Object", name). */
bool openapi_is_described_elsewhere(const struct parameter *parameter)
{
    static const char *const names[] = { "accept", "content-type", "authorization" };

    return parameter->place == PLACE_HEADER && SLICE_AMONG_NOCASE(parameter->name, names);
}

bool openapi_is_credential(const struct endpoint *endpoint, const struct parameter *parameter)
{
    for (size_t i = 0; i < endpoint->security_count; i++) {
        const struct security_scheme *scheme = endpoint->security[i].scheme;

        if (scheme->kind == SECURITY_API_KEY && scheme->place == parameter->place &&
            slice_eq_nocase(scheme->name, parameter->name))
            return true;
    }
    return false;
}

/* The same place and name may stand once; header field names are case-insensitive. */
bool openapi_is_repeated(const struct endpoint *endpoint, size_t index)
{
    const struct parameter *parameter = &endpoint->parameters[index];

    for (size_t i = 0; i < index; i++) {
        const struct parameter *other = &endpoint->parameters[i];

        if (other->place == parameter->place &&
            (parameter->place == PLACE_HEADER ? slice_eq_nocase(other->name, parameter->name)
                                              : slice_eq(other->name, parameter->name)))
            return true;
    }
    return false;
}

static struct node *list_schema(struct openapi *openapi, struct shape *shape)
{
    struct shape list = { .types = 1u << TYPE_ARRAY, .items = shape };

    return schema_node(&openapi->writer, &list);
}

/* Beside its support. */
static void put_classes(struct openapi *openapi, struct node *node, const struct parameter *parameter)
{
    struct node *support = document_get(node, "x-plainsight");

    if (support)
        document_put(&openapi->document, support, SLICE("classes"),
                     shape_classes_node(
                         &openapi->document, openapi->writer.classifier,
                         shape_classes_of_parameter(&openapi->shapes, parameter->field, parameter->name)));
}

/* style, explode (where they are not what is assumed anyway) and schema. */
static void put_schema(struct openapi *openapi, struct node *node, const struct parameter *parameter)
{
    struct document *document = &openapi->document;
    bool is_list = parameter->is_list || parameter->is_comma_list;
    bool is_exploded = parameter->is_list && !parameter->is_comma_list;
    struct shape *shape = shape_of_text(&openapi->shapes, parameter->field, parameter->is_comma_list);

    if (shape && parameter->place == PLACE_PATH) {
        shape->choices = NULL;
        shape->choice_count = 0;
    }
    if (is_list && parameter->place == PLACE_QUERY) {
        document_put_text(document, node, "style", SLICE("form"));
        document_put(document, node, SLICE("explode"), document_boolean(document, is_exploded));
    }
    if (!shape)
        document->failed = true;
    document_put(document, node, SLICE("schema"),
                 is_list ? list_schema(openapi, shape) : schema_node(&openapi->writer, shape));
    openapi_put_support(openapi, node, &parameter->support, parameter->of);
    put_classes(openapi, node, parameter);
}

struct node *openapi_parameter(struct openapi *openapi, const struct parameter *parameter, struct slice name)
{
    struct document *document = &openapi->document;
    struct node *node = document_object(document);

    document_put_text(document, node, "name", name);
    document_put_text(document, node, "in", slice_of(openapi_place(parameter->place)));
    if (parameter->required || parameter->place == PLACE_PATH)
        document_put(document, node, SLICE("required"), document_boolean(document, true));
    put_schema(openapi, node, parameter);
    return node;
}

struct node *openapi_parameters(struct openapi *openapi, const struct path_group *group,
                                const struct endpoint *endpoint)
{
    struct document *document = &openapi->document;
    struct node *list = document_array(document);
    size_t in_path = 0;

    for (size_t i = 0; i < endpoint->parameter_count; i++) {
        const struct parameter *parameter = &endpoint->parameters[i];

        if (parameter->place == PLACE_PATH) {
            if (in_path < group->name_count && group->names[in_path].len)
                document_add(document, list, openapi_parameter(openapi, parameter, group->names[in_path]));
            in_path++;
        } else if (parameter->name.len && !openapi_is_described_elsewhere(parameter) &&
                   !openapi_is_credential(endpoint, parameter) && !openapi_is_repeated(endpoint, i)) {
            document_add(document, list, openapi_parameter(openapi, parameter, parameter->name));
        }
    }
    return document_count(list) ? list : NULL;
}

struct node *openapi_header(struct openapi *openapi, const struct parameter *header)
{
    struct document *document = &openapi->document;
    struct node *node = document_object(document);

    if (header->required)
        document_put(document, node, SLICE("required"), document_boolean(document, true));
    put_schema(openapi, node, header);
    return node;
}
