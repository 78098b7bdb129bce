/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/command.h"

#define COMMAND(name) &command_##name,
const struct command *const command_table[] = {
#include "cli/commands.list"
    NULL,
};
#undef COMMAND

const struct command *command_find(const char *name)
{
    for (size_t i = 0; command_table[i]; i++) {
        if (strcmp(command_table[i]->name, name) == 0)
            return command_table[i];
    }
    return NULL;
}
