/* SPDX-License-Identifier: Apache-2.0 */
/* Packets: a byte that picks the link type, then packets, each behind its length (16 bits) and the bytes that the
 * capture cut off (8 bits). The books must balance, and a payload must lie where bytes are. */
#include "wire/decode.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

/* Every byte of the payload and of the slack behind it must be readable. */
static unsigned touch(struct slice payload)
{
    unsigned sum = 0;

    for (size_t i = 0; payload.len && i < payload.len + PACKET_SLACK; i++)
        sum += (unsigned char)payload.at[i];
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint32_t links[] = { 1, 0, 12, 14, 101, 108, 113, 228, 229, 276, 105 };
    const struct decoder_settings settings = { .fragment_memory = 65536 };
    struct memory account = { 0 };
    struct decoder *decoder = decoder_new(&account, &settings);
    uint32_t link = size ? links[data[0] % (sizeof links / sizeof *links)] : 1;
    volatile unsigned sum = 0;

    check(decoder != NULL);
    for (size_t at = 1; at + 3 <= size;) {
        size_t length = (size_t)(data[at] << 8 | data[at + 1]), cut = data[at + 2];
        struct packet packet = { .time = (int64_t)at * 1000000000, .link_type = link };
        struct segment segment;
        uint8_t *bytes;

        at += 3;
        length = length < size - at ? length : size - at;
        bytes = malloc(length + PACKET_SLACK);
        check(bytes != NULL);
        memcpy(bytes, data + at, length);
        memset(bytes + length, '}', PACKET_SLACK);
        packet.bytes = bytes;
        packet.captured = (uint32_t)length;
        packet.original = (uint32_t)(length + cut);
        if (decoder_packet(decoder, &packet, &segment)) {
            check(segment.source.family == 4 || segment.source.family == 6);
            check(segment.payload.len + segment.missing <= 65535 + 255);
            sum += touch(segment.payload);
        }
        free(bytes);
        at += length;
    }
    (void)sum;
    decoder_finish(decoder);
    check(ledger_open(decoder_ledger(decoder), LEDGER_PACKETS) == 0);
    decoder_free(decoder);
    check(account.used == 0);
    return 0;
}
