/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/fitting.h"

#include "catalog/evidence.h"

static uint64_t calls_at(const struct path_node *node)
{
    uint64_t calls = 0;

    for (const struct cell *cell = node->cells; cell; cell = cell->next)
        calls += cell->support.count;
    return calls;
}

/* Every child, buckets included. */
static const struct path_node *child_at(const struct path_node *node, uint32_t i)
{
    return i < node->child_count ? node->children[i] : node->groups[i - node->child_count].bucket;
}

static void count_all(const struct path_node *node, struct fitting *ret)
{
    ret->paths += node->cells != NULL;
    ret->calls += calls_at(node);
    for (uint32_t i = 0; i < node->child_count + node->group_count; i++)
        if (child_at(node, i))
            count_all(child_at(node, i), ret);
}

/* ---- what is known ---- */

/* A suffix belongs to its stem where documents say so ({id}.json), else to the value it ends. */
static const struct guide_node *step_suffix(const struct guide_node *stem, const struct guide_node *outer,
                                            struct slice suffix)
{
    const struct guide_node *own = guide_suffix(stem, suffix);

    if (own)
        return own;
    return stem && stem->has_any_suffix ? stem : outer ? outer->parameter : NULL;
}

/* `outer`: where documents stand at the node above. */
static void count_known(const struct path_node *node, const struct guide_node *guide,
                        const struct guide_node *outer, struct fitting *ret)
{
    if (!guide)
        return;
    if (node->cells && guide->methods) {
        ret->known++;
        ret->known_calls += calls_at(node);
    }
    for (uint32_t i = 0; i < node->child_count + node->group_count; i++) {
        const struct path_node *child = child_at(node, i);

        if (!child)
            continue;
        if (child->is_suffix)
            count_known(child, step_suffix(guide, outer, child->segment), outer, ret);
        else
            count_known(child,
                        child->is_bucket ? guide->parameter
                                         : guide_step(guide, child->segment, path_masked(child)),
                        guide, ret);
    }
}

static void count_below(const struct path_node *node, struct slice base, const struct guide *guide,
                        struct fitting *ret)
{
    struct slice segment;

    if (!slice_next(&base, '/', &segment)) {
        count_known(node, &guide->root, NULL, ret);
        return;
    }
    for (uint32_t i = 0; i < node->child_count + node->group_count; i++) {
        const struct path_node *child = child_at(node, i);

        if (child && !child->is_suffix &&
            (segment.at[0] == '{' || (!child->is_bucket && path_is(child, segment))))
            count_below(child, base, guide, ret);
    }
}

struct fitting catalog_fit(const struct catalog *catalog, struct slice service, const struct guide *guide,
                           struct slice base)
{
    const struct service_evidence *evidence = service_find(catalog, service);
    struct fitting fitting = { 0 };

    if (!evidence || !evidence->paths)
        return fitting;
    count_all(evidence->paths, &fitting);
    count_below(evidence->paths, base, guide, &fitting);
    return fitting;
}

/* ---- the base path that nobody said ---- */

struct searching {
    const struct guide *guide;
    struct arena *arena;
    struct fitting best;
    struct slice base;
};

static void search_base(struct searching *search, const struct path_node *node, struct slice base,
                        unsigned depth)
{
    struct fitting fitting = { 0 };

    count_known(node, &search->guide->root, NULL, &fitting);
    if (fitting.known > search->best.known) {
        search->best = fitting;
        search->base = base;
    }
    for (uint32_t i = 0; i < node->child_count && depth < FITTING_DEPTH; i++) {
        const struct path_node *child = node->children[i];

        if (!child->is_suffix && !segment_is_identifier((enum segment_class)child->class))
            search_base(search, child,
                        arena_printf(search->arena, "%.*s/%.*s", SLICE_ARG(base), SLICE_ARG(child->segment)),
                        depth + 1);
    }
}

struct fitting catalog_fit_best(const struct catalog *catalog, struct slice service,
                                const struct guide *guide, struct arena *arena, struct slice *ret_base)
{
    const struct service_evidence *evidence = service_find(catalog, service);
    struct searching search = { .guide = guide, .arena = arena, .base = SLICE("") };

    if (evidence && evidence->paths) {
        search_base(&search, evidence->paths, SLICE(""), 0);
        count_all(evidence->paths, &search.best);
    }
    *ret_base = search.base;
    return search.best;
}

struct catalog_service catalog_service_at(const struct catalog *catalog, size_t index)
{
    const struct service_evidence *service = catalog->sorted[index];

    return (struct catalog_service){ service->key, service->host, service->port };
}
