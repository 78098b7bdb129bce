/* SPDX-License-Identifier: Apache-2.0 */
/* Memory for things that come and go with every exchange: what was given back is kept by size and handed out again, so
 * that after warm-up nothing is asked of the account. Small sizes are cut from slabs, middle ones stand alone, large
 * ones go straight to the account and back. */
#ifndef WIRE_POOL_H
#define WIRE_POOL_H

#include "base/memory.h"

#define POOL_CLASSES 32

struct pool_free;
struct pool_slab;

struct pool {
    struct memory *account;
    struct pool_free *free[POOL_CLASSES];
    struct pool_slab *slabs;
    char *fresh; /* the rest of the newest slab */
    size_t fresh_left;
};

void pool_init(struct pool *pool, struct memory *account);
/* Uninitialised, aligned to 16; NULL when refused. */
void *pool_get(struct pool *pool, size_t size);
/* `size` is what was asked for. NULL is allowed. */
void pool_give(struct pool *pool, void *at, size_t size);
/* Gives the middle sizes that nobody uses back to the account: for when memory is short. */
void pool_trim(struct pool *pool);
/* Everything handed out of slabs becomes invalid; the rest must have been given back. */
void pool_done(struct pool *pool);

#endif
