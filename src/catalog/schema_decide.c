/* SPDX-License-Identifier: Apache-2.0 */
/* What the counts of a field amount to, decided when somebody asks (law 2). */
#include "base/byte.h"
#include "catalog/format.h"
#include "catalog/schema_tree.h"
#include "catalog/segment.h"

bool field_is_required(const struct field *field, const struct field *parent)
{
    return parent->types[TYPE_OBJECT] > 0 && field->present >= parent->types[TYPE_OBJECT];
}

bool field_is_nullable(const struct field *field)
{
    return field->types[TYPE_NULL] > 0;
}

struct schema *schema_map_values(const struct field *map, struct memory *account)
{
    struct schema *schema = schema_new(account);
    const struct field *member;
    size_t cursor = 0;
    bool whole = schema != NULL;

    while (whole && (member = schema_next(map, &cursor)))
        whole = node_merge(schema, account, &schema->root, node_of(member), true);
    if (whole && map->other)
        whole = node_merge(schema, account, &schema->root, node_of(map->other), true);
    if (!whole) {
        schema_free(schema, account);
        return NULL;
    }
    return schema;
}

/* ---- is it a map?
 *
 * Three kinds of evidence that keys are data. They are identifiers: no API names a fixed property so, and one body is
 * enough. They are codes of languages, countries or currencies, several of them. Or they are words, and new ones keep
 * coming: few keys an object, many in all, none of them usual, and values that look alike. Thirty optional properties
 * differ in their values, or some of them are usual. */

struct key_evidence {
    uint64_t objects;      /* that held members */
    uint64_t members;      /* of all objects */
    uint64_t most;         /* objects that held the most usual key */
    size_t distinct;       /* keys */
    size_t once;           /* of them in one object only */
    size_t identifiers;    /* of them shaped like one */
    size_t languages;      /* "de", "pt-BR" */
    size_t sure_languages; /* of them no English word as well */
    size_t capitals;       /* "DE", "EUR" */
    size_t odd;            /* with characters that identifiers of programming languages lack */
};

/* Country or currency: two or three capitals. */
static bool is_capitals(struct slice key)
{
    if (key.len < 2 || key.len > 3)
        return false;
    for (size_t i = 0; i < key.len; i++)
        if (!byte_is_upper(key.at[i]))
            return false;
    return true;
}

static bool is_odd(struct slice key)
{
    for (size_t i = 0; i < key.len; i++) {
        char c = key.at[i];

        if (!byte_is_letter(c) && c != '_' && c != '$' && !(byte_is_digit(c) && i > 0))
            return true;
    }
    return key.len == 0;
}

static bool is_identifier(struct slice key)
{
    switch (segment_classify(key)) {
    case SEGMENT_INTEGER:
    case SEGMENT_UUID:
    case SEGMENT_HEX:
    case SEGMENT_DATE:
    case SEGMENT_EMAIL:
    case SEGMENT_DIGITS:
    case SEGMENT_RANDOM:
    case SEGMENT_ADDRESS: return true;
    default: return false;
    }
}

static struct key_evidence gather_keys(const struct field *field)
{
    struct key_evidence keys = { .objects = field->types[TYPE_OBJECT] };
    const struct field *member;
    size_t cursor = 0;

    while ((member = schema_next(field, &cursor))) {
        bool sure = false;

        keys.distinct++;
        keys.members += member->present;
        keys.once += member->present == 1;
        keys.most = member->present > keys.most ? member->present : keys.most;
        keys.identifiers += is_identifier(member->key);
        keys.languages += format_is_language(member->key, &sure);
        keys.sure_languages += sure;
        keys.capitals += is_capitals(member->key);
        keys.odd += is_odd(member->key);
    }
    return keys;
}

/* Types other than null, a bit each; integers are numbers. */
static unsigned type_mask(const struct field *field)
{
    unsigned mask = 0;

    for (int type = 0; type < TYPES; type++)
        if (type != TYPE_NULL && field->types[type])
            mask |= 1u << (type == TYPE_INTEGER ? TYPE_NUMBER : type);
    return mask;
}

/* Of the keys of either, the share that both have: at least half. */
static bool share_keys(const struct field *a, const struct field *b)
{
    size_t shared = 0, cursor = 0, either;
    const struct field *member;

    while ((member = schema_next(a, &cursor)))
        shared += schema_find(b, member->key) != NULL;
    either = schema_child_count(a) + schema_child_count(b) - shared;
    return shared * 2 >= either;
}

/* Whether the members are of one type, and objects among them of one shape (that of the member seen most). */
static bool values_alike(const struct field *field)
{
    const struct field *member, *usual = NULL;
    unsigned mask = 0;
    size_t cursor = 0, unlike = 0;

    while ((member = schema_next(field, &cursor))) {
        mask |= type_mask(member);
        if (!usual || schema_child_count(member) > schema_child_count(usual))
            usual = member;
    }
    if (mask & (mask - 1))
        return false;
    if (!(mask & 1u << TYPE_OBJECT))
        return true;
    for (cursor = 0; (member = schema_next(field, &cursor));)
        unlike += schema_child_count(member) && !share_keys(usual, member);
    return unlike * 4 <= schema_child_count(field);
}

static bool keys_are_codes(const struct key_evidence *keys)
{
    if (keys->distinct < 2)
        return false;
    return (keys->languages == keys->distinct && keys->sure_languages > 0) ||
           keys->capitals == keys->distinct;
}

/* Words as keys. Novelty is the share of members whose key came once, Good and Turing's estimate of how likely the
 * next member brings a new key; for a fixed set it falls to nothing. */
static bool keys_keep_coming(const struct key_evidence *keys)
{
    bool unusual = keys->most * 2 <= keys->objects;

    if (keys->objects < 3 || !unusual)
        return false;
    if (keys->distinct >= 16 && keys->most * 4 <= keys->objects &&
        keys->members * 6 <= keys->objects * keys->distinct)
        return true;
    if (keys->distinct >= 5 && keys->once * 2 >= keys->members)
        return true;
    if (keys->distinct >= 8 && keys->once * 5 >= keys->members)
        return true;
    return keys->odd * 2 >= keys->distinct && keys->distinct >= 3 && keys->once * 5 >= keys->members;
}

bool field_is_map(const struct field *field)
{
    struct key_evidence keys = gather_keys(field);

    if (field->other && keys.distinct == SCHEMA_CHILDREN)
        return true;
    /* Sensitive keys are in `other`, however few they are. */
    if (keys.distinct && keys.identifiers == keys.distinct)
        return true;
    if (field->other)
        return field->other->present >= keys.members;
    if (keys.distinct == 0)
        return false;
    if (keys.identifiers * 10 < keys.distinct * 9 && !keys_are_codes(&keys) && !keys_keep_coming(&keys))
        return false;
    return values_alike(field);
}
