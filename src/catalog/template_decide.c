/* SPDX-License-Identifier: Apache-2.0 */
/* Deciding states, top down, in passes: relative paths below a value need templates, which the pass before gave. */
#include "catalog/template_decide.h"
#include "catalog/template_state.h"

#include "base/hash.h"
#include "catalog/catalog.h"
#include "catalog/vocabulary.h"

#include <math.h>
#include <stdlib.h>

#define PASSES 3
#define ROUNDS 8
#define STARTERS 40

/* ---- one state ---- */

static double word_odds(const struct value *value)
{
    return value->shape + value->word;
}

static double kind_bonus(enum parent_kind parent)
{
    static const double bonus[] = {
        [PARENT_ROOT] = -2, [PARENT_PARAMETER] = -1, [PARENT_WORD] = 0, [PARENT_PLURAL] = 1
    };

    return bonus[parent];
}

/* Buckets, and what is masked: nobody names a resource after a token or a person's address. */
static bool is_surely_value(const struct value *value)
{
    return value->shown.is_bucket || value->shown.masked;
}

/* Identifiers by shape begin the group. One alone at its place over many requests may be a version number or another
 * fixed part: it pays for every request that showed no second value. */
static void seed(struct state *state)
{
    size_t alone = 0;

    for (size_t i = 0; i < state->value_count; i++)
        alone += !state->values[i].is_suffix && segment_is_identifier(state->values[i].shown.class);
    for (size_t i = 0; i < state->value_count; i++) {
        struct value *value = &state->values[i];
        double odds = word_odds(value) - 1 + kind_bonus(state->parent);

        if (value->is_suffix)
            continue;
        if (value->forced) {
            value->member = value->forced > 0;
            continue;
        }
        if (is_surely_value(value)) {
            value->member = true;
            continue;
        }
        if (alone == 1) {
            double requests = (double)value->shown.count, ceiling = 3 * (double)value->operation_count;

            odds -= 1.5 * log(requests < ceiling ? requests : ceiling > 1 ? ceiling : 1);
        }
        if (segment_is_identifier(value->shown.class))
            value->member = odds > 0;
        else if (value->shown.class != SEGMENT_WORD)
            value->member = odds > 2.5;
    }
}

/* Rounds of joining and leaving until nothing changes. Members by shape of a crowd stay. */
static void grow(struct state *state)
{
    for (unsigned round = 0; round < ROUNDS; round++) {
        bool changed = false;

        state_count_group(state);
        if (state->group_size == 0)
            return;
        for (size_t i = 0; i < state->value_count; i++) {
            struct value *value = &state->values[i];
            bool joins;

            if (value->is_suffix || value->shown.is_bucket || value->forced)
                continue;
            value->joining = state_join_score(state, value);
            if (value->shown.masked)
                continue;
            joins = value->joining > 0;
            if (state->group_size <= 1 && value->was_member)
                joins = true;
            changed |= joins != value->member;
            value->member = joins;
        }
        for (size_t i = 0; i < state->value_count; i++)
            state->values[i].own = state->values[i].own_next;
        if (!changed)
            return;
    }
}

static void keep_only(struct state *state, const bool *members)
{
    for (size_t i = 0; i < state->value_count; i++)
        state->values[i].member = members[i];
}

static int busier(const void *a, const void *b)
{
    const struct value *left = *(struct value *const *)a, *right = *(struct value *const *)b;

    if (left->shown.count != right->shown.count)
        return left->shown.count > right->shown.count ? -1 : 1;
    return (left->hash > right->hash) - (left->hash < right->hash);
}

/* The two values that fit each other best; false when no two do. */
static bool best_pair(struct state *state, struct value **starters, size_t count, struct value *pair[2])
{
    double best = -1e9;

    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < state->value_count; j++)
            state->values[j].member = false;
        starters[i]->member = true;
        state_count_group(state);
        for (size_t j = 0; j < count; j++) {
            double score;

            if (j == i)
                continue;
            score = state_join_score(state, starters[j]) + word_odds(starters[i]);
            if (score > best) {
                best = score;
                pair[0] = starters[i];
                pair[1] = starters[j];
            }
        }
    }
    return best > -1e9;
}

static double group_worth(const struct state *state)
{
    double worth = -4 + 3 * kind_bonus(state->parent);
    struct value **sorted = arena_get_array(state->arena, state->value_count, sizeof(struct value *));
    size_t count = 0;

    if (!sorted)
        return -1;
    for (size_t i = 0; i < state->value_count; i++)
        if (state->values[i].member) {
            sorted[count++] = (struct value *)&state->values[i];
        }
    qsort(sorted, count, sizeof *sorted, busier); /* sums of doubles depend on their order */
    for (size_t i = 0; i < count; i++)
        worth += sorted[i]->joining > 4 ? 4 : sorted[i]->joining;
    return count < 2 ? -1 : worth;
}

/* Groups of words alone: usernames, slugs, names of places. Grown from the pair that fits best, accepted as a whole. */
static void find_word_groups(struct state *state)
{
    bool *settled = arena_get_array(state->arena, state->value_count, sizeof *settled);
    struct value **starters = arena_get_array(state->arena, state->value_count, sizeof(struct value *));

    if (!settled || !starters)
        return;
    for (size_t i = 0; i < state->value_count; i++)
        settled[i] = state->values[i].member;
    for (;;) {
        struct value *pair[2];
        size_t count = 0;

        for (size_t i = 0; i < state->value_count; i++)
            if (!settled[i] && !state->values[i].is_suffix && !is_surely_value(&state->values[i]) &&
                !state->values[i].forced)
                starters[count++] = &state->values[i];
        qsort(starters, count, sizeof *starters, busier);
        if (count < 2 || !best_pair(state, starters, count < STARTERS ? count : STARTERS, pair))
            break;
        for (size_t i = 0; i < state->value_count; i++)
            state->values[i].member = false;
        pair[0]->member = pair[1]->member = true;
        grow(state);
        for (size_t i = 0; i < state->value_count; i++)
            state->values[i].member &= !settled[i];
        state_count_group(state);
        for (size_t i = 0; i < state->value_count; i++)
            if (state->values[i].member)
                state->values[i].joining = state_join_score(state, &state->values[i]);
        if (group_worth(state) <= 0)
            break;
        for (size_t i = 0; i < state->value_count; i++)
            settled[i] |= state->values[i].member;
    }
    keep_only(state, settled);
    state_count_group(state);
}

static void decide_state(struct state *state)
{
    seed(state);
    grow(state);
    find_word_groups(state);
    for (size_t i = 0; i < state->value_count; i++)
        if (!state->values[i].is_suffix && state->group_size > 0)
            state_join_score(state, &state->values[i]);
}

static void forget_decision(struct state *state)
{
    for (size_t i = 0; i < state->value_count; i++)
        state->values[i].member = state->values[i].was_member = false;
    state_count_group(state);
}

struct deciding {
    struct facts *facts;
    const struct template_override *overrides;
};

/* ---- overrides ---- */

static bool is_placeholder(struct slice text)
{
    return text.len >= 2 && text.at[0] == '{' && text.at[text.len - 1] == '}';
}

/* Whether an override's first segments name this template; their number in *ret_depth. */
static bool leads_to(const struct path_segment *segments, size_t count, const struct template_node *node,
                     size_t *ret_depth)
{
    size_t depth = 0;

    for (const struct template_node *above = node; above->parent; above = above->parent)
        depth++;
    *ret_depth = depth;
    if (depth >= count)
        return false;
    for (const struct template_node *above = node; above->parent; above = above->parent) {
        const struct path_segment *segment = &segments[--depth];

        if (above->is_suffix != segment->is_suffix || above->is_parameter != is_placeholder(segment->text))
            return false;
        if (!above->is_parameter && !template_is(above, segment->text, segment->hash))
            return false;
    }
    return true;
}

void value_force(struct value *value, int forced)
{
    value->forced = forced;
    value->shown.terms[TERM_OVERRIDE] = forced * 100.0;
}

static void apply_override(struct state *state, const struct override *row, const struct path_segment *step,
                           bool is_last)
{
    bool placeholder = is_placeholder(step->text);

    for (size_t i = 0; i < state->value_count; i++) {
        struct value *value = &state->values[i];

        if (value->is_suffix != step->is_suffix || value->is_suffix)
            continue;
        bool is_named =
            value->shown.masked ? value->hash == step->hash : slice_eq(value->shown.text, step->text);

        if (!placeholder && is_named && !value->shown.is_bucket)
            value_force(value, -1);
        else if (placeholder && is_last && row->kind == OVERRIDE_MERGE && value->forced == 0)
            value_force(value, 1);
        else if (placeholder && row->kind == OVERRIDE_PIN && value->forced == 0 &&
                 segment_is_identifier(value->shown.class))
            value_force(value, 1);
        else if (placeholder && row->kind == OVERRIDE_PIN && value->forced == 0)
            value->shown.terms[TERM_OVERRIDE] = 2;
    }
}

/* Literals that people named first, so that a merge beside them leaves them alone; later rows win among equals. */
static void apply_overrides(struct deciding *with, struct state *state, const struct template_node *node)
{
    for (int literals = 1; literals >= 0; literals--)
        for (size_t i = 0; with->overrides && i < with->overrides->count; i++) {
            const struct override *row = &with->overrides->rows[i];
            struct path_segment segments[PATH_DEPTH];
            size_t count, depth;

            if (row->service.len && !slice_eq(row->service, with->overrides->service))
                continue;
            count = path_split(row->path, with->facts->arena, segments, PATH_DEPTH);
            if (!leads_to(segments, count, node, &depth) ||
                is_placeholder(segments[depth].text) == (literals == 1))
                continue;
            if (row->kind != OVERRIDE_PIN && depth + 1 != count)
                continue;
            apply_override(state, row, &segments[depth], depth + 1 == count);
        }
}

/* The name a person gave to the parameter below this template; the last one given wins. */
static struct slice given_name(struct deciding *with, const struct template_node *parent)
{
    struct slice name = { NULL, 0 };

    for (size_t i = 0; with->overrides && i < with->overrides->count; i++) {
        const struct override *row = &with->overrides->rows[i];
        struct path_segment segments[PATH_DEPTH];
        size_t count, depth;

        if (row->service.len && !slice_eq(row->service, with->overrides->service))
            continue;
        count = path_split(row->path, with->facts->arena, segments, PATH_DEPTH);
        if (leads_to(segments, count, parent, &depth) && is_placeholder(segments[depth].text) &&
            segments[depth].text.len > 2)
            name = slice_make(segments[depth].text.at + 1, segments[depth].text.len - 2);
    }
    return name;
}

/* ---- the tree ---- */

/* Whether nearly everything the service answers stands below: what comes after is the root in all but name. */
static bool carries_all(const struct template_node *node)
{
    const struct template_node *root = node;

    while (root->parent)
        root = root->parent;
    return !vocabulary_is_plural(node->text) &&
           (double)node->values[0].count >= 0.9 * (double)root->nodes[0]->count;
}

/* v2, api, rest; a number right below the root or such a prefix that was decided to be a literal: /rest/api/3; and a
 * first segment that carries nearly all traffic: /home-api. */
static bool is_version_or_prefix(const struct template_node *node)
{
    enum segment_class class = segment_classify(node->text);

    if (node->is_parameter || node->is_suffix)
        return false;
    if (class == SEGMENT_VERSION || slice_eq_nocase(node->text, SLICE("api")) ||
        slice_eq_nocase(node->text, SLICE("rest")))
        return true;
    if (carries_all(node) && (!node->parent->parent || is_version_or_prefix(node->parent)))
        return true;
    return (class == SEGMENT_INTEGER || class == SEGMENT_NUMBER || class == SEGMENT_SEMVER ||
            class == SEGMENT_DATE) &&
           (!node->parent->parent || is_version_or_prefix(node->parent));
}

static enum parent_kind kind_of_parent(const struct template_node *node)
{
    if (!node->parent)
        return PARENT_ROOT;
    if (node->is_suffix)
        return PARENT_WORD;
    if (node->is_parameter)
        return PARENT_PARAMETER;
    if (is_version_or_prefix(node))
        return PARENT_ROOT;
    return vocabulary_is_plural(node->text) ? PARENT_PLURAL : PARENT_WORD;
}

static struct template_node *new_node(struct arena *arena, struct template_node *parent)
{
    struct template_node *node = arena_get_array(arena, 1, sizeof *node);

    if (node)
        node->parent = parent;
    return node;
}

static int order_shown(const void *a, const void *b)
{
    const struct template_value *left = a, *right = b;

    if (left->count != right->count)
        return left->count > right->count ? -1 : 1;
    if (left->is_bucket != right->is_bucket)
        return left->is_bucket ? -1 : 1;
    return left->class != right->class ? (int)left->class - (int)right->class
           : slice_compare(left->text, right->text)
               ? slice_compare(left->text, right->text)
               : (left->masked > right->masked) - (left->masked < right->masked);
}

/* Puts `from` (one or many values) into a new child of `parent`; answers its fact nodes for the recursion. */
static struct fact_node **fill_node(struct deciding *with, struct template_node *node,
                                    struct value *const *from, size_t count, size_t *ret_facts)
{
    struct arena *arena = with->facts->arena;
    struct fact_node **below;
    size_t total = 0;

    for (size_t i = 0; i < count; i++)
        total += from[i]->node_count;
    below = arena_get_array(arena, total, sizeof(struct fact_node *));
    node->nodes = arena_get_array(arena, total, sizeof(const struct path_node *));
    node->values = arena_get_array(arena, count, sizeof *node->values);
    if (!below || !node->nodes || !node->values)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        node->values[node->value_count++] = from[i]->shown;
        node->distinct += from[i]->shown.distinct;
        for (size_t j = 0; j < from[i]->node_count; j++) {
            from[i]->nodes[j]->decided_parameter = node->is_parameter;
            below[node->node_count] = from[i]->nodes[j];
            node->nodes[node->node_count++] = from[i]->nodes[j]->source;
        }
    }
    qsort(node->values, node->value_count, sizeof *node->values, order_shown);
    *ret_facts = total;
    return below;
}

static bool decide_below(struct deciding *with, struct template_node *node, struct fact_node *const *facts,
                         size_t count);

static bool emit(struct deciding *with, struct template_node *parent, struct template_node **tail,
                 struct value *const *from, size_t count, bool is_parameter)
{
    struct template_node *node = new_node(with->facts->arena, parent);
    struct fact_node **below;
    size_t facts;

    if (!node)
        return false;
    node->is_parameter = is_parameter;
    node->is_suffix = from[0]->is_suffix;
    for (size_t i = 0; i < count; i++)
        node->by_hand |= from[i]->forced != 0;
    if (is_parameter)
        node->name = given_name(with, parent);
    if (!is_parameter)
        node->text = from[0]->shown.text;
    below = fill_node(with, node, from, count, &facts);
    if (!below)
        return false;
    node->guide = guide_of(parent->guide, node);
    if (*tail)
        (*tail)->next = node;
    else
        parent->child = node;
    *tail = node;
    for (size_t i = 0; i < count; i++) {
        struct count_map *map = is_parameter ? &with->facts->next_parameter : &with->facts->next_literal;
        double *times =
            from[i]->is_suffix || from[i]->shown.is_bucket ? NULL : count_map_at(map, from[i]->hash);

        if (times)
            ++*times;
    }
    return decide_below(with, node, below, facts);
}

static int order_text(const void *a, const void *b)
{
    const struct value *left = *(struct value *const *)a, *right = *(struct value *const *)b;

    return slice_compare(left->shown.text, right->shown.text);
}

/* By documents where they settle it, else by evidence, of which documents are a part; people have the last word. */
static bool decide(struct deciding *with, struct state *state, const struct template_node *node)
{
    bool has_overrides = with->overrides && with->overrides->count;

    if (node->guide && !has_overrides && guide_settles(state, node))
        return true;
    if (!state_gather(state))
        return false;
    if (node->guide) {
        decide_state(state); /* what evidence alone says */
        guide_apply(state, node);
        forget_decision(state);
    }
    apply_overrides(with, state, node);
    decide_state(state);
    return true;
}

static bool decide_below(struct deciding *with, struct template_node *node, struct fact_node *const *facts,
                         size_t count)
{
    struct state state;
    struct value **chosen;
    struct template_node *tail = NULL;
    size_t members = 0, literals = 0;

    if (!state_build(&state, with->facts, facts, count, kind_of_parent(node)))
        return false;
    if (state.value_count == 0)
        return true;
    if (!decide(with, &state, node))
        return false;
    chosen = arena_get_array(with->facts->arena, state.value_count, sizeof(struct value *));
    if (!chosen)
        return false;
    for (size_t i = 0; i < state.value_count; i++)
        if (state.values[i].member)
            chosen[members++] = &state.values[i];
    for (size_t i = 0; i < state.value_count; i++)
        if (!state.values[i].member)
            chosen[members + literals++] = &state.values[i];
    qsort(chosen + members, literals, sizeof *chosen, order_text);
    if (members && !emit(with, node, &tail, chosen, members, true))
        return false;
    for (size_t i = 0; i < literals; i++)
        if (!emit(with, node, &tail, &chosen[members + i], 1, false))
            return false;
    return true;
}

static struct template_node *decide_all(struct deciding *with, const struct path_node *root,
                                        struct arena *arena)
{
    const struct guide *guide = with->overrides ? with->overrides->guide : NULL;
    struct facts *facts = with->facts;
    struct template_node *tree = NULL;

    /* Documents name most of what a second pass would learn from the first. */
    for (unsigned pass = guide ? PASSES - 2 : 0; pass < PASSES; pass++) {
        tree = new_node(arena, NULL);
        if (!tree || (facts->passes > 0 && !facts_rename(facts)))
            return NULL;
        tree->nodes = arena_get_array(arena, 1, sizeof(const struct path_node *));
        if (!tree->nodes)
            return NULL;
        tree->nodes[tree->node_count++] = root;
        tree->guide = guide ? &guide->root : NULL;
        count_map_init(&facts->next_parameter, arena);
        count_map_init(&facts->next_literal, arena);
        if (!decide_below(with, tree, &facts->root, 1))
            return NULL;
        facts->as_parameter = facts->next_parameter;
        facts->as_literal = facts->next_literal;
        facts->passes++;
    }
    return template_find_files(tree, arena) ? tree : NULL;
}

struct template_node *template_decide(const struct path_node *root, const struct filter *values,
                                      const struct template_override *overrides, struct arena *arena)
{
    struct facts facts;
    struct deciding with = { .facts = &facts, .overrides = overrides };
    struct template_node *tree = NULL;
    struct arena scratch;

    arena_init(&scratch, arena->account, 256 << 10);
    if (facts_build(&facts, root, values, overrides ? overrides->guide : NULL, arena)) {
        facts.scratch = &scratch;
        tree = decide_all(&with, root, arena);
    }
    arena_done(&scratch);
    return tree;
}

const char *template_term_name(enum template_term term)
{
    static const char *const names[TERMS] = {
        [TERM_SHAPE] = "shape",
        [TERM_VOCABULARY] = "vocabulary",
        [TERM_PROVENANCE] = "provenance",
        [TERM_ELSEWHERE] = "elsewhere",
        [TERM_BODY] = "body",
        [TERM_OPERATIONS] = "operations",
        [TERM_CROWD] = "crowd",
        [TERM_OVERRIDE] = "override",
    };
    return names[term];
}
