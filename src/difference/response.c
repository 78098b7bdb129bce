/* SPDX-License-Identifier: Apache-2.0 */
/* Responses: by code. A code that only one document writes out may be spoken for by a range or by default in the other; then that is
 * what it is compared with. The default speaks for errors, as people use it, and for successes only where no success is
 * written out (OpenAPI 3.1 4.8.16.2). What receivers of webhooks and callbacks answer, callers send. */
#include "difference/finder.h"

static const struct contract_response *exactly(const struct contract_operation *operation, struct slice code)
{
    for (size_t i = 0; i < operation->response_count; i++) {
        if (slice_eq(operation->responses[i].code, code))
            return &operation->responses[i];
    }
    return NULL;
}

/* The first of its code: "2xx" and "2XX" are one. */
static bool is_first(const struct contract_operation *operation, const struct contract_response *response)
{
    return exactly(operation, response->code) == response;
}

static bool is_success(const struct contract_response *response)
{
    return response->to && response->from < 400;
}

static bool has_success(const struct contract_operation *operation)
{
    for (size_t i = 0; i < operation->response_count; i++) {
        if (is_success(&operation->responses[i]))
            return true;
    }
    return false;
}

/* What spoke for a code that is not written out: one code asks its range first, a range only the default. */
static const struct contract_response *covering(const struct contract_operation *operation,
                                                const struct contract_response *response)
{
    const struct contract_response *found;

    if (!response->to)
        return NULL;
    found = response->from == response->to ? contract_response_for(operation, response->from)
                                           : exactly(operation, SLICE("default"));
    if (found && !found->to && is_success(response) && has_success(operation))
        return NULL;
    return found;
}

static void compare_links(struct difference_finder *finder, const struct difference_place *place,
                          const struct contract_response *old, const struct contract_response *new)
{
    const struct tree_node *olds = TREE_GET(old->node, "links"), *news = TREE_GET(new->node, "links");
    struct difference_place here = *place;
    struct difference_edit edit = { .old_at = old->at };

    for (uint32_t i = 0; news && news->kind == TREE_MAPPING && i < news->count; i++) {
        edit.name = here.name = news->members[i].key;
        edit.new_at = tree_key_position(news, &news->members[i]);
        if (!tree_get(olds, edit.name))
            difference_add(finder, DIFFERENCE_LINK_ADDED, &here, edit);
    }
    edit.new_at = new->at;
    for (uint32_t i = 0; olds && olds->kind == TREE_MAPPING && i < olds->count; i++) {
        edit.name = here.name = olds->members[i].key;
        edit.old_at = tree_key_position(olds, &olds->members[i]);
        if (!tree_get(news, edit.name))
            difference_add(finder, DIFFERENCE_LINK_REMOVED, &here, edit);
    }
}

static void compare_response(struct difference_finder *finder, const struct difference_place *place,
                             const struct contract_response *old, const struct contract_response *new)
{
    difference_headers(finder, place, old, new);
    difference_contents(finder, place, old, new);
    compare_links(finder, place, old, new);
}

static enum difference_kind added_kind(const struct difference_place *place,
                                       const struct contract_response *response)
{
    if (place->direction == DIFFERENCE_SENT)
        return DIFFERENCE_ANSWER_ADDED;
    if (!response->to)
        return DIFFERENCE_DEFAULT_RESPONSE_ADDED;
    return is_success(response) ? DIFFERENCE_RESPONSE_SUCCESS_ADDED : DIFFERENCE_RESPONSE_ERROR_ADDED;
}

static enum difference_kind removed_kind(const struct difference_place *place,
                                         const struct contract_response *response)
{
    if (place->direction == DIFFERENCE_SENT)
        return DIFFERENCE_ANSWER_REMOVED;
    if (!response->to)
        return DIFFERENCE_DEFAULT_RESPONSE_REMOVED;
    return is_success(response) ? DIFFERENCE_RESPONSE_SUCCESS_REMOVED : DIFFERENCE_RESPONSE_ERROR_REMOVED;
}

static void locate(struct difference_finder *finder, struct difference_place *place, struct slice code)
{
    place->location = arena_printf(&finder->out->arena, "response:%.*s", SLICE_ARG(code));
    if (!place->location.at)
        finder->out->failed = true;
}

static void compare_new(struct difference_finder *finder, struct difference_place *place,
                        const struct contract_response *new)
{
    const struct contract_response *old = exactly(place->old, new->code);
    struct difference_edit edit = { .after = new->code, .old_at = place->old->at, .new_at = new->at };

    locate(finder, place, new->code);
    if (old) {
        compare_response(finder, place, old, new);
        return;
    }
    old = covering(place->old, new);
    if (!old) {
        difference_add(finder, added_kind(place, new), place, edit);
        return;
    }
    edit.before = old->code;
    edit.old_at = old->at;
    difference_add(finder, DIFFERENCE_RESPONSE_SPECIFIED, place, edit);
    compare_response(finder, place, old, new);
}

static void compare_old(struct difference_finder *finder, struct difference_place *place,
                        const struct contract_response *old)
{
    const struct contract_response *new = covering(place->new, old);
    struct difference_edit edit = { .before = old->code, .old_at = old->at, .new_at = place->new->at };

    if (exactly(place->new, old->code))
        return;
    locate(finder, place, old->code);
    if (!new) {
        difference_add(finder, removed_kind(place, old), place, edit);
        return;
    }
    edit.after = new->code;
    edit.new_at = new->at;
    difference_add(finder, DIFFERENCE_RESPONSE_GENERALISED, place, edit);
    compare_response(finder, place, old, new);
}

void difference_responses(struct difference_finder *finder, const struct difference_place *place)
{
    struct difference_place here = *place;

    here.direction = place->direction == DIFFERENCE_SENT ? DIFFERENCE_READ : DIFFERENCE_SENT;
    if (!difference_may(finder, place->old->response_count * place->new->response_count))
        return;
    for (size_t i = 0; i < place->new->response_count; i++) {
        if (is_first(place->new, &place->new->responses[i]))
            compare_new(finder, &here, &place->new->responses[i]);
    }
    for (size_t i = 0; i < place->old->response_count; i++) {
        if (is_first(place->old, &place->old->responses[i]))
            compare_old(finder, &here, &place->old->responses[i]);
    }
}
