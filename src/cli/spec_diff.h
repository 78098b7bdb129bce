/* SPDX-License-Identifier: Apache-2.0 */
/* What the command spec diff prints, made once and the same for every form: changes by operation, the worst first, with who
 * would notice, and figures that agree with what is listed. */
#ifndef CLI_SPEC_DIFF_H
#define CLI_SPEC_DIFF_H

#include "cli/output.h"
#include "cli/spec_traffic.h"

#define DIFF_CLASSES (DIFFERENCE_BREAKING + 1)

/* What makes the exit code 1: changes of that class and above. */
enum diff_gate { DIFF_GATE_ANY, DIFF_GATE_RISKY, DIFF_GATE_BREAKING, DIFF_GATE_NONE };

struct diff_line {
    const struct difference *change;
    bool fails;
    size_t edit;                   /* 1, 2, ...: equal for one edit that several operations feel */
    struct spec_sighting sighting; /* of breaking and risky changes */
};

/* The changes of one operation, or of the document as a whole. */
struct diff_group {
    const struct diff_line *lines; /* the worst first, then as NEW has them */
    size_t count;
    enum difference_class worst;
    struct spec_impact impact; /* known only when something is breaking or risky */
};

struct diff_report {
    struct memory *account;
    struct arena *arena;
    const struct contract *old, *new;
    const struct faults *old_faults, *new_faults;
    const struct differences *differences;
    struct spec_traffic *traffic;
    enum diff_gate gate;

    struct diff_group *groups; /* the worst first, then as NEW has them */
    size_t group_count;
    size_t listed, edits, failing; /* failing: also of what is not listed */
};

/* Fills in what stands below the gate. false when memory was refused. */
bool diff_report_fill(struct diff_report *report);
size_t diff_report_unlisted(const struct diff_report *report);

struct diff_form {
    const char *name;
    void (*print)(const struct diff_report *report, struct output *out);
    void (*kinds)(struct output *out);
};
/* NULL as name ends it. The first is what people get. */
extern const struct diff_form diff_forms[];

void diff_print_table(const struct diff_report *report, struct output *out);
void diff_print_json(const struct diff_report *report, struct output *out);
void diff_print_markdown(const struct diff_report *report, struct output *out);
void diff_kinds_table(struct output *out);
void diff_kinds_json(struct output *out);
void diff_kinds_markdown(struct output *out);

#endif
