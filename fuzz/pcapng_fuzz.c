/* SPDX-License-Identifier: Apache-2.0 */
#include "source_feed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    source_feed(data, size, "pcapng");
    return 0;
}
