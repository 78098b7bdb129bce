/* SPDX-License-Identifier: Apache-2.0 */
/* From two documents to the list: the documents as a whole, then operation by operation. What is compared how stands in the
 * files of the parts. */
#include "contract/difference.h"

#include "base/text.h"
#include "contract/difference_finder.h"

#define SHOWN_COLUMNS 120 /* of a value in a sentence */

void differences_init(struct differences *differences, struct memory *account)
{
    *differences = (struct differences){ .account = account };
    arena_init(&differences->arena, account, (size_t)64 << 10);
}

void differences_done(struct differences *differences)
{
    memory_give(differences->account, differences->list, differences->room * sizeof *differences->list);
    arena_done(&differences->arena);
    *differences = (struct differences){ 0 };
}

bool difference_is_same_edit(const struct difference *a, const struct difference *b)
{
    return a->kind == b->kind && slice_eq(a->what, b->what) && a->old_at.file == b->old_at.file &&
           a->old_at.line == b->old_at.line && a->old_at.column == b->old_at.column &&
           a->new_at.file == b->new_at.file && a->new_at.line == b->new_at.line &&
           a->new_at.column == b->new_at.column;
}

static bool make_room(struct differences *out)
{
    size_t room = out->room ? 2 * out->room : 64;
    struct difference *grown;

    if (out->count < out->room)
        return true;
    grown = memory_resize(out->account, out->list, out->room * sizeof *grown, room * sizeof *grown);
    if (!grown)
        return false;
    out->list = grown;
    out->room = room;
    return true;
}

void difference_add_said(struct difference_finder *finder, enum difference_kind kind,
                         const struct difference_place *place, struct difference_edit edit, struct slice what)
{
    struct differences *out = finder->out;
    const struct difference_rule *rule = difference_rule(kind);
    const struct contract_operation *shown = place->new ? place->new : place->old;

    out->totals[rule->class]++;
    if (out->count == DIFFERENCES_MOST)
        return;
    if (!make_room(out)) {
        out->failed = true;
        return;
    }
    out->list[out->count++] = (struct difference){
        .kind = kind,
        .class = rule->class,
        .method = shown ? shown->method : (struct slice){ 0 },
        .path = shown ? shown->path : (struct slice){ 0 },
        .location = place->location,
        .media = place->media,
        .name = place->name,
        .component = place->component,
        .before = edit.before,
        .after = edit.after,
        .what = what,
        .why = rule->why,
        .old_at = edit.old_at,
        .new_at = edit.new_at,
        .old_operation = place->old,
        .new_operation = place->new,
    };
}

void difference_add(struct difference_finder *finder, enum difference_kind kind,
                    const struct difference_place *place, struct difference_edit edit)
{
    struct slice what = { 0 };

    if (finder->out->count < DIFFERENCES_MOST)
        what = difference_sentence(finder, kind, &edit);
    difference_add_said(finder, kind, place, edit, what);
}

struct slice difference_keep(struct difference_finder *finder)
{
    struct slice kept = arena_copy(&finder->out->arena, buffer_slice(&finder->text));

    if (finder->text.failed || !kept.at)
        finder->out->failed = true;
    return kept;
}

struct slice difference_value(struct difference_finder *finder, const struct tree_node *node)
{
    if (!node)
        return (struct slice){ 0 };
    buffer_reset(&finder->text);
    tree_json(node, &finder->text);
    return difference_keep(finder);
}

struct position difference_key(const struct tree_node *node, struct slice key, struct position otherwise)
{
    const struct tree_member *member = tree_member(node, key);

    return member ? tree_key_position(node, member) : otherwise;
}

static void append_value(struct buffer *out, struct slice value)
{
    text_fit(out, value.len ? value : SLICE("none"), SHOWN_COLUMNS, false);
}

struct slice difference_sentence(struct difference_finder *finder, enum difference_kind kind,
                                 const struct difference_edit *edit)
{
    struct slice rest = slice_of(difference_rule(kind)->what);

    buffer_reset(&finder->text);
    while (rest.len) {
        struct slice word;

        buffer_append(&finder->text, slice_cut(&rest, '{'));
        if (!rest.len)
            break;
        word = slice_cut(&rest, '}');
        if (slice_eq(word, SLICE("name")))
            append_value(&finder->text, edit->name);
        else
            append_value(&finder->text, slice_eq(word, SLICE("old")) ? edit->before : edit->after);
    }
    return difference_keep(finder);
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

/* `was` is for each operation of NEW the one it was, `stays` gets of each operation of OLD whether it is one of those. */
static void compare_operations(struct difference_finder *finder, const struct contract_operation **was,
                               const bool *has_moved, bool *stays)
{
    const struct contract *old = finder->old, *new = finder->new;

    for (size_t i = 0; i < new->operation_count && !finder->out->failed; i++) {
        const struct contract_operation *operation = &new->operations[i];
        struct difference_place place = { .old = was[i], .new = operation, .has_moved = has_moved[i] };

        if (!was[i]) {
            tell_added(finder, operation);
            continue;
        }
        stays[was[i] - old->operations] = true;
        place.direction = operation->origin == CONTRACT_PATHS ? DIFFERENCE_SENT : DIFFERENCE_READ;
        difference_operation(finder, &place);
    }
    for (size_t i = 0; i < old->operation_count; i++) {
        if (!stays[i])
            tell_removed(finder, &old->operations[i]);
    }
}

static void find(struct difference_finder *finder)
{
    struct arena *arena = &finder->out->arena;
    const struct contract_operation **was =
        arena_get_array(arena, finder->new->operation_count + 1, sizeof *was);
    bool *has_moved = arena_get_array(arena, finder->new->operation_count + 1, sizeof *has_moved);
    bool *stays = arena_get_array(arena, finder->old->operation_count + 1, sizeof *stays);

    if (!was || !has_moved || !stays || !difference_match(finder, was, has_moved)) {
        finder->out->failed = true;
        return;
    }
    compare_document(finder);
    compare_operations(finder, was, has_moved, stays);
}

bool differences_find(struct differences *differences, const struct contract *old, const struct contract *new,
                      int64_t now)
{
    struct difference_finder finder = { .out = differences, .old = old, .new = new, .now = now };

    buffer_init(&finder.text, differences->account);
    table_init(&finder.renamed, differences->account);
    difference_graph_init(&finder.graph, &differences->arena, differences->account);
    find(&finder);
    differences->is_incomplete |= finder.graph.is_incomplete || finder.graph.flats.is_incomplete;
    differences->failed |= finder.graph.failed || finder.graph.flats.failed || finder.text.failed;
    difference_graph_done(&finder.graph);
    table_done(&finder.renamed);
    buffer_done(&finder.text);
    return !differences->failed;
}
