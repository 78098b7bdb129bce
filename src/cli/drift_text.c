/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/drift_text.h"

#include "cli/figures.h"
#include "cli/tally_text.h"

static void words(struct buffer *out, struct slice text)
{
    buffer_append(out, text);
}

void drift_text_operation(struct buffer *out, const struct drift_row *row)
{
    words(out, row->method);
    if (row->method.len && row->template.len)
        buffer_byte(out, ' ');
    words(out, row->template);
}

void drift_text_place(struct buffer *out, const struct drift_row *row)
{
    words(out, row->location);
    if (row->location.len && row->name.len)
        buffer_byte(out, ' ');
    words(out, row->name);
}

void drift_text_change(struct buffer *out, const struct drift_row *row)
{
    if (row->documented.len && row->observed.len)
        buffer_printf(out, "%.*s -> %.*s", SLICE_ARG(row->documented), SLICE_ARG(row->observed));
    else if (row->documented.len)
        buffer_printf(out, "documented: %.*s", SLICE_ARG(row->documented));
    else if (row->observed.len)
        buffer_printf(out, "seen: %.*s", SLICE_ARG(row->observed));
}

void drift_text_evidence(struct buffer *out, const struct drift_row *row)
{
    char count[FIGURE], of[FIGURE], day[FIGURE];

    if (row->support.count == 0 && row->of == 0)
        return;
    if (row->support.count == 0)
        buffer_printf(out, "never in %s", figure_exact(row->of, of));
    else if (row->of)
        buffer_printf(out, "%s of %s", figure_exact(row->support.count, count), figure_exact(row->of, of));
    else
        buffer_text(out, figure_things(row->support.count, "time", "times", count));
    if (row->support.last)
        buffer_printf(out, ", last %s", figure_day(row->support.last, day));
}

void drift_text_callers(struct buffer *out, const struct endpoint_callers *callers)
{
    const char *before = ": ";
    char figure[FIGURE];

    if (callers->distinct == 0)
        return;
    buffer_text(out, figure_things(callers->distinct, "caller", "callers", figure));
    for (size_t i = 0; i < callers->top_count; i++) {
        const struct caller *caller = &callers->top[i];

        buffer_printf(out, "%s%s%s%s (%s)", before, caller->name, *caller->address ? " at " : "",
                      caller->address, figure_things(caller->calls, "call", "calls", figure));
        before = ", ";
    }
    if (callers->distinct > callers->top_count)
        buffer_printf(out, " and %s more", figure_exact(callers->distinct - callers->top_count, figure));
}

void drift_text_state(struct buffer *out, const struct drift_line *line)
{
    char day[FIGURE];

    if (line->state == FINDING_OPEN && line->state_reason.len == 0)
        return;
    buffer_text(out,
                line->state == FINDING_RETURNED ? "was fixed, and is back" : finding_state_name(line->state));
    if (line->expires)
        buffer_printf(out, " until %s", figure_day(line->expires - 1, day));
    if (line->state_reason.len)
        buffer_printf(out, ": %.*s", SLICE_ARG(line->state_reason));
}

void drift_text_coverage(struct buffer *out, const struct drift_service *service)
{
    char seen[FIGURE], documented[FIGURE], other[FIGURE];

    if (service->pair_count)
        buffer_printf(out, "%s of %s documented %s seen; ", figure_exact(service->documented_seen, seen),
                      figure_exact(service->documented, documented),
                      service->documented == 1 ? "operation" : "operations");
    buffer_printf(out, "%s undocumented; %s", figure_exact(service->undocumented, seen),
                  figure_things(service->service->support.count, "exchange", "exchanges", other));
}

void drift_text_severity(struct buffer *out, const struct drift_row *row)
{
    if (!slice_eq(row->severity_reason,
                  SLICE("usual for its kind"))) /* as drift says when nothing raised it */
        buffer_append(out, row->severity_reason);
}

static bool is_open(const struct drift_line *line)
{
    return line->state == FINDING_OPEN || line->state == FINDING_RETURNED;
}

static struct tally tally_of(const struct drift_report *report)
{
    const struct drift_totals *totals = &report->totals;
    struct tally tally = {
        .one = "row",
        .many = "rows",
        .open = totals->by_state[FINDING_OPEN] + totals->by_state[FINDING_RETURNED],
        .new = totals->new,
        .failing = totals->failing,
        .accepted = totals->accepted,
        .fixed = totals->fixed,
        .filtered = totals->filtered,
        .failing_unseen = totals->failing_unseen,
    };

    for (size_t i = 0; i < report->line_count; i++)
        tally.severities[report->lines[i].row->severity] += is_open(&report->lines[i]);
    return tally;
}

void drift_text_verdict(struct buffer *out, const struct drift_report *report)
{
    struct tally tally = tally_of(report);
    char figure[FIGURE];

    if (tally.open == 0) {
        buffer_text(out, tally.filtered ? "No drift of the kind that is shown" : "No drift");
        return;
    }
    buffer_printf(out, "%s of drift: ", figure_things(tally.open, tally.one, tally.many, figure));
    tally_text_open(out, &tally);
}

void drift_text_hidden(struct buffer *out, const struct drift_report *report)
{
    struct tally tally = tally_of(report);

    tally_text_hidden(out, &tally);
}

/* Appends `separator` and what `text` says, or nothing. */
static void part(struct buffer *out, const char *separator,
                 void (*text)(struct buffer *out, const struct drift_row *row), const struct drift_row *row)
{
    size_t start = out->len;

    buffer_text(out, separator);
    text(out, row);
    if (out->len == start + strlen(separator))
        out->len = start;
}

void drift_text_claim(struct buffer *out, const struct drift_row *row)
{
    buffer_text(out, drift_kinds[row->kind].title);
    part(out, ": ", drift_text_operation, row);
    part(out, ", ", drift_text_place, row);
    part(out, ", ", drift_text_change, row);
    buffer_byte(out, '.');
}

void drift_text_summary(struct buffer *out, const struct drift_row *row)
{
    char day[FIGURE];

    buffer_append(out, row->summary);
    if (row->support.last)
        buffer_printf(out, " Last seen %s.", figure_day(row->support.last, day));
    if (row->doubt.len)
        buffer_printf(out, " Mind: %.*s.", SLICE_ARG(row->doubt));
}

void drift_text_line(struct buffer *out, const struct drift_line *line)
{
    const struct drift_row *row = line->row;
    size_t start;

    buffer_printf(out, "%s %s: ", severity_name(row->severity), drift_kinds[row->kind].name);
    drift_text_claim(out, row);
    part(out, " ", drift_text_summary, row);
    if (row->at.file) {
        buffer_text(out, " At ");
        position_print(row->at, out);
    }
    buffer_printf(out, " [%.*s] ", SLICE_ARG(row->id));
    start = out->len;
    drift_text_state(out, line);
    if (out->len == start)
        out->len--;
}
