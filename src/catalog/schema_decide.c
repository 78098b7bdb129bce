/* SPDX-License-Identifier: Apache-2.0 */
/* What the counts of a field amount to, decided when somebody asks (law 2). */
#include "catalog/format.h"
#include "catalog/schema_tree.h"

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

/* ---- is it a map? */

bool field_is_map(const struct field *field)
{
    return field->other != NULL;
}
