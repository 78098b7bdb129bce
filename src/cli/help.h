/* SPDX-License-Identifier: Apache-2.0 */
/* Help made from the descriptors. All answer EXIT_DONE. */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "cli/command.h"

#define PROGRAM_SUMMARY "watch API traffic and tell which APIs are really there"

/* What all commands share; the manual prints them too. */
struct topic {
    const char *name, *help; /* NULL ends a table */
};
extern const struct topic environment_topics[];
extern const struct topic exit_topics[];

int help_overview(struct output *out);
/* The commands whose first word is `group`. */
int help_group(struct output *out, struct slice group);
int help_command(struct output *out, const struct command *command);
/* "-o, --output=FILE", with or without the short form; at most HELP_FLAGS bytes with the NUL. */
#define HELP_FLAGS 64
void help_flags(const struct option *option, char text[HELP_FLAGS]);
/* Its help with the values it takes. */
void help_text(const struct option *option, struct buffer *out);

#endif
