/* SPDX-License-Identifier: Apache-2.0 */
/* Recognition and decompression: the file may be anything. */
#include "source_feed.h"

#include <stddef.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    source_feed(data, size, NULL);
    return 0;
}
