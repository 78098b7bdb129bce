/* SPDX-License-Identifier: Apache-2.0 */
/* What checks share that are told by facts (signal/facts.list): the fact is the claim, the check decides how much it matters. */
#ifndef POSTURE_TOLD_H
#define POSTURE_TOLD_H

#include "posture/check.h"

/* One fact at one endpoint (NULL: among the service's noise). */
typedef void told_visitor(const struct posture_service *service, const struct posture_endpoint *endpoint,
                          const struct observed_fact *fact, struct reporter *reporter);

void told_each(const struct posture_service *service, enum fact_kind kind, told_visitor *visit,
               struct reporter *reporter);
/* Visits each subject once, with the support of all endpoints and noise together; endpoint is NULL. */
void told_each_subject(const struct posture_service *service, enum fact_kind kind, told_visitor *visit,
                       struct reporter *reporter);
/* Whether any of the service's exchanges told that fact with that subject. */
bool told_somewhere(const struct posture_service *service, enum fact_kind kind, struct slice subject);
/* Reports the fact as it is: the subject is the place, `sentence` says what was seen there. */
void told_report(const struct posture_endpoint *endpoint, const struct observed_fact *fact,
                 enum severity severity, struct slice sentence, struct reporter *reporter);

/* "1 answer", "12 answers". */
#define TOLD_ANSWERS(count) (count), (count) == 1 ? "" : "s"

#endif
