/* SPDX-License-Identifier: Apache-2.0 */
/* Values made safe to show (law 6): the shape stays, the content goes. "anna.smith@example.com" becomes
 * "a***@e***.com", "4111111111111111" becomes "4***1". The same value always gives the same mask.
 *
 * Never more than a quarter of the characters of a value are shown, and none of a value shorter than four;
 * what is hidden is one "***" whatever its length. */
#ifndef EXCHANGE_MASK_H
#define EXCHANGE_MASK_H

#include "base/arena.h"
#include "base/slice.h"

#define MASK_MOST 64 /* bytes of the longest mask */

/* Writes at most MASK_MOST bytes to `text` and answers their number. An empty value stays empty. */
size_t mask_write(struct slice value, char text[MASK_MOST]);
/* The same in an arena; "***" when memory was refused. */
struct slice mask_value(struct slice value, struct arena *arena);

#endif
