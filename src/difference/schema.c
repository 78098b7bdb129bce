/* SPDX-License-Identifier: Apache-2.0 */
/* One schema against another: what kind of value it is. Where that changed altogether, nothing further is compared. */
#include "difference/schema.h"

void difference_tell_step(const struct difference_sides *sides, enum difference_kind sent,
                          enum difference_kind read, struct slice step, struct difference_edit edit)
{
    difference_note(&sides->finder->graph, sides->pair,
                    (struct difference_local){ .kinds = { (uint16_t)sent, (uint16_t)read },
                                               .step = step,
                                               .has_step = true,
                                               .name = edit.name,
                                               .before = edit.before,
                                               .after = edit.after,
                                               .old_at = edit.old_at,
                                               .new_at = edit.new_at });
}

void difference_tell(const struct difference_sides *sides, enum difference_kind sent,
                     enum difference_kind read, struct difference_edit edit)
{
    difference_note(&sides->finder->graph, sides->pair,
                    (struct difference_local){ .kinds = { (uint16_t)sent, (uint16_t)read },
                                               .name = edit.name,
                                               .before = edit.before,
                                               .after = edit.after,
                                               .old_at = edit.old_at,
                                               .new_at = edit.new_at });
}

struct difference_edit difference_edit_at(const struct difference_sides *sides, struct slice keyword)
{
    return (struct difference_edit){ .old_at = difference_flat_at(sides->old, keyword),
                                     .new_at = difference_flat_at(sides->new, keyword) };
}

void difference_step(const struct difference_sides *sides, struct slice step, unsigned directions,
                     const struct contract_schema *old, const struct contract_schema *new)
{
    struct difference_graph *graph = &sides->finder->graph;

    difference_lead(graph, sides->pair, difference_pair(graph, old, new, false), &step, directions);
}

struct slice difference_types_text(struct difference_finder *finder, unsigned types)
{
    static const struct {
        unsigned bit;
        const char *name;
    } names[] = {
        { CONTRACT_BOOLEAN, "boolean" }, { CONTRACT_NUMBER, "number" }, { CONTRACT_INTEGER, "integer" },
        { CONTRACT_STRING, "string" },   { CONTRACT_ARRAY, "array" },   { CONTRACT_OBJECT, "object" },
        { CONTRACT_NULL, "null" },
    };

    if ((types | CONTRACT_NULL) == CONTRACT_ANY_TYPE)
        return SLICE("anything");
    if (types & CONTRACT_NUMBER) /* an integer is a number */
        types &= ~(unsigned)CONTRACT_INTEGER;
    buffer_reset(&finder->text);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!(types & names[i].bit))
            continue;
        buffer_text(&finder->text, finder->text.len ? " | " : "");
        buffer_text(&finder->text, names[i].name);
    }
    return difference_keep(finder);
}

void difference_types(const struct difference_sides *sides, unsigned old, unsigned new)
{
    struct difference_edit edit = difference_edit_at(sides, SLICE("type"));

    if (old == new)
        return;
    edit.before = difference_types_text(sides->finder, old);
    edit.after = difference_types_text(sides->finder, new);
    if ((old & new) == 0 || ((old & new) != old && (old & new) != new))
        difference_tell(sides, DIFFERENCE_EITHER(TYPE_CHANGED), edit);
    else if ((old & new) == old)
        difference_tell(sides, DIFFERENCE_EITHER(TYPE_WIDENED), edit);
    else
        difference_tell(sides, DIFFERENCE_EITHER(TYPE_NARROWED), edit);
}

/* Whether there is more to compare: values of some type are told of by both. */
static bool compare_types(const struct difference_sides *sides)
{
    unsigned old = sides->old->types, new = sides->new->types;
    bool is_choice = sides->old->union_count || sides->new->union_count;

    if (is_choice && !(sides->old->whole->types_said && sides->new->whole->types_said))
        return true; /* alternatives say it: `type: object` beside them is often left out */
    difference_types(sides, old, new);
    return old == new || ((old & new) && !sides->old->is_anything && !sides->new->is_anything);
}

static void compare_null(const struct difference_sides *sides)
{
    struct slice keyword = SLICE("nullable");

    if (sides->old->has_null == sides->new->has_null || sides->pair->key.ignores_null)
        return;
    if (!difference_flat_node(sides->old, keyword) && !difference_flat_node(sides->new, keyword))
        keyword = SLICE("type");
    if (sides->new->has_null)
        difference_tell(sides, DIFFERENCE_EITHER(NULL_ALLOWED), difference_edit_at(sides, keyword));
    else
        difference_tell(sides, DIFFERENCE_EITHER(NULL_FORBIDDEN), difference_edit_at(sides, keyword));
}

/* readOnly matters to those who send, writeOnly to those who read (OpenAPI 3.0.3 4.7.24.2). */
static void compare_flags(const struct difference_sides *sides)
{
    const struct contract_schema *old = sides->old->whole, *new = sides->new->whole;

    if (old->read_only != new->read_only)
        difference_tell(sides,
                        new->read_only ? DIFFERENCE_REQUEST_PROPERTY_BECAME_READ_ONLY
                                       : DIFFERENCE_REQUEST_PROPERTY_BECAME_WRITABLE,
                        DIFFERENCE_KINDS, difference_edit_at(sides, SLICE("readOnly")));
    if (old->write_only != new->write_only)
        difference_tell(sides, DIFFERENCE_KINDS,
                        new->write_only ? DIFFERENCE_RESPONSE_PROPERTY_BECAME_WRITE_ONLY
                                        : DIFFERENCE_RESPONSE_PROPERTY_BECAME_READABLE,
                        difference_edit_at(sides, SLICE("writeOnly")));
    if (!old->deprecated && new->deprecated)
        difference_tell(sides, DIFFERENCE_EITHER(DEPRECATED), difference_edit_at(sides, SLICE("deprecated")));
    if (old->deprecated && !new->deprecated)
        difference_tell(sides, DIFFERENCE_EITHER(UNDEPRECATED),
                        difference_edit_at(sides, SLICE("deprecated")));
}

/* not: whether one excludes more than the other cannot be told in general. */
static void compare_negated(const struct difference_sides *sides)
{
    const struct contract_schema *old = sides->old->whole->negated, *new = sides->new->whole->negated;
    struct difference_edit edit = difference_edit_at(sides, SLICE("not"));

    if (!old && new)
        difference_tell(sides, DIFFERENCE_EITHER(NOT_ADDED), edit);
    else if (old && !new)
        difference_tell(sides, DIFFERENCE_EITHER(NOT_REMOVED), edit);
    else if (old && new && old->node &&new->node && !tree_equal(old->node, new->node))
        difference_tell(sides, DIFFERENCE_EITHER(NOT_CHANGED), edit);
}

static void compare_whole(const struct difference_sides *sides)
{
    if (!compare_types(sides))
        return;
    compare_null(sides);
    difference_values(sides);
    difference_bounds(sides);
    difference_properties(sides);
    difference_elements(sides);
    compare_negated(sides);
}

static bool compare_never(const struct difference_sides *sides)
{
    if (!sides->old->is_never && !sides->new->is_never)
        return false;
    if (!sides->old->is_never)
        difference_tell(sides, DIFFERENCE_EITHER(VALUE_FORBIDDEN), difference_edit_at(sides, SLICE("not")));
    if (!sides->new->is_never)
        difference_tell(sides, DIFFERENCE_EITHER(VALUE_ALLOWED), difference_edit_at(sides, SLICE("not")));
    return true;
}

void difference_compare(struct difference_finder *finder, struct difference_pair *pair)
{
    struct difference_sides sides = { .finder = finder, .pair = pair };

    sides.old = difference_flat(&finder->graph.flats, pair->key.old);
    sides.new = difference_flat(&finder->graph.flats, pair->key.new);
    if (!sides.old || !sides.new) {
        finder->graph.failed = true;
        return;
    }
    if (sides.old->is_unknown || sides.new->is_unknown || compare_never(&sides))
        return;
    compare_flags(&sides);
    if (!difference_variants(&sides))
        compare_whole(&sides);
    else
        compare_null(&sides);
    difference_discriminators(&sides);
}
