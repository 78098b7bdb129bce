/* SPDX-License-Identifier: Apache-2.0 */
/* Which values: enum and const, default, format, pattern, content of strings. Values are compared as JSON has them, 1 is 1.0;
 * null is left to the comparison of types, since documents differ in whether they list it beside nullable. */
#include "difference/schema.h"

#define ENUM_SHOWN 8 /* values in a sentence; further ones are counted */

/* Equal for equal values. */
static struct slice value_key(struct difference_finder *finder, const struct tree_node *node)
{
    double number;

    if (tree_number(node, &number)) {
        buffer_reset(&finder->text);
        buffer_printf(&finder->text, "%.17g", number);
        return difference_keep(finder);
    }
    return difference_value(finder, node);
}

struct values {
    const struct tree_node **nodes;
    struct slice *keys;
    size_t count;
    struct difference_index index;
};

static bool values_make(struct difference_finder *finder, const struct contract_schema *schema,
                        struct values *ret)
{
    struct arena *arena = finder->graph.arena;

    *ret = (struct values){ .nodes = arena_get_array(arena, schema->choice_count + 1, sizeof *ret->nodes),
                            .keys = arena_get_array(arena, schema->choice_count + 1, sizeof *ret->keys) };
    if (!ret->nodes || !ret->keys)
        return false;
    for (size_t i = 0; i < schema->choice_count; i++) {
        if (schema->choices[i]->kind == TREE_NULL)
            continue;
        ret->nodes[ret->count] = schema->choices[i];
        ret->keys[ret->count++] = value_key(finder, schema->choices[i]);
    }
    return difference_index_make(arena, ret->keys, sizeof *ret->keys, ret->count, &ret->index);
}

static bool has_value(const struct values *values, struct slice key)
{
    return difference_index_find(&values->index, values->keys, sizeof *values->keys, values->count, key) !=
           SIZE_MAX;
}

static void compare_choices(const struct difference_sides *sides)
{
    struct difference_edit around = difference_edit_at(sides, SLICE("enum"));
    struct values old, new;

    if (!values_make(sides->finder, sides->old->whole, &old) ||
        !values_make(sides->finder, sides->new->whole, &new)) {
        sides->finder->out->failed = true;
        return;
    }
    for (size_t i = 0; i < new.count; i++) {
        struct difference_edit edit = around;

        edit.after = difference_value(sides->finder, new.nodes[i]);
        edit.new_at = tree_position(new.nodes[i]);
        if (!has_value(&old, new.keys[i]))
            difference_tell(sides, DIFFERENCE_EITHER(ENUM_VALUE_ADDED), edit);
    }
    for (size_t i = 0; i < old.count; i++) {
        struct difference_edit edit = around;

        edit.before = difference_value(sides->finder, old.nodes[i]);
        edit.old_at = tree_position(old.nodes[i]);
        if (!has_value(&new, old.keys[i]))
            difference_tell(sides, DIFFERENCE_EITHER(ENUM_VALUE_REMOVED), edit);
    }
}

/* "a", "b" and 12 more. */
static struct slice choices_text(struct difference_finder *finder, const struct contract_schema *schema)
{
    size_t shown = 0, left = 0;

    buffer_reset(&finder->text);
    for (size_t i = 0; i < schema->choice_count; i++) {
        if (schema->choices[i]->kind == TREE_NULL)
            continue;
        if (shown == ENUM_SHOWN) {
            left++;
            continue;
        }
        buffer_text(&finder->text, shown++ ? ", " : "");
        tree_json(schema->choices[i], &finder->text);
    }
    if (left)
        buffer_printf(&finder->text, " and %zu more", left);
    return difference_keep(finder);
}

static bool same_choices(const struct contract_schema *old, const struct contract_schema *new)
{
    if (old->choice_count != new->choice_count)
        return false;
    for (size_t i = 0; i < old->choice_count; i++) {
        if (!tree_equal(old->choices[i], new->choices[i]))
            return false;
    }
    return true;
}

/* A constant is written under its own keyword, or as an enum of one. */
static struct slice choice_keyword(const struct difference_sides *sides)
{
    return difference_flat_node(sides->old, SLICE("const")) ||
                   difference_flat_node(sides->new, SLICE("const"))
               ? SLICE("const")
               : SLICE("enum");
}

static void compare_enum(const struct difference_sides *sides)
{
    const struct contract_schema *old = sides->old->whole, *new = sides->new->whole;
    struct difference_edit edit = difference_edit_at(sides, choice_keyword(sides));

    if (!old->has_choices && !new->has_choices)
        return;
    if (!old->has_choices || !new->has_choices) {
        edit.before = old->has_choices ? choices_text(sides->finder, old) : (struct slice){ 0 };
        edit.after = new->has_choices ? choices_text(sides->finder, new) : (struct slice){ 0 };
        if (new->has_choices)
            difference_tell(sides, DIFFERENCE_EITHER(ENUM_ADDED), edit);
        else
            difference_tell(sides, DIFFERENCE_EITHER(ENUM_REMOVED), edit);
    } else if (same_choices(old, new)) {
        return;
    } else if (old->is_const && new->is_const) {
        edit.before = choices_text(sides->finder, old);
        edit.after = choices_text(sides->finder, new);
        difference_tell(sides, DIFFERENCE_EITHER(CONST_CHANGED), edit);
    } else {
        compare_choices(sides);
    }
}

static void compare_default(const struct difference_sides *sides)
{
    const struct tree_node *old = sides->old->whole->fallback, *new = sides->new->whole->fallback;
    struct difference_edit edit = difference_edit_at(sides, SLICE("default"));

    if (old == new || (old && new &&tree_equal(old, new)))
        return;
    edit.before = difference_value(sides->finder, old);
    edit.after = difference_value(sides->finder, new);
    if (!old)
        difference_tell(sides, DIFFERENCE_EITHER(DEFAULT_ADDED), edit);
    else if (!new)
        difference_tell(sides, DIFFERENCE_EITHER(DEFAULT_REMOVED), edit);
    else
        difference_tell(sides, DIFFERENCE_EITHER(DEFAULT_CHANGED), edit);
}

/* Every value of the first is one of the second (OpenAPI 3.0.3 4.4; its registry of formats). */
static bool format_fits(struct slice narrow, struct slice wide)
{
    static const char *const pairs[][2] = {
        { "int8", "int16" },
        { "int8", "int32" },
        { "int8", "int64" },
        { "int16", "int32" },
        { "int16", "int64" },
        { "int32", "int64" },
        { "float", "double" },
        { "email", "idn-email" },
        { "hostname", "idn-hostname" },
        { "uri", "iri" },
        { "uri", "uri-reference" },
        { "uuid", "string" },
        { "url", "uri" },
        { "uri", "iri-reference" },
        { "iri", "iri-reference" },
        { "uri-reference", "iri-reference" },
    };

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (slice_eq(narrow, slice_of(pairs[i][0])) && slice_eq(wide, slice_of(pairs[i][1])))
            return true;
    }
    return false;
}

static void compare_format(const struct difference_sides *sides)
{
    struct slice old = sides->old->whole->format, new = sides->new->whole->format;
    struct difference_edit edit = difference_edit_at(sides, SLICE("format"));

    edit.before = old;
    edit.after = new;
    if (slice_eq(old, new))
        return;
    if (old.len == 0)
        difference_tell(sides, DIFFERENCE_EITHER(FORMAT_ADDED), edit);
    else if (new.len == 0)
        difference_tell(sides, DIFFERENCE_EITHER(FORMAT_REMOVED), edit);
    else if (format_fits(old, new))
        difference_tell(sides, DIFFERENCE_EITHER(FORMAT_WIDENED), edit);
    else if (format_fits(new, old))
        difference_tell(sides, DIFFERENCE_EITHER(FORMAT_NARROWED), edit);
    else
        difference_tell(sides, DIFFERENCE_EITHER(FORMAT_CHANGED), edit);
}

static void compare_pattern(const struct difference_sides *sides)
{
    struct slice old = sides->old->whole->pattern, new = sides->new->whole->pattern;
    struct difference_edit edit = difference_edit_at(sides, SLICE("pattern"));

    edit.before = old;
    edit.after = new;
    if (slice_eq(old, new))
        return;
    if (old.len == 0)
        difference_tell(sides, DIFFERENCE_EITHER(PATTERN_ADDED), edit);
    else if (new.len == 0)
        difference_tell(sides, DIFFERENCE_EITHER(PATTERN_REMOVED), edit);
    else
        difference_tell(sides, DIFFERENCE_EITHER(PATTERN_CHANGED), edit);
}

static void compare_content(const struct difference_sides *sides)
{
    const struct contract_schema *old = sides->old->whole, *new = sides->new->whole;
    struct difference_edit edit = difference_edit_at(sides, SLICE("contentEncoding"));

    edit.before = old->content_encoding;
    edit.after = new->content_encoding;
    if (!slice_eq(old->content_encoding, new->content_encoding))
        difference_tell(sides, DIFFERENCE_EITHER(CONTENT_ENCODING_CHANGED), edit);
    edit = difference_edit_at(sides, SLICE("contentMediaType"));
    edit.before = old->content_media_type;
    edit.after = new->content_media_type;
    if (!slice_eq(old->content_media_type, new->content_media_type))
        difference_tell(sides, DIFFERENCE_EITHER(CONTENT_MEDIA_TYPE_CHANGED), edit);
}

void difference_values(const struct difference_sides *sides)
{
    compare_enum(sides);
    compare_default(sides);
    compare_format(sides);
    if (!(sides->old->types & sides->new->types &CONTRACT_STRING))
        return;
    compare_pattern(sides);
    compare_content(sides);
}
