/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/completion.h"

#include "cli/command.h"

#define MADE_BY "# Made by 'plainsight help --completion=%s': change the descriptors in src/cli instead.\n"

void completion_shells(struct buffer *out)
{
    buffer_text(out, "bash zsh fish");
}

static void command_names(struct buffer *out)
{
    for (size_t i = 0; command_table[i]; i++)
        buffer_printf(out, "%s%s", i ? " " : "", command_table[i]->name);
}

static bool takes_path(const struct option *option)
{
    return option->value && strstr(option->value, "FILE");
}

/* Single-quoted for a POSIX shell; our words hold few apostrophes. */
static void quoted(struct buffer *out, const char *text)
{
    buffer_byte(out, '\'');
    for (; *text; text++) {
        if (*text == '\'')
            buffer_text(out, "'\\''");
        else
            buffer_byte(out, *text);
    }
    buffer_byte(out, '\'');
}

static void bash_values(struct buffer *out, const struct command *command)
{
    for (const struct option *option = command->options; option->name; option++) {
        if (!option->choices && !takes_path(option))
            continue;
        buffer_printf(out, "    %s:--%s", command->name, option->name);
        if (option->letter)
            buffer_printf(out, "|%s:-%c", command->name, option->letter);
        buffer_text(out, ") ");
        if (option->choices) {
            buffer_text(out, "words='");
            option->choices(out);
            buffer_text(out, "' ;;\n");
        } else {
            buffer_text(out, "files=1 ;;\n");
        }
    }
}

static void bash_options(struct buffer *out, const struct command *command)
{
    buffer_printf(out, "    %s) words='", command->name);
    for (const struct option *option = command->options; option->name; option++)
        buffer_printf(out, "%s--%s%s", option == command->options ? "" : " ", option->name,
                      option->value ? "=" : "");
    buffer_text(out, "' ;;\n");
}

static void bash(struct buffer *out)
{
    buffer_printf(out, MADE_BY, "bash");
    buffer_text(
        out,
        "_plainsight() {\n"
        "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}\n"
        "  local words='' files=''\n"
        "  COMPREPLY=()\n"
        "  # --name=value is three words to bash\n"
        "  if [[ $word == = ]]; then\n    word=''\n"
        "  elif [[ $before == = ]]; then\n    before=${COMP_WORDS[COMP_CWORD-2]}\n  fi\n"
        "  if ((COMP_CWORD == 1)); then\n    words='");
    command_names(out);
    buffer_text(
        out, " --help --version'\n    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n    return\n  fi\n"
             "  case $command:$before in\n    help:help) words='");
    command_names(out);
    buffer_text(out, "' ;;\n");
    for (size_t i = 0; command_table[i]; i++)
        bash_values(out, command_table[i]);
    buffer_text(out,
                "  esac\n  if [[ -z $words && -z $files && $word == -* ]]; then\n    case $command in\n");
    for (size_t i = 0; command_table[i]; i++)
        bash_options(out, command_table[i]);
    buffer_text(
        out,
        "    esac\n  fi\n  if [[ -n $words ]]; then\n    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
        "    [[ ${COMPREPLY[0]-} == *= ]] && compopt -o nospace\n"
        "  else\n    COMPREPLY=($(compgen -f -- \"$word\"))\n    compopt -o filenames\n  fi\n  return 0\n}\n"
        "complete -F _plainsight plainsight\n");
}

/* In the specifications of _arguments brackets and colons have a meaning of their own. */
static void zsh_help(struct buffer *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '\'')
            buffer_text(out, "'\\''");
        else if (strchr("[]:\\", *text))
            buffer_printf(out, "\\%c", *text);
        else
            buffer_byte(out, *text);
    }
}

static void zsh_option(struct buffer *out, const struct option *option)
{
    if (option->letter)
        buffer_printf(out, "        '(-%c --%s)'{-%c%s,--%s%s}'[", option->letter, option->name,
                      option->letter, option->value ? "+" : "", option->name, option->value ? "=" : "");
    else
        buffer_printf(out, "        '--%s%s[", option->name, option->value ? "=" : "");
    zsh_help(out, option->help);
    buffer_byte(out, ']');
    if (option->choices) {
        buffer_printf(out, ":%s:(", option->value);
        option->choices(out);
        buffer_byte(out, ')');
    } else if (option->value) {
        buffer_printf(out, ":%s:%s", option->value, takes_path(option) ? "_files" : "");
    }
    buffer_text(out, "' \\\n");
}

static void zsh(struct buffer *out)
{
    buffer_text(out, "#compdef plainsight\n");
    buffer_printf(out, MADE_BY, "zsh");
    buffer_text(out, "_plainsight() {\n  local -a commands\n  commands=(\n");
    for (size_t i = 0; command_table[i]; i++) {
        buffer_printf(out, "    '%s:", command_table[i]->name);
        zsh_help(out, command_table[i]->summary);
        buffer_text(out, "'\n");
    }
    buffer_text(
        out,
        "  )\n  if ((CURRENT == 2)); then\n    _describe command commands\n    return\n  fi\n"
        "  local command=$words[2]\n  words=(\"${(@)words[2,-1]}\")\n  ((CURRENT--))\n  case $command in\n");
    for (size_t i = 0; command_table[i]; i++) {
        buffer_printf(out, "    %s)\n      _arguments -s \\\n", command_table[i]->name);
        for (const struct option *option = command_table[i]->options; option->name; option++)
            zsh_option(out, option);
        buffer_text(out, command_table[i] == &command_help ? "        '1:command:("
                                                           : "        '*:file:_files' ;;\n");
        if (command_table[i] == &command_help) {
            command_names(out);
            buffer_text(out, ")' ;;\n");
        }
    }
    buffer_text(out, "  esac\n}\nif [[ $funcstack[1] == _plainsight ]]; then\n  _plainsight \"$@\"\nelse\n"
                     "  compdef _plainsight plainsight\nfi\n");
}

static void fish_option(struct buffer *out, const struct command *command, const struct option *option)
{
    buffer_printf(out, "complete -c plainsight -n '__fish_seen_subcommand_from %s' -l %s", command->name,
                  option->name);
    if (option->letter)
        buffer_printf(out, " -s %c", option->letter);
    if (option->choices) {
        buffer_text(out, " -x -a '");
        option->choices(out);
        buffer_byte(out, '\'');
    } else if (option->value) {
        buffer_text(out, takes_path(option) ? " -r -F" : " -x");
    }
    buffer_text(out, " -d ");
    quoted(out, option->help);
    buffer_byte(out, '\n');
}

static void fish(struct buffer *out)
{
    buffer_printf(out, MADE_BY, "fish");
    buffer_text(
        out,
        "complete -c plainsight -n __fish_use_subcommand -f\n"
        "complete -c plainsight -n __fish_use_subcommand -l help -s h -d 'Print help and exit'\n"
        "complete -c plainsight -n __fish_use_subcommand -l version -s V -d 'Print the version and exit'\n");
    for (size_t i = 0; command_table[i]; i++) {
        buffer_printf(out, "complete -c plainsight -n __fish_use_subcommand -a %s -d ",
                      command_table[i]->name);
        quoted(out, command_table[i]->summary);
        buffer_byte(out, '\n');
    }
    buffer_text(out, "complete -c plainsight -n '__fish_seen_subcommand_from help' -f -a '");
    command_names(out);
    buffer_text(out, "'\n");
    for (size_t i = 0; command_table[i]; i++) {
        for (const struct option *option = command_table[i]->options; option->name; option++)
            fish_option(out, command_table[i], option);
    }
}

int completion_print(struct output *out, const char *shell)
{
    if (strcmp(shell, "bash") == 0)
        bash(&out->text);
    else if (strcmp(shell, "zsh") == 0)
        zsh(&out->text);
    else
        fish(&out->text);
    return EXIT_DONE;
}
