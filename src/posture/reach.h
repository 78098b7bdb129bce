/* SPDX-License-Identifier: Apache-2.0 */
/* Exposure: who can reach a service or an endpoint, by what people say (posture/settings.h), else by whose addresses called it, else by
 * its name and address. What was called from outside is public, whatever it was meant to be.
 *
 *     1. hosts:  of the settings                                        -> as they say; of an endpoint only until 2. says public
 *     2. called by an address outside, or by a proxy that says it speaks for one    -> public
 *        called by an address of a partner                              -> partner
 *     3. the name lies inside: "*.svc.cluster.local", "*.internal", 10.0.0.5, a name without a dot   -> internal
 *     4. called by addresses inside, and not through proxies            -> internal
 *        through proxies, which may speak for anybody, or by nobody     -> unknown
 *
 * An endpoint is as exposed as its service, unless it was called by inside addresses alone often enough (REACH_SURE) to say that
 * nobody else comes there. */
#ifndef POSTURE_REACH_H
#define POSTURE_REACH_H

#include "posture/posture.h"

#define REACH_SURE 30

enum reach reach_of_service(const struct posture_settings *settings, const struct service *service,
                            const struct service_history *history);
enum reach reach_of_endpoint(const struct posture_settings *settings, const struct posture_service *service,
                             const struct endpoint *endpoint, const struct endpoint_history *history);
/* The configuration says that everybody may call it. */
bool reach_is_declared_public(const struct posture_settings *settings, const struct endpoint *endpoint);
/* What the configuration says of a service; REACH_UNKNOWN: nothing. */
enum reach reach_declared(const struct posture_settings *settings, const struct service *service);
/* Of one address. */
enum reach reach_of_address(const struct posture_settings *settings, const struct address *address);

#endif
