/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the trie: what learning, merging and reading share. */
#ifndef CATALOG_PATH_INSIDE_H
#define CATALOG_PATH_INSIDE_H

#include "catalog/path.h"
#include "exchange/mask.h"

#define GROUP_WORDS SEGMENT_VERSION
#define GROUP_SUFFIXES SEGMENT_CLASSES
#define GROUP_PINNED (SEGMENT_CLASSES + 1)

/* A copy of the segment as the trie keeps it; the mask lives in `mask`. */
struct path_segment path_judge(struct path_limits limits, const struct path_segment *segment,
                               char mask[MASK_MOST]);

/* The group of that id, and its bucket, made when missing; NULL when memory was refused. */
struct path_group *path_group_get(struct path_node *node, struct memory *account, uint8_t id);
struct path_node *path_group_bucket(struct path_group *group, struct memory *account, uint8_t class);
/* The child a segment belongs to, or the bucket that stands for it; sets segment->is_masked. */
struct path_node *path_child(struct path_node *node, struct memory *account, struct path_limits limits,
                             struct path_segment *segment, uint64_t weight);
/* Counts a judged segment in the sample of a bucket. */
void path_sample_segment(struct path_node *bucket, struct memory *account, const struct path_segment *segment,
                         uint64_t weight);

#endif
