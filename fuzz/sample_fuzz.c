/* SPDX-License-Identifier: Apache-2.0 */
/* Law 1 for samples: the input is a stream of short values, dealt to two samples; merged either way round they hold
 * what one sample over the whole stream holds. */
#include "base/sample.h"

#include "base/hash.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require_same(const struct sample *a, const struct sample *b)
{
    if (a->count != b->count || a->total != b->total || a->overflowed != b->overflowed)
        abort();
    for (size_t i = 0; i < a->count; i++)
        if (a->entries[i].hash != b->entries[i].hash || a->entries[i].count != b->entries[i].count)
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct memory account = { .limit = 0 };
    struct sample whole, odd, even, merged;
    uint16_t keep = size ? 1 + data[0] % 16 : 1;

    sample_init(&whole, keep);
    sample_init(&odd, keep);
    sample_init(&even, keep);
    sample_init(&merged, keep);
    for (size_t i = 1; i + 1 < size; i += 2) {
        struct slice value = slice_make(data + i + 1, 1);
        uint64_t hash = hash_content(value);

        sample_add(data[i] & 1 ? &odd : &even, &account, hash, value, 1u + data[i] / 2);
        sample_add(&whole, &account, hash, value, 1u + data[i] / 2);
    }
    sample_merge(&merged, &account, &odd);
    sample_merge(&merged, &account, &even);
    sample_merge(&even, &account, &odd);
    require_same(&merged, &whole);
    require_same(&even, &whole);
    sample_done(&whole, &account);
    sample_done(&odd, &account);
    sample_done(&even, &account);
    sample_done(&merged, &account);
    if (account.used != 0)
        abort();
    return 0;
}
