/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/arguments.h"

#include "base/nearest.h"
#include "base/text.h"

#include <inttypes.h>

struct parser {
    const struct command *command;
    char **argv;
    int argc, at;
    struct arguments *out;
    struct arena *arena;
    struct error *err;
};

/* What the user typed, made safe for our sentence; "" when there is no memory for it. */
static const char *shown(struct parser *parser, const char *typed)
{
    struct buffer out;
    struct slice kept;

    buffer_init(&out, parser->arena->account);
    text_escape(&out, slice_of(typed));
    kept = arena_copy(parser->arena, buffer_slice(&out));
    buffer_done(&out);
    return kept.at ? kept.at : "";
}

static const char *long_name(const void *context, size_t index)
{
    const struct command *command = context;

    return command->options[index].name;
}

static const struct option *find_long(const struct command *command, struct slice name)
{
    for (const struct option *option = command->options; option->name; option++) {
        if (slice_eq(slice_of(option->name), name))
            return option;
    }
    return NULL;
}

static const struct option *find_short(const struct command *command, char letter)
{
    for (const struct option *option = command->options; option->name; option++) {
        if (option->letter == letter)
            return option;
    }
    return NULL;
}

static bool choice_is_known(struct parser *parser, const struct option *option, const char *value)
{
    struct buffer choices;
    struct slice rest, choice;
    bool known = false;

    if (!option->choices)
        return true;
    buffer_init(&choices, parser->arena->account);
    option->choices(&choices);
    for (rest = buffer_slice(&choices); rest.len && !known;) {
        choice = slice_cut(&rest, ' ');
        known = slice_eq(choice, slice_of(value));
    }
    if (!known)
        error_set(parser->err, ERROR_USAGE, "--%s takes one of: %.*s; not '%s'.", option->name,
                  SLICE_ARG(buffer_slice(&choices)), shown(parser, value));
    buffer_done(&choices);
    return known;
}

static bool take(struct parser *parser, const struct option *option, const char *value)
{
    if (option->value && !value) {
        if (parser->at >= parser->argc)
            return error_set(parser->err, ERROR_USAGE, "--%s needs a value: --%s %s.", option->name,
                             option->name, option->value);
        value = parser->argv[parser->at++];
    }
    if (option->value && !choice_is_known(parser, option, value))
        return false;
    if (strcmp(option->name, "help") == 0)
        parser->out->wants_help = true;
    parser->out->given[parser->out->given_count++] = (struct given){ option, value };
    return true;
}

static bool unknown(struct parser *parser, const char *typed, const char *name)
{
    const char *near = nearest_word(name, long_name, parser->command);

    if (near)
        return error_set(parser->err, ERROR_USAGE, "There is no option '%s' in '%s'; did you mean --%s?",
                         shown(parser, typed), parser->command->name, near);
    return error_set(parser->err, ERROR_USAGE, "There is no option '%s' in '%s'.", shown(parser, typed),
                     parser->command->name);
}

static bool take_long(struct parser *parser, const char *argument)
{
    struct slice rest = slice_of(argument + 2), name = slice_cut(&rest, '=');
    const char *value = strchr(argument, '=') ? strchr(argument, '=') + 1 : NULL;
    const struct option *option = find_long(parser->command, name);

    if (!option)
        return unknown(parser, argument, arena_printf(parser->arena, "%.*s", SLICE_ARG(name)).at);
    if (value && !option->value)
        return error_set(parser->err, ERROR_USAGE, "--%s takes no value.", option->name);
    return take(parser, option, value);
}

static bool take_short(struct parser *parser, const char *argument)
{
    for (const char *at = argument + 1; *at; at++) {
        const struct option *option = find_short(parser->command, *at);

        if (!option)
            return unknown(parser, argument, argument + 1);
        if (option->value)
            return take(parser, option, at[1] ? at + 1 + (at[1] == '=') : NULL);
        if (!take(parser, option, NULL))
            return false;
    }
    return true;
}

static bool count_operands(struct parser *parser)
{
    const struct command *command = parser->command;
    size_t count = parser->out->operand_count;

    if (parser->out->wants_help)
        return true;
    if (count < command->operands_least)
        return error_set(parser->err, ERROR_USAGE, "Something is missing: plainsight %s %s", command->name,
                         command->usage);
    if (count > command->operands_most)
        return error_set(parser->err, ERROR_USAGE, "'%s' takes no further '%s': plainsight %s %s",
                         command->name, shown(parser, parser->out->operands[command->operands_most]),
                         command->name, command->usage);
    return true;
}

bool arguments_parse(const struct command *command, int argc, char **argv, struct arena *arena,
                     struct arguments *ret, struct error *err)
{
    struct parser parser = { command, argv, argc, 0, ret, arena, err };
    size_t room = 1;
    bool only_operands = false;

    for (int i = 0; i < argc; i++)
        room += argv[i][0] == '-' ? strlen(argv[i]) + 1 : 1; /* a bundle holds one option a letter */
    *ret = (struct arguments){ .given = arena_get_array(arena, room, sizeof *ret->given),
                               .operands = arena_get_array(arena, room, sizeof *ret->operands) };
    if (!ret->given || !ret->operands)
        return error_set(err, ERROR_MEMORY, "There is no memory for the command line.");
    while (parser.at < argc && !ret->wants_help) {
        const char *argument = argv[parser.at++];

        if (only_operands || argument[0] != '-' || !argument[1])
            ret->operands[ret->operand_count++] = argument;
        else if (strcmp(argument, "--") == 0)
            only_operands = true;
        else if (!(argument[1] == '-' ? take_long(&parser, argument) : take_short(&parser, argument)))
            return false;
    }
    return count_operands(&parser);
}

const char *arguments_value(const struct arguments *arguments, const char *name)
{
    for (size_t i = arguments->given_count; i-- > 0;) {
        if (strcmp(arguments->given[i].option->name, name) == 0)
            return arguments->given[i].value;
    }
    return NULL;
}

bool arguments_have(const struct arguments *arguments, const char *name)
{
    for (size_t i = 0; i < arguments->given_count; i++) {
        if (strcmp(arguments->given[i].option->name, name) == 0)
            return true;
    }
    return false;
}

size_t arguments_values(const struct arguments *arguments, const char *name, const char **ret)
{
    size_t count = 0;

    for (size_t i = 0; i < arguments->given_count; i++) {
        if (strcmp(arguments->given[i].option->name, name) == 0)
            ret[count++] = arguments->given[i].value;
    }
    return count;
}

bool arguments_number(const struct arguments *arguments, const char *name, uint64_t least, uint64_t most,
                      uint64_t *ret, struct error *err)
{
    const char *value = arguments_value(arguments, name);
    unsigned long long number;

    if (!value)
        return true;
    if (!slice_to_u64(slice_of(value), most, &number) || number < least)
        return error_set(err, ERROR_USAGE, "--%s takes a whole number from %" PRIu64 " to %" PRIu64 ".", name,
                         least, most);
    *ret = number;
    return true;
}

bool arguments_size(const struct arguments *arguments, const char *name, uint64_t *ret, struct error *err)
{
    static const char units[] = "kMGT";
    const char *value = arguments_value(arguments, name), *unit;
    unsigned long long number;
    unsigned shift = 0;
    size_t digits;

    if (!value)
        return true;
    digits = strspn(value, "0123456789");
    unit = value + digits;
    if (*unit == 'K')
        shift = 10;
    else if (*unit && strchr(units, *unit))
        shift = (unsigned)(strchr(units, *unit) - units + 1) * 10;
    if (shift)
        unit++;
    if (shift && strcmp(unit, "iB") == 0)
        unit += 2;
    else if (strcmp(unit, "B") == 0)
        unit++;
    if (*unit || !slice_to_u64(slice_make(value, digits), UINT64_MAX >> shift, &number) || number == 0)
        return error_set(err, ERROR_USAGE, "--%s takes a size such as 512M or 2G.", name);
    *ret = number << shift;
    return true;
}
