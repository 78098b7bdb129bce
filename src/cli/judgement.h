/* SPDX-License-Identifier: Apache-2.0 */
/* What the commands that judge stand on: the settings, the newest events, and the posture of all services. Siblings and successors are
 * looked at from every service, so all are judged whatever is shown. */
#ifndef CLI_JUDGEMENT_H
#define CLI_JUDGEMENT_H

#include "cli/configuration.h"
#include "cli/knowledge.h"
#include "posture/history.h"
#include "posture/posture.h"
#include "store/store.h"

struct judgement {
    struct configuration configuration;
    struct history *history;
    struct posture *posture;
    int64_t events_since; /* 0: all events were read */
};

/* Works in place, judgement_done whatever it answers: reads the settings, by whose classes the inventory is to be read. */
bool judgement_begin(struct judgement *judgement, const struct invocation *invocation, struct error *err);
/* Judges it. inventory is borrowed; it goes last. */
bool judgement_make(struct judgement *judgement, const struct invocation *invocation, struct store *store,
                    const struct inventory *inventory, struct error *err);
/* Both, and what lies between: settings, knowledge, judgement. The knowledge is the caller's to end, after the judgement. */
bool judgement_load(struct judgement *judgement, struct knowledge *knowledge,
                    const struct invocation *invocation, struct error *err);
void judgement_done(struct judgement *judgement);

/* Of the inventory that was judged. */
const struct posture_service *judgement_service(const struct judgement *judgement,
                                                const struct service *service);
const struct posture_endpoint *judgement_endpoint(const struct judgement *judgement,
                                                  const struct service *service,
                                                  const struct endpoint *endpoint);
const struct risk *judgement_service_risk(const struct judgement *judgement,
                                          const struct posture_service *service);
const struct risk *judgement_endpoint_risk(const struct judgement *judgement,
                                           const struct posture_endpoint *endpoint);

#endif
