/* SPDX-License-Identifier: Apache-2.0 */
/* A draft becomes a shape from the leaves up; an object is encoded as text, children by their numbers, and
 * looked up. The encoding holds all that a schema will say and nothing of how often it was seen. */
#include "spec/shape.h"

#include "base/buffer.h"
#include "exchange/secret.h"
#include "spec/records.h"
#include "spec/sample_text.h"
#include "spec/shape_class.h"

#include <inttypes.h>

/* The objects around a place, innermost first. */
struct around {
    const struct around *outer;
    const struct draft *draft;
    double records; /* share of different things among the objects here */
};

void shapes_init(struct shapes *shapes, struct arena *arena, struct memory *account)
{
    *shapes = (struct shapes){ .arena = arena };
    draft_desk_init(&shapes->desk, arena, account);
    table_init(&shapes->known, account);
}

void shapes_done(struct shapes *shapes)
{
    table_done(&shapes->known);
    draft_desk_done(&shapes->desk);
}

static void *get(struct shapes *shapes, size_t count, size_t size)
{
    void *at = arena_get_array(shapes->arena, count, size);

    if (!at)
        shapes->failed = true;
    return at;
}

/* ---- scalars */

static void add_lengths(struct evidence *evidence, const struct values *texts)
{
    if (!texts || !texts->count)
        return;
    evidence->has_lengths = true;
    evidence->length_min = texts->length_min;
    evidence->length_max = texts->length_max;
}

/* Each value of a closed set belongs to several things on average. */
#define CHOICE_SHARED 1.25

/* Strings: enum, format or an example, in this order. */
static void decide_strings(struct shapes *shapes, struct shape *shape, const struct values *texts,
                           double records)
{
    uint32_t format = values_format(texts);
    double things;

    shape->types |= 1u << TYPE_STRING;
    add_lengths(&shape->evidence, texts);
    shape->choices = sample_choices(texts, shapes->arena, &shape->choice_count, &shapes->failed);
    things = (double)(texts->count - texts->empty) * records;
    if ((double)shape->choice_count * CHOICE_SHARED > things &&
        (double)shape->choice_count < things * CHOICE_SHARED) {
        shape->choices = NULL;
        shape->choice_count = 0;
    }
    if (!shape->choices)
        shape->format = format ? format_name(format) : NULL;
    if (!shape->choices && !shape->format)
        shape->evidence.example =
            sample_example(texts, shapes->arena, &shape->evidence.example_hash, &shapes->failed);
}

/* Text outside JSON is a number when all of it reads as one. */
static void decide_text(struct shapes *shapes, struct shape *shape, const struct values *texts, bool is_part)
{
    bool has_some = texts && texts->count > texts->empty;

    if (has_some && texts->possible & (is_part ? FORMAT_LIST_INTEGER : FORMAT_INTEGER)) {
        shape->types |= 1u << TYPE_INTEGER;
        shape->is_int64 = !is_part && texts->length_max > 10;
    } else if (has_some && !is_part && texts->possible & FORMAT_NUMBER) {
        shape->types |= 1u << TYPE_NUMBER;
    } else if (has_some && !is_part && texts->possible & FORMAT_BOOLEAN) {
        shape->types |= 1u << TYPE_BOOLEAN;
    } else if (texts && !is_part) {
        decide_strings(shapes, shape, texts, 1);
    } else {
        shape->types |= 1u << TYPE_STRING;
    }
}

static void decide_numbers(struct shape *shape, const struct draft *draft)
{
    static const double int32_limit = 2147483648.0, int64_limit = 9223372036854775808.0;

    if (!draft->types[TYPE_INTEGER] && !draft->types[TYPE_NUMBER])
        return;
    shape->types |= 1u << (draft->types[TYPE_NUMBER] ? TYPE_NUMBER : TYPE_INTEGER);
    /* Small numbers seen do not mean that large ones cannot come: int32 is never claimed. */
    shape->is_int64 = !draft->types[TYPE_NUMBER] &&
                      (draft->number_min < -int32_limit || draft->number_max >= int32_limit) &&
                      draft->number_min >= -int64_limit && draft->number_max < int64_limit;
    shape->evidence.has_numbers = true;
    shape->evidence.number_min = draft->number_min;
    shape->evidence.number_max = draft->number_max;
}

/* ---- objects, encoded */

static void encode_shape(struct buffer *out, const struct shape *shape)
{
    buffer_printf(out, "%x%s%s", shape->types, shape->is_binary ? "x" : "",
                  shape->format ? shape->format : "");
    for (size_t i = 0; i < shape->choice_count; i++) {
        buffer_printf(out, "|%zu:", shape->choices[i].len);
        buffer_append(out, shape->choices[i]);
    }
    if (shape->object)
        buffer_printf(out, "{%" PRIu32 "}", shape->object->id);
    if (shape->back)
        buffer_printf(out, "^%u", shape->back);
    if (shape->items) {
        buffer_byte(out, '[');
        encode_shape(out, shape->items);
        buffer_byte(out, ']');
    }
    buffer_byte(out, ';');
}

static void encode_object(struct buffer *out, const struct object *object)
{
    for (size_t i = 0; i < object->member_count; i++) {
        const struct shape_member *member = &object->members[i];

        buffer_printf(out, "%zu:", member->key.len);
        buffer_append(out, member->key);
        buffer_byte(out, member->is_required ? '!' : '?');
        encode_shape(out, member->shape);
    }
    if (object->others) {
        buffer_byte(out, '*');
        encode_shape(out, object->others);
    }
}

static void add_evidence(struct evidence *into, const struct evidence *from)
{
    struct evidence sum = *into;

    sum.count += from->count;
    sum.of += from->of;
    if (from->has_numbers) {
        sum.number_min =
            into->has_numbers && into->number_min < from->number_min ? into->number_min : from->number_min;
        sum.number_max =
            into->has_numbers && into->number_max > from->number_max ? into->number_max : from->number_max;
        sum.has_numbers = true;
    }
    if (from->has_lengths) {
        sum.length_min =
            into->has_lengths && into->length_min < from->length_min ? into->length_min : from->length_min;
        sum.length_max =
            into->has_lengths && into->length_max > from->length_max ? into->length_max : from->length_max;
        sum.has_lengths = true;
    }
    if (from->has_items) {
        sum.items_min =
            into->has_items && into->items_min < from->items_min ? into->items_min : from->items_min;
        sum.items_max =
            into->has_items && into->items_max > from->items_max ? into->items_max : from->items_max;
        sum.has_items = true;
    }
    sum.classes = shape_classes_add(into->classes, from->classes);
    if (from->example.len && (!into->example.len || from->example_hash < into->example_hash)) {
        sum.example = from->example;
        sum.example_hash = from->example_hash;
    }
    *into = sum;
}

/* Of equal shapes; the objects they lead to have been added up already. int64 is a hint for those who
 * store numbers, no constraint: it holds for all when one place needs it. */
static void add_shape(struct shape *into, const struct shape *from)
{
    for (; into && from; into = into->items, from = from->items) {
        into->is_int64 = into->is_int64 || from->is_int64;
        add_evidence(&into->evidence, &from->evidence);
    }
}

static void add_object(struct object *into, const struct object *from)
{
    for (size_t i = 0; i < into->member_count; i++)
        add_shape(into->members[i].shape, from->members[i].shape);
    add_shape(into->others, from->others);
}

/* The one object that says the same; this one when it is the first. */
static struct object *known_object(struct shapes *shapes, struct object *object)
{
    struct object *known;
    struct buffer code;
    struct slice key = { NULL, 0 };

    buffer_init(&code, shapes->desk.account);
    encode_object(&code, object);
    known = code.failed ? NULL : table_find(&shapes->known, buffer_slice(&code));
    if (known) {
        add_object(known, object);
    } else if (!code.failed) {
        key = arena_copy(shapes->arena, buffer_slice(&code));
        if (key.at && table_put(&shapes->known, key, object))
            known = object;
    }
    buffer_done(&code);
    if (!known)
        shapes->failed = true;
    if (known == object) {
        object->id = shapes->object_count++;
        if (shapes->last)
            shapes->last->next = object;
        else
            shapes->first = object;
        shapes->last = object;
    }
    return known;
}

/* ---- places */

static struct shape *shape_of_draft(struct shapes *shapes, const struct draft *draft,
                                    const struct around *around);

/* What a secret is may be said, nothing of the values it had. */
static void hide_values(struct shape *shape)
{
    for (; shape; shape = shape->items) {
        shape->choices = NULL;
        shape->choice_count = 0;
        shape->evidence.example = (struct slice){ NULL, 0 };
        shape->evidence.has_numbers = shape->evidence.has_lengths = false;
    }
}

static uint64_t reaches_of(const struct shape *shape)
{
    return shape ? shape->reaches : 0;
}

static struct object *object_of_draft(struct shapes *shapes, const struct draft *draft,
                                      const struct around *outer)
{
    struct around around = { .outer = outer, .draft = draft, .records = records_share(draft) };
    struct object *object = get(shapes, 1, sizeof *object);
    uint64_t reaches = 0;

    if (!object)
        return NULL;
    if (outer && outer->records < around.records)
        around.records = outer->records;
    object->members = get(shapes, draft->member_count + 1, sizeof *object->members);
    if (!object->members)
        return NULL;
    for (size_t i = 0; i < draft->member_count; i++) {
        const struct draft_member *from = &draft->members[i];
        struct shape *shape;

        shapes->parents[shapes->depth < SHAPE_PARENTS ? shapes->depth : SHAPE_PARENTS - 1] = from->key;
        shapes->depth++;
        shape = shape_of_draft(shapes, from->draft, &around);
        shapes->depth--;
        if (!shape)
            return NULL;
        shape->evidence.classes = shape_classes_of_member(shapes, draft, i);
        if (secret_is_named(from->key))
            hide_values(shape);
        shape->evidence.count = from->present;
        shape->evidence.of = draft->types[TYPE_OBJECT];
        object->members[object->member_count++] =
            (struct shape_member){ .key = from->key, .is_required = from->is_required, .shape = shape };
        reaches |= shape->reaches;
    }
    if (draft->others) {
        object->others = shape_of_draft(shapes, draft->others, &around);
        reaches |= reaches_of(object->others);
    }
    object->is_recursive = reaches & 1u << 1;
    object->reaches = (reaches >> 1) & ~(uint64_t)1;
    return known_object(shapes, object);
}

/* How many objects out that one stands; 0 when too far. */
static unsigned distance(const struct around *around, const struct draft *kind)
{
    for (unsigned steps = 1; around && steps <= SHAPE_BACK_MOST; around = around->outer, steps++) {
        if (around->draft == kind)
            return steps;
    }
    return 0;
}

static void decide_objects(struct shapes *shapes, struct shape *shape, const struct draft *draft,
                           const struct around *around)
{
    if (!draft->types[TYPE_OBJECT])
        return;
    shape->types |= 1u << TYPE_OBJECT;
    if (draft->again) {
        shape->back = distance(around, draft->again);
        shape->reaches = shape->back ? (uint64_t)1 << shape->back : 0;
        return;
    }
    shape->object = object_of_draft(shapes, draft, around);
    shape->reaches = shape->object ? shape->object->reaches : 0;
}

static void decide_arrays(struct shapes *shapes, struct shape *shape, const struct draft *draft,
                          const struct around *around)
{
    if (!draft->types[TYPE_ARRAY])
        return;
    shape->types |= 1u << TYPE_ARRAY;
    shape->evidence.has_items = true;
    shape->evidence.items_min = draft->items_min;
    shape->evidence.items_max = draft->items_max;
    if (draft->items)
        shape->items = shape_of_draft(shapes, draft->items, around);
    shape->reaches |= reaches_of(shape->items);
}

static uint64_t values_of(const struct draft *draft)
{
    uint64_t count = 0;

    for (size_t type = 0; type < TYPES; type++)
        count += draft->types[type];
    return count;
}

/* A form field: text; a file when somebody sent what was not looked at; an array when its name repeats. */
static struct shape *shape_of_pair(struct shapes *shapes, struct shape *shape, const struct draft *draft)
{
    struct shape *outer;

    if (draft->is_file) {
        shape->types = 1u << TYPE_STRING;
        shape->is_binary = true;
    } else {
        decide_text(shapes, shape, draft->texts, false);
    }
    if (!draft->types[TYPE_ARRAY])
        return shape;
    outer = get(shapes, 1, sizeof *outer);
    if (outer) {
        outer->types = 1u << TYPE_ARRAY;
        outer->items = shape;
    }
    return outer;
}

static struct shape *shape_of_draft(struct shapes *shapes, const struct draft *draft,
                                    const struct around *around)
{
    struct shape *shape = get(shapes, 1, sizeof *shape);

    if (!shape)
        return NULL;
    if (draft->is_lexical && !draft->types[TYPE_OBJECT])
        return shape_of_pair(shapes, shape, draft);
    shape->evidence.count = shape->evidence.of = values_of(draft);
    if (draft->types[TYPE_NULL])
        shape->types |= 1u << TYPE_NULL;
    if (draft->types[TYPE_BOOLEAN])
        shape->types |= 1u << TYPE_BOOLEAN;
    decide_numbers(shape, draft);
    if (draft->types[TYPE_STRING] && draft->texts)
        decide_strings(shapes, shape, draft->texts, around ? around->records : 1);
    else if (draft->types[TYPE_STRING])
        shape->types |= 1u << TYPE_STRING;
    decide_objects(shapes, shape, draft, around);
    decide_arrays(shapes, shape, draft, around);
    return shape;
}

struct shape *shape_of_body(struct shapes *shapes, const struct field *root, bool is_lexical)
{
    struct draft *draft = draft_new(&shapes->desk, root, is_lexical);
    struct shape *shape;

    if (!draft)
        return NULL;
    if (!is_lexical)
        draft_fold(&shapes->desk, draft);
    shape = shape_of_draft(shapes, draft, NULL);
    return shapes->failed || shapes->desk.failed ? NULL : shape;
}

/* Objects of several places as one. */
static struct draft *draft_of_objects(struct shapes *shapes, const struct field *const *objects, size_t count,
                                      bool is_lexical)
{
    struct draft *object = count ? draft_new(&shapes->desk, objects[0], is_lexical) : NULL;

    for (size_t i = 1; object && i < count; i++) {
        struct draft *other = draft_new(&shapes->desk, objects[i], is_lexical);

        if (other)
            draft_absorb(&shapes->desk, object, other);
    }
    return shapes->desk.failed ? NULL : object;
}

struct shape *shape_of_member(struct shapes *shapes, const struct field *const *objects, size_t count,
                              struct slice key, bool is_lexical)
{
    struct draft *object = draft_of_objects(shapes, objects, count, is_lexical);
    struct around around = { .draft = object };
    const struct draft_member *member = NULL;
    struct shape *shape;

    for (size_t i = 0; object && i < object->member_count && !member; i++)
        member = slice_eq(object->members[i].key, key) ? &object->members[i] : NULL;
    if (!member)
        return NULL;
    around.records = records_share(object);
    if (!is_lexical)
        draft_fold(&shapes->desk, member->draft);
    shape = shape_of_draft(shapes, member->draft, &around);
    if (shape && secret_is_named(key))
        hide_values(shape);
    return shapes->failed || shapes->desk.failed ? NULL : shape;
}

struct shape *shape_of_others(struct shapes *shapes, const struct field *const *maps, size_t count)
{
    struct draft *map = draft_of_objects(shapes, maps, count, false);
    struct around around = { .draft = map };
    struct shape *shape;

    if (!map || !map->others)
        return NULL;
    around.records = records_share(map);
    draft_fold(&shapes->desk, map->others);
    shape = shape_of_draft(shapes, map->others, &around);
    return shapes->failed || shapes->desk.failed ? NULL : shape;
}

struct shape *shape_of_text(struct shapes *shapes, const struct field *field, bool is_comma_list)
{
    struct shape *shape = get(shapes, 1, sizeof *shape);

    if (!shape)
        return NULL;
    decide_text(shapes, shape, field->values, is_comma_list);
    if (secret_is_named(field->key))
        hide_values(shape);
    return shape;
}
