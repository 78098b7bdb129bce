/* SPDX-License-Identifier: Apache-2.0 */
/* A time that was read is written as a time that reads the same, to the millisecond. */
#include "base/clock.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char text[CLOCK_TEXT];
    int64_t time, again;

    if (!clock_parse(slice_make(data, size), &time))
        return 0;
    clock_format(time, true, text);
    if (clock_parse(slice_of(text), &again) && (again > time || time - again >= 1000000))
        abort();
    return 0;
}
