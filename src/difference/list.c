/* SPDX-License-Identifier: Apache-2.0 */
/* The list of changes, and the sentences in it. */
#include "difference/finder.h"

#include "base/text.h"

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

/* 0 for the document, then the operations of NEW, then those that only OLD has. */
static size_t order_of(const struct difference_finder *finder, const struct difference_place *place)
{
    if (place->new)
        return 1 + (size_t)(place->new - finder->new->operations);
    if (place->old)
        return 1 + finder->new->operation_count + (size_t)(place->old - finder->old->operations);
    return 0;
}

static int order_differences(const void *left, const void *right)
{
    const struct difference *a = left, *b = right;

    return (a->order > b->order) - (a->order < b->order);
}

/* Keeps the order of what belongs to one operation: places in the list break ties. */
void difference_sort(struct differences *out)
{
    for (size_t i = 0; i < out->count; i++)
        out->list[i].order = out->list[i].order * DIFFERENCES_MOST + i;
    if (out->count)
        qsort(out->list, out->count, sizeof *out->list, order_differences);
}

/* A schema that nobody wrote stands where one could have been written. */
static struct position position_of(struct position at, struct position around,
                                   const struct contract_operation *operation,
                                   const struct contract *contract)
{
    if (at.file)
        return at;
    if (around.file)
        return around;
    return operation ? operation->at : tree_position(contract->file->root);
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
        .old_at = position_of(edit.old_at, place->old_at, place->old, finder->old),
        .new_at = position_of(edit.new_at, place->new_at, place->new, finder->new),
        .old_operation = place->old,
        .new_operation = place->new,
        .order = order_of(finder, place),
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
