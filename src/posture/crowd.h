/* SPDX-License-Identifier: Apache-2.0 */
/* Inside history: the actors, and what each did at each endpoint. Both are bounded: when a list is full, those with the fewest calls
 * are forgotten until a quarter is free, so a flood of addresses that call once costs the others nothing. Numbers of actors and uses
 * are valid until the next call that may add one of the kind; forgetting an actor forgets its uses. */
#ifndef POSTURE_CROWD_H
#define POSTURE_CROWD_H

#include "posture/history.h"

#define CROWD_ACTORS 131072
#define CROWD_USES 262144
#define CROWD_NONE UINT32_MAX

#define CROWD_MINUTE 6   /* slots of ten seconds */
#define CROWD_MINUTES 10 /* slots of a minute */

struct crowd_actor {
    struct actor_history seen;
    int64_t logged_out; /* when; meaningless without seen.logged_out */
    bool came_back;     /* logged in with the credential that had logged out: it never dies */
};

struct crowd_use {
    uint32_t endpoint, actor;
    uint32_t calls, successes, refused, after_logout;
    int64_t first, last;
    uint32_t minute_at, minutes_at; /* the newest slot: tens of seconds and minutes since the first event */
    uint16_t minute[CROWD_MINUTE], minutes[CROWD_MINUTES];
};

struct crowd {
    struct memory *account;
    size_t actor_most, use_most; /* for tests; 0: as above */
    struct crowd_actor *actors;
    struct crowd_use *uses;
    uint32_t actor_count, actor_room, use_count, use_room;
    uint32_t *actor_slots, *use_slots; /* number + 1; 0: free. Twice as many as there is room */
    uint64_t forgotten_actors, forgotten_uses;
};

void crowd_init(struct crowd *crowd, struct memory *account);
void crowd_done(struct crowd *crowd);
/* CROWD_NONE when memory was refused. A new one has no calls. */
uint32_t crowd_actor(struct crowd *crowd, const uint64_t hash[2]);
uint32_t crowd_use(struct crowd *crowd, uint32_t endpoint, uint32_t actor);
/* Counts one into the window of the slots that end at `at`, and answers the sum of the window. */
uint32_t crowd_window(uint16_t *slots, uint32_t count, uint32_t *newest, uint32_t at);

#endif
