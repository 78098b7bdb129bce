/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/spec_diff_text.h"

#include "cli/drift_text.h"
#include "cli/figures.h"

void diff_text_operation(struct buffer *out, const struct difference *change)
{
    const struct contract_operation *operation =
        change->new_operation ? change->new_operation : change->old_operation;

    if (!operation) {
        buffer_text(out, "the document as a whole");
        return;
    }
    if (operation->origin != CONTRACT_PATHS)
        buffer_text(out, operation->origin == CONTRACT_WEBHOOK ? "webhook " : "callback ");
    buffer_append(out, change->method);
    buffer_byte(out, ' ');
    buffer_append(out, change->path);
}

static void add(struct buffer *out, size_t start, struct slice part)
{
    if (part.len == 0)
        return;
    buffer_text(out, out->len > start ? ", " : "");
    buffer_append(out, part);
}

void diff_text_where(struct buffer *out, const struct difference *change)
{
    struct slice location = change->location, place = slice_cut(&location, ':');
    size_t start = out->len;

    add(out, start, place);
    if (location.len)
        buffer_printf(out, " %.*s", SLICE_ARG(location));
    add(out, start, change->media);
    add(out, start, change->name);
    if (change->component.len)
        buffer_printf(out, "%s%.*s", out->len > start ? " of " : "", SLICE_ARG(change->component));
}

void diff_text_impact(struct buffer *out, const struct spec_impact *impact)
{
    char count[FIGURE], of[FIGURE], day[FIGURE];
    size_t start;

    if (!impact->is_known)
        return;
    if (impact->exchanges == 0) {
        buffer_printf(out, "not seen in %s", figure_things(impact->of, "exchange", "exchanges", of));
        return;
    }
    buffer_printf(out, "%s of %s, last %s; ", figure_exact(impact->exchanges, count),
                  figure_things(impact->of, "exchange", "exchanges", of), figure_day(impact->last, day));
    start = out->len;
    drift_text_callers(out, &impact->callers);
    if (out->len == start)
        buffer_text(out, "by whom is no longer kept");
}

void diff_text_sighting(struct buffer *out, const struct spec_sighting *sighting)
{
    char count[FIGURE], of[FIGURE], many[16];

    if (sighting->kind == SIGHTING_UNTOLD)
        return;
    snprintf(many, sizeof many, "%ss", sighting->unit);
    figure_things(sighting->of, sighting->unit, many, of);
    if (sighting->kind == SIGHTING_NEVER)
        buffer_printf(out, "never seen in %s", of);
    else
        buffer_printf(out, "seen in %s of %s", figure_exact(sighting->count, count), of);
}

void diff_text_document(struct buffer *out, const struct contract *contract)
{
    buffer_printf(out, "%.*s: %s", SLICE_ARG(contract->file->path), contract_format_name(contract->format));
    if (contract->title.len)
        buffer_printf(out, ", %.*s", SLICE_ARG(contract->title));
    if (contract->info_version.len)
        buffer_printf(out, " %.*s", SLICE_ARG(contract->info_version));
}

void diff_text_faults(struct buffer *out, const struct contract *contract, const struct faults *faults)
{
    char figure[FIGURE];

    if (faults->errors == 0)
        return;
    buffer_printf(out, "%s in %.*s may hide changes: 'plainsight spec validate %.*s' tells more.",
                  figure_things(faults->errors, "error", "errors", figure), SLICE_ARG(contract->file->path),
                  SLICE_ARG(contract->file->path));
}

void diff_text_traffic(struct buffer *out, const struct spec_traffic *traffic)
{
    int64_t since = callers_since(traffic->callers);
    char figure[FIGURE], day[FIGURE];

    if (traffic->silence.len) {
        buffer_append(out, traffic->silence);
        return;
    }
    buffer_printf(out, "Who would notice is told by %s of %.*s.",
                  figure_things(traffic->exchanges, "exchange", "exchanges", figure),
                  SLICE_ARG(traffic->services));
    if (since)
        buffer_printf(out, " Callers are those of the newest calls, since %s.", figure_day(since, day));
    if (traffic->drift->lost >= 0.0005)
        buffer_printf(out, " %.1f%% of the traffic was lost: what was not seen may have been there.",
                      100 * traffic->drift->lost);
}

void diff_text_verdict(struct buffer *out, const struct diff_report *report)
{
    const struct differences *differences = report->differences;
    size_t all = differences_total(differences);
    const char *before = ": ";
    char figure[FIGURE];

    if (all == 0) {
        buffer_text(out, "No change");
        return;
    }
    buffer_text(out, figure_things(all, "change", "changes", figure));
    for (int class = DIFF_CLASSES - 1; class >= 0; class --) {
        if (differences->totals[class] == 0)
            continue;
        buffer_printf(out, "%s%s %s", before, figure_exact(differences->totals[class], figure),
                      difference_class_name((enum difference_class) class));
        before = ", ";
    }
}

void diff_text_remarks(struct buffer *out, const struct diff_report *report)
{
    size_t unlisted = diff_report_unlisted(report), start = out->len;
    char figure[FIGURE], edits[FIGURE];

    if (unlisted)
        buffer_printf(out, "%s not listed, because that would be too many.",
                      figure_things(unlisted, "change is", "changes are", figure));
    else if (report->edits < report->listed)
        buffer_printf(out, "They come of %s: what several operations share is told at each.",
                      figure_things(report->edits, "edit", "edits", edits));
    if (report->differences->is_incomplete)
        buffer_printf(out, "%sThe documents are so entangled that the comparison gave up: there may be more.",
                      out->len > start ? " " : "");
}
