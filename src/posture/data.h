/* SPDX-License-Identifier: Apache-2.0 */
/* What checks share that are about classes of sensitive data (catalog/exposed.h). */
#ifndef POSTURE_DATA_H
#define POSTURE_DATA_H

#include "catalog/exposed.h"
#include "posture/check.h"

/* A row of what answers 2xx hold in their bodies. */
static inline bool data_is_answer(const struct exposed *row)
{
    return row->place == EXPOSED_RESPONSE_BODY && row->status >= 200 && row->status < 300;
}
/* Whether the endpoint has that class in an answer 2xx. */
bool data_answers(const struct posture_endpoint *endpoint, enum data_class class);
/* Whether a request of the endpoint brings that class, anywhere: an answer that has it may only repeat it. */
bool data_is_sent(const struct posture_endpoint *endpoint, enum data_class class);
/* Whether the path, or a name in the answers, is about people: contacts of shops and offices are everybody's. */
bool data_is_about_people(const struct posture_endpoint *endpoint);
/* About nobody but who asks: /me, /profile, /account. */
bool data_is_own(const struct posture_endpoint *endpoint);
/* "response 200 /data/[]/email", "query email". */
struct slice data_location(const struct exposed *row, struct reporter *reporter);
/* Reports the row under the name of its group. */
void data_report(const struct posture_endpoint *endpoint, const struct exposed *row, enum severity severity,
                 struct slice evidence, struct reporter *reporter);

#endif
