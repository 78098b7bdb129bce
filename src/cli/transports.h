/* SPDX-License-Identifier: Apache-2.0 */
/* How exchanges travelled, by the stored events: how many went in the clear where callers are. */
#ifndef CLI_TRANSPORTS_H
#define CLI_TRANSPORTS_H

#include "drift/drift.h"
#include "store/store.h"

struct transports {
    struct drift_transport *rows; /* one a service that has any */
    size_t count;
};

/* Over the newest events. Lives in the arena. false with *err set. */
bool transports_read(struct store *store, struct arena *arena, struct transports *ret, struct error *err);

#endif
