/* SPDX-License-Identifier: Apache-2.0 */
/* Commands of one and two words, by a table of our own. */
#include "cli/dispatch.h"

#include "base/check.h"
#include "cli/arguments.h"
#include "cli/completion.h"
#include "cli/help.h"
#include "cli/manual.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int run(struct invocation *invocation, struct error *err)
{
    buffer_printf(&invocation->out->text, "%s:", invocation->command->name);
    for (size_t i = 0; i < invocation->arguments->operand_count; i++)
        buffer_printf(&invocation->out->text, " %s", invocation->arguments->operands[i]);
    return EXIT_DONE;
}

static void colours(struct buffer *out)
{
    buffer_text(out, "red green");
}

static const struct option options[] = {
    { "colour", 'c', "COLOUR", "In that colour", colours },
    { "output", 'o', "FILE", "Into that file", NULL },
    OPTION_HELP,
    { NULL, 0, NULL, NULL, NULL },
};

static const struct example examples[] = { { "plainsight x", "Do it" }, { NULL, NULL } };
static const struct exit_code exits[] = { { 0, "Done" }, { 0, NULL } };

#define MADE(word, line)                                                                                     \
    {                                                                                                        \
        .name = (word), .summary = (line), .usage = "[OPTION]... FILE", .description = "It does.",           \
        .options = options, .operands_most = 1, .examples = examples, .exits = exits, .run = run             \
    }

static const struct command paint = MADE("paint", "Paint it"), mix = MADE("colour mix", "Mix some"),
                            match = MADE("colour match", "Find the nearest"), look = MADE("look", "Look");
/* In place of the program's own (cli/commands.c). */
const struct command *const command_table[] = { &paint, &mix, &look, &match, &command_help, NULL };

struct scene {
    struct memory account;
    struct arena arena;
    struct output out;
};

static int setup(void **state)
{
    struct scene *scene = calloc(1, sizeof *scene);

    arena_init(&scene->arena, &scene->account, 0);
    output_init(&scene->out, STDOUT_FILENO, &scene->account);
    *state = scene;
    return 0;
}

static int teardown(void **state)
{
    struct scene *scene = *state;

    output_done(&scene->out);
    arena_done(&scene->arena);
    free(scene);
    return 0;
}

/* The exit code of a command line; what it printed stays in the scene. */
static int enter(struct scene *scene, const char *line)
{
    char text[128], *argv[16], *rest = text;
    int argc = 1;

    buffer_reset(&scene->out.text);
    snprintf(text, sizeof text, "%s", line);
    argv[0] = text;
    for (char *word; *line && (word = strsep(&rest, " ")) != NULL;)
        argv[argc++] = word;
    return dispatch(argc, argv, &scene->out, &scene->arena);
}

static const char *said(struct scene *scene)
{
    buffer_byte(&scene->out.text, '\0');
    return scene->out.text.at;
}

static void two_words_name_a_command_and_the_rest_is_its_own(void **state)
{
    struct scene *scene = *state;

    assert_int_equal(enter(scene, "colour mix blue"), EXIT_DONE);
    assert_string_equal(said(scene), "colour mix: blue");
    assert_int_equal(enter(scene, "colour match"), EXIT_DONE);
    assert_string_equal(said(scene), "colour match:");
    assert_int_equal(enter(scene, "paint mix"), EXIT_DONE);
    assert_string_equal(said(scene), "paint: mix");
    assert_int_equal(enter(scene, "colour mix a b"), EXIT_NOTHING);
}

static void a_group_lists_its_commands(void **state)
{
    static const char *const lines[] = { "colour --help", "colour -h", "help colour", "colour" };
    struct scene *scene = *state;

    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        assert_int_equal(enter(scene, lines[i]), i < 3 ? EXIT_DONE : EXIT_NOTHING);
        assert_non_null(
            strstr(said(scene), "  colour mix     Mix some\n  colour match   Find the nearest\n"));
        assert_null(strstr(said(scene), "Paint"));
    }
    assert_int_equal(scene->out.fd, STDERR_FILENO);
}

static void help_explains_a_command_of_two_words(void **state)
{
    struct scene *scene = *state;

    assert_int_equal(enter(scene, "help colour mix"), EXIT_DONE);
    assert_non_null(strstr(said(scene), "plainsight colour mix: Mix some"));
    assert_int_equal(enter(scene, "colour mix --help"), EXIT_DONE);
    assert_non_null(strstr(said(scene), "  plainsight colour mix [OPTION]... FILE"));
    assert_int_equal(enter(scene, "--help"), EXIT_DONE);
    assert_non_null(strstr(said(scene), "\n  colour match   Find the nearest\n"));
    assert_int_equal(enter(scene, "help paint mix"), EXIT_NOTHING);
    assert_int_equal(enter(scene, "help colour mxi"), EXIT_NOTHING);
    assert_int_equal(enter(scene, "colour mxi"), EXIT_NOTHING);
    assert_int_equal(enter(scene, "colour --mix"), EXIT_NOTHING);
}

static void a_slip_in_any_of_the_words_is_guessed(void **state)
{
    static const struct {
        const char *typed, *meant;
    } cases[] = {
        { "colour mxi", "colour mix" }, { "colour", "colour" },
        { "colr", "colour" },           { "mix", "colour mix" },
        { "matsch", "colour match" },   { "pant", "paint" },
        { "colour-mix", "colour mix" }, { "colour macth", "colour match" },
    };
    char near[COMMAND_NAME];

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_non_null(command_nearest(cases[i].typed, near));
        assert_string_equal(near, cases[i].meant);
    }
    assert_null(command_nearest("zebra", near));
    assert_null(command_nearest("a word as long as no command will ever be, on and on", near));
}

static void completions_and_manual_know_both_words(void **state)
{
    static const struct {
        const char *shell, *parts[6];
    } cases[] = {
        { "bash",
          { "words='paint colour look help --help --version'", "compgen -W 'mix match'",
            "    colour\\ mix:--colour|colour\\ mix:-c) words='red green' ;;",
            "help:colour) words='mix match' ;;",
            "    colour\\ match) words='--colour= --output= --help' ;;" } },
        { "zsh",
          { "    'colour:mix, match'\n", "        'match:Find the nearest'\n", "    colour\\ mix)\n" } },
        { "fish",
          { "-n __fish_use_subcommand -a colour -d 'mix, match'\n",
            "'__fish_seen_subcommand_from colour; and not __fish_seen_subcommand_from mix match' -f -a mix "
            "-d",
            "'__fish_seen_subcommand_from colour; and __fish_seen_subcommand_from match' -l colour -s c" } },
    };
    struct scene *scene = *state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        buffer_reset(&scene->out.text);
        completion_print(&scene->out, cases[i].shell);
        for (const char *const *part = cases[i].parts; *part; part++) {
            if (!strstr(said(scene), *part))
                fail_msg("%s lacks %s", said(scene), *part);
        }
    }
    buffer_reset(&scene->out.text);
    manual_print(&scene->out);
    assert_non_null(strstr(said(scene), ".SS \"plainsight colour mix [OPTION]... FILE\"\n"));
}

static char *complete(const char *words)
{
    static char answer[256];
    char line[512];
    FILE *pipe;
    size_t len;

    snprintf(line, sizeof line,
             "bash -c '. ./dispatch_test.completion; compopt() { :; }; COMP_WORDS=(%s); "
             "COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _plainsight; echo ${COMPREPLY[@]}'",
             words);
    pipe = popen(line, "r");
    assert_non_null(pipe);
    len = fread(answer, 1, sizeof answer - 1, pipe);
    pclose(pipe);
    answer[len ? len - 1 : 0] = '\0';
    return answer;
}

static void save_completion(struct scene *scene, const char *shell)
{
    FILE *file = fopen("dispatch_test.completion", "w");

    assert_non_null(file);
    buffer_reset(&scene->out.text);
    completion_print(&scene->out, shell);
    fputs(said(scene), file);
    fclose(file);
}

static void shells_take_both_words(void **state)
{
    struct scene *scene = *state;
    char place[] = "/tmp/dispatch_test.XXXXXX", before[4096];

    assert_non_null(mkdtemp(place));
    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir(place), 0);
    save_completion(scene, "zsh");
    assert_int_equal(system("! command -v zsh >/dev/null || zsh -n dispatch_test.completion"), 0);
    save_completion(scene, "fish");
    assert_int_equal(system("! command -v fish >/dev/null || fish -n dispatch_test.completion"), 0);
    save_completion(scene, "bash");
    assert_string_equal(complete("plainsight co"), "colour");
    assert_string_equal(complete("plainsight colour \"\""), "mix match");
    assert_string_equal(complete("plainsight colour ma"), "match");
    assert_string_equal(complete("plainsight colour mix --ou"), "--output=");
    assert_string_equal(complete("plainsight colour mix -c r"), "red");
    assert_string_equal(complete("plainsight help colour mi"), "mix");
    assert_string_equal(complete("plainsight paint --colour = g"), "green");
    unlink("dispatch_test.completion");
    assert_int_equal(chdir(before), 0);
    rmdir(place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(two_words_name_a_command_and_the_rest_is_its_own, setup, teardown),
        cmocka_unit_test_setup_teardown(a_group_lists_its_commands, setup, teardown),
        cmocka_unit_test_setup_teardown(help_explains_a_command_of_two_words, setup, teardown),
        cmocka_unit_test(a_slip_in_any_of_the_words_is_guessed),
        cmocka_unit_test_setup_teardown(completions_and_manual_know_both_words, setup, teardown),
        cmocka_unit_test_setup_teardown(shells_take_both_words, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
