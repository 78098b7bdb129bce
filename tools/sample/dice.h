/* SPDX-License-Identifier: Apache-2.0 */
/* Chance that repeats: the same seed throws the same dice on every machine (SplitMix64), so the sample capture is the
 * same bytes wherever it is built. */
#ifndef SAMPLE_DICE_H
#define SAMPLE_DICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct dice {
    uint64_t state;
};

uint64_t dice_next(struct dice *dice);
/* 0 .. limit - 1; limit is not 0. At most one throw in an expression or initialiser: C does not say which comes first. */
unsigned dice_below(struct dice *dice, unsigned limit);
bool dice_percent(struct dice *dice, unsigned percent);
void dice_bytes(struct dice *dice, void *at, size_t len);
/* `len` characters of `alphabet` and a NUL: room for len + 1. */
void dice_text(struct dice *dice, const char *alphabet, size_t len, char *ret);
#define DICE_UUID 37
void dice_uuid(struct dice *dice, char ret[DICE_UUID]);

#define DICE_PICK(dice, array) ((array)[dice_below((dice), (unsigned)(sizeof(array) / sizeof((array)[0])))])

#endif
