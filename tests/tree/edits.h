/* SPDX-License-Identifier: Apache-2.0 */
/* Additions said as text, for tests:
 *
 *     put POINTER KEY JSON              ("." is the root)
 *     before POINTER MEMBER KEY JSON
 *     add POINTER JSON */
#ifndef TESTS_TREE_EDITS_H
#define TESTS_TREE_EDITS_H

#include "tree/edit.h"

/* A tree that was read, to print it. */
struct node *edits_node(struct document *document, const struct tree_node *tree);
/* Answers how many of the lines were taken. */
size_t edits_say(struct edits *edits, struct document *document, struct tree_reader *reader,
                 const struct tree_file *file, const char *lines);

#endif
