/* SPDX-License-Identifier: Apache-2.0 */
/* What the commands that judge stand on: the settings, the newest events, and the posture of all services. Siblings and successors are
 * looked at from every service, so all are judged whatever is shown. */
#ifndef CLI_JUDGEMENT_H
#define CLI_JUDGEMENT_H

#include "cli/configuration.h"
#include "posture/history.h"
#include "posture/posture.h"
#include "store/store.h"

struct judgement {
    struct configuration configuration;
    struct history *history;
    struct posture *posture;
    int64_t events_since; /* 0: all events were read */
};

/* inventory is borrowed. Works in place; judgement_done whatever it answers. */
bool judgement_make(struct judgement *judgement, const struct invocation *invocation, struct store *store,
                    const struct inventory *inventory, struct error *err);
void judgement_done(struct judgement *judgement);

/* NULL: it was not judged. */
const struct posture_service *judgement_service(const struct judgement *judgement,
                                                const struct service *service);
const struct posture_endpoint *judgement_endpoint(const struct judgement *judgement,
                                                  const struct endpoint *endpoint);
/* Of what was judged. */
const struct risk *judgement_service_risk(const struct judgement *judgement,
                                          const struct posture_service *service);
const struct risk *judgement_endpoint_risk(const struct judgement *judgement,
                                           const struct posture_endpoint *endpoint);

#endif
