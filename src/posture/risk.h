/* SPDX-License-Identifier: Apache-2.0 */
/* Risk as likelihood times impact, each from 0 to 10 and made of parts with a reason each, so that no number stands alone. What an
 * endpoint hands out and changes is impact; who can reach it, what is wrong with it and how it is guarded is likelihood. A service
 * is as much at risk as its worst endpoints: findings and totals always agree. */
#ifndef POSTURE_RISK_H
#define POSTURE_RISK_H

#include "posture/posture.h"

/* findings: of this endpoint, those of its service that have a place there. */
bool risk_of_endpoint(const struct posture_endpoint *endpoint, const struct posture_finding *const *findings,
                      size_t count, struct arena *arena, struct risk *ret);
bool risk_of_service(const struct posture_service *service, const struct risk *endpoints,
                     const struct posture_finding *findings, size_t count, struct arena *arena,
                     struct risk *ret);

#endif
