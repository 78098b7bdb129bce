/* SPDX-License-Identifier: Apache-2.0 */
/* Responses of Swagger 2.0: the schema is said of each media type that is produced, examples go to theirs. */
#include "convert/parts.h"

/* "application/json" of "Application/JSON; charset=utf-8" */
static bool is_same_type(struct slice a, struct slice b)
{
    return slice_eq_nocase(slice_trim(slice_cut(&a, ';')), slice_trim(slice_cut(&b, ';')));
}

static bool is_media_type(struct slice text)
{
    return text.len && memchr(text.at, '/', text.len);
}

/* The example of a media type: under the very name, else under the same type with other parameters; NULL. */
static const struct tree_node *example_of(const struct tree_node *examples, struct slice type)
{
    const struct tree_node *exact = tree_get(examples, type);

    for (uint32_t i = 0; !exact && examples && examples->kind == TREE_MAPPING && i < examples->count; i++) {
        if (is_same_type(examples->members[i].key, type))
            return examples->members[i].value;
    }
    return exact;
}

static bool is_produced(struct convert_types types, struct slice type)
{
    for (size_t i = 0; i < types.count; i++) {
        if (is_same_type(types.types[i], type))
            return true;
    }
    return false;
}

/* Without a schema there is no content in 2.0; an example shows that there is some. */
static struct convert_types example_types(struct converter *converter, const struct tree_node *examples)
{
    struct slice *types = convert_get(converter, examples->count, sizeof *types);
    size_t count = 0;

    for (uint32_t i = 0; types && i < examples->count && count < CONVERT_TYPES_MOST; i++) {
        if (is_media_type(examples->members[i].key))
            types[count++] = examples->members[i].key;
    }
    return (struct convert_types){ types, count };
}

static struct convert_types content_types(struct converter *converter, const struct tree_node *node)
{
    const struct tree_node *examples = TREE_GET(node, "examples");

    if (TREE_GET(node, "schema"))
        return converter->produces;
    if (examples && examples->kind == TREE_MAPPING)
        return example_types(converter, examples);
    return (struct convert_types){ NULL, 0 };
}

/* Examples of no type that is produced would promise one more: they are kept, but apart. */
static void put_other_examples(struct converter *converter, const struct tree_node *examples,
                               struct convert_types types, struct node *object)
{
    struct node *others = document_object(converter->document);

    for (uint32_t i = 0; examples->kind == TREE_MAPPING && i < examples->count; i++) {
        const struct tree_member *member = &examples->members[i];

        if (!is_produced(types, member->key))
            document_put(converter->document, others, member->key,
                         document_tree(converter->document, member->value));
    }
    if (!document_count(others))
        return;
    CONVERT_NOTE(converter, examples, "example-elsewhere",
                 "examples of what is not produced: kept as x-examples");
    convert_put(converter, object, SLICE("x-examples"), others);
}

static void put_content(struct converter *converter, const struct tree_node *node, struct node *object,
                        const struct place *place)
{
    const struct tree_node *examples = TREE_GET(node, "examples");
    struct convert_types types = content_types(converter, node);
    struct node *contents;

    if (document_get(object, "content") || document_get(object, "x-examples"))
        return;
    if (types.count) {
        contents = convert_contents(converter, TREE_GET(node, "schema"), types,
                                    convert_place(converter, place, SLICE("content")));
        document_put(converter->document, object, SLICE("content"), contents);
        for (size_t i = 0; i < types.count; i++)
            document_put(converter->document, document_member(contents, types.types[i]), SLICE("example"),
                         document_tree(converter->document, example_of(examples, types.types[i])));
    }
    if (examples)
        put_other_examples(converter, examples, types, object);
}

struct node *convert_swagger_response(struct converter *converter, const struct tree_node *node,
                                      const struct place *place)
{
    struct node *object = document_object(converter->document);

    for (uint32_t i = 0; i < node->count && !converter->stopped; i++) {
        const struct tree_member *member = &node->members[i];

        if (slice_eq(member->key, SLICE("schema")) || slice_eq(member->key, SLICE("examples")))
            put_content(converter, node, object, place);
        else
            convert_member(converter, CONVERT_RESPONSE, member, object, place);
    }
    return object;
}

struct node *convert_swagger_response_reference(struct converter *converter, const struct tree_node *node,
                                                const struct place *place)
{
    const struct tree_node *target;

    if (convert_types_equal(converter->produces, converter->all_produces))
        return convert_reference(converter, CONVERT_RESPONSE, node, place);
    target = reference_follow(converter->set, node);
    if (!target || target->kind != TREE_MAPPING || !content_types(converter, target).count)
        return convert_reference(converter, CONVERT_RESPONSE, node, place);
    return convert_swagger_response(converter, target, place);
}
