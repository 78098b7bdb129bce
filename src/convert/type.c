/* SPDX-License-Identifier: Apache-2.0 */
/* Types and formats. 2.0 has a type for files; 3.1 has lists of types, and keywords for how bytes are
 * written. */
#include "convert/schema.h"

static bool names_null(const struct tree_node *type)
{
    return slice_eq(tree_string(type), SLICE("null"));
}

static void put_file(struct schema_work *work)
{
    keyword_put_text(work, "type", "string");
    if (work->converter->to == CONTRACT_OPENAPI_31)
        keyword_put_text(work, "contentMediaType", "application/octet-stream");
    else
        keyword_put_text(work, "format", "binary");
}

static bool has_null(const struct tree_node *types)
{
    for (uint32_t i = 0; i < types->count; i++) {
        if (names_null(types->elements[i]))
            return true;
    }
    return false;
}

static struct node *one_type(struct document *document, const struct tree_node *type, bool is_nullable)
{
    struct node *object = document_object(document);

    document_put(document, object, SLICE("type"), document_tree(document, type));
    if (slice_eq(tree_string(type), SLICE("array"))) /* which needs items since 3.0 */
        document_put(document, object, SLICE("items"), document_object(document));
    if (is_nullable)
        document_put(document, object, SLICE("nullable"), document_boolean(document, true));
    return object;
}

/* An anyOf, within an allOf where there is an anyOf already. */
static void put_choices(struct schema_work *work, struct node *choices)
{
    struct document *document = work->converter->document;
    struct node *array, *object;

    if (!TREE_GET(work->node, "anyOf")) {
        keyword_put(work, "anyOf", choices);
        return;
    }
    if (TREE_GET(work->node, "allOf"))
        return;
    array = document_array(document);
    object = document_object(document);
    document_put(document, object, SLICE("anyOf"), choices);
    document_add(document, array, object);
    keyword_put(work, "allOf", array);
}

/* Lists of types are JSON Schema, but neither 2.0 nor 3.0: people write them all the same, mostly for null. */
static void put_type_list_30(struct schema_work *work, const struct tree_node *types)
{
    struct document *document = work->converter->document;
    struct node *choices = document_array(document), *choice = NULL;
    bool is_nullable = has_null(types);

    for (uint32_t i = 0; i < types->count; i++) {
        if (names_null(types->elements[i]))
            continue;
        choice = one_type(document, types->elements[i], is_nullable);
        document_add(document, choices, choice);
    }
    if (document_count(choices) > 1)
        put_choices(work, choices);
    else if (choice)
        keyword_put(work, "type", document_get(choice, "type"));
    if (document_count(choices) == 1 && is_nullable)
        keyword_put(work, "nullable", document_boolean(document, true));
    CONVERT_NOTE(work->converter, types, "type-list",
                 "OpenAPI 3.0 has no lists of types: said otherwise, as far as it can be");
}

/* 3.0 has no type null, but a value. */
static void put_null_30(struct schema_work *work, const struct tree_node *type)
{
    struct document *document = work->converter->document;
    struct node *choices = document_array(document);

    document_add(document, choices, document_null(document));
    document_flow(choices);
    keyword_put(work, "enum", choices);
    CONVERT_NOTE(work->converter, type, "type-list", "OpenAPI 3.0 has no type null: said by enum");
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
    if (work->null == CONVERT_NULL_TYPE || has_null(type))
        document_add(document, list, document_text(document, SLICE("null")));
    document_flow(list);
    keyword_put(work, "type", list);
}

void convert_write_type(struct schema_work *work, const struct tree_member *member)
{
    const struct tree_node *type = member->value;

    if (slice_eq(tree_string(type), SLICE("file")) && work->converter->from == CONTRACT_SWAGGER_20)
        put_file(work);
    else if (names_null(type) && work->converter->to == CONTRACT_OPENAPI_30)
        put_null_30(work, type);
    else if (type->kind == TREE_SEQUENCE && work->converter->to == CONTRACT_OPENAPI_30)
        put_type_list_30(work, type);
    else if (type->kind == TREE_SEQUENCE || work->null == CONVERT_NULL_TYPE)
        put_types_31(work, type);
    else
        keyword_copy(work, member);
}

/* Formats that say how bytes are written went to keywords of their own (3.1.0, 4.7.24.2; the guide to 3.1,
 * file uploads). */
void convert_write_format(struct schema_work *work, const struct tree_member *member)
{
    struct slice format = tree_string(member->value);

    if (work->converter->from == CONTRACT_SWAGGER_20 &&
        slice_eq(tree_string(TREE_GET(work->node, "type")), SLICE("file")))
        return; /* the type says it */
    if (work->converter->to != CONTRACT_OPENAPI_31)
        keyword_copy(work, member);
    else if (slice_eq(format, SLICE("byte")) || slice_eq(format, SLICE("base64")))
        keyword_put_text(work, "contentEncoding", "base64");
    else if (slice_eq(format, SLICE("binary")))
        keyword_put_text(work, "contentMediaType", "application/octet-stream");
    else
        keyword_copy(work, member);
}
