/* SPDX-License-Identifier: Apache-2.0 */
/* What became of what was found: the findings of one room, remembered in the store, whichever command found them. */
#ifndef CLI_REMEMBERED_H
#define CLI_REMEMBERED_H

#include "store/findings.h"

/* One look at everything of a room in some services. */
struct remembered {
    struct slice room;
    const struct slice *services; /* looked at; what was found in others is left alone */
    size_t service_count;
    struct finding *found; /* described by the caller; their states are answered */
    size_t found_count;
    /* Answered: fixed before or now, and not among those found; by service, subject, kind. */
    struct finding *gone;
    size_t gone_count;
};

/* should_remember: what is found now is written to the store; else its memory is only read. `found` must have the ids, and states as a
 * first look would give them. Answers live in the arena. false with *err set. */
bool remembered_read(struct store *store, struct remembered *remembered, bool should_remember, int64_t now,
                     struct arena *arena, struct error *err);

#endif
