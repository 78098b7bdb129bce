/* SPDX-License-Identifier: Apache-2.0 */
#include "base/distinct.h"

#include <math.h>

void distinct_add(struct distinct *distinct, uint64_t hash)
{
    unsigned place = (unsigned)(hash >> 57);
    uint64_t rest = hash << 7 | 1u << 6; /* the marker bounds the rank at 58 */
    uint8_t rank = (uint8_t)(__builtin_clzll(rest) + 1);

    if (rank > distinct->registers[place])
        distinct->registers[place] = rank;
}

void distinct_merge(struct distinct *into, const struct distinct *from)
{
    for (unsigned i = 0; i < DISTINCT_REGISTERS; i++)
        if (from->registers[i] > into->registers[i])
            into->registers[i] = from->registers[i];
}

uint64_t distinct_count(const struct distinct *distinct)
{
    const double m = DISTINCT_REGISTERS;
    double sum = 0, estimate;
    unsigned zeros = 0;

    for (unsigned i = 0; i < DISTINCT_REGISTERS; i++) {
        sum += ldexp(1, -distinct->registers[i]);
        zeros += distinct->registers[i] == 0;
    }
    estimate = 0.7213 / (1 + 1.079 / m) * m * m / sum;
    if (estimate <= 2.5 * m && zeros)
        estimate = m * log(m / zeros);
    return (uint64_t)llround(estimate);
}
