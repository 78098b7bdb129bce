/* SPDX-License-Identifier: Apache-2.0 */
/* Lays one schema over another: what both together promise. */
#ifndef DIFFERENCE_MERGE_H
#define DIFFERENCE_MERGE_H

#include "contract/schema.h"

/* Makes `into` say what `part` says as well: types and values are those that both allow, bounds the tighter ones; of what cannot
 * be put together the first counts. Properties, required, items, all_of and alternatives are left alone. false when memory was
 * refused. */
bool difference_merge(struct arena *arena, struct contract_schema *into, const struct contract_schema *part);

#endif
