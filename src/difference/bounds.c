/* SPDX-License-Identifier: Apache-2.0 */
/* Bounds: of numbers, of lengths, of how many. One that comes is tighter than none, one that goes is looser. */
#include "difference/schema.h"

#include <inttypes.h>
#include <math.h>

struct count_bound {
    const char *keyword;
    enum difference_kind tightened; /* for requests; the others follow in the order of DIFFERENCE_BOUND */
    unsigned type;
    bool is_least;
    bool old_has, new_has;
    uint64_t old, new;
};

static void tell(const struct difference_sides *sides, enum difference_kind tightened, bool is_tighter,
                 struct difference_edit edit)
{
    enum difference_kind sent = tightened + (is_tighter ? 0 : 2);

    difference_tell(sides, sent, sent + 1, edit);
}

static struct slice count_text(const struct difference_sides *sides, bool has, uint64_t count)
{
    return has ? arena_printf(&sides->finder->out->arena, "%" PRIu64, count) : (struct slice){ 0 };
}

static void compare_count(const struct difference_sides *sides, const struct count_bound *bound)
{
    struct difference_edit edit;
    bool is_tighter;

    if (!(sides->old->types & sides->new->types & bound->type))
        return;
    if (bound->old_has == bound->new_has && (!bound->old_has || bound->old == bound->new))
        return;
    edit = difference_edit_at(sides, slice_of(bound->keyword));
    edit.before = count_text(sides, bound->old_has, bound->old);
    edit.after = count_text(sides, bound->new_has, bound->new);
    if (bound->old_has && bound->new_has)
        is_tighter = bound->is_least ? bound->new > bound->old : bound->new < bound->old;
    else
        is_tighter = bound->new_has;
    tell(sides, bound->tightened, is_tighter, edit);
}

/* A least number of 0 says nothing. */
static void compare_counts(const struct difference_sides *sides)
{
    const struct contract_schema *old = sides->old->whole, *new = sides->new->whole;
    const struct count_bound bounds[] = {
        { "minLength", DIFFERENCE_REQUEST_MIN_LENGTH_TIGHTENED, CONTRACT_STRING, true,
          old->has_length_min && old->length_min, new->has_length_min &&new->length_min, old->length_min,
          new->length_min },
        { "maxLength", DIFFERENCE_REQUEST_MAX_LENGTH_TIGHTENED, CONTRACT_STRING, false, old->has_length_max,
          new->has_length_max, old->length_max, new->length_max },
        { "minItems", DIFFERENCE_REQUEST_MIN_ITEMS_TIGHTENED, CONTRACT_ARRAY, true,
          old->has_items_min && old->items_min, new->has_items_min &&new->items_min, old->items_min,
          new->items_min },
        { "maxItems", DIFFERENCE_REQUEST_MAX_ITEMS_TIGHTENED, CONTRACT_ARRAY, false, old->has_items_max,
          new->has_items_max, old->items_max, new->items_max },
        { "minProperties", DIFFERENCE_REQUEST_MIN_PROPERTIES_TIGHTENED, CONTRACT_OBJECT, true,
          old->has_members_min && old->members_min, new->has_members_min &&new->members_min, old->members_min,
          new->members_min },
        { "maxProperties", DIFFERENCE_REQUEST_MAX_PROPERTIES_TIGHTENED, CONTRACT_OBJECT, false,
          old->has_members_max, new->has_members_max, old->members_max, new->members_max },
    };

    for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++)
        compare_count(sides, &bounds[i]);
    if (old->unique_items == new->unique_items || !(sides->old->types & sides->new->types &CONTRACT_ARRAY))
        return;
    if (new->unique_items)
        difference_tell(sides, DIFFERENCE_EITHER(UNIQUE_ITEMS_ADDED),
                        difference_edit_at(sides, SLICE("uniqueItems")));
    else
        difference_tell(sides, DIFFERENCE_EITHER(UNIQUE_ITEMS_REMOVED),
                        difference_edit_at(sides, SLICE("uniqueItems")));
}

/* A bound of a number as it is written: under the keyword, or, since 3.1, under its exclusive twin. */
struct number_bound {
    struct slice keyword, text;
    bool has, is_excluded;
    double value;
};

static struct number_bound number_bound(const struct difference_sides *sides,
                                        const struct difference_flat *flat, bool is_minimum)
{
    const struct contract_schema *whole = flat->whole;
    struct slice twin = is_minimum ? SLICE("exclusiveMinimum") : SLICE("exclusiveMaximum");
    struct number_bound bound = {
        .keyword = is_minimum ? SLICE("minimum") : SLICE("maximum"),
        .has = is_minimum ? whole->has_minimum : whole->has_maximum,
        .is_excluded = is_minimum ? whole->minimum_excluded : whole->maximum_excluded,
        .value = is_minimum ? whole->minimum : whole->maximum,
    };
    const struct tree_node *node = difference_flat_node(flat, twin);
    double written;

    if (!bound.has)
        return bound;
    if (node && node->kind == TREE_NUMBER && tree_number(node, &written) && !(written < bound.value) &&
        !(written > bound.value))
        bound.keyword = twin;
    else
        node = difference_flat_node(flat, bound.keyword);
    bound.text = node ? node->text : (struct slice){ 0 };
    if (bound.is_excluded)
        bound.text = arena_printf(&sides->finder->out->arena, "%s %.*s", is_minimum ? "above" : "below",
                                  SLICE_ARG(bound.text));
    return bound;
}

/* <0: the new one is looser, >0: tighter. */
static int tighter(const struct number_bound *old, const struct number_bound *new, bool is_minimum)
{
    if (!old->has || !new->has)
        return new->has - old->has;
    if (new->value > old->value)
        return is_minimum ? 1 : -1;
    if (new->value < old->value)
        return is_minimum ? -1 : 1;
    return new->is_excluded - old->is_excluded;
}

static void compare_limit(const struct difference_sides *sides, bool is_minimum,
                          enum difference_kind tightened)
{
    struct number_bound old = number_bound(sides, sides->old, is_minimum);
    struct number_bound new = number_bound(sides, sides->new, is_minimum);
    int order = tighter(&old, &new, is_minimum);

    if (order)
        tell(sides, tightened, order > 0,
             (struct difference_edit){ .before = old.text,
                                       .after = new.text,
                                       .old_at = difference_flat_at(sides->old, old.keyword),
                                       .new_at = difference_flat_at(sides->new, new.keyword) });
}

static bool is_multiple(double value, double step)
{
    return step > 0 && fabs(remainder(value, step)) < step * 1e-9;
}

static void compare_steps(const struct difference_sides *sides)
{
    const struct contract_schema *old = sides->old->whole, *new = sides->new->whole;
    struct difference_edit edit = difference_edit_at(sides, SLICE("multipleOf"));
    const struct tree_node *before = difference_flat_node(sides->old, SLICE("multipleOf"));
    const struct tree_node *after = difference_flat_node(sides->new, SLICE("multipleOf"));

    if (!old->has_multiple_of && !new->has_multiple_of)
        return;
    edit.before = before ? before->text : (struct slice){ 0 };
    edit.after = after ? after->text : (struct slice){ 0 };
    if (!old->has_multiple_of || !new->has_multiple_of)
        tell(sides, DIFFERENCE_REQUEST_MULTIPLE_OF_TIGHTENED, new->has_multiple_of, edit);
    else if (!(old->multiple_of < new->multiple_of) && !(old->multiple_of > new->multiple_of))
        return;
    else if (is_multiple(new->multiple_of, old->multiple_of) ||
             is_multiple(old->multiple_of, new->multiple_of))
        tell(sides, DIFFERENCE_REQUEST_MULTIPLE_OF_TIGHTENED, new->multiple_of > old->multiple_of, edit);
    else
        difference_tell(sides, DIFFERENCE_EITHER(MULTIPLE_OF_CHANGED), edit);
}

void difference_bounds(const struct difference_sides *sides)
{
    compare_counts(sides);
    if (!(sides->old->types & sides->new->types &CONTRACT_NUMBER) &&
        !(sides->old->types & sides->new->types &CONTRACT_INTEGER))
        return;
    compare_limit(sides, true, DIFFERENCE_REQUEST_MINIMUM_TIGHTENED);
    compare_limit(sides, false, DIFFERENCE_REQUEST_MAXIMUM_TIGHTENED);
    compare_steps(sides);
}
