/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of the reader share: a reader with counted memory, and trees and faults as text. */
#ifndef TESTS_TREE_READING_H
#define TESTS_TREE_READING_H

#include "tree/tree.h"

struct reading {
    struct memory memory;
    struct tree_reader reader;
    struct buffer out;
};

int reading_setup(void **state);
/* Fails when memory is left over. */
int reading_teardown(void **state);
/* Forgets all files and faults. */
void reading_again(struct reading *reading);
/* The root of that text; NULL when it cannot be read. The file is named "a.yaml", or "a.json" when it begins with a bracket. */
const struct tree_node *reading_root(struct reading *reading, const char *text);
const struct tree_node *reading_named(struct reading *reading, const char *name, struct slice text);
/* As compact JSON; "-" for NULL. Both are valid until the next call of either. */
const char *reading_json(struct reading *reading, const struct tree_node *node);
/* One a line: "error a.yaml:1:2: sentence [rule]", sorted. */
const char *reading_faults(struct reading *reading);
/* The part of the file that a node stands in. */
struct slice reading_raw(const struct tree_node *node);

#endif
