/* SPDX-License-Identifier: Apache-2.0 */
/* Where references look: other local files, and named places (anchors) inside a file. */
#ifndef CONTRACT_REFERENCE_FILE_H
#define CONTRACT_REFERENCE_FILE_H

#include "contract/contract.h"

/* The file that `path`, the decoded part of a reference before '#', names; `at` is the string that refers. NULL when it may not
 * be read or is not there: a fault was added. */
const struct tree_file *reference_file(struct contract_set *set, const struct tree_node *at,
                                       struct slice path);
/* The schema of a file whose $anchor, $dynamicAnchor or $id is that name (JSON Schema 2020-12 core 8.2.2); NULL. */
const struct tree_node *reference_anchor(struct contract_set *set, const struct tree_file *file,
                                         struct slice name);

#endif
