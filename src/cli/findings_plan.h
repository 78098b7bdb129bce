/* SPDX-License-Identifier: Apache-2.0 */
/* What the command line of findings asks for. */
#ifndef CLI_FINDINGS_PLAN_H
#define CLI_FINDINGS_PLAN_H

#include "cli/command.h"
#include "cli/findings_report.h"

struct findings_plan {
    struct findings_view view; /* what needs the inventory comes with findings_plan_resolve */
    const struct findings_form *form;
    const char *output; /* a file; NULL: standard output */
    bool is_read_only;
};

/* Borrows from the command line. */
bool findings_plan_read(const struct invocation *invocation, struct findings_plan *ret, struct error *err);
/* Looks up what --endpoint and --class name. */
bool findings_plan_resolve(struct findings_plan *plan, const struct invocation *invocation,
                           const struct knowledge *knowledge, const struct classifier *classifier,
                           struct error *err);

/* Choices of options. */
void findings_form_names(struct buffer *out);
void findings_group_names(struct buffer *out);
void findings_severity_names(struct buffer *out);
void findings_gate_names(struct buffer *out);

#endif
