/* SPDX-License-Identifier: Apache-2.0 */
/* From the words of the command line to the command that runs. */
#ifndef CLI_DISPATCH_H
#define CLI_DISPATCH_H

#include "cli/command.h"

/* argv[0] is the program. Answers the exit code; what went wrong was said once, on standard error. */
int dispatch(int argc, char **argv, struct output *out, struct arena *arena);
void dispatch_complain(const struct error *err, const char *command);

#endif
