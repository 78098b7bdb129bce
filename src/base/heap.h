/* SPDX-License-Identifier: Apache-2.0 */
/* Memory for one large structure of many small blocks that lives and dies as a whole: a catalog.
 *
 * Blocks up to HEAP_SMALL bytes are cut from chunks in sizes of 16 bytes; one that was given back is the next of its
 * size. So a block has no header, what was made together lies together, and chunks ask for huge pages: learning touches
 * memory all over the catalog, and translating addresses was a visible part of that. Larger blocks are malloc's.
 * Everything is given back at once, without a look at it. A heap belongs to one thread.
 *
 * Under AddressSanitizer there are no heaps (heap_new answers NULL), so that it knows each block. */
#ifndef BASE_HEAP_H
#define BASE_HEAP_H

#include <stddef.h>

#define HEAP_SMALL 1024

struct heap;

/* NULL when memory was refused, and under AddressSanitizer. */
struct heap *heap_new(void);
/* All blocks of the heap with it. */
void heap_free(struct heap *heap);

/* As memory_get, memory_resize and memory_give, but sizes are above 0 and `at` is a block. */
void *heap_get(struct heap *heap, size_t size);
void *heap_resize(struct heap *heap, void *at, size_t old_size, size_t new_size);
void heap_give(struct heap *heap, void *at, size_t size);

#endif
