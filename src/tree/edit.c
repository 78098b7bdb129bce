/* SPDX-License-Identifier: Apache-2.0 */
/* Additions are kept by container. A file's text is made in four steps: how it is written (edit_look.c), what every
 * container gets as patches of the text (edit_block.c, edit_flow.c), the patches in their order, and the proof that the
 * result says what it should (edit_verify.c). */
#include "tree/edit_inside.h"

#include <stdlib.h>

#define PATCHES_FIRST 64

void edits_init(struct edits *edits, struct memory *account)
{
    *edits = (struct edits){ .account = account };
    arena_init(&edits->arena, account, 0);
    table_init(&edits->groups, account);
}

void edits_done(struct edits *edits)
{
    table_done(&edits->groups);
    arena_done(&edits->arena);
}

/* ---- collecting */

/* Nodes are told apart by their address; the table borrows it from the group. */
struct edit_group *edit_group_of(const struct edits *edits, const struct tree_node *container)
{
    return table_find(&edits->groups, slice_make(&container, sizeof container));
}

static struct edit_group *group_for(struct edits *edits, const struct tree_node *container)
{
    struct edit_group *group = edit_group_of(edits, container);

    if (group)
        return group;
    group = arena_get_array(&edits->arena, 1, sizeof *group);
    if (!group) {
        edits->failed = true;
        return NULL;
    }
    group->container = container;
    if (!table_put(&edits->groups, slice_make(&group->container, sizeof group->container), group)) {
        edits->failed = true;
        return NULL;
    }
    if (edits->last)
        edits->last->next = group;
    else
        edits->first = group;
    edits->last = group;
    return group;
}

struct node *edits_given(const struct edits *edits, const struct tree_node *mapping, struct slice key)
{
    const struct edit_group *group = edit_group_of(edits, mapping);

    for (const struct edit *edit = group ? group->first : NULL; edit; edit = edit->next) {
        if (edit->key.at && slice_eq(edit->key, key))
            return edit->value;
    }
    return NULL;
}

void edits_each(const struct edits *edits, edit_sink *sink, void *context)
{
    for (const struct edit_group *group = edits->first; group; group = group->next) {
        for (const struct edit *edit = group->first; edit; edit = edit->next)
            sink(context, group->container, edit->key, edit->value);
    }
}

static bool take(struct edits *edits, struct edit_group *group, struct edit addition)
{
    struct edit *edit = arena_get(&edits->arena, sizeof *edit);

    if (!edit || !addition.value) {
        edits->failed = true;
        return false;
    }
    *edit = addition;
    edit->order = edits->count++;
    if (group->last)
        group->last->next = edit;
    else
        group->first = edit;
    group->last = edit;
    group->count++;
    return true;
}

bool edits_put(struct edits *edits, const struct tree_node *mapping, struct slice key, struct node *value,
               const struct tree_member *before)
{
    struct edit_group *group;

    if (!mapping || (mapping->kind != TREE_MAPPING && mapping->kind != TREE_NULL) || tree_get(mapping, key))
        return false;
    group = group_for(edits, mapping);
    if (!key.at)
        key = SLICE("");
    if (!group || edits_given(edits, mapping, key) || (group->first && !group->first->key.at))
        return false;
    return take(edits, group, (struct edit){ .key = key, .value = value, .before = before });
}

bool edits_add(struct edits *edits, const struct tree_node *sequence, struct node *value)
{
    struct edit_group *group;

    if (!sequence || (sequence->kind != TREE_SEQUENCE && sequence->kind != TREE_NULL))
        return false;
    group = group_for(edits, sequence);
    if (!group || (group->first && group->first->key.at))
        return false;
    return take(edits, group, (struct edit){ .value = value });
}

const struct tree_file *edits_next(const struct edits *edits, const void **cursor)
{
    const struct edit_group *group = *cursor ? ((const struct edit_group *)*cursor)->next : edits->first;

    for (; group; group = group->next) {
        const struct edit_group *other = edits->first;

        while (other->container->file != group->container->file)
            other = other->next;
        if (other == group && group->first)
            break;
    }
    *cursor = group;
    return group ? group->container->file : NULL;
}

/* ---- patches */

/* With the document's line ends. */
static struct slice kept_text(struct editing *editing, struct slice text)
{
    struct arena *arena = &editing->edits->arena;
    bool is_lf = editing->line_end[0] == '\n';
    size_t lines = 0;
    char *at, *to;

    for (size_t i = 0; i < text.len; i++)
        lines += text.at[i] == '\n';
    at = to = arena_get(arena, text.len + lines + 1);
    if (!at) {
        editing->failed = true;
        return SLICE("");
    }
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '\n' && !is_lf)
            *to++ = '\r';
        *to++ = text.at[i];
    }
    return slice_make(at, (size_t)(to - at));
}

void edit_patch(struct editing *editing, size_t at, size_t end, struct buffer *text,
                const struct edit_group *group)
{
    struct patch *patch;

    if (editing->patch_count == editing->patch_room) {
        size_t room = editing->patch_room ? 2 * editing->patch_room : PATCHES_FIRST;
        struct patch *grown = memory_resize(editing->edits->account, editing->patches,
                                            editing->patch_room * sizeof *grown, room * sizeof *grown);

        if (!grown) {
            editing->failed = true;
            return;
        }
        editing->patches = grown;
        editing->patch_room = room;
    }
    editing->failed |= text->failed;
    patch = &editing->patches[editing->patch_count];
    *patch = (struct patch){ .at = at,
                             .end = end,
                             .text = kept_text(editing, buffer_slice(text)),
                             .inner = group->container->start,
                             .order = editing->patch_count++ };
    buffer_reset(text);
}

void edit_print(struct buffer *out, const struct edit *edit, const struct document_style *style, bool is_flow)
{
    document_print(edit->key, edit->value, style, is_flow, out);
}

static int by_place(const void *a, const void *b)
{
    const struct patch *one = a, *two = b;

    if (one->at != two->at)
        return one->at < two->at ? -1 : 1;
    if (one->inner != two->inner)
        return one->inner > two->inner ? -1 : 1;
    return one->order < two->order ? -1 : one->order > two->order;
}

/* ---- one file */

/* A null that has become a container is written in brackets where those around it are. */
static bool is_in_brackets(const struct editing *editing, const struct edit_group *group)
{
    const struct tree_node *container = group->container;
    struct slice inside = slice_make(editing->text.at + container->start, container->end - container->start);

    if (editing->file->is_json || (group->parent && group->parent->is_flow))
        return true;
    if (container->kind == TREE_NULL || !container->is_flow)
        return false;
    /* What is empty but for a comment stays as it is. */
    return container->count || memchr(inside.at, '#', inside.len);
}

static void make_patches(struct editing *editing)
{
    for (struct edit_group *group = editing->edits->first; group; group = group->next) {
        if (group->container->file != editing->file || !group->first)
            continue;
        if (is_in_brackets(editing, group))
            edit_flow(editing, group);
        else
            edit_block(editing, group);
    }
    if (editing->patch_count)
        qsort(editing->patches, editing->patch_count, sizeof *editing->patches, by_place);
}

static bool refuse(const struct editing *editing, const struct tree_node *where, struct error *err)
{
    struct buffer place;

    buffer_init(&place, editing->edits->account);
    position_print(where ? tree_position(where) : (struct position){ .file = editing->file }, &place);
    if (editing->failed || place.failed)
        error_set(err, ERROR_MEMORY, "no memory left to add to %.*s", SLICE_ARG(editing->file->path));
    else
        error_set(err, ERROR_INPUT,
                  "%.*s: nothing can be added here without changing what the document says; add it by hand, "
                  "or write this place in block style",
                  SLICE_ARG(buffer_slice(&place)));
    buffer_done(&place);
    return false;
}

static bool write_text(struct editing *editing, struct buffer *out)
{
    size_t cursor = 0;

    for (size_t i = 0; i < editing->patch_count; i++) {
        const struct patch *patch = &editing->patches[i];

        if (patch->at < cursor)
            return false; /* two of them at one place: nothing people write comes to this */
        buffer_append(out, slice_make(editing->text.at + cursor, patch->at - cursor));
        buffer_append(out, patch->text);
        cursor = patch->end;
    }
    buffer_append(out, slice_make(editing->text.at + cursor, editing->text.len - cursor));
    editing->failed |= out->failed;
    return !editing->failed;
}

bool edit_begin(struct editing *editing, struct edits *edits, const struct tree_file *file,
                struct buffer *out, struct error *err)
{
    size_t before = out->len;
    const struct tree_node *where = file->root;

    *editing = (struct editing){ .edits = edits, .file = file, .text = file->text, .failed = edits->failed };
    if (!file->root)
        return error_set(err, ERROR_INPUT, "%.*s cannot be read, so nothing can be added to it",
                         SLICE_ARG(file->path));
    edit_look_read(editing);
    make_patches(editing);
    if (editing->wrong)
        where = editing->wrong;
    if (!editing->wrong && write_text(editing, out) &&
        edit_verify(editing, slice_make(out->at + before, out->len - before), &where))
        return true;
    out->len = before;
    return refuse(editing, where, err);
}

void edit_end(struct editing *editing)
{
    memory_give(editing->edits->account, editing->patches, editing->patch_room * sizeof *editing->patches);
}

bool edits_apply(struct edits *edits, const struct tree_file *file, struct buffer *out, struct error *err)
{
    struct editing editing;
    bool done = edit_begin(&editing, edits, file, out, err);

    edit_end(&editing);
    return done;
}
