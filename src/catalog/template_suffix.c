/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/template_suffix.h"

#include "base/hash.h"

uint64_t suffix_place(const uint64_t *first_two, unsigned depth)
{
    return hash_mix(hash_mix(depth > 1 ? first_two[0] : 1, depth > 2 ? first_two[1] : 2), depth);
}

static bool media_agrees(const struct path_node *node, struct slice ending)
{
    for (const struct cell *cell = node->cells; cell; cell = cell->next)
        for (const struct response_evidence *response = cell->responses; response; response = response->next)
            for (const struct body_evidence *body = response->bodies; body; body = body->next) {
                struct slice type = body->media_type;

                if (slice_ends_with(type, ending))
                    return true;
                if ((slice_eq(ending, SLICE("txt")) && slice_eq(type, SLICE("text/plain"))) ||
                    (slice_eq(ending, SLICE("jpg")) && slice_eq(type, SLICE("image/jpeg"))) ||
                    (slice_eq(ending, SLICE("ics")) && slice_eq(type, SLICE("text/calendar"))))
                    return true;
            }
    return false;
}

static bool count_suffixes(struct suffixes *all, const struct path_node *node, uint64_t first_two[2],
                           unsigned depth);

static bool count_stem(struct suffixes *all, const struct path_node *stem, uint64_t place)
{
    bool has_bare = stem->cells != NULL;
    bool is_dotted = false, whole = true;
    double weight = stem->is_bucket ? 3 : 1;

    for (uint32_t i = 0; i < stem->child_count; i++)
        has_bare |= !stem->children[i]->is_suffix;
    for (uint32_t i = 0; i < stem->child_count; i++) {
        const struct path_node *suffix = stem->children[i];
        uint64_t key = hash_mix(place, suffix->hash);

        if (!suffix->is_suffix)
            continue;
        is_dotted |= suffix->segment.at[0] == '.';
        whole &= count_map_add(&all->stems, key, weight);
        whole &= count_map_add(&all->bare, key, has_bare ? weight : 0);
        whole &= count_map_add(
            &all->agree, key,
            media_agrees(suffix, (struct slice){ suffix->segment.at + 1, suffix->segment.len - 1 }) ? weight
                                                                                                    : 0);
    }
    whole &= count_map_add(&all->siblings, place, weight);
    return count_map_add(&all->dotted, place, is_dotted ? weight : 0) && whole;
}

static bool count_suffixes(struct suffixes *all, const struct path_node *node, uint64_t first_two[2],
                           unsigned depth)
{
    bool whole = true;
    uint64_t place = suffix_place(first_two, depth);

    for (uint32_t i = 0; i < node->child_count; i++) {
        const struct path_node *child = node->children[i];

        if (child->is_suffix)
            continue;
        if (depth <= 2)
            first_two[depth - 1] = child->hash;
        whole &= count_stem(all, child, depth <= 2 ? suffix_place(first_two, depth) : place);
        whole &= count_suffixes(all, child, first_two, depth + 1);
    }
    for (uint8_t i = 0; i < node->group_count; i++)
        if (node->groups[i].bucket && !node->groups[i].bucket->is_suffix) {
            if (depth <= 2)
                first_two[depth - 1] = node->groups[i].bucket->hash;
            whole &=
                count_stem(all, node->groups[i].bucket, depth <= 2 ? suffix_place(first_two, depth) : place);
            whole &= count_suffixes(all, node->groups[i].bucket, first_two, depth + 1);
        }
    return whole;
}

static bool is_top_level_domain(struct slice ending)
{
    static const char *const common[] = { ".com", ".org",  ".net", ".io", ".dev", ".app",
                                          ".co",  ".info", ".biz", ".eu", ".de",  ".uk",
                                          ".fr",  ".us",   ".nl",  ".ch", ".it",  ".es" };

    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        if (slice_eq(ending, slice_of(common[i])))
            return true;
    return false;
}

bool suffix_is_structural(const struct suffixes *all, const struct path_node *suffix, uint64_t place)
{
    uint64_t key = hash_mix(place, suffix->hash);
    double stems = count_map_get(&all->stems, key), siblings = count_map_get(&all->siblings, place);
    double dotted = count_map_get(&all->dotted, place), bare = count_map_get(&all->bare, key);

    if (suffix->segment.at[0] == ':') {
        for (size_t i = 1; i < suffix->segment.len; i++)
            if (i > 1 && suffix->segment.at[i] >= 'A' && suffix->segment.at[i] <= 'Z' &&
                suffix->segment.at[i - 1] >= 'a')
                return true;
        return stems >= 2;
    }
    if (stems < 2)
        return false;
    if (count_map_get(&all->agree, key) >= 0.4 * stems)
        return true;
    if (is_top_level_domain(suffix->segment))
        return false;
    return (stems >= 3 && stems >= 0.8 * siblings) ||
           (stems >= 4 && stems >= 0.5 * dotted && bare >= 0.25 * stems);
}

bool suffixes_count(struct suffixes *all, const struct path_node *root, struct arena *arena)
{
    uint64_t first_two[2] = { 0, 0 };

    count_map_init(&all->stems, arena);
    count_map_init(&all->bare, arena);
    count_map_init(&all->agree, arena);
    count_map_init(&all->dotted, arena);
    count_map_init(&all->siblings, arena);
    return count_suffixes(all, root, first_two, 1);
}
