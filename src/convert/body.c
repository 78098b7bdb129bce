/* SPDX-License-Identifier: Apache-2.0 */
/* Bodies of Swagger 2.0: one parameter in the body, or a form of several. */
#include "convert/parts.h"

struct node *convert_contents(struct converter *converter, const struct tree_node *schema,
                              struct convert_types types, const struct place *place)
{
    struct node *contents = document_object(converter->document);

    if (schema && types.count == 1 && slice_eq(types.types[0], SLICE("*/*")) &&
        convert_is_new(converter, converter->root, "any-media-type"))
        CONVERT_NOTE(converter, schema, "any-media-type",
                     "no media type is said here, maybe elsewhere neither: it may be any, */*");
    for (size_t i = 0; i < types.count && !converter->stopped; i++) {
        struct node *media = document_object(converter->document);

        if (schema)
            convert_content_schema(converter, schema, types.types[i], media,
                                   convert_place(converter, place, types.types[i]));
        document_put(converter->document, contents, types.types[i], media);
    }
    return contents;
}

/* ---- the body parameter */

static void body_member(struct converter *converter, const struct tree_member *member, struct node *object,
                        const struct place *place)
{
    struct document *document = converter->document;

    if (slice_eq(member->key, SLICE("name")))
        convert_put(converter, object, SLICE("x-body-name"), document_tree(document, member->value));
    else if (slice_eq(member->key, SLICE("schema")))
        convert_put(converter, object, SLICE("content"),
                    convert_contents(converter, member->value, converter->consumes,
                                     convert_place(converter, place, SLICE("content"))));
    else if (!slice_eq(member->key, SLICE("in")))
        convert_put(converter, object, member->key, document_tree(document, member->value));
}

struct node *convert_swagger_body(struct converter *converter, const struct tree_node *node,
                                  const struct place *place)
{
    struct node *object = document_object(converter->document);

    for (uint32_t i = 0; i < node->count && !converter->stopped; i++)
        body_member(converter, &node->members[i], object, place);
    if (!document_get(object, "content"))
        document_put(converter->document, object, SLICE("content"),
                     convert_contents(converter, NULL, converter->consumes, place));
    return object;
}

/* ---- forms */

static bool is_form(struct slice type)
{
    static const char *const types[] = { "application/x-www-form-urlencoded", "multipart/form-data" };

    return SLICE_AMONG_NOCASE(slice_trim(slice_cut(&type, ';')), types);
}

static bool is_multipart(struct slice type)
{
    return slice_starts_with_nocase(type, SLICE("multipart/"));
}

static bool is_file(const struct tree_node *field)
{
    return slice_eq(tree_string(TREE_GET(field, "type")), SLICE("file"));
}

static bool is_required(const struct tree_node *field)
{
    return tree_is_true(TREE_GET(field, "required"));
}

/* Of what is consumed, the types a form can have (2.0, Parameter Object); without any, what forms are usually
 * sent as. */
static struct convert_types form_types(struct converter *converter, const struct tree_node *const *fields,
                                       size_t count)
{
    struct convert_types consumes = converter->consumes;
    struct slice *types = convert_get(converter, consumes.count + 1, sizeof *types);
    size_t found = 0, files = 0;

    if (!types)
        return (struct convert_types){ NULL, 0 };
    for (size_t i = 0; i < consumes.count; i++) {
        if (is_form(consumes.types[i]))
            types[found++] = consumes.types[i];
    }
    for (size_t i = 0; i < count; i++)
        files += is_file(fields[i]);
    if (found)
        return (struct convert_types){ types, found };
    if (!slice_eq(consumes.types[0], SLICE("*/*")))
        CONVERT_NOTE(converter, fields[0], "form-media-type",
                     "form parameters, but nothing that forms are sent as is consumed: %s is said",
                     files ? "multipart/form-data" : "application/x-www-form-urlencoded");
    types[0] = files ? SLICE("multipart/form-data") : SLICE("application/x-www-form-urlencoded");
    return (struct convert_types){ types, 1 };
}

static bool is_of_property(struct slice key)
{
    static const char *const names[] = { "name", "in", "required", "collectionFormat", "allowEmptyValue" };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (slice_eq(key, slice_of(names[i])))
            return false;
    }
    return true;
}

static struct node *properties_node(struct converter *converter, const struct tree_node *const *fields,
                                    size_t count, const struct place *place)
{
    struct node *properties = document_object(converter->document);

    for (size_t i = 0; i < count && !converter->stopped; i++) {
        struct node *property = document_object(converter->document);
        struct slice name = tree_string(TREE_GET(fields[i], "name"));

        if (tree_is_true(TREE_GET(fields[i], "allowEmptyValue")))
            CONVERT_NOTE(converter, fields[i], "allow-empty-value",
                         "OpenAPI 3 has allowEmptyValue in queries only: left out");
        convert_schema_members(converter, fields[i], property, convert_place(converter, place, name),
                               is_of_property);
        document_put(converter->document, properties, name, property);
    }
    return properties;
}

static void put_required(struct converter *converter, const struct tree_node *const *fields, size_t count,
                         struct node *schema)
{
    struct node *required = document_array(converter->document);

    for (size_t i = 0; i < count; i++) {
        if (is_required(fields[i]))
            document_add(converter->document, required,
                         document_tree(converter->document, TREE_GET(fields[i], "name")));
    }
    if (document_count(required))
        document_put(converter->document, schema, SLICE("required"), required);
}

/* How arrays are written; fields that repeat their name do what 3.x has them do anyway. */
static void put_encoding(struct converter *converter, const struct tree_node *const *fields, size_t count,
                         struct slice type, struct node *media)
{
    struct document *document = converter->document;
    struct node *encoding = document_object(document);

    for (size_t i = 0; i < count; i++) {
        struct node *one = document_object(document);
        struct slice format = tree_string(TREE_GET(fields[i], "collectionFormat"));

        if (slice_eq(format, SLICE("multi")))
            continue;
        convert_style(converter, fields[i], one, true);
        if (!document_count(one))
            continue;
        document_put(document, encoding, tree_string(TREE_GET(fields[i], "name")), one);
        if (is_multipart(type) && converter->to == CONTRACT_OPENAPI_30)
            CONVERT_NOTE(converter, fields[i], "multipart-array",
                         "OpenAPI 3.0 does not look at how an array is written in a multipart body");
    }
    if (document_count(encoding))
        document_put(document, media, SLICE("encoding"), encoding);
}

static struct node *form_media(struct converter *converter, const struct tree_node *const *fields,
                               size_t count, struct slice type, const struct place *place)
{
    struct node *media = document_object(converter->document);
    struct node *schema = document_object(converter->document);

    place = convert_place(converter, convert_place(converter, place, SLICE("schema")), SLICE("properties"));
    document_put_text(converter->document, schema, "type", SLICE("object"));
    document_put(converter->document, schema, SLICE("properties"),
                 properties_node(converter, fields, count, place));
    put_required(converter, fields, count, schema);
    document_put(converter->document, media, SLICE("schema"), schema);
    put_encoding(converter, fields, count, type, media);
    return media;
}

struct node *convert_form(struct converter *converter, const struct tree_node *const *fields, size_t count,
                          const struct place *place)
{
    struct convert_types types = form_types(converter, fields, count);
    struct document *document = converter->document;
    struct node *object = document_object(document), *contents = document_object(document);
    size_t required = 0;

    place = convert_place(converter, place, SLICE("content"));
    for (size_t i = 0; i < types.count && !converter->stopped; i++)
        document_put(document, contents, types.types[i],
                     form_media(converter, fields, count, types.types[i],
                                convert_place(converter, place, types.types[i])));
    document_put(document, object, SLICE("content"), contents);
    for (size_t i = 0; i < count; i++)
        required += is_required(fields[i]);
    if (required)
        document_put(document, object, SLICE("required"), document_boolean(document, true));
    return object;
}
