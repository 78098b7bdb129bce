/* SPDX-License-Identifier: Apache-2.0 */
#include "drift/alternatives.h"

#define DEPTH_MOST 12

/* Appends one part to every alternative from `first` on. */
static void add_part(struct alternatives *all, size_t first, const struct contract_schema *schema)
{
    for (size_t i = first; i < all->count; i++) {
        struct alternative *one = &all->at[i];

        if (one->count == ALTERNATIVE_PARTS) {
            all->is_unknown = true;
            return;
        }
        one->parts[one->count++] = schema;
        one->types &= schema->types;
    }
}

static void expand(struct alternatives *all, size_t first, const struct contract_schema *schema,
                   unsigned depth);

/* Alternatives from `first` on, once for each of the choices. */
static void multiply(struct alternatives *all, size_t first, const struct contract_schema *const *choices,
                     size_t count, unsigned depth)
{
    size_t width = all->count - first;
    struct alternative base[ALTERNATIVES_MOST];

    if (count == 0 || all->is_unknown)
        return;
    if (width * count > ALTERNATIVES_MOST - first) {
        all->is_unknown = true;
        return;
    }
    memcpy(base, &all->at[first], width * sizeof *base);
    all->count = first;
    for (size_t i = 0; i < count && !all->is_unknown; i++) {
        size_t start = all->count;

        if (start + width > ALTERNATIVES_MOST) {
            all->is_unknown = true;
            return;
        }
        memcpy(&all->at[start], base, width * sizeof *base);
        all->count += width;
        expand(all, start, choices[i], depth + 1);
    }
}

static void expand(struct alternatives *all, size_t first, const struct contract_schema *schema,
                   unsigned depth)
{
    if (schema->is_unknown || depth > DEPTH_MOST) {
        all->is_unknown = true;
        return;
    }
    all->has_types |= schema->types_said || schema->types != CONTRACT_ANY_TYPE;
    add_part(all, first, schema);
    for (size_t i = 0; i < schema->all_count && !all->is_unknown; i++)
        expand(all, first, schema->all_of[i], depth + 1);
    multiply(all, first, schema->any_of, schema->any_count, depth);
    multiply(all, first, schema->one_of, schema->one_count, depth);
}

void alternatives_of(const struct contract_schema *const *schemas, size_t count, struct alternatives *ret)
{
    ret->count = 0;
    ret->is_unknown = count == 0;
    ret->has_types = false;
    for (size_t i = 0; i < count && !ret->is_unknown; i++) {
        size_t first = ret->count;

        if (first == ALTERNATIVES_MOST) {
            ret->is_unknown = true;
            return;
        }
        ret->at[ret->count++] = (struct alternative){ .types = CONTRACT_ANY_TYPE };
        expand(ret, first, schemas[i], 0);
        /* `nullable: true` beside allOf is common, and means the value whatever the parts say (contract/schema.h). */
        for (size_t j = first; j < ret->count && contract_types(schemas[i]) & CONTRACT_NULL; j++)
            ret->at[j].types |= CONTRACT_NULL;
    }
}

unsigned alternatives_types(const struct alternatives *all)
{
    unsigned types = 0;

    for (size_t i = 0; i < all->count; i++)
        types |= all->at[i].types;
    return types;
}

struct slice alternatives_say(const struct alternatives *all, struct arena *arena)
{
    static const struct {
        unsigned bit;
        const char *name;
    } names[] = {
        { CONTRACT_STRING, "string" },   { CONTRACT_NUMBER, "number" }, { CONTRACT_INTEGER, "integer" },
        { CONTRACT_BOOLEAN, "boolean" }, { CONTRACT_ARRAY, "array" },   { CONTRACT_OBJECT, "object" },
        { CONTRACT_NULL, "null" },
    };
    unsigned types = alternatives_types(all);
    struct slice said = SLICE("");

    if (types == CONTRACT_ANY_TYPE)
        return said;
    if (types & CONTRACT_NUMBER)
        types &= ~(unsigned)CONTRACT_INTEGER;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (types & names[i].bit)
            said = arena_printf(arena, "%.*s%s%s", SLICE_ARG(said), said.len ? " or " : "", names[i].name);
    return types ? said : SLICE("nothing");
}
