/* SPDX-License-Identifier: Apache-2.0 */
/* What became of the rows of drift: remembered in the store, or accepted in a file beside the documents. */
#ifndef CLI_DRIFT_STATES_H
#define CLI_DRIFT_STATES_H

#include "cli/drift_report.h"
#include "drift/acceptance.h"

/* remember: what is found now is written to the store; else its memory is only read. false with *err set. */
bool drift_states_read(struct store *store, const struct drift *drift, bool remember, int64_t now,
                       struct arena *arena, struct drift_states *ret, struct error *err);
/* What people accept in files holds whatever the store says, except of what is fixed. */
void drift_states_accept(struct drift_states *states, const struct drift *drift,
                         struct acceptances *acceptances, int64_t now, struct arena *arena);

#endif
