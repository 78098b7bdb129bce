/* SPDX-License-Identifier: Apache-2.0 */
/* What a scalar of YAML is: the core schema (YAML 1.2.2 10.3). */
#ifndef TREE_YAML_CORE_H
#define TREE_YAML_CORE_H

#include "tree/tree.h"

/* The kind of a plain scalar without tag. */
enum tree_kind yaml_plain_kind(struct slice text);

#endif
