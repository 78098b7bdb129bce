/* SPDX-License-Identifier: Apache-2.0 */
/* Parameters and headers of Swagger 2.0: what they say about the value goes into a schema, collectionFormat
 * becomes style and explode. */
#include "convert/parts.h"

/* The members of 2.0's Parameter, Header and Items Objects that JSON Schema has. */
static bool is_of_schema(struct slice key)
{
    static const char *const names[] = {
        "type",     "format",           "items",     "default",    "maximum",    "exclusiveMaximum",
        "minimum",  "exclusiveMinimum", "maxLength", "minLength",  "pattern",    "maxItems",
        "minItems", "uniqueItems",      "enum",      "multipleOf", "x-nullable",
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (slice_eq(key, slice_of(names[i])))
            return true;
    }
    return false;
}

static void put_style(struct converter *converter, struct node *object, const char *style, bool explode)
{
    convert_put(converter, object, SLICE("style"), document_text(converter->document, slice_of(style)));
    convert_put(converter, object, SLICE("explode"), document_boolean(converter->document, explode));
}

static const struct {
    struct slice format;
    const char *style;
    bool explode;
} styles[] = {
    { SLICE_TEXT("csv"), "form", false },
    { SLICE_TEXT("ssv"), "spaceDelimited", false },
    { SLICE_TEXT("pipes"), "pipeDelimited", false },
    { SLICE_TEXT("multi"), "form", true },
};

static void note_format(struct converter *converter, const struct tree_node *node, struct slice format)
{
    const struct tree_node *at = TREE_GET(node, "collectionFormat");

    if (slice_eq(format, SLICE("tsv")))
        CONVERT_NOTE(converter, at, "tab-separated",
                     "OpenAPI 3 has no values between tabs: said as if between commas");
    else
        CONVERT_NOTE(converter, at, "collection-format",
                     "OpenAPI 3 has no '%.*s' here: said as if between commas", SLICE_ARG(format));
}

void convert_style(struct converter *converter, const struct tree_node *node, struct node *object,
                   bool is_form_style)
{
    const struct tree_node *said = TREE_GET(node, "collectionFormat");
    struct slice format = said ? tree_string(said) : SLICE("csv");

    if (!slice_eq(tree_string(TREE_GET(node, "type")), SLICE("array")))
        return;
    for (size_t i = 0; is_form_style && i < sizeof styles / sizeof *styles; i++) {
        if (slice_eq(format, styles[i].format)) {
            put_style(converter, object, styles[i].style, styles[i].explode);
            return;
        }
    }
    if (is_form_style)
        put_style(converter, object, "form", false);
    if (slice_eq(format, SLICE("csv")))
        return; /* elsewhere it is how arrays are written anyway: simple */
    note_format(converter, node, format);
    convert_put(converter, object, SLICE("x-collectionFormat"), document_tree(converter->document, said));
}

static void put_schema(struct converter *converter, const struct tree_node *node, struct node *object,
                       const struct place *place)
{
    struct node *schema = document_object(converter->document);

    place = convert_place(converter, place, SLICE("schema"));
    convert_schema_members(converter, node, schema, place, is_of_schema);
    document_put(converter->document, object, SLICE("schema"), schema);
}

/* What both have in common. `schema` among the members is no word of 2.0 here, but is what its writer meant. */
static void value_member(struct converter *converter, const struct tree_node *node,
                         const struct tree_member *member, struct node *object, const struct place *place,
                         bool is_form_style)
{
    bool has_schema = TREE_GET(node, "schema");

    if (slice_eq(member->key, SLICE("collectionFormat")))
        return;
    if (has_schema || !is_of_schema(member->key)) {
        convert_member(converter, CONVERT_PARAMETER, member, object, place);
        return;
    }
    if (document_get(object, "schema"))
        return;
    convert_style(converter, node, object, is_form_style);
    put_schema(converter, node, object, place);
}

static bool is_ignored_name(struct slice name)
{
    static const char *const names[] = { "Accept", "Content-Type", "Authorization" };

    return SLICE_AMONG_NOCASE(name, names);
}

struct node *convert_swagger_parameter(struct converter *converter, const struct tree_node *node,
                                       const struct place *place)
{
    struct node *object = document_object(converter->document);
    struct slice in = tree_string(TREE_GET(node, "in")), name = tree_string(TREE_GET(node, "name"));

    if (slice_eq(in, SLICE("header")) && is_ignored_name(name))
        CONVERT_NOTE(converter, node, "ignored-header",
                     "OpenAPI 3 ignores a header parameter %.*s: media types and security say it",
                     SLICE_ARG(name));
    for (uint32_t i = 0; i < node->count; i++)
        value_member(converter, node, &node->members[i], object, place, slice_eq(in, SLICE("query")));
    if (!document_get(object, "schema")) /* 3.x wants one, or content */
        put_schema(converter, node, object, place);
    return object;
}

struct node *convert_swagger_header(struct converter *converter, const struct tree_node *node,
                                    const struct place *place)
{
    struct node *object = document_object(converter->document);

    if (slice_eq_nocase(place->key, SLICE("Content-Type")))
        CONVERT_NOTE(converter, node, "ignored-header",
                     "OpenAPI 3 ignores a response header Content-Type: media types say it");
    for (uint32_t i = 0; i < node->count; i++)
        value_member(converter, node, &node->members[i], object, place, false);
    if (!document_get(object, "schema"))
        put_schema(converter, node, object, place);
    return object;
}
