/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the room: what a lane remembers to read the next exchange for less. A reader adds a member of its own. */
#ifndef SIGNAL_MEMORY_H
#define SIGNAL_MEMORY_H

#include "signal/signal.h"

struct jwt_memory;

struct signal_memory {
    struct memory *account;
    struct jwt_memory *tokens; /* signal/jwt_facts.h; NULL: none met yet */
};

#endif
