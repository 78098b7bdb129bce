/* SPDX-License-Identifier: Apache-2.0 */
/* What tables cannot say of schemas: limits that contradict each other, lists that are empty, formats, discriminators. The
 * dialects are JSON Schema draft 4 in Swagger 2.0, draft Wright-00 (5) in OpenAPI 3.0 and 2020-12 in 3.1. */
#include "check/checker.h"
#include "contract/reference.h"

static const struct tree_node *list_of(const struct tree_node *node, const char *name)
{
    const struct tree_node *list = tree_get(node, slice_of(name));

    return list && list->kind == TREE_SEQUENCE ? list : NULL;
}

/* ---- numbers */

static void check_ranges(struct checker *checker, const struct tree_node *node)
{
    static const char *const ranges[][2] = {
        { "minimum", "maximum" },         { "minLength", "maxLength" },
        { "minItems", "maxItems" },       { "minProperties", "maxProperties" },
        { "minContains", "maxContains" }, { "exclusiveMinimum", "exclusiveMaximum" },
    };
    double low, high;

    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (tree_number(tree_get(node, slice_of(ranges[i][0])), &low) &&
            tree_number(tree_get(node, slice_of(ranges[i][1])), &high) && low > high)
            check_fault(checker, RULE_empty_range, check_value_at(node, ranges[i][0]),
                        "no value fits: '%s' is above '%s'", ranges[i][0], ranges[i][1]);
}

/* Booleans before 3.1. Draft 4, 5.1.2 and 5.1.3: the limit MUST be there; Wright-00 does not say so. */
static void check_exclusive_bounds(struct checker *checker, const struct tree_node *node)
{
    static const char *const bounds[][2] = { { "exclusiveMinimum", "minimum" },
                                             { "exclusiveMaximum", "maximum" } };

    for (size_t i = 0; checker->format != CONTRACT_OPENAPI_31 && i < sizeof bounds / sizeof *bounds; i++)
        if (tree_is_true(tree_get(node, slice_of(bounds[i][0]))) && !tree_get(node, slice_of(bounds[i][1])))
            (checker->format == CONTRACT_SWAGGER_20 ? check_fault : check_warning)(
                checker, RULE_bound_without_limit, check_key_at(node, bounds[i][0]),
                "'%s' does nothing without '%s'", bounds[i][0], bounds[i][1]);
}

static void check_multiple(struct checker *checker, const struct tree_node *node)
{
    double step;

    if (tree_number(TREE_GET(node, "multipleOf"), &step) && step <= 0)
        check_fault(checker, RULE_multiple_of, check_value_at(node, "multipleOf"),
                    "'multipleOf' must be above zero");
}

/* ---- values */

static void check_enum(struct checker *checker, const struct tree_node *node)
{
    const struct tree_node *list = list_of(node, "enum");
    bool must = checker->format == CONTRACT_SWAGGER_20; /* draft 4, 5.5.1; later drafts: SHOULD */

    if (!list)
        return;
    if (!list->count)
        (must ? check_fault : check_warning)(checker, RULE_empty_list, tree_position(list),
                                             "'enum' allows no value at all");
    check_unique(checker, SLICE("enum"), list, must);
    for (uint32_t i = 0; i < list->count; i++)
        if (!check_fits_type(checker, node, list->elements[i]))
            check_fault(checker, RULE_enum_mismatch, tree_position(list->elements[i]),
                        "this value of 'enum' is %s, which 'type' does not allow",
                        check_kind_name(list->elements[i]));
}

static void check_values(struct checker *checker, const struct tree_node *node)
{
    const struct tree_node *fallback = TREE_GET(node, "default"), *example = TREE_GET(node, "example");
    const struct tree_node *examples =
        checker->format == CONTRACT_OPENAPI_31 ? list_of(node, "examples") : NULL;

    if (fallback)
        check_fit(checker, RULE_default_mismatch, "default", node, fallback);
    if (example)
        check_fit(checker, RULE_example_mismatch, "example", node, example);
    for (uint32_t i = 0; examples && i < examples->count; i++)
        check_fit(checker, RULE_example_mismatch, "example", node, examples->elements[i]);
}

/* ---- formats */

#define NUMERIC (CONTRACT_NUMBER | CONTRACT_INTEGER)
#define TEXT CONTRACT_STRING
#define EITHER (NUMERIC | TEXT)

/* The specifications', JSON Schema's, and the registry of the OpenAPI Initiative. Big numbers are sent as strings too. */
static const struct format {
    const char *name;
    unsigned types;
} formats[] = {
    { "int8", NUMERIC },
    { "int16", NUMERIC },
    { "int32", NUMERIC },
    { "int64", EITHER },
    { "uint8", NUMERIC },
    { "uint16", NUMERIC },
    { "uint32", NUMERIC },
    { "uint64", EITHER },
    { "float", NUMERIC },
    { "double", NUMERIC },
    { "double-int", NUMERIC },
    { "decimal", EITHER },
    { "decimal128", EITHER },
    { "byte", TEXT },
    { "binary", TEXT },
    { "base64", TEXT },
    { "base64url", TEXT },
    { "date", TEXT },
    { "date-time", TEXT },
    { "time", TEXT },
    { "duration", TEXT },
    { "date-time-local", TEXT },
    { "time-local", TEXT },
    { "http-date", TEXT },
    { "password", TEXT },
    { "email", TEXT },
    { "idn-email", TEXT },
    { "hostname", TEXT },
    { "idn-hostname", TEXT },
    { "ipv4", TEXT },
    { "ipv6", TEXT },
    { "uri", TEXT },
    { "uri-reference", TEXT },
    { "uri-template", TEXT },
    { "iri", TEXT },
    { "iri-reference", TEXT },
    { "uuid", TEXT },
    { "guid", TEXT },
    { "json-pointer", TEXT },
    { "regex", TEXT },
    { "relative-json-pointer", TEXT },
    { "char", TEXT },
    { "commonmark", TEXT },
    { "html", TEXT },
    { "media-range", TEXT },
};

static const struct format *find_format(struct slice name, bool (*is_like)(struct slice, struct slice))
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (is_like(name, slice_of(formats[i].name)))
            return &formats[i];
    return NULL;
}

/* Formats are open: whatever nobody knows is fine, unless it looks like a slip. */
static void check_format(struct checker *checker, const struct tree_node *node)
{
    const struct tree_node *name = TREE_GET(node, "format");
    const struct format *format;

    if (!name || name->kind != TREE_STRING)
        return;
    format = find_format(name->text, slice_eq);
    if (format && !(check_types_of(checker, node) & format->types))
        check_fault(checker, RULE_format_type, tree_position(name),
                    "the format '%s' is for values of another type: it does nothing here", format->name);
    else if (!format && check_step(checker, 64) && (format = find_format(name->text, check_is_near)))
        check_fault(checker, RULE_unknown_format, tree_position(name),
                    "the format '%.*s' is unknown: did you mean '%s'?", NAME_ARG(name->text), format->name);
}

/* ---- keywords and types */

static const struct {
    const char *keywords;
    unsigned types;
} effects[] = {
    { "multipleOf minimum maximum exclusiveMinimum exclusiveMaximum", NUMERIC },
    { "minLength maxLength pattern", CONTRACT_STRING },
    { "items prefixItems minItems maxItems uniqueItems contains minContains maxContains", CONTRACT_ARRAY },
    { "properties patternProperties minProperties maxProperties required dependentRequired dependentSchemas",
      CONTRACT_OBJECT },
};

static void check_effects(struct checker *checker, const struct tree_node *node)
{
    unsigned types = check_types_of(checker, node);

    for (uint32_t i = 0; types != CONTRACT_ANY_TYPE && i < node->count; i++)
        for (size_t e = 0; e < sizeof effects / sizeof *effects; e++)
            if (!(types & effects[e].types) && check_is_choice(node->members[i].key, effects[e].keywords) &&
                node->members[i].value->kind != TREE_BOOLEAN)
                check_fault(checker, RULE_keyword_without_effect, tree_key_position(node, &node->members[i]),
                            "'%.*s' does nothing here: it is for values of another type",
                            SLICE_ARG(node->members[i].key));
}

/* 3.0.3, 4.7.24: MUST. Swagger 2.0: of parameters and items; its schemas are JSON Schema's, which do not need it. */
static void check_array(struct checker *checker, const struct tree_node *node, bool must)
{
    if (checker->format == CONTRACT_OPENAPI_31 || TREE_GET(node, "items") ||
        !slice_eq(tree_string(TREE_GET(node, "type")), SLICE("array")))
        return;
    (must ? check_fault : check_warning)(checker, RULE_array_without_items, tree_position(node),
                                         "this array does not say what its elements are: it needs 'items'");
}

static void check_keywords(struct checker *checker, const struct tree_node *node)
{
    check_ranges(checker, node);
    check_exclusive_bounds(checker, node);
    check_multiple(checker, node);
    check_enum(checker, node);
    check_values(checker, node);
    check_format(checker, node);
    check_effects(checker, node);
}

void check_limits(struct checker *checker, const struct tree_node *node)
{
    check_array(checker, node, true);
    check_keywords(checker, node);
}

/* ---- nullable, readOnly */

/* Says which values it accepts, by other means than a type; else null is among them anyway. */
static bool is_narrowed(const struct tree_node *node)
{
    return TREE_GET(node, "allOf") || TREE_GET(node, "anyOf") || TREE_GET(node, "oneOf") ||
           TREE_GET(node, "enum");
}

/* 3.0.3, 4.7.24: "only if type is explicitly defined within the same Schema Object" */
static void check_nullable(struct checker *checker, const struct tree_node *node)
{
    const struct tree_node *nullable = TREE_GET(node, "nullable");

    if (nullable && checker->format == CONTRACT_OPENAPI_31)
        check_fault(checker, RULE_nullable_ignored, check_key_at(node, "nullable"),
                    "'nullable' does nothing in OpenAPI 3.1: write `type: [..., \"null\"]`");
    else if (tree_is_true(nullable) && !TREE_GET(node, "type") && is_narrowed(node))
        check_fault(checker, RULE_nullable_ignored, check_key_at(node, "nullable"),
                    "'nullable' does nothing without a 'type' beside it");
}

static void check_directions(struct checker *checker, const struct tree_node *node)
{
    if (tree_is_true(TREE_GET(node, "readOnly")) && tree_is_true(TREE_GET(node, "writeOnly")))
        (checker->format == CONTRACT_OPENAPI_30 ? check_fault : check_warning)(
            checker, RULE_read_and_write_only, check_key_at(node, "writeOnly"),
            "nobody may send this property: it is both readOnly and writeOnly");
}

/* ---- required */

static const struct tree_member *find_near(struct checker *checker, const struct tree_node *properties,
                                           struct slice name)
{
    for (uint32_t i = 0; properties && properties->kind == TREE_MAPPING && i < properties->count; i++)
        if (check_step(checker, 8) && check_is_near(properties->members[i].key, name))
            return &properties->members[i];
    return NULL;
}

static bool is_listed(const struct tree_node *list, struct slice name)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (slice_eq(tree_string(list->elements[i]), name))
            return true;
    return false;
}

static void check_required_name(struct checker *checker, const struct tree_node *node,
                                const struct tree_node *list, const struct tree_node *name)
{
    const struct tree_node *properties = TREE_GET(node, "properties");
    const struct tree_node *property = tree_get(properties, name->text);
    const struct tree_member *near;

    /* "SHOULD NOT be in the required list" */
    if (checker->format == CONTRACT_SWAGGER_20 && tree_is_true(TREE_GET(property, "readOnly")))
        check_fault(checker, RULE_read_only_required, tree_position(name),
                    "'%.*s' is readOnly: requests that must have it may not send it", NAME_ARG(name->text));
    if (property || !properties)
        return;
    near = find_near(checker, properties, name->text);
    if (near && check_step(checker, list->count) && !is_listed(list, near->key))
        check_fault(checker, RULE_required_name, tree_position(name),
                    "no property is named '%.*s': did you mean '%.*s'?", NAME_ARG(name->text),
                    NAME_ARG(near->key));
}

/* Draft 4, 5.4.3, and Wright-00, 5.15: at least one; 2020-12: may be empty. */
static void check_required(struct checker *checker, const struct tree_node *node)
{
    const struct tree_node *list = list_of(node, "required");

    if (list && !list->count && checker->format != CONTRACT_OPENAPI_31)
        check_fault(checker, RULE_empty_list, tree_position(list),
                    "'required' must name a property, or be left out");
    for (uint32_t i = 0; list && i < list->count; i++)
        if (list->elements[i]->kind == TREE_STRING)
            check_required_name(checker, node, list, list->elements[i]);
}

static void check_compositions(struct checker *checker, const struct tree_node *node)
{
    static const char *const lists[] = { "allOf", "anyOf", "oneOf", "prefixItems" };

    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const struct tree_node *list = list_of(node, lists[i]);

        if (list && !list->count && check_field_find(&checker->objects[KIND_SCHEMA], slice_of(lists[i])))
            check_fault(checker, RULE_empty_list, tree_position(list), "'%s' must have at least one schema",
                        lists[i]);
    }
}

static void check_patterns(struct checker *checker, const struct tree_node *node)
{
    const struct tree_node *patterns = TREE_GET(node, "patternProperties");

    for (uint32_t i = 0; patterns && patterns->kind == TREE_MAPPING && i < patterns->count; i++)
        check_pattern(checker, tree_key_position(patterns, &patterns->members[i]), patterns->members[i].key);
}

/* ---- discriminators */

/* 3.1.0, 4.8.24.4.1, 3.0.3, 4.7.24.1, and Swagger 2.0: it MUST be a required field; of alternatives, in each. */
static void check_discriminated(struct checker *checker, const struct tree_node *node)
{
    const struct tree_node *discriminator = TREE_GET(node, "discriminator");
    const struct tree_node *name =
        checker->format == CONTRACT_SWAGGER_20 ? discriminator : TREE_GET(discriminator, "propertyName");

    if (name && name->kind == TREE_STRING && !check_requires(checker, node, name->text))
        check_fault(checker, RULE_discriminator_required, tree_position(name),
                    "the property '%.*s' tells schemas apart, so it must be required", NAME_ARG(name->text));
}

/* Names of components; whoever follows references says what is wrong with those (contract/reference.h). */
void check_discriminator(struct checker *checker, const struct tree_node *node)
{
    const struct tree_node *mapping = TREE_GET(node, "mapping");
    const struct tree_node *schemas = TREE_GET(TREE_GET(checker->root, "components"), "schemas");

    for (uint32_t i = 0; mapping && mapping->kind == TREE_MAPPING && i < mapping->count; i++) {
        struct slice text = tree_string(mapping->members[i].value);

        if (check_component_name(text) && !memchr(text.at, '.', text.len) && !tree_get(schemas, text))
            check_fault(checker, RULE_discriminator_mapping, tree_position(mapping->members[i].value),
                        "there is no schema '%.*s'", NAME_ARG(text));
    }
}

/* ---- schemas */

bool check_skips_schema(struct checker *checker, const struct tree_node *node)
{
    const struct tree_node *dialect = TREE_GET(node, "$schema");
    struct slice uri = tree_string(dialect);

    if (checker->format != CONTRACT_OPENAPI_31)
        return false;
    if (!uri.len)
        return checker->ignores_schemas;
    if (check_knows_dialect(uri))
        return false;
    check_fault(checker, RULE_unchecked_dialect, tree_position(dialect),
                "schemas of the dialect '%.*s' are not checked", NAME_ARG(uri));
    return true;
}

void check_schema(struct checker *checker, const struct tree_node *node)
{
    if (reference_is(node, NULL)) /* 3.1: a keyword among others */
        check_reference(checker, SLICE("$ref"), node, KIND_SCHEMA);
    check_array(checker, node, checker->format == CONTRACT_OPENAPI_30);
    check_keywords(checker, node);
    check_nullable(checker, node);
    check_directions(checker, node);
    check_required(checker, node);
    check_compositions(checker, node);
    check_patterns(checker, node);
    check_discriminated(checker, node);
}
