/* SPDX-License-Identifier: Apache-2.0 */
/* What observe says while it works and when it is done. */
#ifndef CLI_OBSERVE_H
#define CLI_OBSERVE_H

#include "cli/command.h"
#include "engine/engine.h"

/* One line on standard error, rewritten. Nothing happens when that is no terminal. */
struct progress {
    struct memory *account;
    size_t width;
    bool is_shown, is_terminal;
};
void progress_init(struct progress *progress, struct memory *account);
void progress_show(void *context, const struct engine_progress *state); /* an engine_progress_sink */
void progress_clear(struct progress *progress);

/* What was found, or why nothing was. `database`: its path as the user may type it. */
void observe_summary(struct invocation *invocation, const struct engine_report *report, const char *database);
/* Why a run learned nothing, as far as its ledger tells: one sentence with advice. */
void observe_why_nothing(struct buffer *out, const struct engine_report *report);

#endif
