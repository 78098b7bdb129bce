/* SPDX-License-Identifier: Apache-2.0 */
#include "difference/merge.h"

static void merge_numbers(struct contract_schema *into, const struct contract_schema *part)
{
    bool is_higher = part->has_minimum && (!into->has_minimum || part->minimum > into->minimum);
    bool is_lower = part->has_maximum && (!into->has_maximum || part->maximum < into->maximum);

    if (is_higher) {
        into->minimum = part->minimum;
        into->minimum_excluded = part->minimum_excluded;
    } else if (part->has_minimum && part->minimum_excluded && !(part->minimum < into->minimum)) {
        into->minimum_excluded = true;
    }
    if (is_lower) {
        into->maximum = part->maximum;
        into->maximum_excluded = part->maximum_excluded;
    } else if (part->has_maximum && part->maximum_excluded && !(part->maximum > into->maximum)) {
        into->maximum_excluded = true;
    }
    if (!into->has_multiple_of)
        into->multiple_of = part->multiple_of;
    into->has_minimum |= part->has_minimum;
    into->has_maximum |= part->has_maximum;
    into->has_multiple_of |= part->has_multiple_of;
}

static void merge_least(bool *has, uint64_t *bound, bool more_has, uint64_t more)
{
    if (more_has && (!*has || more > *bound))
        *bound = more;
    *has |= more_has;
}

static void merge_most(bool *has, uint64_t *bound, bool more_has, uint64_t more)
{
    if (more_has && (!*has || more < *bound))
        *bound = more;
    *has |= more_has;
}

static void merge_counts(struct contract_schema *into, const struct contract_schema *part)
{
    merge_least(&into->has_length_min, &into->length_min, part->has_length_min, part->length_min);
    merge_most(&into->has_length_max, &into->length_max, part->has_length_max, part->length_max);
    merge_least(&into->has_items_min, &into->items_min, part->has_items_min, part->items_min);
    merge_most(&into->has_items_max, &into->items_max, part->has_items_max, part->items_max);
    merge_least(&into->has_members_min, &into->members_min, part->has_members_min, part->members_min);
    merge_most(&into->has_members_max, &into->members_max, part->has_members_max, part->members_max);
    into->unique_items |= part->unique_items;
}

#define CHOICES_MOST ((size_t)1 << 20) /* comparisons; of longer lists the first counts */

static bool is_among(const struct tree_node *value, const struct contract_schema *schema)
{
    for (size_t i = 0; i < schema->choice_count; i++) {
        if (tree_equal(value, schema->choices[i]))
            return true;
    }
    return false;
}

static bool merge_choices(struct arena *arena, struct contract_schema *into,
                          const struct contract_schema *part)
{
    const struct tree_node **kept;
    size_t count = 0;

    if (!part->has_choices || into->choice_count * part->choice_count > CHOICES_MOST)
        return true;
    if (!into->has_choices) {
        into->choices = part->choices;
        into->choice_count = part->choice_count;
        into->is_const = part->is_const;
        into->has_choices = true;
        return true;
    }
    kept = arena_get_array(arena, into->choice_count, sizeof *kept);
    if (!kept)
        return into->choice_count == 0;
    for (size_t i = 0; i < into->choice_count; i++) {
        if (is_among(into->choices[i], part))
            kept[count++] = into->choices[i];
    }
    into->choices = kept;
    into->choice_count = count;
    return true;
}

static void merge_text(struct slice *into, struct slice part)
{
    if (into->len == 0)
        *into = part;
}

static bool merge_patterns(struct arena *arena, struct slice *into, struct slice part)
{
    if (into->len && part.len && !slice_eq(*into, part)) {
        *into = arena_printf(arena, "%.*s and %.*s", SLICE_ARG(*into), SLICE_ARG(part));
        return into->at != NULL;
    }
    merge_text(into, part);
    return true;
}

/* What is forbidden by one part is forbidden; a map says more than that everything is allowed. */
static void merge_additional(struct contract_schema *into, const struct contract_schema *part)
{
    if (into->additional_kind == ADDITIONAL_FORBIDDEN || part->additional_kind == ADDITIONAL_UNSAID)
        return;
    if (into->additional_kind == ADDITIONAL_SCHEMA && part->additional_kind == ADDITIONAL_ALLOWED)
        return;
    if (into->additional_kind == ADDITIONAL_SCHEMA && part->additional_kind == ADDITIONAL_SCHEMA)
        return;
    into->additional_kind = part->additional_kind;
    into->additional = part->additional;
}

static void merge_structure(struct contract_schema *into, const struct contract_schema *part)
{
    merge_additional(into, part);
    if (into->pattern_count == 0) {
        into->patterns = part->patterns;
        into->pattern_count = part->pattern_count;
    }
    if (into->prefix_count == 0) {
        into->prefix_items = part->prefix_items;
        into->prefix_count = part->prefix_count;
    }
    if (!into->names)
        into->names = part->names;
    if (!into->negated)
        into->negated = part->negated;
    if (into->discriminator.len == 0) {
        into->discriminator = part->discriminator;
        into->mapping = part->mapping;
    }
}

bool difference_merge(struct arena *arena, struct contract_schema *into, const struct contract_schema *part)
{
    into->types &= part->types;
    into->types_said |= part->types_said;
    into->is_never |= part->is_never;
    into->read_only |= part->read_only;
    into->write_only |= part->write_only;
    into->deprecated |= part->deprecated;
    if (!into->fallback)
        into->fallback = part->fallback;
    merge_text(&into->format, part->format);
    merge_text(&into->content_encoding, part->content_encoding);
    merge_text(&into->content_media_type, part->content_media_type);
    merge_numbers(into, part);
    merge_counts(into, part);
    merge_structure(into, part);
    return merge_choices(arena, into, part) && merge_patterns(arena, &into->pattern, part->pattern);
}
