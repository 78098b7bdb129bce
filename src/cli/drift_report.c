/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/drift_report.h"

const struct drift_form drift_forms[] = {
    { "table", ".txt", drift_print_table },      { "json", ".json", drift_print_json },
    { "sarif", ".sarif", drift_print_sarif },    { "junit", ".xml", drift_print_junit },
    { "markdown", ".md", drift_print_markdown }, { NULL, NULL, NULL },
};

const char *drift_verdict_name(enum drift_verdict verdict)
{
    static const char *const names[] = { "clean", "drift", "unknown" };

    return names[verdict];
}

const struct contract *drift_document_of(const struct contract_set *documents, const struct tree_file *file)
{
    const struct contract *found = documents->count ? documents->contracts[0] : NULL;

    for (size_t i = 1; i < documents->count && file; i++) {
        const struct contract *contract = documents->contracts[i];

        if (contract->file->order <= file->order && contract->file->order > found->file->order)
            found = contract;
    }
    return found;
}

static bool is_filtered(const struct drift_view *view, const struct drift_row *row)
{
    return row->severity < view->least || (view->has_kinds && !drift_gate_passes(&view->kinds, row));
}

/* Counts a line; whether it is shown. */
static bool count_line(struct drift_totals *totals, const struct drift_line *line,
                       const struct drift_view *view)
{
    bool is_open = line->state == FINDING_OPEN || line->state == FINDING_RETURNED;

    if (is_filtered(view, line->row)) {
        totals->filtered += is_open;
        totals->failing_unseen += line->fails;
        return false;
    }
    if (!is_open && !view->all) {
        totals->accepted += line->state == FINDING_ACCEPTED;
        totals->fixed += line->state == FINDING_FIXED;
        return false;
    }
    totals->shown++;
    totals->by_kind[line->row->kind]++;
    totals->by_severity[line->row->severity]++;
    totals->by_state[line->state]++;
    totals->new += is_open && line->is_new;
    totals->failing += line->fails;
    return true;
}

static struct drift_line line_of(const struct drift_row *row, const struct finding *finding,
                                 const struct drift_view *view)
{
    bool is_open = finding->state == FINDING_OPEN || finding->state == FINDING_RETURNED;

    return (struct drift_line){
        .row = row,
        .state = finding->state,
        .state_reason = finding->reason,
        .opened = finding->opened,
        .expires = finding->state == FINDING_ACCEPTED ? finding->expires : 0,
        .is_new = finding->is_new,
        .fails = is_open && drift_gate_passes(&view->fail_on, row),
    };
}

static const struct service *service_of(const struct drift *drift, struct slice key)
{
    for (size_t i = 0; i < drift->service_count; i++) {
        if (slice_eq(drift->services[i].service->key, key))
            return drift->services[i].service;
    }
    return NULL;
}

/* Of what is no longer found only the finding is left. NULL: of a kind that another version knew, or no memory. */
static const struct drift_row *row_of_gone(const struct drift_report *report, const struct finding *gone)
{
    struct drift_row *row = arena_get_array(report->arena, 1, sizeof *row);
    enum drift_kind kind;

    if (!row || !drift_kind_from(gone->kind, &kind))
        return NULL;
    row->id = gone->id;
    row->kind = kind;
    row->severity = gone->severity;
    row->service = gone->service;
    row->summary = gone->subject;
    row->of_service = service_of(report->drift, gone->service);
    row->support = (struct support){ gone->count, gone->first_seen, gone->last_seen };
    row->of = gone->of;
    return row;
}

bool drift_report_fill(struct drift_report *report, const struct drift_states *states,
                       const struct drift_view *view, const struct callers *callers)
{
    const struct drift *drift = report->drift;
    struct drift_line *lines =
        arena_get_array(report->arena, drift->row_count + states->gone_count + 1, sizeof *lines);
    size_t row = 0, gone = 0;

    if (!lines)
        return false;
    while (row < drift->row_count || gone < states->gone_count) {
        struct drift_line *line = &lines[report->line_count];
        bool is_gone = row == drift->row_count ||
                       (gone < states->gone_count &&
                        slice_compare(states->gone[gone].service, drift->rows[row].service) < 0);
        const struct drift_row *shown =
            is_gone ? row_of_gone(report, &states->gone[gone]) : &drift->rows[row];

        if (shown) {
            *line = line_of(shown, is_gone ? &states->gone[gone] : &states->found[row], view);
            line->is_gone = is_gone;
            line->callers = callers_of(callers, shown->endpoint);
            report->line_count += count_line(&report->totals, line, view);
        }
        gone += is_gone;
        row += !is_gone;
    }
    report->lines = lines;
    report->callers_since = callers_since(callers);
    report->verdict = report->doubt.len                                        ? DRIFT_VERDICT_UNKNOWN
                      : report->totals.failing + report->totals.failing_unseen ? DRIFT_VERDICT_DRIFT
                                                                               : DRIFT_VERDICT_CLEAN;
    return true;
}
