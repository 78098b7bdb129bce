/* SPDX-License-Identifier: Apache-2.0 */
#include "dice.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

uint64_t dice_next(struct dice *dice)
{
    uint64_t z = dice->state += 0x9e3779b97f4a7c15u;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

unsigned dice_below(struct dice *dice, unsigned limit)
{
    return (unsigned)((dice_next(dice) >> 32) % limit);
}

bool dice_percent(struct dice *dice, unsigned percent)
{
    return dice_below(dice, 100) < percent;
}

void dice_bytes(struct dice *dice, void *at, size_t len)
{
    uint8_t *byte = at;

    for (size_t i = 0; i < len; i++)
        byte[i] = (uint8_t)(dice_next(dice) >> 56);
}

void dice_text(struct dice *dice, const char *alphabet, size_t len, char *ret)
{
    unsigned letters = (unsigned)strlen(alphabet);

    for (size_t i = 0; i < len; i++)
        ret[i] = alphabet[dice_below(dice, letters)];
    ret[len] = '\0';
}

void dice_uuid(struct dice *dice, char ret[DICE_UUID])
{
    uint64_t high = (dice_next(dice) & ~0xf000u) | 0x4000u; /* version 4, RFC 9562 5.4 */
    uint64_t low = (dice_next(dice) & ~(3ull << 62)) | (2ull << 62);

    snprintf(ret, DICE_UUID, "%08" PRIx64 "-%04" PRIx64 "-%04" PRIx64 "-%04" PRIx64 "-%012" PRIx64,
             high >> 32, (high >> 16) & 0xffff, high & 0xffff, low >> 48, low & 0xffffffffffffu);
}
