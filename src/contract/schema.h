/* SPDX-License-Identifier: Apache-2.0 */
/* A schema as a document promises it, in one form whatever the dialect: the Schema Objects of Swagger 2.0 and OpenAPI 3.0,
 * JSON Schema 2020-12 as OpenAPI 3.1 has it. `nullable: true` is the type null beside the others, a boolean
 * exclusiveMinimum is a bound, `const` is an enum of one, $ref is followed: a property that refers to a component holds
 * that component's schema, the same pointer wherever it is referred to, so schemas form a graph that may have circles.
 * Keywords beside a $ref count in 3.1 (the schema then has the target in all_of) and are ignored in 2.0 and 3.0; a mere
 * title, summary, description, $comment or extension beside it makes no schema of its own.
 *
 * Immutable; owned by the arena of the contract_set. */
#ifndef CONTRACT_SCHEMA_H
#define CONTRACT_SCHEMA_H

#include "tree/tree.h"

struct regex;

enum contract_type { /* bits of contract_schema.types */
                     CONTRACT_NULL = 1u << 0,
                     CONTRACT_BOOLEAN = 1u << 1,
                     CONTRACT_INTEGER = 1u << 2,
                     CONTRACT_NUMBER = 1u
                                       << 3, /* set together with CONTRACT_INTEGER: an integer is a number */
                     CONTRACT_STRING = 1u << 4,
                     CONTRACT_ARRAY = 1u << 5,
                     CONTRACT_OBJECT = 1u << 6,
};
#define CONTRACT_ANY_TYPE 0x7fu

enum contract_additional {
    ADDITIONAL_UNSAID, /* nothing is said: JSON Schema allows members nobody named, documentation does not know them */
    ADDITIONAL_FORBIDDEN, /* additionalProperties or unevaluatedProperties false */
    ADDITIONAL_ALLOWED,   /* true, or the empty schema */
    ADDITIONAL_SCHEMA,    /* a map: contract_schema.additional */
};

struct contract_schema;

struct contract_property {
    struct slice name;
    const struct contract_schema
        *schema;                  /* never NULL; of a pattern property the schema behind the pattern */
    const struct tree_node *node; /* what is written there, before any $ref; NULL when made up (form data) */
    struct position at;           /* of the key */
    const struct regex *regex;    /* patternProperties: the name, compiled; else NULL */
};

struct contract_schema {
    const struct tree_node *node; /* NULL: made up of form parameters, or unknown */
    struct position at;
    struct slice name; /* of the component it stands in ("Pet"); empty when written in place */
    struct slice title, description;

    bool is_unknown; /* behind a reference that could not be followed: promises nothing, forbids nothing */
    bool is_never;   /* the schema `false`, or {not: {}} */
    bool
        types_said; /* a type was written; else `types` is CONTRACT_ANY_TYPE, or what enum and other keywords imply */
    unsigned types;
    bool nullable; /* null is allowed whatever all_of says: `nullable: true` beside it is how 3.0 says so */

    struct slice format, pattern, content_encoding, content_media_type;
    const struct tree_node *const *choices; /* enum or const; has_choices tells an empty enum from none */
    size_t choice_count;
    bool has_choices, is_const;

    bool has_minimum, has_maximum, minimum_excluded, maximum_excluded, has_multiple_of;
    double minimum, maximum, multiple_of;
    bool has_length_min, has_length_max, has_items_min, has_items_max, has_members_min, has_members_max,
        unique_items;
    uint64_t length_min, length_max, items_min, items_max, members_min, members_max;

    const struct contract_property *properties; /* in the order of the document */
    size_t property_count;
    const struct contract_property *patterns; /* patternProperties */
    size_t pattern_count;
    const struct slice *required; /* also names that no property is written for */
    size_t required_count;
    enum contract_additional additional_kind;
    const struct contract_schema *additional; /* ADDITIONAL_SCHEMA */
    const struct contract_schema *names;      /* propertyNames; or NULL */

    const struct contract_schema *items;               /* or NULL: nothing is said */
    const struct contract_schema *const *prefix_items; /* or the elements of an array-valued items */
    size_t prefix_count;

    const struct contract_schema *const *all_of, *const *any_of, *const *one_of;
    size_t all_count, any_count, one_count;
    const struct contract_schema *negated; /* not; or NULL */

    /* What a value may be besides, none of which requires anything: what the discriminator's mapping names, components that
     * have this one in all_of where it has or inherits a discriminator; then, else, dependentSchemas. */
    const struct contract_schema *const *variants;
    size_t variant_count;

    struct slice discriminator;      /* property name; empty: none */
    const struct tree_node *mapping; /* discriminator.mapping; or NULL */

    bool read_only, write_only, deprecated;
    const struct tree_node *fallback; /* default; or NULL */
};

/* What is said about the member `name` of an object, looking through all_of, any_of, one_of and patterns. */
#define CONTRACT_SAID_MOST 64
struct contract_said {
    const struct contract_schema
        *schemas[CONTRACT_SAID_MOST]; /* every schema written for it; any of them may apply */
    const struct contract_property
        *first; /* the first place where it is named; NULL when only patterns or maps speak of it */
    size_t count;
    bool is_required; /* in whatever alternative applies */
    bool
        is_open; /* not named, but members nobody named are allowed, by a map, true, or an object without properties */
    bool is_unknown; /* part of the schema could not be read: nothing may be concluded */
};
void contract_member(const struct contract_schema *object, struct slice name, struct contract_said *ret);
/* The types a value may have: of all_of the intersection, of any_of and one_of the union. */
unsigned contract_types(const struct contract_schema *schema);
/* Every name that is required whatever alternative applies, once each, into `ret` (room for `most`); answers their number.
 * ret_properties, as long, may be NULL; it gets the first place where each is named, or NULL. */
size_t contract_required(const struct contract_schema *schema,
                         const struct contract_property **ret_properties, struct slice *ret, size_t most);
/* Calls with every property named anywhere in the schema (all_of, any_of, one_of), each name once. */
typedef void contract_property_sink(void *context, const struct contract_property *property,
                                    bool is_required);
void contract_properties(const struct contract_schema *schema, contract_property_sink *sink, void *context);

#endif
