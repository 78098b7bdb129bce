/* SPDX-License-Identifier: Apache-2.0 */
/* Parameters that callers send, and fields that they read: of responses header fields, of webhooks and callbacks parameters. Both are
 * lists of names with a place; what differs is who is hurt. */
#include "difference/finder.h"

#include "base/byte.h"

#define LIST_SHORT ((size_t)1024) /* comparisons; longer lists are indexed */

/* A list, and what of it has found its like. */
struct list {
    const struct contract_parameter *at;
    size_t count;
    struct slice *keys; /* NULL: looked through */
    struct difference_index index;
    bool *is_paired;
    struct position around; /* where a parameter would stand that is not there */
};

struct lists {
    struct difference_finder *finder;
    struct difference_place place; /* of the operation; location and name are set for each parameter */
    bool are_headers;              /* of a response: their location is the response */
    struct list old, new;
};

/* ---- finding */

static struct slice key_text(struct difference_finder *finder, enum contract_place place, struct slice name)
{
    buffer_reset(&finder->text);
    buffer_byte(&finder->text, "pqhc"[place]);
    for (size_t i = 0; i < name.len; i++)
        buffer_byte(&finder->text, place == CONTRACT_HEADER ? byte_lower(name.at[i]) : name.at[i]);
    return buffer_slice(&finder->text);
}

static bool list_make(struct difference_finder *finder, struct list *list, bool is_long)
{
    struct arena *arena = finder->graph.arena;

    list->is_paired = arena_get_array(arena, list->count + 1, sizeof *list->is_paired);
    if (!is_long)
        return list->is_paired != NULL;
    list->keys = arena_get_array(arena, list->count + 1, sizeof *list->keys);
    for (size_t i = 0; list->keys && i < list->count; i++)
        list->keys[i] = arena_copy(arena, key_text(finder, list->at[i].place, list->at[i].name));
    return list->is_paired && list->keys &&
           difference_index_make(arena, list->keys, sizeof *list->keys, list->count, &list->index);
}

static bool is_named(const struct contract_parameter *parameter, enum contract_place place, struct slice name)
{
    return parameter->place == place && (place == CONTRACT_HEADER ? slice_eq_nocase(parameter->name, name)
                                                                  : slice_eq(parameter->name, name));
}

static size_t find(const struct lists *lists, const struct list *list, enum contract_place place,
                   struct slice name)
{
    if (list->keys)
        return difference_index_find(&list->index, list->keys, sizeof *list->keys, list->count,
                                     key_text(lists->finder, place, name));
    for (size_t i = 0; i < list->count; i++) {
        if (is_named(&list->at[i], place, name))
            return i;
    }
    return SIZE_MAX;
}

/* ---- telling */

static void place_at(struct lists *lists, const struct contract_parameter *parameter)
{
    lists->place.name = parameter->name;
    if (!lists->are_headers)
        lists->place.location = slice_of(contract_place_name(parameter->place));
}

static void tell(struct lists *lists, enum difference_kind kind, struct difference_edit edit)
{
    edit.name = lists->place.name;
    difference_add(lists->finder, kind, &lists->place, edit);
}

static struct difference_edit edit_at(const struct contract_parameter *old,
                                      const struct contract_parameter *new, struct slice keyword)
{
    return (struct difference_edit){ .old_at = difference_key(old->node, keyword, old->at),
                                     .new_at = difference_key(new->node, keyword, new->at) };
}

static const char *style_name(enum contract_style style)
{
    static const char *const names[] = {
        [CONTRACT_SIMPLE] = "simple",
        [CONTRACT_LABEL] = "label",
        [CONTRACT_MATRIX] = "matrix",
        [CONTRACT_FORM] = "form",
        [CONTRACT_SPACE_DELIMITED] = "spaceDelimited",
        [CONTRACT_PIPE_DELIMITED] = "pipeDelimited",
        [CONTRACT_DEEP_OBJECT] = "deepObject",
    };

    return names[style];
}

/* Single values are spelled alike whatever explode says. */
static bool is_composite(const struct contract_parameter *parameter)
{
    return contract_types(parameter->schema) & (CONTRACT_ARRAY | CONTRACT_OBJECT);
}

static void compare_spelling(struct lists *lists, const struct contract_parameter *old,
                             const struct contract_parameter *new)
{
    struct difference_edit edit = edit_at(old, new, SLICE("style"));

    if (!slice_eq(old->media_type, new->media_type)) {
        edit = edit_at(old, new, SLICE("content"));
        edit.before = old->media_type.len ? old->media_type : SLICE("plain text");
        edit.after = new->media_type.len ? new->media_type : SLICE("plain text");
        tell(lists, DIFFERENCE_PARAMETER_MEDIA_TYPE_CHANGED, edit);
    } else if (new->media_type.len) {
        return;
    } else if (old->style != new->style) {
        edit.before = slice_of(style_name(old->style));
        edit.after = slice_of(style_name(new->style));
        tell(lists, DIFFERENCE_PARAMETER_STYLE_CHANGED, edit);
    } else if (old->explode != new->explode && (is_composite(old) || is_composite(new))) {
        edit = edit_at(old, new, SLICE("explode"));
        edit.before = old->explode ? SLICE("true") : SLICE("false");
        edit.after = new->explode ? SLICE("true") : SLICE("false");
        tell(lists, DIFFERENCE_PARAMETER_EXPLODE_CHANGED, edit);
    }
}

static void compare_freedom(struct lists *lists, const struct contract_parameter *old,
                            const struct contract_parameter *new)
{
    bool old_reserved = tree_is_true(TREE_GET(old->node, "allowReserved"));
    bool new_reserved = tree_is_true(TREE_GET(new->node, "allowReserved"));

    if (old->allow_empty != new->allow_empty)
        tell(lists, new->allow_empty ? DIFFERENCE_EMPTY_VALUE_ALLOWED : DIFFERENCE_EMPTY_VALUE_FORBIDDEN,
             edit_at(old, new, SLICE("allowEmptyValue")));
    if (old_reserved != new_reserved)
        tell(lists, new_reserved ? DIFFERENCE_RESERVED_ALLOWED : DIFFERENCE_RESERVED_FORBIDDEN,
             edit_at(old, new, SLICE("allowReserved")));
}

static void compare_sent(struct lists *lists, const struct contract_parameter *old,
                         const struct contract_parameter *new)
{
    /* what is in the path is always required, whether a document says so or not */
    if (old->required != new->required &&new->place != CONTRACT_PATH)
        tell(lists,
             new->required ? DIFFERENCE_PARAMETER_BECAME_REQUIRED : DIFFERENCE_PARAMETER_BECAME_OPTIONAL,
             edit_at(old, new, SLICE("required")));
    compare_spelling(lists, old, new);
    compare_freedom(lists, old, new);
    if (old->deprecated != new->deprecated)
        tell(lists, new->deprecated ? DIFFERENCE_PARAMETER_DEPRECATED : DIFFERENCE_PARAMETER_UNDEPRECATED,
             edit_at(old, new, SLICE("deprecated")));
}

static void compare_read(struct lists *lists, const struct contract_parameter *old,
                         const struct contract_parameter *new)
{
    if (old->required != new->required)
        tell(lists,
             new->required ? DIFFERENCE_RESPONSE_HEADER_BECAME_REQUIRED
                           : DIFFERENCE_RESPONSE_HEADER_BECAME_OPTIONAL,
             edit_at(old, new, SLICE("required")));
    if (old->deprecated != new->deprecated)
        tell(lists,
             new->deprecated ? DIFFERENCE_RESPONSE_HEADER_DEPRECATED
                             : DIFFERENCE_RESPONSE_HEADER_UNDEPRECATED,
             edit_at(old, new, SLICE("deprecated")));
}

static void compare(struct lists *lists, const struct contract_parameter *old,
                    const struct contract_parameter *new)
{
    place_at(lists, new);
    if (lists->place.direction == DIFFERENCE_SENT)
        compare_sent(lists, old, new);
    else
        compare_read(lists, old, new);
    lists->place.old_at = old->at;
    lists->place.new_at = new->at;
    difference_round(lists->finder);
    difference_schemas(lists->finder, &lists->place, old->schema, new->schema);
    lists->place.old_at = lists->place.new_at = (struct position){ 0 };
}

/* ---- pairing */

static struct slice name_before(const struct lists *lists, const struct contract_parameter *new)
{
    return new->place == CONTRACT_PATH && !lists->are_headers ? difference_path_name(&lists->place, new->name)
                                                              : new->name;
}

static void pair_by_name(struct lists *lists)
{
    for (size_t n = 0; n < lists->new.count; n++) {
        const struct contract_parameter *new = &lists->new.at[n];
        size_t o = find(lists, &lists->old, new->place, name_before(lists, new));

        if (o == SIZE_MAX || lists->old.is_paired[o])
            continue;
        lists->old.is_paired[o] = lists->new.is_paired[n] = true;
        compare(lists, &lists->old.at[o], new);
    }
}

/* One of the same name that stood elsewhere: all but paths, which the template speaks for. */
static void pair_moved(struct lists *lists)
{
    for (size_t n = 0; n < lists->new.count; n++) {
        const struct contract_parameter *new = &lists->new.at[n];

        for (int place = CONTRACT_QUERY; place <= CONTRACT_COOKIE && !lists->new.is_paired[n]; place++) {
            size_t o = find(lists, &lists->old, (enum contract_place)place, new->name);
            const struct contract_parameter *old = o == SIZE_MAX ? NULL : &lists->old.at[o];

            if (!old || lists->old.is_paired[o] || new->place == CONTRACT_PATH)
                continue;
            lists->old.is_paired[o] = lists->new.is_paired[n] = true;
            place_at(lists, new);
            tell(lists, DIFFERENCE_PARAMETER_MOVED,
                 (struct difference_edit){ .before = slice_of(contract_place_name(old->place)),
                                           .after = slice_of(contract_place_name(new->place)),
                                           .old_at = old->at,
                                           .new_at = new->at });
        }
    }
}

/* Not alone: a path parameter that only one document describes, since it is in the template of both; and one that a list has
 * twice. Both are faults of a document, and no change. */
static bool is_alone(const struct lists *lists, const struct list *own, const struct list *other, size_t i)
{
    const struct contract_parameter *parameter = &own->at[i];

    return !own->is_paired[i] && parameter->place != CONTRACT_PATH &&
           find(lists, own, parameter->place, parameter->name) == i &&
           find(lists, other, parameter->place, parameter->name) == SIZE_MAX;
}

static enum difference_kind added_kind(const struct lists *lists, const struct contract_parameter *parameter)
{
    if (lists->place.direction == DIFFERENCE_READ)
        return DIFFERENCE_RESPONSE_HEADER_ADDED;
    return parameter->required ? DIFFERENCE_PARAMETER_ADDED_REQUIRED : DIFFERENCE_PARAMETER_ADDED_OPTIONAL;
}

static enum difference_kind removed_kind(const struct lists *lists,
                                         const struct contract_parameter *parameter)
{
    if (lists->place.direction == DIFFERENCE_SENT)
        return DIFFERENCE_PARAMETER_REMOVED;
    return parameter->required ? DIFFERENCE_RESPONSE_HEADER_REMOVED
                               : DIFFERENCE_RESPONSE_OPTIONAL_HEADER_REMOVED;
}

static void tell_rest(struct lists *lists)
{
    for (size_t i = 0; i < lists->new.count; i++) {
        const struct contract_parameter *new = &lists->new.at[i];

        if (!is_alone(lists, &lists->new, &lists->old, i))
            continue;
        place_at(lists, new);
        tell(lists, added_kind(lists, new),
             (struct difference_edit){ .old_at = lists->old.around, .new_at = new->at });
    }
    for (size_t i = 0; i < lists->old.count; i++) {
        const struct contract_parameter *old = &lists->old.at[i];

        if (!is_alone(lists, &lists->old, &lists->new, i))
            continue;
        place_at(lists, old);
        tell(lists, removed_kind(lists, old),
             (struct difference_edit){ .old_at = old->at, .new_at = lists->new.around });
    }
}

static void compare_lists(struct lists *lists)
{
    bool is_long = lists->old.count * lists->new.count > LIST_SHORT;

    if (!difference_may(lists->finder, lists->old.count + lists->new.count))
        return;
    if (!list_make(lists->finder, &lists->old, is_long) || !list_make(lists->finder, &lists->new, is_long)) {
        lists->finder->out->failed = true;
        return;
    }
    pair_by_name(lists);
    if (lists->place.direction == DIFFERENCE_SENT && !lists->are_headers)
        pair_moved(lists);
    tell_rest(lists);
}

void difference_headers(struct difference_finder *finder, const struct difference_place *place,
                        const struct contract_response *old, const struct contract_response *new)
{
    struct lists lists = { .finder = finder, .place = *place, .are_headers = true };

    lists.old = (struct list){ .at = old->headers, .count = old->header_count, .around = old->at };
    lists.new = (struct list){ .at = new->headers, .count = new->header_count, .around = new->at };
    compare_lists(&lists);
}

void difference_parameters(struct difference_finder *finder, const struct difference_place *place)
{
    const struct contract_operation *old = place->old, *new = place->new;
    struct lists lists = { .finder = finder, .place = *place };

    lists.old = (struct list){ .at = old->parameters, .count = old->parameter_count, .around = old->at };
    lists.new = (struct list){ .at = new->parameters, .count = new->parameter_count, .around = new->at };
    compare_lists(&lists);
}
