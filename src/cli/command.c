/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/command.h"

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

#define WORD_MOST 32

/* Edits that turn one word into the other (Levenshtein), one row of the matrix at a time; SIZE_MAX for long words. */
static size_t edits(const char *a, const char *b)
{
    size_t row[WORD_MOST + 1], b_len = strlen(b);

    if (strlen(a) > WORD_MOST || b_len > WORD_MOST)
        return SIZE_MAX;
    for (size_t j = 0; j <= b_len; j++)
        row[j] = j;
    for (size_t i = 1; a[i - 1]; i++) {
        size_t diagonal = row[0];

        row[0] = i;
        for (size_t j = 1; j <= b_len; j++) {
            size_t best = diagonal + (a[i - 1] != b[j - 1]);

            if (row[j] + 1 < best)
                best = row[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            diagonal = row[j];
            row[j] = best;
        }
    }
    return row[b_len];
}

/* One slip in short words, more in long ones. */
static size_t slips_allowed(const char *word)
{
    return strlen(word) / 3 + 1;
}

static size_t distance_of(const char *word, const char *candidate)
{
    if (strlen(word) >= 3 && strncmp(word, candidate, strlen(word)) == 0)
        return 0;
    return edits(word, candidate);
}

const char *nearest_word(const char *word, const char *(*get)(const void *context, size_t index),
                         const void *context)
{
    const char *best = NULL, *candidate;
    size_t best_distance = slips_allowed(word);

    for (size_t i = 0; (candidate = get(context, i)) != NULL; i++) {
        size_t distance = distance_of(word, candidate);

        if (distance < best_distance || (distance == best_distance && !best)) {
            best = candidate;
            best_distance = distance;
        }
    }
    return best;
}

/* Somebody may have slipped in the first word, in all of it, or left out the group. */
const char *command_nearest(const char *typed, char text[COMMAND_NAME])
{
    size_t best = slips_allowed(typed) + 1, distance;
    char first[COMMAND_NAME];

    for (size_t i = 0; command_table[i]; i++) {
        const struct command *command = command_table[i];

        snprintf(first, sizeof first, "%.*s", SLICE_ARG(first_word(command)));
        distance = distance_of(typed, first);
        if (distance < best) {
            best = distance;
            snprintf(text, COMMAND_NAME, "%s", first);
        }
        distance = distance_of(typed, command->name);
        if (distance_of(typed, command_last_word(command)) < distance)
            distance = distance_of(typed, command_last_word(command));
        if (distance < best) {
            best = distance;
            snprintf(text, COMMAND_NAME, "%s", command->name);
        }
    }
    return best <= slips_allowed(typed) ? text : NULL;
}
