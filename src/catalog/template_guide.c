/* SPDX-License-Identifier: Apache-2.0 */
/* What documents say about the values of a state. */
#include "catalog/template_decide.h"

#include "catalog/cell.h"

/* Vocabulary, provenance and the rest below this: the word is a literal whatever stands beside it. */
#define LOUD_LITERAL (-3.2)
#define DOCUMENTED_ODDS 2.0

const struct guide_node *guide_of(const struct guide_node *parent, const struct template_node *child)
{
    if (!parent)
        return NULL;
    if (child->is_suffix)
        return guide_suffix(parent, child->text);
    return child->is_parameter ? parent->parameter : guide_literal(parent, child->text);
}

static bool knows_child(const struct guide_node *guide, const struct path_node *child)
{
    if (child->is_suffix)
        return guide_has_suffix(guide, child->segment);
    return guide->parameter || (!child->is_bucket && guide_literal(guide, child->segment));
}

/* Whether all that was seen at and right below the node is what the document says of the parameter there. */
static bool does_as_documented(const struct path_node *node, const struct guide_node *guide)
{
    for (const struct cell *cell = node->cells; cell; cell = cell->next)
        if (!guide_has_method(guide, cell->method))
            return false;
    for (uint32_t i = 0; i < node->child_count; i++)
        if (!knows_child(guide, node->children[i]))
            return false;
    return true;
}

static bool is_value(const struct value *value, const struct guide_node *parameter)
{
    for (size_t i = 0; i < value->node_count; i++)
        if (!does_as_documented(value->nodes[i]->source, parameter))
            return false;
    return value->word > LOUD_LITERAL;
}

static void force(struct value *value, int forced)
{
    value->forced = forced;
    value->shown.terms[TERM_OVERRIDE] = forced * 100.0;
}

void guide_apply(struct state *state, const struct template_node *node)
{
    const struct guide_node *guide = node->guide;

    for (size_t i = 0; guide && i < state->value_count; i++) {
        struct value *value = &state->values[i];

        if (value->is_suffix)
            continue;
        if (!value->shown.is_bucket && guide_literal(guide, value->shown.text))
            force(value, -1);
        else if (guide->parameter &&
                 (segment_is_identifier(value->shown.class) || is_value(value, guide->parameter)))
            force(value, 1);
        else if (guide->parameter)
            value->shown.terms[TERM_OVERRIDE] = DOCUMENTED_ODDS;
    }
}
