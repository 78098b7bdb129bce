/* SPDX-License-Identifier: Apache-2.0 */
/* The byte form of a schema: a version, the counts, the root field. A field is a word that says which parts follow,
 * the parts, its members in the order of their keys. */
#include "base/hash.h"
#include "catalog/coarse.h"
#include "catalog/pack.h"
#include "catalog/schema_tree.h"

#define SCHEMA_VERSION 1

#define PART_TYPE(type) (1u << (type)) /* a count for each type that was seen */
#define PART_REPEATED (1u << 7)
#define PART_VALUES (1u << 8)
#define PART_NUMBERS (1u << 9)
#define PART_ITEMS (1u << 10)
#define PART_OTHER (1u << 11)
#define PART_MEMBERS (1u << 12)
#define PART_ALL ((1u << 13) - 1)

/* ---- writing */

static void values_write(const struct values *values, struct buffer *out)
{
    pack_u64(out, values->count);
    pack_u64(out, values->empty);
    pack_u64(out, values->lists);
    pack_u64(out, values->possible);
    pack_u64(out, values->length_min);
    pack_u64(out, values->length_max);
    pack_sample(out, &values->sample);
}

static void double_write(double value, struct buffer *out)
{
    uint64_t bits;

    memcpy(&bits, &value, sizeof bits);
    for (int i = 0; i < 8; i++)
        buffer_byte(out, (char)(bits >> 8 * i));
}

static uint32_t field_parts(const struct field *field)
{
    uint32_t parts = 0;

    for (int type = 0; type < TYPES; type++)
        if (field->types[type])
            parts |= PART_TYPE(type);
    return parts | (field->repeated ? PART_REPEATED : 0) | (field->values ? PART_VALUES : 0) |
           (field->numbers ? PART_NUMBERS : 0) | (field->items ? PART_ITEMS : 0) |
           (field->other ? PART_OTHER : 0) | (schema_child_count(field) ? PART_MEMBERS : 0);
}

/* Of what the name says is somebody's business, only the magnitude: truncating to one digit what was truncated before gives
 * the same, so that it merges. */
static void field_write_ranges(const struct schema *schema, const struct field *field, uint32_t parts,
                               struct buffer *out)
{
    if (parts & (PART_TYPE(TYPE_INTEGER) | PART_TYPE(TYPE_NUMBER))) {
        bool plain = node_keep(schema->classifier, node_of(field)) == KEEP_TEXT;

        double_write(plain ? field->number_min : number_magnitude(field->number_min), out);
        double_write(plain ? field->number_max : number_magnitude(field->number_max), out);
    }
    if (parts & PART_TYPE(TYPE_ARRAY)) {
        pack_u64(out, field->items_min);
        pack_u64(out, field->items_max);
    }
}

static void field_write(const struct schema *schema, const struct field *field, struct buffer *out)
{
    uint32_t parts = field_parts(field);
    const struct field *member;
    size_t cursor = 0;

    pack_u64(out, parts);
    pack_u64(out, field->present);
    for (int type = 0; type < TYPES; type++)
        if (field->types[type])
            pack_u64(out, field->types[type]);
    if (parts & PART_REPEATED)
        pack_u64(out, field->repeated);
    field_write_ranges(schema, field, parts, out);
    if (field->values)
        values_write(field->values, out);
    if (field->numbers)
        values_write(field->numbers, out);
    if (field->items)
        field_write(schema, field->items, out);
    if (field->other)
        field_write(schema, field->other, out);
    if (parts & PART_MEMBERS)
        pack_u64(out, schema_child_count(field));
    while ((member = schema_next(field, &cursor))) {
        pack_slice(out, member->key);
        field_write(schema, member, out);
    }
}

void schema_write(const struct schema *schema, struct buffer *out)
{
    schema_settle(schema);
    pack_u64(out, SCHEMA_VERSION);
    pack_u64(out, schema->bodies);
    pack_u64(out, schema->limited);
    field_write(schema, &schema->root.field, out);
}

/* ---- reading */

struct reading {
    struct unpack *in;
    struct schema *schema;
    struct memory *account;
};

/* What cannot be, whether the bytes are damaged or memory was refused, ends the reading. */
static bool reading_fail(struct reading *reading)
{
    reading->in->broken = true;
    return false;
}

static uint32_t read_u32(struct reading *reading)
{
    uint64_t value = unpack_u64(reading->in);

    if (value > UINT32_MAX)
        reading_fail(reading);
    return (uint32_t)value;
}

static void values_read(struct reading *reading, const struct node *node, struct values **ret)
{
    struct values *values = node_values(reading->schema, reading->account, node, ret);

    if (!values) {
        reading_fail(reading);
        return;
    }
    values->count = unpack_u64(reading->in);
    values->empty = unpack_u64(reading->in);
    values->lists = unpack_u64(reading->in);
    values->possible = read_u32(reading);
    values->length_min = read_u32(reading);
    values->length_max = read_u32(reading);
    unpack_values(reading->in, &values->sample, reading->account);
}

static double double_read(struct reading *reading)
{
    struct unpack *in = reading->in;
    uint64_t bits = 0;
    double value = 0;

    if (in->rest.len < 8)
        return reading_fail(reading), 0;
    for (int i = 0; i < 8; i++)
        bits |= (uint64_t)(uint8_t)in->rest.at[i] << 8 * i;
    in->rest.at += 8;
    in->rest.len -= 8;
    memcpy(&value, &bits, sizeof value);
    if (value - value != 0) /* not finite */
        reading_fail(reading);
    return value;
}

static void field_read_ranges(struct reading *reading, struct field *field)
{
    if (field->types[TYPE_INTEGER] || field->types[TYPE_NUMBER]) {
        field->number_min = double_read(reading);
        field->number_max = double_read(reading);
    }
    if (field->types[TYPE_ARRAY]) {
        field->items_min = read_u32(reading);
        field->items_max = read_u32(reading);
    }
}

static bool field_read(struct reading *reading, struct node *node, unsigned depth);

/* A key that is data by what is known today goes where others of its kind are. */
static bool member_read(struct reading *reading, struct node *node, struct slice key, unsigned depth)
{
    uint64_t hash = hash_content(key);
    struct node *member;
    bool whole;

    if (!node_is_beyond(node, key, hash)) {
        member = node_member(reading->schema, reading->account, node, key, hash);
        return member && field_read(reading, member, depth + 1);
    }
    member = node_loose(reading->schema, reading->account);
    if (!member)
        return false;
    whole = field_read(reading, member, depth + 1);
    return node_join_other(reading->schema, reading->account, node, member) && whole;
}

/* Keys stand in ascending order, so that each is new. */
static void members_read(struct reading *reading, struct node *node, unsigned depth)
{
    uint64_t count = unpack_count(reading->in);
    struct slice last = { NULL, 0 };

    if (count == 0 || count > SCHEMA_CHILDREN)
        reading_fail(reading);
    for (uint64_t i = 0; i < count && !reading->in->broken; i++) {
        struct slice key = unpack_slice(reading->in);
        bool fits = !reading->in->broken && key.len <= SCHEMA_KEY && (i == 0 || slice_compare(last, key) < 0);

        if (!fits || !member_read(reading, node, key, depth))
            reading_fail(reading);
        last = key;
    }
}

static void parts_read(struct reading *reading, struct node *node, uint32_t parts, unsigned depth)
{
    struct node *below;

    if (parts & PART_VALUES)
        values_read(reading, node, &node->field.values);
    if (parts & PART_NUMBERS)
        values_read(reading, node, &node->field.numbers);
    if (parts & PART_ITEMS) {
        below = node_items(reading->schema, reading->account, node);
        if (!below || !field_read(reading, below, depth + 1))
            reading_fail(reading);
    }
    if (parts & PART_OTHER) {
        below = node_other(reading->schema, reading->account, node);
        if (!below || !field_read(reading, below, depth + 1))
            reading_fail(reading);
    }
    if (parts & PART_MEMBERS)
        members_read(reading, node, depth);
}

/* The depth of what was learned is bounded, so the recursion is. */
static bool field_read(struct reading *reading, struct node *node, unsigned depth)
{
    uint64_t parts = unpack_u64(reading->in);
    struct field *field = &node->field;

    if (parts > PART_ALL || depth > SCHEMA_DEPTH || reading->in->broken)
        return reading_fail(reading);
    field->present = unpack_u64(reading->in);
    for (int type = 0; type < TYPES; type++)
        if (parts & PART_TYPE(type))
            field->types[type] = unpack_u64(reading->in);
    if (parts & PART_REPEATED)
        field->repeated = unpack_u64(reading->in);
    if (field->repeated > field->types[TYPE_ARRAY])
        return reading_fail(reading);
    field_read_ranges(reading, field);
    if (!reading->in->broken)
        parts_read(reading, node, (uint32_t)parts, depth);
    return !reading->in->broken;
}

struct schema *schema_unpack(struct unpack *in, struct memory *account)
{
    struct reading reading = { .in = in, .schema = schema_new(account), .account = account };

    if (!reading.schema)
        return NULL;
    reading.schema->classifier = in->classifier;
    if (unpack_u64(in) != SCHEMA_VERSION)
        reading_fail(&reading);
    reading.schema->bodies = unpack_u64(in);
    reading.schema->limited = unpack_u64(in);
    if (in->broken || !field_read(&reading, &reading.schema->root, 0)) {
        schema_free(reading.schema, account);
        return NULL;
    }
    return reading.schema;
}

struct schema *schema_read(struct slice *bytes, struct memory *account)
{
    struct unpack in = { .rest = *bytes };
    struct schema *schema = schema_unpack(&in, account);

    if (schema)
        *bytes = in.rest;
    return schema;
}
