/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/arguments.h"

#include "base/check.h"

#include <stdio.h>
#include <stdlib.h>

static void colours(struct buffer *out)
{
    buffer_text(out, "red green");
}

static const struct option options[] = {
    { "output", 'o', "FILE", "Where", NULL },
    { "colour", 'c', "COLOUR", "Which", colours },
    { "verbose", 'v', NULL, "More", NULL },
    { "quiet", 'q', NULL, "Less", NULL },
    { "size", 's', "SIZE", "How large", NULL },
    OPTION_HELP,
    { NULL, 0, NULL, NULL, NULL },
};

static const struct command paint = {
    .name = "paint", .usage = "FILE", .options = options, .operands_least = 1, .operands_most = 2
};

/* One command line, read. */
struct line {
    struct memory account;
    struct arena arena;
    struct arguments arguments;
    struct error err;
    char words[256];
    bool accepted;
};

static int line_setup(void **state)
{
    struct line *line = calloc(1, sizeof *line);

    arena_init(&line->arena, &line->account, 0);
    *state = line;
    return 0;
}

static int line_teardown(void **state)
{
    struct line *line = *state;

    arena_done(&line->arena);
    free(line);
    return 0;
}

/* Words are separated by spaces. */
static struct line *parse(void **state, const char *words)
{
    struct line *line = *state;
    char *argv[32], *rest = line->words, *word;
    int argc = 0;

    line->err = (struct error){ 0 };
    snprintf(line->words, sizeof line->words, "%s", words);
    while (*words && (word = strsep(&rest, " ")) != NULL)
        argv[argc++] = word;
    line->accepted = arguments_parse(&paint, argc, argv, &line->arena, &line->arguments, &line->err);
    return line;
}

static void every_way_to_write_a_value_is_the_same(void **state)
{
    static const char *const ways[] = { "--output=x a", "--output x a", "-o x a",      "-ox a",
                                        "-o=x a",       "a -vox",       "a --output x" };

    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct line *line = parse(state, ways[i]);

        assert_true(line->accepted);
        assert_string_equal(arguments_value(&line->arguments, "output"), "x");
        assert_int_equal(line->arguments.operand_count, 1);
        assert_string_equal(line->arguments.operands[0], "a");
    }
}

static void switches_bundle_and_the_last_value_counts(void **state)
{
    struct line *line = parse(state, "-vq -o a -o b file");
    const char *values[8];

    assert_true(arguments_have(&line->arguments, "verbose"));
    assert_true(arguments_have(&line->arguments, "quiet"));
    assert_string_equal(arguments_value(&line->arguments, "output"), "b");
    assert_int_equal(arguments_values(&line->arguments, "output", values), 2);
    assert_string_equal(values[0], "a");
}

static void two_dashes_end_the_options_and_one_is_an_operand(void **state)
{
    struct line *line = parse(state, "-- --output");

    assert_true(line->accepted);
    assert_string_equal(line->arguments.operands[0], "--output");
    line = parse(state, "-");
    assert_true(line->accepted);
    assert_string_equal(line->arguments.operands[0], "-");
}

static void a_wrong_line_is_refused_in_one_sentence(void **state)
{
    static const struct {
        const char *words, *says;
    } cases[] = {
        { "--outptu=x a", "There is no option '--outptu=x' in 'paint'; did you mean --output?" },
        { "--zebra a", "There is no option '--zebra' in 'paint'." },
        { "-x a", "There is no option '-x' in 'paint'." },
        { "a --output", "--output needs a value: --output FILE." },
        { "--verbose=1 a", "--verbose takes no value." },
        { "--colour=blue a", "--colour takes one of: red green; not 'blue'." },
        { "", "Something is missing: plainsight paint FILE" },
        { "a b c", "'paint' takes no further 'c': plainsight paint FILE" },
        { "--\x1b[2J a", "There is no option '--\\x1b[2J' in 'paint'." },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct line *line = parse(state, cases[i].words);

        assert_false(line->accepted);
        assert_int_equal(line->err.kind, ERROR_USAGE);
        assert_string_equal(line->err.text, cases[i].says);
    }
}

static void help_is_given_whatever_else_is_wrong_after_it(void **state)
{
    struct line *line = parse(state, "--help --no-such-thing");

    assert_true(line->accepted);
    assert_true(line->arguments.wants_help);
}

static void sizes_are_powers_of_1024(void **state)
{
    static const struct {
        const char *words;
        uint64_t size; /* 0: refused */
    } cases[] = {
        { "-s 512M a", 512ull << 20 },
        { "-s 2G a", 2ull << 30 },
        { "-s 1k a", 1024 },
        { "-s 3KiB a", 3072 },
        { "-s 7MB a", 7ull << 20 },
        { "-s 100 a", 100 },
        { "-s 1T a", 1ull << 40 },
        { "-s 5B a", 5 },
        { "-s 0 a", 0 },
        { "-s M a", 0 },
        { "-s -1 a", 0 },
        { "-s 1X a", 0 },
        { "-s 1.5G a", 0 },
        { "-s 99999999999T a", 0 },
        { "-s 5MMB a", 0 },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct line *line = parse(state, cases[i].words);
        uint64_t size = 0;

        assert_true(line->accepted);
        assert_int_equal(arguments_size(&line->arguments, "size", &size, &line->err), cases[i].size != 0);
        assert_int_equal(size, cases[i].size);
    }
}

static void numbers_keep_their_bounds(void **state)
{
    struct line *line = parse(state, "-s 12 a");
    uint64_t number = 7;

    assert_true(arguments_number(&line->arguments, "size", 1, 12, &number, &line->err));
    assert_int_equal(number, 12);
    assert_false(arguments_number(&line->arguments, "size", 1, 11, &number, &line->err));
    assert_string_equal(line->err.text, "--size takes a whole number from 1 to 11.");
    assert_true(arguments_number(&line->arguments, "output", 1, 2, &number, NULL));
    assert_int_equal(number, 12);
}

static void want_of_memory_is_said(void **state)
{
    struct line *line = *state;

    line->account.fail_at = 1;
    parse(state, "a");
    assert_false(line->accepted);
    assert_int_equal(line->err.kind, ERROR_MEMORY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_way_to_write_a_value_is_the_same, line_setup, line_teardown),
        cmocka_unit_test_setup_teardown(switches_bundle_and_the_last_value_counts, line_setup, line_teardown),
        cmocka_unit_test_setup_teardown(two_dashes_end_the_options_and_one_is_an_operand, line_setup,
                                        line_teardown),
        cmocka_unit_test_setup_teardown(a_wrong_line_is_refused_in_one_sentence, line_setup, line_teardown),
        cmocka_unit_test_setup_teardown(help_is_given_whatever_else_is_wrong_after_it, line_setup,
                                        line_teardown),
        cmocka_unit_test_setup_teardown(sizes_are_powers_of_1024, line_setup, line_teardown),
        cmocka_unit_test_setup_teardown(numbers_keep_their_bounds, line_setup, line_teardown),
        cmocka_unit_test_setup_teardown(want_of_memory_is_said, line_setup, line_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
