/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/path.h"

#include "base/hash.h"
#include "catalog/composite.h"
#include "http/url.h"

#define GROUP_WORDS SEGMENT_VERSION
#define GROUP_SUFFIXES SEGMENT_CLASSES
#define GROUP_PINNED (SEGMENT_CLASSES + 1)
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
        if (segment_split(part, &stem, &suffix)) {
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
    if (segment)
        node->hash = segment->hash;
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

static struct path_group *find_group(struct path_node *node, struct memory *account, uint8_t id)
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

static struct path_node *group_bucket(struct path_group *group, struct memory *account, uint8_t class)
{
    if (!group->bucket) {
        struct path_segment like = { .class = class, .is_suffix = group->id == GROUP_SUFFIXES };

        if (group->id == GROUP_WORDS)
            like.class = SEGMENT_WORD;
        group->bucket = node_new(account, &like, true);
    }
    return group->bucket;
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
    bucket = group_bucket(group, account, child->class);
    if (!bucket)
        return false;
    memmove(&node->children[i - 1], &node->children[i], (node->child_count - i) * sizeof *node->children);
    node->child_count--;
    group->count--;
    for (i--; i > 0 && child_group(limits, node->children[i - 1]) != group->id;)
        i--;
    group->largest = i ? node->children[i - 1]->hash : 0;
    if (child->count)
        sample_add(bucket->values, account, child->hash, child->segment, child->count);
    merged = path_merge(bucket, account, limits, child);
    path_free(child, account);
    return merged;
}

static struct path_node *note_raw(struct path_node *child, struct memory *account,
                                  const struct path_segment *segment, uint64_t weight)
{
    if (child->values && segment->raw.len && weight)
        sample_add(child->values, account, hash_content(segment->raw), segment->raw, weight);
    return child;
}

static struct path_node *enter_child(struct path_node *node, struct memory *account,
                                     struct path_limits limits, const struct path_segment *segment,
                                     uint64_t weight)
{
    struct path_group *group =
        find_group(node, account, group_of(limits, segment->class, segment->is_suffix, segment->hash));
    struct path_node *child;
    uint32_t place;

    if (!group)
        return NULL;
    if (group->count >= group_limit(limits, group->id) && segment->hash > group->largest) {
        child = group_bucket(group, account, (uint8_t)segment->class);
        if (child && weight)
            sample_add(child->values, account, segment->hash, segment->text, weight);
        return child;
    }
    place = child_place(node, segment->hash);
    if (place < node->child_count && node->children[place]->hash == segment->hash)
        return note_raw(node->children[place], account, segment, weight);
    child = node_new(account, segment, false);
    if (!child)
        return NULL;
    note_raw(child, account, segment, weight);
    if (!child_insert(node, account, child)) {
        path_free(child, account);
        return NULL;
    }
    if (group->count == 0 || segment->hash > group->largest)
        group->largest = segment->hash;
    group->count++;
    if (group->count > group_limit(limits, group->id) && !group_evict(node, account, limits, group))
        return NULL;
    return child;
}

struct path_node *path_enter(struct path_node *root, struct memory *account, struct path_limits limits,
                             const struct path_segment *segments, size_t count, uint64_t weight)
{
    struct path_node *node = root;

    node->count += weight;
    for (size_t i = 0; i < count; i++) {
        node = enter_child(node, account, limits, &segments[i], weight);
        if (!node)
            return NULL;
        node->count += weight;
    }
    return node;
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

static struct path_segment segment_of(const struct path_node *node)
{
    return (struct path_segment){
        .text = node->segment,
        .hash = node->hash,
        .class = (enum segment_class)node->class,
        .is_suffix = node->is_suffix,
    };
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
        struct path_node *child = enter_child(into, account, limits, &segment, from->children[i]->count);

        whole &= child && path_merge(child, account, limits, from->children[i]);
    }
    for (uint8_t i = 0; i < from->group_count; i++) {
        struct path_group *group;
        struct path_node *bucket;

        if (!from->groups[i].bucket)
            continue;
        group = find_group(into, account, from->groups[i].id);
        bucket = group ? group_bucket(group, account, from->groups[i].bucket->class) : NULL;
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
        struct path_group *group = find_group(node, account, child_group(limits, node->children[i]));

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

static void write_node(const struct path_node *node, struct buffer *out)
{
    pack_u64(out, node->count);
    cell_write_all(node->cells, out);
    pack_u64(out, node->child_count);
    for (uint32_t i = 0; i < node->child_count; i++) {
        const struct path_node *child = node->children[i];

        pack_u64(out, child->is_suffix);
        pack_u64(out, child->class);
        pack_u64(out, child->hash);
        pack_slice(out, child->segment);
        if (child->class == SEGMENT_PATTERN)
            pack_sample(out, child->values);
        write_node(child, out);
    }
    for (uint8_t i = 0; i < node->group_count; i++) {
        const struct path_group *group = &node->groups[i];

        if (!group->bucket)
            continue;
        pack_u64(out, group->id + 1u);
        pack_u64(out, group->bucket->class);
        pack_sample(out, group->bucket->values);
        write_node(group->bucket, out);
    }
    pack_u64(out, 0);
}

void path_write(const struct path_node *root, struct buffer *out)
{
    write_node(root, out);
}

/* The weight of a child is not known before its own count is read, so values of buckets it lands in are corrected by
 * entering it with weight 0 first and adding what was read afterwards. */
static bool read_node(struct path_node *node, struct memory *account, struct path_limits limits,
                      struct unpack *in, unsigned depth);

static bool read_child(struct path_node *node, struct memory *account, struct path_limits limits,
                       struct unpack *in, unsigned depth)
{
    struct path_segment segment = { 0 };
    struct path_node *child;
    uint64_t before;
    bool whole;

    segment.is_suffix = unpack_u64(in) != 0;
    segment.class = (enum segment_class)unpack_u64(in);
    segment.hash = unpack_u64(in);
    segment.text = unpack_slice(in);
    if (in->broken || segment.class >= SEGMENT_CLASSES || segment.text.len == 0 ||
        segment.text.len > SEGMENT_LENGTH) {
        in->broken = true;
        return false;
    }
    child = enter_child(node, account, limits, &segment, 0);
    if (!child)
        return false;
    before = child->count;
    if (segment.class == SEGMENT_PATTERN) {
        struct sample ignored;

        sample_init(&ignored, 1);
        unpack_sample(in, child->is_bucket ? &ignored : child->values, account);
        sample_done(&ignored, account);
    }
    whole = read_node(child, account, limits, in, depth);
    if (child->is_bucket && child->count > before)
        sample_add(child->values, account, segment.hash, segment.text, child->count - before);
    return whole;
}

static bool read_bucket(struct path_node *node, struct memory *account, struct path_limits limits,
                        struct unpack *in, unsigned depth, uint64_t id)
{
    struct path_group *group;
    struct path_node *bucket;
    uint64_t class = unpack_u64(in);

    if (in->broken || id > GROUP_SUFFIXES || class >= SEGMENT_CLASSES) {
        in->broken = true;
        return false;
    }
    group = find_group(node, account, (uint8_t)id);
    bucket = group ? group_bucket(group, account, (uint8_t) class) : NULL;
    if (!bucket)
        return false;
    unpack_sample(in, bucket->values, account);
    return read_node(bucket, account, limits, in, depth);
}

static bool read_node(struct path_node *node, struct memory *account, struct path_limits limits,
                      struct unpack *in, unsigned depth)
{
    uint64_t count, id;

    if (depth > PATH_DEPTH + 2) {
        in->broken = true;
        return false;
    }
    node->count += unpack_u64(in);
    if (!cell_read_all(&node->cells, account, in))
        return false;
    count = unpack_count(in);
    for (uint64_t i = 0; i < count && !in->broken; i++)
        if (!read_child(node, account, limits, in, depth + 1))
            return false;
    while ((id = unpack_u64(in)) != 0 && !in->broken)
        if (!read_bucket(node, account, limits, in, depth + 1, id - 1))
            return false;
    return !in->broken;
}

bool path_read(struct path_node *root, struct memory *account, struct path_limits limits, struct unpack *in)
{
    return read_node(root, account, limits, in, 0);
}
