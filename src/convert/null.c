/* SPDX-License-Identifier: Apache-2.0 */
/* null among the values: nullable in 3.0 (x-nullable in 2.0), a type like any other in 3.1. */
#include "convert/schema.h"

static bool is_nullable(const struct converter *converter, const struct tree_node *node)
{
    return tree_is_true(converter->from == CONTRACT_SWAGGER_20 ? TREE_GET(node, "x-nullable")
                                                               : TREE_GET(node, "nullable"));
}

/* Whether null may be among the values of an alternative already: then one more for it would make two of
 * oneOf. */
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

static bool can_have_one_more(const struct converter *converter, const struct tree_node *node)
{
    const struct tree_node *list = TREE_GET(node, "oneOf");

    for (uint32_t i = 0; i < list->count; i++) {
        if (may_be_null(converter, list->elements[i]))
            return false;
    }
    return true;
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

/* 3.0.3 says that nullable does something beside `type` only. But {nullable: true, allOf: [$ref]} is how
 * everybody says "that or null", since nothing can stand beside a $ref: it is taken as it is meant. */
enum convert_null convert_null_of(struct converter *converter, const struct tree_node *node)
{
    bool all = is_choice(node, "allOf"), any = is_choice(node, "anyOf"), one = is_choice(node, "oneOf");

    if (!convert_to_2020(converter) || !is_nullable(converter, node))
        return CONVERT_NULL_NOT;
    if (TREE_GET(node, "type"))
        return CONVERT_NULL_TYPE;
    if (all && !any && !one)
        return CONVERT_NULL_ALL;
    if ((any && !all && !one) || (one && !all && !any && can_have_one_more(converter, node)))
        return CONVERT_NULL_CHOICE;
    if (all || any || one)
        return CONVERT_NULL_AROUND;
    note_null(converter, node);
    return CONVERT_NULL_NOT;
}

struct node *convert_null_schema(struct converter *converter)
{
    struct node *object = document_object(converter->document);

    document_put_text(converter->document, object, "type", SLICE("null"));
    return object;
}

void convert_write_nullable(struct schema_work *work, const struct tree_member *member)
{
    keyword_put(work, "nullable", document_tree(work->converter->document, member->value));
}

void convert_write_choice(struct schema_work *work, const struct tree_member *member)
{
    keyword_copy(work, member);
    if (work->null == CONVERT_NULL_CHOICE)
        document_add(work->converter->document, document_member(work->object, member->key),
                     convert_null_schema(work->converter));
}

void convert_write_all_of(struct schema_work *work, const struct tree_member *member)
{
    struct converter *converter = work->converter;
    const struct tree_node *all = member->value;
    const struct place *place;
    struct node *array, *first;

    if (work->null != CONVERT_NULL_ALL) {
        keyword_copy(work, member);
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
    document_add(converter->document, array, convert_null_schema(converter));
    keyword_put(work, "anyOf", array);
}
