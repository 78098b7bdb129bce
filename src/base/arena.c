/* SPDX-License-Identifier: Apache-2.0 */
/* Ordinary blocks form a list in the order in which they are filled; oversize ones stand before them, so that a reset
 * finds them without a walk. Under AddressSanitizer what is not handed out is poisoned: use after reset and reads past
 * the end of a piece are found as if each piece came from malloc. */
#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_POISONS 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(ARENA_POISONS)
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(at, size) ((void)(at), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(at, size) ((void)(at), (void)(size))
#endif

#define ARENA_ALIGN ((size_t)16)
#define ARENA_BLOCK ((size_t)16 << 10)

struct arena_block {
    struct arena_block *next;
    size_t size; /* bytes of payload */
    size_t used;
    size_t reserved; /* keeps the payload aligned to 16 */
    char payload[];
};

_Static_assert(sizeof(struct arena_block) % 16 == 0, "the payload of a block is aligned to 16");

void arena_init(struct arena *arena, struct memory *account, size_t block_size)
{
    size_t size = block_size ? block_size : ARENA_BLOCK;

    *arena =
        (struct arena){ .account = account, .block_size = (size + ARENA_ALIGN - 1) & ~(ARENA_ALIGN - 1) };
}

static struct arena_block *block_new(struct arena *arena, size_t size)
{
    struct arena_block *block = memory_get(arena->account, sizeof *block + size);

    if (!block)
        return NULL;
    block->size = size;
    ASAN_POISON_MEMORY_REGION(block->payload, size);
    return block;
}

static void block_give(struct arena *arena, struct arena_block *block)
{
    ASAN_UNPOISON_MEMORY_REGION(block->payload, block->size);
    memory_give(arena->account, block, sizeof *block + block->size);
}

/* The ordinary block to fill after the current one: kept from before the last reset, or new. */
static struct arena_block *arena_next(struct arena *arena)
{
    struct arena_block **place = arena->current ? &arena->current->next : &arena->first;

    while (*place && (*place)->size != arena->block_size)
        place = &(*place)->next;
    if (!*place)
        *place = block_new(arena, arena->block_size);
    if (*place) {
        (*place)->used = 0;
        arena->current = *place;
    }
    return *place;
}

static void *arena_get_oversize(struct arena *arena, size_t rounded, size_t size)
{
    struct arena_block *block = block_new(arena, rounded);

    if (!block)
        return NULL;
    block->used = rounded;
    block->next = arena->first;
    arena->first = block;
    ASAN_UNPOISON_MEMORY_REGION(block->payload, size);
    return block->payload;
}

void *arena_get(struct arena *arena, size_t size)
{
    size_t rounded = (size + ARENA_ALIGN - 1) & ~(ARENA_ALIGN - 1);
    struct arena_block *block = arena->current;
    char *at;

    if (size > SIZE_MAX / 2)
        return NULL;
    if (rounded > arena->block_size)
        return arena_get_oversize(arena, rounded, size);
    if (!block || rounded > block->size - block->used) {
        block = arena_next(arena);
        if (!block)
            return NULL;
    }
    at = block->payload + block->used;
    block->used += rounded;
    ASAN_UNPOISON_MEMORY_REGION(at, size);
    return at;
}

void *arena_get_array(struct arena *arena, size_t count, size_t size)
{
    void *at;

    if (size && count > SIZE_MAX / 2 / size)
        return NULL;
    at = arena_get(arena, count * size);
    return at ? memset(at, 0, count * size) : NULL;
}

struct slice arena_copy(struct arena *arena, struct slice bytes)
{
    char *at = bytes.len < SIZE_MAX / 2 ? arena_get(arena, bytes.len + 1) : NULL;

    if (!at)
        return (struct slice){ NULL, 0 };
    if (bytes.len)
        memcpy(at, bytes.at, bytes.len);
    at[bytes.len] = '\0';
    return (struct slice){ at, bytes.len };
}

struct slice arena_printf(struct arena *arena, const char *format, ...)
{
    va_list values;
    char *at;
    int len;

    va_start(values, format);
    len = vsnprintf(NULL, 0, format, values);
    va_end(values);
    at = len < 0 ? NULL : arena_get(arena, (size_t)len + 1);
    if (!at)
        return (struct slice){ NULL, 0 };
    va_start(values, format);
    vsnprintf(at, (size_t)len + 1, format, values);
    va_end(values);
    return (struct slice){ at, (size_t)len };
}

void arena_reset(struct arena *arena)
{
    while (arena->first && arena->first->size != arena->block_size) {
        struct arena_block *block = arena->first;

        arena->first = block->next;
        block_give(arena, block);
    }
    for (struct arena_block *block = arena->first; block; block = block->next) {
        ASAN_POISON_MEMORY_REGION(block->payload, block->size);
        if (block == arena->current)
            break;
    }
    arena->current = NULL;
}

void arena_done(struct arena *arena)
{
    while (arena->first) {
        struct arena_block *block = arena->first;

        arena->first = block->next;
        block_give(arena, block);
    }
    arena->current = NULL;
}
