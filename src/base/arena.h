/* SPDX-License-Identifier: Apache-2.0 */
/* An arena hands out memory that is given back all at once: per exchange, per checkpoint, per report. After warm-up a
 * reset arena allocates nothing. Blocks come from a counted account. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/memory.h"
#include "base/slice.h"

#include <stdarg.h>

struct arena_block;

struct arena {
    struct memory *account;
    struct arena_block *first, *current;
    size_t block_size;
};

/* block_size: bytes of an ordinary block (larger requests get a block of their own); 0: 16 KiB. Allocates nothing yet. */
void arena_init(struct arena *arena, struct memory *account, size_t block_size);
/* Uninitialised memory aligned to 16, valid until reset or done; NULL when the account refuses. */
void *arena_get(struct arena *arena, size_t size);
/* The same, zeroed; count * size is checked for overflow. */
void *arena_get_array(struct arena *arena, size_t count, size_t size);
/* A copy of the bytes followed by a NUL that is not counted. {NULL, 0} when refused. */
struct slice arena_copy(struct arena *arena, struct slice bytes);
struct slice arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Everything handed out becomes invalid; ordinary blocks are kept for reuse, oversize ones are given back. */
void arena_reset(struct arena *arena);
void arena_done(struct arena *arena);

#endif
