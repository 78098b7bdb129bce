/* SPDX-License-Identifier: Apache-2.0 */
/* The types a value may have, through everything a schema is put together from. */
#include "contract/schema.h"

#define TYPES_DEPTH 32
#define TYPES_VISITS 2000

struct walk {
    const struct contract_schema *way[TYPES_DEPTH];
    unsigned depth, visits;
};

static bool types_of(struct walk *walk, const struct contract_schema *schema, unsigned *ret);

static bool is_on_way(const struct walk *walk, const struct contract_schema *schema)
{
    for (unsigned i = 0; i < walk->depth; i++) {
        if (walk->way[i] == schema)
            return true;
    }
    return false;
}

static unsigned types_of_any(struct walk *walk, const struct contract_schema *const *list, size_t count)
{
    unsigned all = 0, one;

    for (size_t i = 0; i < count; i++) {
        if (!types_of(walk, list[i], &one))
            return CONTRACT_ANY_TYPE; /* the alternative that applies is the one we come from */
        all |= one;
    }
    return count ? all : CONTRACT_ANY_TYPE;
}

/* What properties and items imply holds only where it contradicts nothing that is said. */
static unsigned narrow(const struct contract_schema *schema, unsigned types)
{
    if (!schema->types_said && (types & schema->types))
        types &= schema->types;
    return schema->nullable ? types | CONTRACT_NULL : types;
}

/* false when the schema holds itself this way: it adds nothing. */
static bool types_of(struct walk *walk, const struct contract_schema *schema, unsigned *ret)
{
    unsigned types = schema->types_said ? schema->types : CONTRACT_ANY_TYPE, one;

    if (is_on_way(walk, schema))
        return false;
    *ret = schema->is_never ? 0 : schema->is_unknown ? CONTRACT_ANY_TYPE : types;
    if (schema->is_never || schema->is_unknown || walk->depth == TYPES_DEPTH ||
        walk->visits++ >= TYPES_VISITS)
        return true;
    walk->way[walk->depth++] = schema;
    for (size_t i = 0; i < schema->all_count; i++) {
        if (types_of(walk, schema->all_of[i], &one))
            types &= one;
    }
    types &= types_of_any(walk, schema->any_of, schema->any_count);
    types &= types_of_any(walk, schema->one_of, schema->one_count);
    walk->depth--;
    *ret = narrow(schema, types);
    return true;
}

unsigned contract_types(const struct contract_schema *schema)
{
    struct walk walk = { .depth = 0 };
    unsigned types = CONTRACT_ANY_TYPE;

    types_of(&walk, schema, &types);
    return types;
}
