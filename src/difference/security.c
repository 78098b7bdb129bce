/* SPDX-License-Identifier: Apache-2.0 */
/* Who may call: what the operations ask for, and what the schemes they name are. Alternatives are paired by the schemes in them,
 * schemes by id. That a scheme became something else is told once, of the document: it concerns whatever names it. */
#include "difference/finder.h"

/* Anybody may call: nothing is said, or an alternative asks for nothing. */
static bool is_open(const struct contract_operation *operation)
{
    for (size_t i = 0; i < operation->security_count; i++) {
        if (operation->security[i].count == 0)
            return true;
    }
    return operation->security_count == 0;
}

static const struct contract_requirement *find_requirement(const struct difference_finder *finder,
                                                           const struct contract_alternative *alternative,
                                                           const struct contract_requirement *like)
{
    struct slice id = difference_scheme_id(finder, like->scheme);

    for (size_t i = 0; i < alternative->count; i++) {
        if (slice_eq(difference_scheme_id(finder, alternative->requirements[i].scheme), id))
            return &alternative->requirements[i];
    }
    return NULL;
}

static bool is_within(const struct difference_finder *finder, const struct contract_alternative *small,
                      const struct contract_alternative *large)
{
    for (size_t i = 0; i < small->count; i++) {
        if (!find_requirement(finder, large, &small->requirements[i]))
            return false;
    }
    return true;
}

/* "bearerAuth and apiKey" */
static void append_alternative(struct buffer *out, const struct contract_alternative *alternative)
{
    for (size_t i = 0; i < alternative->count; i++) {
        buffer_text(out, i ? " and " : "");
        buffer_append(out, alternative->requirements[i].scheme->id);
    }
}

static struct slice alternative_text(struct difference_finder *finder,
                                     const struct contract_alternative *alternative)
{
    buffer_reset(&finder->text);
    append_alternative(&finder->text, alternative);
    return difference_keep(finder);
}

/* "bearerAuth or apiKey" */
static struct slice security_text(struct difference_finder *finder,
                                  const struct contract_operation *operation)
{
    bool is_first = true;

    buffer_reset(&finder->text);
    for (size_t i = 0; i < operation->security_count; i++) {
        if (operation->security[i].count == 0)
            continue;
        buffer_text(&finder->text, is_first ? "" : " or ");
        append_alternative(&finder->text, &operation->security[i]);
        is_first = false;
    }
    return difference_keep(finder);
}

static bool has_scope(const struct contract_requirement *requirement, struct slice scope)
{
    for (size_t i = 0; i < requirement->scope_count; i++) {
        if (slice_eq(requirement->scopes[i], scope))
            return true;
    }
    return false;
}

static struct difference_edit security_edit(const struct difference_place *place)
{
    return (struct difference_edit){ .old_at = place->old->security_at, .new_at = place->new->security_at };
}

static void compare_scopes(struct difference_finder *finder, const struct difference_place *place,
                           const struct contract_requirement *old, const struct contract_requirement *new)
{
    struct difference_edit edit = security_edit(place);
    struct difference_place here = *place;

    edit.name = here.name = new->scheme->id;
    for (size_t i = 0; i < new->scope_count; i++) {
        edit.after = new->scopes[i];
        if (!has_scope(old, edit.after))
            difference_add(finder, DIFFERENCE_SECURITY_SCOPE_ADDED, &here, edit);
    }
    edit.after = (struct slice){ 0 };
    for (size_t i = 0; i < old->scope_count; i++) {
        edit.before = old->scopes[i];
        if (!has_scope(new, edit.before))
            difference_add(finder, DIFFERENCE_SECURITY_SCOPE_REMOVED, &here, edit);
    }
}

static void compare_alternatives(struct difference_finder *finder, const struct difference_place *place,
                                 const struct contract_alternative *old,
                                 const struct contract_alternative *new)
{
    struct difference_edit edit = security_edit(place);

    if (old->count != new->count) {
        edit.before = alternative_text(finder, old);
        edit.after = alternative_text(finder, new);
        difference_add(finder,
                       new->count > old->count ? DIFFERENCE_SECURITY_REQUIREMENT_ADDED
                                               : DIFFERENCE_SECURITY_REQUIREMENT_REMOVED,
                       place, edit);
    }
    for (size_t i = 0; i < new->count; i++) {
        const struct contract_requirement *was = find_requirement(finder, old, &new->requirements[i]);

        if (was)
            compare_scopes(finder, place, was, &new->requirements[i]);
    }
}

struct pairing {
    bool *old_paired, *new_paired;
};

/* How alternatives are alike, the nearest first. */
enum likeness { LIKE_SAME, LIKE_MORE, LIKE_COUNT };

static bool is_like(const struct difference_finder *finder, const struct contract_alternative *old,
                    const struct contract_alternative *new, enum likeness like)
{
    if (old->count == 0 || new->count == 0)
        return old->count == new->count;
    if (like == LIKE_SAME)
        return old->count == new->count &&is_within(finder, old, new);
    return is_within(finder, old, new) || is_within(finder, new, old);
}

static void pair(struct difference_finder *finder, const struct difference_place *place,
                 struct pairing *pairing, enum likeness like)
{
    for (size_t n = 0; n < place->new->security_count; n++) {
        for (size_t o = 0; o < place->old->security_count && !pairing->new_paired[n]; o++) {
            const struct contract_alternative *old = &place->old->security[o];
            const struct contract_alternative *new = &place->new->security[n];

            if (pairing->old_paired[o] || !is_like(finder, old, new, like))
                continue;
            pairing->old_paired[o] = pairing->new_paired[n] = true;
            compare_alternatives(finder, place, old, new);
        }
    }
}

/* Alternatives that came are no news where none were asked for, those that went none where nothing is asked for now. */
static void tell_rest(struct difference_finder *finder, const struct difference_place *place,
                      const struct pairing *pairing)
{
    struct difference_edit edit = security_edit(place);

    for (size_t i = 0; i < place->new->security_count && place->old->security_count; i++) {
        if (pairing->new_paired[i] || place->new->security[i].count == 0)
            continue;
        edit.after = alternative_text(finder, &place->new->security[i]);
        difference_add(finder, DIFFERENCE_SECURITY_ALTERNATIVE_ADDED, place, edit);
    }
    edit.after = (struct slice){ 0 };
    for (size_t i = 0; i < place->old->security_count && place->new->security_count; i++) {
        if (pairing->old_paired[i] || place->old->security[i].count == 0)
            continue;
        edit.before = alternative_text(finder, &place->old->security[i]);
        difference_add(finder, DIFFERENCE_SECURITY_ALTERNATIVE_REMOVED, place, edit);
    }
}

void difference_security(struct difference_finder *finder, const struct difference_place *place)
{
    const struct contract_operation *old = place->old, *new = place->new;
    struct arena *arena = finder->graph.arena;
    struct difference_place here = *place;
    struct difference_edit edit = security_edit(place);
    struct pairing pairing = { arena_get_array(arena, old->security_count + 1, sizeof(bool)),
                               arena_get_array(arena, new->security_count + 1, sizeof(bool)) };

    if (!pairing.old_paired || !pairing.new_paired) {
        finder->out->failed = true;
        return;
    }
    here.location = SLICE("security");
    if (is_open(old) && !is_open(new)) {
        edit.after = security_text(finder, new);
        difference_add(finder, DIFFERENCE_SECURITY_BECAME_REQUIRED, &here, edit);
    } else if (!is_open(old) && is_open(new)) {
        edit.before = security_text(finder, old);
        difference_add(finder, DIFFERENCE_SECURITY_BECAME_OPTIONAL, &here, edit);
    }
    if (!difference_may(finder, old->security_count * new->security_count))
        return;
    for (enum likeness like = LIKE_SAME; like < LIKE_COUNT; like++)
        pair(finder, &here, &pairing, like);
    tell_rest(finder, &here, &pairing);
}
