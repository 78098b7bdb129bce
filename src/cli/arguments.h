/* SPDX-License-Identifier: Apache-2.0 */
/* The command line, read as GNU programs do: long and short options anywhere, --name=value or --name value, -n value or
 * -nvalue, switches bundled, "--" ends the options. Only options of the command's table are accepted. */
#ifndef CLI_ARGUMENTS_H
#define CLI_ARGUMENTS_H

#include "cli/command.h"

struct given {
    const struct option *option;
    const char *value; /* borrowed from argv; NULL for a switch */
};

struct arguments {
    struct given *given; /* in the order of the command line */
    size_t given_count;
    const char **operands;
    size_t operand_count;
    bool wants_help; /* --help: nothing else was checked */
};

/* argv without program and command. *ret lives in the arena. */
bool arguments_parse(const struct command *command, int argc, char **argv, struct arena *arena,
                     struct arguments *ret, struct error *err);
/* The last value given for that option; NULL when it was not given. */
const char *arguments_value(const struct arguments *arguments, const char *name);
bool arguments_have(const struct arguments *arguments, const char *name);
/* All values of that option into `ret` (room for given_count); answers their number. */
size_t arguments_values(const struct arguments *arguments, const char *name, const char **ret);
/* A decimal number between least and most; *ret stays when the option was not given. */
bool arguments_number(const struct arguments *arguments, const char *name, uint64_t least, uint64_t most,
                      uint64_t *ret, struct error *err);
/* Bytes: digits and one of k M G T, with or without B or iB, each a power of 1024. */
bool arguments_size(const struct arguments *arguments, const char *name, uint64_t *ret, struct error *err);

#endif
