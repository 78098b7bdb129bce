/* SPDX-License-Identifier: Apache-2.0 */
/* Multipart bodies: the first line is the Content-Type, the rest the body. Parts lie within it, in order. */
#include "http/multipart.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice body = slice_make(data, size), type = slice_cut(&body, '\n');
    struct multipart multipart;
    struct multipart_part part;
    const char *before = body.at;

    if (!multipart_begin(&multipart, type, body))
        return 0;
    while (multipart_next(&multipart, &part) == STEP_MORE) {
        if (part.body.at < before || part.body.at + part.body.len > body.at + body.len)
            abort();
        before = part.body.at + part.body.len;
    }
    return 0;
}
