/* SPDX-License-Identifier: Apache-2.0 */
/* hash_content for who hashes every value that passes: inline, and without a call for the short ones, which most are. */
#ifndef BASE_HASH_INLINE_H
#define BASE_HASH_INLINE_H

#include "base/hash.h"

/* xxhash.h names malloc in functions that we do not call (base/banned.h). */
#pragma push_macro("malloc")
#undef malloc
#define XXH_INLINE_ALL
#include <xxhash.h>
#pragma pop_macro("malloc")

__attribute__((flatten)) static inline uint64_t hash_content_inline(struct slice bytes)
{
    if (__builtin_expect(bytes.len <= 16, 1))
        return XXH3_64bits(bytes.at, bytes.len);
    return hash_content(bytes);
}

#endif
