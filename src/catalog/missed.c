/* SPDX-License-Identifier: Apache-2.0 */
/* What was asked for below a documented template and made no endpoint: never found, or taken for noise. */
#include "catalog/evidence.h"
#include "http/url.h"

struct asking {
    struct arena *arena;
    struct slice method;
};

static uint64_t count_below(const struct asking *asking, const struct path_node *node, struct slice rest);

/* What the trie cut off as a suffix candidate belongs to the segment here. */
static uint64_t count_child(const struct asking *asking, const struct path_node *child, struct slice segment,
                            struct slice rest)
{
    uint64_t count = 0;
    bool is_parameter = memchr(segment.at, '{', segment.len) != NULL;
    struct slice stem, suffix;

    if (is_parameter || (!child->is_bucket && path_is(child, url_decode(segment, asking->arena, NULL))))
        count += count_below(asking, child, rest);
    for (uint32_t i = 0; i < child->child_count && (is_parameter || segment_split(segment, &stem, &suffix));
         i++)
        if (child->children[i]->is_suffix &&
            (is_parameter || (path_is(child, stem) && slice_eq(child->children[i]->segment, suffix))))
            count += count_below(asking, child->children[i], rest);
    return count;
}

static uint64_t count_below(const struct asking *asking, const struct path_node *node, struct slice rest)
{
    struct slice segment;
    uint64_t count = 0;

    if (!slice_next(&rest, '/', &segment)) {
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

static bool covers(const struct asking *asking, struct slice template, struct slice path)
{
    struct slice promised, seen;

    for (;;) {
        bool more = slice_next(&template, '/', &promised);

        if (more != slice_next(&path, '/', &seen))
            return false;
        if (!more)
            return true;
        if (!memchr(promised.at, '{', promised.len) &&
            !slice_eq(url_decode(promised, asking->arena, NULL), seen))
            return false;
    }
}

/* Health checks, parts of pages, HEAD, OPTIONS, methods that were refused: a sample of their paths is kept. What
 * scanners ask for is other people's. */
static uint64_t count_noise(const struct asking *asking, const struct service_evidence *evidence,
                            struct slice template)
{
    uint64_t count = 0;

    for (int kind = 0; kind < NOISE_KINDS; kind++) {
        const struct sample *paths = &evidence->noise[kind].paths;

        for (uint32_t i = 0; i < paths->count && kind != NOISE_SCANNER; i++) {
            struct slice path = slice_make(paths->entries[i].text, paths->entries[i].len);

            if (slice_eq(slice_cut(&path, ' '), asking->method) && covers(asking, template, path))
                count += paths->entries[i].count;
        }
    }
    return count;
}

uint64_t catalog_missed(const struct catalog *catalog, struct slice service, struct slice method,
                        struct slice template)
{
    const struct service_evidence *evidence = service_find(catalog, service);
    struct arena arena;
    struct asking asking = { &arena, method };
    uint64_t count;

    if (!evidence)
        return 0;
    arena_init(&arena, (struct memory *)(uintptr_t)&catalog->account, 0);
    count = count_noise(&asking, evidence, template);
    if (evidence->missing)
        count += count_below(&asking, evidence->missing, template);
    arena_done(&arena);
    return count;
}
