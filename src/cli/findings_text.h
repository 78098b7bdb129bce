/* SPDX-License-Identifier: Apache-2.0 */
/* What several forms of the report of findings say alike. All append; nothing is escaped for a medium yet. */
#ifndef CLI_FINDINGS_TEXT_H
#define CLI_FINDINGS_TEXT_H

#include "cli/findings_report.h"

/* "ssn", "GET /users/{id} response 200 /email"; what the store keeps of it. May be empty. */
void findings_text_subject(struct buffer *out, const struct posture_finding *finding);
/* "GET /users/{id}, response 200 /email"; of a service as a whole its key. */
void findings_text_place(struct buffer *out, const struct posture_service *service,
                         const struct finding_place *place);
/* "GET /users/{id}"; empty when it is of the service as a whole. */
void findings_text_operation(struct buffer *out, const struct finding_place *place);
/* "17 endpoints", "23 places at 17 endpoints", "GET /users/{id}, query token", "the service as a whole". */
void findings_text_places(struct buffer *out, const struct findings_line *line);
/* "Endpoint answers without a credential", with its subject: "...: ssn". */
void findings_text_title(struct buffer *out, const struct findings_line *line);
/* "accepted until 2027-03-31: the partner needs it"; empty for what is simply open. */
void findings_text_state(struct buffer *out, const struct findings_line *line);
/* "high, 7.2 of 10: answers anybody on the internet; hands out payment cards" */
void findings_text_risk(struct buffer *out, const struct risk *risk, size_t reasons);
/* "12 findings: 2 high, 10 info; 3 new; 2 fail", or that there is none. Without the full stop. */
void findings_text_verdict(struct buffer *out, const struct findings_report *report);
/* "3 accepted, 2 fixed: --all shows them."; empty when all is shown. */
void findings_text_hidden(struct buffer *out, const struct findings_report *report);
/* Where the check is explained: "docs/checks.md#authmissing". */
void findings_text_anchor(struct buffer *out, struct slice check);

#endif
