/* SPDX-License-Identifier: Apache-2.0 */
/* plainsight: finds the command, reads its options, runs it, and says once what went wrong. */
#include "cli/arguments.h"
#include "cli/help.h"

#include "base/nearest.h"
#include "base/text.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static const char *command_name(const void *context, size_t index)
{
    return command_table[index] ? command_table[index]->name : NULL;
}

static void complain(const struct error *err, const char *command)
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
        complain(&err, command->name);
        code = code == EXIT_DONE ? EXIT_NOTHING : code;
    }
    return code;
}

/* Not a command: --help, --version, or a word nobody knows. */
static int run_other(const char *word, struct output *out, struct arena *arena)
{
    struct buffer shown;
    const char *near;

    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
        return help_overview(out);
    if (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0) {
        buffer_printf(&out->text, "plainsight %s\n", PLAINSIGHT_VERSION);
        return EXIT_DONE;
    }
    buffer_init(&shown, arena->account);
    text_escape(&shown, slice_of(word));
    near = nearest_word(word, command_name, NULL);
    fprintf(stderr, "plainsight: There is no %s '%.*s'", word[0] == '-' ? "option" : "command",
            SLICE_ARG(buffer_slice(&shown)));
    fprintf(stderr, near && word[0] != '-' ? "; did you mean '%s'?\n" : ".\n", near);
    fprintf(stderr, "'plainsight --help' lists the commands.\n");
    buffer_done(&shown);
    return EXIT_NOTHING;
}

int main(int argc, char **argv)
{
    struct memory account = { 0 };
    struct arena arena;
    struct output out;
    struct error err = { 0 };
    int code;

    signal(SIGPIPE, SIG_IGN); /* a reader that goes away shows as EPIPE, where it can be handled */
    arena_init(&arena, &account, 0);
    output_init(&out, STDOUT_FILENO, &account);
    if (argc < 2) {
        out.fd = STDERR_FILENO;
        help_overview(&out);
        code = EXIT_NOTHING;
    } else if (command_find(argv[1])) {
        code = run_command(command_find(argv[1]), argc - 2, argv + 2, &out, &arena);
    } else {
        code = run_other(argv[1], &out, &arena);
    }
    if (!output_finish(&out, &err)) {
        if (err.kind != ERROR_NONE)
            complain(&err, NULL);
        code = code == EXIT_DONE ? EXIT_PARTLY : code;
    }
    output_done(&out);
    arena_done(&arena);
    return code;
}
