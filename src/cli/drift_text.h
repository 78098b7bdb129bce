/* SPDX-License-Identifier: Apache-2.0 */
/* What several forms of the report of drift say alike. All append; nothing is escaped for a medium yet. */
#ifndef CLI_DRIFT_TEXT_H
#define CLI_DRIFT_TEXT_H

#include "cli/drift_report.h"

/* "GET /users/{id}"; empty when it is about no operation and no path. */
void drift_text_operation(struct buffer *out, const struct drift_row *row);
/* "response:200 /debug", "query limit", "response"; may be empty. */
void drift_text_place(struct buffer *out, const struct drift_row *row);
/* "boolean -> integer", "not documented: string", "documented as integer"; may be empty. */
void drift_text_change(struct buffer *out, const struct drift_row *row);
/* "38 of 40, last 2026-09-14", "never in 40"; may be empty. */
void drift_text_evidence(struct buffer *out, const struct drift_row *row);
/* "12 callers: caller 4f2a91c0 (30 calls), ..."; empty when nobody is known. */
void drift_text_callers(struct buffer *out, const struct endpoint_callers *callers);
/* "accepted until 2027-03-31: the partner needs it"; empty for what is simply open. */
void drift_text_state(struct buffer *out, const struct drift_line *line);
/* Why it matters more, or less, than its kind usually does; else empty. */
void drift_text_severity(struct buffer *out, const struct drift_row *row);
/* "38 of 40 documented operations seen; 3 undocumented; 12,345 exchanges" */
void drift_text_coverage(struct buffer *out, const struct drift_service *service);
/* "12 rows of drift: 2 high, 10 info; 3 new; 2 fail", or that there is none. Without the full stop. */
void drift_text_verdict(struct buffer *out, const struct drift_report *report);
/* "3 accepted, 2 fixed: --all shows them."; empty when all is shown. */
void drift_text_hidden(struct buffer *out, const struct drift_report *report);

/* "Type other than documented: GET /users/{id}, response:200 /age, integer -> string." */
void drift_text_claim(struct buffer *out, const struct drift_row *row);
/* "In 38 of 40 objects. Last seen 2026-09-14. Mind: 3 % of the traffic was lost." */
void drift_text_summary(struct buffer *out, const struct drift_row *row);
/* One row in one line: severity, kind, claim, summary, place, id, state. */
void drift_text_line(struct buffer *out, const struct drift_line *line);

#endif
