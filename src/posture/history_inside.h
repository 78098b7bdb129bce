/* SPDX-License-Identifier: Apache-2.0 */
/* Inside history: what is counted while events come, and made of it once they have (history_settle.c). */
#ifndef POSTURE_HISTORY_INSIDE_H
#define POSTURE_HISTORY_INSIDE_H

#include "base/arena.h"
#include "base/distinct.h"
#include "catalog/routes.h"
#include "posture/absent.h"
#include "posture/crowd.h"
#include "posture/spans.h"

struct servers {
    struct server_history *at;
    size_t count, room;
};

/* An endpoint. */
struct spot {
    struct endpoint_history seen;
    struct servers servers;
    struct spans *spans;
    struct distinct actors, missing_actors;
    bool is_login, is_logout, asks;
    bool keeps_credential; /* is_login: the credential it is asked with is not what it hands out */
};

/* A service. */
struct home {
    struct service_history seen;
    struct servers servers;
    struct distinct actors;
};

/* The endpoints of one service, which lie one behind the other. */
struct stretch {
    const struct endpoint *endpoints;
    size_t count, first; /* first: number of the first one among all */
};

struct history {
    struct memory *account;
    struct arena arena;
    const struct inventory *inventory;
    const struct posture_settings *settings;
    struct routes *routes;
    struct spot **spots; /* of every endpoint, service after service; NULL: never called */
    size_t spot_count, spanned;
    struct home **homes;       /* of every service */
    struct stretch *stretches; /* by where they lie */
    size_t stretch_count;
    struct crowd crowd;
    struct absent absent;
    struct actor_history *actors; /* once settled, by hash */
    struct absent_history *absences;
    size_t absence_count;
    int64_t origin; /* time of the first event */
    bool started, failed;
};

#endif
