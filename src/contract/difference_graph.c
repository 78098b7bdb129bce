/* SPDX-License-Identifier: Apache-2.0 */
#include "contract/difference_graph.h"

#include "base/hash.h"
#include "contract/difference_finder.h"

void difference_graph_init(struct difference_graph *graph, struct arena *arena, struct memory *account)
{
    *graph = (struct difference_graph){ .arena = arena };
    difference_flats_init(&graph->flats, arena, account);
    table_init(&graph->pairs, account);
    table_init(&graph->marks, account);
}

void difference_graph_done(struct difference_graph *graph)
{
    difference_flats_done(&graph->flats);
    table_done(&graph->pairs);
    table_done(&graph->marks);
}

static void *graph_get(struct difference_graph *graph, size_t size)
{
    void *at = arena_get_array(graph->arena, 1, size);

    if (!at)
        graph->failed = true;
    return at;
}

struct difference_pair *difference_pair(struct difference_graph *graph, const struct contract_schema *old,
                                        const struct contract_schema *new, bool ignores_null)
{
    struct difference_pair_key key = { old, new, ignores_null };
    struct difference_pair *pair;

    if (!old || !new || old == new)
        return NULL;
    pair = table_find(&graph->pairs, slice_make(&key, sizeof key));
    if (pair)
        return pair;
    if (graph->pair_count >= DIFFERENCE_PAIRS_MOST) {
        graph->is_incomplete = true;
        return NULL;
    }
    pair = graph_get(graph, sizeof *pair);
    if (!pair)
        return NULL;
    pair->key = key;
    if (!table_put(&graph->pairs, slice_make(&pair->key, sizeof pair->key), pair))
        graph->failed = true;
    graph->pair_count++;
    pair->next_unbuilt = graph->unbuilt;
    graph->unbuilt = pair;
    return pair;
}

static void mark(struct difference_graph *graph, struct difference_pair *pair, unsigned directions)
{
    unsigned more = directions & ~pair->marks;

    if (!more)
        return;
    if (!pair->pending) {
        pair->next_pending = graph->pending;
        graph->pending = pair;
    }
    pair->marks |= more;
    pair->pending |= more;
}

/* Each bit of each pair goes back over each edge once. */
static void carry_back(struct difference_graph *graph)
{
    while (graph->pending) {
        struct difference_pair *pair = graph->pending;
        unsigned directions = pair->pending;

        graph->pending = pair->next_pending;
        pair->pending = 0;
        for (struct difference_edge *edge = pair->back; edge; edge = edge->next_back)
            mark(graph, edge->from, directions & edge->directions);
    }
}

void difference_lead(struct difference_graph *graph, struct difference_pair *from, struct difference_pair *to,
                     const struct slice *step, unsigned directions)
{
    struct difference_edge *edge;

    if (!to || !directions)
        return;
    edge = graph_get(graph, sizeof *edge);
    if (!edge)
        return;
    *edge = (struct difference_edge){
        .from = from, .to = to, .has_step = step != NULL, .directions = directions, .next_back = to->back
    };
    if (step)
        edge->step = *step;
    to->back = edge;
    if (from->last_edge)
        from->last_edge->next = edge;
    else
        from->edges = edge;
    from->last_edge = edge;
    mark(graph, from, to->marks & directions);
}

static uint64_t hash_position(uint64_t hash, struct position at)
{
    hash = hash_mix(hash, (uint64_t)(uintptr_t)at.file);
    return hash_mix(hash, (uint64_t)at.line << 32 | at.column);
}

/* Edits are equal when they are of one kind, at the same places, about the same. */
static struct difference_mark *mark_of(struct difference_graph *graph, const struct difference_local *local)
{
    struct edit {
        struct difference_mark mark;
        uint64_t key[2];
    } * edit;
    uint64_t key[2] = {
        hash_position(hash_position(hash_table(local->name), local->old_at), local->new_at),
        hash_mix(hash_mix(hash_table(local->before), hash_table(local->after)),
                 (uint64_t)local->kinds[0] << 16 | local->kinds[1]),
    };

    edit = table_find(&graph->marks, slice_make(key, sizeof key));
    if (edit)
        return &edit->mark;
    edit = graph_get(graph, sizeof *edit);
    if (!edit)
        return NULL;
    memcpy(edit->key, key, sizeof key);
    if (!table_put(&graph->marks, slice_make(edit->key, sizeof edit->key), edit))
        graph->failed = true;
    return &edit->mark;
}

void difference_note(struct difference_graph *graph, struct difference_pair *pair,
                     struct difference_local local)
{
    struct difference_local *kept = graph_get(graph, sizeof *kept);
    unsigned directions = (local.kinds[DIFFERENCE_SENT] != DIFFERENCE_KINDS ? DIFFERENCE_SENT_BIT : 0) |
                          (local.kinds[DIFFERENCE_READ] != DIFFERENCE_KINDS ? DIFFERENCE_READ_BIT : 0);

    if (!kept)
        return;
    *kept = local;
    kept->mark = mark_of(graph, kept);
    if (!kept->mark)
        return;
    if (pair->last_local)
        pair->last_local->next = kept;
    else
        pair->locals = kept;
    pair->last_local = kept;
    mark(graph, pair, directions);
}

/* Everything that a pair leads to is compared before anything of it is told. */
static void build(struct difference_finder *finder)
{
    struct difference_graph *graph = &finder->graph;

    while (graph->unbuilt && !graph->failed) {
        struct difference_pair *pair = graph->unbuilt;

        graph->unbuilt = pair->next_unbuilt;
        difference_compare(finder, pair);
    }
    carry_back(graph);
}

static void append_step(struct buffer *out, struct slice step)
{
    for (size_t i = 0; i < step.len; i++) {
        if (step.at[i] == '~')
            buffer_text(out, "~0");
        else if (step.at[i] == '/')
            buffer_text(out, "~1");
        else
            buffer_byte(out, step.at[i]);
    }
}

/* The name of the place and the steps to the pair, each after a slash (RFC 6901), then the last one. */
static struct slice path_of(struct difference_finder *finder, const struct difference_place *place,
                            const struct difference_pair *pair, const struct slice *last)
{
    struct slice steps[DIFFERENCE_DEPTH_MOST + 1];
    size_t count = 0;

    if (last)
        steps[count++] = *last;
    for (const struct difference_edge *edge = pair->via; edge; edge = edge->from->via) {
        if (edge->has_step)
            steps[count++] = edge->step;
    }
    if (count == 0)
        return place->name;
    buffer_reset(&finder->text);
    buffer_append(&finder->text, place->name);
    while (count) {
        buffer_byte(&finder->text, '/');
        append_step(&finder->text, steps[--count]);
    }
    return difference_keep(finder);
}

static void tell_local(struct difference_finder *finder, const struct difference_place *place,
                       const struct difference_pair *pair, struct difference_local *local)
{
    enum difference_kind kind = (enum difference_kind)local->kinds[place->direction];
    struct difference_place here = *place;
    struct difference_edit edit = { local->name, local->before, local->after, local->old_at, local->new_at };

    if (local->mark->rounds[place->direction] == finder->graph.round)
        return;
    local->mark->rounds[place->direction] = finder->graph.round;
    if (finder->out->count < DIFFERENCES_MOST) {
        here.name = path_of(finder, place, pair, local->has_step ? &local->step : NULL);
        here.component = pair->component;
        if (!local->what[place->direction].len)
            local->what[place->direction] = difference_sentence(finder, kind, &edit);
    }
    difference_add_said(finder, kind, &here, edit, local->what[place->direction]);
}

struct visits {
    struct difference_pair *first, *last;
};

static void visit(struct difference_graph *graph, struct visits *visits, struct difference_pair *pair,
                  const struct difference_edge *via)
{
    struct slice name = pair->key.new->name.len ? pair->key.new->name : pair->key.old->name;

    pair->round = graph->round;
    pair->via = via;
    pair->depth = via ? via->from->depth + 1 : 0;
    pair->component = name.len || !via ? name : via->from->component;
    pair->next_visit = NULL;
    if (visits->last)
        visits->last->next_visit = pair;
    else
        visits->first = pair;
    visits->last = pair;
}

static void visit_next(struct difference_graph *graph, struct visits *visits,
                       const struct difference_pair *pair, unsigned direction)
{
    for (const struct difference_edge *edge = pair->edges; edge; edge = edge->next) {
        if (++graph->steps > DIFFERENCE_STEPS_MOST || pair->depth >= DIFFERENCE_DEPTH_MOST) {
            graph->is_incomplete = true;
            return;
        }
        if ((edge->directions & direction) && (edge->to->marks & direction) &&
            edge->to->round != graph->round)
            visit(graph, visits, edge->to, edge);
    }
}

void difference_schemas(struct difference_finder *finder, const struct difference_place *place,
                        const struct contract_schema *old, const struct contract_schema *new)
{
    struct difference_graph *graph = &finder->graph;
    struct difference_pair *root = difference_pair(graph, old, new, false);
    unsigned direction = 1u << place->direction;
    struct visits visits = { 0 };

    build(finder);
    if (!root || !(root->marks & direction) || root->round == graph->round)
        return;
    visit(graph, &visits, root, NULL);
    for (struct difference_pair *pair = visits.first; pair; pair = pair->next_visit) {
        for (struct difference_local *local = pair->locals; local; local = local->next) {
            if (local->kinds[place->direction] != DIFFERENCE_KINDS)
                tell_local(finder, place, pair, local);
        }
        visit_next(graph, &visits, pair, direction);
    }
}

void difference_round(struct difference_finder *finder)
{
    finder->graph.round++;
}
