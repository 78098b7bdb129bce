/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the room: what a lane remembers to read the next exchange for less. A reader adds a member of its own. */
#ifndef SIGNAL_MEMORY_H
#define SIGNAL_MEMORY_H

#include "signal/signal.h"

struct jwt_memory;

/* A header value that was judged lately. */
struct known_value {
    uint8_t len, verdict; /* verdict 0: nothing is known */
    char text[94];
};

struct signal_memory {
    struct memory *account;
    struct jwt_memory *tokens; /* signal/jwt_facts.h; NULL: none met yet */
    char host[64];             /* the last one asked for, as far as it fits */
    uint8_t host_len;
    bool host_is_staged;
    struct known_value cache_control, hsts; /* signal/headers.c */
};

#endif
