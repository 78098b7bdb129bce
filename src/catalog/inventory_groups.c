/* SPDX-License-Identifier: Apache-2.0 */
/* Which cells make which operation. 404 and 410 answers stand in a trie of their own; where their path fits a template
 * that exists anyway they are one of its statuses, otherwise nobody serves that path. */
#include "catalog/inventory_build.h"

static struct node_groups *groups_of(struct template_node *node, struct arena *arena)
{
    if (!node->user)
        node->user = arena_get_array(arena, 1, sizeof(struct node_groups));
    return node->user;
}

static struct cell_group *group_get(struct node_groups *groups, struct slice method, struct arena *arena)
{
    struct cell_group **at = &groups->groups, *group;
    int order = 1;

    while (*at && (order = slice_compare((*at)->method, method)) < 0)
        at = &(*at)->next;
    if (*at && order == 0)
        return *at;
    group = arena_get_array(arena, 1, sizeof *group);
    if (!group)
        return NULL;
    group->method = method;
    group->next = *at;
    *at = group;
    return group;
}

static bool group_add(struct cell_group *group, const struct cell *cell, struct arena *arena)
{
    if (group->count == group->room) {
        size_t room = group->room ? group->room * 2 : 4;
        const struct cell **grown = arena_get_array(arena, room, sizeof(const struct cell *));

        if (!grown)
            return false;
        if (group->count)
            memcpy(grown, group->cells, group->count * sizeof(const struct cell *));
        group->cells = grown;
        group->room = room;
    }
    group->cells[group->count++] = cell;
    return true;
}

static bool collect_own(struct template_node *node, struct arena *arena)
{
    for (; node; node = node->next) {
        for (size_t i = 0; i < node->node_count; i++)
            for (const struct cell *cell = node->nodes[i]->cells; cell; cell = cell->next) {
                struct node_groups *groups = groups_of(node, arena);
                struct cell_group *group = groups ? group_get(groups, cell->method, arena) : NULL;

                if (!group || !group_add(group, cell, arena))
                    return false;
                group->has_own = true;
            }
        if (node->child && !collect_own(node->child, arena))
            return false;
    }
    return true;
}

struct routing {
    struct arena *arena;
    uint64_t lost;
};

static struct template_node *child_for(struct template_node *node, const struct path_node *step)
{
    struct template_node *parameter = NULL;

    if (!node || node->is_catch_all)
        return node;
    for (struct template_node *child = node->child; child; child = child->next) {
        if (child->is_suffix != step->is_suffix)
            continue;
        if (child->is_parameter)
            parameter = child;
        else if (!step->is_bucket && template_is(child, step->segment, path_masked(step)))
            return child;
    }
    /* A suffix that is not structural belongs to the value before it. */
    if (step->is_suffix && !parameter && node->is_parameter)
        return node;
    return parameter;
}

static bool is_json(const struct cell *cell)
{
    for (const struct response_evidence *response = cell->responses; response; response = response->next)
        for (const struct body_evidence *body = response->bodies; body; body = body->next)
            if (body->kind == CONTENT_JSON)
                return true;
    return false;
}

/* A missing object at a template whose end is a parameter: the method may be known only from its 404s. */
static bool may_add_method(const struct template_node *node)
{
    return node->is_parameter || (node->parent && node->parent->is_parameter);
}

static bool route_missing(struct routing *with, const struct path_node *step, struct template_node *node)
{
    struct node_groups *groups = node ? node->user : NULL;

    for (const struct cell *cell = step->cells; cell; cell = cell->next) {
        struct cell_group *group = NULL;

        for (struct cell_group *known = groups ? groups->groups : NULL; known && !group; known = known->next)
            if (slice_eq(known->method, cell->method))
                group = known;
        if (!group && groups && may_add_method(node) && is_json(cell))
            group = group_get(groups, cell->method, with->arena);
        if (!group)
            with->lost += cell->support.count;
        else if (!group_add(group, cell, with->arena))
            return false;
    }
    for (uint32_t i = 0; i < step->child_count; i++)
        if (!route_missing(with, step->children[i], child_for(node, step->children[i])))
            return false;
    for (uint8_t i = 0; i < step->group_count; i++)
        if (step->groups[i].bucket &&
            !route_missing(with, step->groups[i].bucket, child_for(node, step->groups[i].bucket)))
            return false;
    return true;
}

bool groups_collect(struct template_node *root, const struct service_evidence *service, struct arena *arena,
                    uint64_t *ret_lost)
{
    struct routing with = { .arena = arena };

    if (!collect_own(root, arena) || !route_missing(&with, service->missing, root))
        return false;
    *ret_lost = with.lost;
    return true;
}
