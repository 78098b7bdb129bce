/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/spec_faults.h"

#include "cli/figures.h"

const char *spec_fault_kind(enum fault_kind kind)
{
    return kind == FAULT_WARNING ? "warning" : kind == FAULT_ERROR ? "error" : "fatal";
}

void spec_fault_line(struct output *out, const struct fault *fault)
{
    bool is_warning = fault->kind == FAULT_WARNING;

    position_print(fault->at, &out->text);
    buffer_text(&out->text, fault->at.file ? ": " : "");
    output_styled(out, is_warning ? STYLE_WARN : STYLE_BAD, is_warning ? "warning" : "error");
    buffer_text(&out->text, ": ");
    buffer_append(&out->text, fault->text);
    buffer_printf(&out->text, " [%s]\n", fault->rule);
}

size_t spec_fault_listed(const struct faults *faults)
{
    size_t count = 0;

    for (const struct fault *fault = faults->first; fault; fault = fault->next)
        count++;
    return count;
}

void spec_fault_lines(struct output *out, const struct faults *faults)
{
    size_t all = faults->warnings + faults->errors + faults->fatals, listed = spec_fault_listed(faults);
    char figure[FIGURE];

    for (const struct fault *fault = faults->first; fault; fault = fault->next) {
        spec_fault_line(out, fault);
        output_pace(out);
    }
    if (all > listed)
        buffer_printf(&out->text, "and %s more.\n", figure_exact(all - listed, figure));
}

void spec_fault_count(struct buffer *out, size_t errors, size_t warnings)
{
    char figure[FIGURE];

    if (errors)
        buffer_text(out, figure_things(errors, "error", "errors", figure));
    if (errors && warnings)
        buffer_text(out, ", ");
    if (warnings)
        buffer_text(out, figure_things(warnings, "warning", "warnings", figure));
}

bool spec_is_uncertain(const struct faults *faults, struct error *err)
{
    const struct fault *first = faults->first;
    struct buffer out;

    if (faults->fatals == 0)
        return false;
    while (first && first->kind != FAULT_FATAL)
        first = first->next;
    buffer_init(&out, faults->arena->account);
    if (first)
        fault_print(first, &out);
    else
        buffer_text(&out, "What the document means is uncertain");
    if (faults->fatals > 1)
        buffer_printf(&out, " (and %zu more of this kind)", faults->fatals - 1);
    error_set(err, out.failed ? ERROR_MEMORY : ERROR_INPUT, "%.*s", SLICE_ARG(buffer_slice(&out)));
    buffer_done(&out);
    return true;
}
