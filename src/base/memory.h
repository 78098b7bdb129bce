/* SPDX-License-Identifier: Apache-2.0 */
/* Counted memory: every long-lived structure takes its memory from an account, so that the ceilings of law 4 are
 * numbers and tests can make the nth allocation fail. An account belongs to one thread. */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct memory {
    size_t used;       /* bytes handed out and not yet given back */
    size_t peak;       /* the most `used` has been */
    size_t limit;      /* memory_get answers NULL above it; 0: no limit */
    uint64_t denied;   /* requests refused: limit, failed system call or fail_at */
    uint64_t calls;    /* allocations asked for so far */
    uint64_t fail_at;  /* tests: the call with this number (1-based) and all later ones fail; 0: never */
    struct heap *heap; /* where blocks come from; NULL: the C library */
};

/* Before the first block: lets the account's blocks come from a heap of its own, which memory_drop gives back whole.
 * Where there are no such heaps (base/heap.h) everything stays as it is. */
void memory_use_heap(struct memory *account);
/* Gives back all blocks of an account with a heap; false, and nothing done, when it has none. */
bool memory_drop(struct memory *account);

/* Zeroed memory, aligned for any type; NULL when refused. size 0 gives NULL and is no refusal. */
void *memory_get(struct memory *account, size_t size);
/* Like realloc: grows or shrinks, new bytes zeroed; on refusal answers NULL and leaves `at` as it was. */
void *memory_resize(struct memory *account, void *at, size_t old_size, size_t new_size);
/* `size` is what was asked for. NULL is allowed. */
void memory_give(struct memory *account, void *at, size_t size);

/* For libraries that give back without a size: it stands before each block. `account` is a struct memory. */
void *memory_library_get(void *account, size_t size);
void memory_library_give(void *account, void *at);

#endif
