/* SPDX-License-Identifier: Apache-2.0 */
/* Schemas of JSON examples: what all of them together show. Names and types, and that nothing is required: an example proves
 * what may be there, never what must. */
#ifndef CONTRACT_EXAMPLE_H
#define CONTRACT_EXAMPLE_H

#include "contract/reading.h"

struct example; /* of the arena */

/* Adds one JSON text to what *example holds; NULL is nothing yet. false, and nothing added, when the text is not JSON. */
bool example_add(struct reading *reading, struct example **example, struct slice json);
/* NULL when there is none. */
const struct contract_schema *example_schema(struct reading *reading, const struct example *example,
                                             struct position at);

#endif
