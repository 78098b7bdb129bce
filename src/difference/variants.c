/* SPDX-License-Identifier: Apache-2.0 */
/* oneOf and anyOf. Alternatives have no names of their own, so they are paired by what is most like a name first:
 *
 *   1 the component               {$ref: Pet} is Pet, wherever it stands
 *   2 the value that the discriminator maps to it, or that a constant property has: kind: {const: card}
 *   3 the title
 *   4 of what is no object the type and format
 *   5 of objects most properties in common
 *
 * What stays alone came or went. A schema without alternatives against one with some is an alternative that stands alone:
 * a string that becomes "a string or a number" was not changed, a number was added. */
#include "difference/schema.h"

#include "contract/reference.h"

#define LIKENESS_MOST ((size_t)1 << 17) /* properties looked up in the fifth step */

struct variants {
    struct difference_finder *finder;
    const struct difference_union *from;
    const struct difference_flat **flats;
    struct slice *keys;
    size_t *partners; /* places on the other side; SIZE_MAX: none yet */
    size_t count;
    struct slice discriminator;
    const struct tree_node *mapping;
    struct slice *targets; /* of the mapping, the last part of what it refers to */
    struct difference_index index;
};

static bool targets_make(struct arena *arena, struct variants *variants)
{
    size_t count = variants->mapping ? variants->mapping->count : 0;

    variants->targets = arena_get_array(arena, count + 1, sizeof *variants->targets);
    for (size_t i = 0; variants->targets && i < count; i++)
        variants->targets[i] = reference_name(tree_string(variants->mapping->members[i].value));
    return variants->targets && difference_index_make(arena, variants->targets, sizeof *variants->targets,
                                                      count, &variants->index);
}

static bool variants_make(const struct difference_sides *sides, const struct difference_flat *flat,
                          const struct difference_union *from, struct variants *ret)
{
    struct difference_graph *graph = &sides->finder->graph;
    size_t room = from->count + 1;

    *ret = (struct variants){ .finder = sides->finder,
                              .from = from,
                              .flats = arena_get_array(graph->arena, room, sizeof *ret->flats),
                              .keys = arena_get_array(graph->arena, room, sizeof *ret->keys),
                              .partners = arena_get_array(graph->arena, room, sizeof *ret->partners),
                              .count = from->count,
                              .discriminator = flat->whole->discriminator };
    if (flat->whole->mapping && flat->whole->mapping->kind == TREE_MAPPING)
        ret->mapping = flat->whole->mapping;
    if (!ret->flats || !ret->keys || !ret->partners || !targets_make(graph->arena, ret))
        return false;
    for (size_t i = 0; i < from->count; i++) {
        ret->flats[i] = difference_flat(&graph->flats, from->variants[i]);
        ret->partners[i] = SIZE_MAX;
        if (!ret->flats[i])
            return false;
    }
    return true;
}

static struct slice component_key(const struct variants *variants, size_t i)
{
    return variants->from->variants[i]->name;
}

static struct slice title_key(const struct variants *variants, size_t i)
{
    return variants->flats[i]->whole->title;
}

static struct slice only_value(const struct difference_property *property)
{
    const struct contract_schema *schema = property ? property->schema : NULL;

    return schema && schema->has_choices && schema->choice_count == 1 ? schema->choices[0]->text
                                                                      : (struct slice){ 0 };
}

/* The value of the discriminator that means this variant; without a discriminator that of the first constant property. */
static struct slice value_key(const struct variants *variants, size_t i)
{
    const struct difference_flat *flat = variants->flats[i];
    struct slice value = { 0 };

    if (variants->mapping && flat->schema->name.len) {
        size_t place = difference_index_find(&variants->index, variants->targets, sizeof *variants->targets,
                                             variants->mapping->count, flat->schema->name);

        if (place != SIZE_MAX)
            return variants->mapping->members[place].key;
    }
    if (variants->discriminator.len)
        return only_value(difference_flat_property(flat, variants->discriminator));
    for (size_t p = 0; p < flat->property_count && value.len == 0; p++)
        value = only_value(&flat->properties[p]);
    return value;
}

static struct slice plain_key(const struct variants *variants, size_t i)
{
    const struct difference_flat *flat = variants->flats[i];
    struct slice types;

    if (flat->property_count)
        return (struct slice){ 0 };
    types = difference_types_text(variants->finder, flat->types);
    return arena_printf(variants->finder->graph.arena, "%.*s %.*s", SLICE_ARG(types),
                        SLICE_ARG(flat->whole->format));
}

static void pair(struct variants *old, size_t o, struct variants *new, size_t n)
{
    old->partners[o] = n;
    new->partners[n] = o;
}

typedef struct slice key_of(const struct variants *variants, size_t i);

/* Of the variants that have no partner yet, those whose keys are equal and said. */
static bool pair_by(const struct difference_sides *sides, struct variants *old, struct variants *new,
                    key_of *key)
{
    struct difference_index index;

    for (size_t i = 0; i < old->count; i++)
        old->keys[i] = old->partners[i] == SIZE_MAX ? key(old, i) : (struct slice){ 0 };
    if (!difference_index_make(sides->finder->graph.arena, old->keys, sizeof *old->keys, old->count, &index))
        return false;
    for (size_t i = 0; i < new->count; i++) {
        struct slice name = new->partners[i] == SIZE_MAX ? key(new, i) : (struct slice){ 0 };
        size_t place = name.len
                           ? difference_index_find(&index, old->keys, sizeof *old->keys, old->count, name)
                           : SIZE_MAX;

        if (place != SIZE_MAX && old->partners[place] == SIZE_MAX)
            pair(old, place, new, i);
    }
    return true;
}

/* 0: not the same thing. */
static size_t likeness(const struct difference_flat *old, const struct difference_flat *new)
{
    size_t common = 0;

    if (old->types != new->types)
        return 0;
    if (!slice_eq(old->whole->format, new->whole->format))
        return 0;
    if (old->property_count == 0 || new->property_count == 0)
        return 1 + (old->property_count == new->property_count);
    for (size_t i = 0; i < old->property_count; i++)
        common += difference_flat_property(new, old->properties[i].name) != NULL;
    return 2 * common > old->property_count || 2 * common > new->property_count ? 2 + common : 0;
}

static void pair_by_likeness(struct variants *old, struct variants *new)
{
    size_t left = LIKENESS_MOST;

    for (size_t n = 0; n < new->count; n++) {
        size_t best = 0, place = SIZE_MAX;

        for (size_t o = 0; o < old->count && new->partners[n] == SIZE_MAX &&left; o++) {
            size_t like = 0;

            if (old->partners[o] == SIZE_MAX) {
                like = likeness(old->flats[o], new->flats[n]);
                left -= left > old->flats[o]->property_count ? old->flats[o]->property_count + 1 : left;
            }
            if (like > best) {
                best = like;
                place = o;
            }
        }
        if (place != SIZE_MAX)
            pair(old, place, new, n);
    }
}

/* What a reader would call it. */
static struct slice variant_text(struct difference_finder *finder, const struct difference_flat *flat)
{
    struct slice types;

    if (flat->schema->name.len)
        return flat->schema->name;
    if (flat->whole->title.len)
        return flat->whole->title;
    types = difference_types_text(finder, flat->types);
    buffer_reset(&finder->text);
    buffer_append(&finder->text, types);
    for (size_t i = 0; i < flat->property_count && i < 4; i++) {
        buffer_text(&finder->text, i ? ", " : " of ");
        buffer_append(&finder->text, flat->properties[i].name);
    }
    return difference_keep(finder);
}

static struct slice union_text(struct difference_finder *finder, const struct variants *variants)
{
    struct slice all = { 0 };

    for (size_t i = 0; i < variants->count && i < 4; i++) {
        struct slice one = variant_text(finder, variants->flats[i]);

        all = all.len ? arena_printf(&finder->out->arena, "%.*s, %.*s", SLICE_ARG(all), SLICE_ARG(one)) : one;
    }
    return all;
}

static struct slice union_keyword(const struct difference_union *from)
{
    return from->is_one_of ? SLICE("oneOf") : SLICE("anyOf");
}

static struct position union_at(const struct difference_union *from)
{
    return difference_key(from->owner->node, union_keyword(from), from->owner->at);
}

static void tell_variants(const struct difference_sides *sides, const struct variants *old,
                          const struct variants *new)
{
    struct difference_graph *graph = &sides->finder->graph;
    bool speaks_of_null = old->from->has_null || new->from->has_null;

    for (size_t i = 0; i < new->count; i++) {
        struct difference_edit edit = { .old_at = union_at(old->from), .new_at = new->from->variants[i]->at };

        if (new->partners[i] != SIZE_MAX) {
            difference_lead(graph, sides->pair,
                            difference_pair(graph, old->from->variants[new->partners[i]],
                                            new->from->variants[i], speaks_of_null),
                            NULL, DIFFERENCE_BOTH_BITS);
            continue;
        }
        edit.after = variant_text(sides->finder, new->flats[i]);
        difference_tell(sides, DIFFERENCE_EITHER(VARIANT_ADDED), edit);
    }
    for (size_t i = 0; i < old->count; i++) {
        struct difference_edit edit = { .old_at = old->from->variants[i]->at, .new_at = union_at(new->from) };

        if (old->partners[i] != SIZE_MAX)
            continue;
        edit.before = variant_text(sides->finder, old->flats[i]);
        difference_tell(sides, DIFFERENCE_EITHER(VARIANT_REMOVED), edit);
    }
}

static void compare_union(const struct difference_sides *sides, const struct difference_union *old_union,
                          const struct difference_union *new_union)
{
    struct variants old, new;

    if (!variants_make(sides, sides->old, old_union, &old) ||
        !variants_make(sides, sides->new, new_union, &new) || !pair_by(sides, &old, &new, component_key) ||
        !pair_by(sides, &old, &new, value_key) || !pair_by(sides, &old, &new, title_key) ||
        !pair_by(sides, &old, &new, plain_key)) {
        sides->finder->graph.failed = true;
        return;
    }
    pair_by_likeness(&old, &new);
    tell_variants(sides, &old, &new);
    if (old_union->is_one_of == new_union->is_one_of || old.count < 2 || new.count < 2)
        return;
    if (old_union->is_one_of)
        difference_tell(
            sides, DIFFERENCE_EITHER(ONE_OF_BECAME_ANY_OF),
            (struct difference_edit){ .old_at = union_at(old_union), .new_at = union_at(new_union) });
    else
        difference_tell(
            sides, DIFFERENCE_EITHER(ANY_OF_BECAME_ONE_OF),
            (struct difference_edit){ .old_at = union_at(old_union), .new_at = union_at(new_union) });
}

/* Alternatives that are asked for beside what is said anyway. */
static void tell_union(const struct difference_sides *sides, const struct difference_flat *flat,
                       const struct difference_union *from, bool is_added)
{
    struct difference_edit edit = difference_edit_at(sides, union_keyword(from));
    struct variants variants;

    if (!variants_make(sides, flat, from, &variants)) {
        sides->finder->graph.failed = true;
        return;
    }
    if (is_added) {
        edit.after = union_text(sides->finder, &variants);
        difference_tell(sides, DIFFERENCE_EITHER(VARIANTS_ADDED), edit);
    } else {
        edit.before = union_text(sides->finder, &variants);
        difference_tell(sides, DIFFERENCE_EITHER(VARIANTS_REMOVED), edit);
    }
}

/* Whether the alternatives of one side stand for all that is said, and the other side is one of them. */
static bool is_lone_variant(const struct difference_flat *with, const struct difference_flat *without)
{
    return without->union_count == 0 && with->union_count == 1 && with->property_count == 0 &&
           !without->is_anything;
}

static bool has_several_types(unsigned types)
{
    if (types & CONTRACT_NUMBER)
        types &= ~(unsigned)CONTRACT_INTEGER;
    return (types & (types - 1)) != 0;
}

/* type: [string, integer] on one side, an alternative for each type on the other: two ways to say a thing. */
static bool is_type_list(const struct difference_sides *sides)
{
    const struct difference_flat *old = sides->old, *new = sides->new;

    return (is_lone_variant(new, old) && has_several_types(old->types)) ||
           (is_lone_variant(old, new) && has_several_types(new->types));
}

static unsigned types_of(const struct difference_sides *sides, const struct difference_flat *flat)
{
    unsigned types = 0;

    if (flat->union_count == 0)
        return flat->types;
    for (size_t i = 0; i < flat->unions[0].count; i++) {
        const struct difference_flat *variant =
            difference_flat(&sides->finder->graph.flats, flat->unions[0].variants[i]);

        types |= variant ? variant->types : 0;
    }
    return types;
}

static void compare_type_list(const struct difference_sides *sides)
{
    difference_types(sides, types_of(sides, sides->old), types_of(sides, sides->new));
}

/* Kinds that a discriminator tells apart without a oneOf (OpenAPI 3.1 4.8.25), then and else: told like alternatives. */
static void compare_besides(const struct difference_sides *sides)
{
    if (sides->old->besides.count || sides->new->besides.count)
        compare_union(sides, &sides->old->besides, &sides->new->besides);
}

bool difference_variants(const struct difference_sides *sides)
{
    const struct difference_flat *old = sides->old, *new = sides->new;
    struct difference_union old_lone = { .variants = &sides->pair->key.old,
                                         .count = 1,
                                         .owner = old->schema };
    struct difference_union new_lone = { .variants = &sides->pair->key.new,
                                         .count = 1,
                                         .owner = new->schema };
    size_t both = old->union_count < new->union_count ? old->union_count : new->union_count;

    compare_besides(sides);
    if (is_type_list(sides)) {
        compare_type_list(sides);
        return true;
    }
    if (is_lone_variant(new, old)) {
        old_lone.has_null = old->has_null;
        compare_union(sides, &old_lone, &new->unions[0]);
        return true;
    }
    if (is_lone_variant(old, new)) {
        new_lone.has_null = new->has_null;
        compare_union(sides, &old->unions[0], &new_lone);
        return true;
    }
    for (size_t i = 0; i < both; i++)
        compare_union(sides, &old->unions[i], &new->unions[i]);
    for (size_t i = both; i < new->union_count; i++)
        tell_union(sides, new, &new->unions[i], true);
    for (size_t i = both; i < old->union_count; i++)
        tell_union(sides, old, &old->unions[i], false);
    return false;
}

/* What a value of the discriminator leads to, by the last part of the reference: documents move their components. */
static struct slice target_of(const struct tree_node *mapping, struct slice value)
{
    struct slice target = tree_string(tree_get(mapping, value)), name = reference_name(target);

    return name.len ? name : target;
}

static void compare_mappings(const struct difference_sides *sides)
{
    const struct tree_node *old = sides->old->whole->mapping, *new = sides->new->whole->mapping;
    struct difference_edit edit = difference_edit_at(sides, SLICE("discriminator"));

    for (size_t i = 0; new &&new->kind == TREE_MAPPING &&i < new->count; i++) {
        edit.name = new->members[i].key;
        edit.before = target_of(old, edit.name);
        edit.after = target_of(new, edit.name);
        if (!tree_get(old, edit.name))
            difference_tell(sides, DIFFERENCE_EITHER(MAPPING_ADDED), edit);
        else if (!slice_eq(edit.before, edit.after))
            difference_tell(sides, DIFFERENCE_EITHER(MAPPING_CHANGED), edit);
    }
    edit.after = (struct slice){ 0 };
    for (size_t i = 0; old && old->kind == TREE_MAPPING && i < old->count; i++) {
        edit.name = old->members[i].key;
        edit.before = target_of(old, edit.name);
        if (!tree_get(new, edit.name))
            difference_tell(sides, DIFFERENCE_EITHER(MAPPING_REMOVED), edit);
    }
}

void difference_discriminators(const struct difference_sides *sides)
{
    struct slice old = sides->old->whole->discriminator, new = sides->new->whole->discriminator;
    struct difference_edit edit = difference_edit_at(sides, SLICE("discriminator"));

    edit.before = old;
    edit.after = new;
    if (slice_eq(old, new)) {
        compare_mappings(sides);
        return;
    }
    if (old.len == 0)
        difference_tell(sides, DIFFERENCE_EITHER(DISCRIMINATOR_ADDED), edit);
    else if (new.len == 0)
        difference_tell(sides, DIFFERENCE_EITHER(DISCRIMINATOR_REMOVED), edit);
    else
        difference_tell(sides, DIFFERENCE_EITHER(DISCRIMINATOR_CHANGED), edit);
}
