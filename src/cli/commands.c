/* SPDX-License-Identifier: Apache-2.0 */
/* The table alone, so that tests can bring one of their own. */
#include "cli/command.h"

#define COMMAND(name) &command_##name,
const struct command *const command_table[] = {
#include "cli/commands.list"
    NULL,
};
#undef COMMAND
