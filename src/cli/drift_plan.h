/* SPDX-License-Identifier: Apache-2.0 */
/* What the command line of drift asks for. */
#ifndef CLI_DRIFT_PLAN_H
#define CLI_DRIFT_PLAN_H

#include "cli/command.h"
#include "cli/drift_report.h"

struct drift_plan {
    const char **documents; /* directories are replaced by the documents in them */
    size_t document_count;
    struct drift_options options;
    struct drift_view view;
    const struct drift_form *form;
    const char *output; /* a file; NULL: standard output */
    bool is_read_only;
};

/* Lives in the arena of the invocation; borrows from the command line. */
bool drift_plan_read(const struct invocation *invocation, struct drift_plan *ret, struct error *err);

void drift_form_names(struct buffer *out);     /* choices of --format */
void drift_severity_names(struct buffer *out); /* choices of --severity */

#endif
