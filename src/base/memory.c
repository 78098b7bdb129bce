/* SPDX-License-Identifier: Apache-2.0 */
/* Blocks carry no header, but for those of libraries: whoever gives memory back says how large it was. */
#include "base/memory.h"

#include "base/heap.h"

#include <stdlib.h>
#include <string.h>

/* This is where everybody else's memory comes from (base/banned.h). */
#undef calloc
#undef realloc

static bool memory_allows(struct memory *account, size_t more)
{
    account->calls++;
    if ((account->fail_at && account->calls >= account->fail_at) ||
        (account->limit && more &&
         (account->used > account->limit || more > account->limit - account->used))) {
        account->denied++;
        return false;
    }
    return true;
}

static void *memory_count(struct memory *account, void *at, size_t old_size, size_t new_size)
{
    if (!at) {
        account->denied++;
        return NULL;
    }
    account->used += new_size - old_size;
    if (account->used > account->peak)
        account->peak = account->used;
    return at;
}

void memory_use_heap(struct memory *account)
{
    account->heap = heap_new();
}

bool memory_drop(struct memory *account)
{
    if (!account->heap)
        return false;
    heap_free(account->heap);
    account->heap = NULL;
    account->used = 0;
    return true;
}

void *memory_get(struct memory *account, size_t size)
{
    if (size == 0 || !memory_allows(account, size))
        return NULL;
    return memory_count(account, account->heap ? heap_get(account->heap, size) : calloc(1, size), 0, size);
}

void *memory_resize(struct memory *account, void *at, size_t old_size, size_t new_size)
{
    char *moved;

    if (!at)
        return memory_get(account, new_size);
    if (new_size == 0) {
        memory_give(account, at, old_size);
        return NULL;
    }
    if (!memory_allows(account, new_size > old_size ? new_size - old_size : 0))
        return NULL;
    if (account->heap)
        return memory_count(account, heap_resize(account->heap, at, old_size, new_size), old_size, new_size);
    moved = memory_count(account, realloc(at, new_size), old_size, new_size);
    if (moved && new_size > old_size)
        memset(moved + old_size, 0, new_size - old_size);
    return moved;
}

void memory_give(struct memory *account, void *at, size_t size)
{
    if (!at)
        return;
    account->used -= size;
    if (account->heap)
        heap_give(account->heap, at, size);
    else
        free(at);
}

struct library_block {
    size_t size;
    size_t reserved; /* keeps what follows aligned to 16 */
};

void *memory_library_get(void *account, size_t size)
{
    struct library_block *block = size < SIZE_MAX / 2 ? memory_get(account, size + sizeof *block) : NULL;

    if (!block)
        return NULL;
    block->size = size + sizeof *block;
    return block + 1;
}

void memory_library_give(void *account, void *at)
{
    if (at) {
        struct library_block *block = (struct library_block *)at - 1;
        memory_give(account, block, block->size);
    }
}
