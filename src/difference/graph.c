/* SPDX-License-Identifier: Apache-2.0 */
#include "difference/graph.h"

#include "base/hash.h"
#include "difference/finder.h"

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
void difference_build(struct difference_finder *finder)
{
    struct difference_graph *graph = &finder->graph;

    while (graph->unbuilt && !graph->failed) {
        struct difference_pair *pair = graph->unbuilt;

        graph->unbuilt = pair->next_unbuilt;
        if (graph->built_count++ > DIFFERENCE_PAIRS_MOST(graph->flats.flats.count)) {
            graph->is_incomplete = true;
            continue;
        }
        difference_compare(finder, pair);
        keep_leads(graph, pair);
    }
    carry_back(graph);
}
