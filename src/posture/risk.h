/* SPDX-License-Identifier: Apache-2.0 */
/* Risk as likelihood times impact, each from 0 to 10 and made of parts with a reason each, so that no number stands alone. What an
 * endpoint hands out and changes is impact; who can reach it, what is wrong with it and how it is guarded is likelihood. A service
 * is as much at risk as its worst endpoint, and more when something is wrong with it as a whole: findings and totals always agree.
 *
 * Parts add up like independent chances, so that nothing goes beyond 10 and one more never lowers the sum:
 *     10 (1 - (1 - a/10) (1 - b/10) ...)         what a part is said to give is what it added, strongest first
 *
 *     likelihood                                        impact
 *     reach: public 3, partner 2, unknown 1.5,          data handed out, by the severity of the worst class:
 *         internal 0.5                                      critical 7, high 5.5, medium 3.5, low 1.5, info 0.5;
 *     no credential asked 3 (not where it is meant      classes of other groups a fifth of that each
 *         for everybody: log-in, health, keys ...)      data taken in (or given back to who sent it): four tenths
 *     weak: a password in every request, a key in       changes something 2
 *         the URL 1.5                                   what it is for: administration, payment 4, log-in, passwords 3,
 *     findings: critical 6, high 4, medium 2,               codes 2, uploads, messages 1.5
 *         low 0.5, info 0.1 each                        many at once: exports 2, lists of 100 and more 2, of 20 1
 *     identifiers that can be guessed 1.5               consumers: up to 1.5, log10(n) / 2
 *     a host for tests 0.5
 *     calls from outside: up to 1.5, log10(n) / 4
 *
 *     level                  impact below 4   below 7    from 7       (after the OWASP Risk Rating Methodology)
 *     likelihood below 4     info             low        medium
 *     below 7                low              medium     high
 *     from 7                 medium           high       critical
 *
 * The score that orders what has one level is likelihood times impact over 10. */
#ifndef POSTURE_RISK_H
#define POSTURE_RISK_H

#include "posture/posture.h"

/* findings: of this endpoint, those of its service that have a place there. false when memory was refused. */
bool risk_of_endpoint(const struct posture_endpoint *endpoint, const struct posture_finding *const *findings,
                      size_t count, struct arena *arena, struct risk *ret);
/* endpoints: the risks of the service's endpoints; findings: all of the service. The part without points says how many endpoints
 * there are at that level. */
bool risk_of_service(const struct posture_service *service, const struct risk *endpoints,
                     const struct posture_finding *findings, size_t count, struct arena *arena,
                     struct risk *ret);

#endif
