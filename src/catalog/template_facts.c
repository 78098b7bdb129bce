/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/template_facts.h"
#include "catalog/template_suffix.h"

#include "base/hash.h"

#include <stdlib.h>

#define POINTER_DEPTH 3

/* ---- operations ---- */

struct member_list {
    struct fact_member *at;
    size_t count, room;
    struct arena *arena;
};

static void list_add(struct member_list *list, uint64_t hash, double rate)
{
    if (list->count == list->room) {
        size_t room = list->room ? list->room * 2 : 32;
        struct fact_member *grown = arena_get_array(list->arena, room, sizeof *grown);

        if (!grown)
            return;
        if (list->count)
            memcpy(grown, list->at, list->count * sizeof *grown);
        list->at = grown;
        list->room = room;
    }
    list->at[list->count++] = (struct fact_member){ hash, rate < 1 ? rate : 1 };
}

/* `rate`: share of bodies in which `field` stands. */
static void collect_members(struct member_list *list, const struct field *field, uint64_t path, double rate,
                            unsigned depth)
{
    size_t cursor = 0;
    const struct field *member;
    double objects = (double)field->types[TYPE_OBJECT];

    if (field->items) {
        double filled = (double)field->items->present / ((double)field->types[TYPE_ARRAY] + 1e-9);

        collect_members(list, field->items, path, rate * (filled < 1 ? filled : 1), depth);
    }
    if (depth == POINTER_DEPTH || !field->children || field_is_map(field))
        return;
    while ((member = schema_next(field, &cursor))) {
        uint64_t pointer = hash_mix(path, hash_content(member->key));
        double own = rate * (double)member->present / (objects + 1e-9);

        list_add(list, pointer, own);
        collect_members(list, member, pointer, own, depth + 1);
    }
}

static int order_members(const void *a, const void *b)
{
    const struct fact_member *left = a, *right = b;

    if (left->hash != right->hash)
        return left->hash < right->hash ? -1 : 1;
    return (left->rate < right->rate) - (left->rate > right->rate);
}

static uint32_t list_finish(struct member_list *list)
{
    size_t kept = 0;

    if (list->count == 0)
        return 0;
    qsort(list->at, list->count, sizeof *list->at, order_members);
    for (size_t i = 0; i < list->count; i++)
        if (kept == 0 || list->at[i].hash != list->at[kept - 1].hash)
            list->at[kept++] = list->at[i];
    return (uint32_t)(kept < FACT_POINTERS ? kept : FACT_POINTERS);
}

static void collect_request(struct member_list *sent, const struct request_evidence *request)
{
    size_t cursor = 0;
    const struct field *parameter;

    for (const struct body_evidence *body = request->bodies; body; body = body->next)
        if (body->schema)
            collect_members(sent, schema_root(body->schema), 7, 1, 1);
    while (request->query && (parameter = schema_next(schema_root(request->query), &cursor)))
        list_add(sent, hash_mix(11, hash_content(parameter->key)),
                 (double)parameter->present / ((double)request->count + 1e-9));
}

static struct fact_operation operation_of(const struct cell *cell, struct arena *arena)
{
    struct fact_operation operation = { .method = hash_content(cell->method),
                                        .requests = cell->support.count };
    struct member_list got = { .arena = arena }, sent = { .arena = arena };

    for (const struct response_evidence *response = cell->responses; response; response = response->next) {
        if (response->status < 200 || response->status >= 300)
            continue;
        for (const struct body_evidence *body = response->bodies; body; body = body->next) {
            operation.has_body = true;
            list_add(&got, hash_mix(3, hash_content(body->media_type)), 1);
            if (body->schema)
                collect_members(&got, schema_root(body->schema), 5, 1, 0);
        }
    }
    collect_request(&sent, &cell->accepted);
    operation.got_count = list_finish(&got);
    operation.sent_count = list_finish(&sent);
    operation.got = got.at;
    operation.sent = sent.at;
    return operation;
}

/* ---- the tree ---- */

static bool take_operations(struct fact_node *fact, const struct path_node *node, struct arena *arena)
{
    size_t count = 0;

    for (const struct cell *cell = node->cells; cell; cell = cell->next)
        count++;
    if (count == 0)
        return true;
    fact->operations = arena_get_array(arena, count, sizeof *fact->operations);
    if (!fact->operations)
        return false;
    for (const struct cell *cell = node->cells; cell; cell = cell->next)
        fact->operations[fact->operation_count++] = operation_of(cell, arena);
    return true;
}

struct building {
    struct facts *facts;
    const struct suffixes *suffixes;
};

/* The way down to the node being built. */
struct trail {
    uint64_t first_two[2];          /* segments, by hash */
    const struct guide_node *guide; /* where documents stand; NULL: they do not come here */
};

static bool build_children(struct building *with, struct fact_node *fact, const struct path_node *node,
                           struct trail *trail, unsigned depth);

static struct fact_node *fact_of(struct arena *arena, const struct path_node *node, struct slice text)
{
    struct fact_node *fact = arena_get_array(arena, 1, sizeof *fact);

    if (!fact)
        return NULL;
    fact->text = text;
    fact->hash = node->is_bucket   ? hash_mix(0xb0c4e7, node->class)
                 : node->is_masked ? node->hash
                                   : hash_content(text);
    fact->masked = node->is_masked ? node->hash : 0;
    fact->class = node->is_bucket || node->is_suffix || node->is_masked || node->class == SEGMENT_PATTERN
                      ? (enum segment_class)node->class
                      : segment_classify(text);
    fact->is_bucket = node->is_bucket;
    fact->source = node;
    fact->count = node->count;
    fact->distinct = node->is_bucket ? sample_distinct(node->values) : 1;
    return fact;
}

/* A stem and a suffix that is not structural are one segment: "ada.lopez", "ridge.png". Those of a bucket, of stems or
 * of suffixes, stay one bucket. */
static struct fact_node *join_suffix(struct building *with, const struct path_node *stem,
                                     const struct path_node *suffix, struct trail *trail, unsigned depth)
{
    struct arena *arena = with->facts->arena;
    struct slice text = { NULL, 0 };
    struct fact_node *fact;
    const struct guide_node *outer = trail->guide;
    bool whole;

    bool is_bucket = stem->is_bucket || suffix->is_bucket;

    if (!is_bucket)
        text = arena_printf(arena, "%.*s%.*s", SLICE_ARG(stem->segment), SLICE_ARG(suffix->segment));
    fact = fact_of(arena, suffix, text);
    if (!fact)
        return NULL;
    fact->is_suffix = false;
    fact->class = segment_classify(text);
    if (stem->is_masked) {
        fact->class = (enum segment_class)stem->class;
        fact->hash = fact->masked = path_joined_hash(stem->hash, suffix->hash);
    }
    if (is_bucket) {
        fact->is_bucket = true;
        fact->class = stem->is_bucket ? (enum segment_class)stem->class : SEGMENT_DOTTED;
        fact->hash = hash_mix(hash_mix(0xb0c4e7, stem->is_bucket ? stem->class : stem->hash), suffix->hash);
        fact->distinct = suffix->is_bucket ? sample_distinct(suffix->values) : 3;
    }
    trail->guide = guide_step(outer, text, fact->masked);
    whole = take_operations(fact, suffix, arena) && build_children(with, fact, suffix, trail, depth + 1);
    trail->guide = outer;
    return whole ? fact : NULL;
}

/* `stem`: where documents stand at the segment before the suffix. */
static bool is_structural(const struct building *with, const struct path_node *suffix, uint64_t place,
                          const struct guide_node *stem)
{
    return suffix_is_structural(with->suffixes, suffix, place) || guide_has_suffix(stem, suffix->segment);
}

/* The bucket of suffixes is not structural: no API has so many endings. */
static const struct path_node *suffix_at(const struct building *with, const struct path_node *stem,
                                         uint32_t i, uint64_t place, const struct guide_node *guide)
{
    const struct path_node *suffix;

    if (i >= stem->child_count) {
        suffix = stem->groups[i - stem->child_count].bucket;
        return suffix && suffix->is_suffix ? suffix : NULL;
    }
    suffix = stem->children[i];
    return suffix->is_suffix && !is_structural(with, suffix, place, guide) ? suffix : NULL;
}

/* Adds the facts of one child node: itself, with its structural suffixes below it, and what its other suffixes make. */
static bool build_child(struct building *with, struct fact_node *parent, const struct path_node *node,
                        struct trail *trail, unsigned depth)
{
    struct arena *arena = with->facts->arena;
    struct fact_node *fact = fact_of(arena, node, node->segment);
    const struct guide_node *outer = trail->guide,
                            *guide = guide_step(outer, node->segment, path_masked(node));
    uint64_t joined = 0, place;
    bool whole;

    if (!fact)
        return false;
    if (depth <= 2)
        trail->first_two[depth - 1] = node->hash;
    place = suffix_place(trail->first_two, depth);
    for (uint32_t i = 0; i < node->child_count + node->group_count; i++) {
        const struct path_node *suffix = suffix_at(with, node, i, place, guide);
        struct fact_node *united;

        if (!suffix)
            continue;
        united = join_suffix(with, node, suffix, trail, depth);
        if (!united)
            return false;
        parent->children[parent->child_count++] = united;
        joined += suffix->count;
    }
    fact->count = node->count - joined;
    trail->guide = guide;
    whole = take_operations(fact, node, arena) && build_children(with, fact, node, trail, depth + 1);
    trail->guide = outer;
    if (!whole)
        return false;
    if (fact->operation_count || fact->child_count)
        parent->children[parent->child_count++] = fact;
    return true;
}

static size_t most_children(const struct path_node *node)
{
    size_t count = node->child_count + node->group_count;

    for (uint32_t i = 0; i < node->child_count; i++)
        count += node->children[i]->child_count + node->children[i]->group_count;
    for (uint8_t i = 0; i < node->group_count; i++)
        if (node->groups[i].bucket)
            count += node->groups[i].bucket->child_count + node->groups[i].bucket->group_count;
    return count;
}

static bool build_suffix(struct building *with, struct fact_node *fact, const struct path_node *suffix,
                         struct trail *trail, unsigned depth)
{
    struct fact_node *below = fact_of(with->facts->arena, suffix, suffix->segment);
    const struct guide_node *outer = trail->guide;
    bool whole;

    if (!below)
        return false;
    below->is_suffix = true;
    below->hash = suffix->hash;
    fact->children[fact->child_count++] = below;
    trail->guide = guide_suffix(outer, suffix->segment);
    whole = take_operations(below, suffix, with->facts->arena) &&
            build_children(with, below, suffix, trail, depth);
    trail->guide = outer;
    return whole;
}

static bool build_children(struct building *with, struct fact_node *fact, const struct path_node *node,
                           struct trail *trail, unsigned depth)
{
    size_t most = most_children(node);
    uint64_t place = suffix_place(trail->first_two, depth - 1);

    if (most == 0)
        return true;
    fact->children = arena_get_array(with->facts->arena, most, sizeof(struct fact_node *));
    if (!fact->children)
        return false;
    for (uint32_t i = 0; i < node->child_count; i++) {
        const struct path_node *child = node->children[i];
        bool whole = true;

        if (!child->is_suffix)
            whole = build_child(with, fact, child, trail, depth);
        else if (is_structural(with, child, place, trail->guide))
            whole = build_suffix(with, fact, child, trail, depth);
        if (!whole)
            return false;
    }
    for (uint8_t i = 0; i < node->group_count; i++) {
        const struct path_node *bucket = node->groups[i].bucket;

        if (bucket && !bucket->is_suffix && !build_child(with, fact, bucket, trail, depth))
            return false;
    }
    return true;
}

/* ---- words in relative paths ---- */

/* A word is loose when it follows one left neighbour only and that neighbour has more than 3 different words after it:
 * it may be a value, so relative paths must not depend on it. */
struct neighbours {
    struct count_map words_after; /* left word -> distinct words after it */
    struct count_map seen;        /* (left, word) */
    struct count_map lefts_of;    /* word -> distinct left words */
};

static bool note_neighbours(struct neighbours *all, const struct fact_node *node)
{
    bool whole = true;

    for (size_t i = 0; i < node->child_count; i++) {
        const struct fact_node *child = node->children[i];

        if (!child->is_suffix && !child->is_bucket && !segment_is_identifier(child->class)) {
            uint64_t left = node->is_bucket || segment_is_identifier(node->class) ? 1 : node->hash;
            double *seen = count_map_at(&all->seen, hash_mix(left, child->hash));

            if (!seen)
                return false;
            if (*seen == 0) {
                *seen = 1;
                whole &= count_map_add(&all->words_after, left, 1);
                whole &= count_map_add(&all->lefts_of, child->hash, 1);
            }
        }
        whole &= note_neighbours(all, child);
    }
    return whole;
}

#define ABSTRACT_PARAMETER 0x7b7d
#define ABSTRACT_LOOSE 0x3f

static void name_node(const struct neighbours *all, struct fact_node *node, const struct fact_node *parent)
{
    uint64_t left = parent->is_bucket || segment_is_identifier(parent->class) ? 1 : parent->hash;

    if (node->is_suffix)
        node->abstract = node->hash;
    else if (node->decided_parameter || node->is_bucket || segment_is_identifier(node->class))
        node->abstract = ABSTRACT_PARAMETER;
    else if (count_map_get(&all->lefts_of, node->hash) <= 1 && count_map_get(&all->words_after, left) > 3)
        node->abstract = ABSTRACT_LOOSE;
    else
        node->abstract = node->hash;
    for (size_t i = 0; i < node->child_count; i++)
        name_node(all, node->children[i], node);
}

/* Every abstract operation of the service counts each of its members once: a parameter with 60 values must not make its
 * own body look common. */
static bool count_members(struct facts *facts, struct count_map *seen, const struct fact_node *node,
                          uint64_t path)
{
    for (size_t i = 0; i < node->operation_count; i++) {
        const struct fact_operation *operation = &node->operations[i];
        uint64_t key = hash_mix(path, operation->method);
        double *known = count_map_at(seen, key);

        if (!known)
            return false;
        facts->operations += *known == 0;
        *known = 1;
        for (uint32_t j = 0; j < operation->got_count + operation->sent_count; j++) {
            uint64_t pointer = j < operation->got_count ? operation->got[j].hash
                                                        : operation->sent[j - operation->got_count].hash;
            double *met = count_map_at(seen, hash_mix(key, pointer));

            if (!met)
                return false;
            if (*met == 0) {
                *met = 1;
                if (!count_map_add(&facts->pointer_base, pointer, 1))
                    return false;
            }
        }
    }
    for (size_t i = 0; i < node->child_count; i++)
        if (!count_members(facts, seen, node->children[i], hash_mix(path, node->children[i]->abstract)))
            return false;
    return true;
}

bool facts_rename(struct facts *facts)
{
    struct neighbours all;
    struct count_map seen;

    count_map_init(&all.words_after, facts->arena);
    count_map_init(&all.seen, facts->arena);
    count_map_init(&all.lefts_of, facts->arena);
    count_map_init(&seen, facts->arena);
    count_map_init(&facts->pointer_base, facts->arena);
    facts->operations = 0;
    if (!note_neighbours(&all, facts->root))
        return false;
    for (size_t i = 0; i < facts->root->child_count; i++)
        name_node(&all, facts->root->children[i], facts->root);
    return count_members(facts, &seen, facts->root, 0);
}

/* ---- names of members and parameters ---- */

static bool count_field_names(struct facts *facts, const struct field *field, unsigned depth)
{
    size_t cursor = 0;
    const struct field *member;

    if (depth > 12)
        return true;
    if (field->items && !count_field_names(facts, field->items, depth + 1))
        return false;
    if (!field->children || field_is_map(field))
        return true;
    while ((member = schema_next(field, &cursor)))
        if (!count_map_add(&facts->names, hash_content(member->key), 1) ||
            !count_field_names(facts, member, depth + 1))
            return false;
    return true;
}

static bool count_body_names(struct facts *facts, const struct body_evidence *list)
{
    for (; list; list = list->next)
        if (list->schema && !count_field_names(facts, schema_root(list->schema), 0))
            return false;
    return true;
}

static bool count_cell_names(struct facts *facts, const struct cell *cell)
{
    const struct request_evidence *const requests[] = { &cell->accepted, &cell->unjudged, &cell->rejected };

    for (size_t i = 0; i < 3; i++)
        if (!count_body_names(facts, requests[i]->bodies) ||
            (requests[i]->query && !count_field_names(facts, schema_root(requests[i]->query), 0)))
            return false;
    for (const struct response_evidence *response = cell->responses; response; response = response->next)
        if (!count_body_names(facts, response->bodies))
            return false;
    return true;
}

static bool count_names(struct facts *facts, const struct path_node *node)
{
    for (const struct cell *cell = node->cells; cell; cell = cell->next)
        if (!count_cell_names(facts, cell))
            return false;
    for (uint32_t i = 0; i < node->child_count; i++)
        if (!count_names(facts, node->children[i]))
            return false;
    for (uint8_t i = 0; i < node->group_count; i++)
        if (node->groups[i].bucket && !count_names(facts, node->groups[i].bucket))
            return false;
    return true;
}

bool facts_build(struct facts *facts, const struct path_node *root, const struct filter *values,
                 const struct guide *guide, struct arena *arena)
{
    struct suffixes suffixes;
    struct trail trail = { .guide = guide ? &guide->root : NULL };
    struct building with = { facts, &suffixes };

    *facts = (struct facts){ .arena = arena, .values = values };
    facts->values_full = filter_is_full(values);
    count_map_init(&facts->names, arena);
    count_map_init(&facts->as_parameter, arena);
    count_map_init(&facts->as_literal, arena);
    if (!suffixes_count(&suffixes, root, arena) || !count_names(facts, root))
        return false;
    facts->root = fact_of(arena, root, root->segment);
    if (!facts->root || !take_operations(facts->root, root, arena))
        return false;
    return build_children(&with, facts->root, root, &trail, 1) && facts_rename(facts);
}
