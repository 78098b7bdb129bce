/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/dispatch.h"

#include "base/text.h"
#include "cli/arguments.h"
#include "cli/help.h"

#include <stdio.h>
#include <unistd.h>

void dispatch_complain(const struct error *err, const char *command)
{
    fprintf(stderr, "plainsight: %s\n", err->text);
    if (err->kind == ERROR_USAGE && command)
        fprintf(stderr, "'plainsight %s --help' tells more.\n", command);
}

static int run_command(const struct command *command, int argc, char **argv, struct output *out,
                       struct arena *arena)
{
    struct error err = { 0 };
    struct arguments arguments;
    struct invocation invocation = { command, &arguments, out, arena->account, arena };
    int code = EXIT_NOTHING;

    if (!arguments_parse(command, argc, argv, arena, &arguments, &err))
        code = EXIT_NOTHING;
    else if (arguments.wants_help)
        code = help_command(out, command);
    else
        code = command->run(&invocation, &err);
    if (err.kind != ERROR_NONE) {
        dispatch_complain(&err, command->name);
        code = code == EXIT_DONE ? EXIT_NOTHING : code;
    }
    return code;
}

static bool is_help(const char *word)
{
    return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
}

static int unknown(const char *group, const char *word, struct arena *arena)
{
    char near[COMMAND_NAME];
    const char *space = *group ? " " : "";
    struct slice typed = arena_printf(arena, "%s%s%s", group, space, word);
    struct buffer shown;
    bool is_near;

    buffer_init(&shown, arena->account);
    text_escape(&shown, typed);
    is_near = word[0] != '-' && typed.at && command_nearest(typed.at, near);
    fprintf(stderr, "plainsight: There is no %s '%.*s'", word[0] == '-' ? "option" : "command",
            SLICE_ARG(buffer_slice(&shown)));
    fprintf(stderr, is_near ? "; did you mean '%s'?\n" : ".\n", near);
    fprintf(stderr, "'plainsight %s%s--help' lists the commands.\n", group, space);
    buffer_done(&shown);
    return EXIT_NOTHING;
}

/* The first word of commands of two, and no such second one. */
static int run_group(int argc, char **argv, struct output *out, struct arena *arena)
{
    if (argc == 1)
        out->fd = STDERR_FILENO;
    if (argc > 1 && !is_help(argv[1]))
        return unknown(argv[0], argv[1], arena);
    help_group(out, slice_of(argv[0]));
    return argc == 1 ? EXIT_NOTHING : EXIT_DONE;
}

/* Not a command: --help, --version, or a word nobody knows. */
static int run_other(const char *word, struct output *out, struct arena *arena)
{
    if (is_help(word))
        return help_overview(out);
    if (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0) {
        buffer_printf(&out->text, "plainsight %s\n", PLAINSIGHT_VERSION);
        return EXIT_DONE;
    }
    return unknown("", word, arena);
}

int dispatch(int argc, char **argv, struct output *out, struct arena *arena)
{
    const struct command *command;
    int words;

    if (argc < 2) {
        out->fd = STDERR_FILENO;
        help_overview(out);
        return EXIT_NOTHING;
    }
    command = command_of(argc - 1, (const char *const *)argv + 1, &words);
    if (command)
        return run_command(command, argc - 1 - words, argv + 1 + words, out, arena);
    if (command_is_group(slice_of(argv[1])))
        return run_group(argc - 1, argv + 1, out, arena);
    return run_other(argv[1], out, arena);
}
