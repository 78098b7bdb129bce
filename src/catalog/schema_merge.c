/* SPDX-License-Identifier: Apache-2.0 */
/* Adding up what two fields learned. */
#include "catalog/coarse.h"
#include "catalog/schema_tree.h"

static void range_add(uint32_t *min, uint32_t *max, bool any, uint32_t low, uint32_t high)
{
    *min = any && *min < low ? *min : low;
    *max = any && *max > high ? *max : high;
}

static void number_range_add(struct field *field, double low, double high)
{
    bool any = field->types[TYPE_INTEGER] || field->types[TYPE_NUMBER];

    /* -0 equals 0, so which of them stays would depend on arrival order; adding 0 drops the sign. */
    low += 0.0;
    high += 0.0;
    field->number_min = any && field->number_min < low ? field->number_min : low;
    field->number_max = any && field->number_max > high ? field->number_max : high;
}

void node_add_number(struct field *field, double value)
{
    /* number_coarse is monotone and leaves what it made alone: of a value within the range it stays within. */
    if (value >= field->number_min && value <= field->number_max &&
        (field->types[TYPE_INTEGER] || field->types[TYPE_NUMBER]))
        return;
    value = number_coarse(value);
    number_range_add(field, value, value);
}

void node_add_items(struct field *field, uint32_t count)
{
    range_add(&field->items_min, &field->items_max, field->types[TYPE_ARRAY] > 0, count, count);
}

static uint64_t field_values(const struct field *field)
{
    uint64_t sum = 0;

    for (int type = 0; type < TYPES; type++)
        sum += field->types[type];
    return sum - field->repeated;
}

static void node_merge_counts(struct field *into, const struct field *from, bool anonymous)
{
    uint64_t arrays = from->types[TYPE_ARRAY] - (anonymous ? from->repeated : 0);

    if (from->types[TYPE_INTEGER] || from->types[TYPE_NUMBER])
        number_range_add(into, from->number_min, from->number_max);
    if (arrays)
        range_add(&into->items_min, &into->items_max, into->types[TYPE_ARRAY] > 0, from->items_min,
                  from->items_max);
    for (int type = 0; type < TYPES; type++)
        into->types[type] += type == TYPE_ARRAY ? arrays : from->types[type];
    into->present += anonymous ? field_values(from) : from->present;
    into->repeated += anonymous ? 0 : from->repeated;
}

static bool node_merge_values(struct schema *schema, struct memory *account, const struct node *node,
                              struct values **into, const struct values *from, bool anonymous)
{
    if (!from)
        return true;
    if (!node_values(schema, account, node, into))
        return false;
    if (anonymous)
        return values_merge_settled(*into, &(struct values_keeper){ account, schema->classifier }, from);
    /* Of one name: who learned it knew the classes that users added. */
    (*into)->sample.silent |= from->sample.silent;
    (*into)->sample.veiled |= from->sample.veiled;
    return values_merge(*into, account, from);
}

static bool node_merge_members(struct schema *schema, struct memory *account, struct node *into,
                               const struct node *from)
{
    const struct children *children = from->field.children;
    bool whole = true;

    for (uint32_t i = 0; children && i < children->count; i++) {
        const struct node *member = children->order[i];
        struct node *place = node_member(schema, account, into, member->field.key, member->hash);

        whole &= place && node_merge(schema, account, place, member, place->spelled == 0);
    }
    return whole;
}

bool node_merge(struct schema *schema, struct memory *account, struct node *into, const struct node *from,
                bool anonymous)
{
    bool whole = node_merge_values(schema, account, into, &into->field.values, from->field.values, anonymous);

    whole &= node_merge_values(schema, account, into, &into->field.numbers, from->field.numbers, anonymous);
    node_merge_counts(&into->field, &from->field, anonymous);
    whole &= node_merge_members(schema, account, into, from);
    if (from->field.items) {
        struct node *items = node_items(schema, account, into);

        whole &= items && node_merge(schema, account, items, node_of(from->field.items), false);
    }
    if (from->field.other) {
        struct node *other = node_other(schema, account, into);

        whole &= other && node_merge(schema, account, other, node_of(from->field.other), false);
    }
    return whole;
}
