/* SPDX-License-Identifier: Apache-2.0 */
/* What the command drift prints, made once and the same for every form: rows with what became of them, who calls, and
 * figures that agree with the rows shown. */
#ifndef CLI_DRIFT_REPORT_H
#define CLI_DRIFT_REPORT_H

#include "cli/callers.h"
#include "cli/drift_gate.h"
#include "cli/output.h"
#include "drift/drift.h"
#include "store/findings.h"

/* The exit codes of the command. */
enum drift_verdict { DRIFT_VERDICT_CLEAN, DRIFT_VERDICT_DRIFT, DRIFT_VERDICT_UNKNOWN };

struct drift_line {
    const struct drift_row *row;
    enum finding_state state;
    struct slice state_reason;
    int64_t opened, expires;                /* 0: not known, for good */
    bool is_new;                            /* first found now */
    bool is_gone;                           /* remembered, and no longer found: of its row little is known */
    bool fails;                             /* it makes the exit code 1 */
    const struct endpoint_callers *callers; /* never NULL */
};

/* Of the lines shown: each of the three adds up to `shown`. What is not shown is counted under its reason. */
struct drift_totals {
    size_t shown, by_kind[DRIFT_KINDS], by_severity[SEVERITIES], by_state[FINDING_STATES];
    size_t new, failing, failing_unseen; /* failing_unseen: among the filtered */
    size_t accepted, fixed, filtered;    /* not shown: without --all, by --kind or --severity */
};

struct drift_report {
    struct memory *account;
    struct arena *arena;
    const struct contract_set *documents;
    const struct drift *drift;
    struct slice doubt;             /* why the verdict is unknown: a sentence; else empty */
    const struct drift_line *lines; /* shown, in the order of the rows; of each service what is gone last */
    size_t line_count;
    struct drift_totals totals;
    int64_t callers_since; /* 0: all events were read */
    enum drift_verdict verdict;
};

/* What is shown, and what fails. */
struct drift_view {
    struct drift_gate fail_on, kinds;
    bool has_kinds; /* --kind */
    enum severity least;
    bool all;
};

/* What became of the rows: found[i] of drift->rows[i]; what was remembered and is no longer found. */
struct drift_states {
    struct finding *found;
    struct finding *gone; /* by service, subject, kind */
    size_t gone_count;
};

/* Fills in lines, totals and verdict; the members above them are set. callers may be NULL. false when memory was refused. */
bool drift_report_fill(struct drift_report *report, const struct drift_states *states,
                       const struct drift_view *view, const struct callers *callers);

/* One form of the report. */
struct drift_form {
    const char *name, *ending; /* "json", ".json"; the first whose ending a file has is its form */
    void (*print)(const struct drift_report *report, struct output *out);
};

/* NULL as name ends it. The first is what people get. */
extern const struct drift_form drift_forms[];

void drift_print_table(const struct drift_report *report, struct output *out);
void drift_print_json(const struct drift_report *report, struct output *out);
void drift_print_sarif(const struct drift_report *report, struct output *out);
void drift_print_junit(const struct drift_report *report, struct output *out);
void drift_print_markdown(const struct drift_report *report, struct output *out);

/* The document a file was read for: the last one read before it, since what a document refers to is read after it. */
const struct contract *drift_document_of(const struct contract_set *documents, const struct tree_file *file);
const char *drift_verdict_name(enum drift_verdict verdict); /* "clean", "drift", "unknown" */

#endif
