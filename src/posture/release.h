/* SPDX-License-Identifier: Apache-2.0 */
/* When another release of a service took over, as far as its answers and servers tell: a header field or banner with another value,
 * or other servers. The old one may go on for a while: a release is rolled out. */
#ifndef POSTURE_RELEASE_H
#define POSTURE_RELEASE_H

#include "posture/check.h"

#define RELEASE_CHANGES 4 /* of one service; further ones are left out, the earliest first */

struct release_change {
    int64_t before, after; /* the new one was not seen before the first, nor the old one after the second */
    struct slice what;     /* "X-App-Version: 2.1.0", "server 10.0.0.7:80" */
};

/* By time; their number. */
size_t release_changes(const struct posture_service *service, struct release_change ret[RELEASE_CHANGES],
                       struct reporter *reporter);

#endif
