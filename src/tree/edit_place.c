/* SPDX-License-Identifier: Apache-2.0 */
/* Where a member belongs among those that stand there, and lines of a text. */
#include "tree/edit_inside.h"

#include "base/byte.h"

enum sorting { SORTING_NONE, SORTING_BYTES, SORTING_NO_CASE };

#define SORTED_LEAST 3 /* fewer members stand in order by chance */

/* ---- lines */

size_t edit_line_start(struct slice text, size_t at)
{
    while (at > 0 && text.at[at - 1] != '\n' && text.at[at - 1] != '\r')
        at--;
    return at;
}

size_t edit_line_end(struct slice text, size_t at)
{
    while (at < text.len && text.at[at] != '\n' && text.at[at] != '\r')
        at++;
    return at;
}

size_t edit_line_next(struct slice text, size_t line_end)
{
    if (line_end >= text.len)
        return text.len;
    return line_end + 1 +
           (text.at[line_end] == '\r' && line_end + 1 < text.len && text.at[line_end + 1] == '\n');
}

bool edit_begins_line(struct slice text, size_t at, struct slice *ret)
{
    size_t start = edit_line_start(text, at);

    for (size_t i = start; i < at; i++) {
        if (text.at[i] != ' ' && text.at[i] != '\t')
            return false;
    }
    *ret = slice_make(text.at + start, at - start);
    return true;
}

/* ---- members */

bool edit_is_here(const struct tree_member *member)
{
    return !member->is_merged && member->value->start >= member->start;
}

const struct tree_member **edit_own_members(struct editing *editing, const struct tree_node *mapping,
                                            size_t *ret_count)
{
    size_t members = mapping->kind == TREE_MAPPING ? mapping->count : 0, count = 0;
    const struct tree_member **own = arena_get_array(&editing->edits->arena, members + 1, sizeof *own);

    if (!own) {
        editing->failed = true;
        return NULL;
    }
    for (size_t i = 0; i < members; i++) {
        if (!mapping->members[i].is_merged)
            own[count++] = &mapping->members[i];
    }
    *ret_count = count;
    return own;
}

static int compare_keys(enum sorting sorting, struct slice a, struct slice b)
{
    size_t shared = a.len < b.len ? a.len : b.len;

    if (sorting == SORTING_BYTES)
        return slice_compare(a, b);
    for (size_t i = 0; i < shared; i++) {
        unsigned char one = (unsigned char)byte_lower(a.at[i]), two = (unsigned char)byte_lower(b.at[i]);

        if (one != two)
            return one < two ? -1 : 1;
    }
    return (a.len > b.len) - (a.len < b.len);
}

static bool is_ascending(enum sorting sorting, const struct tree_member *const *own, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (compare_keys(sorting, own[i - 1]->key, own[i]->key) >= 0)
            return false;
    }
    return true;
}

/* A status, a range of them, or what stands behind all of those. */
static bool is_code(struct slice key)
{
    if (slice_eq(key, SLICE("default")) || slice_starts_with(key, SLICE("x-")))
        return true;
    return key.len == 3 && key.at[0] >= '1' && key.at[0] <= '5' &&
           (byte_is_digit(key.at[1]) || key.at[1] == 'X') && (byte_is_digit(key.at[2]) || key.at[2] == 'X');
}

static bool are_codes(const struct tree_member *const *own, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!is_code(own[i]->key))
            return false;
    }
    return count > 0 && byte_is_digit(own[0]->key.at[0]);
}

static enum sorting sorting_of(const struct tree_member *const *own, size_t count)
{
    if (count >= SORTED_LEAST || are_codes(own, count)) {
        if (is_ascending(SORTING_BYTES, own, count))
            return SORTING_BYTES;
        if (is_ascending(SORTING_NO_CASE, own, count))
            return SORTING_NO_CASE;
    }
    return SORTING_NONE;
}

static size_t slot_of(enum sorting sorting, const struct edit *edit, const struct tree_member *const *own,
                      size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (edit->before ? own[i] == edit->before
                         : sorting && compare_keys(sorting, edit->key, own[i]->key) < 0)
            return i;
    }
    return count;
}

static bool comes_before(enum sorting sorting, const struct edit *a, const struct edit *b)
{
    if (a->slot != b->slot)
        return a->slot < b->slot;
    if (!a->before != !b->before)
        return !a->before;
    if (sorting && !a->before)
        return compare_keys(sorting, a->key, b->key) < 0;
    return a->order < b->order;
}

void edit_choose_slots(struct edit_group *group, const struct tree_member *const *own, size_t count)
{
    enum sorting sorting = sorting_of(own, count);
    struct edit *sorted = NULL, *next;

    for (struct edit *edit = group->first; edit; edit = next) {
        struct edit **place = &sorted;

        next = edit->next;
        edit->slot = slot_of(sorting, edit, own, count);
        while (*place && !comes_before(sorting, edit, *place))
            place = &(*place)->next;
        edit->next = *place;
        *place = edit;
    }
    group->first = sorted;
    for (group->last = sorted; group->last && group->last->next;)
        group->last = group->last->next;
}
