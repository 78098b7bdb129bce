/* SPDX-License-Identifier: Apache-2.0 */
/* How much of what a service answered a document knows: asked before templates are decided, to find out which documents speak for
 * which service. Counts paths as they were kept apart in the trie (catalog/path.h), so of identifiers only a few each. */
#ifndef CATALOG_FITTING_H
#define CATALOG_FITTING_H

#include "catalog/catalog.h"
#include "catalog/guide.h"

struct fitting {
    size_t paths, known;         /* of the service; below the base path and known */
    uint64_t calls, known_calls; /* their exchanges */
};

/* `guide`: the document's templates without base path. `base`: "/v1", "" or with parameters, which stand for any segment. */
struct fitting catalog_fit(const struct catalog *catalog, struct slice service, const struct guide *guide,
                           struct slice base);

#define FITTING_DEPTH 3 /* segments that a gateway may have put before documented paths */
/* The base path below which most is known, the shortest of equals; in the arena. */
struct fitting catalog_fit_best(const struct catalog *catalog, struct slice service,
                                const struct guide *guide, struct arena *arena, struct slice *ret_base);

struct catalog_service {
    struct slice key, host;
    uint16_t port; /* 0: the usual one */
};
struct catalog_service catalog_service_at(const struct catalog *catalog, size_t index);

#endif
