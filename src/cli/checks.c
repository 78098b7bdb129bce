/* SPDX-License-Identifier: Apache-2.0 */
/* checks: what findings looks for. */
#include "cli/checks.h"

#include "base/nearest.h"
#include "base/text.h"
#include "cli/arguments.h"
#include "cli/findings_text.h"
#include "cli/grid.h"
#include "cli/json_member.h"
#include "sensitive/sensitive.h"

#include <stdio.h>

#define WORD_MOST 64

/* ---- JSON ---- */

void checks_print_json(struct output *out, struct memory *account)
{
    struct buffer part, anchor;
    struct json_writer json;

    buffer_init(&part, account);
    buffer_init(&anchor, account);
    json_writer_init(&json, &part, true);
    member_object(&json, NULL);
    member_array(&json, "checks");
    for (size_t i = 0; check_table[i]; i++) {
        const struct check *check = check_table[i];

        member_object(&json, NULL);
        member_text(&json, "id", slice_of(check->id));
        member_text(&json, "title", slice_of(check->title));
        member_text(&json, "group", slice_of(check_group_name(check->group)));
        member_text(&json, "severity", slice_of(severity_name(check->severity)));
        member_text(&json, "owasp", slice_of(check->owasp));
        member_number(&json, "cwe", check->cwe);
        member_text(&json, "why", slice_of(check->why));
        member_text(&json, "fix", slice_of(check->fix));
        buffer_reset(&anchor);
        findings_text_anchor(&anchor, slice_of(check->id));
        member_text(&json, "documentation", buffer_slice(&anchor));
        json_end(&json);
    }
    json_end(&json);
    json_end(&json);
    buffer_byte(&part, '\n');
    output_json(out, &part);
    buffer_done(&anchor);
    buffer_done(&part);
}

void classes_print_json(struct output *out, struct memory *account)
{
    struct buffer part;
    struct json_writer json;

    buffer_init(&part, account);
    json_writer_init(&json, &part, true);
    member_object(&json, NULL);
    member_array(&json, "classes");
    for (unsigned i = 0; i < DATA_BUILT_IN; i++) {
        const struct data_class_row *row = data_class_row((enum data_class)i);

        member_object(&json, NULL);
        member_text(&json, "name", slice_of(row->name));
        member_text(&json, "title", slice_of(row->title));
        member_text(&json, "group", slice_of(data_group_name(row->group)));
        member_text(&json, "severity", slice_of(severity_name(row->severity)));
        json_end(&json);
    }
    json_end(&json);
    json_end(&json);
    buffer_byte(&part, '\n');
    output_json(out, &part);
    buffer_done(&part);
}

/* ---- for people ---- */

static void list_checks(struct output *out, struct arena *arena)
{
    static const struct column columns[] = {
        { .title = "Check" },
        { .title = "Severity" },
        { .title = "OWASP", .drop = 1 },
        { .title = "What it finds", .is_elastic = true, .least = 24 },
    };
    struct grid grid;

    grid_init(&grid, arena, columns, 4);
    for (int group = 0; group < CHECK_GROUPS; group++) {
        bool any = false;

        for (size_t i = 0; check_table[i]; i++) {
            const struct check *check = check_table[i];

            if ((int)check->group != group)
                continue;
            if (!any)
                grid_heading(&grid, slice_of(check_group_title(check->group)),
                             slice_of(check_group_name(check->group)));
            any = true;
            grid_cell(&grid, STYLE_PLAIN, slice_of(check->id));
            grid_cell(&grid, STYLE_PLAIN, slice_of(severity_name(check->severity)));
            grid_cell(&grid, STYLE_DIM, slice_of(check->owasp));
            grid_cell(&grid, STYLE_PLAIN, slice_of(check->title));
        }
    }
    grid_print(&grid, out, 0);
}

static void list_classes(struct output *out, struct arena *arena)
{
    static const struct column columns[] = {
        { .title = "Class" },
        { .title = "About" },
        { .title = "Severity" },
        { .title = "What it is", .is_elastic = true, .least = 20 },
    };
    struct grid grid;

    grid_init(&grid, arena, columns, 4);
    for (unsigned i = 0; i < DATA_BUILT_IN; i++) {
        const struct data_class_row *row = data_class_row((enum data_class)i);

        grid_cell(&grid, STYLE_PLAIN, slice_of(row->name));
        grid_cell(&grid, STYLE_DIM, slice_of(data_group_name(row->group)));
        grid_cell(&grid, STYLE_PLAIN, slice_of(severity_name(row->severity)));
        grid_cell(&grid, STYLE_PLAIN, slice_of(row->title));
    }
    grid_print(&grid, out, 0);
}

static void paragraph(struct output *out, const char *title, const char *text)
{
    buffer_byte(&out->text, '\n');
    output_styled(out, STYLE_BOLD, title);
    buffer_text(&out->text, "\n  ");
    output_wrap(out, 2, 2, slice_of(text));
}

static void explain(struct output *out, const struct check *check)
{
    output_styled(out, STYLE_BOLD, check->title);
    buffer_printf(&out->text, "\n%s, usually %s, %s", check->id, severity_name(check->severity),
                  check_group_title(check->group));
    if (*check->owasp)
        buffer_printf(&out->text, ", OWASP %s", check->owasp);
    if (check->cwe)
        buffer_printf(&out->text, ", CWE-%u", check->cwe);
    buffer_byte(&out->text, '\n');
    paragraph(out, "Why it matters", check->why);
    paragraph(out, "What to do", check->fix);
}

/* ---- the command ---- */

static bool no_check(const char *id, struct error *err)
{
    char shown[4 * WORD_MOST];
    const char *near = nearest_word(id, check_word, NULL);

    text_escape_into(shown, sizeof shown, slice_make(id, strnlen(id, WORD_MOST)));
    return error_set(err, ERROR_USAGE,
                     near ? "There is no check '%s'; did you mean '%s'?" : "There is no check '%s'.", shown,
                     near);
}

static int print(struct invocation *invocation, const char *form)
{
    bool classes = arguments_have(invocation->arguments, "classes");

    if (strcmp(form, "markdown") == 0)
        checks_print_markdown(invocation->out);
    else if (strcmp(form, "json") == 0 && classes)
        classes_print_json(invocation->out, invocation->account);
    else if (strcmp(form, "json") == 0)
        checks_print_json(invocation->out, invocation->account);
    else if (classes)
        list_classes(invocation->out, invocation->arena);
    else
        list_checks(invocation->out, invocation->arena);
    return EXIT_DONE;
}

static int run(struct invocation *invocation, struct error *err)
{
    const struct arguments *arguments = invocation->arguments;
    const char *form = arguments_value(arguments, "format");
    const struct check *check;

    if (!form)
        form = arguments_have(arguments, "json") ? "json" : "table";
    if (arguments->operand_count == 0)
        return print(invocation, form);
    check = check_find(slice_of(arguments->operands[0]));
    if (check)
        explain(invocation->out, check);
    else
        no_check(arguments->operands[0], err);
    return check ? EXIT_DONE : EXIT_NOTHING;
}

static void form_names(struct buffer *out)
{
    buffer_text(out, "table json markdown");
}

static const struct option options[] = {
    { "classes", 0, NULL, "List the classes of sensitive data instead", NULL },
    OPTION_JSON,
    { "format", 'f', "FORM", "How the list is printed; markdown is docs/checks.md; default: table",
      form_names },
    OPTION_HELP,
    { NULL, 0, NULL, NULL, NULL },
};

static const struct example examples[] = {
    { "plainsight checks", "All of them, by what they are about" },
    { "plainsight checks auth.missing", "One explained: why it matters, what to do" },
    { "plainsight checks --classes", "What counts as sensitive data" },
    { NULL, NULL },
};

static const struct exit_code exits[] = {
    { 0, "Listed" },
    { 1, "The output could not be written" },
    { 2, "No such check, or a wrong command line" },
    { 0, NULL },
};

const struct command command_checks = {
    .name = "checks",
    .summary = "List the checks behind findings, and explain each",
    .usage = "[OPTION]... [ID]",
    .description =
        "What 'plainsight findings' looks for. Checks are left out, and their severity is changed, in "
        ".plainsight.yaml.",
    .options = options,
    .operands_most = 1,
    .examples = examples,
    .exits = exits,
    .run = run,
};
