/* SPDX-License-Identifier: Apache-2.0 */
/* What was asked for below a documented template and never found. */
#include "catalog/evidence.h"
#include "http/url.h"

struct asking {
    struct arena *arena;
    struct slice method;
};

static uint64_t count_below(const struct asking *asking, const struct path_node *node, struct slice rest);

static bool next_segment(struct slice *rest, struct slice *ret)
{
    do {
        *ret = slice_cut(rest, '/');
    } while (ret->len == 0 && rest->len);
    return ret->len > 0;
}

/* What the trie cut off as a suffix candidate belongs to the segment here. */
static uint64_t count_child(const struct asking *asking, const struct path_node *child, struct slice segment,
                            struct slice rest)
{
    uint64_t count = 0;
    bool is_parameter = memchr(segment.at, '{', segment.len) != NULL;
    struct slice stem, suffix;

    if (is_parameter ||
        (!child->is_bucket && slice_eq(child->segment, url_decode(segment, asking->arena, NULL))))
        count += count_below(asking, child, rest);
    for (uint32_t i = 0; i < child->child_count && (is_parameter || segment_split(segment, &stem, &suffix));
         i++)
        if (child->children[i]->is_suffix &&
            (is_parameter ||
             (slice_eq(child->segment, stem) && slice_eq(child->children[i]->segment, suffix))))
            count += count_below(asking, child->children[i], rest);
    return count;
}

static uint64_t count_below(const struct asking *asking, const struct path_node *node, struct slice rest)
{
    struct slice segment;
    uint64_t count = 0;

    if (!next_segment(&rest, &segment)) {
        const struct cell *cell = cell_find(node->cells, asking->method);

        return cell ? cell->support.count : 0;
    }
    for (uint32_t i = 0; i < node->child_count; i++)
        if (!node->children[i]->is_suffix)
            count += count_child(asking, node->children[i], segment, rest);
    for (uint8_t i = 0; i < node->group_count; i++)
        if (node->groups[i].bucket && !node->groups[i].bucket->is_suffix)
            count += count_child(asking, node->groups[i].bucket, segment, rest);
    return count;
}

uint64_t catalog_missed(const struct catalog *catalog, struct slice service, struct slice method,
                        struct slice template)
{
    const struct service_evidence *evidence = service_find(catalog, service);
    struct arena arena;
    struct asking asking = { &arena, method };
    uint64_t count;

    if (!evidence || !evidence->missing)
        return 0;
    arena_init(&arena, (struct memory *)(uintptr_t)&catalog->account, 0);
    count = count_below(&asking, evidence->missing, template);
    arena_done(&arena);
    return count;
}
