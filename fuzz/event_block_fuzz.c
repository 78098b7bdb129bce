/* SPDX-License-Identifier: Apache-2.0 */
/* Blocks of events from a file that somebody else wrote. The input is the inside of a block: compressed here, so that
 * what is tried is more than the checksum. What can be read can be packed again, and reads the same then. */
#include "store/event_block.h"

#include "base/buffer.h"

#include <stdlib.h>
#include <zstd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool claim)
{
    if (!claim)
        abort();
}

static void require_same_again(struct event_packer *packer, struct event_cursor *cursor,
                               struct memory *account)
{
    struct event_block block;
    struct event_cursor *again;
    struct event event;
    uint32_t count = 0;

    event_packer_reset(packer);
    while (event_cursor_next(cursor, &event) == EVENT_NEXT && event_packer_add(packer, &event))
        count++;
    if (!event_packer_encode(packer, &block)) {
        require(count == 0);
        return;
    }
    again = event_cursor_open(account, block.bytes, NULL);
    require(again != NULL);
    for (int64_t before = INT64_MIN; count; count--, before = event.time)
        require(event_cursor_next(again, &event) == EVENT_NEXT && event.time >= before);
    require(event_cursor_next(again, &event) == EVENT_END);
    event_cursor_close(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct memory account = { .limit = 64 << 20 };
    struct event_packer *packer = event_packer_new(&account);
    size_t room = ZSTD_compressBound(size);
    char *packed = memory_get(&account, room);
    size_t len = packed ? ZSTD_compress(packed, room, data, size, 1) : 0;
    struct event_cursor *cursor =
        event_cursor_open(&account, slice_make(packed, ZSTD_isError(len) ? 0 : len), NULL);

    require(packer != NULL);
    if (cursor)
        require_same_again(packer, cursor, &account);
    event_cursor_close(cursor);
    event_packer_free(packer);
    memory_give(&account, packed, room);
    require(account.used == 0);
    return 0;
}
