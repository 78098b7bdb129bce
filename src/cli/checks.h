/* SPDX-License-Identifier: Apache-2.0 */
/* What the command checks prints: every check, and every class of sensitive data, with its words. */
#ifndef CLI_CHECKS_H
#define CLI_CHECKS_H

#include "cli/output.h"
#include "posture/check.h"

/* docs/checks.md: the checks by group, then the classes. */
void checks_print_markdown(struct output *out);
void checks_print_json(struct output *out, struct memory *account);
void classes_print_json(struct output *out, struct memory *account);

#endif
