/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the room: what a lane remembers to read the next exchange for less. A reader adds a member of its own. */
#ifndef SIGNAL_MEMORY_H
#define SIGNAL_MEMORY_H

#include "signal/signal.h"

struct jwt_known;

/* A header value that was judged lately. */
struct known_value {
    uint8_t len, verdict; /* verdict 0: nothing is known */
    char text[94];
};

struct signal_memory {
    struct memory *account;
    struct jwt_known *tokens; /* signal/jwt_facts.h: JWT_KNOWN places; NULL: none met yet */
    struct known_value cache_control, hsts; /* signal/headers.c */
};

#endif
