/* SPDX-License-Identifier: Apache-2.0 */
/* Content codings: the first byte chooses what Content-Encoding says and whether the body claims to be
 * whole. */
#include "http/coding.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {
        "gzip", "deflate", "br", "zstd", "", "gzip, br", "deflate,gzip", "x"
    };
    struct memory account = { .limit = 32 << 20 };
    struct arena arena;
    struct coding coding;

    if (size < 1)
        return 0;
    arena_init(&arena, &account, 0);
    if (!coding_init(&coding, &account, 1 << 16))
        abort();
    for (int round = 0; round < 2; round++) {
        struct header header = { SLICE("Content-Encoding"), slice_of(names[data[0] & 7]) };
        struct message message = { .headers = &header,
                                   .header_count = 1,
                                   .body = slice_make(data + 1, size - 1),
                                   .body_state = data[0] & 8 ? BODY_CUT : BODY_WHOLE };
        coding_decode_message(&coding, &message, &arena);
        bool has_body = message.body_state == BODY_WHOLE || message.body_state == BODY_CUT;
        if ((!has_body && message.body.len) || (data[0] & 7) != 4 ? message.body.len > 1 << 16 : false)
            abort();
        volatile char sum = 0;
        for (size_t i = 0; i < message.body.len; i++)
            sum += message.body.at[i];
        (void)sum;
        arena_reset(&arena);
    }
    coding_done(&coding);
    arena_done(&arena);
    if (account.used)
        abort();
    return 0;
}
