/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/manual.h"

#include "cli/command.h"
#include "cli/help.h"

/* In roff a backslash starts an escape, a leading dot or apostrophe a request, and a bare hyphen may become a dash. */
static void plain(struct buffer *out, struct slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        char byte = text.at[i];

        if (byte == '\\')
            buffer_text(out, "\\e");
        else if (byte == '-')
            buffer_text(out, "\\-");
        else if ((byte == '.' || byte == '\'') && i == 0)
            buffer_printf(out, "\\&%c", byte);
        else
            buffer_byte(out, byte);
    }
}

static void line_of(struct buffer *out, const char *macro, struct slice text, const char *end)
{
    buffer_text(out, macro);
    plain(out, text);
    buffer_text(out, end);
}

static void line(struct buffer *out, const char *macro, const char *text, const char *end)
{
    line_of(out, macro, slice_of(text), end);
}

static void topics(struct buffer *out, const char *title, const struct topic *topic)
{
    buffer_printf(out, ".SH %s\n", title);
    for (; topic->name; topic++) {
        line(out, ".TP\n.B ", topic->name, "\n");
        line(out, "", topic->help, ".\n");
    }
}

static void paragraphs(struct buffer *out, const char *text)
{
    struct slice rest = slice_of(text);

    while (rest.len) {
        struct slice paragraph = slice_cut(&rest, '\n');

        if (paragraph.len) /* an empty line stands between two */
            line_of(out, ".PP\n", paragraph, "\n");
    }
}

static void command(struct buffer *out, const struct command *command)
{
    char flags[HELP_FLAGS];
    struct buffer help;

    buffer_init(&help, out->account);
    buffer_printf(out, ".SS \"plainsight %s ", command->name);
    line(out, "", command->usage, "\"\n");
    line(out, "", command->summary, ".\n");
    paragraphs(out, command->description);
    for (const struct option *option = command->options; option->name; option++) {
        help_flags(option, flags);
        line(out, ".TP\n.B ", flags + (option->letter ? 0 : 4), "\n");
        buffer_reset(&help);
        help_text(option, &help);
        line_of(out, "", buffer_slice(&help), ".\n");
    }
    buffer_done(&help);
    for (const struct example *example = command->examples; example->line; example++) {
        line(out, ".PP\n", example->help, ":\n");
        line(out, ".PP\n.EX\n    ", example->line, "\n.EE\n");
    }
    for (const struct exit_code *exits = command->exits; exits->help; exits++) {
        buffer_printf(out, "%sExit code %d: ", exits == command->exits ? ".PP\n" : ".br\n", exits->code);
        line(out, "", exits->help, ".\n");
    }
}

int manual_print(struct output *output)
{
    struct buffer *out = &output->text;

    buffer_printf(out,
                  ".\\\" Made by 'plainsight help --man': change the descriptors in src/cli instead.\n"
                  ".TH PLAINSIGHT 1 \"\" \"plainsight %s\" \"User Commands\"\n"
                  ".SH NAME\nplainsight \\- " PROGRAM_SUMMARY "\n.SH SYNOPSIS\n",
                  PLAINSIGHT_VERSION);
    for (size_t i = 0; command_table[i]; i++) {
        buffer_printf(out, ".B plainsight %s\n", command_table[i]->name);
        line(out, "", command_table[i]->usage, "\n.br\n");
    }
    buffer_text(out, ".B plainsight \\-\\-version\n.SH COMMANDS\n");
    for (size_t i = 0; command_table[i]; i++)
        command(out, command_table[i]);
    topics(out, "ENVIRONMENT", environment_topics);
    topics(out, "EXIT STATUS", exit_topics);
    return EXIT_DONE;
}
