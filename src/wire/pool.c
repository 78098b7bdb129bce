/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/pool.h"

#define SMALL_STEP 64
#define SMALL_MOST 1024
#define SMALL_CLASSES (SMALL_MOST / SMALL_STEP)
#define MIDDLE_STEP 1024
#define MIDDLE_MOST (SMALL_MOST + (POOL_CLASSES - SMALL_CLASSES) * MIDDLE_STEP)
#define SLAB_SIZE 32768
#define SLAB_HEAD 16 /* keeps what follows aligned */

struct pool_free {
    struct pool_free *next;
};

struct pool_slab {
    struct pool_slab *next;
};

void pool_init(struct pool *pool, struct memory *account)
{
    *pool = (struct pool){ .account = account };
}

static unsigned class_of(size_t size)
{
    if (size <= SMALL_MOST)
        return (unsigned)((size + SMALL_STEP - 1) / SMALL_STEP) - 1;
    return SMALL_CLASSES + (unsigned)((size - SMALL_MOST + MIDDLE_STEP - 1) / MIDDLE_STEP) - 1;
}

static size_t class_size(unsigned class)
{
    return class < SMALL_CLASSES ? ((size_t)class + 1) * SMALL_STEP
                                 : SMALL_MOST + ((size_t)class - SMALL_CLASSES + 1) * MIDDLE_STEP;
}

static void *carve(struct pool *pool, size_t size)
{
    void *at;

    if (pool->fresh_left < size) {
        struct pool_slab *slab = memory_get(pool->account, SLAB_SIZE);

        if (!slab)
            return NULL;
        slab->next = pool->slabs;
        pool->slabs = slab;
        pool->fresh = (char *)slab + SLAB_HEAD;
        pool->fresh_left = SLAB_SIZE - SLAB_HEAD;
    }
    at = pool->fresh;
    pool->fresh += size;
    pool->fresh_left -= size;
    return at;
}

void *pool_get(struct pool *pool, size_t size)
{
    unsigned class;
    struct pool_free *free;

    if (size == 0)
        return NULL;
    if (size > MIDDLE_MOST)
        return memory_get(pool->account, size);
    class = class_of(size);
    free = pool->free[class];
    if (free) {
        pool->free[class] = free->next;
        return free;
    }
    if (class < SMALL_CLASSES)
        return carve(pool, class_size(class));
    return memory_get(pool->account, class_size(class));
}

void pool_give(struct pool *pool, void *at, size_t size)
{
    struct pool_free *free = at;
    unsigned class;

    if (!at)
        return;
    if (size > MIDDLE_MOST) {
        memory_give(pool->account, at, size);
        return;
    }
    class = class_of(size);
    free->next = pool->free[class];
    pool->free[class] = free;
}

void pool_trim(struct pool *pool)
{
    for (unsigned class = SMALL_CLASSES; class < POOL_CLASSES; class++) {
        while (pool->free[class]) {
            struct pool_free *free = pool->free[class];

            pool->free[class] = free->next;
            memory_give(pool->account, free, class_size(class));
        }
    }
}

void pool_done(struct pool *pool)
{
    pool_trim(pool);
    while (pool->slabs) {
        struct pool_slab *slab = pool->slabs;

        pool->slabs = slab->next;
        memory_give(pool->account, slab, SLAB_SIZE);
    }
    pool_init(pool, pool->account);
}
