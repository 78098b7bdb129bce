/* SPDX-License-Identifier: Apache-2.0 */
/* Schemas, keyword by keyword. 2.0 and 3.0 have dialects of JSON Schema draft 4 and Wright 00, 3.1 has
 * 2020-12 itself. A keyword that needs more than being copied has a row in the table, which says between
 * which formats; subschemas are found by the grammar (convert_walk.c). */
#include "convert/schema.h"

enum { FROM_20 = 1, FROM_30 = 2, TO_30 = 4, TO_31 = 8, ANY_SOURCE = FROM_20 | FROM_30 };

void keyword_put(struct schema_work *work, const char *key, struct node *value)
{
    convert_put(work->converter, work->object, slice_of(key), value);
}

void keyword_put_text(struct schema_work *work, const char *key, const char *text)
{
    keyword_put(work, key, document_text(work->converter->document, slice_of(text)));
}

void keyword_copy(struct schema_work *work, const struct tree_member *member)
{
    convert_member(work->converter, CONVERT_SCHEMA, member, work->object, work->place);
}

static void leave_out(struct schema_work *work, const struct tree_member *member)
{
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
        keyword_put(work, exclusive, document_tree(work->converter->document, member->value));
    else
        keyword_copy(work, member);
}

/* false says what holds anyway; true is said by the bound, and without one by nobody. A number is no word of
 * ours. */
static void write_exclusive(struct schema_work *work, const struct tree_member *member)
{
    if (member->value->kind != TREE_BOOLEAN)
        keyword_copy(work, member);
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
    keyword_put(work, "examples", array);
}

static void write_examples(struct schema_work *work, const struct tree_member *member)
{
    if (!TREE_GET(work->node, "example"))
        keyword_copy(work, member);
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
        keyword_copy(work, member);
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
    keyword_put(work, "discriminator", object);
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
    keyword_put(work, "items", object);
    CONVERT_NOTE(converter, items, "tuple",
                 "OpenAPI 3.0 has no schemas by place in an array: each element may be any of them");
}

/* A list of items was how drafts before 2020-12 described each element. */
static void write_items(struct schema_work *work, const struct tree_member *member)
{
    struct converter *converter = work->converter;

    if (member->value->kind != TREE_SEQUENCE)
        keyword_copy(work, member);
    else if (converter->to == CONTRACT_OPENAPI_30)
        put_tuple_30(work, member->value);
    else
        keyword_put(work, "prefixItems",
                    convert_list(converter, CONVERT_SCHEMA, member->value,
                                 convert_place(converter, work->place, SLICE("prefixItems"))));
}

static void write_more_items(struct schema_work *work, const struct tree_member *member)
{
    const struct tree_node *items = TREE_GET(work->node, "items");

    if (!items || items->kind != TREE_SEQUENCE)
        keyword_copy(work, member);
    else if (work->converter->to == CONTRACT_OPENAPI_31)
        keyword_put(work, "items", subschema(work, "items", member->value));
}

/* Items Objects of 2.0 have a collectionFormat: an array in an array. 3.x does not say how those are written. */
static void write_collection_format(struct schema_work *work, const struct tree_member *member)
{
    CONVERT_NOTE(work->converter, member->value, "collection-format",
                 "OpenAPI 3 does not say how an array in an array is written: kept as x-collectionFormat");
    keyword_put(work, "x-collectionFormat", document_tree(work->converter->document, member->value));
}

static void write_alive(struct schema_work *work, const struct tree_member *member)
{
    CONVERT_NOTE(work->converter, member->value, "new-keyword",
                 "'%.*s' says nothing in %s, but counts in 3.1", SLICE_ARG(member->key),
                 convert_version(work->converter->from));
    keyword_copy(work, member);
}

/* ---- the table */

static const struct {
    struct slice key;
    unsigned when; /* one of the sources and one of the targets must fit */
    keyword_writer *write;
} keywords[] = {
    { SLICE_TEXT("nullable"), FROM_30 | TO_31, leave_out },
    { SLICE_TEXT("x-nullable"), FROM_20 | TO_31, leave_out },
    { SLICE_TEXT("x-nullable"), FROM_20 | TO_30, convert_write_nullable },
    { SLICE_TEXT("type"), ANY_SOURCE | TO_30 | TO_31, convert_write_type },
    { SLICE_TEXT("format"), ANY_SOURCE | TO_30 | TO_31, convert_write_format },
    { SLICE_TEXT("minimum"), ANY_SOURCE | TO_31, write_bound },
    { SLICE_TEXT("maximum"), ANY_SOURCE | TO_31, write_bound },
    { SLICE_TEXT("exclusiveMinimum"), ANY_SOURCE | TO_31, write_exclusive },
    { SLICE_TEXT("exclusiveMaximum"), ANY_SOURCE | TO_31, write_exclusive },
    { SLICE_TEXT("example"), ANY_SOURCE | TO_31, write_example },
    { SLICE_TEXT("examples"), ANY_SOURCE | TO_31, write_examples },
    { SLICE_TEXT("discriminator"), ANY_SOURCE | TO_30 | TO_31, write_discriminator },
    { SLICE_TEXT("allOf"), ANY_SOURCE | TO_31, convert_write_all_of },
    { SLICE_TEXT("anyOf"), ANY_SOURCE | TO_31, convert_write_choice },
    { SLICE_TEXT("oneOf"), ANY_SOURCE | TO_31, convert_write_choice },
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
        return slice_eq(key, SLICE("discriminator")) ? write_discriminator : keyword_copy;
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
        if ((keywords[i].when & source) && (keywords[i].when & target) && slice_eq(keywords[i].key, key))
            return keywords[i].write;
    }
    return keyword_copy;
}

void convert_schema_members(struct converter *converter, const struct tree_node *node, struct node *object,
                            const struct place *place, convert_filter *wants)
{
    struct schema_work work = { converter, node, object, place, convert_null_of(converter, node) };

    for (uint32_t i = 0; i < node->count && !converter->stopped; i++) {
        if (!wants || wants(node->members[i].key))
            writer_of(converter, node->members[i].key)(&work, &node->members[i]);
    }
    /* 2.0 does not insist on items, 3.0 does (Schema Object). */
    if (converter->from == CONTRACT_SWAGGER_20 && !TREE_GET(node, "items") &&
        (!wants || wants(SLICE("items"))) && slice_eq(tree_string(TREE_GET(node, "type")), SLICE("array")))
        keyword_put(&work, "items", document_object(converter->document));
}

struct node *convert_schema(struct converter *converter, const struct tree_node *node,
                            const struct place *place)
{
    struct node *object = document_object(converter->document), *outer, *array;

    if (convert_null_of(converter, node) != CONVERT_NULL_AROUND) {
        convert_schema_members(converter, node, object, place, NULL);
        return object;
    }
    place = convert_place_at(converter, convert_place(converter, place, SLICE("anyOf")), 0);
    convert_schema_members(converter, node, object, place, NULL);
    outer = document_object(converter->document);
    array = document_array(converter->document);
    document_add(converter->document, array, object);
    document_add(converter->document, array, convert_null_schema(converter));
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
