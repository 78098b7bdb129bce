/* SPDX-License-Identifier: Apache-2.0 */
/* One walk over the shapes counts places and votes; then names are given, most used objects first. */
#include "spec/component.h"

#include "base/byte.h"
#include "base/table.h"
#include "spec/wrapper.h"

#include <stdlib.h>

#define NAME_WORDS 5

struct vote {
    struct vote *next;
    struct slice name;
    unsigned rank; /* smaller is better */
    unsigned count;
    bool is_error; /* cast where an answer says that something went wrong */
};

/* What leads to a place. */
struct path {
    const struct words *noun;
    enum component_role role;
    bool is_root, is_many;
};

void components_init(struct components *components, struct shapes *shapes, struct arena *arena)
{
    *components = (struct components){ .arena = arena, .shapes = shapes };
}

static bool words_eq(const struct words *a, const struct words *b)
{
    for (size_t i = 0; i < a->count && i < b->count; i++) {
        if (!slice_eq(words_at(a, i), words_at(b, i)))
            return false;
    }
    return a->count == b->count;
}

static bool is_about(struct slice key, const struct words *noun)
{
    struct words words = { 0 };

    words_add(&words, key);
    words_singularise(&words);
    return words_eq(&words, noun);
}

static const struct object *object_of(const struct shape *shape, bool *ret_many)
{
    for (; shape && !shape->object && shape->items; shape = shape->items)
        *ret_many = true;
    return shape ? shape->object : NULL;
}

/* "list" around a page of them, "response" around one; NULL when the object is the thing itself. */
static const char *wrapper_suffix(const struct object *object, const struct words *noun)
{
    for (size_t i = 0; i < object->member_count; i++) {
        const struct shape_member *member = &object->members[i];
        bool is_many = false;

        if (!object_of(member->shape, &is_many))
            continue;
        if (is_many && (wrapper_is(member->key) || is_about(member->key, noun)))
            return "list";
        if (wrapper_is(member->key) || (object->member_count == 1 && is_about(member->key, noun)))
            return "response";
    }
    return NULL;
}

static void vote(struct components *components, struct object *object, const struct path *path)
{
    struct words words = { 0 };
    const char *suffix = NULL;
    unsigned rank = path->is_root && path->role == ROLE_REQUEST;
    bool is_error = path->role == ROLE_ERROR;
    struct slice name;
    struct vote *vote;

    for (size_t i = 0; i < path->noun->count && i < NAME_WORDS; i++)
        words_add(&words, words_at(path->noun, i));
    if (path->is_root && path->role == ROLE_REQUEST)
        suffix = "input";
    else if (path->is_root && path->role == ROLE_RESPONSE && !path->is_many)
        suffix = wrapper_suffix(object, path->noun);
    words_add(&words, slice_of(suffix));
    name = words_join(&words, WORDS_PASCAL, components->arena);
    for (vote = object->votes; vote; vote = vote->next) {
        if (vote->rank == rank && vote->is_error == is_error && slice_eq(vote->name, name)) {
            vote->count++;
            return;
        }
    }
    vote = name.at ? arena_get_array(components->arena, 1, sizeof *vote) : NULL;
    if (!vote) {
        components->failed = true;
        return;
    }
    *vote =
        (struct vote){ .next = object->votes, .name = name, .rank = rank, .count = 1, .is_error = is_error };
    object->votes = vote;
}

static void walk(struct components *components, const struct shape *shape, struct path path);

static void walk_member(struct components *components, struct slice key, const struct shape *shape,
                        const struct path *path)
{
    struct words words = { 0 };
    struct path below = { .noun = path->noun, .role = path->role };
    bool is_many = false;

    object_of(shape, &is_many);
    if (!wrapper_is(key)) {
        words_add(&words, key);
        if (is_many)
            words_singularise(&words);
    }
    if (words.count)
        below.noun = &words;
    walk(components, shape, below);
}

static void walk_object(struct components *components, struct object *object, const struct path *path)
{
    struct path below = { .noun = path->noun, .role = path->role };

    object->uses++;
    vote(components, object, path);
    if (object->is_walked)
        return;
    object->is_walked = true;
    for (size_t i = 0; i < object->member_count; i++)
        walk_member(components, object->members[i].key, object->members[i].shape, path);
    if (object->others) {
        struct words words = *path->noun;

        words_singularise(&words);
        below.noun = &words;
        walk(components, object->others, below);
    }
}

static void walk(struct components *components, const struct shape *shape, struct path path)
{
    for (; shape; shape = shape->items) {
        if (shape->object)
            walk_object(components, shape->object, &path);
        path.is_many = true;
    }
}

void components_walk(struct components *components, const struct shape *body, const struct words *noun,
                     enum component_role role)
{
    struct words error = { 0 };

    words_add(&error, SLICE("error"));
    walk(components, body,
         (struct path){ .noun = role == ROLE_ERROR ? &error : noun, .role = role, .is_root = true });
}

/* ---- naming */

static bool is_component(const struct object *object)
{
    if (object->reaches || !object->member_count || !object->is_walked)
        return false;
    return object->is_recursive || object->uses >= (object->member_count == 1 ? 3 : 2);
}

/* What errors call a shape counts where it stands in errors more often than elsewhere. */
static bool is_error_mostly(const struct object *object)
{
    unsigned errors = 0, others = 0;

    for (const struct vote *vote = object->votes; vote; vote = vote->next) {
        errors += vote->is_error ? vote->count : 0;
        others += vote->is_error ? 0 : vote->count;
    }
    return errors > others;
}

static const struct vote *best_vote(const struct object *object)
{
    const struct vote *best = object->votes;
    bool is_error = is_error_mostly(object);

    for (const struct vote *vote = best; vote; vote = vote->next) {
        bool is_better = vote->is_error != best->is_error ? vote->is_error == is_error
                         : vote->rank != best->rank       ? vote->rank < best->rank
                         : vote->count != best->count     ? vote->count > best->count
                                                          : slice_compare(vote->name, best->name) < 0;

        if (is_better)
            best = vote;
    }
    return best;
}

static int by_uses(const void *a, const void *b)
{
    const struct object *one = *(struct object *const *)a, *two = *(struct object *const *)b;

    if (one->uses != two->uses)
        return one->uses > two->uses ? -1 : 1;
    return one->id < two->id ? -1 : one->id > two->id;
}

static int by_name(const void *a, const void *b)
{
    const struct object *one = *(struct object *const *)a, *two = *(struct object *const *)b;

    return slice_compare(one->name, two->name);
}

/* Taken names differ in more than case: files and classes are made of them. */
static struct slice folded(struct arena *arena, struct slice name)
{
    char *text = arena_get(arena, name.len + 1);

    for (size_t i = 0; text && i < name.len; i++)
        text[i] = byte_lower(name.at[i]);
    return slice_make(text, text ? name.len : 0);
}

static bool take(struct components *components, struct table *taken, struct object *object, struct slice name)
{
    struct slice key = folded(components->arena, name);

    if (!key.at) {
        components->failed = true;
        return true;
    }
    if (table_find(taken, key))
        return false;
    if (!table_put(taken, key, object))
        components->failed = true;
    object->name = name;
    return true;
}

static void name_object(struct components *components, struct table *taken, struct object *object)
{
    const struct vote *vote = best_vote(object);
    struct slice plain = vote ? vote->name : SLICE("");

    if (!plain.len || (plain.at[0] >= '0' && plain.at[0] <= '9'))
        plain = arena_printf(components->arena, "Object%.*s", SLICE_ARG(plain));
    if (take(components, taken, object, plain))
        return;
    for (unsigned number = 2; !components->failed; number++) {
        struct slice name = arena_printf(components->arena, "%.*s%u", SLICE_ARG(plain), number);

        if (take(components, taken, object, name))
            return;
    }
}

void components_name(struct components *components)
{
    struct shapes *shapes = components->shapes;
    struct table taken;

    components->named =
        arena_get_array(components->arena, shapes->object_count + 1, sizeof *components->named);
    if (!components->named) {
        components->failed = true;
        return;
    }
    for (struct object *object = shapes->first; object; object = object->next) {
        if (is_component(object))
            components->named[components->count++] = object;
    }
    qsort(components->named, components->count, sizeof *components->named, by_uses);
    table_init(&taken, shapes->desk.account);
    for (size_t i = 0; i < components->count && !components->failed; i++)
        name_object(components, &taken, components->named[i]);
    table_done(&taken);
    qsort(components->named, components->count, sizeof *components->named, by_name);
}

static bool is_new(const struct object *object)
{
    return object->is_recursive && !object->reaches && object->member_count && object->is_walked &&
           !object->name.len;
}

void components_name_recursive(struct components *components, struct table *taken)
{
    struct object **named;
    size_t count = 0;

    for (const struct object *object = components->shapes->first; object; object = object->next)
        count += is_new(object);
    if (!count)
        return;
    named = arena_get_array(components->arena, components->count + count, sizeof *named);
    if (!named) {
        components->failed = true;
        return;
    }
    if (components->count)
        memcpy(named, components->named, components->count * sizeof *named);
    components->named = named;
    for (struct object *object = components->shapes->first; object; object = object->next) {
        if (!is_new(object) || components->failed)
            continue;
        name_object(components, taken, object);
        named[components->count++] = object;
    }
}
