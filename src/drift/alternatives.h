/* SPDX-License-Identifier: Apache-2.0 */
/* What a value may be at one place, multiplied out: a list of alternatives (anyOf, oneOf, what several documents or pattern
 * properties say), each a list of schemas that all apply (allOf). A claim against the document stands only when every
 * alternative that the value's type leaves open contradicts it. */
#ifndef DRIFT_ALTERNATIVES_H
#define DRIFT_ALTERNATIVES_H

#include "contract/schema.h"

#define ALTERNATIVES_MOST 24
#define ALTERNATIVE_PARTS 12

struct alternative {
    const struct contract_schema *parts[ALTERNATIVE_PARTS];
    size_t count;
    unsigned types; /* that all parts allow */
};

struct alternatives {
    struct alternative at[ALTERNATIVES_MOST];
    size_t count;
    bool is_unknown; /* too many, or behind something that could not be read: nothing may be concluded */
    bool has_types;  /* some part says something about types */
};

void alternatives_of(const struct contract_schema *const *schemas, size_t count, struct alternatives *ret);
/* Types that any of them allows. */
unsigned alternatives_types(const struct alternatives *all);
/* "string or null" in words of documents; empty when nothing is said, "nothing" when none may be. */
struct slice alternatives_say(const struct alternatives *all, struct arena *arena);

#endif
