/* SPDX-License-Identifier: Apache-2.0 */
/* What documents say about the values of a state. */
#include "catalog/template_decide.h"

#include "catalog/cell.h"

/* Vocabulary, provenance and the rest below this: the word is a literal whatever stands beside it. */
#define LOUD_LITERAL (-3.2)
#define DOCUMENTED_ODDS 2.0
#define VALUES_LEAST 1

const struct guide_node *guide_of(const struct guide_node *parent, const struct template_node *child)
{
    if (!parent)
        return NULL;
    if (child->is_suffix)
        return guide_suffix(parent, child->text);
    return child->is_parameter ? parent->parameter
                               : guide_literal(parent, child->text, child->values[0].masked);
}

static bool knows_child(const struct guide_node *guide, const struct path_node *child)
{
    if (child->is_suffix)
        return guide_has_suffix(guide, child->segment);
    return guide->parameter ||
           (!child->is_bucket && guide_literal(guide, child->segment, path_masked(child)));
}

/* Exchanges at and right below the node of which the document says as much of the parameter there. */
static uint64_t count_documented(const struct path_node *node, const struct guide_node *guide)
{
    uint64_t count = 0;

    for (const struct cell *cell = node->cells; cell; cell = cell->next)
        if (guide_has_method(guide, cell->method))
            count += cell->support.count;
    for (uint32_t i = 0; i < node->child_count; i++)
        if (knows_child(guide, node->children[i]))
            count += node->children[i]->count;
    for (uint8_t i = 0; i < node->group_count; i++)
        if (node->groups[i].bucket && knows_child(guide, node->groups[i].bucket))
            count += node->groups[i].bucket->count;
    return count;
}

/* Whether the service does with it what the document says of the parameter: of most calls, for some are slips. */
static bool is_value(const struct value *value, const struct guide_node *parameter)
{
    uint64_t documented = 0, all = 0;

    for (size_t i = 0; i < value->node_count; i++) {
        documented += count_documented(value->nodes[i]->source, parameter);
        all += value->nodes[i]->source->count;
    }
    return documented * 2 > all && value->word > LOUD_LITERAL;
}

static bool is_documented(const struct value *value, const struct guide_node *guide)
{
    return !value->shown.is_bucket && guide_literal(guide, value->shown.text, value->shown.masked);
}

/* How many values evidence puts into one parameter of which no document speaks. */
static double undocumented_members(const struct state *state, const struct guide_node *guide)
{
    double count = 0;

    for (size_t i = 0; i < state->value_count; i++)
        if (state->values[i].member && !state->values[i].is_suffix &&
            !is_documented(&state->values[i], guide))
            count += state->values[i].shown.distinct;
    return count;
}

/* -1: documents say that it is a literal, 1: that it is a value of their parameter; 0: they do not know it. */
static int documented_as(const struct value *value, const struct guide_node *guide)
{
    if (is_documented(value, guide))
        return -1;
    return guide->parameter &&
           (segment_is_identifier(value->shown.class) || is_value(value, guide->parameter));
}

void guide_apply(struct state *state, const struct template_node *node)
{
    const struct guide_node *guide = node->guide;
    bool may_be_values = !guide->parameter && undocumented_members(state, guide) >= VALUES_LEAST;

    for (size_t i = 0; i < state->value_count; i++) {
        struct value *value = &state->values[i];
        int documented = value->is_suffix ? 0 : documented_as(value, guide);

        if (documented && !(documented < 0 && may_be_values && value->member))
            value_force(value, documented);
        else if (!documented && !value->is_suffix && guide->parameter)
            value->shown.terms[TERM_OVERRIDE] = DOCUMENTED_ODDS;
    }
}

/* Buckets are values whatever documents say; suffixes are decided before. */
static bool is_settled(const struct value *value, const struct guide_node *guide)
{
    return value->is_suffix || (value->shown.is_bucket && guide->parameter) || documented_as(value, guide);
}

bool guide_settles(struct state *state, const struct template_node *node)
{
    for (size_t i = 0; i < state->value_count; i++)
        if (!is_settled(&state->values[i], node->guide))
            return false;
    for (size_t i = 0; i < state->value_count; i++) {
        struct value *value = &state->values[i];

        value->member = !value->is_suffix && !is_documented(value, node->guide);
        if (!value->is_suffix && !value->shown.is_bucket)
            value_force(value, value->member ? 1 : -1);
    }
    return true;
}
