/* SPDX-License-Identifier: Apache-2.0 */
/* Whom a service lets read its answers from other pages, with the visitor's credentials. */
#ifndef POSTURE_ORIGINS_H
#define POSTURE_ORIGINS_H

#include "posture/site.h"

/* Origins that an endpoint, or the preflights of a service (service->aside), answered with themselves. */
struct origins {
    struct sites echoed;
    uint64_t times;   /* answers to foreign origins that allowed them */
    uint64_t refused; /* to foreign origins that did not */
};
void origins_add(struct origins *origins, const struct observations *seen);
/* Any origin is let in: one evidently foreign, or several that nobody would list together and none refused. */
bool origins_are_any(const struct origins *origins);
/* The whole service, endpoints and preflights. */
struct origins origins_of(const struct posture_service *service);

#endif
