/* SPDX-License-Identifier: Apache-2.0 */
/* The path trie of one service: what was requested, segment by segment, before anybody decided what is a parameter.
 *
 *            root
 *           /    \
 *       users    orders
 *      /  |  \        \
 *    me  7f  *integer*  ...          *integer*: the bucket of all integers beyond the few kept apart
 *
 * Children stand under their raw segment, but only so many of each group: identifier shapes (segment.h) keep the
 * PATH_IDENTIFIERS with the smallest content hash, words the PATH_WORDS smallest; the subtree of a child beyond that is
 * merged into its group's bucket. A child among the k smallest of everything was among the k smallest at any moment, so
 * what is kept apart is exact, whatever the order, and merging tries gives what one trie would hold (laws 1 and 2). The
 * bucket remembers a bottom-k sample of the values that went in.
 *
 * A structural suffix candidate ("spec1:cancel", "berlin.txt") is a node of its own below its stem. */
#ifndef CATALOG_PATH_H
#define CATALOG_PATH_H

#include "base/arena.h"
#include "catalog/cell.h"
#include "catalog/pack.h"
#include "catalog/segment.h"

#define PATH_DEPTH 32 /* deeper paths keep their tail as one last segment */
#define PATH_IDENTIFIERS 4
#define PATH_WORDS 512
#define PATH_BUCKET_SAMPLE 48

/* How many children of a group are kept apart; lowered under memory pressure. */
struct path_limits {
    uint16_t identifiers, words;
    struct classifier *classifier; /* classes users added; see catalog/kept.h */
    const uint64_t *pinned; /* hashes of segments that an override names: always kept apart; ascending */
    size_t pinned_count;
};

struct path_group;

struct path_node {
    struct slice segment;        /* owned, percent-decoded, or its mask; empty for the root and for buckets */
    uint64_t hash;               /* of the segment itself: two masks may be alike */
    uint64_t marks;              /* class_set of the segment */
    uint64_t count;              /* exchanges that ended here or below */
    struct path_node **children; /* ascending by hash */
    struct path_group *groups;   /* ascending by id */
    struct cell *cells;          /* by method */
    struct sample *values;       /* buckets: what went in; patterns: the segments as they were */
    uint32_t child_count, child_room;
    uint8_t group_count;
    uint8_t class; /* enum segment_class */
    bool is_bucket, is_suffix, is_masked;
    uint32_t traits, len; /* masked: what the segment was like (catalog/kept.h), and its length in bytes */
};

struct path_group {
    uint8_t id;
    uint16_t count;   /* children kept apart */
    uint64_t largest; /* largest hash among them */
    struct path_node *bucket;
};

struct path_segment {
    struct slice text; /* decoded; of a pattern, the pattern */
    struct slice raw;  /* of a pattern: the segment itself; else empty */
    uint64_t hash;
    enum segment_class class;
    bool is_suffix;
    /* What the trie keeps of it; set by path_enter, or by who knows it already. */
    bool is_judged, is_masked;
    uint64_t marks;
    uint32_t traits, len;
};

/* Splits a path (no query) into at most `most` segments, each percent-decoded, empty ones left out, suffix candidates
 * apart; answers their number. Slices point into `path` or the arena. */
size_t path_split(struct slice path, struct arena *arena, struct path_segment *ret, size_t most);

struct path_node *path_new(struct memory *account);
void path_free(struct path_node *root, struct memory *account);

/* The node for a path, made when missing; every node on the way counts `weight` exchanges. NULL: memory refused.
 * is_masked of the segments tells which of them must not be written down. */
struct path_node *path_enter(struct path_node *root, struct memory *account, struct path_limits limits,
                             struct path_segment *segments, size_t count, uint64_t weight);

/* Whether the node stands for that text: masked ones are known by their hash. Not for suffixes. */
bool path_is(const struct path_node *node, struct slice text);
/* What a masked stem and the suffix it keeps are known by together. */
uint64_t path_joined_hash(uint64_t stem, uint64_t suffix);
/* The hash of what the node's text masks; 0 when it masks nothing. */
static inline uint64_t path_masked(const struct path_node *node)
{
    return node->is_masked ? node->hash : 0;
}

/* The node of a path that was kept apart all the way; NULL when there is none. */
const struct path_node *path_find(const struct path_node *root, const struct path_segment *segments,
                                  size_t count);

/* from stays valid. */
bool path_merge(struct path_node *into, struct memory *account, struct path_limits limits,
                const struct path_node *from);
/* Moves children beyond lowered limits into buckets, everywhere. Also wanted when more segments are pinned. */
bool path_tighten(struct path_node *root, struct memory *account, struct path_limits limits);

/* How many paths have evidence of their own, and how many words were pooled because too many stood at one place; both
 * are added. Identifiers are pooled by design and count for neither. */
void path_survey(const struct path_node *root, uint64_t *kept, uint64_t *pooled);

void path_write(const struct path_node *root, struct buffer *out);
/* Merges what was written into `root`; false when memory was refused (in->broken: damaged). */
bool path_read(struct path_node *root, struct memory *account, struct path_limits limits, struct unpack *in);

#endif
