/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/template_state.h"

#include "base/hash.h"
#include "catalog/vocabulary.h"

#include <math.h>
#include <stdlib.h>

/* Relative frequencies of segment classes per distinct value, as a literal and as a value of a parameter. */
static const struct {
    double literal, parameter;
} shape_frequency[SEGMENT_CLASSES] = {
    [SEGMENT_INTEGER] = { .004, .30 },     [SEGMENT_UUID] = { .0003, .10 },
    [SEGMENT_HEX] = { .001, .06 },         [SEGMENT_DATE] = { .0003, .01 },
    [SEGMENT_EMAIL] = { .0003, .01 },      [SEGMENT_DIGITS] = { .001, .10 },
    [SEGMENT_RANDOM] = { .001, .03 },      [SEGMENT_NUMBER] = { .001, .01 },
    [SEGMENT_ODD] = { .001, .01 },         [SEGMENT_ADDRESS] = { .0003, .01 },
    [SEGMENT_VERSION] = { .015, .0003 },   [SEGMENT_SEMVER] = { .004, .008 },
    [SEGMENT_NUMBERED] = { .001, .02 },    [SEGMENT_WORD_DIGITS] = { .008, .03 },
    [SEGMENT_TWO] = { .012, .004 },        [SEGMENT_UPPER] = { .003, .008 },
    [SEGMENT_WORD] = { .66, .11 },         [SEGMENT_KEBAB] = { .08, .14 },
    [SEGMENT_SNAKE] = { .10, .02 },        [SEGMENT_DOTTED] = { .004, .03 },
    [SEGMENT_CAPITALISED] = { .03, .003 }, [SEGMENT_CAMEL] = { .04, .004 },
    [SEGMENT_OTHER] = { .02, .006 },       [SEGMENT_PATTERN] = { .01, .00001 },
};

double shape_odds(enum segment_class class)
{
    return log(shape_frequency[class].parameter / shape_frequency[class].literal);
}

static double vocabulary_odds(struct slice text, enum segment_class class)
{
    bool verb;
    double share;

    if (segment_is_identifier(class) || class == SEGMENT_VERSION || class == SEGMENT_SEMVER ||
        class == SEGMENT_PATTERN)
        return 0;
    share = vocabulary_share(text, &verb);
    if (share >= 0.99)
        return verb ? -3.0 : -2.2;
    if (share >= 0.6)
        return verb ? -2.0 : -1.2;
    if (share >= 0.5)
        return verb ? -1.5 : -0.3;
    return verb ? -0.5 : 0.9;
}

/* A known plural with identifiers below it is a collection. */
static bool has_identifiers_below(const struct value *value)
{
    for (size_t i = 0; i < value->node_count; i++)
        for (size_t j = 0; j < value->nodes[i]->child_count; j++)
            if (value->nodes[i]->children[j]->is_bucket ||
                segment_is_identifier(value->nodes[i]->children[j]->class))
                return true;
    return false;
}

static void word_evidence(const struct facts *facts, struct value *value)
{
    double *terms = value->shown.terms;
    uint64_t hash = value->hash;
    bool here = value->nodes[0]->decided_parameter;
    /* What the pass before decided at this very place is no second witness. */
    double as_parameter = count_map_get(&facts->as_parameter, hash) - (facts->passes && here);
    double as_literal = count_map_get(&facts->as_literal, hash) - (facts->passes && !here);

    terms[TERM_SHAPE] = shape_odds(value->shown.class);
    if (!value->shown.is_bucket) {
        terms[TERM_VOCABULARY] = vocabulary_odds(value->shown.text, value->shown.class);
        if (terms[TERM_VOCABULARY] <= -2 && vocabulary_is_plural(value->shown.text) &&
            has_identifiers_below(value))
            terms[TERM_VOCABULARY] -= 1.5;
        if (!facts->values_full && !value->shown.masked && filter_could_be_word(value->shown.text))
            terms[TERM_PROVENANCE] += filter_has(facts->values, hash) ? 1.8 : -0.3;
        terms[TERM_PROVENANCE] += count_map_get(&facts->names, hash) > 0 ? -1.5 : 0.2;
        if (as_parameter > 0 && as_literal == 0)
            terms[TERM_ELSEWHERE] = 1.5;
        else if (as_literal >= 2 && as_parameter == 0)
            terms[TERM_ELSEWHERE] = -1.0;
    }
    value->shape = terms[TERM_SHAPE];
    value->word = terms[TERM_VOCABULARY] + terms[TERM_PROVENANCE] + terms[TERM_ELSEWHERE];
}

/* ---- operations below a value ---- */

static struct member make_member(const struct facts *facts, uint64_t hash)
{
    double base = count_map_get(&facts->pointer_base, hash) / (facts->operations + 1);

    base = base < 0.002 ? 0.002 : base > 0.95 ? 0.95 : base;
    return (struct member){ .hash = hash, .base = base, .log_base = log(base), .log_without = log(1 - base) };
}

static bool member_index(struct state *state, struct members *members, uint64_t operation_key, uint64_t hash,
                         uint32_t *ret)
{
    double *at = count_map_at(&state->member_index, hash_mix(operation_key, hash));

    if (!at)
        return false;
    if (*at > 0) {
        *ret = (uint32_t)*at - 1;
        return true;
    }
    if (members->count == members->room) {
        uint32_t room = members->room ? members->room * 2 : 16;
        struct member *grown = arena_get_array(state->arena, room, sizeof *grown);

        if (!grown)
            return false;
        if (members->count)
            memcpy(grown, members->at, members->count * sizeof *grown);
        members->at = grown;
        members->room = room;
    }
    members->at[members->count] = make_member(state->facts, hash);
    *ret = members->count;
    *at = ++members->count;
    return true;
}

static struct operation *operation_at(struct state *state, uint64_t key, uint32_t *ret_index)
{
    double *at = count_map_at(&state->operation_index, key);

    if (!at)
        return NULL;
    if (*at == 0) {
        if (state->operation_count == state->operation_room) {
            size_t room = state->operation_room ? state->operation_room * 2 : 32;
            struct operation *grown = arena_get_array(state->arena, room, sizeof *grown);

            if (!grown)
                return NULL;
            if (state->operation_count)
                memcpy(grown, state->operations, state->operation_count * sizeof *grown);
            state->operations = grown;
            state->operation_room = room;
        }
        *at = (double)++state->operation_count;
    }
    *ret_index = (uint32_t)*at - 1;
    return &state->operations[*ret_index];
}

/* Adds what one node showed of an operation to what the value has of it: a union of ascending lists. `share`: how much
 * of the value's requests the node has. */
static bool unite(struct state *state, struct shown_member **list, uint32_t *count, struct members *members,
                  uint64_t key, const struct fact_member *shown, uint32_t shown_count, double share)
{
    struct shown_member *united = arena_get_array(state->arena, *count + shown_count + 1u, sizeof *united);
    uint32_t kept = *count;

    if (!united)
        return false;
    for (uint32_t i = 0; i < *count; i++)
        united[i] = (struct shown_member){ (*list)[i].index, (*list)[i].rate * (float)(1 - share) };
    for (uint32_t i = 0; i < shown_count; i++) {
        uint32_t index, low = 0, high = kept;

        if (!member_index(state, members, key, shown[i].hash, &index))
            return false;
        while (low < high) {
            uint32_t middle = (low + high) / 2;

            if (united[middle].index < index)
                low = middle + 1;
            else
                high = middle;
        }
        if (low == kept || united[low].index != index) {
            memmove(&united[low + 1], &united[low], (kept - low) * sizeof *united);
            united[low] = (struct shown_member){ index, 0 };
            kept++;
        }
        united[low].rate += (float)(shown[i].rate * share);
    }
    *list = united;
    *count = kept;
    return true;
}

struct gathering {
    struct state *state;
    struct value *value;
    size_t room;
};

static bool gather_operation(struct gathering *with, const struct fact_operation *fact, uint64_t path)
{
    struct state *state = with->state;
    struct value *value = with->value;
    uint64_t key = hash_mix(path, fact->method);
    uint32_t index;
    struct operation *operation = operation_at(state, key, &index);
    struct value_operation *mine = NULL;
    double share;

    if (!operation)
        return false;
    for (size_t i = value->operation_count; i > 0 && !mine; i--)
        if (value->operations[i - 1].index == index)
            mine = &value->operations[i - 1];
    if (!mine) {
        if (value->operation_count == with->room) {
            size_t room = with->room ? with->room * 2 : 4;
            struct value_operation *grown = arena_get_array(state->arena, room, sizeof *grown);

            if (!grown)
                return false;
            if (value->operation_count)
                memcpy(grown, value->operations, value->operation_count * sizeof *grown);
            value->operations = grown;
            with->room = room;
        }
        mine = &value->operations[value->operation_count++];
        mine->index = index;
        operation->all++;
    }
    mine->requests += fact->requests;
    mine->has_body |= fact->has_body;
    share = (double)fact->requests / (double)mine->requests;
    return unite(state, &mine->got, &mine->got_count, &operation->got, key, fact->got, fact->got_count,
                 share) &&
           unite(state, &mine->sent, &mine->sent_count, &operation->sent, hash_mix(key, 1), fact->sent,
                 fact->sent_count, share);
}

#define OPERATIONS_PER_VALUE 400

static bool gather_below(struct gathering *with, const struct fact_node *node, uint64_t path)
{
    for (size_t i = 0; i < node->operation_count && with->value->operation_count < OPERATIONS_PER_VALUE; i++)
        if (!gather_operation(with, &node->operations[i], path))
            return false;
    for (size_t i = 0; i < node->child_count; i++)
        if (!gather_below(with, node->children[i], hash_mix(path, node->children[i]->abstract)))
            return false;
    return true;
}

/* ---- values of a state ---- */

struct child {
    uint64_t key;
    struct fact_node *node;
};

static int order_child(const void *a, const void *b)
{
    const struct child *left = a, *right = b;

    if (left->key != right->key)
        return left->key < right->key ? -1 : 1;
    return slice_compare(left->node->text, right->node->text);
}

static bool make_value(struct state *state, struct value *value, const struct child *children, size_t count)
{
    const struct fact_node *first = children[0].node;

    value->hash = first->hash;
    value->is_suffix = first->is_suffix;
    value->shown.text = first->text;
    value->shown.masked = first->masked;
    value->shown.marks = first->source->marks;
    value->shown.traits = first->source->traits;
    value->shown.len = first->source->len;
    value->shown.class = first->class;
    value->shown.is_bucket = first->is_bucket;
    value->shown.distinct = 1;
    value->nodes = arena_get_array(state->facts->arena, count, sizeof(struct fact_node *));
    if (!value->nodes)
        return false;
    for (size_t i = 0; i < count; i++) {
        value->nodes[value->node_count++] = children[i].node;
        value->shown.count += children[i].node->count;
        if (children[i].node->distinct > value->shown.distinct)
            value->shown.distinct = children[i].node->distinct;
    }
    word_evidence(state->facts, value);
    return true;
}

/* Objects keyed by data show members that no other value shows, and each only now and then: they tell nothing about
 * whether two values are alike. Members that only one value shows in all its requests tell a lot. */
static void find_data_keys(struct state *state)
{
    for (size_t i = 0; i < state->value_count; i++)
        for (size_t j = 0; j < state->values[i].operation_count; j++) {
            const struct value_operation *mine = &state->values[i].operations[j];

            for (uint32_t k = 0; k < mine->got_count; k++)
                state->operations[mine->index].got.at[mine->got[k].index].all++;
        }
    for (size_t i = 0; i < state->value_count; i++)
        for (size_t j = 0; j < state->values[i].operation_count; j++) {
            const struct value_operation *mine = &state->values[i].operations[j];
            struct operation *operation = &state->operations[mine->index];

            for (uint32_t k = 0; k < mine->got_count && mine->requests >= 4; k++)
                if (operation->got.at[mine->got[k].index].all == 1) {
                    operation->got.lone_rates += (double)mine->got[k].rate;
                    operation->got.lone++;
                }
        }
}

static double theta_of(enum parent_kind parent)
{
    static const double expected[] = {
        [PARENT_ROOT] = 60, [PARENT_PARAMETER] = 6, [PARENT_WORD] = 2, [PARENT_PLURAL] = 1
    };

    return expected[parent];
}

bool state_build(struct state *state, struct facts *facts, struct fact_node *const *nodes, size_t count,
                 enum parent_kind parent)
{
    struct child *children;
    size_t total = 0, filled = 0;

    *state = (struct state){
        .facts = facts, .arena = facts->scratch, .parent = parent, .theta = theta_of(parent)
    };
    arena_reset(facts->scratch);
    count_map_init(&state->operation_index, facts->scratch);
    count_map_init(&state->member_index, facts->scratch);
    for (size_t i = 0; i < count; i++)
        total += nodes[i]->child_count;
    if (total == 0)
        return true;
    children = arena_get_array(facts->scratch, total, sizeof *children);
    state->values = arena_get_array(facts->arena, total, sizeof *state->values);
    if (!children || !state->values)
        return false;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < nodes[i]->child_count; j++) {
            struct fact_node *child = nodes[i]->children[j];

            children[filled++] =
                (struct child){ child->is_suffix ? hash_mix(child->hash, 2) : child->hash, child };
        }
    qsort(children, total, sizeof *children, order_child);
    for (size_t start = 0, end; start < total; start = end) {
        for (end = start + 1; end < total && children[end].key == children[start].key;)
            end++;
        if (!make_value(state, &state->values[state->value_count++], &children[start], end - start))
            return false;
    }
    return true;
}

bool state_gather(struct state *state)
{
    for (size_t i = 0; i < state->value_count; i++) {
        struct gathering with = { .state = state, .value = &state->values[i] };

        for (size_t j = 0; j < state->values[i].node_count; j++)
            if (!gather_below(&with, state->values[i].nodes[j], 0))
                return false;
    }
    find_data_keys(state);
    return true;
}

/* ---- the group ---- */

static void forget_members(struct members *members)
{
    for (uint32_t i = 0; i < members->count; i++)
        members->at[i].group = members->at[i].rate = 0;
}

static void count_members(struct members *members, const struct shown_member *shown, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        members->at[shown[i].index].group++;
        members->at[shown[i].index].rate += (double)shown[i].rate;
    }
}

static bool is_wordish(enum segment_class class)
{
    return class == SEGMENT_WORD || class == SEGMENT_KEBAB || class == SEGMENT_SNAKE ||
           class == SEGMENT_DOTTED || class == SEGMENT_WORD_DIGITS || class == SEGMENT_NUMBERED ||
           class == SEGMENT_CAPITALISED || class == SEGMENT_CAMEL;
}

/* How many values a member stands for when others ask how crowded the parameter is: an identifier by shape counts
 * whole, a word as far as it belongs without the crowd's help. Words must not legitimise each other by number. */
static double crowd_share(const struct value *value)
{
    if (value->shown.is_bucket || segment_is_identifier(value->shown.class))
        return value->shown.distinct;
    return value->shown.distinct / (1 + exp(-value->own));
}

void state_count_group(struct state *state)
{
    state->group_size = state->group_values = state->crowd = state->words_in_group = 0;
    memset(state->class_count, 0, sizeof state->class_count);
    for (size_t i = 0; i < state->operation_count; i++) {
        state->operations[i].group = state->operations[i].requests = 0;
        forget_members(&state->operations[i].got);
        forget_members(&state->operations[i].sent);
    }
    for (size_t i = 0; i < state->value_count; i++) {
        struct value *value = &state->values[i];

        value->was_member = value->member;
        if (!value->member)
            continue;
        state->group_size += value->shown.distinct;
        state->group_values++;
        state->crowd += crowd_share(value);
        state->class_count[value->shown.class] += value->shown.distinct;
        state->words_in_group += is_wordish(value->shown.class) ? value->shown.distinct : 0;
        for (size_t j = 0; j < value->operation_count; j++) {
            const struct value_operation *mine = &value->operations[j];
            struct operation *operation = &state->operations[mine->index];

            operation->group++;
            operation->requests += (double)mine->requests;
            count_members(&operation->got, mine->got, mine->got_count);
            count_members(&operation->sent, mine->sent, mine->sent_count);
        }
    }
}

/* A group seen often enough would have shown a member that is really there; one seen in a few requests may not. */
#define MEMBER_PRIOR 0.03
#define UNSEEN_PRIOR 2.0

struct comparison {
    const struct members *members;
    const struct shown_member *mine;
    uint32_t mine_count;
    double requests;       /* of the value */
    double others;         /* values of the group that have the operation, the value left out */
    double group_requests; /* and their requests */
    bool self;             /* the value is part of the group's counts */
};

/* How regularly a member that only one value shows came in that value's bodies, on average. */
static double lone_rate(const struct members *members)
{
    double rate = members->lone >= 2 ? members->lone_rates / members->lone : 1;

    return rate > 0.6 ? 1 : rate * rate;
}

/* Mean log likelihood ratio over the members of one operation: those the value showed, weighted by how regularly, and
 * those the group shows and the value did not. A rare member in common says much, a common envelope nothing. */
static double agreement(const struct comparison *with)
{
    double sum = 0, weight = 0, mean, prior = MEMBER_PRIOR + UNSEEN_PRIOR / with->group_requests;
    uint32_t next = 0;

    for (uint32_t i = 0; i < with->members->count; i++) {
        const struct member *member = &with->members->at[i];
        bool shown = next < with->mine_count && with->mine[next].index == i;
        double own_rate = shown ? (double)with->mine[next].rate : 0;
        double having = member->group - (shown && with->self ? 1 : 0);
        double rate = (member->rate - (with->self ? own_rate : 0)) / with->others;
        bool lone = shown ? having == 0 && with->requests < 4 : member->all <= 1;
        double steady = lone ? lone_rate(with->members) : 1;

        next += shown;
        if (shown) {
            sum += steady * own_rate * own_rate *
                   (log((having + prior * member->base) / (with->others + prior)) - member->log_base);
            weight += steady * own_rate * own_rate;
        } else if (rate > 0.05) {
            double missing = with->requests * log(1.01 - (rate < 1 ? rate : 1));

            sum += steady * rate * rate * ((missing < -4 ? -4 : missing) - member->log_without);
            weight += steady * rate * rate;
        }
    }
    if (weight == 0)
        return 0;
    mean = sum / weight;
    return mean > 3 ? 3 : mean < -6 ? -6 : mean;
}

/* Resources of one family (instances, studies, series ...) are alike in all their operations at once, so agreement does
 * not add up for ever. */
#define BODY_MOST 8

static double body_odds(const struct state *state, const struct value *value)
{
    double total = 0, self = value->was_member ? 1 : 0;

    for (size_t i = 0; i < value->operation_count; i++) {
        const struct value_operation *mine = &value->operations[i];
        const struct operation *operation = &state->operations[mine->index];
        double requests = (double)mine->requests, certainty = requests >= 3   ? 1.5
                                                              : requests >= 2 ? 1.1
                                                                              : 0.75;
        struct comparison with = {
            .requests = requests,
            .others = operation->group - self,
            .group_requests = operation->requests - self * requests,
            .self = value->was_member,
        };

        if (with.others <= 0)
            continue;
        with.members = &operation->got;
        with.mine = mine->got;
        with.mine_count = mine->got_count;
        total += 0.6 * certainty * agreement(&with);
        with.members = &operation->sent;
        with.mine = mine->sent;
        with.mine_count = mine->sent_count;
        total += 0.4 * certainty * agreement(&with);
    }
    return total > BODY_MOST ? BODY_MOST : total < -12 ? -12 : total;
}

/* The same operations below: a nudge only, since conventions make the subtrees of true literals alike. */
static double operation_odds(const struct state *state, const struct value *value)
{
    double total = 0, self = value->was_member ? 1 : 0, others = state->group_values - self;
    double all = (double)state->value_count - 1;

    if (others <= 0 || all <= 0 || value->operation_count == 0)
        return 0;
    for (size_t i = 0; i < value->operation_count; i++) {
        const struct operation *operation = &state->operations[value->operations[i].index];

        total +=
            log((operation->group - self + 0.5) / (others + 1)) - log((operation->all - 1 + 0.5) / (all + 1));
    }
    total /= sqrt((double)value->operation_count);
    return total > 1.5 ? 1.5 : total < -1.5 ? -1.5 : total;
}

/* Odds of the class against the mix of classes the group shows: a word among UUIDs is suspicious. Slugs and names come
 * in several word classes, so each lends some of its weight to the others. */
static double shape_in_group(const struct state *state, const struct value *value)
{
    double own = value->was_member ? value->shown.distinct : 0, prior, share, in_group, words = 0,
           word_prior = 0;
    enum segment_class class = value->shown.class;
    double ceiling = value->shape > -0.5 ? value->shape : -0.5;

    for (int i = 0; i < SEGMENT_CLASSES; i++)
        if (is_wordish((enum segment_class)i)) {
            words += state->class_count[i];
            word_prior += shape_frequency[i].parameter;
        }
    words = is_wordish(class) ? 0.3 * (words - own) : 0;
    prior = 3 * shape_frequency[class].parameter + words * shape_frequency[class].parameter / word_prior;
    share = (state->class_count[class] - own + prior) / (state->group_size - own + words + 3);
    in_group = log(share / shape_frequency[class].literal);
    return in_group < ceiling ? in_group : ceiling;
}

double state_join_score(const struct state *state, struct value *value)
{
    double *terms = value->shown.terms;
    double others = state->crowd - (value->was_member ? crowd_share(value) : 0);
    double crowd = others > 0.01 ? log(others / state->theta) : -4;

    terms[TERM_SHAPE] = shape_in_group(state, value);
    terms[TERM_BODY] = body_odds(state, value);
    terms[TERM_OPERATIONS] = operation_odds(state, value);
    double crowd_most = state->words_in_group >= 8 ? 3 : 2;

    terms[TERM_CROWD] = crowd > crowd_most ? crowd_most : crowd < -1.5 ? -1.5 : crowd;
    value->shown.total = 0;
    for (size_t i = 0; i < TERMS; i++)
        value->shown.total += terms[i];
    value->own_next = value->shown.total - terms[TERM_CROWD];
    return value->shown.total;
}
