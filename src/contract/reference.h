/* SPDX-License-Identifier: Apache-2.0 */
/* References ($ref): URI references as OpenAPI has them, inside a file ("#/components/schemas/Pet"), to another local file
 * ("pets.yaml#/Pet", "./common.json"), never to another host. */
#ifndef CONTRACT_REFERENCE_H
#define CONTRACT_REFERENCE_H

#include "contract/contract.h"

#define REFERENCE_CHAIN 64 /* references that lead to references */

/* Whether the node is a mapping with a string $ref; *ret (may be NULL) gets it. */
bool reference_is(const struct tree_node *node, struct slice *ret);
/* What a node stands for: itself, or, when it is a reference, what that leads to in the end. NULL when it leads nowhere: a fault
 * was added, once for each place. */
const struct tree_node *reference_follow(struct contract_set *set, const struct tree_node *node);
/* The last segment of what a reference names: "Pet" of "#/components/schemas/Pet", decoded; empty when there is none. */
struct slice reference_name(struct slice reference);

#endif
