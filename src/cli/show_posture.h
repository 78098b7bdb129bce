/* SPDX-License-Identifier: Apache-2.0 */
/* What show says of one endpoint's posture: who reaches it, its risk, and the findings that have a place there, with their states as the
 * database and .plainsight.yaml have them. Nothing is written. */
#ifndef CLI_SHOW_POSTURE_H
#define CLI_SHOW_POSTURE_H

#include "cli/findings_report.h"
#include "json/writer.h"

struct show_posture {
    const struct posture_endpoint *endpoint;
    const struct risk *risk;
    struct findings_report findings; /* open ones */
};

/* Lives in the arena of the invocation; borrows from the judgement. */
bool show_posture_make(struct show_posture *posture, const struct invocation *invocation,
                       const struct knowledge *knowledge, struct judgement *judgement,
                       const struct service *service, const struct endpoint *endpoint, struct error *err);
/* Members of the object that is being written. */
void show_posture_json(struct json_writer *json, const struct show_posture *posture);
/* A section for people; nothing when there is no finding. */
void show_posture_findings(const struct show_posture *posture, struct output *out);

#endif
