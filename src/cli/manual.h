/* SPDX-License-Identifier: Apache-2.0 */
/* The manual page plainsight(1), made from the descriptors (man(7) macros). Answers EXIT_DONE. */
#ifndef CLI_MANUAL_H
#define CLI_MANUAL_H

#include "cli/output.h"

int manual_print(struct output *out);

#endif
