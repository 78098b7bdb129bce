/* SPDX-License-Identifier: Apache-2.0 */
/* Which objects become named components, and their names. An object that stands in two places (three, when
 * it has a single member) or holds its own kind is named after what leads to it: the property ("author":
 * Author), the noun of the endpoint (/users/{userId}: User), with Input for request bodies, List around a
 * page of them, Error below 4xx and 5xx. Each place is a vote. Names differ in more than case; the most
 * used object gets the plain name. */
#ifndef SPEC_COMPONENT_H
#define SPEC_COMPONENT_H

#include "base/words.h"
#include "spec/shape.h"

enum component_role { ROLE_RESPONSE, ROLE_ERROR, ROLE_REQUEST };

struct components {
    struct arena *arena;
    struct shapes *shapes; /* borrowed */
    struct object **named; /* by name */
    size_t count;
    bool failed;
};

void components_init(struct components *components, struct shapes *shapes, struct arena *arena);
/* A body's shape, in the order of the document. `noun`: what its endpoint is about. */
void components_walk(struct components *components, const struct shape *body, const struct words *noun,
                     enum component_role role);
/* After all bodies: sets object.name and fills `named`. */
void components_name(struct components *components);

/* Names only those that cannot be written in place, because they hold their own kind; adds them to `named` in no order, and
 * may be called again after further walks. `taken`: names in lower case that stand elsewhere already (values: anything);
 * those given here join them. */
void components_name_recursive(struct components *components, struct table *taken);

#endif
