/* SPDX-License-Identifier: Apache-2.0 */
/* The keywords of a Schema Object, one row each: what is written is read where it can mean something, whatever the dialect,
 * because real documents mix them (nullable in 3.1, type lists in 3.0). */
#include "base/byte.h"
#include "contract/reading.h"

#include <math.h>

struct keyword;

struct filling {
    struct reading *reading;
    struct contract_schema *schema;
    const struct tree_node *node;
    bool exclusive_minimum_said,
        exclusive_maximum_said; /* as numbers, which JSON Schema has had since draft 6 */
    double exclusive_minimum, exclusive_maximum;
    enum contract_additional unevaluated_kind;
    const struct contract_schema *unevaluated;
    const struct contract_schema *variants[2]; /* then, else */
    size_t variant_count;
    const struct tree_node *dependent;
};

struct keyword {
    struct slice name;
    void (*read)(struct filling *filling, const struct keyword *keyword, const struct tree_member *member);
    size_t place, said; /* of members of struct contract_schema */
};

static void *place_of(const struct filling *filling, size_t offset)
{
    return (char *)filling->schema + offset;
}

/* ---- values */

static void read_text(struct filling *filling, const struct keyword *keyword,
                      const struct tree_member *member)
{
    struct slice *place = place_of(filling, keyword->place);

    if (member->value->kind == TREE_STRING)
        *place = member->value->text;
}

static void read_flag(struct filling *filling, const struct keyword *keyword,
                      const struct tree_member *member)
{
    bool *place = place_of(filling, keyword->place);

    *place |= tree_is_true(member->value);
}

static bool count_of(const struct tree_node *node, uint64_t *ret)
{
    unsigned long long value;

    if (tree_unsigned(node, ret))
        return true;
    if (!slice_to_u64(tree_string(node), UINT64_MAX, &value))
        return false;
    *ret = value;
    return true;
}

static void read_count(struct filling *filling, const struct keyword *keyword,
                       const struct tree_member *member)
{
    bool *said = place_of(filling, keyword->said);

    *said = count_of(member->value, place_of(filling, keyword->place));
}

/* Digits in quotes are a mistake whose meaning is clear. */
static bool number_of(const struct tree_node *node, double *ret)
{
    struct slice text = tree_string(node);
    bool is_negative = text.len && text.at[0] == '-';
    unsigned long long value;

    if (tree_number(node, ret))
        return true;
    if (!slice_to_u64(is_negative ? slice_make(text.at + 1, text.len - 1) : text, UINT64_MAX, &value))
        return false;
    *ret = is_negative ? -(double)value : (double)value;
    return true;
}

static void read_number(struct filling *filling, const struct keyword *keyword,
                        const struct tree_member *member)
{
    bool *said = place_of(filling, keyword->said);

    *said = number_of(member->value, place_of(filling, keyword->place));
}

/* A boolean is about `minimum` beside it (draft 4, OpenAPI 3.0), a number is a bound itself. */
static void read_exclusive(struct filling *filling, const struct keyword *keyword,
                           const struct tree_member *member)
{
    bool is_minimum = keyword->place == offsetof(struct contract_schema, minimum);
    bool *said = is_minimum ? &filling->exclusive_minimum_said : &filling->exclusive_maximum_said;
    double *value = is_minimum ? &filling->exclusive_minimum : &filling->exclusive_maximum;

    if (member->value->kind == TREE_BOOLEAN)
        *(bool *)place_of(filling, keyword->said) = member->value->is_true;
    else
        *said = number_of(member->value, value);
}

static void read_node(struct filling *filling, const struct keyword *keyword,
                      const struct tree_member *member)
{
    const struct tree_node **place = place_of(filling, keyword->place);

    *place = member->value;
}

static void read_strings(struct filling *filling, const struct keyword *keyword,
                         const struct tree_member *member)
{
    const struct slice **place = place_of(filling, keyword->place);
    size_t *count = place_of(filling, keyword->said);

    *place = reading_strings(filling->reading, member->value, count);
}

/* ---- schemas in schemas */

static bool is_schema(const struct tree_node *node)
{
    return node->kind == TREE_MAPPING || node->kind == TREE_BOOLEAN;
}

static void read_schema(struct filling *filling, const struct keyword *keyword,
                        const struct tree_member *member)
{
    const struct contract_schema **place = place_of(filling, keyword->place);

    if (is_schema(member->value))
        *place = reading_schema(filling->reading, member->value);
}

static void read_schemas(struct filling *filling, const struct keyword *keyword,
                         const struct tree_member *member)
{
    const struct contract_schema *const **place = place_of(filling, keyword->place);
    size_t *count = place_of(filling, keyword->said);
    const struct tree_node *node = member->value;
    const struct contract_schema **list;

    if (node->kind != TREE_SEQUENCE)
        return;
    list = reading_get(filling->reading, node->count, sizeof *list);
    for (uint32_t i = 0; list && i < node->count; i++)
        list[i] = reading_schema(filling->reading, node->elements[i]);
    *place = list;
    *count = list ? node->count : 0;
}

/* Properties stand in the order of the mapping, each at the index of its member: contract_member relies on it. */
static void read_properties(struct filling *filling, const struct keyword *keyword,
                            const struct tree_member *member)
{
    const struct contract_property **place = place_of(filling, keyword->place);
    size_t *count = place_of(filling, keyword->said);
    const struct tree_node *node = member->value;
    struct contract_property *list;

    if (node->kind != TREE_MAPPING)
        return;
    list = reading_get(filling->reading, node->count, sizeof *list);
    for (uint32_t i = 0; list && i < node->count; i++) {
        const struct tree_member *property = &node->members[i];

        list[i] = (struct contract_property){ .name = property->key,
                                              .schema = reading_schema(filling->reading, property->value),
                                              .node = property->value,
                                              .at = tree_key_position(node, property) };
        if (keyword->place == offsetof(struct contract_schema, patterns))
            list[i].regex = regex_get(&filling->reading->set->regexes, property->key);
    }
    *place = list;
    *count = list ? node->count : 0;
}

/* Of draft 4, which Swagger 2.0 and OpenAPI 3.0 go back to, items may be a list: a schema for each place. */
static void read_items(struct filling *filling, const struct keyword *keyword,
                       const struct tree_member *member)
{
    static const struct keyword prefix = { .place = offsetof(struct contract_schema, prefix_items),
                                           .said = offsetof(struct contract_schema, prefix_count) };

    if (member->value->kind == TREE_SEQUENCE)
        read_schemas(filling, &prefix, member);
    else
        read_schema(filling, keyword, member);
}

static void read_additional(struct filling *filling, const struct keyword *keyword,
                            const struct tree_member *member)
{
    bool is_evaluated = keyword->place == offsetof(struct contract_schema, additional);
    enum contract_additional *kind =
        is_evaluated ? &filling->schema->additional_kind : &filling->unevaluated_kind;
    const struct contract_schema **schema =
        is_evaluated ? &filling->schema->additional : &filling->unevaluated;
    const struct tree_node *node = member->value;

    if (node->kind == TREE_BOOLEAN)
        *kind = node->is_true ? ADDITIONAL_ALLOWED : ADDITIONAL_FORBIDDEN;
    else if (node->kind == TREE_MAPPING && !node->count)
        *kind = ADDITIONAL_ALLOWED;
    else if (node->kind == TREE_MAPPING)
        *kind = ADDITIONAL_SCHEMA;
    *schema = *kind == ADDITIONAL_SCHEMA ? reading_schema(filling->reading, node) : NULL;
}

static void read_variant(struct filling *filling, const struct keyword *keyword,
                         const struct tree_member *member)
{
    if (is_schema(member->value) && filling->variant_count < 2)
        filling->variants[filling->variant_count++] = reading_schema(filling->reading, member->value);
}

static void read_dependent(struct filling *filling, const struct keyword *keyword,
                           const struct tree_member *member)
{
    if (member->value->kind == TREE_MAPPING)
        filling->dependent = member->value;
}

/* OpenAPI 3.0 4.7.25; in Swagger 2.0 it is the property's name and nothing else. */
static void read_discriminator(struct filling *filling, const struct keyword *keyword,
                               const struct tree_member *member)
{
    const struct tree_node *mapping = TREE_GET(member->value, "mapping");

    filling->schema->discriminator = member->value->kind == TREE_STRING
                                         ? member->value->text
                                         : tree_string(TREE_GET(member->value, "propertyName"));
    if (mapping && mapping->kind == TREE_MAPPING)
        filling->schema->mapping = mapping;
}

/* ---- types and choices */

static unsigned type_bits(struct slice name)
{
    static const struct {
        struct slice name;
        unsigned bits;
    } types[] = {
        { SLICE_TEXT("string"), CONTRACT_STRING },
        { SLICE_TEXT("object"), CONTRACT_OBJECT },
        { SLICE_TEXT("integer"), CONTRACT_INTEGER },
        { SLICE_TEXT("array"), CONTRACT_ARRAY },
        { SLICE_TEXT("boolean"), CONTRACT_BOOLEAN },
        { SLICE_TEXT("number"), CONTRACT_NUMBER | CONTRACT_INTEGER },
        { SLICE_TEXT("null"), CONTRACT_NULL },
        { SLICE_TEXT("file"), CONTRACT_STRING }, /* Swagger 2.0 */
    };

    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (slice_eq(types[i].name, name))
            return types[i].bits;
    }
    return 0;
}

static void read_type(struct filling *filling, const struct keyword *keyword,
                      const struct tree_member *member)
{
    const struct tree_node *node = member->value;
    unsigned types = node->kind == TREE_NULL ? CONTRACT_NULL : type_bits(tree_string(node));

    for (uint32_t i = 0; node->kind == TREE_SEQUENCE && i < node->count; i++)
        types |=
            node->elements[i]->kind == TREE_NULL ? CONTRACT_NULL : type_bits(tree_string(node->elements[i]));
    if (!types)
        return; /* of a type nobody knows nothing is known */
    filling->schema->types = types;
    filling->schema->types_said = true;
    if (slice_eq(tree_string(node), SLICE("file")))
        filling->schema->format = SLICE("binary");
}

static void read_enum(struct filling *filling, const struct keyword *keyword,
                      const struct tree_member *member)
{
    if (member->value->kind != TREE_SEQUENCE || filling->schema->is_const)
        return;
    filling->schema->choices = member->value->elements;
    filling->schema->choice_count = member->value->count;
    filling->schema->has_choices = true;
}

static void read_const(struct filling *filling, const struct keyword *keyword,
                       const struct tree_member *member)
{
    filling->schema->choices = &member->value;
    filling->schema->choice_count = 1;
    filling->schema->has_choices = filling->schema->is_const = true;
}

/* ---- the rows */

#define PLACE(member) offsetof(struct contract_schema, member)

/* Sorted by name, in byte order. What is not here (examples, $defs, $comment, extensions) promises nothing about values. */
static const struct keyword keywords[] = {
    { SLICE_TEXT("additionalProperties"), read_additional, PLACE(additional), 0 },
    { SLICE_TEXT("allOf"), read_schemas, PLACE(all_of), PLACE(all_count) },
    { SLICE_TEXT("anyOf"), read_schemas, PLACE(any_of), PLACE(any_count) },
    { SLICE_TEXT("const"), read_const, 0, 0 },
    { SLICE_TEXT("contentEncoding"), read_text, PLACE(content_encoding), 0 },
    { SLICE_TEXT("contentMediaType"), read_text, PLACE(content_media_type), 0 },
    { SLICE_TEXT("default"), read_node, PLACE(fallback), 0 },
    { SLICE_TEXT("dependentSchemas"), read_dependent, 0, 0 },
    { SLICE_TEXT("deprecated"), read_flag, PLACE(deprecated), 0 },
    { SLICE_TEXT("description"), read_text, PLACE(description), 0 },
    { SLICE_TEXT("discriminator"), read_discriminator, 0, 0 },
    { SLICE_TEXT("else"), read_variant, 0, 0 },
    { SLICE_TEXT("enum"), read_enum, 0, 0 },
    { SLICE_TEXT("exclusiveMaximum"), read_exclusive, PLACE(maximum), PLACE(maximum_excluded) },
    { SLICE_TEXT("exclusiveMinimum"), read_exclusive, PLACE(minimum), PLACE(minimum_excluded) },
    { SLICE_TEXT("format"), read_text, PLACE(format), 0 },
    { SLICE_TEXT("items"), read_items, PLACE(items), 0 },
    { SLICE_TEXT("maxItems"), read_count, PLACE(items_max), PLACE(has_items_max) },
    { SLICE_TEXT("maxLength"), read_count, PLACE(length_max), PLACE(has_length_max) },
    { SLICE_TEXT("maxProperties"), read_count, PLACE(members_max), PLACE(has_members_max) },
    { SLICE_TEXT("maximum"), read_number, PLACE(maximum), PLACE(has_maximum) },
    { SLICE_TEXT("minItems"), read_count, PLACE(items_min), PLACE(has_items_min) },
    { SLICE_TEXT("minLength"), read_count, PLACE(length_min), PLACE(has_length_min) },
    { SLICE_TEXT("minProperties"), read_count, PLACE(members_min), PLACE(has_members_min) },
    { SLICE_TEXT("minimum"), read_number, PLACE(minimum), PLACE(has_minimum) },
    { SLICE_TEXT("multipleOf"), read_number, PLACE(multiple_of), PLACE(has_multiple_of) },
    { SLICE_TEXT("not"), read_schema, PLACE(negated), 0 },
    { SLICE_TEXT("nullable"), read_flag, PLACE(nullable), 0 },
    { SLICE_TEXT("oneOf"), read_schemas, PLACE(one_of), PLACE(one_count) },
    { SLICE_TEXT("pattern"), read_text, PLACE(pattern), 0 },
    { SLICE_TEXT("patternProperties"), read_properties, PLACE(patterns), PLACE(pattern_count) },
    { SLICE_TEXT("prefixItems"), read_schemas, PLACE(prefix_items), PLACE(prefix_count) },
    { SLICE_TEXT("properties"), read_properties, PLACE(properties), PLACE(property_count) },
    { SLICE_TEXT("propertyNames"), read_schema, PLACE(names), 0 },
    { SLICE_TEXT("readOnly"), read_flag, PLACE(read_only), 0 },
    { SLICE_TEXT("required"), read_strings, PLACE(required), PLACE(required_count) },
    { SLICE_TEXT("then"), read_variant, 0, 0 },
    { SLICE_TEXT("title"), read_text, PLACE(title), 0 },
    { SLICE_TEXT("type"), read_type, 0, 0 },
    { SLICE_TEXT("unevaluatedProperties"), read_additional, 0, 0 },
    { SLICE_TEXT("uniqueItems"), read_flag, PLACE(unique_items), 0 },
    { SLICE_TEXT("writeOnly"), read_flag, PLACE(write_only), 0 },
    { SLICE_TEXT("x-nullable"), read_flag, PLACE(nullable), 0 },
};

static const struct keyword *find_keyword(struct slice name)
{
    size_t low = 0, high = sizeof keywords / sizeof *keywords;

    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = slice_compare(name, keywords[middle].name);

        if (order == 0)
            return &keywords[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

bool schema_has_siblings(const struct reading *reading, const struct tree_node *node)
{
    static const struct slice mere[] = { SLICE_TEXT("description"), SLICE_TEXT("title") };

    if (node->count < 2 || reading->contract->format != CONTRACT_OPENAPI_31)
        return false;
    for (uint32_t i = 0; i < node->count; i++) {
        struct slice key = node->members[i].key;

        if (!slice_eq(key, mere[0]) && !slice_eq(key, mere[1]) && find_keyword(key))
            return true;
    }
    return false;
}

/* ---- what follows from all of them together */

static unsigned choice_bits(const struct tree_node *node)
{
    double value;

    switch (node->kind) {
    case TREE_NULL: return CONTRACT_NULL;
    case TREE_BOOLEAN: return CONTRACT_BOOLEAN;
    case TREE_STRING: return CONTRACT_STRING;
    case TREE_SEQUENCE: return CONTRACT_ARRAY;
    case TREE_MAPPING: return CONTRACT_OBJECT;
    default: break;
    }
    return tree_number(node, &value) && value == floor(value) ? CONTRACT_INTEGER
                                                              : CONTRACT_NUMBER | CONTRACT_INTEGER;
}

static unsigned implied_types(const struct contract_schema *schema)
{
    unsigned types = 0;

    for (size_t i = 0; i < schema->choice_count; i++)
        types |= choice_bits(schema->choices[i]);
    if (types)
        return types;
    if (schema->properties || schema->additional_kind != ADDITIONAL_UNSAID)
        types |= CONTRACT_OBJECT;
    if (schema->items || schema->prefix_count)
        types |= CONTRACT_ARRAY;
    return types ? types : CONTRACT_ANY_TYPE;
}

static void finish_types(struct contract_schema *schema)
{
    if (!schema->types_said)
        schema->types = implied_types(schema);
    for (size_t i = 0; i < schema->choice_count; i++) {
        if (schema->choices[i]->kind == TREE_NULL)
            schema->types |= CONTRACT_NULL;
    }
    if (schema->nullable)
        schema->types |= CONTRACT_NULL;
}

/* The stricter of two bounds counts. */
static void finish_bounds(struct filling *filling)
{
    struct contract_schema *schema = filling->schema;

    if (filling->exclusive_minimum_said &&
        (!schema->has_minimum || filling->exclusive_minimum >= schema->minimum)) {
        schema->minimum = filling->exclusive_minimum;
        schema->has_minimum = schema->minimum_excluded = true;
    }
    if (filling->exclusive_maximum_said &&
        (!schema->has_maximum || filling->exclusive_maximum <= schema->maximum)) {
        schema->maximum = filling->exclusive_maximum;
        schema->has_maximum = schema->maximum_excluded = true;
    }
}

static void finish_target(struct filling *filling, const struct contract_schema *target)
{
    struct contract_schema *schema = filling->schema;
    const struct contract_schema **list = reading_get(filling->reading, schema->all_count + 1, sizeof *list);

    if (!list)
        return;
    list[0] = target;
    for (size_t i = 0; i < schema->all_count; i++)
        list[i + 1] = schema->all_of[i];
    schema->all_of = list;
    schema->all_count++;
}

static void finish_variants(struct filling *filling)
{
    size_t most = filling->variant_count + (filling->dependent ? filling->dependent->count : 0), count = 0;
    const struct contract_schema **list = reading_get(filling->reading, most, sizeof *list);

    for (size_t i = 0; list && i < filling->variant_count; i++)
        list[count++] = filling->variants[i];
    for (uint32_t i = 0; list && filling->dependent && i < filling->dependent->count; i++)
        list[count++] = reading_schema(filling->reading, filling->dependent->members[i].value);
    filling->schema->variants = list;
    filling->schema->variant_count = count;
}

static bool is_anything(const struct contract_schema *schema)
{
    return schema && schema->node &&
           (tree_is_true(schema->node) || (schema->node->kind == TREE_MAPPING && !schema->node->count));
}

static void finish(struct filling *filling, const struct contract_schema *target)
{
    struct contract_schema *schema = filling->schema;

    if (schema->additional_kind == ADDITIONAL_UNSAID) {
        schema->additional_kind = filling->unevaluated_kind;
        schema->additional = filling->unevaluated;
    }
    finish_types(schema);
    finish_bounds(filling);
    if (target)
        finish_target(filling, target);
    if (filling->variant_count || filling->dependent)
        finish_variants(filling);
    schema->is_never = is_anything(schema->negated);
}

void schema_fill(struct reading *reading, struct contract_schema *schema, const struct tree_node *node,
                 const struct contract_schema *target)
{
    struct filling filling = { .reading = reading, .schema = schema, .node = node };

    if (node->kind == TREE_BOOLEAN) {
        schema->is_never = !node->is_true;
        schema->types = node->is_true ? CONTRACT_ANY_TYPE : 0;
        return;
    }
    if (node->kind != TREE_MAPPING) {
        schema->is_unknown = true;
        return;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        const struct keyword *keyword = find_keyword(node->members[i].key);

        if (keyword)
            keyword->read(&filling, keyword, &node->members[i]);
    }
    finish(&filling, target);
}
