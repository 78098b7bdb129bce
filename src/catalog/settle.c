/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/settle.h"

#include "catalog/schema_tree.h"

static void settle_field(struct field *field, const struct values_keeper *keeper)
{
    const struct children *children = field->children;

    if (field->values)
        values_settle(field->values, keeper);
    if (field->numbers)
        values_settle(field->numbers, keeper);
    if (field->items)
        settle_field(field->items, keeper);
    if (field->other)
        settle_field(field->other, keeper);
    for (uint32_t i = 0; children && i < children->count; i++)
        settle_field(&children->order[i]->field, keeper);
}

void schema_settle(const struct schema *schema)
{
    struct schema *mine = (struct schema *)(uintptr_t)schema;

    if (mine)
        settle_field(&mine->root.field, &(struct values_keeper){ mine->account, mine->classifier });
}

static void settle_bodies(const struct body_evidence *body)
{
    for (; body; body = body->next)
        schema_settle(body->schema);
}

static void settle_request(const struct request_evidence *request)
{
    schema_settle(request->query);
    schema_settle(request->headers);
    schema_settle(request->cookies);
    settle_bodies(request->bodies);
}

static void settle_cell(const struct cell *cell)
{
    settle_request(&cell->accepted);
    settle_request(&cell->rejected);
    settle_request(&cell->unjudged);
    for (const struct response_evidence *response = cell->responses; response; response = response->next) {
        schema_settle(response->headers);
        settle_bodies(response->bodies);
    }
}

/* No deeper than PATH_DEPTH. */
static void settle_paths(const struct path_node *node)
{
    for (const struct cell *cell = node->cells; cell; cell = cell->next)
        settle_cell(cell);
    for (uint32_t i = 0; i < node->child_count; i++)
        settle_paths(node->children[i]);
    for (uint8_t i = 0; i < node->group_count; i++)
        if (node->groups[i].bucket)
            settle_paths(node->groups[i].bucket);
}

void service_settle(struct service_evidence *service)
{
    if (!service->has_raw)
        return;
    settle_paths(service->paths);
    settle_paths(service->missing);
    service->has_raw = false;
}

void catalog_settle(const struct catalog *catalog)
{
    for (size_t i = 0; i < catalog->services.count; i++)
        service_settle(catalog->sorted[i]);
}
