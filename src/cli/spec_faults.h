/* SPDX-License-Identifier: Apache-2.0 */
/* What the commands of the group "spec" say alike of what is wrong with documents. */
#ifndef CLI_SPEC_FAULTS_H
#define CLI_SPEC_FAULTS_H

#include "cli/output.h"
#include "tree/fault.h"

/* "warning", "error", "fatal": for machines. People are told of fatal ones as errors. */
const char *spec_fault_kind(enum fault_kind kind);
/* "openapi.yaml:12:3: error: sentence [rule]" and a line feed. */
void spec_fault_line(struct output *out, const struct fault *fault);
/* All that are listed, then how many are not. */
void spec_fault_lines(struct output *out, const struct faults *faults);
/* "3 errors, 1 warning" without what there is none of; "" when there is nothing. */
void spec_fault_count(struct buffer *out, size_t errors, size_t warnings);
size_t spec_fault_listed(const struct faults *faults);

/* Whether any fault leaves open what the document means: then *err gets the sentence of the first, and how many follow. */
bool spec_is_uncertain(const struct faults *faults, struct error *err);

#endif
