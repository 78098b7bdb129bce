/* SPDX-License-Identifier: Apache-2.0 */
/* A command is one file ending in one descriptor, and one line in cli/commands.list. The descriptor carries its words
 * for people: help, manual page and shell completions are made from it, and its options are the only ones accepted.
 *
 * Exit codes are the same everywhere: 0 done; 1 done in part, nothing found, drift found, or the output could not be
 * written; 2 nothing could be done, or nothing is certain (wrong command line, no database, no input). */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "cli/output.h"

enum { EXIT_DONE, EXIT_PARTLY, EXIT_NOTHING };

struct option {
    const char *name;  /* without dashes; NULL ends a table */
    char letter;       /* short form; 0: none */
    const char *value; /* what it takes, as help names it: "FILE"; NULL: a switch */
    const char *help;  /* one or two sentences without a full stop at the end */
    void (*choices)(
        struct buffer *out); /* appends the only values accepted, separated by spaces; NULL: any */
};

struct example {
    const char *line; /* the whole command line; NULL ends a table */
    const char *help;
};

struct exit_code {
    int code;
    const char *help; /* NULL ends a table */
};

struct arguments; /* cli/arguments.h */

/* What a command is given. */
struct invocation {
    const struct command *command;
    const struct arguments *arguments;
    struct output *out; /* standard output: results only */
    struct memory *account;
    struct arena *arena; /* lives until the program ends */
};

struct command {
    const char *name;        /* one word, or two: "spec validate" is a command of the group "spec" */
    const char *summary;     /* one line without a full stop */
    const char *usage;       /* what follows the name: "[OPTION]... FILE..." */
    const char *description; /* paragraphs, separated by an empty line */
    const struct option *options;
    size_t operands_least, operands_most;
    const struct example *examples;
    const struct exit_code *exits;
    /* Answers the exit code. With *err set the sentence is printed, and EXIT_DONE becomes EXIT_NOTHING. */
    int (*run)(struct invocation *invocation, struct error *err);
};

#define COMMAND(name) extern const struct command command_##name;
#include "cli/commands.list"
#undef COMMAND

/* All of them in order; NULL ends it. */
extern const struct command *const command_table[];
/* NULL when there is none of that name. */
const struct command *command_find(const char *name);
/* The command whose one or two words the command line begins with; *ret_words says how many. */
const struct command *command_of(int argc, const char *const *argv, int *ret_words);

/* Groups are not declared: they are the first words of commands that have two. Empty for a command of one word. */
struct slice command_group(const struct command *command);
const char *command_last_word(const struct command *command);
bool command_is_group(struct slice word);
/* Whether no command before it has the same first word: walking these walks all first words once. */
bool command_is_first(size_t index);

/* The command or group that is most like what was typed ("spec valdate", "validate"), into `text`; NULL when none is near. */
#define COMMAND_NAME 40
const char *command_nearest(const char *typed, char text[COMMAND_NAME]);

/* Options that mean the same in every command that has them. */
#define OPTION_DB                                                                                            \
    {                                                                                                        \
        "db", 0, "FILE", "The database; default: $PLAINSIGHT_DB, else plainsight.db", NULL                   \
    }
#define OPTION_ROOT                                                                                          \
    {                                                                                                        \
        "root", 0, "DIR",                                                                                    \
            "Files that documents refer to lie in it; default: the nearest directory above each document "   \
            "that holds .git or .plainsight.yaml, else its own",                                             \
            NULL                                                                                             \
    }
#define OPTION_JSON                                                                                          \
    {                                                                                                        \
        "json", 0, NULL, "Print one JSON document with members in a stable order", NULL                      \
    }
#define OPTION_SERVICE(text)                                                                                 \
    {                                                                                                        \
        "service", 's', "GLOB", text, NULL                                                                   \
    }
#define OPTION_CONFIG                                                                                        \
    {                                                                                                        \
        "config", 0, "FILE", "Settings; default: .plainsight.yaml of the working directory, if it is there", \
            NULL                                                                                             \
    }
#define OPTION_HELP                                                                                          \
    {                                                                                                        \
        "help", 'h', NULL, "Print this help and exit", NULL                                                  \
    }

#endif
