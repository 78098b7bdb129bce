/* SPDX-License-Identifier: Apache-2.0 */
/* Findings of posture as the store remembers them. */
#ifndef CLI_FINDINGS_STATES_H
#define CLI_FINDINGS_STATES_H

#include "cli/findings_report.h"

/* should_remember: what is found now is written to the store; else its memory is only read. What checks found that are switched off now
 * is left alone: it is neither found nor fixed. false with *err set. */
bool findings_states_read(struct store *store, const struct posture *posture, bool should_remember,
                          int64_t now, struct arena *arena, struct findings_states *ret, struct error *err);

#endif
