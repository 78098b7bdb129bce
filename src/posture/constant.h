/* SPDX-License-Identifier: Apache-2.0 */
/* What an endpoint answers alike for every object is nobody's personal data: the address to complain at, the account for
 * donations. Credentials stay what they are however often they are shown. */
#ifndef POSTURE_CONSTANT_H
#define POSTURE_CONSTANT_H

#include "catalog/exposed.h"

#define CONSTANT_OBJECTS 10 /* distinct objects asked for, before sameness says anything */
#define CONSTANT_VALUES 20  /* values seen */

/* Answers how many rows are left, in `ret` of the arena (rows itself when nothing was taken away, or memory was refused). */
size_t constant_remove(const struct endpoint *endpoint, const struct exposed *rows, size_t count,
                       struct arena *arena, const struct exposed **ret);

#endif
