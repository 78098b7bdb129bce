/* SPDX-License-Identifier: Apache-2.0 */
/* What several forms of the report of differences say alike. All append; nothing is escaped for a medium yet, except where a
 * difference says that it is. */
#ifndef CLI_SPEC_DIFF_TEXT_H
#define CLI_SPEC_DIFF_TEXT_H

#include "cli/spec_diff.h"

/* "GET /users/{id}"; "the document as a whole" */
void diff_text_operation(struct buffer *out, const struct difference *change);
/* "response 200, application/json, /data/[]/id of Pet"; may be empty. */
void diff_text_where(struct buffer *out, const struct difference *change);
/* "1,200 of 12,345 exchanges, last 2026-09-14; 3 callers: ..." or "not seen in 12,345 exchanges"; empty when not known. */
void diff_text_impact(struct buffer *out, const struct spec_impact *impact);
/* "seen in 38 of 40 objects", "never in 40 objects"; empty when it cannot be told. */
void diff_text_sighting(struct buffer *out, const struct spec_sighting *sighting);
/* "openapi.yaml: OpenAPI 3.0, Shop 1.2.0" */
void diff_text_document(struct buffer *out, const struct contract *contract);
/* "3 errors may hide changes: 'plainsight spec validate FILE' tells more."; empty when there are none. */
void diff_text_faults(struct buffer *out, const struct contract *contract, const struct faults *faults);
/* What stands behind the impact: the services, or why nothing is known. A sentence. */
void diff_text_traffic(struct buffer *out, const struct spec_traffic *traffic);
/* "7 changes: 2 breaking, 5 safe", or that there is none. Without the full stop. */
void diff_text_verdict(struct buffer *out, const struct diff_report *report);
/* What the figures do not say by themselves: edits, what is not listed. Sentences; may be empty. */
void diff_text_remarks(struct buffer *out, const struct diff_report *report);

#endif
