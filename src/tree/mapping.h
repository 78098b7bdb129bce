/* SPDX-License-Identifier: Apache-2.0 */
/* The members of a mapping: duplicate keys are found when it is made, and large mappings get an index. */
#ifndef TREE_MAPPING_H
#define TREE_MAPPING_H

#include "tree/tree.h"

/* Makes `count` (at least one) members, in the order of the file, the members of the node; the array is scratch and is changed. Of equal
 * keys the last stays, with a fault at each that was not merged in; false when memory was refused. */
bool mapping_fill(struct tree_node *mapping, struct tree_member *members, uint32_t count, struct arena *arena,
                  struct faults *faults);

#endif
