/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/pool.h"

#define SMALL_STEP 64
#define SMALL_MOST 1024
#define SMALL_CLASSES (SMALL_MOST / SMALL_STEP)
#define MIDDLE_STEP 1024
#define MIDDLE_MOST (SMALL_MOST + (POOL_CLASSES - SMALL_CLASSES) * MIDDLE_STEP)

struct pool_free {
    struct pool_free *next;
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
    return class < SMALL_CLASSES ? ((size_t) class + 1) * SMALL_STEP
                                 : SMALL_MOST + ((size_t) class - SMALL_CLASSES + 1) * MIDDLE_STEP;
}

void *pool_get(struct pool *pool, size_t size)
{
    struct pool_free *free;
    unsigned class;

    if (size == 0 || size > MIDDLE_MOST)
        return memory_get(pool->account, size);
    class = class_of(size);
    free = pool->free[class];
    if (!free)
        return memory_get(pool->account, class_size(class));
    pool->free[class] = free->next;
    return free;
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
    for (unsigned class = 0; class < POOL_CLASSES; class ++) {
        while (pool->free[class]) {
            struct pool_free *free = pool->free[class];

            pool->free[class] = free->next;
            memory_give(pool->account, free, class_size(class));
        }
    }
}
