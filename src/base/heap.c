/* SPDX-License-Identifier: Apache-2.0 */
#include "base/heap.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* Heaps stand beneath accounts (base/banned.h). */
#undef calloc
#undef realloc

#define CHUNK_FIRST ((size_t)64 << 10)
#define CHUNK_LARGEST ((size_t)2 << 20) /* a huge page of x86-64 and arm64 */
#define UNIT 16

/* A chunk's first bytes. */
struct chunk {
    struct chunk *next;
    size_t size;
};

/* A small block that was given back. */
struct hole {
    struct hole *next;
};

/* What stands before a large block: all of them are in a ring. */
struct large {
    struct large *next, *before;
};

struct heap {
    struct chunk *chunks; /* the newest first */
    char *fresh;          /* what was not yet cut from it: zero bytes */
    size_t fresh_left;
    struct hole *holes[HEAP_SMALL / UNIT + 1]; /* by units */
    struct large ring;
};

#ifndef HEAP_EXISTS /* the test of this file says that it does */
#if defined(__SANITIZE_ADDRESS__)
#define HEAP_EXISTS 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HEAP_EXISTS 0
#endif
#endif
#endif
#ifndef HEAP_EXISTS
#define HEAP_EXISTS 1
#endif

struct heap *heap_new(void)
{
    struct heap *heap = HEAP_EXISTS ? calloc(1, sizeof *heap) : NULL;

    if (heap)
        heap->ring.next = heap->ring.before = &heap->ring;
    return heap;
}

void heap_free(struct heap *heap)
{
    struct large *large, *next;
    struct chunk *chunk;

    if (!heap)
        return;
    for (large = heap->ring.next; large != &heap->ring; large = next) {
        next = large->next;
        free(large);
    }
    while ((chunk = heap->chunks)) {
        heap->chunks = chunk->next;
        munmap(chunk, chunk->size);
    }
    free(heap);
}

/* ---- small blocks */

static size_t units_of(size_t size)
{
    return (size + UNIT - 1) / UNIT;
}

/* `size` bytes at a multiple of it: twice as much is mapped, and what stands out unmapped again. */
static void *map_aligned(size_t size)
{
    char *at = mmap(NULL, 2 * size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    size_t before;

    if (at == MAP_FAILED)
        return NULL;
    before = (size_t)(-(uintptr_t)at & (size - 1));
    if (before)
        munmap(at, before);
    munmap(at + before + size, size - before);
    return at + before;
}

/* Chunks double, so that small heaps stay small. */
static struct chunk *chunk_new(size_t size)
{
    struct chunk *chunk;

    if (size == CHUNK_LARGEST) {
        chunk = map_aligned(size);
        if (chunk)
            madvise(chunk, size, MADV_HUGEPAGE); /* a wish: without huge pages all works as well */
    } else {
        chunk = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (chunk == MAP_FAILED)
            chunk = NULL;
    }
    if (chunk)
        chunk->size = size;
    return chunk;
}

static void *cut_from_next_chunk(struct heap *heap, size_t size)
{
    size_t last = heap->chunks ? heap->chunks->size : CHUNK_FIRST / 2;
    struct chunk *chunk = chunk_new(last < CHUNK_LARGEST ? 2 * last : last);
    char *at;

    if (!chunk)
        return NULL;
    chunk->next = heap->chunks;
    heap->chunks = chunk;
    at = (char *)chunk + sizeof *chunk;
    heap->fresh = at + size;
    heap->fresh_left = chunk->size - sizeof *chunk - size;
    return at;
}

static void *small_get(struct heap *heap, size_t units)
{
    struct hole *hole = heap->holes[units];
    size_t size = units * UNIT;
    char *at = heap->fresh;

    if (hole) {
        heap->holes[units] = hole->next;
        return memset(hole, 0, size);
    }
    if (size > heap->fresh_left)
        return cut_from_next_chunk(heap, size);
    heap->fresh += size;
    heap->fresh_left -= size;
    return at;
}

static void small_give(struct heap *heap, void *at, size_t units)
{
    struct hole *hole = at;

    hole->next = heap->holes[units];
    heap->holes[units] = hole;
}

/* ---- large blocks */

static void *large_link(struct heap *heap, struct large *large)
{
    large->before = &heap->ring;
    large->next = heap->ring.next;
    large->next->before = large->before->next = large;
    return large + 1;
}

static struct large *large_unlink(void *at)
{
    struct large *large = (struct large *)at - 1;

    large->next->before = large->before;
    large->before->next = large->next;
    return large;
}

static void *large_get(struct heap *heap, size_t size)
{
    struct large *large = size < SIZE_MAX - sizeof *large ? calloc(1, sizeof *large + size) : NULL;

    return large ? large_link(heap, large) : NULL;
}

static void *large_resize(struct heap *heap, void *at, size_t old_size, size_t new_size)
{
    struct large *large = large_unlink(at), *moved = NULL;

    if (new_size < SIZE_MAX - sizeof *large)
        moved = realloc(large, sizeof *large + new_size);
    if (!moved) {
        large_link(heap, large);
        return NULL;
    }
    if (new_size > old_size)
        memset((char *)(moved + 1) + old_size, 0, new_size - old_size);
    return large_link(heap, moved);
}

/* ---- both */

void *heap_get(struct heap *heap, size_t size)
{
    return size <= HEAP_SMALL ? small_get(heap, units_of(size)) : large_get(heap, size);
}

void heap_give(struct heap *heap, void *at, size_t size)
{
    if (size <= HEAP_SMALL)
        small_give(heap, at, units_of(size));
    else
        free(large_unlink(at));
}

void *heap_resize(struct heap *heap, void *at, size_t old_size, size_t new_size)
{
    size_t kept = old_size < new_size ? old_size : new_size;
    void *moved;

    if (old_size > HEAP_SMALL && new_size > HEAP_SMALL)
        return large_resize(heap, at, old_size, new_size);
    if (units_of(old_size) == units_of(new_size)) { /* both are small */
        memset((char *)at + kept, 0, new_size - kept);
        return at;
    }
    moved = heap_get(heap, new_size);
    if (moved) {
        memcpy(moved, at, kept);
        heap_give(heap, at, old_size);
    }
    return moved;
}
