/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"

#include <stdatomic.h>
#include <sys/random.h>
#include <time.h>

/* xxhash.h names malloc in functions that we do not call (base/banned.h). */
#undef malloc
#define XXH_INLINE_ALL
#include <xxhash.h>

uint64_t hash_content(struct slice bytes)
{
    return XXH3_64bits(bytes.at, bytes.len);
}

static uint64_t hash_draw(void)
{
    uint64_t seed = 0;

    /* Never blocks once the system is up; should it fail all the same, the clock is better than a constant. */
    if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) != (ssize_t)sizeof seed) {
        struct timespec now = { 0, 0 };

        clock_gettime(CLOCK_MONOTONIC, &now);
        seed = hash_mix((uint64_t)now.tv_nsec, (uint64_t)now.tv_sec);
    }
    return seed | 1;
}

/* Drawn at first use and constant from then on, the same for all threads: the one exception to "no global mutable
 * state", because a seed per table would make it part of every structure that holds one. */
static uint64_t hash_seed(void)
{
    static _Atomic uint64_t seed;
    uint64_t drawn = atomic_load_explicit(&seed, memory_order_relaxed);

    if (drawn == 0) {
        uint64_t mine = hash_draw();

        drawn = atomic_compare_exchange_strong(&seed, &drawn, mine) ? mine : drawn;
    }
    return drawn;
}

uint64_t hash_table(struct slice bytes)
{
    return XXH3_64bits_withSeed(bytes.at, bytes.len, hash_seed());
}

void hash_table_wide(struct slice bytes, uint64_t ret[2])
{
    XXH128_hash_t hash = XXH3_128bits_withSeed(bytes.at, bytes.len, hash_seed());

    ret[0] = hash.low64;
    ret[1] = hash.high64;
}
