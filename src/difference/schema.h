/* SPDX-License-Identifier: Apache-2.0 */
/* What the files that compare one schema with another share: the two, flat, and how a change is noted. */
#ifndef DIFFERENCE_SCHEMA_H
#define DIFFERENCE_SCHEMA_H

#include "difference/finder.h"

struct difference_sides {
    struct difference_finder *finder;
    struct difference_pair *pair;
    const struct difference_flat *old, *new;
};

/* The two kinds of DIFFERENCE_BOTH(KIND). */
#define DIFFERENCE_EITHER(KIND) DIFFERENCE_REQUEST_##KIND, DIFFERENCE_RESPONSE_##KIND

/* Notes a change of the pair itself. DIFFERENCE_KINDS for a direction in which it does not matter. */
void difference_tell(const struct difference_sides *sides, enum difference_kind sent,
                     enum difference_kind read, struct difference_edit edit);
/* The same one step down: a property that comes or goes. */
void difference_tell_step(const struct difference_sides *sides, enum difference_kind sent,
                          enum difference_kind read, struct slice step, struct difference_edit edit);
/* An edit at the places of a keyword. */
struct difference_edit difference_edit_at(const struct difference_sides *sides, struct slice keyword);
/* Goes on to what a step leads to. */
void difference_step(const struct difference_sides *sides, struct slice step, unsigned directions,
                     const struct contract_schema *old, const struct contract_schema *new);

/* Types without null. */
void difference_types(const struct difference_sides *sides, unsigned old, unsigned new);
/* Keywords of values: const, enum, default, format, pattern, bounds. */
void difference_values(const struct difference_sides *sides);
void difference_bounds(const struct difference_sides *sides);
/* Alternatives: true when they stood for the whole, so that the schemas around them are not compared. */
bool difference_variants(const struct difference_sides *sides);
void difference_discriminators(const struct difference_sides *sides);
/* Properties, other properties, elements. */
void difference_properties(const struct difference_sides *sides);
void difference_elements(const struct difference_sides *sides);
/* "string | null", "anything". */
struct slice difference_types_text(struct difference_finder *finder, unsigned types);

#endif
