/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/completion.h"

#include "cli/command.h"

#define MADE_BY "# Made by 'plainsight help --completion=%s': change the descriptors in src/cli instead.\n"

void completion_shells(struct buffer *out)
{
    buffer_text(out, "bash zsh fish");
}

/* First words of commands, each once. */
static void first_words(struct buffer *out)
{
    for (size_t i = 0; command_table[i]; i++) {
        struct slice name = slice_of(command_table[i]->name), word = slice_cut(&name, ' ');

        if (command_is_first(i))
            buffer_printf(out, "%s%.*s", i ? " " : "", SLICE_ARG(word));
    }
}

static void last_words(struct buffer *out, struct slice group, const char *between)
{
    const char *before = "";

    for (size_t i = 0; command_table[i]; i++) {
        if (!slice_eq(command_group(command_table[i]), group))
            continue;
        buffer_printf(out, "%s%s", before, command_last_word(command_table[i]));
        before = between;
    }
}

/* Walks the groups: from index `at` on the next command that opens one; false when there is none. */
static bool next_group(size_t *at, struct slice *ret_group)
{
    for (; command_table[*at]; (*at)++) {
        *ret_group = command_group(command_table[*at]);
        if (ret_group->len && command_is_first(*at)) {
            (*at)++;
            return true;
        }
    }
    return false;
}

/* As a pattern of `case`, in bash and zsh. */
static void pattern(struct buffer *out, const char *name)
{
    for (; *name; name++)
        buffer_printf(out, *name == ' ' ? "\\%c" : "%c", *name);
}

static bool takes_path(const struct option *option)
{
    return option->value && (strstr(option->value, "FILE") || strstr(option->value, "DIR"));
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
        buffer_text(out, "    ");
        pattern(out, command->name);
        buffer_printf(out, ":--%s", option->name);
        if (option->letter) {
            buffer_byte(out, '|');
            pattern(out, command->name);
            buffer_printf(out, ":-%c", option->letter);
        }
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
    buffer_text(out, "    ");
    pattern(out, command->name);
    buffer_text(out, ") words='");
    for (const struct option *option = command->options; option->name; option++)
        buffer_printf(out, "%s--%s%s", option == command->options ? "" : " ", option->name,
                      option->value ? "=" : "");
    buffer_text(out, "' ;;\n");
}

/* Two words name the command: the second is completed from those of the group. */
static void bash_groups(struct buffer *out)
{
    struct slice group;

    for (size_t i = 0; next_group(&i, &group);) {
        buffer_printf(out, "  if [[ $command == %.*s ]]; then\n    if ((COMP_CWORD == 2)); then\n",
                      SLICE_ARG(group));
        buffer_text(out, "      COMPREPLY=($(compgen -W '");
        last_words(out, group, " ");
        buffer_text(out, "' -- \"$word\"))\n      return\n    fi\n"
                         "    command=\"$command ${COMP_WORDS[2]}\"\n  fi\n");
    }
}

static void bash_help(struct buffer *out)
{
    struct slice group;

    buffer_text(out, "    help:help) words='");
    first_words(out);
    buffer_text(out, "' ;;\n");
    for (size_t i = 0; next_group(&i, &group);) {
        buffer_printf(out, "    help:%.*s) words='", SLICE_ARG(group));
        last_words(out, group, " ");
        buffer_text(out, "' ;;\n");
    }
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
    first_words(out);
    buffer_text(
        out, " --help --version'\n    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n    return\n  fi\n");
    bash_groups(out);
    buffer_text(out, "  case $command:$before in\n");
    bash_help(out);
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

static void zsh_entry(struct buffer *out, const char *indent, const char *word, const char *help)
{
    buffer_printf(out, "%s'%s:", indent, word);
    zsh_help(out, help);
    buffer_text(out, "'\n");
}

/* What stands in the first place; of a group, what may follow it. */
static void zsh_first_words(struct buffer *out)
{
    for (size_t i = 0; command_table[i]; i++) {
        struct slice group = command_group(command_table[i]);

        if (!group.len) {
            zsh_entry(out, "    ", command_table[i]->name, command_table[i]->summary);
        } else if (command_is_first(i)) {
            buffer_printf(out, "    '%.*s:", SLICE_ARG(group));
            last_words(out, group, ", ");
            buffer_text(out, "'\n");
        }
    }
}

static void zsh_groups(struct buffer *out)
{
    struct slice group;

    for (size_t i = 0; next_group(&i, &group);) {
        buffer_printf(out,
                      "  if [[ $command == %.*s ]]; then\n    if ((CURRENT == 2)); then\n      commands=(\n",
                      SLICE_ARG(group));
        for (size_t j = 0; command_table[j]; j++) {
            if (slice_eq(command_group(command_table[j]), group))
                zsh_entry(out, "        ", command_last_word(command_table[j]), command_table[j]->summary);
        }
        buffer_text(out, "      )\n      _describe command commands\n      return\n    fi\n"
                         "    command=\"$command $words[2]\"\n    words=(\"${(@)words[2,-1]}\")\n"
                         "    ((CURRENT--))\n  fi\n");
    }
}

static void zsh_command(struct buffer *out, const struct command *command)
{
    buffer_text(out, "    ");
    pattern(out, command->name);
    buffer_text(out, ")\n      _arguments -s \\\n");
    for (const struct option *option = command->options; option->name; option++)
        zsh_option(out, option);
    if (command == &command_help) {
        buffer_text(out, "        '1:command:(");
        first_words(out);
        buffer_text(out, ")' ;;\n");
    } else {
        buffer_text(out, "        '*:file:_files' ;;\n");
    }
}

static void zsh(struct buffer *out)
{
    buffer_text(out, "#compdef plainsight\n");
    buffer_printf(out, MADE_BY, "zsh");
    buffer_text(out, "_plainsight() {\n  local -a commands\n  commands=(\n");
    zsh_first_words(out);
    buffer_text(out, "  )\n  if ((CURRENT == 2)); then\n    _describe command commands\n    return\n  fi\n"
                     "  local command=$words[2]\n  words=(\"${(@)words[2,-1]}\")\n  ((CURRENT--))\n");
    zsh_groups(out);
    buffer_text(out, "  case $command in\n");
    for (size_t i = 0; command_table[i]; i++)
        zsh_command(out, command_table[i]);
    buffer_text(out, "  esac\n}\nif [[ $funcstack[1] == _plainsight ]]; then\n  _plainsight \"$@\"\nelse\n"
                     "  compdef _plainsight plainsight\nfi\n");
}

/* Only when this command is being typed. */
static void fish_when(struct buffer *out, const struct command *command)
{
    struct slice group = command_group(command);

    buffer_text(out, "complete -c plainsight -n '");
    if (group.len)
        buffer_printf(out, "__fish_seen_subcommand_from %.*s; and ", SLICE_ARG(group));
    buffer_printf(out, "__fish_seen_subcommand_from %s'", command_last_word(command));
}

static void fish_option(struct buffer *out, const struct command *command, const struct option *option)
{
    fish_when(out, command);
    buffer_printf(out, " -l %s", option->name);
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

/* A word that may come next, and what it means. */
static void fish_word(struct buffer *out, const struct command *command)
{
    struct slice group = command_group(command);

    buffer_text(out, "complete -c plainsight -n ");
    if (group.len) {
        buffer_printf(out, "'__fish_seen_subcommand_from %.*s; and not __fish_seen_subcommand_from ",
                      SLICE_ARG(group));
        last_words(out, group, " ");
        buffer_text(out, "' -f");
    } else {
        buffer_text(out, "__fish_use_subcommand");
    }
    buffer_printf(out, " -a %s -d ", command_last_word(command));
    quoted(out, command->summary);
    buffer_byte(out, '\n');
}

static void fish_group(struct buffer *out, struct slice group)
{
    buffer_printf(out, "complete -c plainsight -n __fish_use_subcommand -a %.*s -d '", SLICE_ARG(group));
    last_words(out, group, ", ");
    buffer_text(out, "'\n");
}

static void fish(struct buffer *out)
{
    struct slice group;

    buffer_printf(out, MADE_BY, "fish");
    buffer_text(
        out,
        "complete -c plainsight -n __fish_use_subcommand -f\n"
        "complete -c plainsight -n __fish_use_subcommand -l help -s h -d 'Print help and exit'\n"
        "complete -c plainsight -n __fish_use_subcommand -l version -s V -d 'Print the version and exit'\n");
    for (size_t i = 0; next_group(&i, &group);)
        fish_group(out, group);
    for (size_t i = 0; command_table[i]; i++)
        fish_word(out, command_table[i]);
    buffer_text(out, "complete -c plainsight -n '__fish_seen_subcommand_from help' -f -a '");
    first_words(out);
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
