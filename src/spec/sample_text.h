/* SPDX-License-Identifier: Apache-2.0 */
/* What may be shown of sampled values: a closed set whole, of anything else one masked example (law 6).
 * Both set *failed when memory was refused, and leave it alone otherwise. */
#ifndef SPEC_SAMPLE_TEXT_H
#define SPEC_SAMPLE_TEXT_H

#include "base/arena.h"
#include "catalog/values.h"

/* The members of an enum, sorted, in the arena (their text borrowed from the sample); NULL when the values
 * are no closed set, or one of them looks like it belongs to somebody. */
struct slice *sample_choices(const struct values *values, struct arena *arena, size_t *ret_count,
                             bool *failed);
/* The kept value of the smallest hash, masked, in the arena; empty when there is none worth showing. */
struct slice sample_example(const struct values *values, struct arena *arena, uint64_t *ret_hash,
                            bool *failed);

/* Whether a value looks like a member of a vocabulary, and so may be shown as it is: short, of letters, digits and a few signs,
 * and no address, number or name of one person or machine by its format. */
bool sample_is_word(struct slice text);

#endif
