/* SPDX-License-Identifier: Apache-2.0 */
#include "source/source.h"

const struct source *const source_table[] = {
#define SOURCE(name) &source_##name,
#include "source/sources.list"
#undef SOURCE
    NULL,
};

const struct source *source_find(struct slice name)
{
    for (size_t i = 0; source_table[i]; i++) {
        if (slice_eq(name, slice_of(source_table[i]->name)))
            return source_table[i];
    }
    return NULL;
}
