/* SPDX-License-Identifier: Apache-2.0 */
/* Folding: an object D below an object X is of X's kind when all its members stand in X with fitting
 * types, and
 *   - D and X are values of a property of the same telling name ("replies" in "replies") and D is no mere
 *     reference to its like (two thirds of the members), or
 *   - D is the value of X's property p, has p itself, and is not much poorer than X
 *     ("comment.replies[].replies").
 * Looking alike is not enough: an owner that has the members of the project around it is not a project.
 * One fold changes the tree in several places, so the search starts over after each; their number is
 * bounded. */
#include "spec/draft.h"

#include "spec/wrapper.h"

#define FOLDS_MOST 64

/* A merged copy that somebody has to free. */
struct draft_owned {
    struct draft_owned *next;
    struct schema *schema;
    struct values *values;
};

/* The objects around a place, innermost first. */
struct around {
    const struct around *outer;
    struct draft *draft;
    struct slice name; /* of the property whose value it is; empty at the root */
};

void draft_desk_init(struct draft_desk *desk, struct arena *arena, struct memory *account)
{
    *desk = (struct draft_desk){ .arena = arena, .account = account };
}

void draft_desk_done(struct draft_desk *desk)
{
    for (struct draft_owned *owned = desk->owned; owned; owned = owned->next) {
        if (owned->schema)
            schema_free(owned->schema, desk->account);
        if (owned->values)
            values_done(owned->values, desk->account);
    }
    desk->owned = NULL;
}

static void *get(struct draft_desk *desk, size_t count, size_t size)
{
    void *at = arena_get_array(desk->arena, count, size);

    if (!at)
        desk->failed = true;
    return at;
}

static struct draft_owned *own(struct draft_desk *desk)
{
    struct draft_owned *owned = get(desk, 1, sizeof *owned);

    if (owned) {
        owned->next = desk->owned;
        desk->owned = owned;
    }
    return owned;
}

static const struct field *map_values(struct draft_desk *desk, const struct field *map)
{
    struct draft_owned *owned = own(desk);

    if (!owned)
        return NULL;
    owned->schema = schema_map_values(map, desk->account);
    if (!owned->schema)
        desk->failed = true;
    return owned->schema ? schema_root(owned->schema) : NULL;
}

static void add_members(struct draft_desk *desk, const struct field *object, struct draft *draft)
{
    size_t count = schema_child_count(object), cursor = 0;
    const struct field *child;

    draft->members = get(desk, count + 1, sizeof *draft->members);
    if (!draft->members)
        return;
    while (draft->member_count < count && (child = schema_next(object, &cursor))) {
        struct draft *value = draft_new(desk, child, draft->is_lexical);

        if (!value)
            return;
        draft->members[draft->member_count++] = (struct draft_member){
            .key = child->key,
            .draft = value,
            .present = child->present,
            .is_required = field_is_required(child, object),
        };
    }
}

struct draft *draft_new(struct draft_desk *desk, const struct field *field, bool is_lexical)
{
    struct draft *draft = get(desk, 1, sizeof *draft);
    const struct field *others = field->other;

    if (!draft)
        return NULL;
    memcpy(draft->types, field->types, sizeof draft->types);
    draft->is_lexical = is_lexical;
    draft->number_min = field->number_min;
    draft->number_max = field->number_max;
    draft->items_min = field->items_min;
    draft->items_max = field->items_max;
    draft->texts = field->values;
    draft->numbers = field->numbers;
    draft->is_file = is_lexical && field->types[TYPE_STRING] > (field->values ? field->values->count : 0);
    if (field->types[TYPE_OBJECT] && field_is_map(field))
        others = map_values(desk, field);
    else if (field->types[TYPE_OBJECT])
        add_members(desk, field, draft);
    if (others)
        draft->others = draft_new(desk, others, is_lexical);
    if (field->items)
        draft->items = draft_new(desk, field->items, is_lexical);
    return draft;
}

static bool has_numbers(const struct draft *draft)
{
    return draft->types[TYPE_INTEGER] || draft->types[TYPE_NUMBER];
}

static const struct values *merge_texts(struct draft_desk *desk, const struct values *a,
                                        const struct values *b)
{
    struct draft_owned *owned;
    struct values *both;

    if (!a || !b)
        return a ? a : b;
    owned = own(desk);
    both = get(desk, 1, sizeof *both);
    if (!owned || !both)
        return a;
    values_init(both);
    owned->values = both;
    if (!values_merge(both, desk->account, a) || !values_merge(both, desk->account, b))
        desk->failed = true;
    return both;
}

static void absorb(struct draft_desk *desk, struct draft *into, struct draft *from);

static struct draft *absorb_place(struct draft_desk *desk, struct draft *into, struct draft *from)
{
    if (into && from)
        absorb(desk, into, from);
    return into ? into : from;
}

/* The members of `from` go to `into`, which counts its objects too. */
static void absorb_objects(struct draft_desk *desk, struct draft *into, struct draft *from)
{
    bool is_shared = into->types[TYPE_OBJECT] && from->types[TYPE_OBJECT];
    size_t count = 0, a = 0, b = 0;
    struct draft_member *all = get(desk, into->member_count + from->member_count + 1, sizeof *all);

    if (!all)
        return;
    while (a < into->member_count || b < from->member_count) {
        int order = a == into->member_count   ? 1
                    : b == from->member_count ? -1
                                              : slice_compare(into->members[a].key, from->members[b].key);
        struct draft_member *member = &all[count++];

        *member = order <= 0 ? into->members[a++] : from->members[b];
        if (order == 0) {
            member->present += from->members[b].present;
            member->is_required = member->is_required && from->members[b].is_required;
            absorb(desk, member->draft, from->members[b].draft);
        } else if (is_shared) {
            member->is_required = false;
        }
        b += order >= 0;
    }
    into->members = all;
    into->member_count = count;
    into->others = absorb_place(desk, into->others, from->others);
    into->types[TYPE_OBJECT] += from->types[TYPE_OBJECT];
}

/* The members of a kind are being merged when one of its kind turns up further down: that one has to wait. */
static void postpone(struct draft_desk *desk, struct draft *kind, struct draft *from)
{
    from->again = kind;
    from->waiting = desk->waiting;
    desk->waiting = from;
}

/* Adds all of the place `from`, which is given up. No place below it refers to another. */
static void absorb(struct draft_desk *desk, struct draft *into, struct draft *from)
{
    if (has_numbers(from)) {
        bool had = has_numbers(into);

        into->number_min = had && into->number_min < from->number_min ? into->number_min : from->number_min;
        into->number_max = had && into->number_max > from->number_max ? into->number_max : from->number_max;
    }
    if (from->types[TYPE_ARRAY]) {
        bool had = into->types[TYPE_ARRAY];

        into->items_min = had && into->items_min < from->items_min ? into->items_min : from->items_min;
        into->items_max = had && into->items_max > from->items_max ? into->items_max : from->items_max;
    }
    if (into->again) {
        into->types[TYPE_OBJECT] += from->types[TYPE_OBJECT];
        postpone(desk, into->again, from);
    } else {
        absorb_objects(desk, into, from);
    }
    for (size_t type = 0; type < TYPES; type++)
        into->types[type] += type == TYPE_OBJECT ? 0 : from->types[type];
    into->is_file = into->is_file || from->is_file;
    into->texts = merge_texts(desk, into->texts, from->texts);
    into->numbers = merge_texts(desk, into->numbers, from->numbers);
    into->items = absorb_place(desk, into->items, from->items);
}

void draft_absorb(struct draft_desk *desk, struct draft *into, struct draft *from)
{
    absorb(desk, into, from);
}

/* What the place holds besides objects stays its own: a parent may be null although the root never is. */
static void fold(struct draft_desk *desk, struct draft *kind, struct draft *inner)
{
    struct draft *object = get(desk, 1, sizeof *object);

    if (!object)
        return;
    *object = *inner;
    inner->members = NULL;
    inner->member_count = 0;
    inner->others = NULL;
    inner->again = kind;
    postpone(desk, kind, object);
    while (desk->waiting) {
        struct draft *next = desk->waiting;

        desk->waiting = next->waiting;
        absorb_objects(desk, next->again, next);
    }
}

/* The object a property leads to, through arrays and maps; NULL when there is none. */
static struct draft *object_of(struct draft *draft)
{
    while (draft && !draft->again && !draft->member_count)
        draft = draft->items ? draft->items : draft->others;
    return draft && !draft->again ? draft : NULL;
}

static const struct draft_member *find_member(const struct draft *object, struct slice key)
{
    size_t low = 0, high = object->member_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = slice_compare(object->members[middle].key, key);

        if (order == 0)
            return &object->members[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* Null aside, integer or number alike. */
static unsigned kinds(const struct draft *draft)
{
    unsigned kinds = 0;

    for (unsigned type = TYPE_BOOLEAN; type < TYPES; type++)
        kinds |= draft->types[type] ? 1u << (type == TYPE_INTEGER ? TYPE_NUMBER : type) : 0;
    return kinds;
}

static bool fits(const struct draft *a, const struct draft *b)
{
    unsigned of_a = kinds(a), of_b = kinds(b);

    return !of_a || !of_b || of_a == of_b;
}

static bool has_reference(const struct draft *draft)
{
    if (!draft)
        return false;
    if (draft->again || has_reference(draft->items) || has_reference(draft->others))
        return true;
    for (size_t i = 0; i < draft->member_count; i++) {
        if (has_reference(draft->members[i].draft))
            return true;
    }
    return false;
}

/* All members of `inner` stand in `outer`, and so on down the property that leads from one to the next. */
static bool is_kind_of(const struct draft *outer, struct draft *inner, struct slice property)
{
    while (inner) {
        const struct draft_member *next = find_member(inner, property);

        if (inner->member_count < 2 || inner->others)
            return false;
        for (size_t i = 0; i < inner->member_count; i++) {
            const struct draft_member *member = find_member(outer, inner->members[i].key);

            if (!member || !fits(member->draft, inner->members[i].draft))
                return false;
        }
        inner = next ? object_of(next->draft) : NULL;
    }
    return true;
}

static struct draft *kind_around(struct draft *inner, struct slice property, const struct around *around)
{
    struct draft *outer = around->draft;

    if (find_member(inner, property) && inner->member_count * 2 >= outer->member_count &&
        is_kind_of(outer, inner, property))
        return outer;
    for (; around; around = around->outer) {
        if (slice_eq(around->name, property) && !wrapper_is(property) &&
            inner->member_count * 3 >= around->draft->member_count * 2 &&
            is_kind_of(around->draft, inner, property))
            return around->draft;
    }
    return NULL;
}

/* Finds and makes one fold at or below an object; false when there is none. */
static bool fold_once(struct draft_desk *desk, struct draft *object, struct slice name,
                      const struct around *outer)
{
    struct around around = { .outer = outer, .draft = object, .name = name };

    for (size_t i = 0; i < object->member_count; i++) {
        struct slice key = object->members[i].key;
        struct draft *inner = object_of(object->members[i].draft);
        struct draft *kind;

        if (!inner)
            continue;
        kind = kind_around(inner, key, &around);
        if (kind && !has_reference(inner)) {
            fold(desk, kind, inner);
            return true;
        }
        if (fold_once(desk, inner, key, &around))
            return true;
    }
    return false;
}

void draft_fold(struct draft_desk *desk, struct draft *root)
{
    struct draft *object = object_of(root);

    for (size_t i = 0; object && i < FOLDS_MOST && !desk->failed; i++) {
        if (!fold_once(desk, object, SLICE(""), NULL))
            return;
    }
}
