/* SPDX-License-Identifier: Apache-2.0 */
#include "contract/example.h"

#include "json/scan.h"
#include "json/stream.h"

/* Deeper values are of any type, and objects with more members are open. */
#define EXAMPLE_DEPTH 64
#define EXAMPLE_MEMBERS 1000
#define EXAMPLE_TEXT 4096 /* of a name */

struct example_member {
    struct slice name;
    struct example *value;
    struct example_member *next;
};

struct example {
    unsigned types;
    bool has_more; /* members than are kept */
    size_t count;
    struct example_member *first, *last;
    struct example_member *expected; /* members mostly come in the same order */
    struct example *items;
};

struct nest {
    struct reading *reading;
    struct json_stream stream;
    struct example *open[EXAMPLE_DEPTH];
    unsigned depth;
    struct example *next; /* where the value behind a key goes */
};

static struct example *example_new(struct reading *reading)
{
    return reading_get(reading, 1, sizeof(struct example));
}

static struct example_member *find_member(struct example *object, struct slice name)
{
    struct example_member *member = object->expected;

    if (!member || !slice_eq(member->name, name)) {
        member = object->first;
        while (member && !slice_eq(member->name, name))
            member = member->next;
    }
    if (member)
        object->expected = member->next ? member->next : object->first;
    return member;
}

/* NULL when memory was refused or there are too many already. */
static struct example *member_value(struct reading *reading, struct example *object, struct slice name)
{
    struct example_member *member = find_member(object, name);

    if (member)
        return member->value;
    object->has_more |= object->count == EXAMPLE_MEMBERS;
    if (object->has_more)
        return NULL;
    member = reading_get(reading, 1, sizeof *member);
    if (!member)
        return NULL;
    member->name = reading_copy(reading, name);
    member->value = example_new(reading);
    if (!member->name.at || !member->value)
        return NULL;
    if (object->last)
        object->last->next = member;
    else
        object->first = member;
    object->last = member;
    object->count++;
    return member->value;
}

/* Where the value that comes goes: behind a key, into an array, or at the top. NULL: nowhere. */
static struct example *place_of(struct nest *nest)
{
    struct example *array = nest->depth ? nest->open[nest->depth - 1] : NULL, *next = nest->next;

    nest->next = NULL;
    if (next || !array)
        return next;
    if (!array->items)
        array->items = example_new(nest->reading);
    return array->items;
}

/* 10 in an example does not promise that 10.5 never comes. */
static unsigned type_of(enum json_token token)
{
    switch (token) {
    case JSON_OBJECT: return CONTRACT_OBJECT;
    case JSON_ARRAY: return CONTRACT_ARRAY;
    case JSON_STRING: return CONTRACT_STRING;
    case JSON_NUMBER: return CONTRACT_NUMBER | CONTRACT_INTEGER;
    case JSON_TRUE:
    case JSON_FALSE: return CONTRACT_BOOLEAN;
    case JSON_NULL: return CONTRACT_NULL;
    default: return 0;
    }
}

static void take_value(struct nest *nest, enum json_token token)
{
    struct example *place = place_of(nest);

    if (place)
        place->types |= type_of(token);
    if (token != JSON_OBJECT && token != JSON_ARRAY)
        return;
    if (place && nest->depth < EXAMPLE_DEPTH)
        nest->open[nest->depth++] = place;
    else
        json_stream_skip_rest(&nest->stream);
}

static void take_key(struct nest *nest, struct slice name)
{
    nest->next = nest->depth ? member_value(nest->reading, nest->open[nest->depth - 1], name) : NULL;
    if (!nest->next)
        json_stream_skip(&nest->stream);
}

static bool take_all(struct nest *nest, struct slice json)
{
    struct slice text = SLICE("");
    enum json_token token;

    json_stream_feed(&nest->stream, json, true);
    while ((token = json_stream_next(&nest->stream, &text)) != JSON_END) {
        switch (token) {
        case JSON_BAD:
        case JSON_MORE: return false;
        case JSON_KEY: take_key(nest, text); break;
        case JSON_OBJECT_END:
        case JSON_ARRAY_END: nest->depth--; break;
        default: take_value(nest, token); break;
        }
    }
    return true;
}

static bool is_json(struct reading *reading, struct slice text)
{
    struct scan_nest nest = { .account = reading->set->account };
    struct buffer padded; /* the scanner reads ahead */
    bool is_valid;

    buffer_init(&padded, reading->set->account);
    is_valid = buffer_append(&padded, text) && buffer_reserve(&padded, 0) &&
               scan_is_valid(buffer_slice(&padded), &nest);
    scan_nest_done(&nest);
    buffer_done(&padded);
    return is_valid;
}

bool example_add(struct reading *reading, struct example **example, struct slice json)
{
    struct nest nest = { .reading = reading };
    bool is_taken;

    if (!is_json(reading, json))
        return false;
    if (!*example)
        *example = example_new(reading);
    if (!*example)
        return false;
    nest.next = *example;
    json_stream_init(&nest.stream, reading->set->account, EXAMPLE_TEXT);
    is_taken = take_all(&nest, json); /* not when it is nested deeper than the stream goes */
    json_stream_done(&nest.stream);
    return is_taken;
}

/* ---- as schemas */

static const struct contract_schema *schema_of(struct reading *reading, const struct example *example,
                                               struct position at);

static void fill_members(struct reading *reading, const struct example *example,
                         struct contract_schema *schema)
{
    struct contract_property *list = reading_get(reading, example->count, sizeof *list);
    size_t count = 0;

    for (const struct example_member *member = example->first; list && member; member = member->next)
        list[count++] = (struct contract_property){ .name = member->name,
                                                    .schema = schema_of(reading, member->value, schema->at),
                                                    .at = schema->at };
    schema->properties = list;
    schema->property_count = count;
    if (example->has_more)
        schema->additional_kind = ADDITIONAL_ALLOWED;
}

/* As deep as examples are. Of null alone nothing follows for what stands there at other times. */
static const struct contract_schema *schema_of(struct reading *reading, const struct example *example,
                                               struct position at)
{
    struct contract_schema *schema = reading_schema_new(reading, at);

    if (!schema)
        return &reading_schema_any;
    if (example->types & ~(unsigned)CONTRACT_NULL) {
        schema->types = example->types;
        schema->types_said = true;
    }
    schema->nullable = example->types & CONTRACT_NULL;
    fill_members(reading, example, schema);
    if (example->items)
        schema->items = schema_of(reading, example->items, at);
    return schema;
}

const struct contract_schema *example_schema(struct reading *reading, const struct example *example,
                                             struct position at)
{
    return example ? schema_of(reading, example, at) : NULL;
}
