/* SPDX-License-Identifier: Apache-2.0 */
/* Completion scripts for shells, made from the descriptors. */
#ifndef CLI_COMPLETION_H
#define CLI_COMPLETION_H

#include "cli/output.h"

/* The shells there is a script for, separated by spaces. */
void completion_shells(struct buffer *out);
/* `shell` is one of them. Answers EXIT_DONE. */
int completion_print(struct output *out, const char *shell);

#endif
