/* SPDX-License-Identifier: Apache-2.0 */
/* The proof that additions are all that happened: the new text is read, and both trees are walked side by side. What stands in
 * the old one must stand in the new one, in the same order, and what the new one has besides must be the additions. */
#include "tree/edit_inside.h"

struct verification {
    struct editing *editing;
    struct tree_reader *reader; /* of the new text */
    const struct tree_node *where;
};

static bool same(struct verification *verification, const struct tree_node *old, const struct tree_node *now);

static bool differs(struct verification *verification, const struct tree_node *old)
{
    if (!verification->where)
        verification->where = old;
    return false;
}

/* Everything put into the group, read from what the printer makes of it: a sequence of values in the order of the group. */
static const struct tree_node *additions(struct verification *verification, const struct edit_group *group)
{
    struct document_style style = document_style_usual(true);
    const struct tree_file *file;
    struct buffer text;

    buffer_init(&text, verification->editing->edits->account);
    style.unit = SLICE("");
    buffer_byte(&text, '[');
    for (const struct edit *edit = group->first; edit; edit = edit->next) {
        document_print(slice_make(NULL, 0), edit->value, &style, true, &text);
        buffer_byte(&text, edit->next ? ',' : ']');
    }
    file = text.failed ? NULL : tree_read_text(verification->reader, "addition", buffer_slice(&text));
    buffer_done(&text);
    if (!file || !file->root || file->root->kind != TREE_SEQUENCE || file->root->count != group->count) {
        verification->editing->failed |= !file;
        return NULL;
    }
    return file->root;
}

static bool has_additions(struct verification *verification, const struct edit_group *group,
                          const struct tree_node *now)
{
    const struct tree_node *values = group ? additions(verification, group) : NULL;
    uint32_t i = 0;

    if (!group)
        return true;
    if (!values)
        return false;
    for (const struct edit *edit = group->first; edit; edit = edit->next, i++) {
        const struct tree_member *member = tree_member(now, edit->key);

        if (!member || member->is_merged || !tree_equal(member->value, values->elements[i]))
            return false;
    }
    return true;
}

static bool is_addition(const struct edit_group *group, const struct tree_member *member)
{
    if (member->is_merged) /* what was put into a mapping that others merge */
        return true;
    for (const struct edit *edit = group ? group->first : NULL; edit; edit = edit->next) {
        if (slice_eq(edit->key, member->key))
            return true;
    }
    return false;
}

static bool same_members(struct verification *verification, const struct tree_node *old,
                         const struct tree_node *now, const struct edit_group *group)
{
    uint32_t count = old->kind == TREE_MAPPING ? old->count : 0, at = 0;

    for (uint32_t i = 0; i < now->count; i++) {
        const struct tree_member *was = at < count ? &old->members[at] : NULL, *is = &now->members[i];

        if (!was || !slice_eq(was->key, is->key)) {
            if (!is_addition(group, is))
                return false;
            continue;
        }
        at++;
        if (edit_is_here(was) != edit_is_here(is))
            return false;
        /* What stands above was or will be compared there. */
        if (edit_is_here(was) && !same(verification, was->value, is->value))
            return false;
    }
    return at == count && has_additions(verification, group, now);
}

static bool same_elements(struct verification *verification, const struct tree_node *old,
                          const struct tree_node *now, const struct edit_group *group)
{
    const struct tree_node *values = group ? additions(verification, group) : NULL;
    uint32_t count = old->kind == TREE_SEQUENCE ? old->count : 0;
    uint32_t added = group ? (uint32_t)group->count : 0, first = group ? (uint32_t)group->first->slot : count;

    if (now->count != count + added || (added && !values))
        return false;
    for (uint32_t i = 0; i < now->count; i++) {
        if (i >= first && i < first + added) {
            if (!tree_equal(now->elements[i], values->elements[i - first]))
                return false;
        } else {
            const struct tree_node *was = old->elements[i < first ? i : i - added];

            if (was->start >= old->start && !same(verification, was, now->elements[i]))
                return false;
        }
    }
    return true;
}

static bool same_scalar(const struct tree_node *old, const struct tree_node *now)
{
    return old->kind == now->kind && old->is_true == now->is_true && slice_eq(old->text, now->text);
}

static bool same(struct verification *verification, const struct tree_node *old, const struct tree_node *now)
{
    const struct edit_group *group = edit_group_of(verification->editing->edits, old);
    bool is_same;

    if (group && !group->first)
        group = NULL;
    if (group ? now->kind != (group->first->key.at ? TREE_MAPPING : TREE_SEQUENCE) : old->kind != now->kind)
        return differs(verification, old);
    if (now->kind == TREE_MAPPING)
        is_same = same_members(verification, old, now, group);
    else if (now->kind == TREE_SEQUENCE)
        is_same = same_elements(verification, old, now, group);
    else
        is_same = same_scalar(old, now);
    return is_same || differs(verification, old);
}

bool edit_verify(struct editing *editing, struct slice now, const struct tree_node **ret_where)
{
    struct tree_reader reader;
    struct verification verification = { .editing = editing, .reader = &reader };
    const struct tree_file *file;
    bool is_same;

    tree_reader_init(&reader, editing->edits->account);
    file = tree_read_text(&reader, "now", now);
    is_same = file && file->root && file->is_json == editing->file->is_json &&
              same(&verification, editing->file->root, file->root);
    editing->failed |= !file || reader.faults.failed;
    if (!is_same && verification.where)
        *ret_where = verification.where;
    tree_reader_done(&reader);
    return is_same && !editing->failed;
}
