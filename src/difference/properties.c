/* SPDX-License-Identifier: Apache-2.0 */
/* What is inside objects and arrays. A property that is readOnly is no part of requests, one that is writeOnly none of responses
 * (OpenAPI 3.0.3 4.7.24.2), so each direction has its own idea of which properties there are. */
#include "difference/schema.h"

/* In which directions a property is there, and in which it must be. */
struct presence {
    unsigned directions, required;
    bool is_known; /* its schema could be made flat */
};

static struct presence presence_of(const struct difference_sides *sides,
                                   const struct difference_property *property)
{
    const struct difference_flat *flat = difference_flat(&sides->finder->graph.flats, property->schema);
    struct presence presence = { DIFFERENCE_BOTH_BITS, 0, flat != NULL };

    if (flat && flat->whole->read_only)
        presence.directions &= ~DIFFERENCE_SENT_BIT;
    if (flat && flat->whole->write_only)
        presence.directions &= ~DIFFERENCE_READ_BIT;
    if (property->is_required)
        presence.required = presence.directions;
    return presence;
}

static enum difference_kind where(unsigned directions, unsigned bit, enum difference_kind kind)
{
    return directions & bit ? kind : DIFFERENCE_KINDS;
}

static bool is_closed(const struct difference_flat *flat)
{
    return flat->whole->additional_kind == ADDITIONAL_FORBIDDEN;
}

static void tell_became_required(const struct difference_sides *sides,
                                 const struct difference_property *property, unsigned directions,
                                 struct difference_edit edit)
{
    edit.name = property->name;
    difference_tell_step(sides,
                         where(directions, DIFFERENCE_SENT_BIT, DIFFERENCE_REQUEST_PROPERTY_BECAME_REQUIRED),
                         where(directions, DIFFERENCE_READ_BIT, DIFFERENCE_RESPONSE_PROPERTY_BECAME_REQUIRED),
                         property->name, edit);
}

static void tell_became_optional(const struct difference_sides *sides,
                                 const struct difference_property *property, unsigned directions,
                                 struct difference_edit edit)
{
    edit.name = property->name;
    difference_tell_step(sides,
                         where(directions, DIFFERENCE_SENT_BIT, DIFFERENCE_REQUEST_PROPERTY_BECAME_OPTIONAL),
                         where(directions, DIFFERENCE_READ_BIT, DIFFERENCE_RESPONSE_PROPERTY_BECAME_OPTIONAL),
                         property->name, edit);
}

/* `was` is what was required before: the name of a property that nobody described may have been listed already. */
static void tell_added(const struct difference_sides *sides, const struct difference_property *property,
                       unsigned was)
{
    struct presence presence = presence_of(sides, property);
    struct difference_edit edit = { .name = property->name,
                                    .old_at = difference_flat_at(sides->old, SLICE("properties")),
                                    .new_at = property->at };
    enum difference_kind read = is_closed(sides->old) ? DIFFERENCE_RESPONSE_CLOSED_PROPERTY_ADDED
                                                      : DIFFERENCE_RESPONSE_PROPERTY_ADDED;

    difference_tell_step(sides,
                         where(presence.directions, DIFFERENCE_SENT_BIT,
                               presence.required & ~was & DIFFERENCE_SENT_BIT
                                   ? DIFFERENCE_REQUEST_REQUIRED_PROPERTY_ADDED
                                   : DIFFERENCE_REQUEST_PROPERTY_ADDED),
                         where(presence.directions, DIFFERENCE_READ_BIT, read), property->name, edit);
}

static void tell_removed(const struct difference_sides *sides, const struct difference_property *property)
{
    struct presence presence = presence_of(sides, property);
    struct difference_edit edit = { .name = property->name,
                                    .old_at = property->at,
                                    .new_at = difference_flat_at(sides->new, SLICE("properties")) };
    enum difference_kind sent = is_closed(sides->new) ? DIFFERENCE_REQUEST_CLOSED_PROPERTY_REMOVED
                                                      : DIFFERENCE_REQUEST_PROPERTY_REMOVED;

    difference_tell_step(sides, where(presence.directions, DIFFERENCE_SENT_BIT, sent),
                         where(presence.directions, DIFFERENCE_READ_BIT,
                               presence.required & DIFFERENCE_READ_BIT
                                   ? DIFFERENCE_RESPONSE_PROPERTY_REMOVED
                                   : DIFFERENCE_RESPONSE_OPTIONAL_PROPERTY_REMOVED),
                         property->name, edit);
}

/* Both are described, or both are only listed as required. */
static void compare_property(const struct difference_sides *sides, const struct difference_property *old,
                             const struct difference_property *new)
{
    struct presence was = presence_of(sides, old), is = presence_of(sides, new);
    struct difference_edit edit = { .old_at = old->at, .new_at = new->at };
    unsigned stricter = is.required & ~was.required, looser = was.required & ~is.required & is.directions;

    if (stricter)
        tell_became_required(sides, new, stricter, edit);
    if (looser)
        tell_became_optional(sides, new, looser, edit);
    difference_step(sides, new->name, was.directions | is.directions, old->schema, new->schema);
}

/* The same name, guessed to stand where it stood. */
static const struct difference_property *counterpart(const struct difference_flat *flat, size_t guess,
                                                     struct slice name)
{
    if (guess < flat->property_count && slice_eq(flat->properties[guess].name, name))
        return &flat->properties[guess];
    return difference_flat_property(flat, name);
}

/* `old` may be NULL. A name that is only listed as required could always be there: it is neither added nor removed. */
static void compare_new(const struct difference_sides *sides, const struct difference_property *old,
                        const struct difference_property *new)
{
    struct difference_edit edit = { .old_at = sides->old->schema->at, .new_at = new->at };

    if (old && old->is_named == new->is_named)
        compare_property(sides, old, new);
    else if (new->is_named)
        tell_added(sides, new, old ? DIFFERENCE_BOTH_BITS : 0);
    else if (!old)
        tell_became_required(sides, new, DIFFERENCE_BOTH_BITS, edit);
}

static void compare_old(const struct difference_sides *sides, const struct difference_property *old,
                        const struct difference_property *new)
{
    struct difference_edit edit = { .old_at = old->at, .new_at = sides->new->schema->at };

    if (old->is_named && (!new || !new->is_named))
        tell_removed(sides, old);
    else if (!new)
        tell_became_optional(sides, old, DIFFERENCE_BOTH_BITS, edit);
}

static void compare_named(const struct difference_sides *sides)
{
    size_t guess = 0;

    for (size_t i = 0; i < sides->new->property_count; i++) {
        const struct difference_property *new = &sides->new->properties[i];
        const struct difference_property *old = counterpart(sides->old, guess, new->name);

        if (old)
            guess = (size_t)(old - sides->old->properties) + 1;
        compare_new(sides, old, new);
    }
    guess = 0;
    for (size_t i = 0; i < sides->old->property_count; i++) {
        const struct difference_property *old = &sides->old->properties[i];
        const struct difference_property *new = counterpart(sides->new, guess, old->name);

        if (new)
            guess = (size_t)(new - sides->new->properties) + 1;
        compare_old(sides, old, new);
    }
}

/* What is not said is allowed (JSON Schema 2020-12 10.3.2.3). */
static enum contract_additional additional_kind(const struct difference_flat *flat)
{
    enum contract_additional kind = flat->whole->additional_kind;

    return kind == ADDITIONAL_UNSAID ? ADDITIONAL_ALLOWED : kind;
}

static void compare_additional(const struct difference_sides *sides)
{
    enum contract_additional old = additional_kind(sides->old), new = additional_kind(sides->new);
    struct difference_edit edit = difference_edit_at(sides, SLICE("additionalProperties"));

    if (old == ADDITIONAL_SCHEMA && new == ADDITIONAL_SCHEMA)
        difference_step(sides, SLICE("*"), DIFFERENCE_BOTH_BITS, sides->old->whole->additional,
                        sides->new->whole->additional);
    else if (old != ADDITIONAL_FORBIDDEN && new == ADDITIONAL_FORBIDDEN)
        difference_tell(sides, DIFFERENCE_EITHER(ADDITIONAL_CLOSED), edit);
    else if (old == ADDITIONAL_FORBIDDEN && new != ADDITIONAL_FORBIDDEN)
        difference_tell(sides, DIFFERENCE_EITHER(ADDITIONAL_OPENED), edit);
    else if (old == ADDITIONAL_ALLOWED && new == ADDITIONAL_SCHEMA)
        difference_tell(sides, DIFFERENCE_EITHER(ADDITIONAL_NARROWED), edit);
    else if (old == ADDITIONAL_SCHEMA && new == ADDITIONAL_ALLOWED)
        difference_tell(sides, DIFFERENCE_EITHER(ADDITIONAL_WIDENED), edit);
}

static const struct contract_property *pattern_find(const struct contract_schema *schema,
                                                    const struct difference_index *index,
                                                    struct slice pattern)
{
    size_t place = schema->pattern_count == 0
                       ? SIZE_MAX
                       : difference_index_find(index, &schema->patterns->name, sizeof *schema->patterns,
                                               schema->pattern_count, pattern);

    return place == SIZE_MAX ? NULL : &schema->patterns[place];
}

static bool pattern_index(const struct difference_sides *sides, const struct contract_schema *schema,
                          struct difference_index *ret)
{
    *ret = (struct difference_index){ 0 };
    return schema->pattern_count == 0 ||
           difference_index_make(sides->finder->graph.arena, &schema->patterns->name,
                                 sizeof *schema->patterns, schema->pattern_count, ret);
}

static void compare_patterns(const struct difference_sides *sides)
{
    const struct contract_schema *old = sides->old->whole, *new = sides->new->whole;
    struct difference_edit edit = difference_edit_at(sides, SLICE("patternProperties"));
    struct difference_index olds, news;

    if (!pattern_index(sides, old, &olds) || !pattern_index(sides, new, &news)) {
        sides->finder->out->failed = true;
        return;
    }
    for (size_t i = 0; new->patterns &&i < new->pattern_count; i++) {
        const struct contract_property *was = pattern_find(old, &olds, new->patterns[i].name);

        edit.after = new->patterns[i].name;
        if (was)
            difference_step(sides, SLICE("*"), DIFFERENCE_BOTH_BITS, was->schema, new->patterns[i].schema);
        else
            difference_tell(sides, DIFFERENCE_EITHER(PATTERN_PROPERTY_ADDED), edit);
    }
    edit.after = (struct slice){ 0 };
    for (size_t i = 0; old->patterns && i < old->pattern_count; i++) {
        edit.before = old->patterns[i].name;
        if (!pattern_find(new, &news, old->patterns[i].name))
            difference_tell(sides, DIFFERENCE_EITHER(PATTERN_PROPERTY_REMOVED), edit);
    }
}

static void compare_names(const struct difference_sides *sides)
{
    const struct contract_schema *old = sides->old->whole->names, *new = sides->new->whole->names;
    struct difference_edit edit = difference_edit_at(sides, SLICE("propertyNames"));

    if (!old && new)
        difference_tell(sides, DIFFERENCE_EITHER(NAMES_ADDED), edit);
    else if (old && !new)
        difference_tell(sides, DIFFERENCE_EITHER(NAMES_REMOVED), edit);
    else
        difference_step(sides, SLICE("{name}"), DIFFERENCE_BOTH_BITS, old, new);
}

void difference_properties(const struct difference_sides *sides)
{
    if (!(sides->old->types & sides->new->types &CONTRACT_OBJECT))
        return;
    compare_named(sides);
    compare_additional(sides);
    compare_patterns(sides);
    compare_names(sides);
}

static void compare_tuples(const struct difference_sides *sides)
{
    const struct contract_schema *old = sides->old->whole, *new = sides->new->whole;
    struct difference_edit edit = difference_edit_at(sides, SLICE("prefixItems"));
    size_t most = old->prefix_count > new->prefix_count ? old->prefix_count : new->prefix_count;

    for (size_t i = 0; i < most; i++) {
        struct slice step = arena_printf(sides->finder->graph.arena, "%zu", i);

        edit.name = step;
        if (i >= old->prefix_count)
            difference_tell_step(sides, DIFFERENCE_EITHER(TUPLE_ITEM_ADDED), step, edit);
        else if (i >= new->prefix_count)
            difference_tell_step(sides, DIFFERENCE_EITHER(TUPLE_ITEM_REMOVED), step, edit);
        else
            difference_step(sides, step, DIFFERENCE_BOTH_BITS, old->prefix_items[i], new->prefix_items[i]);
    }
}

void difference_elements(const struct difference_sides *sides)
{
    const struct contract_schema *old = sides->old->whole->items, *new = sides->new->whole->items;
    struct difference_edit edit = difference_edit_at(sides, SLICE("items"));

    if (!(sides->old->types & sides->new->types &CONTRACT_ARRAY))
        return;
    if (!old && new)
        difference_tell(sides, DIFFERENCE_EITHER(ITEMS_ADDED), edit);
    else if (old && !new)
        difference_tell(sides, DIFFERENCE_EITHER(ITEMS_REMOVED), edit);
    else
        difference_step(sides, SLICE("[]"), DIFFERENCE_BOTH_BITS, old, new);
    compare_tuples(sides);
}
