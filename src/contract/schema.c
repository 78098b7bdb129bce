/* SPDX-License-Identifier: Apache-2.0 */
/* One schema a place, made when the place is first asked for and filled later, in the order in which they were asked for: what
 * refers to a schema needs only its address. So circles close by themselves, and neither nesting nor chains of references
 * cost any depth of the stack. */
#include "contract/schema.h"

#include "contract/reading.h"

const struct contract_schema reading_schema_any = { .types = CONTRACT_ANY_TYPE };

static const struct contract_schema unknown_schema = { .types = CONTRACT_ANY_TYPE, .is_unknown = true };

static struct schema_entry *entry_find(const struct reading *reading, const struct tree_node *node)
{
    struct schema_key key = { node, reading->contract };

    return table_find(&reading->set->schemas, slice_make(&key, sizeof key));
}

/* Answers NULL beyond the limit or without memory. */
static struct schema_entry *entry_new(struct reading *reading, struct position at)
{
    struct schema_entry *entry = NULL;

    if (reading->set->schema_count < READING_SCHEMAS_MOST)
        entry = reading_get(reading, 1, sizeof *entry);
    else if (reading->set->schema_count++ == READING_SCHEMAS_MOST)
        fault_add(&reading->set->reader.faults, FAULT_FATAL, at, "too-many-schemas",
                  "more than %u schemas: the rest is not read", READING_SCHEMAS_MOST);
    if (!entry)
        return NULL;
    reading->set->schema_count++;
    entry->key.contract = reading->contract;
    entry->schema.at = at;
    entry->schema.types = CONTRACT_ANY_TYPE;
    return entry;
}

static struct schema_entry *entry_of(struct reading *reading, const struct tree_node *node)
{
    struct schema_entry *entry = entry_find(reading, node);

    if (entry)
        return entry;
    entry = entry_new(reading, tree_position(node));
    if (!entry)
        return NULL;
    entry->key.node = node;
    entry->schema.node = node;
    if (!table_put(&reading->set->schemas, slice_make(&entry->key, sizeof entry->key), entry)) {
        reading->failed = true;
        return NULL;
    }
    if (reading->last_schema)
        reading->last_schema->next = entry;
    else
        reading->schemas = entry;
    reading->last_schema = entry;
    if (!reading->next_schema)
        reading->next_schema = entry;
    return entry;
}

struct contract_schema *reading_schema_new(struct reading *reading, struct position at)
{
    struct schema_entry *entry = entry_new(reading, at);

    return entry ? &entry->schema : NULL;
}

/* Follows to a schema, or to a reference that has keywords beside it. `name` gets what the last reference calls it. */
static const struct tree_node *resolve(struct reading *reading, const struct tree_node *node,
                                       struct slice *ret_name)
{
    for (unsigned i = 0; i <= REFERENCE_CHAIN && reference_is(node, NULL); i++) {
        struct reference_hop hop;

        if (schema_has_siblings(reading, node))
            break;
        hop = reference_step(reading->set, node);
        node = hop.target;
        *ret_name = hop.name;
    }
    return node;
}

const struct contract_schema *reading_schema(struct reading *reading, const struct tree_node *node)
{
    const struct tree_node *target = node;
    struct slice name = SLICE("");
    struct schema_entry *entry;

    if (!node)
        return &reading_schema_any;
    if (reference_is(node, NULL))
        target = reference_follow(reading->set, node) ? resolve(reading, node, &name) : NULL;
    entry = entry_of(reading, target ? target : node);
    if (!entry)
        return &unknown_schema;
    if (!target)
        entry->schema.is_unknown = true;
    if (!entry->schema.name.len)
        entry->schema.name = name;
    return &entry->schema;
}

static bool is_alias(const struct reading *reading, const struct tree_node *node)
{
    return reference_is(node, NULL) && !schema_has_siblings(reading, node);
}

/* A component that only refers gives its name to what has none of its own: a schema in another file. */
static void name_component(struct reading *reading, const struct tree_member *member)
{
    struct schema_entry *entry;

    if (is_alias(reading, member->value))
        reading_schema(reading, member->value);
    entry = is_alias(reading, member->value)
                ? entry_find(reading, reference_follow(reading->set, member->value))
                : entry_of(reading, member->value);
    if (!entry || entry->is_component)
        return;
    entry->schema.name = member->key;
    entry->is_component = true;
}

/* Names first, so that nothing a component refers to is made before all are known. */
void reading_schema_components(struct reading *reading, const struct tree_node *components)
{
    uint32_t count = components && components->kind == TREE_MAPPING ? components->count : 0;

    for (uint32_t i = 0; i < count; i++) {
        if (!is_alias(reading, components->members[i].value))
            name_component(reading, &components->members[i]);
    }
    for (uint32_t i = 0; i < count; i++) {
        if (is_alias(reading, components->members[i].value))
            name_component(reading, &components->members[i]);
    }
}

static void fill(struct reading *reading, struct schema_entry *entry)
{
    const struct tree_node *node = entry->key.node;
    const struct contract_schema *target = NULL;

    if (entry->schema.is_unknown)
        return;
    if (reference_is(node, NULL)) {
        if (!reference_follow(reading->set, node)) {
            entry->schema.is_unknown = true;
            return;
        }
        target = reading_schema(reading, reference_step(reading->set, node).target);
    }
    schema_fill(reading, &entry->schema, node, target);
    reading->has_discriminators |= entry->schema.discriminator.len > 0;
}

void reading_schemas_finish(struct reading *reading)
{
    while (reading->next_schema) {
        struct schema_entry *entry = reading->next_schema;

        fill(reading, entry);
        reading->next_schema = entry->next;
    }
}
