/* SPDX-License-Identifier: Apache-2.0 */
/* A place with several types is a type list where the types say it all (3.1), otherwise a oneOf: the types
 * of one place exclude each other, so exactly one alternative fits. In 3.0 `nullable` works only beside a
 * `type` in the same schema (3.0.3, "Schema Object"), so null beside a reference is an alternative of its
 * own. */
#include "spec/schema_node.h"

#include "spec/shape_class.h"

/* The objects around a place, innermost first. */
struct around {
    const struct around *outer;
    const struct object *object;
};

#define ALTERNATIVES 6

static const char *const type_names[TYPES] = {
    [TYPE_NULL] = "null",     [TYPE_BOOLEAN] = "boolean", [TYPE_INTEGER] = "integer",
    [TYPE_NUMBER] = "number", [TYPE_STRING] = "string",   [TYPE_OBJECT] = "object",
    [TYPE_ARRAY] = "array",
};

static struct node *place_node(const struct schema_writer *writer, const struct shape *shape,
                               const struct around *around, bool is_member);

static struct node *typed(const struct schema_writer *writer, enum schema_type type)
{
    struct node *node = document_object(writer->document);

    document_put_text(writer->document, node, "type", slice_of(type_names[type]));
    return node;
}

struct node *share_node(struct document *document, uint64_t count, uint64_t of)
{
    double share = of ? (double)count / (double)of : 0;

    share = share > 1 ? 1 : share;
    /* Whole only when it is: 9999 of 10000 would round to it otherwise. */
    return document_double(document, count < of ? (double)(uint64_t)(share * 10000) / 10000 : share);
}

static void put_double(const struct schema_writer *writer, struct node *node, const char *key, double value)
{
    document_put(writer->document, node, slice_of(key), document_double(writer->document, value));
}

static struct node *evidence_node(const struct schema_writer *writer, const struct evidence *evidence)
{
    struct document *document = writer->document;
    struct node *node = document_object(document);

    document_put_unsigned(document, node, "count", evidence->count);
    document_put(document, node, SLICE("share"), share_node(document, evidence->count, evidence->of));
    if (evidence->has_numbers) {
        put_double(writer, node, "minimum", evidence->number_min);
        put_double(writer, node, "maximum", evidence->number_max);
    }
    if (evidence->has_lengths) {
        document_put_unsigned(document, node, "minLength", evidence->length_min);
        document_put_unsigned(document, node, "maxLength", evidence->length_max);
    }
    if (evidence->has_items) {
        document_put_unsigned(document, node, "minItems", evidence->items_min);
        document_put_unsigned(document, node, "maxItems", evidence->items_max);
    }
    document_put(document, node, SLICE("classes"),
                 shape_classes_node(document, writer->classifier, evidence->classes));
    document_flow(node);
    return node;
}

static struct node *string_node(const struct schema_writer *writer, const struct shape *shape)
{
    struct document *document = writer->document;
    struct node *node = typed(writer, TYPE_STRING);
    struct node *choices = shape->choice_count ? document_array(document) : NULL;

    if (shape->is_binary && writer->is_30)
        document_put_text(document, node, "format", SLICE("binary"));
    else if (shape->is_binary)
        document_put_text(document, node, "contentMediaType", SLICE("application/octet-stream"));
    else if (shape->format)
        document_put_text(document, node, "format", slice_of(shape->format));
    for (size_t i = 0; i < shape->choice_count; i++)
        document_add(document, choices, document_text(document, shape->choices[i]));
    document_put(document, node, SLICE("enum"), choices);
    return node;
}

static struct node *number_node(const struct schema_writer *writer, const struct shape *shape,
                                enum schema_type type)
{
    struct node *node = typed(writer, type);

    if (shape->is_int64)
        document_put_text(writer->document, node, "format", SLICE("int64"));
    return node;
}

static struct node *required_node(const struct schema_writer *writer, const struct object *object)
{
    struct document *document = writer->document;
    struct node *list = document_array(document);
    size_t columns = 0;

    for (size_t i = 0; i < object->member_count; i++) {
        if (!object->members[i].is_required || writer->is_loose)
            continue;
        document_add(document, list, document_text(document, object->members[i].key));
        columns += object->members[i].key.len + 2;
    }
    if (columns <= 80)
        document_flow(list);
    return document_count(list) ? list : NULL;
}

/* Keys that readers take for something else where they stand among properties: those written in JavaScript
 * for the object's prototype, simple ones for a reference. A pattern says the same and is not misread. */
static const char *safe_pattern(struct slice key)
{
    if (slice_eq(key, SLICE("__proto__")))
        return "^__proto__$";
    return slice_eq(key, SLICE("$ref")) ? "^[$]ref$" : NULL;
}

static void put_members(const struct schema_writer *writer, struct node *node, const struct object *object,
                        const struct around *around)
{
    struct document *document = writer->document;
    struct node *properties = document_object(document), *patterns = document_object(document);

    document_put(document, node, SLICE("required"), required_node(writer, object));
    for (size_t i = 0; i < object->member_count; i++) {
        const struct shape_member *member = &object->members[i];
        struct node *value = place_node(writer, member->shape, around, true);
        const char *pattern = safe_pattern(member->key);

        if (pattern)
            document_put(document, patterns, slice_of(pattern), value);
        else
            document_put(document, properties, member->key, value);
    }
    if (document_count(properties))
        document_put(document, node, SLICE("properties"), properties);
    /* 3.0 has no patterns: there the member stands in `required` at most. */
    if (document_count(patterns) && !writer->is_30)
        document_put(document, node, SLICE("patternProperties"), patterns);
}

static struct node *object_node(const struct schema_writer *writer, const struct object *object,
                                const struct around *outer)
{
    struct document *document = writer->document;
    struct around around = { .outer = outer, .object = object };
    struct node *node = typed(writer, TYPE_OBJECT);

    put_members(writer, node, object, &around);
    if (object->others)
        document_put(document, node, SLICE("additionalProperties"),
                     place_node(writer, object->others, &around, false));
    return node;
}

static struct node *reference(const struct schema_writer *writer, struct slice name)
{
    struct node *node = document_object(writer->document);
    struct slice path = arena_printf(writer->document->arena, "%.*s#/%s/%.*s", SLICE_ARG(writer->home),
                                     writer->is_20 ? "definitions" : "components/schemas", SLICE_ARG(name));

    if (!path.at)
        writer->document->failed = true;
    document_put_text(writer->document, node, "$ref", path);
    return node;
}

static struct node *object_alternative(const struct schema_writer *writer, const struct shape *shape,
                                       const struct around *around)
{
    const struct object *object = shape->object;

    if (shape->back) {
        for (unsigned steps = 1; around && steps < shape->back; steps++)
            around = around->outer;
        object = around ? around->object : NULL;
        /* A kind that depends on what stands around it has no name; what is said then is little, and true. */
        if (!object || !object->name.len)
            return typed(writer, TYPE_OBJECT);
    }
    if (!object)
        return typed(writer, TYPE_OBJECT);
    return object->name.len ? reference(writer, object->name) : object_node(writer, object, around);
}

static struct node *array_node(const struct schema_writer *writer, const struct shape *shape,
                               const struct around *around)
{
    struct node *node = typed(writer, TYPE_ARRAY);

    document_put(writer->document, node, SLICE("items"), place_node(writer, shape->items, around, false));
    return node;
}

static size_t alternatives(const struct schema_writer *writer, const struct shape *shape,
                           const struct around *around, struct node *ret[ALTERNATIVES])
{
    size_t count = 0;

    if (shape->types & 1u << TYPE_STRING)
        ret[count++] = string_node(writer, shape);
    if (shape->types & 1u << TYPE_INTEGER)
        ret[count++] = number_node(writer, shape, TYPE_INTEGER);
    if (shape->types & 1u << TYPE_NUMBER)
        ret[count++] = number_node(writer, shape, TYPE_NUMBER);
    if (shape->types & 1u << TYPE_BOOLEAN)
        ret[count++] = typed(writer, TYPE_BOOLEAN);
    if (shape->types & 1u << TYPE_OBJECT)
        ret[count++] = object_alternative(writer, shape, around);
    if (shape->types & 1u << TYPE_ARRAY)
        ret[count++] = array_node(writer, shape, around);
    return count;
}

static bool is_reference(const struct node *node)
{
    return document_get(node, "$ref") != NULL;
}

/* In 3.0 nothing may stand beside a reference: it moves into an allOf. */
struct node *schema_with_room(const struct schema_writer *writer, struct node *node)
{
    struct document *document = writer->document;
    struct node *outer, *list;

    if (!writer->is_30 || !is_reference(node))
        return node;
    outer = document_object(document);
    list = document_array(document);
    document_add(document, list, node);
    document_put(document, outer, SLICE("allOf"), list);
    return outer;
}

/* null as an alternative of its own. */
static struct node *null_alternative(const struct schema_writer *writer)
{
    struct document *document = writer->document;
    struct node *node, *values;

    if (!writer->is_30)
        return typed(writer, TYPE_NULL);
    node = typed(writer, TYPE_OBJECT);
    values = document_array(document);
    document_put(document, node, SLICE("nullable"), document_boolean(document, true));
    document_add(document, values, document_null(document));
    document_put(document, node, SLICE("enum"), values);
    return node;
}

/* type: [a, b] for types that need no further words, with `lead` first. */
static struct node *type_list(const struct schema_writer *writer, struct node *const *nodes, size_t count,
                              bool is_nullable)
{
    struct document *document = writer->document;
    struct node *list = document_array(document);

    for (size_t i = 0; i < count; i++)
        document_add(document, list, document_get(nodes[i], "type"));
    if (is_nullable)
        document_add(document, list, document_text(document, SLICE("null")));
    document_flow(list);
    return list;
}

/* Swagger 2.0 has no word for null: this is what most of its tools take. */
static struct slice nullable_key(const struct schema_writer *writer)
{
    return writer->is_20 ? SLICE("x-nullable") : SLICE("nullable");
}

/* One inline alternative that may be null as well. An enum has to list null, too. */
static struct node *nullable(const struct schema_writer *writer, struct node *node)
{
    struct document *document = writer->document;
    struct node *choices = document_get(node, "enum");

    if (writer->is_30)
        document_put(document, node, nullable_key(writer), document_boolean(document, true));
    else
        document_replace(node, "type", type_list(writer, &node, 1, true));
    document_add(document, choices, document_null(document));
    return node;
}

static struct node *one_of(const struct schema_writer *writer, struct node *const *nodes, size_t count,
                           bool is_nullable)
{
    struct document *document = writer->document;
    struct node *node = document_object(document), *list = document_array(document);

    for (size_t i = 0; i < count; i++)
        document_add(document, list, nodes[i]);
    if (is_nullable)
        document_add(document, list, null_alternative(writer));
    document_put(document, node, SLICE("oneOf"), list);
    return node;
}

static struct node *union_node(const struct schema_writer *writer, struct node **nodes, size_t count,
                               bool is_nullable)
{
    struct document *document = writer->document;
    bool is_simple = !writer->is_30;
    struct node *node;

    if (count == 0 && !is_nullable)
        return document_object(document);
    if ((count == 0 && writer->is_30) || (writer->is_20 && count > 1)) {
        node = document_object(document);
        if (is_nullable)
            document_put(document, node, nullable_key(writer), document_boolean(document, true));
        return node;
    }
    if (writer->is_20 && count == 1 && is_nullable && is_reference(nodes[0]))
        return nullable(writer, schema_with_room(writer, nodes[0]));
    if (count == 0)
        return typed(writer, TYPE_NULL);
    if (count == 1 && !is_nullable)
        return nodes[0];
    if (count == 1 && !is_reference(nodes[0]))
        return nullable(writer, nodes[0]);
    for (size_t i = 0; i < count; i++)
        is_simple = is_simple && document_count(nodes[i]) == 1 && !is_reference(nodes[i]);
    if (!is_simple)
        return one_of(writer, nodes, count, is_nullable);
    node = document_object(document);
    document_put(document, node, SLICE("type"), type_list(writer, nodes, count, is_nullable));
    return node;
}

static void put_example(const struct schema_writer *writer, struct node *node, struct slice example)
{
    struct document *document = writer->document;
    struct node *list;

    if (writer->is_30) {
        document_put_text(document, node, "example", example);
        return;
    }
    list = document_array(document);
    document_add(document, list, document_text(document, example));
    document_flow(list);
    document_put(document, node, SLICE("examples"), list);
}

static struct node *place_node(const struct schema_writer *writer, const struct shape *shape,
                               const struct around *around, bool is_member)
{
    struct node *nodes[ALTERNATIVES], *node;
    size_t count;

    if (!shape)
        return document_object(writer->document);
    count = alternatives(writer, shape, around, nodes);
    node = union_node(writer, nodes, count, shape->types & 1u << TYPE_NULL);
    if (shape->evidence.example.len && (shape->types & ~(1u << TYPE_NULL)) == 1u << TYPE_STRING)
        put_example(writer, node, shape->evidence.example);
    if (is_member && !writer->is_clean) {
        node = schema_with_room(writer, node);
        document_put(writer->document, node, SLICE("x-plainsight"), evidence_node(writer, &shape->evidence));
    }
    return node;
}

struct node *schema_scalar(const struct schema_writer *writer, const struct shape *shape)
{
    if (shape->types & 1u << TYPE_INTEGER)
        return number_node(writer, shape, TYPE_INTEGER);
    if (shape->types & 1u << TYPE_NUMBER)
        return number_node(writer, shape, TYPE_NUMBER);
    return shape->types == 1u << TYPE_BOOLEAN ? typed(writer, TYPE_BOOLEAN) : string_node(writer, shape);
}

struct node *schema_node(const struct schema_writer *writer, const struct shape *shape)
{
    return place_node(writer, shape, NULL, false);
}

struct node *schema_component(const struct schema_writer *writer, const struct object *object)
{
    return object_node(writer, object, NULL);
}
