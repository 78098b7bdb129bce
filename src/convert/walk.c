/* SPDX-License-Identifier: Apache-2.0 */
/* The grammar of OpenAPI documents: which member of which object holds what. Objects of 3.x whose members
 * keep their names are converted by it alone. Where rows of several formats differ, they do not contradict
 * each other: a member that a format does not have is not there. */
#include "convert/parts.h"

/* Levels of the result. The reader allows TREE_DEPTH; what is put in place of misplaced references adds to
 * them. */
#define DEPTH_MOST (2 * TREE_DEPTH)

enum shape { ONE, LIST, MAP };

static const struct row {
    enum convert_kind owner;
    struct slice key; /* empty: every member that is no extension */
    enum shape shape;
    enum convert_kind kind;
} rows[] = {
#define ROW(owner, key, shape, kind) { CONVERT_##owner, SLICE_TEXT(key), shape, CONVERT_##kind },
    ROW(ROOT, "paths", ONE, PATHS)                           //
    ROW(ROOT, "webhooks", MAP, PATH_ITEM)                    //
    ROW(ROOT, "components", ONE, COMPONENTS)                 //
    ROW(ROOT, "servers", LIST, SERVER)                       //
    ROW(PATHS, "", ONE, PATH_ITEM)                           //
    ROW(PATH_ITEM, "get", ONE, OPERATION)                    //
    ROW(PATH_ITEM, "put", ONE, OPERATION)                    //
    ROW(PATH_ITEM, "post", ONE, OPERATION)                   //
    ROW(PATH_ITEM, "delete", ONE, OPERATION)                 //
    ROW(PATH_ITEM, "options", ONE, OPERATION)                //
    ROW(PATH_ITEM, "head", ONE, OPERATION)                   //
    ROW(PATH_ITEM, "patch", ONE, OPERATION)                  //
    ROW(PATH_ITEM, "trace", ONE, OPERATION)                  //
    ROW(PATH_ITEM, "parameters", LIST, PARAMETER)            //
    ROW(PATH_ITEM, "servers", LIST, SERVER)                  //
    ROW(OPERATION, "parameters", LIST, PARAMETER)            //
    ROW(OPERATION, "requestBody", ONE, REQUEST_BODY)         //
    ROW(OPERATION, "responses", ONE, RESPONSES)              //
    ROW(OPERATION, "callbacks", MAP, CALLBACK)               //
    ROW(OPERATION, "servers", LIST, SERVER)                  //
    ROW(PARAMETER, "schema", ONE, SCHEMA)                    //
    ROW(PARAMETER, "content", MAP, MEDIA)                    //
    ROW(PARAMETER, "examples", MAP, EXAMPLE)                 //
    ROW(HEADER, "schema", ONE, SCHEMA)                       //
    ROW(HEADER, "content", MAP, MEDIA)                       //
    ROW(HEADER, "examples", MAP, EXAMPLE)                    //
    ROW(REQUEST_BODY, "content", MAP, MEDIA)                 //
    ROW(MEDIA, "schema", ONE, SCHEMA)                        //
    ROW(MEDIA, "examples", MAP, EXAMPLE)                     //
    ROW(MEDIA, "encoding", MAP, ENCODING)                    //
    ROW(ENCODING, "headers", MAP, HEADER)                    //
    ROW(RESPONSES, "", ONE, RESPONSE)                        //
    ROW(RESPONSE, "headers", MAP, HEADER)                    //
    ROW(RESPONSE, "content", MAP, MEDIA)                     //
    ROW(RESPONSE, "links", MAP, LINK)                        //
    ROW(LINK, "server", ONE, SERVER)                         //
    ROW(CALLBACK, "", ONE, PATH_ITEM)                        //
    ROW(COMPONENTS, "schemas", MAP, SCHEMA)                  //
    ROW(COMPONENTS, "responses", MAP, RESPONSE)              //
    ROW(COMPONENTS, "parameters", MAP, PARAMETER)            //
    ROW(COMPONENTS, "examples", MAP, EXAMPLE)                //
    ROW(COMPONENTS, "requestBodies", MAP, REQUEST_BODY)      //
    ROW(COMPONENTS, "headers", MAP, HEADER)                  //
    ROW(COMPONENTS, "securitySchemes", MAP, SECURITY_SCHEME) //
    ROW(COMPONENTS, "links", MAP, LINK)                      //
    ROW(COMPONENTS, "callbacks", MAP, CALLBACK)              //
    ROW(COMPONENTS, "pathItems", MAP, PATH_ITEM)             //
    ROW(SERVER, "variables", MAP, SERVER_VARIABLE)           //
    ROW(SCHEMA, "properties", MAP, SCHEMA)                   //
    ROW(SCHEMA, "patternProperties", MAP, SCHEMA)            //
    ROW(SCHEMA, "dependentSchemas", MAP, SCHEMA)             //
    ROW(SCHEMA, "$defs", MAP, SCHEMA)                        //
    ROW(SCHEMA, "definitions", MAP, SCHEMA)                  //
    ROW(SCHEMA, "allOf", LIST, SCHEMA)                       //
    ROW(SCHEMA, "anyOf", LIST, SCHEMA)                       //
    ROW(SCHEMA, "oneOf", LIST, SCHEMA)                       //
    ROW(SCHEMA, "prefixItems", LIST, SCHEMA)                 //
    ROW(SCHEMA, "items", ONE, SCHEMA)                        //
    ROW(SCHEMA, "additionalItems", ONE, SCHEMA)              //
    ROW(SCHEMA, "additionalProperties", ONE, SCHEMA)         //
    ROW(SCHEMA, "not", ONE, SCHEMA)                          //
    ROW(SCHEMA, "if", ONE, SCHEMA)                           //
    ROW(SCHEMA, "then", ONE, SCHEMA)                         //
    ROW(SCHEMA, "else", ONE, SCHEMA)                         //
    ROW(SCHEMA, "contains", ONE, SCHEMA)                     //
    ROW(SCHEMA, "propertyNames", ONE, SCHEMA)                //
    ROW(SCHEMA, "unevaluatedItems", ONE, SCHEMA)             //
    ROW(SCHEMA, "unevaluatedProperties", ONE, SCHEMA)        //
    ROW(SCHEMA, "contentSchema", ONE, SCHEMA)                //
#undef ROW
};

static const struct row *find_row(enum convert_kind owner, struct slice key)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].owner != owner)
            continue;
        if (rows[i].key.len ? slice_eq(rows[i].key, key) : !convert_is_extension(key))
            return &rows[i];
    }
    return NULL;
}

const struct place *convert_place(struct converter *converter, const struct place *up, struct slice key)
{
    struct place *place = convert_get(converter, 1, sizeof *place);

    if (place)
        *place = (struct place){ up, key };
    return place;
}

const struct place *convert_place_at(struct converter *converter, const struct place *up, size_t index)
{
    return convert_place(converter, up, arena_printf(converter->document->arena, "%zu", index));
}

/* Members of one object of the source differ: only these, which conversion makes, may meet one that is there.
 * To look for every key would take hours on an object of a million. */
static bool is_made(struct slice key)
{
    static const char *const names[] = {
        "allOf",
        "anyOf",
        "components",
        "content",
        "contentEncoding",
        "contentMediaType",
        "examples",
        "explode",
        "exclusiveMaximum",
        "exclusiveMinimum",
        "flows",
        "format",
        "items",
        "nullable",
        "openapi",
        "parameters",
        "prefixItems",
        "requestBody",
        "schema",
        "scheme",
        "servers",
        "style",
        "type",
        "x-body-name",
        "x-collectionFormat",
        "x-examples",
        "x-termsOfService",
        "enum",
        "propertyName",
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (slice_eq(key, slice_of(names[i])))
            return true;
    }
    return false;
}

void convert_put(struct converter *converter, struct node *object, struct slice key, struct node *value)
{
    if (!is_made(key) || !document_member(object, key))
        document_put(converter->document, object, key, value);
}

const struct tree_node *convert_in_place(struct converter *converter, const struct tree_node *node,
                                         enum tree_kind kind)
{
    const struct tree_node *target = node;

    if (reference_is(node, NULL))
        target = reference_follow(converter->set, node);
    if (!target || target->kind != kind)
        return NULL;
    if (target != node)
        CONVERT_NOTE(converter, node, "misplaced-reference",
                     "%s has no $ref here: what it names stands in its place",
                     convert_version(converter->from));
    return target;
}

struct node *convert_map(struct converter *converter, enum convert_kind kind, const struct tree_node *node,
                         const struct place *place)
{
    const struct tree_node *map = convert_in_place(converter, node, TREE_MAPPING);
    struct node *object;

    if (!map)
        return document_tree(converter->document, node);
    object = document_object(converter->document);
    for (uint32_t i = 0; i < map->count && !converter->stopped; i++) {
        struct slice key = map->members[i].key;

        document_put(
            converter->document, object, key,
            convert_object(converter, kind, map->members[i].value, convert_place(converter, place, key)));
    }
    document_flow_like(object, map);
    return object;
}

struct node *convert_list(struct converter *converter, enum convert_kind kind, const struct tree_node *node,
                          const struct place *place)
{
    const struct tree_node *list = convert_in_place(converter, node, TREE_SEQUENCE);
    struct node *array;

    if (!list)
        return document_tree(converter->document, node);
    array = document_array(converter->document);
    for (uint32_t i = 0; i < list->count && !converter->stopped; i++)
        document_add(
            converter->document, array,
            convert_object(converter, kind, list->elements[i], convert_place_at(converter, place, i)));
    document_flow_like(array, list);
    return array;
}

void convert_member(struct converter *converter, enum convert_kind kind, const struct tree_member *member,
                    struct node *object, const struct place *place)
{
    const struct row *row = find_row(kind, member->key);
    struct node *value;

    if (!row) {
        convert_put(converter, object, member->key, document_tree(converter->document, member->value));
        return;
    }
    place = convert_place(converter, place, member->key);
    if (row->shape == MAP)
        value = convert_map(converter, row->kind, member->value, place);
    else if (row->shape == LIST)
        value = convert_list(converter, row->kind, member->value, place);
    else
        value = convert_object(converter, row->kind, member->value, place);
    convert_put(converter, object, member->key, value);
}

void convert_members(struct converter *converter, enum convert_kind kind, const struct tree_node *node,
                     struct node *object, const struct place *place)
{
    for (uint32_t i = 0; i < node->count && !converter->stopped; i++)
        convert_member(converter, kind, &node->members[i], object, place);
}

/* ---- objects of 3.x that are more than their members */

static struct node *root_30(struct converter *converter, const struct tree_node *node,
                            const struct place *place)
{
    struct node *object = document_object(converter->document);

    for (uint32_t i = 0; i < node->count && !converter->stopped; i++) {
        const struct tree_member *member = &node->members[i];

        if (convert_is_upgrade(converter) && slice_eq(member->key, SLICE("openapi")))
            document_put_text(converter->document, object, "openapi", SLICE("3.1.0"));
        else
            convert_member(converter, CONVERT_ROOT, member, object, place);
    }
    return object;
}

static struct node *components_30(struct converter *converter, const struct tree_node *node,
                                  const struct place *place)
{
    converter->components_placed = true;
    convert_members(converter, CONVERT_COMPONENTS, node, converter->components, place);
    return converter->components;
}

static void item_members(struct converter *converter, const struct tree_node *node,
                         const struct tree_node *before, struct node *object, const struct place *place)
{
    for (uint32_t i = 0; i < node->count && !converter->stopped; i++) {
        struct slice key = node->members[i].key;

        if (!slice_eq(key, SLICE("$ref")) && !tree_get(before, key))
            convert_member(converter, CONVERT_PATH_ITEM, &node->members[i], object, place);
    }
}

typedef void item_writer(struct converter *converter, const struct tree_node *node,
                         const struct tree_node *before, struct node *object, const struct place *place);

/* Whether a path item has no place in the document that could be referred to. */
static bool is_elsewhere(const struct converter *converter, const struct tree_node *node,
                         const struct tree_node *target)
{
    if (!target || target->kind != TREE_MAPPING)
        return false;
    if (!convert_is_upgrade(converter) && convert_is_local(converter, TREE_GET(node, "$ref")))
        return false;
    return !convert_has_spot(converter, CONVERT_PATHS, target) &&
           !convert_has_spot(converter, CONVERT_PATH_ITEM, target);
}

/* A path item that stands in the document stays referred to. One that does not comes to the first path that
 * wants it: before 3.1 there are no components of that kind. Members beside the reference come first (3.0.3,
 * Path Item Object, leaves open which of two counts). */
static struct node *path_item(struct converter *converter, const struct tree_node *node,
                              const struct place *place)
{
    item_writer *members = converter->from == CONTRACT_SWAGGER_20 ? convert_swagger_path_item : item_members;
    struct node *object = document_object(converter->document);
    const struct tree_node *target = reference_is(node, NULL) ? reference_follow(converter->set, node) : NULL;
    bool comes_here = is_elsewhere(converter, node, target);

    if (comes_here)
        convert_spot(converter, CONVERT_PATH_ITEM, target, place);
    else if (reference_is(node, NULL))
        document_put(converter->document, object, SLICE("$ref"),
                     convert_reference_text(converter, CONVERT_PATH_ITEM, node));
    members(converter, node, NULL, object, place);
    if (comes_here)
        members(converter, target, node, object, place);
    return object;
}

static struct node *media_30(struct converter *converter, const struct tree_node *node,
                             const struct place *place)
{
    struct node *object = document_object(converter->document);

    for (uint32_t i = 0; i < node->count && !converter->stopped; i++) {
        const struct tree_member *member = &node->members[i];

        if (slice_eq(member->key, SLICE("schema")))
            convert_content_schema(converter, member->value, place->key, object, place);
        else
            convert_member(converter, CONVERT_MEDIA, member, object, place);
    }
    return object;
}

/* operationRef is a reference to an Operation Object (3.0.3, Link Object). */
static struct node *link_30(struct converter *converter, const struct tree_node *node,
                            const struct place *place)
{
    struct node *object = document_object(converter->document);

    for (uint32_t i = 0; i < node->count && !converter->stopped; i++) {
        const struct tree_member *member = &node->members[i];

        if (slice_eq(member->key, SLICE("operationRef")) && member->value->kind == TREE_STRING)
            document_put(converter->document, object, member->key,
                         convert_reference_text(converter, CONVERT_OPERATION, member->value));
        else
            convert_member(converter, CONVERT_LINK, member, object, place);
    }
    return object;
}

static bool has_element(const struct tree_node *list, const struct tree_node *value)
{
    for (uint32_t i = 0; i < list->count; i++) {
        if (tree_equal(list->elements[i], value))
            return true;
    }
    return false;
}

/* 3.1 says MUST where 3.0 says SHOULD: enum is not empty and has the default (Server Variable Object). */
static struct node *server_variable_30(struct converter *converter, const struct tree_node *node,
                                       const struct place *place)
{
    const struct tree_node *choices = TREE_GET(node, "enum"), *fallback = TREE_GET(node, "default");
    struct node *object = document_object(converter->document);
    bool is_list = choices && choices->kind == TREE_SEQUENCE && convert_to_2020(converter);

    for (uint32_t i = 0; i < node->count; i++) {
        if (is_list && !choices->count && node->members[i].value == choices)
            continue;
        convert_member(converter, CONVERT_SERVER_VARIABLE, &node->members[i], object, place);
    }
    if (is_list && !choices->count)
        CONVERT_NOTE(converter, choices, "server-variable", "an empty enum allows nothing: left out");
    if (is_list && choices->count && fallback && !has_element(choices, fallback)) {
        document_add(converter->document, document_member(object, SLICE("enum")),
                     document_tree(converter->document, fallback));
        CONVERT_NOTE(converter, choices, "server-variable", "the default was not in enum: added");
    }
    return object;
}

/* ---- every object */

typedef struct node *object_maker(struct converter *converter, const struct tree_node *node,
                                  const struct place *place);

/* Kinds without a maker are their members. */
static const struct {
    object_maker *make, *make_20;
    bool is_referable; /* a Reference Object may stand in its place */
} kinds[CONVERT_KINDS] = {
    [CONVERT_ROOT] = { root_30, convert_swagger_root, false },
    [CONVERT_PATH_ITEM] = { path_item, path_item, false },
    [CONVERT_OPERATION] = { NULL, convert_swagger_operation, false },
    [CONVERT_PARAMETER] = { NULL, convert_swagger_parameter, true },
    [CONVERT_REQUEST_BODY] = { NULL, convert_swagger_body, true },
    [CONVERT_MEDIA] = { media_30, NULL, false },
    [CONVERT_RESPONSE] = { NULL, convert_swagger_response, true },
    [CONVERT_HEADER] = { NULL, convert_swagger_header, true },
    [CONVERT_EXAMPLE] = { NULL, NULL, true },
    [CONVERT_LINK] = { link_30, NULL, true },
    [CONVERT_CALLBACK] = { NULL, NULL, true },
    [CONVERT_COMPONENTS] = { components_30, NULL, false },
    [CONVERT_SECURITY_SCHEME] = { NULL, convert_swagger_scheme, true },
    [CONVERT_SERVER_VARIABLE] = { server_variable_30, NULL, false },
    [CONVERT_SCHEMA] = { convert_schema, convert_schema, true },
};

static struct node *make(struct converter *converter, enum convert_kind kind, const struct tree_node *node,
                         const struct place *place)
{
    object_maker *maker = converter->from == CONTRACT_SWAGGER_20 ? kinds[kind].make_20 : kinds[kind].make;
    const struct tree_node *target;
    struct node *object;

    if (kinds[kind].is_referable && reference_is(node, NULL))
        return converter->from == CONTRACT_SWAGGER_20 && kind == CONVERT_RESPONSE
                   ? convert_swagger_response_reference(converter, node, place)
                   : convert_reference(converter, kind, node, place);
    target = kind == CONVERT_PATH_ITEM ? node : convert_in_place(converter, node, TREE_MAPPING);
    if (!target)
        return document_tree(converter->document, node);
    convert_spot(converter, kind, target, place);
    if (maker) {
        object = maker(converter, target, place);
    } else {
        object = document_object(converter->document);
        convert_members(converter, kind, target, object, place);
    }
    /* What 2.0 says on one line is too much for one in 3.x, but for schemas. */
    if (converter->from != CONTRACT_SWAGGER_20 || kind == CONVERT_SCHEMA)
        document_flow_like(object, target);
    return object;
}

/* Whoever made the tree that is walked may want us to walk without end. */
static bool may_go_on(struct converter *converter, const struct tree_node *node)
{
    if (converter->document->failed || converter->stopped)
        return false;
    if (converter->depth >= DEPTH_MOST)
        convert_stop(converter, ERROR_INPUT, tree_position(node), "too many levels to convert");
    else if (converter->document->made > CONVERT_NODES_MOST)
        convert_stop(converter, ERROR_INPUT, tree_position(node),
                     "the converted document would be too large: its references multiply what is written");
    return !converter->stopped;
}

struct node *convert_object(struct converter *converter, enum convert_kind kind, const struct tree_node *node,
                            const struct place *place)
{
    struct node *object;

    if (!may_go_on(converter, node))
        return NULL;
    if (node->kind == TREE_SEQUENCE && kind == CONVERT_SCHEMA)
        return convert_list(converter, kind, node, place); /* tuples of JSON Schema draft 4 */
    if (kind == CONVERT_VALUE || node->kind != TREE_MAPPING)
        return document_tree(converter->document, node);
    converter->depth++;
    object = make(converter, kind, node, place);
    converter->depth--;
    return object;
}
