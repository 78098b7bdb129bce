/* SPDX-License-Identifier: Apache-2.0 */
/* Memory for things that come and go with every exchange: what was given back is kept by size and handed out again, so
 * that after warm-up nothing is asked of the account. Large sizes go straight to the account and back. */
#ifndef WIRE_POOL_H
#define WIRE_POOL_H

#include "base/memory.h"

#define POOL_CLASSES 32

struct pool_free;

struct pool {
    struct memory *account;
    struct pool_free *free[POOL_CLASSES];
};

void pool_init(struct pool *pool, struct memory *account);
/* Uninitialised, aligned to 16; NULL when refused. */
void *pool_get(struct pool *pool, size_t size);
/* `size` is what was asked for. NULL is allowed. */
void pool_give(struct pool *pool, void *at, size_t size);
/* Gives what nobody uses back to the account: for when memory is short, and at the end. */
void pool_trim(struct pool *pool);

#endif
