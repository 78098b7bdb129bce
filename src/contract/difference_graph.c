/* SPDX-License-Identifier: Apache-2.0 */
#include "contract/difference_graph.h"

#include "base/hash.h"
#include "contract/difference_finder.h"

void difference_graph_init(struct difference_graph *graph, struct arena *arena, struct memory *account)
{
    *graph = (struct difference_graph){ .arena = arena, .account = account };
    difference_flats_init(&graph->flats, arena, account);
    table_init(&graph->pairs, account);
    table_init(&graph->marks, account);
}

void difference_graph_done(struct difference_graph *graph)
{
    difference_flats_done(&graph->flats);
    table_done(&graph->pairs);
    table_done(&graph->marks);
    memory_give(graph->account, graph->states, graph->state_room * sizeof *graph->states);
    memory_give(graph->account, graph->leads, graph->lead_room * sizeof *graph->leads);
    memory_give(graph->account, graph->visits, graph->visit_room * sizeof *graph->visits);
}

static void *graph_get(struct difference_graph *graph, size_t size)
{
    void *at = arena_get_array(graph->arena, 1, size);

    if (!at)
        graph->failed = true;
    return at;
}

/* Room for one more in an array that grows; false when memory was refused. */
static bool make_room(struct difference_graph *graph, void **array, size_t count, size_t *room, size_t size)
{
    size_t more = *room ? 2 * *room : 256;
    void *grown;

    if (count < *room)
        return true;
    grown = memory_resize(graph->account, *array, *room * size, more * size);
    if (!grown) {
        graph->failed = true;
        return false;
    }
    *array = grown;
    *room = more;
    return true;
}

static struct difference_pair *pair_new(struct difference_graph *graph, const struct difference_pair_key *key)
{
    struct difference_pair *pair = graph_get(graph, sizeof *pair);
    void *states = graph->states;

    if (!pair || !make_room(graph, &states, graph->pair_count, &graph->state_room, sizeof *graph->states))
        return NULL;
    graph->states = states;
    pair->key = *key;
    pair->number = (uint32_t)graph->pair_count++;
    if (!table_put(&graph->pairs, slice_make(&pair->key, sizeof pair->key), pair))
        graph->failed = true;
    pair->next_unbuilt = graph->unbuilt;
    graph->unbuilt = pair;
    return pair;
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
    return pair_new(graph, &key);
}

static void mark(struct difference_graph *graph, struct difference_pair *pair, uint32_t directions)
{
    struct difference_state *state = &graph->states[pair->number];
    uint32_t more = directions & ~state->marks;

    if (!more)
        return;
    if (!pair->pending) {
        pair->next_pending = graph->pending;
        graph->pending = pair;
    }
    state->marks |= more;
    pair->pending |= more;
}

/* Each bit of each pair goes back over each edge once. */
static void carry_back(struct difference_graph *graph)
{
    while (graph->pending) {
        struct difference_pair *pair = graph->pending;
        uint32_t directions = pair->pending;

        graph->pending = pair->next_pending;
        pair->pending = 0;
        for (struct difference_edge *edge = pair->back; edge; edge = edge->next_back)
            mark(graph, edge->from, directions & edge->directions);
    }
}

void difference_lead(struct difference_graph *graph, struct difference_pair *from, struct difference_pair *to,
                     const struct slice *step, unsigned directions)
{
    void *leads = graph->leads;

    if (!to || !directions ||
        !make_room(graph, &leads, graph->lead_count, &graph->lead_room, sizeof *graph->leads))
        return;
    graph->leads = leads;
    graph->leads[graph->lead_count++] = (struct difference_edge){
        .from = from,
        .to = to,
        .step = step ? *step : (struct slice){ 0 },
        .has_step = step != NULL,
        .directions = (uint8_t)directions,
        .number = to->number,
    };
}

/* What was compared gets its edges in one piece. */
static void keep_leads(struct difference_graph *graph, struct difference_pair *pair)
{
    size_t count = graph->lead_count;

    graph->lead_count = 0;
    if (count == 0)
        return;
    pair->edges = arena_get(graph->arena, count * sizeof *pair->edges);
    if (!pair->edges) {
        graph->failed = true;
        return;
    }
    memcpy(pair->edges, graph->leads, count * sizeof *pair->edges);
    pair->edge_count = count;
    for (size_t i = 0; i < count; i++) {
        struct difference_edge *edge = &pair->edges[i];

        edge->next_back = edge->to->back;
        edge->to->back = edge;
        mark(graph, pair, graph->states[edge->number].marks & edge->directions);
    }
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
        keep_leads(graph, pair);
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
static void prune(const struct difference_graph *graph, struct difference_pair *pair)
{
    size_t kept = 0;

    if (pair->is_pruned)
        return;
    for (size_t i = 0; i < pair->edge_count; i++) {
        if (pair->edges[i].directions & graph->states[pair->edges[i].number].marks)
            pair->edges[kept++] = pair->edges[i];
    }
    pair->edge_count = kept;
    pair->is_pruned = true;
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
    prune(graph, pair);
    if (graph->steps + pair->edge_count > DIFFERENCE_STEPS_MOST ||
        graph->states[pair->number].depth >= DIFFERENCE_DEPTH_MOST) {
        graph->is_incomplete |= pair->edge_count > 0;
        return;
    }
    graph->steps += pair->edge_count;
    for (size_t i = 0; i < pair->edge_count; i++) {
        const struct difference_edge *edge = &pair->edges[i];
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

void difference_walks(struct difference_finder *finder)
{
    struct difference_graph *graph = &finder->graph;

    graph->visit_room = graph->pair_count;
    graph->visits = memory_get(graph->account, graph->visit_room * sizeof(*graph->visits));
    graph->failed |= !graph->visits && graph->visit_room;
    for (; graph->walks && !graph->failed; graph->walks = graph->walks->next)
        walk(finder, graph->walks);
}

/* What is behind a root is compared at once, so that roots behind which nothing changed are not kept. */
void difference_schemas(struct difference_finder *finder, const struct difference_place *place,
                        const struct contract_schema *old, const struct contract_schema *new)
{
    struct difference_graph *graph = &finder->graph;
    struct difference_pair *root = difference_pair(graph, old, new, false);
    struct difference_walk *walk;

    build(finder);
    if (!root || !(graph->states[root->number].marks & (1u << place->direction)))
        return;
    walk = graph_get(graph, sizeof *walk);
    if (!walk)
        return;
    *walk = (struct difference_walk){ .root = root,
                                      .round = graph->round,
                                      .place = graph_get(graph, sizeof *place) };
    if (!walk->place)
        return;
    *walk->place = *place;
    if (graph->last_walk)
        graph->last_walk->next = walk;
    else
        graph->walks = walk;
    graph->last_walk = walk;
}

void difference_round(struct difference_finder *finder)
{
    finder->graph.round++;
}
