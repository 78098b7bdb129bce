/* SPDX-License-Identifier: Apache-2.0 */
/* help: what the other commands do. */
#include "cli/help.h"

#include "cli/arguments.h"
#include "cli/completion.h"
#include "cli/manual.h"

#include <stdio.h>

#define FLAG_COLUMN 26 /* where the help of an option begins */

const struct topic environment_topics[] = {
    { "PLAINSIGHT_DB", "The database when --db is not given" },
    { "COLUMNS", "Width of tables and help; else the terminal's, else 80" },
    { "NO_COLOR", "When set and not empty: no colours, not on a terminal either" },
    { NULL, NULL },
};

const struct topic exit_topics[] = {
    { "0", "Done" },
    { "1", "Done in part, nothing found, drift found, or output that could not be written" },
    { "2", "Nothing done, or nothing certain: wrong command line, no database, no input" },
    { NULL, NULL },
};

void help_flags(const struct option *option, char text[HELP_FLAGS])
{
    char letter[8] = "    ";

    if (option->letter)
        snprintf(letter, sizeof letter, "-%c, ", option->letter);
    snprintf(text, HELP_FLAGS, "%s--%s%s%s", letter, option->name, option->value ? "=" : "",
             option->value ? option->value : "");
}

void help_text(const struct option *option, struct buffer *out)
{
    buffer_text(out, option->help);
    if (!option->choices)
        return;
    buffer_text(out, "; one of: ");
    option->choices(out);
}

static void heading(struct output *out, const char *text)
{
    buffer_byte(&out->text, '\n');
    output_styled(out, STYLE_BOLD, text);
    buffer_byte(&out->text, '\n');
}

/* "  term    help", the help wrapped in its column; a long term gets a line of its own. */
static void entry(struct output *out, const char *term, size_t column, struct slice help)
{
    size_t width = strlen(term) + 2;

    buffer_printf(&out->text, "  %s", term);
    if (width + 2 > column) {
        buffer_byte(&out->text, '\n');
        width = 0;
    }
    buffer_printf(&out->text, "%*s", (int)(column - width), "");
    output_wrap(out, column, column, help);
}

static void topics(struct output *out, const char *title, const struct topic *topic)
{
    heading(out, title);
    for (; topic->name; topic++)
        entry(out, topic->name, 17, slice_of(topic->help));
}

int help_overview(struct output *out)
{
    buffer_printf(&out->text, "plainsight %s: " PROGRAM_SUMMARY "\n\n", PLAINSIGHT_VERSION);
    buffer_text(&out->text, "  plainsight observe capture.pcap     learn from traffic\n"
                            "  plainsight inventory                see what is there\n"
                            "  plainsight openapi -o docs/         write OpenAPI documents\n"
                            "  plainsight drift --spec docs/       hold documents against what was seen\n");
    heading(out, "Commands");
    for (size_t i = 0; command_table[i]; i++)
        entry(out, command_table[i]->name, 17, slice_of(command_table[i]->summary));
    topics(out, "Environment", environment_topics);
    topics(out, "Exit codes", exit_topics);
    buffer_text(&out->text, "\n'plainsight COMMAND --help' explains one of them, with examples.\n");
    return EXIT_DONE;
}

int help_group(struct output *out, struct slice group)
{
    buffer_printf(&out->text, "plainsight %.*s: commands of two words\n", SLICE_ARG(group));
    heading(out, "Commands");
    for (size_t i = 0; command_table[i]; i++) {
        if (slice_eq(command_group(command_table[i]), group))
            entry(out, command_table[i]->name, 17, slice_of(command_table[i]->summary));
    }
    buffer_printf(&out->text, "\n'plainsight %.*s COMMAND --help' explains one of them, with examples.\n",
                  SLICE_ARG(group));
    return EXIT_DONE;
}

static void paragraphs(struct output *out, const char *text)
{
    struct slice rest = slice_of(text);

    while (rest.len) {
        struct slice paragraph = slice_cut(&rest, '\n');

        if (paragraph.len == 0)
            continue; /* the empty line between two */
        buffer_byte(&out->text, '\n');
        output_wrap(out, 0, 0, paragraph);
    }
}

static void options(struct output *out, const struct command *command)
{
    char flags[HELP_FLAGS];
    struct buffer text;

    buffer_init(&text, out->text.account);
    heading(out, "Options");
    for (const struct option *option = command->options; option->name; option++) {
        buffer_reset(&text);
        help_flags(option, flags);
        help_text(option, &text);
        entry(out, flags, FLAG_COLUMN, buffer_slice(&text));
    }
    buffer_done(&text);
}

int help_command(struct output *out, const struct command *command)
{
    buffer_printf(&out->text, "plainsight %s: %s\n\n  ", command->name, command->summary);
    buffer_printf(&out->text, "plainsight %s %s\n", command->name, command->usage);
    paragraphs(out, command->description);
    options(out, command);
    heading(out, "Examples");
    for (const struct example *example = command->examples; example->line; example++) {
        buffer_printf(&out->text, "  %s\n      ", example->line);
        output_wrap(out, 6, 6, slice_of(example->help));
    }
    heading(out, "Exit codes");
    for (const struct exit_code *exits = command->exits; exits->help; exits++) {
        char code[8];

        snprintf(code, sizeof code, "%d", exits->code);
        entry(out, code, 5, slice_of(exits->help));
    }
    return EXIT_DONE;
}

/* The words after help: a command, or the first word of several. */
static int explain(struct invocation *invocation, struct error *err)
{
    const struct arguments *arguments = invocation->arguments;
    const char *const *words = (const char *const *)arguments->operands;
    char near[COMMAND_NAME];
    struct slice typed;
    int used;
    const struct command *command = command_of((int)arguments->operand_count, words, &used);

    if (command && (size_t)used == arguments->operand_count)
        return help_command(invocation->out, command);
    if (arguments->operand_count == 1 && command_is_group(slice_of(words[0])))
        return help_group(invocation->out, slice_of(words[0]));
    typed = arguments->operand_count == 1 ? slice_of(words[0])
                                          : arena_printf(invocation->arena, "%s %s", words[0], words[1]);
    if (typed.at && command_nearest(typed.at, near))
        error_set(err, ERROR_USAGE, "There is no such command; did you mean '%s'?", near);
    else
        error_set(err, ERROR_USAGE, "There is no such command.");
    return EXIT_NOTHING;
}

static int run(struct invocation *invocation, struct error *err)
{
    const struct arguments *arguments = invocation->arguments;
    const char *shell = arguments_value(arguments, "completion");

    if (arguments_have(arguments, "man"))
        return manual_print(invocation->out);
    if (shell)
        return completion_print(invocation->out, shell);
    if (arguments->operand_count == 0)
        return help_overview(invocation->out);
    return explain(invocation, err);
}

static const struct option option_table[] = {
    { "man", 0, NULL, "Print the manual page of the whole program (roff)", NULL },
    { "completion", 0, "SHELL", "Print the completion script for that shell", completion_shells },
    OPTION_HELP,
    { NULL, 0, NULL, NULL, NULL },
};

static const struct example examples[] = {
    { "plainsight help observe", "The options of observe, with examples" },
    { "plainsight help --man | man -l -", "The manual page, also where it was not installed" },
    { "source <(plainsight help --completion=bash)", "Completion in this shell" },
    { NULL, NULL },
};

static const struct exit_code exits[] = {
    { 0, "Printed" },
    { 2, "There is no such command" },
    { 0, NULL },
};

const struct command command_help = {
    .name = "help",
    .summary = "Explain a command; print the manual page or shell completions",
    .usage = "[COMMAND]",
    .description = "Without a command: the list of all of them.",
    .options = option_table,
    .operands_most = 2,
    .examples = examples,
    .exits = exits,
    .run = run,
};
