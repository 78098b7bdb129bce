/* SPDX-License-Identifier: Apache-2.0 */
/* Exposure: who can reach a service or an endpoint, by what people say (posture/settings.h), else by whose addresses called it, else by
 * its name and address. What was called from outside is public, whatever it was meant to be. */
#ifndef POSTURE_REACH_H
#define POSTURE_REACH_H

#include "posture/posture.h"

enum reach reach_of_service(const struct posture_settings *settings, const struct service *service,
                            const struct service_history *history);
enum reach reach_of_endpoint(const struct posture_settings *settings, const struct posture_service *service,
                             const struct endpoint_history *history);
/* The configuration says that everybody may call it. */
bool reach_is_declared_public(const struct posture_settings *settings, const struct endpoint *endpoint);
/* Of one address. */
enum reach reach_of_address(const struct posture_settings *settings, const struct address *address);

#endif
