/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/path_inside.h"

#include "base/hash.h"
#include "catalog/composite.h"
#include "catalog/kept.h"
#include "http/url.h"

#define PATH_SUFFIXES 64

static struct path_segment make_segment(struct slice text, bool is_suffix)
{
    struct path_segment segment = { .text = text, .is_suffix = is_suffix };

    segment.class = is_suffix ? SEGMENT_OTHER : segment_classify(text);
    if (text.len > SEGMENT_LENGTH)
        segment.text.len = SEGMENT_LENGTH;
    segment.hash = hash_content(text);
    if (is_suffix)
        segment.hash = hash_mix(segment.hash, 1);
    return segment;
}

/* The end of an e-mail address is no ending of a document, but of one that is asked for by an address. */
static bool is_address_of_mail(struct slice part, struct slice suffix)
{
    static const char *const documents[] = { ".json", ".xml", ".csv", ".txt", ".html", ".pdf", ".yaml" };

    return suffix.at[0] == '.' && memchr(part.at, '@', part.len) && !SLICE_AMONG_NOCASE(suffix, documents) &&
           segment_classify(part) == SEGMENT_EMAIL;
}

size_t path_split(struct slice path, struct arena *arena, struct path_segment *ret, size_t most)
{
    size_t count = 0;
    struct slice rest = path;

    while (rest.len && count + 2 <= most) {
        bool last = count + 4 > most;
        struct slice stem, suffix, pattern, part = last ? rest : slice_cut(&rest, '/');

        if (last)
            rest.len = 0;
        if (part.len == 0)
            continue;
        part = url_decode(part, arena, NULL);
        if (composite_recognise(part, arena, &pattern)) {
            if (memmem(pattern.at, pattern.len, "{}", 2)) {
                ret[count] = make_segment(pattern, false);
                ret[count].class = SEGMENT_PATTERN;
                ret[count++].raw = part;
                continue;
            }
            part = pattern; /* a session id was all it held */
        }
        if (segment_split(part, &stem, &suffix) && !is_address_of_mail(part, suffix)) {
            ret[count++] = make_segment(stem, false);
            ret[count++] = make_segment(suffix, true);
        } else {
            ret[count++] = make_segment(part, false);
        }
    }
    return count;
}

static bool is_pinned(struct path_limits limits, uint64_t hash)
{
    size_t low = 0, high = limits.pinned_count;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (limits.pinned[middle] == hash)
            return true;
        if (limits.pinned[middle] < hash)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

static uint8_t group_of(struct path_limits limits, enum segment_class class, bool is_suffix, uint64_t hash)
{
    if (is_suffix)
        return GROUP_SUFFIXES;
    if (limits.pinned_count && is_pinned(limits, hash))
        return GROUP_PINNED;
    return segment_is_identifier(class) ? (uint8_t) class : GROUP_WORDS;
}

static uint16_t group_limit(struct path_limits limits, uint8_t id)
{
    switch (id) {
    case GROUP_SUFFIXES: return PATH_SUFFIXES;
    case GROUP_PINNED: return UINT16_MAX;
    case GROUP_WORDS: return limits.words;
    default: return limits.identifiers;
    }
}

static struct path_node *node_new(struct memory *account, const struct path_segment *segment, bool is_bucket)
{
    struct path_node *node = memory_get(account, sizeof *node);

    if (!node)
        return NULL;
    node->class = segment ? (uint8_t)segment->class : SEGMENT_OTHER;
    node->is_suffix = segment && segment->is_suffix;
    node->is_bucket = is_bucket;
    if (segment) {
        node->hash = segment->hash;
        node->marks = segment->marks;
        node->traits = segment->traits;
        node->is_masked = segment->is_masked;
        node->len = segment->len;
    }
    if (is_bucket || node->class == SEGMENT_PATTERN) {
        node->values = memory_get(account, sizeof *node->values);
        if (!node->values) {
            path_free(node, account);
            return NULL;
        }
        sample_init(node->values, PATH_BUCKET_SAMPLE);
    }
    if (!is_bucket && segment && segment->text.len) {
        char *text = memory_get(account, segment->text.len);

        if (!text) {
            path_free(node, account);
            return NULL;
        }
        memcpy(text, segment->text.at, segment->text.len);
        node->segment = slice_make(text, segment->text.len);
    }
    return node;
}

struct path_node *path_new(struct memory *account)
{
    return node_new(account, NULL, false);
}

void path_free(struct path_node *node, struct memory *account)
{
    if (!node)
        return;
    for (uint32_t i = 0; i < node->child_count; i++)
        path_free(node->children[i], account);
    for (uint8_t i = 0; i < node->group_count; i++)
        path_free(node->groups[i].bucket, account);
    cell_free_all(node->cells, account);
    if (node->values) {
        sample_done(node->values, account);
        memory_give(account, node->values, sizeof *node->values);
    }
    memory_give(account, node->children, node->child_room * sizeof(struct path_node *));
    memory_give(account, node->groups, node->group_count * sizeof *node->groups);
    memory_give(account, (char *)node->segment.at, node->segment.len);
    memory_give(account, node, sizeof *node);
}

struct path_group *path_group_get(struct path_node *node, struct memory *account, uint8_t id)
{
    struct path_group *grown;
    uint8_t place = 0;

    while (place < node->group_count && node->groups[place].id < id)
        place++;
    if (place < node->group_count && node->groups[place].id == id)
        return &node->groups[place];
    grown = memory_resize(account, node->groups, node->group_count * sizeof *grown,
                          (node->group_count + 1u) * sizeof *grown);
    if (!grown)
        return NULL;
    node->groups = grown;
    memmove(&grown[place + 1], &grown[place], (node->group_count - place) * sizeof *grown);
    grown[place] = (struct path_group){ .id = id };
    node->group_count++;
    return &grown[place];
}

/* The place of `hash` among the children: of the first not smaller. */
static uint32_t child_place(const struct path_node *node, uint64_t hash)
{
    uint32_t low = 0, high = node->child_count;

    while (low < high) {
        uint32_t middle = (low + high) / 2;

        if (node->children[middle]->hash < hash)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool child_insert(struct path_node *node, struct memory *account, struct path_node *child)
{
    uint32_t place = child_place(node, child->hash);

    if (node->child_count == node->child_room) {
        uint32_t room = node->child_room ? node->child_room * 2 : 2;
        struct path_node **grown =
            memory_resize(account, node->children, node->child_room * sizeof *grown, room * sizeof *grown);

        if (!grown)
            return false;
        node->children = grown;
        node->child_room = room;
    }
    memmove(&node->children[place + 1], &node->children[place],
            (node->child_count - place) * sizeof *node->children);
    node->children[place] = child;
    node->child_count++;
    return true;
}

static uint8_t child_group(struct path_limits limits, const struct path_node *child)
{
    return group_of(limits, (enum segment_class)child->class, child->is_suffix, child->hash);
}

struct path_node *path_group_bucket(struct path_group *group, struct memory *account, uint8_t class)
{
    if (!group->bucket) {
        struct path_segment like = { .class = class, .is_suffix = group->id == GROUP_SUFFIXES };

        if (group->id == GROUP_WORDS)
            like.class = SEGMENT_WORD;
        group->bucket = node_new(account, &like, true);
    }
    return group->bucket;
}

static struct path_segment segment_of(const struct path_node *node)
{
    return (struct path_segment){
        .text = node->segment,
        .hash = node->hash,
        .class = (enum segment_class)node->class,
        .is_suffix = node->is_suffix,
        .is_judged = true,
        .is_masked = node->is_masked,
        .marks = node->marks,
        .traits = node->traits,
        .len = node->len,
    };
}

void path_sample_segment(struct path_node *bucket, struct memory *account, const struct path_segment *segment,
                         uint64_t weight)
{
    const struct sample_value value = {
        .text = segment->text,
        .marks = segment->marks,
        .full_len = segment->is_judged ? segment->len : (uint32_t)segment->text.len,
        .traits = segment->traits,
        .masked = segment->is_masked,
    };

    sample_add_kept(bucket->values, account, segment->hash, &value, weight);
}

/* Takes the member of the group with the largest hash out and merges it into the bucket. */
static bool group_evict(struct path_node *node, struct memory *account, struct path_limits limits,
                        struct path_group *group)
{
    uint32_t i = node->child_count;
    struct path_node *child, *bucket;
    bool merged;

    while (i > 0 && child_group(limits, node->children[i - 1]) != group->id)
        i--;
    if (i == 0)
        return true;
    child = node->children[i - 1];
    bucket = path_group_bucket(group, account, child->class);
    if (!bucket)
        return false;
    memmove(&node->children[i - 1], &node->children[i], (node->child_count - i) * sizeof *node->children);
    node->child_count--;
    group->count--;
    for (i--; i > 0 && child_group(limits, node->children[i - 1]) != group->id;)
        i--;
    group->largest = i ? node->children[i - 1]->hash : 0;
    if (child->count) {
        struct path_segment segment = segment_of(child);

        path_sample_segment(bucket, account, &segment, child->count);
    }
    merged = path_merge(bucket, account, limits, child);
    path_free(child, account);
    return merged;
}

/* Of the values in a segment each is judged by itself; those that must not be kept are masked where they stand. */
static void judge_pieces(struct path_limits limits, const struct path_segment *segment,
                         char text[SAMPLE_TEXT], struct sample_value *ret)
{
    struct slice pieces[COMPOSITE_PIECES], rest = segment->raw;
    size_t count = composite_split(segment->text, segment->raw, pieces), len = 0;

    *ret = (struct sample_value){ .text = segment->raw, .full_len = (uint32_t)segment->raw.len };
    for (size_t i = 0; i <= count; i++) {
        struct slice before = i < count ? slice_make(rest.at, (size_t)(pieces[i].at - rest.at)) : rest;
        struct slice piece = i < count ? pieces[i] : slice_make(NULL, 0);
        struct sample_value value = { .text = piece };
        char mask[MASK_MOST];

        if (piece.len)
            kept_segment(limits.classifier, segment_classify(piece), piece, mask, &value);
        ret->marks |= value.marks;
        ret->masked |= value.masked || count == 0;
        if (len + before.len + value.text.len > SAMPLE_TEXT) {
            ret->masked = true; /* what follows was not looked at */
            break;
        }
        memcpy(text + len, before.at, before.len);
        if (value.text.len)
            memcpy(text + len + before.len, value.text.at, value.text.len);
        len += before.len + value.text.len;
        rest = slice_make(rest.at + before.len + piece.len, rest.len - before.len - piece.len);
    }
    if (ret->masked)
        ret->text = count ? slice_make(text, len) : SLICE("***");
}

/* A pattern remembers the segments that fit it. */
static struct path_node *note_raw(struct path_node *child, struct memory *account, struct path_limits limits,
                                  const struct path_segment *segment, uint64_t weight)
{
    struct sample_value value;
    char text[SAMPLE_TEXT];
    uint64_t hash;

    if (!child->values || !segment->raw.len || !weight)
        return child;
    hash = hash_content(segment->raw);
    if (sample_wants(child->values, hash) && !sample_find(child->values, hash)) {
        judge_pieces(limits, segment, text, &value);
        sample_add_kept(child->values, account, hash, &value, weight);
    } else {
        sample_add(child->values, account, hash, segment->raw, weight);
    }
    return child;
}

/* A copy of the segment as the trie keeps it; the mask lives in `mask`. */
struct path_segment path_judge(struct path_limits limits, const struct path_segment *segment,
                               char mask[MASK_MOST])
{
    struct path_segment judged = *segment;
    struct sample_value value;

    if (judged.is_judged)
        return judged;
    judged.is_judged = true;
    judged.len = (uint32_t)segment->text.len;
    if (judged.is_suffix ||
        judged.class == SEGMENT_PATTERN) /* letters after a dot or colon; no value is in it */
        return judged;
    kept_segment(limits.classifier, segment->class, segment->text, mask, &value);
    judged.text = value.text;
    judged.marks = value.marks;
    judged.traits = value.traits;
    judged.is_masked = value.masked;
    return judged;
}

static struct path_node *enter_bucket(struct path_node *bucket, struct memory *account,
                                      struct path_limits limits, struct path_segment *segment,
                                      uint64_t weight)
{
    const struct sample_entry *known = sample_find(bucket->values, segment->hash);
    struct path_segment judged = *segment;
    char mask[MASK_MOST];

    /* Words are judged whether they are remembered or not: whoever writes the path down wants to know. */
    if (!known && (sample_wants(bucket->values, segment->hash) || !segment_is_identifier(segment->class)))
        judged = path_judge(limits, segment, mask);
    segment->is_masked = known ? known->masked : judged.is_masked;
    if (weight)
        path_sample_segment(bucket, account, &judged, weight);
    return bucket;
}

/* Who comes again is judged already, unless by other classes. */
static void mask_again(struct path_node *node, struct memory *account, const struct path_segment *segment)
{
    char *text = memory_get(account, segment->text.len);

    node->marks |= segment->marks;
    if (!text)
        return;
    memcpy(text, segment->text.at, segment->text.len);
    memory_give(account, (char *)(uintptr_t)node->segment.at, node->segment.len);
    node->segment = slice_make(text, segment->text.len);
    node->is_masked = true;
    node->traits = segment->traits;
}

static struct path_node *child_new(struct path_node *node, struct memory *account, struct path_limits limits,
                                   struct path_segment *segment, uint64_t weight)
{
    char mask[MASK_MOST];
    struct path_segment judged = path_judge(limits, segment, mask);
    struct path_node *child = node_new(account, &judged, false);

    segment->is_masked = judged.is_masked;
    if (!child)
        return NULL;
    note_raw(child, account, limits, segment, weight);
    if (!child_insert(node, account, child)) {
        path_free(child, account);
        return NULL;
    }
    return child;
}

struct path_node *path_child(struct path_node *node, struct memory *account, struct path_limits limits,
                             struct path_segment *segment, uint64_t weight)
{
    struct path_group *group =
        path_group_get(node, account, group_of(limits, segment->class, segment->is_suffix, segment->hash));
    struct path_node *child;
    uint32_t place;

    if (!group)
        return NULL;
    if (group->count >= group_limit(limits, group->id) && segment->hash > group->largest) {
        child = path_group_bucket(group, account, (uint8_t)segment->class);
        return child ? enter_bucket(child, account, limits, segment, weight) : NULL;
    }
    place = child_place(node, segment->hash);
    if (place < node->child_count && node->children[place]->hash == segment->hash) {
        child = node->children[place];
        if (segment->is_masked && !child->is_masked)
            mask_again(child, account, segment);
        segment->is_masked = child->is_masked;
        return note_raw(child, account, limits, segment, weight);
    }
    child = child_new(node, account, limits, segment, weight);
    if (!child)
        return NULL;
    if (group->count == 0 || segment->hash > group->largest)
        group->largest = segment->hash;
    group->count++;
    if (group->count > group_limit(limits, group->id) && !group_evict(node, account, limits, group))
        return NULL;
    return child;
}

struct path_node *path_enter(struct path_node *root, struct memory *account, struct path_limits limits,
                             struct path_segment *segments, size_t count, uint64_t weight)
{
    struct path_node *node = root;

    node->count += weight;
    for (size_t i = 0; i < count; i++) {
        node = path_child(node, account, limits, &segments[i], weight);
        if (!node)
            return NULL;
        node->count += weight;
    }
    return node;
}

bool path_is(const struct path_node *node, struct slice text)
{
    return node->is_masked ? node->hash == hash_content(text) : slice_eq(node->segment, text);
}

uint64_t path_joined_hash(uint64_t stem, uint64_t suffix)
{
    return hash_mix(stem, suffix) | 1;
}

const struct path_node *path_find(const struct path_node *root, const struct path_segment *segments,
                                  size_t count)
{
    const struct path_node *node = root;

    for (size_t i = 0; i < count; i++) {
        uint32_t place = child_place(node, segments[i].hash);

        if (place == node->child_count || node->children[place]->hash != segments[i].hash)
            return NULL;
        node = node->children[place];
    }
    return node;
}

bool path_merge(struct path_node *into, struct memory *account, struct path_limits limits,
                const struct path_node *from)
{
    bool whole = cell_merge_all(&into->cells, account, from->cells);

    into->count += from->count;
    if (into->values && from->values && into->is_bucket == from->is_bucket)
        whole &= sample_merge(into->values, account, from->values);
    for (uint32_t i = 0; i < from->child_count; i++) {
        struct path_segment segment = segment_of(from->children[i]);
        struct path_node *child = path_child(into, account, limits, &segment, from->children[i]->count);

        whole &= child && path_merge(child, account, limits, from->children[i]);
    }
    for (uint8_t i = 0; i < from->group_count; i++) {
        struct path_group *group;
        struct path_node *bucket;

        if (!from->groups[i].bucket)
            continue;
        group = path_group_get(into, account, from->groups[i].id);
        bucket = group ? path_group_bucket(group, account, from->groups[i].bucket->class) : NULL;
        whole &= bucket && path_merge(bucket, account, limits, from->groups[i].bucket);
    }
    return whole;
}

/* Pinned segments may have become more since the children were counted. */
static bool count_groups(struct path_node *node, struct memory *account, struct path_limits limits)
{
    for (uint8_t i = 0; i < node->group_count; i++)
        node->groups[i].count = 0;
    for (uint32_t i = 0; i < node->child_count; i++) {
        struct path_group *group = path_group_get(node, account, child_group(limits, node->children[i]));

        if (!group)
            return false;
        group->count++;
        group->largest = node->children[i]->hash;
    }
    return true;
}

bool path_tighten(struct path_node *node, struct memory *account, struct path_limits limits)
{
    bool whole = true;

    if (!count_groups(node, account, limits))
        return false;
    for (uint8_t i = 0; i < node->group_count; i++)
        while (node->groups[i].count > group_limit(limits, node->groups[i].id))
            if (!group_evict(node, account, limits, &node->groups[i]))
                return false;
    for (uint32_t i = 0; i < node->child_count; i++)
        whole &= path_tighten(node->children[i], account, limits);
    for (uint8_t i = 0; i < node->group_count; i++)
        if (node->groups[i].bucket)
            whole &= path_tighten(node->groups[i].bucket, account, limits);
    return whole;
}

void path_survey(const struct path_node *node, uint64_t *kept, uint64_t *pooled)
{
    *kept += node->cells != NULL;
    for (uint32_t i = 0; i < node->child_count; i++)
        path_survey(node->children[i], kept, pooled);
    for (uint8_t i = 0; i < node->group_count; i++) {
        const struct path_node *bucket = node->groups[i].bucket;

        if (!bucket)
            continue;
        if (node->groups[i].id == GROUP_WORDS || node->groups[i].id == GROUP_SUFFIXES)
            *pooled += (uint64_t)(sample_distinct(bucket->values) + 0.5);
        path_survey(bucket, kept, pooled);
    }
}
