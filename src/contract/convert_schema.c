/* SPDX-License-Identifier: Apache-2.0 */
/* Schemas, keyword by keyword. 2.0 and 3.0 have dialects of JSON Schema draft 4 and Wright 00, 3.1 has 2020-12 itself. A keyword
 * that needs more than being copied has a row in the table, which says between which formats; subschemas are found by the
 * grammar (convert_walk.c). */
#include "contract/convert_parts.h"

enum { FROM_20 = 1, FROM_30 = 2, TO_30 = 4, TO_31 = 8, ANY_SOURCE = FROM_20 | FROM_30 };

/* How null comes among the values in 3.1. */
enum null_way {
    NULL_NOT,
    NULL_IN_TYPE,   /* type: [string, "null"] */
    NULL_IN_CHOICE, /* one more alternative of anyOf or oneOf */
    NULL_OR_ALL,    /* allOf becomes the first alternative of an anyOf */
};

struct schema_work {
    struct converter *converter;
    const struct tree_node *node;
    struct node *object;
    const struct place *place;
    enum null_way null_way;
};

typedef void keyword_writer(struct schema_work *work, const struct tree_member *member);

static void put(struct schema_work *work, const char *key, struct node *value)
{
    convert_put(work->converter, work->object, slice_of(key), value);
}

static struct node *text(struct schema_work *work, const char *value)
{
    return document_text(work->converter->document, slice_of(value));
}

static void copy_member(struct schema_work *work, const struct tree_member *member)
{
    convert_member(work->converter, CONVERT_SCHEMA, member, work->object, work->place);
}

static void leave_out(struct schema_work *work, const struct tree_member *member)
{
}

/* ---- null */

static bool is_nullable(const struct converter *converter, const struct tree_node *node)
{
    return tree_is_true(converter->from == CONTRACT_SWAGGER_20 ? TREE_GET(node, "x-nullable")
                                                               : TREE_GET(node, "nullable"));
}

/* Whether null may be among the values of an alternative already: then one more for it would make two of oneOf. */
static bool may_be_null(const struct converter *converter, const struct tree_node *node)
{
    const struct tree_node *schema = reference_follow(converter->set, node);

    return !schema || schema->kind != TREE_MAPPING || !TREE_GET(schema, "type") ||
           is_nullable(converter, schema);
}

static bool is_choice(const struct tree_node *node, const char *key)
{
    const struct tree_node *list = tree_get(node, slice_of(key));

    return list && list->kind == TREE_SEQUENCE && list->count;
}

static enum null_way choose_one_of(const struct converter *converter, const struct tree_node *node)
{
    const struct tree_node *list = TREE_GET(node, "oneOf");

    for (uint32_t i = 0; i < list->count; i++) {
        if (may_be_null(converter, list->elements[i]))
            return NULL_NOT;
    }
    return NULL_IN_CHOICE;
}

/* Where no type is said, null is a value anyway, unless enum keeps it out. */
static void note_null(struct converter *converter, const struct tree_node *node)
{
    const struct tree_node *choices = TREE_GET(node, "enum");

    for (uint32_t i = 0; choices && choices->kind == TREE_SEQUENCE && i < choices->count; i++) {
        if (choices->elements[i]->kind == TREE_NULL)
            return;
    }
    if (choices)
        CONVERT_NOTE(converter, node, "nullable-alone",
                     "nullable without a type changes nothing: null is not in enum");
}

/* 3.0.3 says that nullable does something beside `type` only. But {nullable: true, allOf: [$ref]} is how everybody says "that or
 * null", since nothing can stand beside a $ref: it is taken as it is meant. */
static enum null_way choose_null(struct converter *converter, const struct tree_node *node)
{
    unsigned combined = is_choice(node, "allOf") + is_choice(node, "anyOf") + is_choice(node, "oneOf");

    if (!convert_to_2020(converter) || !is_nullable(converter, node))
        return NULL_NOT;
    if (TREE_GET(node, "type"))
        return NULL_IN_TYPE;
    if (combined == 1 && is_choice(node, "allOf"))
        return NULL_OR_ALL;
    if (combined == 1 && is_choice(node, "anyOf"))
        return NULL_IN_CHOICE;
    if (combined == 1 && choose_one_of(converter, node) == NULL_IN_CHOICE)
        return NULL_IN_CHOICE;
    if (!combined)
        note_null(converter, node);
    return NULL_NOT;
}

/* What one more alternative cannot say: an anyOf around all of it. */
static bool needs_wrapper(const struct converter *converter, const struct tree_node *node, enum null_way way)
{
    return way == NULL_NOT && convert_to_2020(converter) && is_nullable(converter, node) &&
           !TREE_GET(node, "type") &&
           (is_choice(node, "allOf") || is_choice(node, "anyOf") || is_choice(node, "oneOf"));
}

static struct node *null_schema(struct converter *converter)
{
    struct node *object = document_object(converter->document);

    document_put_text(converter->document, object, "type", SLICE("null"));
    return object;
}

static void write_nullable(struct schema_work *work, const struct tree_member *member)
{
    put(work, "nullable", document_tree(work->converter->document, member->value));
}

static void write_choice(struct schema_work *work, const struct tree_member *member)
{
    copy_member(work, member);
    if (work->null_way == NULL_IN_CHOICE)
        document_add(work->converter->document, document_member(work->object, member->key),
                     null_schema(work->converter));
}

static void write_all_of(struct schema_work *work, const struct tree_member *member)
{
    struct converter *converter = work->converter;
    const struct tree_node *all = member->value;
    const struct place *place;
    struct node *array, *first;

    if (work->null_way != NULL_OR_ALL) {
        copy_member(work, member);
        return;
    }
    place = convert_place_at(converter, convert_place(converter, work->place, SLICE("anyOf")), 0);
    if (all->count == 1) {
        first = convert_object(converter, CONVERT_SCHEMA, all->elements[0], place);
    } else {
        first = document_object(converter->document);
        convert_member(converter, CONVERT_SCHEMA, member, first, place);
    }
    array = document_array(converter->document);
    document_add(converter->document, array, first);
    document_add(converter->document, array, null_schema(converter));
    put(work, "anyOf", array);
}

/* ---- type and format */

static bool names_null(const struct tree_node *type)
{
    return slice_eq(tree_string(type), SLICE("null"));
}

static void put_file(struct schema_work *work)
{
    put(work, "type", text(work, "string"));
    if (work->converter->to == CONTRACT_OPENAPI_31)
        put(work, "contentMediaType", text(work, "application/octet-stream"));
    else
        put(work, "format", text(work, "binary"));
}

static bool has_null(const struct tree_node *types)
{
    for (uint32_t i = 0; i < types->count; i++) {
        if (names_null(types->elements[i]))
            return true;
    }
    return false;
}

/* Lists of types are JSON Schema, but neither 2.0 nor 3.0: people write them all the same, mostly for null. */
static void put_type_list_30(struct schema_work *work, const struct tree_node *types)
{
    struct document *document = work->converter->document;
    struct node *choices = document_array(document), *choice = NULL;

    for (uint32_t i = 0; i < types->count; i++) {
        if (names_null(types->elements[i]))
            continue;
        choice = document_object(document);
        document_put(document, choice, SLICE("type"), document_tree(document, types->elements[i]));
        if (has_null(types))
            document_put(document, choice, SLICE("nullable"), document_boolean(document, true));
        document_add(document, choices, choice);
    }
    if (document_count(choices) == 1) {
        put(work, "type", document_get(choice, "type"));
        if (has_null(types))
            put(work, "nullable", document_boolean(document, true));
    } else if (choice) {
        put(work, "anyOf", choices);
    }
    CONVERT_NOTE(work->converter, types, "type-list", "OpenAPI 3.0 has no lists of types: said otherwise");
}

/* null stands last, whatever way it came. */
static void put_types_31(struct schema_work *work, const struct tree_node *type)
{
    struct document *document = work->converter->document;
    struct node *list = document_array(document);
    bool is_list = type->kind == TREE_SEQUENCE;

    if (!is_list && !names_null(type))
        document_add(document, list, document_tree(document, type));
    for (uint32_t i = 0; is_list && i < type->count; i++) {
        if (!names_null(type->elements[i]))
            document_add(document, list, document_tree(document, type->elements[i]));
    }
    if (work->null_way == NULL_IN_TYPE || has_null(type))
        document_add(document, list, document_text(document, SLICE("null")));
    document_flow(list);
    put(work, "type", list);
}

static void write_type(struct schema_work *work, const struct tree_member *member)
{
    const struct tree_node *type = member->value;

    if (slice_eq(tree_string(type), SLICE("file")) && work->converter->from == CONTRACT_SWAGGER_20)
        put_file(work);
    else if (type->kind == TREE_SEQUENCE && work->converter->to == CONTRACT_OPENAPI_30)
        put_type_list_30(work, type);
    else if (type->kind == TREE_SEQUENCE || work->null_way == NULL_IN_TYPE)
        put_types_31(work, type);
    else
        copy_member(work, member);
}

/* Formats that say how bytes are written went to keywords of their own (3.1.0, 4.7.24.2; the guide to 3.1, file uploads). */
static void write_format(struct schema_work *work, const struct tree_member *member)
{
    struct slice format = tree_string(member->value);

    if (slice_eq(tree_string(TREE_GET(work->node, "type")), SLICE("file")))
        return; /* write_type said it */
    if (work->converter->to != CONTRACT_OPENAPI_31)
        copy_member(work, member);
    else if (slice_eq(format, SLICE("byte")) || slice_eq(format, SLICE("base64")))
        put(work, "contentEncoding", text(work, "base64"));
    else if (slice_eq(format, SLICE("binary")))
        put(work, "contentMediaType", text(work, "application/octet-stream"));
    else
        copy_member(work, member);
}

/* ---- bounds */

static bool is_excluded(const struct schema_work *work, const char *key)
{
    return tree_is_true(tree_get(work->node, slice_of(key)));
}

static void write_bound(struct schema_work *work, const struct tree_member *member)
{
    bool is_minimum = slice_eq(member->key, SLICE("minimum"));
    const char *exclusive = is_minimum ? "exclusiveMinimum" : "exclusiveMaximum";

    if (is_excluded(work, exclusive))
        put(work, exclusive, document_tree(work->converter->document, member->value));
    else
        copy_member(work, member);
}

/* false says what holds anyway; true is said by the bound, and without one by nobody. A number is no word of ours. */
static void write_exclusive(struct schema_work *work, const struct tree_member *member)
{
    if (member->value->kind != TREE_BOOLEAN)
        copy_member(work, member);
}

/* ---- examples, discriminators, arrays */

static void write_example(struct schema_work *work, const struct tree_member *member)
{
    struct document *document = work->converter->document;
    struct node *array = document_array(document);
    const struct tree_node *more = TREE_GET(work->node, "examples");

    document_add(document, array, document_tree(document, member->value));
    for (uint32_t i = 0; more && more->kind == TREE_SEQUENCE && i < more->count; i++)
        document_add(document, array, document_tree(document, more->elements[i]));
    if (member->value->kind < TREE_SEQUENCE)
        document_flow(array);
    put(work, "examples", array);
}

static void write_examples(struct schema_work *work, const struct tree_member *member)
{
    if (!TREE_GET(work->node, "example"))
        copy_member(work, member);
}

/* A value of a mapping is the name of a schema or a reference to one (3.0.3, Discriminator Object). */
static bool is_reference_text(const struct tree_node *value)
{
    static const char *const endings[] = { ".json", ".yaml", ".yml" };
    struct slice name = tree_string(value);

    if (!name.len || memchr(name.at, '#', name.len) || memchr(name.at, '/', name.len))
        return name.len > 0;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        if (slice_ends_with_nocase(name, slice_of(endings[i])))
            return true;
    }
    return false;
}

static struct node *mapping_node(struct converter *converter, const struct tree_node *mapping)
{
    struct node *object;

    if (mapping->kind != TREE_MAPPING)
        return document_tree(converter->document, mapping);
    object = document_object(converter->document);
    for (uint32_t i = 0; i < mapping->count; i++) {
        const struct tree_node *value = mapping->members[i].value;

        document_put(converter->document, object, mapping->members[i].key,
                     is_reference_text(value) ? convert_reference_text(converter, CONVERT_SCHEMA, value)
                                              : document_tree(converter->document, value));
    }
    document_flow_like(object, mapping);
    return object;
}

static void write_discriminator(struct schema_work *work, const struct tree_member *member)
{
    struct converter *converter = work->converter;
    const struct tree_node *value = member->value;
    struct node *object;

    if (value->kind != TREE_MAPPING && value->kind != TREE_STRING) {
        copy_member(work, member);
        return;
    }
    object = document_object(converter->document);
    if (value->kind == TREE_STRING)
        document_put(converter->document, object, SLICE("propertyName"),
                     document_tree(converter->document, value));
    for (uint32_t i = 0; value->kind == TREE_MAPPING && i < value->count; i++) {
        bool is_mapping = slice_eq(value->members[i].key, SLICE("mapping"));

        document_put(converter->document, object, value->members[i].key,
                     is_mapping ? mapping_node(converter, value->members[i].value)
                                : document_tree(converter->document, value->members[i].value));
    }
    document_flow_like(object, value);
    put(work, "discriminator", object);
}

static struct node *subschema(struct schema_work *work, const char *key, const struct tree_node *node)
{
    return convert_object(work->converter, CONVERT_SCHEMA, node,
                          convert_place(work->converter, work->place, slice_of(key)));
}

/* 3.0 has one schema for all elements. */
static void put_tuple_30(struct schema_work *work, const struct tree_node *items)
{
    struct converter *converter = work->converter;
    const struct tree_node *more = TREE_GET(work->node, "additionalItems");
    const struct place *place = convert_place(converter, work->place, SLICE("items"));
    struct node *object = document_object(converter->document), *array;

    place = convert_place(converter, place, SLICE("anyOf"));
    array = convert_list(converter, CONVERT_SCHEMA, items, place);
    if (more && more->kind == TREE_MAPPING)
        document_add(converter->document, array,
                     convert_object(converter, CONVERT_SCHEMA, more,
                                    convert_place_at(converter, place, items->count)));
    if (document_count(array))
        document_put(converter->document, object, SLICE("anyOf"), array);
    put(work, "items", object);
    CONVERT_NOTE(converter, items, "tuple",
                 "OpenAPI 3.0 has no schemas by place in an array: each element may be any of them");
}

/* A list of items was how drafts before 2020-12 described each element. */
static void write_items(struct schema_work *work, const struct tree_member *member)
{
    struct converter *converter = work->converter;

    if (member->value->kind != TREE_SEQUENCE)
        copy_member(work, member);
    else if (converter->to == CONTRACT_OPENAPI_30)
        put_tuple_30(work, member->value);
    else
        put(work, "prefixItems",
            convert_list(converter, CONVERT_SCHEMA, member->value,
                         convert_place(converter, work->place, SLICE("prefixItems"))));
}

static void write_more_items(struct schema_work *work, const struct tree_member *member)
{
    const struct tree_node *items = TREE_GET(work->node, "items");

    if (!items || items->kind != TREE_SEQUENCE)
        copy_member(work, member);
    else if (work->converter->to == CONTRACT_OPENAPI_31)
        put(work, "items", subschema(work, "items", member->value));
}

/* Items Objects of 2.0 have a collectionFormat: an array in an array. 3.x does not say how those are written. */
static void write_collection_format(struct schema_work *work, const struct tree_member *member)
{
    CONVERT_NOTE(work->converter, member->value, "collection-format",
                 "OpenAPI 3 does not say how an array in an array is written: kept as x-collectionFormat");
    put(work, "x-collectionFormat", document_tree(work->converter->document, member->value));
}

static void write_alive(struct schema_work *work, const struct tree_member *member)
{
    CONVERT_NOTE(work->converter, member->value, "new-keyword",
                 "'%.*s' says nothing in %s, but counts in 3.1", SLICE_ARG(member->key),
                 convert_version(work->converter->from));
    copy_member(work, member);
}

/* ---- the table */

static const struct {
    struct slice key;
    unsigned when; /* one of the sources and one of the targets must fit */
    keyword_writer *write;
} keywords[] = {
    { SLICE_TEXT("nullable"), FROM_30 | TO_31, leave_out },
    { SLICE_TEXT("x-nullable"), FROM_20 | TO_31, leave_out },
    { SLICE_TEXT("x-nullable"), FROM_20 | TO_30, write_nullable },
    { SLICE_TEXT("type"), ANY_SOURCE | TO_30 | TO_31, write_type },
    { SLICE_TEXT("format"), ANY_SOURCE | TO_30 | TO_31, write_format },
    { SLICE_TEXT("minimum"), ANY_SOURCE | TO_31, write_bound },
    { SLICE_TEXT("maximum"), ANY_SOURCE | TO_31, write_bound },
    { SLICE_TEXT("exclusiveMinimum"), ANY_SOURCE | TO_31, write_exclusive },
    { SLICE_TEXT("exclusiveMaximum"), ANY_SOURCE | TO_31, write_exclusive },
    { SLICE_TEXT("example"), ANY_SOURCE | TO_31, write_example },
    { SLICE_TEXT("examples"), ANY_SOURCE | TO_31, write_examples },
    { SLICE_TEXT("discriminator"), ANY_SOURCE | TO_30 | TO_31, write_discriminator },
    { SLICE_TEXT("allOf"), ANY_SOURCE | TO_31, write_all_of },
    { SLICE_TEXT("anyOf"), ANY_SOURCE | TO_31, write_choice },
    { SLICE_TEXT("oneOf"), ANY_SOURCE | TO_31, write_choice },
    { SLICE_TEXT("items"), ANY_SOURCE | TO_30 | TO_31, write_items },
    { SLICE_TEXT("additionalItems"), ANY_SOURCE | TO_30 | TO_31, write_more_items },
    { SLICE_TEXT("collectionFormat"), FROM_20 | TO_30 | TO_31, write_collection_format },
    { SLICE_TEXT("const"), ANY_SOURCE | TO_31, write_alive },
    { SLICE_TEXT("if"), ANY_SOURCE | TO_31, write_alive },
    { SLICE_TEXT("patternProperties"), ANY_SOURCE | TO_31, write_alive },
    { SLICE_TEXT("propertyNames"), ANY_SOURCE | TO_31, write_alive },
    { SLICE_TEXT("dependentRequired"), ANY_SOURCE | TO_31, write_alive },
    { SLICE_TEXT("dependentSchemas"), ANY_SOURCE | TO_31, write_alive },
    { SLICE_TEXT("prefixItems"), ANY_SOURCE | TO_31, write_alive },
    { SLICE_TEXT("contains"), ANY_SOURCE | TO_31, write_alive },
    { SLICE_TEXT("unevaluatedItems"), ANY_SOURCE | TO_31, write_alive },
    { SLICE_TEXT("unevaluatedProperties"), ANY_SOURCE | TO_31, write_alive },
    { SLICE_TEXT("$id"), ANY_SOURCE | TO_31, write_alive },
};

static keyword_writer *writer_of(const struct converter *converter, struct slice key)
{
    unsigned source = converter->from == CONTRACT_SWAGGER_20 ? FROM_20 : FROM_30;
    unsigned target = converter->to == CONTRACT_OPENAPI_31 ? TO_31 : TO_30;

    if (!convert_is_upgrade(converter))
        return slice_eq(key, SLICE("discriminator")) ? write_discriminator : copy_member;
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
        if ((keywords[i].when & source) && (keywords[i].when & target) && slice_eq(keywords[i].key, key))
            return keywords[i].write;
    }
    return copy_member;
}

void convert_schema_members(struct converter *converter, const struct tree_node *node, struct node *object,
                            const struct place *place, convert_filter *wants)
{
    struct schema_work work = { converter, node, object, place, choose_null(converter, node) };

    for (uint32_t i = 0; i < node->count && !converter->stopped; i++) {
        if (!wants || wants(node->members[i].key))
            writer_of(converter, node->members[i].key)(&work, &node->members[i]);
    }
}

struct node *convert_schema(struct converter *converter, const struct tree_node *node,
                            const struct place *place)
{
    struct node *object = document_object(converter->document), *outer, *array;

    if (!needs_wrapper(converter, node, choose_null(converter, node))) {
        convert_schema_members(converter, node, object, place, NULL);
        return object;
    }
    place = convert_place_at(converter, convert_place(converter, place, SLICE("anyOf")), 0);
    convert_schema_members(converter, node, object, place, NULL);
    outer = document_object(converter->document);
    array = document_array(converter->document);
    document_add(converter->document, array, object);
    document_add(converter->document, array, null_schema(converter));
    document_put(converter->document, outer, SLICE("anyOf"), array);
    return outer;
}

/* ---- content */

static bool is_bytes(const struct converter *converter, const struct tree_node *schema)
{
    struct slice type = tree_string(TREE_GET(schema, "type")),
                 format = tree_string(TREE_GET(schema, "format"));

    if (converter->from == CONTRACT_SWAGGER_20 && slice_eq(type, SLICE("file")))
        return true;
    return slice_eq(type, SLICE("string")) && slice_eq(format, SLICE("binary"));
}

/* Whether bodies of that type are text with a structure, in which bytes can only be a part. */
static bool is_structured(struct slice media_type)
{
    struct slice parameters = media_type, type = slice_trim(slice_cut(&parameters, ';'));

    return slice_eq_nocase(type, SLICE("application/json")) || slice_ends_with_nocase(type, SLICE("+json")) ||
           slice_eq_nocase(type, SLICE("application/x-www-form-urlencoded")) ||
           slice_starts_with_nocase(type, SLICE("multipart/"));
}

static bool is_no_type(struct slice key)
{
    return !slice_eq(key, SLICE("type")) && !slice_eq(key, SLICE("format")) &&
           !slice_eq(key, SLICE("nullable")) && !slice_eq(key, SLICE("x-nullable"));
}

void convert_content_schema(struct converter *converter, const struct tree_node *schema,
                            struct slice media_type, struct node *media, const struct place *place)
{
    struct node *object;

    place = convert_place(converter, place, SLICE("schema"));
    if (!convert_to_2020(converter) || reference_is(schema, NULL) || !is_bytes(converter, schema) ||
        is_structured(media_type)) {
        document_put(converter->document, media, SLICE("schema"),
                     convert_object(converter, CONVERT_SCHEMA, schema, place));
        return;
    }
    /* The guide to 3.1, file uploads: bytes sent as they are have no schema; what else is said of them stays. */
    object = document_object(converter->document);
    convert_spot(converter, CONVERT_SCHEMA, schema, place);
    convert_schema_members(converter, schema, object, place, is_no_type);
    if (document_count(object))
        document_put(converter->document, media, SLICE("schema"), object);
}
