/* SPDX-License-Identifier: Apache-2.0 */
/* Where a place holds a Pet and Pet has a discriminator, it may hold whatever is a Pet: what the mapping names, and each
 * component that has Pet in its allOf (OpenAPI 3.1 4.8.25). Only direct ones are listed: those have their own. */
#include "contract/reading.h"

#include <stddef.h>

struct schema_edge {
    struct schema_entry *child;
    struct schema_edge *next;
};

static struct schema_entry *entry_behind(const struct contract_schema *schema)
{
    return (struct schema_entry *)((uintptr_t)schema - offsetof(struct schema_entry, schema));
}

/* An allOf of one schema and nothing else is how 3.0 writes a description or nullable beside a reference. */
bool schema_is_derived(const struct contract_schema *schema)
{
    return schema->all_count > 1 || (schema->all_count && (schema->property_count || schema->required_count));
}

static void append(struct schema_entry *base, struct schema_edge *edge)
{
    if (base->last_child)
        base->last_child->next = edge;
    else
        base->children = edge;
    base->last_child = edge;
}

static void note_children(struct reading *reading, struct schema_entry *entry)
{
    if (!entry->is_component || !schema_is_derived(&entry->schema))
        return;
    for (size_t i = 0; i < entry->schema.all_count; i++) {
        const struct contract_schema *base = entry->schema.all_of[i];
        struct schema_edge *edge;

        if (!base->node || base == &entry->schema)
            continue;
        edge = reading_get(reading, 1, sizeof *edge);
        if (!edge)
            return;
        edge->child = entry;
        append(entry_behind(base), edge);
    }
}

/* Components inherit the discriminator of what they have in allOf. The list of `queue` grows while it is walked: each entry comes
 * into it once. */
static void inherit(struct reading *reading, struct schema_entry **queue, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (const struct schema_edge *edge = queue[i]->children; edge; edge = edge->next) {
            if (edge->child->is_discriminated)
                continue;
            edge->child->is_discriminated = true;
            queue[count++] = edge->child;
        }
    }
}

static void mark_discriminated(struct reading *reading)
{
    size_t all = 0, count = 0;
    struct schema_entry **queue;

    for (struct schema_entry *entry = reading->schemas; entry; entry = entry->next) {
        entry->is_discriminated = entry->schema.discriminator.len > 0;
        all += entry->is_component || entry->is_discriminated;
    }
    queue = memory_get(reading->set->account, all * sizeof *queue);
    if (!queue) {
        reading->failed |= all > 0;
        return;
    }
    for (struct schema_entry *entry = reading->schemas; entry; entry = entry->next) {
        if (entry->is_discriminated)
            queue[count++] = entry;
    }
    inherit(reading, queue, count);
    memory_give(reading->set->account, queue, all * sizeof *queue);
}

static bool is_name(struct slice text)
{
    return text.len && !memchr(text.at, '/', text.len) && !memchr(text.at, '#', text.len);
}

/* A value of the mapping is the name of a component or a reference. */
static const struct contract_schema *mapped(struct reading *reading, const struct tree_node *components,
                                            const struct tree_node *value)
{
    const struct tree_node *node = NULL;

    if (value->kind != TREE_STRING)
        return NULL;
    if (is_name(value->text))
        node = tree_get(components, value->text);
    /* A word that is no component is no file either: check_contract says that there is no such schema. */
    if (!node && (!is_name(value->text) || memchr(value->text.at, '.', value->text.len)))
        node = reference_of_text(reading->set, value).target;
    return node ? reading_schema(reading, node) : NULL;
}

static void mark(struct schema_entry *entry, const struct contract_schema *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (list[i]->node)
            entry_behind(list[i])->mark = entry;
    }
}

static void add(struct schema_entry *entry, const struct contract_schema **list,
                const struct contract_schema *schema)
{
    if (!schema || !schema->node || entry_behind(schema)->mark == entry)
        return;
    entry_behind(schema)->mark = entry;
    list[entry->schema.variant_count++] = schema;
}

static void collect(struct reading *reading, const struct tree_node *components, struct schema_entry *entry)
{
    struct contract_schema *schema = &entry->schema;
    size_t mapped_count = schema->mapping ? schema->mapping->count : 0;
    size_t most = schema->variant_count + mapped_count;
    const struct contract_schema **list;

    for (const struct schema_edge *edge = entry->children; edge; edge = edge->next)
        most++;
    list = reading_get(reading, most, sizeof *list);
    if (!list)
        return;
    if (schema->variant_count)
        memcpy(list, schema->variants, schema->variant_count * sizeof *list);
    schema->variants = list;
    entry->mark = entry;
    mark(entry, schema->any_of, schema->any_count);
    mark(entry, schema->one_of, schema->one_count);
    for (size_t i = 0; i < mapped_count; i++)
        add(entry, list, mapped(reading, components, schema->mapping->members[i].value));
    for (const struct schema_edge *edge = entry->children; edge; edge = edge->next)
        add(entry, list, &edge->child->schema);
}

void schema_variants(struct reading *reading, const struct tree_node *components)
{
    if (!reading->has_discriminators)
        return;
    for (struct schema_entry *entry = reading->schemas; entry; entry = entry->next)
        note_children(reading, entry);
    mark_discriminated(reading);
    for (struct schema_entry *entry = reading->schemas; entry; entry = entry->next) {
        if (entry->is_discriminated)
            collect(reading, components, entry);
    }
}
