/* SPDX-License-Identifier: Apache-2.0 */
/* The byte form of the trie. */
#include "catalog/kept.h"
#include "catalog/path_inside.h"

#define CHILD_SUFFIX 1u
#define CHILD_MASKED 2u
#define CHILD_MARKS 4u

static void write_node(const struct path_node *node, struct buffer *out)
{
    pack_u64(out, node->count);
    cell_write_all(node->cells, out);
    pack_u64(out, node->child_count);
    for (uint32_t i = 0; i < node->child_count; i++) {
        const struct path_node *child = node->children[i];

        pack_u64(out, (child->is_suffix ? CHILD_SUFFIX : 0u) | (child->is_masked ? CHILD_MASKED : 0u) |
                          (child->marks ? CHILD_MARKS : 0u));
        pack_u64(out, child->class);
        pack_u64(out, child->hash);
        pack_slice(out, child->segment);
        if (child->marks)
            pack_marks(out, child->marks);
        if (child->is_masked) {
            pack_u64(out, child->traits);
            pack_u64(out, child->len);
        }
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

static struct path_segment read_segment(struct unpack *in, struct path_limits limits, char mask[MASK_MOST])
{
    struct path_segment segment = { 0 };
    uint64_t what = unpack_u64(in), class = unpack_u64(in);

    segment.is_suffix = what & CHILD_SUFFIX;
    segment.is_masked = what & CHILD_MASKED;
    segment.class = (enum segment_class) class;
    segment.hash = unpack_u64(in);
    segment.text = unpack_slice(in);
    segment.len = (uint32_t)segment.text.len;
    if (what & CHILD_MARKS)
        segment.marks = unpack_marks(in);
    if (segment.is_masked) {
        segment.traits = (uint32_t)unpack_u64(in);
        segment.len = (uint32_t)unpack_u64(in);
    }
    segment.is_judged = segment.is_masked || !in->judges;
    if (class >= SEGMENT_CLASSES || segment.text.len == 0 || segment.text.len > SEGMENT_LENGTH)
        in->broken = true;
    return in->broken ? segment : path_judge(limits, &segment, mask);
}

static bool read_child(struct path_node *node, struct memory *account, struct path_limits limits,
                       struct unpack *in, unsigned depth)
{
    char mask[MASK_MOST];
    struct path_segment segment = read_segment(in, limits, mask);
    struct path_node *child;
    uint64_t before;
    bool whole;

    if (in->broken)
        return false;
    child = path_child(node, account, limits, &segment, 0);
    if (!child)
        return false;
    before = child->count;
    if (segment.class == SEGMENT_PATTERN) {
        struct sample ignored;

        sample_init(&ignored, 1);
        unpack_segments(in, child->is_bucket ? &ignored : child->values, account);
        sample_done(&ignored, account);
    }
    whole = read_node(child, account, limits, in, depth);
    if (child->is_bucket && child->count > before)
        path_sample_segment(child, account, &segment, child->count - before);
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
    group = path_group_get(node, account, (uint8_t)id);
    bucket = group ? path_group_bucket(group, account, (uint8_t) class) : NULL;
    if (!bucket)
        return false;
    unpack_segments(in, bucket->values, account);
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
