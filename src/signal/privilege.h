/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the room: which members are privileged, by their names, and which of their values give somebody something. */
#ifndef SIGNAL_PRIVILEGE_H
#define SIGNAL_PRIVILEGE_H

#include "base/slice.h"

enum grade {
    NOTHING,
    POWER, /* what somebody may do: "isAdmin", "roles", "verified" */
    MONEY, /* what somebody has or pays: "balance", "unit_price" */
    OWNER, /* whose something is: "ownerId" */
    STATE, /* how far something got: "status", "plan" */
};
enum grade privilege_grade(struct slice name);
/* Values that give somebody more than everybody has: true, "admin", ["*"]. */
bool privilege_gives_power(struct slice value);
/* Of MONEY, what somebody has, as against what things cost: "balance", "credits". */
bool privilege_is_holding(struct slice name);
/* A value worth telling of under a name of that grade. */
bool privilege_is_weighty(enum grade grade, struct slice value);
/* Reads a number as JSON has it. */
bool privilege_number(struct slice text, double *ret);

#endif
