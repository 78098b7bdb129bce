/* SPDX-License-Identifier: Apache-2.0 */
/* From two documents to the list: the documents as a whole, which operations there are, what changed in those that stayed, and at
 * last what changed in schemas. What is compared how stands in the files of the parts. */
#include "difference/finder.h"

#define COMPARISONS_MOST ((size_t)1 << 24) /* of parameters, responses and the like */

bool difference_may(struct difference_finder *finder, size_t comparisons)
{
    finder->comparisons += comparisons;
    finder->graph.is_incomplete |= finder->comparisons > COMPARISONS_MOST;
    return finder->comparisons <= COMPARISONS_MOST;
}

static void compare_document(struct difference_finder *finder)
{
    const struct contract *old = finder->old, *new = finder->new;
    struct difference_place place = { 0 };
    const struct tree_node *old_info = TREE_GET(old->file->root, "info"),
                           *new_info = TREE_GET(new->file->root, "info");

    if (!slice_eq(old->info_version, new->info_version))
        difference_add(
            finder, DIFFERENCE_API_VERSION_CHANGED, &place,
            (struct difference_edit){
                .before = old->info_version,
                .after = new->info_version,
                .old_at = difference_key(old_info, SLICE("version"), tree_position(old->file->root)),
                .new_at = difference_key(new_info, SLICE("version"), tree_position(new->file->root)),
            });
    difference_servers(finder, &place, old->servers, old->server_count, new->servers, new->server_count);
    difference_schemes(finder);
}

/* Where an operation would stand in the other document. */
static struct position around(const struct contract *contract)
{
    return tree_position(contract->paths ? contract->paths : contract->file->root);
}

static void tell_added(struct difference_finder *finder, const struct contract_operation *new)
{
    static const enum difference_kind kinds[] = {
        [CONTRACT_PATHS] = DIFFERENCE_OPERATION_ADDED,
        [CONTRACT_WEBHOOK] = DIFFERENCE_WEBHOOK_ADDED,
        [CONTRACT_CALLBACK] = DIFFERENCE_CALLBACK_ADDED,
    };
    struct difference_place place = { .new = new };

    difference_add(finder, kinds[new->origin], &place,
                   (struct difference_edit){ .old_at = around(finder->old), .new_at = new->at });
}

static void tell_removed(struct difference_finder *finder, const struct contract_operation *old)
{
    static const enum difference_kind kinds[] = {
        [CONTRACT_PATHS] = DIFFERENCE_OPERATION_REMOVED,
        [CONTRACT_WEBHOOK] = DIFFERENCE_WEBHOOK_REMOVED,
        [CONTRACT_CALLBACK] = DIFFERENCE_CALLBACK_REMOVED,
    };
    struct difference_place place = { .old = old };
    bool was_announced =
        old->origin == CONTRACT_PATHS && old->deprecated && difference_sunset_passed(finder, old);

    difference_add(finder, was_announced ? DIFFERENCE_OPERATION_REMOVED_AFTER_SUNSET : kinds[old->origin],
                   &place,
                   (struct difference_edit){ .before = was_announced ? old->sunset : (struct slice){ 0 },
                                             .old_at = old->at,
                                             .new_at = around(finder->new) });
}

/* Which operation of OLD each of NEW was. */
struct matched {
    const struct contract_operation **was;
    bool *has_moved;
    bool *stays; /* of OLD */
};

static bool match(struct difference_finder *finder, struct matched *ret)
{
    struct arena *arena = finder->graph.arena;
    size_t old_count = finder->old->operation_count, new_count = finder->new->operation_count;

    *ret = (struct matched){ .was = arena_get_array(arena, new_count + 1, sizeof *ret->was),
                             .has_moved = arena_get_array(arena, new_count + 1, sizeof *ret->has_moved),
                             .stays = arena_get_array(arena, old_count + 1, sizeof *ret->stays) };
    if (!ret->was || !ret->has_moved || !ret->stays || !difference_match(finder, ret->was, ret->has_moved))
        return false;
    for (size_t i = 0; i < new_count; i++) {
        if (ret->was[i])
            ret->stays[ret->was[i] - finder->old->operations] = true;
    }
    return true;
}

static void tell_operations(struct difference_finder *finder, const struct matched *matched)
{
    for (size_t i = 0; i < finder->new->operation_count; i++) {
        if (!matched->was[i])
            tell_added(finder, &finder->new->operations[i]);
    }
    for (size_t i = 0; i < finder->old->operation_count; i++) {
        if (!matched->stays[i])
            tell_removed(finder, &finder->old->operations[i]);
    }
}

static void compare_operations(struct difference_finder *finder, const struct matched *matched)
{
    for (size_t i = 0; i < finder->new->operation_count && !finder->out->failed; i++) {
        struct difference_place place = { .old = matched->was[i],
                                          .new = &finder->new->operations[i],
                                          .has_moved = matched->has_moved[i] };

        place.direction = place.new->origin == CONTRACT_PATHS ? DIFFERENCE_SENT : DIFFERENCE_READ;
        if (place.old)
            difference_operation(finder, &place);
    }
}

static void find(struct difference_finder *finder)
{
    struct matched matched;

    if (!match(finder, &matched)) {
        finder->out->failed = true;
        return;
    }
    compare_document(finder);
    tell_operations(finder, &matched);
    compare_operations(finder, &matched);
    difference_walks(finder);
    difference_sort(finder->out);
}

/* What is only needed on the way has an arena of its own. */
bool differences_find(struct differences *differences, const struct contract *old, const struct contract *new,
                      int64_t now)
{
    struct difference_finder finder = { .out = differences, .old = old, .new = new, .now = now };
    struct arena scratch;

    arena_init(&scratch, differences->account, (size_t)256 << 10);
    buffer_init(&finder.text, differences->account);
    table_init(&finder.renamed, differences->account);
    difference_graph_init(&finder.graph, &scratch, differences->account);
    find(&finder);
    differences->is_incomplete |= finder.graph.is_incomplete || finder.graph.flats.is_incomplete;
    differences->failed |= finder.graph.failed || finder.graph.flats.failed || finder.text.failed;
    difference_graph_done(&finder.graph);
    table_done(&finder.renamed);
    buffer_done(&finder.text);
    arena_done(&scratch);
    return !differences->failed;
}
