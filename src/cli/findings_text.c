/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/findings_text.h"

#include "cli/figures.h"
#include "cli/tally_text.h"

void findings_text_operation(struct buffer *out, const struct finding_place *place)
{
    if (place->endpoint)
        buffer_printf(out, "%.*s %.*s", SLICE_ARG(place->endpoint->endpoint->method),
                      SLICE_ARG(place->endpoint->endpoint->path));
}

void findings_text_place(struct buffer *out, const struct posture_service *service,
                         const struct finding_place *place)
{
    if (place->endpoint)
        findings_text_operation(out, place);
    else if (!place->location.len)
        buffer_append(out, service->service->key);
    if (place->endpoint && place->location.len)
        buffer_text(out, ", ");
    buffer_append(out, place->location);
}

void findings_text_subject(struct buffer *out, const struct posture_finding *finding)
{
    const struct finding_place *only = finding->places;

    buffer_append(out, finding->subject);
    if (finding->subject.len || finding->place_total != 1)
        return;
    findings_text_operation(out, only);
    if (only->endpoint && only->location.len)
        buffer_byte(out, ' ');
    buffer_append(out, only->location);
}

void findings_text_places(struct buffer *out, const struct findings_line *line)
{
    char places[FIGURE], endpoints[FIGURE];

    if (line->place_count == 0)
        return;
    if (line->place_count == 1) {
        findings_text_place(out, line->finding->service, line->places[0].place);
        return;
    }
    figure_things(line->place_count, "place", "places", places);
    figure_things(line->endpoint_count, "endpoint", "endpoints", endpoints);
    if (line->place_count == line->endpoint_count)
        buffer_text(out, endpoints);
    else if (line->endpoint_count)
        buffer_printf(out, "%s at %s", places, endpoints);
    else
        buffer_text(out, places);
    if (line->places_accepted && line->places_accepted < line->place_count)
        buffer_printf(out, ", %s accepted", figure_exact(line->places_accepted, places));
    if (line->places_unseen)
        buffer_printf(out, ", %s more not shown", figure_exact(line->places_unseen, places));
}

void findings_text_title(struct buffer *out, const struct findings_line *line)
{
    buffer_append(out, line->title);
    if (line->subject.len)
        buffer_printf(out, ": %.*s", SLICE_ARG(line->subject));
}

void findings_text_state(struct buffer *out, const struct findings_line *line)
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

void findings_text_risk(struct buffer *out, const struct risk *risk, size_t reasons)
{
    buffer_printf(out, "%s, %.1f of 10", severity_name(risk->level), risk->score);
    for (size_t i = 0; i < risk->part_count && i < reasons; i++)
        buffer_printf(out, "%s%.*s", i ? "; " : ": ", SLICE_ARG(risk->parts[i].reason));
}

static struct tally tally_of(const struct findings_report *report)
{
    const struct findings_totals *totals = &report->totals;
    struct tally tally = {
        .one = "open finding",
        .many = "open findings",
        .open = totals->by_state[FINDING_OPEN] + totals->by_state[FINDING_RETURNED],
        .new = totals->new,
        .failing = totals->failing,
        .accepted = totals->accepted,
        .fixed = totals->fixed,
        .filtered = totals->filtered,
    };

    for (size_t i = 0; i < report->line_count; i++)
        if (report->lines[i].state == FINDING_OPEN || report->lines[i].state == FINDING_RETURNED)
            tally.severities[report->lines[i].severity]++;
    return tally;
}

void findings_text_verdict(struct buffer *out, const struct findings_report *report)
{
    struct tally tally = tally_of(report);
    char figure[FIGURE];

    if (tally.open == 0) {
        buffer_text(out, tally.filtered ? "No open finding of the kind that is shown" : "No open finding");
        return;
    }
    buffer_printf(out, "%s: ", figure_things(tally.open, tally.one, tally.many, figure));
    tally_text_open(out, &tally);
}

void findings_text_hidden(struct buffer *out, const struct findings_report *report)
{
    struct tally tally = tally_of(report);

    tally_text_hidden(out, &tally);
}

void findings_text_anchor(struct buffer *out, struct slice check)
{
    buffer_text(out, "docs/checks.md#");
    for (size_t i = 0; i < check.len; i++)
        if (check.at[i] != '.') /* as code forges make anchors of headings: dots are dropped */
            buffer_byte(out, check.at[i]);
}
