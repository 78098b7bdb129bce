/* SPDX-License-Identifier: Apache-2.0 */
/* From marked pairs to the list: one walk for each place that has a schema, breadth first, so that the first path to a change is the
 * shortest.
 *
 * Once the list is full, changes are only counted. Where all schemas lead to each other, and in large documents most do, all
 * that lie on one circle reach the same; so what was counted from one of them holds for the others, and the circle is
 * walked once instead of once for each operation. */
#include "difference/finder.h"

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

static const struct difference_edge *via_of(const struct difference_graph *graph,
                                            const struct difference_pair *pair)
{
    return graph->states[pair->number].via;
}

/* The name of the place and the steps to the pair, each after a slash (RFC 6901), then the last one. */
static struct slice path_of(struct difference_finder *finder, const struct difference_place *place,
                            const struct difference_pair *pair, const struct slice *last)
{
    const struct difference_graph *graph = &finder->graph;
    struct slice steps[DIFFERENCE_DEPTH_MOST + 1];
    size_t count = 0;

    if (last)
        steps[count++] = *last;
    for (const struct difference_edge *edge = via_of(graph, pair); edge; edge = via_of(graph, edge->from)) {
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

/* The component around: the nearest on the way that has a name. */
static struct slice component_of(const struct difference_graph *graph, const struct difference_pair *pair)
{
    for (;;) {
        const struct difference_edge *via = via_of(graph, pair);
        struct slice name = pair->key.new->name.len ? pair->key.new->name : pair->key.old->name;

        if (name.len || !via)
            return name;
        pair = via->from;
    }
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
        here.component = component_of(&finder->graph, pair);
        if (!local->what[place->direction].len)
            local->what[place->direction] = difference_sentence(finder, kind, &edit);
    }
    difference_add_said(finder, kind, &here, edit, local->what[place->direction]);
}

/* Once all is compared, most edges lead to nothing that changed. */
static void find_ways(struct difference_graph *graph, struct difference_pair *pair)
{
    if (pair->has_ways)
        return;
    pair->has_ways = true;
    if (pair->edge_count == 0)
        return;
    pair->ways = arena_get(graph->arena, pair->edge_count * sizeof *pair->ways);
    graph->failed |= !pair->ways;
    for (size_t i = 0; pair->ways && i < pair->edge_count; i++) {
        if (pair->edges[i].directions & graph->states[pair->edges[i].number].marks)
            pair->ways[pair->way_count++] = pair->edges[i];
    }
}

static void visit(struct difference_graph *graph, struct difference_pair *pair,
                  const struct difference_edge *via)
{
    struct difference_state *state = &graph->states[pair->number];

    state->round = graph->round;
    state->via = via;
    state->depth = via ? graph->states[via->from->number].depth + 1 : 0;
    graph->visits[graph->visit_count++] = pair;
}

static void visit_next(struct difference_graph *graph, struct difference_pair *pair, unsigned direction)
{
    find_ways(graph, pair);
    if (graph->steps + pair->way_count > DIFFERENCE_STEPS_MOST ||
        graph->states[pair->number].depth >= DIFFERENCE_DEPTH_MOST) {
        graph->is_incomplete |= pair->way_count > 0;
        return;
    }
    graph->steps += pair->way_count;
    for (size_t i = 0; i < pair->way_count; i++) {
        const struct difference_edge *edge = &pair->ways[i];
        const struct difference_state *state = &graph->states[edge->number];

        if ((edge->directions & state->marks & direction) && state->round != graph->round)
            visit(graph, edge->to, edge);
    }
}

static void walk(struct difference_finder *finder, const struct difference_walk *walk)
{
    struct difference_graph *graph = &finder->graph;
    const struct difference_place *place = walk->place;

    graph->round = walk->round;
    graph->visit_count = 0;
    if (graph->states[walk->root->number].round != graph->round)
        visit(graph, walk->root, NULL);
    for (size_t i = 0; i < graph->visit_count; i++) {
        struct difference_pair *pair = graph->visits[i];

        for (struct difference_local *local = pair->locals; local; local = local->next) {
            if (local->kinds[place->direction] != DIFFERENCE_KINDS)
                tell_local(finder, place, pair, local);
        }
        visit_next(graph, pair, 1u << place->direction);
    }
}

/* ---- counting */

#define CLASSES (DIFFERENCE_BREAKING + 1)

/* Notes the totals at whatever was visited from the root and leads back to it. */
static void note_circle(struct difference_graph *graph, struct difference_pair *root,
                        enum difference_direction direction, const size_t *totals)
{
    root->totals[direction] = totals;
    graph->visits[0] = root;
    graph->visit_count = 1;
    for (size_t i = 0; i < graph->visit_count; i++) {
        for (const struct difference_edge *edge = graph->visits[i]->back; edge; edge = edge->next_back) {
            struct difference_pair *from = edge->from;

            if (!(edge->directions & 1u << direction) || from->totals[direction] ||
                graph->states[from->number].round != graph->round)
                continue;
            from->totals[direction] = totals;
            graph->visits[graph->visit_count++] = from;
        }
    }
}

/* The list is full, so that all walks from one circle do the same. */
static void count(struct difference_finder *finder, const struct difference_walk *from)
{
    enum difference_direction direction = from->place->direction;
    const size_t *known = from->root->totals[direction];
    size_t *totals;

    if (known) {
        for (size_t i = 0; i < CLASSES; i++)
            finder->out->totals[i] += known[i];
        return;
    }
    totals = arena_get_array(finder->graph.arena, CLASSES, sizeof *totals);
    if (!totals) {
        finder->graph.failed = true;
        return;
    }
    for (size_t i = 0; i < CLASSES; i++)
        totals[i] = finder->out->totals[i];
    walk(finder, from);
    for (size_t i = 0; i < CLASSES; i++)
        totals[i] = finder->out->totals[i] - totals[i];
    if (!finder->graph.is_incomplete)
        note_circle(&finder->graph, from->root, direction, totals);
}

void difference_walks(struct difference_finder *finder)
{
    struct difference_graph *graph = &finder->graph;

    graph->visit_room = graph->pair_count;
    graph->visits = memory_get(graph->account, graph->visit_room * sizeof(*graph->visits));
    graph->failed |= !graph->visits && graph->visit_room;
    for (; graph->visits && graph->walks && !graph->failed; graph->walks = graph->walks->next) {
        if (finder->out->count == DIFFERENCES_MOST && graph->walks->is_alone)
            count(finder, graph->walks);
        else
            walk(finder, graph->walks);
    }
}

/* What is behind a root is compared at once, so that roots behind which nothing changed are not kept. */
void difference_schemas(struct difference_finder *finder, const struct difference_place *place,
                        const struct contract_schema *old, const struct contract_schema *new)
{
    struct difference_graph *graph = &finder->graph;
    struct difference_pair *root = difference_pair(graph, old, new, false);
    struct difference_place *copy;
    struct difference_walk *walk;

    difference_build(finder);
    if (!root || !(graph->states[root->number].marks & (1u << place->direction)))
        return;
    walk = arena_get_array(graph->arena, 1, sizeof *walk);
    copy = arena_get_array(graph->arena, 1, sizeof *copy);
    if (!walk || !copy) {
        graph->failed = true;
        return;
    }
    *copy = *place;
    *walk = (struct difference_walk){ .root = root, .round = graph->round, .place = copy };
    walk->is_alone = !graph->last_walk || graph->last_walk->round != walk->round;
    if (graph->last_walk) {
        graph->last_walk->is_alone &= walk->is_alone;
        graph->last_walk->next = walk;
    } else {
        graph->walks = walk;
    }
    graph->last_walk = walk;
}

void difference_round(struct difference_finder *finder)
{
    finder->graph.round++;
}
