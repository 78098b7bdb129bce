/* SPDX-License-Identifier: Apache-2.0 */
/* Faults as compilers print them, one a line, and a verdict a document. */
#include "cli/spec_validate.h"

#include "base/text.h"
#include "check/check.h"
#include "cli/grid.h"
#include "cli/spec_faults.h"

const char *validity_name(enum validity validity)
{
    static const char *const names[VALIDITIES] = { "valid", "invalid", "uncertain", "unreadable" };

    return names[validity];
}

static void begin(struct validation_page *page)
{
}

/* "valid, 2 warnings", "3 errors, 1 warning", "1 error: what it means is uncertain" */
static void verdict(struct validation_page *page, const struct validation *validation)
{
    const struct faults *faults = validation->faults;
    struct output *out = page->out;
    size_t errors = faults->errors + faults->fatals;

    if (validation->validity == VALIDITY_VALID)
        buffer_text(&out->text, faults->warnings ? "valid, " : "valid");
    if (validation->validity == VALIDITY_UNREADABLE)
        buffer_text(&out->text, errors + faults->warnings ? "cannot be read, " : "cannot be read");
    spec_fault_count(&out->text, errors, faults->warnings);
    if (validation->validity == VALIDITY_UNCERTAIN)
        buffer_text(&out->text, ": what it means is uncertain");
    else if (validation->validity == VALIDITY_INVALID && errors == 0)
        buffer_printf(&out->text, ", which --strict counts as %s",
                      faults->warnings == 1 ? "an error" : "errors");
}

static void document(struct validation_page *page, const struct validation *validation)
{
    struct output *out = page->out;

    spec_fault_lines(out, validation->faults);
    output_escaped(out, validation->path);
    buffer_text(&out->text, ": ");
    if (validation->contract)
        buffer_printf(&out->text, "%s, ", contract_format_name(validation->contract->format));
    output_style(out, validation->validity == VALIDITY_VALID ? STYLE_GOOD : STYLE_BAD);
    verdict(page, validation);
    output_style(out, STYLE_PLAIN);
    buffer_byte(&out->text, '\n');
}

static void end(struct validation_page *page, const struct validation_totals *totals)
{
    struct buffer *out = &page->out->text;
    const char *before = "";
    size_t all = 0;

    for (int i = 0; i < VALIDITIES; i++)
        all += totals->by_validity[i];
    if (all < 2)
        return;
    buffer_printf(out, "%zu documents: ", all);
    for (int i = 0; i < VALIDITIES; i++) {
        if (totals->by_validity[i] == 0)
            continue;
        buffer_printf(out, "%s%zu %s", before, totals->by_validity[i], validity_name((enum validity)i));
        before = ", ";
    }
    buffer_text(out, totals->errors + totals->warnings ? "; " : "");
    spec_fault_count(out, totals->errors, totals->warnings);
    buffer_text(out, ".\n");
}

static void rules(struct validation_page *page)
{
    static const struct column columns[] = {
        { .title = "RULE" },
        { .title = "KIND" },
        { .title = "WHAT IS WRONG", .is_elastic = true, .least = 20 },
    };
    struct arena arena;
    struct grid grid;

    arena_init(&arena, page->account, 0);
    grid_init(&grid, &arena, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < check_rule_count; i++) {
        const struct check_rule_row *rule = &check_rule_table[i];

        grid_cell(&grid, STYLE_PLAIN, slice_of(rule->name));
        grid_cell(&grid, rule->kind == FAULT_WARNING ? STYLE_WARN : STYLE_BAD,
                  slice_of(spec_fault_kind(rule->kind)));
        grid_cell(&grid, STYLE_PLAIN, slice_of(rule->text));
    }
    grid_print(&grid, page->out, 0);
    arena_done(&arena);
}

const struct validation_form validation_text = {
    .name = "text", .begin = begin, .document = document, .end = end, .rules = rules
};
