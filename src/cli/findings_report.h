/* SPDX-License-Identifier: Apache-2.0 */
/* What the command findings prints, made once and the same for every form: findings of posture with what became of them, the places that
 * were asked for, and figures that agree with what is shown. */
#ifndef CLI_FINDINGS_REPORT_H
#define CLI_FINDINGS_REPORT_H

#include "cli/judgement.h"
#include "cli/knowledge.h"
#include "cli/output.h"
#include "posture/check.h"
#include "posture/risk.h"
#include "store/findings.h"

/* The exit codes of the command. */
enum findings_verdict { FINDINGS_CLEAN, FINDINGS_FOUND, FINDINGS_UNKNOWN };
const char *findings_verdict_name(enum findings_verdict verdict); /* "clean", "findings", "unknown" */

/* What is shown, and what fails: what is not selected does neither. */
struct findings_view {
    const struct knowledge *knowledge;       /* of --service */
    const struct endpoint *const *endpoints; /* of --endpoint, by their address */
    size_t endpoint_count;
    bool has_endpoints;
    struct slice check; /* glob; empty: all */
    struct slice class; /* name of a class of data; empty: all */
    struct slice id;    /* one finding alone, whatever else; empty: all */
    enum severity least;
    bool has_group, has_states, only_new, all;
    enum check_group group;
    bool states[FINDING_STATES];
    bool never_fails;
    enum severity fail_on;
};

struct shown_place {
    const struct finding_place *place;
    const struct acceptance *acceptance; /* of this place alone; NULL: none */
};

struct findings_line {
    const struct posture_finding *finding; /* NULL: remembered, and no longer found; little is known of it */
    const struct check *check;             /* NULL: one that this version does not have */
    struct slice id, kind, title, service, subject, doubt;
    enum severity severity; /* of the places that nobody accepted */
    enum finding_state state;
    struct slice state_reason;
    int64_t opened, changed, expires; /* 0: not known, for good */
    bool is_new, fails;
    uint64_t count, of;
    int64_t first, last;
    const struct shown_place *places; /* that were asked for, worst first */
    size_t place_count;
    size_t endpoint_count;  /* distinct ones among them */
    size_t places_accepted; /* among them */
    size_t places_unseen;   /* not asked for, or beyond what is kept of a finding */
};

/* A service with what is shown of it. */
struct findings_service {
    const struct posture_service *service;
    const struct risk *risk;
    size_t first, count; /* of the lines */
};

/* Of the lines shown: each of the four adds up to `shown`. What is not shown is counted under its reason. */
struct findings_totals {
    size_t shown, by_severity[SEVERITIES], by_state[FINDING_STATES], by_group[CHECK_GROUPS];
    size_t unknown_group; /* of checks that this version does not have */
    size_t new, failing;
    size_t accepted, fixed, filtered; /* not shown: without --all; not selected */
    size_t places, endpoints;         /* of the lines shown; endpoints: distinct */
};

struct findings_report {
    struct memory *account;
    struct arena *arena;
    const struct judgement *judgement;
    struct slice doubt;                /* why the verdict is unknown: a sentence; else empty */
    int64_t now;                       /* of this look */
    const struct findings_line *lines; /* by service, severity, check; of each service what is gone last */
    size_t line_count;
    const struct findings_service *services; /* all that were selected, also those without a line */
    size_t service_count;
    struct findings_totals totals;
    enum findings_verdict verdict;
    bool is_whole;                        /* one finding is shown with all that is known of it */
    const struct finding_change *history; /* of that one, as it happened */
    size_t history_count;
};

/* What became of findings: found[i] of posture->findings[i]; what was remembered and is no longer found. */
struct findings_states {
    struct finding *found, *gone;
    size_t gone_count;
};

/* Fills in lines, services, totals and verdict; the members above them are set. Entries of the configuration that accept something are
 * marked as used. false when memory was refused. */
bool findings_report_fill(struct findings_report *report, const struct findings_states *states,
                          const struct findings_view *view, struct acceptances *acceptances);

/* One form of the report. */
struct findings_form {
    const char *name, *ending; /* "json", ".json"; the first whose ending a file has is its form */
    void (*print)(const struct findings_report *report, struct output *out);
};

/* NULL as name ends it. The first is what people get. */
extern const struct findings_form findings_forms[];

void findings_print_table(const struct findings_report *report, struct output *out);
void findings_print_json(const struct findings_report *report, struct output *out);
void findings_print_sarif(const struct findings_report *report, struct output *out);
void findings_print_csv(const struct findings_report *report, struct output *out);
void findings_print_ocsf(const struct findings_report *report, struct output *out);

#endif
