/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/command.h"

#include "base/nearest.h"

#include <stdio.h>

const struct command *command_find(const char *name)
{
    for (size_t i = 0; command_table[i]; i++) {
        if (strcmp(command_table[i]->name, name) == 0)
            return command_table[i];
    }
    return NULL;
}

const struct command *command_of(int argc, const char *const *argv, int *ret_words)
{
    char name[COMMAND_NAME];

    *ret_words = 1;
    if (argc < 1)
        return NULL;
    if (argc == 1 || !command_is_group(slice_of(argv[0])))
        return command_find(argv[0]);
    *ret_words = 2;
    if (snprintf(name, sizeof name, "%s %s", argv[0], argv[1]) >= (int)sizeof name)
        return NULL;
    return command_find(name);
}

static struct slice first_word(const struct command *command)
{
    struct slice name = slice_of(command->name);

    return slice_cut(&name, ' ');
}

struct slice command_group(const struct command *command)
{
    struct slice first = first_word(command);

    return command->name[first.len] ? first : (struct slice){ NULL, 0 };
}

const char *command_last_word(const struct command *command)
{
    const char *space = strchr(command->name, ' ');

    return space ? space + 1 : command->name;
}

bool command_is_group(struct slice word)
{
    for (size_t i = 0; command_table[i]; i++) {
        if (word.len && slice_eq(command_group(command_table[i]), word))
            return true;
    }
    return false;
}

bool command_is_first(size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (slice_eq(first_word(command_table[i]), first_word(command_table[index])))
            return false;
    }
    return true;
}

#define COMMANDS_MOST 64

/* What somebody may have meant: a first word, a whole name, or a name whose group was left out. */
struct candidates {
    char first[COMMANDS_MOST][COMMAND_NAME];
    size_t count;
};

static const char *candidate(const void *context, size_t index)
{
    const struct candidates *all = context;
    size_t at = all->count ? index % all->count : 0;

    switch (all->count ? index / all->count : 3) {
    case 0: return all->first[at];
    case 1: return command_table[at]->name;
    case 2: return command_last_word(command_table[at]);
    default: return NULL;
    }
}

const char *command_nearest(const char *typed, char text[COMMAND_NAME])
{
    struct candidates all = { .count = 0 };
    const char *near;

    for (; command_table[all.count] && all.count < COMMANDS_MOST; all.count++)
        snprintf(all.first[all.count], COMMAND_NAME, "%.*s", SLICE_ARG(first_word(command_table[all.count])));
    near = nearest_word(typed, candidate, &all);
    if (!near)
        return NULL;
    for (size_t i = 0; i < all.count; i++) {
        if (near == command_last_word(command_table[i]))
            near = command_table[i]->name;
    }
    snprintf(text, COMMAND_NAME, "%s", near);
    return text;
}
